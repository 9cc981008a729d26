//! See `server_fuzz::targets::relay`.
#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| server_fuzz::measured(server_fuzz::targets::relay, input, server_fuzz::BYTES));
