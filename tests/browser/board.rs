//! The style sheet puts every widget where the grid says, and the document has them in reading order.

use crate::stage::{Stage, mount, mount_on_page};
use app::components::widget::board::Board;
use dashboard::grid;
use leptos::prelude::*;
use mackerel::AsStored;
use mackerel::dashboards::{COLUMNS, Content, Layout, Widget};
use wasm_bindgen_test::wasm_bindgen_test;

const GAP_PX: f64 = 8.0;
const ROW_PX: f64 = 24.0;

/// A legal pair, a hole, one that overlaps, one that sticks out, listed out of order.
const LAYOUTS: [[u32; 4]; 5] = [[12, 0, 6, 4], [0, 0, 12, 8], [0, 2, 6, 4], [20, 20, 12, 4], [0, 30, 24, 2]];

fn layouts() -> Vec<Layout> {
    LAYOUTS.iter().map(|&[x, y, width, height]| Layout { x, y, width, height }).collect()
}

fn widgets() -> Vec<Widget> {
    let widget = |(index, layout): (usize, Layout)| Widget {
        title: index.to_string(),
        layout,
        content: Content::Other(serde_json::Map::default()),
        stored: AsStored::default(),
    };
    layouts().into_iter().enumerate().map(widget).collect()
}

fn board_on(width_px: u32) -> Stage<impl Sized> {
    let css = concat!("body { margin: 0 }", include_str!("../../style/dashboard.css"));
    mount_on_page(width_px, css, || view! { <Board widgets=Memo::new(|_| widgets()) /> })
}

#[wasm_bindgen_test]
fn widgets_lie_where_the_grid_says() {
    let widths = [
        (1_440, COLUMNS, grid::place(&layouts())),
        (900, COLUMNS, grid::place(&layouts())),
        (899, grid::NARROW_COLUMNS, grid::flow(&layouts())),
        (600, grid::NARROW_COLUMNS, grid::flow(&layouts())),
    ];
    for (page_px, columns, cells) in widths {
        let stage = board_on(page_px);
        let board = stage.all(".widgets")[0].get_bounding_client_rect();
        let column_px = (board.width() + GAP_PX) / f64::from(columns);
        for (seen, index) in stage.all(".cell").iter().zip(grid::reading_order(&layouts())) {
            let Layout { x, y, width, height } = cells[index];
            let expected = [
                board.left() + f64::from(x) * column_px,
                board.top() + f64::from(y) * (ROW_PX + GAP_PX),
                f64::from(width) * column_px - GAP_PX,
                f64::from(height) * (ROW_PX + GAP_PX) - GAP_PX,
            ];
            let seen = seen.get_bounding_client_rect();
            let found = [seen.left(), seen.top(), seen.width(), seen.height()];
            let is_near = expected.iter().zip(found).all(|(expected, found)| (expected - found).abs() < 1.0);
            assert!(is_near, "widget {index} at {page_px} px: {found:?} rather than {expected:?}");
        }
    }
}

#[wasm_bindgen_test]
fn a_small_page_has_one_column_in_reading_order() {
    let stage = board_on(599);
    let titles: Vec<String> = stage.all("h3").iter().filter_map(|title| title.text_content()).collect();
    assert_eq!(titles, grid::reading_order(&layouts()).iter().map(usize::to_string).collect::<Vec<_>>());
    let board_px = stage.all(".widgets")[0].get_bounding_client_rect().width();
    let mut above_px = 0.0;
    for cell in stage.all(".cell") {
        let seen = cell.get_bounding_client_rect();
        assert!(seen.top() >= above_px, "{} px after {above_px} px", seen.top());
        assert_eq!(seen.width(), board_px);
        above_px = seen.bottom();
    }
}

#[wasm_bindgen_test]
fn a_type_that_is_not_known_says_so() {
    let stage = mount(|| {
        let mut fields = serde_json::Map::default();
        fields.insert("type".to_owned(), "hologram".into());
        let layout = Layout { x: 0, y: 0, width: 6, height: 4 };
        let content = Content::Other(fields);
        let widget = Widget { title: String::new(), layout, content, stored: AsStored::default() };
        view! { <Board widgets=Memo::new(move |_| vec![widget.clone()]) /> }
    });
    assert!(stage.root().inner_text().contains("hologram"));
    assert_eq!(stage.all("section[aria-label]:not([aria-label=''])").len(), 1);
}
