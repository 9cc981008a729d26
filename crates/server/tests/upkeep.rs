//! Points through all layers of the store, against a naive model: posted in and out of order, sealed, merged, thinned,
//! deleted and reopened at any moment. And files of the format before.
#![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use mackerel::metrics::Owner;
use proptest::prelude::*;
use series::{Series, Time, TimeRange};
use server::store::points::{self, Point};
use server::store::{Retention, Store};
use std::collections::BTreeMap;
use std::path::Path;

const DAY_SECS: i64 = 86_400;

/// A moment at which nothing begins or ends.
const BEGIN: Time = 1_800_000_000 - 1_800_000_000 % DAY_SECS + 5 * 3_600 + 17 * 60 + 3;

const OWNERS: usize = 3;

#[derive(Debug, Clone)]
enum Op {
    /// Points of an owner so many minutes before now.
    Post(usize, Vec<(i64, f64)>),
    /// A point each so many minutes, until now.
    Run {
        owner: usize,
        count: i64,
        every: i64,
        value: f64,
    },
    Advance {
        minutes: i64,
    },
    Steps(usize),
    /// Two days later everything that is due is done, thinning too.
    Settle,
    Delete(usize),
    Reopen,
    /// The clock is a year ahead, upkeep runs, and it comes back.
    Jump,
}

fn value() -> impl Strategy<Value = f64> {
    prop_oneof![
        -1e9..1e9_f64,
        Just(-0.0),
        Just(0.0),
        (-100..100).prop_map(f64::from),
        Just(f64::MIN_POSITIVE / 8.0)
    ]
}

fn op() -> impl Strategy<Value = Op> {
    let ago = prop_oneof![3 => 0..200_i64, 1 => -60..1_440_i64];
    prop_oneof![
        6 => (0..OWNERS, prop::collection::vec((ago, value()), 1..40)).prop_map(|(owner, points)| Op::Post(owner, points)),
        4 => (0..OWNERS, 1..1_400_i64, prop_oneof![4 => Just(1), 1 => 2..30_i64], value()).prop_map(|(owner, count, every, value)| {
            Op::Run { owner, count: count / every, every, value }
        }),
        5 => prop_oneof![3 => 1..300_i64, 1 => 300..3_000_i64].prop_map(|minutes| Op::Advance { minutes }),
        5 => (1..40_usize).prop_map(Op::Steps),
        1 => Just(Op::Settle),
        1 => (0..OWNERS).prop_map(Op::Delete),
        1 => Just(Op::Reopen),
        1 => Just(Op::Jump),
    ]
}

struct World {
    folder: tempfile::TempDir,
    store: Store,
    now: Time,
    model: Vec<BTreeMap<Time, f64>>,
    retention: Retention,
}

fn owner(number: usize) -> Owner {
    Owner::Host(format!("host{number}"))
}

impl World {
    fn new() -> Self {
        let folder = quick_folder();
        let store = Store::open(folder.path(), None).unwrap();
        Self {
            folder,
            store,
            now: BEGIN,
            model: vec![BTreeMap::new(); OWNERS],
            retention: "3d".parse().unwrap(),
        }
    }

    async fn post(&mut self, number: usize, points: Vec<(Time, f64)>) {
        for (time, value) in &points {
            self.model[number].insert(time - time % 60, *value);
        }
        let write = move |db: &server::store::Db<'_>| {
            let owner = owner(number);
            points::append(
                db,
                points.iter().map(|&(time, value)| Point { owner: &owner, name: "x", time, value }),
            )
        };
        self.store.write(write).await.unwrap();
    }

    async fn settle(&mut self) {
        self.now += 2 * DAY_SECS;
        let mut steps = 0;
        while self.store.upkeep(self.now, Some(self.retention)).await.unwrap() {
            steps += 1;
            assert!(steps < 20_000, "upkeep does not end");
        }
        let cutoff = self.now.div_euclid(DAY_SECS) * DAY_SECS - 3 * DAY_SECS;
        for points in &mut self.model {
            let (old, new): (Vec<_>, Vec<_>) =
                points.iter().map(|(t, v)| (*t, *v)).partition(|(t, _)| *t < cutoff);
            let means = Series::from_points(old).mean_by_step(DAY_SECS);
            *points = means.iter().chain(new).collect();
        }
    }

    async fn apply(&mut self, op: Op) {
        match op {
            Op::Post(number, ago) => {
                let now = self.now;
                self.post(
                    number,
                    ago.into_iter().map(|(minutes, value)| (now - 60 * minutes, value)).collect(),
                )
                .await;
            }
            Op::Run { owner, count, every, value } => {
                let point = |at: i64| (self.now - 60 * at * every, value + at as f64);
                let points = (0..count).rev().map(point).collect();
                self.post(owner, points).await;
            }
            Op::Advance { minutes } => self.now += 60 * minutes,
            Op::Steps(count) => {
                for _ in 0..count {
                    self.store.upkeep(self.now, None).await.unwrap();
                }
            }
            Op::Settle => self.settle().await,
            Op::Delete(number) => {
                self.model[number].clear();
                self.store.write(move |db| points::delete_owner(db, &owner(number))).await.unwrap();
            }
            Op::Reopen => {
                self.store.clone().close().await;
                // Closed, but the folder stays locked until the last one drops.
                let elsewhere = tempfile::tempdir().unwrap();
                self.store = Store::open(elsewhere.path(), None).unwrap();
                self.store = Store::open(self.folder.path(), None).unwrap();
            }
            Op::Jump => {
                for _ in 0..30 {
                    self.store.upkeep(self.now + 365 * DAY_SECS, None).await.unwrap();
                }
            }
        }
    }

    async fn agree(&self, range: TimeRange) {
        for (number, model) in self.model.iter().enumerate() {
            let found =
                self.store.read(move |db| points::read(db, &owner(number), "x", range)).await.unwrap();
            let wanted: Vec<(Time, u64)> =
                model.iter().filter(|(t, _)| range.contains(**t)).map(|(t, v)| (*t, v.to_bits())).collect();
            let found = found.unwrap_or_default();
            assert_eq!(
                found.iter().map(|(t, v)| (t, v.to_bits())).collect::<Vec<_>>(),
                wanted,
                "{number} in {range:?}"
            );
            let now = self.now;
            let latest =
                self.store.read(move |db| points::latest(db, &owner(number), "x", now)).await.unwrap();
            let bits = |point: Option<(Time, f64)>| point.map(|(time, value)| (time, value.to_bits()));
            assert_eq!(
                bits(latest),
                bits(model.last_key_value().map(|(t, v)| (*t, *v))),
                "the newest of {number}"
            );
        }
    }
}

/// More of the same where there is time for it.
fn cases(few: u32) -> u32 {
    if std::env::var_os("BATTERA_SOAK").is_some() { few * 40 } else { few }
}

fn block_on<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(future)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(40), max_shrink_iters: 200, ..ProptestConfig::default() })]

    #[test]
    fn points_agree_with_a_sorted_map_whatever_upkeep_does(
        ops in prop::collection::vec((op(), -4 * DAY_SECS..DAY_SECS, 0..3 * DAY_SECS), 1..40)
    ) {
        block_on(async {
            let mut world = World::new();
            for (op, from, secs) in ops {
                world.apply(op).await;
                let from = world.now + from;
                world.agree(TimeRange::new(from, from + secs)).await;
            }
            world.agree(TimeRange::new(Time::MIN, Time::MAX)).await;
            world.settle().await;
            world.agree(TimeRange::new(Time::MIN, Time::MAX)).await;
        });
    }
}

/// A folder in memory where there is one: what survives a crash is another test's subject.
fn quick_folder() -> tempfile::TempDir {
    tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap()
}

/// How many rows each table has.
fn rows<const N: usize>(folder: &Path, tables: [&str; N]) -> [i64; N] {
    let file = rusqlite::Connection::open(folder.join("metrics.db")).unwrap();
    tables
        .map(|table| file.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get(0)).unwrap())
}

async fn idle(store: &Store, now: Time, retention: Option<Retention>) {
    while store.upkeep(now, retention).await.unwrap() {}
}

#[tokio::test]
async fn points_move_from_table_to_table_and_are_the_same_in_each() {
    let mut world = World::new();
    let count = 1_500;
    world.apply(Op::Run { owner: 0, count, every: 1, value: 0.1 }).await;
    let all = TimeRange::new(Time::MIN, Time::MAX);
    let tables = ["head", "sealed", "chunk", "late", "daily"];
    assert_eq!(rows(world.folder.path(), tables), [count, 0, 0, 0, 0]);
    idle(&world.store, world.now, None).await;
    // The day before is merged, the spans of today that are over are sealed: those until four, as it is a quarter past five.
    assert_eq!(rows(world.folder.path(), tables), [78, 2, 1, 0, 0]);
    world.agree(all).await;
    world.now += DAY_SECS;
    idle(&world.store, world.now, None).await;
    assert_eq!(rows(world.folder.path(), tables), [0, 0, 2, 0, 0]);
    world.apply(Op::Post(0, vec![(1_439, 7.0)])).await;
    assert_eq!(rows(world.folder.path(), tables), [0, 0, 2, 1, 0]);
    world.agree(all).await;
    world.settle().await;
    assert_eq!(rows(world.folder.path(), tables), [0, 0, 1, 0, 1]);
    world.agree(all).await;
    world.settle().await;
    assert_eq!(rows(world.folder.path(), tables), [0, 0, 0, 0, 2]);
    world.agree(all).await;
    world.apply(Op::Delete(0)).await;
    idle(&world.store, world.now, None).await;
    assert_eq!(rows(world.folder.path(), tables), [0; 5]);
    let counts = world.store.counts();
    assert_eq!([counts.sealed, counts.merged, counts.thinned], [13, 2, 2]);
}

#[tokio::test]
async fn a_damaged_chunk_is_a_gap_and_is_counted_and_the_work_goes_on() {
    for (table, at) in [("sealed", DAY_SECS / 2), ("chunk", 3 * DAY_SECS)] {
        let mut world = World::new();
        world.apply(Op::Run { owner: 0, count: 1_400, every: 1, value: 0.5 }).await;
        world.now += at;
        idle(&world.store, world.now, None).await;
        let file = rusqlite::Connection::open(world.folder.path().join("metrics.db")).unwrap();
        let select = format!("SELECT id, n, d FROM {table} ORDER BY id LIMIT 1");
        let get = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, row.get(1)?, row.get(2)?));
        let (id, lost, mut bytes): (i64, i64, Vec<u8>) = file.query_row(&select, [], get).unwrap();
        bytes[5] ^= 0x10;
        file.execute(&format!("UPDATE {table} SET d = ?2 WHERE id = ?1"), (id, bytes)).unwrap();
        drop(file);
        let read = async |world: &World| {
            let all = TimeRange::new(Time::MIN, Time::MAX);
            let found = world.store.read(move |db| points::read(db, &owner(0), "x", all)).await;
            i64::try_from(found.unwrap().unwrap().len()).unwrap()
        };
        assert_eq!(read(&world).await, 1_400 - lost, "{table}");
        assert_eq!(world.store.counts().damaged, 1, "{table}");
        // A point comes late for the damaged day, too.
        let start = 60 * if table == "sealed" { id >> 32 } else { id & 0xffff_ffff };
        world.post(0, vec![(start, 1.0)]).await;
        world.now += 3 * DAY_SECS;
        idle(&world.store, world.now, None).await;
        assert_eq!(read(&world).await, 1_400 - lost + 1, "{table}, after upkeep");
        assert_eq!(rows(world.folder.path(), ["damaged", "sealed"]), [1, 0], "{table}");
    }
}

#[tokio::test]
async fn a_file_of_the_first_format_is_brought_forward_with_every_point() {
    let folder = quick_folder();
    Store::open(folder.path(), None).unwrap().close().await;
    let file = rusqlite::Connection::open(folder.path().join("metrics.db")).unwrap();
    file.execute_batch(
        "DROP TABLE chunk; DROP TABLE sealed; DROP TABLE late; DROP TABLE daily; DROP TABLE gone; DROP TABLE damaged;
         DROP TABLE mark;
         CREATE TABLE chunk (
            id INTEGER PRIMARY KEY, n INTEGER NOT NULL, t_last INTEGER NOT NULL, crc INTEGER NOT NULL, d BLOB NOT NULL
         ) STRICT;
         CREATE TABLE extent (
            s INTEGER PRIMARY KEY, t_first INTEGER NOT NULL, t_last INTEGER NOT NULL, v_last REAL NOT NULL
         ) STRICT;
         PRAGMA user_version = 1;
         INSERT INTO series VALUES (7, 0, 'host0', 'x');
         WITH RECURSIVE point (t) AS (VALUES (1800000000) UNION ALL SELECT t + 60 FROM point LIMIT 4000)
         INSERT INTO head SELECT t, 7, t * 0.1 FROM point;
         INSERT INTO extent SELECT 7, min(t), max(t), 1 FROM head;",
    )
    .unwrap();
    drop(file);
    let mut world = World::new();
    world.store = Store::open(folder.path(), None).unwrap();
    world.model[0] = (0..4_000).map(|at| 1_800_000_000 + at * 60).map(|t| (t, t as f64 * 0.1)).collect();
    world.now = 1_800_000_000 + 4_000 * 60;
    let all = TimeRange::new(Time::MIN, Time::MAX);
    world.agree(all).await;
    world.apply(Op::Post(1, vec![(0, 1.0)])).await;
    idle(&world.store, world.now, None).await;
    let [head, chunks] = rows(folder.path(), ["head", "chunk"]);
    assert!(head < 240 && chunks >= 2, "{head} in head, {chunks} chunks");
    world.agree(all).await;
}

/// Makes a page unreadable that has a row of a table, somewhere in its middle.
fn smash(folder: &Path, table: &str) {
    let place = folder.join("metrics.db");
    let file = rusqlite::Connection::open(&place).unwrap();
    file.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())).unwrap();
    let page_bytes: u32 = file.pragma_query_value(None, "page_size", |row| row.get(0)).unwrap();
    let mut select = file.prepare(&format!("SELECT d FROM {table} ORDER BY id LIMIT 20 OFFSET 20")).unwrap();
    let rows: Vec<Vec<u8>> = select.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
    let mut bytes = std::fs::read(&place).unwrap();
    // What is in the file more than once may lie where a row was before.
    let places = |row: &Vec<u8>| -> Vec<usize> {
        let end = &row[row.len() - 12..];
        let found = bytes.windows(end.len()).enumerate().filter(|(_, window)| *window == end);
        found.map(|(at, _)| at).collect()
    };
    let at = rows.iter().map(places).find(|places| places.len() == 1).expect("a row that is there once")[0];
    bytes[at / page_bytes as usize * page_bytes as usize] = 0;
    std::fs::write(place, bytes).unwrap();
}

#[tokio::test]
async fn a_damaged_page_is_left_where_it_is_and_the_work_goes_on_beside_it() {
    const SERIES: usize = 60;
    for (table, after_secs) in [("sealed", DAY_SECS / 4), ("chunk", DAY_SECS)] {
        let folder = quick_folder();
        let store = Store::open(folder.path(), None).unwrap();
        let names: Vec<String> = (0..SERIES).map(|number| format!("x{number}")).collect();
        let start = BEGIN.div_euclid(DAY_SECS) * DAY_SECS;
        let post = async |store: &Store, from: Time| {
            let names = names.clone();
            let write = move |db: &server::store::Db<'_>| {
                let owner = owner(0);
                let points = (0..120).flat_map(|at| names.iter().enumerate().map(move |name| (at, name)));
                points::append(
                    db,
                    points.map(|(at, (number, name))| {
                        let value = (at * 7_919 + number as i64).wrapping_mul(0x9e37_79b9_7f4a) as f64 / 1e7;
                        Point { owner: &owner, name, time: from + at * 60, value }
                    }),
                )
            };
            store.write(write).await.unwrap();
        };
        let count = async |store: &Store| {
            let mut count = 0;
            for name in names.clone() {
                let all = TimeRange::new(Time::MIN, Time::MAX);
                let found = store.read(move |db| points::read(db, &owner(0), &name, all)).await.unwrap();
                count += found.unwrap().len();
            }
            count
        };
        post(&store, start).await;
        let now = start + after_secs + 4 * 3_600;
        idle(&store, now, None).await;
        smash(folder.path(), table);
        // Readers look at the file again once something was written.
        post(&store, start + DAY_SECS).await;
        let left = count(&store).await;
        let all = SERIES * 240;
        assert!(left < all && left > all / 2, "{table}: {left} points are left");
        assert!(store.counts().damaged > 0, "{table}");
        // The next day is sealed and merged, and later there is nothing more to do, again and again.
        for later in 0..3 {
            let now = start + 2 * DAY_SECS + 5 * 3_600 + later * 60;
            let mut steps = 0;
            while store.upkeep(now, Some("30d".parse().unwrap())).await.unwrap_or(false) {
                steps += 1;
                assert!(steps < 1_000, "{table}: upkeep does not end");
            }
        }
        // The writing thread may still have had the page as it was.
        assert!(count(&store).await >= left, "{table}");
        assert_eq!(rows(folder.path(), ["head"]), [0], "{table}: the second day is sealed");
        if table == "sealed" {
            assert_eq!(
                rows(folder.path(), ["chunk"]),
                [SERIES as i64],
                "and merged, although the first cannot be"
            );
        }
    }
}

#[tokio::test]
async fn points_are_counted_once_also_when_their_series_is_met_again() {
    let mut world = World::new();
    world.apply(Op::Run { owner: 0, count: 10, every: 1, value: 0.5 }).await;
    assert_eq!(world.store.counts().points, 10);
    world.apply(Op::Reopen).await;
    world.apply(Op::Post(0, vec![(20, 1.0), (21, 2.0)])).await;
    assert_eq!(world.store.counts().points, 2);
    world.agree(TimeRange::new(Time::MIN, Time::MAX)).await;
}

#[tokio::test]
async fn a_damaged_span_that_is_sealed_again_is_put_aside() {
    let mut world = World::new();
    // The clock is three days ahead when a span is sealed, and comes back.
    world.now += 3 * DAY_SECS;
    world.apply(Op::Run { owner: 0, count: 30, every: 1, value: 0.5 }).await;
    world.now += 2 * 3_600;
    idle(&world.store, world.now, None).await;
    let file = rusqlite::Connection::open(world.folder.path().join("metrics.db")).unwrap();
    let damaged = file.execute("UPDATE sealed SET crc = crc + 1", []).unwrap();
    drop(file);
    idle(&world.store, world.now - 3 * DAY_SECS, None).await;
    // Three days later the same span is sealed for the second time.
    world.apply(Op::Post(0, vec![(125, 7.0)])).await;
    idle(&world.store, world.now, None).await;
    assert_eq!((damaged, rows(world.folder.path(), ["damaged", "sealed"])), (1, [1, 1]));
}
