//! What holds for any expression and any series.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops")]
#![expect(unreachable_pub, reason = "the modules of a test are never reached from elsewhere")]

#[path = "properties/any.rs"]
mod any;

use any::{Data, any_expr, data, known_expr, soup};
use expr::{Aggregate, Duration, DurationUnit, Expr, Factor, Line, Node, Period, Span};
use expr::{complete, evaluate, marks, parse, plan};
use proptest::prelude::*;
use series::{Series, TimeRange};

const MINUTE: i64 = 60;

/// From one to two hours after 0, in minutes.
fn hour() -> Period {
    Period::new(TimeRange::new(3_600, 7_200), 7_200, MINUTE)
}

fn made(node: Node) -> Expr {
    Expr { span: Span::default(), node }
}

fn lines(expr: &Expr, period: Period, data: &Data) -> Vec<Line> {
    evaluate(expr, period, &data.fetched()).unwrap_or_default()
}

/// Series that agree but for the last bits.
fn close(one: &Series, other: &Series) -> bool {
    let near = |(a, b): (&f64, &f64)| (a - b).abs() <= 1e-6 * a.abs().max(b.abs()).max(1.0);
    one.times() == other.times() && one.values().iter().zip(other.values()).all(near)
}

fn all_close(some: &[Line], others: &[Line]) -> bool {
    some.len() == others.len()
        && some.iter().zip(others).all(|(one, other)| close(&one.series, &other.series))
}

proptest! {
    #[test]
    fn what_is_printed_is_read_again(expr in any_expr()) {
        let printed = expr.to_string();
        prop_assert_eq!(parse(&printed), Ok(expr), "{}", printed);
    }

    #[test]
    fn any_text_is_an_expression_or_has_errors_in_it(text in prop_oneof![soup(), any::<String>(), "\\PC{0,40}"]) {
        let errors = parse(&text).err();
        prop_assert!(errors.as_ref().is_none_or(|errors| !errors.is_empty()));
        for error in errors.into_iter().flatten() {
            prop_assert!(text.get(error.span.start..error.span.end).is_some(), "{:?} in {:?}", error, text);
        }
        let marks = marks(&text);
        prop_assert!(marks.windows(2).all(|pair| pair[0].span.end <= pair[1].span.start));
        prop_assert!(marks.iter().all(|mark| !mark.span.of(&text).is_empty()));
        for at in 0..=text.len() + 1 {
            let completion = complete(&text, at);
            prop_assert!(text.get(completion.replace.start..completion.replace.end).is_some());
        }
    }

    #[test]
    fn every_line_lies_on_the_grid_of_the_period(
        expr in known_expr(),
        data in data(),
        step in prop_oneof![Just(60), Just(300), Just(420), Just(3_600)],
        from in -4_000_i64..8_000,
        length in 0_i64..8_000,
        now in 0_i64..9_000,
    ) {
        let period = Period::new(TimeRange::new(from, from + length), now, step);
        for line in lines(&expr, period, &data) {
            let times = line.series.times();
            prop_assert!(times.iter().all(|time| time.rem_euclid(step) == 0), "{:?}", times);
            prop_assert!(times.first().is_none_or(|first| *first > from - step));
            prop_assert!(times.last().is_none_or(|last| *last <= from + length));
            prop_assert!(line.series.values().iter().all(|value| value.is_finite()));
        }
    }

    #[test]
    fn what_the_plan_reads_is_enough(expr in known_expr(), data in data(), step in prop_oneof![Just(60), Just(300)]) {
        let period = Period::new(TimeRange::new(3_700, 7_200), 6_900, step);
        let all = lines(&expr, period, &data);
        let read = data.read(&plan(&expr, period));
        prop_assert_eq!(lines(&expr, period, &read), all);
    }

    #[test]
    fn moved_lines_are_the_lines_of_then(expr in known_expr(), data in data(), minutes in 0_u64..200) {
        let by = Duration::new(minutes, DurationUnit::Minute).unwrap();
        let moved = lines(&made(Node::TimeShift(Box::new(expr.clone()), by)), hour(), &data);
        let then = TimeRange::new(3_600 - by.secs(), 7_200 - by.secs());
        let unmoved = lines(&expr, Period::new(then, hour().now, MINUTE), &data);
        prop_assert_eq!(moved.len(), unmoved.len());
        for (moved, unmoved) in moved.iter().zip(unmoved) {
            prop_assert_eq!(&moved.series, &unmoved.series.shifted(by.secs()));
            prop_assert_eq!(moved.stacked, unmoved.stacked);
        }
    }

    #[test]
    fn scaling_is_linear(expr in known_expr(), data in data(), factor in -50_i32..50) {
        let factor = Factor::new(f64::from(factor), None).unwrap();
        let scaled = |expr: Expr| made(Node::Scale(Box::new(expr), factor));
        let plain = lines(&expr, hour(), &data);
        for (line, plain) in lines(&scaled(expr.clone()), hour(), &data).iter().zip(&plain) {
            prop_assert!(close(&line.series, &plain.series.clone().map_values(|value| value * factor.value())));
        }
        // It may be done before or after anything else that is linear.
        let hour_long = Duration::new(1, DurationUnit::Hour).unwrap();
        let linear: [fn(Box<Expr>, Duration) -> Node; 4] = [
            |of, _| Node::Aggregate(Aggregate::Sum, of),
            |of, _| Node::Aggregate(Aggregate::Avg, of),
            Node::MovingAverage,
            Node::TimeShift,
        ];
        for apply in linear {
            let before = made(apply(Box::new(scaled(expr.clone())), hour_long));
            let after = scaled(made(apply(Box::new(expr.clone()), hour_long)));
            prop_assert!(all_close(&lines(&before, hour(), &data), &lines(&after, hour(), &data)), "{}", before);
        }
    }

    #[test]
    fn averages_and_percentiles_lie_between_the_extremes(
        expr in known_expr(),
        data in data(),
        percent in 1_u8..100,
    ) {
        let of = |make: &dyn Fn(Box<Expr>) -> Node| lines(&made(make(Box::new(expr.clone()))), hour(), &data);
        let least = of(&|of| Node::Aggregate(Aggregate::Min, of));
        let most = of(&|of| Node::Aggregate(Aggregate::Max, of));
        let percent = expr::Percent::new(f64::from(percent)).unwrap();
        let between = [
            of(&|of| Node::Aggregate(Aggregate::Avg, of)),
            of(&|of| Node::Percentile(of, percent)),
        ];
        for lines in between {
            prop_assert_eq!(lines.len(), least.len());
            for ((line, least), most) in lines.iter().zip(&least).zip(&most) {
                prop_assert_eq!(line.series.times(), least.series.times());
                let columns = line.series.values().iter().zip(least.series.values()).zip(most.series.values());
                for ((value, least), most) in columns {
                    let slack = 1e-9 * value.abs();
                    prop_assert!(*least - slack <= *value && *value <= *most + slack, "{} {} {}", least, value, most);
                }
            }
        }
    }

    #[test]
    fn the_order_of_series_does_not_matter_to_aggregates(
        list in prop::collection::vec(known_expr(), 1..4),
        data in data(),
    ) {
        let backwards: Vec<Expr> = list.iter().rev().cloned().collect();
        for how in Aggregate::ALL {
            let of = |list: &[Expr]| {
                let group = Box::new(made(Node::Group(list.to_vec())));
                lines(&made(Node::Aggregate(how, group)), hour(), &data)
            };
            let (one, other) = (of(&list), of(&backwards));
            // Products of many large values may leave all numbers in one order and not in the other.
            prop_assert!(how == Aggregate::Product || all_close(&one, &other), "{}", how.as_str());
            prop_assert_eq!(one.len(), other.len());
        }
    }
}
