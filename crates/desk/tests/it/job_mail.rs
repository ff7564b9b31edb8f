//! Mails about tickets: who gets which, what stands in them, and what never does.

use crate::customer::{door, link, opened, token, typed};
use desk::Error;
use desk::ticket::MessageNew;
use mail::ReadMail;
use testkit::World;

const DAY: i64 = 86_400;

/// What one address got so far, once all jobs that are due have run.
async fn mails_to(world: &World, address: &str) -> Vec<(ReadMail, String)> {
    while world.desk.job_run_due().await.expect("jobs run") > 0 {}
    let sent = world.mailer.sent().into_iter().filter(|mail| mail.to == [address]);
    sent.map(|mail| (mail::read(&mail.raw), String::from_utf8(mail.raw).expect("ASCII"))).collect()
}

fn message(body: &str, seen: i64) -> MessageNew {
    MessageNew { body: body.to_owned(), seen, idempotency: None, files: Vec::new(), then: None, cc: Vec::new() }
}

#[tokio::test]
async fn an_acknowledgement_carries_the_link_and_none_of_the_strangers_words() {
    let world = World::new().await;
    let scope = world.org(&world.user("Tom").await, "acme").await;
    let mut new = typed("victim@example.com");
    new.subject = "CHEAP PILLS https://spam.example/".to_owned();
    new.body = "BUY NOW https://spam.example/".to_owned();
    new.name = "https://spam.example/".to_owned();
    let opened = world.desk.customer_open(&door(&world, &scope).await, new).await.expect("opened");
    let mails = mails_to(&world, "victim@example.com").await;
    let [(mail, raw)] = mails.as_slice() else { panic!("one mail, not {}", mails.len()) };
    assert_eq!(mail.links(), [opened.url.as_str()]);
    assert!(
        mail.text.contains(&format!("Reply to this mail, or answer on this page: {}", opened.url)),
        "{}",
        mail.text
    );
    for word in ["spam", "PILLS", "BUY"] {
        assert!(
            !mail.text.contains(word)
                && !mail.html.as_deref().unwrap_or_default().contains(word)
                && !raw.contains(word),
            "{word} in {raw}"
        );
    }
    assert_eq!(mail.subject, format!("We have your message [{}]", opened.code));
    assert_eq!(mail.from, "acme <no-reply@desk.test>");
    assert!(raw.contains("\r\nAuto-Submitted: auto-replied\r\n"));
}

#[tokio::test]
async fn a_reply_reaches_the_customer_and_a_note_does_not() {
    let world = World::new().await;
    let scope = world.org(&world.user("Tom").await, "acme").await;
    let opened = opened(&world, &scope, "ana@example.com").await;
    world.desk.ticket_note(&scope, &opened.code, message("she is a *difficult* one", 1)).await.expect("noted");
    world.desk.ticket_reply(&scope, &opened.code, message("Sorry, **fixed** now.", 1)).await.expect("replied");
    let mut mails = mails_to(&world, "ana@example.com").await;
    assert_eq!(mails.len(), 2, "acknowledgement and reply");
    // Jobs are done side by side: which of the two goes first is left open.
    mails.sort_by_key(|(mail, _)| mail.subject.starts_with("Re:"));
    let (mail, raw) = &mails[1];
    assert_eq!(mail.subject, format!("Re: Charged twice [{}]", opened.code));
    assert_eq!(mail.links(), [opened.url.as_str()], "the same link as before");
    assert!(mail.text.contains("Sorry, **fixed** now.") && mail.text.contains("Tom"), "{}", mail.text);
    let html = mail.html.as_deref().unwrap_or_default();
    assert!(html.contains("Sorry, <strong>fixed</strong> now."), "{html}");
    assert!(!raw.contains("Auto-Submitted"), "somebody wrote it");
    assert!(
        mails.iter().all(|(mail, _)| !mail.text.contains("difficult") && !mail.text.contains("people.test")),
        "no note, no agent's address"
    );
    let field = |raw: &str, name: &str| {
        let line = raw.replace("\r\n ", " ").lines().find_map(|line| line.strip_prefix(name).map(str::to_owned));
        line.unwrap_or_default().trim().to_owned()
    };
    let first = |raw: &str| field(raw, "References:").split(' ').next().map(str::to_owned).filter(|id| !id.is_empty());
    assert!(first(raw).is_some() && first(raw) == first(&mails[0].1), "mail programs keep them together");
}

#[tokio::test]
async fn nobody_is_bombed_with_acknowledgements() {
    let world = World::new().await;
    let scope = world.org(&world.user("Tom").await, "acme").await;
    for _ in 0..8 {
        opened(&world, &scope, "victim@example.com").await;
    }
    opened(&world, &scope, "other@example.com").await;
    assert_eq!(mails_to(&world, "victim@example.com").await.len(), 1);
    assert_eq!(mails_to(&world, "other@example.com").await.len(), 1);
    world.clock.pass(3600);
    opened(&world, &scope, "victim@example.com").await;
    assert_eq!(mails_to(&world, "victim@example.com").await.len(), 2);
}

#[tokio::test]
async fn each_mail_lets_the_link_live_for_another_year() {
    let world = World::new().await;
    let user = world.user("Tom").await;
    let scope = world.org(&user, "acme").await;
    let opened = opened(&world, &scope, "ana@example.com").await;
    mails_to(&world, "ana@example.com").await;
    world.clock.pass(300 * DAY);
    world.desk.ticket_reply(&scope, &opened.code, message("Still there?", 1)).await.expect("replied");
    assert_eq!(mails_to(&world, "ana@example.com").await.len(), 2);
    world.clock.pass(364 * DAY);
    link(&world, &opened).await;
    world.clock.pass(DAY);
    assert!(matches!(world.desk.enter_link(token(&opened)).await, Err(Error::NotFound)));
}

#[tokio::test]
async fn a_members_own_signature_stands_below_the_organizations() {
    let world = World::new().await;
    let tom = world.user("Tom").await;
    let scope = world.org(&tom, "acme").await;
    let edit = domain::organization::OrgEdit { signature: Some("{organization}".to_owned()), ..Default::default() };
    world.desk.org_edit(&scope, edit).await.expect("the organization signs");
    let refused = world.desk.account_set_signature(&tom, "Best, {name}").await;
    assert!(matches!(refused, Err(Error::Invalid(_))), "a place that does not exist");
    let kept = world.desk.account_set_signature(&tom, "{agent} of {site}\nMon to Thu  \n").await.expect("signed");
    assert_eq!(kept.as_str(), "{agent} of {site}\nMon to Thu");
    assert_eq!(world.desk.account_profile(&tom).await.expect("the page").signature, kept.as_str());
    let opened = opened(&world, &scope, "ana@example.com").await;
    world.desk.ticket_reply(&scope, &opened.code, message("Done.", 1)).await.expect("replied");
    let mails = mails_to(&world, "ana@example.com").await;
    let (mail, _) = mails.iter().find(|(mail, _)| mail.subject.starts_with("Re:")).expect("the reply");
    let (above, below) =
        (mail.text.find("acme\n").expect("the organization"), mail.text.find("Tom of Support").expect("Tom"));
    assert!(above < below && mail.text.contains("Mon to Thu"), "{}", mail.text);
}
