//! Making an organization: whole, or not at all (S4-07 to S4-12).

use desk::Error;
use domain::organization::{OrgNew, SlugCheck};
use domain::permission::Permissions;
use domain::role::BuiltInRole;
use domain::status::Category;
use domain::ticket::TicketFilter;
use domain::{Field, OrgSlug};
use std::collections::HashSet;
use testkit::World;

fn new(name: &str, slug: &str) -> OrgNew {
    OrgNew { name: name.to_owned(), slug: slug.to_owned(), ..OrgNew::default() }
}

fn problem_codes(error: &Error) -> Vec<(Field, String)> {
    let Error::Invalid(problems) = error else { panic!("not about fields: {error}") };
    problems.0.iter().map(|problem| (problem.field, problem.code.clone())).collect()
}

#[tokio::test]
async fn everything_needed_to_start_is_there() {
    let world = World::new().await;
    let ana = world.user("Ana").await;
    let typed = OrgNew {
        prefix: Some("acme".to_owned()),
        timezone: Some("Europe/Helsinki".to_owned()),
        ..new("Acme Coffee", "acme")
    };
    let slug = world.desk.org_create(&ana, typed).await.expect("an organization");
    let scope = world.enter(&ana, &slug).await;
    assert_eq!((scope.role(), scope.permissions()), (Some(&BuiltInRole::Owner.into()), Permissions::ALL));

    let org = world.desk.org_show(&scope).await.expect("settings");
    assert_eq!(
        (org.slug.as_str(), org.name.as_str(), org.prefix.as_str(), org.padding),
        ("acme", "Acme Coffee", "ACME", 3)
    );
    assert_eq!((org.currency.as_str(), org.timezone.as_str()), ("EUR", "Europe/Helsinki"));

    let mut tx = world.desk.store().read(scope.sight()).await.expect("the store reads");
    let statuses: Vec<Category> =
        tx.status_list().await.expect("statuses").iter().map(|status| status.category).collect();
    assert_eq!(statuses, [Category::Open, Category::Pending, Category::Resolved, Category::Closed]);
    let ranks: Vec<String> =
        tx.priority_list().await.expect("priorities").into_iter().map(|priority| priority.name).collect();
    assert_eq!(ranks, ["Urgent", "High", "Normal", "Low"]);
    assert_eq!(tx.priority_default().await.expect("a default").name, "Normal");
    drop(tx);

    let sites = world.desk.site_list(&scope).await.expect("sites");
    assert_eq!((sites.len(), sites[0].slug.as_str(), sites[0].open, sites[0].origins.len()), (1, "support", 1, 0));
    let site = world.desk.site_show(&scope, &sites[0].slug).await.expect("a site");
    assert!(site.key.key.starts_with("pk_") && site.page_url.ends_with("/s/acme/support"));

    let inbox = world.desk.ticket_list(&scope, &TicketFilter::default()).await.expect("an inbox");
    assert_eq!((inbox.rows.len(), inbox.rows[0].code.as_str()), (1, "ACME-001"));
    let members = world.desk.member_list(&scope).await.expect("members");
    assert_eq!((members.len(), members[0].name.as_str(), &members[0].role), (1, "Ana", &BuiltInRole::Owner.into()));
}

#[tokio::test]
async fn twenty_at_once_make_one() {
    let world = World::new().await;
    let mut makers = Vec::new();
    for number in 0..20 {
        let (user, desk) = (world.user(&format!("Maker {number}")).await, world.desk.clone());
        makers.push(tokio::spawn(async move { desk.org_create(&user, new("Acme", "acme")).await }));
    }
    let mut made = 0;
    for maker in makers {
        match maker.await.expect("no maker panics") {
            Ok(_) => made += 1,
            Err(error) => assert_eq!(problem_codes(&error), [(Field::Slug, "slug_taken".to_owned())]),
        }
    }
    assert_eq!(made, 1);
}

#[tokio::test]
async fn every_mistake_is_told_at_once_and_nothing_is_kept() {
    let world = World::new().await;
    let ana = world.user("Ana").await;
    let typed = OrgNew {
        name: " ".to_owned(),
        slug: "New".to_owned(),
        prefix: Some("ELEVENCHARS".to_owned()),
        currency: Some("XXX".to_owned()),
        timezone: Some("Mars/Base".to_owned()),
        description: "ok".to_owned(),
    };
    let error = world.desk.org_create(&ana, typed).await.expect_err("refused");
    let fields: HashSet<Field> = problem_codes(&error).into_iter().map(|(field, _)| field).collect();
    assert_eq!(fields, HashSet::from([Field::Name, Field::Slug, Field::Prefix, Field::Currency, Field::Timezone]));
    assert!(world.desk.org_mine(&ana).await.expect("none").is_empty());
    assert_eq!(world.desk.account_home(&ana).await.expect("nowhere"), None);
}

#[tokio::test]
async fn a_slug_is_checked_before_and_three_free_ones_are_offered() {
    let world = World::new().await;
    let ana = world.user("Ana").await;
    world.org(&ana, "acme").await;
    world.org(&ana, "acme-help").await;
    let check = async |text: &str| world.desk.org_slug_check(text).await.expect("an answer");
    assert_eq!(check("acme-coffee").await, SlugCheck::Available);
    let SlugCheck::Taken { suggestions } = check("acme").await else { panic!("taken") };
    let texts: Vec<&str> = suggestions.iter().map(OrgSlug::as_str).collect();
    assert_eq!(texts, ["acme-support", "acme-desk", "acme-2"]);
    assert!(matches!(check("support").await, SlugCheck::Reserved { suggestions } if suggestions.len() == 3));
    assert!(matches!(check("Acme").await, SlugCheck::Invalid { .. }));
}

#[tokio::test]
async fn the_one_used_last_comes_first_and_others_stay_out() {
    let world = World::new().await;
    let (ana, ben) = (world.user("Ana").await, world.user("Ben").await);
    let first = world.org(&ana, "first").await;
    world.clock.pass(10);
    world.org(&ana, "second").await;
    world.clock.pass(10);
    let order = async || -> Vec<String> {
        world.desk.org_mine(&ana).await.expect("mine").into_iter().map(|org| org.slug.to_string()).collect()
    };
    assert_eq!(order().await, ["second", "first"]);
    world.enter(&ana, &first.org().slug).await;
    assert_eq!(order().await, ["first", "second"]);
    world.desk.member_seen_flush().await.expect("written");
    assert_eq!(order().await, ["first", "second"]);
    assert_eq!(world.desk.account_home(&ana).await.expect("home"), Some(first.org().slug.clone()));
    assert!(matches!(world.desk.enter_org(&ben, &first.org().slug).await, Err(Error::NotFound)));
    let nowhere = OrgSlug::parse("nowhere").expect("a slug");
    assert!(matches!(world.desk.enter_org(&ben, &nowhere).await, Err(Error::NotFound)));
}

#[tokio::test]
async fn unread_is_mine_alone() {
    let world = World::new().await;
    let ana = world.user("Ana").await;
    let scope = world.org(&ana, "acme").await;
    let (ben, inside) = world.member(&scope, "Ben", BuiltInRole::Agent).await;
    let unread = async |user| world.desk.org_mine(user).await.expect("mine")[0].unread;
    assert_eq!((unread(&ana).await, unread(&ben).await), (1, 1));
    let list = world.desk.ticket_list(&inside, &TicketFilter::default()).await.expect("an inbox");
    world.desk.ticket_seen(&inside, &list.rows[0].code, 1).await.expect("seen");
    assert_eq!((unread(&ana).await, unread(&ben).await), (1, 0));
}

crate::on_both!(who_had_a_slug_before_it_was_reserved_keeps_it);

async fn who_had_a_slug_before_it_was_reserved_keeps_it(world: World) {
    let user = world.user("Tom").await;
    let scope = world.org(&user, "acme").await;
    let store = world.desk.store();
    let mut record = store.read(scope.sight()).await.expect("reads").org_record().await.expect("acme");
    // As it would stand in the table if the word had been free then.
    record.id = domain::OrgId(uuid::Uuid::from_u128(7));
    record.slug = OrgSlug::parse("support").expect("the shape of a slug");
    let slug = record.slug.clone();
    let mut global = store.write_global().await.expect("writes");
    assert!(global.org_add(user.tenant(), record.clone()).await.expect("kept"));
    let mut tx = global.bind(record.id, user.id()).await.expect("bound");
    tx.membership_add(user.id(), BuiltInRole::Owner, record.created_at).await.expect("a member");
    tx.commit().await.expect("commits");
    let inside = world.enter(&user, &slug).await;
    assert_eq!(world.desk.org_show(&inside).await.expect("shown").slug, slug);
    assert!(world.desk.org_mine(&user).await.expect("listed").iter().any(|org| org.slug == slug));
    let again = world.desk.org_create(&user, new("Support", "support")).await;
    assert!(matches!(again, Err(Error::Invalid(_))), "and nobody gets it anew");
}
