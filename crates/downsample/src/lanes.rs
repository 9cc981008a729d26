//! Eight numbers side by side: the one shape in which all samples are looked at.
//!
//! With and without vectors the same lanes see the same samples and are added up in the same order,
//! so both give the same bits. A zero's sign is the only thing lanes may differ in; readers drop it.

/// Numbers in a chunk.
pub(crate) const LANES: usize = 8;

/// Eight numbers on which to do the same at once. None is NaN.
pub(crate) trait Lanes: Copy {
    /// Takes a chunk.
    fn load(chunk: &[f64; LANES]) -> Self;
    /// The lesser of each pair.
    fn least(self, other: Self) -> Self;
    /// The greater of each pair.
    fn greatest(self, other: Self) -> Self;
    /// The sum of each pair.
    fn plus(self, other: Self) -> Self;
    /// The least of each number of the first half and its partner in the second.
    fn least_of_halves(self) -> [f64; LANES / 2];
    /// The greatest of each such pair.
    fn greatest_of_halves(self) -> [f64; LANES / 2];
    /// The sum of each such pair.
    fn sum_of_halves(self) -> [f64; LANES / 2];
}

/// Without vectors.
pub(crate) type Plain = [f64; LANES];

/// What this build uses.
#[cfg(feature = "simd")]
pub(crate) type Native = vector::Vector;
/// What this build uses.
#[cfg(not(feature = "simd"))]
pub(crate) type Native = Plain;

impl Lanes for Plain {
    fn load(chunk: &[f64; LANES]) -> Self {
        *chunk
    }

    fn least(self, other: Self) -> Self {
        std::array::from_fn(|lane| least(self[lane], other[lane]))
    }

    fn greatest(self, other: Self) -> Self {
        std::array::from_fn(|lane| greatest(self[lane], other[lane]))
    }

    fn plus(self, other: Self) -> Self {
        std::array::from_fn(|lane| self[lane] + other[lane])
    }

    fn least_of_halves(self) -> [f64; LANES / 2] {
        std::array::from_fn(|lane| least(self[lane], self[lane + LANES / 2]))
    }

    fn greatest_of_halves(self) -> [f64; LANES / 2] {
        std::array::from_fn(|lane| greatest(self[lane], self[lane + LANES / 2]))
    }

    fn sum_of_halves(self) -> [f64; LANES / 2] {
        std::array::from_fn(|lane| self[lane] + self[lane + LANES / 2])
    }
}

#[cfg(feature = "simd")]
mod vector {
    use super::{LANES, Lanes};
    use wide::{f64x2, f64x4};

    pub(super) fn pair(value: f64) -> f64x2 {
        f64x2::splat(value)
    }

    /// Two vectors of four.
    #[derive(Clone, Copy)]
    pub(crate) struct Vector(f64x4, f64x4);

    impl Lanes for Vector {
        fn load(chunk: &[f64; LANES]) -> Self {
            // Bytes, because a vector made of numbers is loaded number by number.
            let [low, high] = bytemuck::pod_read_unaligned(bytemuck::bytes_of(chunk));
            Self(low, high)
        }

        fn least(self, other: Self) -> Self {
            Self(self.0.fast_min(other.0), self.1.fast_min(other.1))
        }

        fn greatest(self, other: Self) -> Self {
            Self(self.0.fast_max(other.0), self.1.fast_max(other.1))
        }

        fn plus(self, other: Self) -> Self {
            Self(self.0 + other.0, self.1 + other.1)
        }

        fn least_of_halves(self) -> [f64; LANES / 2] {
            self.0.fast_min(self.1).to_array()
        }

        fn greatest_of_halves(self) -> [f64; LANES / 2] {
            self.0.fast_max(self.1).to_array()
        }

        fn sum_of_halves(self) -> [f64; LANES / 2] {
            (self.0 + self.1).to_array()
        }
    }
}

/// One number of four.
pub(crate) fn join([one, two, three, four]: [f64; LANES / 2], join: impl Fn(f64, f64) -> f64) -> f64 {
    join(join(one, three), join(two, four))
}

/// The lesser of two numbers that are not NaN; of two zeros either one.
///
/// `f64::min` heeds NaN, for which WebAssembly has no instruction: there it is a call. A comparison is a branch, and
/// samples are what no processor can foretell. A vector has neither.
pub fn least(one: f64, other: f64) -> f64 {
    #[cfg(feature = "simd")]
    return vector::pair(one).fast_min(vector::pair(other)).to_array()[0];
    #[cfg(not(feature = "simd"))]
    return if other < one { other } else { one };
}

/// The greater of two numbers, in the same way as [`least`].
pub fn greatest(one: f64, other: f64) -> f64 {
    #[cfg(feature = "simd")]
    return vector::pair(one).fast_max(vector::pair(other)).to_array()[0];
    #[cfg(not(feature = "simd"))]
    return if other > one { other } else { one };
}
