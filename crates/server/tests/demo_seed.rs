//! The demonstration in a store: written once a day, and what people did stays.

#![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use mackerel::alerts::{Alert, AlertStatus};
use mackerel::annotations::Annotation;
use mackerel::hosts::ListHosts;
use serde_json::{Map, Value};
use series::{Time, TimeRange};
use server::State;
use server::clock::Clock;
use server::demo::{Demo, SEED};
use server::engine::Engine;
use server::store::{Error, Store, alerts, annotations, dashboards, graph_defs, hosts, monitors, services};
use std::sync::Arc;
use tempfile::TempDir;

const NOW: Time = 1_767_225_600;
const DAY: i64 = 86_400;
const EVER: TimeRange = TimeRange::new(Time::MIN, Time::MAX);

fn store() -> (TempDir, Store) {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(folder.path(), None).unwrap();
    (folder, store)
}

async fn seed(store: &Store, now: Time) {
    let demo = Arc::new(Demo::new(SEED, Clock::fixed(now)));
    store.write(move |db| demo.seed(db)).await.unwrap();
}

/// What is in the store, by kind.
#[derive(Debug, PartialEq)]
struct Contents {
    services: Vec<String>,
    hosts: usize,
    graph_defs: usize,
    monitors: usize,
    annotations: Vec<Annotation>,
    dashboards: Vec<Map<String, Value>>,
    alerts: Vec<Alert>,
    logs: usize,
}

impl Contents {
    fn open(&self) -> Vec<&Alert> {
        self.alerts.iter().filter(|alert| alert.closed_at.is_none()).collect()
    }

    fn has_annotation(&self, id: &str) -> bool {
        self.annotations.iter().any(|annotation| annotation.id == id)
    }
}

async fn contents(store: &Store) -> Contents {
    store
        .read(|db| {
            let services: Vec<String> = services::list(db)?.into_iter().map(|one| one.name).collect();
            let page = alerts::Page { first: None, limit: 10_000 };
            let alerts = alerts::list(db, alerts::Which::All, &page)?.alerts;
            let annotations: Result<Vec<_>, Error> =
                services.iter().map(|service| annotations::list(db, service, EVER)).collect();
            let logs: Result<Vec<_>, Error> =
                alerts.iter().map(|alert| alerts::logs(db, &alert.id, &page)).collect();
            Ok(Contents {
                hosts: hosts::list(db, &ListHosts::all())?.len(),
                graph_defs: graph_defs::list(db)?.len(),
                monitors: monitors::list(db)?.len(),
                annotations: annotations?.concat(),
                dashboards: dashboards::list(db)?,
                logs: logs?.iter().map(|page| page.logs.len()).sum(),
                alerts,
                services,
            })
        })
        .await
        .unwrap()
}

#[tokio::test]
async fn the_store_holds_the_whole_organisation() {
    let (_folder, store) = store();
    seed(&store, NOW).await;
    let stored = contents(&store).await;
    let wanted = Demo::new(SEED, Clock::fixed(NOW)).organisation();
    assert_eq!(stored.services, ["api", "batch", "shop"]);
    assert_eq!(stored.hosts, wanted.hosts.len());
    assert_eq!(stored.graph_defs, wanted.graph_defs.len());
    assert_eq!(stored.monitors, wanted.monitors.len());
    assert_eq!(stored.annotations.len(), wanted.annotations.len());
    assert_eq!(stored.dashboards.len(), 6);
    assert_eq!(stored.alerts, wanted.alerts.iter().map(|row| row.0.clone()).collect::<Vec<_>>());
    assert_eq!(stored.logs, wanted.alerts.iter().map(|row| row.1.len()).sum::<usize>());
}

#[tokio::test]
async fn another_start_on_the_same_day_changes_nothing() {
    let (_folder, store) = store();
    seed(&store, NOW).await;
    let before = contents(&store).await;
    seed(&store, NOW + 3_600).await;
    assert_eq!(contents(&store).await, before);
}

#[tokio::test]
async fn a_new_day_leaves_the_same_organisation_as_a_first_start_on_it() {
    let (_first_folder, moved) = store();
    let (_second_folder, fresh) = store();
    seed(&moved, NOW).await;
    seed(&moved, NOW + DAY).await;
    seed(&moved, NOW + 40 * DAY).await;
    seed(&fresh, NOW + 40 * DAY).await;
    let (mut moved, mut fresh) = (contents(&moved).await, contents(&fresh).await);
    for body in moved.dashboards.iter_mut().chain(&mut fresh.dashboards) {
        body.remove("createdAt");
        body.remove("updatedAt");
    }
    assert_eq!(moved, fresh);
}

#[tokio::test]
async fn what_people_did_survives_a_new_day() {
    let (_folder, store) = store();
    seed(&store, NOW).await;
    let before = contents(&store).await;
    let closed = before.open()[0].id.clone();
    let removed = before.annotations[before.annotations.len() / 2].id.clone();
    let mut changed = before.annotations[before.annotations.len() / 2 + 1].clone();
    "changed by a person".clone_into(&mut changed.title);
    let edited = before.dashboards[1]["id"].as_str().unwrap().to_owned();
    let thrown = before.dashboards[2]["id"].as_str().unwrap().to_owned();
    let own = Annotation { id: String::new(), title: "own".to_owned(), ..changed.clone() };
    let (closed_too, removed_too, changed_too) = (closed.clone(), removed.clone(), changed.clone());
    let (edited_too, thrown_too) = (edited.clone(), thrown.clone());
    let own = store
        .write(move |db| {
            alerts::close(db, NOW, &closed_too, "handled".to_owned())?;
            annotations::delete(db, &removed_too)?;
            annotations::update(db, changed_too)?;
            let document = |path: &str| dashboards::Document {
                title: "mine".to_owned(),
                url_path: path.to_owned(),
                body: Map::from_iter([("title".to_owned(), "mine".into())]),
            };
            dashboards::update(db, NOW, &edited_too, document("mine/edited"))?;
            dashboards::delete(db, &thrown_too)?;
            dashboards::create(db, NOW, document("mine/own"))?;
            Ok(annotations::create(db, own)?.id)
        })
        .await
        .unwrap();
    seed(&store, NOW + DAY).await;
    let after = contents(&store).await;
    let alert = after.alerts.iter().find(|alert| alert.id == closed).unwrap();
    assert_eq!((alert.status, alert.reason.as_deref()), (AlertStatus::Ok, Some("handled")));
    assert!(!after.has_annotation(&removed), "a removed annotation stays away");
    assert!(after.annotations.contains(&changed), "a changed annotation stays");
    assert!(after.has_annotation(&own), "one's own annotation stays");
    let title = |id: &str| {
        after.dashboards.iter().find(|body| body["id"] == id).map(|body| body["title"].as_str().unwrap())
    };
    assert_eq!(title(&edited), Some("mine"), "an edited dashboard stays");
    assert_eq!(title(&thrown), None, "a removed dashboard stays away");
    assert_eq!(after.dashboards.len(), 6);
}

#[tokio::test]
async fn services_and_hosts_that_people_removed_stay_away() {
    let (_folder, store) = store();
    seed(&store, NOW).await;
    store
        .write(|db| {
            let host = hosts::list(db, &ListHosts::all())?.remove(0);
            hosts::retire(db, NOW, &host.id)?;
            services::delete(db, NOW, "batch").map(drop)
        })
        .await
        .unwrap();
    seed(&store, NOW + DAY).await;
    let after = contents(&store).await;
    assert_eq!(after.services, ["api", "shop"]);
    assert_eq!(after.hosts, 39);
}

#[tokio::test]
async fn the_engine_leaves_the_story_s_alerts_alone_and_evaluates_what_people_add() {
    let clock = Clock::fixed(NOW);
    let demo = Arc::new(Demo::new(SEED, clock.clone()));
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(folder.path(), Some(demo.clone())).unwrap();
    let exempt = demo.monitor_ids();
    store.write(move |db| demo.seed(db)).await.unwrap();
    let before = contents(&store).await;
    assert_eq!((before.open().len(), exempt.len()), (6, before.monitors));
    let mut engine =
        Engine::new(State { store: store.clone(), clock, demo: true, external_monitors: false }, exempt);
    engine.turn().await.unwrap();
    assert_eq!(contents(&store).await, before);

    let mine = r#"{"id":"2mine","type":"service","name":"m","service":"shop","metric":"requests.total","operator":">",
        "warning":0,"duration":1}"#;
    let mine = serde_json::from_str(mine).unwrap();
    store.write(move |db| monitors::insert(db, &mine)).await.unwrap();
    engine.turn().await.unwrap();
    let after = contents(&store).await;
    let added: Vec<_> = after.open().into_iter().filter(|alert| !before.alerts.contains(alert)).collect();
    assert_eq!(added.iter().map(|alert| alert.monitor_id.as_str()).collect::<Vec<_>>(), ["2mine"]);
}
