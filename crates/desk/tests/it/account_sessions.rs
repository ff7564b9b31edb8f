//! Where somebody is signed in, and for how long.

use crate::account_sign_up::{PASSWORD, account};
use desk::Error;
use testkit::World;

const DAY: i64 = 86_400;

#[tokio::test]
async fn a_person_sees_their_browsers_and_ends_one() {
    let world = World::new().await;
    account(&world, "tom@acme.example").await;
    let phone = "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Version/19.0 Mobile/15E148 Safari/604.1";
    let other = world.desk.account_sign_in("tom@acme.example", PASSWORD, phone).await.expect("signs in");
    world.clock.pass(60);
    let here = world
        .desk
        .account_sign_in("tom@acme.example", PASSWORD, "Gecko (X11; Linux) Firefox/145.0\nX: y")
        .await
        .expect("signs in");
    let user = world.desk.enter_session(&here.token).await.expect("signed in");
    let rows = world.desk.account_sessions(&user).await.expect("lists");
    let devices: Vec<(&str, bool)> = rows.iter().map(|row| (row.device.as_str(), row.current)).collect();
    assert_eq!(devices[0], ("Firefox on Linux", true));
    assert!(devices.contains(&("Safari on iPhone", false)), "{devices:?}");
    let phone = rows.iter().find(|row| row.device == "Safari on iPhone").expect("the phone").id;

    let stranger = world.user("Stranger").await;
    assert!(
        matches!(world.desk.account_session_end(&stranger, phone).await, Err(Error::NotFound)),
        "not somebody else's"
    );
    assert!(world.desk.enter_session(&other.token).await.is_ok());
    world.desk.account_session_end(&user, phone).await.expect("ends it");
    assert!(matches!(world.desk.enter_session(&other.token).await, Err(Error::SignedOut)));
    assert!(matches!(world.desk.account_session_end(&user, phone).await, Err(Error::NotFound)));
}

#[tokio::test]
async fn a_session_ends_after_a_week_unused_and_a_month_in_any_case() {
    let world = World::new().await;
    let idle = account(&world, "tom@acme.example").await;
    let used = world.desk.account_sign_in("tom@acme.example", PASSWORD, "").await.expect("signs in");
    for day in 1..30 {
        world.clock.pass(DAY);
        assert!(world.desk.enter_session(&used.token).await.is_ok(), "day {day}");
        assert_eq!(world.desk.account_flush_seen().await.expect("writes"), 1, "noted once");
    }
    assert_eq!(world.desk.account_flush_seen().await.expect("writes"), 0);
    assert!(matches!(world.desk.enter_session(&idle.token).await, Err(Error::SignedOut)));
    world.clock.pass(DAY);
    assert!(matches!(world.desk.enter_session(&used.token).await, Err(Error::SignedOut)));
    assert!(world.desk.job_sweep().await.expect("sweeps") >= 2);
}

#[tokio::test]
async fn reading_within_a_minute_writes_nothing() {
    let world = World::new().await;
    let signed_in = account(&world, "tom@acme.example").await;
    world.clock.pass(59);
    world.desk.enter_session(&signed_in.token).await.expect("signed in");
    assert_eq!(world.desk.account_flush_seen().await.expect("writes"), 0);
}

#[tokio::test]
async fn a_person_changes_their_name() {
    let world = World::new().await;
    let signed_in = account(&world, "tom@acme.example").await;
    let user = world.desk.enter_session(&signed_in.token).await.expect("signed in");
    assert!(matches!(world.desk.account_rename(&user, " ").await, Err(Error::Invalid(_))));
    world.desk.account_rename(&user, " Tom Lindqvist ").await.expect("renames");
    assert_eq!(world.desk.enter_session(&signed_in.token).await.expect("signed in").user().name, "Tom Lindqvist");
}

#[tokio::test]
async fn home_is_where_somebody_was_last() {
    let world = World::new().await;
    let user = world.user("Ana").await;
    assert_eq!(world.desk.account_home(&user).await.expect("answers"), None);
    let first = world.org(&user, "first-org").await;
    world.clock.pass(60);
    world.org(&user, "second-org").await;
    assert_eq!(world.desk.account_home(&user).await.expect("answers").expect("one").as_str(), "second-org");
    world.clock.pass(60);
    world.enter(&user, &first.org().slug).await;
    assert_eq!(world.desk.account_home(&user).await.expect("answers").expect("one").as_str(), "first-org");
}

crate::on_both!(streams_hear_of_every_end_of_a_session);

async fn streams_hear_of_every_end_of_a_session(world: World) {
    let first = account(&world, "tom@acme.example").await;
    let tom = world.desk.enter_session(&first.token).await.expect("signed in");
    let mut heard = 0;
    let mut told = async |what: &str| {
        let all = world.live.signed_out();
        assert!(all.len() > heard, "{what}");
        assert!(all[heard..].iter().all(|whose| *whose == Some(tom.id())), "{what}");
        heard = all.len();
    };
    told("confirming an address").await;
    for what in ["one", "others", "sign out", "password", "reset"] {
        let other = world.desk.account_sign_in("tom@acme.example", PASSWORD, "").await.expect("signs in");
        let there = world.desk.enter_session(&other.token).await.expect("signed in");
        match what {
            "one" => world.desk.account_session_end(&tom, there.session()).await.expect("ends"),
            "others" => world.desk.account_sessions_end_others(&tom).await.expect("ends"),
            "sign out" => world.desk.account_sign_out(&there).await.expect("ends"),
            "password" => {
                world.desk.account_set_password(&tom, PASSWORD, "a completely new sentence").await.expect("changed");
                world.desk.account_set_password(&tom, "a completely new sentence", PASSWORD).await.expect("and back");
            }
            _ => {
                world.desk.account_forgot("tom@acme.example").await.expect("asks");
                let link = crate::account_sign_up::token(&world, "reset").await;
                world.desk.account_reset(&link, "a completely new sentence", "").await.expect("resets");
            }
        }
        told(what).await;
        assert!(matches!(world.desk.enter_session(&other.token).await, Err(Error::SignedOut)), "{what}");
        let goes_on = world.desk.enter_session(&first.token).await.is_ok();
        assert_eq!(goes_on, what != "reset", "{what}: whoever asked goes on");
    }
}
