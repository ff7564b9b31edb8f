//! The end of an account: nothing personal is left, and nobody's organization is without an owner (D28, INV-17).

use crate::account_sign_up::{PASSWORD, account, mails};
use desk::Error;
use desk::access::{Scope, UserScope};
use domain::audit::{AuditAction, AuditFilter};
use domain::role::BuiltInRole;
use domain::ticket::{TicketFilter, TimelineItem};
use domain::{Field, OrgSlug};
use sqlx::{Connection as _, SqliteConnection};
use testkit::World;

const TOM: &str = "tom@acme.example";

fn slug(text: &str) -> OrgSlug {
    OrgSlug::parse(text).expect("a slug")
}

async fn join(world: &World, scope: &Scope, user: &UserScope, role: BuiltInRole) -> Scope {
    let mut tx = world.desk.store().write(scope.sight()).await.expect("writes");
    tx.membership_add(user.id(), role, desk::ports::Clock::now(&*world.clock)).await.expect("answers");
    tx.commit().await.expect("commits");
    world.enter(user, &scope.org().slug).await
}

crate::on_both!(
    a_sole_owner_stays_and_is_told_where,
    everything_personal_goes_and_what_was_written_stays,
    of_two_owners_who_delete_themselves_at_once_one_stays,
);

async fn a_sole_owner_stays_and_is_told_where(world: World) {
    let signed_in = account(&world, TOM).await;
    let tom = world.desk.enter_session(&signed_in.token).await.expect("signed in");
    let first = world.org(&tom, "first-org").await;
    world.org(&tom, "second-org").await;
    let otto = world.user("Otto").await;
    let theirs = world.org(&otto, "theirs").await;
    join(&world, &theirs, &tom, BuiltInRole::Agent).await;
    let page = world.desk.account_profile(&tom).await.expect("the page");
    let held: Vec<&str> = page.sole_owner_of.iter().map(|org| org.slug.as_str()).collect();
    assert_eq!(held, ["first-org", "second-org"]);
    assert!(matches!(world.desk.account_delete(&tom, PASSWORD).await, Err(Error::LastOwner)));
    assert!(world.desk.enter_org(&tom, &slug("theirs")).await.is_ok(), "nothing happened anywhere");

    // An owner at rest, or whose address nobody confirmed, could not go on.
    let (olga, _) = world.member(&first, "Olga", BuiltInRole::Owner).await;
    let page = world.desk.account_profile(&tom).await.expect("the page");
    assert_eq!(page.sole_owner_of.len(), 1);
    assert!(matches!(world.desk.account_delete(&tom, PASSWORD).await, Err(Error::LastOwner)));
    assert!(world.desk.enter_org(&tom, &slug("first-org")).await.is_ok());
    assert!(world.desk.enter_org(&olga, &slug("first-org")).await.is_ok());
}

async fn everything_personal_goes_and_what_was_written_stays(world: World) {
    let signed_in = account(&world, TOM).await;
    let phone = world.desk.account_sign_in(TOM, PASSWORD, "").await.expect("signs in");
    let tom = world.desk.enter_session(&signed_in.token).await.expect("signed in");
    let (ana, ben) = (world.user("Ana").await, world.user("Ben").await);
    let (acme, globex) = (world.org(&ana, "acme").await, world.org(&ben, "globex").await);
    let agent = join(&world, &acme, &tom, BuiltInRole::Agent).await;
    join(&world, &globex, &tom, BuiltInRole::Owner).await;
    let list = world.desk.ticket_list(&agent, &TicketFilter::default()).await.expect("a list");
    let row = list.rows.into_iter().next().expect("the welcome ticket");
    world.desk.ticket_assign(&agent, &row.code, Some(tom.id()), row.version).await.expect("taken");
    let page = world.desk.ticket_show(&agent, &row.code).await.expect("the ticket");
    let note = crate::ticket::message("Tom was here", page.ticket.last_message);
    world.desk.ticket_note(&agent, &row.code, note).await.expect("noted");
    mails(&world).await;
    // Mail that waits, and a change of address under way.
    world.desk.account_forgot(TOM).await.expect("asks");
    world.desk.account_email_change(&tom, PASSWORD, "tom@new.example").await.expect("asks");
    let before = world.mailer.sent().len();

    let wrong = world.desk.account_delete(&tom, "not the password").await;
    assert!(matches!(wrong, Err(Error::Invalid(problems)) if problems.of(Field::CurrentPassword).is_some()));
    world.desk.account_delete(&tom, PASSWORD).await.expect("deleted");
    for token in [&signed_in.token, &phone.token] {
        assert!(matches!(world.desk.enter_session(token).await, Err(Error::SignedOut)));
    }
    assert!(world.live.signed_out().contains(&Some(tom.id())));
    assert!(matches!(world.desk.account_sign_in(TOM, PASSWORD, "").await, Err(Error::Invalid(_))));
    let ghost = format!("{}@deleted.invalid", tom.id());
    assert!(matches!(world.desk.account_sign_in(&ghost, "", "").await, Err(Error::Invalid(_))));
    assert_eq!(mails(&world).await.len(), before, "mail that waited is dropped");
    assert!(matches!(world.desk.account_delete(&tom, PASSWORD).await, Err(Error::SignedOut)), "once");

    for (scope, org) in [(&acme, "acme"), (&globex, "globex")] {
        let members = world.desk.member_list(scope).await.expect("a list");
        assert_eq!(members.len(), 1, "{org}");
        let log = world.desk.audit_list(scope, &AuditFilter::default()).await.expect("the log");
        assert_eq!(log.rows[0].action, AuditAction::MemberLeft, "{org}");
    }
    let page = world.desk.ticket_show(&acme, &row.code).await.expect("the ticket");
    assert!(page.ticket.assignee.is_none());
    let signed: Vec<&str> = page
        .timeline
        .iter()
        .filter_map(|item| match item {
            TimelineItem::Message(message) => Some(message.author.as_str()),
            _ => None,
        })
        .collect();
    assert_eq!(signed.last(), Some(&"Tom"), "what was written keeps the name it was signed with");
    let verified = world.desk.audit_verify().await.expect("the chains");
    assert!(format!("{verified:?}").len() > 2);

    // The address is free, and whoever has it now is somebody else.
    world.clock.pass(3600);
    let again = account(&world, TOM).await;
    let again = world.desk.enter_session(&again.token).await.expect("signed in");
    assert_ne!(again.id(), tom.id());
    assert!(world.desk.account_memberships(&again).await.expect("a list").is_empty());
}

async fn of_two_owners_who_delete_themselves_at_once_one_stays(world: World) {
    let ana = world.user("Ana").await;
    // Two organizations, so that whoever locks them in another order than the other would be found out.
    let (one, two) = (world.org(&ana, "one-org").await, world.org(&ana, "two-org").await);
    let ben = world.user("Ben").await;
    join(&world, &one, &ben, BuiltInRole::Owner).await;
    join(&world, &two, &ben, BuiltInRole::Owner).await;
    let (first, second) = tokio::join!(
        world.desk.account_delete(&ana, testkit::PASSWORD),
        world.desk.account_delete(&ben, testkit::PASSWORD),
    );
    assert_eq!(usize::from(first.is_ok()) + usize::from(second.is_ok()), 1, "{first:?} {second:?}");
    let lost = first.err().or(second.err()).expect("one of them");
    assert!(matches!(lost, Error::LastOwner), "{lost:?}");
    let stays = if world.desk.enter_org(&ana, &slug("one-org")).await.is_ok() { &ana } else { &ben };
    assert!(world.desk.enter_org(stays, &slug("two-org")).await.is_ok(), "whole or not at all");
}

/// Every text of every table, read past the program.
async fn everything(world: &World) -> Vec<(String, String)> {
    let path = world.desk.store().sqlite_path().expect("a world on SQLite");
    let mut conn = SqliteConnection::connect(&format!("sqlite://{}", path.display())).await.expect("the file opens");
    let mut found = Vec::new();
    for (table, _) in store::tables::TABLES {
        let columns: Vec<(String,)> = sqlx::query_as("SELECT name FROM pragma_table_info($1)")
            .bind(table)
            .fetch_all(&mut conn)
            .await
            .expect("a table");
        for (column,) in columns {
            let sql = format!("SELECT CAST(\"{column}\" AS TEXT) FROM \"{table}\" WHERE \"{column}\" IS NOT NULL");
            let texts: Vec<(String,)> =
                sqlx::query_as(sqlx::AssertSqlSafe(sql)).fetch_all(&mut conn).await.expect("a column");
            found.extend(texts.into_iter().map(|(text,)| (format!("{table}.{column}"), text)));
        }
    }
    found
}

#[tokio::test]
async fn the_address_is_nowhere_and_the_name_only_where_it_was_signed() {
    let world = World::new().await;
    let signed_in = account(&world, "unmistakable@acme.example").await;
    let tom = world.desk.enter_session(&signed_in.token).await.expect("signed in");
    world.desk.account_rename(&tom, "Unmistakable Name").await.expect("renamed");
    world.desk.account_set_signature(&tom, "Yours, Unmistakable").await.expect("signed");
    let tom = world.desk.enter_session(&signed_in.token).await.expect("signed in");
    let ana = world.user("Ana").await;
    let acme = world.org(&ana, "acme").await;
    join(&world, &acme, &tom, BuiltInRole::Agent).await;
    world.desk.account_totp_start(&tom, PASSWORD).await.expect("begins");
    world.desk.account_forgot("unmistakable@acme.example").await.expect("asks");
    assert!(everything(&world).await.iter().any(|(_, text)| text.contains("unmistakable@")));
    world.desk.account_delete(&tom, PASSWORD).await.expect("deleted");
    let left = everything(&world).await;
    for (place, text) in &left {
        assert!(!text.to_lowercase().contains("unmistakable@"), "{place}: {text}");
        // Its own log and events belong to the organization.
        let signed = place.starts_with("audit.") || place.starts_with("event.");
        assert!(signed || !text.contains("Unmistakable"), "{place}: {text}");
    }
    let of_tom = |table: &str| left.iter().any(|(place, text)| place == table && *text == tom.id().to_string());
    for table in ["session.user_id", "user_token.user_id", "user_totp.user_id", "membership.user_id"] {
        assert!(!of_tom(table), "{table}");
    }
    assert!(of_tom("user_account.id"), "the row stays: what was written names it");
}
