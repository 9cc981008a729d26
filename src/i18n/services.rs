//! Services, roles, and the pages of one host, one service, one role.

super::texts! {
    /// Services, roles, and the pages of one host, one service, one role.
    Services {
        title: "Services", "サービス";
        service: "Service", "サービス";
        role: "Role", "ロール";
        roles: "Roles", "ロール";
        none: "No services yet. Posting a host with a role, or POST /api/v0/services, makes one.", "サービスはまだありません。ロール付きのホストの登録か POST /api/v0/services で作成できます。";
        no_roles: "This service has no roles.", "このサービスにはロールがありません。";
        host_count: "{0} hosts", "{0} ホスト";
        host_count_one: "1 host", "1 ホスト";
        open_alerts: "{0} open alerts", "発生中のアラート {0} 件";
        open_alerts_one: "1 open alert", "発生中のアラート 1 件";
        no_alerts: "no open alerts", "発生中のアラートはありません";
        hosts: "Hosts", "ホスト";
        no_hosts: "No host has this role.", "このロールのホストはありません。";
        graphs: "Graphs", "グラフ";
        service_metrics: "Service metrics", "サービスメトリック";
        no_metrics: "No service metrics yet. POST /api/v0/services/{0}/tsdb adds some.", "サービスメトリックはまだありません。POST /api/v0/services/{0}/tsdb で追加できます。";
        no_host_metrics: "This host has posted no metrics yet.", "このホストはまだメトリックを投稿していません。";
        custom: "Custom metrics", "カスタムメトリック";
        annotations: "Annotations of the period", "期間内のアノテーション";
        no_annotations: "No annotations in this period. Hold Ctrl or ⌘ and drag over a graph to add one.", "この期間のアノテーションはありません。Ctrl または ⌘ を押しながらグラフ上をドラッグすると追加できます。";
        status: "Status", "ステータス";
        memo: "Memo", "メモ";
        no_memo: "no memo", "メモなし";
        spec: "Machine", "マシン";
        cores: "{0} cores", "{0} コア";
        no_spec: "not reported", "報告なし";
        alerts: "Alerts", "アラート";
        retired: "retired", "退役済み";
        no_role: "no role", "ロールなし";
        unknown_service: "There is no service of this name.", "この名前のサービスはありません。";
        unknown_role: "This service has no role of this name.", "このサービスにこの名前のロールはありません。";
    }
}
