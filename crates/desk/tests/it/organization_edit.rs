//! Changing an organization's settings (S0-10, S3-24 to S3-30).

use desk::Error;
use domain::event::Event;
use domain::organization::OrgEdit;
use domain::role::BuiltInRole;
use domain::ticket::TicketFilter;
use domain::{Field, OrgSlug, Permission};
use testkit::World;

#[tokio::test]
async fn the_slug_never_changes() {
    let world = World::new().await;
    let scope = world.org(&world.user("Ana").await, "acme").await;
    let edit = OrgEdit { slug: Some("other".to_owned()), name: Some("Other".to_owned()), ..OrgEdit::default() };
    let Err(Error::Invalid(problems)) = world.desk.org_edit(&scope, edit).await else { panic!("refused") };
    assert_eq!((problems.0[0].field, problems.0[0].code.as_str()), (Field::Slug, "slug_immutable"));
    assert_eq!(world.desk.org_show(&scope).await.expect("unchanged").name, "acme");
    let same = OrgEdit { slug: Some("acme".to_owned()), name: Some("Acme".to_owned()), ..OrgEdit::default() };
    assert_eq!(world.desk.org_edit(&scope, same).await.expect("changed").name, "Acme");
}

#[tokio::test]
async fn a_new_prefix_is_for_new_tickets() {
    let world = World::new().await;
    let ana = world.user("Ana").await;
    let scope = world.org(&ana, "acme").await;
    let edit = OrgEdit {
        prefix: Some("client-a".to_owned()),
        padding: Some(0),
        accent: Some("#F5B700".to_owned()),
        ..OrgEdit::default()
    };
    let page = world.desk.org_edit(&scope, edit).await.expect("changed");
    assert_eq!((page.prefix.as_str(), page.padding, page.accent.as_str()), ("CLIENT-A", 0, "#f5b700"));
    let scope = world.enter(&ana, &scope.org().slug).await;
    assert_eq!((scope.org().prefix.as_str(), scope.org().padding), ("CLIENT-A", 0));
    let codes = world.desk.ticket_list(&scope, &TicketFilter::default()).await.expect("an inbox").rows;
    assert_eq!(codes[0].code.as_str(), "TKT-001", "a code once given stays");
    assert!(world.desk.ticket_show(&scope, &codes[0].code).await.is_ok());
    assert_eq!(
        world.desk.org_theme(&scope.org().slug).await.expect("a theme"),
        ":root{--accent:#f5b700;--accent-ink:light-dark(#7e5e00,#f5b700)}"
    );
    assert!(world.live.told().iter().any(|change| change.kind == Event::OrgChanged.kind()));
}

#[tokio::test]
async fn only_owners_and_admins_may() {
    let world = World::new().await;
    let scope = world.org(&world.user("Ana").await, "acme").await;
    for (name, role, may) in
        [("Ben", BuiltInRole::Admin, true), ("Cleo", BuiltInRole::Agent, false), ("Dan", BuiltInRole::Viewer, false)]
    {
        let (_, inside) = world.member(&scope, name, role).await;
        let edit = OrgEdit { name: Some(format!("By {name}")), ..OrgEdit::default() };
        match world.desk.org_edit(&inside, edit).await {
            Ok(page) => assert!(may && page.name == "By Ben"),
            Err(error) => assert!(!may && matches!(error, Error::Forbidden(Permission::OrgEdit)), "{error}"),
        }
        assert!(world.desk.org_show(&inside).await.is_ok());
    }
}

#[tokio::test]
async fn a_theme_does_not_tell_which_slugs_exist() {
    let world = World::new().await;
    let nowhere = OrgSlug::parse("nowhere").expect("a slug");
    assert_eq!(world.desk.org_theme(&nowhere).await.expect("a theme"), "");
}

#[tokio::test]
async fn a_change_in_one_leaves_the_other() {
    let world = World::new().await;
    let ana = world.user("Ana").await;
    let (one, other) = (world.org(&ana, "one").await, world.org(&ana, "other").await);
    let edit = OrgEdit { name: Some("Changed".to_owned()), prefix: Some("ONE".to_owned()), ..OrgEdit::default() };
    world.desk.org_edit(&one, edit).await.expect("changed");
    let left = world.desk.org_show(&other).await.expect("left alone");
    assert_eq!((left.name.as_str(), left.prefix.as_str()), ("other", "TKT"));
}
