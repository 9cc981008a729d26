//! Signing in and out, and what a key that may only read allows.

super::texts! {
    /// Signing in and out, and what a key that may only read allows.
    SignIn {
        title: "Sign in", "サインイン";
        text: "This server wants a key. This browser then stays signed in for 30 days.", "このサーバーを使うにはキーが必要です。一度入力すると、このブラウザーは30日間サインインしたままになります。";
        key: "Key", "キー";
        enter: "Sign in", "サインイン";
        how: "Whoever runs the server makes keys with battera key create.", "キーはサーバーの管理者が battera key create で発行します。";
        unknown: "The server does not know this key, or it was revoked.", "このキーは登録されていないか、無効になっています。";
        too_many: "Too many wrong keys. Try again in a minute.", "キーの誤りが続いたため、1分ほど待ってからもう一度お試しください。";
        leave: "Sign out", "サインアウト";
        read_only: "Read only", "閲覧のみ";
        read_only_hint: "The key of this browser allows to see everything and to change nothing.", "このブラウザーのキーでは閲覧だけができ、変更はできません。";
    }
}
