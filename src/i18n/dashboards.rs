//! Dashboards and widgets.

super::texts! {
    /// Dashboards and widgets.
    Dashboards {
        title: "Dashboards", "ダッシュボード";
        one: "Dashboard", "ダッシュボード";

        none: "There is no dashboard yet.", "ダッシュボードはまだありません。";
        see_services: "See the services", "サービスを見る";
        filter: "Filter by title, memo or path", "タイトル・メモ・パスで絞り込み";
        count: "{0} of {1}", "{1}件中{0}件";
        no_match: "No dashboard matches “{0}”.", "「{0}」に一致するダッシュボードはありません。";
        clear_filter: "Clear the filter", "絞り込みを解除";
        no_folder: "Top level", "最上位";
        widgets: "{0} widgets", "ウィジェット {0}個";
        updated: "Updated", "更新";

        none_pinned: "No dashboard is pinned yet.", "ピン留めしたダッシュボードはまだありません。";
        choose: "Choose from the list", "一覧から選ぶ";
        gone: "This dashboard was deleted", "このダッシュボードは削除されました";
        pin: "Pin to home", "ホームにピン留め";
        unpin: "Unpin from home", "ホームのピン留めを外す";
        pin_name: "Pin {0}", "{0} をピン留め";
        pin_team: "Pin to everyone's home", "全員のホームにピン留め";
        unpin_team: "Unpin from everyone's home", "全員のホームのピン留めを外す";
        pin_team_name: "Pin {0} for everyone", "{0} を全員用にピン留め";
        pinned_for_all: "Pinned for everyone", "全員用にピン留め済み";

        json: "JSON", "JSON";
        json_title: "Dashboard as JSON", "ダッシュボードの JSON";
        no_widget: "This dashboard has no widgets.", "このダッシュボードにはウィジェットがありません。";

        content: "Widgets", "ウィジェット";
        widget_graph: "Graph", "グラフ";
        widget_value: "Value", "数値";
        widget_text: "Text", "テキスト";
        widget_status: "Alert status", "アラート状況";
        widget_unknown: "Widget of another version", "別バージョンのウィジェット";

        own_period: "Own period: {0}", "固定の期間: {0}";
        graph_gone: "What this graph showed was deleted.", "このグラフの対象は削除されました。";
        metric_gone: "The metric of this value was deleted.", "この数値のメトリックは削除されました。";
        query_later: "This query will be answered by a later version.", "このクエリは今後のバージョンで実行されます。";
        unknown_widget: "This version does not know widgets of the type “{0}”. It is kept as it is.", "このバージョンは種類「{0}」のウィジェットを知りません。内容はそのまま保たれます。";

        not_one: "This expression gives {0} lines; a value needs exactly one.", "この式の結果は{0}系列です。数値にはちょうど1系列が必要です。";
        no_value: "No data: {0}", "データがありません: {0}";
        trend: "Mean of the period {0} ({1})", "期間の平均 {0}（{1}）";
        role_gone: "The role was removed.", "ロールは削除されました。";
        no_role: "“{0}” is not a role.", "「{0}」はロールではありません。";
        hosts_fine: "{0} hosts, all OK", "{0}台すべて正常";
        hosts_with_alerts: "{0} of {1} with alerts", "{1}台中{0}台にアラート";
        no_host: "No host has the role {0}.", "ロール {0} のホストはありません。";

        image: "Image", "画像";
        task_done: "Done", "完了";
        task_open: "To do", "未完了";
    }
}
