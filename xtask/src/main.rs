//! `cargo xtask`: builds the product and keeps the house rules. One file per command; what they share is `shell`, `files` and `metadata`.

mod build;
mod check;
mod deps;
mod files;
mod fingerprint;
mod licence;
mod metadata;
mod rules;
mod sabotage;
mod shell;
mod sizes;

use std::process::ExitCode;

const USAGE: &str = "\
cargo xtask build [--release] [--site]   the site into target/site, then the server that carries it (--site: only the site)
cargo xtask check                        format, clippy for the host, the browser side, TypeScript
cargo xtask rules [--self-test]          who may depend on whom, and what may be written where
cargo xtask deps                         licences, bans and duplicates of what we depend on
cargo xtask sizes                        what people download, against its budget
cargo xtask sabotage [NAME]              takes one check out at a time; the test that guards it must turn red
cargo xtask sabotage --print             writes their list into docs/security.md";

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let has = |flag: &str| args.iter().any(|arg| arg == flag);
    let outcome = match args.first().map(String::as_str) {
        Some("build") => build::run(has("--release"), has("--site")),
        Some("check") => check::run(),
        Some("rules") if has("--self-test") => rules::self_test(),
        Some("rules") => rules::run(),
        Some("deps") => deps::run(),
        Some("sabotage") if has("--print") => sabotage::print(),
        Some("sabotage") => sabotage::run(args.get(1).map(String::as_str)),
        Some("sizes") => sizes::run(),
        _ => Err(anyhow::anyhow!("{USAGE}")),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("{problem:#}");
            ExitCode::FAILURE
        }
    }
}
