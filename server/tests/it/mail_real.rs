//! Mail through real servers, in and out: swaks hands it to Exim, Exim delivers to Dovecot or passes it on to our receiver, and our
//! answers go the same way back (the first line of "Must show").

use crate::mail_servers::mail_servers;
use desk::access::{Scope, SystemClock};
use desk::ports::Clock as _;
use desk::ticket::MessageNew;
use domain::mail::{MailOutState, MailTls};
use domain::mailbox::{Cursor, MailboxKind, MailboxTyped, ServerTyped};
use domain::organization::OrgNew;
use domain::site::SiteNew;
use domain::ticket::{Tab, TicketFilter, TicketPage, TicketRow, TimelineItem};
use mail::ReadMail;
use server::config::{Config, Given};
use server::imap::ImapPostbox;
use server::state::AppState;
use server::{jobs, smtp};
use std::path::Path;
use std::process::{Command, Output};
use std::sync::Arc;
use std::time::Duration;

const ANA: &str = "ana@customer.test";
const SUPPORT: &str = "support@clienta.test";
const HELP: &str = "help@clientb.test";

/// A desk whose mail leaves by Exim and comes in by both ways.
struct House {
    state: AppState,
    jobs: jobs::Jobs,
    receiver: smtp::Receiver,
    scope: Scope,
}

/// The settings of a desk among the mail servers of the tests.
pub fn given(data: &Path) -> Given {
    let servers = mail_servers();
    Given {
        data: Some(data.to_owned()),
        public_url: Some("http://127.0.0.1:3000".to_owned()),
        smtp_url: Some(format!("smtp://127.0.0.1:{}", servers.port("SMTP"))),
        // No name server stands behind the domains of this test, so none can be proven.
        mail_senders: Some("any".to_owned()),
        mail_from: Some("desk@customer.test".to_owned()),
        smtp_addr: Some("127.0.0.1:0".to_owned()),
        mail_domain: Some("in.desk.test".to_owned()),
        mail_ca: Some(servers.authority.clone()),
        fetch_allow: Some(servers.allowances().join(",")),
        dns: Some("none".to_owned()),
        ..Given::default()
    }
}

/// A mailbox that is a folder of the tests' Dovecot.
pub fn folder(address: &str, site: &str) -> MailboxTyped {
    let imap = ServerTyped {
        host: "127.0.0.1".to_owned(),
        port: mail_servers().port("IMAPS").to_string(),
        tls: MailTls::Tls,
        user: address.to_owned(),
        password: "secret".to_owned(),
    };
    MailboxTyped {
        address: address.to_owned(),
        site: site.to_owned(),
        kind: MailboxKind::Imap,
        imap: Some(imap),
        interval: 30,
        ..MailboxTyped::default()
    }
}

impl House {
    async fn open(data: &Path) -> Self {
        let config = Config::load(&given(data)).expect("the settings are right");
        let listener = smtp::bind(config.smtp_addr.expect("an address")).await.expect("a free port");
        let port = listener.local_addr().expect("an address").port();
        std::fs::write(mail_servers().folder().join("desk_port"), port.to_string()).expect("Exim is told");
        let identity = smtp::Identity::of(&config).expect("a certificate of our own");
        let state = server::wire::state(config).await.expect("an empty house opens");
        let user = testkit::confirmed_user(&state.desk, "Tom Owner").await;
        let new = OrgNew { name: "Acme".to_owned(), slug: "acme".to_owned(), ..OrgNew::default() };
        let slug = state.desk.org_create(&user, new).await.expect("the organization is made");
        let scope = state.desk.enter_org(&user, &slug).await.expect("its owner enters");
        let shop = SiteNew { name: "Shop".to_owned(), slug: "shop".to_owned(), ..SiteNew::default() };
        state.desk.site_create(&scope, shop).await.expect("a second site");
        let door = Arc::new(smtp::DeskDoor(state.desk.clone()));
        let receiver = smtp::start(listener, door, identity, smtp::Limits::default());
        let jobs = jobs::start(&state);
        Self { state, jobs, receiver, scope }
    }

    async fn close(self) {
        self.receiver.stop().await;
        self.jobs.stop().await;
        self.state.desk.store().close().await;
    }

    async fn rows(&self) -> Vec<TicketRow> {
        let filter = TicketFilter { tab: Tab::All, ..TicketFilter::default() };
        self.state.desk.ticket_list(&self.scope, &filter).await.expect("the list").rows
    }

    /// The ticket about `subject`, once it is there.
    async fn ticket(&self, subject: &str) -> TicketPage {
        let row = until(subject, async || self.rows().await.into_iter().find(|row| row.subject == subject)).await;
        self.page(&row).await
    }

    async fn page(&self, row: &TicketRow) -> TicketPage {
        self.state.desk.ticket_show(&self.scope, &row.code).await.expect("the ticket")
    }

    /// The ticket with that many messages, once it has them.
    async fn grown(&self, row: &TicketRow, messages: usize) -> TicketPage {
        until("another message", async || {
            let page = self.page(row).await;
            let count = page.timeline.iter().filter(|item| matches!(item, TimelineItem::Message(_))).count();
            (count == messages).then_some(page)
        })
        .await
    }

    async fn answered(&self, row: &TicketRow, body: &str) {
        let new = MessageNew { body: body.to_owned(), seen: 99, ..MessageNew::default() };
        self.state.desk.ticket_reply(&self.scope, &row.code, new).await.expect("answered");
    }
}

/// Looks again and again, for as long as real servers may take.
async fn until<T>(what: &str, look: impl AsyncFn() -> Option<T>) -> T {
    for _ in 0..600 {
        if let Some(found) = look().await {
            return found;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("{what} did not come within a minute");
}

/// The mail in Ana's folder with those words in it.
async fn mail_of_ana(words: &str) -> ReadMail {
    let postbox = ImapPostbox::new(mail_servers().hosts());
    let server = mail_servers().server("IMAPS", MailTls::Tls, ANA);
    until(words, async || {
        let start = Some(Cursor { validity: 0, uid: 0 });
        let found = desk::ports::Postbox::fetch(&postbox, &server, "INBOX", start).await.expect("a look");
        found.mails.iter().map(|mail| mail::read(&mail.raw)).find(|mail| mail.text.contains(words))
    })
    .await
}

/// Sends a mail as Ana, by Exim.
fn swaks(to: &str, subject: &str, body: &str, more: &[&str]) -> Output {
    let server = format!("127.0.0.1:{}", mail_servers().port("SMTP"));
    let subject = format!("Subject: {subject}");
    let sent = Command::new("swaks")
        .args(["--server", &server, "--from", ANA, "--to", to, "--header", &subject, "--body", body])
        .args(more)
        .output()
        .expect("swaks runs");
    assert!(sent.status.success(), "{}", String::from_utf8_lossy(&sent.stdout));
    sent
}

#[tokio::test(flavor = "multi_thread")]
async fn a_customer_presses_reply_over_real_servers() {
    let data = tempfile::tempdir().expect("a folder");
    let house = House::open(data.path()).await;
    let desk = &house.state.desk;
    // One mailbox is a folder at the client's own server, the other one's mail is forwarded to us by theirs.
    let support = desk.mailbox_create(&house.scope, folder(SUPPORT, "support")).await.expect("connected");
    let help = MailboxTyped { address: HELP.to_owned(), site: "shop".to_owned(), ..MailboxTyped::default() };
    let help = desk.mailbox_create(&house.scope, help).await.expect("connected");
    let forward = help.forward.expect("an address to forward to");
    std::fs::write(mail_servers().folder().join("forwards"), format!("{HELP}: {forward}\n")).expect("Exim is told");
    until("the first look", async || {
        desk.mailbox_show(&house.scope, support.row.id).await.expect("the mailbox").row.health.polled
    })
    .await;

    swaks(SUPPORT, "By IMAP", "The lamp flickers.", &[]);
    swaks(HELP, "By the receiver", "The chair wobbles.", &[]);
    let (lamp, chair) = (house.ticket("By IMAP").await, house.ticket("By the receiver").await);
    assert_eq!((lamp.ticket.site.slug.as_str(), chair.ticket.site.slug.as_str()), ("support", "shop"));
    assert_eq!((lamp.leaves_from.as_str(), chair.leaves_from.as_str()), (SUPPORT, HELP));

    // Answers arrive by SMTP, from the right address, and Ana presses Reply: to the address we gave her, which comes to the receiver.
    house.answered(&lamp.ticket, "Try another bulb.").await;
    house.answered(&chair.ticket, "Turn it around.").await;
    for (page, words, from) in [(&lamp, "Try another bulb.", SUPPORT), (&chair, "Turn it around.", HELP)] {
        let mail = mail_of_ana(words).await;
        assert!(mail.from.contains(from), "{}", mail.from);
        let (to, id) = (mail.header("Reply-To").to_owned(), format!("In-Reply-To: {}", mail.message_id));
        assert!(to.ends_with("@in.desk.test"), "{to}");
        swaks(&to, "whatever she likes", &format!("About that: {words} No."), &["--add-header", &id]);
        let page = house.grown(&page.ticket, 3).await;
        let delivery = page.timeline.iter().find_map(|item| match item {
            TimelineItem::Message(message) => message.delivery.clone(),
            TimelineItem::Event(_) => None,
        });
        assert_eq!(delivery.expect("the answer").state, MailOutState::Sent);
    }
    // Or to the mailbox itself, as a program does that heeds no Reply-To: by IMAP it threads all the same, by the id alone.
    let mail = mail_of_ana("Try another bulb.").await;
    swaks(SUPPORT, "Re: By IMAP", "By its id.", &["--add-header", &format!("In-Reply-To: {}", mail.message_id)]);
    house.grown(&lamp.ticket, 4).await;
    // What Exim cannot deliver comes back at once, or is refused, and is told beside the message.
    let tickets = house.rows().await.len();
    assert_eq!(tickets, 3, "the two, and the welcome");

    // The Test button really sends and receives.
    desk.mailbox_test(&house.scope, support.row.id).await.expect("tested");
    let test = until("the test", async || {
        let health = desk.mailbox_show(&house.scope, support.row.id).await.expect("the mailbox").row.health;
        health.test.filter(|test| test.received.is_some() || test.error.is_some())
    })
    .await;
    assert_eq!(test.error, None);
    assert!(test.sent.is_some() && test.received.is_some(), "{test:?}");
    assert_eq!(house.rows().await.len(), tickets, "a test is no ticket");
    assert!(SystemClock.now().0 > 0);
    house.close().await;
}
