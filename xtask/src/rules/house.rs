//! What the rules look at: the sources, what each package declares, and what the browser gets. Real, or made up for the self-test.

use crate::metadata::{self, Dependency, Package};
use crate::{files, shell};
use anyhow::Result;
use std::collections::{BTreeMap, BTreeSet};

/// The folders that hold our sources.
const ROOMS: [&str; 9] = ["app", "crates", "end2end", "frontend", "scripts", "server", "style", "widget", "xtask"];

#[derive(Clone, Default)]
pub struct House {
    /// Path from the root, with `/`, to text.
    pub files: BTreeMap<String, String>,
    pub packages: Vec<Package>,
    /// The names of all packages that are linked into the browser's module.
    pub browser: BTreeSet<String>,
}

impl House {
    /// This checkout.
    pub fn here() -> Result<Self> {
        let root = shell::root();
        let mut house = Self { packages: metadata::workspace()?, browser: browser()?, ..Self::default() };
        for room in ROOMS {
            for path in files::below(&root.join(room))? {
                let kind = path.extension().unwrap_or_default().to_string_lossy();
                if matches!(kind.as_ref(), "rs" | "ts" | "css" | "mjs" | "sh") {
                    let name = path.strip_prefix(&root)?.to_string_lossy().replace('\\', "/");
                    house.files.insert(name, String::from_utf8_lossy(&files::read(&path)?).into_owned());
                }
            }
        }
        Ok(house)
    }

    /// A small house without a fault.
    pub fn sample() -> Self {
        let mut house = Self::default();
        for (path, text) in [
            ("app/src/ui/text_area.rs", "view! { <textarea inner_html=escaped /> }"),
            ("app/src/site/calls.rs", GOOD_CALL),
            ("crates/desk/src/lib.rs", "/// Never `todo!()`."),
            ("crates/domain/src/lib.rs", ""),
            ("crates/mail/src/lib.rs", ""),
            ("crates/store/src/ticket/list_sql.rs", "query(AssertSqlSafe(text))"),
            ("frontend/src/lib.rs", ""),
            ("server/src/routes.rs", "router.route(path, handler)"),
            ("style/main.css", ""),
            ("widget/src/loader.ts", ""),
        ] {
            house.files.insert(path.to_owned(), text.to_owned());
        }
        for name in ["domain", "store", "desk", "mail", "app", "frontend", "server", "testkit", "xtask"] {
            house.packages.push(Package {
                name: name.to_owned(),
                version: "0.1.0".to_owned(),
                source: None,
                license: None,
                dependencies: Vec::new(),
            });
        }
        for name in super::crates::CARD {
            let package = if matches!(name, "sqlx") { "store" } else { "server" };
            house.depend(package, name, None);
        }
        house.depend("server", "testkit", Some("dev"));
        house.depend("store", "domain", None);
        house.browser.extend(["app".to_owned(), "leptos".to_owned()]);
        house
    }

    /// Lets `package` declare a dependency on `name`.
    pub fn depend(&mut self, package: &str, name: &str, kind: Option<&str>) {
        let dependency =
            Dependency { name: name.to_owned(), kind: kind.map(str::to_owned), optional: false, target: None };
        for found in self.packages.iter_mut().filter(|found| found.name == package) {
            found.dependencies.push(dependency.clone());
        }
    }

    pub fn put(&mut self, path: &str, text: &str) {
        self.files.insert(path.to_owned(), text.to_owned());
    }

    /// The files below one of `folders` whose name ends in `ending`.
    pub fn below<'a>(&'a self, folders: &'a [&str], ending: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
        let files = self.files.iter().map(|(path, text)| (path.as_str(), text.as_str()));
        files.filter(move |(path, _)| path.ends_with(ending) && folders.iter().any(|folder| path.starts_with(folder)))
    }
}

const GOOD_CALL: &str = r#"
#[server(prefix = "/api", endpoint = "site_list", input = Json)]
pub async fn site_list(org: OrgSlug) -> Result<Vec<SiteRow>, AppError> {}

#[server(prefix = "/api", endpoint = "org_create", input = Json)]
pub async fn org_create(
    name: String,
) -> Result<(), AppError> {}
"#;

/// What `cargo tree` says is linked into the module.
fn browser() -> Result<BTreeSet<String>> {
    let mut tree =
        shell::cargo(["tree", "-q", "-p", "frontend", "--target", "wasm32-unknown-unknown", "--prefix", "none"]);
    let text = shell::output(tree.args(["--edges", "normal,no-proc-macro"]))?;
    Ok(text.lines().filter_map(|line| line.split_whitespace().next()).map(str::to_owned).collect())
}
