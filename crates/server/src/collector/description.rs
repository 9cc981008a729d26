//! What this machine is, in the form that agents register it: the values are texts.

use super::reading::FileSystem;
use super::system::file_systems;
use mackerel::hosts::HostParam;
use serde_json::{Map, Value, json};
use sysinfo::{CpuRefreshKind, IpNetwork, MemoryRefreshKind, Networks, RefreshKind, System};

/// The name where the system has none.
const NAMELESS: &str = "localhost";

/// Describes this machine.
pub(super) fn describe() -> HostParam {
    let meta = [
        ("agent-name", json!(concat!("battera/", env!("CARGO_PKG_VERSION")))),
        ("agent-version", json!(env!("CARGO_PKG_VERSION"))),
        ("kernel", kernel()),
        ("filesystem", file_systems().iter().map(file_system).collect()),
    ];
    let mut meta: Map<String, Value> =
        meta.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    let wanted = RefreshKind::nothing()
        .with_cpu(CpuRefreshKind::everything())
        .with_memory(MemoryRefreshKind::everything());
    if let Ok(system) = System::new_with_specifics(wanted) {
        meta.insert("cpu".to_owned(), system.cpus().iter().map(processor).collect());
        meta.insert("memory".to_owned(), memory(&system));
    }
    HostParam {
        name: System::host_name().ok().filter(|name| !name.is_empty()).unwrap_or_else(|| NAMELESS.to_owned()),
        meta,
        interfaces: Some(interfaces()),
        ..HostParam::default()
    }
}

fn kernel() -> Value {
    let texts = [
        ("name", std::env::consts::OS.to_owned()),
        ("os", std::env::consts::OS.to_owned()),
        ("release", System::kernel_version().unwrap_or_default()),
        ("version", System::kernel_long_version().unwrap_or_default()),
        ("machine", System::cpu_arch()),
        ("platform_name", System::distribution_id()),
        ("platform_version", System::os_version().unwrap_or_default()),
    ];
    texts.into_iter().map(|(name, text)| (name.to_owned(), Value::String(text))).collect()
}

fn processor(cpu: &sysinfo::Cpu) -> Value {
    json!({ "vendor_id": cpu.vendor_id(), "model_name": cpu.brand(), "mhz": cpu.frequency().to_string() })
}

fn memory(system: &System) -> Value {
    let sizes = [
        ("total", system.total_memory()),
        ("free", system.free_memory()),
        ("available", system.available_memory()),
        ("swap_total", system.total_swap()),
        ("swap_free", system.free_swap()),
    ];
    sizes.into_iter().map(|(name, bytes)| (name.to_owned(), json!(format!("{}kB", bytes / 1024)))).collect()
}

fn file_system(found: &FileSystem) -> (String, Value) {
    let FileSystem { device, mount, size, used } = found;
    let percent = (*used as f64 / (*size).max(1) as f64 * 100.0).ceil();
    let facts = json!({
        "kb_size": size / 1024,
        "kb_used": used / 1024,
        "kb_available": size.saturating_sub(*used) / 1024,
        "percent_used": format!("{percent}%"),
        "mount": mount,
    });
    (device.clone(), facts)
}

/// The interfaces with an address that others can reach.
fn interfaces() -> Vec<Value> {
    let Ok(networks) = Networks::new_with_refreshed_list() else { return Vec::new() };
    let mut found: Vec<_> = networks
        .iter()
        .filter(|(name, network)| {
            !name.to_string_lossy().starts_with("veth")
                && network.ip_networks().iter().any(|ip| !ip.addr.is_loopback())
        })
        .map(|(name, network)| {
            let addresses = |wanted: fn(&IpNetwork) -> bool| -> Vec<String> {
                network.ip_networks().iter().filter(|ip| wanted(ip)).map(|ip| ip.addr.to_string()).collect()
            };
            json!({
                "name": name.to_string_lossy(),
                "macAddress": network.mac_address().to_string(),
                "ipv4Addresses": addresses(|ip| ip.addr.is_ipv4()),
                "ipv6Addresses": addresses(|ip| ip.addr.is_ipv6()),
            })
        })
        .collect();
    found.sort_by_key(|interface| interface["name"].to_string());
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn this_very_machine_is_described_in_texts() {
        let host = describe();
        assert!(!host.name.is_empty());
        for group in ["kernel", "memory"] {
            let facts = host.meta[group].as_object().unwrap();
            assert!(!facts.is_empty() && facts.values().all(Value::is_string), "{group}: {facts:?}");
        }
        assert!(!host.meta["cpu"].as_array().unwrap().is_empty());
    }
}
