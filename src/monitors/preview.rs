//! The graph beside a form: what the monitor would look at, on one host or service, with its thresholds.
//!
//! A share such as `cpu%` is drawn as the expression that computes it, so that its thresholds mean what they say.

use crate::query::GraphSource;
use mackerel::monitors::{Monitor, RateMetric};

/// What to draw; `None` where nothing is measured: queries, anomalies, addresses without a service.
pub fn source(monitor: &Monitor, host_id: Option<&str>, names: &[String]) -> Option<GraphSource> {
    let host = |name: &str, only: &[&str]| {
        let only = only.iter().map(|&name| name.to_owned()).collect();
        Some(GraphSource::Host { id: host_id?.to_owned(), name: name.to_owned(), only })
    };
    let service = |name: String| {
        Some(GraphSource::Service { service: monitor.service.clone()?, only: vec![name.clone()], name })
    };
    let metric = monitor.metric.as_deref().filter(|metric| !metric.is_empty());
    match (monitor.kind.as_str(), metric) {
        ("connectivity", _) => host("loadavg", &[]),
        ("host", Some(metric)) => match RateMetric::of(metric) {
            Some(rate) => Some(GraphSource::Expression { text: share(rate, host_id?, names)? }),
            None => host(metric, &[metric]),
        },
        ("service", Some(metric)) => service(metric.to_owned()),
        ("external", _) if !monitor.id.is_empty() => {
            service(format!("__externalhttp.responsetime.{}", monitor.id))
        }
        ("expression", _) => Some(GraphSource::Expression {
            text: monitor.expression.clone().filter(|text| !text.trim().is_empty())?,
        }),
        _ => None,
    }
}

/// A share of a host as an expression; `None` where the host has nothing of the kind.
pub fn share(rate: RateMetric, host_id: &str, names: &[String]) -> Option<String> {
    let of = |name: &str| format!("host({host_id}, {name})");
    let part = |part: &str, whole: &str| format!("scale(divide({part}, {whole}), 100)");
    let sibling =
        |name: &str, from: &str, to: &str| format!("{}{to}", name.strip_suffix(from).unwrap_or(name));
    let wholes: Vec<&String> = names.iter().filter(|name| rate.is_whole(name)).collect();
    let lines: Vec<String> = wholes
        .iter()
        .map(|whole| match rate {
            RateMetric::Cpu => {
                let is_state = |name: &&String| {
                    let state = name.strip_prefix("cpu.").and_then(|rest| rest.strip_suffix(".percentage"));
                    state.is_some_and(|state| !state.contains('.'))
                };
                let states: Vec<String> = names.iter().filter(is_state).map(|name| of(name)).collect();
                let idle = format!("divide({}, sum(group({})))", of(whole), states.join(", "));
                format!("offset(scale({idle}, -100), 100)")
            }
            RateMetric::Memory => part(&of("memory.used"), &of(whole)),
            RateMetric::Swap => {
                let free = format!("divide({}, {})", of("memory.swap_free"), of(whole));
                format!("offset(scale({free}, -100), 100)")
            }
            RateMetric::Disk => {
                let line = part(&of(&sibling(whole, ".size", ".used")), &of(whole));
                let device = whole.split('.').nth(1).unwrap_or_default();
                format!("alias({line}, '{device}')")
            }
            RateMetric::ContainerCpu | RateMetric::ContainerMemory => {
                part(&of(&sibling(whole, ".limit", ".usage")), &of(whole))
            }
        })
        .collect();
    match &lines[..] {
        [] => None,
        [line] => Some(line.clone()),
        lines => Some(format!("group({})", lines.join(", "))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_expressions_that_can_be_read() {
        let names = [
            "cpu.idle.percentage",
            "cpu.user.percentage",
            "filesystem.sda1.size",
            "filesystem.sda1.used",
            "filesystem.sdb1.size",
            "memory.total",
            "memory.swap_total",
            "container.cpu.app.limit",
        ]
        .map(str::to_owned);
        for (rate, expected) in [
            (
                RateMetric::Cpu,
                "offset(scale(divide(host(h, cpu.idle.percentage), sum(group(host(h, cpu.idle.percentage), host(h, cpu.user.percentage)))), -100), 100)",
            ),
            (RateMetric::Memory, "scale(divide(host(h, memory.used), host(h, memory.total)), 100)"),
            (
                RateMetric::Swap,
                "offset(scale(divide(host(h, memory.swap_free), host(h, memory.swap_total)), -100), 100)",
            ),
            (
                RateMetric::Disk,
                "group(alias(scale(divide(host(h, filesystem.sda1.used), host(h, filesystem.sda1.size)), 100), 'sda1'), alias(scale(divide(host(h, filesystem.sdb1.used), host(h, filesystem.sdb1.size)), 100), 'sdb1'))",
            ),
            (
                RateMetric::ContainerCpu,
                "scale(divide(host(h, container.cpu.app.usage), host(h, container.cpu.app.limit)), 100)",
            ),
        ] {
            let text = share(rate, "h", &names);
            assert_eq!(text.as_deref(), Some(expected), "{rate:?}");
            assert!(expr::parse(expected).is_ok(), "{expected}");
        }
        assert_eq!(share(RateMetric::ContainerMemory, "h", &names), None);
    }
}
