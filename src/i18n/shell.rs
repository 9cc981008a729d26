//! Bars, navigation, and the states that every panel shares.

super::texts! {
    /// Bars, navigation, and the states that every panel shares.
    Shell {
        home: "Home", "ホーム";
        dashboards: "Dashboards", "ダッシュボード";
        services: "Services", "サービス";
        hosts: "Hosts", "ホスト";
        alerts: "Alerts", "アラート";
        explore: "Explore", "エクスプローラー";
        open_alerts: "{0} open", "{0}件発生中";
        navigation: "Pages", "ページ";
        skip: "Skip to the content", "本文へ移動";
        to_home: "Battera, home", "Battera ホーム";

        other_language: "日本語", "English";
        theme_system: "Theme: system", "テーマ: システム";
        theme_light: "Theme: light", "テーマ: ライト";
        theme_dark: "Theme: dark", "テーマ: ダーク";
        keys: "Keyboard shortcuts", "キーボードショートカット";

        period: "Period", "期間";
        page_bar: "Page and period", "ページと期間";
        period_choose: "Choose a period:", "期間を選ぶ:";
        period_last: "Last {0}", "直近{0}";
        earlier: "Earlier", "前へ";
        later: "Later", "後へ";
        from: "From", "開始";
        to: "To", "終了";
        words: "Or in words", "または言葉で";
        words_hint: "now-36h, 2w, or now-3d now", "now-36h、2w、now-3d now など";
        apply: "Show", "表示";
        bad_dates: "The period needs a beginning and a later end.", "開始と、それより後の終了を指定してください。";
        bad_words: "“{0}” is no period of 5 minutes to 800 days. Try 36h, 2w or now-3d.", "「{0}」は5分から800日までの期間として読めません。36h、2w、now-3d のように書いてください。";
        bad_period: "The period “{0}” in the address could not be read. Showing the last 6 hours.", "アドレスの期間「{0}」を読めませんでした。直近6時間を表示しています。";
        refresh: "Refresh", "更新";
        refresh_every: "Refresh every", "自動更新の間隔";
        refresh_off: "Off", "オフ";

        dismiss: "Dismiss", "閉じる";
        close: "Close", "閉じる";
        cancel: "Cancel", "キャンセル";
        retry: "Try again", "再試行";
        loading: "Loading…", "読み込み中…";
        no_connection: "No connection to the server. Showing what was loaded; trying again.", "サーバーに接続できません。読み込み済みのデータを表示し、再接続を試みています。";
        failed_connection: "No connection to the server.", "サーバーに接続できません。";
        failed_refused: "The server answered {0}: {1}", "サーバーの応答 {0}: {1}";
        failed_garbled: "The server's reply could not be read: {0}", "サーバーの応答を読めませんでした: {0}";
        stale: "Not up to date.", "最新ではありません。";
        missing: "It is not there, or not any more.", "存在しないか、削除されています。";
        not_found: "There is nothing at this address.", "このアドレスには何もありません。";
        not_found_title: "Not found", "見つかりません";

        status_critical: "Critical", "重大";
        status_warning: "Warning", "警告";
        status_unknown: "Unknown", "不明";
        status_ok: "OK", "正常";
        host_working: "Working", "稼働中";
        host_standby: "Standby", "待機中";
        host_maintenance: "Maintenance", "メンテナンス";
        host_poweroff: "Power off", "停止";

        key_go_home: "Go to home", "ホームへ";
        key_go_dashboards: "Go to dashboards", "ダッシュボードへ";
        key_go_alerts: "Go to alerts", "アラートへ";
        key_go_services: "Go to services", "サービスへ";
        key_go_explore: "Write an expression", "式を書く";
        key_refresh: "Refresh", "更新";
        key_earlier: "Earlier", "期間を前へ";
        key_later: "Later", "期間を後へ";
        key_zoom_out: "Zoom out", "期間を広げる";
        key_theme: "Change the theme", "テーマを切り替える";
        key_filter: "Filter this page", "ページ内を絞り込む";
        key_help: "This list", "この一覧";
        keys_on_graph: "On a graph that has the focus", "フォーカスのあるグラフで";
        keys_in_list: "In the list of alerts", "アラート一覧で";
        key_row: "To the next alert, to the one before", "次・前のアラートへ";
        key_open: "Open it", "開く";
        key_select: "Select it", "選択する";
        key_select_none: "Select none", "選択を解除";
        key_sample: "To the sample beside", "隣の点へ";
        key_samples: "Forty pixels on", "40ピクセル先へ";
        key_ends: "To the beginning, to the end", "先頭・末尾へ";
        key_zoom: "Zoom in, zoom out", "拡大・縮小";
        key_annotate: "Annotate this moment", "この時刻にアノテーションを付ける";
        key_table: "Show as a table", "表で表示";
        key_escape: "Let go", "選択を解除";

        ago_now: "just now", "たった今";
        ago: "{0} ago", "{0}前";
        ahead: "in {0}", "{0}後";
        secs: "{0} s", "{0}秒";
        mins: "{0} min", "{0}分";
        hours: "{0} h", "{0}時間";
        days: "{0} d", "{0}日";
    }
}
