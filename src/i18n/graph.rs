//! Graph cards and annotations.

super::texts! {
    /// Graph cards and annotations.
    Graph {
        title: "Graph", "グラフ";
    }
}
