//! `cargo xtask sabotage [NAME]`: takes one check out of the product at a time and runs the test that must notice. A wall whose test
//! stays green without it is no wall. Works in a copy of the checkout, so an interrupted run leaves nothing behind.

mod list;

use crate::shell;
use anyhow::{Context, Result, bail};
use list::{SABOTAGES, Sabotage};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

/// What came of one.
enum Outcome {
    /// The test failed: the wall is watched.
    Red,
    /// The test passed: nobody would notice.
    Green,
    /// The source no longer reads as the list says, or does not compile without the check.
    Stale(String),
}

/// Runs all of them, or those whose name holds `only`; then their tests once more over the untouched source, which must be green.
pub fn run(only: Option<&str>) -> Result<()> {
    let copy = copy_of_checkout()?;
    let chosen: Vec<&Sabotage> =
        SABOTAGES.iter().filter(|sabotage| only.is_none_or(|only| sabotage.name.contains(only))).collect();
    let mut unnoticed = Vec::new();
    for sabotage in &chosen {
        let begun = Instant::now();
        let outcome = commit(&copy, sabotage)?;
        let words = match &outcome {
            Outcome::Red => "red, as it must be".to_owned(),
            Outcome::Green => "GREEN: nothing noticed".to_owned(),
            Outcome::Stale(why) => format!("STALE: {why}"),
        };
        println!("   {:<34} {:>5.1} s  {words}", sabotage.name, begun.elapsed().as_secs_f32());
        if !matches!(outcome, Outcome::Red) {
            unnoticed.push(sabotage.name);
        }
    }
    for sabotage in &chosen {
        if !test(&copy, sabotage)?.status()?.success() {
            bail!("{}: the test is red without any sabotage, so its being red proves nothing", sabotage.test);
        }
    }
    println!("   {} sabotages; their tests are green over the untouched source", chosen.len());
    if !unnoticed.is_empty() {
        bail!("not noticed: {}", unnoticed.join(", "));
    }
    Ok(())
}

fn commit(copy: &Path, sabotage: &Sabotage) -> Result<Outcome> {
    let path = copy.join(sabotage.file);
    let source = fs::read_to_string(&path).with_context(|| sabotage.file.to_owned())?;
    if source.matches(sabotage.find).count() != 1 {
        return Ok(Outcome::Stale(format!("{} does not hold `{}` once", sabotage.file, sabotage.find)));
    }
    fs::write(&path, source.replacen(sabotage.find, sabotage.replace, 1))?;
    let compiled = test(copy, sabotage)?.arg("--no-run").status();
    let outcome = match compiled {
        Ok(status) if status.success() => test(copy, sabotage)?.status().map(|status| match status.success() {
            true => Outcome::Green,
            false => Outcome::Red,
        }),
        Ok(_) => Ok(Outcome::Stale("it does not compile".to_owned())),
        Err(error) => Err(error),
    };
    fs::write(&path, source)?;
    Ok(outcome?)
}

fn test(copy: &Path, sabotage: &Sabotage) -> Result<Command> {
    let mut command = shell::cargo(["test", "-q", "-p", sabotage.package]);
    if sabotage.test.starts_with("lib:") {
        command.arg("--lib");
    } else {
        command.args(["--test", "it"]);
    }
    command.current_dir(copy).args(["--target-dir", "target"]).stdout(Stdio::null()).stderr(Stdio::null());
    command.arg(sabotage.test.trim_start_matches("lib:"));
    Ok(command)
}

/// The tracked files in `target/sabotage/checkout`; its own target directory stays from run to run.
fn copy_of_checkout() -> Result<PathBuf> {
    let (root, copy) = (shell::root(), shell::root().join("target/sabotage/checkout"));
    fs::create_dir_all(&copy)?;
    let files = Command::new("git").current_dir(&root).args(["ls-files", "-z"]).output().context("git")?;
    for name in String::from_utf8(files.stdout)?.split('\0').filter(|name| !name.is_empty()) {
        let (from, to) = (root.join(name), copy.join(name));
        let bytes = match fs::read(&from) {
            Ok(bytes) => bytes,
            Err(_) => continue,
        };
        if fs::read(&to).is_ok_and(|old| old == bytes) {
            continue;
        }
        fs::create_dir_all(to.parent().context("a file in a folder")?)?;
        fs::write(to, bytes)?;
    }
    Ok(copy)
}
