//! What annotations say in full, with their links, and the ways to change them.

use super::impact::use_page;
use super::undo::use_deletion;
use crate::catalog::use_catalog;
use crate::components::annotation::Draft;
use crate::components::dialog::Dialog;
use crate::components::graph::span;
use crate::i18n::t;
use leptos::prelude::*;
use mackerel::annotations::Annotation;
use series::TimeRange;

/// A list shows at most so many at once.
const MOST: usize = 100;

/// Shows the annotations that `open` holds.
#[component]
pub(crate) fn Popover(
    /// What is shown; `None` is nothing.
    open: RwSignal<Option<Vec<Annotation>>>,
    /// Takes the one that is to be changed.
    draft: RwSignal<Option<Draft>>,
    /// Shows a period.
    on_zoom: Callback<TimeRange>,
) -> impl IntoView {
    let is_open = RwSignal::new(false);
    Effect::new(move |_| is_open.set(open.with(Option::is_some)));
    Effect::new(move |was: Option<bool>| {
        let now = is_open.get();
        if was == Some(true) && !now {
            open.set(None);
        }
        now
    });
    let list = move || {
        open.get()
            .unwrap_or_default()
            .into_iter()
            .take(MOST)
            .map(|one| view! { <Entry one open draft /> })
            .collect_view()
    };
    let all = move || open.with(|open| open.as_ref().and_then(|list| around(list)));
    view! {
        <Dialog open=is_open title=Signal::derive(|| t().graph.annotations.to_owned())>
            {move || {
                all().map(|range| view! {
                    <div class="row">
                        <button
                            type="button"
                            class="dense"
                            on:click=move |_| {
                                open.set(None);
                                on_zoom.run(range);
                            }
                        >
                            {t().annotations.zoom_to_these}
                        </button>
                    </div>
                })
            }}
            <ul class="stack">{list}</ul>
        </Dialog>
    }
}

/// From the first to the last of several, with a little room at both sides.
fn around(list: &[Annotation]) -> Option<TimeRange> {
    let (from, to) = (list.first()?.from, list.last()?.from);
    let room = ((to - from) / 10).max(150);
    (list.len() > 1).then(|| TimeRange::new(from - room, to + room))
}

#[component]
fn Entry(
    one: Annotation,
    open: RwSignal<Option<Vec<Annotation>>>,
    draft: RwSignal<Option<Draft>>,
) -> impl IntoView {
    let (catalog, deletion, page) = (use_catalog(), use_deletion(), use_page());
    let scope = scope(&one);
    let range = one.range();
    let (edited, removed) = (StoredValue::new(one.clone()), StoredValue::new(one.clone()));
    view! {
        <li class="annotation-entry">
            <h3>{one.title.clone()}</h3>
            <p class="small secondary">{move || span(range)} " · " {scope}</p>
            <p class="prewrap">{linked(&one.description)}</p>
            <div class="row">
                <Show when=move || { page.count() > 0 }>
                    <button
                        type="button"
                        class="dense"
                        on:click=move |_| {
                            open.set(None);
                            page.show(edited.get_value());
                        }
                    >
                        {move || t().annotations.impact}
                    </button>
                </Show>
                <Show when=move || catalog.may_write()>
                    <button
                        type="button"
                        class="dense"
                        on:click=move |_| {
                            open.set(None);
                            draft.set(Some(Draft::of(&edited.get_value())));
                        }
                    >
                        {move || t().graph.edit}
                    </button>
                    <button
                        type="button"
                        class="dense"
                        on:click=move |_| {
                            open.set(None);
                            deletion.delete(removed.get_value());
                        }
                    >
                        {move || t().graph.delete}
                    </button>
                </Show>
            </div>
        </li>
    }
}

/// `service` or `service: role, role`.
pub(crate) fn scope(one: &Annotation) -> String {
    if one.roles.is_empty() {
        one.service.clone()
    } else {
        format!("{}: {}", one.service, one.roles.join(", "))
    }
}

/// Plain text whose web addresses can be followed.
pub(crate) fn linked(text: &str) -> Vec<AnyView> {
    pieces(text)
        .into_iter()
        .map(|piece| match piece {
            Piece::Text(text) => text.to_owned().into_any(),
            Piece::Link(href) => {
                view! { <a href=href.to_owned() target="_blank" rel="noopener noreferrer">{href.to_owned()}</a> }.into_any()
            }
        })
        .collect()
}

#[derive(Debug, PartialEq)]
enum Piece<'a> {
    Text(&'a str),
    Link(&'a str),
}

/// Text and web addresses in turn; only `http` and `https` count as an address.
fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some(start) = ["https://", "http://"].iter().filter_map(|scheme| rest.find(scheme)).min() {
        let link = &rest[start..];
        let end =
            link.find(|c: char| c.is_whitespace() || "<>\"'「」（）、。".contains(c)).unwrap_or(link.len());
        let link = link[..end].trim_end_matches(['.', ',', ')', ';', ':', '!']);
        if start > 0 {
            pieces.push(Piece::Text(&rest[..start]));
        }
        pieces.push(Piece::Link(link));
        rest = &rest[start + link.len()..];
    }
    if !rest.is_empty() {
        pieces.push(Piece::Text(rest));
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_web_addresses_become_links() {
        use Piece::{Link, Text};
        let cases = [
            ("", vec![]),
            ("no link", vec![Text("no link")]),
            (
                "see https://ci.example.net/1, then http://b.",
                vec![
                    Text("see "),
                    Link("https://ci.example.net/1"),
                    Text(", then "),
                    Link("http://b"),
                    Text("."),
                ],
            ),
            ("javascript:alert(1)", vec![Text("javascript:alert(1)")]),
            ("参照（https://a.jp/x）", vec![Text("参照（"), Link("https://a.jp/x"), Text("）")]),
            ("https://", vec![Link("https://")]),
        ];
        for (text, expected) in cases {
            assert_eq!(pieces(text), expected, "{text}");
        }
    }
}
