//! A new password while signed in: by whoever knows the present one, and everybody else is out.

use crate::account_sign_up::{PASSWORD, account};
use desk::{Error, Result};
use domain::Field;
use testkit::World;

const NEW: &str = "a sentence nobody guesses";

fn wrong(result: &Result<()>) -> Option<Field> {
    match result {
        Err(Error::Invalid(problems)) => Some(problems.0[0].field),
        _ => None,
    }
}

crate::on_both!(
    a_person_changes_their_password_and_other_browsers_are_out,
    guessing_gets_slower_as_at_the_door,
    of_two_at_once_one_wins,
);

async fn a_person_changes_their_password_and_other_browsers_are_out(world: World) {
    let phone = account(&world, "tom@acme.example").await;
    let here = world.desk.account_sign_in("tom@acme.example", PASSWORD, "").await.expect("signs in");
    let user = world.desk.enter_session(&here.token).await.expect("signed in");
    for (new, field) in [("short", Field::Password), ("tom@acme.example", Field::Password), (PASSWORD, Field::Password)]
    {
        assert_eq!(wrong(&world.desk.account_set_password(&user, PASSWORD, new).await), Some(field), "{new}");
    }
    let refused = world.desk.account_set_password(&user, "not the password", NEW).await;
    assert_eq!(wrong(&refused), Some(Field::CurrentPassword));
    assert!(world.desk.enter_session(&phone.token).await.is_ok(), "nothing happened so far");

    world.desk.account_set_password(&user, PASSWORD, NEW).await.expect("changed");
    assert!(world.desk.enter_session(&here.token).await.is_ok(), "who changed it goes on");
    assert!(matches!(world.desk.enter_session(&phone.token).await, Err(Error::SignedOut)));
    assert!(world.desk.account_sign_in("tom@acme.example", PASSWORD, "").await.is_err());
    assert!(world.desk.account_sign_in("tom@acme.example", NEW, "").await.is_ok());
}

async fn guessing_gets_slower_as_at_the_door(world: World) {
    let here = account(&world, "tom@acme.example").await;
    let user = world.desk.enter_session(&here.token).await.expect("signed in");
    for _ in 0..5 {
        assert!(wrong(&world.desk.account_set_password(&user, "a wild guess", NEW).await).is_some());
    }
    let Err(Error::SlowDown(wait)) = world.desk.account_set_password(&user, PASSWORD, NEW).await else {
        panic!("no delay")
    };
    assert!(matches!(world.desk.account_sign_in("tom@acme.example", PASSWORD, "").await, Err(Error::SlowDown(_))));
    world.clock.pass(i64::try_from(wait).expect("short"));
    world.desk.account_set_password(&user, PASSWORD, NEW).await.expect("changed");
}

async fn of_two_at_once_one_wins(world: World) {
    let here = account(&world, "tom@acme.example").await;
    let user = world.desk.enter_session(&here.token).await.expect("signed in");
    let (one, other) = tokio::join!(
        world.desk.account_set_password(&user, PASSWORD, "the first of two sentences"),
        world.desk.account_set_password(&user, PASSWORD, "the second of two sentences"),
    );
    let won = usize::from(one.is_ok()) + usize::from(other.is_ok());
    assert_eq!(won, 1, "{one:?} {other:?}");
}

#[tokio::test]
async fn nobody_changes_the_password_of_an_address_that_is_not_proved() {
    let world = World::new().await;
    world.desk.account_sign_up("Tom", "tom@acme.example", PASSWORD).await.expect("signs up");
    let here = world.desk.account_sign_in("tom@acme.example", PASSWORD, "").await.expect("signs in");
    let user = world.desk.enter_session(&here.token).await.expect("signed in");
    assert!(matches!(world.desk.account_set_password(&user, PASSWORD, NEW).await, Err(Error::Unconfirmed)));
}
