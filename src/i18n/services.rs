//! Services and roles.

super::texts! {
    /// Services and roles.
    Services {
        title: "Services", "サービス";
    }
}
