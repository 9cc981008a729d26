//! What happened in the demonstration: a bad release, a filling disk, a nightly alarm, a campaign, a budget, a bill.

use crate::{DAY, HOUR, MINUTE, NOWS, demo, host, last, owner, read, service};
use mackerel::alerts::AlertStatus;
use mackerel::metrics::Owner;
use mackerel::monitors::Monitor;
use series::Time;
use series::TimeRange;
use server::demo::Demo;
use std::collections::BTreeMap;

fn mean(demo: &Demo, owner: &Owner, name: &str, range: TimeRange) -> f64 {
    let series = read(demo, owner, name, range);
    series.values().iter().sum::<f64>() / series.len() as f64
}

#[test]
fn the_release_of_last_thursday_was_slow_until_it_was_rolled_back() {
    for now in NOWS {
        let demo = demo(now);
        let organisation = demo.organisation();
        let rollback = organisation.annotations.iter().find(|one| one.title.starts_with("Rollback")).unwrap();
        let release = organisation
            .annotations
            .iter()
            .find(|one| one.service == "api" && one.from == rollback.from - 2 * HOUR)
            .unwrap();
        assert!((0..7 * DAY).contains(&(demo.epoch() - rollback.from)));
        // Thursday 14:00 in Japan is 05:00 in Greenwich on the fifth day of weeks that begin on a Sunday.
        assert_eq!((release.from + 4 * DAY).rem_euclid(7 * DAY), 4 * DAY + 5 * HOUR);
        let during = TimeRange::new(release.from, rollback.from - MINUTE);
        let week_before = TimeRange::new(during.from - 7 * DAY, during.to - 7 * DAY);
        let ratio = mean(&demo, &service("api"), "latency.p95", during)
            / mean(&demo, &service("api"), "latency.p95", week_before);
        assert!((1.27..1.33).contains(&ratio), "{ratio}");
        let raised: Vec<&str> = organisation
            .alerts
            .iter()
            .filter(|alert| {
                during.contains(alert.0.opened_at)
                    && matches!(alert.0.kind.as_str(), "service" | "expression")
            })
            .filter_map(|alert| organisation.monitors.iter().find(|one| one.id == alert.0.monitor_id))
            .map(|monitor| monitor.name.as_str())
            .collect();
        assert!(raised.contains(&"api p95"), "{raised:?}");
    }
}

#[test]
fn the_disk_is_full_in_nine_days() {
    for now in NOWS {
        let demo = demo(now);
        let organisation = demo.organisation();
        let owner = owner(host(&organisation, "shop-db-02"));
        let used = |time| last(&demo, &owner, "filesystem.nvme1n1.used", time);
        let size = last(&demo, &owner, "filesystem.nvme1n1.size", now);
        let days = (size - used(now)) / (used(now) - used(now - DAY));
        assert!((8.4..9.6).contains(&days), "{days}");
    }
}

#[test]
fn the_backup_rings_every_night_for_three_minutes() {
    let organisation = demo(NOWS[0]).organisation();
    let monitor = organisation.monitors.iter().find(|one| one.name.starts_with("バックアップ")).unwrap();
    let nights: Vec<_> =
        organisation.alerts.iter().filter(|alert| alert.0.monitor_id == monitor.id).collect();
    assert_eq!(nights.len(), 200);
    for pair in nights.windows(2) {
        assert_eq!(pair[0].0.opened_at - pair[1].0.opened_at, DAY);
    }
    assert!(nights.iter().all(|alert| alert.0.closed_at == Some(alert.0.opened_at + 3 * MINUTE)));
}

#[test]
fn the_campaign_brought_three_times_the_visitors() {
    for now in NOWS {
        let demo = demo(now);
        let organisation = demo.organisation();
        let campaign =
            organisation.annotations.iter().find(|one| one.title.contains("キャンペーン")).unwrap();
        let before = TimeRange::new(campaign.from - 7 * DAY, campaign.to - 7 * DAY);
        let mean = |range| mean(&demo, &service("shop"), "visitors.active", range);
        let ratio = mean(campaign.range()) / mean(before);
        assert!((2.8..3.2).contains(&ratio), "{ratio}");
    }
}

#[test]
fn half_of_the_error_budget_is_spent() {
    for now in NOWS {
        let demo = demo(now);
        let month = TimeRange::new(now - 30 * DAY, now);
        let total = |name| read(&demo, &service("api"), name, month).values().iter().sum::<f64>();
        let spent = total("requests.errors") / (total("requests.total") * 0.001);
        assert!((0.42..0.58).contains(&spent), "{spent}");
    }
}

#[test]
fn costs_begin_again_each_month_and_the_flat_one_is_ten_a_day() {
    let demo = demo(NOWS[1]);
    let year = TimeRange::new(NOWS[1] - 365 * DAY, NOWS[1]);
    for name in ["shop", "api", "batch"] {
        let series = read(&demo, &service(name), "cost.monthly", year);
        let falls = series.values().windows(2).filter(|pair| pair[1] < pair[0]).count();
        assert_eq!(falls, 12, "{name}");
    }
    let hours =
        read(&demo, &service("batch"), "cost.monthly", TimeRange::new(NOWS[1] - 12 * DAY, NOWS[1] - 2 * DAY));
    let (first, last) = (hours.values()[0], hours.last().unwrap().1);
    assert!((last - first - 100.0).abs() < 0.02, "{first} to {last}");
}

#[test]
fn two_hosts_do_not_report() {
    for now in NOWS {
        let demo = demo(now);
        let organisation = demo.organisation();
        let silent: Vec<&str> = organisation
            .hosts
            .iter()
            .filter(|host| {
                read(
                    &demo,
                    &owner(host),
                    "interface.eth0.rxBytes.delta",
                    TimeRange::new(now - 15 * MINUTE, now),
                )
                .is_empty()
            })
            .map(|host| host.name.as_str())
            .collect();
        assert_eq!(silent, ["shop-app-07.osa.example.net", "batch-worker-05.osa.example.net"]);
    }
}

#[test]
fn releases_happen_on_working_days_in_office_hours() {
    let organisation = demo(NOWS[0]).organisation();
    let mut by_service: BTreeMap<&str, usize> = BTreeMap::new();
    for annotation in organisation.annotations.iter().filter(|one| one.description.contains("ci.example.net"))
    {
        let japan = annotation.from + 9 * HOUR;
        let weekday = (japan.div_euclid(DAY) + 3).rem_euclid(7);
        let hour = japan.rem_euclid(DAY) / HOUR;
        assert!(weekday < 5 && (10..18).contains(&hour), "{annotation:?}");
        *by_service.entry(&annotation.service).or_default() += 1;
    }
    for (name, count) in by_service {
        assert!((2 * 52 - 4..=4 * 53).contains(&count), "{name}: {count}");
    }
}

#[test]
fn alerts_say_what_the_series_said() {
    for now in NOWS {
        let demo = demo(now);
        let organisation = demo.organisation();
        let times: Vec<Time> = organisation.alerts.iter().map(|alert| alert.0.opened_at).collect();
        assert!(times.is_sorted_by(|left, right| left >= right));
        for (alert, logs) in &organisation.alerts {
            let monitor = organisation.monitors.iter().find(|one| one.id == alert.monitor_id);
            assert_eq!(monitor.is_none(), alert.kind == "check", "{alert:?}");
            assert!(
                alert.opened_at <= now && alert.closed_at.is_none_or(|at| alert.opened_at < at && at <= now)
            );
            assert_eq!(alert.closed_at.is_some(), alert.status == AlertStatus::Ok);
            assert!(logs.windows(2).all(|pair| pair[0].created_at > pair[1].created_at), "{logs:?}");
            assert_eq!(logs.last().unwrap().created_at, alert.opened_at);
            assert_eq!(logs[0].status, alert.status);
            assert_eq!(alert.closed_at.is_some(), logs[0].created_at == alert.closed_at.unwrap_or(0));
            let Some(monitor) = monitor else { continue };
            for log in logs.iter().filter(|log| log.target_value.is_some()) {
                assert_crosses(monitor, log.target_value.unwrap(), log.status, &format!("{alert:?} {log:?}"));
            }
            if let Some(value) = alert.value.filter(|_| alert.closed_at.is_none()) {
                assert_crosses(monitor, value, alert.status, &format!("{alert:?}"));
            }
            if let (Some(host_id), Some(metric), Some(value), None) =
                (&alert.host_id, &monitor.metric, alert.value, alert.closed_at)
                && !metric.ends_with('%')
            {
                assert_eq!(value, last(&demo, &Owner::Host(host_id.clone()), metric, now));
            }
            if let (Some(name), Some(metric), Some(value), None) =
                (&monitor.service, &monitor.metric, alert.value, alert.closed_at)
            {
                assert_eq!(value, last(&demo, &service(name), metric, now));
            }
        }
    }
}

/// Thresholds of an external monitor are among the fields that only the server knows.
fn thresholds(monitor: &Monitor) -> (f64, f64) {
    let field = |known: Option<f64>, key: &str| {
        known.or_else(|| monitor.extra.get(key).and_then(serde_json::Value::as_f64)).unwrap_or(f64::INFINITY)
    };
    (field(monitor.warning, "responseTimeWarning"), field(monitor.critical, "responseTimeCritical"))
}

fn assert_crosses(monitor: &Monitor, value: f64, status: AlertStatus, what: &str) {
    let (warning, critical) = thresholds(monitor);
    match status {
        AlertStatus::Ok => assert!(value <= warning, "closed too early: {what}"),
        AlertStatus::Critical => assert!(value > critical, "not so bad: {what}"),
        _ => assert!(value > warning, "not bad at all: {what}"),
    }
}
