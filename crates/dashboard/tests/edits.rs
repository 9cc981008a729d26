//! No sequence of edits overlaps widgets or loses what was not touched, and every edit can be taken back.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops")]

use dashboard::size::Limits;
use dashboard::{Draft, Edit, History, Refusal, grid};
use mackerel::dashboards::{COLUMNS, Dashboard, Known, Layout, MarkdownWidget, Widget};
use proptest::prelude::*;
use serde_json::json;

fn board(cells: &[[u32; 4]]) -> Dashboard {
    let widgets: Vec<_> = cells
        .iter()
        .enumerate()
        .map(|(index, [x, y, width, height])| {
            json!({"type": "markdown", "title": format!("w{index}"), "markdown": "m", "novel": index,
                "layout": {"x": x, "y": y, "width": width, "height": height}})
        })
        .collect();
    serde_json::from_value(json!({"id": "d", "title": "t", "urlPath": "t", "widgets": widgets, "odd": 1}))
        .unwrap()
}

fn layout([x, y, width, height]: [u32; 4]) -> Layout {
    Layout { x, y, width, height }
}

fn note(cells: [u32; 4]) -> Widget {
    let text = MarkdownWidget { markdown: "new".to_owned() };
    Widget::new("new".to_owned(), layout(cells), Known::Markdown(text))
}

#[test]
fn a_draft_is_what_it_was_made_from() {
    for cells in [&[][..], &[[0, 0, 12, 4], [12, 2, 6, 4]], &[[0, 0, 6, 4], [0, 0, 6, 4], [20, 0, 12, 4]]] {
        let stored = board(cells);
        assert_eq!(Draft::new(&stored).dashboard(), stored);
    }
}

#[test]
fn edits_are_made_or_refused_with_the_reason() {
    let draft = Draft::new(&board(&[[0, 0, 12, 4], [12, 0, 6, 4]]));
    let limits = Limits::of(&note([0, 0, 4, 2]).content);
    let cases = [
        ("to a hole", Edit::Place(0, layout([0, 8, 12, 4])), Ok(())),
        ("where it is", Edit::Place(0, layout([0, 0, 12, 4])), Ok(())),
        ("over itself", Edit::Place(0, layout([0, 1, 12, 4])), Ok(())),
        ("onto another", Edit::Place(0, layout([4, 0, 12, 4])), Err(Refusal::Taken(1))),
        ("beyond the edge", Edit::Place(1, layout([20, 0, 6, 4])), Err(Refusal::Outside)),
        ("far beyond", Edit::Place(1, layout([u32::MAX, 0, 6, 4])), Err(Refusal::Outside)),
        ("too narrow", Edit::Place(1, layout([12, 0, 3, 4])), Err(Refusal::Size(limits))),
        ("too low", Edit::Place(1, layout([12, 0, 6, 1])), Err(Refusal::Size(limits))),
        ("no such", Edit::Place(9, layout([0, 8, 6, 4])), Err(Refusal::Gone)),
        ("removed", Edit::Remove(1), Ok(())),
        ("removed twice", Edit::Remove(9), Err(Refusal::Gone)),
        ("copied beside", Edit::Duplicate(1, layout([18, 0, 6, 4])), Ok(())),
        ("copied onto", Edit::Duplicate(1, layout([12, 0, 6, 4])), Err(Refusal::Taken(1))),
        ("added", Edit::Add(note([0, 4, 4, 2])), Ok(())),
        ("added onto", Edit::Add(note([0, 0, 4, 2])), Err(Refusal::Taken(0))),
        ("added too small", Edit::Add(note([0, 4, 1, 1])), Err(Refusal::Size(limits))),
    ];
    for (name, edit, expected) in cases {
        assert_eq!(draft.apply(edit).map(drop), expected, "{name}");
    }
}

#[test]
fn what_was_stored_too_small_may_be_moved_but_not_made_smaller() {
    let draft = Draft::new(&board(&[[0, 0, 3, 2]]));
    assert!(draft.apply(Edit::Place(0, layout([5, 5, 3, 2]))).is_ok());
    assert!(draft.apply(Edit::Place(0, layout([0, 0, 2, 2]))).is_err());
    assert!(draft.apply(Edit::Place(0, layout([0, 0, 4, 2]))).is_ok());
}

#[test]
fn moving_one_of_an_overlapping_board_stores_what_was_drawn() {
    let draft = Draft::new(&board(&[[0, 0, 6, 4], [0, 0, 6, 4], [12, 0, 6, 4]]));
    let moved = draft.apply(Edit::Place(2, layout([6, 0, 6, 4]))).unwrap().dashboard();
    let places: Vec<Layout> = moved.widgets.iter().map(|widget| widget.layout).collect();
    assert_eq!(places, [[0, 0, 6, 4], [0, 4, 6, 4], [6, 0, 6, 4]].map(layout));
}

#[test]
fn a_title_changes_nothing_else() {
    let stored = board(&[[0, 0, 6, 4], [0, 0, 6, 4]]);
    let content = stored.widgets[1].content.clone();
    let draft = Draft::new(&stored).apply(Edit::Change(1, "other".to_owned(), content)).unwrap();
    let mut expected = stored;
    expected.widgets[1].title = "other".to_owned();
    assert_eq!(draft.dashboard(), expected);
}

#[test]
fn a_free_place_is_found_in_reading_order() {
    let draft = Draft::new(&board(&[[0, 0, 12, 4], [18, 0, 6, 4]]));
    let cases = [
        ([0, 0, 6, 4], [12, 0, 6, 4]),
        ([0, 0, 8, 4], [0, 4, 8, 4]),
        ([12, 0, 6, 2], [12, 0, 6, 2]),
        ([13, 0, 6, 2], [12, 1, 6, 2]),
        ([0, 0, 24, 2], [0, 4, 24, 2]),
        ([0, 0, 99, 2], [0, 4, 24, 2]),
        ([0, 50, 6, 4], [0, 50, 6, 4]),
    ];
    for (wanted, found) in cases {
        assert_eq!(draft.free(layout(wanted)), layout(found), "{wanted:?}");
    }
}

#[test]
fn a_text_keeps_the_keys_of_what_it_did_not_change() {
    let stored = board(&[[0, 0, 6, 4], [6, 0, 6, 4], [12, 0, 6, 4]]);
    let mut text = stored.clone();
    text.widgets.remove(0);
    text.widgets[1].title = "other".to_owned();
    let draft = Draft::new(&stored).apply(Edit::Replace(text.clone())).unwrap();
    assert_eq!(draft.items().iter().map(|item| item.key).collect::<Vec<_>>(), [1, 3]);
    assert_eq!(draft.dashboard(), text);
}

fn any_cell() -> impl Strategy<Value = Layout> {
    (0_u32..28, 0_u32..30, 0_u32..28, 0_u32..12).prop_map(|(x, y, width, height)| Layout {
        x,
        y,
        width,
        height,
    })
}

fn any_edit() -> impl Strategy<Value = Edit> {
    let key = 0_u32..12;
    prop_oneof![
        4 => (key.clone(), any_cell()).prop_map(|(key, cell)| Edit::Place(key, cell)),
        2 => any_cell().prop_map(|cell| Edit::Add(Widget { layout: cell, ..note([0, 0, 4, 2]) })),
        2 => (key.clone(), any_cell()).prop_map(|(key, cell)| Edit::Duplicate(key, cell)),
        1 => key.clone().prop_map(Edit::Remove),
        1 => (key, any_cell()).prop_map(|(key, _)| Edit::Change(key, "x".to_owned(), note([0, 0, 4, 2]).content)),
        1 => "[a-z]{1,4}".prop_map(|title| Edit::Describe { title, memo: String::new(), url_path: "p".to_owned() }),
    ]
}

proptest! {
    #[test]
    fn no_sequence_of_edits_overlaps_and_undo_returns_to_the_start(edits in proptest::collection::vec(any_edit(), 0..30)) {
        let stored = board(&[[0, 0, 12, 4], [12, 0, 12, 8], [0, 6, 6, 6]]);
        let mut history = History::new(Draft::new(&stored));
        let mut states = vec![history.draft().clone()];
        for edit in edits {
            let before = history.draft().clone();
            if history.edit(edit).is_err() {
                prop_assert_eq!(history.draft(), &before);
            } else if history.draft() != &before {
                states.push(history.draft().clone());
            }
            let cells = history.draft().dashboard().widgets;
            for (at, a) in cells.iter().enumerate() {
                prop_assert!(a.layout.x + a.layout.width <= COLUMNS);
                for b in &cells[at + 1..] {
                    prop_assert!(!grid::overlap(a.layout, b.layout));
                }
            }
        }
        for state in states.iter().rev().skip(1) {
            prop_assert!(history.undo());
            prop_assert_eq!(history.draft(), state);
        }
        prop_assert!(!history.undo());
        prop_assert_eq!(history.draft().dashboard(), stored);
        for state in states.iter().skip(1) {
            prop_assert!(history.redo());
            prop_assert_eq!(history.draft(), state);
        }
        prop_assert!(!history.redo());
    }
}
