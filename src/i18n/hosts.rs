//! Host list and host page.

super::texts! {
    /// Host list and host page.
    Hosts {
        title: "Hosts", "ホスト";
    }
}
