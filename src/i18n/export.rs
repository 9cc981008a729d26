//! Menus, files that are carried away, ways to look at a dashboard.

super::texts! {
    /// Menus, files that are carried away, ways to look at a dashboard.
    Export {
        menu: "Menu of {0}", "「{0}」のメニュー";
        csv: "Export CSV", "CSV で書き出す";
        csv_averages: "Export CSV (means of {0})", "CSV で書き出す（{0}平均）";
        png: "Export PNG", "PNG で書き出す";
        svg: "Export SVG", "SVG で書き出す";
        some_lines: "{0} of {1} lines", "{1} 本中 {0} 本の系列";
        more_lines: "and {0} more lines", "ほか {0} 本";
        board_png: "Picture of the dashboard (PNG)", "ダッシュボードの画像 (PNG)";
        board_hint: "Every widget as on this screen: graphs are drawn anew, everything else is plain text. What a box cannot hold is cut off.", "この画面の配置で全ウィジェットを画像にします。グラフは描き直し、それ以外は文字だけで描きます。枠に収まらない部分は省略されます。";
        board_waiting: "Reading what was not in sight yet…", "画面外のグラフを読み込んでいます…";
        board_failed: "The browser could not make this picture.", "ブラウザーがこの画像を作成できませんでした。";
        full_screen: "Full screen", "全画面で表示";
        all_widgets: "Back to all widgets", "全ウィジェットに戻る";
        of_widgets: "Widget {0} of {1}", "ウィジェット {0} / {1}";
        no_such_widget: "This dashboard has no widget {0}.", "このダッシュボードに {0} 番目のウィジェットはありません。";
        view: "View", "表示";
        kiosk: "Kiosk: without bars", "キオスク表示（バーなし）";
        kiosk_leave: "Leave the kiosk", "キオスク表示を終了";
        rotate: "Next pinned dashboard every", "ピン留めを順に表示する間隔";
        rotate_off: "Off", "オフ";
        rotate_next: "Next in {0} s", "{0}秒後に次へ";
        rotate_at: "{0} of {1}", "{1} 件中 {0} 件目";
        rotate_paused: "Paused while someone is here", "操作中のため一時停止";
        rotate_alone: "Nothing else is pinned", "ほかにピン留めはありません";
        key_full: "The widget under the pointer alone", "ポインター下のウィジェットを全画面";
        key_kiosk: "Kiosk, and back", "キオスク表示の切り替え";
        key_edit: "Edit the dashboard, and back", "ダッシュボードの編集の切り替え";
        keys_on_dashboard: "On a dashboard", "ダッシュボードで";
        key_leave: "Back from full screen and kiosk", "全画面・キオスク表示から戻る";
        made_at: "made {0}", "作成 {0}";
    }
}
