//! The directory (B30): role, teams, availability and open tickets of everybody who answers.

use crate::team::team;
use crate::ticket::opened;
use desk::access::Scope;
use domain::member::{PersonRow, Presence};
use domain::role::BuiltInRole;
use domain::ticket::Version;
use testkit::World;

on_both!(the_directory_tells_who_is_there_and_what_is_on_their_desk, who_was_not_seen_for_long_is_offline);

async fn person(world: &World, scope: &Scope, name: &str) -> PersonRow {
    let people = world.desk.member_directory(scope).await.expect("every member reads it");
    people.into_iter().find(|person| person.name == name).expect("somebody of that name")
}

async fn the_directory_tells_who_is_there_and_what_is_on_their_desk(world: World) {
    let ana = world.user("Ana").await;
    let owner = world.org(&ana, "acme").await;
    let (mia, agent) = world.member(&owner, "Mia", BuiltInRole::Agent).await;
    let (_, otto) = world.member(&owner, "Otto", BuiltInRole::Agent).await;
    let print = team(&world, &owner, "Print", &[&mia]).await;
    let code = opened(&world, &owner, "Printer").await.code;
    world.desk.ticket_set_team(&owner, &code, Some(print.id), Version(1)).await.expect("moved");
    world.desk.ticket_assign(&owner, &code, Some(mia.id()), Version(2)).await.expect("given");
    let there = person(&world, &owner, "Mia").await;
    assert_eq!((there.role.name.as_str(), there.teams[0].name.as_str()), ("Agent", "Print"));
    assert_eq!((there.presence, there.open, there.seen.is_some()), (Presence::Online, 1, true));
    let otto = world
        .enter(
            &world.desk.enter_session(&world.session(otto.actor().user().expect("a member")).await).await.expect("in"),
            &owner.org().slug,
        )
        .await;
    assert_eq!(person(&world, &otto, "Mia").await.open, 0, "what one does not see is not counted for one");
    world.desk.member_set_away(&agent, true).await.expect("away");
    world.desk.member_set_away(&agent, true).await.expect("away already");
    assert_eq!(person(&world, &owner, "Mia").await.presence, Presence::Away);
    assert_eq!(person(&world, &owner, "Ana").await.presence, Presence::Online);
    let told = world.live.told().iter().filter(|change| change.kind == "member_changed").count();
    assert_eq!(told, 1, "said once");
    world.desk.member_set_away(&agent, false).await.expect("back");
    assert_eq!(person(&world, &owner, "Mia").await.presence, Presence::Online);
}

async fn who_was_not_seen_for_long_is_offline(world: World) {
    let ana = world.user("Ana").await;
    let owner = world.org(&ana, "acme").await;
    let (mia, _) = world.member(&owner, "Mia", BuiltInRole::Agent).await;
    // Written down, or remembered only: it counts the same.
    world.desk.member_seen_flush().await.expect("written");
    assert_eq!(person(&world, &owner, "Mia").await.presence, Presence::Online);
    world.clock.pass(6 * 60);
    let gone = person(&world, &owner, "Mia").await;
    assert_eq!((gone.presence, gone.seen.is_some()), (Presence::Offline, true));
    let agent = world.enter(&mia, &owner.org().slug).await;
    assert_eq!(person(&world, &owner, "Mia").await.presence, Presence::Online);
    world.desk.member_set_away(&agent, true).await.expect("away");
    world.clock.pass(6 * 60);
    assert_eq!(person(&world, &owner, "Mia").await.presence, Presence::Away, "away stays away");
}
