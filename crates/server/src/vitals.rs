//! `GET /metrics`: how the server itself is, in the text format of Prometheus. Who may read the API may read this.

use crate::store::{COMMIT_CLASSES_MS, Counts, Store};
use axum::Router;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use http::header;
use std::fmt::Write;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// The classes of statuses, by their first digit.
const CLASSES: [&str; 5] = ["1xx", "2xx", "3xx", "4xx", "5xx"];

/// Answers since the start, by class.
#[derive(Debug, Default)]
pub(crate) struct Vitals {
    answers: [AtomicU64; CLASSES.len()],
}

/// Counts an answer.
pub(crate) async fn count(State(vitals): State<Arc<Vitals>>, request: Request, next: Next) -> Response {
    let response = next.run(request).await;
    let class = usize::from(response.status().as_u16() / 100).checked_sub(1);
    if let Some(count) = class.and_then(|class| vitals.answers.get(class)) {
        count.fetch_add(1, Ordering::Relaxed);
    }
    response
}

/// The page.
pub(crate) fn routes(store: Store, vitals: Arc<Vitals>) -> Router {
    Router::new().route("/metrics", get(show)).with_state((store, vitals))
}

async fn show(State((store, vitals)): State<(Store, Arc<Vitals>)>) -> Response {
    let answers = vitals.answers.each_ref().map(|count| count.load(Ordering::Relaxed));
    let text = render(answers, &store.counts(), &store.sizes());
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], text).into_response()
}

fn render(answers: [u64; CLASSES.len()], counts: &Counts, sizes: &[(&str, u64)]) -> String {
    let mut page = Page::default();
    page.family("battera_http_requests_total", "counter", "Requests answered, by class of status.");
    for (class, count) in CLASSES.iter().zip(answers) {
        page.line("battera_http_requests_total", Some(("class", class)), count);
    }
    for (name, kind, help, value) in [
        ("battera_store_waiting_writes", "gauge", "Writes waiting for the writing thread.", counts.waiting),
        (
            "battera_store_refused_writes_total",
            "counter",
            "Writes refused because too many waited.",
            counts.refused,
        ),
        ("battera_store_points_total", "counter", "Points saved.", counts.points),
        (
            "battera_store_lost_transactions_total",
            "counter",
            "Transactions that could not be saved.",
            counts.lost,
        ),
        ("battera_store_thinned_days_total", "counter", "Days of a metric made their mean.", counts.thinned),
        ("battera_store_damaged_chunks", "gauge", "Damaged chunks that reads have met.", counts.damaged),
    ] {
        page.family(name, kind, help);
        page.line(name, None, value);
    }
    page.family("battera_store_chunks_total", "counter", "Chunks of points made, by their length.");
    page.line("battera_store_chunks_total", Some(("length", "2h")), counts.sealed);
    page.line("battera_store_chunks_total", Some(("length", "1d")), counts.merged);
    page.family("battera_store_file_bytes", "gauge", "Sizes of the data files.");
    for (file, bytes) in sizes {
        page.line("battera_store_file_bytes", Some(("file", file)), *bytes);
    }
    page.commits(counts);
    page.text
}

#[derive(Default)]
struct Page {
    text: String,
}

impl Page {
    fn family(&mut self, name: &str, kind: &str, help: &str) {
        // Writing into a string does not fail.
        let _written = write!(self.text, "# HELP {name} {help}\n# TYPE {name} {kind}\n");
    }

    fn line(&mut self, name: &str, label: Option<(&str, &str)>, value: impl std::fmt::Display) {
        let _written = match label {
            Some((label, content)) => writeln!(self.text, "{name}{{{label}=\"{content}\"}} {value}"),
            None => writeln!(self.text, "{name} {value}"),
        };
    }

    fn commits(&mut self, counts: &Counts) {
        const NAME: &str = "battera_store_commit_seconds";
        self.family(NAME, "histogram", "How long transactions took, from their first job to the disk.");
        let ends = COMMIT_CLASSES_MS.iter().map(|ms| (*ms as f64 / 1_000.0).to_string());
        let mut total = 0;
        for (end, count) in ends.chain(["+Inf".to_owned()]).zip(counts.commits) {
            total += count;
            self.line(&format!("{NAME}_bucket"), Some(("le", &end)), total);
        }
        self.line(&format!("{NAME}_sum"), None, counts.commit_micros as f64 / 1e6);
        self.line(&format!("{NAME}_count"), None, total);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_is_in_the_text_format_and_classes_add_up() {
        let counts = Counts {
            points: 60,
            commits: [1, 2, 0, 0, 0, 0, 0, 0, 1],
            commit_micros: 4_500_000,
            ..Counts::default()
        };
        let page = render([0, 7, 0, 2, 1], &counts, &[("meta.db", 4_096)]);
        for line in [
            "# TYPE battera_http_requests_total counter",
            "battera_http_requests_total{class=\"2xx\"} 7",
            "battera_store_points_total 60",
            "battera_store_file_bytes{file=\"meta.db\"} 4096",
            "battera_store_commit_seconds_bucket{le=\"0.001\"} 1",
            "battera_store_commit_seconds_bucket{le=\"0.003\"} 3",
            "battera_store_commit_seconds_bucket{le=\"3\"} 3",
            "battera_store_commit_seconds_bucket{le=\"+Inf\"} 4",
            "battera_store_commit_seconds_sum 4.5",
            "battera_store_commit_seconds_count 4",
        ] {
            assert!(page.lines().any(|found| found == line), "{line} is not in\n{page}");
        }
        let samples = page.lines().filter(|line| !line.starts_with('#'));
        assert!(samples.clone().count() > 20);
        for sample in samples {
            let value = sample.rsplit_once(' ').and_then(|(_, value)| value.parse::<f64>().ok());
            assert!(value.is_some(), "{sample}");
        }
    }
}
