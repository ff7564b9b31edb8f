//! Turns `target/site/manifest.json` (made by `cargo xtask build`) into a table of the site's files, so that the binary carries them all.
//! Without a site the table is empty: tests and lints need none.

use serde::Deserialize;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

/// The site as xtask lists it.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Manifest {
    js: String,
    wasm: String,
    css: String,
    public_css: String,
    files: Vec<SiteFile>,
}

#[derive(Deserialize)]
struct SiteFile {
    path: String,
    content_type: String,
    immutable: bool,
    hash: String,
    raw: String,
    br: Option<String>,
    gz: Option<String>,
}

fn main() {
    let site = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/site");
    let manifest_file = site.join("manifest.json");
    if !manifest_file.exists() {
        // Cargo takes a watched file that does not exist for a changed one, every time. A folder that cannot be written costs just that.
        let _ = fs::create_dir_all(&site).and_then(|()| fs::write(&manifest_file, "{}"));
    }
    println!("cargo::rerun-if-changed=build.rs");
    link_small();
    println!("cargo::rerun-if-changed={}", manifest_file.display());
    let manifest =
        fs::read(&manifest_file).ok().and_then(|text| serde_json::from_slice(&text).ok()).unwrap_or_default();
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets OUT_DIR")).join("site.rs");
    fs::write(out, table(&site, manifest)).expect("cargo made OUT_DIR");
}

/// Constants that differ by nothing but their address, and are told apart by it. Who adds a library in C looks for more of them:
/// `--print-icf-sections` tells what became one.
const ONLY_THEMSELVES: [&str; 2] = ["_mi_theap_empty", "_mi_theap_empty_wrong"];

/// What makes the program smaller when it is linked, only where the compiler brings the linker that can: views and queries are generic,
/// and of copies that compile to the same bytes one is kept, of code as of constants (most of those tell what to clean up after a panic);
/// addresses that the loader fills in are packed, which it must be able to read (glibc 2.36).
fn link_small() {
    let is = |name: &str, value: &str| env::var(name).is_ok_and(|found| found == value);
    if !is("PROFILE", "release") || !is("TARGET", "x86_64-unknown-linux-gnu") {
        return;
    }
    println!("cargo::rustc-link-arg-bins=-Wl,-O2,--icf=all,--ignore-data-address-equality");
    for name in ONLY_THEMSELVES {
        println!("cargo::rustc-link-arg-bins=-Wl,--keep-unique={name}");
    }
    if glibc_minor().is_some_and(|minor| minor >= 36) {
        println!("cargo::rustc-link-arg-bins=-Wl,-z,pack-relative-relocs");
    }
}

/// The `36` of `glibc 2.36`.
fn glibc_minor() -> Option<u32> {
    let told = Command::new("getconf").arg("GNU_LIBC_VERSION").output().ok()?;
    String::from_utf8(told.stdout).ok()?.trim().strip_prefix("glibc 2.")?.split('.').next()?.parse().ok()
}

/// The text of `site.rs`, which `src/assets.rs` includes. Sorted by path, for a binary search.
fn table(site: &Path, mut manifest: Manifest) -> String {
    manifest.files.sort_by(|a, b| a.path.cmp(&b.path));
    let mut text = String::from("static ASSETS: &[Asset] = &[\n");
    for file in &manifest.files {
        let bytes = |name: &String| format!("include_bytes!({:?})", site.join(name));
        let twin =
            |name: &Option<String>| name.as_ref().map_or("None".to_owned(), |name| format!("Some({})", bytes(name)));
        let SiteFile { path, content_type, immutable, hash, raw, br, gz } = file;
        // The largest file by far, and whoever runs it takes it compressed: its plain form is made when somebody asks for it.
        let carried = gz.is_none() || content_type != "application/wasm";
        let _ = writeln!(
            text,
            "Asset {{ path: {path:?}, content_type: {content_type:?}, immutable: {immutable}, hash: {hash:?}, raw: {}, br: {}, gz: {} }},",
            if carried { format!("Some({})", bytes(raw)) } else { "None".to_owned() },
            twin(br),
            twin(gz),
        );
    }
    let Manifest { js, wasm, css, public_css, .. } = manifest;
    let _ = writeln!(text, "];\nconst JS: &str = {js:?};\nconst WASM: &str = {wasm:?};");
    let _ = writeln!(text, "const CSS: &str = {css:?};\nconst PUBLIC_CSS: &str = {public_css:?};");
    text
}
