//! Six dashboards: on call, deploy, monthly review, cost, objectives, and one with every widget there is.

use super::Demo;
use super::calendar::{DAY, HOUR, MINUTE};
use super::fleet::Domain;
use super::sentinel;
use super::service::budget;
use super::texts;
use super::widgets::{
    Board, Piece, expression, expression_value, host, host_value, query, role, role_stacked, service,
    service_value,
};
use mackerel::dashboards::{Dashboard, Graph, Metric, WidgetRange};

const ERROR_RATE: &str = "scale(divide(service(shop, requests.errors), service(shop, requests.total)), 100)";
const AVAILABILITY: &str = "scale(divide(service(api, requests.good), service(api, requests.total)), 100)";

/// All dashboards, in the order in which a newcomer should see them.
pub(super) fn all(demo: &Demo) -> Vec<Dashboard> {
    let mut dashboards = vec![
        on_call(
            demo,
            demo.board("on-call", "当番 / On call", "ops/on-call", "まず見るところ / Look here first"),
        ),
        deploy(
            demo,
            demo.board(
                "deploy",
                "リリース確認 / Deploy",
                "ops/deploy",
                "リリースの前後を比べる / Before and after a release",
            ),
        ),
        review(demo.board(
            "pwg",
            "PWG 月次レビュー / Monthly review",
            "review/pwg",
            "毎月第一水曜 / First Wednesday of the month",
        )),
        cost(demo.board(
            "cost",
            "費用 / Cost",
            "review/cost",
            "月ごとの費用と予算 / Cost and budget by month",
        )),
        objectives(demo.board("slo", "SLO", "review/slo", "可用性と応答時間の目標 / Objectives")),
        every_widget(
            demo,
            demo.board(
                "widgets",
                "全ウィジェット / Every widget",
                "samples/every-widget",
                "表示の見本 / A sample of each",
            ),
        ),
    ];
    for dashboard in &mut dashboards {
        dashboard.created_at = demo.story.beginning();
        dashboard.updated_at = demo.story.epoch - DAY;
    }
    dashboards
}

impl Demo {
    fn board(&self, key: &str, title: &str, url_path: &str, memo: &str) -> Board {
        Board::new(self.noise.id("dashboard", key), title, url_path, memo)
    }

    fn host_id(&self, domain: Domain, role: &str, index: usize) -> &str {
        self.fleet.iter().find(|machine| machine.is(domain, role, index)).map_or("", |machine| &machine.id)
    }
}

fn on_call(demo: &Demo, board: Board) -> Dashboard {
    let database = demo.host_id(Domain::Shop, "db", 1);
    let worker = demo.host_id(Domain::Batch, "worker", 1);
    board
        .row(
            5,
            [
                Piece::value(4, "注文 / Orders", service_value("shop", "orders.count"), 0, "/min").rule(
                    "少ない",
                    "<",
                    2.0,
                ),
                Piece::value(4, "api p95", service_value("api", "latency.p95"), 0, "ms")
                    .rule("遅い", ">", 480.0),
                Piece::value(4, "待ちジョブ / Waiting", service_value("batch", "jobs.waiting"), 0, "")
                    .rule("滞留", ">", 400.0),
                Piece::alert_status(4, "shop:web", Some("shop:web")),
                Piece::alert_status(4, "shop:app", Some("shop:app")),
                Piece::alert_status(4, "batch:worker", Some("batch:worker")),
            ],
        )
        .row(
            8,
            [
                Piece::graph(12, "ショップ応答時間 / Shop latency", service("shop", "latency.*")),
                Piece::graph(12, "API応答時間 / API latency", service("api", "latency.*")),
            ],
        )
        .row(
            8,
            [
                Piece::graph(12, "ウェブの負荷 / Load of shop:web", role("shop:web", "loadavg5"))
                    .reference("warning", 8.0),
                Piece::graph(
                    12,
                    "アプリのCPU / User CPU of shop:app",
                    role("shop:app", "cpu.user.percentage"),
                ),
            ],
        )
        .row(
            8,
            [
                Piece::graph(8, "注文DBのディスク / Filling disk", host(database, "filesystem")),
                Piece::graph(8, "滞留ジョブ / Jobs waiting", service("batch", "jobs.waiting"))
                    .reference("critical", 1_000.0),
                Piece::graph(8, "夜間バッチ / Load of the worker", host(worker, "loadavg")),
            ],
        )
        .row(8, [Piece::markdown(24, "手順 / Runbook", texts::RUNBOOK)])
        .done()
}

fn deploy(demo: &Demo, board: Board) -> Dashboard {
    let release = demo.story.release;
    let around =
        WidgetRange::Absolute { start: release.from - 3 * HOUR, end: release.to + MINUTE + 3 * HOUR };
    board
        .row(8, [
            Piece::graph(12, "API p95 いま / Now", service("api", "latency.p95")).reference("目標 / target", 480.0),
            Piece::graph(12, "先週木曜のリリース / Last Thursday's release", service("api", "latency.p95"))
                .range(around)
                .reference("目標 / target", 480.0),
        ])
        .row(8, [
            Piece::graph(12, "APIの失敗 / Failed requests", service("api", "requests.errors")),
            Piece::graph(12, "同、リリース時 / During the release", service("api", "requests.errors")).range(around),
        ])
        .row(8, [
            Piece::graph(8, "api:web CPU", role("api:web", "cpu.user.percentage")),
            Piece::graph(8, "api:worker loadavg5", role("api:worker", "loadavg5")),
            Piece::graph(8, "api:db クエリ / Queries", host(demo.host_id(Domain::Api, "db", 0), "custom.mysql.queries")),
        ])
        .row(8, [
            Piece::graph(12, "エンドポイント別 / By endpoint", service("api", "endpoint.*")),
            Piece::graph(12, "先週との比較 / Against last week", expression(
                "group(alias(service(api, latency.p95), 'いま'), alias(timeShift(service(api, latency.p95), 1w), '先週'))",
            )),
        ])
        .done()
}

fn review(board: Board) -> Dashboard {
    let month = WidgetRange::Relative { period: 30 * DAY, offset: 0 };
    let before = WidgetRange::Relative { period: 30 * DAY, offset: -30 * DAY };
    board
        .row(
            8,
            [
                Piece::graph(12, "注文 今月 / Orders, last 30 days", service("shop", "orders.*"))
                    .range(month),
                Piece::graph(12, "注文 先月 / Orders, 30 days before", service("shop", "orders.*"))
                    .range(before),
            ],
        )
        .row(
            8,
            [
                Piece::graph(12, "応答時間 今月 / Latency, last 30 days", service("shop", "latency.p95"))
                    .range(month),
                Piece::graph(12, "応答時間 先月 / Latency, 30 days before", service("shop", "latency.p95"))
                    .range(before),
            ],
        )
        .row(
            8,
            [
                Piece::graph(12, "来訪者 / Visitors", service("shop", "visitors.*")).range(month),
                Piece::graph(12, "売上 / Revenue", service("shop", "revenue.*")).range(month),
            ],
        )
        .row(
            8,
            [
                Piece::graph(8, "ウェブ負荷の合計 / Load of shop:web", role_stacked("shop:web", "loadavg5"))
                    .range(month),
                Piece::graph(8, "DBの読み込み / Reads of shop:db", role("shop:db", "disk.reads.delta"))
                    .range(month),
                Piece::graph(8, "バックアップ / Backups, minutes", service("batch", "backup.minutes"))
                    .range(month),
            ],
        )
        .row(6, [Piece::markdown(24, "議題 / Agenda", texts::AGENDA)])
        .done()
}

fn cost(board: Board) -> Dashboard {
    let quarter = WidgetRange::Relative { period: 92 * DAY, offset: 0 };
    let spent = |domain: Domain| {
        let title = format!("{} 今月 / This month", domain.name());
        Piece::value(8, &title, service_value(domain.name(), "cost.monthly"), 0, "USD").rule(
            "予算超過",
            ">",
            budget(domain),
        )
    };
    let line = |domain: Domain| {
        let title = format!("{} 累計と予算 / Month to date", domain.name());
        Piece::graph(12, &title, service(domain.name(), "cost.*")).range(quarter).bounds(Some(0.0), None)
    };
    board
        .row(4, Domain::ALL.map(spent))
        .row(9, [line(Domain::Shop), line(Domain::Api)])
        .row(9, [
            line(Domain::Batch),
            Piece::graph(12, "注文あたり / Per order", expression(
                "divide(service(shop, cost.monthly), movingAverage(service(shop, orders.count), '1d'))",
            )),
        ])
        .row(4, [Piece::markdown(24, "見方 / How to read this", texts::COST)])
        .done()
}

fn objectives(board: Board) -> Dashboard {
    let month = WidgetRange::Relative { period: 30 * DAY, offset: 0 };
    board
        .row(
            4,
            [
                Piece::value(6, "api 可用性 / Availability", expression_value(AVAILABILITY), 3, "%")
                    .rule("SLO", "<", 99.9),
                Piece::value(6, "api p95", service_value("api", "latency.p95"), 0, "ms")
                    .rule("SLO", ">", 480.0),
                Piece::value(6, "失敗 / Failed", service_value("api", "requests.errors"), 0, "/min"),
                Piece::value(6, "リクエスト / Requests", service_value("api", "requests.total"), 0, "/min"),
            ],
        )
        .row(
            9,
            [
                Piece::graph(12, "可用性 / Availability", expression(AVAILABILITY))
                    .range(month)
                    .bounds(Some(99.0), Some(100.0))
                    .reference("目標 / objective 99.9 %", 99.9),
                Piece::graph(12, "失敗したリクエスト / Failed requests", service("api", "requests.errors"))
                    .range(month),
            ],
        )
        .row(
            9,
            [
                Piece::graph(12, "成功と全体 / Good and total", service("api", "requests.*"))
                    .range(month)
                    .only(&["requests.good", "requests.total"]),
                Piece::graph(12, "p95", service("api", "latency.p95"))
                    .range(month)
                    .reference("目標 / objective", 480.0),
            ],
        )
        .row(5, [Piece::markdown(24, "定義 / Definition", texts::OBJECTIVES)])
        .done()
}

fn every_widget(demo: &Demo, board: Board) -> Dashboard {
    let sentinel_id = demo.host_id(Domain::Batch, "sentinel", 0);
    let sentinel_graph = |shape: &str| host(sentinel_id, &format!("{}{shape}", sentinel::PREFIX));
    let web = demo.host_id(Domain::Shop, "web", 0);
    let app = demo.host_id(Domain::Shop, "app", 0);
    let whole = WidgetRange::Relative { period: 460 * DAY, offset: 0 };
    let spike = demo.story.spike;
    board
        .row(
            7,
            [
                Piece::graph(8, "ホスト / Host graph", host(web, "cpu")),
                Piece::graph(8, "ロール / Role graph", role("shop:web", "loadavg5")),
                Piece::graph(8, "サービス / Service graph", service("shop", "requests.*")),
            ],
        )
        .row(
            7,
            [
                Piece::graph(
                    8,
                    "積み重ねロール / Stacked role",
                    role_stacked("shop:app", "cpu.user.percentage"),
                ),
                Piece::graph(8, "カスタム # / Custom with a wildcard", host(app, "custom.pool.#")),
                Piece::graph(8, "30台超 / More than 30 hosts", role("batch:log-agent", "loadavg5")),
            ],
        )
        .row(
            7,
            [
                Piece::graph(8, "基準線と範囲 / Reference line, fixed axis", host(web, "loadavg"))
                    .reference("warning", 8.0)
                    .bounds(Some(0.0), Some(10.0)),
                Piece::graph(8, "相対期間 昨日 / Relative: yesterday", service("api", "latency.*"))
                    .range(WidgetRange::Relative { period: DAY, offset: -DAY }),
                Piece::graph(
                    8,
                    "絶対期間 キャンペーン / Absolute: the campaign",
                    service("shop", "visitors.*"),
                )
                .range(WidgetRange::Absolute {
                    start: demo.story.campaign.from - DAY,
                    end: demo.story.campaign.to + MINUTE + DAY,
                }),
            ],
        )
        .row(
            7,
            [
                Piece::graph(8, "凡例の選択 / Only some lines", host(web, "memory"))
                    .only(&["memory.used", "memory.total"]),
                Piece::graph(8, "式 / Expression", expression(ERROR_RATE)),
                Piece::graph(
                    8,
                    "クエリ / Query",
                    query("http.server.request.duration.p95{service.name=\"shop\"}", "{{http.route}}"),
                ),
            ],
        )
        .row(
            7,
            [
                Piece::graph(6, "flat", sentinel_graph("flat")),
                Piece::graph(6, "rising", sentinel_graph("rising")),
                Piece::graph(6, "gappy", sentinel_graph("gappy")),
                Piece::graph(6, "empty", sentinel_graph("empty")),
            ],
        )
        .row(
            7,
            [
                Piece::graph(12, "spike 460日 / 460 days", sentinel_graph("spike")).range(whole),
                Piece::graph(6, "spike", sentinel_graph("spike"))
                    .range(WidgetRange::Absolute { start: spike - HOUR, end: spike + HOUR }),
                Piece::graph(6, "エラー / An error", sentinel_graph("error-503")),
            ],
        )
        .row(
            4,
            [
                Piece::value(4, "ホスト値 / Host", host_value(web, "loadavg5"), 2, ""),
                Piece::value(4, "サービス値 / Service", service_value("shop", "orders.count"), 0, "/min")
                    .rule("多い", ">", 1.0),
                Piece::value(4, "式の値 / Expression", expression_value(ERROR_RATE), 3, "%"),
                Piece::value(
                    4,
                    "クエリ値 / Query",
                    Metric::Query { query: "up".to_owned(), legend: String::new() },
                    0,
                    "",
                ),
                Piece::value(4, "不明 / Unknown", Metric::Unknown, 2, ""),
                Piece::value(
                    4,
                    "固定 / Sentinel",
                    host_value(sentinel_id, &format!("{}flat", sentinel::PREFIX)),
                    0,
                    "",
                ),
            ],
        )
        .row(
            6,
            [
                Piece::alert_status(6, "shop:app", Some("shop:app")),
                Piece::alert_status(6, "なくなったロール / A role that is gone", None),
                Piece::graph(6, "不明 / Unknown", Graph::Unknown),
                Piece::graph(6, "費用 / Sparse points", service("batch", "cost.monthly"))
                    .range(WidgetRange::Relative { period: 7 * DAY, offset: 0 }),
            ],
        )
        .row(
            12,
            [
                Piece::markdown(12, "日本語", texts::MARKDOWN_JAPANESE),
                Piece::markdown(12, "English", texts::MARKDOWN_ENGLISH),
            ],
        )
        .done()
}
