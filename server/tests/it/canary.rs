//! Two people in two organizations: a text of one never stands in any byte the other receives, in whatever disguise; the own
//! one IS found, and a leak that is planted turns this red (S1-09, security.md A8).

mod disguise;
mod finder;
mod scene;

use crate::furnished::Furnished;
use axum::body::Body;
use axum::http::HeaderValue;
use axum::response::Response;
use disguise::{base64, entities, escapes, gzip, percent};
use scene::Scene;
use server::routes::TABLE;
use std::collections::BTreeSet;

/// The canary of the second person.
const THEIRS: &str = "canary-theirs-91ab";

/// What is read without a word of the reader's own: everything else must show one.
const SHOWS_NOTHING: &[&str] = &[
    "GET /",
    "GET /health",
    "GET /sign-in",
    "GET /sign-in/code",
    "GET /sign-up",
    "GET /check-mail",
    "GET /confirm/{token}",
    "GET /forgot",
    "GET /reset/{token}",
    "GET /account/email/{token}",
    "GET /invitation/{token}",
    "GET /dev/enter/{token}",
    "GET /live/{org}",
    "GET /v1/orgs/{org}/me/permissions",
    "GET /{org}",
    "GET /{org}/theme.css",
    "GET /{org}/logo/{logo}",
];

#[tokio::test]
async fn no_byte_of_one_organization_reaches_the_other() {
    let mut scene = Scene::new(|house| house).await;
    for reader in [0, 1] {
        let (found, leaks) = scene.walk(reader).await;
        assert_eq!(leaks, BTreeSet::new(), "{} reads what is not theirs", scene.people[reader].canary);
        let silent: Vec<String> = TABLE
            .iter()
            .map(|row| format!("{} {}", row.method, row.path))
            .filter(|row| row.starts_with("GET ") && !row.starts_with("GET /dev/outbox") && !found.contains(row))
            .collect();
        assert_eq!(silent, SHOWS_NOTHING, "an address that shows nothing of the reader would not show a leak either");
        for call in
            ["ticket_list", "ticket_show", "site_list", "site_show", "org_show", "org_mine", "org_me", "member_team"]
        {
            assert!(found.contains(&format!("POST /api/{call}")), "{call} shows nothing of the reader");
        }
    }
    scene.mails_are_apart().await;
}

/// One leak in each disguise, each at an address of its own.
fn planted(path: &str, response: &mut Response) {
    let body = match path {
        "/acme/tickets" => format!("<h1>{THEIRS}</h1>").into_bytes(),
        "/acme/sites" => format!("<input value=\"{}\">", entities(THEIRS)).into_bytes(),
        "/v1/orgs" => format!("[{{\"name\":\"{}\"}}]", escapes(THEIRS)).into_bytes(),
        "/account" => format!("<a href=\"/?q={}\">", percent(THEIRS)).into_bytes(),
        "/acme/agents" => format!("<img src=\"data:;base64,{}\">", base64(THEIRS.as_bytes(), b"+/")).into_bytes(),
        "/v1/orgs/acme" => gzip(THEIRS.as_bytes(), false),
        "/live/acme" => format!("event: change\ndata: {THEIRS}\n\nevent: pulse\ndata: {{}}\n\n").into_bytes(),
        "/api/org_mine" => format!("[\"{}\"]", THEIRS.to_uppercase()).into_bytes(),
        "/new" => {
            response.headers_mut().insert("x-note", HeaderValue::from_static(THEIRS));
            return;
        }
        _ => return,
    };
    *response.body_mut() = Body::from(body);
}

#[tokio::test]
async fn a_planted_leak_is_found_in_every_disguise() {
    let mut scene = Scene::new(|house| house.tampered(planted)).await;
    let (_, leaks) = scene.walk(0).await;
    let at: BTreeSet<&str> = leaks.iter().filter_map(|leak| leak.split([' ', ':', '?']).nth(1)).collect();
    let planted = ["/acme/agents", "/acme/sites", "/acme/tickets", "/account", "/api/org_mine", "/live/acme", "/new"];
    let planted: BTreeSet<&str> = planted.into_iter().chain(["/v1/orgs", "/v1/orgs/acme"]).collect();
    assert_eq!(at, planted, "{leaks:#?}");
}

#[tokio::test]
async fn an_answer_that_cannot_be_read_counts_as_a_leak() {
    let mut scene = Scene::new(|house| {
        house.tampered(|path, response| {
            if path == "/acme/sites" {
                response.headers_mut().insert("content-encoding", HeaderValue::from_static("br"));
            }
        })
    })
    .await;
    let (_, leaks) = scene.walk(0).await;
    assert!(leaks.iter().any(|leak| leak.contains("GET /acme/sites")) && leaks.len() < 5, "{leaks:#?}");
}

/// The stem of a person's canaries, and of the texts that stand at their site's public door.
fn stems(person: &Furnished) -> [String; 2] {
    [person.canary.to_owned(), person.canary.replace("canary", "signboard")]
}
