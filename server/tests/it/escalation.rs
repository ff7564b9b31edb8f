//! Nobody gives what they lack, and nobody touches whoever may do what they may not (INV-2, INV-3, B10, D1): after any sequence of
//! operations, each permission that somebody gained was one of whoever gave it. Moves are drawn from the lines of the access matrix,
//! with members and roles named at random, so a new operation takes part by having its line.

use crate::access_matrix::{Line, Principal, Scene, lines};
use crate::house::House;
use domain::Permission;
use domain::permission::Permissions;
use domain::role::{BuiltInRole, RoleKey};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use server::routes::Who;
use sqlx::{Connection, SqliteConnection};
use std::collections::BTreeMap;

/// Somebody of `acme` does something with a member and a role.
#[derive(Clone, Debug)]
struct Move {
    line: usize,
    who: usize,
    member: usize,
    role: usize,
}

const WHO: &[Principal] =
    &[Principal::Viewer, Principal::Agent, Principal::Admin, Principal::Owner, Principal::Only, Principal::AllBut];

fn moves() -> impl Strategy<Value = Vec<Move>> {
    let one = (any::<usize>(), any::<usize>(), any::<usize>(), any::<usize>());
    let one = one.prop_map(|(line, who, member, role)| Move { line, who, member, role });
    proptest::collection::vec(one, 1..16)
}

/// Who may what in `acme`: members by their id, and open invitations, which are as good as members.
async fn holders(hand: &mut SqliteConnection) -> BTreeMap<String, (RoleKey, Permissions)> {
    let rows: Vec<(String, String, Option<String>)> = sqlx::query_as(
        "SELECT m.user_id, m.role, r.permissions FROM membership m JOIN org o ON o.id = m.org_id
         LEFT JOIN role r ON r.org_id = m.org_id AND r.id = m.role WHERE o.slug = 'acme' AND m.deactivated_at IS NULL
         UNION ALL
         SELECT 'invitation ' || i.id, i.role, r.permissions FROM invitation i JOIN org o ON o.id = i.org_id
         LEFT JOIN role r ON r.org_id = i.org_id AND r.id = i.role WHERE o.slug = 'acme' AND i.state = 'pending'",
    )
    .fetch_all(hand)
    .await
    .expect("the members");
    rows.into_iter()
        .map(|(holder, role, own)| {
            let role = RoleKey::parse(&role).expect("a role");
            let permissions = match role {
                RoleKey::BuiltIn(role) => role.permissions(),
                RoleKey::Own(_) => own.map(|list| serde_json::from_str(&list).expect("a list")).unwrap_or_default(),
            };
            (holder, (role, permissions))
        })
        .collect()
}

async fn roles(hand: &mut SqliteConnection) -> Vec<String> {
    let own: Vec<(String,)> =
        sqlx::query_as("SELECT r.id FROM role r JOIN org o ON o.id = r.org_id WHERE o.slug = 'acme'")
            .fetch_all(hand)
            .await
            .expect("the roles");
    BuiltInRole::ALL.iter().map(|role| role.key().to_owned()).chain(own.into_iter().map(|row| row.0)).collect()
}

/// The user behind an asker.
async fn user(hand: &mut SqliteConnection, token: &str) -> Option<String> {
    let hash = desk::access::token_hash(token);
    let row: Option<(String,)> = sqlx::query_as("SELECT user_id FROM session WHERE token_hash = $1")
        .bind(hash)
        .fetch_optional(hand)
        .await
        .expect("the sessions");
    row.map(|row| row.0)
}

fn of_members(scene: &Scene, member: &str, role: &str) -> Vec<Line> {
    let mut the = scene.acme.clone();
    (the.member, the.role) = (member.to_owned(), role.to_owned());
    let lines = lines("acme", &the).into_iter();
    // What ends the organization ends the question.
    lines.filter(|line| matches!(line.who, Who::Member(_)) && !line.name().contains("danger") && !ends(line)).collect()
}

fn ends(line: &Line) -> bool {
    line.path == "/api/org_delete" || (line.method == "DELETE" && line.path == "/v1/orgs/{org}")
}

async fn checked(scene: &Scene, house: &House, moves: &[Move]) -> Result<usize, TestCaseError> {
    let path = house.world.desk.store().sqlite_path().expect("a SQLite world").to_owned();
    let mut hand = SqliteConnection::connect(&format!("sqlite://{}", path.display())).await.expect("the same file");
    let mut before = holders(&mut hand).await;
    let mut changes = 0;
    for one in moves {
        house.world.clock.pass(1);
        let members: Vec<String> = before.keys().filter(|holder| !holder.contains(' ')).cloned().collect();
        let roles = roles(&mut hand).await;
        let (member, role) = (&members[one.member % members.len()], &roles[one.role % roles.len()]);
        let lines = of_members(scene, member, role);
        // Half of the moves are about people.
        let people: Vec<Line> = lines.iter().filter(|line| is_about_people(line)).cloned().collect();
        let among = if one.line % 2 == 0 { &people } else { &lines };
        let line = &among[one.line / 2 % among.len()];
        let who = WHO[one.who % WHO.len()];
        let asker = scene.asker(who, line);
        let actor = user(&mut hand, asker.session.as_deref().unwrap_or_default()).await;
        let mine = actor.as_ref().and_then(|actor| before.get(actor)).map_or(Permissions::NONE, |mine| mine.1);
        let mut the = scene.acme.clone();
        (the.member, the.role) = (member.clone(), role.clone());
        let answer = scene.ask(house, who, line, "acme", &the).await;
        let after = holders(&mut hand).await;
        for (holder, (_, now)) in &after {
            let had = before.get(holder).map_or(Permissions::NONE, |had| had.1);
            let gained: Permissions = now.iter().filter(|permission| !had.contains(*permission)).collect();
            prop_assert!(
                gained.is_subset(mine),
                "{} by {who:?} ({}): {holder} gained {gained:?} from somebody with {mine:?}",
                line.name(),
                answer.status
            );
        }
        for (holder, had) in &before {
            let untouched = after.get(holder) == Some(had) || holder.contains(' ') || Some(holder) == actor.as_ref();
            prop_assert!(
                untouched || had.1.is_subset(mine),
                "{} by {who:?} ({}): {holder} had {:?}, and who changed that has {mine:?}",
                line.name(),
                answer.status,
                had.1
            );
        }
        let owners = after.values().filter(|(role, _)| *role == BuiltInRole::Owner.into()).count();
        prop_assert!(owners > 0, "{} by {who:?}: no owner is left", line.name());
        changes += usize::from(after != before);
        before = after;
    }
    Ok(changes)
}

fn is_about_people(line: &Line) -> bool {
    let people = [Permission::MemberInvite, Permission::MemberRoleSet, Permission::MemberRead];
    matches!(line.who, Who::Member(needed) if people.contains(&needed)) && line.method != "GET"
}

#[test]
fn nobody_gives_what_they_lack() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let scene = runtime.block_on(Scene::new());
    let changes = std::cell::Cell::new(0);
    let config = Config { cases: 32, max_shrink_iters: 60, failure_persistence: None, ..Config::default() };
    TestRunner::new(config)
        .run(&moves(), |moves| {
            let made = runtime.block_on(async { checked(&scene, &scene.fresh().await, &moves).await })?;
            changes.set(changes.get() + made);
            Ok(())
        })
        .expect("every permission came from somebody who had it");
    assert!(changes.get() > 10, "only {} moves changed who may what", changes.get());
}
