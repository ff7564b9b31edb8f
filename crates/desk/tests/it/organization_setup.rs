//! The first steps: each is ticked by what happened, and by nothing else.

use crate::customer::typed;
use crate::ticket::message;
use desk::Error;
use desk::access::Scope;
use domain::organization::{SETUP_TICKETS, Setup};
use domain::role::BuiltInRole;
use domain::{Permission, SiteSlug};
use testkit::World;

async fn setup(world: &World, scope: &Scope) -> Setup {
    world.desk.org_setup(scope).await.expect("read").expect("a young organization")
}

fn support() -> SiteSlug {
    SiteSlug::parse("support").expect("a slug")
}

crate::on_both!(steps_are_ticked_by_what_happens, only_ones_own_look_counts, a_grown_organization_has_no_steps);

async fn steps_are_ticked_by_what_happens(world: World) {
    let user = world.user("Tom").await;
    let scope = world.org(&user, "acme").await;
    let fresh = setup(&world, &scope).await;
    assert_eq!(fresh.steps(), [false; 4]);
    let welcome = fresh.ticket.expect("the welcome ticket");
    assert_eq!(fresh.site.expect("the first site").slug, support());

    let page = world.desk.enter_site_page(&scope.org().slug, &support()).await.expect("the page");
    world.desk.site_page_seen(&user, &page).await.expect("noted");
    assert_eq!(setup(&world, &scope).await.steps(), [true, false, false, false]);
    let told = world.live.told();
    assert_eq!(told.last().expect("told").kind, "site_page_seen");
    world.desk.site_page_seen(&user, &page).await.expect("nothing to do");
    assert_eq!(world.live.told().len(), told.len(), "once in the life of a site");

    // A note is no answer, and a ticket an agent wrote down was sent by nobody.
    world.desk.ticket_note(&scope, &welcome, message("For us.", 1)).await.expect("noted");
    crate::ticket::opened(&world, &scope, "By phone").await;
    assert_eq!(setup(&world, &scope).await.steps(), [true, false, false, false]);

    let sent = world.desk.customer_open(&page, typed("ana@example.com")).await.expect("sent").code;
    let now = setup(&world, &scope).await;
    assert_eq!((now.steps(), now.ticket.as_ref()), ([true, true, false, false], Some(&sent)));
    world.desk.ticket_reply(&scope, &sent, message("It does.", 1)).await.expect("answered");
    world.desk.site_allow_origin(&scope, &support(), "https://acme.example").await.expect("allowed");
    let done = setup(&world, &scope).await;
    assert!(done.is_done(), "{done:?}");
}

async fn only_ones_own_look_counts(world: World) {
    let scope = world.org(&world.user("Tom").await, "acme").await;
    let page = world.desk.enter_site_page(&scope.org().slug, &support()).await.expect("the page");
    let stranger = world.user("Otto").await;
    world.org(&stranger, "globex").await;
    let (viewer, looking) = world.member(&scope, "Vic", BuiltInRole::Viewer).await;
    for somebody in [&stranger, &viewer] {
        world.desk.site_page_seen(somebody, &page).await.expect("nothing to do");
    }
    assert!(!setup(&world, &scope).await.page_seen);
    let refused = world.desk.org_setup(&looking).await;
    assert!(matches!(refused, Err(Error::Forbidden(Permission::SiteEdit))));
}

async fn a_grown_organization_has_no_steps(world: World) {
    let scope = world.org(&world.user("Tom").await, "acme").await;
    for number in 1..SETUP_TICKETS {
        crate::ticket::opened(&world, &scope, &format!("Ticket {number}")).await;
    }
    assert!(world.desk.org_setup(&scope).await.expect("read").is_some(), "with the welcome ticket just young");
    crate::ticket::opened(&world, &scope, "One more").await;
    assert!(world.desk.org_setup(&scope).await.expect("read").is_none());
}
