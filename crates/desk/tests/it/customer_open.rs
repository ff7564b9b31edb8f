//! A stranger opens a ticket on a site's page.

use crate::customer::{door, file, opened, token, typed};
use desk::Error;
use desk::attachment::Upload;
use domain::Field;
use domain::ticket::TicketFilter;
use testkit::World;

async fn count(world: &World, scope: &desk::access::Scope) -> i64 {
    world.desk.ticket_list(scope, &TicketFilter::default()).await.expect("a list").counts.all
}

#[tokio::test]
async fn a_double_submit_makes_one_ticket_and_keeps_its_files_once() {
    let world = World::new().await;
    let scope = world.org(&world.user("Tom").await, "acme").await;
    let door = door(&world, &scope).await;
    let before = count(&world, &scope).await;
    let mut new = typed("ana@example.com");
    new.idempotency = Some("once-0001".to_owned());
    new.files = vec![file("a.txt", 3)];
    let (first, second) =
        tokio::join!(world.desk.customer_open(&door, new.clone()), world.desk.customer_open(&door, new.clone()));
    assert_eq!(first.expect("opened"), second.expect("the same one"));
    assert_eq!(count(&world, &scope).await, before + 1);
    assert_eq!(world.files.keys().len(), 1);
    new.body.push_str(" And one more thing.");
    assert!(matches!(world.desk.customer_open(&door, new).await, Err(Error::IdempotencyMismatch)));
    assert_eq!(count(&world, &scope).await, before + 1);
}

#[tokio::test]
async fn a_refused_attempt_uses_up_neither_its_key_nor_a_number_nor_the_disk() {
    let world = World::new().await;
    let scope = world.org(&world.user("Tom").await, "acme").await;
    let door = door(&world, &scope).await;
    let good = opened(&world, &scope, "first@example.com").await;
    let mut new = typed("ana@example");
    new.idempotency = Some("once-0001".to_owned());
    new.subject = String::new();
    new.files = (0..6).map(|_| file("a.txt", 1)).collect();
    let Err(Error::Invalid(problems)) = world.desk.customer_open(&door, new.clone()).await else {
        panic!("must be refused")
    };
    let wrong: Vec<Field> = problems.0.iter().map(|problem| problem.field).collect();
    assert_eq!(wrong, [Field::Email, Field::Subject, Field::Files], "all of it at once");
    assert!(world.files.keys().is_empty());
    new = typed("ana@example.com");
    new.idempotency = Some("once-0001".to_owned());
    let next = world.desk.customer_open(&door, new).await.expect("the key is still free");
    assert_eq!(next.code.number(), good.code.number() + 1);
}

#[tokio::test]
async fn files_have_limits_and_come_back_as_they_were_sent() {
    const TEN: usize = 10 * 1024 * 1024;
    let world = World::new().await;
    let scope = world.org(&world.user("Tom").await, "acme").await;
    let door = door(&world, &scope).await;
    let mut new = typed("ana@example.com");
    new.files = vec![file("big.bin", TEN + 1)];
    let Err(Error::Invalid(problems)) = world.desk.customer_open(&door, new.clone()).await else {
        panic!("must be refused")
    };
    assert_eq!(problems.0[0].code, "too_large");
    new.files = vec![
        file("fits.bin", TEN),
        Upload {
            name: "../\u{200b}.htaccess".to_owned(),
            content_type: "text/html".to_owned(),
            bytes: b"<b>".to_vec(),
            content_id: None,
        },
    ];
    let opened = world.desk.customer_open(&door, new).await.expect("ten megabytes fit");
    let link = world.desk.enter_link(token(&opened)).await.expect("a fresh link opens");
    let ticket = world.desk.customer_show(&link).await.expect("a ticket");
    let names: Vec<&str> = ticket.messages[0].attachments.iter().map(|file| file.name.as_str()).collect();
    assert_eq!(names, ["fits.bin", "htaccess"]);
    let hostile = ticket.messages[0].attachments[1].id;
    assert_eq!(world.desk.attachment_get_by_link(&link, hostile).await.expect("its own file").bytes, b"<b>");
}

#[tokio::test]
async fn the_customer_is_mailed_the_link() {
    let world = World::new().await;
    let scope = world.org(&world.user("Tom").await, "acme").await;
    let opened = opened(&world, &scope, "ana@example.com").await;
    while world.desk.job_run_due().await.expect("jobs run") > 0 {}
    let mails = world.mailer.sent();
    let mail = mails.iter().find(|mail| mail.to == ["ana@example.com"]).expect("a mail to the customer");
    let raw = String::from_utf8_lossy(&mail.raw).replace("=\r\n", "");
    assert!(raw.contains(token(&opened)));
    assert!(!raw.contains("two charges"), "none of a stranger's words go to an address a stranger typed");
}
