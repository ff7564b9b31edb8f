//! The logo over HTTP: sent as a form, refused in words with nothing changed, fetched by everybody who has its address.

use crate::house::{Asker, House};
use axum::http::StatusCode;
use desk::ports::FetchError;
use domain::role::BuiltInRole;
use testkit::fakes::PICTURE_URL;

fn png() -> Vec<u8> {
    // One pixel.
    const HEX: &str = "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63606060000000040001f61738550000000049454e44ae426082";
    (0..HEX.len()).step_by(2).map(|at| u8::from_str_radix(&HEX[at..at + 2], 16).expect("hex")).collect()
}

fn form(action: &str, file: &[u8]) -> (&'static str, Vec<u8>) {
    let head = format!(
        "--XX\r\nContent-Disposition: form-data; name=\"do\"\r\n\r\n{action}\r\n\
         --XX\r\nContent-Disposition: form-data; name=\"logo\"; filename=\"logo.png\"\r\nContent-Type: image/png\r\n\r\n"
    );
    ("multipart/form-data; boundary=XX", [head.as_bytes(), file, b"\r\n--XX--\r\n"].concat())
}

fn address(url: &str) -> (&'static str, Vec<u8>) {
    let fields = serde_urlencoded::to_string([("do", "fetch"), ("logo_url", url)]).expect("a form");
    ("application/x-www-form-urlencoded", fields.into_bytes())
}

#[tokio::test]
async fn a_logo_is_fetched_by_its_address_and_what_was_typed_stays_when_it_is_refused() {
    let house = House::new().await;
    let ana = house.world.user("Ana Owner").await;
    let acme = house.world.org(&ana, "acme").await;
    let owner = house.browser(&ana).await;
    let page = "/acme/settings/branding";
    let inside = "https://10.0.0.1/logo.png?a=1&b=2";
    house.world.web.set(inside, Err(FetchError::Refused));
    let refused = house.ask(&owner, "POST", page, Some(address(inside))).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let text = refused.text();
    assert!(text.contains("a server that everybody on the internet reaches"), "{text}");
    assert!(text.contains("value=\"https://10.0.0.1/logo.png?a=1&amp;b=2\""), "{text}");
    assert!(text.contains("value=\"#"), "the colour stands there as it is: {text}");
    let agent = house.member(&acme, "Gina Agent", BuiltInRole::Agent).await;
    assert_eq!(house.ask(&agent, "POST", page, Some(address(PICTURE_URL))).await.status, StatusCode::FORBIDDEN);
    assert_eq!(house.world.web.asked(), [inside]);

    let sent = house.ask(&owner, "POST", page, Some(address(PICTURE_URL))).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text());
    let shown = house.get(&owner, page).await.text();
    assert!(shown.contains("src=\"/acme/logo/") && !shown.contains("pictures.example"), "{shown}");
}

#[tokio::test]
async fn a_logo_is_sent_shown_and_taken_away() {
    let house = House::new().await;
    let ana = house.world.user("Ana Owner").await;
    let acme = house.world.org(&ana, "acme").await;
    let owner = house.browser(&ana).await;
    let page = "/acme/settings/branding";
    for (file, words) in [
        (b"<svg onload=alert(1)></svg>".to_vec(), "SVG files can hold programs"),
        (b"GIF89a".to_vec(), "no PNG, JPEG or WebP"),
        ([png(), b"<script>".to_vec()].concat(), "something besides the picture"),
        (Vec::new(), "no PNG, JPEG or WebP"),
    ] {
        let refused = house.ask(&owner, "POST", page, Some(form("logo", &file))).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{words}");
        assert!(refused.text().contains(words), "{words}: {}", refused.text());
    }
    assert!(house.world.files.keys().is_empty());
    let agent = house.member(&acme, "Gina Agent", BuiltInRole::Agent).await;
    assert_eq!(house.ask(&agent, "POST", page, Some(form("logo", &png()))).await.status, StatusCode::FORBIDDEN);

    let sent = house.ask(&owner, "POST", page, Some(form("logo", &png()))).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text());
    let shown = house.get(&owner, page).await.text();
    let (_, rest) = shown.split_once("/acme/logo/").expect("the page shows it");
    let logo = format!("/acme/logo/{}", &rest[..36]);
    let got = house.get(&Asker::default(), &logo).await;
    let header =
        |name: &str| got.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned();
    assert_eq!((got.status, header("content-type")), (StatusCode::OK, "image/png".to_owned()));
    assert!(header("cache-control").contains("immutable") && header("content-security-policy").contains("sandbox"));
    assert_eq!(header("x-content-type-options"), "nosniff");
    assert!(house.get(&Asker::default(), "/s/acme/support").await.text().contains(&logo), "on the support page");

    let nobody = house.get(&Asker::default(), &logo.replace("acme", "globex")).await;
    let unknown = house.get(&Asker::default(), "/acme/logo/00000000-0000-0000-0000-000000000000").await;
    assert_eq!((nobody.status, unknown.status), (StatusCode::NOT_FOUND, StatusCode::NOT_FOUND));
    let gone = house.ask(&owner, "POST", page, Some(form("remove", b""))).await;
    assert_eq!(gone.status, StatusCode::SEE_OTHER);
    assert_eq!(house.get(&Asker::default(), &logo).await.status, StatusCode::NOT_FOUND);
    assert!(house.world.files.keys().is_empty(), "nothing of it stays");
}
