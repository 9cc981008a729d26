//! The colours of everything on a graph but the series, the same as the tokens of the style sheet.

use crate::{Color, Layer, ReferenceKind};

/// Colours for one appearance. Any combination is valid.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Theme {
    /// What the graph lies on; painted first, so that a repaint leaves nothing of the old picture.
    pub card: Color,
    /// What cards lie on, in a picture of many.
    pub page: Color,
    /// Headings and names of pictures that leave the page.
    pub text: Color,
    /// Axis labels.
    pub label: Color,
    /// Grid lines.
    pub grid: Color,
    /// The baseline, one step darker than the grid.
    pub baseline: Color,
    /// Deployments.
    pub accent: Color,
    /// Critical thresholds and incidents.
    pub critical: Color,
    /// Warning thresholds.
    pub warning: Color,
    /// Campaigns.
    pub campaign: Color,
}

impl Theme {
    /// Dark data on a white card.
    pub const LIGHT: Self = Self {
        card: Color::hex(0xFF_FF_FF),
        page: Color::hex(0xF6_F7_F9),
        text: Color::hex(0x1B_24_30),
        label: Color::hex(0x5A_66_75),
        grid: Color::hex(0xEB_EE_F2),
        baseline: Color::hex(0xC3_CA_D4),
        accent: Color::hex(0x1F_6F_B2),
        critical: Color::hex(0xC8_32_1F),
        warning: Color::hex(0xB7_79_1F),
        campaign: Color::hex(0xB0_3A_8C),
    };

    /// Light data on a dark card.
    pub const DARK: Self = Self {
        card: Color::hex(0x15_1B_22),
        page: Color::hex(0x0E_13_18),
        text: Color::hex(0xE6_EB_F1),
        label: Color::hex(0x9A_A7_B5),
        grid: Color::hex(0x20_29_33),
        baseline: Color::hex(0x3A_46_53),
        accent: Color::hex(0x5A_A9_E6),
        critical: Color::hex(0xFF_6B_57),
        warning: Color::hex(0xF0_B4_29),
        campaign: Color::hex(0xE0_7A_C0),
    };

    /// The colour of an annotation layer.
    pub fn layer(&self, layer: Layer) -> Color {
        match layer {
            Layer::Deploy => self.accent,
            Layer::Incident => self.critical.fade(0.4),
            Layer::Campaign => self.campaign,
            Layer::Other => self.label,
        }
    }

    /// The colour of a reference line.
    pub fn reference(&self, kind: ReferenceKind) -> Color {
        match kind {
            ReferenceKind::Reference => self.label,
            ReferenceKind::Warning => self.warning,
            ReferenceKind::Critical => self.critical,
        }
    }
}
