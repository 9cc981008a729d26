//! See `server_fuzz::targets::certificate`.
#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| server_fuzz::measured(server_fuzz::targets::certificate, input, server_fuzz::BYTES));
