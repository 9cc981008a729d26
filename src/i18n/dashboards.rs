//! Dashboards and widgets.

super::texts! {
    /// Dashboards and widgets.
    Dashboards {
        title: "Dashboards", "ダッシュボード";
    }
}
