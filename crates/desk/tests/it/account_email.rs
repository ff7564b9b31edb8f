//! Another mail address: the old one works until the mail to the new one is opened.

use crate::account_sign_up::{PASSWORD, account, mails};
use desk::Error;
use desk::access::UserScope;
use domain::Field;
use testkit::World;

const OLD: &str = "tom@acme.example";
const NEW: &str = "tom@new.example";

async fn tom(world: &World) -> UserScope {
    let signed_in = account(world, OLD).await;
    world.desk.enter_session(&signed_in.token).await.expect("signed in")
}

/// The token of the newest link that was mailed to that address.
async fn link(world: &World, to: &str) -> Option<String> {
    let mails = mails(world).await;
    let links = mails.iter().filter(|mail| mail.to == to).flat_map(|mail| mail.links());
    links.filter_map(|link| link.strip_prefix("http://127.0.0.1:3000/account/email/").map(str::to_owned)).next_back()
}

crate::on_both!(
    the_old_address_works_until_the_new_one_is_proved,
    of_two_who_want_one_address_one_gets_it,
    an_address_nobody_proved_gives_way,
);

async fn the_old_address_works_until_the_new_one_is_proved(world: World) {
    let tom = tom(&world).await;
    let elsewhere = world.desk.account_sign_in(OLD, PASSWORD, "").await.expect("signs in");
    for (password, email, field) in [
        ("not the password", NEW, Field::CurrentPassword),
        (PASSWORD, "no address", Field::Email),
        (PASSWORD, "TOM@acme.example", Field::Email),
    ] {
        let refused = world.desk.account_email_change(&tom, password, email).await;
        assert!(matches!(refused, Err(Error::Invalid(problems)) if problems.of(field).is_some()), "{email}");
    }
    world.desk.account_email_change(&tom, PASSWORD, "Tom@New.example").await.expect("asked");
    let page = world.desk.account_profile(&tom).await.expect("the page");
    assert_eq!(page.pending.map(|pending| pending.to_string()).as_deref(), Some("Tom@new.example"));
    let told = mails(&world).await;
    assert!(told.iter().any(|mail| mail.to == OLD && mail.subject == "Another address was asked for"));
    assert!(told.iter().all(|mail| mail.to != OLD || !mail.text.contains("new.example")), "no typed word goes there");
    assert!(world.desk.account_sign_in(OLD, PASSWORD, "").await.is_ok());
    assert!(world.desk.account_sign_in(NEW, PASSWORD, "").await.is_err());

    let token = link(&world, "Tom@new.example").await.expect("a link");
    for _ in 0..2 {
        let shown = world.desk.account_email_peek(&token).await.expect("looking changes nothing");
        assert_eq!(shown.as_str(), "Tom@new.example");
    }
    world.desk.account_email_confirm(&token, Some(&tom)).await.expect("confirmed");
    assert!(world.live.signed_out().contains(&Some(tom.id())));
    assert!(world.desk.enter_session(&elsewhere.token).await.is_err(), "other browsers are out");
    assert!(world.desk.account_sign_in(OLD, PASSWORD, "").await.is_err());
    let signed_in = world.desk.account_sign_in(NEW, PASSWORD, "").await.expect("signs in with the new one");
    let now = world.desk.enter_session(&signed_in.token).await.expect("signed in");
    assert_eq!((now.id(), now.user().email.as_str()), (tom.id(), "Tom@new.example"));
    assert_eq!(world.desk.account_profile(&now).await.expect("the page").pending, None);
    for dead in [token.as_str(), "", "x", &"x".repeat(100_000)] {
        assert!(matches!(world.desk.account_email_confirm(dead, Some(&tom)).await, Err(Error::NotFound)));
        assert!(matches!(world.desk.account_email_peek(dead).await, Err(Error::NotFound)));
        assert!(matches!(world.desk.account_confirm(dead, "").await, Err(Error::NotFound)), "nor another door");
    }
    // The old address is free.
    world.clock.pass(3600);
    account(&world, OLD).await;
}

async fn of_two_who_want_one_address_one_gets_it(world: World) {
    let tom = tom(&world).await;
    let ann = account(&world, "ann@acme.example").await;
    let ann = world.desk.enter_session(&ann.token).await.expect("signed in");
    let mut tokens = Vec::new();
    for person in [&tom, &ann] {
        world.desk.account_email_change(person, PASSWORD, NEW).await.expect("asked");
        tokens.push(link(&world, NEW).await.expect("a link"));
        world.clock.pass(60);
    }
    assert_ne!(tokens[0], tokens[1]);
    let (one, other) = tokio::join!(
        world.desk.account_email_confirm(&tokens[0], Some(&tom)),
        world.desk.account_email_confirm(&tokens[1], Some(&ann)),
    );
    assert_eq!(usize::from(one.is_ok()) + usize::from(other.is_ok()), 1, "{one:?} {other:?}");
    let lost = one.err().or(other.err()).expect("one of them");
    assert!(matches!(lost, Error::Conflict(_)), "{lost:?}");
    let signed_in = world.desk.account_sign_in(NEW, PASSWORD, "").await.expect("the address is somebody's");
    let winner = world.desk.enter_session(&signed_in.token).await.expect("signed in").id();
    let loser = if winner == tom.id() { "ann@acme.example" } else { OLD };
    assert!(world.desk.account_sign_in(loser, PASSWORD, "").await.is_ok(), "the other one's stays as it was");
}

async fn an_address_nobody_proved_gives_way(world: World) {
    let tom = tom(&world).await;
    world.desk.account_email_change(&tom, PASSWORD, NEW).await.expect("asked");
    let token = link(&world, NEW).await.expect("a link");
    world.desk.account_sign_up("Thief", NEW, "the thief's password").await.expect("signs up");
    world.desk.account_email_confirm(&token, None).await.expect("who reads the mail gets the address");
    assert!(world.desk.account_sign_in(NEW, "the thief's password", "").await.is_err());
    assert!(world.desk.account_sign_in(NEW, PASSWORD, "").await.is_ok());
    assert!(world.desk.enter_session("nothing").await.is_err());
}

#[tokio::test]
async fn an_address_that_has_an_account_is_not_told_apart_and_not_taken() {
    let world = World::new().await;
    let tom = tom(&world).await;
    account(&world, "known@acme.example").await;
    let asked = world.desk.account_email_change(&tom, PASSWORD, "known@acme.example").await;
    assert!(asked.is_ok(), "the same answer");
    assert!(world.desk.account_profile(&tom).await.expect("the page").pending.is_some(), "and the same page");
    assert_eq!(link(&world, "known@acme.example").await, None, "but no link");
    let told = mails(&world).await;
    let told = told.iter().rfind(|mail| mail.to == "known@acme.example").expect("a mail");
    assert_eq!(told.subject, "You already have an account");
}

#[tokio::test]
async fn a_link_lasts_an_hour_and_the_newest_counts() {
    let world = World::new().await;
    let tom = tom(&world).await;
    world.desk.account_email_change(&tom, PASSWORD, "first@new.example").await.expect("asked");
    let first = link(&world, "first@new.example").await.expect("a link");
    world.desk.account_email_change(&tom, PASSWORD, NEW).await.expect("asked");
    assert!(
        matches!(world.desk.account_email_confirm(&first, None).await, Err(Error::NotFound)),
        "another was asked for"
    );
    let second = link(&world, NEW).await.expect("a link");
    world.clock.pass(3599);
    assert!(world.desk.account_email_peek(&second).await.is_ok());
    world.clock.pass(1);
    assert!(matches!(world.desk.account_email_confirm(&second, None).await, Err(Error::NotFound)));
    assert!(world.desk.account_sign_in(OLD, PASSWORD, "").await.is_ok());
}

#[tokio::test]
async fn a_new_password_ends_the_change_and_nobody_is_flooded() {
    let world = World::new().await;
    let tom = tom(&world).await;
    world.desk.account_email_change(&tom, PASSWORD, NEW).await.expect("asked");
    let token = link(&world, NEW).await.expect("a link");
    world.desk.account_set_password(&tom, PASSWORD, "a completely new sentence").await.expect("changed");
    assert!(matches!(world.desk.account_email_confirm(&token, None).await, Err(Error::NotFound)));
    let mut refused = 0;
    for number in 0..10 {
        let email = format!("victim{number}@new.example");
        let asked = world.desk.account_email_change(&tom, "a completely new sentence", &email).await;
        refused += usize::from(matches!(asked, Err(Error::SlowDown(_))));
    }
    assert!(refused >= 7, "{refused}");
}

#[tokio::test]
async fn opened_on_another_device_it_signs_everybody_out() {
    let world = World::new().await;
    let signed_in = account(&world, OLD).await;
    let tom = world.desk.enter_session(&signed_in.token).await.expect("signed in");
    let stranger = world.user("Stranger").await;
    world.desk.account_email_change(&tom, PASSWORD, NEW).await.expect("asked");
    let token = link(&world, NEW).await.expect("a link");
    world.desk.account_email_confirm(&token, Some(&stranger)).await.expect("whoever reads the mail confirms it");
    assert!(world.desk.enter_session(&signed_in.token).await.is_err());
    assert_eq!(world.desk.account_profile(&stranger).await.expect("the page").pending, None);
}
