//! Passkeys: several for an account, each signs in alone, and nothing else does (D28, security.md A6).

use crate::account_sign_up::mails;
use desk::Error;
use desk::access::UserScope;
use desk::account::SignedIn;
use domain::user::{PasskeyRow, PasskeySetup};
use domain::{Field, PasskeyId};
use testkit::authenticator::Authenticator;
use testkit::sqlite::{by_hand, tables_with};
use testkit::{PASSWORD, World};

const HERE: &str = "http://localhost:3000";
const CHROME: &str = "Mozilla/5.0 (X11; Linux x86_64) Chrome/142.0.0.0 Safari/537.36";

async fn begun(world: &World, user: &UserScope) -> Option<PasskeySetup> {
    world.desk.account_security(user).await.expect("the page").passkeys.begun
}

async fn rows(world: &World, user: &UserScope) -> Vec<PasskeyRow> {
    world.desk.account_security(user).await.expect("the page").passkeys.rows
}

/// A device with a passkey of that person.
async fn device(world: &World, user: &UserScope, name: &str) -> Authenticator {
    world.desk.account_passkey_begin(user, PASSWORD, name, CHROME).await.expect("begins");
    let setup = begun(world, user).await.expect("it is being added");
    let mut device = Authenticator::at(HERE);
    world.desk.account_passkey_add(user, &device.create(&setup.options)).await.expect("added");
    device
}

/// The same device, but.
fn bent(device: &Authenticator, how: impl FnOnce(&mut Authenticator)) -> Authenticator {
    let mut bent = device.clone();
    how(&mut bent);
    bent
}

async fn signs_in(world: &World, device: &mut Authenticator) -> desk::Result<SignedIn> {
    let question = world.desk.account_passkey_ask().await.expect("asks");
    world.desk.account_sign_in_passkey(&question.token, &device.get(&question.options), CHROME).await
}

fn refused<T>(answer: &desk::Result<T>) -> bool {
    matches!(answer, Err(Error::Invalid(problems)) if problems.of(Field::Passkey).is_some())
}

async fn subjects(world: &World) -> Vec<String> {
    mails(world).await.into_iter().map(|mail| mail.subject).collect()
}

crate::on_both!(
    several_passkeys_sign_in_and_one_that_is_removed_does_not,
    a_question_is_answered_once_and_within_five_minutes,
    a_copy_of_a_key_is_refused_and_its_person_told,
    of_twenty_answers_to_one_question_one_gets_in,
    a_passkey_is_added_in_the_browser_that_gave_the_password,
    the_end_of_the_account_is_the_end_of_its_passkeys,
);

async fn several_passkeys_sign_in_and_one_that_is_removed_does_not(world: World) {
    let world = world.reached_at(HERE);
    let tom = world.user("Tom").await;
    let mut laptop = device(&world, &tom, "").await;
    world.clock.pass(60);
    let mut phone = device(&world, &tom, " My phone ").await;
    let listed: Vec<String> = rows(&world, &tom).await.into_iter().map(|row| row.name).collect();
    assert_eq!(listed, ["Chrome on Linux", "My phone"], "without a name it is called after the browser");
    assert_eq!(subjects(&world).await.iter().filter(|one| *one == "A passkey was added").count(), 2);

    for device in [&mut laptop, &mut phone] {
        world.clock.pass(60);
        let signed_in = signs_in(&world, device).await.expect("gets in");
        assert_eq!(world.desk.enter_session(&signed_in.token).await.expect("signed in").id(), tom.id());
    }
    // With two-factor on as well: a passkey is both factors.
    world.desk.account_totp_start(&tom, PASSWORD).await.expect("begins");
    signs_in(&world, &mut phone).await.expect("gets in without a code");
    let sessions = world.desk.account_sessions(&tom).await.expect("a list");
    assert!(sessions.iter().any(|session| session.device == "Chrome on Linux"));

    let shown = rows(&world, &tom).await;
    assert!(shown.iter().all(|row| row.used.is_some()));
    for wrong in ["", "not the password"] {
        let kept = world.desk.account_passkey_remove(&tom, shown[0].id, wrong).await;
        assert!(matches!(kept, Err(Error::Invalid(problems)) if problems.of(Field::CurrentPassword).is_some()));
    }
    let eve = world.user("Eve").await;
    let not_theirs = world.desk.account_passkey_remove(&eve, shown[0].id, PASSWORD).await;
    assert!(matches!(not_theirs, Err(Error::NotFound)));
    world.desk.account_passkey_remove(&tom, shown[0].id, PASSWORD).await.expect("removed");
    assert!(refused(&signs_in(&world, &mut laptop).await), "it signs in no more");
    signs_in(&world, &mut phone).await.expect("the other one does");
    assert_eq!(rows(&world, &tom).await.len(), 1);
    assert!(subjects(&world).await.iter().any(|one| one == "A passkey was removed"));
    let again = world.desk.account_passkey_remove(&tom, shown[0].id, PASSWORD).await;
    assert!(matches!(again, Err(Error::NotFound)));
}

async fn a_question_is_answered_once_and_within_five_minutes(world: World) {
    let world = world.reached_at(HERE);
    let tom = world.user("Tom").await;
    let mut device = device(&world, &tom, "").await;
    let question = world.desk.account_passkey_ask().await.expect("asks");
    let answer = device.get(&question.options);
    world.desk.account_sign_in_passkey(&question.token, &answer, "").await.expect("gets in");
    let replayed = world.desk.account_sign_in_passkey(&question.token, &answer, "").await;
    assert!(refused(&replayed), "the same answer again");
    let other = world.desk.account_passkey_ask().await.expect("asks");
    assert!(refused(&world.desk.account_sign_in_passkey(&other.token, &answer, "").await), "to another question");
    // A wrong answer uses its question up, too.
    let right = device.get(&other.options);
    assert!(refused(&world.desk.account_sign_in_passkey(&other.token, &right, "").await));

    let late = world.desk.account_passkey_ask().await.expect("asks");
    world.clock.pass(300);
    assert!(refused(&world.desk.account_sign_in_passkey(&late.token, &device.get(&late.options), "").await));
    assert!(world.desk.job_sweep().await.expect("sweeps") > 0, "it is not kept for ever");
    for token in ["", "x", &"x".repeat(100_000)] {
        assert!(refused(&world.desk.account_sign_in_passkey(token, &answer, "").await));
    }
    signs_in(&world, &mut device).await.expect("and the device still works");

    // One that never counts signs the same answer as often as it likes: the question alone is what can be used up.
    let mut synced = bent(&Authenticator::at(HERE), |device| device.counts = false);
    world.desk.account_passkey_begin(&tom, PASSWORD, "Synced", "").await.expect("begins");
    let setup = begun(&world, &tom).await.expect("it is being added");
    world.desk.account_passkey_add(&tom, &synced.create(&setup.options)).await.expect("added");
    let question = world.desk.account_passkey_ask().await.expect("asks");
    let answer = synced.get(&question.options);
    world.desk.account_sign_in_passkey(&question.token, &answer, "").await.expect("gets in");
    assert!(refused(&world.desk.account_sign_in_passkey(&question.token, &answer, "").await), "the same answer again");
}

async fn a_copy_of_a_key_is_refused_and_its_person_told(world: World) {
    let world = world.reached_at(HERE);
    let tom = world.user("Tom").await;
    let mut device = device(&world, &tom, "").await;
    let mut copy = device.clone();
    signs_in(&world, &mut device).await.expect("gets in");
    assert!(refused(&signs_in(&world, &mut copy).await), "it has counted as far as the first one");
    assert!(subjects(&world).await.iter().any(|one| one == "A passkey was refused"));
    signs_in(&world, &mut device).await.expect("the first one goes on");

    // Keys that are shared between devices on purpose never count.
    let mut synced = bent(&Authenticator::at(HERE), |device| device.counts = false);
    world.desk.account_passkey_begin(&tom, PASSWORD, "Synced", "").await.expect("begins");
    let setup = begun(&world, &tom).await.expect("it is being added");
    world.desk.account_passkey_add(&tom, &synced.create(&setup.options)).await.expect("added");
    let mut elsewhere = synced.clone();
    for device in [&mut synced, &mut elsewhere] {
        signs_in(&world, device).await.expect("gets in");
    }
}

async fn of_twenty_answers_to_one_question_one_gets_in(world: World) {
    let world = world.reached_at(HERE);
    let tom = world.user("Tom").await;
    let mut device = device(&world, &tom, "").await;
    let question = world.desk.account_passkey_ask().await.expect("asks");
    let answer = device.get(&question.options);
    let mut tries = tokio::task::JoinSet::new();
    for _ in 0..20 {
        let (desk, token, answer) = (world.desk.clone(), question.token.clone(), answer.clone());
        tries.spawn(async move { desk.account_sign_in_passkey(&token, &answer, "").await.is_ok() });
    }
    assert_eq!(tries.join_all().await.into_iter().filter(|ok| *ok).count(), 1);
}

async fn a_passkey_is_added_in_the_browser_that_gave_the_password(world: World) {
    let world = world.reached_at(HERE);
    let tom = world.user("Tom").await;
    let other = world.desk.enter_session(&world.session(tom.id()).await).await.expect("another browser");
    for wrong in ["", "not the password"] {
        let kept = world.desk.account_passkey_begin(&tom, wrong, "", "").await;
        assert!(matches!(kept, Err(Error::Invalid(problems)) if problems.of(Field::CurrentPassword).is_some()));
    }
    let long = world.desk.account_passkey_begin(&tom, PASSWORD, &"x".repeat(81), "").await;
    assert!(matches!(long, Err(Error::Invalid(problems)) if problems.of(Field::Name).is_some()));
    assert!(begun(&world, &tom).await.is_none());
    world.desk.account_passkey_begin(&tom, PASSWORD, "Laptop", "").await.expect("begins");
    let setup = begun(&world, &tom).await.expect("it is being added");
    assert_eq!(setup.name, "Laptop");
    assert!(begun(&world, &other).await.is_none(), "a stolen cookie does not see it");
    let mut device = Authenticator::at(HERE);
    let made = device.create(&setup.options);
    assert!(matches!(world.desk.account_passkey_add(&other, &made).await, Err(Error::NotFound)));
    assert!(refused(&world.desk.account_passkey_add(&tom, "").await), "no script made one");
    world.desk.account_passkey_add(&tom, &made).await.expect("added");
    assert!(matches!(world.desk.account_passkey_add(&tom, &made).await, Err(Error::NotFound)), "once");

    // The same key for a second account, or twice for one.
    let eve = world.user("Eve").await;
    for user in [&tom, &eve] {
        world.desk.account_passkey_begin(user, PASSWORD, "", "").await.expect("begins");
        let setup = begun(&world, user).await.expect("it is being added");
        assert!(refused(&world.desk.account_passkey_add(user, &device.clone().create(&setup.options)).await));
    }
    assert!(rows(&world, &eve).await.is_empty());

    world.desk.account_passkey_begin(&tom, PASSWORD, "", "").await.expect("begins");
    let setup = begun(&world, &tom).await.expect("it is being added");
    let foreign = Authenticator::at("https://evil.example").create(&setup.options);
    assert!(refused(&world.desk.account_passkey_add(&tom, &foreign).await), "made at another address");
    world.desk.account_passkey_begin(&tom, PASSWORD, "", "").await.expect("begins");
    let setup = begun(&world, &tom).await.expect("it is being added");
    world.clock.pass(300);
    assert!(begun(&world, &tom).await.is_none());
    let late = Authenticator::at(HERE).create(&setup.options);
    assert!(matches!(world.desk.account_passkey_add(&tom, &late).await, Err(Error::NotFound)));
    world.desk.account_passkey_begin(&tom, PASSWORD, "", "").await.expect("begins");
    world.desk.account_passkey_cancel(&tom).await.expect("cancelled");
    assert!(begun(&world, &tom).await.is_none());
    assert_eq!(rows(&world, &tom).await.len(), 1);

    // A new password ends what was begun elsewhere with the old one.
    world.desk.account_passkey_begin(&other, PASSWORD, "", "").await.expect("begins");
    world.desk.account_set_password(&tom, PASSWORD, "a completely new sentence").await.expect("changed");
    assert_eq!(world.desk.account_sessions(&tom).await.expect("a list").len(), 1);
    let made = Authenticator::at(HERE).create(&setup.options);
    assert!(world.desk.account_passkey_add(&other, &made).await.is_err());
}

async fn the_end_of_the_account_is_the_end_of_its_passkeys(world: World) {
    let world = world.reached_at(HERE);
    let tom = world.user("Tom").await;
    let mut device = device(&world, &tom, "").await;
    let question = world.desk.account_passkey_ask().await.expect("asks");
    let answer = device.get(&question.options);
    world.desk.account_passkey_begin(&tom, PASSWORD, "", "").await.expect("begins");
    world.desk.account_delete(&tom, PASSWORD).await.expect("deleted");
    assert!(refused(&world.desk.account_sign_in_passkey(&question.token, &answer, "").await));
    let mut tx = world.desk.store().read_global().await.expect("reads");
    assert!(tx.passkeys_of_user(tom.id()).await.expect("reads").is_empty());
}

#[tokio::test]
async fn what_does_not_fit_the_account_or_the_address_does_not_get_in() {
    let world = World::new().await.reached_at(HERE);
    let (tom, eve) = (world.user("Tom").await, world.user("Eve").await);
    let (toms, eves) = (device(&world, &tom, "").await, device(&world, &eve, "").await);
    for (device, what) in [
        (bent(&toms, |device| device.origin = "https://localhost:3000".to_owned()), "another scheme"),
        (bent(&toms, |device| device.origin = "http://localhost:3001".to_owned()), "another port"),
        (bent(&toms, |device| device.origin = "http://evil.localhost:3000".to_owned()), "a name below ours"),
        (bent(&toms, |device| device.verifies = false), "nobody was recognized"),
        (bent(&eves, |device| device.handle = tom.id().0.as_bytes().to_vec()), "Eve's key for Tom's account"),
        (bent(&toms, |device| device.handle = Vec::new()), "for nobody"),
        (bent(&toms, |device| device.handle = b"somebody".to_vec()), "for what is no account"),
        (Authenticator::at(HERE), "a key that no account has"),
    ] {
        assert!(refused(&signs_in(&world, &mut { device }).await), "{what}");
    }
    let question = world.desk.account_passkey_ask().await.expect("asks");
    for nonsense in ["", "{}", "[]", &"[".repeat(100_000)] {
        assert!(refused(&world.desk.account_sign_in_passkey(&question.token, nonsense, "").await), "{nonsense:.20}");
    }
    let signed_in = signs_in(&world, &mut { eves }).await.expect("Eve is Eve");
    assert_eq!(world.desk.enter_session(&signed_in.token).await.expect("signed in").id(), eve.id());
}

#[tokio::test]
async fn a_bit_that_was_turned_over_does_not_get_in() {
    let world = World::new().await.reached_at(HERE);
    let tom = world.user("Tom").await;
    let mut device = device(&world, &tom, "").await;
    for (part, at) in [("authenticatorData", 20), ("clientDataJSON", 200), ("signature", 30)] {
        let question = world.desk.account_passkey_ask().await.expect("asks");
        let mut answer: serde_json::Value = serde_json::from_str(&device.get(&question.options)).expect("JSON");
        let text = answer["response"][part].as_str().expect("a text").to_owned();
        let (head, tail) = text.split_at(at.min(text.len() - 4));
        let turned = if tail.starts_with('A') { "B" } else { "A" };
        answer["response"][part] = format!("{head}{turned}{}", &tail[1..]).into();
        world.clock.pass(600);
        let signed = world.desk.account_sign_in_passkey(&question.token, &answer.to_string(), "").await;
        assert!(refused(&signed), "{part}: {signed:?}");
    }
}

#[tokio::test]
async fn everybody_is_asked_the_same() {
    let world = World::new().await.reached_at(HERE);
    let before = world.desk.account_passkey_ask().await.expect("asks");
    let tom = world.user("Tom").await;
    device(&world, &tom, "").await;
    let after = world.desk.account_passkey_ask().await.expect("asks");
    assert_ne!(before.options["challenge"], after.options["challenge"]);
    let mut same = after.options.clone();
    same["challenge"] = before.options["challenge"].clone();
    assert_eq!(same, before.options, "nothing but the challenge differs: no key and no account is named");
    assert_eq!(after.options["userVerification"], "required");
}

#[tokio::test]
async fn guessing_with_a_known_passkey_gets_slower() {
    let world = World::new().await.reached_at(HERE);
    let tom = world.user("Tom").await;
    let device = device(&world, &tom, "").await;
    let mut elsewhere = bent(&device, |device| device.origin = "https://evil.example".to_owned());
    for _ in 0..5 {
        assert!(refused(&signs_in(&world, &mut elsewhere).await));
    }
    let Err(Error::SlowDown(wait)) = signs_in(&world, &mut { device.clone() }).await else { panic!("no delay") };
    assert!(wait <= 60, "and never long");
    world.clock.pass(60);
    signs_in(&world, &mut { device }).await.expect("its person gets in");
}

#[tokio::test]
async fn nothing_in_the_database_signs_in() {
    let world = World::new().await.reached_at(HERE);
    let (tom, eve) = (world.user("Tom").await, world.user("Eve").await);
    let mut toms = device(&world, &tom, "").await;
    world.clock.pass(60);
    let mut eves = device(&world, &eve, "").await;
    let question = world.desk.account_passkey_ask().await.expect("asks");
    let challenge = question.options["challenge"].as_str().expect("a text");
    for secret in [question.token.as_str(), challenge] {
        assert!(tables_with(&world.desk, secret).await.is_empty(), "{secret}");
    }
    // Who can write there, and nothing more, moves a key of their own to somebody else's row: it opens nothing.
    by_hand(
        &world.desk,
        "UPDATE passkey SET key = (SELECT key FROM passkey ORDER BY created_at DESC, id DESC LIMIT 1)",
    )
    .await;
    let moved = signs_in(&world, &mut toms).await;
    assert!(matches!(moved, Err(Error::Broken(_))), "{moved:?}");
    signs_in(&world, &mut eves).await.expect("Eve's own row is as it was");
    by_hand(&world.desk, "UPDATE passkey SET user_id = (SELECT id FROM user_account WHERE name = 'Tom')").await;
    eves.handle = tom.id().0.as_bytes().to_vec();
    let given = signs_in(&world, &mut eves).await;
    assert!(given.is_err(), "a row given to another account by hand: {given:?}");
}

#[tokio::test]
async fn an_address_that_is_a_number_has_none() {
    let world = World::new().await;
    let tom = world.user("Tom").await;
    let page = world.desk.account_security(&tom).await.expect("the page").passkeys;
    assert!(!page.possible && page.rows.is_empty());
    assert!(matches!(world.desk.account_passkey_ask().await, Err(Error::NotFound)));
    let begun = world.desk.account_passkey_begin(&tom, PASSWORD, "", "").await;
    assert!(matches!(begun, Err(Error::NotFound)));
    let removed = world.desk.account_passkey_remove(&tom, PasskeyId(uuid::Uuid::nil()), PASSWORD).await;
    assert!(matches!(removed, Err(Error::NotFound)));
}
