//! `target/site`: every file under the name people fetch it by, its compressed twins, and `manifest.json`, which the server embeds.

use super::Plan;
use crate::shell::{node_script, run};
use crate::{files, fingerprint};
use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// What the server needs to know of the site.
#[derive(Default, Serialize, Deserialize)]
pub struct Manifest {
    pub js: String,
    pub wasm: String,
    pub css: String,
    pub public_css: String,
    pub files: Vec<SiteFile>,
}

/// One file: the path people ask for, and where its bytes are, relative to `target/site`.
#[derive(Serialize, Deserialize)]
pub struct SiteFile {
    pub path: String,
    pub content_type: String,
    /// The name holds a hash of the content, so a browser may keep it for ever.
    pub immutable: bool,
    /// A hash of the content, for `ETag`.
    pub hash: String,
    pub raw: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub br: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gz: Option<String>,
}

/// A file on its way into the site.
struct Part {
    path: String,
    immutable: bool,
    hash: String,
    content: Vec<u8>,
}

pub fn assemble(plan: &Plan) -> Result<String> {
    let mut parts = Vec::new();
    let browser = plan.stage.join("browser");
    let js = hashed(&mut parts, &browser.join("helpstead.js"), "helpstead")?;
    let wasm = hashed(&mut parts, &browser.join("helpstead_bg.wasm"), "helpstead")?;
    let css = hashed(&mut parts, &plan.stage.join("style/main.css"), "main")?;
    let public_css = hashed(&mut parts, &plan.stage.join("style/public.css"), "public")?;
    named(&mut parts, &plan.stage.join("widget"))?;
    named(&mut parts, &plan.root.join("public"))?;

    let twins = Twins::make(plan, &parts)?;
    let site = plan.root.join("target/site");
    let listed = parts.iter().map(|part| lay(&site, part, &twins)).collect::<Result<Vec<_>>>()?;
    let manifest = Manifest { js, wasm, css, public_css, files: listed };
    remove_strays(&site, &manifest)?;
    // Last, and only when it differs: the server is rebuilt when this file changes.
    files::write(&site.join("manifest.json"), &serde_json::to_vec_pretty(&manifest)?)?;
    Ok(format!("{} files", manifest.files.len()))
}

/// A file under `/pkg`, named by its content; gives its address.
fn hashed(parts: &mut Vec<Part>, file: &Path, stem: &str) -> Result<String> {
    let content = files::read(file)?;
    let hash = fingerprint::of(&content);
    let path = format!("/pkg/{stem}-{hash}.{}", extension(file));
    parts.push(Part { path: path.clone(), immutable: true, hash, content });
    Ok(path)
}

/// Everything below `folder` under its own name: people have these addresses in their pages.
fn named(parts: &mut Vec<Part>, folder: &Path) -> Result<()> {
    for file in files::below(folder)? {
        let content = files::read(&file)?;
        let path = format!("/{}", file.strip_prefix(folder)?.to_string_lossy());
        parts.push(Part { path, immutable: false, hash: fingerprint::of(&content), content });
    }
    Ok(())
}

/// The compressed forms, kept by content: a file that comes back is not compressed again.
struct Twins {
    folder: PathBuf,
}

impl Twins {
    fn make(plan: &Plan, parts: &[Part]) -> Result<Self> {
        let twins = Self { folder: plan.stage.join("twins") };
        let wanted: BTreeSet<&str> =
            parts.iter().filter(|part| compressible(&part.path)).map(|part| part.hash.as_str()).collect();
        files::sweep(&twins.folder, |path| {
            path.file_stem().is_some_and(|stem| wanted.contains(stem.to_string_lossy().as_ref()))
        })?;
        let mut missing = BTreeSet::new();
        for part in parts.iter().filter(|part| wanted.contains(part.hash.as_str())) {
            if !(twins.of(part, "br").exists() && twins.of(part, "gz").exists()) {
                let raw = twins.of(part, "raw");
                files::write(&raw, &part.content)?;
                missing.insert(raw);
            }
        }
        if !missing.is_empty() {
            let quality = if plan.release { "11" } else { "5" };
            run(node_script("compress.mjs").arg(quality).args(missing))?;
        }
        Ok(twins)
    }

    fn of(&self, part: &Part, extension: &str) -> PathBuf {
        self.folder.join(&part.hash).with_extension(extension)
    }
}

/// Puts the part and those twins that are smaller than it where the server will embed them from.
fn lay(site: &Path, part: &Part, twins: &Twins) -> Result<SiteFile> {
    let raw = part.path.trim_start_matches('/').to_owned();
    files::write(&site.join(&raw), &part.content)?;
    let twin = |extension: &str| -> Result<Option<String>> {
        if !compressible(&part.path) {
            return Ok(None);
        }
        let content = files::read(&twins.of(part, extension))?;
        if content.len() >= part.content.len() {
            return Ok(None);
        }
        let name = format!("{raw}.{extension}");
        files::write(&site.join(&name), &content)?;
        Ok(Some(name))
    };
    Ok(SiteFile {
        content_type: content_type(&part.path)?.to_owned(),
        br: twin("br")?,
        gz: twin("gz")?,
        path: part.path.clone(),
        immutable: part.immutable,
        hash: part.hash.clone(),
        raw,
    })
}

fn remove_strays(site: &Path, manifest: &Manifest) -> Result<()> {
    let mut kept = BTreeSet::from([site.join("manifest.json")]);
    for file in &manifest.files {
        kept.extend(
            [Some(&file.raw), file.br.as_ref(), file.gz.as_ref()].into_iter().flatten().map(|name| site.join(name)),
        );
    }
    files::sweep(site, |path| kept.contains(path))
}

fn extension(path: &Path) -> String {
    path.extension().unwrap_or_default().to_string_lossy().into_owned()
}

/// Pictures and fonts are compressed already.
fn compressible(path: &str) -> bool {
    matches!(
        extension(Path::new(path)).as_str(),
        "js" | "css" | "wasm" | "svg" | "ico" | "txt" | "json" | "webmanifest" | "html" | "xml"
    )
}

fn content_type(path: &str) -> Result<&'static str> {
    Ok(match extension(Path::new(path)).as_str() {
        "js" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "wasm" => "application/wasm",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "webp" => "image/webp",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "txt" => "text/plain; charset=utf-8",
        "html" => "text/html; charset=utf-8",
        "xml" => "application/xml",
        "json" => "application/json",
        "webmanifest" => "application/manifest+json",
        _ => None.with_context(|| format!("{path}: say its content type in xtask/src/build/site.rs"))?,
    })
}
