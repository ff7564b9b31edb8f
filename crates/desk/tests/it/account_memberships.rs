//! Where a person works: the list, where sign-in leads, and leaving (S2-34).

use desk::Error;
use desk::access::{Scope, UserScope};
use desk::ports::Clock as _;
use domain::audit::{AuditAction, AuditFilter};
use domain::role::{BuiltInRole, RoleKey};
use domain::text::{Description, Name};
use domain::ticket::{TicketFilter, Version};
use domain::{Field, OrgSlug, Permission, RoleId};
use store::role::RoleRecord;
use testkit::World;

fn slug(text: &str) -> OrgSlug {
    OrgSlug::parse(text).expect("a slug")
}

/// Gives the welcome ticket of the organization to whoever asks; answers its code.
async fn take(world: &World, scope: &Scope) -> domain::ticket::TicketCode {
    let list = world.desk.ticket_list(scope, &TicketFilter::default()).await.expect("a list");
    let row = list.rows.into_iter().next().expect("the welcome ticket");
    let seen: Version = row.version;
    world.desk.ticket_assign(scope, &row.code, scope.actor().user(), seen).await.expect("taken");
    row.code
}

crate::on_both!(
    all_of_ones_organizations_with_role_and_dates,
    a_role_of_the_organizations_own_is_named,
    who_leaves_takes_nothing_along,
    who_leaves_hands_their_open_tickets_over,
    of_two_owners_who_leave_at_once_one_stays,
);

async fn all_of_ones_organizations_with_role_and_dates(world: World) {
    let ana = world.user("Ana").await;
    assert!(world.desk.account_memberships(&ana).await.expect("a list").is_empty());
    world.org(&ana, "beta-org").await;
    let otto = world.user("Otto").await;
    let theirs = world.org(&otto, "alpha-org").await;
    world.org(&otto, "not-hers").await;
    world.clock.pass(86_400);
    add(&world, &theirs, &ana, RoleKey::BuiltIn(BuiltInRole::Viewer)).await;
    let rows = world.desk.account_memberships(&ana).await.expect("a list");
    let shown: Vec<_> = rows.iter().map(|row| (row.slug.as_str(), row.role.name.as_str(), row.is_default)).collect();
    assert_eq!(shown, [("alpha-org", "Viewer", false), ("beta-org", "Owner", false)]);
    assert_eq!(rows[0].joined.at.seconds_since(rows[1].joined.at), 86_400);
    assert!(rows[1].used.is_some());

    world.desk.account_set_default(&ana, Some(&slug("beta-org"))).await.expect("chosen");
    assert_eq!(world.desk.account_home(&ana).await.expect("answers"), Some(slug("beta-org")));
    let rows = world.desk.account_memberships(&ana).await.expect("a list");
    assert_eq!(rows.iter().filter(|row| row.is_default).map(|row| row.slug.as_str()).collect::<Vec<_>>(), ["beta-org"]);
    for foreign in ["not-hers", "nowhere"] {
        let refused = world.desk.account_set_default(&ana, Some(&slug(foreign))).await;
        assert!(matches!(refused, Err(Error::NotFound)), "{foreign}");
    }
    world.desk.account_set_default(&ana, None).await.expect("as before");
    assert_eq!(world.desk.account_home(&ana).await.expect("answers"), Some(slug("alpha-org")), "joined last");
}

async fn a_role_of_the_organizations_own_is_named(world: World) {
    let (ana, otto) = (world.user("Ana").await, world.user("Otto").await);
    let theirs = world.org(&otto, "acme").await;
    let id = RoleId(uuid::Uuid::now_v7());
    let record = RoleRecord {
        id,
        name: Name::parse("Second line").expect("a name"),
        description: Description::default(),
        permissions: domain::permission::Permissions::NONE,
    };
    let mut tx = world.desk.store().write(theirs.sight()).await.expect("writes");
    assert!(tx.role_add(record, world.clock.now()).await.expect("answers"));
    tx.commit().await.expect("commits");
    add(&world, &theirs, &ana, RoleKey::Own(id)).await;
    let rows = world.desk.account_memberships(&ana).await.expect("a list");
    assert_eq!((rows[0].slug.as_str(), rows[0].role.name.as_str()), ("acme", "Second line"));
}

async fn add(world: &World, scope: &Scope, user: &UserScope, role: RoleKey) {
    let mut tx = world.desk.store().write(scope.sight()).await.expect("writes");
    tx.membership_add(user.id(), role, world.clock.now()).await.expect("answers");
    tx.commit().await.expect("commits");
}

async fn who_leaves_takes_nothing_along(world: World) {
    let ana = world.user("Ana").await;
    let owner = world.org(&ana, "acme").await;
    let (adam, agent) = world.member(&owner, "Adam", BuiltInRole::Agent).await;
    let code = take(&world, &agent).await;
    world.desk.account_set_default(&adam, Some(&slug("acme"))).await.expect("chosen");
    assert!(matches!(world.desk.member_leave(&ana, &slug("acme"), None).await, Err(Error::LastOwner)));
    assert!(matches!(world.desk.member_leave(&adam, &slug("nowhere"), None).await, Err(Error::NotFound)));

    world.desk.member_leave(&adam, &slug("acme"), None).await.expect("leaves");
    assert!(matches!(world.desk.enter_org(&adam, &slug("acme")).await, Err(Error::NotFound)));
    assert!(matches!(world.desk.member_leave(&adam, &slug("acme"), None).await, Err(Error::NotFound)), "once");
    assert!(world.desk.account_memberships(&adam).await.expect("a list").is_empty());
    assert_eq!(world.desk.account_home(&adam).await.expect("answers"), None);
    assert!(world.live.signed_out().contains(&Some(adam.id())), "streams over it prove themselves");
    let kinds: Vec<String> = world.live.told().into_iter().rev().take(2).map(|change| change.kind).collect();
    assert_eq!(kinds, ["member_changed", "ticket_assigned"]);
    let ticket = world.desk.ticket_show(&owner, &code).await.expect("the ticket").ticket;
    assert!(ticket.assignee.is_none());
    let log = world.desk.audit_list(&owner, &AuditFilter::default()).await.expect("the log");
    assert_eq!((log.rows[0].action, log.rows[0].actor.as_str()), (AuditAction::MemberLeft, "Adam"));

    // An owner may go while another stays.
    let (second, _) = world.member(&owner, "Olga", BuiltInRole::Owner).await;
    world.desk.member_leave(&ana, &slug("acme"), None).await.expect("leaves");
    assert!(matches!(world.desk.member_leave(&second, &slug("acme"), None).await, Err(Error::LastOwner)));
}

async fn who_leaves_hands_their_open_tickets_over(world: World) {
    let ana = world.user("Ana").await;
    let owner = world.org(&ana, "acme").await;
    let (adam, agent) = world.member(&owner, "Adam", BuiltInRole::Agent).await;
    let (cleo, _) = world.member(&owner, "Cleo", BuiltInRole::Agent).await;
    let (vera, _) = world.member(&owner, "Vera", BuiltInRole::Viewer).await;
    let code = take(&world, &agent).await;
    let left = world.desk.member_leaving(&agent).await.expect("told");
    let heirs: Vec<&str> = left.heirs.iter().map(|heir| heir.name.as_str()).collect();
    assert_eq!((left.open_tickets, heirs), (1, vec!["Ana", "Cleo"]), "neither themselves nor who only looks on");
    assert_eq!(world.desk.member_leaving(&owner).await.expect("told").open_tickets, 0);

    let stranger = world.user("Zoe").await;
    for heir in [adam.id(), vera.id(), stranger.id()] {
        let kept = world.desk.member_leave(&adam, &slug("acme"), Some(heir)).await;
        assert!(matches!(kept, Err(Error::Invalid(problems)) if problems.of(Field::Assignee).is_some()));
    }
    assert!(world.desk.enter_org(&adam, &slug("acme")).await.is_ok(), "nothing happened so far");
    world.desk.member_leave(&adam, &slug("acme"), Some(cleo.id())).await.expect("leaves");
    let ticket = world.desk.ticket_show(&owner, &code).await.expect("the ticket").ticket;
    assert_eq!(ticket.assignee.map(|member| member.name).as_deref(), Some("Cleo"));
    let log = world.desk.audit_list(&owner, &AuditFilter::default()).await.expect("the log");
    let handed = log.rows[0].changes.iter().find(|change| change.field == "handed_to").expect("said");
    assert_eq!((log.rows[0].action, handed.after.as_deref()), (AuditAction::MemberLeft, Some("Cleo")));

    // Whoever may not see who works here learns no name by leaving.
    let blind = world.own_role(&owner, "Blind", &[Permission::TicketRead]).await;
    let (ben, inside) = world.member(&owner, "Ben", blind).await;
    assert!(world.desk.member_leaving(&inside).await.expect("told").heirs.is_empty());
    let kept = world.desk.member_leave(&ben, &slug("acme"), Some(cleo.id())).await;
    assert!(matches!(kept, Err(Error::Forbidden(_))));
    world.desk.member_leave(&ben, &slug("acme"), None).await.expect("leaves");
}

async fn of_two_owners_who_leave_at_once_one_stays(world: World) {
    let ana = world.user("Ana").await;
    let scope = world.org(&ana, "acme").await;
    let (olga, _) = world.member(&scope, "Olga", BuiltInRole::Owner).await;
    let org = slug("acme");
    for round in 0..200 {
        let (one, other) =
            tokio::join!(world.desk.member_leave(&ana, &org, None), world.desk.member_leave(&olga, &org, None));
        assert_eq!(usize::from(one.is_ok()) + usize::from(other.is_ok()), 1, "round {round}: {one:?} {other:?}");
        // Who went comes back for the next round.
        add(&world, &scope, if one.is_ok() { &ana } else { &olga }, BuiltInRole::Owner.into()).await;
    }
}

#[tokio::test]
async fn who_only_hears_of_an_organization_has_not_been_there() {
    let world = World::new().await;
    let ana = world.user("Ana").await;
    let (acme, globex) = (world.org(&ana, "acme").await, world.org(&ana, "globex").await);
    for (works, hears) in [(&acme, &globex), (&globex, &acme)] {
        world.clock.pass(60);
        world.desk.enter_org(&ana, &works.org().slug).await.expect("a member enters");
        world.clock.pass(60);
        world.desk.overhear_org(&ana, &hears.org().slug).await.expect("a member listens");
        let home = world.desk.account_home(&ana).await.expect("an answer");
        assert_eq!(home.as_ref(), Some(&works.org().slug));
    }
}
