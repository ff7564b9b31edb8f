//! Inviting (D19, S2-26..33, S3-14..19): an answer per line, seats, limits, sending again, copying a link, taking back.

use crate::account_sign_up::mails;
use desk::Error;
use desk::access::Scope;
use domain::audit::{AuditAction, AuditFilter};
use domain::invitation::{InvitationLine, InvitationNew, InvitationOutcome as Outcome, LIFE, expires_in};
use domain::organization::OrgEdit;
use domain::role::BuiltInRole;
use domain::{Field, InvitationId, Permission};
use mail::ReadMail;
use testkit::World;

pub(crate) fn paste(emails: &str, role: &str) -> InvitationNew {
    InvitationNew { emails: vec![emails.to_owned()], role: role.to_owned(), ..InvitationNew::default() }
}

/// Invites one address, which must work.
pub(crate) async fn invite(world: &World, scope: &Scope, email: &str, role: &str) -> InvitationId {
    let lines = world.desk.invitation_create(scope, paste(email, role)).await.expect("an answer");
    assert_eq!(outcomes(&lines), [Outcome::Invited], "{lines:?}");
    lines[0].id.expect("an invitation")
}

fn outcomes(lines: &[InvitationLine]) -> Vec<Outcome> {
    lines.iter().map(|line| line.outcome).collect()
}

pub(crate) async fn mails_to(world: &World, email: &str) -> Vec<ReadMail> {
    mails(world).await.into_iter().filter(|mail| mail.to == email).collect()
}

/// The token of the newest mail to that address.
pub(crate) async fn token_for(world: &World, email: &str) -> String {
    let mails = mails_to(world, email).await;
    let link = mails.last().expect("a mail").links()[0].to_owned();
    link.strip_prefix("http://127.0.0.1:3000/invitation/").expect("an invitation's link").to_owned()
}

pub(crate) async fn seats(world: &World, scope: &Scope, seats: Option<i64>) {
    let edit = OrgEdit { seats: Some(seats), ..OrgEdit::default() };
    world.desk.org_edit(scope, edit).await.expect("an owner says how many seats there are");
}

async fn actions(world: &World, scope: &Scope) -> Vec<(AuditAction, String)> {
    let log = world.desk.audit_list(scope, &AuditFilter::default()).await.expect("the log");
    log.rows.into_iter().rev().map(|row| (row.action, row.target)).collect()
}

on_both!(
    every_line_says_what_became_of_it,
    an_expired_invitation_holds_no_seat,
    twenty_invite_for_the_last_seat,
    each_new_link_ends_the_one_before,
    a_role_is_given_by_who_has_what_it_has,
    mails_are_limited,
);

async fn every_line_says_what_became_of_it(world: World) {
    let ana = world.user("Ana").await;
    let scope = world.org(&ana, "acme").await;
    world.member(&scope, "Ben", BuiltInRole::Agent).await;
    invite(&world, &scope, "old@x.test", "agent").await;
    seats(&world, &scope, Some(4)).await;
    let pasted = "New One <new@x.test>, ben@people.test\nOLD@X.test; not-an-address\nnew@x.test last@x.test";
    let lines = world.desk.invitation_create(&scope, paste(pasted, "viewer")).await.expect("an answer");
    let told: Vec<_> = lines.iter().map(|line| (line.typed.as_str(), line.outcome)).collect();
    assert_eq!(
        told,
        [
            ("New One <new@x.test>", Outcome::Invited),
            ("ben@people.test", Outcome::AlreadyMember),
            ("OLD@X.test", Outcome::AlreadyInvited),
            ("not-an-address", Outcome::NotAnAddress),
            ("new@x.test", Outcome::AlreadyInvited),
            ("last@x.test", Outcome::NoSeat),
        ]
    );
    assert!(lines.iter().all(|line| line.message.ends_with('.')), "each is a sentence: {lines:?}");
    assert_eq!(mails_to(&world, "new@x.test").await.len(), 1);
    assert!(mails_to(&world, "last@x.test").await.is_empty());
    let page = world.desk.invitation_list(&scope).await.expect("the list");
    assert_eq!((page.seats.limit, page.seats.members, page.seats.invited), (Some(4), 2, 2));
    let rows: Vec<_> = page.rows.iter().map(|row| (row.email.as_str(), row.role.name.as_str())).collect();
    assert!(rows.contains(&("new@x.test", "Viewer")) && rows.contains(&("old@x.test", "Agent")), "{rows:?}");
    assert!(page.rows.iter().all(|row| expires_in(row.expires.at, page.read) == "expires in 7 days"));
    assert_eq!(page.rows[0].invited_by.as_deref(), Some("Ana"));

    // Nobody at all could be invited: said as one refusal, and nothing was written.
    let before = actions(&world, &scope).await;
    let refused = world.desk.invitation_create(&scope, paste("one@x.test, two@x.test", "agent")).await;
    assert!(matches!(refused, Err(Error::SeatLimitReached)));
    let lines =
        world.desk.invitation_create(&scope, paste("ben@people.test, nonsense", "agent")).await.expect("an answer");
    assert_eq!(outcomes(&lines), [Outcome::AlreadyMember, Outcome::NotAnAddress]);
    assert_eq!(actions(&world, &scope).await, before);
    let many = "a@x.test\n".repeat(101);
    for (emails, role, field) in
        [(" ,;\n", "agent", Field::Email), ("a@x.test", "root", Field::Role), (many.as_str(), "agent", Field::Email)]
    {
        let Err(Error::Invalid(problems)) = world.desk.invitation_create(&scope, paste(emails, role)).await else {
            panic!("{role} refused")
        };
        assert_eq!(problems.0[0].field, field);
    }
}

async fn an_expired_invitation_holds_no_seat(world: World) {
    let scope = world.org(&world.user("Ana").await, "acme").await;
    let id = invite(&world, &scope, "late@x.test", "agent").await;
    seats(&world, &scope, Some(2)).await;
    let full = world.desk.invitation_create(&scope, paste("next@x.test", "agent")).await;
    assert!(matches!(full, Err(Error::SeatLimitReached)));
    world.clock.pass(LIFE - 1);
    assert!(world.desk.invitation_create(&scope, paste("next@x.test", "agent")).await.is_err(), "not a second early");
    world.clock.pass(1);
    let page = world.desk.invitation_list(&scope).await.expect("the list");
    assert_eq!((page.seats.used(), expires_in(page.rows[0].expires.at, page.read).as_str()), (1, "expired"));
    invite(&world, &scope, "next@x.test", "agent").await;
    // Sending the old one again takes a seat again.
    assert!(matches!(world.desk.invitation_resend(&scope, id).await, Err(Error::SeatLimitReached)));
    assert!(matches!(world.desk.invitation_link(&scope, id).await, Err(Error::SeatLimitReached)));
    seats(&world, &scope, Some(3)).await;
    // Inviting the address again is the same invitation with another role.
    assert_eq!(invite(&world, &scope, "late@x.test", "viewer").await, id);
    let page = world.desk.invitation_list(&scope).await.expect("the list");
    assert_eq!((page.rows.len(), page.seats.used()), (2, 3));
    let row = page.rows.iter().find(|row| row.id == id).expect("the invitation");
    assert_eq!((row.role.key, row.expires.at), (BuiltInRole::Viewer.into(), page.read.plus_seconds(LIFE)));
    // A revoked one gives its seat back at once.
    world.desk.invitation_revoke(&scope, id).await.expect("revoked");
    assert_eq!(world.desk.invitation_list(&scope).await.expect("the list").seats.used(), 2);
    assert!(matches!(world.desk.invitation_revoke(&scope, id).await, Err(Error::NotFound)), "once");
    assert!(matches!(world.desk.invitation_resend(&scope, id).await, Err(Error::NotFound)), "revoked for good");
}

async fn twenty_invite_for_the_last_seat(world: World) {
    let scope = world.org(&world.user("Ana").await, "acme").await;
    seats(&world, &scope, Some(2)).await;
    let asked = (0..20).map(|number| {
        let (desk, scope) = (world.desk.clone(), scope.clone());
        tokio::spawn(async move { desk.invitation_create(&scope, paste(&format!("n{number}@x.test"), "agent")).await })
    });
    let mut invited = 0;
    for answer in asked.collect::<Vec<_>>() {
        match answer.await.expect("no panic") {
            Ok(lines) => invited += outcomes(&lines).iter().filter(|outcome| **outcome == Outcome::Invited).count(),
            Err(error) => assert!(matches!(error, Error::SeatLimitReached), "{error}"),
        }
    }
    assert_eq!(invited, 1);
    assert_eq!(world.desk.invitation_list(&scope).await.expect("the list").seats.used(), 2);
}

async fn each_new_link_ends_the_one_before(world: World) {
    let scope = world.org(&world.user("Ana").await, "acme").await;
    let id = invite(&world, &scope, "guest@x.test", "agent").await;
    let first = token_for(&world, "guest@x.test").await;
    world.clock.pass(86_400);
    world.desk.invitation_resend(&scope, id).await.expect("sent again");
    let second = token_for(&world, "guest@x.test").await;
    let link = world.desk.invitation_link(&scope, id).await.expect("a link to copy");
    let third = link.rsplit('/').next().expect("a token").to_owned();
    assert!(first != second && second != third && first != third);
    assert_eq!(third.len(), 43, "256 bits in base62");
    for old in [&first, &second] {
        assert!(matches!(world.desk.enter_invitation(old).await, Err(Error::NotFound)));
    }
    let door = world.desk.enter_invitation(&third).await.expect("the newest opens");
    assert!(!door.proves_address(), "somebody else has seen it");
    let page = world.desk.invitation_list(&scope).await.expect("the list");
    assert_eq!(page.rows[0].expires.at, page.read.plus_seconds(LIFE), "seven new days");
    assert_eq!(mails_to(&world, "guest@x.test").await.len(), 2, "copying mails nothing");
    world.desk.invitation_revoke(&scope, id).await.expect("revoked");
    for dead in [third.as_str(), "", " ", "x", &"x".repeat(100_000)] {
        assert!(matches!(world.desk.enter_invitation(dead).await, Err(Error::NotFound)));
    }
    let told: Vec<_> = actions(&world, &scope).await.into_iter().skip(1).collect();
    let about = |action| (action, "guest@x.test".to_owned());
    assert_eq!(
        told,
        [
            about(AuditAction::InvitationSent),
            about(AuditAction::InvitationResent),
            about(AuditAction::InvitationLinked),
            about(AuditAction::InvitationRevoked),
        ]
    );
    let kinds: Vec<_> = world.live.told().into_iter().map(|change| change.kind).collect();
    assert_eq!(kinds.iter().filter(|kind| *kind == "invitation_changed").count(), 4, "{kinds:?}");
    assert_eq!(world.desk.audit_verify().await.expect("walked")[0].broken, None);
}

async fn a_role_is_given_by_who_has_what_it_has(world: World) {
    let owner = world.org(&world.user("Ana").await, "acme").await;
    let (_, admin) = world.member(&owner, "Adam", BuiltInRole::Admin).await;
    let (_, agent) = world.member(&owner, "Gus", BuiltInRole::Agent).await;
    let (_, viewer) = world.member(&owner, "Vera", BuiltInRole::Viewer).await;
    let payer = world.own_role(&owner, "Payer", &[Permission::BillingManage]).await;
    let reader = world.own_role(&owner, "Reader", &[Permission::TicketRead]).await;
    for below in [&agent, &viewer] {
        let refused = world.desk.invitation_create(below, paste("a@x.test", "viewer")).await;
        assert!(matches!(refused, Err(Error::Forbidden(Permission::MemberInvite))));
        assert!(matches!(world.desk.invitation_list(below).await, Err(Error::Forbidden(Permission::MemberInvite))));
    }
    for (number, (scope, role, outcome)) in (0..).zip([
        (&owner, "owner".to_owned(), Outcome::RoleNotYours),
        (&admin, "owner".to_owned(), Outcome::RoleNotYours),
        (&admin, payer.to_string(), Outcome::RoleNotYours),
        (&owner, payer.to_string(), Outcome::Invited),
        (&admin, reader.to_string(), Outcome::Invited),
        (&admin, "admin".to_owned(), Outcome::Invited),
    ]) {
        let lines =
            world.desk.invitation_create(scope, paste(&format!("n{number}@x.test"), &role)).await.expect("an answer");
        assert_eq!(outcomes(&lines), [outcome], "{role} by {}", scope.actor().name());
    }
    let names =
        |page: &domain::invitation::InvitationPage| page.roles.iter().map(|role| role.name.clone()).collect::<Vec<_>>();
    assert_eq!(
        names(&world.desk.invitation_list(&owner).await.expect("roles")),
        ["Admin", "Agent", "Viewer", "Payer", "Reader"]
    );
    let page = world.desk.invitation_list(&admin).await.expect("roles");
    assert_eq!(names(&page), ["Admin", "Agent", "Viewer", "Reader"]);
    // Nor is the owner's offer theirs to send, to hand on or to take back.
    let payers = page.rows.iter().find(|row| row.role.key == payer).expect("the owner's invitation").id;
    assert!(matches!(world.desk.invitation_resend(&admin, payers).await, Err(Error::RoleNotYours)));
    assert!(matches!(world.desk.invitation_link(&admin, payers).await, Err(Error::RoleNotYours)));
    assert!(matches!(world.desk.invitation_revoke(&admin, payers).await, Err(Error::RoleNotYours)));
    // A role of another organization is none here (S2-20), and nor is its invitation.
    let other = world.org(&world.user("Otto").await, "globex").await;
    let Err(Error::Invalid(problems)) =
        world.desk.invitation_create(&other, paste("a@x.test", &payer.to_string())).await
    else {
        panic!("refused")
    };
    assert_eq!(problems.0[0].field, Field::Role);
    assert!(matches!(world.desk.invitation_revoke(&other, payers).await, Err(Error::NotFound)));
}

async fn mails_are_limited(world: World) {
    let scope = world.org(&world.user("Ana").await, "acme").await;
    let id = invite(&world, &scope, "guest@x.test", "agent").await;
    for _ in 0..2 {
        world.desk.invitation_resend(&scope, id).await.expect("sent again");
    }
    assert!(matches!(world.desk.invitation_resend(&scope, id).await, Err(Error::SlowDown(86_400))), "three a day");
    world.desk.invitation_link(&scope, id).await.expect("copying mails nothing");
    world.desk.invitation_revoke(&scope, id).await.expect("revoked");
    let lines = world.desk.invitation_create(&scope, paste("guest@x.test", "agent")).await.expect("an answer");
    assert_eq!(outcomes(&lines), [Outcome::TooMany], "revoking is no way around it");
    let many = |from: usize, to: usize| (from..to).map(|n| format!("n{n}@x.test")).collect::<Vec<_>>().join(" ");
    let lines = world.desk.invitation_create(&scope, paste(&many(0, 60), "agent")).await.expect("an answer");
    assert!(outcomes(&lines).iter().all(|outcome| *outcome == Outcome::Invited));
    let lines = world.desk.invitation_create(&scope, paste(&many(60, 120), "agent")).await.expect("an answer");
    let invited = outcomes(&lines).iter().filter(|outcome| **outcome == Outcome::Invited).count();
    assert_eq!((invited, lines[59].outcome), (37, Outcome::TooMany), "a hundred an hour");
    let refused = world.desk.invitation_create(&scope, paste("one.more@x.test", "agent")).await;
    assert!(matches!(refused, Err(Error::SlowDown(1..=3_600))));
    world.clock.pass(3_600);
    invite(&world, &scope, "one.more@x.test", "agent").await;
    world.clock.pass(86_400 - 3_600);
    invite(&world, &scope, "guest@x.test", "agent").await;
}

#[tokio::test]
async fn a_mail_names_who_and_until_when_and_makes_no_link_of_a_name() {
    let world = World::new().await;
    let scope = world.org(&world.user("Ana Ruiz").await, "acme").await;
    let edit = OrgEdit {
        name: Some("WIN at https://evil.example/now".to_owned()),
        timezone: Some("Europe/Helsinki".to_owned()),
        ..OrgEdit::default()
    };
    world.desk.org_edit(&scope, edit).await.expect("renamed");
    invite(&world, &scope, "Guest@x.test", "agent").await;
    let mails = mails_to(&world, "Guest@x.test").await;
    let [mail] = mails.as_slice() else { panic!("one mail, not {}", mails.len()) };
    assert_eq!(
        (mail.from.as_str(), mail.subject.as_str()),
        ("Helpstead <no-reply@desk.test>", "Join WIN at https evil. example now on Helpstead")
    );
    assert!(
        mail.text.contains("Ana Ruiz invites you to work in WIN at https evil. example now, as Agent."),
        "{}",
        mail.text
    );
    assert!(mail.text.contains("29 Nov 2026, 14:00 (Europe/Helsinki)"), "{}", mail.text);
    assert_eq!(mail.links().len(), 1, "{}", mail.text);
}

#[tokio::test]
async fn a_mail_that_waited_too_long_is_not_sent() {
    let world = World::new().await;
    let scope = world.org(&world.user("Ana").await, "acme").await;
    let id = invite(&world, &scope, "guest@x.test", "agent").await;
    world.desk.invitation_resend(&scope, id).await.expect("sent again before the first mail went out");
    assert_eq!(mails_to(&world, "guest@x.test").await.len(), 1, "only the newest link is worth a mail");
    let gone = invite(&world, &scope, "gone@x.test", "agent").await;
    world.desk.invitation_revoke(&scope, gone).await.expect("revoked");
    assert!(mails_to(&world, "gone@x.test").await.is_empty());
}

#[tokio::test]
async fn seats_are_the_owners_and_never_fewer_than_are_taken() {
    let world = World::new().await;
    let owner = world.org(&world.user("Ana").await, "acme").await;
    let (_, admin) = world.member(&owner, "Adam", BuiltInRole::Admin).await;
    invite(&world, &owner, "guest@x.test", "agent").await;
    let edit = |seats| OrgEdit { seats: Some(seats), ..OrgEdit::default() };
    let refused = world.desk.org_edit(&admin, edit(Some(9))).await;
    assert!(matches!(refused, Err(Error::Forbidden(Permission::BillingManage))));
    for few in [2, 1, 0, -1] {
        let Err(Error::Invalid(problems)) = world.desk.org_edit(&owner, edit(Some(few))).await else {
            panic!("refused")
        };
        assert_eq!((problems.0[0].field, problems.0[0].code.as_str()), (Field::Seats, "seats_used"));
    }
    assert_eq!(world.desk.org_edit(&owner, edit(Some(3))).await.expect("as many as are taken").seats, Some(3));
    let named = OrgEdit { name: Some("Acme".to_owned()), ..OrgEdit::default() };
    assert_eq!(world.desk.org_edit(&admin, named).await.expect("the rest is theirs").seats, Some(3));
    assert_eq!(world.desk.org_edit(&owner, edit(None)).await.expect("any number").seats, None);
}
