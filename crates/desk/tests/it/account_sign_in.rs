//! Sign in: one answer for every wrong try, the same work, a new session each time, and growing delays.

use crate::account_sign_up::{PASSWORD, account};
use desk::Error;
use domain::Field;
use testkit::World;

#[tokio::test]
async fn a_wrong_password_and_an_unknown_address_cost_and_say_the_same() {
    let world = World::new().await;
    account(&world, "tom@acme.example").await;
    let mut answers = Vec::new();
    let long = "x".repeat(200);
    for (email, password) in [
        ("tom@acme.example", "wrong password"),
        ("nobody@acme.example", "wrong password"),
        ("no address", PASSWORD),
        ("tom@acme.example", long.as_str()),
        ("", ""),
    ] {
        let before = world.desk.account_hashes();
        let Err(Error::Invalid(problems)) = world.desk.account_sign_in(email, password, "").await else {
            panic!("{email} got in")
        };
        answers.push((problems, world.desk.account_hashes() - before));
    }
    assert!(answers.iter().all(|answer| *answer == answers[0]), "{answers:?}");
    assert_eq!(answers[0].1, 1);
    assert_eq!(answers[0].0.of(Field::Password), Some("Address and password do not fit together."));
}

#[tokio::test]
async fn every_sign_in_is_a_new_session() {
    let world = World::new().await;
    let first = account(&world, "tom@acme.example").await;
    let second = world.desk.account_sign_in("tom@acme.example", PASSWORD, "").await.expect("signs in");
    assert_ne!(first.token, second.token);
    let scope = world.desk.enter_session(&first.token).await.expect("signed in");
    world.desk.account_sign_out(&scope).await.expect("signs out");
    assert!(matches!(world.desk.enter_session(&first.token).await, Err(Error::SignedOut)));
    assert!(world.desk.enter_session(&second.token).await.is_ok());
}

#[tokio::test]
async fn guessing_gets_slower_for_that_account_alone() {
    let world = World::new().await;
    account(&world, "tom@acme.example").await;
    account(&world, "ana@acme.example").await;
    for _ in 0..5 {
        assert!(matches!(
            world.desk.account_sign_in("tom@acme.example", "wrong password", "").await,
            Err(Error::Invalid(_))
        ));
    }
    let before = world.desk.account_hashes();
    let Err(Error::SlowDown(wait)) = world.desk.account_sign_in("TOM@acme.example", PASSWORD, "").await else {
        panic!("no delay")
    };
    assert!(wait <= 60, "never shut out for long, but {wait} s");
    assert_eq!(world.desk.account_hashes(), before, "and it costs us nothing");
    assert!(world.desk.account_sign_in("ana@acme.example", PASSWORD, "").await.is_ok());
    world.clock.pass(i64::try_from(wait).expect("short"));
    assert!(world.desk.account_sign_in("tom@acme.example", PASSWORD, "").await.is_ok());
    assert!(world.desk.account_sign_in("tom@acme.example", PASSWORD, "").await.is_ok(), "success forgets the delays");
}

#[tokio::test]
async fn a_flood_of_guesses_at_once_counts_each() {
    let world = World::new().await;
    account(&world, "tom@acme.example").await;
    let mut tries = tokio::task::JoinSet::new();
    for number in 0..20 {
        let desk = world.desk.clone();
        tries.spawn(async move {
            matches!(
                desk.account_sign_in("tom@acme.example", &format!("wrong {number}"), "").await,
                Err(Error::Invalid(_))
            )
        });
    }
    assert_eq!(tries.join_all().await.into_iter().filter(|tried| *tried).count(), 5);
}
