//! Site keys and knocks (S0-34 to S0-36, B40, screens.md 8).

use desk::Error;
use desk::access::Scope;
use domain::SiteSlug;
use domain::site::SitePage;
use std::collections::HashSet;
use testkit::World;

fn support() -> SiteSlug {
    SiteSlug::parse("support").expect("a slug")
}

async fn page(world: &World, scope: &Scope) -> SitePage {
    world.desk.site_show(scope, &support()).await.expect("a site")
}

#[tokio::test]
async fn rotating_ends_the_old_key_at_once() {
    let world = World::new().await;
    let scope = world.org(&world.user("Ana").await, "acme").await;
    world.desk.site_allow_origin(&scope, &support(), "https://shop.example").await.expect("allowed");
    let enter = async |key: &str| world.desk.enter_site_key(Some(key), Some("https://shop.example")).await;
    let old = page(&world, &scope).await.key.key;
    assert!(enter(&old).await.is_ok());
    let new = world.desk.site_key_rotate(&scope, &support()).await.expect("rotated").key;
    assert_ne!(new.key, old);
    assert!(new.used.is_none());
    assert!(matches!(enter(&old).await, Err(Error::KeyRevoked)));
    assert!(enter(&new.key).await.is_ok());
    assert!(matches!(enter("pk_nonsense").await, Err(Error::KeyInvalid)));
}

#[tokio::test]
async fn ten_rotations_at_once_leave_one_active_key() {
    let world = World::new().await;
    let scope = world.org(&world.user("Ana").await, "acme").await;
    let rotations = (0..10).map(|_| {
        let (desk, scope) = (world.desk.clone(), scope.clone());
        tokio::spawn(async move { desk.site_key_rotate(&scope, &support()).await.expect("rotated").key.key })
    });
    let mut keys = Vec::new();
    for rotation in rotations.collect::<Vec<_>>() {
        keys.push(rotation.await.expect("no rotation panics"));
    }
    let mut active = HashSet::new();
    for key in &keys {
        let answer = world.desk.enter_site_key(Some(key), Some("https://x.example")).await;
        if !matches!(answer, Err(Error::KeyRevoked)) {
            active.insert(key.clone());
        }
    }
    // Each is told the key of the moment, so several may be told the last one.
    assert_eq!(active, HashSet::from([page(&world, &scope).await.key.key]));
}

#[tokio::test]
async fn when_and_from_where_a_key_was_used_is_known_at_once_and_kept() {
    let world = World::new().await;
    let scope = world.org(&world.user("Ana").await, "acme").await;
    world.desk.site_allow_origin(&scope, &support(), "https://shop.example").await.expect("allowed");
    let key = page(&world, &scope).await.key.key;
    world.desk.enter_site_key(Some(&key), Some("https://shop.example")).await.expect("let in");
    for _ in 0..2 {
        let (moment, from) = page(&world, &scope).await.key.used.expect("used");
        assert_eq!((from.as_str(), moment.at), ("https://shop.example", desk::ports::Clock::now(&*world.clock)));
        assert!(world.desk.site_list(&scope).await.expect("sites")[0].used.is_some());
        world.desk.site_flush_used().await.expect("written");
    }
}

#[tokio::test]
async fn knocks_are_counted_and_one_tap_lets_in() {
    let world = World::new().await;
    let scope = world.org(&world.user("Ana").await, "acme").await;
    let key = page(&world, &scope).await.key.key;
    let knock = async || world.desk.enter_site_key(Some(&key), Some("http://localhost:5173")).await;
    for _ in 0..2 {
        assert!(matches!(knock().await, Err(Error::OriginNotAllowed(_))));
    }
    world.desk.site_flush_used().await.expect("written");
    assert!(knock().await.is_err());
    let knocks = page(&world, &scope).await.knocks;
    assert_eq!((knocks.len(), knocks[0].origin.as_str(), knocks[0].times), (1, "http://localhost:5173", 3));
    let checks = world.desk.site_test(&scope, &support()).await.expect("checks");
    assert!(
        checks.iter().any(|check| !check.good && check.text.contains("http://localhost:5173 tried 3 times")),
        "{checks:?}"
    );
    assert!(checks.iter().any(|check| check.good && check.text == "The key answers."));

    let allowed = world.desk.site_allow_origin(&scope, &support(), "http://localhost:5173/").await.expect("allowed");
    assert!(allowed.knocks.is_empty() && allowed.site.origins.len() == 1);
    assert!(knock().await.is_ok());
    let removed = world.desk.site_remove_origin(&scope, &support(), "http://localhost:5173").await.expect("removed");
    assert!(removed.site.origins.is_empty());
    assert!(knock().await.is_err());
}

#[tokio::test]
async fn an_origin_that_is_none_is_told_with_what_was_meant() {
    let world = World::new().await;
    let scope = world.org(&world.user("Ana").await, "acme").await;
    let Err(Error::Invalid(problems)) =
        world.desk.site_allow_origin(&scope, &support(), "shop.acme.example/cart").await
    else {
        panic!("refused")
    };
    assert!(problems.0[0].message.contains("Did you mean https://shop.acme.example?"), "{}", problems.0[0].message);
}
