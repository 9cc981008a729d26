//! Graph cards and annotations.

super::texts! {
    /// Graph cards and annotations.
    Graph {
        title: "Graph", "グラフ";
        chip_samples: "{0} samples · {1} drawn", "{0} 点 · 描画 {1}";
        chip_line: "min–max", "最小〜最大";
        chip_envelope: "min–max band and mean", "最小〜最大の帯と平均";
        envelope: "Band", "帯";
        envelope_hint: "Draws each line as its mean in a band from the lowest to the highest value.", "各系列を、最小から最大までの帯と平均線で描きます。";
        chip_averages: "each point is the mean of {0}", "各点は{0}の平均";
        chip_missing: "{0} of {1} lines could not be read", "{1} 本中 {0} 本を読み込めません";
        chip_summary: "max, mean and min of {0} hosts", "{0} ホストの最大・平均・最小";
        chip_sum: "sum of {0} hosts", "{0} ホストの合計";
        show_all_hosts: "Show all hosts", "すべてのホストを表示";
        show_summary: "Summarise", "要約表示";
        minutes: "{0} min", "{0}分";
        hours: "{0} h", "{0}時間";
        days: "{0} d", "{0}日";
        waiting: "Loading the graph", "グラフを読み込み中";
        empty: "No data in this period", "この期間のデータはありません";
        empty_last: "The last point was at {0}", "最後の点は {0}";
        no_metrics: "No metric has this name", "この名前のメトリックはありません";
        failed: "{0} could not be read", "{0} を読み込めません";
        faulty: "This expression cannot be evaluated", "この式は評価できません";
        retry: "Try again", "再試行";
        table: "Table", "表";
        table_close: "Hide the table", "表を閉じる";
        table_caption: "Values of {0}, the newest first", "{0} の値（新しい順）";
        table_more: "The newest {0} of {1} times", "{1} 件中、新しい {0} 件";
        time: "Time", "時刻";
        name: "Name", "名前";
        last: "last", "最新";
        min: "min", "最小";
        avg: "avg", "平均";
        max: "max", "最大";
        sum: "sum", "合計";
        no_value: "no value", "値なし";
        and_more: "and {0} more", "ほか {0} 件";
        legend: "Lines of {0}", "{0} の系列";
        toggle: "Show or hide {0}", "{0} の表示を切り替え";
        isolate: "Show only {0}", "{0} だけを表示";
        legend_hint: "Click shows one line only; with Ctrl, ⌘ or Shift it hides or shows that line.", "クリックで 1 本だけ表示。Ctrl・⌘・Shift を押しながらで個別に切り替え。";
        plot_label: "{0}: {1} lines, {2}. Arrow keys read values, T shows the table, plus and minus zoom, Enter annotates.", "{0}: {1} 本、{2}。矢印キーで値の読み上げ、T で表、+ と - で拡大縮小、Enter でアノテーション。";
        plot_role: "graph", "グラフ";
        pinned: "Close the pinned values", "固定した値を閉じる";
        annotate_span: "Annotate this span", "この期間にアノテーションを付ける";
        zoom_back: "Back", "元に戻す";
        dismiss: "Dismiss", "閉じる";
        annotations: "Annotations", "アノテーション";
        annotations_of: "Annotations on {0}", "{0} のアノテーション";
        annotations_more: "+{0}", "+{0}";
        annotations_failed: "Annotations could not be read", "アノテーションを読み込めません";
        annotation_cluster: "{0} annotations", "アノテーション {0} 件";
        annotation_new: "New annotation", "アノテーションの作成";
        annotation_edit: "Edit annotation", "アノテーションの編集";
        annotation_title: "Title", "タイトル";
        annotation_description: "Description", "説明";
        annotation_from: "From", "開始";
        annotation_to: "To", "終了";
        annotation_service: "Service", "サービス";
        annotation_scope: "Shown on", "表示する場所";
        annotation_whole: "The whole service", "サービス全体";
        annotation_left: "{0} characters left", "残り {0} 文字";
        annotation_title_needed: "A title is needed.", "タイトルを入力してください。";
        annotation_order: "The start lies after the end.", "開始が終了より後になっています。";
        annotation_time_needed: "From and to are needed.", "開始と終了を入力してください。";
        annotation_no_service: "An annotation belongs to a service, and there is none yet.", "アノテーションはサービスに属しますが、まだサービスがありません。";
        annotation_failed: "Not saved; what you typed is kept. {0}", "保存できませんでした。入力は保持しています。{0}";
        annotation_deleted: "Deleted “{0}”", "「{0}」を削除しました";
        undo: "Undo", "元に戻す";
        edit: "Edit", "編集";
        delete: "Delete", "削除";
        save: "Save", "保存";
        cancel: "Cancel", "キャンセル";
        close: "Close", "閉じる";
    }
}
