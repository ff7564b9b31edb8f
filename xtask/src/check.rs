//! `cargo xtask check`: what can be said without running anything.

use crate::metadata;
use crate::shell::{self, cargo, npm_tool, output, step, wasm_cargo};
use anyhow::Result;
use std::process::Command;

const BROWSER: [&str; 6] = ["-q", "-p", "frontend", "--target", "wasm32-unknown-unknown", "--target-dir"];

pub fn run() -> Result<()> {
    step("format", || quietly(&mut cargo(["fmt", "--all", "--check"])))?;
    step("clippy", host_clippy)?;
    step("browser", browser)?;
    step("widget", || typescript("widget"))?;
    step("end2end", end2end)
}

fn quietly(command: &mut Command) -> Result<String> {
    shell::run(command).map(|()| String::new())
}

/// Every package but `frontend`, in one call so that they share one build of what they depend on. Never `--workspace`: with `frontend`
/// among them, features for the browser would be switched on for the server.
fn host_packages() -> Result<Vec<String>> {
    let names = metadata::workspace()?.into_iter().map(|package| package.name);
    Ok(names.filter(|name| name != "frontend").collect())
}

fn host_clippy() -> Result<String> {
    let mut clippy = cargo(["clippy", "-q", "--all-targets"]);
    for package in host_packages()? {
        clippy.args(["-p", &package]);
    }
    quietly(clippy.args(["--", "-D", "warnings"]))
}

/// Clippy where the browser's toolchain has it; a distribution's may not.
fn browser() -> Result<String> {
    let has_clippy = output(wasm_cargo(["clippy", "--version"]).env("RUSTUP_AUTO_INSTALL", "0")).is_ok();
    let mut command = wasm_cargo([if has_clippy { "clippy" } else { "check" }]);
    command.args(BROWSER).arg("target/front");
    if has_clippy {
        command.args(["--", "-D", "warnings"]);
    }
    shell::run(&mut command)?;
    Ok(if has_clippy { "clippy" } else { "cargo check: this toolchain has no clippy" }.to_owned())
}

fn typescript(folder: &str) -> Result<String> {
    quietly(npm_tool("tsc")?.args(["--noEmit", "-p", folder]))
}

/// Its packages are there only after `scripts/setup.sh --tests`.
fn end2end() -> Result<String> {
    if shell::root().join("end2end/node_modules").exists() {
        typescript("end2end")
    } else {
        Ok("skipped: run scripts/setup.sh --tests".to_owned())
    }
}
