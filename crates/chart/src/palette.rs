//! Colours of series: ten hues away from the status colours, three lightnesses, a dash after ten.
//!
//! What it promises: the same identity prefers the same style in every graph; within one graph no two of
//! thirty series share one; the first eight stay apart for readers who see no red, no green or no blue;
//! every colour stands out from the light and from the dark card. The order of the list changes nothing.

use crate::Color;

/// How a stroke is interrupted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Dash {
    /// Not at all.
    #[default]
    Solid,
    /// Strokes.
    Dashed,
    /// Dots.
    Dotted,
}

/// How a series looks.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Style {
    /// Its colour on either card.
    pub color: Color,
    /// Its pattern.
    pub dash: Dash,
}

/// How many hues there are.
const HUES: usize = 10;
/// How many of them are told apart whatever one's eyes.
const SAFE: usize = 8;

/// Each hue in the lightness that keeps the first eight apart, solid; then in the two other ones, dashed and dotted.
const COLORS: [[u32; HUES]; 3] = [
    [
        0x3E_98_E0, 0x08_74_74, 0x86_74_F2, 0xBC_86_62, 0xAA_50_AA, 0x86_62_3E, 0xE0_62_AA, 0x86_86_74,
        0x3E_62_D8, 0x5A_84_94,
    ],
    [
        0x2B_6F_A5, 0x72_97_97, 0x6A_5B_C2, 0x8A_61_46, 0xB8_7C_B8, 0xA2_8C_7C, 0xA8_48_7F, 0x6B_6B_5D,
        0x7B_8B_DF, 0x77_95_A2,
    ],
    [
        0x34_82_C0, 0x50_86_86, 0x90_81_F3, 0xA2_73_53, 0xAE_60_AE, 0x94_78_61, 0xC5_55_95, 0x91_91_82,
        0x5E_76_DB, 0x4B_70_7D,
    ],
];

impl Dash {
    /// Lengths of stroke and pause in CSS pixels, in turn; empty for a whole line.
    pub const fn pattern_px(self) -> &'static [f64] {
        match self {
            Self::Solid => &[],
            Self::Dashed => &[6.0, 4.0],
            Self::Dotted => &[2.0, 3.0],
        }
    }
}

/// The style at a place of the palette; after thirty it begins again.
pub fn style(place: usize) -> Style {
    let level = place / HUES % COLORS.len();
    let dash = [Dash::Solid, Dash::Dashed, Dash::Dotted][level];
    Style { color: Color::hex(COLORS[level][place % HUES]), dash }
}

/// A style for each identity of one graph, such as host and metric.
pub fn assign(identities: &[&str]) -> Vec<Style> {
    let total = HUES * COLORS.len();
    let mut order: Vec<usize> = (0..identities.len()).collect();
    order.sort_by_key(|&at| (hash(identities[at]), identities[at]));
    let mut places = vec![0; identities.len()];
    let mut taken = vec![false; total];
    for (rank, &at) in order.iter().enumerate() {
        if rank % total == 0 {
            taken.fill(false);
        }
        let place = free_place(hash(identities[at]), &taken);
        taken[place] = true;
        places[at] = place;
    }
    places.into_iter().map(style).collect()
}

/// The preferred place, or the next free one: first among the safe hues, then the other hues, then further on.
fn free_place(hash: u64, taken: &[bool]) -> usize {
    let first = (hash % SAFE as u64) as usize;
    let safe = (0..SAFE).map(|step| (first + step) % SAFE);
    safe.chain(SAFE..taken.len()).find(|&place| !taken[place]).unwrap_or(0)
}

/// FNV-1a with a final mix: the same on every machine and in every version.
fn hash(identity: &str) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for byte in identity.bytes() {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    hash ^ (hash >> 32) ^ (hash >> 17)
}
