//! What every answer says to browsers (security.md A7), and that another site's page can do nothing.

use crate::house::{Asker, House};
use axum::http::StatusCode;
use server::routes::{TABLE, Who};

#[tokio::test]
async fn every_answer_carries_the_policy_and_no_page_is_cached() {
    let house = House::new().await;
    for row in TABLE.iter().filter(|row| row.method == "GET") {
        let path = row
            .path
            .replace("{org}", "acme")
            .replace("{site}", "support")
            .replace("{code}", "ACME-001")
            .replace(['{', '}'], "");
        let answer = house.get(&Asker::default(), &path).await;
        let policy =
            answer.headers.get("content-security-policy").and_then(|value| value.to_str().ok()).unwrap_or_default();
        assert!(policy.contains("base-uri 'none'") || policy.contains("sandbox"), "{path}: {policy}");
        assert!(!policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'"), "{path}: {policy}");
        assert_eq!(answer.headers.get("x-content-type-options").map(|v| v.as_bytes()), Some(&b"nosniff"[..]), "{path}");
        if row.path != "/{org}/theme.css" {
            assert_eq!(answer.headers.get("cache-control").map(|v| v.as_bytes()), Some(&b"no-store"[..]), "{path}");
        }
        assert_ne!(answer.status, StatusCode::INTERNAL_SERVER_ERROR, "{path}");
    }
}

#[tokio::test]
async fn another_sites_page_can_do_nothing() {
    let house = House::new().await;
    let owner = house.world.user("Ana Owner").await;
    house.world.org(&owner, "acme").await;
    let browser = house.browser(&owner).await;
    let foreign = Asker { origin: Some("https://evil.example".to_owned()), ..browser };
    for row in TABLE.iter().filter(|row| row.method != "GET" && row.method != "OPTIONS" && row.who != Who::SiteKey) {
        let path = row
            .path
            .replace("{org}", "acme")
            .replace("{site}", "support")
            .replace("{code}", "ACME-001")
            .replace("{name}", "org_mine")
            .replace(['{', '}'], "");
        let answer = house.ask(&foreign, row.method, &path, Some(("text/plain", b"{}".to_vec()))).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{} {path}", row.method);
        assert_eq!(answer.json()["error"]["code"], "cross_site", "{} {path}", row.method);
    }
}

#[tokio::test]
async fn a_page_travels_small_and_says_what_it_depends_on() {
    let house = House::new().await;
    let owner = house.world.user("Ana Owner").await;
    house.world.org(&owner, "acme").await;
    let plain = house.browser(&owner).await;
    let small = house.get(&Asker { gzip: true, ..plain.clone() }, "/acme/tickets").await;
    assert_eq!(small.headers["content-encoding"], "gzip");
    assert!(small.body.len() * 2 < house.get(&plain, "/acme/tickets").await.body.len());
    let vary: Vec<_> = small.headers.get_all("vary").iter().map(|value| value.to_str().unwrap_or_default()).collect();
    let vary = vary.join(", ").to_lowercase();
    assert!(vary.contains("cookie") && vary.contains("accept-encoding"), "{vary}");
}
