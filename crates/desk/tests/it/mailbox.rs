//! Mailboxes: connected, changed, tested and taken away (D13, S1-10); whose address it is, and where its mail goes.

use desk::Error;
use desk::access::{MailScope, Scope};
use desk::mail_in::Arrival;
use domain::audit::{AuditAction, AuditFilter, AuditRow};
use domain::mail::MailTls;
use domain::mailbox::{Direction, MailboxKind, MailboxPage, MailboxTyped, ServerTyped};
use domain::role::BuiltInRole;
use domain::site::SiteNew;
use domain::{Field, MailAddress, MailboxId, Permission, SiteSlug};
use testkit::World;

pub(crate) fn typed(address: &str) -> MailboxTyped {
    MailboxTyped { address: address.to_owned(), site: "support".to_owned(), ..MailboxTyped::default() }
}

pub(crate) fn server(host: &str, user: &str, password: &str) -> ServerTyped {
    let (host, user, password) = (host.to_owned(), user.to_owned(), password.to_owned());
    ServerTyped { host, user, password, port: String::new(), tls: MailTls::Tls }
}

pub(crate) fn imap(address: &str) -> MailboxTyped {
    let imap = Some(server("imap.clienta.test", address, "a secret word"));
    MailboxTyped { kind: MailboxKind::Imap, imap, ..typed(address) }
}

pub(crate) async fn mailbox(world: &World, scope: &Scope, typed: MailboxTyped) -> MailboxPage {
    world.desk.mailbox_create(scope, typed).await.expect("a mailbox")
}

/// A second site.
pub(crate) async fn shop(world: &World, scope: &Scope) -> SiteSlug {
    let new = SiteNew { name: "Shop".to_owned(), slug: "shop".to_owned(), ..SiteNew::default() };
    world.desk.site_create(scope, new).await.expect("a site").slug
}

pub(crate) fn fields<T: std::fmt::Debug>(answer: Result<T, Error>) -> Vec<Field> {
    let Err(Error::Invalid(problems)) = answer else { panic!("not refused by field: {answer:?}") };
    problems.0.into_iter().map(|problem| problem.field).collect()
}

pub(crate) async fn log(world: &World, scope: &Scope) -> Vec<AuditRow> {
    let log = world.desk.audit_list(scope, &AuditFilter::default()).await.expect("the log");
    let rows = log.rows.into_iter().rev();
    rows.filter(|row| row.action.as_str().starts_with("mail")).collect()
}

async fn door(world: &World, address: &str) -> Result<MailScope, Error> {
    world.desk.enter_mailbox(&MailAddress::parse(address).expect("an address")).await
}

async fn deliver(world: &World, address: &str, raw: &[u8]) {
    let scope = door(world, address).await.expect("the address leads somewhere");
    let arrival = Arrival { source: None, peer: None, raw: raw.to_vec(), whole: true };
    world.desk.mail_receive(&scope, arrival).await.expect("kept");
    while world.desk.job_run_due().await.expect("jobs run") > 0 {}
}

on_both!(
    a_mailbox_is_made_changed_and_taken_away,
    an_address_is_of_one_mailbox_in_the_installation,
    what_is_wrong_with_a_mailbox_is_said_by_field,
    a_password_is_kept_for_the_same_person_at_the_same_server,
    a_folder_is_looked_into_and_begun_anew_when_it_is_another,
    a_test_sends_and_receives,
    a_server_that_takes_no_mail_says_so_until_it_does,
    sites_and_teams_that_go_leave_nothing_behind,
    an_organization_goes_with_its_mailboxes_and_their_mail,
);

async fn a_mailbox_is_made_changed_and_taken_away(world: World) {
    let owner = world.org(&world.user("Ana").await, "acme").await;
    let (_, agent) = world.member(&owner, "Mia", BuiltInRole::Agent).await;
    let made = mailbox(&world, &owner, typed("Support@ClientA.test")).await;
    let id = made.row.id;
    assert_eq!(
        (made.row.address.as_str(), made.folder.as_str(), made.interval),
        ("Support@clienta.test", "INBOX", 120)
    );
    let forward = made.forward.clone().expect("there is a receiver");
    assert_eq!(forward.domain(), "in.desk.test");
    for address in ["support@clienta.test", "SUPPORT+vip@clienta.test", forward.as_str()] {
        assert_eq!(door(&world, address).await.expect(address).mailbox(), Some(id), "{address}");
    }
    let edit = MailboxTyped { name: "Client A".to_owned(), direction: Direction::Out, ..made.typed() };
    let changed = world.desk.mailbox_edit(&owner, id, edit.clone()).await.expect("changed");
    assert_eq!(
        (changed.row.name.as_str(), changed.row.direction, changed.forward.as_ref()),
        ("Client A", Direction::Out, None)
    );
    assert!(matches!(door(&world, "support@clienta.test").await, Err(Error::NotFound)), "it takes no mail in");
    world.desk.mailbox_edit(&owner, id, edit).await.expect("nothing to change");
    let other = MailboxTyped { address: "help@clienta.test".to_owned(), ..changed.typed() };
    assert_eq!(fields(world.desk.mailbox_edit(&owner, id, other).await), [Field::Address], "for ever");

    assert_eq!(fields(world.desk.mailbox_delete(&owner, id, "support").await), [Field::Confirm]);
    world.desk.mailbox_delete(&owner, id, " SUPPORT@clienta.test ").await.expect("deleted");
    assert!(world.desk.mailbox_list(&owner).await.expect("a list").mailboxes.is_empty());
    for address in ["support@clienta.test", forward.as_str()] {
        assert!(matches!(door(&world, address).await, Err(Error::NotFound)), "{address}");
    }
    assert!(matches!(world.desk.mailbox_show(&owner, id).await, Err(Error::NotFound)));
    mailbox(&world, &owner, typed("support@clienta.test")).await;

    use AuditAction::{MailboxCreated, MailboxDeleted, MailboxEdited};
    let rows = log(&world, &owner).await;
    let actions: Vec<AuditAction> = rows.iter().map(|row| row.action).collect();
    assert_eq!(actions, [MailboxCreated, MailboxEdited, MailboxDeleted, MailboxCreated]);
    let changed: Vec<&str> = rows[1].changes.iter().map(|change| change.field.as_str()).collect();
    assert_eq!(changed, ["direction", "name"]);
    let told = world.live.told().iter().filter(|change| change.kind == "mailbox_changed").count();
    assert_eq!(told, 4, "each change is told once, and what changes nothing is not");

    let refused = |answer: desk::Result<()>| matches!(answer, Err(Error::Forbidden(Permission::MailboxEdit)));
    assert!(refused(world.desk.mailbox_list(&agent).await.map(drop)));
    assert!(refused(world.desk.mailbox_new(&agent).await.map(drop)));
    assert!(refused(world.desk.mailbox_show(&agent, id).await.map(drop)));
    assert!(refused(world.desk.mailbox_create(&agent, typed("a@clienta.test")).await.map(drop)));
    assert!(refused(world.desk.mailbox_edit(&agent, id, typed("a@clienta.test")).await.map(drop)));
    assert!(refused(world.desk.mailbox_test(&agent, id).await.map(drop)));
    assert!(refused(world.desk.mailbox_delete(&agent, id, "").await));
}

async fn an_address_is_of_one_mailbox_in_the_installation(world: World) {
    let (ana, bob) = (world.user("Ana").await, world.user("Bob").await);
    let (acme, blue) = (world.org(&ana, "acme").await, world.org(&bob, "blue").await);
    let made = mailbox(&world, &acme, typed("help@clienta.test")).await;
    let refused = async |scope: &Scope, address: &str| {
        let answer = world.desk.mailbox_create(scope, typed(address)).await;
        let Err(Error::Invalid(problems)) = answer else { panic!("{address}: {answer:?}") };
        problems.0.into_iter().next().expect("a problem")
    };
    let problem = refused(&blue, "HELP@clienta.test").await;
    assert_eq!((problem.field, problem.code.as_str()), (Field::Address, "address_taken"));
    assert!(!problem.message.contains("acme"), "nobody is told whose: {}", problem.message);
    assert!(refused(&acme, "help@clienta.test").await.message.contains("already"));
    // What leads to others, or to the installation itself, is nobody's.
    let forward = made.forward.expect("there is a receiver");
    for address in [
        "help+vip@clienta.test",
        forward.as_str(),
        "m-00000000000000000000000000000000@in.desk.test",
        "reply@in.desk.test",
        "postmaster@IN.desk.test",
        "No-Reply@desk.test",
        "anything@forward.invalid",
    ] {
        assert_eq!(refused(&blue, address).await.field, Field::Address, "{address}");
    }
    let nothing = world.desk.mailbox_list(&blue).await.expect("a list");
    assert!(nothing.mailboxes.is_empty(), "what was refused left nothing behind");
    // Somebody else's is nobody's, whatever is done with it.
    let id = made.row.id;
    assert!(matches!(world.desk.mailbox_show(&blue, id).await, Err(Error::NotFound)));
    assert!(matches!(world.desk.mailbox_edit(&blue, id, typed("help@clienta.test")).await, Err(Error::NotFound)));
    assert!(matches!(world.desk.mailbox_test(&blue, id).await, Err(Error::NotFound)));
    assert!(matches!(world.desk.mailbox_delete(&blue, id, "help@clienta.test").await, Err(Error::NotFound)));
    assert_eq!(door(&world, "help@clienta.test").await.expect("still there").org().slug.as_str(), "acme");
}

async fn what_is_wrong_with_a_mailbox_is_said_by_field(world: World) {
    let owner = world.org(&world.user("Ana").await, "acme").await;
    let wrong = MailboxTyped {
        address: "no address".to_owned(),
        name: "a\nb".to_owned(),
        site: "nowhere".to_owned(),
        kind: MailboxKind::Imap,
        team: Some(domain::TeamId(uuid::Uuid::nil())),
        priority: Some(domain::PriorityId(uuid::Uuid::nil())),
        imap: None,
        folder: "IN\r\nBOX".to_owned(),
        interval: 29,
        smtp: Some(ServerTyped { port: "x".to_owned(), ..server("smtp host", "ana", "") }),
        ..MailboxTyped::default()
    };
    use Field::{Address, Folder, ImapHost, ImapUser, Interval, Name, Priority, Site, SmtpHost, SmtpPort, Team};
    let all = [Address, Name, Site, Team, Priority, Folder, Interval, ImapHost, ImapUser, SmtpHost, SmtpPort];
    assert_eq!(fields(world.desk.mailbox_create(&owner, wrong).await), all);
    let mut no_password = imap("a@clienta.test");
    no_password.imap = Some(server("imap.clienta.test", "ana", ""));
    no_password.smtp = Some(server("smtp.clienta.test", "", "of nobody"));
    let found = fields(world.desk.mailbox_create(&owner, no_password).await);
    assert_eq!(found, [Field::ImapPassword, Field::SmtpUser]);
    // Without a receiver nobody waits for mail at one; what sends only, may.
    let settings = desk::Settings { mail_domain: None, ..world.desk.settings().clone() };
    let desk = world.desk.with_settings(settings);
    assert_eq!(fields(desk.mailbox_create(&owner, typed("a@clienta.test")).await), [Field::Kind]);
    let out = MailboxTyped { direction: Direction::Out, ..typed("a@clienta.test") };
    let made = desk.mailbox_create(&owner, out).await.expect("nothing comes in");
    assert_eq!((made.forward, made.choices.receiver), (None, None));
    // A form that was left alone is no server.
    let plain = MailboxTyped { smtp: Some(ServerTyped::default()), ..typed("b@clienta.test") };
    assert_eq!(mailbox(&world, &owner, plain).await.smtp, None);
}

async fn a_password_is_kept_for_the_same_person_at_the_same_server(world: World) {
    let owner = world.org(&world.user("Ana").await, "acme").await;
    let smtp = Some(server("smtp.clienta.test", "ana", "another secret word"));
    let made = mailbox(&world, &owner, MailboxTyped { smtp, ..imap("help@clienta.test") }).await;
    let id = made.row.id;
    let shown = serde_json::to_string(&made).expect("JSON");
    assert!(!shown.contains("secret word") && !shown.contains("x1:"), "{shown}");
    let edit = MailboxTyped { interval: 300, ..made.typed() };
    let kept = world.desk.mailbox_edit(&owner, id, edit.clone()).await.expect("both passwords are kept");
    assert_eq!((kept.interval, kept.imap, kept.smtp), (300, made.imap, made.smtp));
    let other = |mut typed: MailboxTyped, host: &str, user: &str, password: &str| {
        typed.smtp = Some(server(host, user, password));
        typed
    };
    for (host, user) in [("evil.test", "ana"), ("smtp.clienta.test", "eve")] {
        let answer = world.desk.mailbox_edit(&owner, id, other(edit.clone(), host, user, "")).await;
        assert_eq!(fields(answer), [Field::SmtpPassword], "{user}@{host} must not get what was typed for another");
    }
    let anew = other(edit.clone(), "smtp.clienta.test", "ana", "a third one");
    world.desk.mailbox_edit(&owner, id, anew).await.expect("a new password");
    let rows = log(&world, &owner).await;
    let last: Vec<_> =
        rows.last().expect("a row").changes.iter().map(|one| (one.field.as_str(), one.after.as_deref())).collect();
    assert_eq!(last, [("smtp_password", Some("set anew"))]);
    let told = serde_json::to_string(&rows).expect("JSON");
    assert!(!told.contains("secret") && !told.contains("third"), "{told}");
    let without = MailboxTyped { smtp: None, ..edit };
    assert_eq!(world.desk.mailbox_edit(&owner, id, without).await.expect("the installation's way").smtp, None);
}

/// How far its folder was read, and whether it is to be looked into now.
async fn folder(world: &World, scope: &Scope, id: MailboxId) -> (Option<domain::mailbox::Cursor>, bool) {
    let mut tx = world.desk.store().read(scope.sight()).await.expect("the store reads");
    let cursor = tx.mailbox_record(id).await.expect("it answers").expect("a mailbox").cursor();
    drop(tx);
    let mut tx = world.desk.store().read_global().await.expect("the store reads");
    let now = desk::ports::Clock::now(&*world.clock);
    let due = tx.polls_due(now, 10).await.expect("it answers").iter().any(|poll| poll.mailbox_id == id);
    (cursor, due)
}

async fn a_folder_is_looked_into_and_begun_anew_when_it_is_another(world: World) {
    let owner = world.org(&world.user("Ana").await, "acme").await;
    let made = mailbox(&world, &owner, imap("help@clienta.test")).await;
    let (id, at) = (made.row.id, desk::ports::Clock::now(&*world.clock));
    assert_eq!(folder(&world, &owner, id).await, (None, true), "at once");
    let read = domain::mailbox::Cursor { validity: 7, uid: 42 };
    let mut tx = world.desk.store().write(owner.sight()).await.expect("the store writes");
    let was = tx.mailbox_record(id).await.expect("it answers").expect("a mailbox");
    assert!(tx.mailbox_cursor(&was, read, at).await.expect("kept"));
    tx.mailbox_poll_set(id, at.plus_seconds(120)).await.expect("kept");
    tx.commit().await.expect("kept");
    let edit = async |typed: MailboxTyped| {
        world.desk.mailbox_edit(&owner, id, typed).await.expect("changed");
        folder(&world, &owner, id).await
    };
    let named = MailboxTyped { name: "Client A".to_owned(), ..made.typed() };
    assert_eq!(edit(named.clone()).await, (Some(read), true), "another name is no other folder");
    let moved = MailboxTyped { folder: "Support".to_owned(), ..named.clone() };
    assert_eq!(edit(moved.clone()).await, (None, true), "from where it ends now");
    let shut = MailboxTyped { direction: Direction::Out, ..moved.clone() };
    assert_eq!(edit(shut).await, (None, false), "nobody looks any more");
    assert_eq!(edit(moved).await, (None, true));
    let received = MailboxTyped { kind: MailboxKind::Receiver, imap: None, ..named };
    assert_eq!(edit(received).await, (None, false), "mail comes to us");
}

async fn a_test_sends_and_receives(world: World) {
    let owner = world.org(&world.user("Ana").await, "acme").await;
    let smtp = Some(server("smtp.clienta.test", "ana", "secret"));
    let id = mailbox(&world, &owner, MailboxTyped { smtp, ..imap("help@clienta.test") }).await.row.id;
    let test = async || {
        let page = world.desk.mailbox_show(&owner, id).await.expect("a mailbox");
        page.row.health.test.expect("a test")
    };
    // A server that lets nobody in ends it at once, in its own words.
    world.postbox.set_away(true);
    let shown = world.desk.mailbox_test(&owner, id).await.expect("begun").health.test.expect("a test");
    assert_eq!(shown.error.as_deref(), Some("The server of the folder: nobody answers"));
    world.postbox.set_away(false);
    assert!(matches!(world.desk.mailbox_test(&owner, id).await, Err(Error::SlowDown(10))));
    world.clock.pass(10);
    world.mailer.set_broken(true);
    let shown = world.desk.mailbox_test(&owner, id).await.expect("begun").health.test.expect("a test");
    assert_eq!(shown.error.as_deref(), Some("The server for sending: the mail server is away"));
    world.mailer.set_broken(false);
    assert!(world.mailer.sent().is_empty());

    world.clock.pass(10);
    let shown = world.desk.mailbox_test(&owner, id).await.expect("begun").health.test.expect("a test");
    assert_eq!((shown.sent.is_some(), shown.received.is_some(), shown.error), (false, false, None));
    while world.desk.job_run_due().await.expect("jobs run") > 0 {}
    assert!(test().await.sent.is_some() && test().await.received.is_none());
    let sent = world.mailer.sent().pop().expect("a mail");
    assert_eq!(sent.to, ["help@clienta.test"]);
    assert_eq!(sent.by.as_ref().map(|by| by.host.as_str()), Some("smtp.clienta.test"), "by its own server");
    deliver(&world, "help@clienta.test", &sent.raw).await;
    assert!(test().await.received.is_some(), "{:?}", test().await);
    let page = world.desk.mailbox_show(&owner, id).await.expect("a mailbox");
    assert_eq!((page.recent.len(), page.recent[0].ticket.as_ref(), page.row.health.today), (1, None, 1));
    world.clock.pass(86_400);
    assert_eq!(world.desk.mailbox_list(&owner).await.expect("a list").mailboxes[0].health.today, 0, "of today");
}

async fn a_server_that_takes_no_mail_says_so_until_it_does(world: World) {
    let owner = world.org(&world.user("Ana").await, "acme").await;
    let smtp = Some(server("smtp.clienta.test", "ana", "secret"));
    let id = mailbox(&world, &owner, MailboxTyped { smtp, ..imap("help@clienta.test") }).await.row.id;
    let health = async || world.desk.mailbox_show(&owner, id).await.expect("a mailbox").row.health;
    let told = || world.live.told().iter().filter(|change| change.kind == "mailbox_changed").count();
    // Nothing but mail of this desk's own: the first look has been had.
    let look = async || {
        for poll in world.desk.mailbox_polls().await.expect("read") {
            world.desk.mailbox_poll(poll).await.expect("looked");
        }
    };
    look().await;
    let raw = b"From: cara@customer.test\r\nTo: help@clienta.test\r\nSubject: Hello\r\nMessage-ID: <1@customer.test>\r\n\r\nHello\r\n";
    world.mailer.set_broken(true);
    deliver(&world, "help@clienta.test", raw).await;
    let page = world.desk.mailbox_show(&owner, id).await.expect("a mailbox");
    let code = page.recent[0].ticket.clone().expect("it opened a ticket");
    let said = || Some("the mail server is away".to_owned());
    let seen = health().await;
    assert_eq!((seen.error, seen.smtp_error.map(|(said, _)| said)), (None, said()));
    let news = told();
    world.desk.ticket_reply(&owner, &code, crate::ticket::message("Hello", 1)).await.expect("a reply");
    world.settle().await;
    assert_eq!(told(), news, "told once, not on each mail");
    // The folder is well, which says nothing about the other server; and it is looked into as ever.
    world.clock.pass(200);
    look().await;
    let record = world.desk.store().read(owner.sight()).await.expect("read").mailbox_record(id).await.expect("read");
    let record = record.expect("a mailbox");
    assert_eq!((record.failures, record.error, record.smtp_error), (0, None, said()));

    world.mailer.set_broken(false);
    world.clock.pass(200);
    world.settle().await;
    assert_eq!(health().await.smtp_error, None, "a mail went");
    assert_eq!(told(), news + 1);

    // A test that goes is as good.
    world.mailer.set_broken(true);
    world.desk.ticket_reply(&owner, &code, crate::ticket::message("Still there?", 1)).await.expect("a reply");
    world.settle().await;
    assert!(health().await.smtp_error.is_some());
    world.mailer.set_broken(false);
    world.desk.mailbox_test(&owner, id).await.expect("begun");
    world.settle().await;
    assert_eq!(health().await.smtp_error, None);
}

async fn sites_and_teams_that_go_leave_nothing_behind(world: World) {
    let owner = world.org(&world.user("Ana").await, "acme").await;
    let shop = shop(&world, &owner).await;
    let team = crate::team::team(&world, &owner, "Print", &[]).await.id;
    let on_shop = MailboxTyped { site: shop.to_string(), team: Some(team), ..typed("shop@clienta.test") };
    let gone = mailbox(&world, &owner, on_shop).await;
    let kept = MailboxTyped { team: Some(team), ..typed("help@clienta.test") };
    let kept = mailbox(&world, &owner, kept).await;
    assert_eq!(kept.team, Some(team));
    let raw = b"From: cara@customer.test\r\nTo: shop@clienta.test\r\nSubject: Hello\r\nMessage-ID: <1@customer.test>\r\n\r\nHello\r\n";
    deliver(&world, "shop@clienta.test", raw).await;
    let page = world.desk.mailbox_show(&owner, gone.row.id).await.expect("a mailbox");
    let code = page.recent[0].ticket.clone().expect("it opened a ticket");

    world.desk.team_delete(&owner, team, true).await.expect("a team goes");
    assert_eq!(world.desk.mailbox_show(&owner, kept.row.id).await.expect("it stays").team, None);
    let shown = world.desk.site_show(&owner, &shop).await.expect("a site");
    assert_eq!(shown.mailboxes.iter().map(MailAddress::as_str).collect::<Vec<_>>(), ["shop@clienta.test"]);
    let to = Some(SiteSlug::parse("support").expect("a slug"));
    world.desk.site_delete(&owner, &shop, "shop", to).await.expect("a site goes");
    assert!(matches!(door(&world, "shop@clienta.test").await, Err(Error::NotFound)));
    assert!(door(&world, "help@clienta.test").await.is_ok());
    let rows = log(&world, &owner).await;
    assert_eq!(
        rows.last().map(|row| (row.action, row.target.as_str())),
        Some((AuditAction::MailboxDeleted, "shop@clienta.test"))
    );
    assert_eq!(crate::ticket::row(&world, &owner, &code).await.site.slug.as_str(), "support", "what came by it stays");
}

async fn an_organization_goes_with_its_mailboxes_and_their_mail(world: World) {
    let ana = world.user("Ana").await;
    let owner = world.org(&ana, "acme").await;
    mailbox(&world, &owner, imap("help@clienta.test")).await;
    let raw = b"From: cara@customer.test\r\nTo: help@clienta.test\r\nSubject: Hello\r\nMessage-ID: <1@customer.test>\r\n\r\nHello\r\n";
    deliver(&world, "help@clienta.test", raw).await;
    deliver(&world, "help@clienta.test", b"not a mail at all").await;
    let waiting = world.desk.mailbox_list(&owner).await.expect("a list").waiting;
    assert_eq!(waiting.len(), 1, "what nobody could place");
    world.desk.mail_domain_sign(&owner, "clienta.test").await.expect("signed");
    world.desk.org_delete(&owner, "acme").await.expect("deleted");
    assert!(matches!(door(&world, "help@clienta.test").await, Err(Error::NotFound)));
    let blue = world.org(&ana, "blue").await;
    mailbox(&world, &blue, typed("help@clienta.test")).await;
}
