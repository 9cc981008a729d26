//! A dashboard in the editor's hands: widgets with keys that last while it is edited.
//!
//! * An edit gives a whole new draft, or a [`Refusal`] and leaves the old one as it was.
//! * Widgets never overlap, stick out or leave the limits of their type by an edit. What was stored so is drawn by
//!   [`grid::place`]; the first edit of a place stores all places as they are drawn.
//! * Nothing moves but what was moved: holes stay.
//! * Of a draft that was not edited, [`Draft::dashboard`] is what it was made from.

use crate::grid;
use crate::size::Limits;
use mackerel::dashboards::{COLUMNS, Content, Dashboard, Layout, Widget};
use thiserror::Error;

/// Names a widget for as long as the draft lives. Widgets that were stored have their index.
pub type Key = u32;

/// A widget of a draft.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    /// Its name.
    pub key: Key,
    /// What it is.
    pub widget: Widget,
}

/// The dashboard as far as it is edited.
#[derive(Debug, Clone, PartialEq)]
pub struct Draft {
    /// Everything but the widgets.
    head: Dashboard,
    items: Vec<Item>,
    next: Key,
}

/// One change by a person.
#[derive(Debug, Clone, PartialEq)]
pub enum Edit {
    /// A new widget, at its place.
    Add(Widget),
    /// Another place or size.
    Place(Key, Layout),
    /// The same again at another place.
    Duplicate(Key, Layout),
    /// No longer there.
    Remove(Key),
    /// Another title or content; the place stays.
    Change(Key, String, Content),
    /// Another title, memo and path of the dashboard.
    Describe {
        /// Its title.
        title: String,
        /// Its memo.
        memo: String,
        /// Its path.
        url_path: String,
    },
    /// Everything a person can write, as it came out of a text.
    Replace(Dashboard),
}

/// Why an edit was not made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum Refusal {
    /// Another widget is there.
    #[error("the place is taken by another widget")]
    Taken(Key),
    /// Beyond the grid.
    #[error("the place is outside of the grid")]
    Outside,
    /// Smaller or larger than its type may be.
    #[error("the size is outside of {}×{} to {}×{}", .0.least.0, .0.least.1, .0.most.0, .0.most.1)]
    Size(Limits),
    /// It was removed before.
    #[error("the widget is no longer there")]
    Gone,
}

impl Draft {
    /// The draft of what is stored.
    pub fn new(dashboard: &Dashboard) -> Self {
        let keys = 0..;
        let items = keys.zip(&dashboard.widgets).map(|(key, widget)| Item { key, widget: widget.clone() });
        let items: Vec<Item> = items.collect();
        let head = Dashboard { widgets: Vec::new(), ..dashboard.clone() };
        Self { head, next: items.len() as Key, items }
    }

    /// What would be stored.
    pub fn dashboard(&self) -> Dashboard {
        let widgets = self.items.iter().map(|item| item.widget.clone()).collect();
        Dashboard { widgets, ..self.head.clone() }
    }

    /// Everything but the widgets.
    pub fn head(&self) -> &Dashboard {
        &self.head
    }

    /// The widgets in the order in which they are stored.
    pub fn items(&self) -> &[Item] {
        &self.items
    }

    /// A widget by its key.
    pub fn item(&self, key: Key) -> Option<&Item> {
        self.items.iter().find(|item| item.key == key)
    }

    /// Where each widget is drawn, in the order of the items.
    pub fn cells(&self) -> Vec<(Key, Layout)> {
        let layouts: Vec<Layout> = self.items.iter().map(|item| item.widget.layout).collect();
        self.items.iter().map(|item| item.key).zip(grid::place(&layouts)).collect()
    }

    /// Where a widget is drawn.
    pub fn cell(&self, key: Key) -> Option<Layout> {
        self.cells().into_iter().find(|(other, _)| *other == key).map(|(_, cell)| cell)
    }

    /// The first place, in reading order from `from` on, that a new cell of this size finds free.
    pub fn free(&self, from: Layout) -> Layout {
        let cells = self.cells();
        let is_free = |wanted: Layout| cells.iter().all(|(_, cell)| !grid::overlap(*cell, wanted));
        let width = from.width.clamp(1, COLUMNS);
        // Below the lowest widget everything is free.
        let bottom = cells.iter().map(|(_, cell)| cell.y + cell.height).fold(from.y, u32::max);
        let places = (from.y..bottom).flat_map(|y| (0..=COLUMNS - width).map(move |x| (y, x)));
        places
            .filter(|&at| at >= (from.y, from.x))
            .map(|(y, x)| Layout { x, y, width, ..from })
            .find(|wanted| is_free(*wanted))
            .unwrap_or(Layout { x: 0, y: bottom, width, ..from })
    }

    /// Whether a new cell may be at this place.
    pub fn is_free(&self, wanted: Layout) -> bool {
        self.is_clear(None, wanted).is_ok()
    }

    /// Whether a widget may be at this place; it may be where it is.
    pub fn may_be(&self, key: Key, wanted: Layout) -> Result<(), Refusal> {
        let item = self.item(key).ok_or(Refusal::Gone)?;
        let limits = Limits::of(&item.widget.content);
        let now = self.cell(key).ok_or(Refusal::Gone)?;
        // A size that was stored outside of the limits may stay.
        let fits = (wanted.width == now.width || limits.has_width(wanted.width))
            && (wanted.height == now.height || limits.has_height(wanted.height));
        if !fits {
            return Err(Refusal::Size(limits));
        }
        self.is_clear(Some(key), wanted)
    }

    /// The draft after an edit.
    pub fn apply(&self, edit: Edit) -> Result<Self, Refusal> {
        let mut next = self.clone();
        match edit {
            Edit::Add(widget) => next.add(widget)?,
            Edit::Place(key, wanted) => {
                self.may_be(key, wanted)?;
                next.settle();
                next.item_mut(key)?.widget.layout = wanted;
            }
            Edit::Duplicate(key, wanted) => {
                let widget = Widget { layout: wanted, ..self.item(key).ok_or(Refusal::Gone)?.widget.clone() };
                next.add(widget)?;
            }
            Edit::Remove(key) => {
                self.item(key).ok_or(Refusal::Gone)?;
                // Without it the others would be drawn elsewhere if they were stored on one another.
                next.settle();
                next.items.retain(|item| item.key != key);
            }
            Edit::Change(key, title, content) => {
                let item = next.item_mut(key)?;
                item.widget.title = title;
                item.widget.content = content;
            }
            Edit::Describe { title, memo, url_path } => {
                next.head.title = title;
                next.head.memo = memo;
                next.head.url_path = url_path;
            }
            Edit::Replace(dashboard) => next.replace(dashboard),
        }
        Ok(next)
    }

    fn add(&mut self, widget: Widget) -> Result<(), Refusal> {
        let limits = Limits::of(&widget.content);
        if !limits.has_width(widget.layout.width) || !limits.has_height(widget.layout.height) {
            return Err(Refusal::Size(limits));
        }
        self.is_clear(None, widget.layout)?;
        self.settle();
        self.push(widget);
        Ok(())
    }

    /// Takes over a text; widgets that are as they were keep their keys.
    fn replace(&mut self, dashboard: Dashboard) {
        let Dashboard { title, memo, url_path, widgets, extra, .. } = dashboard;
        let mut before = std::mem::take(&mut self.items);
        for widget in widgets {
            match before.iter().position(|item| item.widget == widget) {
                Some(at) => self.items.push(before.swap_remove(at)),
                None => self.push(widget),
            }
        }
        self.head = Dashboard { title, memo, url_path, extra, ..self.head.clone() };
    }

    fn push(&mut self, widget: Widget) {
        self.items.push(Item { key: self.next, widget });
        self.next += 1;
    }

    fn is_clear(&self, except: Option<Key>, wanted: Layout) -> Result<(), Refusal> {
        let right = wanted.x.checked_add(wanted.width).ok_or(Refusal::Outside)?;
        if right > COLUMNS || wanted.y > grid::LAST_ROW || wanted.width == 0 || wanted.height == 0 {
            return Err(Refusal::Outside);
        }
        let other =
            self.cells().into_iter().find(|(key, cell)| Some(*key) != except && grid::overlap(*cell, wanted));
        other.map_or(Ok(()), |(key, _)| Err(Refusal::Taken(key)))
    }

    /// Stores every widget where it is drawn.
    fn settle(&mut self) {
        let cells = self.cells();
        for (item, (_, cell)) in self.items.iter_mut().zip(cells) {
            item.widget.layout = cell;
        }
    }

    fn item_mut(&mut self, key: Key) -> Result<&mut Item, Refusal> {
        self.items.iter_mut().find(|item| item.key == key).ok_or(Refusal::Gone)
    }
}
