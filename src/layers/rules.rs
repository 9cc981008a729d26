//! Which layer an annotation belongs to. Pure: the first rule that fits decides, and without one it is something else.
//!
//! A rule looks for words, separated by commas, in title or description, in either case. A word of Latin letters has to
//! begin where a word begins, so that "sale" is not found in "wholesale"; `*` stands for any letters within a word's
//! text. A rule without words fits any text, so service and role alone can decide.

use super::{from_word, word};
use chart::Layer;
use mackerel::annotations::Annotation;
use serde_json::{Value, json};

/// Where a rule looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    /// In the title.
    Title,
    /// In the description.
    Description,
}

/// One rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// What annotations that fit are about.
    pub layer: Layer,
    /// Where to look.
    pub field: Field,
    /// What to look for, separated by commas.
    pub words: String,
    /// Only of this service; empty is any.
    pub service: String,
    /// Only of this role, or of the whole service; empty is any.
    pub role: String,
}

/// Rules for what people and their tools usually write, in English and Japanese.
pub fn defaults() -> Vec<Rule> {
    let rule = |layer, field, words: &str| Rule {
        layer,
        field,
        words: words.to_owned(),
        service: String::new(),
        role: String::new(),
    };
    vec![
        rule(
            Layer::Incident,
            Field::Title,
            "incident, outage, postmortem, degraded, 障害, インシデント, 不具合, 停止",
        ),
        rule(
            Layer::Campaign,
            Field::Title,
            "campaign, sale, promotion, キャンペーン, セール, メルマガ, 告知",
        ),
        rule(
            Layer::Deploy,
            Field::Title,
            "deploy, release, rollback, roll back, revert, hotfix, rollout, デプロイ, リリース, ロールバック, 切り戻し, 反映",
        ),
        rule(
            Layer::Deploy,
            Field::Description,
            "*/builds/, */actions/runs/, */pipelines/, */releases/, */merge_requests/, */pull/, */commit/",
        ),
    ]
}

/// The layer of an annotation.
pub fn layer_of(rules: &[Rule], annotation: &Annotation) -> Layer {
    rules.iter().find(|rule| rule.fits(annotation)).map_or(Layer::Other, |rule| rule.layer)
}

impl Rule {
    fn fits(&self, annotation: &Annotation) -> bool {
        let text = match self.field {
            Field::Title => &annotation.title,
            Field::Description => &annotation.description,
        };
        let roles = &annotation.roles;
        (self.service.is_empty() || self.service == annotation.service)
            && (self.role.is_empty() || roles.is_empty() || roles.contains(&self.role))
            && finds(&self.words, text)
    }
}

/// Rules as they are kept.
pub fn to_text(rules: &[Rule]) -> String {
    let row = |rule: &Rule| {
        json!({
            "layer": word(rule.layer),
            "in": if rule.field == Field::Title { "title" } else { "description" },
            "words": rule.words,
            "service": rule.service,
            "role": rule.role,
        })
    };
    Value::from(rules.iter().map(row).collect::<Vec<_>>()).to_string()
}

/// Reads kept rules; `None` for what are none.
pub fn from_text(text: &str) -> Option<Vec<Rule>> {
    let rows: Value = serde_json::from_str(text).ok()?;
    let row = |row: &Value| {
        let text = |key: &str| row.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
        let field = if text("in") == "description" { Field::Description } else { Field::Title };
        let (words, service, role) = (text("words"), text("service"), text("role"));
        Some(Rule { layer: from_word(&text("layer"))?, field, words, service, role })
    };
    rows.as_array()?.iter().map(row).collect()
}

fn finds(words: &str, text: &str) -> bool {
    let text = text.to_lowercase();
    let words = words.to_lowercase();
    let mut words = words.split([',', '、', '，']).map(str::trim).filter(|word| !word.is_empty()).peekable();
    words.peek().is_none() || words.any(|word| occurs(word, &text))
}

/// Whether a word with stars occurs, at the beginning of a word if it begins with a Latin letter or a digit.
fn occurs(word: &str, text: &str) -> bool {
    let mut parts = word.split('*');
    let first = parts.next().unwrap_or_default();
    let rest: Vec<&str> = parts.collect();
    let is_latin = first.starts_with(|c: char| c.is_ascii_alphanumeric());
    let starts = text.match_indices(first).map(|(at, _)| at).filter(|&at| {
        !is_latin || !text[..at].chars().next_back().is_some_and(|before| before.is_ascii_alphanumeric())
    });
    starts.map(|at| &text[at + first.len()..]).any(|after| follow(&rest, after))
}

/// Whether the parts come in this order.
fn follow(parts: &[&str], mut text: &str) -> bool {
    parts.iter().all(|part| match text.find(part) {
        Some(at) => {
            text = &text[at + part.len()..];
            true
        }
        None => false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn annotation(title: &str, description: &str, service: &str, roles: &[&str]) -> Annotation {
        Annotation {
            id: String::new(),
            title: title.to_owned(),
            description: description.to_owned(),
            from: 0,
            to: 0,
            service: service.to_owned(),
            roles: roles.iter().map(|&role| role.to_owned()).collect(),
        }
    }

    #[test]
    fn the_default_rules_know_both_languages() {
        let cases = [
            ("Release 2.14", "", Layer::Deploy),
            ("rollback of 2.14", "", Layer::Deploy),
            ("shop 2026.11.5 検索の表示順を調整", "https://ci.example.net/shop/builds/12", Layer::Deploy),
            ("Rolled out v3", "see https://git.example.net/a/b/pull/12", Layer::Deploy),
            ("夏のキャンペーン", "", Layer::Campaign),
            ("Summer sale", "", Layer::Campaign),
            ("Wholesale prices", "", Layer::Other),
            ("Incident: db", "", Layer::Incident),
            ("障害対応リリース", "", Layer::Incident),
            ("Backups now begin at 03:00", "https://wiki.example.net/changes/311", Layer::Other),
            ("", "", Layer::Other),
        ];
        for (title, description, expected) in cases {
            let found = layer_of(&defaults(), &annotation(title, description, "shop", &[]));
            assert_eq!(found, expected, "{title}");
        }
    }

    #[test]
    fn a_rule_may_ask_for_service_and_role() {
        let rule = |words: &str, service: &str, role: &str| Rule {
            layer: Layer::Campaign,
            field: Field::Title,
            words: words.to_owned(),
            service: service.to_owned(),
            role: role.to_owned(),
        };
        let cases = [
            (rule("", "shop", ""), annotation("x", "", "shop", &["db"]), true),
            (rule("", "shop", ""), annotation("x", "", "api", &[]), false),
            (rule("", "shop", "web"), annotation("x", "", "shop", &["db"]), false),
            (rule("", "shop", "web"), annotation("x", "", "shop", &["db", "web"]), true),
            (rule("", "shop", "web"), annotation("x", "", "shop", &[]), true),
            (rule("v*rc", "", ""), annotation("Build V2-rc1", "", "shop", &[]), true),
            (rule("v*rc", "", ""), annotation("Build v2", "", "shop", &[]), false),
            (rule("*-rc, beta", "", ""), annotation("2-rc", "", "shop", &[]), true),
        ];
        for (rule, annotation, expected) in cases {
            assert_eq!(rule.fits(&annotation), expected, "{rule:?} {annotation:?}");
        }
    }

    #[test]
    fn kept_rules_are_read_again_and_others_are_refused() {
        assert_eq!(from_text(&to_text(&defaults())), Some(defaults()));
        for text in ["", "{}", "[{\"layer\":\"nonsense\"}]", "[1]"] {
            assert_eq!(from_text(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_words_and_any_text_have_an_answer(words in "\\PC{0,20}", text in "\\PC{0,30}") {
            let _ = finds(&words, &text);
            prop_assert!(finds("", &text));
        }
    }
}
