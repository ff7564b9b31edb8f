//! A mail of a stranger in a browser: what it may do there is nothing, and what is taken along is what came (security.md A11).

use crate::furnished::furnish;
use crate::house::{Answer, House};
use axum::http::StatusCode;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest as _, Sha256};

fn header<'a>(answer: &'a Answer, name: &str) -> &'a str {
    answer.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

#[tokio::test]
async fn a_mail_is_shown_under_a_policy_of_its_own_and_taken_along_as_it_came() {
    let house = House::new().await;
    let acme = furnish(&house, "acme", "canary-ours-5f2c").await;
    let browser = house.browser(&acme.user).await;
    let address = format!("/acme/mail/{}", acme.facts.mail);

    let frame = house.get(&browser, &format!("{address}/frame")).await;
    assert_eq!((frame.status, header(&frame, "content-type")), (StatusCode::OK, "text/html; charset=utf-8"));
    let policy = header(&frame, "content-security-policy");
    for part in ["default-src 'none'", "img-src data:", "frame-ancestors 'self'", "sandbox allow-popups"] {
        assert!(policy.contains(part), "{part} in {policy}");
    }
    let page = frame.text();
    let style = page.split_once("<style>").and_then(|(_, rest)| rest.split_once("</style>")).expect("one style").0;
    let hash = STANDARD.encode(Sha256::digest(style));
    assert!(policy.contains(&format!("style-src 'sha256-{hash}'")), "no style but this one: {policy}");
    assert!(page.contains("Written canary-ours-5f2c") && page.contains("data-blocked"), "{page}");
    assert!(!page.contains("pictures.example"), "{page}");
    assert_eq!((header(&frame, "x-content-type-options"), header(&frame, "cache-control")), ("nosniff", "no-store"));

    let original = house.get(&browser, &address).await;
    assert_eq!((original.status, header(&original, "content-type")), (StatusCode::OK, "message/rfc822"));
    assert!(header(&original, "content-disposition").starts_with("attachment; filename=\"Mail canary-ours-5f2c.eml\""));
    assert_eq!(header(&original, "content-security-policy"), "sandbox; default-src 'none'");
    assert!(original.text().contains("pictures.example"), "every byte that came");

    // What cannot be shown says so in the frame, and is none of the app's pages.
    let unplaced = house.get(&browser, &format!("/acme/mail/{}/frame", acme.facts.unplaced)).await;
    assert_eq!(unplaced.status, StatusCode::CONFLICT);
    assert!(unplaced.text().contains("cannot be shown"), "{}", unplaced.text());
    assert_eq!(header(&unplaced, "content-security-policy"), policy);
}
