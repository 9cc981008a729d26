//! The box around a widget: its heading when it has one, and a name in any case.

use leptos::html;
use leptos::prelude::*;

/// A named section; a widget without a title keeps the whole box for its content.
#[component]
pub(super) fn Frame(
    /// The title as stored.
    title: String,
    /// What the section is called when it has no title.
    #[prop(into)]
    kind: TextProp,
    /// The box itself, for who asks whether it is in sight.
    #[prop(optional)]
    node: NodeRef<html::Section>,
    children: Children,
) -> impl IntoView {
    let heading = title.clone();
    let name = move || if title.is_empty() { kind.get().into_owned() } else { title.clone() };
    view! {
        <section class="panel widget" node_ref=node aria-label=name>
            {(!heading.is_empty())
                .then(|| {
                    view! {
                        <h3 class="clip widget-title" title=heading.clone()>
                            {heading.clone()}
                        </h3>
                    }
                })}
            <div class="widget-body">{children()}</div>
        </section>
    }
}
