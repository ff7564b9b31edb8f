//! Server functions: stable addresses, and an organization first (design.md, sections 3 and 5).

use super::Rule;
use super::house::House;

pub const RULES: &[Rule] = &[
    Rule {
        name: "every #[server] names its endpoint and the prefix /api",
        check: addressed,
        plants: &[
            |house| {
                house.put("app/src/site/calls.rs", "#[server(prefix = \"/api\")]\nasync fn site_list(org: OrgSlug) {}")
            },
            |house| {
                house.put(
                    "app/src/site/calls.rs",
                    "#[server(endpoint = \"site_list\")]\nasync fn site_list(org: OrgSlug) {}",
                )
            },
            |house| house.put("app/src/site/calls.rs", "#[server]\nasync fn site_list(org: OrgSlug) {}"),
        ],
    },
    Rule {
        name: "a server function's endpoint is its name",
        check: named,
        plants: &[|house| {
            house.put(
                "app/src/site/calls.rs",
                "#[server(prefix = \"/api\", endpoint = \"site_show\")]\nasync fn site_list(org: OrgSlug) {}",
            );
        }],
    },
    Rule {
        name: "a server function's first argument is org: OrgSlug",
        check: org_first,
        plants: &[|house| {
            house.put(
                "app/src/site/calls.rs",
                "#[server(\n  prefix = \"/api\",\n  endpoint = \"site_list\"\n)]\npub async fn site_list(site: SiteSlug) {}",
            );
        }],
    },
];

/// The org-less ones; those whose name begins with `account_` are the others.
const ORG_LESS: [&str; 6] = [
    "invitation_mine",
    "invitation_mine_accept",
    "invitation_mine_decline",
    "org_create",
    "org_mine",
    "org_slug_check",
];

/// A server function as it stands in the text.
struct Call<'a> {
    path: &'a str,
    attribute: &'a str,
    name: &'a str,
    arguments: &'a str,
}

fn calls(house: &House) -> Vec<Call<'_>> {
    house.below(&["app/src/"], ".rs").flat_map(|(path, text)| in_text(path, text)).collect()
}

fn in_text<'a>(path: &'a str, text: &'a str) -> impl Iterator<Item = Call<'a>> {
    let starts = text.match_indices("#[server").filter(|(at, _)| {
        let line = text[..*at].rsplit('\n').next().unwrap_or_default();
        line.trim().is_empty() // Not in a comment or a string.
    });
    starts.filter_map(move |(at, word)| {
        let rest = &text[at + word.len()..];
        let attribute = match rest.chars().next()? {
            '(' => rest.split(")]").next()?,
            ']' => "",
            _ => return None,
        };
        let (_, function) = rest[attribute.len()..].split_once("fn ")?;
        let (name, arguments) = function.split_once('(')?;
        Some(Call { path, attribute, name: name.trim(), arguments: arguments.trim_start() })
    })
}

fn breaking(house: &House, breaks: impl Fn(&Call) -> bool) -> Vec<String> {
    calls(house).iter().filter(|call| breaks(call)).map(|call| format!("{} in {}", call.name, call.path)).collect()
}

fn addressed(house: &House) -> Vec<String> {
    breaking(house, |call| !(call.attribute.contains("endpoint = \"") && call.attribute.contains("prefix = \"/api\"")))
}

fn named(house: &House) -> Vec<String> {
    breaking(house, |call| {
        let endpoint = call.attribute.split_once("endpoint = \"").and_then(|(_, rest)| rest.split('"').next());
        endpoint.is_some_and(|endpoint| endpoint != call.name)
    })
}

fn org_first(house: &House) -> Vec<String> {
    let org_less = |name: &str| name.starts_with("account_") || ORG_LESS.contains(&name);
    breaking(house, |call| !org_less(call.name) && !call.arguments.starts_with("org: OrgSlug"))
}
