//! `cargo xtask sabotage [NAME]`: takes one check out of the product at a time and runs the test that must notice. A wall whose test
//! stays green without it is no wall. Works in a copy of the checkout, so an interrupted run leaves nothing behind.

mod list;

use crate::{files, shell};
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

/// Where the list stands in docs/security.md.
const TABLE: [&str; 2] = ["<!-- sabotages -->\n", "<!-- end of sabotages -->\n"];

/// Writes the list into docs/security.md, each with the line where its check stands now.
pub fn print() -> Result<()> {
    let path = shell::root().join("docs/security.md");
    let page = fs::read_to_string(&path)?;
    let (head, tail) = around(&page)?;
    files::write(&path, format!("{head}{}{}{}{tail}", TABLE[0], table()?, TABLE[1]).as_bytes())
}

/// The page before its list, and after it.
fn around(page: &str) -> Result<(&str, &str)> {
    let (head, rest) = page.split_once(TABLE[0]).context("docs/security.md marks no list of sabotages")?;
    let (_, tail) = rest.split_once(TABLE[1]).context("the list of sabotages has no end")?;
    Ok((head, tail))
}

fn table() -> Result<String> {
    let mut table = String::from("| what is taken out | where | what turns red |\n|---|---|---|\n");
    for Sabotage { name, file, find, package, test, .. } in SABOTAGES {
        let source = fs::read_to_string(shell::root().join(file)).with_context(|| (*file).to_owned())?;
        let (before, _) = source.split_once(find).with_context(|| format!("{file} does not hold `{find}`"))?;
        let line = before.matches('\n').count() + 1;
        let test = test.trim_start_matches("lib:");
        table.push_str(&format!("| {name} | `{file}:{line}` | `{package}` {test} |\n"));
    }
    Ok(table)
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

#[cfg(test)]
mod tests {
    use super::{SABOTAGES, TABLE, around, table};
    use crate::{files, shell};
    use std::collections::BTreeSet;
    use std::path::Path;

    fn page() -> String {
        std::fs::read_to_string(shell::root().join("docs/security.md")).expect("docs/security.md")
    }

    #[test]
    fn the_list_in_the_docs_is_the_list_that_is_run() {
        let page = page();
        let (head, tail) = around(&page).expect("a marked list");
        let stands = &page[head.len() + TABLE[0].len()..page.len() - tail.len() - TABLE[1].len()];
        assert!(
            stands == table().expect("every check stands where the list says"),
            "run `cargo xtask sabotage --print`"
        );
    }

    #[test]
    fn every_check_stands_once_where_the_list_says() {
        let mut names = BTreeSet::new();
        for sabotage in SABOTAGES {
            let source = std::fs::read_to_string(shell::root().join(sabotage.file)).expect(sabotage.file);
            assert_eq!(source.matches(sabotage.find).count(), 1, "{}: {}", sabotage.name, sabotage.file);
            assert!(names.insert(sabotage.name), "{} is there twice", sabotage.name);
        }
    }

    #[test]
    fn every_test_the_page_names_is_there() {
        let folders = ["crates", "server", "app", "xtask"].map(|folder| shell::root().join(folder));
        let sources: Vec<String> = folders
            .iter()
            .flat_map(|folder| files::below(folder).expect("a folder"))
            .filter(|path| path.extension().is_some_and(|kind| kind == "rs"))
            .map(|path| std::fs::read_to_string(path).expect("a source"))
            .collect();
        let page = page();
        let named = page
            .split(|c: char| !(c.is_ascii_alphanumeric() || c == '_' || c == ':'))
            .filter(|word| word.contains("::"));
        let mut checked = 0;
        for test in named.filter(|word| !word.starts_with("desk::access") && !word.ends_with(':')) {
            let name = Path::new(&test.replace("::", "/")).file_name().map(|name| name.to_string_lossy().into_owned());
            let name = name.expect("a last part");
            let there =
                [format!("fn {name}("), format!("    {name},\n"), format!("mod {name};"), format!("mod {name} ")];
            let found = sources.iter().any(|source| there.iter().any(|words| source.contains(words)));
            assert!(found, "docs/security.md names {test}, and there is no such test");
            checked += 1;
        }
        assert!(checked > 20, "the page names {checked} tests");
    }
}
