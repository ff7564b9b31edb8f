//! `cargo xtask deps`: what other people's code we take in.

use crate::licence;
use crate::metadata::{self, Package};
use crate::shell::step;
use anyhow::{Result, bail};
use std::collections::{BTreeMap, BTreeSet};

/// Two copies of one of these mean slow builds, large binaries, or types that do not fit each other.
const ONE_COPY: [&str; 14] = [
    "aws-lc-rs",
    "axum",
    "axum-core",
    "gloo-net",
    "hyper",
    "leptos",
    "reactive_graph",
    "rustls",
    "server_fn",
    "sqlx",
    "sqlx-core",
    "tachys",
    "tokio",
    "wasm-bindgen",
];

/// Name, and what to take instead.
const BANNED: [(&str, &str); 4] = [
    ("native-tls", "rustls"),
    ("openssl", "rustls"),
    ("openssl-sys", "rustls"),
    ("tower-sessions-sqlx-store", "our own session table: it brings a second sqlx"),
];

/// Packages without an SPDX expression whose licence file somebody has read.
const READ_BY_HAND: [&str; 0] = [];

pub fn run() -> Result<()> {
    let packages = metadata::everything()?;
    let mut problems = Vec::new();
    for (name, check) in [
        ("licences", licences as fn(&[Package]) -> Vec<String>),
        ("bans", bans),
        ("copies", copies),
        ("sources", sources),
    ] {
        step(name, || {
            let found = check(&packages);
            let said = if found.is_empty() {
                format!("{} packages", packages.len())
            } else {
                format!("{} problems", found.len())
            };
            problems.extend(found);
            Ok(said)
        })?;
    }
    if !problems.is_empty() {
        bail!("{}", problems.join("\n"));
    }
    Ok(())
}

/// Ours aside: we may use our own code under any licence.
fn foreign(packages: &[Package]) -> impl Iterator<Item = &Package> {
    packages.iter().filter(|package| package.source.is_some())
}

fn licences(packages: &[Package]) -> Vec<String> {
    let refused = foreign(packages).filter(|package| {
        let expression = package.license.as_deref().unwrap_or_default();
        !licence::allowed(expression) && !READ_BY_HAND.contains(&package.name.as_str())
    });
    refused
        .map(|package| {
            format!("{} {}: licence {}", package.name, package.version, package.license.as_deref().unwrap_or("unknown"))
        })
        .collect()
}

fn bans(packages: &[Package]) -> Vec<String> {
    let names: BTreeSet<&str> = packages.iter().map(|package| package.name.as_str()).collect();
    let found = BANNED.iter().filter(|(name, _)| names.contains(name));
    found
        .map(|(name, instead)| format!("{name}: banned, take {instead} (cargo tree -i {name} tells who brings it)"))
        .collect()
}

fn copies(packages: &[Package]) -> Vec<String> {
    let mut versions: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for package in packages {
        versions.entry(&package.name).or_default().push(&package.version);
    }
    let twice = versions.into_iter().filter(|(name, versions)| ONE_COPY.contains(name) && versions.len() > 1);
    twice.map(|(name, versions)| format!("{name}: {} copies, {}", versions.len(), versions.join(" and "))).collect()
}

/// From the registry only: a git address can vanish or change under us.
fn sources(packages: &[Package]) -> Vec<String> {
    let elsewhere =
        foreign(packages).filter(|package| !package.source.as_deref().unwrap_or_default().starts_with("registry+"));
    elsewhere.map(|package| format!("{} {}: not from the registry", package.name, package.version)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn package(name: &str, version: &str, source: &str, license: Option<&str>) -> Package {
        let (name, version) = (name.to_owned(), version.to_owned());
        Package {
            name,
            version,
            source: Some(source.to_owned()),
            license: license.map(str::to_owned),
            dependencies: Vec::new(),
        }
    }

    #[test]
    fn each_check_finds_what_it_is_for() {
        let registry = "registry+somewhere";
        let clean = [
            package("tokio", "1.0.0", registry, Some("MIT")),
            package("serde", "1.0.0", registry, Some("MIT OR Apache-2.0")),
        ];
        for check in [licences, bans, copies, sources] {
            assert!(check(&clean).is_empty());
        }
        assert_eq!(
            licences(&[package("a", "1.0.0", registry, None), package("b", "1.0.0", registry, Some("GPL-3.0"))]).len(),
            2
        );
        assert_eq!(bans(&[package("openssl", "0.10.0", registry, Some("MIT"))]).len(), 1);
        assert_eq!(
            copies(&[package("axum", "0.7.0", registry, None), package("axum", "0.8.0", registry, None)]).len(),
            1
        );
        assert_eq!(sources(&[package("a", "1.0.0", "git+somewhere", None)]).len(), 1);
    }
}
