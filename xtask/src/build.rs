//! `cargo xtask build`: the browser side, the look and the widget into `target/stage`; all of it named, compressed and listed into
//! `target/site`; last the server, which carries the site inside. A step whose inputs have not changed is skipped.

mod browser;
mod site;

pub use site::{Manifest, SiteFile};

use crate::fingerprint::{self, Stamp};
use crate::shell::{self, cargo, node_script, step};
use anyhow::Result;
use std::fs::File;
use std::path::PathBuf;

/// How thoroughly, and where the parts wait until the site is put together.
pub struct Plan {
    pub root: PathBuf,
    pub stage: PathBuf,
    pub release: bool,
}

impl Plan {
    fn new(release: bool) -> Self {
        let root = shell::root();
        let stage = root.join("target/stage").join(if release { "release" } else { "dev" });
        Self { root, stage, release }
    }

    /// The stamp of `step`, over everything below `inputs` and over the tools that make something of them.
    fn stamp(&self, step: &str, inputs: &[&str], extra: &str) -> Result<Stamp> {
        let now = fingerprint::of_inputs(&self.root, inputs, extra)?;
        Ok(Stamp::new(self.stage.join(step).with_extension("stamp"), now))
    }
}

/// Builds the site, then the server around it; every step says how long it took.
pub fn run(release: bool, site_only: bool) -> Result<()> {
    let plan = Plan::new(release);
    let _alone = alone(&plan)?;
    step("browser", || browser::build(&plan))?;
    step("style", || style(&plan))?;
    step("widget", || widget(&plan))?;
    step("site", || site::assemble(&plan))?;
    if site_only { Ok(()) } else { step("server", || server(release)) }
}

/// Two builds at once would sweep away each other's files; the lock ends with the value.
fn alone(plan: &Plan) -> Result<File> {
    let lock = File::create(plan.root.join("target/site.lock"))?;
    if lock.try_lock().is_err() {
        println!("   waiting for another build");
        lock.lock()?;
    }
    Ok(lock)
}

fn style(plan: &Plan) -> Result<String> {
    let inputs = ["style", "scripts/node/style.mjs", "scripts/node/package-lock.json"];
    plan.stamp("style", &inputs, "")?
        .unless_fresh(|| shell::run(node_script("style.mjs").arg(plan.stage.join("style"))))
}

fn widget(plan: &Plan) -> Result<String> {
    let inputs = ["widget/src", "scripts/node/widget.mjs", "scripts/node/package-lock.json"];
    plan.stamp("widget", &inputs, "")?
        .unless_fresh(|| shell::run(node_script("widget.mjs").arg(plan.stage.join("widget"))))
}

fn server(release: bool) -> Result<String> {
    let mut build = cargo(["build", "-q", "-p", "server", "--bin", "helpstead"]);
    if release {
        build.arg("--release");
    }
    shell::run(&mut build)?;
    Ok(format!("target/{}/helpstead", if release { "release" } else { "debug" }))
}
