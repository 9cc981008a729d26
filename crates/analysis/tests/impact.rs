//! Impacts with known answers, and planted shifts among daily rhythms on many seeds.

use analysis::impact::{FEWEST_POINTS, Impact, Numbers, Verdict, impact, ranking};
use proptest::prelude::*;
use series::{Series, Time, TimeRange};

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;
const WEEK: i64 = 7 * DAY;
/// An event at 09:00 on the ninth day, where a daily rhythm climbs.
const NINE: Time = 8 * DAY + 9 * HOUR;

/// A point a minute around an event and around the same time a week earlier, as the app reads it.
fn around(event: Time, value: impl Fn(Time) -> f64) -> Series {
    let week = |at: Time| (at - 7 * HOUR..at + 7 * HOUR).step_by(60);
    week(event - WEEK).chain(week(event)).map(|time| (time, value(time))).collect()
}

fn at(event: Time) -> TimeRange {
    TimeRange::new(event, event)
}

/// Numbers between -1 and 1 that look like chance, nearly normal.
fn chance(seed: u64) -> impl Fn(Time) -> f64 {
    let mix = |mut bits: u64| {
        for factor in [0xbf58_476d_1ce4_e5b9, 0x94d0_49bb_1331_11eb] {
            bits = (bits ^ (bits >> 30)).wrapping_mul(factor);
        }
        bits ^ (bits >> 31)
    };
    let unit = move |bits: u64| (mix(bits) >> 11) as f64 / (1_u64 << 52) as f64 - 1.0;
    move |time| {
        let bits = mix(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15)).wrapping_add(time as u64);
        (0..4).map(|part| unit(bits.wrapping_add(part << 58))).sum::<f64>() / 2.0
    }
}

/// Between 0.5 at 03:00 and 1.5 at 15:00, every day.
fn rhythm(time: Time) -> f64 {
    1.0 + 0.5 * (std::f64::consts::TAU * (time - 9 * HOUR) as f64 / DAY as f64).sin()
}

#[test]
fn spans_have_the_numbers_they_have_by_hand() {
    // 1 to 11 before, 101 to 111 after.
    let series = Series::from_points((1..=22).map(|place| {
        let value = if place <= 11 { place } else { place + 89 };
        (i64::from(place) * MINUTE, f64::from(value))
    }));
    let found = impact(&series, at(12 * MINUTE), 11 * MINUTE);
    let numbers = |count, median, p95, max| Some(Numbers { count, median, p95, max });
    assert_eq!(found.now.before, numbers(11, 6.0, 10.5, 11.0));
    assert_eq!(found.now.after, numbers(11, 106.0, 110.5, 111.0));
    assert_eq!((found.last_week.before, found.last_week.after), (None, None));
    assert_eq!(found.change, Some(100.0 / 6.0));
    assert_eq!((found.change_last_week, found.change_beyond), (None, None));
    // Distances from the medians are twice 0 and four times each of 1 to 5: the one in the middle is 3.
    let effect = 100.0 / (1.482_602_218_505_602 * 3.0);
    assert!((found.effect - effect).abs() < 1e-9, "{}", found.effect);
    assert_eq!(found.verdict, Verdict::Rose);
    // What begins at the event belongs to after, what is a window later no more.
    let three = impact(&series, TimeRange::new(4 * MINUTE, 6 * MINUTE), 3 * MINUTE);
    let spans =
        [three.now.before, three.now.after].map(|span| span.map(|numbers| (numbers.median, numbers.max)));
    assert_eq!(spans, [Some((2.0, 3.0)), Some((7.0, 8.0))]);
    assert_eq!(three.verdict, Verdict::NotEnoughData);
}

type Value<'a> = Box<dyn Fn(Time) -> f64 + 'a>;

#[test]
fn known_changes_get_their_verdict() {
    let noise = chance(7);
    let after = |time: Time, factor: f64| if time >= NINE { factor } else { 1.0 };
    let last_week_after = |time: Time| if (NINE - WEEK..NINE - DAY).contains(&time) { 1.5 } else { 1.0 };
    let flat = |time: Time| 100.0 + 5.0 * noise(time);
    let daily = |time: Time| 100.0 * rhythm(time) + 5.0 * noise(time);
    let six = |time: Time| if time >= NINE { 6.0 } else { 0.0 };
    let two = |time: Time| if last_week_after(time) > 1.0 { 2.0 } else { 0.0 };
    let neither = |time: Time| match (time > NINE - DAY, time >= NINE, last_week_after(time) > 1.0) {
        (true, false, _) => 100.0,
        (true, true, _) => 120.0,
        (false, _, false) => 200.0,
        (false, _, true) => 227.0,
    };
    let cases: Vec<(&str, Value, Verdict)> = vec![
        ("flat", Box::new(flat), Verdict::NoChange),
        ("constant", Box::new(|_| 42.0), Verdict::NoChange),
        ("zero", Box::new(|_| 0.0), Verdict::NoChange),
        ("rose", Box::new(|time| flat(time) * after(time, 1.3)), Verdict::Rose),
        ("fell", Box::new(|time| flat(time) * after(time, 0.7)), Verdict::Fell),
        ("constant that rose", Box::new(|time| 42.0 * after(time, 1.1)), Verdict::Rose),
        ("too little to tell", Box::new(|time| 42.0 * after(time, 1.04)), Verdict::NoChange),
        ("from zero", Box::new(|time| after(time, 2.0) - 1.0), Verdict::Rose),
        ("to zero", Box::new(|time| flat(time) * after(time, 0.0)), Verdict::Fell),
        ("below zero", Box::new(|time| flat(time) * after(time, 1.3) - 500.0), Verdict::Rose),
        ("daily", Box::new(daily), Verdict::SameAsLastWeek),
        ("daily and rose", Box::new(|time| daily(time) * after(time, 1.3)), Verdict::Rose),
        ("daily and fell", Box::new(|time| daily(time) * after(time, 0.4)), Verdict::Fell),
        // It climbs, but far less than the morning does.
        ("daily and held back", Box::new(|time| daily(time) * after(time, 0.6)), Verdict::UnlikeLastWeek),
        // Twice as much traffic as a week ago is no effect of a deploy.
        (
            "daily and grown",
            Box::new(|time| daily(time) * if time > NINE - DAY { 2.0 } else { 1.0 }),
            Verdict::SameAsLastWeek,
        ),
        (
            "the morning did not come",
            Box::new(|time| daily(time) * if time >= NINE { rhythm(NINE) / rhythm(time) } else { 1.0 }),
            Verdict::UnlikeLastWeek,
        ),
        ("a little more than last week", Box::new(|time| 100.0 + six(time) + two(time)), Verdict::NoChange),
        // Certain, but lost in the noise.
        (
            "little beside its noise",
            Box::new(|time| (100.0 + 40.0 * noise(time)) * after(time, 1.08)),
            Verdict::NoChange,
        ),
        // Less than last week's +27, more than its +13.5 %.
        ("neither more nor less", Box::new(neither), Verdict::SameAsLastWeek),
        ("huge", Box::new(|time| f64::MAX * after(time, -1.0)), Verdict::Fell),
        ("last week alone", Box::new(|time| flat(time) * last_week_after(time)), Verdict::UnlikeLastWeek),
    ];
    for (name, value, expected) in cases {
        let found = impact(&around(NINE, value), at(NINE), 6 * HOUR);
        assert_eq!(found.verdict, expected, "{name}: {found:?}");
        assert!(found.change_beyond.is_some() || name.contains("zero"), "{name}: {found:?}");
    }
}

#[test]
fn without_a_week_before_only_the_change_itself_is_judged() {
    let noise = chance(3);
    let daily = around(NINE, |time| 100.0 * rhythm(time) + 5.0 * noise(time));
    let only_now = daily.window(TimeRange::new(NINE - DAY, NINE + DAY));
    let found = impact(&only_now, at(NINE), 6 * HOUR);
    assert_eq!((found.verdict, found.change_beyond), (Verdict::Rose, None));
    // A week is a week: the same spans, 604 800 s earlier.
    let clock = impact(&around(NINE, |time| time as f64), at(NINE), HOUR);
    let median = |numbers: Option<Numbers>| numbers.map(|numbers| numbers.median);
    for (now, last_week) in
        [(clock.now.before, clock.last_week.before), (clock.now.after, clock.last_week.after)]
    {
        assert_eq!(median(last_week), median(now).map(|now| now - WEEK as f64));
    }
    // A deploy of ten minutes ago: the control ends ten minutes after, too.
    let so_far = daily.window(TimeRange::new(0, NINE + 10 * MINUTE));
    let found = impact(&so_far, at(NINE), HOUR);
    let count = |numbers: Option<Numbers>| numbers.map(|numbers| numbers.count);
    assert_eq!((count(found.now.after), count(found.last_week.after)), (Some(11), Some(11)));
    assert_ne!(found.verdict, Verdict::NotEnoughData);
    let too_soon = daily.window(TimeRange::new(0, NINE + (FEWEST_POINTS as i64 - 2) * MINUTE));
    assert_eq!(impact(&too_soon, at(NINE), HOUR).verdict, Verdict::NotEnoughData);
    assert_eq!(impact(&Series::default(), at(NINE), HOUR).verdict, Verdict::NotEnoughData);
}

/// Flat and risen, daily and risen, daily, flat: all with noise of `noise` of their level.
fn planted(seed: u64, event: Time, noise: f64, window_secs: i64) -> Vec<Impact> {
    let factor = |time: Time| if time >= event { 1.3 } else { 1.0 };
    let chances: Vec<_> = (0..4).map(|graph| chance(seed * 4 + graph)).collect();
    let graphs: [&dyn Fn(Time) -> f64; 4] = [
        &|time| 80.0 * (1.0 + noise * chances[0](time)),
        &|time| 300.0 * factor(time) * (1.0 + noise * chances[1](time)),
        &|time| 5e6 * rhythm(time) * (1.0 + noise * chances[2](time)),
        &|time| 0.02 * factor(time) * rhythm(time) * (1.0 + noise * chances[3](time)),
    ];
    graphs.iter().map(|graph| impact(&around(event, graph), at(event), window_secs)).collect()
}

#[test]
fn planted_shifts_and_daily_rhythms_are_told_apart_on_fifty_seeds() {
    for seed in 0..50 {
        for window_secs in [15 * MINUTE, HOUR, 6 * HOUR] {
            // The steepest hour of the rhythm; the other seeds have any minute of the day.
            for event in [NINE, 8 * DAY + (seed as i64 * 389 % 1_440) * MINUTE] {
                let found = planted(seed, event, 0.05, window_secs);
                let told = format!("seed {seed}, {window_secs} s at {event}: {found:?}");
                let verdicts: Vec<Verdict> = found.iter().map(|impact| impact.verdict).collect();
                let [flat, risen, daily, daily_risen] = verdicts[..] else { unreachable!() };
                assert_eq!((flat, risen), (Verdict::NoChange, Verdict::Rose), "{told}");
                assert!([Verdict::SameAsLastWeek, Verdict::NoChange].contains(&daily), "{told}");
                // In the evening it falls all the same, but less than it does every evening.
                assert!([Verdict::Rose, Verdict::UnlikeLastWeek].contains(&daily_risen), "{told}");
                if event == NINE {
                    assert_eq!(daily_risen, Verdict::Rose, "{told}");
                }
                if event == NINE && window_secs == 6 * HOUR {
                    assert_eq!(daily, Verdict::SameAsLastWeek, "{told}");
                }
                let mut first = ranking(&found)[..2].to_vec();
                first.sort_unstable();
                assert_eq!(first, [1, 3], "{told}");
                // What the card says: +30 %.
                for risen in [found[1].change, found[3].change_beyond] {
                    assert!(risen.is_some_and(|change| (0.2..0.4).contains(&change)), "{told}");
                }
            }
        }
    }
}

/// A series that wanders: each value keeps so much of the distance of the one before, with noise of 10 % of its level.
fn wandering(seed: u64, keeps: f64) -> Series {
    let noise = chance(seed + 1_000_000);
    let fresh = (1.0 - keeps * keeps).sqrt() * 100.0 * 0.1 * 3.0_f64.sqrt();
    let mut distance = 0.0;
    let mut wander = |time: Time| {
        distance = keeps * distance + fresh * noise(time);
        (time, 100.0 + distance)
    };
    around(NINE, |_| 0.0).times().iter().map(|&time| wander(time)).collect()
}

#[test]
fn chance_alone_is_seldom_called_a_change() {
    const SEEDS: u64 = 200;
    for (keeps, most) in [(0.0, 2), (0.5, 4), (0.9, 6)] {
        let of = |window_secs: i64| {
            let changed = |seed: &u64| {
                let found = impact(&wandering(*seed, keeps), at(NINE), window_secs);
                !matches!(found.verdict, Verdict::NoChange)
            };
            (0..SEEDS).filter(changed).count()
        };
        let found = [10 * MINUTE, 15 * MINUTE, HOUR, 6 * HOUR].map(of);
        assert!(found.iter().all(|&changed| changed <= most), "{found:?} of {SEEDS} that keep {keeps}");
    }
}

#[test]
fn the_largest_effects_come_first_and_equal_ones_keep_their_order() {
    let flat = impact(&around(NINE, |_| 1.0), at(NINE), HOUR);
    let with = |verdict, effect| Impact { verdict, effect, ..flat };
    let impacts = [
        with(Verdict::NotEnoughData, 0.0),
        with(Verdict::NoChange, 0.1),
        with(Verdict::SameAsLastWeek, 0.3),
        with(Verdict::Rose, 2.0),
        with(Verdict::NoChange, 0.2),
        with(Verdict::UnlikeLastWeek, -9.0),
        with(Verdict::Fell, -3.0),
        with(Verdict::Rose, 2.0),
    ];
    assert_eq!(ranking(&impacts), [5, 6, 3, 7, 2, 4, 1, 0]);
    assert_eq!(ranking(&[]), [0_usize; 0]);
}

fn number() -> impl Strategy<Value = f64> {
    prop_oneof![4 => -100.0..100.0, 1 => any::<f64>(), 1 => Just(0.0), 1 => Just(f64::MAX), 1 => Just(f64::MIN)]
}

proptest! {
    #[test]
    fn any_numbers_give_finite_answers(
        values in prop::collection::vec(number(), 0..200),
        event in prop_oneof![8 => WEEK - 3_000..WEEK + 9_000, 1 => any::<i64>()],
        length in -5_i64..900,
        window_secs in prop_oneof![8 => -5_i64..6_000, 1 => any::<i64>()],
    ) {
        let (earlier, now) = values.split_at(values.len() / 2);
        let column = |values: &[f64], from| {
            values.iter().enumerate().map(move |(at, &value)| (from + at as i64 * MINUTE, value)).collect::<Vec<_>>()
        };
        let series = Series::from_points(column(earlier, 0).into_iter().chain(column(now, WEEK)));
        let found = impact(&series, TimeRange::new(event, event.saturating_add(length)), window_secs);
        prop_assert!(found.effect.is_finite());
        for share in [found.change, found.change_last_week, found.change_beyond] {
            prop_assert!(share.is_none_or(f64::is_finite));
        }
        for numbers in [found.now.before, found.now.after, found.last_week.before, found.last_week.after].into_iter().flatten() {
            prop_assert!(numbers.count > 0 && numbers.median.is_finite());
            prop_assert!(numbers.median <= numbers.p95 && numbers.p95 <= numbers.max);
        }
    }

    #[test]
    fn a_mirrored_and_scaled_series_has_the_mirrored_impact(seed in 0_u64..1_000, factor in 0.01_f64..1e6) {
        let noise = chance(seed);
        let value = |time: Time| 100.0 * rhythm(time) + if time >= NINE { 20.0 } else { 0.0 } + 8.0 * noise(time);
        let plain = impact(&around(NINE, value), at(NINE), HOUR);
        let mirrored = impact(&around(NINE, |time| -factor * value(time)), at(NINE), HOUR);
        prop_assert!((plain.effect + mirrored.effect).abs() < 1e-6, "{} {}", plain.effect, mirrored.effect);
        prop_assert_eq!(mirrored.verdict == Verdict::Fell, plain.verdict == Verdict::Rose);
    }
}
