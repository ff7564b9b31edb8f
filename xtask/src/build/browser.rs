//! The browser side: cargo, then wasm-bindgen, then (in a release) wasm-opt and a minifier.

use super::Plan;
use crate::fingerprint;
use crate::shell::{npm_tool, output, run, wasm_cargo, wasm_toolchain};
use crate::{files, shell};
use anyhow::{Result, ensure};
use std::path::{Path, PathBuf};
use wasm_bindgen_cli_support::Bindgen;

const TARGET: &str = "wasm32-unknown-unknown";

/// What the module is made of; what is server only among it costs a cargo run, no more.
const INPUTS: [&str; 7] = [
    "app",
    "frontend",
    "crates/domain",
    "Cargo.toml",
    "Cargo.lock",
    ".cargo/config.toml",
    "xtask/src/build/browser.rs",
];

/// The features that rustc switches on for the target; wasm-opt has to be told of each.
const OPTIMISE: [&str; 7] = [
    "-Oz",
    "--enable-bulk-memory",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-multivalue",
    "--enable-sign-ext",
    "--enable-mutable-globals",
];

pub fn build(plan: &Plan) -> Result<String> {
    let compiler = output(rustc().arg("-V"))?;
    let std = output(rustc().args(["--print", "target-libdir", "--target", TARGET]))?;
    ensure!(Path::new(std.trim()).is_dir(), "the compiler lacks {TARGET}: run scripts/setup.sh");
    plan.stamp("browser", &INPUTS, &compiler)?.unless_fresh(|| {
        let module = compile(plan)?;
        // Most changes to server-side code leave the module as it was: then the slow part is spared.
        let module_is = fingerprint::of(&files::read(&module)?);
        let stamp =
            plan.stamp("bindgen", &["scripts/node/package-lock.json", "xtask/src/build/browser.rs"], &module_is)?;
        stamp.unless_fresh(|| bind(plan, &module)).map(drop)
    })
}

fn rustc() -> std::process::Command {
    let mut rustc = shell::command("rustc");
    if let Some(toolchain) = wasm_toolchain() {
        rustc.env("RUSTUP_TOOLCHAIN", toolchain);
    }
    rustc
}

fn compile(plan: &Plan) -> Result<PathBuf> {
    let profile = if plan.release { "wasm-release" } else { "wasm-dev" };
    let mut cargo =
        wasm_cargo(["build", "-q", "-p", "frontend", "--lib", "--target", TARGET, "--target-dir", "target/front"]);
    run(cargo.args(["--profile", profile]))?;
    Ok(plan.root.join("target/front").join(TARGET).join(profile).join("frontend.wasm"))
}

fn bind(plan: &Plan, module: &Path) -> Result<()> {
    let folder = plan.stage.join("browser");
    files::fresh_dir(&folder)?;
    Bindgen::new()
        .input_path(module)
        .web(true)?
        .typescript(false)
        // It doubles the file and tells a visitor nothing.
        .remove_name_section(true)
        .out_name("helpstead")
        .generate(&folder)?;
    if plan.release {
        let wasm = folder.join("helpstead_bg.wasm");
        run(npm_tool("wasm-opt")?.args(OPTIMISE).arg(&wasm).arg("-o").arg(&wasm))?;
        let glue = folder.join("helpstead.js");
        let minify = ["--minify", "--format=esm", "--log-level=warning", "--allow-overwrite"];
        run(npm_tool("esbuild")?.args(minify).arg(&glue).arg(format!("--outfile={}", glue.display())))?;
    }
    Ok(())
}
