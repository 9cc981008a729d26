//! The graphs of system metrics, which cannot be asked for: units, order, what is stacked.

use super::pattern::matches;
use crate::graph_defs::Unit;

/// A built-in graph.
pub(super) struct BuiltIn {
    pub(super) name: &'static str,
    pub(super) title: &'static str,
    pub(super) unit: Unit,
    pub(super) rows: &'static [Row],
}

/// Metrics of one pattern, and how they are drawn.
pub(super) struct Row {
    pub(super) pattern: &'static str,
    pub(super) stacked: bool,
    pub(super) quiet: bool,
}

const fn line(pattern: &'static str) -> Row {
    Row { pattern, stacked: false, quiet: false }
}

const fn area(pattern: &'static str) -> Row {
    Row { pattern, stacked: true, quiet: false }
}

pub(super) const ALL: &[BuiltIn] = &[
    BuiltIn {
        name: "loadavg",
        title: "loadavg",
        unit: Unit::Float,
        rows: &[line("loadavg1"), line("loadavg5"), line("loadavg15")],
    },
    BuiltIn {
        name: "processor_queue_length",
        title: "processor queue length",
        unit: Unit::Float,
        rows: &[line("processor_queue_length")],
    },
    BuiltIn {
        name: "cpu",
        title: "cpu",
        unit: Unit::Percentage,
        rows: &[
            area("cpu.user.percentage"),
            area("cpu.nice.percentage"),
            area("cpu.system.percentage"),
            area("cpu.interrupt.percentage"),
            area("cpu.iowait.percentage"),
            area("cpu.irq.percentage"),
            area("cpu.softirq.percentage"),
            area("cpu.steal.percentage"),
            area("cpu.guest.percentage"),
            Row { pattern: "cpu.idle.percentage", stacked: true, quiet: true },
            area("cpu.*.percentage"),
        ],
    },
    BuiltIn {
        name: "memory",
        title: "memory",
        unit: Unit::Bytes,
        rows: &[
            area("memory.used"),
            area("memory.act"),
            area("memory.wired"),
            area("memory.exec"),
            area("memory.file"),
            area("memory.buffers"),
            area("memory.cached"),
            area("memory.mem_available"),
            area("memory.free"),
            line("memory.total"),
            line("memory.*"),
        ],
    },
    BuiltIn {
        name: "disk",
        title: "disk",
        unit: Unit::Iops,
        rows: &[line("disk.*.reads.delta"), line("disk.*.writes.delta")],
    },
    BuiltIn {
        name: "interface",
        title: "interface",
        unit: Unit::BytesPerSec,
        rows: &[line("interface.*.rxBytes.delta"), line("interface.*.txBytes.delta")],
    },
    BuiltIn {
        name: "filesystem",
        title: "filesystem",
        unit: Unit::Bytes,
        rows: &[line("filesystem.*.used"), line("filesystem.*.size")],
    },
    BuiltIn {
        name: "container.cpu",
        title: "container cpu",
        unit: Unit::Percentage,
        rows: &[area("container.cpu.*.usage"), line("container.cpu.*.limit")],
    },
    BuiltIn {
        name: "container.memory",
        title: "container memory",
        unit: Unit::Bytes,
        rows: &[area("container.memory.*.usage"), line("container.memory.*.limit")],
    },
    BuiltIn {
        name: "custom.agent.memory.*",
        title: "Agent Memory",
        unit: Unit::Bytes,
        rows: &[line("custom.agent.memory.*")],
    },
    BuiltIn {
        name: "__externalhttp.responsetime.*",
        title: "HTTP Response Time",
        unit: Unit::Milliseconds,
        rows: &[line("__externalhttp.responsetime.*")],
    },
];

/// The built-in graph of a metric.
pub(super) fn of(metric: &str) -> Option<&'static BuiltIn> {
    ALL.iter().find(|graph| graph.rows.iter().any(|row| matches(row.pattern, metric)))
}
