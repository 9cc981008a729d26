//! Other systems than Linux: what the crate `sysinfo` finds, under the names that agents use there.

use super::reading::{FileSystem, Reading, segment};
use sysinfo::{Disks, MINIMUM_CPU_UPDATE_INTERVAL, Networks, System};

/// Looks at the system now. Takes a moment, because the use of processors is measured over one.
pub(super) fn read() -> Reading {
    let mut reading = Reading::default();
    let mut gauge = |name: String, value: f64| reading.gauges.push((name, value));
    if let Ok(load) = System::load_average() {
        for (name, value) in [("loadavg1", load.one), ("loadavg5", load.five), ("loadavg15", load.fifteen)] {
            gauge(name.to_owned(), value);
        }
    }
    if let Ok(mut system) = System::new() {
        system.refresh_memory();
        for (name, bytes) in [
            ("total", system.total_memory()),
            ("used", system.used_memory()),
            ("free", system.free_memory()),
            ("swap_total", system.total_swap()),
            ("swap_free", system.free_swap()),
        ] {
            gauge(format!("memory.{name}"), bytes as f64);
        }
        system.refresh_cpu_usage();
        std::thread::sleep(MINIMUM_CPU_UPDATE_INTERVAL);
        system.refresh_cpu_usage();
        let all = 100.0 * system.cpus().len() as f64;
        let used: f64 = system.cpus().iter().map(|cpu| f64::from(cpu.usage())).sum();
        gauge("cpu.user.percentage".to_owned(), used.min(all));
        gauge("cpu.idle.percentage".to_owned(), (all - used).max(0.0));
    }
    for FileSystem { device, size, used, .. } in file_systems() {
        gauge(format!("filesystem.{device}.size"), size as f64);
        gauge(format!("filesystem.{device}.used"), used as f64);
    }
    let networks = Networks::new_with_refreshed_list();
    for (name, network) in networks.iter().flat_map(|networks| networks.iter()) {
        let interface = segment(&name.to_string_lossy());
        reading.counts.insert(format!("interface.{interface}.rxBytes.delta"), network.total_received());
        reading.counts.insert(format!("interface.{interface}.txBytes.delta"), network.total_transmitted());
    }
    reading
}

/// Every mounted device once.
pub(super) fn file_systems() -> Vec<FileSystem> {
    let mut found: Vec<FileSystem> = Vec::new();
    let disks = Disks::new_with_refreshed_list();
    for disk in disks.iter().flat_map(|disks| disks.iter()) {
        let name = disk.name().to_string_lossy();
        let device = segment(name.strip_prefix("/dev/").unwrap_or(&name));
        if found.iter().all(|known| known.device != device) {
            let size = disk.total_space();
            let used = size.saturating_sub(disk.available_space());
            found.push(FileSystem { device, mount: disk.mount_point().display().to_string(), size, used });
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn this_very_machine_has_every_family() {
        let reading = read();
        let names: Vec<&str> = reading
            .gauges
            .iter()
            .map(|gauge| gauge.0.as_str())
            .chain(reading.counts.keys().map(String::as_str))
            .collect();
        for family in ["loadavg15", "memory.total", "cpu.user.percentage", "interface."] {
            assert!(names.iter().any(|name| name.starts_with(family)), "{family} in {names:?}");
        }
        assert!(names.iter().all(|name| mackerel::names::is_metric_name(name)), "{names:?}");
    }
}
