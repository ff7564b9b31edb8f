//! Mailboxes over REST and by plain forms: a password goes in, and comes out nowhere.

use crate::house::{Answer, Asker, House};
use axum::http::{StatusCode, header};
use serde_json::{Value, json};

const FORM: &str = "application/x-www-form-urlencoded";
const SECRET: &str = "a secret word of theirs";

struct Scene {
    house: House,
    owner: Asker,
}

impl Scene {
    async fn new() -> Self {
        let house = House::new().await;
        let person = house.world.user("Ana Owner").await;
        house.world.org(&person, "acme").await;
        Self { owner: house.browser(&person).await, house }
    }

    async fn rest(&self, method: &str, path: &str, body: Option<Value>) -> Answer {
        let body = body.map(|body| ("application/json", body.to_string().into_bytes()));
        let answer = self.house.ask(&self.owner, method, &format!("/v1/orgs/acme/mailboxes{path}"), body).await;
        assert!(!answer.text().contains(SECRET), "{method} {path}: {}", answer.text());
        answer
    }

    async fn form(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let body = serde_urlencoded::to_string(fields).expect("text").into_bytes();
        let path = format!("/acme/settings/mailboxes{path}");
        let answer = self.house.ask(&self.owner, "POST", &path, Some((FORM, body))).await;
        assert!(!answer.text().contains(SECRET), "{path}");
        answer
    }
}

fn value(answer: &Answer) -> Value {
    serde_json::from_str(&answer.text()).expect("JSON")
}

fn goes_to(answer: &Answer) -> String {
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    answer.headers.get(header::LOCATION).expect("an address").to_str().expect("visible").to_owned()
}

#[tokio::test]
async fn programs_say_what_changes_and_read_no_password() {
    let scene = Scene::new().await;
    let new = json!({
        "address": "help@clienta.test",
        "site": "support",
        "kind": "imap",
        "imap": {"host": "imap.clienta.test", "user": "help", "password": SECRET},
        "smtp": {"host": "smtp.clienta.test", "port": 587, "tls": "start_tls", "user": "help", "password": SECRET},
    });
    let made = scene.rest("POST", "", Some(new)).await;
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.text());
    let made = value(&made);
    let path = format!("/{}", made["id"].as_str().expect("an id"));
    assert_eq!(made["imap"], json!({"host": "imap.clienta.test", "port": 993, "tls": "tls", "user": "help"}));
    assert!(made["forward_to"].as_str().is_some_and(|to| to.ends_with("@in.desk.test")), "{made}");

    let changed = value(&scene.rest("PATCH", &path, Some(json!({"name": "Client A", "imap": {"port": 1993}}))).await);
    assert_eq!((&changed["name"], &changed["imap"]["port"]), (&json!("Client A"), &json!(1993)));
    assert_eq!(changed["smtp"], made["smtp"], "what is not said stays");
    let elsewhere = scene.rest("PATCH", &path, Some(json!({"imap": {"host": "evil.test"}}))).await;
    assert_eq!(elsewhere.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(value(&elsewhere)["error"]["fields"]["imap_password"].is_string(), "{}", elsewhere.text());
    let without = value(&scene.rest("PATCH", &path, Some(json!({"smtp": null}))).await);
    assert_eq!(without["smtp"], Value::Null);
    for body in [json!({"adress": "a@b.test"}), json!({"kind": "pigeon"}), json!({"team": "none"}), json!([])] {
        assert_eq!(scene.rest("PATCH", &path, Some(body.clone())).await.status, StatusCode::BAD_REQUEST, "{body}");
    }

    let tested = scene.rest("POST", &format!("{path}/test"), None).await;
    assert_eq!(tested.status, StatusCode::ACCEPTED);
    assert!(value(&tested)["health"]["test"]["asked_at"].is_string());
    let again = scene.rest("POST", &format!("{path}/test"), None).await;
    assert_eq!((again.status, again.headers.contains_key("retry-after")), (StatusCode::TOO_MANY_REQUESTS, true));
    let list = value(&scene.rest("GET", "", None).await);
    assert_eq!(list["data"][0]["address"], "help@clienta.test");
    let two = "From: a@x.example, b@x.example\nTo: help@clienta.test\nSubject: Two\n\nWho?\n";
    assert!(scene.house.world.mail_in("help@clienta.test", two).await);
    let list = value(&scene.rest("GET", "", None).await);
    assert_eq!((&list["waiting"][0]["to"], &list["waiting"][1]), (&json!("help@clienta.test"), &Value::Null));
    assert!(list["waiting"][0]["said"].as_str().is_some_and(|said| !said.is_empty()), "{list}");
    let taken = scene.rest("POST", "", Some(json!({"address": "HELP@clienta.test", "site": "support"}))).await;
    assert_eq!(value(&taken)["error"]["field_codes"]["address"], "address_taken");
    let kept = scene.rest("DELETE", &path, Some(json!({"confirm": "help"}))).await;
    assert_eq!(kept.status, StatusCode::UNPROCESSABLE_ENTITY);
    let gone = scene.rest("DELETE", &path, Some(json!({"confirm": "help@clienta.test"}))).await;
    assert_eq!(gone.status, StatusCode::NO_CONTENT);
    assert_eq!(scene.rest("GET", &path, None).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_refused_form_keeps_what_was_typed_but_no_password() {
    let scene = Scene::new().await;
    let fields = [
        ("address", "help@clienta.test"),
        ("kind", "imap"),
        ("site", "support"),
        ("imap_host", "imap clienta"),
        ("imap_user", "the one who signs in"),
        ("imap_password", SECRET),
        ("smtp_host", "smtp.clienta.test"),
        ("smtp_user", "help"),
        ("smtp_password", SECRET),
    ];
    let refused = scene.form("/new", &fields).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let page = refused.text();
    assert!(page.contains("value=\"the one who signs in\"") && page.contains("id=\"imap_host-error\""), "kept");
    let made = fields.map(|field| if field.0 == "imap_host" { ("imap_host", "imap.clienta.test") } else { field });
    let to = goes_to(&scene.form("/new", &made).await);
    let path = to.strip_prefix("/acme/settings/mailboxes").and_then(|to| to.strip_suffix("?done=created"));
    let path = path.unwrap_or_else(|| panic!("{to}")).to_owned();
    let page = scene.house.get(&scene.owner, &to).await.text();
    assert!(page.contains("imap.clienta.test") && !page.contains(SECRET), "shown without its password");
    let edit = [("do", "save"), ("kind", "imap"), ("site", "support"), ("imap_host", "evil.test"), ("imap_user", "me")];
    let refused = scene.form(&path, &edit).await;
    assert!(refused.text().contains("id=\"imap_password-error\""), "the password is not for another server");
    let check = scene.form("", &[("do", "check"), ("domain", "clienta.test")]).await;
    assert_eq!(check.status, StatusCode::OK);
    assert!(check.text().contains("leaves by servers of its own"), "what was found stands on the page");
    assert!(check.text().contains("v=DMARC1"), "and what to publish");
    assert_eq!(
        goes_to(&scene.form("", &[("do", "sign"), ("domain", "clienta.test")]).await),
        "/acme/settings/mailboxes?done=signed"
    );
    assert_eq!(scene.form("", &[("do", "test"), ("id", &path[1..])]).await.status, StatusCode::SEE_OTHER);
    let soon = scene.form("", &[("do", "test"), ("id", &path[1..])]).await;
    assert_eq!(soon.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(soon.text().contains("Too many tries"), "said on the page itself");
}
