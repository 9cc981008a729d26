//! Metrics such as `cpu%` that a host monitor watches and nobody posts: shares in percent, computed of others.
//!
//! * A share has a point where all it is computed of has one; of nothing at all there is no share.
//! * Each file system and each container has a line of its own; [`worst`](crate::evaluate::worst) says which counts.
//!
//! [`lines`] asks for what it needs by name, so that whoever reads may do so from a store or over a network.

use mackerel::monitors::RateMetric;
use series::{Series, Time, TimeRange};
use std::convert::Infallible;

/// The lines of a share, of a host with metrics of these names.
pub fn lines<E>(
    rate: RateMetric,
    names: &[String],
    mut read: impl FnMut(&str) -> Result<Series, E>,
) -> Result<Vec<Series>, E> {
    let mut lines = Vec::new();
    for whole in names.iter().filter(|name| rate.is_whole(name)) {
        let line = match rate {
            RateMetric::Cpu => {
                let idle = read(whole)?;
                let parts = names.iter().filter(|name| is_cpu_time(name));
                busy(&idle, &parts.map(|name| read(name)).collect::<Result<Vec<_>, _>>()?)
            }
            RateMetric::Memory => share(&read("memory.used")?, &read(whole)?),
            RateMetric::Swap => {
                let total = read(whole)?;
                let cached = read("memory.swap_cached")?;
                let used = combine(&total, &read("memory.swap_free")?, |total, free| Some(total - free));
                let used = if cached.is_empty() {
                    used
                } else {
                    combine(&used, &cached, |used, cached| Some(used - cached))
                };
                share(&used, &total)
            }
            RateMetric::Disk => share(&read(&sibling(whole, ".size", ".used"))?, &read(whole)?),
            RateMetric::ContainerCpu | RateMetric::ContainerMemory => {
                share(&read(&sibling(whole, ".limit", ".usage"))?, &read(whole)?)
            }
        };
        lines.push(line);
    }
    Ok(lines)
}

/// The names of all metrics that [`lines`] will ask for, each once.
pub fn needed(rate: RateMetric, names: &[String]) -> Vec<String> {
    let mut asked = Vec::new();
    let Ok(_none) = lines(rate, names, |name| {
        asked.push(name.to_owned());
        Ok::<_, Infallible>(Series::default())
    });
    asked.sort_unstable();
    asked.dedup();
    asked
}

fn is_cpu_time(name: &str) -> bool {
    let state = name.strip_prefix("cpu.").and_then(|rest| rest.strip_suffix(".percentage"));
    state.is_some_and(|state| !state.contains('.'))
}

fn sibling(name: &str, from: &str, to: &str) -> String {
    format!("{}{to}", name.strip_suffix(from).unwrap_or(name))
}

/// 100 less the idle share of all states together: with every core busy it is 100.
fn busy(idle: &Series, states: &[Series]) -> Series {
    let sum = |time: Time| {
        let at = |state: &Series| state.window(TimeRange::new(time, time)).last().map(|(_, value)| value);
        states.iter().filter_map(at).sum::<f64>()
    };
    let points = idle.iter().filter_map(|(time, idle)| {
        let all = sum(time);
        (all > 0.0).then(|| (time, 100.0 * (1.0 - idle / all)))
    });
    Series::from_points(points)
}

/// A part of a whole in percent; a whole of nothing has no part.
fn share(part: &Series, whole: &Series) -> Series {
    combine(part, whole, |part, whole| (whole > 0.0).then(|| 100.0 * part / whole))
}

fn combine(one: &Series, other: &Series, with: impl Fn(f64, f64) -> Option<f64>) -> Series {
    let points = one.iter().filter_map(|(time, value)| {
        let (_, second) = other.window(TimeRange::new(time, time)).last()?;
        Some((time, with(value, second)?))
    });
    Series::from_points(points)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(values: &[(Time, f64)]) -> Series {
        Series::from_points(values.iter().copied())
    }

    #[test]
    fn shares_have_points_where_all_parts_have_one() {
        let whole = line(&[(0, 200.0), (60, 0.0), (120, 400.0)]);
        assert_eq!(share(&line(&[(0, 50.0), (60, 1.0), (180, 9.0)]), &whole), line(&[(0, 25.0)]));
        assert_eq!(share(&Series::default(), &whole), Series::default());
        let (idle, user) = (line(&[(0, 150.0), (60, 0.0)]), line(&[(0, 50.0)]));
        assert_eq!(busy(&idle, &[idle.clone(), user]), line(&[(0, 25.0)]), "two cores, a quarter busy");
    }

    #[test]
    fn what_is_needed_is_named_once() {
        let names = ["cpu.idle.percentage", "cpu.user.percentage", "filesystem.sda1.size", "memory.total"]
            .map(str::to_owned);
        for (rate, expected) in [
            (RateMetric::Cpu, vec!["cpu.idle.percentage", "cpu.user.percentage"]),
            (RateMetric::Disk, vec!["filesystem.sda1.size", "filesystem.sda1.used"]),
            (RateMetric::Memory, vec!["memory.total", "memory.used"]),
            (RateMetric::Swap, vec![]),
        ] {
            assert_eq!(needed(rate, &names), expected, "{rate:?}");
        }
    }
}
