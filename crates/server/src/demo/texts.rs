//! What the markdown widgets of the dashboards say, in Japanese and English.

pub(super) const RUNBOOK: &str = "\
## 呼ばれたら / When you are called
1. 開いているアラートを上から順に / Open alerts, worst first
2. 直近の**リリース**を確認 / Was there a **release**?
3. 手に負えなければ二次当番へ / Hand over to the second line

| 症状 / Symptom | 最初の一手 / First move |
|---|---|
| ディスク / Disk | `du -xh --max-depth=2 /data` |
| 滞留 / Pile-up | `jobctl drain --slow` |
";

pub(super) const AGENDA: &str = "\
- 先月との差 / What changed since last month
- 毎晩3時の**バックアップ**のアラートを直すか / Do we fix the nightly **backup** alert?
- 注文DBの2台目はあと9日で満杯 / The second orders database is full in 9 days
- キャンペーンの結果 / Results of the campaign
";

pub(super) const COST: &str = "\
毎時更新、月初に0へ戻ります。`cost.budget` が予算です。 / Posted hourly, back to 0 on the first of the month. \
`cost.budget` is what we may spend; `batch` costs a flat 10 USD a day.
";

pub(super) const OBJECTIVES: &str = "\
**可用性 / Availability**: `requests.good / requests.total` ≥ 99.9 % (30 d)

**応答時間 / Latency**: `latency.p95` ≤ 480 ms

先週木曜のリリースで予算の一部を使いました。 / Last Thursday's release spent part of the budget.
";

pub(super) const MARKDOWN_JAPANESE: &str = "\
## 見出し
段落と**強調**、*斜体*、`コード`、[リンク](https://mackerel.io/ja/)。

- 箇条書き
- もう一つ
  - 入れ子

1. 番号付き
2. 二つ目

| 名前 | 役割 | 台数 |
|:---|:---|---:|
| ウェブ | 画面 | 8 |
| アプリ | 注文 | 7 |

```sh
curl -s localhost:7373/api/v0/hosts
```

> 引用
";

pub(super) const MARKDOWN_ENGLISH: &str = "\
## Heading
A paragraph with **bold**, *italic*, `code` and a [link](https://mackerel.io/).

- a list
- of two
  - and a nested entry

1. numbered
2. twice

| name | role | hosts |
|:---|:---|---:|
| web | pages | 8 |
| app | orders | 7 |

```json
[{\"name\": \"orders.count\", \"time\": 1767225600, \"value\": 42}]
```

> A quotation.
";
