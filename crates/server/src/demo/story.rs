//! What happened when. Everything hangs on one day, the epoch: the day in Japan on which the demonstration started.
//!
//! Ordinary troubles are drawn per day of the calendar, so that they stay where they are when the epoch moves on.

use super::calendar::{DAY, HOUR, MINUTE, SATURDAY, THURSDAY, at, day_of, last_before, start_of};
use super::fleet::{Domain, Machine, System};
use super::noise::Noise;
use mackerel::hosts::HostStatus;
use series::{Time, TimeRange};

/// How far back the series go, in days before the epoch.
pub(super) const HISTORY_DAYS: i64 = 460;
/// On how many past nights the backup raised its alert.
pub(super) const FLAPPING_NIGHTS: i64 = 200;
/// How many other alerts were closed.
pub(super) const OTHER_ALERTS: usize = 200;

/// The end of a trouble that nobody has ended yet.
const UNENDED: Time = Time::MAX;
/// Out of a hundred: what the full disk held on the epoch, and what is added each day.
const FILLING_PERCENT: f64 = 81.0;
const FILLING_PERCENT_PER_DAY: f64 = 2.0;
const FILLING_DAYS: i64 = 32;

/// Whom a trouble befalls.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// The machine at this index of the fleet.
    Machine(usize),
    /// A whole service.
    Domain(Domain),
}

/// What is wrong, and how much.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Trouble {
    /// Load average.
    Load(f64),
    /// Share of the processors that is busy.
    Cpu(f64),
    /// Share of the memory that is used.
    Memory(f64),
    /// The machine is silent.
    Down,
    /// Response times are this many times as long.
    Latency(f64),
    /// Share of the requests that fail.
    Errors(f64),
    /// Milliseconds until the external monitor had its answer.
    Response(f64),
    /// Jobs that wait.
    Queue(f64),
    /// The backup waits for its disks.
    Backup,
    /// A check on the machine fails; no metric shows it.
    Check,
    /// The machine does something unusual; no threshold is passed.
    Anomaly,
    /// A labelled metric is too high; it cannot be read.
    Query,
}

/// A trouble in its place and time.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Incident {
    pub(super) place: Place,
    pub(super) trouble: Trouble,
    /// Both ends at whole minutes; the metrics show it in all of them.
    pub(super) range: TimeRange,
}

impl Incident {
    pub(super) const fn is_open(&self) -> bool {
        self.range.to == UNENDED
    }
}

/// The whole story.
#[derive(Debug)]
pub(super) struct Story {
    pub(super) epoch_day: i64,
    pub(super) epoch: Time,
    /// The release that was slow, until it was rolled back.
    pub(super) release: TimeRange,
    /// The weekend of the campaign.
    pub(super) campaign: TimeRange,
    /// The minute of the only spike.
    pub(super) spike: Time,
    /// Everything that went wrong, oldest first.
    pub(super) incidents: Vec<Incident>,
}

impl Story {
    pub(super) fn new(noise: Noise, fleet: &[Machine], now: Time) -> Self {
        let epoch_day = day_of(now);
        let epoch = start_of(epoch_day);
        let thursday = last_before(epoch_day, THURSDAY);
        let saturday = last_before(epoch_day - 7, SATURDAY);
        let release = TimeRange::new(at(thursday, 14, 0), at(thursday, 16, 0) - MINUTE);
        let mut incidents = nights(fleet, epoch_day);
        incidents.extend(open_troubles(fleet, epoch));
        incidents.extend(slow_release(release));
        incidents.extend(ordinary_days(noise.stream("troubles"), fleet, epoch_day));
        incidents.sort_by_key(|incident| (incident.range.from, incident.range.to));
        Self {
            epoch_day,
            epoch,
            release,
            campaign: TimeRange::new(start_of(saturday), start_of(saturday + 2) - MINUTE),
            spike: at(epoch_day - 459, 12, 34),
            incidents,
        }
    }

    /// The first minute of every series.
    pub(super) const fn beginning(&self) -> Time {
        self.epoch - HISTORY_DAYS * DAY
    }

    /// When a machine fell silent for good.
    pub(super) fn last_word(&self, machine: &Machine) -> Option<Time> {
        if machine.status == HostStatus::Poweroff { Some(self.epoch - 12 * DAY) } else { None }
    }

    /// Share of the disk that fills, from 0 to 1.
    pub(super) fn filling(&self, time: Time) -> f64 {
        let days = (time - self.epoch) as f64 / DAY as f64;
        let percent = FILLING_PERCENT + FILLING_PERCENT_PER_DAY * days.max(-FILLING_DAYS as f64);
        // Before the leak the disk hardly grew at all.
        let before = (days + FILLING_DAYS as f64).min(0.0) * 0.01;
        ((percent + before) / 100.0).min(1.0)
    }

    /// When the disk passed so many percent.
    pub(super) fn filled(&self, percent: f64) -> Time {
        let days = (percent - FILLING_PERCENT) / FILLING_PERCENT_PER_DAY;
        self.epoch + (days * DAY as f64 / MINUTE as f64).ceil() as i64 * MINUTE
    }
}

/// How strong a trouble of one kind is at which times.
#[derive(Debug, Default)]
pub(super) struct Bumps(Vec<(TimeRange, f64)>);

impl Bumps {
    /// The troubles of a place for which `strength` answers.
    pub(super) fn of(story: &Story, place: Place, strength: impl Fn(Trouble) -> Option<f64>) -> Self {
        let mine = story.incidents.iter().filter(|incident| incident.place == place);
        Self(mine.filter_map(|one| Some((one.range, strength(one.trouble)?))).collect())
    }

    /// The strength at a time; of several the one that began last.
    pub(super) fn at(&self, time: Time) -> Option<f64> {
        let begun = self.0.partition_point(|bump| bump.0.from <= time);
        let last = self.0.get(begun.checked_sub(1)?)?;
        last.0.contains(time).then_some(last.1)
    }
}

/// The index of a machine in the fleet; the first one if it is not there.
pub(super) fn position(fleet: &[Machine], domain: Domain, role: &str, index: usize) -> usize {
    fleet.iter().position(|machine| machine.is(domain, role, index)).unwrap_or_default()
}

fn nights(fleet: &[Machine], epoch_day: i64) -> Vec<Incident> {
    let place = Place::Machine(position(fleet, Domain::Batch, "backup", 0));
    (1..=FLAPPING_NIGHTS)
        .map(|ago| {
            let from = at(epoch_day - ago, 3, 0);
            Incident { place, trouble: Trouble::Backup, range: TimeRange::new(from, from + 2 * MINUTE) }
        })
        .collect()
}

/// What is still wrong, besides the disk that fills and the certificate that ends.
fn open_troubles(fleet: &[Machine], epoch: Time) -> Vec<Incident> {
    let machine = |domain, role, index| Place::Machine(position(fleet, domain, role, index));
    [
        (machine(Domain::Shop, "app", 6), Trouble::Down, 20 * MINUTE),
        (Place::Domain(Domain::Batch), Trouble::Queue(1_840.0), 2 * HOUR + 20 * MINUTE),
        (machine(Domain::Batch, "worker", 1), Trouble::Load(11.6), 2 * HOUR),
        (machine(Domain::Api, "db", 1), Trouble::Check, 9 * HOUR + 13 * MINUTE),
    ]
    .into_iter()
    .map(|(place, trouble, ago)| Incident { place, trouble, range: TimeRange::new(epoch - ago, UNENDED) })
    .collect()
}

fn slow_release(range: TimeRange) -> [Incident; 2] {
    let place = Place::Domain(Domain::Api);
    [Trouble::Latency(1.3), Trouble::Errors(0.027)].map(|trouble| Incident { place, trouble, range })
}

/// One trouble or two on many days, walking back from two days ago, until there are enough.
fn ordinary_days(noise: Noise, fleet: &[Machine], epoch_day: i64) -> Vec<Incident> {
    let victims: Vec<usize> = (0..fleet.len())
        .filter(|&index| {
            let machine = &fleet[index];
            machine.system == System::Linux
                && machine.status == HostStatus::Working
                && matches!(machine.crew.role, "web" | "app" | "worker")
        })
        .collect();
    let mut incidents = Vec::with_capacity(OTHER_ALERTS);
    // The slow release raised two of the alerts itself.
    let wanted = OTHER_ALERTS - 2;
    let mut day = epoch_day - 2;
    while incidents.len() < wanted {
        let busy = [0, 1, 1, 1, 2, 0, 1, 2][noise.below(day, 8) as usize];
        for slot in 0..busy {
            if incidents.len() < wanted {
                incidents.push(ordinary(noise, fleet, &victims, day * 2 + slot));
            }
        }
        day -= 1;
    }
    incidents
}

fn ordinary(noise: Noise, fleet: &[Machine], victims: &[usize], key: i64) -> Incident {
    let (day, slot) = (key.div_euclid(2), key.rem_euclid(2));
    let chance = noise.stream("ordinary");
    // Slots keep troubles of one day apart; none reaches into the next day or into the night's backup.
    let start = at(day, 4 + 10 * slot, 0) + chance.below(key, 7 * 60) * MINUTE;
    let minutes = 3 + (chance.stream("length").unit(key).powi(3) * 85.0) as i64;
    let victim = victims[chance.stream("victim").below(key, victims.len() as i64) as usize];
    let much = chance.stream("much").unit(key);
    let machine = Place::Machine(victim);
    let shop = Place::Domain(Domain::Shop);
    let (place, trouble) = match chance.stream("kind").below(key, 20) {
        0..=4 => (machine, Trouble::Load(9.0 + 11.0 * much)),
        5..=7 => (machine, Trouble::Cpu(0.93 + 0.06 * much)),
        8..=9 => (machine, Trouble::Memory(0.91 + 0.06 * much)),
        10..=11 => (machine, Trouble::Down),
        12..=13 => (shop, Trouble::Latency(1.9 + 1.4 * much)),
        14 => (shop, Trouble::Errors(0.025 + 0.05 * much)),
        15..=16 => (shop, Trouble::Response(2_200.0 + 2_500.0 * much)),
        17 => (Place::Domain(Domain::Batch), Trouble::Queue(600.0 + 1_000.0 * much)),
        18 if much < 0.5 => (machine, Trouble::Check),
        18 => (Place::Machine(position(fleet, Domain::Api, "worker", (key % 3) as usize)), Trouble::Anomaly),
        _ => (shop, Trouble::Query),
    };
    Incident { place, trouble, range: TimeRange::new(start, start + (minutes - 1) * MINUTE) }
}
