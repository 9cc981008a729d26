//! The store against a naive model, and its promises about failing jobs and reopening.
#![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use mackerel::metrics::Owner;
use proptest::prelude::*;
use series::{Series, TimeRange};
use server::store::points::{self, Point};
use server::store::{Error, Store, settings};
use std::collections::BTreeMap;

fn host(id: &str) -> Owner {
    Owner::Host(id.to_owned())
}

async fn append(
    store: &Store,
    owner: Owner,
    name: &'static str,
    given: Vec<(i64, f64)>,
) -> Result<(), Error> {
    store
        .write(move |db| {
            points::append(db, given.iter().map(|&(time, value)| Point { owner: &owner, name, time, value }))
        })
        .await
}

async fn read(store: &Store, owner: Owner, name: &'static str, from: i64, to: i64) -> Option<Series> {
    store.read(move |db| points::read(db, &owner, name, TimeRange::new(from, to))).await.unwrap()
}

#[tokio::test]
async fn a_metric_never_posted_differs_from_one_without_points_in_the_range() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(folder.path(), None).unwrap();
    assert_eq!(read(&store, host("a"), "loadavg5", 0, 600).await, None);
    append(&store, host("a"), "loadavg5", vec![(61, 1.0), (119, 2.0), (3_000, 3.0)]).await.unwrap();
    let cases = [
        ((0, 600), vec![(60, 2.0)]),
        ((60, 60), vec![(60, 2.0)]),
        ((61, 2_999), vec![]),
        ((61, 3_000), vec![(3_000, 3.0)]),
        ((600, 0), vec![]),
        ((i64::MIN, i64::MAX), vec![(60, 2.0), (3_000, 3.0)]),
    ];
    for ((from, to), expected) in cases {
        let found = read(&store, host("a"), "loadavg5", from, to).await.unwrap();
        assert_eq!(found.iter().collect::<Vec<_>>(), expected, "{from}..{to}");
    }
    assert_eq!(read(&store, host("b"), "loadavg5", 0, 600).await, None, "another host");
    let service = Owner::Service("a".to_owned());
    assert_eq!(read(&store, service, "loadavg5", 0, 600).await, None, "a service of the same name");
}

#[tokio::test]
async fn a_job_that_fails_or_panics_changes_nothing_and_the_next_one_works() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(folder.path(), None).unwrap();
    let refused = append(&store, host("a"), "x", vec![(0, 1.0), (60, f64::NAN)]).await;
    assert!(matches!(refused, Err(Error::Invalid(_))), "{refused:?}");
    let panicked: Result<(), _> = store
        .write(|db| {
            settings::set(db, "half", "done")?;
            panic!("on purpose")
        })
        .await;
    assert!(matches!(panicked, Err(Error::Panicked)), "{panicked:?}");
    let panicked: Result<(), _> = store.read(|_| panic!("on purpose")).await;
    assert!(matches!(panicked, Err(Error::Panicked)), "{panicked:?}");
    assert_eq!(store.read(|db| settings::get(db, "half")).await.unwrap(), None);
    assert_eq!(read(&store, host("a"), "x", 0, 600).await, None);
    store.write(|db| settings::set(db, "half", "whole")).await.unwrap();
    assert_eq!(store.read(|db| settings::get(db, "half")).await.unwrap().as_deref(), Some("whole"));
    let written = store.read(|db| settings::set(db, "half", "read")).await;
    assert!(matches!(written, Err(Error::Sqlite(_))), "a reader wrote: {written:?}");
}

#[tokio::test]
async fn names_latest_and_deletion_know_each_owner_apart() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(folder.path(), None).unwrap();
    for (owner, name) in [("a", "z"), ("a", "b"), ("ab", "c")] {
        append(&store, host(owner), name, vec![(120, 2.0), (60, 1.0)]).await.unwrap();
    }
    store
        .write(|db| {
            assert_eq!(points::names(db, &host("a"))?, ["b", "z"]);
            assert_eq!(points::latest(db, &host("a"), "z", 180)?, Some((120, 2.0)));
            points::delete_owner(db, &host("a"))?;
            assert_eq!(points::names(db, &host("a"))?, Vec::<String>::new());
            assert_eq!(points::latest(db, &host("a"), "z", 180)?, None);
            assert_eq!(points::latest(db, &host("ab"), "c", 180)?, Some((120, 2.0)));
            Ok(())
        })
        .await
        .unwrap();
}

#[tokio::test]
async fn more_writes_than_may_wait_are_refused_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(folder.path(), None).unwrap();
    let (release, held) = std::sync::mpsc::channel::<()>();
    let (began, started) = tokio::sync::oneshot::channel();
    let holding = tokio::spawn({
        let store = store.clone();
        async move {
            store
                .write(move |_| {
                    let _gone = began.send(());
                    let _released = held.recv();
                    Ok(())
                })
                .await
        }
    });
    started.await.unwrap();
    let writes: Vec<_> = (0..1_100)
        .map(|number: i32| {
            let store = store.clone();
            tokio::spawn(async move {
                store.write(move |db| settings::set(db, &number.to_string(), "kept")).await
            })
        })
        .collect();
    // The refused ones end while the first job still holds the writer; the rest can only end after it.
    let mut refused = 0;
    while refused < 76 {
        tokio::task::yield_now().await;
        refused = writes.iter().filter(|write| write.is_finished()).count();
    }
    release.send(()).unwrap();
    holding.await.unwrap().unwrap();
    let mut kept = 0;
    for (number, write) in writes.into_iter().enumerate() {
        let outcome = write.await.unwrap();
        let stored = store.read(move |db| settings::get(db, &number.to_string())).await.unwrap();
        assert_eq!(stored.is_some(), outcome.is_ok(), "{number}: {outcome:?}");
        assert!(matches!(outcome, Ok(()) | Err(Error::Busy)), "{outcome:?}");
        kept += usize::from(outcome.is_ok());
    }
    assert_eq!(kept, 1_024);
}

#[tokio::test]
async fn reads_that_nobody_waits_for_any_more_take_no_place_from_the_next() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(folder.path(), None).unwrap();
    let (started, mut starts) = tokio::sync::mpsc::unbounded_channel();
    let mut ends = Vec::new();
    // As many as there are readers, and each has begun before it is given up.
    for _ in 0..4 {
        let (end, ended) = std::sync::mpsc::channel::<()>();
        ends.push(end);
        let (store, started) = (store.clone(), started.clone());
        let slow = tokio::spawn(async move {
            store
                .read(move |_| {
                    started.send(()).unwrap();
                    let _dropped = ended.recv();
                    Ok(())
                })
                .await
        });
        starts.recv().await.unwrap();
        slow.abort();
        assert!(slow.await.unwrap_err().is_cancelled());
    }
    let mut next = Box::pin(store.read(|_| Ok(7)));
    tokio::select! {
        biased;
        early = &mut next => panic!("{early:?} although every reader is busy"),
        () = std::future::ready(()) => {}
    }
    drop(ends);
    assert_eq!(next.await.unwrap(), 7);
}

#[tokio::test]
async fn a_closed_store_opens_again_with_everything_and_leaves_no_log() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(folder.path(), None).unwrap();
    append(&store, host("a"), "x", vec![(0, 0.1)]).await.unwrap();
    let other = store.clone();
    store.close().await;
    let late = append(&other, host("a"), "x", vec![(60, 0.2)]).await;
    assert!(matches!(late, Err(Error::Closed)), "{late:?}");
    let late = other.read(|db| settings::get(db, "x")).await;
    assert!(matches!(late, Err(Error::Closed)), "{late:?}");
    drop(other);
    let mut files: Vec<_> =
        std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    files.sort();
    assert_eq!(files, ["battera.lock", "meta.db", "metrics.db"]);
    let store = Store::open(folder.path(), None).unwrap();
    assert_eq!(read(&store, host("a"), "x", 0, 0).await.unwrap().last(), Some((0, 0.1)));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    #[test]
    fn points_agree_with_a_sorted_map(
        posts in prop::collection::vec(prop::collection::vec((0..3_usize, 0..40_000_i64, -1e9..1e9_f64), 1..40), 1..12),
        windows in prop::collection::vec((-100..41_000_i64, -100..41_000_i64), 1..8),
        reopen_at in 0..12_usize,
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(async {
            let folder = tempfile::tempdir().unwrap();
            let mut store = Store::open(folder.path(), None).unwrap();
            let owners = ["a", "b", "c"];
            let mut model = vec![BTreeMap::<i64, f64>::new(); owners.len()];
            for (index, post) in posts.iter().enumerate() {
                if index == reopen_at {
                    store.close().await;
                    store = Store::open(folder.path(), None).unwrap();
                }
                for &(owner, time, value) in post {
                    model[owner].insert(time - time % 60, value);
                }
                let post = post.clone();
                store.write(move |db| {
                    let owners = owners.map(host);
                    points::append(db, post.iter().map(|&(owner, time, value)| {
                        Point { owner: &owners[owner], name: "x", time, value }
                    }))
                }).await.unwrap();
            }
            for (owner, expected) in owners.into_iter().zip(&model) {
                for &(from, to) in &windows {
                    let found = read(&store, host(owner), "x", from, to).await;
                    let wanted: Vec<_> = expected.iter().map(|(&t, &v)| (t, v)).filter(|p| from <= p.0 && p.0 <= to).collect();
                    assert_eq!(found.is_some(), !expected.is_empty());
                    assert_eq!(found.unwrap_or_default().iter().collect::<Vec<_>>(), wanted);
                }
                let latest = store.read(move |db| points::latest(db, &host(owner), "x", 0)).await.unwrap();
                assert_eq!(latest, expected.last_key_value().map(|(&t, &v)| (t, v)));
            }
        });
    }
}
