//! Who may depend on whom (design.md, section 2), over what the manifests declare.

use super::Rule;
use super::house::House;
use crate::metadata::Dependency;

pub const RULES: &[Rule] = &[
    Rule {
        name: "rooms depend only downwards",
        check: rooms,
        plants: &[
            |house| house.depend("store", "desk", None),
            |house| house.depend("desk", "app", None),
            |house| house.depend("mail", "store", None),
            |house| house.depend("app", "store", None),
            |house| house.depend("frontend", "desk", None),
            |house| house.depend("server", "testkit", None),
            |house| house.depend("desk", "testkit", Some("build")),
        ],
    },
    Rule {
        name: "desk reaches app on the server side only",
        check: desk_behind_target,
        plants: &[|house| house.depend("app", "desk", None)],
    },
    Rule {
        name: "no foreign package in the wrong room",
        check: foreign,
        plants: &[
            |house| house.depend("store", "axum", None),
            |house| house.depend("desk", "sqlx", None),
            |house| house.depend("desk", "leptos_router", None),
            |house| house.depend("mail", "tokio", None),
            |house| house.depend("app", "sqlx", None),
            |house| house.depend("app", "axum", None),
        ],
    },
    Rule {
        name: "domain and frontend stay small",
        check: small,
        plants: &[
            |house| house.depend("domain", "tokio", None),
            |house| house.depend("domain", "sqlx", None),
            |house| {
                house.depend("frontend", "axum", None);
            },
        ],
    },
    Rule {
        name: "nothing of the server in the browser",
        check: browser,
        plants: &[
            |house| _ = house.browser.insert("tokio".to_owned()),
            |house| _ = house.browser.insert("sqlx-core".to_owned()),
        ],
    },
    Rule {
        name: "the design card's packages are direct dependencies",
        check: card,
        plants: &[|house| {
            house.packages.iter_mut().for_each(|package| package.dependencies.retain(|one| one.name != "uuid"))
        }],
    },
];

/// The ten packages of the design card.
pub const CARD: [&str; 10] =
    ["leptos", "leptos_axum", "leptos_router", "axum", "sqlx", "serde", "uuid", "gloo-net", "web-sys", "wasm-bindgen"];

/// Each of our packages, and which of ours it may use outside its tests.
const ROOMS: [(&str, &[&str]); 9] = [
    ("domain", &[]),
    ("store", &["domain"]),
    ("mail", &["domain"]),
    ("desk", &["domain", "store", "mail"]),
    ("app", &["domain", "desk"]),
    ("frontend", &["app"]),
    ("server", &["app", "desk", "domain", "mail", "store"]),
    ("testkit", &["domain", "desk", "mail", "store"]),
    ("xtask", &[]),
];

/// Other people's packages that do not belong in a room. A name that ends in `*` stands for all that begin so.
const FOREIGN: [(&str, &[&str]); 4] = [
    ("store", &["axum", "leptos*", "tower*"]),
    ("desk", &["sqlx", "axum", "leptos*", "tower*"]),
    ("mail", &["sqlx", "axum", "leptos*", "tokio"]),
    ("app", &["sqlx", "axum", "tower*"]),
];

/// The rooms that may use nothing but these. `sqlx?` only as an optional dependency.
const SMALL: [(&str, &[&str]); 2] = [
    ("domain", &["crc32fast", "serde", "serde_json", "sqlx?", "thiserror", "uuid"]),
    ("frontend", &["app", "console_error_panic_hook", "js-sys", "leptos", "wasm-bindgen", "web-sys"]),
];

/// All that packages declare outside their tests.
fn declared(house: &House) -> impl Iterator<Item = (&str, &Dependency)> {
    let pairs =
        house.packages.iter().flat_map(|package| package.dependencies.iter().map(|one| (package.name.as_str(), one)));
    pairs.filter(|(_, dependency)| dependency.kind.as_deref() != Some("dev"))
}

fn row<T: Copy>(table: &[(&str, T)], name: &str) -> Option<T> {
    table.iter().find(|(key, _)| *key == name).map(|(_, value)| *value)
}

fn rooms(house: &House) -> Vec<String> {
    let unknown = house.packages.iter().filter(|package| row(&ROOMS, &package.name).is_none());
    let unknown = unknown.map(|package| format!("{}: say in the table of rooms what it may use", package.name));
    let wrong = declared(house).filter(|(package, dependency)| {
        row(&ROOMS, &dependency.name).is_some()
            && row(&ROOMS, package).is_some_and(|may| !may.contains(&dependency.name.as_str()))
    });
    unknown.chain(wrong.map(told)).collect()
}

fn desk_behind_target(house: &House) -> Vec<String> {
    let server_side = |dependency: &Dependency| {
        dependency.target.as_deref().is_some_and(|target| target.starts_with("cfg(not(target_arch"))
    };
    declared(house)
        .filter(|(package, one)| *package == "app" && one.name == "desk" && !server_side(one))
        .map(told)
        .collect()
}

fn foreign(house: &House) -> Vec<String> {
    let matches =
        |pattern: &str, name: &str| pattern.strip_suffix('*').map_or(pattern == name, |start| name.starts_with(start));
    let refused = |package: &str, name: &str| {
        row(&FOREIGN, package).is_some_and(|not| not.iter().any(|pattern| matches(pattern, name)))
    };
    declared(house).filter(|(package, one)| refused(package, &one.name)).map(told).collect()
}

fn small(house: &House) -> Vec<String> {
    let fits = |may: &[&str], one: &Dependency| {
        may.iter().any(|name| name.strip_suffix('?').map_or(*name == one.name, |name| one.optional && name == one.name))
    };
    declared(house).filter(|(package, one)| row(&SMALL, package).is_some_and(|may| !fits(may, one))).map(told).collect()
}

fn browser(house: &House) -> Vec<String> {
    let server_only = |name: &str| matches!(name, "axum" | "tokio" | "hyper") || name.starts_with("sqlx");
    house
        .browser
        .iter()
        .filter(|name| server_only(name))
        .map(|name| {
            format!(
                "{name} is linked into the module: cargo tree -p frontend --target wasm32-unknown-unknown -i {name}"
            )
        })
        .collect()
}

fn card(house: &House) -> Vec<String> {
    let missing = CARD.iter().filter(|name| !declared(house).any(|(_, one)| one.name == **name));
    missing.map(|name| format!("{name} is nobody's direct dependency")).collect()
}

fn told((package, dependency): (&str, &Dependency)) -> String {
    format!("{package} depends on {}", dependency.name)
}
