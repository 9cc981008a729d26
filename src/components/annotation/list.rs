//! Annotations as rows under their days, the newest first, with what can be done about each.

use super::Draft;
use super::popover::linked;
use super::undo::use_deletion;
use crate::catalog::use_catalog;
use crate::components::graph::clock as clock_text;
use crate::i18n::{fill, t};
use crate::layers::{name, use_layers, word};
use crate::moment;
use crate::period::address;
use crate::route::Page;
use crate::window::TimeWindow;
use leptos::prelude::*;
use mackerel::annotations::Annotation;
use series::TimeRange;

/// Rows that one press adds.
const PAGE: usize = 100;

/// The rows.
#[component]
pub(crate) fn List(
    shown: Signal<Vec<Annotation>>,
    draft: RwSignal<Option<Draft>>,
    command: RwSignal<Option<Annotation>>,
) -> impl IntoView {
    let most = RwSignal::new(PAGE);
    let days = Memo::new(move |_| shown.with(|list| days(list, most.get())));
    let rest = move || shown.with(Vec::len).saturating_sub(most.get());
    view! {
        <div class="annotation-list">
            <For each=move || days.get() key=Clone::clone let:day>
                <h3 class="annotation-day secondary">{day.name}</h3>
                <ul>
                    {day
                        .rows
                        .into_iter()
                        .map(|one| view! { <Row one draft command /> })
                        .collect_view()}
                </ul>
            </For>
        </div>
        <Show when=move || { rest() > 0 }>
            <div class="panel-pad">
                <button type="button" on:click=move |_| most.update(|most| *most += PAGE)>
                    {move || fill(t().annotations.show_more, &[&rest().min(PAGE)])}
                </button>
            </div>
        </Show>
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Day {
    name: String,
    rows: Vec<Annotation>,
}

impl std::hash::Hash for Day {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.name.hash(state);
        for row in &self.rows {
            (&row.id, &row.title, &row.description, row.from, row.to, &row.roles).hash(state);
        }
    }
}

/// The newest so many, under their days.
fn days(list: &[Annotation], most: usize) -> Vec<Day> {
    let mut days: Vec<Day> = Vec::new();
    for one in list.iter().rev().take(most) {
        let full = moment::full(one.from);
        let name = full.rsplit_once(' ').map_or(full.clone(), |parts| parts.0.to_owned());
        match days.last_mut().filter(|day| day.name == name) {
            Some(day) => day.rows.push(one.clone()),
            None => days.push(Day { name, rows: vec![one.clone()] }),
        }
    }
    days
}

#[component]
fn Row(
    one: Annotation,
    draft: RwSignal<Option<Draft>>,
    command: RwSignal<Option<Annotation>>,
) -> impl IntoView {
    let (catalog, layers, deletion) = (use_catalog(), use_layers(), use_deletion());
    let Annotation { title, description, from, to, service, roles, .. } = one.clone();
    let layer = layers.of(&one);
    let around = (to - from).max(3_600);
    let window = TimeWindow::fixed(TimeRange::new(from - around, to + around));
    let href = address(&Page::Service(service.clone()), window);
    let length = (to > from).then(|| moment::duration((to - from).max(60)));
    let scope = if roles.is_empty() { t().annotations.whole_service.to_owned() } else { roles.join(", ") };
    let stored = StoredValue::new(one);
    let named = move |text: &str| format!("{text}: {}", stored.with_value(|one| one.title.clone()));
    view! {
        <li class="annotation-row">
            <span class=format!("strip-number {}", word(layer)) role="img" aria-label=name(layer) title=name(layer)></span>
            <span class="annotation-when nowrap">
                <time datetime=moment::iso(from) title=moment::full(from)>{clock_text(from)}</time>
                {length.map(|length| view! { " " <span class="secondary small">{length}</span> })}
            </span>
            <span class="annotation-text">
                <a href=href>{title}</a>
                {(!description.is_empty()).then(|| view! { <span class="secondary small annotation-words">{linked(&description)}</span> })}
            </span>
            <span class="annotation-scope">
                {service} " " <span class="secondary small">{scope}</span>
            </span>
            <span class="annotation-actions">
                <button
                    type="button"
                    class="quiet dense"
                    aria-label=move || named(t().annotations.command)
                    on:click=move |_| command.set(Some(stored.get_value()))
                >
                    {move || t().annotations.command_short}
                </button>
                <Show when=move || catalog.may_write()>
                    <button
                        type="button"
                        class="quiet dense"
                        aria-label=move || named(t().graph.edit)
                        on:click=move |_| draft.set(Some(stored.with_value(Draft::of)))
                    >
                        {move || t().graph.edit}
                    </button>
                    <button
                        type="button"
                        class="quiet dense"
                        aria-label=move || named(t().graph.delete)
                        on:click=move |_| deletion.delete(stored.get_value())
                    >
                        {move || t().graph.delete}
                    </button>
                </Show>
            </span>
        </li>
    }
}
