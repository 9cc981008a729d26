//! A dashboard that the app fetched, edited and saved differs only in what was edited.

use crate::support::Server;
use dashboard::{Draft, Edit};
use mackerel::Endpoint;
use mackerel::dashboards::{Dashboard, UpdateDashboard};
use serde_json::{Map, Value, json};

const ROOT: &str = "/api/v0/dashboards";
const DASHBOARDS: u64 = 500;

#[tokio::test]
async fn five_hundred_dashboards_differ_only_in_the_title_that_was_edited() {
    let server = Server::start().await;
    server.add_shop().await;
    for seed in 1..=DASHBOARDS {
        let mut dice = Dice(seed);
        let made = server.ok("POST", ROOT, dice.dashboard(seed).to_string()).await;
        let path = format!("{ROOT}/{}", made["id"].as_str().expect("an id"));
        let before = server.ok("GET", &path, "").await;
        let stored: Dashboard = serde_json::from_value(before.clone()).expect("a dashboard");
        let widgets = stored.widgets.len() as u64;
        let edited = dice.below(widgets) as usize;
        let widget = stored.widgets[edited].clone();
        let draft = Draft::new(&stored);
        let draft = draft.apply(Edit::Change(edited as u32, "edited".to_owned(), widget.content));
        let call = UpdateDashboard(draft.expect("a title is never refused").dashboard()).request();
        let body = String::from_utf8(call.body().clone()).expect("JSON");
        assert_eq!(call.uri().path(), path);
        server.ok("PUT", &path, body).await;
        let after = server.ok("GET", &path, "").await;
        let mut expected = before;
        expected["widgets"][edited]["title"] = "edited".into();
        // Compared as text: not even the spelling of a number may change.
        assert_eq!(after.to_string(), expected.to_string(), "seed {seed}");
        server.ok("DELETE", &path, "").await;
    }
}

/// A small generator, so that every run makes the same dashboards.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        // splitmix64: any seed gives a good sequence.
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, end: u64) -> u64 {
        self.next() % end
    }

    fn one_in(&mut self, many: u64) -> bool {
        self.below(many) == 0
    }

    fn number(&mut self) -> Value {
        match self.below(4) {
            0 => json!(self.below(1_000)),
            1 => json!(self.below(1_000) as f64),
            2 => json!(self.below(1_000_000) as f64 / 7.0),
            _ => json!(0.1),
        }
    }

    /// Something that no version knows.
    fn anything(&mut self, depth: u64) -> Value {
        match self.below(if depth == 0 { 5 } else { 7 }) {
            0 => json!(true),
            1 => json!("日本 \"quoted\" \u{1F363}"),
            2 => self.number(),
            3 => json!(u64::MAX),
            4 => json!(i64::MIN),
            5 => (0..self.below(4)).map(|_| self.anything(depth - 1)).collect(),
            _ => {
                let fields = (0..self.below(4)).map(|at| (format!("k{at}"), self.anything(depth - 1)));
                Value::Object(fields.collect())
            }
        }
    }

    fn maybe(&mut self, object: &mut Value, name: &str, value: impl FnOnce(&mut Self) -> Value) {
        if self.one_in(2) {
            let value = value(self);
            object[name] = value;
        }
    }

    fn unknown(&mut self, object: &mut Value) {
        for name in ["novel", "zz_future", "Aa"] {
            if self.one_in(3) {
                let value = self.anything(2);
                object[name] = value;
            }
        }
    }

    fn source(&mut self, is_metric: bool) -> Value {
        let mut source = match self.below(6) {
            0 => json!({"type": "host", "hostId": "3aQ", "name": "loadavg"}),
            1 if !is_metric => {
                json!({"type": "role", "roleFullname": "shop:web", "name": "cpu.{user,iowait}"})
            }
            1 | 2 => json!({"type": "service", "serviceName": "shop", "name": "orders.*"}),
            3 => json!({"type": "expression", "expression": "avg(role(shop:web, loadavg5))"}),
            4 => json!({"type": "query", "query": "up{job=\"a\"}", "legend": ""}),
            _ => json!({"type": "unknown"}),
        };
        if source["type"] == "role" {
            self.maybe(&mut source, "isStacked", |dice| json!(dice.one_in(2)));
        }
        self.unknown(&mut source);
        source
    }

    fn widget(&mut self) -> Value {
        let mut widget = match self.below(5) {
            0 => self.graph(),
            1 => self.value(),
            2 => json!({"type": "markdown", "markdown": "# 見出し\n\n- [ ] a\n"}),
            3 => json!({"type": "alertStatus", "roleFullname": "shop:web"}),
            _ => {
                let mut hologram = json!({"type": "hologram", "depth": self.anything(3)});
                self.maybe(&mut hologram, "graph", |dice| dice.source(false));
                hologram
            }
        };
        self.maybe(&mut widget, "title", |_| json!("t"));
        let mut layout = json!({"x": self.below(24), "y": self.below(60), "width": 1 + self.below(24), "height": 1 + self.below(32)});
        self.unknown(&mut layout);
        widget["layout"] = layout;
        self.unknown(&mut widget);
        widget
    }

    fn graph(&mut self) -> Value {
        let mut widget = json!({"type": "graph", "graph": self.source(false)});
        self.maybe(&mut widget, "range", |dice| {
            let mut range = if dice.one_in(2) {
                json!({"type": "relative", "period": 3_600, "offset": -60})
            } else {
                json!({"type": "absolute", "start": 1_500_000_000, "end": 1_500_003_600})
            };
            dice.unknown(&mut range);
            range
        });
        self.maybe(&mut widget, "valueRange", |dice| {
            let mut ends = Value::Object(Map::new());
            dice.maybe(&mut ends, "min", Self::number);
            dice.maybe(&mut ends, "max", Self::number);
            dice.unknown(&mut ends);
            ends
        });
        self.maybe(&mut widget, "referenceLines", |dice| {
            let mut line = json!({"label": "budget", "value": dice.number()});
            dice.unknown(&mut line);
            json!([line])
        });
        self.maybe(&mut widget, "legendList", |_| json!(["loadavg5", "a.b"]));
        widget
    }

    fn value(&mut self) -> Value {
        let mut widget = json!({"type": "value", "metric": self.source(true)});
        self.maybe(&mut widget, "fractionSize", |dice| json!(dice.below(17)));
        self.maybe(&mut widget, "suffix", |_| json!("req/s"));
        self.maybe(&mut widget, "formatRules", |dice| {
            let mut rule = json!({"threshold": dice.number(), "operator": ">"});
            dice.maybe(&mut rule, "name", |_| json!("high"));
            dice.unknown(&mut rule);
            json!([rule])
        });
        self.maybe(&mut widget, "isNewVersion", |dice| json!(dice.one_in(2)));
        self.maybe(&mut widget, "showsTrend", |dice| json!(dice.one_in(2)));
        widget
    }

    fn dashboard(&mut self, seed: u64) -> Value {
        let widgets: Vec<Value> = (0..=self.below(8)).map(|_| self.widget()).collect();
        let mut dashboard =
            json!({"title": "t", "memo": "m", "urlPath": format!("generated/{seed}"), "widgets": widgets});
        self.unknown(&mut dashboard);
        dashboard
    }
}
