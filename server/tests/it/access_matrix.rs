//! The access matrix (D41, security.md 5.1): every route and every server function, by everybody who could come to its door, at
//! every target. The lines stand in `access_matrix/rows.rs`; an operation without one turns this red, and so does one that writes
//! or audits other than its line says. `docs/access-matrix.md` is printed from the same lines.
//!
//! Of each answer it is proven: its status is the declared one; a denial writes not one byte; what belongs to somebody else is
//! answered with the same bytes as what does not exist; and no text of another organization stands in it. Of each operation that
//! is done: it changes what its line says, in its own organization, and the audit log has exactly one more row where the line
//! promises one.

mod judge;
mod line;
mod principal;
mod print;
mod rows;
mod scene;

pub use line::{Does, Line, Sent};
pub use principal::Principal;
pub use rows::calls;
pub use scene::{Rows, SISTERS, Scene, THEIRS};

use crate::furnished::Facts;
use judge::Judge;
use server::routes::TABLE;
use std::collections::BTreeSet;

/// Every line: the server functions, then the routes.
pub fn lines(org: &str, the: &Facts) -> Vec<Line> {
    calls(org, the).into_iter().chain(rows::routes(the)).collect()
}

#[test]
fn every_operation_has_a_line() {
    let lines = lines("acme", &Facts::placeholders());
    let told: BTreeSet<(&str, &str)> = lines.iter().map(|line| (line.method, line.pattern())).collect();
    let mut missing = Vec::new();
    for (path, _) in server_fn::axum::server_fn_paths() {
        if !told.contains(&("POST", path)) {
            let name = path.trim_start_matches("/api/");
            missing.push(format!(
                "    call(\"{name}\", Some(P::...), Reads | Writes | Audits, json!({{\"org\": org, ...}})),"
            ));
        }
    }
    for row in TABLE.iter().filter(|row| !told.contains(&(row.method, row.path))) {
        let sent = if row.method == "GET" { "Nothing" } else { "Json(json!({...})) or form(&[...])" };
        missing.push(format!("    route(\"{} {}\", Reads | Writes | Audits, {sent}),", row.method, row.path));
    }
    assert!(missing.is_empty(), "add to server/tests/it/access_matrix/rows.rs:\n{}", missing.join("\n"));
    let known: BTreeSet<&str> = server_fn::axum::server_fn_paths().map(|(path, _)| path).collect();
    let gone = calls("acme", &Facts::placeholders()).into_iter().filter(|line| !known.contains(line.path.as_str()));
    let gone: Vec<String> = gone.map(|line| line.path).collect();
    assert!(gone.is_empty(), "no server functions any more, drop their lines: {gone:?}");
}

#[test]
fn the_printed_matrix_is_the_one_that_is_run() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/access-matrix.md");
    let printed = print::matrix(&lines("{org}", &Facts::placeholders()));
    if std::env::var_os("HELPSTEAD_WRITE_MATRIX").is_some() {
        std::fs::write(path, &printed).expect("docs/access-matrix.md can be written");
    }
    let stands = std::fs::read_to_string(path).unwrap_or_default();
    assert!(
        stands == printed,
        "docs/access-matrix.md is not what the lines say. Renew it and look at what changed:\n    \
         HELPSTEAD_WRITE_MATRIX=1 cargo nextest run -p server -E 'test(the_printed_matrix)'"
    );
}

#[tokio::test]
async fn every_server_function_by_every_principal() {
    Judge::of(|line| line.path.starts_with("/api/") && line.path != "/api/{name}").await;
}

#[tokio::test]
async fn every_address_of_programs_by_every_principal() {
    Judge::of(|line| line.is_for_programs() && (!line.path.starts_with("/api/") || line.path == "/api/{name}")).await;
}

#[tokio::test]
async fn every_page_by_every_principal() {
    Judge::of(|line| !line.is_for_programs() && line.method == "GET").await;
}

#[tokio::test]
async fn every_form_by_every_principal() {
    Judge::of(|line| !line.is_for_programs() && line.method != "GET").await;
}
