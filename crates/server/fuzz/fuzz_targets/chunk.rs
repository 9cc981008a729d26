//! See `server_fuzz::targets::chunk`.
#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| server_fuzz::measured(server_fuzz::targets::chunk, input, server_fuzz::CHUNK_BYTES));
