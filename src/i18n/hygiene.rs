//! Which monitors only make noise.

super::texts! {
    /// Which monitors only make noise.
    Hygiene {
        title: "Hygiene", "棚卸し";
        page_title: "Alert hygiene", "アラートの棚卸し";
        tabs: "Pages about alerts", "アラート関連のページ";
        definitions: "What the numbers mean", "数値の意味";
    }
}
