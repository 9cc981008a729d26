//! Which monitors only make noise.

super::texts! {
    /// Which monitors only make noise.
    Hygiene {
        title: "Hygiene", "棚卸し";
        page_title: "Alert hygiene", "アラートの棚卸し";
        tabs: "Pages about alerts", "アラート関連のページ";
        only_opened: "Opened in the period", "期間内に発生";
        only_closed: "Opened in the period and closed", "期間内に発生しクローズ済み";
        only_flapping: "Flapping", "ばたつき";
        only_unattended: "Unattended", "対応の記録なし";
        only_night: "At night", "夜間";
        only_weekend: "On a weekend", "週末";
        only_long_open: "Open for over 7 days", "7日を超えて発生中";
        slot: "{0} {1} ({2})", "{0} {1}({2})";
        monday: "Mon", "月";
        tuesday: "Tue", "火";
        wednesday: "Wed", "水";
        thursday: "Thu", "木";
        friday: "Fri", "金";
        saturday: "Sat", "土";
        sunday: "Sun", "日";
        zone: "Time zone", "タイムゾーン";
        zone_own: "This browser's time", "このブラウザーの時刻";
        not_yet: "The numbers follow when all alerts of the period have been read.", "期間内のすべてのアラートを読み込むと集計を表示します。";
        all: "All monitors together", "すべての監視の合計";
        ranking: "Monitors by noise", "監視ごとの集計";
        rank_by: "Order by: {0}", "並べ替え: {0}";
        flaps: "flapping", "ばたつき";
        count: "Alerts", "件数";
        open_time: "Time open", "発生時間";
        time_to_close: "Time to close", "クローズまでの時間";
        median: "Median to close", "クローズまで(中央値)";
        p95: "p95 to close", "クローズまで(95%)";
        flapping: "Flapping", "ばたつき";
        unattended: "Unattended", "対応の記録なし";
        at_night: "At night", "夜間";
        on_weekend: "On weekends", "週末";
        heat: "When alerts open", "発生した曜日と時間帯";
        heat_cell: "{0} {1}: {2}", "{0} {1}: {2}";
        heat_monitor: "Monitor of the hours", "時間帯を表示する監視";
        long_open: "Still open for over 7 days", "7日を超えて発生中のアラート";
        long_open_none: "No alert has been open for so long.", "長く発生し続けているアラートはありません。";
        never_fired: "Monitors that never fired", "一度も発生しなかった監視";
        never_fired_none: "Every monitor had an alert in this period.", "どの監視でもこの期間にアラートが発生しました。";
        muted: "Muted monitors", "ミュート中の監視";
        muted_none: "No monitor is muted.", "ミュート中の監視はありません。";
        without_memo: "Monitors without memo", "メモのない監視";
        without_memo_none: "Every monitor says what to do.", "すべての監視にメモがあります。";
        unwatched: "Roles without any monitor", "監視のないロール";
        unwatched_none: "Every role is watched.", "すべてのロールが監視されています。";
        definitions: "What the numbers mean", "数値の意味";
        define_count: "Alerts that opened in the period. All shares are of these.", "期間内に発生したアラートの数。割合はすべてこの数に対するものです。";
        define_open: "How long alerts were open, cut to the period; two at once count twice. An alert that opened before the period counts too, if it is still open or opened at most 7 days before.", "アラートが発生していた時間の合計(期間内の分)。同時に2件発生していれば2倍に数えます。期間より前に発生したアラートは、現在も発生中か、期間開始前の7日以内に発生したものを含みます。";
        define_close: "From opening to closing, of those that opened in the period and are closed, even if after it: the median, and what 95 % do not exceed.", "期間内に発生しクローズ済みのアラートについて、発生からクローズまでの時間(期間後のクローズを含む)。中央値と、95%がそれ以下に収まる値です。";
        define_flapping: "Closed within 5 minutes and without a reason. A monitor flaps when at least half of no fewer than three alerts did. Closing by hand without a reason cannot be told from closing by itself.", "発生から5分以内に、理由なしでクローズしたもの。3件以上のうち半数以上がそうなら、その監視はばたついています。理由を書かずに手動でクローズしたものは、自動のクローズと区別できません。";
        define_unattended: "With neither memo nor reason: nobody wrote down that they acted.", "メモもクローズ理由もないもの。対応した記録が残っていません。";
        define_night: "Opened from 22:00 to before 06:00 in the chosen time zone.", "選択したタイムゾーンで22:00から6:00より前に発生したもの。";
        define_weekend: "Opened on a Saturday or Sunday in the chosen time zone.", "選択したタイムゾーンで土曜日または日曜日に発生したもの。";
        define_long_open: "Open now and for more than 7 days, whatever the period.", "期間にかかわらず、現在まで7日を超えて発生し続けているもの。";
        define_never_fired: "No alert of the monitor was open at any moment of the period.", "期間中に一度もアラートが発生していなかった監視。";
        define_muted: "Nobody is told when they fire. Since when they are muted the API does not say.", "アラートが発生しても通知されません。いつからミュートされているかは API からは分かりません。";
        define_without_memo: "Whoever is woken by them is not told what to do.", "通知を受けた人に、何をすべきかが伝わりません。";
        define_unwatched: "No host metric or anomaly monitor has the role in its scope, and no expression monitor names it. Connectivity, which covers every host from the start, does not count; which hosts have checks the API does not list.", "ホストメトリック監視や異常検知の対象にも、式監視の式にも含まれないロール。最初から全ホストが対象の死活監視は数えません。どのホストにチェックがあるかは API からは分かりません。";
    }
}

impl Hygiene {
    /// The days of the week from Monday on.
    pub fn weekdays(&self) -> [&'static str; 7] {
        [self.monday, self.tuesday, self.wednesday, self.thursday, self.friday, self.saturday, self.sunday]
    }
}
