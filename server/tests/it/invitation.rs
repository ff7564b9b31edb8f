//! Invitations by plain forms and by REST: the page of whoever invites, and the door of whoever is invited.

use crate::house::{Answer, Asker, House};
use axum::http::{StatusCode, header};
use desk::access::Scope;
use domain::organization::OrgEdit;
use domain::role::BuiltInRole;
use serde_json::json;

const FORM: &str = "application/x-www-form-urlencoded";
const PAGE: &str = "/acme/settings/invitations";

struct Scene {
    house: House,
    owner: Asker,
    scope: Scope,
}

async fn scene() -> Scene {
    let house = House::new().await;
    let person = house.world.user("Ana Owner").await;
    let scope = house.world.org(&person, "acme").await;
    Scene { owner: house.browser(&person).await, house, scope }
}

impl Scene {
    async fn post(&self, asker: &Asker, path: &str, body: &str) -> Answer {
        self.house.ask(asker, "POST", path, Some((FORM, body.as_bytes().to_vec()))).await
    }

    async fn page(&self) -> String {
        self.house.get(&self.owner, PAGE).await.text()
    }

    /// The path of the newest link mailed to that address.
    async fn mailed(&self, email: &str) -> String {
        let world = &self.house.world;
        while world.desk.job_run_due().await.expect("mail goes out") > 0 {}
        let mut sent = world.mailer.sent().into_iter().filter(|mail| mail.to == [email]);
        let mail = mail::read(&sent.next_back().expect("a mail").raw);
        path_of(mail.links()[0]).to_owned()
    }

    async fn seats(&self, seats: i64) {
        let edit = OrgEdit { seats: Some(Some(seats)), ..OrgEdit::default() };
        self.house.world.desk.org_edit(&self.scope, edit).await.expect("an owner says how many");
    }
}

fn path_of(url: &str) -> &str {
    url.strip_prefix("http://127.0.0.1:3000").expect("one of our own")
}

fn goes_to(answer: &Answer) -> &str {
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    answer.headers.get(header::LOCATION).expect("an address").to_str().expect("visible")
}

/// The browser after that answer: with the session it was given.
fn browser(answer: &Answer) -> Asker {
    let cookie = answer.headers.get(header::SET_COOKIE).expect("a cookie").to_str().expect("visible");
    let token = cookie.split(['=', ';']).nth(1).expect("a token").to_owned();
    Asker { session: Some(token), ..Asker::default() }
}

#[tokio::test]
async fn many_are_invited_by_a_plain_form_and_two_wrong_ones_cost_nothing() {
    let scene = scene().await;
    let page = scene.page().await;
    assert!(page.contains("name=\"emails\"") && page.contains("<option value=\"agent\" selected"), "{page}");
    assert!(page.contains("Nobody is waiting for an answer.") && !page.contains("value=\"owner\""));
    let pasted =
        "emails=Nora+%3Cnora%40x.test%3E%2C+oops%0D%0Aana.owner%40people.test%3B+also+wrong&role=viewer&do=invite";
    let answer = scene.post(&scene.owner, PAGE, pasted).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    let text = answer.text();
    for (outcome, typed) in [
        ("invited", "Nora &lt;nora@x.test&gt;"),
        ("not_an_address", "oops"),
        ("already_member", "ana.owner@people.test"),
        ("not_an_address", "also wrong"),
    ] {
        assert!(text.contains(&format!("data-outcome=\"{outcome}\"")) && text.contains(typed), "{typed}: {text}");
    }
    assert!(
        text.contains(">oops\nalso wrong</textarea>"),
        "what has to be mended stays, what is done does not: {text}"
    );
    assert!(text.contains("value=\"viewer\" selected"));
    assert!(text.contains("expires in 7 days") && text.contains("nora@x.test"), "the list has her");
    let fine = scene.post(&scene.owner, PAGE, "emails=ben%40x.test+cleo%40x.test&role=agent").await;
    assert_eq!(goes_to(&fine), "/acme/settings/invitations?done=invited");
    assert!(scene.house.get(&scene.owner, goes_to(&fine)).await.text().contains("The invitations are on their way."));
    let empty = scene.post(&scene.owner, PAGE, "emails=&role=agent").await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(empty.text().contains("id=\"emails-error\""));

    scene.seats(4).await;
    assert!(scene.page().await.contains("All seats are taken"));
    let full = scene.post(&scene.owner, PAGE, "emails=dan%40x.test&role=agent").await;
    assert_eq!(full.status, StatusCode::CONFLICT);
    assert!(full.text().contains(">dan@x.test</textarea>") && full.text().contains("4 of 4 seats taken"));
    let agent = scene.house.member(&scene.scope, "Adam Agent", BuiltInRole::Agent).await;
    assert_eq!(scene.post(&agent, PAGE, "emails=dan%40x.test&role=agent").await.status, StatusCode::FORBIDDEN);
    assert_eq!(scene.house.get(&agent, PAGE).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_line_is_sent_again_copied_and_revoked_by_its_own_form() {
    let scene = scene().await;
    let id = scene.house.invitation(&scene.scope, "guest@x.test").await;
    let first = scene.mailed("guest@x.test").await;
    let button = |what: &str| format!("do={what}&invitation={id}");
    assert!(scene.page().await.contains(&format!("name=\"invitation\" value=\"{id}\"")));
    let again = scene.post(&scene.owner, PAGE, &button("resend")).await;
    assert_eq!(goes_to(&again), "/acme/settings/invitations?done=resent");
    let second = scene.mailed("guest@x.test").await;
    let stranger = Asker::default();
    assert_eq!(scene.house.get(&stranger, &first).await.status, StatusCode::NOT_FOUND);
    assert_eq!(scene.house.get(&stranger, &second).await.status, StatusCode::OK);

    let copied = scene.post(&scene.owner, PAGE, &button("link")).await;
    assert_eq!(copied.status, StatusCode::OK);
    let text = copied.text();
    let (_, link) = text.split_once("<code>http://127.0.0.1:3000").expect("the link stands on the page");
    let link = link.split('<').next().expect("its end").to_owned();
    assert!(text.contains("Link for guest@x.test"));
    assert!(!scene.page().await.contains(&link), "shown once");
    assert_eq!(scene.house.get(&stranger, &second).await.status, StatusCode::NOT_FOUND);
    assert_eq!(scene.house.get(&stranger, &link).await.status, StatusCode::OK);

    let revoked = scene.post(&scene.owner, PAGE, &button("revoke")).await;
    assert_eq!(goes_to(&revoked), "/acme/settings/invitations?done=revoked");
    // Unknown, replaced and revoked: one page, the same bytes, also for whoever is signed in.
    let unknown = scene.house.get(&stranger, "/invitation/nothing-of-the-kind").await;
    assert!(unknown.text().contains("This invitation is no longer valid"));
    for dead in [&first, &second, &link] {
        for asker in [&stranger, &scene.owner] {
            let answer = scene.house.get(asker, dead).await;
            assert_eq!((answer.status, &answer.body), (StatusCode::NOT_FOUND, &unknown.body));
            let posted = scene.post(asker, dead, "do=accept").await;
            assert_eq!((posted.status, &posted.body), (StatusCode::NOT_FOUND, &unknown.body));
        }
    }
    assert_eq!(scene.post(&scene.owner, PAGE, &button("revoke")).await.status, StatusCode::NOT_FOUND);
    assert_eq!(scene.post(&scene.owner, PAGE, "do=resend&invitation=x").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn somebody_new_comes_in() {
    let scene = scene().await;
    scene.house.invitation(&scene.scope, "gina@x.test").await;
    let path = scene.mailed("gina@x.test").await;
    let stranger = Asker::default();
    let page = scene.house.get(&stranger, &path).await.text();
    assert!(page.contains("Ana Owner invites you") && page.contains("value=\"gina@x.test\" readonly"), "{page}");
    assert!(page.contains("name=\"password\"") && !page.contains("<script"));
    let refused = scene.post(&stranger, &path, "do=join&name=Gina&password=short").await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let text = refused.text();
    assert!(text.contains("value=\"Gina\"") && text.contains("id=\"password-error\"") && !text.contains("short\""));
    // The address is the invitation's, whatever a form says.
    let joined =
        scene.post(&stranger, &path, "do=join&mail=eve%40x.test&name=Gina&password=correct+horse+battery").await;
    assert_eq!(goes_to(&joined), "/acme/tickets");
    let gina = browser(&joined);
    let inbox = scene.house.get(&gina, "/acme/tickets").await;
    assert!(inbox.status == StatusCode::OK && inbox.text().contains("gina@x.test"));
    assert_eq!(scene.house.get(&gina, "/acme/settings/invitations").await.status, StatusCode::FORBIDDEN, "an agent");
    assert_eq!(scene.house.get(&stranger, &path).await.status, StatusCode::NOT_FOUND, "once");
}

#[tokio::test]
async fn somebody_known_signs_in_and_comes_back_and_somebody_else_is_told() {
    let scene = scene().await;
    let ben = scene.house.world.user("Ben").await;
    scene.house.invitation(&scene.scope, "ben@people.test").await;
    let path = scene.mailed("ben@people.test").await;
    let stranger = Asker::default();
    let page = scene.house.get(&stranger, &path).await.text();
    let next = path.replace('/', "%2F");
    let sign_in = format!("/sign-in?next={next}&amp;mail=ben%40people.test");
    assert!(page.contains(&sign_in) && !page.contains("name=\"password\""), "{page}");
    let card = scene.house.get(&stranger, &sign_in.replace("&amp;", "&")).await.text();
    assert!(card.contains(&format!("name=\"next\" value=\"{path}\"")) && card.contains("value=\"ben@people.test\""));
    assert_eq!(scene.post(&stranger, &path, "do=accept").await.status, StatusCode::UNAUTHORIZED);

    let eve = scene.house.world.user("Eve").await;
    let eves = scene.house.browser(&eve).await;
    let page = scene.house.get(&eves, &path).await.text();
    assert!(
        page.contains("You are signed in as") && page.contains("eve@people.test") && page.contains("value=\"switch\"")
    );
    assert!(!page.contains("value=\"accept\""));
    assert_eq!(scene.post(&eves, &path, "do=accept").await.status, StatusCode::FORBIDDEN);
    assert_eq!(scene.post(&eves, &path, "do=decline").await.status, StatusCode::FORBIDDEN);
    let switched = scene.post(&eves, &path, "do=switch").await;
    assert_eq!(goes_to(&switched), path);
    assert_eq!(scene.house.get(&eves, "/account").await.status, StatusCode::SEE_OTHER, "she is signed out");

    let bens = scene.house.browser(&ben).await;
    for _ in 0..2 {
        let page = scene.house.get(&bens, &path).await.text();
        assert!(page.contains("value=\"accept\"") && page.contains("value=\"decline\""), "looking changes nothing");
    }
    assert_eq!(goes_to(&scene.post(&bens, &path, "do=accept").await), "/acme/tickets");
    assert_eq!(scene.house.get(&bens, "/acme/tickets").await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_copied_link_asks_the_same_of_known_and_unknown_addresses() {
    let scene = scene().await;
    scene.house.world.user("Ben").await;
    let mut pages = Vec::new();
    for email in ["ben@people.test", "bob@people.test"] {
        let id = scene.house.invitation(&scene.scope, email).await.parse().expect("an id");
        let link = scene.house.world.desk.invitation_link(&scene.scope, id).await.expect("a link");
        let path = path_of(&link).to_owned();
        let page = scene.house.get(&Asker::default(), &path).await.text();
        let asked = scene.post(&Asker::default(), &path, "do=join&name=Mallory&password=correct+horse+battery").await;
        assert!(goes_to(&asked).starts_with("/check-mail?mail="), "{}", goes_to(&asked));
        assert!(!asked.headers.contains_key(header::SET_COOKIE), "nobody is signed in by it");
        let token = path.rsplit('/').next().expect("a token").to_owned();
        pages.push(page.replace(&token, "TOKEN").replace(email, "EMAIL").replace(&email.replace('@', "%40"), "EMAIL"));
    }
    assert_eq!(pages[0], pages[1]);
}

#[tokio::test]
async fn programs_invite_list_send_again_and_revoke() {
    let scene = scene().await;
    let (house, owner) = (&scene.house, &scene.owner);
    let root = "/v1/orgs/acme/invitations";
    let made = house.post_json(owner, root, &json!({"emails": ["a@x.test", "nonsense"], "role": "admin"})).await;
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.text());
    let made = made.json();
    assert_eq!((&made["data"][0]["result"], &made["data"][1]["result"]), (&json!("invited"), &json!("not_an_address")));
    let id = made["data"][0]["id"].as_str().expect("an id").to_owned();
    let none = house.post_json(owner, root, &json!({"emails": ["a@x.test"], "role": "agent"})).await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(
        (&none.json()["error"]["code"], &none.json()["data"][0]["result"]),
        (&json!("nobody_invited"), &json!("already_invited"))
    );
    let owners = house.post_json(owner, root, &json!({"emails": ["b@x.test"], "role": "owner"})).await;
    assert_eq!(owners.json()["data"][0]["result"], "role_not_yours");
    let extra = json!({"emails": ["b@x.test"], "role": "agent", "state": "accepted", "invited_by": id});
    assert_eq!(house.post_json(owner, root, &extra).await.status, StatusCode::BAD_REQUEST, "no field but ours");
    let list = house.get(owner, root).await;
    assert_eq!(
        (&list.json()["data"][0]["email"], &list.json()["data"][0]["expired"]),
        (&json!("a@x.test"), &json!(false))
    );
    assert_eq!(list.json()["seats"], json!({"limit": null, "members": 1, "invited": 1}));
    assert!(!list.text().contains("/invitation/") && !list.text().contains("token"), "never a link: {}", list.text());
    scene.seats(2).await;
    let full = house.post_json(owner, root, &json!({"emails": ["b@x.test"], "role": "agent"})).await;
    assert_eq!((full.status, &full.json()["error"]["code"]), (StatusCode::CONFLICT, &json!("seat_limit_reached")));
    assert_eq!(house.ask(owner, "POST", &format!("{root}/{id}/resend"), None).await.status, StatusCode::NO_CONTENT);
    assert_eq!(house.ask(owner, "DELETE", &format!("{root}/{id}"), None).await.status, StatusCode::NO_CONTENT);
    for nothing in [id.as_str(), "00000000-0000-0000-0000-000000000000", "x"] {
        let gone = house.ask(owner, "DELETE", &format!("{root}/{nothing}"), None).await;
        assert_eq!(gone.status, StatusCode::NOT_FOUND, "{nothing}");
    }
    let free = house.post_json(owner, root, &json!({"emails": ["b@x.test"], "role": "agent"})).await;
    assert_eq!(free.status, StatusCode::CREATED, "its seat is free at once");
}
