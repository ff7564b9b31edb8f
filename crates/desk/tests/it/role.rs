//! Roles: what a person may do is what their role says at the moment they ask (S2-23, S1-37).

use desk::Error;
use domain::Permission as P;
use domain::permission::Permissions;
use domain::role::{BuiltInRole, RoleKey};
use domain::ticket::TicketFilter;
use testkit::World;

crate::on_both!(
    a_role_of_the_organizations_own_decides_in_that_organization_alone,
    a_role_that_is_gone_allows_nothing,
    who_only_reads_is_given_no_ticket,
);

async fn a_role_of_the_organizations_own_decides_in_that_organization_alone(world: World) {
    let ana = world.user("Ana").await;
    let acme = world.org(&ana, "acme").await;
    let globex = world.org(&ana, "globex").await;
    let auditor = world.own_role(&acme, "Auditor", &[P::OrgRead, P::AuditRead]).await;
    let (ben, inside) = world.member(&acme, "Ben", auditor).await;
    assert_eq!(inside.permissions(), Permissions::of(&[P::OrgRead, P::AuditRead]));
    let tag = inside.role().expect("a member has one");
    assert_eq!((tag.key, tag.name.as_str()), (auditor, "Auditor"));
    assert!(world.desk.audit_list(&inside, &Default::default()).await.is_ok());
    let refused = world.desk.ticket_list(&inside, &TicketFilter::default()).await;
    assert!(matches!(refused, Err(Error::Forbidden(P::TicketRead))));
    // Elsewhere the same person is something else, and the list of their organizations says so.
    let mut tx = world.desk.store().write(globex.sight()).await.expect("writes");
    tx.membership_add(ben.id(), BuiltInRole::Agent, domain::Timestamp(0)).await.expect("answers");
    tx.commit().await.expect("commits");
    assert_eq!(world.enter(&ben, &globex.org().slug).await.permissions(), BuiltInRole::Agent.permissions());
    let mine = world.desk.org_mine(&ben).await.expect("his organizations");
    let shown: Vec<_> = mine.iter().map(|org| (org.slug.as_str(), org.role.name.as_str(), org.permissions)).collect();
    assert!(shown.contains(&("acme", "Auditor", Permissions::of(&[P::OrgRead, P::AuditRead]))), "{shown:?}");
    assert!(shown.contains(&("globex", "Agent", BuiltInRole::Agent.permissions())), "{shown:?}");
    let me = world.desk.org_me(&ben, &inside).await.expect("who he is");
    assert_eq!((me.org.role.key, me.permissions), (auditor, inside.permissions()));
    let members = world.desk.member_list(&acme).await.expect("the members");
    assert!(members.iter().any(|member| member.name == "Ben" && member.role.name == "Auditor"));
}

async fn a_role_that_is_gone_allows_nothing(world: World) {
    let acme = world.org(&world.user("Ana").await, "acme").await;
    let globex = world.org(&world.user("Otto").await, "globex").await;
    // One of another organization is none here.
    let foreign = world.own_role(&globex, "Everything", P::ALL).await;
    let unknown = RoleKey::Own(domain::RoleId(uuid::Uuid::now_v7()));
    for (name, key) in [("Ben", foreign), ("Cleo", unknown)] {
        let (user, inside) = world.member(&acme, name, key).await;
        assert!(inside.permissions().is_empty(), "{name}");
        assert_eq!(inside.role().expect("a member has one").name, "A role that is gone");
        assert!(matches!(world.desk.org_show(&inside).await, Err(Error::Forbidden(P::OrgRead))));
        assert!(world.desk.org_mine(&user).await.expect("listed")[0].permissions.is_empty());
    }
}

async fn who_only_reads_is_given_no_ticket(world: World) {
    let acme = world.org(&world.user("Ana").await, "acme").await;
    let reader = world.own_role(&acme, "Reader", &[P::TicketRead]).await;
    let writer = world.own_role(&acme, "Writer", &[P::TicketRead, P::TicketWrite]).await;
    world.member(&acme, "Rita", reader).await;
    world.member(&acme, "Wim", writer).await;
    world.member(&acme, "Vera", BuiltInRole::Viewer).await;
    world.member(&acme, "Adam", BuiltInRole::Agent).await;
    let list = world.desk.ticket_list(&acme, &TicketFilter::default()).await.expect("a list");
    let names: Vec<_> = list.members.iter().map(|member| member.name.as_str()).collect();
    assert_eq!(names, ["Adam", "Ana", "Wim"]);
}

#[tokio::test]
async fn a_role_that_cannot_be_read_allows_nothing() {
    let world = World::new().await;
    let acme = world.org(&world.user("Ana").await, "acme").await;
    let role = world.own_role(&acme, "From the future", &[P::TicketRead]).await;
    let (ben, inside) = world.member(&acme, "Ben", role).await;
    assert!(inside.may(P::TicketRead).is_ok());
    let path = world.desk.store().sqlite_path().expect("a SQLite world").to_owned();
    let mut file = <sqlx::SqliteConnection as sqlx::Connection>::connect(&format!("sqlite://{}", path.display()))
        .await
        .expect("the same file");
    sqlx::query("UPDATE role SET permissions = '[\"ticket:read\", \"ticket:explode\"]'")
        .execute(&mut file)
        .await
        .expect("changed by hand");
    assert!(world.enter(&ben, &acme.org().slug).await.permissions().is_empty());
}
