//! The editor of dashboards, and making, importing and deleting them.

super::texts! {
    /// The editor of dashboards.
    Editor {
        edit: "Edit", "編集";
        unsaved: "There are edits here that were not saved.", "保存していない編集があります。";
        go_on: "Go on editing", "編集を続ける";
        restored: "The edits that were not saved are back. Undo leads to what is stored.", "保存していなかった編集を復元しました。元に戻すと保存済みの状態になります。";

        cell: "{0}: column {1}, row {2}, {3} wide, {4} high. Arrows move it, Shift and arrows resize it, Enter opens its settings, D copies it, Delete removes it.", "{0}: {1}列目 {2}行目、幅{3} 高さ{4}。矢印キーで移動、Shift+矢印キーでサイズ変更、Enter で設定、D で複製、Delete で削除。";
        strip: "Drag to move, with Alt to copy", "ドラッグで移動、Alt+ドラッグで複製";
        corner: "Drag to resize", "ドラッグでサイズ変更";
        settings: "Settings", "設定";
        settings_of: "Settings of {0}", "{0}の設定";
        copy: "Copy", "複製";
        copy_of: "Copy {0}", "{0}を複製";
        remove: "Remove {0}", "{0}を削除";
        empty: "Choose a widget at the right; it is put on the first free place.", "右からウィジェットを選ぶと、最初の空いている場所に置かれます。";

        palette: "Add a widget", "ウィジェットを追加";
        palette_how: "Press to put it on the first free place, drag to put it where you like.", "押すと最初の空きに、ドラッグすると好きな場所に置けます。";

        bar: "Editing", "編集";
        undo: "Undo", "元に戻す";
        redo: "Redo", "やり直す";
        describe: "Title and path", "タイトルとパス";
        json: "Edit as JSON", "JSON で編集";
        discard: "Discard", "破棄";
        leave: "Leave", "終了";
        save: "Save", "保存";
        apply: "Apply", "適用";
        not_saved: "Not saved, nothing is lost: {0}", "保存できませんでした。編集内容は残っています: {0}";
        at_line: "Line {0}, column {1}", "{0}行 {1}文字目";

        taken: "Another widget is there; nothing was changed.", "そこには別のウィジェットがあります。変更していません。";
        outside: "That is outside of the grid; nothing was changed.", "グリッドの外です。変更していません。";
        size: "This type may be {0}×{1} to {2}×{3} cells; nothing was changed.", "この種類の大きさは {0}×{1} から {2}×{3} までです。変更していません。";
        gone: "This widget was removed.", "このウィジェットは削除されました。";

        title: "Title", "タイトル";
        title_empty: "A dashboard needs a title.", "ダッシュボードにはタイトルが必要です。";
        path: "Path", "パス";
        path_wrong: "A path is letters, digits, _ and -, in parts joined by /.", "パスは英数字・_・- を / でつないだものです。";
        memo: "Memo", "メモ";

        widget_title: "Title of the widget", "ウィジェットのタイトル";
        preview: "Preview", "プレビュー";
        shows: "Shows", "表示するもの";
        kind_host: "Host", "ホスト";
        kind_role: "Hosts of a role", "ロールのホスト";
        kind_service: "Service", "サービス";
        kind_expression: "Expression", "式";
        kind_query: "Query", "クエリ";
        role: "Role", "ロール";
        graph: "Graph", "グラフ";
        metric: "Metric", "メトリック";
        stacked: "Stacked areas", "積み上げ";
        lines: "Only some lines", "一部の系列だけ";
        legend: "Legend", "凡例";
        period: "Period", "期間";
        period_page: "As the page", "ページに合わせる";
        period_relative: "Its own, up to now", "固有の期間（現在まで）";
        period_absolute: "Its own, fixed", "固有の期間（固定）";
        length: "Length", "長さ";
        offset: "Shift", "ずらし";
        offset_none: "None", "なし";
        offset_day: "A day earlier", "1日前";
        offset_week: "A week earlier", "1週間前";
        offset_weeks: "Four weeks earlier", "4週間前";
        from: "From", "開始";
        to: "To", "終了";
        min: "Least value of the axis", "軸の最小値";
        max: "Greatest value of the axis", "軸の最大値";
        reference: "Reference line at", "基準線の値";
        reference_name: "Name of the line", "基準線の名前";
        reference_label: "reference", "基準";
        decimals: "Decimals", "小数の桁数";
        suffix: "Unit", "単位";
        follows: "Follows the shown period", "表示期間に合わせる";
        trend: "Shows the change", "変化を表示";
        threshold: "Emphasised beyond", "強調するしきい値";
        operator: "When it is", "条件";
        above: "above", "より大きい";
        below: "below", "より小さい";
        rule_name: "Name of the rule", "ルールの名前";
        markdown: "Text (Markdown)", "テキスト（Markdown）";
        only_json: "This version does not know this type. It is kept as it is, and can be edited as JSON.", "このバージョンはこの種類を知りません。内容はそのまま保たれ、JSON で編集できます。";

        conflict: "Somebody else saved meanwhile", "ほかの人が先に保存しました";
        conflict_how: "Their edits and yours were brought together, but for these. Choose for each.", "両方の編集を統合しましたが、次の点は同じ場所が変更されています。それぞれ選んでください。";
        ours: "Mine", "自分の変更";
        theirs: "Theirs", "相手の変更";
        part_title: "The title “{0}”", "タイトル「{0}」";
        part_memo: "The memo", "メモ";
        part_path: "The path “{0}”", "パス「{0}」";
        part_widget_title: "The title of “{0}”", "「{0}」のタイトル";
        part_widget_place: "The place of “{0}”", "「{0}」の位置";
        part_widget_content: "What “{0}” shows", "「{0}」の内容";
        part_widget_removed: "“{0}” was removed by one and changed by the other", "「{0}」は片方で削除され、もう片方で変更されました";

        new: "New dashboard", "新しいダッシュボード";
        start: "Start with", "はじめの内容";
        start_empty: "Nothing", "空";
        start_service: "Overview of a service", "サービスの概要";
        start_tiers: "Tiers of a service side by side", "サービスの各層を横並び";
        start_host: "One host", "1台のホスト";
        of: "Of", "対象";
        make: "Make", "作成";
        import: "Import", "インポート";
        import_how: "Paste the JSON of a dashboard: of Mackerel, as mkr writes it too, or of Grafana.", "ダッシュボードの JSON を貼り付けてください。Mackerel（mkr の出力も可）または Grafana の形式です。";
        import_file: "Or choose a file", "またはファイルを選択";
        import_losses: "Not taken over; read it before you make the dashboard:", "取り込めなかったもの（作成前に確認してください）:";
        import_read: "Read", "読み込む";
        export: "Save as a file", "ファイルに保存";
        delete: "Delete", "削除";
        delete_how: "Deleting cannot be taken back: a new one would have another id, and pins and links would miss it. Type the title “{0}” to delete it.", "削除は取り消せません。作り直しても ID が変わり、ピン留めやリンクは切れます。削除するにはタイトル「{0}」を入力してください。";
    }
}
