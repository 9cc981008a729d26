//! What an event did to the graphs of a page: the numbers of `analysis::impact`, put in order and into words.
//!
//! A graph stands for the line of it that changed most. Graphs without points are listed last and said to be.

use crate::i18n::{fill, t};
use crate::query::{Shown, ShownLine};
use analysis::impact::{Impact, Numbers, Pair, Verdict, impact, ranking};
use chart::{Precision, Unit};
use series::{Series, TimeRange};

/// Windows that one press chooses, in seconds.
pub const WINDOWS_SECS: [i64; 3] = [900, 3_600, 21_600];

/// What became of one graph.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// The graph.
    pub graph: String,
    /// The line of it that changed most; empty where the graph has only one.
    pub line: String,
    /// How values are written.
    pub unit: Unit,
    /// What became of that line.
    pub impact: Impact,
}

/// What became of a graph: its lines around the event, and a week earlier.
pub fn finding(
    graph: String,
    unit: Unit,
    now: &Shown,
    last_week: &Shown,
    event: TimeRange,
    window_secs: i64,
) -> Finding {
    let impacts: Vec<Impact> = now
        .lines
        .iter()
        .enumerate()
        .map(|(at, line)| impact(&with_control(line, at, last_week), event, window_secs))
        .collect();
    let best = ranking(&impacts).first().copied();
    Finding {
        graph,
        line: best.filter(|_| now.lines.len() > 1).map_or(String::new(), |at| now.lines[at].name.clone()),
        unit,
        impact: best.map_or_else(|| impact(&Series::default(), event, window_secs), |at| impacts[at]),
    }
}

/// The findings, those that changed most first.
pub fn ranked(findings: Vec<Finding>) -> Vec<Finding> {
    let impacts: Vec<Impact> = findings.iter().map(|finding| finding.impact).collect();
    ranking(&impacts).into_iter().map(|at| findings[at].clone()).collect()
}

/// Points of a line with those of the same line a week earlier; lines of an expression are known by their place.
fn with_control(line: &ShownLine, place: usize, last_week: &Shown) -> Series {
    let same = last_week.lines.iter().find(|other| other.identity == line.identity);
    let earlier =
        same.or_else(|| last_week.lines.get(place).filter(|other| other.identity == place.to_string()));
    earlier.map_or_else(|| (*line.series).clone(), |earlier| earlier.series.merge(&line.series))
}

/// A share in per cent with its sign; how many times as much from ten times on.
pub fn percent(share: Option<f64>) -> String {
    match share.map(|share| share * 100.0) {
        None => "–".to_owned(),
        Some(percent) if percent.abs() < 0.05 => "0%".to_owned(),
        Some(percent) if percent >= 900.0 => format!("×{:.0}", 1.0 + percent / 100.0),
        Some(percent) if percent.abs() < 10.0 => format!("{percent:+.1}%"),
        Some(percent) => format!("{percent:+.0}%"),
    }
}

/// `before → after` of one number.
pub fn pair(pair: Pair, unit: Unit, number: fn(&Numbers) -> f64) -> String {
    let text = |numbers: Option<Numbers>| {
        numbers.map_or("–".to_owned(), |numbers| unit.format(number(&numbers), Precision::Short))
    };
    format!("{} → {}", text(pair.before), text(pair.after))
}

/// The verdict for people; follows the language.
pub fn verdict(verdict: Verdict) -> &'static str {
    let texts = &t().annotations;
    match verdict {
        Verdict::Rose => texts.rose,
        Verdict::Fell => texts.fell,
        Verdict::UnlikeLastWeek => texts.unlike_last_week,
        Verdict::SameAsLastWeek => texts.same_as_last_week,
        Verdict::NoChange => texts.no_change,
        Verdict::NotEnoughData => texts.not_enough_data,
    }
}

/// What happened, in one or two sentences; follows the language.
pub fn lead(findings: &[Finding]) -> String {
    let texts = &t().annotations;
    let count =
        |wanted: &[Verdict]| findings.iter().filter(|one| wanted.contains(&one.impact.verdict)).count();
    let changed = count(&[Verdict::Rose, Verdict::Fell, Verdict::UnlikeLastWeek]);
    let usual = count(&[Verdict::SameAsLastWeek]);
    let mut words = match findings.first().filter(|_| changed > 0) {
        None => texts.lead_nothing.to_owned(),
        Some(first) => {
            let share = percent(first.impact.change);
            let median = pair(first.impact.now, first.unit, |numbers| numbers.median);
            fill(texts.lead_changed, &[&changed, &findings.len(), &name(first), &share, &median])
        }
    };
    if usual > 0 {
        words.push_str(&fill(texts.lead_usual, &[&usual]));
    }
    words
}

/// Graph and line.
pub fn name(finding: &Finding) -> String {
    if finding.line.is_empty() {
        finding.graph.clone()
    } else {
        format!("{}: {}", finding.graph, finding.line)
    }
}

/// The card as Markdown; follows the language.
pub fn markdown(title: &str, when: &str, findings: &[Finding]) -> String {
    use crate::annotations::export::markdown_cell as cell;
    let texts = &t().annotations;
    let heads = [
        texts.graph,
        texts.verdict,
        texts.change,
        texts.beyond,
        texts.median,
        texts.p95,
        texts.max,
        texts.effect,
    ];
    let mut text = format!(
        "### {}\n\n{}\n\n{}\n\n| {} |\n|{}\n",
        cell(title),
        cell(when),
        cell(&lead(findings)),
        heads.join(" | "),
        "---|".repeat(heads.len())
    );
    for finding in findings {
        let cells = cells(finding).map(|one| cell(&one));
        text.extend(["| ", &cells.join(" | "), " |\n"]);
    }
    text
}

/// What a row says, in the order of the headings.
pub fn cells(finding: &Finding) -> [String; 8] {
    let Impact { now, change, change_beyond, effect, verdict: found, .. } = finding.impact;
    let numbers = |number: fn(&Numbers) -> f64| pair(now, finding.unit, number);
    [
        name(finding),
        verdict(found).to_owned(),
        percent(change),
        percent(change_beyond),
        numbers(|numbers| numbers.median),
        numbers(|numbers| numbers.p95),
        numbers(|numbers| numbers.max),
        if found == Verdict::NotEnoughData { "–".to_owned() } else { format!("{effect:+.1}") },
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use downsample::Pyramid;
    use series::Time;
    use std::sync::Arc;

    const EVENT: Time = 30 * 86_400;
    const WEEK: i64 = 7 * 86_400;

    fn shown(lines: &[(&str, &dyn Fn(Time) -> f64)], around: Time) -> Shown {
        let line = |(name, value): &(&str, &dyn Fn(Time) -> f64)| {
            let times = (around - 7_200..around + 7_200).step_by(60);
            let series: Series = times.map(|time| (time, value(time))).collect();
            ShownLine {
                name: (*name).to_owned(),
                identity: (*name).to_owned(),
                pyramid: Arc::new(Pyramid::of(series.values())),
                series: Arc::new(series),
                stacked: false,
                quiet: false,
                step_secs: 60,
            }
        };
        Shown { lines: lines.iter().map(line).collect(), ..Shown::default() }
    }

    #[test]
    fn a_graph_stands_for_its_line_that_changed_most() {
        let event = TimeRange::new(EVENT, EVENT);
        let wobble = |time: Time| (time / 60 * 37 % 11) as f64;
        let risen = |time: Time| if time >= EVENT { 130.0 } else { 100.0 } + wobble(time);
        let flat = |time: Time| 50.0 + wobble(time);
        let of = |lines: &[(&str, &dyn Fn(Time) -> f64)]| {
            finding(
                "g".to_owned(),
                Unit::Float,
                &shown(lines, EVENT),
                &shown(lines, EVENT - WEEK),
                event,
                3_600,
            )
        };
        let cases = [
            (of(&[("flat", &flat), ("risen", &risen)]), "risen", Verdict::Rose),
            (of(&[("flat", &flat)]), "", Verdict::NoChange),
            (of(&[]), "", Verdict::NotEnoughData),
        ];
        for (found, line, verdict) in &cases {
            assert_eq!((found.line.as_str(), found.impact.verdict), (*line, *verdict), "{found:?}");
        }
        let [most, least, none] = cases.map(|case| case.0);
        let order = ranked(vec![none.clone(), least.clone(), most.clone()]);
        assert_eq!(order, [most.clone(), least, none]);
        assert_eq!(percent(most.impact.change), "+29%");
    }

    #[test]
    fn shares_are_written_with_their_sign() {
        let cases = [
            (None, "–"),
            (Some(0.0), "0%"),
            (Some(0.3), "+30%"),
            (Some(-0.042), "-4.2%"),
            (Some(8.99), "+899%"),
            (Some(12.0), "×13"),
        ];
        for (share, text) in cases {
            assert_eq!(percent(share), text);
        }
    }
}
