//! The door (D19): once, in time, by whoever holds the address; and what strangers do not learn there.

use crate::account_sign_up::{PASSWORD, account};
use crate::invitation::{invite, mails_to, paste, seats, token_for};
use desk::Error;
use desk::access::{InvitationScope, Scope, UserScope};
use desk::invitation::Newcomer;
use domain::audit::{AuditAction, AuditFilter};
use domain::invitation::{Arrival, LIFE};
use domain::organization::OrgNew;
use domain::role::{BuiltInRole, RoleKey};
use domain::{Field, InvitationId};
use testkit::World;
use testkit::sqlite::by_hand;

fn newcomer(name: &str) -> Newcomer {
    Newcomer {
        name: name.to_owned(),
        password: PASSWORD.to_owned(),
        user_agent: String::new(),
        ip: Some("192.0.2.7".to_owned()),
    }
}

async fn door(world: &World, email: &str) -> InvitationScope {
    let token = token_for(world, email).await;
    world.desk.enter_invitation(&token).await.expect("a mailed link opens")
}

async fn role_of(world: &World, scope: &Scope, user: &UserScope) -> Option<RoleKey> {
    let mut tx = world.desk.store().read(scope.sight()).await.expect("the store reads");
    tx.membership_state(user.id()).await.expect("the store answers").map(|member| member.role)
}

on_both!(
    a_newcomer_comes_in_with_the_mail_as_proof,
    a_known_person_accepts_once_and_in_time,
    twenty_accept_the_same_invitation,
    twenty_accept_for_one_seat,
    twenty_accept_for_two_seats,
    only_the_invited_address_accepts,
    declining_frees_the_seat_and_tells_the_inviter,
);

async fn a_newcomer_comes_in_with_the_mail_as_proof(world: World) {
    let ana = world.user("Ana").await;
    let scope = world.org(&ana, "acme").await;
    invite(&world, &scope, "Guest@x.test", "agent").await;
    let door = door(&world, "Guest@x.test").await;
    for _ in 0..2 {
        let seen = world.desk.invitation_peek(&door, None).await.expect("looking changes nothing");
        assert_eq!(
            (seen.arrival, seen.email.as_str(), seen.role.as_str()),
            (Arrival::Newcomer, "Guest@x.test", "Agent")
        );
        assert_eq!((seen.org_name.as_str(), seen.invited_by.as_deref()), ("acme", Some("Ana")));
    }
    let mut wrong = newcomer("");
    wrong.password = "short".to_owned();
    let Err(Error::Invalid(problems)) = world.desk.invitation_join(&door, wrong).await else { panic!("refused") };
    assert_eq!(problems.0.iter().map(|problem| problem.field).collect::<Vec<_>>(), [Field::Name, Field::Password]);

    let (signed_in, org) = world.desk.invitation_join(&door, newcomer(" Gina ")).await.expect("comes in");
    let gina = world.desk.enter_session(&signed_in.token).await.expect("is signed in");
    assert!(gina.user().confirmed, "the mail counts as confirmed");
    assert_eq!((gina.user().name.as_str(), gina.user().email.as_str()), ("Gina", "Guest@x.test"));
    assert_eq!(world.enter(&gina, &org).await.role(), Some(&BuiltInRole::Agent.into()));
    assert!(world.desk.account_sign_in("guest@x.test", PASSWORD, "").await.is_ok());
    assert!(matches!(world.desk.invitation_join(&door, newcomer("Again")).await, Err(Error::NotFound)), "once");
    assert_eq!(world.desk.invitation_list(&scope).await.expect("the list").seats.used(), 2, "a seat became a member");

    let mails = mails_to(&world, "ana@people.test").await;
    assert_eq!(mails.len(), 1);
    assert_eq!(mails[0].subject, "Guest@x.test joined acme");
    let log = world.desk.audit_list(&scope, &AuditFilter::default()).await.expect("the log").rows;
    assert_eq!((log[0].action, log[0].target.as_str()), (AuditAction::InvitationAccepted, "Guest@x.test"));
    assert_eq!(
        (log[0].actor.as_str(), log[0].actor_id, log[0].ip.as_deref()),
        ("Gina", Some(gina.id()), Some("192.0.2.7"))
    );
    assert!(world.live.told().iter().any(|change| change.kind == "member_joined"));

    // They hang in the inviter's tenant until they make an organization, which is in one of their own.
    assert_eq!(gina.tenant(), scope.org().tenant);
    let new = OrgNew { name: "Mine".to_owned(), slug: "mine".to_owned(), ..OrgNew::default() };
    let mine = world.desk.org_create(&gina, new).await.expect("an organization");
    let gina = world.desk.enter_session(&signed_in.token).await.expect("still signed in");
    assert_ne!(gina.tenant(), scope.org().tenant);
    assert_eq!(world.enter(&gina, &mine).await.org().tenant, gina.tenant());
    let second = OrgNew { name: "Second".to_owned(), slug: "second".to_owned(), ..OrgNew::default() };
    let second = world.desk.org_create(&gina, second).await.expect("another");
    assert_eq!(world.enter(&gina, &second).await.org().tenant, gina.tenant(), "one tenant for both");
}

async fn a_known_person_accepts_once_and_in_time(world: World) {
    let scope = world.org(&world.user("Ana").await, "acme").await;
    let (ben, cleo) = (world.user("Ben").await, world.user("Cleo").await);
    invite(&world, &scope, "ben@people.test", "viewer").await;
    invite(&world, &scope, "cleo@people.test", "admin").await;
    let (bens, cleos) = (door(&world, "ben@people.test").await, door(&world, "cleo@people.test").await);
    let known = world.desk.invitation_peek(&bens, None).await.expect("a door").arrival;
    assert_eq!(known, Arrival::Known);
    world.clock.pass(LIFE - 1);
    // Sessions end before an invitation does; signing in again is another matter.
    let ben = world.desk.enter_session(&world.session(ben.id()).await).await.expect("signed in again");
    assert_eq!(world.desk.invitation_peek(&bens, Some(&ben)).await.expect("a door").arrival, Arrival::Right);
    let org = world.desk.invitation_accept(&ben, &bens).await.expect("six days, 23:59:59");
    assert_eq!(world.enter(&ben, &org).await.role(), Some(&BuiltInRole::Viewer.into()));
    assert!(matches!(world.desk.invitation_accept(&ben, &bens).await, Err(Error::NotFound)), "once");
    world.clock.pass(2);
    let cleo = world.desk.enter_session(&world.session(cleo.id()).await).await.expect("signed in again");
    // Held since before it ended, and refused all the same.
    assert!(
        matches!(world.desk.invitation_accept(&cleo, &cleos).await, Err(Error::NotFound)),
        "seven days and a second"
    );
    assert!(matches!(world.desk.enter_invitation_mine(&cleo, cleos.id()).await, Err(Error::NotFound)));
    assert_eq!(role_of(&world, &scope, &cleo).await, None);
    assert_eq!(world.desk.invitation_list(&scope).await.expect("the list").seats.used(), 2, "its seat is free");
}

async fn twenty_accept_the_same_invitation(world: World) {
    let scope = world.org(&world.user("Ana").await, "acme").await;
    let ben = world.user("Ben").await;
    invite(&world, &scope, "ben@people.test", "agent").await;
    let door = door(&world, "ben@people.test").await;
    let asked = (0..20).map(|_| {
        let (desk, ben, door) = (world.desk.clone(), ben.clone(), door.clone());
        tokio::spawn(async move { desk.invitation_accept(&ben, &door).await })
    });
    let mut accepted = 0;
    for answer in asked.collect::<Vec<_>>() {
        match answer.await.expect("no panic") {
            Ok(_) => accepted += 1,
            Err(error) => assert!(matches!(error, Error::NotFound), "{error}"),
        }
    }
    assert_eq!(accepted, 1);
    let log = world.desk.audit_list(&scope, &AuditFilter::default()).await.expect("the log");
    assert_eq!(log.rows.iter().filter(|row| row.action == AuditAction::InvitationAccepted).count(), 1);
    assert_eq!(mails_to(&world, "ana@people.test").await.len(), 1);
}

async fn twenty_accept_for_one_seat(world: World) {
    twenty_accept_for(world, 1).await;
}

async fn twenty_accept_for_two_seats(world: World) {
    twenty_accept_for(world, 2).await;
}

async fn twenty_accept_for(world: World, free: i64) {
    let scope = world.org(&world.user("Ana").await, "acme").await;
    let mut people = Vec::new();
    for number in 0..20 {
        let user = world.user(&format!("Guest {number}")).await;
        invite(&world, &scope, &user.user().email, "agent").await;
        let id = world.desk.invitation_mine(&user).await.expect("their invitations")[0].id;
        people.push((world.desk.enter_invitation_mine(&user, id).await.expect("a door"), user));
    }
    // An operator cuts the seats below what is promised: what is promised is then first come, first served.
    let mut tx = world.desk.store().write(scope.sight()).await.expect("the store writes");
    let mut org = tx.org_record().await.expect("the organization");
    org.seats = Some(1 + free);
    tx.org_update(org).await.expect("the store writes");
    tx.commit().await.expect("the store commits");
    let asked = people.into_iter().map(|(door, user)| {
        let desk = world.desk.clone();
        tokio::spawn(async move { desk.invitation_accept(&user, &door).await })
    });
    let mut accepted = 0;
    for answer in asked.collect::<Vec<_>>() {
        match answer.await.expect("no panic") {
            Ok(_) => accepted += 1,
            Err(error) => assert!(matches!(error, Error::SeatLimitReached), "{error}"),
        }
    }
    let page = world.desk.invitation_list(&scope).await.expect("the list");
    assert_eq!((accepted, page.seats.members), (free, 1 + free));
    assert_eq!(page.seats.invited, 20 - free, "whoever found no seat keeps the invitation");
}

async fn only_the_invited_address_accepts(world: World) {
    let scope = world.org(&world.user("Ana").await, "acme").await;
    let eve = world.user("Eve").await;
    invite(&world, &scope, "guest@x.test", "agent").await;
    let guests = door(&world, "guest@x.test").await;
    let other = world.desk.invitation_peek(&guests, Some(&eve)).await.expect("a door").arrival;
    assert_eq!(other, Arrival::Other { email: "eve@people.test".to_owned() });
    assert!(matches!(world.desk.invitation_accept(&eve, &guests).await, Err(Error::WrongAccount)));
    assert!(matches!(world.desk.invitation_decline(Some(&eve), &guests, None).await, Err(Error::WrongAccount)));
    assert!(matches!(world.desk.enter_invitation_mine(&eve, guests.id()).await, Err(Error::NotFound)));
    assert!(world.desk.invitation_mine(&eve).await.expect("hers").is_empty());

    // Somebody signs up with the address without owning it: that account accepts nothing and is told of nothing.
    world.desk.account_sign_up("Squatter", "guest@x.test", "the squatter's own words").await.expect("signs up");
    let session = world.desk.account_sign_in("guest@x.test", "the squatter's own words", "").await.expect("signs in");
    let squatter = world.desk.enter_session(&session.token).await.expect("a session");
    assert!(matches!(world.desk.invitation_accept(&squatter, &guests).await, Err(Error::Unconfirmed)));
    assert!(world.desk.invitation_mine(&squatter).await.expect("theirs").is_empty());
    // Whoever reads the mail is who the address is: the account becomes theirs, and the squatter is out.
    assert_eq!(world.desk.invitation_peek(&guests, None).await.expect("a door").arrival, Arrival::Newcomer);
    let (signed_in, org) = world.desk.invitation_join(&guests, newcomer("Gina")).await.expect("comes in");
    assert!(matches!(world.desk.enter_session(&session.token).await, Err(Error::SignedOut)));
    assert!(world.desk.account_sign_in("guest@x.test", "the squatter's own words", "").await.is_err());
    let gina = world.desk.enter_session(&signed_in.token).await.expect("is signed in");
    assert!(gina.user().confirmed);
    assert_eq!(world.enter(&gina, &org).await.role(), Some(&BuiltInRole::Agent.into()));
}

async fn declining_frees_the_seat_and_tells_the_inviter(world: World) {
    let scope = world.org(&world.user("Ana").await, "acme").await;
    let ben = world.user("Ben").await;
    invite(&world, &scope, "ben@people.test", "agent").await;
    invite(&world, &scope, "new@x.test", "agent").await;
    let offers = world.desk.invitation_mine(&ben).await.expect("his invitations");
    assert_eq!((offers.len(), offers[0].org_name.as_str(), offers[0].role.as_str()), (1, "acme", "Agent"));
    let mine = world.desk.enter_invitation_mine(&ben, offers[0].id).await.expect("his");
    world.desk.invitation_decline(Some(&ben), &mine, None).await.expect("declined without the mail");
    assert!(matches!(world.desk.invitation_accept(&ben, &mine).await, Err(Error::NotFound)), "no is no");
    assert!(world.desk.invitation_mine(&ben).await.expect("his").is_empty());
    let newcomers = door(&world, "new@x.test").await;
    world
        .desk
        .invitation_decline(None, &newcomers, Some("192.0.2.9".to_owned()))
        .await
        .expect("declined by its mail alone");
    assert_eq!(world.desk.invitation_list(&scope).await.expect("the list").seats.used(), 1);
    let mut subjects: Vec<_> = mails_to(&world, "ana@people.test").await.into_iter().map(|mail| mail.subject).collect();
    subjects.sort();
    assert_eq!(subjects, ["ben@people.test declined your invitation", "new@x.test declined your invitation"]);
    let log = world.desk.audit_list(&scope, &AuditFilter::default()).await.expect("the log").rows;
    assert_eq!(
        (log[0].action, log[0].actor.as_str(), log[0].actor_id),
        (AuditAction::InvitationDeclined, "new@x.test", None)
    );
    assert_eq!((log[1].action, log[1].actor_id), (AuditAction::InvitationDeclined, Some(ben.id())));
    // Whoever said no can be asked again.
    invite(&world, &scope, "ben@people.test", "viewer").await;
    let again = world.desk.invitation_mine(&ben).await.expect("his invitations");
    let again = world.desk.enter_invitation_mine(&ben, again[0].id).await.expect("his");
    world.desk.invitation_accept(&ben, &again).await.expect("and may say yes");
}

#[tokio::test]
async fn a_copied_link_proves_nothing_and_tells_nothing() {
    let world = World::new().await;
    let scope = world.org(&world.user("Ana").await, "acme").await;
    let ben = world.user("Ben").await;
    let copied = async |email: &str| {
        let id = invite(&world, &scope, email, "agent").await;
        let link = world.desk.invitation_link(&scope, id).await.expect("a link");
        world.desk.enter_invitation(link.rsplit('/').next().expect("a token")).await.expect("it opens")
    };
    let (known, unknown) = (copied("ben@people.test").await, copied("nobody@x.test").await);
    for door in [&known, &unknown] {
        assert_eq!(world.desk.invitation_peek(door, None).await.expect("a door").arrival, Arrival::Unproved);
        // The inviter, who has seen the link, cannot make an account of somebody else's address with it.
        assert!(matches!(world.desk.invitation_join(door, newcomer("Mallory")).await, Err(Error::Unconfirmed)));
        assert!(matches!(world.desk.invitation_decline(None, door, None).await, Err(Error::WrongAccount)));
    }
    world.desk.invitation_accept(&ben, &known).await.expect("the account of the address needs no mail");
    // A newcomer signs up as anybody does, confirms, and comes back.
    let signed_in = account(&world, "nobody@x.test").await;
    let tom = world.desk.enter_session(&signed_in.token).await.expect("a session");
    assert_eq!(world.desk.invitation_peek(&unknown, Some(&tom)).await.expect("a door").arrival, Arrival::Right);
    world.desk.invitation_accept(&tom, &unknown).await.expect("comes in");
}

#[tokio::test]
async fn an_invitation_is_worth_what_its_inviter_may_still_give() {
    for change in [
        "UPDATE membership SET role = 'agent' WHERE role = 'admin'",
        "UPDATE membership SET deactivated_at = 1 WHERE role = 'admin'",
        "DELETE FROM membership WHERE role = 'admin'",
    ] {
        let world = World::new().await;
        let owner = world.org(&world.user("Ana").await, "acme").await;
        let (_, admin) = world.member(&owner, "Adam", BuiltInRole::Admin).await;
        let ben = world.user("Ben").await;
        let id: InvitationId = invite(&world, &admin, "ben@people.test", "admin").await;
        let door = door(&world, "ben@people.test").await;
        by_hand(&world.desk, change).await;
        assert!(matches!(world.desk.invitation_peek(&door, Some(&ben)).await, Err(Error::NotFound)), "{change}");
        assert!(matches!(world.desk.invitation_accept(&ben, &door).await, Err(Error::NotFound)), "{change}");
        assert!(world.desk.invitation_mine(&ben).await.expect("his").is_empty(), "{change}");
        // Whoever sends it again vouches for it.
        world.desk.invitation_resend(&owner, id).await.expect("sent again");
        let again = world.desk.invitation_mine(&ben).await.expect("his")[0].id;
        let again = world.desk.enter_invitation_mine(&ben, again).await.expect("a door");
        world.desk.invitation_accept(&ben, &again).await.expect("now it stands");
    }
}

#[tokio::test]
async fn a_member_already_stays_what_they_are() {
    let world = World::new().await;
    let owner = world.org(&world.user("Ana").await, "acme").await;
    let ben = world.user("Ben").await;
    let id = invite(&world, &owner, "ben@people.test", "viewer").await;
    let mut tx = world.desk.store().write(owner.sight()).await.expect("the store writes");
    tx.membership_add(ben.id(), BuiltInRole::Admin, domain::Timestamp(0)).await.expect("he was added meanwhile");
    tx.commit().await.expect("the store commits");
    assert!(matches!(world.desk.invitation_resend(&owner, id).await, Err(Error::Conflict(_))));
    let door = door(&world, "ben@people.test").await;
    world.desk.invitation_accept(&ben, &door).await.expect("nothing to do");
    assert_eq!(role_of(&world, &owner, &ben).await, Some(BuiltInRole::Admin.into()));
    // A deactivated member is not brought back by an invitation, old or new.
    by_hand(&world.desk, "UPDATE membership SET deactivated_at = 1 WHERE role = 'admin'").await;
    let lines = world.desk.invitation_create(&owner, paste("ben@people.test", "agent")).await.expect("an answer");
    assert!(lines[0].message.contains("deactivated"), "{lines:?}");
    seats(&world, &owner, Some(1)).await;
}

#[tokio::test]
async fn an_accounts_owner_is_not_replaced_by_an_invitation() {
    let world = World::new().await;
    let scope = world.org(&world.user("Ana").await, "acme").await;
    let before = account(&world, "tom@x.test").await;
    invite(&world, &scope, "tom@x.test", "agent").await;
    let door = door(&world, "tom@x.test").await;
    assert!(matches!(world.desk.invitation_join(&door, newcomer("Not Tom")).await, Err(Error::Conflict(_))));
    let tom = world.desk.enter_session(&before.token).await.expect("his session goes on");
    assert_eq!(tom.user().name, "Tom");
    assert!(world.desk.account_sign_in("tom@x.test", PASSWORD, "").await.is_ok());
    world.desk.invitation_accept(&tom, &door).await.expect("and it can still be accepted");
}

#[tokio::test]
async fn four_newcomers_at_once_are_one() {
    let world = World::new().await;
    let scope = world.org(&world.user("Ana").await, "acme").await;
    invite(&world, &scope, "guest@x.test", "agent").await;
    let door = door(&world, "guest@x.test").await;
    let asked = (0..4).map(|number| {
        let (desk, door) = (world.desk.clone(), door.clone());
        tokio::spawn(async move { desk.invitation_join(&door, newcomer(&format!("Guest {number}"))).await.map(drop) })
    });
    let mut came = 0;
    for answer in asked.collect::<Vec<_>>() {
        match answer.await.expect("no panic") {
            Ok(()) => came += 1,
            Err(error) => assert!(matches!(error, Error::NotFound), "{error}"),
        }
    }
    assert_eq!((came, world.desk.member_list(&scope).await.expect("members").len()), (1, 2));
}
