//! Sign up, confirm by mail, sign in; and what a stranger may not learn on the way.

use desk::Error;
use desk::account::SignedIn;
use domain::Field;
use mail::ReadMail;
use testkit::World;

pub(crate) const PASSWORD: &str = "correct horse battery";

/// Everything that was mailed so far, once all jobs that are due have run.
pub(crate) async fn mails(world: &World) -> Vec<ReadMail> {
    while world.desk.job_run_due().await.expect("jobs run") > 0 {}
    world.mailer.sent().iter().map(|sent| mail::read(&sent.raw)).collect()
}

/// The token of the newest mail with a link to `page`.
pub(crate) async fn token(world: &World, page: &str) -> String {
    let start = format!("http://127.0.0.1:3000/{page}/");
    let mails = mails(world).await;
    let mut links = mails.iter().flat_map(|mail| mail.links()).filter_map(|link| link.strip_prefix(&start));
    links.next_back().expect("a mailed link").to_owned()
}

/// Somebody who signed up and opened their link.
pub(crate) async fn account(world: &World, email: &str) -> SignedIn {
    world.desk.account_sign_up("Tom", email, PASSWORD).await.expect("signs up");
    world.desk.account_confirm(&token(world, "confirm").await, "").await.expect("confirms")
}

#[tokio::test]
async fn a_person_signs_up_confirms_and_signs_in() {
    let world = World::new().await;
    world.desk.account_sign_up(" Tom ", "Tom@ACME.example", PASSWORD).await.expect("signs up");
    let mails = mails(&world).await;
    assert_eq!(
        (mails.len(), mails[0].to.as_str(), mails[0].subject.as_str()),
        (1, "Tom@acme.example", "Confirm your address")
    );
    let before = world.desk.account_sign_in("tom@acme.example", PASSWORD, "").await.expect("signs in before that, too");
    assert!(!world.desk.enter_session(&before.token).await.expect("a session").user().confirmed);

    let token = token(&world, "confirm").await;
    for _ in 0..2 {
        assert_eq!(world.desk.account_confirm_peek(&token).await.expect("looking changes nothing"), "Tom@acme.example");
    }
    let signed_in = world.desk.account_confirm(&token, "").await.expect("confirms");
    let user = world.desk.enter_session(&signed_in.token).await.expect("is signed in");
    assert!(user.user().confirmed);
    assert_eq!(user.user().name, "Tom");
    assert!(
        matches!(world.desk.enter_session(&before.token).await, Err(Error::SignedOut)),
        "who came before the proof is out"
    );
    assert!(world.desk.account_sign_in(" TOM@acme.example", PASSWORD, "").await.is_ok());
}

#[tokio::test]
async fn a_link_works_once_and_for_an_hour() {
    let world = World::new().await;
    world.desk.account_sign_up("Tom", "tom@acme.example", PASSWORD).await.expect("signs up");
    let first = token(&world, "confirm").await;
    world.clock.pass(3600);
    assert!(matches!(world.desk.account_confirm(&first, "").await, Err(Error::NotFound)), "an hour is over");
    world.desk.account_confirm_resend("tom@acme.example").await.expect("asks again");
    let second = token(&world, "confirm").await;
    assert_ne!(first, second);
    world.desk.account_confirm(&second, "").await.expect("confirms");
    for dead in [first.as_str(), &second, "", "x", &"x".repeat(100_000)] {
        assert!(matches!(world.desk.account_confirm(dead, "").await, Err(Error::NotFound)));
        assert!(matches!(world.desk.account_confirm_peek(dead).await, Err(Error::NotFound)));
        assert!(
            matches!(world.desk.account_reset_peek(dead).await, Err(Error::NotFound)),
            "nor does it open another door"
        );
    }
}

#[tokio::test]
async fn twenty_taps_at_once_confirm_once() {
    let world = World::new().await;
    world.desk.account_sign_up("Tom", "tom@acme.example", PASSWORD).await.expect("signs up");
    let token = token(&world, "confirm").await;
    let mut taps = tokio::task::JoinSet::new();
    for _ in 0..20 {
        let (desk, token) = (world.desk.clone(), token.clone());
        taps.spawn(async move { desk.account_confirm(&token, "").await.is_ok() });
    }
    let worked = taps.join_all().await.into_iter().filter(|ok| *ok).count();
    assert_eq!(worked, 1);
}

#[tokio::test]
async fn a_known_address_and_an_unknown_one_cannot_be_told_apart() {
    let world = World::new().await;
    account(&world, "known@acme.example").await;
    let mut costs = Vec::new();
    for email in ["known@acme.example", "unknown@acme.example"] {
        let before = world.desk.account_hashes();
        world.desk.account_sign_up("Eve", email, "another long password").await.expect("the same answer");
        costs.push(world.desk.account_hashes() - before);
    }
    assert_eq!(costs, [1, 1]);
    let mails = mails(&world).await;
    let told =
        mails.iter().find(|mail| mail.to == "known@acme.example" && mail.subject == "You already have an account");
    assert!(told.is_some_and(|mail| !mail.text.contains("Eve")), "its owner hears of it, in our words only");
    assert!(
        world.desk.account_sign_in("known@acme.example", "another long password", "").await.is_err(),
        "and nothing changed"
    );
    assert!(world.desk.account_sign_in("known@acme.example", PASSWORD, "").await.is_ok());
    for email in ["known@acme.example", "nobody@acme.example"] {
        world.desk.account_forgot(email).await.expect("the same answer");
        world.desk.account_confirm_resend(email).await.expect("the same answer");
    }
}

#[tokio::test]
async fn whoever_opens_the_link_gets_the_password_they_typed() {
    let world = World::new().await;
    // A thief takes the address first, its owner signs up afterwards, then the thief tries once more.
    world.desk.account_sign_up("Thief", "ana@acme.example", "the thief's password").await.expect("signs up");
    mails(&world).await;
    world.desk.account_sign_up("Ana", "ana@acme.example", PASSWORD).await.expect("signs up");
    let own = token(&world, "confirm").await;
    world.desk.account_sign_up("Thief", "ana@acme.example", "the thief's password").await.expect("signs up");
    let thief = world
        .desk
        .account_sign_in("ana@acme.example", "the thief's password", "")
        .await
        .expect("an address that is nobody's yet");
    let ana = world.desk.account_confirm(&own, "").await.expect("Ana opens her own mail");
    assert_eq!(world.desk.enter_session(&ana.token).await.expect("signed in").user().name, "Ana");
    assert!(world.desk.enter_session(&thief.token).await.is_err());
    assert!(world.desk.account_sign_in("ana@acme.example", "the thief's password", "").await.is_err());
    assert!(world.desk.account_sign_in("ana@acme.example", PASSWORD, "").await.is_ok());
    let other = token(&world, "confirm").await;
    assert!(world.desk.account_confirm(&other, "").await.is_err(), "the other links have ended");
}

#[tokio::test]
async fn all_that_is_wrong_is_said_at_once() {
    let world = World::new().await;
    let Err(Error::Invalid(problems)) = world.desk.account_sign_up("", "tom@acme", "short").await else {
        panic!("refused")
    };
    let fields: Vec<Field> = problems.0.iter().map(|problem| problem.field).collect();
    assert_eq!(fields, [Field::Name, Field::Email, Field::Password]);
    assert!(
        world.desk.account_sign_up("Tom", "averylong@acme.example", "averylong@acme.example").await.is_err(),
        "not the address itself"
    );
    assert!(mails(&world).await.is_empty());
}

#[tokio::test]
async fn nobody_can_fill_somebody_elses_mailbox() {
    let world = World::new().await;
    account(&world, "tom@acme.example").await;
    for _ in 0..20 {
        world.desk.account_forgot("tom@acme.example").await.expect("the same answer");
        world.desk.account_sign_up("Eve", "tom@acme.example", PASSWORD).await.expect("the same answer");
    }
    let first_hour = mails(&world).await.len();
    assert!(first_hour <= 4, "{first_hour} mails");
    world.clock.pass(2 * 3600);
    world.desk.account_forgot("tom@acme.example").await.expect("the same answer");
    assert_eq!(mails(&world).await.len(), first_hour + 1, "later it works again");
}
