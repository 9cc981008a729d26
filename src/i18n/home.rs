//! The first page.

super::texts! {
    /// The first page.
    Home {
        pinned: "Pinned dashboards", "ピン留めしたダッシュボード";
        viewed: "Recently viewed", "最近見たページ";
        open_alerts: "Open alerts", "発生中のアラート";
        all_alerts: "All alerts", "すべてのアラート";
        all_open: "All {0}", "全{0}件";
        no_alerts: "No open alerts.", "発生中のアラートはありません。";
        attention: "Hosts that need attention", "注意が必要なホスト";
        all_hosts: "All hosts", "すべてのホスト";
        no_attention: "Every host reports, and none has an open alert.", "すべてのホストからデータが届いており、アラートもありません。";
        and_more: "and {0} more", "ほか{0}件";
        silent_since: "No data for {0}", "{0}データなし";
        never_reported: "Never sent data", "データの受信なし";
        annotations: "Recent annotations", "最近のアノテーション";
        no_annotations: "No annotations in the last 7 days.", "この7日間のアノテーションはありません。";
        start: "Start here", "はじめに";
        this_machine: "This machine", "このマシン";
        step_host: "Look at this machine's graphs", "このマシンのグラフを見る";
        step_host_text: "Load, CPU, memory, disk and network, once a minute.", "負荷、CPU、メモリー、ディスク、ネットワークを1分ごとに。";
        step_metric: "Post a metric of your own", "独自のメトリックを投稿する";
        step_metric_text: "Any agent or script that speaks the Mackerel API will do.", "Mackerel APIに対応したエージェントやスクリプトがそのまま使えます。";
        step_dashboard: "Make a dashboard and pin it", "ダッシュボードを作ってピン留めする";
        step_dashboard_text: "Pinned dashboards appear on this page.", "ピン留めしたダッシュボードはこのページに並びます。";
    }
}
