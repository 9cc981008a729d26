//! See `server_fuzz::targets::json`.
#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| server_fuzz::measured(server_fuzz::targets::json, input, server_fuzz::BYTES));
