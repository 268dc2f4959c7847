#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| mingzhang_fuzz::zip(bytes));
