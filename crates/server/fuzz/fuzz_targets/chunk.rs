//! Any bytes as a chunk, without the checksum that stands before it: points in order or nothing, never a panic, and what
//! was read is read again from what is written of it.
#![no_main]

use libfuzzer_sys::fuzz_target;
use server::store::points::chunk::{MOST_MINUTES, decode, encode};

fuzz_target!(|input: (u16, &[u8])| {
    let (count, bytes) = (usize::from(input.0), input.1);
    let Some(samples) = decode(bytes, count) else { return };
    assert!(samples.len() == count && count <= MOST_MINUTES);
    assert!(samples.windows(2).all(|pair| pair[0].0 < pair[1].0));
    let written = encode(&samples).expect("what was read is a chunk");
    let again = decode(&written, count).expect("what was written is a chunk");
    assert!(samples.iter().zip(&again).all(|(one, other)| one.0 == other.0 && one.1.to_bits() == other.1.to_bits()));
});
