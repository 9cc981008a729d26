//! What two people did to one dashboard, brought together: the state both began with, ours, and theirs.
//!
//! * What only one side changed is taken from that side; what both made alike is no conflict.
//! * A title, a place and a content are parts of their own: one may move what the other renames.
//! * What both changed differently is a [`Conflict`]; `choose` decides each. So is a widget that one removed and the
//!   other changed.
//! * Widgets have no ids in the API. Theirs are recognised by being equal, then by title and content, then by place
//!   and type, then by title and type; what is not recognised was removed or added.
//! * Where both put widgets on the same cells, the grid moves the later one down.

use crate::draft::{Draft, Edit};
use mackerel::dashboards::{Content, Dashboard, Known, Widget};
use std::mem::discriminant;

/// One of the two who saved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// The draft here.
    Ours,
    /// What is stored now.
    Theirs,
}

/// What both changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The dashboard's title.
    Title,
    /// The dashboard's memo.
    Memo,
    /// The dashboard's path.
    UrlPath,
    /// A widget's title.
    WidgetTitle,
    /// A widget's place.
    WidgetPlace,
    /// What a widget shows.
    WidgetContent,
    /// Whether a widget is there at all: one side removed it, the other changed it.
    WidgetRemoved,
}

/// A part that both sides changed, each in its own way.
#[derive(Debug, Clone, PartialEq)]
pub struct Conflict {
    /// What it is about.
    pub part: Part,
    /// The index of the widget in the common state, where it is about one.
    pub widget: Option<usize>,
    /// The widget's title there, or what the text was.
    pub name: String,
}

/// The merged draft, ready to be stored, and what `choose` had to decide.
#[derive(Debug, Clone, PartialEq)]
pub struct Merged {
    /// Theirs with our changes. Its base is theirs, so that storing it is no conflict any more.
    pub draft: Draft,
    /// Every part that both changed, in order.
    pub conflicts: Vec<Conflict>,
}

/// Merges. `ours` must be a draft of `base`.
pub fn merge(
    base: &Dashboard,
    ours: &Draft,
    theirs: &Dashboard,
    choose: impl Fn(&Conflict) -> Side,
) -> Merged {
    let mut merging = Merging { choose, conflicts: Vec::new() };
    let ours_head = ours.head();
    let mut text = |part, base: &String, ours: &String, theirs: &String| {
        merging.part(part, None, base, base, ours, theirs)
    };
    let title = text(Part::Title, &base.title, &ours_head.title, &theirs.title);
    let memo = text(Part::Memo, &base.memo, &ours_head.memo, &theirs.memo);
    let url_path = text(Part::UrlPath, &base.url_path, &ours_head.url_path, &theirs.url_path);
    let widgets = merging.widgets(base, ours, theirs);
    let whole = Dashboard { title, memo, url_path, widgets, ..theirs.clone() };
    // A replacement is never refused.
    let draft = Draft::new(theirs);
    let draft = draft.apply(Edit::Replace(whole)).unwrap_or(draft);
    Merged { draft, conflicts: merging.conflicts }
}

struct Merging<F> {
    choose: F,
    conflicts: Vec<Conflict>,
}

impl<F: Fn(&Conflict) -> Side> Merging<F> {
    fn part<T: Clone + PartialEq>(
        &mut self,
        part: Part,
        widget: Option<usize>,
        name: &str,
        base: &T,
        ours: &T,
        theirs: &T,
    ) -> T {
        if ours == theirs || theirs == base {
            return ours.clone();
        }
        if ours == base {
            return theirs.clone();
        }
        match self.decide(part, widget, name) {
            Side::Ours => ours.clone(),
            Side::Theirs => theirs.clone(),
        }
    }

    fn decide(&mut self, part: Part, widget: Option<usize>, name: &str) -> Side {
        let conflict = Conflict { part, widget, name: name.to_owned() };
        let side = (self.choose)(&conflict);
        self.conflicts.push(conflict);
        side
    }

    /// Those of the common state in its order, then those they added, then those we added.
    fn widgets(&mut self, base: &Dashboard, ours: &Draft, theirs: &Dashboard) -> Vec<Widget> {
        let partners = recognise(&base.widgets, &theirs.widgets);
        let mut widgets = Vec::new();
        for (index, before) in base.widgets.iter().enumerate() {
            let our = ours.item(index as u32).map(|item| &item.widget);
            let their = partners[index].map(|at| &theirs.widgets[at]);
            widgets.extend(self.widget(index, before, our, their));
        }
        let is_known = |at: &usize| partners.contains(&Some(*at));
        let added = (0..theirs.widgets.len()).filter(|at| !is_known(at));
        widgets.extend(added.map(|at| theirs.widgets[at].clone()));
        let is_new = |key: u32| key as usize >= base.widgets.len();
        widgets.extend(ours.items().iter().filter(|item| is_new(item.key)).map(|item| item.widget.clone()));
        widgets
    }

    fn widget(
        &mut self,
        index: usize,
        base: &Widget,
        ours: Option<&Widget>,
        theirs: Option<&Widget>,
    ) -> Option<Widget> {
        let name = base.title.as_str();
        match (ours, theirs) {
            (None, None) => None,
            (None, Some(left)) | (Some(left), None) if left == base => None,
            (None, Some(_)) => match self.decide(Part::WidgetRemoved, Some(index), name) {
                Side::Ours => None,
                Side::Theirs => theirs.cloned(),
            },
            (Some(_), None) => match self.decide(Part::WidgetRemoved, Some(index), name) {
                Side::Ours => ours.cloned(),
                Side::Theirs => None,
            },
            (Some(ours), Some(theirs)) => {
                let at = Some(index);
                let title = self.part(Part::WidgetTitle, at, name, &base.title, &ours.title, &theirs.title);
                let layout =
                    self.part(Part::WidgetPlace, at, name, &base.layout, &ours.layout, &theirs.layout);
                let content =
                    self.part(Part::WidgetContent, at, name, &base.content, &ours.content, &theirs.content);
                // What nobody knows of it is theirs: it is the newer one.
                Some(Widget { title, layout, content, stored: theirs.stored.clone() })
            }
        }
    }
}

/// For each widget of `base`, the index of the one in `theirs` that it became.
fn recognise(base: &[Widget], theirs: &[Widget]) -> Vec<Option<usize>> {
    type Same = fn(&Widget, &Widget) -> bool;
    const RULES: [Same; 4] = [
        |a, b| a == b,
        |a, b| a.title == b.title && a.content == b.content,
        |a, b| a.layout == b.layout && same_type(a, b),
        |a, b| !a.title.is_empty() && a.title == b.title && same_type(a, b),
    ];
    let mut partners = vec![None; base.len()];
    let mut is_taken = vec![false; theirs.len()];
    for same in RULES {
        for (widget, partner) in base.iter().zip(&mut partners).filter(|(_, partner)| partner.is_none()) {
            let found = (0..theirs.len()).find(|&at| !is_taken[at] && same(widget, &theirs[at]));
            if let Some(at) = found {
                is_taken[at] = true;
                *partner = Some(at);
            }
        }
    }
    partners
}

fn same_type(a: &Widget, b: &Widget) -> bool {
    match (&a.content, &b.content) {
        (Content::Known(a), Content::Known(b)) => discriminant::<Known>(a) == discriminant(b),
        (Content::Other(a), Content::Other(b)) => a.get("type") == b.get("type"),
        _ => false,
    }
}
