//! The metrics of host monitors that are computed from others, such as `cpu%`: a share in percent.

/// A share that a host monitor can watch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RateMetric {
    /// Of all cores together: what is not idle.
    Cpu,
    /// Of memory: what is used.
    Memory,
    /// Of each file system: what is used; the fullest counts.
    Disk,
    /// Of swap: what is used.
    Swap,
    /// Of each container's limit; the closest counts.
    ContainerCpu,
    /// Of each container's limit; the closest counts.
    ContainerMemory,
}

impl RateMetric {
    /// The share of that name, if it is one.
    pub fn of(metric: &str) -> Option<Self> {
        Some(match metric {
            "cpu%" => Self::Cpu,
            "memory%" => Self::Memory,
            "disk%" => Self::Disk,
            "swap%" => Self::Swap,
            "container-cpu%" => Self::ContainerCpu,
            "container-memory%" => Self::ContainerMemory,
            _ => return None,
        })
    }

    /// Whether the share is of this metric: a host without any such metric is not watched.
    pub fn is_whole(self, name: &str) -> bool {
        let between = |first: &str, last: &str| {
            let device = name.strip_prefix(first).and_then(|rest| rest.strip_suffix(last));
            device.is_some_and(|device| !device.is_empty() && !device.contains('.'))
        };
        match self {
            Self::Cpu => name == "cpu.idle.percentage",
            Self::Memory => name == "memory.total",
            Self::Swap => name == "memory.swap_total",
            Self::Disk => between("filesystem.", ".size"),
            Self::ContainerCpu => between("container.cpu.", ".limit"),
            Self::ContainerMemory => between("container.memory.", ".limit"),
        }
    }
}

/// Whether a host with metrics of these names has what a host monitor watches.
pub fn is_measured(metric: &str, names: &[String]) -> bool {
    match RateMetric::of(metric) {
        Some(rate) => names.iter().any(|name| rate.is_whole(name)),
        None => names.iter().any(|name| name == metric),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_is_measured_by_what_the_share_is_of() {
        for (metric, name, expected) in [
            ("loadavg5", "loadavg5", true),
            ("loadavg5", "loadavg1", false),
            ("cpu%", "cpu.idle.percentage", true),
            ("cpu%", "cpu.user.percentage", false),
            ("memory%", "memory.total", true),
            ("swap%", "memory.swap_total", true),
            ("disk%", "filesystem.sda1.size", true),
            ("disk%", "filesystem.sda1.used", false),
            ("disk%", "filesystem..size", false),
            ("container-cpu%", "container.cpu.app.limit", true),
            ("container-memory%", "container.memory.app.limit", true),
            ("container-memory%", "container.cpu.app.limit", false),
        ] {
            assert_eq!(is_measured(metric, &[name.to_owned()]), expected, "{metric} of {name}");
        }
    }
}
