//! Annotations: layers, the list of all, what they changed, and how to post them from elsewhere.

super::texts! {
    /// Annotations: layers, the list of all, what they changed, and how to post them from elsewhere.
    Annotations {
        layers: "Layers", "レイヤー";
        layers_some: "Layers {0}/4", "レイヤー {0}/4";
        layers_hint: "Which annotations the graphs of this page show; the address of the page remembers it.", "このページのグラフに表示するアノテーションの種類です。ページのアドレスに保存されます。";
        deploys: "Deploys", "デプロイ";
        incidents: "Incidents", "障害";
        campaigns: "Campaigns", "キャンペーン";
        others: "Other", "その他";
        zoom_to_these: "Zoom to these", "この範囲を拡大";
    }
}
