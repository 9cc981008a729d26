//! A demonstration organisation that tells a story: three services, forty machines and 460 days of metrics.
//!
//! It is a pure function of a seed and of the day on which the server started, computed when it is read:
//! * two demonstrations with the same seed and clock are the same to the last byte;
//! * every part of a series equals the same part of the whole;
//! * series begin 460 days before the day of the start and end at the present minute, however long the server runs;
//! * ids depend on the seed alone, or for what happened also on when it happened: a new day keeps them.
//!
//! The machine [`sentinel::HOST_NAME`] has series with known shapes; [`sentinel`] says which.

mod alerts;
mod annotations;
mod calendar;
mod custom;
mod dashboards;
mod fleet;
mod machine;
mod monitors;
mod noise;
mod organisation;
mod rhythm;
mod seed;
pub mod sentinel;
mod service;
mod story;
mod texts;
mod widgets;

pub use organisation::Organisation;

use crate::clock::Clock;
use crate::store::{History, Recalled};
use calendar::{DAY, MINUTE};
use fleet::{Domain, Machine};
use machine::Signal;
use mackerel::metrics::Owner;
use noise::Noise;
use rhythm::Rhythm;
use series::{Series, Time, TimeRange};
use std::collections::BTreeSet;
use story::{HISTORY_DAYS, Story};

/// The seed of the demonstration that `--demo` shows.
pub const SEED: u64 = 20;

/// Share of today's traffic that was missing when the series begin.
const GROWTH: f64 = 0.35;
/// How much busier the shop is during its campaign.
const CAMPAIGN: f64 = 3.0;
/// Before this second no clock is believed: the story needs a past.
const EARLIEST_START: Time = 2 * HISTORY_DAYS * DAY;
/// After this one neither: the API's times fit 32 bits.
const LATEST_START: Time = i32::MAX as Time;

/// The demonstration.
#[derive(Debug)]
pub struct Demo {
    clock: Clock,
    /// When it started; the last second that open alerts know of.
    started: Time,
    noise: Noise,
    story: Story,
    fleet: Vec<Machine>,
    rhythms: [Rhythm; 3],
}

impl Demo {
    /// The story as of the clock's present day.
    pub fn new(seed: u64, clock: Clock) -> Self {
        let noise = Noise::new(seed);
        let fleet = fleet::muster(noise);
        let started = clock.now().clamp(EARLIEST_START, LATEST_START);
        let story = Story::new(noise, &fleet, started);
        let rhythms = [Rhythm::shoppers(), Rhythm::office(), Rhythm::night()];
        Self { clock, started, noise, story, fleet, rhythms }
    }

    /// The first second of the day in Japan on which the demonstration started.
    pub const fn epoch(&self) -> Time {
        self.story.epoch
    }

    /// The ids of the monitors whose alerts are part of the story.
    pub fn monitor_ids(&self) -> BTreeSet<String> {
        monitors::Monitors::new(self.noise).into_list().into_iter().map(|monitor| monitor.id).collect()
    }

    /// How many people are there, campaign or not; 1 at a usual peak, whatever the year.
    fn crowd(&self, domain: Domain, minute: i64) -> f64 {
        self.rhythms[domain as usize].at(minute)
    }

    /// Work that reaches a service; 1 at a usual peak of today.
    fn traffic(&self, domain: Domain, minute: i64) -> f64 {
        let noise = self.noise.stream_of(domain as u64);
        let age = (self.story.epoch / MINUTE - minute) as f64 / (HISTORY_DAYS * DAY / MINUTE) as f64;
        let campaign = if domain == Domain::Shop && self.story.campaign.contains(minute * MINUTE) {
            CAMPAIGN
        } else {
            1.0
        };
        let chance = 1.0 + 0.05 * noise.smooth(minute, 45) + 0.02 * noise.signed(minute);
        self.crowd(domain, minute) * (1.0 - GROWTH * age).max(0.0) * campaign * chance
    }

    fn signal(&self, owner: &Owner, name: &str) -> Option<Signal<'_>> {
        match owner {
            Owner::Host(id) => {
                let index = self.fleet.iter().position(|machine| machine.id == *id)?;
                let model = machine::Model::new(self, index)?;
                if let Some(signal) = sentinel::signal(&self.story, name) {
                    return (self.fleet[index].name == sentinel::HOST_NAME).then_some(signal);
                }
                if name.starts_with("custom.") {
                    custom::signal(model, name)
                } else if model.names().iter().any(|one| one == name) {
                    model.signal(name)
                } else {
                    None
                }
            }
            Owner::Service(service) => {
                let domain = Domain::named(service)?;
                let model = service::Model::new(self, domain);
                if service::names(domain).iter().any(|one| one == name) {
                    model.signal(name)
                } else {
                    (self.external(name) == Some(domain)).then(|| model.response_time())
                }
            }
        }
    }

    /// The service whose external monitor measured this response time.
    fn external(&self, name: &str) -> Option<Domain> {
        let id = name.strip_prefix("__externalhttp.responsetime.")?;
        [(monitors::key::SHOP_PAGE, Domain::Shop), (monitors::key::API_HEALTH, Domain::Api)]
            .into_iter()
            .find(|row| monitors::id(self.noise, row.0) == id)
            .map(|row| row.1)
    }

    fn fault(&self, owner: &Owner, name: &str) -> Option<http::StatusCode> {
        let Owner::Host(id) = owner else { return None };
        let status = sentinel::fault(name)?;
        self.fleet
            .iter()
            .any(|machine| machine.id == *id && machine.name == sentinel::HOST_NAME)
            .then_some(status)
    }
}

impl History for Demo {
    fn names(&self, owner: &Owner) -> Vec<String> {
        match owner {
            Owner::Host(id) => {
                let Some(index) = self.fleet.iter().position(|machine| machine.id == *id) else {
                    return Vec::new();
                };
                let mut names =
                    machine::Model::new(self, index).map(|model| model.names()).unwrap_or_default();
                names.extend(custom::names(&self.fleet[index]));
                names
            }
            Owner::Service(service) => Domain::named(service).map(service::names).unwrap_or_default(),
        }
    }

    fn read(&self, owner: &Owner, name: &str, range: TimeRange) -> Recalled {
        if let Some(status) = self.fault(owner, name) {
            return Recalled::Fault(status);
        }
        let Some(signal) = self.signal(owner, name) else { return Recalled::Nothing };
        Recalled::Series(sampled(&signal, range, self.story.beginning(), self.clock.now()))
    }
}

fn sampled(signal: &Signal<'_>, range: TimeRange, first: Time, last: Time) -> Series {
    let from = range.from.max(first).saturating_add(MINUTE - 1).div_euclid(MINUTE);
    let to = range.to.min(last).div_euclid(MINUTE);
    let room = usize::try_from(to - from + 1).unwrap_or(0);
    let (mut times, mut values) = (Vec::with_capacity(room), Vec::with_capacity(room));
    for minute in from..=to {
        if let Some(value) = signal(minute) {
            times.push(minute * MINUTE);
            values.push(value);
        }
    }
    Series::new(times, values).unwrap_or_default()
}
