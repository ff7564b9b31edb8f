//! Members: another role, rest, removal, and what becomes of their work (D19, S2-16..18, S1-35, S1-48).

use desk::Error;
use desk::access::Scope;
use domain::audit::{AuditAction, AuditFilter};
use domain::organization::OrgEdit;
use domain::permission::Permissions;
use domain::role::{BuiltInRole, RoleKey};
use domain::ticket::{TicketCode, TicketFilter};
use domain::{Field, Permission as P, UserId};
use testkit::World;

crate::on_both!(
    a_role_is_in_force_on_the_next_request_and_here_alone,
    who_is_removed_is_gone_and_somebody_else_has_the_tickets,
    who_rests_enters_nothing_and_frees_a_seat,
    nobody_gives_or_takes_what_they_lack,
    one_member_is_shown_with_what_they_may_do,
);

async fn welcome(world: &World, scope: &Scope, to: UserId) -> TicketCode {
    let list = world.desk.ticket_list(scope, &TicketFilter::default()).await.expect("a list");
    let row = list.rows.into_iter().next().expect("the welcome ticket");
    world.desk.ticket_assign(scope, &row.code, Some(to), row.version).await.expect("given");
    row.code
}

async fn a_role_is_in_force_on_the_next_request_and_here_alone(world: World) {
    let ana = world.user("Ana").await;
    let (acme, globex) = (world.org(&ana, "acme").await, world.org(&ana, "globex").await);
    let (ben, _) = world.member(&acme, "Ben", BuiltInRole::Agent).await;
    let mut tx = world.desk.store().write(globex.sight()).await.expect("writes");
    tx.membership_add(ben.id(), BuiltInRole::Agent, domain::Timestamp(0)).await.expect("answers");
    tx.commit().await.expect("commits");
    world.desk.member_set_role(&acme, ben.id(), "viewer").await.expect("changed");
    assert_eq!(world.enter(&ben, &acme.org().slug).await.permissions(), BuiltInRole::Viewer.permissions());
    assert_eq!(world.enter(&ben, &globex.org().slug).await.permissions(), BuiltInRole::Agent.permissions(), "S1-35");
    assert!(world.live.signed_out().contains(&Some(ben.id())), "his streams prove themselves");
    let log = world.desk.audit_list(&acme, &AuditFilter::default()).await.expect("the log");
    let (row, change) = (&log.rows[0], &log.rows[0].changes[0]);
    assert_eq!((row.action, row.target.as_str(), row.actor.as_str()), (AuditAction::MemberRoleSet, "Ben", "Ana"));
    assert_eq!((change.before.as_deref(), change.after.as_deref()), (Some("Agent"), Some("Viewer")));
    // The same again is no change, and a role of another organization is none (S2-20).
    world.desk.member_set_role(&acme, ben.id(), "viewer").await.expect("as it is");
    assert_eq!(
        world.desk.audit_list(&acme, &AuditFilter::default()).await.expect("the log").rows.len(),
        log.rows.len()
    );
    let foreign = world.own_role(&globex, "Theirs", &[P::TicketRead]).await.to_string();
    for role in [foreign.as_str(), "root", ""] {
        let Err(Error::Invalid(problems)) = world.desk.member_set_role(&acme, ben.id(), role).await else {
            panic!("{role} is refused")
        };
        assert_eq!(problems.0[0].field, Field::Role);
    }
    let stranger = world.user("Sam").await;
    assert!(matches!(world.desk.member_set_role(&acme, stranger.id(), "agent").await, Err(Error::NotFound)));
}

async fn who_is_removed_is_gone_and_somebody_else_has_the_tickets(world: World) {
    let ana = world.user("Ana").await;
    let (acme, globex) = (world.org(&ana, "acme").await, world.org(&ana, "globex").await);
    let (ben, inside) = world.member(&acme, "Ben", BuiltInRole::Agent).await;
    let (cleo, _) = world.member(&acme, "Cleo", BuiltInRole::Agent).await;
    let (vera, _) = world.member(&acme, "Vera", BuiltInRole::Viewer).await;
    let code = welcome(&world, &acme, ben.id()).await;
    let mut tx = world.desk.store().write(globex.sight()).await.expect("writes");
    tx.membership_add(ben.id(), BuiltInRole::Admin, domain::Timestamp(0)).await.expect("answers");
    tx.commit().await.expect("commits");
    assert_eq!(world.desk.member_show(&acme, ben.id()).await.expect("Ben").open_tickets, 1);
    let stranger = world.user("Sam").await;
    for heir in [vera.id(), ben.id(), stranger.id()] {
        let Err(Error::Invalid(problems)) = world.desk.member_remove(&acme, ben.id(), Some(heir)).await else {
            panic!("refused")
        };
        assert_eq!(problems.0[0].field, Field::Assignee);
    }
    world.desk.member_remove(&acme, ben.id(), Some(cleo.id())).await.expect("removed");
    let slug = &acme.org().slug;
    assert!(matches!(world.desk.enter_org(&ben, slug).await, Err(Error::NotFound)));
    assert!(world.live.signed_out().contains(&Some(ben.id())), "his streams prove themselves");
    let ticket = world.desk.ticket_show(&acme, &code).await.expect("the ticket").ticket;
    assert_eq!(ticket.assignee.map(|assignee| assignee.name).as_deref(), Some("Cleo"));
    let kinds: Vec<String> = world.live.told().into_iter().rev().take(2).map(|change| change.kind).collect();
    assert_eq!(kinds, ["member_changed", "ticket_assigned"]);
    let log = world.desk.audit_list(&acme, &AuditFilter::default()).await.expect("the log");
    let handed = log.rows[0].changes.iter().find(|change| change.field == "handed_to").expect("said");
    assert_eq!((log.rows[0].action, handed.after.as_deref()), (AuditAction::MemberRemoved, Some("Cleo")));
    // Elsewhere he is who he was (S2-18), and here nobody.
    assert_eq!(world.enter(&ben, &globex.org().slug).await.permissions(), BuiltInRole::Admin.permissions());
    assert!(matches!(world.desk.member_remove(&acme, ben.id(), None).await, Err(Error::NotFound)));
    assert!(matches!(world.desk.member_set_role(&acme, ben.id(), "agent").await, Err(Error::NotFound)));
    // Whoever was invited or asked with his scope before is refused as well.
    assert!(matches!(world.desk.member_remove(&inside, vera.id(), None).await, Err(Error::Forbidden(P::MemberRemove))));
    world.desk.member_remove(&acme, cleo.id(), None).await.expect("removed");
    assert!(world.desk.ticket_show(&acme, &code).await.expect("the ticket").ticket.assignee.is_none());
}

async fn who_rests_enters_nothing_and_frees_a_seat(world: World) {
    let acme = world.org(&world.user("Ana").await, "acme").await;
    let (ben, _) = world.member(&acme, "Ben", BuiltInRole::Agent).await;
    let code = welcome(&world, &acme, ben.id()).await;
    world.desk.member_deactivate(&acme, ben.id()).await.expect("rests");
    world.desk.member_deactivate(&acme, ben.id()).await.expect("rests already");
    assert!(matches!(world.desk.enter_org(&ben, &acme.org().slug).await, Err(Error::NotFound)));
    assert!(world.live.signed_out().contains(&Some(ben.id())), "his streams prove themselves");
    let shown = world.desk.member_show(&acme, ben.id()).await.expect("Ben");
    assert_eq!((shown.member.is_active, shown.permissions, shown.open_tickets), (false, Permissions::NONE, 1));
    let list = world.desk.ticket_list(&acme, &TicketFilter::default()).await.expect("a list");
    assert!(!list.members.iter().any(|member| member.name == "Ben"), "nobody at rest is given a ticket");
    assert_eq!(
        world.desk.ticket_show(&acme, &code).await.expect("the ticket").ticket.assignee.map(|a| a.name).as_deref(),
        Some("Ben"),
        "what he has stays his"
    );
    let (cleo, _) = world.member(&acme, "Cleo", BuiltInRole::Agent).await;
    let edit = OrgEdit { seats: Some(Some(2)), ..OrgEdit::default() };
    world.desk.org_edit(&acme, edit).await.expect("two seats");
    assert!(matches!(world.desk.member_activate(&acme, ben.id()).await, Err(Error::SeatLimitReached)));
    world.desk.member_deactivate(&acme, cleo.id()).await.expect("rests");
    world.desk.member_activate(&acme, ben.id()).await.expect("her seat is free");
    assert_eq!(world.enter(&ben, &acme.org().slug).await.permissions(), BuiltInRole::Agent.permissions());
    let actions: Vec<AuditAction> = world
        .desk
        .audit_list(&acme, &AuditFilter::default())
        .await
        .expect("the log")
        .rows
        .into_iter()
        .map(|row| row.action)
        .take(2)
        .collect();
    assert_eq!(actions, [AuditAction::MemberActivated, AuditAction::MemberDeactivated]);
}

async fn nobody_gives_or_takes_what_they_lack(world: World) {
    let acme = world.org(&world.user("Ana").await, "acme").await;
    let lead = world.own_role(&acme, "Lead", &[P::MemberRead, P::MemberRoleSet, P::MemberRemove, P::TicketRead]).await;
    let reader = world.own_role(&acme, "Reader", &[P::TicketRead]).await;
    let (lea, lead) = world.member(&acme, "Lea", lead).await;
    let (rita, _) = world.member(&acme, "Rita", reader).await;
    let (adam, _) = world.member(&acme, "Adam", BuiltInRole::Agent).await;
    let reader = reader.to_string();
    let not_hers = |result: Result<(), Error>| assert!(matches!(result, Err(Error::RoleNotYours)), "{result:?}");
    for role in ["viewer", "agent", "owner"] {
        not_hers(world.desk.member_set_role(&lead, rita.id(), role).await);
        not_hers(world.desk.member_set_role(&lead, lea.id(), role).await);
    }
    not_hers(world.desk.member_set_role(&lead, adam.id(), &reader).await);
    not_hers(world.desk.member_remove(&lead, adam.id(), None).await);
    not_hers(world.desk.member_deactivate(&lead, adam.id()).await);
    world.desk.member_deactivate(&acme, adam.id()).await.expect("an owner may");
    not_hers(world.desk.member_activate(&lead, adam.id()).await);
    world.desk.member_deactivate(&lead, rita.id()).await.expect("what she has");
    world.desk.member_activate(&lead, rita.id()).await.expect("what she has");
    let page = world.desk.member_team(&lead).await.expect("the team");
    let ways = |name: &str| page.rows.iter().find(|row| row.member.name == name).expect("a row").ways;
    assert_eq!((ways("Adam"), ways("Ana")), (Default::default(), Default::default()), "shown as it is");
    assert!(ways("Rita").role && ways("Rita").remove && !ways("Rita").transfer && !ways("Lea").remove);
    let given: Vec<&str> = page.roles.iter().map(|role| role.tag.name.as_str()).collect();
    assert_eq!(given, ["Lead", "Reader"]);
    world.desk.member_remove(&lead, rita.id(), None).await.expect("what she has");
    for role in [BuiltInRole::Agent, BuiltInRole::Viewer] {
        let (_, scope) = world.member(&acme, &format!("{role} too"), role).await;
        assert!(matches!(
            world.desk.member_set_role(&scope, lea.id(), &reader).await,
            Err(Error::Forbidden(P::MemberRoleSet))
        ));
        assert!(matches!(
            world.desk.member_remove(&scope, lea.id(), None).await,
            Err(Error::Forbidden(P::MemberRemove))
        ));
    }
}

async fn one_member_is_shown_with_what_they_may_do(world: World) {
    let acme = world.org(&world.user("Ana").await, "acme").await;
    let globex = world.org(&world.user("Otto").await, "globex").await;
    let role = world.own_role(&acme, "Front desk", &[P::TicketRead, P::MemberRead]).await;
    let (ben, inside) = world.member(&acme, "Ben", role).await;
    let page = world.desk.member_show(&inside, ben.id()).await.expect("himself");
    assert_eq!((page.member.role.name.as_str(), page.member.role.key), ("Front desk", role));
    assert_eq!(page.permissions, Permissions::of(&[P::TicketRead, P::MemberRead]));
    assert_eq!((page.ways, page.roles.len()), (Default::default(), 1), "he has no way with himself");
    let nothing = world.own_role(&acme, "Nothing yet", &[]).await;
    let choices = world.desk.member_team(&acme).await.expect("the team").roles;
    let empty: Vec<RoleKey> = choices.iter().filter(|role| role.allows_nothing).map(|role| role.tag.key).collect();
    assert_eq!(empty, [nothing], "told before it is given");
    for (scope, user) in [(&globex, ben.id()), (&acme, UserId(uuid::Uuid::now_v7()))] {
        assert!(matches!(world.desk.member_show(scope, user).await, Err(Error::NotFound)));
    }
}
