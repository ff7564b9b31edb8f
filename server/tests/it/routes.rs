//! The route table against the words the product keeps for itself, and against the pages of the app.

use crate::house::{Asker, House};
use app::routes::{APP_PAGES, PUBLIC_PAGES};
use axum::http::StatusCode;
use domain::OrgSlug;
use server::routes::TABLE;
use std::collections::BTreeSet;

#[test]
fn no_organization_can_take_an_address_of_the_product() {
    let roots: BTreeSet<&str> = TABLE
        .iter()
        .filter_map(|row| row.path.split('/').nth(1))
        .filter(|root| !root.is_empty() && !root.starts_with('{'))
        .collect();
    assert!(roots.len() > 8, "{roots:?}");
    for root in roots {
        assert!(OrgSlug::parse_new(root).is_err(), "an organization could be called {root}");
    }
}

#[test]
fn every_page_of_the_app_has_a_row_and_the_other_way_round() {
    for page in APP_PAGES.iter().chain(PUBLIC_PAGES) {
        assert!(TABLE.iter().any(|row| row.method == "GET" && row.path == *page), "{page} has no row");
    }
}

#[test]
fn every_server_function_has_its_own_stable_address() {
    let paths: Vec<_> = server_fn::axum::server_fn_paths().map(|(path, method)| (path.to_owned(), method)).collect();
    let unique: BTreeSet<_> = paths.iter().map(|(path, _)| path.clone()).collect();
    assert_eq!(paths.len(), unique.len(), "two server functions share an address");
    let written = walk("../app/src");
    assert_eq!(paths.len(), written, "as many server functions are registered as are written");
    for (path, method) in paths {
        assert_eq!(method, axum::http::Method::POST, "{path} would be reachable by a plain link");
        let name = path.strip_prefix("/api/").unwrap_or_default();
        assert!(!name.is_empty() && name.chars().all(|c| c.is_ascii_lowercase() || c == '_'), "{path} is not stable");
    }
}

fn walk(folder: &str) -> usize {
    let mut count = 0;
    for entry in std::fs::read_dir(folder).expect("the app's sources").flatten() {
        let path = entry.path();
        if path.is_dir() {
            count += walk(&path.to_string_lossy());
        } else if path.extension().is_some_and(|kind| kind == "rs") {
            count += std::fs::read_to_string(&path)
                .expect("a source")
                .lines()
                .filter(|line| line.trim_start().starts_with("#[server("))
                .count();
        }
    }
    count
}

#[tokio::test]
async fn an_address_that_is_no_text_names_nothing() {
    let house = House::new().await;
    let owner = house.world.user("Ana Owner").await;
    house.world.org(&owner, "acme").await;
    let member = house.browser(&owner).await;
    for row in TABLE.iter().filter(|row| row.path.contains('{') && !row.path.starts_with("/dev/")) {
        for org in ["acme", "%FF"] {
            let path = row.path.replace("{org}", org);
            let path = path.split('/').map(|part| if part.starts_with('{') { "%C3%28" } else { part });
            let path = path.collect::<Vec<_>>().join("/");
            if !path.contains('%') {
                continue;
            }
            for asker in [&member, &Asker::default()] {
                let answer = house.ask(asker, row.method, &path, None).await;
                assert_eq!(answer.status, StatusCode::NOT_FOUND, "{} {path}: {}", row.method, answer.text());
            }
        }
    }
    assert!(house.get(&member, "/acme/tickets/%FF").await.text().contains("no such ticket"), "the app's own page");
    assert!(house.get(&Asker::default(), "/%FF").await.text().contains("nothing here"));
    let program = house.get(&member, "/v1/orgs/%FF/tickets").await;
    assert_eq!(program.json()["error"]["code"], "not_found");
    // Text that is no name is looked up like any other, and a filter that cannot be read is left out.
    assert_eq!(house.get(&member, "/acme/tickets/%E2%82%AC").await.status, StatusCode::NOT_FOUND);
    assert_eq!(house.get(&member, "/acme/tickets?q=%FF&site=%FF").await.status, StatusCode::OK);
}
