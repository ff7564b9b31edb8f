//! What works with script off: forms post themselves, a mistake keeps what was typed.

use crate::house::{Answer, Asker, House};
use axum::http::{StatusCode, header};
use desk::access::Scope;
use domain::SiteSlug;
use domain::role::BuiltInRole;
use domain::site::SiteNew;
use domain::ticket::{TicketFilter, TicketRow};

const FORM: &str = "application/x-www-form-urlencoded";

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
    async fn post(&self, path: &str, body: &str) -> Answer {
        self.house.ask(&self.owner, "POST", path, Some((FORM, body.as_bytes().to_vec()))).await
    }

    async fn welcome(&self) -> TicketRow {
        let list = self.house.world.desk.ticket_list(&self.scope, &TicketFilter::default()).await.expect("a list");
        list.rows.into_iter().next().expect("the welcome ticket")
    }
}

fn goes_to(answer: &Answer) -> &str {
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    answer.headers.get(header::LOCATION).expect("an address").to_str().expect("visible")
}

#[tokio::test]
async fn a_subject_is_changed_by_its_own_form() {
    let scene = scene().await;
    let ticket = scene.welcome().await;
    let path = format!("/acme/tickets/{}", ticket.code);
    let page = scene.house.get(&scene.owner, &path).await.text();
    assert!(page.contains("form=\"rename\"") && page.contains("name=\"version\" value=\"1\""), "the form is there");
    assert_eq!(goes_to(&scene.post(&path, "subject=Hello+there&version=1").await), path);
    assert_eq!(scene.welcome().await.subject, "Hello there");
    // Somebody was faster: what was typed stays in the field, and a sentence says so.
    let stale = scene.post(&path, "subject=Mine+instead&version=1").await;
    assert_eq!(stale.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(stale.text().contains("value=\"Mine instead\"") && stale.text().contains("Somebody changed this"));
    let empty = scene.post(&path, "subject=+&version=2").await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(empty.text().contains("id=\"subject-error\""));
    assert_eq!(scene.welcome().await.subject, "Hello there");
}

#[tokio::test]
async fn the_inbox_is_filtered_by_its_own_form() {
    let scene = scene().await;
    let list = scene.house.world.desk.ticket_list(&scene.scope, &TicketFilter::default()).await.expect("a list");
    let urgent = list.priorities.last().expect("priorities").id;
    let page = scene.house.get(&scene.owner, "/acme/tickets").await.text();
    assert!(page.contains("name=\"priority\"") && page.contains("Welcome to Helpstead"));
    let path = format!("/acme/tickets?tab=open&q=&site=&assignee=&priority={urgent}&sort=");
    let page = scene.house.get(&scene.owner, &path).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(!page.text().contains("Welcome to Helpstead") && page.text().contains("No ticket fits these filters"));
}

#[tokio::test]
async fn the_account_page_works_by_its_own_forms() {
    let scene = scene().await;
    assert_eq!(goes_to(&scene.post("/account", "do=name&name=Ana+Novak").await), "/account?saved=name");
    let page = scene.house.get(&scene.owner, "/account?saved=name").await.text();
    assert!(page.contains("value=\"Ana Novak\"") && page.contains("Saved"));
    assert!(page.contains("name=\"current_password\"") && page.contains("name=\"theme\""));
    let refused = scene.post("/account", "do=name&name=").await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text().contains("id=\"name-error\""));
    let refused = scene.post("/account", "do=password&current_password=something+else&password=short").await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let page = refused.text();
    assert!(page.contains("id=\"password-error\"") && !page.contains("something else"), "no password is sent back");
    assert!(page.contains("value=\"Ana Novak\""), "the other form is as it was");
}

#[tokio::test]
async fn the_start_leads_to_the_default_organization_and_without_one_to_the_last_used() {
    let scene = scene().await;
    let person = scene.house.world.desk.enter_session(scene.owner.session.as_deref().expect("a session")).await;
    scene.house.world.clock.pass(60);
    scene.house.world.org(&person.expect("signed in"), "beta-org").await;
    let start = async || goes_to(&scene.house.get(&scene.owner, "/").await).to_owned();
    assert_eq!(start().await, "/beta-org/tickets", "made last");
    scene.house.world.clock.pass(60);
    assert_eq!(scene.house.get(&scene.owner, "/acme/tickets").await.status, StatusCode::OK);
    assert_eq!(start().await, "/acme/tickets", "used last");
    let here = "/account/organizations";
    assert_eq!(goes_to(&scene.post(here, "do=default&org=beta-org").await), "/account/organizations?saved=default");
    assert_eq!(start().await, "/beta-org/tickets", "chosen");
    let page = scene.house.get(&scene.owner, "/account/organizations?saved=default").await.text();
    assert_eq!(page.matches("Signing in leads here").count(), 1);
    assert_eq!(scene.post(here, "do=default&org=nowhere").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_key_is_rotated_by_its_own_form() {
    let scene = scene().await;
    let desk = &scene.house.world.desk;
    let slug = SiteSlug::parse("support").expect("a slug");
    let before = desk.site_show(&scene.scope, &slug).await.expect("the site").key.key;
    let page = scene.house.get(&scene.owner, "/acme/sites/support").await.text();
    assert!(page.contains("name=\"confirm\" value=\"rotate\"") && !page.contains("name=\"do\" value=\"rotate\""));
    let page = scene.house.get(&scene.owner, "/acme/sites/support?confirm=rotate").await.text();
    assert!(page.contains("name=\"do\" value=\"rotate\"") && page.contains("The old key was never used."));
    assert_eq!(goes_to(&scene.post("/acme/sites/support", "do=rotate").await), "/acme/sites/support");
    assert_ne!(desk.site_show(&scene.scope, &slug).await.expect("the site").key.key, before);
    let viewer = scene.house.member(&scene.scope, "Vera Viewer", BuiltInRole::Viewer).await;
    for what in ["rotate", "delete"] {
        let page = scene.house.get(&viewer, &format!("/acme/sites/support?confirm={what}")).await.text();
        assert!(!page.contains(&format!("value=\"{what}\"")), "{what}: who may not is not asked");
    }
}

#[tokio::test]
async fn a_site_is_deleted_by_its_own_form() {
    let scene = scene().await;
    let desk = &scene.house.world.desk;
    let address = "/acme/sites/support?confirm=delete";
    let alone = scene.house.get(&scene.owner, address).await.text();
    assert!(alone.contains("keeps at least one site") && !alone.contains("name=\"do\" value=\"delete\""));
    let spare = SiteNew { name: "Spare".to_owned(), slug: "spare".to_owned(), ..SiteNew::default() };
    desk.site_create(&scene.scope, spare).await.expect("a second site");
    let asked = scene.house.get(&scene.owner, address).await.text();
    assert!(asked.contains("name=\"move_to\"") && asked.contains("<option value=\"spare\">Spare"), "{asked}");
    // A slip of the finger: nothing is gone, and the question stands as it was.
    let slip = scene.post(address, "do=delete&confirm=suport&move_to=spare").await;
    assert_eq!(slip.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(slip.text().contains("value=\"suport\"") && slip.text().contains("id=\"confirm-error\""));
    assert_eq!(goes_to(&scene.post(address, "do=delete&confirm=support&move_to=spare").await), "/acme/sites");
    assert_eq!(scene.welcome().await.site.name, "Spare");
}

#[tokio::test]
async fn a_young_inbox_shows_its_steps_and_a_look_at_the_page_ticks_one() {
    let scene = scene().await;
    let inbox = async || scene.house.get(&scene.owner, "/acme/tickets").await.text();
    let page = inbox().await;
    assert!(page.contains("Get acme answering") && page.contains("0 of 4 done"), "over the welcome ticket");
    assert!(page.contains("href=\"/acme/sites/support#origins\""));
    scene.house.get(&Asker::default(), "/s/acme/support").await;
    assert!(inbox().await.contains("0 of 4 done"), "a stranger's look is not ours");
    assert_eq!(scene.house.get(&scene.owner, "/s/acme/support").await.status, StatusCode::OK);
    assert!(inbox().await.contains("1 of 4 done"));
    let narrowed = scene.house.get(&scene.owner, "/acme/tickets?assignee=me").await.text();
    assert!(!narrowed.contains("setup-title"), "a narrowed list is not the inbox");
    let agent = scene.house.member(&scene.scope, "Adam Agent", BuiltInRole::Agent).await;
    assert!(!scene.house.get(&agent, "/acme/tickets").await.text().contains("setup-title"), "for those who set it up");
}
