//! Annotations: layers, the list of all, what they changed, and how to post them from elsewhere.

super::texts! {
    /// Annotations: layers, the list of all, what they changed, and how to post them from elsewhere.
    Annotations {
        title: "Annotations", "アノテーション";
        layers: "Layers", "レイヤー";
        layers_some: "Layers {0}/4", "レイヤー {0}/4";
        layers_hint: "Which annotations the graphs of this page show; the address of the page remembers it.", "このページのグラフに表示するアノテーションの種類です。ページのアドレスに保存されます。";
        deploys: "Deploys", "デプロイ";
        incidents: "Incidents", "障害";
        campaigns: "Campaigns", "キャンペーン";
        others: "Other", "その他";
        zoom_to_these: "Zoom to these", "この範囲を拡大";
        filter: "Filter by title, description or role", "タイトル・説明・ロールで絞り込み";
        any_service: "All services", "すべてのサービス";
        any_role: "All roles", "すべてのロール";
        service: "Service", "サービス";
        role: "Role", "ロール";
        timeline: "Timeline", "タイムライン";
        list: "List", "一覧";
        count: "{0} annotations", "{0} 件";
        none: "Nothing was annotated in this period. Drag over a graph with Ctrl held, or post one from CI.", "この期間のアノテーションはありません。グラフ上で Ctrl を押しながらドラッグするか、CI から投稿できます。";
        none_match: "None of {0} annotations matches the filters.", "{0} 件のうち、条件に合うものはありません。";
        clear_filters: "Clear the filters", "絞り込みを解除";
        show_more: "Show {0} more", "あと {0} 件を表示";
        whole_service: "whole service", "サービス全体";
        new: "New annotation", "新規作成";
        csv: "Download CSV", "CSV をダウンロード";
        markdown: "Copy as Markdown", "Markdown でコピー";
        when: "When", "日時";
        scope: "Where", "対象";
        head_title: "Title", "タイトル";
        head_description: "Description", "説明";
        command: "Copy the command", "コマンドをコピー";
        command_short: "Command", "コマンド";
        command_hint: "Posts an annotation like this one at the moment the command runs. If the server asks for keys, put one into BATTERA_API_KEY.", "コマンドを実行した時点に、同じ内容のアノテーションを投稿します。サーバーが API キーを求める場合は BATTERA_API_KEY に設定してください。";
        ways: "Ways to post it", "投稿の方法";
        copy: "Copy", "コピー";
        copied: "Copied", "コピーしました";
        not_copied: "This browser gives no clipboard here; select the text instead.", "この環境ではクリップボードを使えません。テキストを選択してコピーしてください。";
        rules: "Rules", "ルール";
        rules_title: "Rules for layers", "レイヤーのルール";
        rules_hint: "The first rule that fits decides. Words are separated by commas, * stands for anything; a rule without words fits any text. Kept in this browser.", "上から順に調べ、最初に合ったルールで決まります。語はカンマ区切り、* は任意の文字列。語が空なら本文を問いません。このブラウザに保存されます。";
        rule: "Rule {0}", "ルール {0}";
        rule_layer: "Layer", "レイヤー";
        rule_field: "Look in", "調べる欄";
        rule_words: "Words", "語";
        rule_remove: "Remove rule {0}", "ルール {0} を削除";
        rule_add: "Add a rule", "ルールを追加";
        rules_reset: "Back to the usual rules", "既定のルールに戻す";
        saved: "Saved “{0}”", "「{0}」を保存しました";
        saved_show: "Show it among all annotations", "アノテーション一覧で見る";
        read_only: "This browser's key may only read, so nothing can be annotated.", "このブラウザのキーは読み取り専用のため、アノテーションを作成できません。";
        all: "All annotations", "すべてのアノテーション";
    }
}
