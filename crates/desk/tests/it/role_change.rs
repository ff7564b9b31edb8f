//! Roles an organization makes itself: added, changed, copied, deleted, and by whom (D1, B11, S2-20..23).

use desk::Error;
use desk::access::Scope;
use domain::Permission as P;
use domain::audit::{AuditAction, AuditFilter};
use domain::invitation::InvitationNew;
use domain::permission::Permissions;
use domain::role::{BuiltInRole, MANAGER, RoleEdit, RoleKey, RoleNew, RoleRow};
use domain::{Field, RoleId};
use testkit::World;

fn new(name: &str, from: &str) -> RoleNew {
    RoleNew { name: name.to_owned(), from: Some(from.to_owned()), ..RoleNew::default() }
}

fn ticked(permissions: &[P]) -> RoleEdit {
    RoleEdit { permissions: Some(Permissions::of(permissions)), ..RoleEdit::default() }
}

async fn add(world: &World, scope: &Scope, new: RoleNew) -> RoleId {
    match world.desk.role_add(scope, new).await.expect("the role is made").key {
        RoleKey::Own(id) => id,
        RoleKey::BuiltIn(role) => panic!("{role} is built in"),
    }
}

async fn row(world: &World, scope: &Scope, name: &str) -> RoleRow {
    let rows = world.desk.role_list(scope).await.expect("the roles");
    rows.into_iter().find(|row| row.tag.name == name).unwrap_or_else(|| panic!("no role {name}"))
}

crate::on_both!(
    a_role_begins_as_a_copy_or_ready_made_and_is_changed,
    a_name_is_taken_once_whatever_its_case,
    a_role_in_use_goes_with_another_in_its_place_alone,
    nobody_makes_changes_or_takes_away_what_they_lack,
    what_the_lock_finds_counts_and_not_what_was_so_a_moment_ago,
);

async fn a_role_begins_as_a_copy_or_ready_made_and_is_changed(world: World) {
    let acme = world.org(&world.user("Ana").await, "acme").await;
    add(&world, &acme, RoleNew { name: "Second line".to_owned(), ..RoleNew::default() }).await;
    assert_eq!(row(&world, &acme, "Second line").await.permissions, BuiltInRole::Agent.permissions(), "B11");
    add(&world, &acme, new("Onlooker", "viewer")).await;
    assert_eq!(row(&world, &acme, "Onlooker").await.permissions, BuiltInRole::Viewer.permissions());
    add(&world, &acme, new("Manager", "manager")).await;
    assert_eq!(row(&world, &acme, "Manager").await.permissions, MANAGER);
    let id = add(&world, &acme, new("Night shift", "nothing")).await;
    assert!(row(&world, &acme, "Night shift").await.permissions.is_empty());
    let edit = RoleEdit { description: Some("After nine.".to_owned()), ..ticked(&[P::TicketRead, P::TicketWrite]) };
    world.desk.role_edit(&acme, id, edit).await.expect("changed");
    let copy = world.desk.role_duplicate(&acme, &RoleKey::Own(id).to_string()).await.expect("copied");
    assert_eq!(copy.name, "Night shift (copy)");
    let again = world.desk.role_duplicate(&acme, &RoleKey::Own(id).to_string()).await.expect("copied");
    assert_eq!(again.name, "Night shift (copy 2)");
    let copied = row(&world, &acme, "Night shift (copy 2)").await;
    assert_eq!(
        (copied.permissions, copied.description.as_str(), copied.is_used()),
        (Permissions::of(&[P::TicketRead, P::TicketWrite]), "After nine.", false)
    );
    let names: Vec<String> =
        world.desk.role_list(&acme).await.expect("listed").into_iter().map(|row| row.tag.name).collect();
    let own = ["Manager", "Night shift", "Night shift (copy 2)", "Night shift (copy)", "Onlooker", "Second line"];
    assert_eq!(names[..4], ["Owner", "Admin", "Agent", "Viewer"]);
    assert_eq!(names[4..], own);

    let log = world.desk.audit_list(&acme, &AuditFilter::default()).await.expect("the log");
    let edited = log.rows.iter().find(|row| row.action == AuditAction::RoleEdited).expect("a row");
    let fields: Vec<&str> = edited.changes.iter().map(|change| change.field.as_str()).collect();
    assert_eq!((edited.target.as_str(), fields), ("Night shift", vec!["description", "permissions"]));
    assert_eq!(edited.changes[1].after.as_deref(), Some("ticket:read, ticket:write"));
}

async fn a_name_is_taken_once_whatever_its_case(world: World) {
    let acme = world.org(&world.user("Ana").await, "acme").await;
    let globex = world.org(&world.user("Otto").await, "globex").await;
    let id = add(&world, &acme, new("Second line", "agent")).await;
    for name in ["second LINE", "Owner", "viewer"] {
        let refused = world.desk.role_add(&acme, new(name, "agent")).await;
        assert!(matches!(refused, Err(Error::NameTaken)), "{name}");
    }
    add(&world, &globex, new("Second line", "agent")).await;
    let other = add(&world, &acme, new("Third line", "agent")).await;
    let renamed = |name: &str| RoleEdit { name: Some(name.to_owned()), ..RoleEdit::default() };
    assert!(matches!(world.desk.role_edit(&acme, other, renamed("SECOND line")).await, Err(Error::NameTaken)));
    assert!(matches!(world.desk.role_edit(&acme, other, renamed("admin")).await, Err(Error::NameTaken)));
    world.desk.role_edit(&acme, id, renamed("SECOND line")).await.expect("its own name in another case");
    let Err(Error::Invalid(problems)) = world.desk.role_add(&acme, new(" ", "root")).await else { panic!("refused") };
    assert_eq!(problems.0.iter().map(|problem| problem.field).collect::<Vec<_>>(), [Field::Name, Field::Role]);
}

async fn a_role_in_use_goes_with_another_in_its_place_alone(world: World) {
    let acme = world.org(&world.user("Ana").await, "acme").await;
    let globex = world.org(&world.user("Otto").await, "globex").await;
    let foreign = add(&world, &globex, new("Theirs", "agent")).await;
    let id = add(&world, &acme, new("Second line", "agent")).await;
    let (ben, _) = world.member(&acme, "Ben", RoleKey::Own(id)).await;
    let invite = InvitationNew {
        emails: vec!["nora@x.test".to_owned()],
        role: RoleKey::Own(id).to_string(),
        ..InvitationNew::default()
    };
    world.desk.invitation_create(&acme, invite).await.expect("invited");
    let used = row(&world, &acme, "Second line").await;
    assert_eq!((used.members, used.invited, used.is_used()), (1, 1, true));
    let refused = world.desk.role_delete(&acme, id, None).await;
    assert!(matches!(refused, Err(Error::RoleInUse { members: 1, invited: 1 })));
    let none = [RoleKey::Own(foreign).to_string(), RoleKey::Own(id).to_string(), "owner".to_owned(), "root".to_owned()];
    for instead in none {
        let refused = world.desk.role_delete(&acme, id, Some(&instead)).await;
        assert!(matches!(refused, Err(Error::Invalid(_))), "{instead}");
    }
    assert!(matches!(world.desk.role_delete(&acme, foreign, Some("agent")).await, Err(Error::NotFound)));
    world.desk.role_delete(&acme, id, Some("viewer")).await.expect("deleted");
    assert_eq!(world.enter(&ben, &acme.org().slug).await.role(), Some(&BuiltInRole::Viewer.into()));
    let invited = world.desk.invitation_list(&acme).await.expect("listed");
    assert_eq!(invited.rows[0].role.key, BuiltInRole::Viewer.into());
    assert!(world.live.signed_out().contains(&Some(ben.id())), "his streams prove themselves");
    let log = world.desk.audit_list(&acme, &AuditFilter::default()).await.expect("the log");
    assert_eq!((log.rows[0].action, log.rows[0].target.as_str()), (AuditAction::RoleDeleted, "Second line"));
    let unused = add(&world, &acme, new("Unused", "agent")).await;
    world.desk.role_delete(&acme, unused, None).await.expect("nobody has it");
    assert!(matches!(world.desk.role_delete(&acme, unused, None).await, Err(Error::NotFound)));
}

async fn nobody_makes_changes_or_takes_away_what_they_lack(world: World) {
    let acme = world.org(&world.user("Ana").await, "acme").await;
    let keeper = world.own_role(&acme, "Keeper", &[P::RoleEdit, P::MemberRead, P::TicketRead]).await;
    let (_, keeper) = world.member(&acme, "Kim", keeper).await;
    let high = add(&world, &acme, new("High", "agent")).await;
    let low = RoleKey::Own(add(&world, &acme, new("Low", "nothing")).await).to_string();
    let not_hers = |result: Result<(), Error>| assert!(matches!(result, Err(Error::RoleNotYours)), "{result:?}");
    for from in ["agent", "owner", "manager", &RoleKey::Own(high).to_string()] {
        not_hers(world.desk.role_add(&keeper, new("Mine", from)).await.map(drop));
    }
    let by_hand = RoleNew { permissions: Some(Permissions::of(&[P::OrgDelete])), ..new("Mine", "nothing") };
    not_hers(world.desk.role_add(&keeper, by_hand).await.map(drop));
    not_hers(world.desk.role_duplicate(&keeper, "viewer").await.map(drop));
    // Neither more nor less of what is not hers: not even its name.
    not_hers(world.desk.role_edit(&keeper, high, ticked(&[])).await);
    let renamed = RoleEdit { name: Some("Lower".to_owned()), ..RoleEdit::default() };
    not_hers(world.desk.role_edit(&keeper, high, renamed).await);
    not_hers(world.desk.role_delete(&keeper, high, Some(&low)).await);
    let mine = add(&world, &keeper, new("Mine", "nothing")).await;
    not_hers(world.desk.role_edit(&keeper, mine, ticked(&[P::TicketRead, P::TicketWrite])).await);
    world.desk.role_edit(&keeper, mine, ticked(&[P::TicketRead])).await.expect("what she has");
    not_hers(world.desk.role_delete(&keeper, mine, Some("viewer")).await);
    world.desk.role_delete(&keeper, mine, Some(&low)).await.expect("what she has");
    // An owner rules over every role; an agent over none.
    let (_, agent) = world.member(&acme, "Adam", BuiltInRole::Agent).await;
    assert!(matches!(world.desk.role_add(&agent, new("x", "nothing")).await, Err(Error::Forbidden(P::RoleEdit))));
    assert!(world.desk.role_list(&agent).await.expect("to look at").iter().any(|row| !row.is_yours));
    world.desk.role_edit(&acme, high, ticked(&[P::OrgDelete])).await.expect("an owner has it");
}

async fn what_the_lock_finds_counts_and_not_what_was_so_a_moment_ago(world: World) {
    let acme = world.org(&world.user("Ana").await, "acme").await;
    let keeper = world.own_role(&acme, "Keeper", &[P::RoleEdit, P::TicketRead]).await;
    let (kim, inside) = world.member(&acme, "Kim", keeper).await;
    let RoleKey::Own(id) = keeper else { panic!("an own role") };
    world.desk.role_edit(&acme, id, ticked(&[P::RoleEdit])).await.expect("less from now on");
    // Her request was on its way already.
    let by_hand = RoleNew { permissions: Some(Permissions::of(&[P::TicketRead])), ..new("Mine", "nothing") };
    assert!(matches!(world.desk.role_add(&inside, by_hand).await, Err(Error::RoleNotYours)));
    world.desk.member_remove(&acme, kim.id(), None).await.expect("removed");
    assert!(matches!(world.desk.role_add(&inside, new("Mine", "nothing")).await, Err(Error::NotFound)));
}
