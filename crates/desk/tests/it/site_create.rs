//! Making, changing and deleting sites (S0-13 to S0-20).

use desk::Error;
use desk::access::Scope;
use domain::role::BuiltInRole;
use domain::site::{SiteEdit, SiteNew};
use domain::ticket::TicketFilter;
use domain::{Field, Permission, SiteSlug};
use testkit::World;

fn slug(text: &str) -> SiteSlug {
    SiteSlug::parse(text).expect("a slug")
}

async fn site(world: &World, scope: &Scope, name: &str, origins: &[&str]) -> SiteSlug {
    let new = SiteNew {
        name: name.to_owned(),
        slug: SiteSlug::from_name(name).to_string(),
        description: String::new(),
        origins: origins.iter().map(|origin| (*origin).to_owned()).collect(),
    };
    world.desk.site_create(scope, new).await.expect("a site").slug
}

#[tokio::test]
async fn each_site_has_its_own_key_and_origins() {
    let world = World::new().await;
    let scope = world.org(&world.user("Ana").await, "acme").await;
    let shop = site(&world, &scope, "Shop", &["https://shop.example/ http://localhost:5173"]).await;
    let app = site(&world, &scope, "App", &["https://app.example"]).await;
    let (shop, app) = (
        world.desk.site_show(&scope, &shop).await.expect("a site"),
        world.desk.site_show(&scope, &app).await.expect("a site"),
    );
    assert_ne!(shop.key.key, app.key.key);
    let origins: Vec<&str> = shop.site.origins.iter().map(domain::origin::Origin::as_str).collect();
    assert_eq!(origins, ["http://localhost:5173", "https://shop.example"]);

    let enter = async |key: &str, origin: &str| world.desk.enter_site_key(Some(key), Some(origin)).await;
    assert_eq!(enter(&shop.key.key, "https://shop.example").await.expect("let in").site(), shop.site.id);
    assert!(matches!(enter(&shop.key.key, "https://app.example").await, Err(Error::OriginNotAllowed(_))), "S0-15");
    assert!(matches!(enter(&app.key.key, "https://shop.example").await, Err(Error::OriginNotAllowed(_))), "S0-15");
}

#[tokio::test]
async fn a_slug_is_unique_in_its_organization_only() {
    let world = World::new().await;
    let ana = world.user("Ana").await;
    let (one, other) = (world.org(&ana, "one").await, world.org(&ana, "other").await);
    site(&world, &one, "Shop", &[]).await;
    site(&world, &other, "Shop", &[]).await;
    let again = SiteNew { name: "Shop Nordics".to_owned(), slug: "shop".to_owned(), ..SiteNew::default() };
    let Err(Error::Invalid(problems)) = world.desk.site_create(&one, again).await else { panic!("refused") };
    assert_eq!((problems.0[0].field, problems.0[0].code.as_str()), (Field::Slug, "slug_taken"));
    assert!(problems.0[0].message.contains("Try shop-nordics."), "{}", problems.0[0].message);
}

#[tokio::test]
async fn a_foreign_site_is_not_found_like_none() {
    let world = World::new().await;
    let (ana, ben) = (world.user("Ana").await, world.user("Ben").await);
    let (one, other) = (world.org(&ana, "one").await, world.org(&ben, "other").await);
    let foreign = site(&world, &other, "Foreign", &[]).await;
    for unknown in [foreign, slug("nowhere")] {
        assert!(matches!(world.desk.site_show(&one, &unknown).await, Err(Error::NotFound)));
        assert!(matches!(world.desk.site_edit(&one, &unknown, SiteEdit::default()).await, Err(Error::NotFound)));
        assert!(matches!(world.desk.site_key_rotate(&one, &unknown).await, Err(Error::NotFound)));
        assert!(matches!(
            world.desk.site_allow_origin(&one, &unknown, "https://x.example").await,
            Err(Error::NotFound)
        ));
        assert!(matches!(world.desk.site_delete(&one, &unknown, "nowhere", None).await, Err(Error::NotFound)));
    }
    assert_eq!(world.desk.site_list(&one).await.expect("sites").len(), 1);
}

#[tokio::test]
async fn a_viewer_looks_on() {
    let world = World::new().await;
    let scope = world.org(&world.user("Ana").await, "acme").await;
    for role in [BuiltInRole::Viewer, BuiltInRole::Agent] {
        let (_, inside) = world.member(&scope, role.label(), role).await;
        let support = slug("support");
        assert!(world.desk.site_show(&inside, &support).await.is_ok());
        let new = SiteNew { name: "Shop".to_owned(), slug: "shop".to_owned(), ..SiteNew::default() };
        assert!(matches!(world.desk.site_create(&inside, new).await, Err(Error::Forbidden(Permission::SiteCreate))));
        let edit = SiteEdit { name: Some("Mine".to_owned()), ..SiteEdit::default() };
        assert!(matches!(
            world.desk.site_edit(&inside, &support, edit).await,
            Err(Error::Forbidden(Permission::SiteEdit))
        ));
        assert!(matches!(
            world.desk.site_key_rotate(&inside, &support).await,
            Err(Error::Forbidden(Permission::ApikeyRotate))
        ));
        assert!(matches!(
            world.desk.site_delete(&inside, &support, "support", None).await,
            Err(Error::Forbidden(Permission::SiteDelete))
        ));
    }
}

#[tokio::test]
async fn an_origin_taken_off_the_list_is_refused_at_once() {
    let world = World::new().await;
    let scope = world.org(&world.user("Ana").await, "acme").await;
    let shop = site(&world, &scope, "Shop", &["https://shop.example", "https://www.example"]).await;
    let key = world.desk.site_show(&scope, &shop).await.expect("a site").key.key;
    let edit = SiteEdit {
        name: Some("The shop".to_owned()),
        origins: Some(vec!["https://www.example".to_owned()]),
        ..SiteEdit::default()
    };
    let page = world.desk.site_edit(&scope, &shop, edit).await.expect("changed");
    assert_eq!((page.site.name.as_str(), page.site.origins.len()), ("The shop", 1));
    assert!(world.desk.enter_site_key(Some(&key), Some("https://shop.example")).await.is_err());
    let inside = world.desk.enter_site_key(Some(&key), Some("https://www.example")).await.expect("let in");
    assert_eq!(inside.site_name(), "The shop", "the copy beside the key follows");
    let other = SiteEdit { slug: Some("other".to_owned()), ..SiteEdit::default() };
    let Err(Error::Invalid(problems)) = world.desk.site_edit(&scope, &shop, other).await else { panic!("refused") };
    assert_eq!(problems.0[0].code, "slug_immutable");
}

#[tokio::test]
async fn deleting_a_site_hands_its_mailboxes_over() {
    let world = World::new().await;
    let scope = world.org(&world.user("Ana").await, "acme").await;
    let shop = site(&world, &scope, "Shop", &[]).await;
    world.mailbox(&scope, shop.as_str(), "shop@clienta.test").await;
    let mail = "From: ana@customer.test\nTo: shop@clienta.test\nSubject: Hello\n\nHello\n";
    assert!(world.mail_in("shop@clienta.test", &mail.replace("Hello\n", "From whom? ").replace("ana@", "a, b@")).await);
    let Err(Error::Conflict(words)) = world.desk.site_delete(&scope, &shop, shop.as_str(), None).await else {
        panic!("its mailbox would have no site")
    };
    assert!(words.contains("mailbox"), "{words}");
    world.desk.site_delete(&scope, &shop, shop.as_str(), Some(slug("support"))).await.expect("deleted");
    assert!(world.mail_in("shop@clienta.test", mail).await, "mail still comes in");
    let inbox = world.desk.ticket_list(&scope, &TicketFilter::default()).await.expect("an inbox");
    assert!(inbox.rows.iter().any(|row| row.subject == "Hello" && row.site.slug == slug("support")));
}

#[tokio::test]
async fn deleting_a_site_hands_its_tickets_over() {
    let world = World::new().await;
    let scope = world.org(&world.user("Ana").await, "acme").await;
    let support = slug("support");
    let last = world.desk.site_delete(&scope, &support, "support", None).await;
    assert!(matches!(last, Err(Error::Conflict(_))), "the last site stays");
    let shop = site(&world, &scope, "Shop", &[]).await;
    let key = world.desk.site_show(&scope, &support).await.expect("a site").key.key;
    assert!(matches!(world.desk.site_delete(&scope, &support, "no", None).await, Err(Error::Invalid(_))));
    assert!(
        matches!(world.desk.site_delete(&scope, &support, "support", None).await, Err(Error::Conflict(_))),
        "it has a ticket"
    );
    let itself = world.desk.site_delete(&scope, &support, "support", Some(support.clone())).await;
    assert!(matches!(itself, Err(Error::Invalid(_))));
    world.desk.site_delete(&scope, &support, "support", Some(shop.clone())).await.expect("deleted");
    assert!(matches!(world.desk.site_show(&scope, &support).await, Err(Error::NotFound)));
    assert!(matches!(world.desk.enter_site_key(Some(&key), Some("https://x.example")).await, Err(Error::KeyInvalid)));
    let inbox = world.desk.ticket_list(&scope, &TicketFilter::default()).await.expect("an inbox");
    assert_eq!(inbox.rows[0].site.slug, shop);
}
