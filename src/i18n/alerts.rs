//! Alerts and monitors.

super::texts! {
    /// Alerts and monitors.
    Alerts {
        title: "Alerts", "アラート";
        alert: "Alert", "アラート";
        list: "Alerts", "アラート一覧";
        filter: "Filter by monitor, host or service", "監視、ホスト、サービスで絞り込む";
        open: "Open", "発生中";
        closed: "Closed", "クローズ済み";
        none_open: "No open alerts.", "発生中のアラートはありません。";
        none_closed: "No alert has been closed yet.", "クローズ済みのアラートはまだありません。";
        none_match_loaded: "None of the {0} loaded alerts matches.", "読み込み済みの{0}件に一致するものはありません。";
        load_more: "Load more", "さらに読み込む";
        choose: "Choose an alert to see what happened around it.", "アラートを選ぶと、その前後のようすを表示します。";
        back: "All alerts", "アラート一覧へ";
        gone_monitor: "Deleted monitor", "削除された監視";
        gone_host: "Retired host", "退役済みホスト";
        missing: "This alert does not exist.", "このアラートは存在しません。";
        opened: "Opened", "発生";
        closed_at: "Closed", "クローズ";
        lasted: "lasted {0}", "継続時間 {0}";
        status: "Status", "ステータス";
        monitor: "Monitor", "監視";
        monitor_memo: "Monitor memo", "監視のメモ";
        host: "Host", "ホスト";
        service: "Service", "サービス";
        roles: "Roles", "ロール";
        value: "Value", "値";
        thresholds: "Thresholds", "しきい値";
        warning_at: "warning {0} {1}", "警告 {0} {1}";
        critical_at: "critical {0} {1}", "重大 {0} {1}";
        message: "Message", "メッセージ";
        reason: "Reason", "クローズ理由";
        reason_hint: "Why it is closed; may be empty", "クローズの理由(空でもかまいません)";
        graph: "Graph around the alert", "アラート前後のグラフ";
        facts: "Alert", "アラート";
        history: "History", "履歴";
        trigger: "Trigger", "きっかけ";
        time: "Time", "時刻";
        memo: "Memo", "メモ";
        memo_save: "Save memo", "メモを保存";
        memo_saved: "Saved.", "保存しました。";
        memo_too_long: "The memo has {0} bytes; at most 81,920 fit.", "メモは{0}バイトあります。上限は81,920バイトです。";
        not_saved: "Not saved; what you wrote is kept. {0}", "保存できませんでした。入力した内容は残っています。{0}";
        close_alert: "Close alert", "アラートをクローズ";
        close_title: "Close this alert?", "このアラートをクローズしますか?";
        close_text: "If the monitor still finds it bad, a new alert opens at the next check.", "次回の監視でも異常な場合は、新しいアラートが発生します。";
        kind_connectivity: "Connectivity", "死活監視";
        kind_host: "Host metric", "ホストメトリック監視";
        kind_service: "Service metric", "サービスメトリック監視";
        kind_external: "External HTTP", "外形監視";
        kind_check: "Check", "チェック監視";
        kind_expression: "Expression", "式監視";
        kind_anomaly: "Anomaly detection", "異常検知";
        kind_query: "Query", "クエリ監視";
        trigger_monitoring: "Monitoring", "監視";
        trigger_manual: "Closed by hand", "手動クローズ";
        trigger_monitor_delete: "Monitor deleted", "監視の削除";
        trigger_host_retire: "Host retired", "ホストの退役";
        trigger_service_delete: "Service deleted", "サービスの削除";
    }
}
