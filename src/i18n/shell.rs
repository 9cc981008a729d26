//! Bars, navigation, and the states that every panel shares.

super::texts! {
    /// Bars, navigation, and the states that every panel shares.
    Shell {
        home: "Home", "ホーム";
        loading: "Loading…", "読み込み中…";
        no_connection: "No connection to the server. Showing what was loaded; trying again.", "サーバーに接続できません。読み込み済みのデータを表示し、再接続を試みています。";
        not_found: "There is nothing at this address.", "このアドレスには何もありません。";
    }
}
