//! Linux: the kernel's own counters, read as the usual agent reads them. A source that is missing leaves its metrics out.

use super::reading::{FileSystem, Reading, segment};
use procfs::net::DeviceStatus;
use procfs::{Current, CurrentSI, DiskStat, KernelStats, LoadAverage, Meminfo};
use std::collections::HashMap;

/// Looks at the system now.
pub(super) fn read() -> Reading {
    let mut reading = Reading::default();
    if let Ok(load) = LoadAverage::current() {
        add_load(&mut reading, &load);
    }
    if let Ok(stats) = KernelStats::current() {
        add_cpu(&mut reading, &stats);
    }
    if let Ok(memory) = Meminfo::current() {
        add_memory(&mut reading, &memory);
    }
    if let Ok(disks) = procfs::diskstats() {
        add_disks(&mut reading, &disks);
    }
    if let Ok(interfaces) = procfs::net::dev_status() {
        add_interfaces(&mut reading, &interfaces);
    }
    for FileSystem { device, size, used, .. } in file_systems() {
        reading.gauges.push((format!("filesystem.{device}.size"), size as f64));
        reading.gauges.push((format!("filesystem.{device}.used"), used as f64));
    }
    reading
}

/// Every mounted device once, at its first mount.
pub(super) fn file_systems() -> Vec<FileSystem> {
    let mut found: Vec<FileSystem> = Vec::new();
    for mount in procfs::mounts().unwrap_or_default() {
        let Some(device) = mount.fs_spec.strip_prefix("/dev/").map(segment) else { continue };
        if found.iter().any(|known| known.device == device) {
            continue;
        }
        let Ok(space) = rustix::fs::statvfs(&mount.fs_file) else { continue };
        let bytes = |blocks: u64| blocks.saturating_mul(space.f_frsize);
        let used = bytes(space.f_blocks.saturating_sub(space.f_bfree));
        // Blocks kept for the system administrator count as neither used nor available.
        let size = used.saturating_add(bytes(space.f_bavail));
        if size > 0 {
            found.push(FileSystem { device, mount: mount.fs_file, size, used });
        }
    }
    found
}

fn add_load(reading: &mut Reading, load: &LoadAverage) {
    for (name, value) in [("loadavg1", load.one), ("loadavg5", load.five), ("loadavg15", load.fifteen)] {
        // The kernel writes two decimals, which `f32` cannot hold exactly.
        reading.gauges.push((name.to_owned(), (f64::from(value) * 100.0).round() / 100.0));
    }
}

fn add_cpu(reading: &mut Reading, kernel: &KernelStats) {
    let time = &kernel.total;
    // The kernel counts a guest's time as user time too.
    let user = time.user.saturating_sub(time.guest.unwrap_or(0));
    let states = [
        ("user", Some(user)),
        ("nice", Some(time.nice)),
        ("system", Some(time.system)),
        ("idle", Some(time.idle)),
        ("iowait", time.iowait),
        ("irq", time.irq),
        ("softirq", time.softirq),
        ("steal", time.steal),
        ("guest", time.guest),
    ];
    reading.cpu_ticks = states.into_iter().filter_map(|(state, ticks)| Some((state, ticks?))).collect();
    reading.processors = kernel.cpu_time.len();
}

fn add_memory(reading: &mut Reading, memory: &Meminfo) {
    let mut gauge = |name: &str, bytes: u64| reading.gauges.push((format!("memory.{name}"), bytes as f64));
    gauge("total", memory.mem_total);
    if let Some(available) = memory.mem_available {
        gauge("mem_available", available);
        gauge("used", memory.mem_total.saturating_sub(available));
    } else {
        let unused = memory.mem_free.saturating_add(memory.buffers).saturating_add(memory.cached);
        gauge("free", memory.mem_free);
        gauge("buffers", memory.buffers);
        gauge("cached", memory.cached);
        gauge("used", memory.mem_total.saturating_sub(unused));
    }
    gauge("swap_total", memory.swap_total);
    gauge("swap_free", memory.swap_free);
    gauge("swap_cached", memory.swap_cached);
}

fn add_disks(reading: &mut Reading, disks: &[DiskStat]) {
    for disk in disks {
        let idle = disk.reads == 0 && disk.writes == 0;
        if idle || disk.name.starts_with("dm-") {
            continue;
        }
        let device = segment(&disk.name);
        reading.counts.insert(format!("disk.{device}.reads.delta"), disk.reads);
        reading.counts.insert(format!("disk.{device}.writes.delta"), disk.writes);
    }
}

fn add_interfaces(reading: &mut Reading, interfaces: &HashMap<String, DeviceStatus>) {
    for (name, status) in interfaces {
        if name.starts_with("veth") {
            continue;
        }
        let interface = segment(name);
        reading.counts.insert(format!("interface.{interface}.rxBytes.delta"), status.recv_bytes);
        reading.counts.insert(format!("interface.{interface}.txBytes.delta"), status.sent_bytes);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use procfs::{FromBufRead, FromBufReadSI};

    fn gauges(reading: &Reading) -> Vec<(&str, f64)> {
        reading.gauges.iter().map(|(name, value)| (name.as_str(), *value)).collect()
    }

    #[test]
    fn load_keeps_two_decimals() {
        let mut reading = Reading::default();
        let load = LoadAverage { one: 0.37, five: 12.08, fifteen: 0.0, cur: 1, max: 2, latest_pid: 3 };
        add_load(&mut reading, &load);
        assert_eq!(gauges(&reading), [("loadavg1", 0.37), ("loadavg5", 12.08), ("loadavg15", 0.0)]);
    }

    #[test]
    fn a_guest_s_time_is_not_counted_twice() {
        let text = "cpu  100 5 20 800 30 1 2 3 40 0\ncpu0 50 5 10 400 15 1 1 1 20 0\n\
            cpu1 50 0 10 400 15 0 1 2 20 0\nctxt 1\nbtime 1\nprocesses 1\n";
        let stats = KernelStats::from_buf_read(text.as_bytes(), procfs::current_system_info()).unwrap();
        let mut reading = Reading::default();
        add_cpu(&mut reading, &stats);
        let expected = [
            ("user", 60),
            ("nice", 5),
            ("system", 20),
            ("idle", 800),
            ("iowait", 30),
            ("irq", 1),
            ("softirq", 2),
            ("steal", 3),
            ("guest", 40),
        ];
        assert_eq!((reading.cpu_ticks.as_slice(), reading.processors), (&expected[..], 2));
    }

    #[test]
    fn disks_without_work_and_mapped_ones_are_left_out() {
        let text = " 8 0 sda 10 0 80 1 20 0 160 1 0 1 2\n 7 0 loop0 0 0 0 0 0 0 0 0 0 0 0\n\
            253 0 dm-0 5 0 5 5 5 5 5 5 5 5 5\n";
        let disks = procfs::DiskStats::from_buf_read(text.as_bytes()).unwrap();
        let mut reading = Reading::default();
        add_disks(&mut reading, &disks.0);
        let expected = [("disk.sda.reads.delta".to_owned(), 10), ("disk.sda.writes.delta".to_owned(), 20)];
        assert_eq!(reading.counts.into_iter().collect::<Vec<_>>(), expected);
    }

    #[test]
    fn virtual_pairs_are_left_out_of_the_interfaces() {
        let text = "Inter-|   Receive  |  Transmit\n face |bytes\n\
            eth0.1: 11 0 0 0 0 0 0 0 22 0 0 0 0 0 0 0\nveth12: 33 0 0 0 0 0 0 0 44 0 0 0 0 0 0 0\n";
        let interfaces = procfs::net::InterfaceDeviceStatus::from_buf_read(text.as_bytes()).unwrap();
        let mut reading = Reading::default();
        add_interfaces(&mut reading, &interfaces.0);
        let expected = [
            ("interface.eth0_1.rxBytes.delta".to_owned(), 11),
            ("interface.eth0_1.txBytes.delta".to_owned(), 22),
        ];
        assert_eq!(reading.counts.into_iter().collect::<Vec<_>>(), expected);
    }

    #[test]
    fn this_very_machine_has_every_family() {
        let reading = read();
        let names: Vec<&str> = reading
            .gauges
            .iter()
            .map(|gauge| gauge.0.as_str())
            .chain(reading.counts.keys().map(String::as_str))
            .collect();
        for family in
            ["loadavg15", "memory.total", "memory.mem_available", "memory.swap_cached", "interface."]
        {
            assert!(names.iter().any(|name| name.starts_with(family)), "{family} in {names:?}");
        }
        assert!(reading.processors > 0 && reading.cpu_ticks.len() == 9, "{reading:?}");
        assert!(names.iter().all(|name| mackerel::names::is_metric_name(name)), "{names:?}");
    }
}
