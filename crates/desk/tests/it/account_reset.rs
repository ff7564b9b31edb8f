//! A forgotten password: by mail, once, and everybody else is signed out.

use crate::account_sign_up::{PASSWORD, account, token};
use desk::Error;
use testkit::World;

const NEW: &str = "a completely new sentence";

#[tokio::test]
async fn a_new_password_ends_every_session_and_every_link() {
    let world = World::new().await;
    let before = account(&world, "tom@acme.example").await;
    world.desk.account_forgot("TOM@acme.example").await.expect("asks");
    let first = token(&world, "reset").await;
    world.clock.pass(1);
    world.desk.account_forgot("tom@acme.example").await.expect("asks again");
    let second = token(&world, "reset").await;
    assert_ne!(first, second);
    assert_eq!(world.desk.account_reset_peek(&second).await.expect("looks"), "tom@acme.example");
    assert!(
        matches!(world.desk.account_reset(&second, "short", "").await, Err(Error::Invalid(_))),
        "the link stays usable"
    );
    let after = world.desk.account_reset(&second, NEW, "").await.expect("resets");
    assert!(world.desk.enter_session(&after.token).await.is_ok());
    assert!(matches!(world.desk.enter_session(&before.token).await, Err(Error::SignedOut)));
    for dead in [&first, &second] {
        assert!(matches!(world.desk.account_reset(dead, NEW, "").await, Err(Error::NotFound)));
    }
    assert!(world.desk.account_sign_in("tom@acme.example", PASSWORD, "").await.is_err());
    assert!(world.desk.account_sign_in("tom@acme.example", NEW, "").await.is_ok());
}

#[tokio::test]
async fn a_reset_link_lasts_an_hour_from_its_mail() {
    let world = World::new().await;
    account(&world, "tom@acme.example").await;
    world.mailer.set_broken(true);
    world.desk.account_forgot("tom@acme.example").await.expect("asks");
    world.desk.job_run_due().await.expect("the mail server is away");
    world.clock.pass(3000);
    world.mailer.set_broken(false);
    let token = token(&world, "reset").await;
    world.clock.pass(3599);
    assert!(world.desk.account_reset_peek(&token).await.is_ok());
    world.clock.pass(1);
    assert!(matches!(world.desk.account_reset(&token, NEW, "").await, Err(Error::NotFound)));
}

#[tokio::test]
async fn a_reset_proves_the_address_and_clears_the_delays() {
    let world = World::new().await;
    world.desk.account_sign_up("Tom", "tom@acme.example", PASSWORD).await.expect("signs up");
    for _ in 0..5 {
        let _ = world.desk.account_sign_in("tom@acme.example", "wrong password", "").await;
    }
    assert!(matches!(world.desk.account_sign_in("tom@acme.example", PASSWORD, "").await, Err(Error::SlowDown(_))));
    world.desk.account_forgot("tom@acme.example").await.expect("asks");
    let signed_in = world.desk.account_reset(&token(&world, "reset").await, NEW, "").await.expect("resets");
    assert!(world.desk.enter_session(&signed_in.token).await.expect("signed in").user().confirmed);
    assert!(world.desk.account_sign_in("tom@acme.example", NEW, "").await.is_ok());
    let confirm = token(&world, "confirm").await;
    assert!(world.desk.account_confirm(&confirm, "").await.is_err(), "the older link ended with it");
}
