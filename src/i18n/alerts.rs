//! Alerts and monitors.

super::texts! {
    /// Alerts and monitors.
    Alerts {
        title: "Alerts", "アラート";
    }
}
