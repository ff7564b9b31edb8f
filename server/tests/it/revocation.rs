//! What is taken from somebody is gone at their next request, and their stream of changes ends within a second (INV-11).

use crate::access_matrix::Scene;
use crate::house::{Asker, House};
use axum::body::Body;
use axum::http::StatusCode;
use http_body_util::BodyExt as _;
use std::time::Duration;

/// The stream, once it has caught up.
async fn begun(house: &House, asker: &Asker) -> Body {
    let mut stream = house.stream(asker, "/live/acme").await;
    heard(&mut stream, "pulse").await;
    stream
}

/// Reads until those words come.
async fn heard(stream: &mut Body, words: &str) {
    let mut told = String::new();
    while !told.contains(words) {
        let frame = stream.frame().await.unwrap_or_else(|| panic!("the stream ended after {told:?}")).expect("bytes");
        told.push_str(&String::from_utf8_lossy(&frame.into_data().unwrap_or_default()));
    }
}

/// Whether the stream ends, saying nothing of `forbidden` before.
async fn ends(mut stream: Body, forbidden: &str) -> bool {
    let rest = async {
        while let Some(Ok(frame)) = stream.frame().await {
            let words = String::from_utf8_lossy(&frame.into_data().unwrap_or_default()).into_owned();
            assert!(!words.contains(forbidden), "{words}");
        }
    };
    tokio::time::timeout(Duration::from_secs(1), rest).await.is_ok()
}

#[tokio::test]
async fn who_leaves_hears_no_more_and_the_others_do() {
    let scene = Scene::new().await;
    let house = scene.fresh().await;
    let (agent, owner) = (scene.browser("Agent"), scene.browser("Owner"));
    let (left, mut stays) = (begun(&house, &agent).await, begun(&house, &owner).await);
    let form = b"do=leave&org=acme".to_vec();
    let gone =
        house.ask(&agent, "POST", "/account/organizations", Some(("application/x-www-form-urlencoded", form))).await;
    assert_eq!(gone.status, StatusCode::SEE_OTHER, "{}", gone.text());
    assert!(ends(left, "\"kind\":\"ticket").await, "their stream goes on");
    assert_eq!(house.get(&agent, "/v1/orgs/acme/tickets").await.status, StatusCode::NOT_FOUND);
    heard(&mut stays, "member_changed").await;
    assert_eq!(house.get(&owner, "/v1/orgs/acme/tickets").await.status, StatusCode::OK);
}

#[tokio::test]
async fn whose_session_ends_hears_no_more() {
    let scene = Scene::new().await;
    let house = scene.fresh().await;
    let agent = scene.browser("Agent");
    let stream = begun(&house, &agent).await;
    let out = house.ask(&agent, "POST", "/sign-out", Some(("application/x-www-form-urlencoded", Vec::new()))).await;
    assert_eq!(out.status, StatusCode::SEE_OTHER);
    assert!(ends(stream, "\"kind\":\"ticket").await, "their stream goes on");
    assert_eq!(house.get(&agent, "/v1/orgs").await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn a_role_is_what_it_is_at_the_next_request() {
    let scene = Scene::new().await;
    let house = scene.fresh().await;
    let agent = scene.browser("Agent");
    let arguments = serde_json::json!({
        "org": "acme", "site": scene.acme.site, "email": "a@customer.example", "name": "", "subject": "New", "body": "Body",
    });
    assert_eq!(house.post_json(&agent, "/api/ticket_open", &arguments).await.status, StatusCode::OK);
    let demoted = "UPDATE membership SET role = 'viewer' WHERE role = 'agent'";
    testkit::sqlite::by_hand(&house.world.desk, demoted).await;
    assert_eq!(house.post_json(&agent, "/api/ticket_open", &arguments).await.status, StatusCode::FORBIDDEN);
}
