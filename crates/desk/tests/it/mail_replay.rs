//! Mails that nobody could place: read once more, made a ticket, or put away, by who looks after mailboxes.

use crate::mail::{SUPPORT, desk_of, in_state, page, quarantined, state, written};
use desk::Error;
use domain::audit::{AuditAction, AuditFilter};
use domain::mail::MailInState;
use domain::role::BuiltInRole;
use domain::{MailInId, Permission};
use testkit::World;

#[tokio::test]
async fn a_mail_is_read_once_more_and_told() {
    let world = World::new().await;
    let scope = desk_of(&world, "acme", SUPPORT).await;
    let mail = quarantined(&world, &scope).await;
    world.desk.mail_replay(&scope, mail).await.expect("it waits");
    assert_eq!(state(&world, &scope, mail).await, MailInState::Waiting);
    assert!(matches!(world.desk.mail_replay(&scope, mail).await, Err(Error::Conflict(_))));
    world.settle().await;
    assert_eq!(state(&world, &scope, mail).await, MailInState::Quarantined, "it still has two senders");
    let filter = AuditFilter { action: Some(AuditAction::MailDecided), ..AuditFilter::default() };
    let log = world.desk.audit_list(&scope, &filter).await.expect("the log").rows;
    assert_eq!((log.len(), log[0].target.as_str()), (1, SUPPORT));
}

#[tokio::test]
async fn a_flood_that_was_none_becomes_a_ticket() {
    let world = World::new().await;
    let scope = desk_of(&world, "acme", SUPPORT).await;
    for n in 0..31 {
        world.mail_in(SUPPORT, &written("bob@customer.example", SUPPORT, &format!("Number {n}"), "", "Hello")).await;
    }
    let mail = in_state(&world, &scope, MailInState::Quarantined).await.expect("the last one waits");
    let made = world.desk.mail_make_ticket(&scope, None, mail).await.expect("made");
    assert_eq!(page(&world, &scope, &made.code).await.ticket.subject, "Number 30");
    assert!(matches!(world.desk.mail_make_ticket(&scope, None, mail).await, Err(Error::Conflict(_))));
}

#[tokio::test]
async fn a_mail_that_cannot_be_read_becomes_nothing() {
    let world = World::new().await;
    let scope = desk_of(&world, "acme", SUPPORT).await;
    let mail = quarantined(&world, &scope).await;
    assert!(matches!(world.desk.mail_make_ticket(&scope, None, mail).await, Err(Error::Conflict(_))));
    world.desk.mail_forget(&scope, mail).await.expect("put away");
    assert_eq!(state(&world, &scope, mail).await, MailInState::Ignored);
    assert!(matches!(world.desk.mail_forget(&scope, mail).await, Err(Error::Conflict(_))));
    world.desk.mail_original(&scope, mail).await.expect("its bytes stay");
}

#[tokio::test]
async fn only_who_looks_after_mailboxes_does_it() {
    let world = World::new().await;
    let scope = desk_of(&world, "acme", SUPPORT).await;
    let elsewhere = desk_of(&world, "globex", "support@globex.test").await;
    let (_, agent) = world.member(&scope, "Ben", BuiltInRole::Agent).await;
    let mail = quarantined(&world, &scope).await;
    let needs = Permission::MailboxEdit;
    assert!(matches!(world.desk.mail_replay(&agent, mail).await, Err(Error::Forbidden(p)) if p == needs));
    assert!(matches!(world.desk.mail_forget(&agent, mail).await, Err(Error::Forbidden(p)) if p == needs));
    assert!(matches!(world.desk.mail_make_ticket(&agent, None, mail).await, Err(Error::Forbidden(p)) if p == needs));
    assert!(matches!(world.desk.mail_replay(&elsewhere, mail).await, Err(Error::NotFound)));
    let unknown = MailInId(uuid::Uuid::now_v7());
    assert!(matches!(world.desk.mail_forget(&scope, unknown).await, Err(Error::NotFound)));
}
