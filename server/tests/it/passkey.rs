//! Signing in with a passkey through the doors: the page without a script, the question, the form (docs/decisions/0003).

use crate::house::{Answer, Asker, House};
use axum::http::{StatusCode, header};
use desk::access::UserScope;
use testkit::authenticator::Authenticator;
use testkit::{PASSWORD, World};

const FORM: &str = "application/x-www-form-urlencoded";
const HERE: &str = "http://localhost:3000";

async fn post(house: &House, asker: &Asker, path: &str, fields: &[(&str, &str)]) -> Answer {
    let body = serde_urlencoded::to_string(fields).expect("a form");
    house.ask(asker, "POST", path, Some((FORM, body.into_bytes()))).await
}

fn goes_to(answer: &Answer) -> &str {
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    answer.headers.get(header::LOCATION).expect("an address").to_str().expect("visible")
}

/// What the page says to the script.
fn options(page: &str) -> String {
    let (_, rest) = page.split_once("data-options=\"").expect("options");
    rest.split_once('"').expect("its end").0.replace("&quot;", "\"").replace("&amp;", "&")
}

/// A device with a passkey of that person, by the forms of the page.
async fn device(house: &House, browser: &Asker) -> Authenticator {
    let begin = [("do", "passkey-begin"), ("passkey_name", "Laptop"), ("passkey_password", PASSWORD)];
    let begun = post(house, browser, "/account/security", &begin).await;
    assert_eq!(goes_to(&begun), "/account/security#passkeys");
    let page = house.get(browser, "/account/security").await.text();
    let mut device = Authenticator::at(HERE);
    let made = device.create(&options(&page));
    let added = post(house, browser, "/account/security", &[("do", "passkey-add"), ("credential", &made)]).await;
    assert_eq!(goes_to(&added), "/account/security?saved=passkey-added");
    device
}

async fn house() -> (House, UserScope, Asker) {
    let house = House::over(World::new().await.reached_at(HERE));
    let tom = house.world.user("Tom").await;
    let browser = house.browser(&tom).await;
    (house, tom, browser)
}

#[tokio::test]
async fn a_passkey_is_made_signs_in_and_is_removed_by_forms() {
    let (house, tom, browser) = house().await;
    let mut device = device(&house, &browser).await;
    let page = house.get(&browser, "/account/security").await.text();
    assert!(page.contains("Laptop") && page.contains("not used yet"), "it is listed");

    let stranger = Asker::default();
    let question = house.ask(&stranger, "POST", "/sign-in/passkey", None).await;
    assert_eq!(
        (question.status, &question.headers[header::CACHE_CONTROL]),
        (StatusCode::OK, &"no-store".parse().expect("a value"))
    );
    let question = question.json();
    let (token, answer) = (question["token"].as_str().expect("a token"), device.get(&question["options"]));
    let fields = [("token", token), ("credential", answer.as_str()), ("next", "/account/sessions")];
    let signed_in = post(&house, &stranger, "/sign-in", &fields).await;
    assert_eq!(goes_to(&signed_in), "/account/sessions");
    let cookie = signed_in.headers[header::SET_COOKIE].to_str().expect("visible");
    let session = cookie.strip_prefix("__Host-sid=").and_then(|rest| rest.split(';').next()).expect("a session");
    assert_eq!(house.world.desk.enter_session(session).await.expect("signed in").id(), tom.id());

    let replayed = post(&house, &stranger, "/sign-in", &fields).await;
    assert_eq!(replayed.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(!replayed.headers.contains_key(header::SET_COOKIE));
    let page = replayed.text();
    assert!(page.contains("This passkey does not sign in here.") && page.contains("value=\"/account/sessions\""));
    assert!(page.contains("name=\"password\""), "the password is still a way");

    let id = house.world.desk.account_security(&tom).await.expect("the page").passkeys.rows[0].id.to_string();
    let asked = house.get(&browser, &format!("/account/security?remove={id}")).await.text();
    assert!(asked.contains("name=\"remove_password\"") && asked.contains("Laptop signs in no more."));
    let remove = |password| [("do", "passkey-remove"), ("passkey", id.as_str()), ("remove_password", password)];
    let address = format!("/account/security?remove={id}");
    let wrong = post(&house, &browser, &address, &remove("not the password")).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    let page = wrong.text();
    assert!(page.contains("id=\"remove_password-error\"") && !page.contains("not the password"), "{page}");
    let removed = post(&house, &browser, &address, &remove(PASSWORD)).await;
    assert_eq!(goes_to(&removed), "/account/security?saved=passkey-removed");
    assert!(house.get(&browser, "/account/security").await.text().contains("None yet."));
}

#[tokio::test]
async fn what_is_wrong_is_said_where_it_was_typed() {
    let (house, _, browser) = house().await;
    let long = "x".repeat(81);
    for (name, password, error) in
        [("Mine", "not the password", "passkey_password-error"), (long.as_str(), PASSWORD, "passkey_name-error")]
    {
        let fields = [("do", "passkey-begin"), ("passkey_name", name), ("passkey_password", password)];
        let answer = post(&house, &browser, "/account/security", &fields).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        let page = answer.text();
        assert!(page.contains(&format!("id=\"{error}\"")) && page.contains(&format!("value=\"{name}\"")), "{error}");
    }
    let begin = [("do", "passkey-begin"), ("passkey_name", ""), ("passkey_password", PASSWORD)];
    goes_to(&post(&house, &browser, "/account/security", &begin).await);
    let empty = post(&house, &browser, "/account/security", &[("do", "passkey-add"), ("credential", "")]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(empty.text().contains("This step needs a script"), "with script off");
    let cancelled = post(&house, &browser, "/account/security", &[("do", "passkey-cancel")]).await;
    assert_eq!(goes_to(&cancelled), "/account/security#passkeys");
    assert!(!house.get(&browser, "/account/security").await.text().contains("data-options"));
}

#[tokio::test]
async fn an_address_that_is_a_number_shows_no_way_to_passkeys() {
    let house = House::new().await;
    let page = house.get(&Asker::default(), "/sign-in").await.text();
    assert!(!page.contains("passkey"), "{page}");
    assert_eq!(house.ask(&Asker::default(), "POST", "/sign-in/passkey", None).await.status, StatusCode::NOT_FOUND);
    let tom = house.world.user("Tom").await;
    let browser = house.browser(&tom).await;
    assert!(house.get(&browser, "/account/security").await.text().contains("This desk goes by a number."));
}

#[tokio::test]
async fn sign_in_is_the_one_public_page_with_a_script() {
    let (house, ..) = house().await;
    let ana = house.world.user("Ana Owner").await;
    house.world.org(&ana, "acme").await;
    let stranger = Asker::default();
    let scripts = |answer: &Answer| answer.text().matches("<script").count();
    let policy = |answer: &Answer| answer.headers["content-security-policy"].to_str().expect("visible").to_owned();
    for path in app::routes::PUBLIC_PAGES {
        let path = path.replace("{org}", "acme").replace("{site}", "support").replace(['{', '}'], "");
        let answer = house.get(&stranger, &path).await;
        let one = usize::from(path == "/sign-in");
        assert_eq!(scripts(&answer), one, "{path}");
        let only = if one == 1 { "script-src 'self';" } else { "script-src 'none';" };
        assert!(policy(&answer).contains(only) || answer.status.is_redirection(), "{path}: {}", policy(&answer));
    }
    let page = house.get(&stranger, "/sign-in").await.text();
    assert!(page.contains("<script src=\"/passkey.js\" defer></script>"), "{page}");
    let (_, form) = page.split_once("data-passkey=\"get\"").expect("the form");
    assert!(form.starts_with(" hidden"), "nothing of it is seen before the script runs: {form:.80}");
    let wrong = post(&house, &stranger, "/sign-in", &[("mail", "tom@people.test"), ("password", "wrong")]).await;
    assert_eq!((wrong.status, scripts(&wrong)), (StatusCode::UNPROCESSABLE_ENTITY, 1));
}
