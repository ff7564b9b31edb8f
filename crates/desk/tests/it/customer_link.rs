//! A ticket's link opens that ticket's public side, and nothing else.

use crate::customer::{door, file, link, opened, token, typed};
use desk::Error;
use desk::ticket::MessageNew;
use domain::ticket::TimelineItem;
use testkit::World;

#[tokio::test]
async fn a_customer_sees_public_messages_newest_first_and_no_trace_of_notes() {
    let world = World::new().await;
    let scope = world.org(&world.user("Tom").await, "acme").await;
    let opened = opened(&world, &scope, "ana@example.com").await;
    let note = MessageNew {
        body: "canary: she is right".to_owned(),
        seen: 1,
        files: vec![file("canary.txt", 1)],
        ..MessageNew::default()
    };
    world.desk.ticket_note(&scope, &opened.code, note).await.expect("a note");
    let reply = MessageNew { body: "One is given back.".to_owned(), seen: 2, ..MessageNew::default() };
    world.desk.ticket_reply(&scope, &opened.code, reply).await.expect("a reply");
    let ticket = world.desk.customer_show(&link(&world, &opened).await).await.expect("a ticket");
    let seen: Vec<(i64, bool, &str)> =
        ticket.messages.iter().map(|m| (m.number, m.from_customer, m.author.as_str())).collect();
    assert_eq!(seen, [(2, false, "Tom"), (1, true, "Ana Novak")], "numbered without a gap");
    let told = format!("{ticket:?}");
    assert!(!told.contains("canary"), "{told}");
    assert!(!told.contains("people.test"), "no member's address: {told}");
}

#[tokio::test]
async fn a_link_never_opens_another_ticket_or_its_files_or_a_note_s() {
    let world = World::new().await;
    let scope = world.org(&world.user("Tom").await, "acme").await;
    let other = world.org(&world.user("Eve").await, "globex").await;
    let mine = opened(&world, &scope, "ana@example.com").await;
    let mut with_file = typed("ben@example.com");
    with_file.files = vec![file("ben.txt", 1)];
    let theirs = world.desk.customer_open(&door(&world, &scope).await, with_file.clone()).await.expect("opened");
    let foreign = world.desk.customer_open(&door(&world, &other).await, with_file).await.expect("opened");
    let link_mine = link(&world, &mine).await;
    assert_eq!(world.desk.customer_show(&link_mine).await.expect("a ticket").code, mine.code);
    for ticket in [&theirs, &foreign] {
        let shown = world.desk.customer_show(&link(&world, ticket).await).await.expect("a ticket");
        let id = shown.messages[0].attachments[0].id;
        assert!(matches!(world.desk.attachment_get_by_link(&link_mine, id).await, Err(Error::NotFound)));
    }
    let note =
        MessageNew { body: "A note".to_owned(), seen: 1, files: vec![file("note.txt", 1)], ..MessageNew::default() };
    let page = world.desk.ticket_note(&scope, &mine.code, note).await.expect("a note");
    let of_note = page.timeline.iter().find_map(|item| match item {
        TimelineItem::Message(message) => message.attachments.first().map(|file| file.id),
        TimelineItem::Event(_) => None,
    });
    let of_note = of_note.expect("the note has a file");
    assert!(matches!(world.desk.attachment_get_by_link(&link_mine, of_note).await, Err(Error::NotFound)));
    assert_eq!(world.desk.attachment_get(&scope, of_note).await.expect("an agent may").name, "note.txt");
    assert!(matches!(world.desk.attachment_get(&other, of_note).await, Err(Error::NotFound)));
}

#[tokio::test]
async fn wrong_and_expired_links_open_nothing() {
    let world = World::new().await;
    let scope = world.org(&world.user("Tom").await, "acme").await;
    let opened = opened(&world, &scope, "ana@example.com").await;
    for wrong in ["", "x", &token(&opened).to_lowercase(), &format!("{}0", token(&opened))] {
        assert!(matches!(world.desk.enter_link(wrong).await, Err(Error::NotFound)), "{wrong}");
    }
    world.clock.pass(366 * 86_400);
    assert!(matches!(world.desk.enter_link(token(&opened)).await, Err(Error::NotFound)));
}

#[tokio::test]
async fn a_new_link_goes_to_the_customer_alone_and_the_old_one_stays_dead() {
    let world = World::new().await;
    let scope = world.org(&world.user("Tom").await, "acme").await;
    let opened = opened(&world, &scope, "ana@example.com").await;
    while world.desk.job_run_due().await.expect("jobs run") > 0 {}
    world.clock.pass(366 * 86_400);
    let before = world.mailer.sent().len();
    let old = token(&opened);
    for (token, mail) in [(old, "eve@example.com"), ("unknown", "ana@example.com")] {
        world.desk.customer_link_resend(token, mail).await.expect("the answer is the same");
        while world.desk.job_run_due().await.expect("jobs run") > 0 {}
        assert_eq!(world.mailer.sent().len(), before, "{mail}");
    }
    assert!(matches!(world.desk.customer_link_resend(old, "no address").await, Err(Error::Invalid(_))));
    world.desk.customer_link_resend(old, "Ana@Example.com").await.expect("the answer is the same");
    while world.desk.job_run_due().await.expect("jobs run") > 0 {}
    let mails = world.mailer.sent();
    assert_eq!(mails.len(), before + 1);
    let raw = String::from_utf8_lossy(&mails[before].raw).replace("=\r\n", "");
    let at = raw.find("/ticket/").expect("a link") + "/ticket/".len();
    let fresh: String = raw[at..].chars().take_while(char::is_ascii_alphanumeric).collect();
    assert_ne!(fresh, old);
    assert!(world.desk.enter_link(&fresh).await.is_ok());
    assert!(matches!(world.desk.enter_link(old).await, Err(Error::NotFound)));
}
