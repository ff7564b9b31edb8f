//! No sequence of what one person does with roles, members and invitations gives anybody, themselves included, a permission that
//! person lacks (D1, INV-4).

use desk::access::{Scope, UserScope};
use domain::invitation::InvitationNew;
use domain::permission::Permissions;
use domain::role::{BuiltInRole, RoleEdit, RoleKey, RoleNew};
use domain::{Permission, RoleId, UserId};
use proptest::prelude::*;
use std::collections::BTreeMap;
use testkit::World;

/// One try. Members, roles and replacements are picked by number, round and round.
#[derive(Clone, Debug)]
enum Try {
    Add(u64),
    AddFrom(usize),
    Duplicate(usize),
    Edit(usize, u64),
    Delete(usize, usize),
    SetRole(usize, usize),
    Deactivate(usize),
    Activate(usize),
    Remove(usize, usize),
    Transfer(usize),
    Invite(usize),
}

fn a_try() -> impl Strategy<Value = Try> {
    let n = || 0..8_usize;
    prop_oneof![
        any::<u64>().prop_map(Try::Add),
        n().prop_map(Try::AddFrom),
        n().prop_map(Try::Duplicate),
        (n(), any::<u64>()).prop_map(|(role, bits)| Try::Edit(role, bits)),
        (n(), n()).prop_map(|(role, instead)| Try::Delete(role, instead)),
        (n(), n()).prop_map(|(member, role)| Try::SetRole(member, role)),
        n().prop_map(Try::Deactivate),
        n().prop_map(Try::Activate),
        (n(), n()).prop_map(|(member, heir)| Try::Remove(member, heir)),
        n().prop_map(Try::Transfer),
        n().prop_map(Try::Invite),
    ]
}

/// What everybody may do, and what pending invitations are to.
async fn held(world: &World, owner: &Scope) -> BTreeMap<String, Permissions> {
    let roles = world.desk.role_list(owner).await.expect("the roles");
    let of = |key: RoleKey| roles.iter().find(|role| role.tag.key == key).map_or(Permissions::NONE, |r| r.permissions);
    let members = world.desk.member_list(owner).await.expect("the members");
    let invited = world.desk.invitation_list(owner).await.expect("the invitations");
    let members = members.into_iter().map(|m| (m.email, if m.is_active { of(m.role.key) } else { Permissions::NONE }));
    members.chain(invited.rows.into_iter().map(|row| (row.email, of(row.role.key)))).collect()
}

async fn keys(world: &World, owner: &Scope) -> Vec<RoleKey> {
    world.desk.role_list(owner).await.expect("the roles").into_iter().map(|row| row.tag.key).collect()
}

async fn done(world: &World, owner: &Scope, actor: &Scope, people: &[UserId], one: &Try, index: usize) {
    let desk = &world.desk;
    let keys = keys(world, owner).await;
    let key = |n: usize| keys[n % keys.len()].to_string();
    let own = |n: usize| match keys[n % keys.len()] {
        RoleKey::Own(id) => id,
        RoleKey::BuiltIn(_) => RoleId(uuid::Uuid::nil()),
    };
    let person = |n: usize| people[n % people.len()];
    let bits = |bits: u64| Some(Permissions::from_bits(bits));
    let new = RoleNew { name: format!("Role {index}"), ..RoleNew::default() };
    // Refused or not: what counts is what everybody may do afterwards.
    let _ = match one {
        Try::Add(set) => desk.role_add(actor, RoleNew { permissions: bits(*set), ..new }).await.map(drop),
        Try::AddFrom(role) => desk.role_add(actor, RoleNew { from: Some(key(*role)), ..new }).await.map(drop),
        Try::Duplicate(role) => desk.role_duplicate(actor, &key(*role)).await.map(drop),
        Try::Edit(role, set) => {
            desk.role_edit(actor, own(*role), RoleEdit { permissions: bits(*set), ..RoleEdit::default() }).await
        }
        Try::Delete(role, instead) => desk.role_delete(actor, own(*role), Some(&key(*instead))).await,
        Try::SetRole(member, role) => desk.member_set_role(actor, person(*member), &key(*role)).await,
        Try::Deactivate(member) => desk.member_deactivate(actor, person(*member)).await,
        Try::Activate(member) => desk.member_activate(actor, person(*member)).await,
        Try::Remove(member, heir) => desk.member_remove(actor, person(*member), Some(person(*heir))).await,
        Try::Transfer(member) => desk.member_transfer(actor, person(*member)).await,
        Try::Invite(role) => {
            let emails = vec![format!("guest{index}@x.test")];
            desk.invitation_create(actor, InvitationNew { emails, role: key(*role), ..InvitationNew::default() })
                .await
                .map(drop)
        }
    };
}

async fn nobody_gains(mine: u64, theirs: u64, tries: Vec<Try>) -> Result<(), TestCaseError> {
    let world = World::new().await;
    let owner = world.org(&world.user("Ana").await, "acme").await;
    let powers = [Permission::RoleEdit, Permission::MemberRoleSet, Permission::MemberRemove, Permission::MemberInvite];
    let mine: Vec<Permission> = Permissions::from_bits(mine).iter().chain(powers).collect();
    let actors_role = world.own_role(&owner, "Actor", &mine).await;
    let theirs: Vec<Permission> = Permissions::from_bits(theirs).iter().collect();
    let their_role = world.own_role(&owner, "Theirs", &theirs).await;
    let (actor, _): (UserScope, _) = world.member(&owner, "Eve", actors_role).await;
    let mut people = vec![actor.id(), owner.actor().user().expect("the owner")];
    for (name, role) in [
        ("Ben", their_role),
        ("Adam", BuiltInRole::Agent.into()),
        ("Ada", BuiltInRole::Admin.into()),
        ("Vic", actors_role),
    ] {
        people.push(world.member(&owner, name, role).await.0.id());
    }
    let may = Permissions::of(&mine);
    let before = held(&world, &owner).await;
    for (index, one) in tries.iter().enumerate() {
        // What they have left, or nothing once they are out.
        let Ok(scope) = world.desk.enter_org(&actor, &owner.org().slug).await else { break };
        done(&world, &owner, &scope, &people, one, index).await;
        for (who, has) in held(&world, &owner).await {
            let had = before.get(&who).copied().unwrap_or(Permissions::NONE);
            prop_assert!(
                has.without(had).is_subset(may),
                "{who} gained {:?} by {one:?}",
                has.without(had).without(may)
            );
        }
    }
    let owners = world.desk.member_list(&owner).await.expect("the members");
    prop_assert!(owners.iter().any(|member| member.name == "Ana" && member.role.key.is_owner() && member.is_active));
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, ..ProptestConfig::default() })]
    #[test]
    fn nobody_gains_what_whoever_acts_lacks(
        mine in any::<u64>(), theirs in any::<u64>(), tries in prop::collection::vec(a_try(), 1..24),
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        runtime.block_on(nobody_gains(mine, theirs, tries))?;
    }
}
