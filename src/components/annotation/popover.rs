//! What an annotation says in full, with its links, and the ways to change it.
//! A deleted one can be brought back until the note about it is dismissed.

use crate::components::annotation::Draft;
use crate::components::dialog::Dialog;
use crate::components::graph::{Card, span};
use crate::components::panel::failure_text;
use crate::fetch::Failure;
use crate::i18n::{fill, t};
use crate::query::annotations;
use leptos::prelude::*;
use leptos::task::spawn_local;
use mackerel::annotations::Annotation;

/// Shows the annotations that `open` holds.
#[component]
pub(crate) fn Popover(card: Card, open: RwSignal<Option<Vec<Annotation>>>) -> impl IntoView {
    let is_open = RwSignal::new(false);
    Effect::new(move |_| is_open.set(open.with(Option::is_some)));
    Effect::new(move |was: Option<bool>| {
        let now = is_open.get();
        if was == Some(true) && !now {
            open.set(None);
        }
        now
    });
    let deleted = RwSignal::new(None::<Annotation>);
    let failure = RwSignal::new(None::<Failure>);
    let list = move || {
        open.get()
            .unwrap_or_default()
            .into_iter()
            .map(|one| view! { <Entry card one open deleted failure /> })
            .collect_view()
    };
    view! {
        <Dialog open=is_open title=Signal::derive(|| t().graph.annotations.to_owned())>
            <ul class="stack">{list}</ul>
        </Dialog>
        {move || {
            failure
                .get()
                .map(|failure| view! { <p class="field-error" role="alert">{failure_text(&failure)}</p> })
        }}
        <Show when=move || deleted.with(Option::is_some)>
            <Undo deleted failure />
        </Show>
    }
}

#[component]
fn Entry(
    card: Card,
    one: Annotation,
    open: RwSignal<Option<Vec<Annotation>>>,
    deleted: RwSignal<Option<Annotation>>,
    failure: RwSignal<Option<Failure>>,
) -> impl IntoView {
    let scope = if one.roles.is_empty() {
        one.service.clone()
    } else {
        format!("{}: {}", one.service, one.roles.join(", "))
    };
    let range = one.range();
    let edited = one.clone();
    let removed = one.clone();
    let remove = move |_| {
        open.set(None);
        failure.set(None);
        let annotation = removed.clone();
        spawn_local(async move {
            match annotations::delete(annotation.id.clone()).await {
                Ok(_) => deleted.set(Some(annotation)),
                Err(why) => failure.set(Some(why)),
            }
        });
    };
    view! {
        <li class="annotation-entry">
            <h3>{one.title.clone()}</h3>
            <p class="small secondary">{move || span(range)} " · " {scope}</p>
            <p class="prewrap">{linked(&one.description)}</p>
            <div class="row">
                <button
                    type="button"
                    class="dense"
                    on:click=move |_| {
                        open.set(None);
                        card.draft.set(Some(Draft::of(&edited)));
                    }
                >
                    {move || t().graph.edit}
                </button>
                <button type="button" class="dense" on:click=remove>{move || t().graph.delete}</button>
            </div>
        </li>
    }
}

#[component]
fn Undo(deleted: RwSignal<Option<Annotation>>, failure: RwSignal<Option<Failure>>) -> impl IntoView {
    let bring_back = move |_| {
        let Some(mut annotation) = deleted.get_untracked() else { return };
        annotation.id.clear();
        spawn_local(async move {
            match annotations::save(annotation).await {
                Ok(_) => deleted.set(None),
                Err(why) => failure.set(Some(why)),
            }
        });
    };
    view! {
        <div class="graph-undo" role="status">
            <span class="clip">
                {move || deleted.with(|one| one.as_ref().map(|one| fill(t().graph.annotation_deleted, &[&one.title])))}
            </span>
            <button type="button" class="dense" on:click=bring_back>{move || t().graph.undo}</button>
            <button
                type="button"
                class="quiet dense"
                aria-label=move || t().graph.dismiss
                on:click=move |_| deleted.set(None)
            >
                "×"
            </button>
        </div>
    }
}

/// Plain text whose web addresses can be followed.
fn linked(text: &str) -> Vec<AnyView> {
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
