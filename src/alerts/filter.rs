//! Which alerts are listed, as the words of the address: `status`, `service`, `role`, `monitor`, `host`, `q`, `only`,
//! `slot`. Pure.
//!
//! * Nothing said lists everything that was open at some moment of the period.
//! * A word that is none of ours is as if it were not there.
//! * `only` and `slot` lead from a number of the hygiene page to the alerts behind it: they ask the same function.

use super::about::About;
use analysis::hygiene::{self, Mark};
use mackerel::alerts::{Alert, AlertStatus};

/// How an alert stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Open, however bad.
    Open,
    /// Open and critical.
    Critical,
    /// Open and a warning.
    Warning,
    /// Open and unknown.
    Unknown,
    /// Closed.
    Closed,
}

impl Standing {
    /// All of them, as they are offered.
    pub const ALL: [Self; 5] = [Self::Open, Self::Critical, Self::Warning, Self::Unknown, Self::Closed];

    /// The word of the address.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Critical => "critical",
            Self::Warning => "warning",
            Self::Unknown => "unknown",
            Self::Closed => "closed",
        }
    }

    const fn holds(self, status: AlertStatus) -> bool {
        match self {
            Self::Open => !matches!(status, AlertStatus::Ok),
            Self::Critical => matches!(status, AlertStatus::Critical),
            Self::Warning => matches!(status, AlertStatus::Warning),
            Self::Unknown => matches!(status, AlertStatus::Unknown),
            Self::Closed => matches!(status, AlertStatus::Ok),
        }
    }
}

/// The alerts behind one number of the hygiene page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Only {
    /// Opened in the period.
    Opened,
    /// Of these, the closed ones.
    Closed,
    /// Of these, those that closed by themselves at once.
    Flapping,
    /// Of those that opened, the ones with neither memo nor reason.
    Unattended,
    /// Of those that opened, the ones at night.
    AtNight,
    /// Of those that opened, the ones on a weekend.
    OnWeekend,
    /// Open for long, whatever the period.
    LongOpen,
}

impl Only {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::Opened,
        Self::Closed,
        Self::Flapping,
        Self::Unattended,
        Self::AtNight,
        Self::OnWeekend,
        Self::LongOpen,
    ];

    /// The word of the address.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Opened => "opened",
            Self::Closed => "closed",
            Self::Flapping => "flapping",
            Self::Unattended => "unattended",
            Self::AtNight => "night",
            Self::OnWeekend => "weekend",
            Self::LongOpen => "long-open",
        }
    }

    fn holds(self, mark: &Mark, is_long_open: bool) -> bool {
        match self {
            Self::Opened => mark.is_counted,
            Self::Closed => mark.close_secs.is_some(),
            Self::Flapping => mark.is_flapping,
            Self::Unattended => mark.is_unattended,
            Self::AtNight => mark.at_night,
            Self::OnWeekend => mark.on_weekend,
            Self::LongOpen => is_long_open,
        }
    }
}

/// One hour of the week: weekday from 0 for Monday, and hour.
pub type Slot = (usize, usize);

/// What is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Filter {
    /// How it stands.
    pub status: Option<Standing>,
    /// The service it belongs to.
    pub service: Option<String>,
    /// The role, as `service:role`.
    pub role: Option<String>,
    /// The monitor or check, by id.
    pub monitor: Option<String>,
    /// The host, by id.
    pub host: Option<String>,
    /// Words that all must occur.
    pub text: String,
    /// A number of the hygiene page.
    pub only: Option<Only>,
    /// An hour of the week in which it opened.
    pub slot: Option<Slot>,
}

impl Filter {
    /// The words of the address that belong to it.
    pub const KEYS: [&str; 8] = ["status", "service", "role", "monitor", "host", "q", "only", "slot"];

    /// Reads the address.
    pub fn read(word: impl Fn(&str) -> Option<String>) -> Self {
        let word = |key: &str| word(key).filter(|word| !word.is_empty());
        Self {
            status: word("status")
                .and_then(|word| Standing::ALL.into_iter().find(|standing| standing.word() == word)),
            service: word("service"),
            role: word("role"),
            monitor: word("monitor"),
            host: word("host"),
            text: word("q").unwrap_or_default(),
            only: word("only").and_then(|word| Only::ALL.into_iter().find(|only| only.word() == word)),
            slot: word("slot").and_then(|word| slot(&word)),
        }
    }

    /// The words of the address that say the same, in the order of [`Self::KEYS`].
    pub fn words(&self) -> Vec<(&'static str, String)> {
        let words = [
            self.status.map(|standing| standing.word().to_owned()),
            self.service.clone(),
            self.role.clone(),
            self.monitor.clone(),
            self.host.clone(),
            Some(self.text.clone()).filter(|text| !text.is_empty()),
            self.only.map(|only| only.word().to_owned()),
            self.slot.map(|(weekday, hour)| format!("{weekday}-{hour}")),
        ];
        Self::KEYS.into_iter().zip(words).filter_map(|(key, word)| Some((key, word?))).collect()
    }

    /// Whether open alerts are all that can match.
    pub fn is_open_only(&self) -> bool {
        self.only == Some(Only::LongOpen)
            || self.status.is_some_and(|standing| standing != Standing::Closed) && self.only.is_none()
    }

    /// Whether the local time of an alert matters.
    pub fn needs_local_time(&self) -> bool {
        self.slot.is_some() || matches!(self.only, Some(Only::AtNight | Only::OnWeekend))
    }

    /// Whether an alert is listed.
    pub fn shows(&self, alert: &Alert, about: &About, mark: &Mark, is_long_open: bool) -> bool {
        let in_period = match (self.only, self.slot) {
            (Some(only), slot) => {
                only.holds(mark, is_long_open) && slot.is_none_or(|slot| slot == (mark.weekday, mark.hour))
            }
            (None, Some(slot)) => mark.is_counted && slot == (mark.weekday, mark.hour),
            (None, None) => mark.was_open,
        };
        in_period
            && self.status.is_none_or(|standing| standing.holds(alert.status))
            && self.monitor.as_ref().is_none_or(|id| *id == alert.monitor_id)
            && self.host.as_ref().is_none_or(|id| alert.host_id.as_ref() == Some(id))
            && self.service.as_ref().is_none_or(|service| about.services.contains(service))
            && self.role.as_ref().is_none_or(|role| about.roles.contains(role))
            && self.has_words(alert, about)
    }

    fn has_words(&self, alert: &Alert, about: &About) -> bool {
        if self.text.trim().is_empty() {
            return true;
        }
        let own =
            [Some(alert.memo.as_str()), alert.message.as_deref(), alert.reason.as_deref(), Some(&alert.id)];
        let texts = [about.title.as_str(), about.place.as_deref().unwrap_or_default()];
        let roles = about.roles.iter().chain(&about.services).map(String::as_str);
        crate::filter::matches(&self.text, own.into_iter().flatten().chain(texts).chain(roles))
    }
}

/// An alert as the hygiene counts it.
pub fn counted(alert: &Alert) -> hygiene::Alert<'_> {
    hygiene::Alert {
        monitor: &alert.monitor_id,
        kind: &alert.kind,
        opened_at: alert.opened_at,
        closed_at: alert.closed_at,
        has_memo: !alert.memo.trim().is_empty(),
        has_reason: alert.reason.as_ref().is_some_and(|reason| !reason.trim().is_empty()),
    }
}

fn slot(word: &str) -> Option<Slot> {
    let (weekday, hour) = word.split_once('-')?;
    let slot: Slot = (weekday.parse().ok()?, hour.parse().ok()?);
    (slot.0 < 7 && slot.1 < 24).then_some(slot)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;
    use series::TimeRange;
    use std::collections::BTreeMap;

    fn read(words: &[(&str, &str)]) -> Filter {
        let words: BTreeMap<&str, &str> = words.iter().copied().collect();
        Filter::read(|key| words.get(key).map(|word| (*word).to_owned()))
    }

    #[test]
    fn the_words_of_the_address_survive() {
        let all = [
            ("status", "critical"),
            ("service", "shop"),
            ("role", "shop:web"),
            ("monitor", "m 1"),
            ("host", "h1"),
            ("q", "受注 db"),
            ("only", "night"),
            ("slot", "6-23"),
        ];
        let filter = read(&all);
        let words = filter.words();
        assert_eq!(words.iter().map(|(key, word)| (*key, word.as_str())).collect::<Vec<_>>(), all);
        for bad in [
            ("status", "red"),
            ("only", "noise"),
            ("slot", "7-0"),
            ("slot", "1-24"),
            ("slot", "x"),
            ("q", ""),
        ] {
            assert_eq!(read(&[bad]), Filter::default(), "{bad:?}");
        }
    }

    #[test]
    fn what_is_listed_fits_every_word() {
        // Opened on a Sunday at 03:00, closed after two minutes.
        const SUNDAY: i64 = 3 * 86_400 + 3 * 3_600;
        let about = About {
            title: "Backup iowait".to_owned(),
            place: Some("db-01".to_owned()),
            services: vec!["shop".to_owned()],
            roles: vec!["shop:db".to_owned()],
        };
        let alert: Alert = serde_json::from_value(json!({
            "id": "a1", "status": "OK", "monitorId": "m1", "type": "host", "hostId": "h1", "memo": "",
            "openedAt": SUNDAY, "closedAt": SUNDAY + 120,
        }))
        .unwrap();
        let now = SUNDAY + 30 * 86_400;
        let week = TimeRange::new(0, 7 * 86_400);
        let cases: [(&[(&str, &str)], bool); 18] = [
            (&[], true),
            (&[("status", "closed")], true),
            (&[("status", "open")], false),
            (&[("status", "critical")], false),
            (&[("service", "shop")], true),
            (&[("service", "api")], false),
            (&[("role", "shop:db")], true),
            (&[("role", "shop:web")], false),
            (&[("monitor", "m1"), ("host", "h1")], true),
            (&[("monitor", "m2")], false),
            (&[("host", "h2")], false),
            (&[("q", "backup DB-01 shop:db")], true),
            (&[("q", "backup web")], false),
            (&[("only", "flapping"), ("slot", "6-3")], true),
            (&[("only", "unattended")], true),
            (&[("only", "weekend"), ("slot", "6-4")], false),
            (&[("slot", "6-3")], true),
            (&[("only", "long-open")], false),
        ];
        for (words, expected) in cases {
            let mark = hygiene::mark(&counted(&alert), week, now, 0);
            assert_eq!(read(words).shows(&alert, &about, &mark, false), expected, "{words:?}");
        }
        let later = TimeRange::new(SUNDAY + 60, SUNDAY + 600);
        for (words, expected) in
            [(&[][..], true), (&[("only", "opened")], false), (&[("slot", "6-3")], false)]
        {
            let mark = hygiene::mark(&counted(&alert), later, now, 0);
            assert_eq!(read(words).shows(&alert, &about, &mark, false), expected, "later: {words:?}");
        }
    }
}
