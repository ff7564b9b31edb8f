//! Two-factor: a code after the password, each taken once, and ten codes for the day the app is gone (security.md A6).

use crate::account_sign_up::{PASSWORD, account, mails, token};
use desk::Error;
use desk::access::UserScope;
use desk::account::{SecondStep, SignedIn};
use desk::ports::Clock as _;
use domain::Field;
use domain::user::TwoFactor;
use testkit::World;
use testkit::sqlite::by_hand;
use totp_rs::{Builder, Secret, Totp};

const TOM: &str = "tom@acme.example";
/// Of the app.
const STEP: i64 = 30;

/// Somebody with an account, their app, and the codes they wrote down.
struct Person {
    user: UserScope,
    app: Totp,
    recovery: Vec<String>,
}

/// The app, from what the page shows.
async fn app(world: &World, user: &UserScope) -> Totp {
    let TwoFactor::Begun(setup) = world.desk.account_security(user).await.expect("the page").two_factor else {
        panic!("nothing is being set up")
    };
    assert!(setup.uri.starts_with("otpauth://totp/Helpstead:tom%40acme.example?secret="), "{}", setup.uri);
    assert!(setup.picture.path.starts_with('M') && setup.picture.size > 30);
    let secret = Secret::try_from_base32(setup.secret.replace(' ', "")).expect("base 32");
    Builder::new().with_secret(secret).build().expect("a generator")
}

/// The code the app shows `steps` from now.
fn code(world: &World, app: &Totp, steps: i64) -> String {
    let seconds = world.clock.now().0 / 1_000_000 + steps * STEP;
    app.generate(u64::try_from(seconds).expect("after 1970")).to_string()
}

/// Tom, with two-factor on and the code of this step used up.
async fn tom(world: &World) -> Person {
    let signed_in = account(world, TOM).await;
    let user = world.desk.enter_session(&signed_in.token).await.expect("signed in");
    world.desk.account_totp_start(&user, PASSWORD).await.expect("begins");
    let app = app(world, &user).await;
    let recovery = world.desk.account_totp_confirm(&user, &code(world, &app, 0)).await.expect("turned on");
    Person { user, app, recovery }
}

/// The password is given; the code is to follow.
async fn step(world: &World) -> SecondStep {
    match world.desk.account_sign_in(TOM, PASSWORD, "").await {
        Err(Error::CodeNeeded(step)) => step,
        other => panic!("no code was asked for: {other:?}"),
    }
}

async fn with(world: &World, code: &str) -> desk::Result<SignedIn> {
    let step = step(world).await;
    world.desk.account_sign_in_code(&step.token, code, "").await
}

fn refused(answer: &desk::Result<SignedIn>) -> bool {
    matches!(answer, Err(Error::Invalid(problems)) if problems.of(Field::Code).is_some())
}

crate::on_both!(
    a_code_is_asked_for_after_the_password,
    a_code_used_twice_is_refused_and_so_is_one_of_its_neighbours_before_it,
    of_twenty_with_one_recovery_code_one_gets_in,
    of_twenty_with_one_code_of_the_app_one_gets_in,
    a_second_step_works_once_and_for_five_minutes,
    a_new_password_by_mail_does_not_turn_two_factor_off,
    two_who_confirm_at_once_get_one_set_of_codes,
);

async fn a_code_is_asked_for_after_the_password(world: World) {
    let signed_in = account(&world, TOM).await;
    let user = world.desk.enter_session(&signed_in.token).await.expect("signed in");
    let wrong = world.desk.account_totp_start(&user, "not the password").await;
    assert!(matches!(wrong, Err(Error::Invalid(problems)) if problems.of(Field::CurrentPassword).is_some()));
    assert!(matches!(world.desk.account_security(&user).await.expect("the page").two_factor, TwoFactor::Off));

    world.desk.account_totp_start(&user, PASSWORD).await.expect("begins");
    let app = app(&world, &user).await;
    for wrong in ["", "123", "not a code", &code(&world, &app, 5), &code(&world, &app, -3)] {
        assert!(world.desk.account_totp_confirm(&user, wrong).await.is_err(), "{wrong}");
    }
    assert!(world.desk.account_sign_in(TOM, PASSWORD, "").await.is_ok(), "nothing is on before the first code");
    world.clock.pass(60);
    let codes = world.desk.account_totp_confirm(&user, &code(&world, &app, 0)).await.expect("turned on");
    let different: std::collections::BTreeSet<_> = codes.iter().collect();
    assert_eq!((codes.len(), different.len()), (10, 10));
    let TwoFactor::On { codes_left, .. } = world.desk.account_security(&user).await.expect("the page").two_factor
    else {
        panic!("it is on")
    };
    assert_eq!(codes_left, 10);
    assert!(mails(&world).await.iter().any(|mail| mail.to == TOM && mail.subject == "Two-factor is on"));
    assert!(world.desk.enter_session(&signed_in.token).await.is_ok(), "who turned it on goes on");
    let again = world.desk.account_totp_start(&user, PASSWORD).await;
    assert!(matches!(again, Err(Error::Conflict(_))), "turned off first");

    let step = step(&world).await;
    assert!(world.desk.account_code_awaited(&step.token).await.is_ok());
    assert!(world.desk.enter_session(&step.token).await.is_err(), "half a sign-in is none");
    world.clock.pass(STEP);
    let code = code(&world, &app, 0);
    let spaced = format!(" {} {}", &code[..3], &code[3..]);
    let signed_in = world.desk.account_sign_in_code(&step.token, &spaced, "").await.expect("gets in");
    assert_eq!(world.desk.enter_session(&signed_in.token).await.expect("signed in").id(), user.id());
}

async fn a_code_used_twice_is_refused_and_so_is_one_of_its_neighbours_before_it(world: World) {
    let tom = tom(&world).await;
    assert!(refused(&with(&world, &code(&world, &tom.app, 0)).await), "it has turned two-factor on already");
    assert!(refused(&with(&world, &code(&world, &tom.app, -1)).await), "older than one that was used");
    // A phone that is ahead.
    with(&world, &code(&world, &tom.app, 1)).await.expect("the next one is taken");
    for steps in [1, 0, -1] {
        assert!(refused(&with(&world, &code(&world, &tom.app, steps)).await), "{steps}");
    }
    world.clock.pass(STEP);
    assert!(refused(&with(&world, &code(&world, &tom.app, 0)).await), "its own time comes, and it was used");
    world.clock.pass(STEP);
    with(&world, &code(&world, &tom.app, 0)).await.expect("a new one is taken");
    world.clock.pass(10 * STEP);
    assert!(refused(&with(&world, &code(&world, &tom.app, -2)).await), "too old");
    with(&world, &code(&world, &tom.app, -1)).await.expect("a phone that is behind");
}

/// How many of twenty get in at once, each by `enter`.
async fn twenty(world: &World, code: &str, one_step: bool) -> usize {
    let shared = step(world).await;
    let mut steps = Vec::new();
    for _ in 0..20 {
        steps.push(if one_step { shared.clone() } else { step(world).await });
    }
    let mut tries = tokio::task::JoinSet::new();
    for step in steps {
        let (desk, code) = (world.desk.clone(), code.to_owned());
        tries.spawn(async move { desk.account_sign_in_code(&step.token, &code, "").await.is_ok() });
    }
    tries.join_all().await.into_iter().filter(|ok| *ok).count()
}

async fn of_twenty_with_one_recovery_code_one_gets_in(world: World) {
    let tom = tom(&world).await;
    assert_eq!(twenty(&world, &tom.recovery[0], false).await, 1, "from twenty browsers");
    world.clock.pass(86_400);
    assert_eq!(twenty(&world, &tom.recovery[1], true).await, 1, "from one");
    world.clock.pass(86_400);
    assert!(refused(&with(&world, &tom.recovery[0]).await));
    with(&world, &tom.recovery[2].to_lowercase().replace('-', " ")).await.expect("as people type it");
    let mails = mails(&world).await;
    assert_eq!(mails.iter().filter(|mail| mail.to == TOM && mail.subject == "A recovery code was used").count(), 3);
    let TwoFactor::On { codes_left, .. } = world.desk.account_security(&tom.user).await.expect("the page").two_factor
    else {
        panic!("it is on")
    };
    assert_eq!(codes_left, 7);
    // The same below the delays, which let no more than five through: compare and set.
    let row = world.desk.store().read_global().await.expect("reads").totp_of_user(tom.user.id()).await.expect("reads");
    let next = row.expect("it is on").last_step + 1000;
    let mut takes = tokio::task::JoinSet::new();
    for _ in 0..20 {
        let (desk, user) = (world.desk.clone(), tom.user.id());
        takes.spawn(async move {
            let mut tx = desk.store().write_global().await.expect("writes");
            let taken = tx.totp_take(user, next).await.expect("answers");
            tx.commit().await.expect("commits");
            taken
        });
    }
    assert_eq!(takes.join_all().await.into_iter().filter(|taken| *taken).count(), 1);
}

async fn of_twenty_with_one_code_of_the_app_one_gets_in(world: World) {
    let tom = tom(&world).await;
    world.clock.pass(STEP);
    assert_eq!(twenty(&world, &code(&world, &tom.app, 0), false).await, 1);
}

async fn a_second_step_works_once_and_for_five_minutes(world: World) {
    let tom = tom(&world).await;
    let first = step(&world).await;
    world.clock.pass(299);
    assert!(world.desk.account_code_awaited(&first.token).await.is_ok());
    world.clock.pass(1);
    assert!(matches!(world.desk.account_code_awaited(&first.token).await, Err(Error::NotFound)));
    let late = world.desk.account_sign_in_code(&first.token, &code(&world, &tom.app, 0), "").await;
    assert!(matches!(late, Err(Error::NotFound)), "a right code, too late");

    let second = step(&world).await;
    world.desk.account_sign_in_code(&second.token, &code(&world, &tom.app, 0), "").await.expect("gets in");
    let again = world.desk.account_sign_in_code(&second.token, &tom.recovery[0], "").await;
    assert!(matches!(again, Err(Error::NotFound)), "the step is used up, and the code is not");
    with(&world, &tom.recovery[0]).await.expect("it still works");

    // A new password ends what was begun with the old one.
    let third = step(&world).await;
    world.desk.account_set_password(&tom.user, PASSWORD, "a completely new sentence").await.expect("changed");
    assert!(matches!(world.desk.account_code_awaited(&third.token).await, Err(Error::NotFound)));
    for dead in ["", "x", &"x".repeat(100_000)] {
        assert!(matches!(world.desk.account_sign_in_code(dead, "123456", "").await, Err(Error::NotFound)));
    }
    world.desk.job_sweep().await.expect("sweeps");
    world.clock.pass(5);
    let Err(Error::CodeNeeded(_)) = world.desk.account_sign_in(TOM, "a completely new sentence", "").await else {
        panic!("no code was asked for")
    };
    world.clock.pass(299);
    assert_eq!(world.desk.job_sweep().await.expect("sweeps"), 0);
    world.clock.pass(1);
    assert_eq!(world.desk.job_sweep().await.expect("sweeps"), 1);
}

async fn a_new_password_by_mail_does_not_turn_two_factor_off(world: World) {
    let tom = tom(&world).await;
    world.desk.account_forgot(TOM).await.expect("asks");
    let token = token(&world, "reset").await;
    let Err(Error::CodeNeeded(step)) = world.desk.account_reset(&token, "a completely new sentence", "").await else {
        panic!("the code is not asked for")
    };
    assert!(matches!(world.desk.account_reset(&token, "yet another sentence", "").await, Err(Error::NotFound)), "once");
    assert!(world.desk.account_sign_in(TOM, PASSWORD, "").await.is_err_and(|error| matches!(error, Error::Invalid(_))));
    world.desk.account_sign_in_code(&step.token, &tom.recovery[3], "").await.expect("and with a code they are in");
}

async fn two_who_confirm_at_once_get_one_set_of_codes(world: World) {
    let signed_in = account(&world, TOM).await;
    let user = world.desk.enter_session(&signed_in.token).await.expect("signed in");
    world.desk.account_totp_start(&user, PASSWORD).await.expect("begins");
    let code = code(&world, &app(&world, &user).await, 0);
    let (one, other) =
        tokio::join!(world.desk.account_totp_confirm(&user, &code), world.desk.account_totp_confirm(&user, &code),);
    assert_eq!(usize::from(one.is_ok()) + usize::from(other.is_ok()), 1, "{one:?} {other:?}");
    let codes = one.or(other).expect("one of them");
    with(&world, &codes[9]).await.expect("the codes that were shown are those that work");
}

#[tokio::test]
async fn guessing_codes_gets_slower_whatever_browser_it_comes_from() {
    let world = World::new().await;
    let tom = tom(&world).await;
    let first = step(&world).await;
    for guess in 0..5 {
        let code = format!("00000{guess}");
        assert!(refused(&world.desk.account_sign_in_code(&first.token, &code, "").await), "{guess}");
    }
    let ended = world.desk.account_sign_in_code(&first.token, "000000", "").await;
    assert!(matches!(ended, Err(Error::NotFound)), "the password is asked for again");
    let Err(Error::SlowDown(wait)) = with(&world, &tom.recovery[0]).await else { panic!("no delay") };
    assert!((1..=31).contains(&wait), "{wait}");
    let mut longest = 0;
    for _ in 0..12 {
        if let Err(Error::SlowDown(wait)) = with(&world, "000000").await {
            longest = wait.max(longest);
            world.clock.pass(i64::try_from(wait).expect("short"));
            assert!(refused(&with(&world, "000000").await));
        }
    }
    assert!((600..=901).contains(&longest), "{longest}");
    world.clock.pass(901);
    with(&world, &tom.recovery[0]).await.expect("the right person gets in");
    world.clock.pass(STEP);
    with(&world, &code(&world, &tom.app, 0)).await.expect("and nothing is held against them");
}

#[tokio::test]
async fn a_password_that_does_not_fit_says_nothing_of_two_factor() {
    let world = World::new().await;
    tom(&world).await;
    let mut answers = Vec::new();
    for email in [TOM, "nobody@acme.example"] {
        let before = world.desk.account_hashes();
        let Err(Error::Invalid(problems)) = world.desk.account_sign_in(email, "wrong password", "").await else {
            panic!("{email}")
        };
        answers.push((problems, world.desk.account_hashes() - before));
    }
    assert_eq!(answers[0], answers[1]);
    assert_eq!(answers[0].1, 1);
}

#[tokio::test]
async fn two_factor_is_turned_off_with_the_password_and_codes_are_renewed() {
    let world = World::new().await;
    let tom = tom(&world).await;
    for wrong in ["", "not the password"] {
        assert!(world.desk.account_totp_stop(&tom.user, wrong).await.is_err());
        assert!(world.desk.account_recovery_renew(&tom.user, wrong).await.is_err());
    }
    let new = world.desk.account_recovery_renew(&tom.user, PASSWORD).await.expect("renewed");
    assert!(refused(&with(&world, &tom.recovery[0]).await), "the old ones are gone");
    with(&world, &new[0]).await.expect("a new one works");

    world.desk.account_totp_stop(&tom.user, PASSWORD).await.expect("off");
    assert!(world.desk.account_sign_in(TOM, PASSWORD, "").await.is_ok());
    assert!(matches!(world.desk.account_totp_stop(&tom.user, PASSWORD).await, Err(Error::NotFound)));
    assert!(matches!(world.desk.account_recovery_renew(&tom.user, PASSWORD).await, Err(Error::NotFound)));
    let subjects: Vec<String> = mails(&world).await.into_iter().map(|mail| mail.subject).collect();
    for subject in ["New recovery codes", "Two-factor is off"] {
        assert!(subjects.iter().any(|one| one == subject), "{subject}: {subjects:?}");
    }
}

#[tokio::test]
async fn what_was_begun_ends_by_itself_or_by_cancel() {
    let world = World::new().await;
    let signed_in = account(&world, TOM).await;
    let user = world.desk.enter_session(&signed_in.token).await.expect("signed in");
    world.desk.account_totp_start(&user, PASSWORD).await.expect("begins");
    let first = app(&world, &user).await;
    world.desk.account_totp_start(&user, PASSWORD).await.expect("begins anew");
    let old = world.desk.account_totp_confirm(&user, &code(&world, &first, 0)).await;
    assert!(matches!(old, Err(Error::Invalid(_))), "the first secret is gone");
    let second = app(&world, &user).await;
    world.clock.pass(900);
    let late = world.desk.account_totp_confirm(&user, &code(&world, &second, 0)).await;
    assert!(matches!(late, Err(Error::NotFound)));
    assert!(matches!(world.desk.account_security(&user).await.expect("the page").two_factor, TwoFactor::Off));

    world.desk.account_totp_start(&user, PASSWORD).await.expect("begins");
    world.desk.account_totp_cancel(&user).await.expect("cancelled");
    assert!(matches!(world.desk.account_security(&user).await.expect("the page").two_factor, TwoFactor::Off));
    assert!(world.desk.account_sign_in(TOM, PASSWORD, "").await.is_ok());
}

#[tokio::test]
async fn nothing_in_the_database_makes_codes() {
    let world = World::new().await;
    let tom = tom(&world).await;
    let row = world.desk.store().read_global().await.expect("reads").totp_of_user(tom.user.id()).await.expect("reads");
    let kept = row.expect("it is on").secret;
    let plain: String = tom.app.secret().as_bytes().iter().map(|byte| format!("{byte:02x}")).collect();
    assert!(!kept.contains(&plain) && !kept.contains(&tom.app.secret().to_base32()), "{kept}");

    // Another person's sealed secret, moved into this row by hand, opens nothing.
    let eve = world.user("Eve").await;
    world.desk.account_totp_start(&eve, testkit::PASSWORD).await.expect("begins");
    by_hand(
        &world.desk,
        "UPDATE user_totp SET secret = (SELECT secret FROM user_totp WHERE confirmed_at IS NULL) WHERE confirmed_at IS NOT NULL",
    )
    .await;
    world.clock.pass(STEP);
    let moved = with(&world, &code(&world, &tom.app, 0)).await;
    assert!(matches!(moved, Err(Error::Broken(_))), "{moved:?}");
}
