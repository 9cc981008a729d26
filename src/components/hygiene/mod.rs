//! The parts of the hygiene page. Every number leads to the alerts behind it.

pub mod definitions;
pub mod heat;
pub mod lists;
pub mod ranking;
pub mod summary;

use crate::alerts::address::query_of;
use crate::alerts::filter::{Filter, Only};
use crate::alerts::review::Review;
use crate::i18n::{fill, t};
use crate::moment;
use crate::period::use_period;
use crate::route::Page;
use crate::zone::{self, Zone};
use analysis::hygiene::Tally;
use leptos::prelude::*;

/// What the parts share.
#[derive(Clone, Copy)]
pub struct Shared {
    /// The numbers.
    pub review: Memo<Review>,
    /// The zone in which night and weekend are meant.
    pub zone: Memo<Zone>,
}

impl Shared {
    /// The address of the alerts behind a number: same period, same zone.
    pub fn behind(self, filter: &Filter) -> String {
        let (from, to) = use_period().window().words();
        let words = [("from", from), ("to", to), (zone::KEY, self.zone.get().word().to_owned())];
        let words = words.into_iter().chain(filter.words()).map(|(key, word)| (key.to_owned(), word));
        format!("{}{}", Page::Alerts, query_of(words))
    }
}

/// One of the numbers of a tally.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Column {
    /// How many opened.
    Count,
    /// For how long alerts were open.
    Open,
    /// The median time to close.
    Median,
    /// The 95th percentile of it.
    P95,
    /// How many closed by themselves at once.
    Flapping,
    /// How many nobody attended to.
    Unattended,
    /// How many opened at night.
    AtNight,
    /// How many opened on a weekend.
    OnWeekend,
}

impl Column {
    /// All of them, from left to right.
    pub const ALL: [Self; 8] = [
        Self::Count,
        Self::Open,
        Self::Median,
        Self::P95,
        Self::Flapping,
        Self::Unattended,
        Self::AtNight,
        Self::OnWeekend,
    ];

    /// The number, as machines read it; none where there is nothing to count.
    pub fn number(self, tally: &Tally) -> Option<f64> {
        match self {
            Self::Count => Some(f64::from(tally.count)),
            Self::Open => Some(tally.open_secs as f64),
            Self::Median => tally.median_secs,
            Self::P95 => tally.p95_secs,
            Self::Flapping => Some(f64::from(tally.flapping)),
            Self::Unattended => Some(f64::from(tally.unattended)),
            Self::AtNight => Some(f64::from(tally.at_night)),
            Self::OnWeekend => Some(f64::from(tally.on_weekend)),
        }
    }

    /// The number for people, and the share it is.
    pub fn text(self, tally: &Tally) -> Option<(String, Option<String>)> {
        let number = self.number(tally)?;
        // Of nothing the share goes without saying.
        let share =
            |part: u32| tally.share(part).filter(|_| part > 0).map(|share| format!("{:.0}%", share * 100.0));
        Some(match self {
            Self::Count => (number.to_string(), None),
            Self::Open | Self::Median | Self::P95 => (moment::duration(number.round() as i64), None),
            Self::Flapping => (number.to_string(), share(tally.flapping)),
            Self::Unattended => (number.to_string(), share(tally.unattended)),
            Self::AtNight => (number.to_string(), share(tally.at_night)),
            Self::OnWeekend => (number.to_string(), share(tally.on_weekend)),
        })
    }

    /// Which alerts are behind it.
    pub const fn only(self) -> Option<Only> {
        match self {
            Self::Count => Some(Only::Opened),
            Self::Open => None,
            Self::Median | Self::P95 => Some(Only::Closed),
            Self::Flapping => Some(Only::Flapping),
            Self::Unattended => Some(Only::Unattended),
            Self::AtNight => Some(Only::AtNight),
            Self::OnWeekend => Some(Only::OnWeekend),
        }
    }

    /// Its heading.
    pub fn name(self) -> &'static str {
        let texts = &t().hygiene;
        match self {
            Self::Count => texts.count,
            Self::Open => texts.open_time,
            Self::Median => texts.median,
            Self::P95 => texts.p95,
            Self::Flapping => texts.flapping,
            Self::Unattended => texts.unattended,
            Self::AtNight => texts.at_night,
            Self::OnWeekend => texts.on_weekend,
        }
    }
}

/// A number that leads to its alerts; zero and nothing lead nowhere.
#[component]
pub(crate) fn Number(shared: Shared, column: Column, tally: Tally, monitor: Option<String>) -> impl IntoView {
    let Some(number) = column.number(&tally) else {
        return view! { <span class="secondary">"–"</span> }.into_any();
    };
    let filter = Filter { monitor, only: column.only(), ..Filter::default() };
    // Long times are told in days; who compares them wants the minutes.
    let minutes = move || {
        let is_time = matches!(column, Column::Open | Column::Median | Column::P95);
        is_time.then(|| fill(t().shell.mins, &[&(number / 60.0).round()]))
    };
    let text = move || {
        column.text(&tally).map(|(text, share)| {
            let share = share.map(|share| view! { <span class="secondary">" " {share}</span> });
            view! {
                <data value=number.to_string() title=minutes>{text}</data>
                {share}
            }
        })
    };
    if number == 0.0 {
        return view! { <span class="secondary">{text}</span> }.into_any();
    }
    view! { <a href=move || shared.behind(&filter)>{text}</a> }.into_any()
}
