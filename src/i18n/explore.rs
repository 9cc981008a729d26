//! The page on which expressions are written.

super::texts! {
    /// The page on which expressions are written.
    Explore {
        title: "Explore", "エクスプローラー";
        expression: "Expression", "式";
        placeholder: "avg(role(shop:web, loadavg5))", "avg(role(shop:web, loadavg5))";
        suggestions: "Suggestions", "候補";
        error_at: "Character {0}: {1}", "{0}文字目: {1}";
        run: "Run", "実行";
        run_hint: "Enter runs, Shift+Enter makes a new line", "Enter で実行、Shift+Enter で改行";
        unit: "Unit", "単位";
        graph_title: "Title", "タイトル";
        nothing: "Write an expression, or begin with one of these.", "式を書くか、次の例から始めてください。";
        functions: "Functions", "関数";
        history: "Before", "履歴";
        history_none: "What you run is remembered here, in this browser.", "実行した式はこのブラウザーに記憶され、ここに表示されます。";
        forget: "Forget all", "すべて消去";
        add: "Add to a dashboard", "ダッシュボードに追加";
        add_which: "Dashboard", "ダッシュボード";
        added: "Added to {0}", "「{0}」に追加しました";
        open_dashboard: "Open it", "開く";
    }
}
