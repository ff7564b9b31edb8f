//! The audit log (D33): written with the change, read by who may, and nobody edits it unseen.

use desk::Error;
use desk::ports::Clock as _;
use domain::Permission;
use domain::audit::{AuditAction, AuditFilter};
use domain::day::Day;
use domain::organization::OrgEdit;
use domain::role::BuiltInRole;
use domain::site::SiteNew;
use testkit::World;

fn renamed(name: &str) -> OrgEdit {
    OrgEdit { name: Some(name.to_owned()), ..OrgEdit::default() }
}

#[tokio::test]
async fn a_change_is_told_with_who_what_and_from_where() {
    let world = World::new().await;
    let ana = world.user("Ana").await.from_ip(Some("192.0.2.7".to_owned()));
    let scope = world.org(&ana, "acme").await;
    world.desk.org_edit(&scope, renamed("Acme Ltd")).await.expect("changed");
    let new = SiteNew { name: "Shop".to_owned(), slug: "shop".to_owned(), ..SiteNew::default() };
    world.desk.site_create(&scope, new).await.expect("made");
    world.desk.site_key_rotate(&scope, &"shop".parse().expect("a slug")).await.expect("rotated");

    let page = world.desk.audit_list(&scope, &AuditFilter::default()).await.expect("the log");
    let told: Vec<_> = page.rows.iter().map(|row| (row.seq, row.action, row.target.as_str())).collect();
    assert_eq!(
        told,
        [
            (4, AuditAction::SiteKeyRotated, "Shop"),
            (3, AuditAction::SiteCreated, "Shop"),
            (2, AuditAction::OrgEdited, "Acme Ltd"),
            (1, AuditAction::OrgCreated, "acme"),
        ]
    );
    let edit = &page.rows[2];
    assert_eq!((edit.actor.as_str(), edit.actor_id, edit.ip.as_deref()), ("Ana", Some(ana.id()), Some("192.0.2.7")));
    assert_eq!(edit.changes.len(), 1);
    assert_eq!(edit.changes[0].before.as_deref(), Some("acme"));
    assert_eq!(edit.changes[0].after.as_deref(), Some("Acme Ltd"));
    // Of a key, only that it changed.
    assert!(page.rows[0].changes.is_empty());

    let only = AuditFilter { action: Some(AuditAction::SiteCreated), actor: Some(ana.id()), ..AuditFilter::default() };
    assert_eq!(world.desk.audit_list(&scope, &only).await.expect("the log").rows.len(), 1);
    let csv = world.desk.audit_csv(&scope, &AuditFilter::default()).await.expect("a table");
    assert_eq!(csv.lines().count(), 5);
    assert!(csv.contains("\"name: acme -> Acme Ltd\""), "{csv}");
}

#[tokio::test]
async fn a_refused_change_leaves_no_row_and_an_agent_reads_none() {
    let world = World::new().await;
    let ana = world.user("Ana").await;
    let owner = world.org(&ana, "acme").await;
    let (_, agent) = world.member(&owner, "Adam", BuiltInRole::Agent).await;
    let refused = world.desk.org_edit(&agent, renamed("Mine")).await;
    assert!(matches!(refused, Err(Error::Forbidden(Permission::OrgEdit))));
    assert!(world.desk.org_edit(&owner, renamed("")).await.is_err());
    let log = world.desk.audit_list(&owner, &AuditFilter::default()).await.expect("the log");
    assert!(log.rows.iter().all(|row| row.action != AuditAction::OrgEdited));
    let read = world.desk.audit_list(&agent, &AuditFilter::default()).await;
    assert!(matches!(read, Err(Error::Forbidden(Permission::AuditRead))));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_hundred_at_once_make_one_chain() {
    for world in [World::new().await, World::postgres().await] {
        let ana = world.user("Ana").await;
        let scope = world.org(&ana, "acme").await;
        let edits = (0..200).map(|number| {
            let (desk, scope) = (world.desk.clone(), scope.clone());
            tokio::spawn(async move { desk.org_edit(&scope, renamed(&format!("Acme {number}"))).await.map(drop) })
        });
        for edit in edits.collect::<Vec<_>>() {
            edit.await.expect("no panic").expect("changed");
        }
        let verified = world.desk.audit_verify().await.expect("walked");
        assert_eq!((verified.len(), verified[0].rows, &verified[0].broken), (1, 201, &None));
    }
}

crate::on_both!(one_row_edited_by_hand_breaks_the_chain, days_and_words_narrow_it);

async fn days_and_words_narrow_it(world: World) {
    let ana = world.user("Ana").await;
    let scope = world.org(&ana, "acme").await;
    let edit = OrgEdit { timezone: Some("Asia/Tokyo".to_owned()), ..OrgEdit::default() };
    world.desk.org_edit(&scope, edit).await.expect("changed");
    let scope = world.enter(&ana, &scope.org().slug).await;
    // To a noon of UTC on another day, which is nine in the evening in Tokyo; then renamed every six hours: at 21, 3, 9 and 15 o'clock.
    let now = world.clock.now().0 / 1_000_000;
    world.clock.pass(2 * 86_400 + 43_200 - now % 86_400);
    let noon = world.clock.now();
    for name in ["Ärger", "Second", "Third", "Fourth 100%"] {
        world.desk.org_edit(&scope, renamed(name)).await.expect("changed");
        world.clock.pass(6 * 3600);
    }
    let day = |days: i64| Some(Day::parse(&noon.plus_seconds(days * 86_400).rfc3339()[..10]).expect("a day"));
    let found = async |filter: AuditFilter| {
        let page = world.desk.audit_list(&scope, &filter).await.expect("the log");
        let csv = world.desk.audit_csv(&scope, &filter).await.expect("a table");
        assert_eq!(csv.lines().count(), page.rows.len() + 1, "{filter:?}");
        page.rows.into_iter().map(|row| row.target).collect::<Vec<_>>()
    };
    let all = AuditFilter::default();
    assert_eq!(found(all.clone()).await.len(), 6);
    assert_eq!(
        found(AuditFilter { from: day(0), to: day(0), ..all.clone() }).await,
        ["Ärger"],
        "a day ends at its midnight there"
    );
    assert_eq!(found(AuditFilter { from: day(1), ..all.clone() }).await, ["Fourth 100%", "Third", "Second"]);
    assert_eq!(found(AuditFilter { from: day(1), before: Some(5), ..all.clone() }).await, ["Second"]);
    assert_eq!(found(AuditFilter { to: day(0), ..all.clone() }).await.len(), 3);
    assert!(found(AuditFilter { from: day(1), to: day(0), ..all.clone() }).await.is_empty());
    assert!(found(AuditFilter { from: day(9), ..all.clone() }).await.is_empty());
    for (text, count) in
        [("ärger", 2), (" SECOND ", 2), ("100%", 1), ("tokyo", 1), ("name", 4), ("Berlin", 0), ("_", 0), ("%", 1)]
    {
        let filter = AuditFilter { text: text.to_owned(), ..all.clone() };
        assert_eq!(found(filter).await.len(), count, "{text}");
    }
    let both = AuditFilter { from: day(1), text: "second".to_owned(), action: Some(AuditAction::OrgEdited), ..all };
    assert_eq!(found(both).await, ["Third", "Second"], "what it was before counts");
}

async fn one_row_edited_by_hand_breaks_the_chain(world: World) {
    let ana = world.user("Ana").await;
    let scope = world.org(&ana, "acme").await;
    for number in 0..5 {
        world.desk.org_edit(&scope, renamed(&format!("Acme {number}"))).await.expect("changed");
    }
    for (sql, undo, words) in [
        (
            "UPDATE audit SET actor_name = 'Bob' WHERE seq = 3",
            "UPDATE audit SET actor_name = 'Ana' WHERE seq = 3",
            "row 3 is not what was written",
        ),
        (
            "UPDATE audit SET action = 'site.deleted' WHERE seq = 6",
            "UPDATE audit SET action = 'org.edited' WHERE seq = 6",
            "row 6 is not what was written",
        ),
        ("DELETE FROM audit WHERE seq = 6", "", "the log says 6 rows, 5 are there"),
        ("DELETE FROM audit WHERE seq = 2", "", "row 2 is missing"),
    ] {
        world.by_hand(sql).await;
        let verified = world.desk.audit_verify().await.expect("walked");
        assert_eq!(verified[0].broken.as_deref(), Some(words), "{sql}");
        if !undo.is_empty() {
            world.by_hand(undo).await;
            assert_eq!(world.desk.audit_verify().await.expect("walked")[0].broken, None, "{undo}");
        }
    }
}
