//! Alert hygiene: numbers known by hand, and a recount of every second and every hour.

use analysis::hygiene::{Alert, LONG_SECS, Monitor, Mute, Order, Report, Tally, hygiene, mark, unwatched};
use proptest::prelude::*;
use series::{Time, TimeRange};

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;
/// Monday, 5 January 2026, 00:00 UTC.
const MONDAY: Time = 1_767_571_200;
const JST: i64 = 9 * HOUR;

fn week() -> TimeRange {
    TimeRange::new(MONDAY, MONDAY + 7 * DAY - 1)
}

fn alert(monitor: &str, opened_at: Time, secs: impl Into<Option<i64>>) -> Alert<'_> {
    let closed_at = secs.into().map(|secs| opened_at + secs);
    Alert { monitor, kind: "host", opened_at, closed_at, has_memo: false, has_reason: false }
}

fn ids<'a>(report: &Report<'a>) -> Vec<&'a str> {
    report.rows.iter().map(|row| row.monitor).collect()
}

#[test]
fn a_month_of_one_noisy_monitor_is_told_by_its_numbers() {
    // Eighty alerts of three minutes each, between 03:00 and 05:00 local time; two real ones.
    let noisy = |place: i64| alert("noisy", MONDAY - JST + place % 7 * DAY + 3 * HOUR + place / 7 * 600, 180);
    let mut alerts: Vec<Alert> = (0..80).map(noisy).collect();
    let real = Alert { has_memo: true, ..alert("disk", MONDAY + 2 * HOUR, 4 * HOUR) };
    alerts.push(real);
    alerts.push(Alert { has_reason: true, ..alert("disk", MONDAY + 3 * DAY + 2 * HOUR, 200) });
    let period = TimeRange::new(MONDAY - JST, MONDAY - JST + 7 * DAY - 1);
    let report = hygiene(&alerts, &[], period, MONDAY + 30 * DAY, |_| JST);
    assert_eq!(ids(&report), ["noisy", "disk"]);
    let noisy = &report.rows[0].tally;
    assert_eq!((noisy.count, noisy.flapping, noisy.unattended, noisy.at_night), (80, 80, 80, 80));
    assert_eq!((noisy.open_secs, noisy.closed), (80 * 180, 80));
    assert_eq!((noisy.median_secs, noisy.p95_secs), (Some(180.0), Some(180.0)));
    // 80 alerts over seven days: twelve on the first three days, eleven on the others.
    let days: Vec<u32> = noisy.hours.iter().map(|hours| hours.iter().sum()).collect();
    assert_eq!(days, [12, 12, 12, 11, 11, 11, 11]);
    assert_eq!(noisy.on_weekend, 22);
    assert!(noisy.is_flapping());
    let disk = &report.rows[1].tally;
    assert_eq!((disk.count, disk.flapping, disk.unattended, disk.at_night), (2, 0, 0, 0));
    // Of 200 s and 14 400 s: in the middle, and at 95 % of the way.
    assert_eq!((disk.median_secs, disk.p95_secs), (Some(7_300.0), Some(13_690.0)));
    assert_eq!(disk.share(1), Some(0.5));
    assert!(!disk.is_flapping());
    assert_eq!((report.all.count, report.all.open_secs), (82, 80 * 180 + 4 * HOUR + 200));
}

#[test]
fn an_alert_stands_behind_numbers_by_when_and_how_it_was_open() {
    let now = week().to + 10 * DAY;
    let with_reason = |alert: Alert<'static>| Alert { has_reason: true, ..alert };
    // Counted, open in the period for so many seconds, took so many to close, flapping.
    for (alert, expected) in [
        (alert("a", MONDAY, 60), (true, 60, Some(60), true)),
        (alert("a", MONDAY, 300), (true, 300, Some(300), true)),
        (alert("a", MONDAY, 301), (true, 301, Some(301), false)),
        (with_reason(alert("a", MONDAY, 60)), (true, 60, Some(60), false)),
        (alert("a", MONDAY, -60), (true, 0, Some(0), true)),
        // It began before the period, or ended after it.
        (alert("a", MONDAY - 100, 160), (false, 60, None, false)),
        (alert("a", MONDAY - 100, 60), (false, 0, None, false)),
        (alert("a", week().to - 60, 200), (true, 60, Some(200), true)),
        (alert("a", week().to + 1, 200), (false, 0, None, false)),
        (alert("a", MONDAY - DAY, None), (false, 7 * DAY - 1, None, false)),
        (alert("a", MONDAY + DAY, None), (true, 6 * DAY - 1, None, false)),
    ] {
        let mark = mark(&alert, week(), now, 0);
        let found = (mark.is_counted, mark.open_secs, mark.close_secs, mark.is_flapping);
        assert_eq!(found, expected, "{alert:?}");
    }
    // An alert of the period that is open still has lasted until now and no longer.
    assert_eq!(mark(&alert("a", MONDAY, None), week(), MONDAY + 90, 0).open_secs, 90);
    assert_eq!(mark(&alert("a", MONDAY + 100, None), week(), MONDAY + 90, 0).open_secs, 0);
}

#[test]
fn nights_and_weekends_are_local() {
    for (opened_at, offset_secs, weekday, hour, at_night, on_weekend) in [
        (MONDAY, 0, 0, 0, true, false),
        (MONDAY + 6 * HOUR - 1, 0, 0, 5, true, false),
        (MONDAY + 6 * HOUR, 0, 0, 6, false, false),
        (MONDAY + 22 * HOUR - 1, 0, 0, 21, false, false),
        (MONDAY + 22 * HOUR, 0, 0, 22, true, false),
        (MONDAY + 5 * DAY - 1, 0, 4, 23, true, false),
        (MONDAY + 5 * DAY, 0, 5, 0, true, true),
        (MONDAY + 6 * DAY + 12 * HOUR, 0, 6, 12, false, true),
        // Friday 15:00 UTC is Saturday 00:00 in Tokyo; Monday 00:00 UTC is Sunday 19:00 in New York.
        (MONDAY + 4 * DAY + 15 * HOUR, JST, 5, 0, true, true),
        (MONDAY, -5 * HOUR, 6, 19, false, true),
    ] {
        let mark = mark(&alert("a", opened_at, 60), TimeRange::new(0, Time::MAX), opened_at, offset_secs);
        let found = (mark.weekday, mark.hour, mark.at_night, mark.on_weekend);
        assert_eq!(found, (weekday, hour, at_night, on_weekend), "{opened_at} {offset_secs}");
    }
}

#[test]
fn what_is_open_muted_silent_or_unexplained_for_long_is_listed() {
    let now = MONDAY + 20 * DAY;
    let alerts = [
        alert("a", now - 8 * DAY, None),
        alert("a", now - 9 * DAY, None),
        alert("b", now - 7 * DAY, None),
        alert("b", now - 9 * DAY, DAY),
        // Closed in the moment in which the period begins.
        alert("c", MONDAY - DAY, DAY),
        alert("d", MONDAY - DAY, DAY - 1),
        alert("e", week().to + 1, 60),
    ];
    let monitor = |id, mute| Monitor { id, has_memo: id < "c", mute };
    let monitors = [
        monitor("a", Mute::No),
        monitor("b", Mute::Since(now - LONG_SECS)),
        monitor("c", Mute::Since(now - LONG_SECS - 1)),
        monitor("d", Mute::Since(now - 30 * DAY)),
        monitor("e", Mute::Unknown),
        monitor("f", Mute::No),
    ];
    let report = hygiene(&alerts, &monitors, week(), now, |_| 0);
    assert_eq!(report.long_open, [1, 0]);
    assert_eq!(report.never_fired, [0, 1, 3, 4, 5]);
    assert_eq!(report.long_muted, [4, 3, 2]);
    assert_eq!(report.without_memo, [2, 3, 4, 5]);
    assert_eq!(ids(&report), ["c"]);
    assert_eq!(report.all, Tally::default());
    let covers = |monitor: &&str, role: &&str| role.starts_with(*monitor);
    assert_eq!(unwatched(&["shop: web", "api: web", "batch: worker"], &["shop", "api: db"], covers), [1, 2]);
    assert_eq!(unwatched(&["shop: web"], &[] as &[&str], covers), [0]);
}

#[test]
fn nothing_gives_nothing() {
    let report = hygiene(&[], &[], week(), MONDAY, |_| 0);
    assert_eq!((report.all.share(0), report.all.median_secs, report.rows.len()), (None, None, 0));
    assert!(!report.all.is_flapping());
    let backwards = TimeRange::new(MONDAY + DAY, MONDAY);
    let report = hygiene(&[alert("a", MONDAY, 3 * DAY)], &[], backwards, MONDAY, |_| 0);
    assert_eq!((report.all, report.rows.len()), (Tally::default(), 0));
}

#[test]
fn monitors_are_ranked_by_any_number() {
    let night = |monitor, place: i64, secs| alert(monitor, MONDAY + place * DAY, secs);
    let day = |monitor, place: i64, secs: Option<i64>| alert(monitor, MONDAY + place * DAY + 12 * HOUR, secs);
    let mut alerts = vec![
        night("many", 0, 60),
        night("many", 1, 60),
        day("many", 2, Some(5_000)),
        day("slow", 0, Some(20_000)),
        day("slow", 5, Some(20_000)),
        day("open", 0, None),
    ];
    alerts[3].has_memo = true;
    let mut report = hygiene(&alerts, &[], week(), MONDAY + 8 * DAY, |_| 0);
    assert_eq!(ids(&report), ["many", "slow", "open"]);
    for (order, expected) in [
        (Order::OpenSecs, ["open", "slow", "many"]),
        (Order::Count, ["many", "slow", "open"]),
        (Order::MedianSecs, ["slow", "many", "open"]),
        (Order::P95Secs, ["slow", "many", "open"]),
        (Order::Flapping, ["many", "slow", "open"]),
        (Order::Unattended, ["many", "open", "slow"]),
        (Order::AtNight, ["many", "slow", "open"]),
        (Order::OnWeekend, ["slow", "many", "open"]),
        (Order::OffHours, ["many", "slow", "open"]),
    ] {
        report.rank(order);
        assert_eq!(ids(&report), expected, "{order:?}");
    }
}

/// The numbers of alerts, counted one by one: every second that one was open, every step of the way to a percentile.
fn recount(alerts: &[&Alert<'_>], period: TimeRange, now: Time, offset_secs: i64) -> Tally {
    let mut tally = Tally::default();
    let mut lasted = Vec::new();
    for alert in alerts {
        let end = alert.closed_at.unwrap_or(now);
        tally.open_secs +=
            (period.from..period.to).filter(|second| (alert.opened_at..end).contains(second)).count() as i64;
        if alert.opened_at < period.from || alert.opened_at > period.to {
            continue;
        }
        tally.count += 1;
        // Walk the calendar from a Monday on.
        let (mut weekday, mut hour, mut begins) = (0, 0, MONDAY - 70 * DAY);
        while begins + HOUR <= alert.opened_at + offset_secs {
            begins += HOUR;
            (weekday, hour) = if hour == 23 { ((weekday + 1) % 7, 0) } else { (weekday, hour + 1) };
        }
        tally.hours[weekday][hour] += 1;
        let is_night = [22, 23, 0, 1, 2, 3, 4, 5].contains(&hour);
        let is_weekend = weekday == 5 || weekday == 6;
        tally.at_night += u32::from(is_night);
        tally.on_weekend += u32::from(is_weekend);
        tally.off_hours += u32::from(is_night || is_weekend);
        tally.unattended += u32::from(!(alert.has_memo || alert.has_reason));
        if let Some(closed_at) = alert.closed_at {
            tally.closed += 1;
            let secs = (closed_at - alert.opened_at).max(0);
            lasted.push(secs);
            tally.flapping += u32::from(secs < 301 && !alert.has_reason);
        }
    }
    lasted.sort_unstable();
    let at = |share: f64| {
        let place = share * lasted.len().checked_sub(1)? as f64;
        let (low, high) = (lasted[place.floor() as usize] as f64, lasted[place.ceil() as usize] as f64);
        Some(low + (high - low) * place.fract())
    };
    (tally.median_secs, tally.p95_secs) = (at(0.5), at(0.95));
    tally
}

fn same(one: &Tally, other: &Tally) -> bool {
    let close = |one: Option<f64>, other: Option<f64>| match (one, other) {
        (Some(one), Some(other)) => (one - other).abs() < 1e-6,
        (one, other) => one == other,
    };
    let plain = |tally: &Tally| Tally { median_secs: None, p95_secs: None, ..tally.clone() };
    close(one.median_secs, other.median_secs)
        && close(one.p95_secs, other.p95_secs)
        && plain(one) == plain(other)
}

fn alerts() -> impl Strategy<Value = Vec<Alert<'static>>> {
    let monitor = prop_oneof![3 => Just("load"), 1 => Just("disk"), 1 => Just("check ntp")];
    let secs =
        prop_oneof![3 => (-60_i64..700).prop_map(Some), 2 => (0_i64..40_000).prop_map(Some), 1 => Just(None)];
    let one = (monitor, -40_000_i64..90_000, secs, any::<bool>(), any::<bool>()).prop_map(
        |(monitor, opened, secs, has_memo, has_reason)| Alert {
            has_memo,
            has_reason,
            ..alert(monitor, MONDAY + 5 * DAY + opened, secs)
        },
    );
    prop::collection::vec(one, 0..20)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn all_numbers_are_those_of_a_recount(
        alerts in alerts(),
        from in -20_000_i64..60_000,
        length in 0_i64..30_000,
        now in 0_i64..100_000,
        offset_hours in -12_i64..14,
    ) {
        let from = MONDAY + 5 * DAY + from;
        let (period, now) = (TimeRange::new(from, from + length), MONDAY + 5 * DAY + now);
        let offset_secs = offset_hours * HOUR;
        let report = hygiene(&alerts, &[], period, now, |_| offset_secs);
        let all = recount(&alerts.iter().collect::<Vec<_>>(), period, now, offset_secs);
        prop_assert!(same(&report.all, &all), "{:?} {:?}", report.all, all);
        for row in &report.rows {
            let own: Vec<&Alert> = alerts.iter().filter(|alert| alert.monitor == row.monitor).collect();
            let own = recount(&own, period, now, offset_secs);
            prop_assert!(same(&row.tally, &own), "{:?} {:?}", row, own);
        }
        prop_assert_eq!(report.rows.iter().map(|row| row.tally.count).sum::<u32>(), all.count);
        prop_assert!(report.rows.windows(2).all(|pair| pair[0].tally.count >= pair[1].tally.count));
        // What is behind a number are the alerts marked so.
        let marked = |is: fn(&analysis::hygiene::Mark) -> bool| {
            alerts.iter().filter(|alert| is(&mark(alert, period, now, offset_secs))).count() as u32
        };
        prop_assert_eq!(marked(|mark| mark.is_counted), all.count);
        prop_assert_eq!(marked(|mark| mark.is_flapping), all.flapping);
        prop_assert_eq!(marked(|mark| mark.is_unattended), all.unattended);
        prop_assert_eq!(marked(|mark| mark.at_night), all.at_night);
    }

    #[test]
    fn any_times_give_numbers(
        times in prop::collection::vec((any::<i64>(), any::<Option<i64>>()), 0..20),
        period in any::<(i64, i64)>(),
        now in any::<i64>(),
        offset_secs in any::<i64>(),
    ) {
        let alerts: Vec<Alert> = times
            .iter()
            .map(|&(opened_at, closed_at)| Alert { closed_at, ..alert("a", opened_at, None) })
            .collect();
        let monitors = [Monitor { id: "a", has_memo: false, mute: Mute::Since(now.wrapping_neg()) }];
        let report = hygiene(&alerts, &monitors, TimeRange::new(period.0, period.1), now, |_| offset_secs);
        prop_assert!(report.all.open_secs >= 0);
        prop_assert!(report.all.median_secs.is_none_or(|secs| secs.is_finite() && secs >= 0.0));
    }
}
