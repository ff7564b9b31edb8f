//! Mail that comes in: kept, read, and put where it belongs and nowhere else (S0-16, S1-10, S1-42, D13).

use crate::mail::{ANA, SUPPORT, bounce, desk_of, messages, only, sent_to, site, tickets, written};
use desk::Error;
use desk::ticket::MessageNew;
use domain::MailAddress;
use domain::mail::{MailInState, MailOutState, Verdict};
use domain::ticket::Channel;
use testkit::World;

on_both!(
    a_mail_opens_a_ticket_on_its_site_and_is_answered_from_its_address,
    mail_of_one_organization_is_never_seen_in_another,
    the_same_mail_twice_is_one_ticket,
    a_bounce_stands_beside_its_message_and_at_the_contact,
);

async fn a_mail_opens_a_ticket_on_its_site_and_is_answered_from_its_address(world: World) {
    let scope = desk_of(&world, "acme", SUPPORT).await;
    site(&world, &scope, "shop").await;
    world.mailbox(&scope, "shop", "help@shop.test").await;
    let raw = written("Ana Novak <ana@customer.test>", "help@shop.test", "Broken lamp", "", "It flickers.");
    assert!(world.mail_in("help@shop.test", &raw).await);

    let ticket = only(&world, &scope).await;
    assert_eq!((ticket.ticket.site.slug.as_str(), ticket.ticket.subject.as_str()), ("shop", "Broken lamp"));
    assert_eq!(ticket.ticket.requester.email, ANA);
    assert_eq!(ticket.leaves_from, "help@shop.test");
    assert!(ticket.ticket.waiting.is_some(), "somebody waits for an answer");
    let first = messages(&ticket)[0];
    assert!(first.html.contains("It flickers."), "{}", first.html);
    let mail = first.mail.as_ref().expect("it came by mail");
    assert_eq!((mail.from.as_str(), mail.proof.dmarc), (ANA, Verdict::None));

    // The acknowledgement: automatic, unanswerable by machines, and without a word of the mail (INV-13, security.md A10).
    let (ack, read) = sent_to(&world, ANA).pop().expect("an acknowledgement");
    assert_eq!(ack.return_path, "");
    assert_eq!(read.header("Auto-Submitted"), "auto-replied");
    let raw = String::from_utf8_lossy(&ack.raw).into_owned();
    assert!(!raw.contains("lamp") && !raw.contains("flickers"), "{raw}");
    assert!(read.from.contains("help@shop.test"), "{}", read.from);

    // The answer leaves from the site's address, and what the customer writes to it comes back to the ticket.
    let answer = MessageNew { body: "Try another **bulb**.".to_owned(), seen: 1, ..MessageNew::default() };
    world.desk.ticket_reply(&scope, &ticket.ticket.code, answer).await.expect("answered");
    world.settle().await;
    let (answer, read) = sent_to(&world, ANA).pop().expect("an answer");
    assert!(read.from.contains("help@shop.test") && read.subject.contains("Broken lamp"), "{read:?}");
    assert_eq!(answer.return_path, "help@shop.test");
    assert!(read.header("Auto-Submitted").is_empty(), "a person wrote it");
    let reply_to = read.header("Reply-To").to_owned();
    assert!(reply_to.starts_with("reply+") && reply_to.ends_with("@in.desk.test"), "{reply_to}");
    let raw = written(ANA, &reply_to, "Something else entirely", "", "It works!\n\n> Try another bulb.");
    assert!(world.mail_in(&reply_to, &raw).await);
    let ticket = only(&world, &scope).await;
    let all = messages(&ticket);
    assert_eq!(all.len(), 3);
    assert_eq!(all[1].delivery.as_ref().expect("it went by mail").state, MailOutState::Sent);
    assert!(all[2].from_customer && all[2].html.contains("It works!"), "{}", all[2].html);
    assert!(all[2].html.contains("<details class=\"mail-quote\">"), "what is old is folded: {}", all[2].html);
    assert_eq!(ticket.ticket.snippet, "It works!");

    // Also by the Message-ID alone, at the mailbox's own address.
    let headers = format!("In-Reply-To: {}\n", read.message_id);
    let raw = written(ANA, "help@shop.test", "Re: Broken lamp", &headers, "And once more.");
    assert!(world.mail_in("help@shop.test", &raw).await);
    assert_eq!(messages(&only(&world, &scope).await).len(), 4);
    // A subject with the code proves nothing.
    let code = ticket.ticket.code;
    let raw = written(ANA, "help@shop.test", &format!("Re: Broken lamp [{code}]"), "", "By the number.");
    assert!(world.mail_in("help@shop.test", &raw).await);
    assert_eq!(tickets(&world, &scope).await.len(), 2);
}

async fn mail_of_one_organization_is_never_seen_in_another(world: World) {
    let a = desk_of(&world, "clienta", SUPPORT).await;
    let b = desk_of(&world, "clientb", "help@clientb.test").await;
    assert!(world.mail_in(SUPPORT, &written(ANA, SUPPORT, "For A", "", "canary-a")).await);
    // In To stands another client's address; only the envelope counts.
    assert!(world.mail_in("help@clientb.test", &written(ANA, SUPPORT, "For B", "", "canary-b")).await);
    let (of_a, of_b) = (only(&world, &a).await, only(&world, &b).await);
    assert_eq!((of_a.ticket.subject.as_str(), of_b.ticket.subject.as_str()), ("For A", "For B"));

    // An answer to A's mail that is sent to B's mailbox is a new ticket of B, and A's reply address leads to A alone.
    let (_, ack) = sent_to(&world, ANA).into_iter().find(|(_, read)| read.from.contains(SUPPORT)).expect("of A");
    let headers = format!("In-Reply-To: {}\nReferences: {}\n", ack.message_id, ack.message_id);
    let raw = written(ANA, "help@clientb.test", "Re: For A", &headers, "canary-c");
    assert!(world.mail_in("help@clientb.test", &raw).await);
    assert_eq!(tickets(&world, &b).await.len(), 2);
    assert_eq!(messages(&only(&world, &a).await).len(), 1);
    let reply_to = ack.header("Reply-To").to_owned();
    assert!(world.mail_in(&reply_to, &written(ANA, &reply_to, "x", "", "canary-d")).await);
    assert_eq!(messages(&only(&world, &a).await).len(), 2);
    assert_eq!(tickets(&world, &b).await.len(), 2);
}

async fn the_same_mail_twice_is_one_ticket(world: World) {
    let scope = desk_of(&world, "acme", SUPPORT).await;
    let raw = written(ANA, SUPPORT, "Once", "", "Hello");
    for _ in 0..3 {
        assert!(world.mail_in(SUPPORT, &raw).await);
    }
    // Another's mail that uses its id first does not hide it.
    assert!(world.mail_in(SUPPORT, &raw.replace(ANA, "eve@evil.test")).await);
    assert_eq!(tickets(&world, &scope).await.len(), 2);
    // Without an id every byte counts.
    let bare = "From: ana@customer.test\nTo: support@clienta.test\nSubject: Bare\n\nHello";
    for raw in [bare, bare, "From: ana@customer.test\nTo: support@clienta.test\nSubject: Bare\n\nHello again"] {
        assert!(world.mail_in(SUPPORT, raw).await);
    }
    assert_eq!(tickets(&world, &scope).await.len(), 4);
}

async fn a_bounce_stands_beside_its_message_and_at_the_contact(world: World) {
    let scope = desk_of(&world, "acme", SUPPORT).await;
    assert!(world.mail_in(SUPPORT, &written(ANA, SUPPORT, "Hello", "", "Hello")).await);
    let code = only(&world, &scope).await.ticket.code;
    let answer = MessageNew { body: "Hi".to_owned(), seen: 1, ..MessageNew::default() };
    world.desk.ticket_reply(&scope, &code, answer).await.expect("answered");
    world.settle().await;
    let (_, sent) = sent_to(&world, ANA).pop().expect("an answer");
    let report = |id: &str| bounce(SUPPORT, id, ANA);
    // Anybody can write a report; one about a mail that we did not send says nothing.
    assert!(world.mail_in(SUPPORT, &report("<hs.made.up.id@clienta.test>")).await);
    assert_eq!(only(&world, &scope).await.bounced, None);
    assert!(world.mail_in(SUPPORT, &report(&sent.message_id)).await);
    let ticket = only(&world, &scope).await;
    let delivery = messages(&ticket)[1].delivery.clone().expect("it went by mail");
    assert_eq!(delivery.state, MailOutState::Bounced);
    assert!(delivery.said.contains("no such user"), "{}", delivery.said);
    assert!(ticket.bounced.is_some(), "the contact is marked");
    assert_eq!(messages(&ticket).len(), 2, "a bounce is no message");
    // Whoever writes can be reached again.
    let to = sent.header("Reply-To").to_owned();
    assert!(world.mail_in(&to, &written(ANA, &to, "Re", "", "I am here")).await);
    assert_eq!(only(&world, &scope).await.bounced, None);
}

#[tokio::test]
async fn a_report_that_a_person_passes_on_is_not_thrown_away() {
    let world = World::new().await;
    let scope = desk_of(&world, "acme", SUPPORT).await;
    let body = "--b\nContent-Type: text/plain\n\nMy mail to you came back. What now?\n--b\nContent-Type: message/delivery-status\n\n\
        Reporting-MTA: dns; mx.test\n\nFinal-Recipient: rfc822; x@clienta.test\nAction: failed\nStatus: 5.1.1\n\n--b--\n";
    let mixed = "Content-Type: multipart/mixed; boundary=b\n";
    let report = "Content-Type: multipart/report; report-type=delivery-status; boundary=b\n";
    for (from, head, count) in [
        (ANA, mixed, 1),
        // Whoever it is that writes reports under such a name.
        ("gateway@strange.test", report, 2),
        ("MAILER-DAEMON@mx.test", mixed, 2),
        ("MAILER-DAEMON@mx.test", report, 2),
    ] {
        assert!(world.mail_in(SUPPORT, &written(from, SUPPORT, "Fwd: it came back", head, body)).await);
        assert_eq!(tickets(&world, &scope).await.len(), count, "{from} {head}");
    }
    assert_eq!((sent_to(&world, ANA).len(), sent_to(&world, "gateway@strange.test").len()), (1, 0));
}

#[tokio::test]
async fn a_mail_to_nobody_is_taken_by_nobody() {
    let world = World::new().await;
    let scope = desk_of(&world, "acme", SUPPORT).await;
    for to in
        ["nobody@clienta.test", "reply@in.desk.test", "reply+zzz@in.desk.test", "m-1@in.desk.test", "x@elsewhere.test"]
    {
        let to = MailAddress::parse(to).expect("an address");
        assert!(matches!(world.desk.enter_mailbox(&to).await, Err(Error::NotFound)), "{to}");
    }
    // What follows a plus sign is the sender's own business.
    assert!(world.mail_in("support+orders@clienta.test", &written(ANA, SUPPORT, "Plus", "", "Hello")).await);
    assert_eq!(tickets(&world, &scope).await.len(), 1);
}

#[tokio::test]
async fn what_cannot_be_read_is_kept_for_a_person() {
    let world = World::new().await;
    let scope = desk_of(&world, "acme", SUPPORT).await;
    for raw in [
        "From: a@x.test\nFrom: b@x.test\nSubject: two\n\nHello",
        "Subject: none\n\nHello",
        "no mail at all",
        &format!(
            "From: a@x.test\nSubject: deep\n{}\nHello",
            "Content-Type: multipart/mixed; boundary=b\n\n--b\n".repeat(20_000)
        ),
    ] {
        assert!(world.mail_in(SUPPORT, raw).await);
    }
    assert!(tickets(&world, &scope).await.is_empty());
    let mut tx = world.desk.store().read(scope.sight()).await.expect("the store reads");
    let kept = tx.mail_in_of_state(MailInState::Quarantined, 10).await.expect("the store answers");
    assert_eq!(kept.len(), 4);
    assert!(kept.iter().all(|shown| !shown.mail.said.is_empty()), "each says why: {kept:?}");
}

#[tokio::test]
async fn hostile_mail_becomes_a_ticket_that_harms_nobody() {
    let world = World::new().await;
    let scope = desk_of(&world, "acme", SUPPORT).await;
    let boundary = "Content-Type: multipart/mixed; boundary=b\n";
    let body = "--b\nContent-Type: text/html\n\n<script>alert(1)</script><p onclick=x()>Words</p>\n--b\n\
        Content-Type: application/octet-stream; name=run.exe\nContent-Transfer-Encoding: base64\n\nTVo=\n--b\n\
        Content-Type: application/ms-tnef; name=winmail.dat\nContent-Transfer-Encoding: base64\n\neJ8+\n--b\n\
        Content-Type: text/calendar\n\nBEGIN:VCALENDAR\n--b--\n";
    let subject = "=?utf-8?q?Hello=0D=0ABcc:_eve@evil.test?=";
    assert!(
        world.mail_in(SUPPORT, &written("=?utf-8?q?=E2=80=AEgpj?= <x@y.test>", SUPPORT, subject, boundary, body)).await
    );
    let ticket = only(&world, &scope).await;
    assert!(!ticket.ticket.subject.contains(['\r', '\n']), "{:?}", ticket.ticket.subject);
    let message = messages(&ticket)[0];
    assert!(message.html.contains("Words") && !message.html.contains("<script"), "{}", message.html);
    let names: Vec<&str> = message.attachments.iter().map(|file| file.name.as_str()).collect();
    assert_eq!(names, ["invite.ics", "winmail.dat"], "what runs is left out");
    let mail = message.mail.as_ref().expect("it came by mail");
    assert!(mail.facts.has_html && mail.facts.notes.iter().any(|note| note.contains("run.exe")), "{mail:?}");
    let answer = MessageNew { body: "Hi".to_owned(), seen: 1, ..MessageNew::default() };
    world.desk.ticket_reply(&scope, &ticket.ticket.code, answer).await.expect("answered");
    world.settle().await;
    for (mail, _) in sent_to(&world, "x@y.test") {
        let raw = String::from_utf8_lossy(&mail.raw).into_owned();
        assert!(!raw.to_lowercase().contains("\nbcc:"), "{raw}");
    }
}

#[tokio::test]
async fn a_machine_is_heard_and_never_answered() {
    let world = World::new().await;
    let scope = desk_of(&world, "acme", SUPPORT).await;
    for header in ["Auto-Submitted: auto-replied\n", "Precedence: bulk\n", "X-Autoreply: yes\n", "List-Id: <x.y>\n"] {
        assert!(world.mail_in(SUPPORT, &written("robot@x.test", SUPPORT, "Out of office", header, "I am away")).await);
    }
    assert_eq!(tickets(&world, &scope).await.len(), 4);
    assert!(sent_to(&world, "robot@x.test").is_empty());
    // On a ticket that is over it changes nothing.
    assert!(world.mail_in(SUPPORT, &written(ANA, SUPPORT, "Hello", "", "Hello")).await);
    let (_, ack) = sent_to(&world, ANA).pop().expect("an acknowledgement");
    let sent = world.mailer.sent();
    let said = mail::read(&sent.last().expect("an acknowledgement").raw).subject;
    let all = tickets(&world, &scope).await;
    let code = all.into_iter().map(|(code, _)| code).find(|code| said.contains(code.as_str())).expect("its ticket");
    let page = crate::mail::page(&world, &scope, &code).await;
    let resolved = page.statuses.iter().find(|status| status.category == domain::status::Category::Resolved);
    let then = resolved.map(|status| status.id);
    let answer = MessageNew { body: "Done".to_owned(), seen: 1, then, ..MessageNew::default() };
    world.desk.ticket_reply(&scope, &code, answer).await.expect("answered");
    let to = ack.header("Reply-To").to_owned();
    assert!(world.mail_in(&to, &written(ANA, &to, "Away", "Auto-Submitted: auto-replied\n", "I am away")).await);
    let page = crate::mail::page(&world, &scope, &code).await;
    assert_eq!(page.ticket.status.category, domain::status::Category::Resolved);
    assert!(messages(&page).last().expect("a message").mail.as_ref().expect("by mail").facts.is_automatic);
    assert!(world.mail_in(&to, &written(ANA, &to, "Me", "", "Still broken")).await);
    assert_eq!(crate::mail::page(&world, &scope, &code).await.ticket.status.category, domain::status::Category::Open);
}

#[tokio::test]
async fn who_passes_mail_on_is_not_asked_for_its_author() {
    let world = World::new().await;
    let scope = desk_of(&world, "acme", SUPPORT).await;
    let id = world.desk.mailbox_list(&scope).await.expect("a list").mailboxes[0].id;
    let local = format!("m-{}", id.0.simple());
    let mut tx = world.desk.store().write(scope.sight()).await.expect("written");
    assert!(tx.mailbox_address_add(&format!("{local}@forward.invalid"), id).await.expect("written"));
    tx.commit().await.expect("kept");
    let forward = format!("{}@in.desk.test", local.to_uppercase());
    for (to, asked) in [(SUPPORT, true), (forward.as_str(), false)] {
        assert!(world.mail_in(to, &written(ANA, SUPPORT, "Hello", "", "Hello")).await);
        assert_eq!(world.trust.last_peer().is_some(), asked, "{to}");
    }
    assert_eq!(tickets(&world, &scope).await.len(), 2);
}

#[tokio::test]
async fn the_channel_is_mail_and_a_flood_waits_for_a_person() {
    let world = World::new().await;
    let scope = desk_of(&world, "acme", SUPPORT).await;
    for number in 0..35 {
        assert!(world.mail_in(SUPPORT, &written(ANA, SUPPORT, &format!("Flood {number}"), "", "Hello")).await);
    }
    assert_eq!(tickets(&world, &scope).await.len(), 30);
    assert_eq!(sent_to(&world, ANA).len(), 1, "one acknowledgement an hour");
    let mut tx = world.desk.store().read(scope.sight()).await.expect("the store reads");
    assert_eq!(tx.mail_in_of_state(MailInState::Quarantined, 10).await.expect("the store answers").len(), 5);
    let code = tickets(&world, &scope).await[0].0.clone();
    let record = tx.ticket_visible(&code).await.expect("the store answers").expect("the ticket");
    assert_eq!(record.channel, Channel::Mail);
}
