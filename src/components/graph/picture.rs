//! From what a card shows to the picture of it. Pure but for the text's width, which comes in.

use super::look::{self, Looks};
use crate::canvas::Extent;
use crate::clock::utc_offset_secs;
use crate::i18n::Lang;
use crate::query::{Shown, ShownLine};
use chart::{
    Density, Emphasis, Frame, Layer, Line, Locale, Mark, Plot, ReferenceKind, ReferenceLine, Side, Spacing,
    TextMetrics, Theme, Unit,
};
use mackerel::annotations::Annotation;
use mackerel::dashboards::ValueRange;
use mackerel::graph_defs;
use series::TimeRange;

/// A horizontal line with its label.
#[derive(Debug, Clone, PartialEq)]
pub struct Reference {
    /// What it means.
    pub label: String,
    /// Where it lies.
    pub value: f64,
    /// What it is.
    pub kind: ReferenceKind,
}

/// A stretch of time with its label, such as how long an alert was open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    /// What it is.
    pub label: String,
    /// From and to.
    pub range: TimeRange,
    /// Which annotations it looks like.
    pub layer: Layer,
}

/// Everything a picture depends on.
pub struct Input {
    pub(crate) shown: Shown,
    pub(crate) visible: Vec<(usize, Emphasis)>,
    pub(crate) density: Density,
    pub(crate) unit: Unit,
    pub(crate) ends: ValueRange,
    pub(crate) references: Vec<Reference>,
    pub(crate) spans: Vec<Span>,
    pub(crate) annotations: Vec<(Annotation, Layer)>,
    /// Lines of an earlier time, drawn faintly.
    pub(crate) past: Vec<ShownLine>,
    pub(crate) extent: Extent,
    pub(crate) lang: Lang,
    pub(crate) is_dark: bool,
}

/// Lays the picture out.
pub(crate) fn frame(input: &Input, text: &dyn TextMetrics) -> Frame {
    let styles = look::styles(&input.shown);
    let drawn = input.visible.iter().map(|&(at, emphasis)| {
        let line = &input.shown.lines[at];
        Line {
            name: &line.name,
            series: &line.series,
            pyramid: Some(&line.pyramid),
            color: styles[at].color,
            dash: styles[at].dash,
            stacked: line.stacked,
            side: Side::Left,
            step_secs: line.step_secs,
            emphasis,
        }
    });
    let past = input.past.iter().enumerate().map(|(place, line)| {
        let same = input.shown.lines.iter().position(|other| other.identity == line.identity);
        // Lines of an expression are known by their place.
        let style =
            styles.get(same.unwrap_or(place)).copied().unwrap_or_else(|| chart::palette::style(place));
        Line {
            name: &line.name,
            series: &line.series,
            pyramid: Some(&line.pyramid),
            color: style.color,
            dash: style.dash,
            stacked: false,
            side: Side::Left,
            step_secs: line.step_secs,
            emphasis: Emphasis::Faded,
        }
    });
    let lines: Vec<Line<'_>> = past.chain(drawn).collect();
    let reference_lines: Vec<ReferenceLine<'_>> = input
        .references
        .iter()
        .map(|one| ReferenceLine { label: &one.label, value: one.value, kind: one.kind })
        .collect();
    let annotations = input.annotations.iter();
    let annotations =
        annotations.map(|(one, layer)| Mark { from: one.from, to: one.to, title: &one.title, layer: *layer });
    let spans = input.spans.iter().map(|one| Mark {
        from: one.range.from,
        to: one.range.to,
        title: &one.label,
        layer: one.layer,
    });
    let marks: Vec<Mark<'_>> = spans.chain(annotations).collect();
    chart::layout(
        &Plot {
            size: input.extent.device(),
            scale: input.extent.scale,
            range: input.shown.range,
            lines: &lines,
            density: input.density,
            unit: input.unit,
            y_min: input.ends.min,
            y_max: input.ends.max,
            spacing: Spacing::Linear,
            right: None,
            reference_lines: &reference_lines,
            marks: &marks,
            utc_offset_secs: &utc_offset_secs,
            locale: locale(input.lang),
            theme: if input.is_dark { &Theme::DARK } else { &Theme::LIGHT },
        },
        text,
    )
}

/// The lines that are drawn, by index, and how loud; follows the legend.
pub(crate) fn visible(shown: &Shown, looks: Looks) -> Vec<(usize, Emphasis)> {
    let drawn = shown.lines.iter().enumerate().filter(|(_, line)| looks.shows(line));
    drawn.map(|(at, line)| (at, looks.emphasis(line))).collect()
}

/// The chart's word for a unit of the API.
pub(crate) fn unit(unit: graph_defs::Unit) -> Unit {
    match unit {
        graph_defs::Unit::Float => Unit::Float,
        graph_defs::Unit::Integer => Unit::Integer,
        graph_defs::Unit::Percentage => Unit::Percentage,
        graph_defs::Unit::Seconds => Unit::Seconds,
        graph_defs::Unit::Milliseconds => Unit::Milliseconds,
        graph_defs::Unit::Bytes => Unit::Bytes,
        graph_defs::Unit::BytesPerSec => Unit::BytesPerSec,
        graph_defs::Unit::BitsPerSec => Unit::BitsPerSec,
        graph_defs::Unit::Iops => Unit::Iops,
    }
}

/// The chart's word for a language.
pub(crate) fn locale(lang: Lang) -> Locale {
    match lang {
        Lang::En => Locale::En,
        Lang::Ja => Locale::Ja,
    }
}
