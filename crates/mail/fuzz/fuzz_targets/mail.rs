//! Any bytes as a mail that came in. CONTRIBUTING.md says how to run it; what it finds becomes a mail of `crates/mail/tests/corpus`.

#![no_main]

#[path = "../../tests/it/whole_way.rs"]
mod whole_way;
#[allow(dead_code, reason = "the tests need more of it")]
#[path = "../../tests/it/world.rs"]
mod world;

libfuzzer_sys::fuzz_target!(|raw: &[u8]| whole_way::whole_way(raw));
