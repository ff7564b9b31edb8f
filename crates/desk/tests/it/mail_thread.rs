//! How answers find back: whatever became of a ticket's site and of the mailboxes that its mail left from.

use crate::mail::{
    ANA, EVE, SUPPORT, answered, bounce, desk_of, messages, only, page, sent_to, site, tickets, written,
};
use crate::ticket::message;
use desk::Error;
use desk::access::Scope;
use desk::mail_in::Arrival;
use desk::ports::MailPeer;
use desk::ticket::MessageNew;
use domain::mail::MailOutState;
use domain::mailbox::{Direction, MailSettings, OutboundMode, ServerCard};
use domain::ticket::{TicketPage, TimelineItem};
use domain::{Field, MailboxId, SiteSlug};
use store::mailbox::MailboxSet;
use testkit::World;

on_both!(
    answers_find_a_ticket_whose_site_is_gone,
    a_mailbox_of_another_site_takes_answers_to_what_left_from_it,
    a_bounce_comes_back_where_the_sender_takes_nothing_in,
    an_answer_stands_under_what_the_customer_wrote,
);

const SHOP: &str = "help@shop.test";
const CLUB: &str = "hello@club.test";

fn slug(text: &str) -> SiteSlug {
    SiteSlug::parse(text).expect("a slug")
}

/// Changes how mail leaves.
async fn settings(world: &World, scope: &Scope, change: impl FnOnce(&mut MailSettings)) {
    let mut tx = world.desk.store().write(scope.sight()).await.expect("written");
    let mut settings = tx.mail_settings().await.expect("read");
    change(&mut settings);
    tx.mail_settings_set(settings).await.expect("written");
    tx.commit().await.expect("kept");
}

/// Changes a mailbox.
async fn edit(world: &World, scope: &Scope, id: MailboxId, site: &str, change: impl FnOnce(&mut MailboxSet)) {
    let mut tx = world.desk.store().write(scope.sight()).await.expect("written");
    let kept = tx.mailbox_record(id).await.expect("read").expect("the mailbox");
    let mut set = MailboxSet {
        site: tx.site_head(&slug(site)).await.expect("read").expect("the site").id,
        name: kept.name,
        kind: kept.kind,
        direction: kept.direction,
        team: None,
        priority: None,
        imap: None,
        imap_secret: None,
        smtp: None,
        smtp_secret: None,
        folder: kept.folder,
        interval: kept.interval_s,
    };
    change(&mut set);
    tx.mailbox_set(id, set).await.expect("written");
    tx.commit().await.expect("kept");
}

/// Of the mailbox with that address.
async fn mailbox_id(world: &World, scope: &Scope, address: &str) -> MailboxId {
    let all = world.desk.store().read(scope.sight()).await.expect("read").mailbox_records().await.expect("read");
    all.iter().find(|mailbox| mailbox.address.as_str() == address).expect("the mailbox").id
}

async fn answers_find_a_ticket_whose_site_is_gone(world: World) {
    let scope = desk_of(&world, "acme", SUPPORT).await;
    site(&world, &scope, "shop").await;
    world.mailbox(&scope, "shop", SHOP).await;
    let (code, reply_to) = answered(&world, &scope).await;
    let (_, before) = sent_to(&world, ANA).pop().expect("the answer went out");
    let (gone, to) = (slug("support"), Some(slug("shop")));
    world.desk.site_delete(&scope, &gone, "support", to).await.expect("the site goes");

    assert!(world.mail_in(&reply_to, &written(ANA, &reply_to, "Re", "", "By the address")).await);
    assert_eq!(messages(&only(&world, &scope).await).len(), 3);
    let headers = format!("In-Reply-To: {}\n", before.message_id);
    assert!(world.mail_in(SHOP, &written(ANA, SHOP, "Re", &headers, "By the id alone")).await);
    assert_eq!(messages(&only(&world, &scope).await).len(), 4);

    // What leaves from the new site is answered like everything before, and known when it comes back.
    world.desk.ticket_reply(&scope, &code, message("Still here.", 4)).await.expect("a reply");
    world.settle().await;
    let (mail, after) = sent_to(&world, ANA).pop().expect("the answer went out");
    assert!(after.from.contains(SHOP), "{}", after.from);
    assert_eq!(after.header("Reply-To"), reply_to);
    assert!(world.mail_in(SHOP, &String::from_utf8_lossy(&mail.raw)).await);
    assert_eq!(messages(&only(&world, &scope).await).len(), 5, "our own mail is no answer");
    let headers = format!("In-Reply-To: {}\n", after.message_id);
    assert!(world.mail_in(SHOP, &written(ANA, SHOP, "Re", &headers, "Me too")).await);
    assert_eq!(messages(&only(&world, &scope).await).len(), 6);
}

async fn a_mailbox_of_another_site_takes_answers_to_what_left_from_it(world: World) {
    let scope = desk_of(&world, "acme", SUPPORT).await;
    for (name, address) in [("shop", SHOP), ("club", CLUB)] {
        site(&world, &scope, name).await;
        world.mailbox(&scope, name, address).await;
    }
    // Ana's ticket is of the first site; the first answer leaves from there, the second from the one mailbox for all.
    let (code, _) = answered(&world, &scope).await;
    let (_, first) = sent_to(&world, ANA).pop().expect("the answer went out");
    let shop = mailbox_id(&world, &scope, SHOP).await;
    let answers = |read: &mail::ReadMail| format!("In-Reply-To: {}\n", read.message_id);
    // Nothing left from there so far: it is a stranger to the ticket, and to a report about it.
    assert!(world.mail_in(SHOP, &written(ANA, SHOP, "Re", &answers(&first), "Too early")).await);
    assert!(world.mail_in(SHOP, &bounce(SHOP, &first.message_id, ANA)).await);
    assert_eq!((tickets(&world, &scope).await.len(), messages(&page(&world, &scope, &code).await).len()), (2, 2));
    settings(&world, &scope, |set| (set.mode, set.fixed) = (OutboundMode::Fixed, Some(shop))).await;
    world.desk.ticket_reply(&scope, &code, message("From the shop.", 2)).await.expect("a reply");
    world.settle().await;
    let (_, second) = sent_to(&world, ANA).pop().expect("the answer went out");
    assert!(second.from.contains(SHOP), "{}", second.from);
    assert!(world.mail_in(SHOP, &written(ANA, SHOP, "Re", &answers(&second), "To the shop")).await);
    assert_eq!(messages(&page(&world, &scope, &code).await).len(), 4);
    // No other mailbox, whatever the proof.
    assert!(world.mail_in(CLUB, &written(ANA, CLUB, "Re", &answers(&second), "To the club")).await);
    assert_eq!((tickets(&world, &scope).await.len(), messages(&page(&world, &scope, &code).await).len()), (3, 4));
    assert!(world.mail_in(CLUB, &bounce(CLUB, &second.message_id, ANA)).await);
    assert_eq!(page(&world, &scope, &code).await.bounced, None);
    assert!(world.mail_in(SHOP, &bounce(SHOP, &second.message_id, ANA)).await);
    let shown = page(&world, &scope, &code).await;
    assert!(shown.bounced.is_some(), "a report comes back the same way");
    assert_eq!(messages(&shown)[2].delivery.as_ref().expect("by mail").state, MailOutState::Bounced);

    // The mailbox that got the ticket goes to another site: it speaks for that one, and takes answers to what it said before.
    settings(&world, &scope, |set| (set.mode, set.fixed) = (OutboundMode::Original, None)).await;
    let support = mailbox_id(&world, &scope, SUPPORT).await;
    assert_eq!(page(&world, &scope, &code).await.leaves_from, SUPPORT);
    edit(&world, &scope, support, "club", |_| {}).await;
    assert_eq!(page(&world, &scope, &code).await.leaves_from, "no-reply@desk.test");
    assert!(world.mail_in(SUPPORT, &written(ANA, SUPPORT, "Re", &answers(&first), "Later")).await);
    assert_eq!(messages(&page(&world, &scope, &code).await).len(), 5);
}

/// A report comes to a return path, with none of its own.
async fn reported(world: &World, to: &str, raw: &str) {
    let scope = world.desk.enter_mailbox(&to.parse().expect("an address")).await.expect("the door takes it");
    let peer = MailPeer { ip: [192, 0, 2, 1].into(), helo: "mx.test".to_owned(), return_path: String::new() };
    let arrival = Arrival { source: None, peer: Some(peer), raw: raw.replace('\n', "\r\n").into_bytes(), whole: true };
    world.desk.mail_receive(&scope, arrival).await.expect("kept");
    world.settle().await;
}

async fn a_bounce_comes_back_where_the_sender_takes_nothing_in(world: World) {
    let scope = desk_of(&world, "acme", SUPPORT).await;
    settings(&world, &scope, |set| set.mode = OutboundMode::Platform).await;
    let (code, reply_to) = answered(&world, &scope).await;
    let (mail, read) = sent_to(&world, ANA).pop().expect("the answer went out");
    assert!(read.from.contains("no-reply@desk.test"), "{}", read.from);
    assert_eq!(mail.return_path, reply_to);
    let acknowledgement = &sent_to(&world, ANA)[0].0;
    assert_eq!(acknowledgement.return_path, "", "what a machine wrote comes back to nobody");
    reported(&world, &mail.return_path, &bounce(&mail.return_path, &read.message_id, ANA)).await;
    let shown = only(&world, &scope).await;
    assert_eq!(messages(&shown)[1].delivery.as_ref().expect("by mail").state, MailOutState::Bounced);
    assert!(shown.bounced.is_some(), "the contact is marked");

    // A mailbox that only sends: elsewhere only where its domain is signed, else SPF of the domain in From speaks for it.
    settings(&world, &scope, |set| set.mode = OutboundMode::Original).await;
    let id = mailbox_id(&world, &scope, SUPPORT).await;
    edit(&world, &scope, id, "support", |set| set.direction = Direction::Out).await;
    for (signed, path) in [(false, SUPPORT), (true, reply_to.as_str())] {
        if signed {
            world.desk.mail_domain_sign(&scope, "clienta.test").await.expect("a key");
            let mut tx = world.desk.store().write(scope.sight()).await.expect("written");
            let record = tx.mail_domain("clienta.test").await.expect("read").expect("the key");
            tx.mail_domain_seen(&record, true).await.expect("written");
            tx.commit().await.expect("kept");
        }
        world.desk.ticket_reply(&scope, &code, message("Once more", 2)).await.expect("a reply");
        world.settle().await;
        assert_eq!(sent_to(&world, ANA).pop().expect("a reply").0.return_path, path, "signed: {signed}");
    }
}

/// Message-IDs in a header, in order.
fn ids(read: &mail::ReadMail, name: &str) -> Vec<String> {
    read.header(name).split_whitespace().map(str::to_owned).collect()
}

async fn an_answer_stands_under_what_the_customer_wrote(world: World) {
    let scope = desk_of(&world, "acme", SUPPORT).await;
    let from_ana = |id: &str, headers: &str| {
        written(ANA, SUPPORT, "Hello", headers, "Hello").replacen("Message-ID: <", &format!("Message-ID: <{id}."), 1)
    };
    let own = |raw: &str| raw.lines().find_map(|line| line.strip_prefix("Message-ID: ")).expect("an id").to_owned();
    let one = from_ana("one", "");
    assert!(world.mail_in(SUPPORT, &one).await);
    let code = only(&world, &scope).await.ticket.code;
    let answer = async |seen| {
        world.clock.pass(60);
        world.desk.ticket_reply(&scope, &code, message("Hi", seen)).await.expect("a reply");
        world.settle().await;
        world.clock.pass(60);
        sent_to(&world, ANA).pop().expect("an answer").1
    };
    let acknowledged = sent_to(&world, ANA).pop().expect("an acknowledgement").1;
    let first = ids(&acknowledged, "References")[0].clone();
    assert_eq!(ids(&acknowledged, "References"), [first.clone(), own(&one)]);
    assert_eq!(ids(&acknowledged, "In-Reply-To"), [own(&one)]);
    let answered = answer(1).await;
    // The acknowledgement is no ancestor of what a person answers.
    assert_eq!(ids(&answered, "References"), [first.clone(), own(&one)]);
    assert_eq!(ids(&answered, "In-Reply-To"), [own(&one)]);

    let two = from_ana("two", &format!("In-Reply-To: {}\n", answered.message_id));
    assert!(world.mail_in(SUPPORT, &two).await);
    // Replies leave from elsewhere by now; what was sent keeps its name.
    settings(&world, &scope, |set| set.mode = OutboundMode::Platform).await;
    let expected = [first, own(&one), acknowledged.message_id, answered.message_id, own(&two)];
    for seen in [3, 3] {
        let again = answer(seen).await;
        assert!(again.message_id.ends_with("@desk.test>"), "{}", again.message_id);
        assert_eq!(ids(&again, "References"), expected);
        assert_eq!(ids(&again, "In-Reply-To"), [own(&two)]);
    }
    // Nobody else's mail is named, and no id that cannot be.
    let stranger = written(EVE, SUPPORT, "Re", &format!("In-Reply-To: {}\n", expected[3]), "Me too");
    assert!(world.mail_in(SUPPORT, &stranger).await);
    let held = only(&world, &scope).await.held[0].id;
    world.desk.mail_accept(&scope, &code, held).await.expect("added");
    let bad = format!("Message-ID: <three {}@x.test>", "x".repeat(999));
    let three = from_ana("three", &format!("In-Reply-To: {}\n", expected[3]))
        .replace("Message-ID: <three.", &format!("{bad}\nX-Old: <"));
    assert!(world.mail_in(SUPPORT, &three).await);
    assert_eq!(ids(&answer(99).await, "In-Reply-To"), [own(&two)]);
}

#[tokio::test]
async fn a_copy_that_comes_back_says_nothing_about_the_customer() {
    let world = World::new().await;
    let scope = desk_of(&world, "acme", SUPPORT).await;
    let (code, _) = answered(&world, &scope).await;
    let new = MessageNew { cc: vec!["Bo@customer.test".to_owned()], ..message("For both of you.", 2) };
    world.desk.ticket_reply(&scope, &code, new).await.expect("a reply");
    world.settle().await;
    let (_, read) = sent_to(&world, ANA).pop().expect("the answer went out");
    let failed = |page: &TicketPage| {
        page.timeline
            .iter()
            .any(|item| matches!(item, TimelineItem::Event(line) if line.text.contains("customer.test")))
    };
    assert!(!failed(&only(&world, &scope).await));
    let (_, copy) = sent_to(&world, "bo@customer.test").pop().expect("the copy went out");
    assert!(world.mail_in(SUPPORT, &bounce(SUPPORT, &copy.message_id, "bo@customer.test")).await);
    let shown = only(&world, &scope).await;
    assert!(failed(&shown), "it is told: {:?}", shown.timeline);
    let delivery = messages(&shown)[2].delivery.clone().expect("by mail");
    assert_eq!((shown.bounced.as_ref(), delivery.state), (None, MailOutState::Sent));
    assert_eq!(delivery.copies[0].state, MailOutState::Bounced);
    // Where the customer's address leads to is theirs.
    assert!(world.mail_in(SUPPORT, &bounce(SUPPORT, &read.message_id, "ana@elsewhere.test")).await);
    let shown = only(&world, &scope).await;
    assert!(shown.bounced.is_some());
    assert_eq!(messages(&shown)[2].delivery.as_ref().expect("by mail").state, MailOutState::Bounced);
}

#[tokio::test]
async fn no_copy_leads_back_here() {
    let world = World::new().await;
    let scope = desk_of(&world, "acme", SUPPORT).await;
    site(&world, &scope, "shop").await;
    world.mailbox(&scope, "shop", SHOP).await;
    let cc = format!("Cc: Bo <bo@customer.test>, Shop <{SHOP}>, {SUPPORT}, reply+x@in.desk.test\n");
    assert!(world.mail_in(SUPPORT, &written(ANA, SUPPORT, "Hello", &cc, "Hello")).await);
    let shown = only(&world, &scope).await;
    let mail = messages(&shown)[0].mail.clone().expect("it came by mail");
    assert_eq!(mail.facts.cc, ["Bo <bo@customer.test>"], "whom to copy in is suggested");
    let (code, forward) = (shown.ticket.code, format!("m-{}@in.desk.test", uuid::Uuid::nil().simple()));
    let copied = |to: &str| MessageNew { cc: vec![to.to_owned()], ..message("For all of you.", 1) };
    for to in [SHOP, "HELP+orders@shop.test", SUPPORT, "reply+x@in.desk.test", &forward, "no-reply@desk.test"] {
        let refused = world.desk.ticket_reply(&scope, &code, copied(to)).await;
        let Err(Error::Invalid(problems)) = refused else { panic!("{to} is refused: {refused:?}") };
        assert_eq!(problems.0[0].field, Field::Cc);
        assert!(problems.0[0].message.contains("leads back to this desk"), "{}", problems.0[0].message);
    }
    // What is another organization's is anybody's.
    desk_of(&world, "globex", "help@globex.test").await;
    world.desk.ticket_reply(&scope, &code, copied("help@globex.test")).await.expect("a reply");
}

#[tokio::test]
async fn a_password_that_cannot_be_opened_hides_no_ticket() {
    let world = World::new().await;
    let scope = desk_of(&world, "acme", SUPPORT).await;
    let id = mailbox_id(&world, &scope, SUPPORT).await;
    assert!(world.mail_in(SUPPORT, &written(ANA, SUPPORT, "Hello", "", "Hello")).await);
    edit(&world, &scope, id, "support", |set| {
        let (host, user) = ("smtp.test".to_owned(), "support".to_owned());
        set.smtp = Some(ServerCard { host, port: 465, tls: domain::mail::MailTls::Tls, user });
        set.smtp_secret = Some("x1:of another installation".to_owned());
    })
    .await;
    let shown = only(&world, &scope).await;
    assert_eq!(shown.leaves_from, SUPPORT);
    let gone = world.mailer.sent().len();
    world.desk.ticket_reply(&scope, &shown.ticket.code, message("Hi", 1)).await.expect("a reply");
    world.settle().await;
    assert_eq!(world.mailer.sent().len(), gone, "nothing leaves by another way");
    let shown = only(&world, &scope).await;
    let delivery = messages(&shown)[1].delivery.clone().expect("it is to go by mail");
    assert_eq!(delivery.state, MailOutState::Waiting);
    let words = "The password of this mailbox cannot be opened: type it again under Mailboxes.";
    assert_eq!(delivery.said, words);
    let mut tx = world.desk.store().read(scope.sight()).await.expect("read");
    let record = tx.mailbox_record(id).await.expect("read").expect("the mailbox");
    assert_eq!(record.smtp_error.as_deref(), Some(words));
}
