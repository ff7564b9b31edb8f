//! Whose a domain is, and what nobody may do before that is proven (S0-16, INV-13): speak for it, and be written to again and again.

use crate::mail::{ANA, EVE, SUPPORT, answered, desk_of, messages, only, sent_to, tickets, written};
use crate::mailbox::{fields, imap, mailbox, server, typed};
use crate::team::team;
use crate::ticket::{message, row};
use desk::Settings;
use desk::access::Scope;
use domain::mail::{MailOutState, Verdict};
use domain::mailbox::MailboxTyped;
use domain::role::BuiltInRole;
use domain::{Field, Permission};
use testkit::World;

on_both!(
    replies_of_a_domain_that_nobody_proved_leave_from_the_installation,
    nobody_else_connects_an_address_of_a_proven_domain,
    a_test_that_does_not_come_in_is_not_sent_again_at_once,
    one_mail_to_two_addresses_of_a_ticket_is_one_message,
    one_mail_to_two_tickets_is_heard_in_both,
    what_waits_hides_no_copy_that_proves_more,
    the_address_it_came_to_counts_where_no_field_names_it,
    whoever_makes_many_addresses_of_one_gets_one_acknowledgement,
    mails_of_tickets_behind_the_wall_are_in_no_list,
);

/// The same world, whose operator wants proof.
fn strict(mut world: World) -> World {
    let settings = Settings { any_sender: false, ..world.desk.settings().clone() };
    world.desk = world.desk.with_settings(settings);
    world
}

async fn prove(world: &World, scope: &Scope, domain: &str) {
    let dkim = world.desk.mail_domain_sign(scope, domain).await.expect("a key").dkim.expect("a record");
    world.trust.record(&dkim.name, &[&dkim.text]);
    world.desk.mail_domain_check(scope, domain).await.expect("checked");
}

async fn replies_of_a_domain_that_nobody_proved_leave_from_the_installation(world: World) {
    let world = strict(world);
    let scope = desk_of(&world, "acme", SUPPORT).await;
    let (code, reply_to) = answered(&world, &scope).await;
    let (mail, read) = sent_to(&world, ANA).pop().expect("the answer");
    assert!(read.from.ends_with("<no-reply@desk.test>"), "{}", read.from);
    assert!(reply_to.starts_with("reply+") && reply_to.ends_with("@in.desk.test"), "answers come in: {reply_to}");
    assert!(mail.return_path != SUPPORT);
    let stand_in = async || {
        let list = world.desk.mailbox_list(&scope).await.expect("a list");
        list.mailboxes[0].stand_in.as_ref().map(ToString::to_string)
    };
    assert_eq!(stand_in().await.as_deref(), Some("no-reply@desk.test"), "and the page says so");

    // Without a receiver the mailbox itself hears the answer.
    let mut deaf = world.desk.settings().clone();
    deaf.mail_domain = None;
    let elsewhere = world.desk.with_settings(deaf);
    elsewhere.ticket_reply(&scope, &code, message("Still there?", 2)).await.expect("a reply");
    while elsewhere.job_run_due().await.expect("jobs run") > 0 {}
    let (_, read) = sent_to(&world, ANA).pop().expect("the answer");
    assert_eq!(read.header("Reply-To"), SUPPORT);

    prove(&world, &scope, "clienta.test").await;
    assert_eq!(stand_in().await, None);
    world.desk.ticket_reply(&scope, &code, message("Now from us.", 2)).await.expect("a reply");
    world.settle().await;
    let (_, read) = sent_to(&world, ANA).pop().expect("the answer");
    assert!(read.from.ends_with(&format!("<{SUPPORT}>")), "{}", read.from);

    // By a server of one's own, its operator decides who may say what.
    let own = MailboxTyped { smtp: Some(server("smtp.clientb.test", "b", "secret")), ..typed("b@clientb.test") };
    assert_eq!(mailbox(&world, &scope, own).await.row.stand_in, None);
    assert!(mailbox(&world, &scope, typed("c@clientc.test")).await.row.stand_in.is_some());
}

async fn nobody_else_connects_an_address_of_a_proven_domain(world: World) {
    let acme = desk_of(&world, "acme", SUPPORT).await;
    let other = world.org(&world.user("Blue").await, "blue").await;
    mailbox(&world, &other, typed("early@clienta.test")).await;
    prove(&world, &acme, "clienta.test").await;
    let refused = world.desk.mailbox_create(&other, typed("hostmaster@clienta.test")).await;
    assert_eq!(fields(refused), [Field::Address]);
    mailbox(&world, &acme, typed("hostmaster@clienta.test")).await;
    // What was there keeps working, and is kept as it is.
    let kept = world.desk.mailbox_list(&other).await.expect("a list").mailboxes[0].id;
    world.desk.mailbox_edit(&other, kept, typed("early@clienta.test")).await.expect("saved");
    world.desk.mail_domain_unsign(&acme, "clienta.test").await.expect("forgotten");
    mailbox(&world, &other, typed("free@clienta.test")).await;
}

async fn a_test_that_does_not_come_in_is_not_sent_again_at_once(world: World) {
    let owner = world.org(&world.user("Ana").await, "acme").await;
    let id = mailbox(&world, &owner, imap("victim@elsewhere.test")).await.row.id;
    let test = async || {
        world.clock.pass(10);
        world.desk.mailbox_test(&owner, id).await.expect("begun");
        world.settle().await;
        let page = world.desk.mailbox_show(&owner, id).await.expect("a mailbox");
        page.row.health.test.expect("a test").error
    };
    assert_eq!(test().await, None);
    for _ in 0..5 {
        assert!(test().await.is_some_and(|said| said.contains("has not come in yet")));
    }
    assert_eq!(world.mailer.sent().len(), 1);
    world.clock.pass(300);
    assert_eq!(test().await, None);
    assert_eq!(world.mailer.sent().len(), 2);
    // Of many mailboxes not all at once.
    for number in 0..25 {
        let id = mailbox(&world, &owner, imap(&format!("victim{number}@elsewhere.test"))).await.row.id;
        world.desk.mailbox_test(&owner, id).await.expect("begun");
        world.settle().await;
    }
    assert_eq!(world.mailer.sent().len(), 2 + 19);
}

async fn one_mail_to_two_addresses_of_a_ticket_is_one_message(world: World) {
    let scope = desk_of(&world, "acme", SUPPORT).await;
    let (code, reply_to) = answered(&world, &scope).await;
    let mail = written(ANA, &reply_to, "Re: Charged twice", &format!("Cc: {SUPPORT}\n"), "It was me.");
    for to in [&*reply_to, SUPPORT, &*reply_to] {
        assert!(world.mail_in(to, &mail).await);
    }
    let page = world.desk.ticket_show(&scope, &code).await.expect("the ticket");
    let said = messages(&page).iter().filter(|message| message.html.contains("It was me.")).count();
    assert_eq!((said, tickets(&world, &scope).await.len()), (1, 1));
    // What waits beside it waits once.
    let mail = written(EVE, &reply_to, "Re: Charged twice", &format!("Cc: {SUPPORT}\n"), "And me?");
    for to in [SUPPORT, &*reply_to] {
        assert!(world.mail_in(to, &mail).await);
    }
    assert_eq!(world.desk.ticket_show(&scope, &code).await.expect("the ticket").held.len(), 1);
    assert_eq!(tickets(&world, &scope).await.len(), 1);
}

async fn one_mail_to_two_tickets_is_heard_in_both(world: World) {
    let scope = desk_of(&world, "acme", SUPPORT).await;
    let (first, to_first) = answered(&world, &scope).await;
    assert!(world.mail_in(SUPPORT, &written(ANA, SUPPORT, "Another thing", "", "A second question.")).await);
    let mut all = tickets(&world, &scope).await;
    all.retain(|(code, _)| *code != first);
    let second = all.remove(0).0;
    world.desk.ticket_reply(&scope, &second, message("We look into that too.", 1)).await.expect("a reply");
    world.settle().await;
    let (_, read) = sent_to(&world, ANA).pop().expect("the answer");
    let to_second = read.header("Reply-To").to_owned();
    let mail = written(ANA, &format!("{to_first}, {to_second}"), "Re: Both", "", "Both are solved.");
    for to in [&to_first, &to_second] {
        assert!(world.mail_in(to, &mail).await);
    }
    let heard = |page: &domain::ticket::TicketPage| {
        messages(page).iter().filter(|message| message.html.contains("Both are solved.")).count()
    };
    let pages = [&first, &second].map(|code| world.desk.ticket_show(&scope, code));
    let [one, other] = pages;
    let (one, other) = (one.await.expect("a ticket"), other.await.expect("a ticket"));
    // The nearest address in the mail decides where it belongs; at the other ticket nothing is hidden either.
    assert_eq!(heard(&one) + heard(&other) + one.held.len() + other.held.len(), 2);
}

async fn what_waits_hides_no_copy_that_proves_more(world: World) {
    let scope = desk_of(&world, "acme", SUPPORT).await;
    let (code, reply_to) = answered(&world, &scope).await;
    let mail = written(ANA, &reply_to, "Re: Charged twice", &format!("Cc: {SUPPORT}\n"), "It was me.");
    world.trust.set(ANA, Verdict::Fail);
    assert!(world.mail_in(&reply_to, &mail).await);
    assert_eq!(world.desk.ticket_show(&scope, &code).await.expect("the ticket").held.len(), 1);
    world.trust.set(ANA, Verdict::Pass);
    assert!(world.mail_in(SUPPORT, &mail).await);
    let page = world.desk.ticket_show(&scope, &code).await.expect("the ticket");
    assert!(messages(&page).iter().any(|message| message.html.contains("It was me.")), "what is proven is heard");
}

async fn the_address_it_came_to_counts_where_no_field_names_it(world: World) {
    let scope = desk_of(&world, "acme", SUPPORT).await;
    let (_, reply_to) = answered(&world, &scope).await;
    let redirected = written(ANA, "ana.old@elsewhere.test", "Re: Charged twice", "", "Redirected.");
    assert!(world.mail_in(&reply_to, &redirected).await);
    let page = only(&world, &scope).await;
    assert!(messages(&page).iter().any(|message| message.html.contains("Redirected.")), "it joined its ticket");
}

async fn whoever_makes_many_addresses_of_one_gets_one_acknowledgement(world: World) {
    let scope = desk_of(&world, "acme", SUPPORT).await;
    for number in 0..4 {
        let from = format!("victim+{number}@customer.test");
        assert!(world.mail_in(SUPPORT, &written(&from, SUPPORT, "Hello", "", "Hello")).await);
    }
    assert!(world.mail_in(SUPPORT, &written(ANA, SUPPORT, "Hello", "", "Hello")).await);
    assert_eq!(tickets(&world, &scope).await.len(), 5);
    assert_eq!(world.mailer.sent().len(), 2, "one to the victim, one to Ana");
    assert_eq!(world.desk.mailbox_list(&scope).await.expect("a list").withheld, 3);
}

async fn mails_of_tickets_behind_the_wall_are_in_no_list(world: World) {
    let scope = desk_of(&world, "acme", SUPPORT).await;
    let (code, reply_to) = answered(&world, &scope).await;
    assert!(world.mail_in(&reply_to, &written("a@x.test, b@x.test", &reply_to, "Two", "", "Who?")).await);
    let keeps = world.own_role(
        &scope,
        "Keeps mail",
        &[Permission::MailboxEdit, Permission::TicketRead, Permission::TicketWrite],
    );
    let (mia, _) = world.member(&scope, "Mia", keeps.await).await;
    let (otto, _) = world.member(&scope, "Otto", BuiltInRole::Agent).await;
    team(&world, &scope, "Print", &[&mia]).await;
    let web = team(&world, &scope, "Web", &[&otto]).await;
    let seen = row(&world, &scope, &code).await.version;
    world.desk.ticket_set_team(&scope, &code, Some(web.id), seen).await.expect("moved");

    let all = world.desk.mailbox_list(&scope).await.expect("a list");
    let [waiting] = all.waiting.as_slice() else { panic!("one waits, not {:?}", all.waiting) };
    assert_eq!(waiting.ticket.as_ref(), Some(&code));
    let inside = world.enter(&mia, &scope.org().slug).await;
    assert!(world.desk.mailbox_list(&inside).await.expect("a list").waiting.is_empty());
    let page = world.desk.mailbox_show(&inside, all.mailboxes[0].id).await.expect("a mailbox");
    assert!(page.recent.is_empty(), "{:?}", page.recent);
    for answer in [world.desk.mail_replay(&inside, waiting.id).await, world.desk.mail_forget(&inside, waiting.id).await]
    {
        assert!(matches!(answer, Err(desk::Error::NotFound)), "{answer:?}");
    }
    assert!(matches!(world.desk.mail_make_ticket(&inside, None, waiting.id).await, Err(desk::Error::NotFound)));
}

#[tokio::test]
async fn an_operator_decides_how_much_one_organization_sends() {
    let mut world = World::new().await;
    let settings = Settings { mail_day_limit: 3, ..world.desk.settings().clone() };
    world.desk = world.desk.with_settings(settings);
    let scope = desk_of(&world, "acme", SUPPORT).await;
    let (code, _) = answered(&world, &scope).await;
    let new = desk::ticket::MessageNew { cc: vec![EVE.to_owned()], ..message("For both of you.", 2) };
    world.desk.ticket_reply(&scope, &code, new).await.expect("a reply");
    world.settle().await;
    assert_eq!(world.mailer.sent().len(), 3, "copies count");
    let page = world.desk.ticket_show(&scope, &code).await.expect("the ticket");
    let delivery = messages(&page).last().and_then(|message| message.delivery.clone()).expect("it is told");
    // One of them went, whichever came first; the other one waits for room.
    let states = [(delivery.state, &delivery.said), (delivery.copies[0].state, &delivery.copies[0].said)];
    assert_eq!(states.iter().filter(|(state, _)| *state == MailOutState::Sent).count(), 1, "{states:?}");
    let waits = states.iter().find(|(state, _)| *state == MailOutState::Waiting).expect("the other one");
    assert!(waits.1.contains("limit of 3 mails a day"), "{states:?}");
}
