//! What `cargo metadata` tells.

use crate::shell::{cargo, output};
use anyhow::Result;
use serde::Deserialize;

#[derive(Deserialize)]
pub struct Metadata {
    pub packages: Vec<Package>,
}

#[derive(Clone, Deserialize)]
pub struct Package {
    pub name: String,
    pub version: String,
    /// `None` for what lies in this checkout.
    pub source: Option<String>,
    pub license: Option<String>,
    pub dependencies: Vec<Dependency>,
}

/// A dependency as a manifest declares it.
#[derive(Clone, Deserialize)]
pub struct Dependency {
    pub name: String,
    /// `None` is an ordinary one, else `dev` or `build`.
    pub kind: Option<String>,
    pub optional: bool,
    /// The `cfg(..)` it stands under.
    pub target: Option<String>,
}

/// The packages of this workspace.
pub fn workspace() -> Result<Vec<Package>> {
    Ok(read(&["--no-deps"])?.packages)
}

/// Everything that is built for a server or a browser, the workspace included.
pub fn everything() -> Result<Vec<Package>> {
    let platforms = ["--filter-platform", "x86_64-unknown-linux-gnu", "--filter-platform", "wasm32-unknown-unknown"];
    Ok(read(&platforms)?.packages)
}

fn read(args: &[&str]) -> Result<Metadata> {
    let mut command = cargo(["metadata", "--format-version", "1", "--quiet"]);
    Ok(serde_json::from_str(&output(command.args(args))?)?)
}
