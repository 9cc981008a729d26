//! What annotations are about, by rules that this browser keeps, and which of them are shown: that is in the URL.
//!
//! Without `layers` in the URL all are shown, with `layers=none` none; words that are no layer are left out.

pub mod rules;

use crate::components::filter_field::use_query_text;
use crate::i18n::t;
use crate::storage;
use chart::Layer;
use leptos::prelude::*;
use mackerel::annotations::Annotation;
use rules::{Rule, defaults, layer_of};

/// Every layer, in the order in which they are listed.
pub const ALL: [Layer; 4] = [Layer::Deploy, Layer::Incident, Layer::Campaign, Layer::Other];

const STORAGE_KEY: &str = "battera.layers";
const NONE: &str = "none";

/// Rules and toggles.
#[derive(Clone, Copy)]
pub struct Layers {
    rules: RwSignal<Vec<Rule>>,
    shown: Memo<Vec<Layer>>,
    show: StoredValue<Box<dyn Fn(String)>, LocalStorage>,
}

impl Layers {
    /// What an annotation is about; follows the rules.
    pub fn of(self, annotation: &Annotation) -> Layer {
        self.rules.with(|rules| layer_of(rules, annotation))
    }

    /// Whether a layer is shown; follows the URL.
    pub fn shows(self, layer: Layer) -> bool {
        self.shown.with(|shown| shown.contains(&layer))
    }

    /// How many layers are shown.
    pub fn count(self) -> usize {
        self.shown.with(Vec::len)
    }

    /// Shows or hides a layer.
    pub fn toggle(self, layer: Layer) {
        let mut shown = self.shown.get_untracked();
        if let Some(at) = shown.iter().position(|one| *one == layer) {
            shown.remove(at);
        } else {
            shown.push(layer);
        }
        self.show.with_value(|show| show(words(&shown)));
    }

    /// Those of a list that are shown.
    pub fn visible(self, list: &[Annotation]) -> Vec<Annotation> {
        list.iter().filter(|one| self.shows(self.of(one))).cloned().collect()
    }

    /// The rules, in the order in which they are tried.
    pub fn rules(self) -> Vec<Rule> {
        self.rules.get()
    }

    /// The same, without following them.
    pub fn rules_untracked(self) -> Vec<Rule> {
        self.rules.get_untracked()
    }

    /// Shows every layer.
    pub fn show_all(self) {
        self.show.with_value(|show| show(String::new()));
    }

    /// Other rules, kept in this browser.
    pub fn set_rules(self, rules: Vec<Rule>) {
        let text = if rules == defaults() { String::new() } else { rules::to_text(&rules) };
        storage::set(STORAGE_KEY, &text);
        self.rules.set(rules);
    }
}

/// Provides the layers to everything below the router.
pub(crate) fn provide() {
    let kept = storage::get(STORAGE_KEY).and_then(|text| rules::from_text(&text));
    let (text, set_text) = use_query_text("layers");
    let shown = Memo::new(move |_| text.with(|text| shown(text)));
    provide_context(Layers {
        rules: RwSignal::new(kept.unwrap_or_else(defaults)),
        shown,
        show: StoredValue::new_local(Box::new(set_text)),
    });
}

/// The layers provided by the shell.
pub fn use_layers() -> Layers {
    expect_context()
}

/// The word of a layer, in the URL, in styles and in kept rules.
pub const fn word(layer: Layer) -> &'static str {
    match layer {
        Layer::Deploy => "deploy",
        Layer::Incident => "incident",
        Layer::Campaign => "campaign",
        Layer::Other => "other",
    }
}

/// The layer of a word.
pub fn from_word(text: &str) -> Option<Layer> {
    ALL.into_iter().find(|layer| word(*layer) == text)
}

/// What people call a layer; follows the language.
pub fn name(layer: Layer) -> &'static str {
    let texts = &t().annotations;
    match layer {
        Layer::Deploy => texts.deploys,
        Layer::Incident => texts.incidents,
        Layer::Campaign => texts.campaigns,
        Layer::Other => texts.others,
    }
}

fn shown(text: &str) -> Vec<Layer> {
    if text.is_empty() { ALL.to_vec() } else { text.split(',').filter_map(from_word).collect() }
}

fn words(shown: &[Layer]) -> String {
    let listed: Vec<&str> = ALL.into_iter().filter(|layer| shown.contains(layer)).map(word).collect();
    match listed.len() {
        0 => NONE.to_owned(),
        count if count == ALL.len() => String::new(),
        _ => listed.join(","),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn toggles_survive_the_address() {
        for bits in 0..16_u32 {
            let some: Vec<Layer> =
                (0..4).filter(|at| bits & (1 << at) != 0).map(|at| ALL[at as usize]).collect();
            assert_eq!(shown(&words(&some)), some);
        }
        let cases = [("", 4), ("none", 0), ("deploy,nonsense", 1), ("other,deploy", 2)];
        for (text, count) in cases {
            assert_eq!(shown(text).len(), count, "{text}");
        }
    }
}
