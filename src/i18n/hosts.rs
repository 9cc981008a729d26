//! Host list and host page.

super::texts! {
    /// Host list and host page.
    Hosts {
        title: "Hosts", "ホスト";
        filter: "Filter by name or role", "名前やロールで絞り込む";
        status_filter: "Status", "ステータス";
        any_status: "Any status", "すべてのステータス";
        status: "Status", "ステータス";
        name: "Name", "名前";
        roles: "Roles", "ロール";
        load: "Load (5 min)", "負荷 (5分)";
        cpu: "CPU", "CPU";
        alert: "Alert", "アラート";
        newest: "Newest data", "最新データ";
        counted: "{0} hosts", "{0}台";
        counted_of: "{0} of {1} hosts", "{1}台中{0}台";
        none: "No hosts yet. An agent that posts to this server registers its host.", "ホストはまだありません。エージェントがこのサーバーに投稿すると登録されます。";
        none_match: "No host matches.", "一致するホストはありません。";
        clear: "Show all hosts", "すべてのホストを表示";
        sort_by: "Sort by {0}", "{0}で並べ替え";
        never: "never", "なし";
    }
}
