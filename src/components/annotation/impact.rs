//! The card that says what an annotation did to the graphs of the page. It reads while it is open, a few graphs at a
//! time, and shows those that are there already.

use crate::catalog::use_catalog;
use crate::clock::use_clock;
use crate::components::copy::CopyButton;
use crate::components::dialog::Dialog;
use crate::components::graph::{chart_unit, span};
use crate::components::panel::Loading;
use crate::i18n::{fill, t};
use crate::impact::{Finding, WINDOWS_SECS, cells, finding, lead, markdown, ranked};
use crate::moment;
use crate::query::{GraphSource, lines_apart};
use analysis::impact::{Spans, Verdict, WEEK_SECS};
use futures::StreamExt;
use leptos::prelude::*;
use leptos::reactive::spawn_local_scoped_with_cancellation;
use mackerel::annotations::Annotation;
use series::TimeRange;

/// Graphs that are read at once.
const AT_ONCE: usize = 4;
/// A custom window, in minutes.
const MINUTES: std::ops::RangeInclusive<i64> = 10..=1_440;

/// A graph of the page.
#[derive(Clone, Copy)]
pub(crate) struct PageGraph {
    /// What it draws.
    pub(crate) source: Signal<GraphSource>,
    /// Its heading.
    pub(crate) title: Signal<String>,
}

/// The graphs of the page, and the annotation whose impact is shown.
#[derive(Clone, Copy)]
pub(crate) struct Page {
    graphs: RwSignal<Vec<(usize, PageGraph)>>,
    next: StoredValue<usize>,
    shown: RwSignal<Option<Annotation>>,
}

impl Page {
    /// How many graphs there are.
    pub(crate) fn count(self) -> usize {
        self.graphs.with(Vec::len)
    }

    /// Shows what an annotation did to them.
    pub(crate) fn show(self, annotation: Annotation) {
        self.shown.set(Some(annotation));
    }
}

/// Provides the page's graphs to everything below.
pub(crate) fn provide() {
    provide_context(Page {
        graphs: RwSignal::new(Vec::new()),
        next: StoredValue::new(0),
        shown: RwSignal::new(None),
    });
}

/// The page provided by the shell.
pub(crate) fn use_page() -> Page {
    expect_context()
}

/// Counts a graph among those of the page for as long as its owner lives.
pub(crate) fn join_page(graph: PageGraph) {
    let Some(page) = use_context::<Page>() else { return };
    let own = page.next.try_update_value(|next| {
        *next += 1;
        *next
    });
    let own = own.unwrap_or_default();
    page.graphs.update(|graphs| graphs.push((own, graph)));
    on_cleanup(move || {
        // The page may be gone altogether.
        let _ = page.graphs.try_update(|graphs| graphs.retain(|(other, _)| *other != own));
    });
}

/// The card, in a dialog.
#[component]
pub(crate) fn ImpactCard() -> impl IntoView {
    let page = use_page();
    let open = RwSignal::new(false);
    Effect::new(move |_| open.set(page.shown.with(Option::is_some)));
    Effect::new(move |was: Option<bool>| {
        let now = open.get();
        if was == Some(true) && !now {
            page.shown.set(None);
        }
        now
    });
    let title = Signal::derive(move || {
        let title = page.shown.with(|one| one.as_ref().map(|one| one.title.clone()));
        fill(t().annotations.impact_of, &[&title.unwrap_or_default()])
    });
    view! {
        <Dialog open title class="broad">
            {move || page.shown.get().map(|annotation| view! { <Card annotation page /> })}
        </Dialog>
    }
}

#[component]
fn Card(annotation: Annotation, page: Page) -> impl IntoView {
    let window_secs = RwSignal::new(WINDOWS_SECS[1]);
    let event = annotation.range();
    let graphs: Vec<PageGraph> =
        page.graphs.with_untracked(|graphs| graphs.iter().map(|row| row.1).collect());
    let total = graphs.len();
    let graphs = StoredValue::new(graphs);
    let findings = RwSignal::new(Vec::<Finding>::new());
    let read = RwSignal::new(0_usize);
    let (catalog, now) = (use_catalog(), use_clock().now_untracked());
    Effect::new(move |_| {
        let window_secs = window_secs.get();
        findings.set(Vec::new());
        read.set(0);
        let works = graphs.get_value().into_iter().map(move |graph| async move {
            let (source, title) = (graph.source.get_untracked(), graph.title.get_untracked());
            let spans = Spans::new(event, window_secs);
            let around = TimeRange::new(spans.context.from, spans.after.to);
            let earlier = TimeRange::new(around.from - WEEK_SECS, around.to - WEEK_SECS);
            let lines = lines_apart(&source, around, 0, now, catalog).await;
            let control = lines_apart(&source, earlier, WEEK_SECS, now, catalog).await;
            // A card that nobody has scrolled to knows no better title than the graph's name.
            let is_raw = title == source.name() && !lines.title.is_empty();
            let title = if is_raw { lines.title.clone() } else { title };
            finding(title, chart_unit(lines.unit), &lines, &control, event, window_secs)
        });
        spawn_local_scoped_with_cancellation(async move {
            let mut works = futures::stream::iter(works).buffer_unordered(AT_ONCE);
            while let Some(found) = works.next().await {
                findings.update(|findings| findings.push(found));
                read.update(|read| *read += 1);
            }
        });
    });
    let list = Memo::new(move |_| ranked(findings.get()));
    let is_done = Memo::new(move |_| read.get() == total);
    let title = annotation.title.clone();
    let text = Signal::derive(move || list.with(|list| markdown(&title, &span(event), list)));
    view! {
        <p class="secondary small">{move || span(event)}</p>
        <Windows window_secs />
        <p class="impact-lead" role="status">
            {move || {
                if total == 0 {
                    t().annotations.no_graphs.to_owned()
                } else if is_done.get() {
                    list.with(|list| lead(list))
                } else {
                    fill(t().annotations.impact_reading, &[&read.get(), &total])
                }
            }}
        </p>
        <Show when=move || !list.with(Vec::is_empty) fallback=move || (total > 0).then(|| view! { <Loading /> })>
            <div class="scroll-x" tabindex="0" role="group" aria-label=move || t().annotations.impact>
                <table class="impact">
                    <thead>
                        <tr>{move || heads().map(|head| view! { <th scope="col">{head}</th> }).collect_view()}</tr>
                    </thead>
                    <tbody>{move || list.get().iter().map(row).collect_view()}</tbody>
                </table>
            </div>
            <p class="small secondary">{move || t().annotations.impact_help}</p>
            <CopyButton name=|| t().annotations.markdown text />
        </Show>
    }
}

fn heads() -> [&'static str; 8] {
    let texts = &t().annotations;
    [texts.graph, texts.verdict, texts.change, texts.beyond, texts.median, texts.p95, texts.max, texts.effect]
}

fn row(finding: &Finding) -> impl IntoView + use<> {
    let [name, verdict, rest @ ..] = cells(finding);
    let class = match finding.impact.verdict {
        Verdict::Rose | Verdict::Fell | Verdict::UnlikeLastWeek => "changed",
        _ => "secondary",
    };
    view! {
        <tr>
            <th scope="row">{name}</th>
            <td class=class>{verdict}</td>
            {rest.map(|cell| view! { <td class="number">{cell}</td> }).collect_view()}
        </tr>
    }
}

#[component]
fn Windows(window_secs: RwSignal<i64>) -> impl IntoView {
    let choices = WINDOWS_SECS.map(|secs| {
        view! {
            <button
                type="button"
                class="dense"
                aria-pressed=move || (window_secs.get() == secs).to_string()
                on:click=move |_| window_secs.set(secs)
            >
                {move || moment::largest(secs)}
            </button>
        }
    });
    let custom = move |event| {
        if let Ok(minutes) = event_target_value(&event).trim().parse::<i64>() {
            window_secs.set(minutes.clamp(*MINUTES.start(), *MINUTES.end()) * 60);
        }
    };
    view! {
        <div class="row" role="group" aria-label=move || t().annotations.window>
            {choices.collect_view()}
            <label class="row small">
                <input
                    type="number"
                    class="minutes"
                    min=MINUTES.start().to_string()
                    max=MINUTES.end().to_string()
                    prop:value=move || (window_secs.get() / 60).to_string()
                    on:change=custom
                />
                {move || t().annotations.minutes}
            </label>
        </div>
    }
}
