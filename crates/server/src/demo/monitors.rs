//! Monitors of every type. Which one raises an alert for which trouble is decided in [`alerts`](super::alerts).

use super::noise::Noise;
use mackerel::monitors::Monitor;
use serde_json::{Map, Value, json};

/// All monitors, found by the key that their ids are made of.
pub(super) struct Monitors {
    noise: Noise,
    list: Vec<Monitor>,
}

/// Keys of monitors that alerts are raised by.
pub(super) mod key {
    pub(in crate::demo) const GONE: &str = "gone";
    pub(in crate::demo) const LOAD: &str = "load";
    pub(in crate::demo) const CPU: &str = "cpu";
    pub(in crate::demo) const MEMORY: &str = "memory";
    pub(in crate::demo) const DISK: &str = "disk";
    pub(in crate::demo) const BACKUP: &str = "backup";
    pub(in crate::demo) const API_LATENCY: &str = "api latency";
    pub(in crate::demo) const SHOP_LATENCY: &str = "shop latency";
    pub(in crate::demo) const ORDERS: &str = "orders";
    pub(in crate::demo) const QUEUE: &str = "queue";
    pub(in crate::demo) const SHOP_PAGE: &str = "shop page";
    pub(in crate::demo) const API_HEALTH: &str = "api health";
    pub(in crate::demo) const CERTIFICATE: &str = "certificate";
    pub(in crate::demo) const ERRORS: &str = "errors";
    pub(in crate::demo) const BUDGET: &str = "budget";
    pub(in crate::demo) const ANOMALY: &str = "anomaly";
    pub(in crate::demo) const QUERY: &str = "query";
    /// A check of an agent; it is not among the monitors.
    pub(in crate::demo) const NTP_CHECK: &str = "check ntp";
}

impl Monitors {
    pub(super) fn new(noise: Noise) -> Self {
        let monitor =
            |key: &str, kind: &str, name: &str, more: Value| monitor(id(noise, key), kind, name, more);
        let list = vec![
            monitor(
                key::GONE,
                "connectivity",
                "connectivity",
                json!({
                    "memo": "10分間データが届かない / No data for ten minutes",
                    "alertStatusOnGone": "CRITICAL", "scopes": [], "excludeScopes": ["batch: sentinel"],
                }),
            ),
            monitor(
                key::LOAD,
                "host",
                "loadavg5 が高い / Load is high",
                json!({
                    "memo": "手順書2章 / Runbook, chapter 2",
                    "metric": "loadavg5", "operator": ">", "warning": 8.0, "critical": 16.0, "duration": 1,
                    "maxCheckAttempts": 1,
                    "scopes": ["shop: web", "shop: app", "api: web", "api: worker", "batch: worker"], "excludeScopes": [],
                }),
            ),
            monitor(
                key::CPU,
                "host",
                "CPU %",
                json!({
                    "metric": "cpu%", "operator": ">", "warning": 90.0, "critical": 97.0, "duration": 1,
                    "maxCheckAttempts": 1, "scopes": [], "excludeScopes": ["batch: backup"],
                }),
            ),
            monitor(
                key::MEMORY,
                "host",
                "メモリ % / Memory %",
                json!({
                    "metric": "memory%", "operator": ">", "warning": 90.0, "critical": 95.0, "duration": 1,
                    "maxCheckAttempts": 1, "scopes": [], "excludeScopes": [],
                }),
            ),
            monitor(
                key::DISK,
                "host",
                "ディスク % / Disk %",
                json!({
                    "memo": "増え方を見て容量を追加 / Look at the slope, then add space",
                    "metric": "disk%", "operator": ">", "warning": 80.0, "critical": 90.0, "duration": 1,
                    "maxCheckAttempts": 1, "notificationInterval": 720, "scopes": [], "excludeScopes": [],
                }),
            ),
            monitor(
                key::BACKUP,
                "host",
                "バックアップの待ち / Backup waits for disks",
                json!({
                    "memo": "毎晩3時に3分だけ鳴る / Rings every night at 03:00 for three minutes",
                    "metric": "cpu.iowait.percentage", "operator": ">", "warning": 120.0, "critical": null,
                    "duration": 1, "maxCheckAttempts": 1, "scopes": ["batch: backup"], "excludeScopes": [],
                }),
            ),
            monitor(
                key::API_LATENCY,
                "service",
                "api p95",
                json!({
                    "service": "api", "metric": "latency.p95", "operator": ">", "warning": 480.0, "critical": 900.0,
                    "duration": 1, "maxCheckAttempts": 3,
                }),
            ),
            monitor(
                key::SHOP_LATENCY,
                "service",
                "shop p95",
                json!({
                    "service": "shop", "metric": "latency.p95", "operator": ">", "warning": 360.0, "critical": 700.0,
                    "duration": 1, "maxCheckAttempts": 1,
                }),
            ),
            monitor(
                key::ORDERS,
                "service",
                "注文が来ない / No orders",
                json!({
                    "service": "shop", "metric": "orders.count", "operator": "<", "warning": null, "critical": 1.0,
                    "duration": 10, "maxCheckAttempts": 3, "missingDurationWarning": 10, "missingDurationCritical": 30,
                }),
            ),
            monitor(
                key::QUEUE,
                "service",
                "ジョブの滞留 / Jobs pile up",
                json!({
                    "service": "batch", "metric": "jobs.waiting", "operator": ">", "warning": 400.0, "critical": 1_000.0,
                    "duration": 1, "maxCheckAttempts": 1,
                }),
            ),
            monitor(
                key::SHOP_PAGE,
                "external",
                "ショップのトップ / Shop front page",
                json!({
                    "url": "https://shop.example.com/", "method": "GET", "service": "shop",
                    "responseTimeWarning": 2_000.0, "responseTimeCritical": 4_000.0, "responseTimeDuration": 3,
                    "containsString": "カート", "maxCheckAttempts": 1, "followRedirect": true,
                }),
            ),
            monitor(
                key::API_HEALTH,
                "external",
                "api health",
                json!({
                    "url": "https://api.example.com/health", "method": "GET", "service": "api",
                    "responseTimeWarning": 1_500.0, "responseTimeCritical": 3_000.0, "responseTimeDuration": 3,
                    "expectedStatusCode": 200, "maxCheckAttempts": 1,
                    "headers": [{ "name": "Cache-Control", "value": "no-cache" }],
                }),
            ),
            monitor(
                key::CERTIFICATE,
                "external",
                "証明書の期限 / Certificate",
                json!({
                    "url": "https://partners.example.com/", "method": "GET",
                    "certificationExpirationWarning": 14, "certificationExpirationCritical": 3, "maxCheckAttempts": 1,
                }),
            ),
            monitor(
                key::ERRORS,
                "expression",
                "ショップのエラー率 / Shop error rate",
                json!({
                    "expression": "scale(divide(service(shop, requests.errors), service(shop, requests.total)), 100)",
                    "operator": ">", "warning": 2.0, "critical": 5.0, "evaluateBackwardMinutes": 2,
                }),
            ),
            monitor(
                key::BUDGET,
                "expression",
                "api エラーバジェット / api error budget",
                json!({
                    "expression": "scale(divide(service(api, requests.errors), service(api, requests.total)), 100)",
                    "operator": ">", "warning": 1.44, "critical": null, "evaluateBackwardMinutes": 5, "isMute": true,
                }),
            ),
            monitor(
                key::ANOMALY,
                "anomalyDetection",
                "api worker のいつもと違う動き / Unusual api workers",
                json!({
                    "scopes": ["api: worker"], "warningSensitivity": "normal", "criticalSensitivity": "insensitive",
                    "maxCheckAttempts": 3,
                }),
            ),
            monitor(
                key::QUERY,
                "query",
                "checkout p95 {{http.route}}",
                json!({
                    "query": "http.server.request.duration.p95{service.name=\"shop\"}", "legend": "{{http.route}}",
                    "operator": ">", "warning": 0.8, "critical": 1.5, "evaluateBackwardMinutes": 2,
                }),
            ),
        ];
        Self { noise, list }
    }

    /// The id of a monitor or check.
    pub(super) fn id(&self, key: &str) -> String {
        id(self.noise, key)
    }

    /// The monitor of that key; a check has none.
    pub(super) fn find(&self, key: &str) -> Option<&Monitor> {
        let id = self.id(key);
        self.list.iter().find(|monitor| monitor.id == id)
    }

    pub(super) fn into_list(self) -> Vec<Monitor> {
        self.list
    }
}

/// The id of the monitor or check of that key.
pub(super) fn id(noise: Noise, key: &str) -> String {
    noise.id("monitor", key)
}

fn monitor(id: String, kind: &str, name: &str, more: Value) -> Monitor {
    let mut extra = match more {
        Value::Object(fields) => fields,
        _ => Map::new(),
    };
    let mut text = |key: &str| match extra.remove(key) {
        Some(Value::String(text)) => Some(text),
        _ => None,
    };
    let (memo, metric, service) = (text("memo").unwrap_or_default(), text("metric"), text("service"));
    let (operator, url, expression) = (text("operator"), text("url"), text("expression"));
    let mut number = |key: &str| extra.remove(key).and_then(|value| value.as_f64());
    let (warning, critical) = (number("warning"), number("critical"));
    let is_mute = extra.remove("isMute").is_some_and(|value| value == Value::Bool(true));
    Monitor {
        id,
        kind: kind.to_owned(),
        name: name.to_owned(),
        memo,
        is_mute,
        metric,
        service,
        operator,
        warning,
        critical,
        url,
        expression,
        extra,
    }
}
