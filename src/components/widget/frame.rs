//! The box around a widget: its heading when it has one, a name in any case, and its menu on a dashboard.

use super::place::{FullScreenItem, WidgetPlace};
use crate::components::menu::{Menu, MenuItem};
use crate::export::file_name;
use crate::i18n::{fill, t};
use crate::save;
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
    /// What it shows as a table; `None` while there is nothing.
    #[prop(optional, into)]
    csv: Option<Signal<Option<String>>>,
    children: Children,
) -> impl IntoView {
    let heading = title.clone();
    let name = Signal::derive(move || if title.is_empty() { kind.get().into_owned() } else { title.clone() });
    let is_placed = use_context::<WidgetPlace>().is_some();
    let menu = is_placed.then(|| {
        let save_csv = Callback::new(move |()| {
            if let Some(text) = csv.and_then(|csv| csv.get_untracked()) {
                save::text(&file_name(&name.get_untracked(), "", "csv"), "text/csv", &text);
            }
        });
        view! {
            <Menu name=move || fill(t().export.menu, &[&name.get()]) class="quiet dense widget-menu">
                <FullScreenItem />
                <Show when=move || csv.is_some_and(|csv| csv.with(Option::is_some))>
                    <MenuItem name=|| t().export.csv on_choice=save_csv />
                </Show>
            </Menu>
        }
    });
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
            {menu}
            <div class="widget-body">{children()}</div>
        </section>
    }
    .into_any()
}
