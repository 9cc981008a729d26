//! The alerts read so far, the newest first, without a hole from now back to where the walk has come. Pure.
//!
//! * Nothing read knows nothing and reaches nowhere; a list that ended reaches to the beginning of time.
//! * An alert read again replaces what was known of it.
//! * A page that does not fit (another organization, a list that was emptied) makes it begin anew.
//! * What is kept for another day ends where a page ended, so that the walk can go on from there.

use mackerel::alerts::{Alert, AlertPage, AlertStatus};
use serde::{Deserialize, Serialize};
use series::Time;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// An alert that appears so much below the newest known one was there before: what is known is of another list.
const LATE_SECS: i64 = 3_600;

/// An alert's place: by opening, the newest first, then by id.
type Place = (Reverse<Time>, String);

/// The end of a page: the last alert above it, and how the server is asked for what follows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct PageEnd {
    opened_at: Time,
    id: String,
    next_id: String,
}

/// What is known.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Known {
    alerts: BTreeMap<Place, Arc<Alert>>,
    ends: Vec<PageEnd>,
    is_whole: bool,
}

/// What is kept for another day.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Kept {
    alerts: Vec<Alert>,
    ends: Vec<PageEnd>,
    is_whole: bool,
}

/// What a page of the newest alerts had to do with what was known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fit {
    /// It reaches what was known: nothing is missing in between.
    Joined,
    /// All of it is newer; the page after it may reach what is known.
    Above,
    /// It is of another list.
    Strange,
}

impl Known {
    /// All of it, the newest first.
    pub fn list(&self) -> Vec<Arc<Alert>> {
        self.alerts.values().map(Arc::clone).collect()
    }

    /// How many.
    pub fn len(&self) -> usize {
        self.alerts.len()
    }

    /// Whether nothing was read yet.
    pub fn is_empty(&self) -> bool {
        self.alerts.is_empty() && !self.is_whole
    }

    /// Back to when everything is known; `None` when nothing is.
    pub fn reaches(&self) -> Option<Time> {
        if self.is_whole {
            return Some(Time::MIN);
        }
        // Of the last moment itself there may be more on the next page.
        self.alerts.last_key_value().map(|((opened_at, _), _)| opened_at.0 + 1)
    }

    /// How the server is asked for what follows; `None` when nothing does, or nothing was read.
    pub fn next_id(&self) -> Option<&str> {
        self.ends.last().map(|end| end.next_id.as_str()).filter(|_| !self.is_whole)
    }

    /// Takes the page that follows.
    pub fn append(&mut self, page: AlertPage) {
        let last = page.alerts.last().map(|alert| (alert.opened_at, alert.id.clone()));
        for alert in page.alerts {
            self.put(alert);
        }
        match (page.next_id.filter(|next_id| !next_id.is_empty()), last) {
            (Some(next_id), Some((opened_at, id))) => self.ends.push(PageEnd { opened_at, id, next_id }),
            _ => self.is_whole = true,
        }
    }

    /// How a page of the newest alerts, or the one after it, fits what is known.
    pub fn fit(&self, page: &AlertPage) -> Fit {
        let newest = self.alerts.first_key_value().map(|((opened_at, _), _)| opened_at.0);
        let is_known = |alert: &&Alert| self.alerts.contains_key(&place(alert));
        let too_late = |alert: &Alert| newest.is_some_and(|newest| alert.opened_at < newest - LATE_SECS);
        if page.alerts.iter().any(|alert| too_late(alert) && !is_known(&alert)) {
            return Fit::Strange;
        }
        match (page.alerts.iter().find(is_known), &page.next_id) {
            (Some(_), _) => Fit::Joined,
            (None, Some(_)) => Fit::Above,
            // The list ends without anything of what is known.
            (None, None) if self.alerts.is_empty() => Fit::Joined,
            (None, None) => Fit::Strange,
        }
    }

    /// Takes an alert as it is now.
    pub fn put(&mut self, alert: Alert) {
        let place = place(&alert);
        if self.alerts.get(&place).is_none_or(|known| **known != alert) {
            self.alerts.insert(place, Arc::new(alert));
        }
    }

    /// Takes an alert as it is now, if it is known.
    pub fn renew(&mut self, alert: Alert) {
        if let Some(known) = self.alerts.get_mut(&place(&alert))
            && **known != alert
        {
            *known = Arc::new(alert);
        }
    }

    /// Those that were open when they were read but are not among the open ones now.
    pub fn closed_since(&self, open: &[Alert]) -> Vec<String> {
        let open: BTreeSet<&str> = open.iter().map(|alert| alert.id.as_str()).collect();
        let were_open = self.alerts.values().filter(|alert| alert.status != AlertStatus::Ok);
        were_open.filter(|alert| !open.contains(alert.id.as_str())).map(|alert| alert.id.clone()).collect()
    }

    /// The newest `most` alerts at most, ending where a page ended; `None` when not even one page fits.
    pub fn keep(&self, most: usize) -> Option<Kept> {
        let alerts = || self.alerts.values().map(|alert| Alert::clone(alert));
        if self.is_whole && self.alerts.len() <= most {
            return Some(Kept { alerts: alerts().collect(), ends: Vec::new(), is_whole: true });
        }
        let count = |end: &PageEnd| {
            self.alerts.range(..=(Reverse(end.opened_at), end.id.clone())).take(most + 1).count()
        };
        let end = self.ends.iter().rposition(|end| count(end) <= most)?;
        let (last, count) = (&self.ends[end], count(&self.ends[end]));
        Some(Kept { alerts: alerts().take(count).collect(), ends: vec![last.clone()], is_whole: false })
    }
}

impl From<Kept> for Known {
    fn from(kept: Kept) -> Self {
        let mut known = Self { ends: kept.ends, is_whole: kept.is_whole, ..Self::default() };
        kept.alerts.into_iter().for_each(|alert| known.put(alert));
        known
    }
}

fn place(alert: &Alert) -> Place {
    (Reverse(alert.opened_at), alert.id.clone())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn alert(opened_at: Time, closed_at: Option<Time>) -> Alert {
        serde_json::from_value(json!({
            "id": format!("a{opened_at}"), "status": if closed_at.is_some() { "OK" } else { "WARNING" },
            "monitorId": "m", "type": "host", "openedAt": opened_at, "closedAt": closed_at,
        }))
        .expect("an alert")
    }

    fn page(times: &[Time], next_id: Option<&str>) -> AlertPage {
        let alerts = times.iter().map(|&time| alert(time, Some(time + 60))).collect();
        AlertPage { alerts, next_id: next_id.map(str::to_owned) }
    }

    fn walked(pages: &[(&[Time], Option<&str>)]) -> Known {
        let mut known = Known::default();
        for (times, next_id) in pages {
            known.append(page(times, *next_id));
        }
        known
    }

    #[test]
    fn a_walk_reaches_back_to_its_last_page_or_to_the_beginning() {
        let cases = [
            (walked(&[]), None, None, 0),
            (walked(&[(&[], None)]), Some(Time::MIN), None, 0),
            (walked(&[(&[90, 80], Some("x"))]), Some(81), Some("x"), 2),
            (walked(&[(&[90, 80], Some("x")), (&[80, 70], Some("y"))]), Some(71), Some("y"), 3),
            (walked(&[(&[90, 80], Some("x")), (&[70], None)]), Some(Time::MIN), None, 3),
            (walked(&[(&[90], Some(""))]), Some(Time::MIN), None, 1),
        ];
        for (known, reaches, next_id, len) in cases {
            assert_eq!((known.reaches(), known.next_id(), known.len()), (reaches, next_id, len), "{known:?}");
        }
    }

    #[test]
    fn newer_pages_join_or_are_of_another_list() {
        let known = walked(&[(&[9_000, 8_000], Some("x"))]);
        let cases = [
            (page(&[9_500, 9_000], Some("y")), Fit::Joined),
            (page(&[9_700, 9_500], Some("y")), Fit::Above),
            (page(&[9_700, 9_500], None), Fit::Strange),
            (page(&[9_700, 5_000], Some("y")), Fit::Strange),
            // Opened a little late, but the rest is known.
            (page(&[9_000, 8_500, 8_000], Some("y")), Fit::Joined),
            (page(&[], None), Fit::Strange),
        ];
        for (page, expected) in cases {
            assert_eq!(known.fit(&page), expected, "{page:?}");
        }
        assert_eq!(Known::default().fit(&page(&[], None)), Fit::Joined);
    }

    #[test]
    fn what_is_kept_ends_with_a_page_and_goes_on_from_there() {
        let two = walked(&[(&[90, 80], Some("x")), (&[70, 60], Some("y"))]);
        let whole = walked(&[(&[90, 80], Some("x")), (&[70], None)]);
        let cases = [
            (&two, 1, None),
            (&two, 2, Some((2, Some("x")))),
            (&two, 3, Some((2, Some("x")))),
            (&two, 4, Some((4, Some("y")))),
            (&whole, 2, Some((2, Some("x")))),
            (&whole, 3, Some((3, None))),
        ];
        for (known, most, expected) in cases {
            let kept = known.keep(most).map(Known::from);
            let found = kept.as_ref().map(|kept| (kept.len(), kept.next_id()));
            assert_eq!(found, expected, "{most} of {known:?}");
        }
    }

    #[test]
    fn an_alert_read_again_replaces_what_was_known() {
        let mut known = walked(&[(&[90], None)]);
        known.put(alert(100, None));
        assert_eq!(known.closed_since(&[alert(100, None)]), Vec::<String>::new());
        assert_eq!(known.closed_since(&[]), ["a100"]);
        known.put(alert(100, Some(110)));
        assert_eq!(known.closed_since(&[]), Vec::<String>::new());
        assert_eq!(known.list().iter().map(|alert| alert.opened_at).collect::<Vec<_>>(), [100, 90]);
    }
}
