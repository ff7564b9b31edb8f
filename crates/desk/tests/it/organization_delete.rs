//! Deleting an organization (S1-61, B33): nothing of it stays but the receipt, and nobody else loses anything.

use crate::invitation::invite;
use desk::Error;
use desk::attachment::Upload;
use desk::customer::CustomerTicketNew;
use domain::organization::OrgNew;
use domain::role::BuiltInRole;
use domain::ticket::{Channel, TicketFilter};
use domain::{Field, OrgSlug, Permission, SiteSlug};
use testkit::World;
use testkit::sqlite::tables_with;

const CANARY: &str = "canary-of-acme";

/// A ticket with a file, and its mail on the way out.
pub async fn filled(world: &World, slug: &OrgSlug, canary: &str) -> String {
    let site = world.desk.enter_site_page(slug, &SiteSlug::parse("support").expect("a slug")).await.expect("a page");
    let new = CustomerTicketNew {
        email: format!("{canary}@customer.example"),
        name: canary.to_owned(),
        subject: format!("About {canary}"),
        body: format!("It says {canary} here."),
        idempotency: Some(canary.to_owned()),
        files: vec![Upload {
            name: format!("{canary}.txt"),
            content_type: "text/plain".to_owned(),
            bytes: canary.into(),
            content_id: None,
        }],
        channel: Channel::Page,
    };
    let opened = world.desk.customer_open(&site, new).await.expect("opened");
    while world.desk.job_run_due().await.expect("jobs run") > 0 {}
    opened.url.rsplit('/').next().expect("a token").to_owned()
}

#[tokio::test]
async fn nothing_stays_but_the_receipt() {
    let world = World::new().await;
    let (ana, bob) = (world.user("Ana").await, world.user("Bob").await);
    let acme = world.org(&ana, "acme").await;
    let blue = world.org(&bob, "blue").await;
    world.member(&acme, "Mia", BuiltInRole::Agent).await;
    let token = filled(&world, &acme.org().slug, CANARY).await;
    filled(&world, &blue.org().slug, "canary-of-blue").await;
    let id = acme.org().id.to_string();
    let before = tables_with(&world.desk, &blue.org().id.to_string()).await;
    assert!(tables_with(&world.desk, &id).await.len() > 12, "there must be something to delete");
    assert!(tables_with(&world.desk, CANARY).await.len() > 4);
    assert_eq!((world.files.keys().len(), world.mailer.sent().len()), (2, 2));
    // A copy of everything must not outlive it either.
    world.desk.export_create(&acme).await.expect("asked for");
    assert_eq!(world.desk.job_run_long().await.expect("runs"), 1);
    assert_eq!(world.files.keys().len(), 3);
    invite(&world, &acme, &format!("{CANARY}@people.test"), "agent").await;
    while world.desk.job_run_due().await.expect("jobs run") > 0 {}

    world.desk.org_delete(&acme, "acme").await.expect("deleted");
    while world.desk.job_run_due().await.expect("jobs run") > 0 {}

    assert_eq!(tables_with(&world.desk, &id).await, [("org_receipt".to_owned(), 1)]);
    assert!(tables_with(&world.desk, CANARY).await.is_empty());
    assert!(world.files.keys().iter().all(|key| !key.starts_with(&id)));
    assert!(world.mailer.sent().iter().all(|mail| !String::from_utf8_lossy(&mail.raw).contains(CANARY)));
    assert_eq!((world.files.keys().len(), world.mailer.sent().len()), (1, 1), "the other's stay");
    assert_eq!(tables_with(&world.desk, &blue.org().id.to_string()).await, before);

    // No way in any more, and the address is nobody's again.
    assert!(matches!(world.desk.enter_org(&ana, &acme.org().slug).await, Err(Error::NotFound)));
    assert!(matches!(world.desk.enter_link(&token).await, Err(Error::NotFound)));
    assert!(
        world.desk.ticket_list(&acme, &TicketFilter::default()).await.is_err(),
        "a scope from before opens nothing"
    );
    let again = OrgNew { name: "Acme".to_owned(), slug: "acme".to_owned(), ..OrgNew::default() };
    let Err(Error::Invalid(problems)) = world.desk.org_create(&bob, again).await else { panic!("refused") };
    assert_eq!(problems.0[0].code, "slug_taken");
}

#[tokio::test]
async fn it_takes_the_owner_and_the_name() {
    for world in [World::new().await, World::postgres().await] {
        let ana = world.user("Ana").await;
        let owner = world.org(&ana, "acme").await;
        let (_, admin) = world.member(&owner, "Adam", BuiltInRole::Admin).await;
        filled(&world, &owner.org().slug, CANARY).await;
        let refused = world.desk.org_delete(&admin, "acme").await;
        assert!(matches!(refused, Err(Error::Forbidden(Permission::OrgDelete))));
        for typed in ["", "Acme", "acme2"] {
            let Err(Error::Invalid(problems)) = world.desk.org_delete(&owner, typed).await else { panic!("{typed}") };
            assert_eq!(problems.0[0].field, Field::Confirm);
        }
        let danger = world.desk.org_danger(&owner).await.expect("told");
        assert_eq!((danger.name.as_str(), danger.tickets, danger.members), ("acme", 2, 2));
        world.desk.org_delete(&owner, " acme ").await.expect("deleted");
        assert!(matches!(world.desk.enter_org(&ana, &owner.org().slug).await, Err(Error::NotFound)));
    }
}
