//! Graph annotations.

use crate::support::{NOW, Server};
use mackerel::annotations::{
    Annotation, CreateAnnotation, DeleteAnnotation, ListAnnotations, UpdateAnnotation,
};
use serde_json::json;
use series::TimeRange;

fn annotation(title: &str, from: i64, to: i64, roles: &[&str]) -> Annotation {
    Annotation {
        id: String::new(),
        title: title.to_owned(),
        description: format!("about {title}"),
        from,
        to,
        service: "shop".to_owned(),
        roles: roles.iter().map(|&role| role.to_owned()).collect(),
    }
}

#[tokio::test]
async fn annotations_live_as_typed() {
    let server = Server::start().await;
    server.add_shop().await;
    let list = ListAnnotations { service: "shop".to_owned(), range: TimeRange::new(0, NOW) };
    assert_eq!(server.call(&list).await.expect("a list").graph_annotations, []);
    let made = server.call(&CreateAnnotation(annotation("one", NOW - 60, NOW, &["web"]))).await.expect("one");
    assert_eq!(made, Annotation { id: made.id.clone(), ..annotation("one", NOW - 60, NOW, &["web"]) });
    let changed = Annotation { id: made.id.clone(), ..annotation("two", NOW - 120, NOW - 120, &[]) };
    assert_eq!(server.call(&UpdateAnnotation(changed.clone())).await.expect("an update"), changed);
    assert_eq!(server.call(&list).await.expect("a list").graph_annotations, std::slice::from_ref(&changed));
    assert_eq!(server.call(&DeleteAnnotation { id: made.id }).await.expect("as it was"), changed);
    assert_eq!(server.call(&list).await.expect("a list").graph_annotations, []);
}

#[tokio::test]
async fn a_list_has_what_shares_a_second_with_the_range() {
    let server = Server::start().await;
    server.add_shop().await;
    server.ok("POST", "/api/v0/services", r#"{"name":"blog"}"#).await;
    for (title, from, to) in [("c", 300, 400), ("a", 100, 200), ("b", 150, 1_000), ("d", 500, 500)] {
        server.call(&CreateAnnotation(annotation(title, from, to, &[]))).await.expect("one");
    }
    for (from, to, titles) in [
        (0, 2_000, "abcd"),
        (0, 99, ""),
        (0, 100, "a"),
        (200, 200, "ab"),
        (201, 299, "b"),
        (400, 450, "bc"),
        (500, 500, "bd"),
        (1_001, 2_000, ""),
        (300, 200, ""),
    ] {
        let call = ListAnnotations { service: "shop".to_owned(), range: TimeRange::new(from, to) };
        let found = server.call(&call).await.expect("a list").graph_annotations;
        let found: String = found.iter().map(|one| one.title.as_str()).collect();
        // A backwards range shares its seconds with what spans it whole.
        let expected = if from > to { "b" } else { titles };
        assert_eq!(found, expected, "{from}..{to}");
    }
    let blog = server.ok("GET", "/api/v0/graph-annotations?service=blog&from=0&to=9999", "").await;
    assert_eq!(blog, json!({"graphAnnotations": []}));
}

#[tokio::test]
async fn what_is_unset_is_left_out_or_empty() {
    let server = Server::start().await;
    server.add_shop().await;
    for (sent, more) in [
        (r#"{"title":"t","from":0,"to":9.9,"service":"shop"}"#, json!({})),
        (
            r#"{"id":"mine","title":"t","description":null,"from":0,"to":9,"service":"shop","roles":null,"x":1}"#,
            json!({}),
        ),
        (r#"{"title":"t","from":0,"to":9,"service":"shop","roles":[]}"#, json!({})),
        (
            r#"{"title":"t","from":0,"to":9,"service":"shop","roles":["web","web"]}"#,
            json!({"roles": ["web"]}),
        ),
    ] {
        let made = server.ok("POST", "/api/v0/graph-annotations", sent).await;
        let mut expected =
            json!({"id": made["id"], "title": "t", "description": "", "from": 0, "to": 9, "service": "shop"});
        if let (Some(all), Some(more)) = (expected.as_object_mut(), more.as_object()) {
            all.extend(more.clone());
        }
        assert_eq!(made, expected, "{sent}");
        assert_eq!(made["id"].as_str().map(str::len), Some(11));
    }
}

#[tokio::test]
async fn bad_annotations_are_refused() {
    let server = Server::start().await;
    server.add_shop().await;
    let made = server.call(&CreateAnnotation(annotation("one", 1, 2, &["web"]))).await.expect("one");
    let own = format!("/api/v0/graph-annotations/{}", made.id);
    let root = "/api/v0/graph-annotations";
    let body = |title: &str, description: &str| {
        json!({"title": title, "description": description, "from": 1, "to": 2, "service": "shop"}).to_string()
    };
    let (long_title, long_text) = (body(&"字".repeat(251), ""), body("t", &"字".repeat(1_025)));
    let good = body("t", "");
    let mut refusals = vec![
        ("PUT", "/api/v0/graph-annotations/nope", good.as_str(), 404, "Graph annotation not found"),
        ("DELETE", "/api/v0/graph-annotations/nope", "", 404, "Graph annotation not found"),
        ("GET", "/api/v0/graph-annotations?from=1&to=2", "", 400, "query parameter service is missing"),
        ("GET", "/api/v0/graph-annotations?service=shop&to=2", "", 400, "query parameter from is missing"),
        ("GET", "/api/v0/graph-annotations?service=shop&from=1", "", 400, "query parameter to is missing"),
        (
            "GET",
            "/api/v0/graph-annotations?service=shop&from=a&to=2",
            "",
            400,
            "query parameter from is \"a\"",
        ),
        ("GET", "/api/v0/graph-annotations?service=nope&from=1&to=2", "", 404, "Service not found"),
    ];
    for (method, path) in [("POST", root), ("PUT", own.as_str())] {
        for (body, status, message) in [
            (long_title.as_str(), 400, "title has 251 characters"),
            (&long_text, 400, "description has 1025 characters"),
            (r#"{"title":"","from":1,"to":2,"service":"shop"}"#, 400, "title is empty"),
            (r#"{"from":1,"to":2,"service":"shop"}"#, 400, "missing field `title`"),
            (r#"{"title":"t","to":2,"service":"shop"}"#, 400, "missing field `from`"),
            (r#"{"title":"t","from":1,"service":"shop"}"#, 400, "missing field `to`"),
            (r#"{"title":"t","from":1,"to":2}"#, 400, "missing field `service`"),
            (r#"{"title":"t","from":3,"to":2,"service":"shop"}"#, 400, "from 3 is later than to 2"),
            (r#"{"title":"t","from":1,"to":1e16,"service":"shop"}"#, 400, "time is out of range"),
            (r#"{"title":"t","from":"1","to":2,"service":"shop"}"#, 400, "invalid type: string"),
            (r#"{"title":"t","from":1,"to":2,"service":"nope"}"#, 404, "Service not found"),
            (r#"{"title":"t","from":1,"to":2,"service":"shop","roles":["nope"]}"#, 404, "Role not found"),
            (r#"{"title":"t","from":1,"to":2,"service":"shop","roles":"web"}"#, 400, "invalid type: string"),
        ] {
            refusals.push((method, path, body, status, message));
        }
    }
    server.refuses(&refusals).await;
    // The longest that is allowed counts characters, not bytes.
    server.ok("POST", root, body(&"字".repeat(250), &"字".repeat(1_024))).await;
}
