//! `cargo xtask rules`: design.md as code, the part a machine can check. Each rule is a small function over a [`House`]; the self-test
//! plants violations into a small clean house and every one must be found, so a rule cannot quietly stop working.

mod calls;
mod crates;
mod house;
mod places;
mod words;

use anyhow::{Result, bail};
use house::House;

/// One rule, and for each way to break it a hand that does so.
pub struct Rule {
    name: &'static str,
    check: fn(&House) -> Vec<String>,
    plants: &'static [fn(&mut House)],
}

fn all() -> impl Iterator<Item = &'static Rule> {
    [crates::RULES, places::RULES, words::RULES, calls::RULES].into_iter().flatten()
}

/// Checks this checkout.
pub fn run() -> Result<()> {
    let house = House::here()?;
    let breaches: Vec<String> = all()
        .flat_map(|rule| (rule.check)(&house).into_iter().map(|breach| format!("{}: {breach}", rule.name)))
        .collect();
    println!("   {} rules over {} files: {} breaches", all().count(), house.files.len(), breaches.len());
    if !breaches.is_empty() {
        bail!("{}", breaches.join("\n"));
    }
    Ok(())
}

/// Checks the rules themselves.
pub fn self_test() -> Result<()> {
    let clean = House::sample();
    let mut blind = Vec::new();
    for rule in all() {
        for breach in (rule.check)(&clean) {
            blind.push(format!("{}: finds in a clean house: {breach}", rule.name));
        }
        for (number, plant) in rule.plants.iter().enumerate() {
            let mut house = clean.clone();
            plant(&mut house);
            if (rule.check)(&house).is_empty() {
                blind.push(format!("{}: does not find plant {}", rule.name, number + 1));
            }
        }
        if rule.plants.is_empty() {
            blind.push(format!("{}: has no plant", rule.name));
        }
    }
    println!(
        "   {} rules, {} plants: {} problems",
        all().count(),
        all().map(|rule| rule.plants.len()).sum::<usize>(),
        blind.len()
    );
    if !blind.is_empty() {
        bail!("{}", blind.join("\n"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_planted_violation_is_found() {
        super::self_test().expect("a blind rule");
    }
}
