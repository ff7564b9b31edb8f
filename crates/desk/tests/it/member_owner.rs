//! There is always an owner, and owners alone change owners (B12, S3-20).

use desk::Error;
use desk::access::{Scope, UserScope};
use domain::audit::{AuditAction, AuditFilter};
use domain::permission::Permissions;
use domain::role::BuiltInRole::{self, Admin, Agent, Owner};
use domain::{Permission, UserId};
use store::Tx;
use testkit::World;

crate::on_both!(
    an_owner_is_never_removed_or_deactivated,
    owners_alone_change_owners,
    ownership_is_transferred_whole,
    two_owners_leave_or_step_down_at_once_two_hundred_times,
);

async fn an_owner_is_never_removed_or_deactivated(world: World) {
    let ana = world.user("Ana").await;
    let acme = world.org(&ana, "acme").await;
    let (_, admin) = world.member(&acme, "Adam", Admin).await;
    for scope in [&acme, &admin] {
        assert!(matches!(world.desk.member_remove(scope, ana.id(), None).await, Err(Error::LastOwner)));
        assert!(matches!(world.desk.member_deactivate(scope, ana.id()).await, Err(Error::LastOwner)));
    }
    let (olga, second) = world.member(&acme, "Olga", Owner).await;
    for (scope, user) in [(&acme, &ana), (&acme, &olga), (&second, &ana), (&admin, &olga)] {
        assert!(matches!(world.desk.member_remove(scope, user.id(), None).await, Err(Error::OwnerProtected)));
        assert!(matches!(world.desk.member_deactivate(scope, user.id()).await, Err(Error::OwnerProtected)));
    }
    // First another role, by an owner, and then out.
    world.desk.member_set_role(&acme, olga.id(), "agent").await.expect("an owner changes an owner");
    world.desk.member_remove(&admin, olga.id(), None).await.expect("an agent like any other");
}

async fn owners_alone_change_owners(world: World) {
    let ana = world.user("Ana").await;
    let acme = world.org(&ana, "acme").await;
    // Everything an owner may do, and no owner.
    let almost = world.own_role(&acme, "Everything", Permission::ALL).await;
    let (eve, eve_in) = world.member(&acme, "Eve", almost).await;
    assert_eq!(eve_in.permissions(), Permissions::ALL);
    let (adam, admin) = world.member(&acme, "Adam", Admin).await;
    for scope in [&eve_in, &admin] {
        assert!(matches!(world.desk.member_set_role(scope, ana.id(), "agent").await, Err(Error::OwnerProtected)));
        assert!(matches!(world.desk.member_set_role(scope, adam.id(), "owner").await, Err(Error::RoleNotYours)));
        assert!(matches!(world.desk.member_transfer(scope, eve.id()).await, Err(Error::OwnerProtected)));
    }
    assert!(matches!(world.desk.member_set_role(&acme, ana.id(), "admin").await, Err(Error::LastOwner)));
    world.desk.member_set_role(&acme, adam.id(), "owner").await.expect("an owner makes an owner");
    world.desk.member_set_role(&acme, ana.id(), "admin").await.expect("and steps down");
    // Her request from before is worth what she is now.
    assert!(matches!(world.desk.member_set_role(&acme, adam.id(), "agent").await, Err(Error::OwnerProtected)));
    assert!(matches!(world.desk.member_set_role(&acme, ana.id(), "owner").await, Err(Error::RoleNotYours)));
}

async fn ownership_is_transferred_whole(world: World) {
    let ana = world.user("Ana").await;
    let acme = world.org(&ana, "acme").await;
    let (ben, _) = world.member(&acme, "Ben", Agent).await;
    world.desk.member_deactivate(&acme, ben.id()).await.expect("rests");
    assert!(
        matches!(world.desk.member_transfer(&acme, ben.id()).await, Err(Error::LastOwner)),
        "who rests is no owner"
    );
    assert_eq!(owners(&world, &acme).await, [ana.id()]);
    world.desk.member_activate(&acme, ben.id()).await.expect("enters again");
    let stranger = world.user("Sam").await;
    assert!(matches!(world.desk.member_transfer(&acme, stranger.id()).await, Err(Error::NotFound)));
    world.desk.member_transfer(&acme, ben.id()).await.expect("transferred");
    assert_eq!(owners(&world, &acme).await, [ben.id()]);
    assert_eq!(world.enter(&ana, &acme.org().slug).await.role(), Some(&Admin.into()));
    assert!(matches!(world.desk.member_transfer(&acme, ben.id()).await, Err(Error::OwnerProtected)), "once");
    let log = world.desk.audit_list(&acme, &AuditFilter::default()).await.expect("the log");
    let said: Vec<_> = log.rows.iter().take(2).map(|row| (row.action, row.target.as_str())).collect();
    assert_eq!(said, [(AuditAction::MemberRoleSet, "Ben"), (AuditAction::MemberRoleSet, "Ana")]);
}

async fn owners(world: &World, scope: &Scope) -> Vec<UserId> {
    let mut tx = world.desk.store().read(scope.sight()).await.expect("reads");
    tx.members_of_role(Owner.into()).await.expect("answers")
}

/// Makes both owners again, whatever became of them.
async fn restore(world: &World, scope: &Scope, people: [&UserScope; 2]) {
    let mut tx: Tx = world.desk.store().write(scope.sight()).await.expect("writes");
    for person in people {
        let role = BuiltInRole::Owner;
        if !tx.membership_add(person.id(), role, domain::Timestamp(0)).await.expect("answers") {
            tx.membership_set_role(person.id(), role.into()).await.expect("answers");
        }
    }
    tx.commit().await.expect("commits");
}

async fn two_owners_leave_or_step_down_at_once_two_hundred_times(world: World) {
    let (ana, olga) = (world.user("Ana").await, world.user("Olga").await);
    let acme = world.org(&ana, "acme").await;
    let slug = acme.org().slug.clone();
    for round in 0..200 {
        restore(&world, &acme, [&ana, &olga]).await;
        let (a, o) = (world.enter(&ana, &slug).await, world.enter(&olga, &slug).await);
        let desk = &world.desk;
        let done = match round % 4 {
            0 => {
                let both = tokio::join!(desk.member_leave(&ana, &slug, None), desk.member_leave(&olga, &slug, None));
                [both.0, both.1]
            }
            1 => {
                let both = tokio::join!(
                    desk.member_set_role(&a, ana.id(), "admin"),
                    desk.member_set_role(&o, olga.id(), "viewer")
                );
                [both.0, both.1]
            }
            2 => {
                let both = tokio::join!(
                    desk.member_set_role(&a, olga.id(), "agent"),
                    desk.member_set_role(&o, ana.id(), "agent")
                );
                [both.0, both.1]
            }
            _ => {
                let both =
                    tokio::join!(desk.member_leave(&ana, &slug, None), desk.member_set_role(&o, olga.id(), "admin"));
                [both.0, both.1]
            }
        };
        assert_eq!(done.iter().filter(|done| done.is_ok()).count(), 1, "round {round}: {done:?}");
        assert_eq!(owners(&world, &acme).await.len(), 1, "round {round}: {done:?}");
    }
}
