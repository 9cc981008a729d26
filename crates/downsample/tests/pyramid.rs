//! A pyramid tells what a look at every sample tells.

use downsample::{Pyramid, Stats, extent};
use proptest::prelude::*;

/// Long enough for three levels.
const LONG: usize = 32 * 16 * 16 * 2 + 777;

fn noise(seed: u64, count: usize) -> Vec<f64> {
    let mut state = seed;
    let next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((state >> 33) as f64 / f64::from(1_u32 << 31) - 0.5) * 1e3
    };
    std::iter::repeat_with(next).take(count).collect()
}

#[test]
fn edges_of_blocks_are_no_special_places() {
    let values = noise(1, 32 * 16 * 3 + 1);
    let pyramid = Pyramid::of(&values);
    let edges = [0, 1, 31, 32, 33, 64, 511, 512, 513, 1_024, 1_535, 1_536, 1_537];
    for start in edges {
        for end in edges {
            let expected = values.get(start..end).and_then(extent);
            assert_eq!(pyramid.extent(&values, start..end), expected, "{start}..{end}");
        }
    }
    assert_eq!(pyramid.extent(&values, 1_500..usize::MAX), extent(&values[1_500..]));
    assert_eq!(pyramid.extent(&values, usize::MAX - 1..usize::MAX), None);
    assert_eq!(pyramid.stats(&[], 0..9), None);
}

#[test]
fn a_pyramid_of_something_shorter_or_longer_does_not_panic() {
    let (short, long) = (noise(2, 100), noise(2, 10_000));
    assert_eq!(Pyramid::of(&short).extent(&long, 0..10_000), extent(&long));
    assert_eq!(Pyramid::of(&long).extent(&short, 0..10_000), extent(&short));
}

proptest! {
    #[test]
    fn any_window_is_as_scanned(seed in any::<u64>(), count in 0_usize..LONG, one in 0_usize..LONG, other in 0_usize..LONG) {
        let values = noise(seed, count);
        let pyramid = Pyramid::of(&values);
        let span = one.min(other)..one.max(other);
        let inside = &values[span.start.min(count)..span.end.min(count)];
        prop_assert_eq!(pyramid.extent(&values, span.clone()), extent(inside));
        match (pyramid.stats(&values, span), Stats::of(inside)) {
            (Some(by_blocks), Some(scanned)) => {
                let near = 1e-12 * inside.iter().map(|value| value.abs()).sum::<f64>();
                prop_assert!((by_blocks.sum - scanned.sum).abs() <= near);
                prop_assert!((by_blocks.avg - scanned.avg).abs() <= near);
                prop_assert_eq!(Stats { sum: scanned.sum, avg: scanned.avg, ..by_blocks }, scanned);
            }
            (by_blocks, scanned) => prop_assert_eq!(by_blocks, scanned),
        }
    }

    #[test]
    fn a_pyramid_that_grew_is_one_built_at_once(
        seed in any::<u64>(), first in 0_usize..LONG, second in 0_usize..LONG, unchanged in 0_usize..LONG,
    ) {
        let before = noise(seed, first);
        let mut after = noise(seed.wrapping_add(1), second);
        let kept = unchanged.min(first).min(second);
        after[..kept].copy_from_slice(&before[..kept]);
        let mut pyramid = Pyramid::of(&before);
        pyramid.grow(&after, kept);
        prop_assert_eq!(pyramid, Pyramid::of(&after));
    }
}
