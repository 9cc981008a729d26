//! What one widget shows: menus instead of ids, and the widget itself, live, beside them. Nothing changes before Apply.

use super::choices::{Line, Menu};
use super::graph_form::GraphForm;
use super::kinds::name_of;
use super::session::Session;
use super::sources;
use super::value_form::ValueForm;
use crate::catalog::use_catalog;
use crate::components::dialog::{ApplyOrCancel, Dialog};
use crate::components::widget::WidgetView;
use crate::i18n::{fill, t};
use dashboard::{Edit, Key};
use leptos::prelude::*;
use mackerel::AsStored;
use mackerel::dashboards::{AlertStatusWidget, Content, Known, Layout, MarkdownWidget, Widget};

/// The dialog over the widget that is open.
#[component]
pub(super) fn Settings(session: Session) -> impl IntoView {
    let open = RwSignal::new(false);
    Effect::new(move |_| open.set(session.open.with(Option::is_some)));
    Effect::new(move |was: Option<bool>| {
        let now = open.get();
        if was == Some(true) && !now {
            session.open.set(None);
        }
        now
    });
    let title = Signal::derive(move || {
        let name = session.open.get().and_then(|key| {
            session.history.with(|history| {
                let widget = &history.draft().item(key)?.widget;
                Some(name_of(&widget.title, &widget.content))
            })
        });
        fill(t().editor.settings_of, &[&name.unwrap_or_default()])
    });
    view! {
        <Dialog open title class="wide">
            {move || session.open.get().map(|key| view! { <Form session key open /> })}
        </Dialog>
    }
    .into_any()
}

#[component]
fn Form(session: Session, key: Key, open: RwSignal<bool>) -> impl IntoView {
    let before =
        session.history.with_untracked(|history| history.draft().item(key).map(|item| item.widget.clone()));
    let Some(Widget { title, content, layout, .. }) = before else { return ().into_any() };
    let (title, content) = (RwSignal::new(title), RwSignal::new(content));
    let apply = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        // A change of the content is refused only where the widget is gone.
        let _ = session.edit(Edit::Change(key, title.get_untracked(), content.get_untracked()));
        open.set(false);
    };
    view! {
        <form class="editor-settings" on:submit=apply>
            <div class="stack">
                <Line
                    name=move || t().editor.widget_title
                    value=title
                    on_text=Callback::new(move |text| title.set(text))
                />
                {fields(content)}
            </div>
            <Preview title content layout />
            <ApplyOrCancel open />
        </form>
    }
    .into_any()
}

fn fields(content: RwSignal<Content>) -> AnyView {
    match content.get_untracked() {
        Content::Known(Known::Graph(widget)) => {
            let widget = RwSignal::new(widget);
            Effect::new(move |_| content.set(Content::Known(Known::Graph(widget.get()))));
            view! { <GraphForm widget /> }.into_any()
        }
        Content::Known(Known::Value(widget)) => {
            let widget = RwSignal::new(widget);
            Effect::new(move |_| content.set(Content::Known(Known::Value(widget.get()))));
            view! { <ValueForm widget /> }.into_any()
        }
        Content::Known(Known::Markdown(MarkdownWidget { markdown })) => {
            let write = move |event| {
                let markdown = event_target_value(&event);
                content.set(Content::Known(Known::Markdown(MarkdownWidget { markdown })));
            };
            view! {
                <label class="field">
                    <span>{move || t().editor.markdown}</span>
                    <textarea rows="12" prop:value=markdown on:input=write></textarea>
                </label>
            }
            .into_any()
        }
        Content::Known(Known::AlertStatus(widget)) => {
            let role = RwSignal::new(widget.role_fullname.unwrap_or_default());
            let choose = Callback::new(move |chosen: String| {
                role.set(chosen.clone());
                let widget = AlertStatusWidget { role_fullname: Some(chosen) };
                content.set(Content::Known(Known::AlertStatus(widget)));
            });
            view! {
                <Menu name=move || t().editor.role entries=sources::roles(use_catalog()) value=role on_choice=choose />
            }
            .into_any()
        }
        Content::Other(_) => view! { <p class="secondary">{move || t().editor.only_json}</p> }.into_any(),
    }
}

/// The widget as it would be, after a pause in typing.
#[component]
fn Preview(title: RwSignal<String>, content: RwSignal<Content>, layout: Layout) -> impl IntoView {
    let shown = RwSignal::new((title.get_untracked(), content.get_untracked()));
    let pause = StoredValue::new(None::<TimeoutHandle>);
    Effect::new(move |_| {
        let next = (title.get(), content.get());
        if let Some(waiting) = pause.get_value() {
            waiting.clear();
        }
        let show = move || {
            if shown.try_with_untracked(|shown| *shown != next) == Some(true) {
                shown.set(next.clone());
            }
        };
        pause.set_value(set_timeout_with_handle(show, std::time::Duration::from_millis(300)).ok());
    });
    on_cleanup(move || {
        if let Some(Some(waiting)) = pause.try_get_value() {
            waiting.clear();
        }
    });
    view! {
        <section class="editor-preview" aria-label=move || t().editor.preview>
            {move || {
                let (title, content) = shown.get();
                view! { <WidgetView widget=Widget { title, layout, content, stored: AsStored::default() } /> }
            }}
        </section>
    }
    .into_any()
}
