//! Dashboards and widgets.

super::texts! {
    /// Dashboards and widgets.
    Dashboards {
        title: "Dashboards", "ダッシュボード";
        none_pinned: "No dashboard is pinned yet.", "ピン留めしたダッシュボードはまだありません。";
        choose: "Choose from the list", "一覧から選ぶ";
        gone: "This dashboard was deleted", "このダッシュボードは削除されました";
        unpin_name: "Unpin {0}", "{0} のピン留めを外す";
    }
}
