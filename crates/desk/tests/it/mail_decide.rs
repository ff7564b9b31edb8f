//! Deciding about mails that wait: once, by who may, told in the log, and without making anybody a reader.

use crate::mail::{ANA, EVE, SUPPORT, answered, desk_of, held, messages, sent_to, state, tickets, written};
use crate::ticket::message;
use desk::Error;
use desk::access::Scope;
use domain::audit::{AuditAction, AuditFilter, AuditRow};
use domain::mail::{MailInState, MailOutState};
use domain::role::BuiltInRole;
use domain::status::Category;
use domain::{MailAddress, MailInId, Permission};
use testkit::World;

crate::on_both!(
    a_held_mail_is_added_and_makes_nobody_a_reader,
    of_two_agents_at_once_the_second_is_told,
    a_held_mail_becomes_a_ticket_of_its_own,
    a_mail_is_put_away_and_taken_back
);

async fn decisions(world: &World, scope: &Scope) -> Vec<AuditRow> {
    let filter = AuditFilter { action: Some(AuditAction::MailDecided), ..AuditFilter::default() };
    world.desk.audit_list(scope, &filter).await.expect("the log").rows
}

async fn a_held_mail_is_added_and_makes_nobody_a_reader(world: World) {
    let scope = desk_of(&world, "acme", SUPPORT).await;
    let (code, mail) = held(&world, &scope).await;
    let before = world.desk.ticket_show(&scope, &code).await.expect("a ticket");
    let waits = &before.held[0];
    assert_eq!((waits.from.as_str(), waits.name.as_str()), (EVE, "Eve Stranger"));
    assert_eq!(waits.snippet, "Me too! Tell me all about it.");
    let sent = world.mailer.sent().len();

    let page = world.desk.mail_accept(&scope, &code, mail).await.expect("accepted");
    assert!(page.held.is_empty());
    let shown = messages(&page);
    let added = shown.last().expect("a message");
    assert_eq!((added.author.as_str(), added.from_customer, added.is_requester), ("Eve Stranger", true, false));
    assert!(added.html.contains("Me too!"), "{}", added.html);
    assert_eq!(added.mail.as_ref().map(|mail| mail.from.as_str()), Some(EVE));
    assert_eq!(page.ticket.requester.email, ANA, "the requester stays");
    assert!(page.ticket.waiting.is_some(), "somebody waits for an answer again");
    assert_eq!(state(&world, &scope, mail).await, MailInState::Done);

    // Ana sees it on her page, as somebody else's; not from which address it came.
    let (_, read) = sent_to(&world, ANA).pop().expect("an answer");
    let token = read.links()[0].rsplit('/').next().expect("a link ends in its token").to_owned();
    let link = world.desk.enter_link(&token).await.expect("her link");
    let hers = world.desk.customer_show(&link).await.expect("her page").messages;
    assert_eq!((hers[0].author.as_str(), hers[0].from_customer, hers[0].is_requester), ("Eve Stranger", true, false));
    assert!(hers[0].mail.is_none() && hers.last().is_some_and(|first| first.is_requester));

    // The next answer goes to Ana alone, and so did everything else.
    world
        .desk
        .ticket_reply(&scope, &code, message("Thank you both.", page.ticket.last_message))
        .await
        .expect("a reply");
    world.settle().await;
    let sent = &world.mailer.sent()[sent..];
    assert_eq!(sent.iter().map(|mail| mail.to.clone()).collect::<Vec<_>>(), [[ANA.to_owned()]]);

    let log = decisions(&world, &scope).await;
    assert_eq!((log.len(), log[0].target.as_str()), (1, code.as_str()));
    assert!(log[0].changes.iter().any(|change| change.after.as_deref() == Some(EVE)), "{:?}", log[0].changes);
    let told: Vec<_> = world.live.told().into_iter().filter(|change| change.kind == "ticket_mail_held").collect();
    assert_eq!((told.len(), told[1].ticket.as_ref()), (2, Some(&code)), "held, and not any more");
}

async fn of_two_agents_at_once_the_second_is_told(world: World) {
    let scope = desk_of(&world, "acme", SUPPORT).await;
    let (_, other) = world.member(&scope, "Ben", BuiltInRole::Agent).await;
    let (code, mail) = held(&world, &scope).await;
    let (one, two) =
        tokio::join!(world.desk.mail_accept(&scope, &code, mail), world.desk.mail_accept(&other, &code, mail));
    let (done, refused): (Vec<_>, Vec<_>) = [one, two].into_iter().partition(Result::is_ok);
    assert_eq!((done.len(), refused.len()), (1, 1));
    let Some(Err(Error::Conflict(words))) = refused.into_iter().next() else { panic!("a conflict") };
    assert!(words.contains("added this mail"), "{words}");
    let page = world.desk.ticket_show(&scope, &code).await.expect("a ticket");
    assert_eq!(messages(&page).len(), 3, "once");
    for late in [
        world.desk.mail_put_away(&other, &code, mail, false).await.err(),
        world.desk.mail_make_ticket(&other, Some(&code), mail).await.err(),
    ] {
        assert!(matches!(late, Some(Error::Conflict(_))), "{late:?}");
    }
}

async fn a_held_mail_becomes_a_ticket_of_its_own(world: World) {
    let scope = desk_of(&world, "acme", SUPPORT).await;
    let (code, mail) = held(&world, &scope).await;
    let sent = world.mailer.sent().len();
    let made = world.desk.mail_make_ticket(&scope, Some(&code), mail).await.expect("made");
    let page = world.desk.ticket_show(&scope, &made.code).await.expect("the new ticket");
    assert_eq!((page.ticket.requester.email.as_str(), page.ticket.subject.as_str()), (EVE, "Re: Charged twice"));
    assert_eq!(page.ticket.site, world.desk.ticket_show(&scope, &code).await.expect("the old one").ticket.site);
    assert!(messages(&page)[0].mail.is_some() && messages(&page)[0].is_requester);
    world.settle().await;
    assert_eq!(world.mailer.sent().len(), sent, "nobody gets an acknowledgement");
    let old = world.desk.ticket_show(&scope, &code).await.expect("the old one");
    assert!(old.held.is_empty());
    assert_eq!(messages(&old).len(), 2);
    let late = world.desk.mail_accept(&scope, &code, mail).await;
    let Err(Error::Conflict(words)) = late else { panic!("a conflict") };
    assert!(words.contains("made a ticket"), "{words}");
    let log = decisions(&world, &scope).await;
    let changed = log[0].changes.iter().any(|change| change.after.as_deref() == Some(made.code.as_str()));
    assert!(changed, "{:?}", log[0].changes);
}

async fn a_mail_is_put_away_and_taken_back(world: World) {
    let scope = desk_of(&world, "acme", SUPPORT).await;
    let (code, mail) = held(&world, &scope).await;
    let why = world.desk.ticket_show(&scope, &code).await.expect("a ticket").held[0].said.clone();
    assert!(world.desk.mail_put_away(&scope, &code, mail, false).await.expect("put away").held.is_empty());
    assert_eq!(state(&world, &scope, mail).await, MailInState::Ignored);
    let again = world.desk.mail_put_away(&scope, &code, mail, false).await;
    assert!(matches!(again, Err(Error::Conflict(words)) if words.contains("put this mail away")));
    let page = world.desk.mail_take_back(&scope, &code, mail).await.expect("taken back");
    assert_eq!((page.held.len(), page.held[0].said.as_str()), (1, why.as_str()));
    assert!(matches!(world.desk.mail_take_back(&scope, &code, mail).await, Err(Error::Conflict(_))));
    world.desk.mail_accept(&scope, &code, mail).await.expect("it can be accepted as before");
    assert_eq!(decisions(&world, &scope).await.len(), 3);
}

#[tokio::test]
async fn with_a_renewed_reply_address_the_old_one_reaches_nobody() {
    let world = World::new().await;
    let scope = desk_of(&world, "acme", SUPPORT).await;
    let (code, reply_to) = answered(&world, &scope).await;
    let address = MailAddress::parse(&reply_to).expect("an address");
    world.mail_in(&reply_to, &written(EVE, &reply_to, "Re: Charged twice", "", "Let me in.")).await;
    let mail = world.desk.ticket_show(&scope, &code).await.expect("a ticket").held[0].id;
    world.desk.mail_put_away(&scope, &code, mail, true).await.expect("put away");
    assert!(matches!(world.desk.enter_mailbox(&address).await, Err(Error::NotFound)));
    // The next mail to Ana carries one that works.
    world.desk.ticket_reply(&scope, &code, message("Still there?", 2)).await.expect("a reply");
    world.settle().await;
    let raw = String::from_utf8(world.mailer.sent().last().expect("sent").raw.clone()).expect("ASCII");
    let fresh = raw.lines().find_map(|line| line.strip_prefix("Reply-To: ")).expect("a reply address");
    assert_ne!(fresh, reply_to);
    let fresh = MailAddress::parse(fresh.trim_matches(['<', '>'])).expect("an address");
    world.desk.enter_mailbox(&fresh).await.expect("it leads to the ticket");
}

#[tokio::test]
async fn only_who_may_write_and_sees_the_ticket_decides() {
    let world = World::new().await;
    let scope = desk_of(&world, "acme", SUPPORT).await;
    let elsewhere = desk_of(&world, "globex", "support@globex.test").await;
    let (_, viewer) = world.member(&scope, "Vic", BuiltInRole::Viewer).await;
    let (code, mail) = held(&world, &scope).await;
    let refused = world.desk.mail_accept(&viewer, &code, mail).await;
    assert!(matches!(refused, Err(Error::Forbidden(Permission::TicketWrite))));
    assert!(matches!(world.desk.mail_put_away(&elsewhere, &code, mail, false).await, Err(Error::NotFound)));
    let unknown = MailInId(uuid::Uuid::now_v7());
    assert!(matches!(world.desk.mail_accept(&scope, &code, unknown).await, Err(Error::NotFound)));
    // Beside another ticket it is not there.
    world.mail_in(SUPPORT, &written("bob@customer.example", SUPPORT, "Something else", "", "Hello")).await;
    let other = tickets(&world, &scope).await.into_iter().find(|(one, _)| *one != code).expect("another").0;
    for answer in [
        world.desk.mail_accept(&scope, &other, mail).await.map(drop),
        world.desk.mail_put_away(&scope, &other, mail, true).await.map(drop),
        world.desk.mail_make_ticket(&scope, Some(&other), mail).await.map(drop),
        world.desk.mail_make_ticket(&scope, None, mail).await.map(drop),
    ] {
        assert!(matches!(answer, Err(Error::NotFound)), "{answer:?}");
    }
    assert_eq!(state(&world, &scope, mail).await, MailInState::Held);
    assert!(decisions(&world, &scope).await.is_empty());
}

#[tokio::test]
async fn what_is_added_to_a_resolved_ticket_opens_it_again() {
    let world = World::new().await;
    let scope = desk_of(&world, "acme", SUPPORT).await;
    let (code, mail) = held(&world, &scope).await;
    let resolved = crate::ticket::status(&world, &scope, Category::Resolved).await.id;
    let version = crate::ticket::row(&world, &scope, &code).await.version;
    world.desk.ticket_set_status(&scope, &code, resolved, version).await.expect("resolved");
    let page = world.desk.mail_accept(&scope, &code, mail).await.expect("accepted");
    assert_eq!(page.ticket.status.category, Category::Open);
}

#[tokio::test]
async fn a_copy_is_told_beside_the_reply_it_went_with() {
    let world = World::new().await;
    let scope = desk_of(&world, "acme", SUPPORT).await;
    let (code, _) = answered(&world, &scope).await;
    let new = desk::ticket::MessageNew { cc: vec![EVE.to_owned()], ..message("For both of you.", 2) };
    let page = world.desk.ticket_reply(&scope, &code, new).await.expect("a reply");
    let delivery = messages(&page).last().and_then(|message| message.delivery.clone()).expect("on its way");
    assert_eq!(delivery.state, MailOutState::Waiting);
    let copies: Vec<(&str, MailOutState)> = delivery.copies.iter().map(|copy| (copy.to.as_str(), copy.state)).collect();
    assert_eq!(copies, [(EVE, MailOutState::Waiting)]);
    // Mail to one of them is refused for good, which is no trouble of the other's.
    world.mailer.refuse(EVE);
    world.settle().await;
    let page = world.desk.ticket_show(&scope, &code).await.expect("a ticket");
    let delivery = messages(&page).last().and_then(|message| message.delivery.clone()).expect("sent");
    assert_eq!(delivery.state, MailOutState::Sent);
    assert_eq!(delivery.copies[0].state, MailOutState::Failed);
    assert!(delivery.copies[0].said.contains("no mailbox eve@"), "{:?}", delivery.copies);
}

#[tokio::test]
async fn whoever_is_copied_in_gets_the_words_and_no_way_to_the_rest() {
    let world = World::new().await;
    let scope = desk_of(&world, "acme", SUPPORT).await;
    let (code, _) = answered(&world, &scope).await;
    let before = world.mailer.sent().len();
    let new = desk::ticket::MessageNew { cc: vec![EVE.to_owned(), ANA.to_owned()], ..message("For both of you.", 2) };
    world.desk.ticket_reply(&scope, &code, new).await.expect("a reply");
    world.settle().await;
    let sent = world.mailer.sent().split_off(before);
    let to = |address: &str| {
        let mails: Vec<_> = sent.iter().filter(|mail| mail.to == [address]).map(|mail| mail::read(&mail.raw)).collect();
        assert_eq!(mails.len(), 1, "{address}");
        mails.into_iter().next().expect("counted")
    };
    let html = |mail: &mail::ReadMail| mail.html.clone().expect("a mail with HTML");
    let (customers, copy) = (to(ANA), to(EVE));
    assert_eq!(sent.len(), 2, "the customer is not copied in on their own mail");
    assert!(customers.text.contains("/ticket/") && !copy.text.contains("/ticket/"), "{}", copy.text);
    assert!(copy.text.contains("For both of you.") && html(&copy).contains("For both of you."));
    assert!(!html(&copy).contains("/ticket/"));
    for field in ["To", "Cc", "From", "Subject"] {
        assert_eq!(customers.header(field), copy.header(field), "{field}");
    }
    assert_ne!(customers.header("Message-ID"), copy.header("Message-ID"));
}
