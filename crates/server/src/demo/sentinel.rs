//! Series with known shapes on the machine `sentinel-01`, for people and tests that check a graph by them.
//!
//! | metric | shape |
//! |---|---|
//! | `custom.sentinel.flat` | always 42 |
//! | `custom.sentinel.rising` | minutes since the first one of all, strictly rising |
//! | `custom.sentinel.gappy` | 10 for twenty minutes from each full and half hour, then ten minutes without points |
//! | `custom.sentinel.empty` | exists and never has a point |
//! | `custom.sentinel.spike` | always 1 but for a single 1000, about 459 days ago |
//! | `custom.sentinel.error-400` and 403, 404, 429, 500, 503 | every read answers with that status |

use super::calendar::MINUTE;
use super::machine::Signal;
use super::story::Story;
use http::StatusCode;
use mackerel::graph_defs::{GraphDef, MetricDef, Unit};

/// Name of the machine that has the sentinel series.
pub const HOST_NAME: &str = "sentinel-01";
/// What all their names begin with.
pub const PREFIX: &str = "custom.sentinel.";
/// The value of `flat`.
pub const FLAT: f64 = 42.0;
/// The value of `gappy` where it has one.
pub const GAPPY: f64 = 10.0;
/// `gappy` begins anew every so many minutes since the epoch of 1970 ..
pub const GAPPY_CYCLE_MINUTES: i64 = 30;
/// .. and has points in the first so many of them.
pub const GAPPY_PRESENT_MINUTES: i64 = 20;
/// The value of `spike` in all minutes but one.
pub const SPIKE_REST: f64 = 1.0;
/// And in that one.
pub const SPIKE_PEAK: f64 = 1_000.0;
/// The statuses that the `error-` names answer with.
pub const ERRORS: [StatusCode; 6] = [
    StatusCode::BAD_REQUEST,
    StatusCode::FORBIDDEN,
    StatusCode::NOT_FOUND,
    StatusCode::TOO_MANY_REQUESTS,
    StatusCode::INTERNAL_SERVER_ERROR,
    StatusCode::SERVICE_UNAVAILABLE,
];

const SHAPES: [&str; 5] = ["flat", "rising", "gappy", "empty", "spike"];

/// Full names of all sentinels, those that fail last.
pub fn names() -> impl Iterator<Item = String> {
    let shapes = SHAPES.iter().map(|shape| format!("{PREFIX}{shape}"));
    shapes.chain(ERRORS.iter().map(|status| format!("{PREFIX}error-{}", status.as_str())))
}

pub(super) fn definition() -> GraphDef {
    let lines =
        SHAPES.iter().zip(["一定 flat", "増加 rising", "欠測あり gappy", "空 empty", "一度だけ spike"]);
    GraphDef {
        name: PREFIX.trim_end_matches('.').to_owned(),
        display_name: Some("センチネル / Sentinel".to_owned()),
        unit: Unit::Float,
        metrics: lines
            .map(|(shape, label)| MetricDef {
                name: format!("{PREFIX}{shape}"),
                display_name: Some(label.to_owned()),
                is_stacked: false,
            })
            .collect(),
    }
}

/// The status that reading the metric fails with.
pub(super) fn fault(name: &str) -> Option<StatusCode> {
    let code = name.strip_prefix(PREFIX)?.strip_prefix("error-")?;
    ERRORS.into_iter().find(|status| status.as_str() == code)
}

pub(super) fn signal<'a>(story: &Story, name: &str) -> Option<Signal<'a>> {
    let first = story.beginning() / MINUTE;
    let spike = story.spike / MINUTE;
    Some(match name.strip_prefix(PREFIX)? {
        "flat" => Box::new(|_| Some(FLAT)),
        "rising" => Box::new(move |minute| Some((minute - first) as f64)),
        "gappy" => Box::new(|minute| {
            (minute.rem_euclid(GAPPY_CYCLE_MINUTES) < GAPPY_PRESENT_MINUTES).then_some(GAPPY)
        }),
        "empty" => Box::new(|_| None),
        "spike" => Box::new(move |minute| Some(if minute == spike { SPIKE_PEAK } else { SPIKE_REST })),
        _ => return None,
    })
}
