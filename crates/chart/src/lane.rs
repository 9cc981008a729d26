//! Where annotations' flags stand above a picture, and where their titles stand below it. Lengths are CSS pixels.
//!
//! * Flags stand side by side in lanes; those too crowded for them become one flag with a count.
//! * Every annotation is in exactly one flag, in order of time, and no two flags of a lane touch.
//! * A crowd holds what lies within a twelfth of the width, so that an hour of a day is one crowd and a whole busy day
//!   is not; with a longer piece of the width for the same time it falls apart.
//! * Titles never touch either. Where all fit each has its date, and where not the titles have the room.
//! * No annotation, no width, or places outside of it give an empty or a crowded lane, never a panic.

use std::ops::Range;

/// Lanes above a picture.
pub const LANES: usize = 2;
/// Rows of titles below it.
pub const STRIP_ROWS: usize = 2;

/// Between two flags of a lane.
const FLAG_GAP: f64 = 3.0;
/// What a flag has besides its text, at both sides together.
const FLAG_PADDING: f64 = 10.0;
/// A crowd holds at least what lies so near.
const LEAST_CROWD: f64 = 44.0;
/// A crowd holds at most this part of the width.
const CROWD_PART: f64 = 12.0;

/// Between two titles of a row.
const TITLE_GAP: f64 = 12.0;
/// A title is not cut shorter than this to make room for others.
const LEAST_TITLE: f64 = 150.0;

/// One flag.
#[derive(Debug, Clone, PartialEq)]
pub struct Pin {
    /// Which lane, the uppermost is 0.
    pub lane: usize,
    /// Its left edge.
    pub left: f64,
    /// Its width.
    pub width: f64,
    /// What stands on it: the number of the annotation from 1, or how many there are.
    pub text: String,
    /// Which annotations it stands for, by their place in the list.
    pub members: Range<usize>,
}

/// Stands flags over moments, which are places from the left in ascending order. `text_width` measures a flag's text.
pub fn lane(places: &[f64], width: f64, text_width: &dyn Fn(&str) -> f64) -> Vec<Pin> {
    let crowd = LEAST_CROWD.max(width / CROWD_PART);
    let flag = |at: usize| text_width(&(at + 1).to_string()) + FLAG_PADDING;
    let mut groups: Vec<Group> = Vec::new();
    for (at, &place) in places.iter().enumerate() {
        let near = groups.last().is_some_and(|last| {
            let (first, before) = (places[last.members.start], places[at - 1]);
            place - before < flag(at - 1) + FLAG_GAP && place - first <= crowd
        });
        let mut group = if near && let Some(last) = groups.pop() {
            last.with(Group::of(at..at + 1, places, width, text_width), places, width, text_width)
        } else {
            Group::of(at..at + 1, places, width, text_width)
        };
        // A crowd that leans back from the edge, or that its count makes wider, may touch the one before.
        while let Some(before) = groups.pop_if(|before| before.right + FLAG_GAP > group.left) {
            group = before.with(group, places, width, text_width);
        }
        groups.push(group);
    }
    groups.into_iter().flat_map(|group| group.pins).collect()
}

/// Flags that are laid out together.
struct Group {
    members: Range<usize>,
    pins: Vec<Pin>,
    left: f64,
    right: f64,
}

impl Group {
    fn of(members: Range<usize>, places: &[f64], width: f64, text_width: &dyn Fn(&str) -> f64) -> Self {
        let pin = |members: Range<usize>, lane: usize| {
            let text = match members.len() {
                1 => (members.start + 1).to_string(),
                many => format!("×{many}"),
            };
            let own = text_width(&text) + FLAG_PADDING;
            // A flag at the very end leans back.
            let left = places[members.start].min(width - own).max(0.0);
            Pin { lane, left, width: own, text, members }
        };
        let pins: Vec<Pin> = if members.len() <= LANES {
            members.clone().enumerate().map(|(lane, at)| pin(at..at + 1, lane)).collect()
        } else {
            vec![pin(members.clone(), 0)]
        };
        let left = pins.iter().map(|pin| pin.left).fold(f64::INFINITY, f64::min);
        let right = pins.iter().map(|pin| pin.left + pin.width).fold(0.0, f64::max);
        Self { members, pins, left, right }
    }

    fn with(self, next: Self, places: &[f64], width: f64, text_width: &dyn Fn(&str) -> f64) -> Self {
        Self::of(self.members.start..next.members.end, places, width, text_width)
    }
}

/// Widths of one annotation's texts in the strip.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Caption {
    /// Its number with all that surrounds it.
    pub number: f64,
    /// Its date, with the space after it.
    pub date: f64,
    /// Its title.
    pub title: f64,
}

/// Where a title stands.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Cell {
    /// Which row, from the top.
    pub row: usize,
    /// Its left edge.
    pub left: f64,
    /// Its width; a longer title is cut.
    pub width: f64,
}

/// Titles under a picture, as many as there is room for.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Strip {
    /// The first ones, in order.
    pub cells: Vec<Cell>,
    /// Whether dates stand before them.
    pub dated: bool,
}

/// Lays titles out; where not all have room `more` is left free at the end of the last row.
pub fn strip(captions: &[Caption], width: f64, more: f64) -> Strip {
    let share = captions.len().div_ceil(STRIP_ROWS).max(1) as f64;
    let most = ((width + TITLE_GAP) / share - TITLE_GAP).max(LEAST_TITLE).min(width.max(0.0));
    let whole = |caption: &Caption| caption.number + caption.date + caption.title;
    let bare = |caption: &Caption| caption.number + caption.title;
    let dated = flow(captions.iter().map(whole), width, f64::INFINITY, 0.0);
    if dated.len() == captions.len() && captions.iter().all(|caption| whole(caption) <= width) {
        return Strip { cells: dated, dated: true };
    }
    let all = flow(captions.iter().map(bare), width, most, 0.0);
    let cells = if all.len() == captions.len() {
        all
    } else {
        flow(captions.iter().map(bare), width, most, more + TITLE_GAP)
    };
    Strip { cells, dated: false }
}

/// Widths in rows, none wider than `most`, until there is no room; `reserve` is kept free in the last row.
fn flow(widths: impl Iterator<Item = f64>, width: f64, most: f64, reserve: f64) -> Vec<Cell> {
    let mut cells: Vec<Cell> = Vec::new();
    let (mut row, mut left) = (0, 0.0);
    for wanted in widths {
        let own = wanted.min(most).min(width);
        let room = |row: usize| if row + 1 == STRIP_ROWS { width - reserve } else { width };
        if left > 0.0 && left + own > room(row) {
            (row, left) = (row + 1, 0.0);
        }
        if row >= STRIP_ROWS || own <= 0.0 {
            break;
        }
        let own = own.min((room(row) - left).max(0.0));
        if own < LEAST_TITLE.min(wanted).min(most) && row + 1 == STRIP_ROWS {
            break;
        }
        cells.push(Cell { row, left, width: own });
        left += own + TITLE_GAP;
    }
    cells
}
