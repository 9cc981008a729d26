//! Metrics of the three services, and the response times that external monitors measured.
//!
//! Requests add up: `good` + `errors` = `total`, in every minute. Costs are posted once an hour and begin again each month.

use super::Demo;
use super::calendar::{DAY, HOUR, MINUTE, date, day_of, start_of};
use super::fleet::Domain;
use super::machine::{Signal, hundredths};
use super::noise::Noise;
use super::story::{Bumps, Place, Trouble};
use series::Time;

/// Share of the requests that fail on good days.
const USUAL_ERRORS: f64 = 0.000_3;
/// Minutes that the nightly backup takes.
pub(super) const BACKUP_MINUTES: i64 = 40;

/// A service and what befell it.
pub(super) struct Model<'a> {
    demo: &'a Demo,
    domain: Domain,
    noise: Noise,
    latency: Bumps,
    errors: Bumps,
    response: Bumps,
    queue: Bumps,
}

/// A plain metric: `rest + per_traffic × traffic`, give or take.
struct Plain {
    domain: Domain,
    name: &'static str,
    rest: f64,
    per_traffic: f64,
    /// Largest relative deviation.
    noise: f64,
}

const fn plain(domain: Domain, name: &'static str, rest: f64, per_traffic: f64, noise: f64) -> Plain {
    Plain { domain, name, rest, per_traffic, noise }
}

/// Counts per minute, all whole numbers.
const PLAIN: &[Plain] = &[
    plain(Domain::Shop, "orders.count", 2.0, 96.0, 0.10),
    plain(Domain::Shop, "orders.cancelled", 0.0, 2.4, 0.50),
    plain(Domain::Shop, "revenue.amount", 9_000.0, 412_000.0, 0.18),
    plain(Domain::Shop, "visitors.active", 120.0, 5_400.0, 0.06),
    plain(Domain::Shop, "visitors.new", 8.0, 620.0, 0.12),
    plain(Domain::Api, "orders.count", 1.0, 210.0, 0.08),
    plain(Domain::Api, "endpoint.orders", 4.0, 900.0, 0.07),
    plain(Domain::Api, "endpoint.stock", 9.0, 1_700.0, 0.07),
    plain(Domain::Api, "endpoint.login", 1.0, 140.0, 0.15),
    plain(Domain::Api, "queue.published", 3.0, 260.0, 0.10),
    plain(Domain::Batch, "jobs.done", 4.0, 540.0, 0.12),
    plain(Domain::Batch, "jobs.failed", 0.0, 1.1, 0.80),
];

/// Names that have a rule of their own, by service.
const SPECIAL: &[(Domain, &[&str])] = &[
    (
        Domain::Shop,
        &[
            "cost.budget",
            "cost.monthly",
            "latency.p50",
            "latency.p95",
            "latency.p99",
            "requests.errors",
            "requests.good",
            "requests.total",
        ],
    ),
    (
        Domain::Api,
        &[
            "cost.budget",
            "cost.monthly",
            "latency.p50",
            "latency.p95",
            "latency.p99",
            "requests.errors",
            "requests.good",
            "requests.total",
        ],
    ),
    (Domain::Batch, &["backup.minutes", "cost.budget", "cost.monthly", "jobs.waiting"]),
];

/// Names of the metrics of a service, without the response times.
pub(super) fn names(domain: Domain) -> Vec<String> {
    let plain = PLAIN.iter().filter(|plain| plain.domain == domain).map(|plain| plain.name);
    let special = SPECIAL.iter().filter(|row| row.0 == domain).flat_map(|row| row.1.iter().copied());
    plain.chain(special).map(str::to_owned).collect()
}

impl<'a> Model<'a> {
    pub(super) fn new(demo: &'a Demo, domain: Domain) -> Self {
        let bumps =
            |strength: fn(Trouble) -> Option<f64>| Bumps::of(&demo.story, Place::Domain(domain), strength);
        Self {
            demo,
            domain,
            noise: demo.noise.stream("service").stream(domain.name()),
            latency: bumps(
                |trouble| if let Trouble::Latency(factor) = trouble { Some(factor) } else { None },
            ),
            errors: bumps(|trouble| if let Trouble::Errors(share) = trouble { Some(share) } else { None }),
            response: bumps(|trouble| if let Trouble::Response(ms) = trouble { Some(ms) } else { None }),
            queue: bumps(|trouble| if let Trouble::Queue(jobs) = trouble { Some(jobs) } else { None }),
        }
    }

    /// One metric of [`names`].
    pub(super) fn signal(self, name: &str) -> Option<Signal<'a>> {
        if let Some(plain) = PLAIN.iter().find(|plain| plain.domain == self.domain && plain.name == name) {
            let noise = self.noise.stream(name);
            return Some(Box::new(move |minute| {
                let level = plain.rest + plain.per_traffic * self.demo.traffic(self.domain, minute);
                let level = level * (1.0 + plain.noise * noise.wobble(minute));
                Some(noise.stream_of(1).round(minute, level.max(0.0)))
            }));
        }
        Some(match name {
            "latency.p50" => Box::new(move |minute| Some(self.latency(minute, 0.31, 0.03))),
            "latency.p95" => Box::new(move |minute| Some(self.latency(minute, 1.0, 0.04))),
            "latency.p99" => Box::new(move |minute| Some(self.latency(minute, 1.9, 0.10))),
            "requests.total" => Box::new(move |minute| Some(self.total(minute))),
            "requests.errors" => Box::new(move |minute| Some(self.failed(minute, self.total(minute)))),
            "requests.good" => Box::new(move |minute| {
                let total = self.total(minute);
                Some(total - self.failed(minute, total))
            }),
            "jobs.waiting" => Box::new(move |minute| Some(self.waiting(minute))),
            "backup.minutes" => {
                let noise = self.noise.stream(name);
                // One point a day, when the backup is done.
                Box::new(move |minute| {
                    let past = minute * MINUTE - start_of(day_of(minute * MINUTE)) - 3 * HOUR;
                    (past == BACKUP_MINUTES * MINUTE).then(|| hundredths(38.0 + 4.0 * noise.signed(minute)))
                })
            }
            "cost.monthly" => {
                Box::new(move |minute| hourly(minute).then(|| hundredths(self.spent(minute * MINUTE))))
            }
            "cost.budget" => Box::new(move |minute| hourly(minute).then_some(budget(self.domain))),
            _ => return None,
        })
    }

    /// The response time that an external monitor of this service measured, in milliseconds.
    pub(super) fn response_time(self) -> Signal<'a> {
        Box::new(move |minute| {
            let usual = 180.0 + 140.0 * self.demo.traffic(self.domain, minute).min(1.6);
            let level = self.response.at(minute * MINUTE).unwrap_or(usual);
            Some((level * (1.0 + 0.12 * self.noise.stream_of(7).wobble(minute))).round())
        })
    }

    /// A percentile of the response time in milliseconds.
    fn latency(&self, minute: i64, scale: f64, noise: f64) -> f64 {
        let (rest, per_traffic) = match self.domain {
            Domain::Shop => (180.0, 130.0),
            _ => (250.0, 170.0),
        };
        let usual = rest + per_traffic * self.demo.crowd(self.domain, minute).powf(0.8);
        let factor = self.latency.at(minute * MINUTE).unwrap_or(1.0);
        let wobble = self.noise.stream_of((scale * 100.0) as u64).wobble(minute);
        hundredths(usual * factor * scale * (1.0 + noise * wobble))
    }

    fn total(&self, minute: i64) -> f64 {
        let most = if self.domain == Domain::Shop { 9_200.0 } else { 2_800.0 };
        let level = (12.0 + most * self.demo.traffic(self.domain, minute)).max(0.0);
        self.noise.stream_of(1).round(minute, level * (1.0 + 0.03 * self.noise.stream_of(2).wobble(minute)))
    }

    fn failed(&self, minute: i64, total: f64) -> f64 {
        let share = self.errors.at(minute * MINUTE).unwrap_or(USUAL_ERRORS);
        let level = total * share * (1.0 + 0.1 * self.noise.stream_of(3).wobble(minute));
        self.noise.stream_of(4).round(minute, level).min(total)
    }

    fn waiting(&self, minute: i64) -> f64 {
        let usual = 6.0 + 150.0 * self.demo.traffic(self.domain, minute);
        let level = self.queue.at(minute * MINUTE).unwrap_or(usual);
        (level * (1.0 + 0.1 * self.noise.stream_of(5).wobble(minute))).round()
    }

    /// What this month has cost so far.
    fn spent(&self, time: Time) -> f64 {
        let today = day_of(time);
        let first = today - date(today).day + 1;
        let part = (time - start_of(today)) as f64 / DAY as f64;
        let whole: f64 = (first..today).map(|day| self.daily(day)).sum();
        whole + part * self.daily(today)
    }

    /// What one day costs.
    fn daily(&self, day: i64) -> f64 {
        match self.domain {
            Domain::Shop => 64.0 + 9.0 * self.noise.stream_of(6).unit(day),
            Domain::Api => 38.0 + 5.0 * self.noise.stream_of(6).unit(day),
            // A flat rate, so that a projection can be checked by hand.
            Domain::Batch => 10.0,
        }
    }
}

/// What a month may cost.
pub(super) const fn budget(domain: Domain) -> f64 {
    match domain {
        Domain::Shop => 2_000.0,
        Domain::Api => 1_300.0,
        Domain::Batch => 330.0,
    }
}

const fn hourly(minute: i64) -> bool {
    minute.rem_euclid(60) == 0
}
