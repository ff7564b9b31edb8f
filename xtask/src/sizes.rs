//! `cargo xtask sizes`: what people download, and how large the one binary is (design.md, section 7).

use crate::build::{Manifest, SiteFile};
use crate::{files, shell};
use anyhow::{Context, Result, bail};
use std::fs;
use std::path::Path;

/// One line of the table. A budget that is not gated yet is only shown.
struct Row {
    what: &'static str,
    bytes: u64,
    budget: u64,
    gated: bool,
}

pub fn run() -> Result<()> {
    let root = shell::root();
    let rows = measure(&root)?;
    println!("   {:<44} {:>12} {:>12}", "what", "size", "budget");
    let mut over = Vec::new();
    for row in rows {
        let verdict = match (row.bytes <= row.budget, row.gated) {
            (true, _) => "",
            (false, true) => "  TOO LARGE",
            (false, false) => "  over, not gated yet",
        };
        println!("   {:<44} {:>12} {:>12}{verdict}", row.what, human(row.bytes), human(row.budget));
        if row.bytes > row.budget && row.gated {
            over.push(row.what);
        }
    }
    if !over.is_empty() {
        bail!("over budget: {}", over.join(", "));
    }
    Ok(())
}

fn measure(root: &Path) -> Result<Vec<Row>> {
    let site = root.join("target/site");
    let manifest: Manifest = serde_json::from_slice(&files::read(&site.join("manifest.json"))?)
        .context("run cargo xtask build --release first")?;
    let wire = |path: &str, twin: fn(&SiteFile) -> Option<&String>| -> Result<u64> {
        let file = manifest
            .files
            .iter()
            .find(|file| file.path == path)
            .with_context(|| format!("{path} is not in the site"))?;
        Ok(fs::metadata(site.join(twin(file).unwrap_or(&file.raw)))?.len())
    };
    let br = |path: &str| wire(path, |file| file.br.as_ref());
    let first_load = br(&manifest.js)? + br(&manifest.wasm)? + br(&manifest.css)?;
    let binary = root.join("target/release/helpstead");
    let binary = fs::metadata(&binary)
        .with_context(|| format!("{}: run cargo xtask build --release first", binary.display()))?
        .len();
    let row = |what, bytes, kilobytes: u64, gated| Row { what, bytes, budget: kilobytes * 1000, gated };
    Ok(vec![
        // Over the 40 MB of design.md section 7 since mail came in: docs/decisions/0007 says why, and what brings it back.
        row("binary with the site inside (budget 40 MB)", binary, 46_500, true),
        row("agent app, first load (brotli)", first_load, 350, false),
        row("  of it the module", br(&manifest.wasm)?, 350, false),
        row("style of the public pages (brotli)", br(&manifest.public_css)?, 30, true),
        row("script of sign-in (brotli)", br("/passkey.js")?, 2, true),
        row("widget (gzip)", wire("/widget.js", |file| file.gz.as_ref())?, 5, true),
    ])
}

fn human(bytes: u64) -> String {
    let tenths = (bytes + 50) / 100;
    match tenths {
        0..10_000 => format!("{}.{} kB", tenths / 10, tenths % 10),
        _ => format!("{}.{} MB", tenths / 10_000, tenths / 1000 % 10),
    }
}
