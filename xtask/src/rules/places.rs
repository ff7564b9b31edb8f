//! Where files are, and what they are called.

use super::Rule;
use super::house::House;

pub const RULES: &[Rule] = &[
    Rule {
        name: "the rooms are where the other rules look for them",
        check: rooms,
        plants: &[|house| house.files.retain(|path, _| !path.starts_with("app/src/"))],
    },
    Rule {
        name: "a file says what is in it",
        check: names,
        plants: &[
            |house| house.put("server/src/utils.rs", ""),
            |house| house.put("app/src/common/button.rs", ""),
            |house| house.put("widget/src/helpers.ts", ""),
            |house| house.put("style/manager.css", ""),
        ],
    },
];

const ROOMS: [&str; 9] = [
    "app/src/",
    "crates/desk/src/",
    "crates/domain/src/",
    "crates/mail/src/",
    "crates/store/src/",
    "frontend/src/",
    "server/src/",
    "style/",
    "widget/src/",
];

/// A moved folder would leave its rules with nothing to look at.
fn rooms(house: &House) -> Vec<String> {
    let gone = ROOMS.iter().filter(|room| !house.files.keys().any(|path| path.starts_with(**room)));
    gone.map(|room| format!("{room} is empty or gone")).collect()
}

fn names(house: &House) -> Vec<String> {
    let says_nothing = |part: &str| {
        let stem = part.split('.').next().unwrap_or(part);
        matches!(stem, "util" | "utils" | "helper" | "helpers" | "manager" | "managers" | "common" | "misc")
    };
    house.files.keys().filter(|path| path.split('/').any(says_nothing)).cloned().collect()
}
