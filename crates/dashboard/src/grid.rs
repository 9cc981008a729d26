//! Where the widgets of a dashboard are drawn. Pure; what is stored is never changed by it.
//!
//! * A legal layout is drawn as it is, holes included.
//! * What sticks out is moved in and made narrower; no size is 0, none is taller than [`TALLEST_ROWS`],
//!   nothing starts below [`LAST_ROW`].
//! * Of two widgets that want the same cells the later one in reading order moves down.
//! * Fewer columns keep the reading order (by `y`, then `x`, then as listed) and widths where they fit; a cell
//!   with nothing beside it is widened to the edge.
//! * No widgets, no cells.

use mackerel::dashboards::{COLUMNS, Layout};

/// Rows of the tallest widget, of any type.
pub const TALLEST_ROWS: u32 = 80;

/// The last row in which a widget may start; a dashboard that long has stopped being one.
pub const LAST_ROW: u32 = 10_000;

/// Columns between 600 and 900 px.
pub const NARROW_COLUMNS: u32 = 12;

/// Indices in the order in which a person reads: by `y`, then `x`, then as listed.
pub fn reading_order(layouts: &[Layout]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..layouts.len()).collect();
    order.sort_by_key(|&index| {
        let cell = fitted(layouts[index]);
        (cell.y, cell.x)
    });
    order
}

/// Cells on the full grid, in the order of the input.
pub fn place(layouts: &[Layout]) -> Vec<Layout> {
    let mut bottoms = [0; COLUMNS as usize];
    let mut placed: Vec<Layout> = layouts.iter().copied().map(fitted).collect();
    for index in reading_order(layouts) {
        let cell = &mut placed[index];
        let below = &mut bottoms[columns_of(*cell)];
        cell.y = below.iter().copied().fold(cell.y, u32::max);
        below.fill(cell.y + cell.height);
    }
    placed
}

/// Cells on the narrow grid, in the order of the input: one after the other, left to right, then down.
pub fn flow(layouts: &[Layout]) -> Vec<Layout> {
    let mut bottoms = [0; NARROW_COLUMNS as usize];
    let mut next = (0, 0);
    let mut placed: Vec<Layout> = layouts.iter().copied().map(fitted).collect();
    for index in reading_order(layouts) {
        let cell = &mut placed[index];
        cell.width = cell.width.min(NARROW_COLUMNS);
        (cell.y, cell.x) = first_free(&bottoms, next, cell.width);
        bottoms[columns_of(*cell)].fill(cell.y + cell.height);
        next = (cell.y, cell.x + cell.width);
    }
    widened(&placed)
}

/// Each cell as wide as the free columns to its right allow.
fn widened(cells: &[Layout]) -> Vec<Layout> {
    let is_beside = |cell: &Layout, other: &Layout| {
        other.x >= cell.x + cell.width && other.y < cell.y + cell.height && cell.y < other.y + other.height
    };
    let right_of = |cell: &Layout| {
        cells
            .iter()
            .filter(|other| is_beside(cell, other))
            .map(|other| other.x)
            .fold(NARROW_COLUMNS, u32::min)
    };
    cells.iter().map(|cell| Layout { width: right_of(cell) - cell.x, ..*cell }).collect()
}

/// The first row and column, not before `from`, below which `width` columns are free.
fn first_free(bottoms: &[u32], from: (u32, u32), width: u32) -> (u32, u32) {
    let mut rows: Vec<u32> = bottoms.iter().copied().filter(|&row| row > from.0).collect();
    rows.push(from.0);
    rows.sort_unstable();
    let last_x = bottoms.len() as u32 - width;
    rows.iter()
        .flat_map(|&y| (0..=last_x).map(move |x| (y, x)))
        .filter(|&at| at >= from)
        .find(|&(y, x)| bottoms[x as usize..(x + width) as usize].iter().all(|&bottom| bottom <= y))
        .unwrap_or((rows[rows.len() - 1], 0))
}

/// Whether two cells share any part of the grid.
pub fn overlap(a: Layout, b: Layout) -> bool {
    let ends = |start: u32, length: u32| start.saturating_add(length);
    a.x < ends(b.x, b.width)
        && b.x < ends(a.x, a.width)
        && a.y < ends(b.y, b.height)
        && b.y < ends(a.y, a.height)
}

fn fitted(layout: Layout) -> Layout {
    let width = layout.width.clamp(1, COLUMNS);
    Layout {
        x: layout.x.min(COLUMNS - width),
        y: layout.y.min(LAST_ROW),
        width,
        height: layout.height.clamp(1, TALLEST_ROWS),
    }
}

fn columns_of(cell: Layout) -> std::ops::Range<usize> {
    cell.x as usize..(cell.x + cell.width) as usize
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    type Cells = [u32; 4];

    fn layouts(cells: &[Cells]) -> Vec<Layout> {
        cells.iter().map(|&[x, y, width, height]| Layout { x, y, width, height }).collect()
    }

    #[test]
    fn layouts_become_cells() {
        let cases: [(&str, &[Cells], &[Cells]); 8] = [
            ("nothing", &[], &[]),
            (
                "legal, with a hole",
                &[[0, 0, 12, 8], [12, 0, 6, 4], [6, 40, 18, 6]],
                &[[0, 0, 12, 8], [12, 0, 6, 4], [6, 40, 18, 6]],
            ),
            ("sticks out to the right", &[[20, 0, 12, 8]], &[[12, 0, 12, 8]]),
            ("wider than the grid", &[[3, 0, 99, 8]], &[[0, 0, 24, 8]]),
            ("no size", &[[30, 2, 0, 0]], &[[23, 2, 1, 1]]),
            (
                "on one another",
                &[[0, 0, 6, 4], [0, 0, 6, 4], [0, 1, 6, 4]],
                &[[0, 0, 6, 4], [0, 4, 6, 4], [0, 8, 6, 4]],
            ),
            ("listed bottom up", &[[0, 8, 24, 2], [0, 0, 24, 9]], &[[0, 9, 24, 2], [0, 0, 24, 9]]),
            ("astronomic", &[[u32::MAX, u32::MAX, u32::MAX, u32::MAX]], &[[0, LAST_ROW, 24, TALLEST_ROWS]]),
        ];
        for (name, before, after) in cases {
            assert_eq!(place(&layouts(before)), layouts(after), "{name}");
        }
    }

    #[test]
    fn layouts_flow_into_twelve_columns() {
        let cases: [(&str, &[Cells], &[Cells]); 6] = [
            ("nothing", &[], &[]),
            ("halves become rows", &[[0, 0, 12, 8], [12, 0, 12, 8]], &[[0, 0, 12, 8], [0, 8, 12, 8]]),
            (
                "quarters become halves",
                &[[0, 0, 6, 4], [6, 0, 6, 4], [12, 0, 6, 4], [18, 0, 6, 4]],
                &[[0, 0, 6, 4], [6, 0, 6, 4], [0, 4, 6, 4], [6, 4, 6, 4]],
            ),
            (
                "beside a tall one",
                &[[0, 0, 6, 8], [6, 0, 6, 4], [6, 4, 6, 4]],
                &[[0, 0, 6, 8], [6, 0, 6, 4], [6, 4, 6, 4]],
            ),
            ("wide and listed last", &[[0, 4, 24, 2], [0, 0, 8, 4]], &[[0, 4, 12, 2], [0, 0, 12, 4]]),
            (
                "thirds",
                &[[0, 0, 8, 8], [8, 0, 4, 4], [12, 0, 8, 8]],
                &[[0, 0, 8, 8], [8, 0, 4, 4], [0, 8, 12, 8]],
            ),
        ];
        for (name, before, after) in cases {
            assert_eq!(flow(&layouts(before)), layouts(after), "{name}");
        }
    }

    fn pairs(cells: &[Layout]) -> impl Iterator<Item = (Layout, Layout)> + '_ {
        cells.iter().enumerate().flat_map(|(at, &a)| cells[at + 1..].iter().map(move |&b| (a, b)))
    }

    fn any_layouts() -> impl Strategy<Value = Vec<Layout>> {
        let side = || prop_oneof![8 => 0_u32..30, 1 => any::<u32>()];
        let layout =
            (side(), side(), side(), side()).prop_map(|(x, y, width, height)| Layout { x, y, width, height });
        proptest::collection::vec(layout, 0..40)
    }

    proptest! {
        #[test]
        fn nothing_overlaps_or_sticks_out(layouts in any_layouts()) {
            for (cells, columns) in [(place(&layouts), COLUMNS), (flow(&layouts), NARROW_COLUMNS)] {
                prop_assert_eq!(cells.len(), layouts.len());
                for cell in &cells {
                    prop_assert!(cell.width > 0 && cell.height > 0 && cell.x + cell.width <= columns);
                }
                for (a, b) in pairs(&cells) {
                    prop_assert!(!overlap(a, b), "{:?} and {:?}", a, b);
                }
            }
        }

        #[test]
        fn placing_twice_changes_nothing(layouts in any_layouts()) {
            let once = place(&layouts);
            prop_assert_eq!(place(&once), once);
        }

        #[test]
        fn what_comes_first_stays_above(layouts in any_layouts()) {
            let order = reading_order(&layouts);
            let placed = place(&layouts);
            let read: Vec<Layout> = order.iter().map(|&index| placed[index]).collect();
            for (a, b) in pairs(&read) {
                let share_columns = a.x < b.x + b.width && b.x < a.x + a.width;
                prop_assert!(!share_columns || a.y < b.y, "{:?} then {:?}", a, b);
            }
            let flowed = flow(&layouts);
            for pair in order.windows(2) {
                let (a, b) = (flowed[pair[0]], flowed[pair[1]]);
                prop_assert!((a.y, a.x) < (b.y, b.x), "{:?} then {:?}", a, b);
            }
        }
    }
}
