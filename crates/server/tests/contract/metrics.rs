//! Points in and out, of hosts and services.

use crate::support::{NOW, Server};
use mackerel::metrics::{
    HostPoint, Owner, PostHostPoints, PostServicePoints, ReadLatest, ReadMetric, Sample, ServicePoint,
};
use mackerel::services::ServiceMetricNames;
use serde_json::{Value, json};
use series::{Series, TimeRange};
use server::api::{Accepted, accept_host_points};
use server::store::{History, Recalled};
use std::sync::Arc;

const DAY: i64 = 86_400;

async fn read(server: &Server, owner: Owner, range: TimeRange, step: Option<u32>) -> Series {
    let call = ReadMetric { owner, name: "a".to_owned(), range, step };
    server.call(&call).await.expect("points").series
}

/// Posts the points of the metric `a` of the service `shop`.
async fn post(server: &Server, points: &[(i64, f64)]) {
    let points =
        points.iter().map(|&(time, value)| ServicePoint { name: "a".to_owned(), time, value }).collect();
    server.call(&PostServicePoints { service: "shop".to_owned(), points }).await.expect("a success");
}

fn shop() -> Owner {
    Owner::Service("shop".to_owned())
}

#[tokio::test]
async fn points_of_hosts_and_services_come_back_as_typed() {
    let server = Server::start().await;
    server.add_shop().await;
    let ids = [
        server.add_host(r#"{"name":"a","meta":{}}"#).await,
        server.add_host(r#"{"name":"b","meta":{}}"#).await,
    ];
    let point = |host_id: &str, name: &str, time, value| HostPoint {
        host_id: host_id.to_owned(),
        name: name.to_owned(),
        time,
        value,
    };
    let posted = vec![
        point(&ids[0], "a", NOW, 1.5),
        point(&ids[1], "a", NOW - 60, -2.0),
        point(&ids[0], "b", NOW - 60, 1e300),
        point(&ids[0], "a", NOW - 120, 0.1),
    ];
    server.call(&PostHostPoints(posted)).await.expect("a success");
    let range = TimeRange::new(NOW - 600, NOW);
    let found = read(&server, Owner::Host(ids[0].clone()), range, None).await;
    assert_eq!(found, Series::from_points([(NOW - 120, 0.1), (NOW, 1.5)]));
    let found = read(&server, Owner::Host(ids[1].clone()), range, None).await;
    assert_eq!(found, Series::from_points([(NOW - 60, -2.0)]));
    let names = server.ok("GET", &format!("/api/v0/hosts/{}/metric-names", ids[0]), "").await;
    assert_eq!(names, json!({"names": ["a", "b"]}));

    let call = ReadLatest {
        hosts: vec![ids[0].clone(), ids[1].clone(), "nope".to_owned()],
        names: vec!["a".to_owned(), "b".to_owned(), "c".to_owned()],
    };
    let latest = server.call(&call).await.expect("samples");
    assert_eq!(latest.get(&ids[0], "a"), Some(Sample { time: NOW, value: 1.5 }));
    assert_eq!(latest.get(&ids[0], "b"), Some(Sample { time: NOW - 60, value: 1e300 }));
    assert_eq!(latest.get(&ids[1], "b"), None);
    assert!(latest.tsdb_latest["nope"].is_empty());

    let points = ["queue.b", "queue.a", "__externalhttp.responsetime.2mOnItOr009"].map(|name| ServicePoint {
        name: name.to_owned(),
        time: NOW,
        value: 7.0,
    });
    server
        .call(&PostServicePoints { service: "shop".to_owned(), points: points.to_vec() })
        .await
        .expect("a success");
    let names = server.call(&ServiceMetricNames { service: "shop".to_owned() }).await.expect("names").names;
    assert_eq!(names, ["queue.a", "queue.b"]);
    let hidden = "name=__externalhttp.responsetime.2mOnItOr009";
    let path = format!("/api/v0/services/shop/metrics?{hidden}&from={NOW}&to={NOW}");
    assert_eq!(server.ok("GET", &path, "").await, json!({"metrics": [{"time": NOW, "value": 7.0}]}));
}

#[tokio::test]
async fn points_are_taken_as_senders_write_them() {
    let server = Server::start().await;
    let id = server.add_host(r#"{"name":"a","meta":{}}"#).await;
    let minute = NOW / 60 * 60;
    for (time, value, stored) in [
        (json!(minute), json!(1), Some(1.0)),
        (json!(minute + 59), json!("2.5"), Some(2.5)),
        (json!(minute as f64 + 0.999), json!(3), Some(3.0)),
        (json!(minute), json!(1e-320), Some(1e-320)),
        (json!(minute), json!(0.1 + 0.2), Some(0.1 + 0.2)),
    ] {
        let body = json!([{"hostId": id, "name": "a", "time": time, "value": value, "future": null}]);
        server.ok("POST", "/api/v0/tsdb", body.to_string()).await;
        let series = read(&server, Owner::Host(id.clone()), TimeRange::new(minute, minute), None).await;
        assert_eq!(series.last().map(|last| last.1.to_bits()), stored.map(f64::to_bits), "{body}");
    }
    for nothing in ["[]", "null"] {
        server.ok("POST", "/api/v0/tsdb", nothing).await;
    }
}

#[tokio::test]
async fn points_far_from_now_are_dropped_silently() {
    let server = Server::start().await;
    server.add_shop().await;
    for (time, kept) in [
        (NOW - DAY - 60, false),
        (NOW - DAY - 1, false),
        (NOW + DAY + 1, false),
        (NOW * 1000, false),
        (0, false),
        (-1, false),
        (-1_000_000_000_000_000, false),
        (NOW - DAY, true),
        (NOW + DAY, true),
        (NOW, true),
    ] {
        post(&server, &[(time, 1.0)]).await;
        let names = server.ok("GET", "/api/v0/services/shop/metric-names", "").await;
        assert_eq!(names["names"] == json!(["a"]), kept, "{time}");
    }
    let series = read(&server, shop(), TimeRange::new(NOW - 2 * DAY, NOW + 2 * DAY), Some(60)).await;
    assert_eq!(series.times(), [NOW - DAY, NOW, NOW + DAY]);
}

#[tokio::test]
async fn the_later_of_two_posts_wins() {
    let server = Server::start().await;
    server.add_shop().await;
    post(&server, &[(NOW, 1.0), (NOW + 1, 2.0), (NOW - 60, 3.0)]).await;
    post(&server, &[(NOW - 60, 4.0)]).await;
    let series = read(&server, shop(), TimeRange::new(NOW - 60, NOW), None).await;
    assert_eq!(series, Series::from_points([(NOW - 60, 4.0), (NOW, 2.0)]));
}

#[tokio::test]
async fn points_of_unknown_hosts_are_dropped_unless_they_are_all() {
    let server = Server::start().await;
    let id = server.add_host(r#"{"name":"a","meta":{}}"#).await;
    let retired = server.add_host(r#"{"name":"b","meta":{}}"#).await;
    server.ok("POST", &format!("/api/v0/hosts/{retired}/retire"), "").await;
    let point = |host: &str, time: i64| json!({"hostId": host, "name": "a", "time": time, "value": 1});
    let unknown = json!([point("nope", NOW), point(&retired, NOW)]).to_string();
    server.refuses(&[("POST", "/api/v0/tsdb", &unknown, 404, "Host not found")]).await;
    let mixed = json!([point("nope", NOW), point(&id, NOW)]).to_string();
    assert_eq!(server.ok("POST", "/api/v0/tsdb", mixed).await, json!({"success": true}));
    let points = [("nope", NOW), (id.as_str(), NOW), (id.as_str(), 0)];
    let points = points.map(|(host, time)| HostPoint {
        host_id: host.to_owned(),
        name: "a".to_owned(),
        time,
        value: 1.0,
    });
    let accepted = accept_host_points(&server.state.store, NOW, points.to_vec()).await.expect("one is good");
    assert_eq!(accepted, Accepted { stored: 1, dropped: 2 });
}

#[tokio::test]
async fn reads_are_spaced_by_the_period_asked_for() {
    let server = Server::start().await;
    server.add_shop().await;
    // Values count minutes from the start, so that the mean of a bucket tells which points it has.
    let start = NOW - 3_600;
    let points: Vec<_> = (0..=60)
        .filter(|minute| !(20..=24).contains(minute))
        .map(|minute| (start + minute * 60, minute as f64))
        .collect();
    post(&server, &points).await;
    let fives: Vec<_> = (0..12)
        .filter(|&five| five != 4)
        .map(|five| (start + five * 300, (five * 5 + 2) as f64))
        .chain([(NOW, 60.0)])
        .collect();
    // The minutes 0 to 59 without 20 to 24.
    let hour_mean = (1770.0 - 110.0) / 55.0;
    let hours = vec![(start, hour_mean), (NOW, 60.0)];
    let day = vec![(NOW.div_euclid(DAY) * DAY, points.iter().map(|point| point.1).sum::<f64>() / 56.0)];
    for (period, expected) in [
        (20 * 3_600, &points),
        (20 * 3_600 + 1, &fives),
        (10 * DAY, &fives),
        (10 * DAY + 1, &hours),
        (240 * DAY, &hours),
        (240 * DAY + 1, &day),
        (NOW, &day),
    ] {
        let found = read(&server, shop(), TimeRange::new(NOW - period, NOW), None).await;
        assert_eq!(found.times(), expected.iter().map(|point| point.0).collect::<Vec<_>>(), "{period}");
        for (found, expected) in found.values().iter().zip(expected.iter()) {
            assert!((found - expected.1).abs() < 1e-9, "{period}: {found} is not {}", expected.1);
        }
        let whole = read(&server, shop(), TimeRange::new(NOW - period, NOW), Some(60)).await;
        assert_eq!(whole.len(), points.len(), "step=60 over {period}");
    }
}

#[tokio::test]
async fn a_bucket_has_the_same_mean_wherever_the_read_begins() {
    let server = Server::start().await;
    server.add_shop().await;
    post(&server, &[(NOW - 300, 1.0), (NOW - 240, 2.0), (NOW - 120, 6.0)]).await;
    for from in [NOW - 300, NOW - 299, NOW - 240, NOW - 1] {
        let series = read(&server, shop(), TimeRange::new(from, from + 3 * DAY), None).await;
        assert_eq!(series, Series::from_points([(NOW - 300, 3.0)]), "{from}");
    }
    let later = read(&server, shop(), TimeRange::new(NOW, NOW + 3 * DAY), None).await;
    assert!(later.is_empty(), "a metric without points in the range is no error");
}

#[tokio::test]
async fn bounds_are_included_and_empty_ranges_are_empty() {
    let server = Server::start().await;
    server.add_shop().await;
    post(&server, &[(NOW - 60, 1.0), (NOW, 2.0)]).await;
    for (from, to, count) in [
        (NOW - 60, NOW, 2),
        (NOW - 59, NOW, 1),
        (NOW - 60, NOW - 1, 1),
        (NOW, NOW, 1),
        (NOW + 1, NOW + 9, 0),
        (NOW, NOW - 60, 0),
        (-1_000_000_000_000_000, 1_000_000_000_000_000, 1),
    ] {
        let series = read(&server, shop(), TimeRange::new(from, to), None).await;
        assert_eq!(series.len(), count, "{from}..{to}");
    }
}

#[tokio::test]
async fn bad_points_store_nothing_at_all() {
    let server = Server::start().await;
    server.add_shop().await;
    let id = server.add_host(r#"{"name":"a","meta":{}}"#).await;
    let bodies: Vec<(String, &str)> = [
        (r#"{"name":"a","time":NOW,"value":NaN}"#, "line 1 column"),
        (r#"{"name":"a","time":NOW,"value":1e999}"#, "number out of range"),
        (r#"{"name":"a","time":NOW,"value":-1e999}"#, "number out of range"),
        (r#"{"name":"a","time":NOW,"value":"1e999"}"#, "value is not finite"),
        (r#"{"name":"a","time":NOW,"value":"NaN"}"#, "value is not finite"),
        (r#"{"name":"a","time":NOW,"value":"many"}"#, "\"many\" is not a number"),
        (r#"{"name":"a","time":NOW,"value":null}"#, "line 1 column"),
        (r#"{"name":"a","time":NOW,"value":true}"#, "line 1 column"),
        (r#"{"name":"a","time":NOW,"value":[]}"#, "line 1 column"),
        (r#"{"name":"a","time":NOW}"#, "missing field `value`"),
        (r#"{"name":"a","value":1}"#, "missing field `time`"),
        (r#"{"name":"a","time":"NOW","value":1}"#, "invalid type: string"),
        (r#"{"name":"a","time":1e300,"value":1}"#, "time is out of range"),
        (r#"{"name":"a","time":null,"value":1}"#, "invalid type: null"),
        (r#"{"time":NOW,"value":1}"#, "missing field `name`"),
        (r#"{"name":"","time":NOW,"value":1}"#, "[1].name \"\""),
        (r#"{"name":"a b","time":NOW,"value":1}"#, "[1].name \"a b\""),
        (r#"{"name":"日本","time":NOW,"value":1}"#, "[1].name"),
        (r#"{"name":"a.*","time":NOW,"value":1}"#, "[1].name"),
        ("7", "invalid type: integer `7`"),
        ("null", "invalid type: null"),
    ]
    .into_iter()
    .map(|(bad, message)| {
        let good = format!(r#"{{"hostId":"{id}","name":"good","time":{NOW},"value":1}}"#);
        let bad = bad.replace("NOW", &NOW.to_string()).replace('{', &format!(r#"{{"hostId":"{id}","#));
        (format!("[{good},{bad}]"), message)
    })
    .collect();
    for path in ["/api/v0/tsdb", "/api/v0/services/shop/tsdb"] {
        let refusals: Vec<_> =
            bodies.iter().map(|(body, message)| ("POST", path, body.as_str(), 400, *message)).collect();
        server.refuses(&refusals).await;
    }
    let no_host = format!(r#"[{{"name":"a","time":{NOW},"value":1}}]"#);
    server
        .refuses(&[
            ("POST", "/api/v0/tsdb", &no_host, 400, "missing field `hostId`"),
            ("POST", "/api/v0/services/nope/tsdb", &no_host, 404, "Service not found"),
        ])
        .await;
}

#[tokio::test]
async fn bad_reads_are_refused_by_parameter() {
    let server = Server::start().await;
    server.add_shop().await;
    let id = server.add_host(r#"{"name":"a","meta":{}}"#).await;
    post(&server, &[(NOW, 1.0)]).await;
    let mut refusals: Vec<(String, u16, &str)> = Vec::new();
    for (owner, missing) in [("services/shop", "services/nope"), (&format!("hosts/{id}"), "hosts/nope")] {
        for (query, status, message) in [
            ("from=1&to=2", 400, "query parameter name is missing"),
            ("name=&from=1&to=2", 400, "query parameter name is missing"),
            ("name=a&to=2", 400, "query parameter from is missing"),
            ("name=a&from=1", 400, "query parameter to is missing"),
            ("name=a&from=&to=2", 400, "query parameter from is missing"),
            ("name=a&from=x&to=2", 400, "query parameter from is \"x\""),
            ("name=a&from=1&to=1e999", 400, "query parameter to is \"1e999\""),
            ("name=a&from=NaN&to=1", 400, "query parameter from"),
            ("name=a&from=1&to=9e15", 400, "query parameter to"),
            ("name=a&name=b&from=1&to=2", 400, "query parameter name is given more than once"),
            ("name=a&from=1&to=2&step=61", 400, "query parameter step is 61"),
            ("name=a&from=1&to=2&step=0", 400, "query parameter step"),
            ("name=a&from=1&to=2&step=-60", 400, "query parameter step"),
            ("name=a&from=1&to=2&step=60.0", 400, "query parameter step"),
            ("name=zz&from=1&to=2", 404, "Metric not found"),
            ("name=%FF&from=1&to=2", 404, "Metric not found"),
        ] {
            refusals.push((format!("/api/v0/{owner}/metrics?{query}"), status, message));
        }
        let message = if missing.starts_with("hosts") { "Host not found" } else { "Service not found" };
        refusals.push((format!("/api/v0/{missing}/metrics?name=a&from=1&to=2"), 404, message));
    }
    refusals.push(("/api/v0/tsdb/latest".to_owned(), 400, "query parameter hostId is missing"));
    refusals.push(("/api/v0/tsdb/latest?name=a".to_owned(), 400, "query parameter hostId is missing"));
    refusals.push(("/api/v0/tsdb/latest?hostId=a&name=".to_owned(), 400, "query parameter name is missing"));
    let refusals: Vec<_> = refusals
        .iter()
        .map(|(path, status, message)| ("GET", path.as_str(), "", *status, *message))
        .collect();
    server.refuses(&refusals).await;
    let empty: Value = server.ok("GET", &format!("/api/v0/tsdb/latest?hostId={id}&name=a"), "").await;
    assert_eq!(empty, json!({"tsdbLatest": {id: {}}}));
}

/// A past in which the names are statuses that reading them answers, and `a` is 1 at each minute.
struct Past;

impl History for Past {
    fn names(&self, _owner: &Owner) -> Vec<String> {
        vec!["a".to_owned()]
    }

    fn read(&self, _owner: &Owner, name: &str, range: TimeRange) -> Recalled {
        match name.parse().ok().and_then(|code| http::StatusCode::from_u16(code).ok()) {
            Some(status) => Recalled::Fault(status),
            None if name == "a" => {
                let minutes = range.from.div_euclid(60)..=range.to.div_euclid(60);
                Recalled::Series(minutes.map(|minute| (minute * 60, 1.0)).collect())
            }
            None => Recalled::Nothing,
        }
    }
}

#[tokio::test]
async fn a_past_that_was_never_posted_is_read_like_any_other() {
    let server = Server::start_over(Some(Arc::new(Past))).await;
    server.add_shop().await;
    post(&server, &[(NOW, 3.0)]).await;
    for (status, message) in [
        (400, "always answers 400"),
        (403, "always answers 403"),
        (404, "Metric not found"),
        (429, "always answers 429"),
        (500, "always answers 500"),
        (503, "always answers 503"),
    ] {
        let path = format!("/api/v0/services/shop/metrics?name={status}&from=1&to=2");
        let (found, json) = server.ask("GET", &path, "").await;
        assert_eq!(found.as_u16(), status, "{json}");
        assert!(json["error"]["message"].as_str().is_some_and(|text| text.contains(message)), "{json}");
    }
    let found = read(&server, shop(), TimeRange::new(NOW - 120, NOW), None).await;
    assert_eq!(found, Series::from_points([(NOW - 120, 1.0), (NOW - 60, 1.0), (NOW, 3.0)]));
    let coarse = read(&server, shop(), TimeRange::new(NOW - 3 * DAY, NOW - 300), None).await;
    assert_eq!(coarse.len(), 3 * 288);
    let host = server.add_host(r#"{"name":"h","meta":{}}"#).await;
    let call = ReadLatest { hosts: vec![host.clone()], names: vec!["a".to_owned()] };
    let latest = server.call(&call).await.expect("samples");
    assert_eq!(latest.get(&host, "a"), Some(Sample { time: NOW, value: 1.0 }));
}
