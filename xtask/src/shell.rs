//! Other programs, and the line each step prints.

use anyhow::{Context, Result, bail};
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

/// The root of the checkout.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap_or(Path::new(".")).to_path_buf()
}

/// `program`, run in the root. What cargo set for xtask itself does not reach it: another toolchain would stumble over it.
pub fn command(program: impl Into<OsString>) -> Command {
    let mut command = Command::new(program.into());
    command.current_dir(root()).env_remove("LD_LIBRARY_PATH").env_remove("OUT_DIR");
    for (name, _) in std::env::vars() {
        if name == "CARGO" || name.starts_with("CARGO_MANIFEST_") || name.starts_with("CARGO_PKG_") {
            command.env_remove(name);
        }
    }
    command
}

/// `cargo` with `args`, for the host.
pub fn cargo<const N: usize>(args: [&str; N]) -> Command {
    let mut command = command("cargo");
    command.args(args);
    command
}

/// `cargo` with `args`, by the toolchain that set-up found for the browser.
pub fn wasm_cargo<const N: usize>(args: [&str; N]) -> Command {
    let mut command = cargo(args);
    if let Some(toolchain) = wasm_toolchain() {
        command.env("RUSTUP_TOOLCHAIN", toolchain);
    }
    command
}

/// The toolchain for the browser; `None` is the default one.
pub fn wasm_toolchain() -> Option<String> {
    let named = std::env::var("HELPSTEAD_WASM_TOOLCHAIN").ok();
    let name = named.or_else(|| std::fs::read_to_string(root().join("target/wasm-toolchain")).ok())?;
    Some(name.trim().to_owned()).filter(|name| !name.is_empty())
}

/// A program of the npm build tools.
pub fn npm_tool(name: &str) -> Result<Command> {
    let path = root().join("scripts/node/node_modules/.bin").join(name);
    if !path.exists() {
        bail!("{name} is not installed: run scripts/setup.sh");
    }
    Ok(command(path))
}

/// One of our own scripts in scripts/node.
pub fn node_script(name: &str) -> Command {
    let mut command = command("node");
    command.arg(root().join("scripts/node").join(name));
    command
}

/// Runs it to its end; an error names the command line.
pub fn run(command: &mut Command) -> Result<()> {
    let status = command.status().with_context(|| format!("cannot start {}", line(command)))?;
    if !status.success() {
        bail!("failed: {}", line(command));
    }
    Ok(())
}

/// Runs it to its end and gives what it printed.
pub fn output(command: &mut Command) -> Result<String> {
    let output = command.output().with_context(|| format!("cannot start {}", line(command)))?;
    if !output.status.success() {
        bail!("failed: {}\n{}", line(command), String::from_utf8_lossy(&output.stderr));
    }
    Ok(String::from_utf8(output.stdout)?)
}

fn line(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ")
}

/// Does `work` and prints its name, what it says of itself, and how long it took.
pub fn step(name: &str, work: impl FnOnce() -> Result<String>) -> Result<()> {
    let start = Instant::now();
    let said = work().with_context(|| format!("step `{name}`"))?;
    println!("   {name:<10} {:>6.1} s  {said}", start.elapsed().as_secs_f32());
    Ok(())
}
