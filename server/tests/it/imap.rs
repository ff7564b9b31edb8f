//! Folders of a real Dovecot are read, and nothing in them is changed.

use crate::mail_servers::{FolderOwner, mail_servers};
use desk::access::SystemClock;
use desk::ports::{Clock as _, Fetched, MailServer, Mailer as _, OutgoingMail, Postbox as _};
use domain::mail::MailTls;
use domain::mailbox::Cursor;
use server::imap::ImapPostbox;
use server::mail_host::MailHosts;
use server::mailer::Submission;
use std::sync::Arc;
use std::time::{Duration, Instant};
use uuid::Uuid;

const MIB: usize = 1024 * 1024;

fn postbox() -> ImapPostbox {
    ImapPostbox::new(mail_servers().hosts())
}

fn imaps(user: &str) -> MailServer {
    mail_servers().server("IMAPS", MailTls::Tls, user)
}

async fn fetched(user: &str, after: Option<Cursor>) -> Fetched {
    postbox().fetch(&imaps(user), "INBOX", after).await.expect("a look")
}

async fn told(server: &MailServer) -> String {
    postbox().fetch(server, "INBOX", None).await.expect_err("no look")
}

fn letter(number: usize, length: usize) -> Vec<u8> {
    let line = "Nothing but the same words, again and again, until the letter is long.\r\n";
    format!("Subject: letter {number}\r\n\r\n{}", line.repeat(length / line.len() + 1)).into_bytes()
}

#[tokio::test]
async fn a_folder_opens_by_tls_starttls_and_where_allowed_in_the_open() {
    for (port, tls) in [("IMAPS", MailTls::Tls), ("IMAP", MailTls::StartTls), ("IMAP", MailTls::Plain)] {
        for host in ["127.0.0.1", "127.1"] {
            let server = MailServer { host: host.to_owned(), ..mail_servers().server(port, tls, "doors@clienta.test") };
            let found = postbox().fetch(&server, "INBOX", None).await.expect("a look");
            assert_eq!((found.mails.len(), found.next.uid, found.more), (0, 0, false), "{tls}");
        }
    }
}

#[tokio::test]
async fn what_keeps_us_out_is_told_in_words() {
    let right = imaps("ana@clienta.test");
    let wrong = MailServer { password: "open sesame".to_owned(), ..right.clone() };
    assert_eq!(
        told(&wrong).await,
        "The server did not take the user name and password: [AUTHENTICATIONFAILED] Authentication failed."
    );
    let nobody = MailServer { user: String::new(), ..right.clone() };
    assert!(told(&nobody).await.starts_with("Give a user name"));
    let in_the_open = MailServer { port: mail_servers().port("IMAP"), ..right.clone() };
    assert!(told(&in_the_open).await.contains("does not speak TLS there"));
    let smtp = mail_servers().server("SMTPS", MailTls::Tls, "ana@clienta.test");
    assert_eq!(told(&smtp).await, "Whoever answers there does not speak IMAP.");
    let missing = postbox().fetch(&right, "No/Such", None).await.expect_err("no folder");
    assert!(missing.starts_with("The server does not open the folder No/Such: "), "{missing}");
}

#[tokio::test]
async fn a_server_whose_authority_is_unknown_hears_no_password() {
    let allowed = mail_servers().allowances().iter().map(|text| text.parse().expect("an allowance")).collect();
    let strangers = ImapPostbox::new(Arc::new(MailHosts::new(allowed, None).expect("TLS")));
    for (port, tls) in [("IMAPS", MailTls::Tls), ("IMAP", MailTls::StartTls)] {
        let server = mail_servers().server(port, tls, "ana@clienta.test");
        let told = strangers.fetch(&server, "INBOX", None).await.expect_err("no trust");
        assert!(told.contains("could not prove to be 127.0.0.1: its certificate is from an authority"), "{told}");
    }
}

#[tokio::test]
async fn a_folder_is_read_in_batches_from_the_cursor_on_and_stays_as_it_is() {
    let user = "batches@clienta.test";
    let mut owner = FolderOwner::new(user).await;
    for number in 1..=120 {
        owner.puts("INBOX", &letter(number, 200)).await;
    }
    let end = fetched(user, None).await;
    assert_eq!((end.mails.len(), end.next.uid, end.more), (0, 120, false), "without a cursor nothing comes");
    let (mut cursor, mut sizes, mut mails) = (Cursor { uid: 0, ..end.next }, Vec::new(), Vec::new());
    loop {
        let found = fetched(user, Some(cursor)).await;
        sizes.push(found.mails.len());
        mails.extend(found.mails);
        cursor = found.next;
        if !found.more {
            break;
        }
    }
    assert_eq!(sizes, [50, 50, 20]);
    assert_eq!(cursor, end.next);
    for (number, mail) in (1..).zip(&mails) {
        assert_eq!((mail.uid as usize, mail.whole), (number, true));
        assert_eq!(mail.raw, letter(number, 200));
        assert!(mail.at.is_some_and(|at| at.0 > 1_700_000_000_000_000), "{:?}", mail.at);
    }
    let again = fetched(user, Some(cursor)).await;
    assert_eq!((again.mails.len(), again.next, again.more), (0, cursor, false));
    owner.does("SELECT INBOX").await;
    assert!(owner.does("SEARCH SEEN").await.contains(&"* SEARCH".to_owned()), "nobody has seen anything");
}

#[tokio::test]
async fn a_folder_that_was_made_anew_is_read_from_its_beginning() {
    let user = "anew@clienta.test";
    let mut owner = FolderOwner::new(user).await;
    owner.does("CREATE Größe".replace("Größe", "Gr&APYA3w-e").as_str()).await;
    for number in 1..=3 {
        owner.puts("Gr&APYA3w-e", &letter(number, 1)).await;
    }
    let server = imaps(user);
    let old = postbox().fetch(&server, "Größe", None).await.expect("a look").next;
    assert_eq!(old.uid, 3);
    owner.does("DELETE Gr&APYA3w-e").await;
    owner.does("CREATE Gr&APYA3w-e").await;
    owner.puts("Gr&APYA3w-e", &letter(4, 1)).await;
    let news = postbox().wait(&server, "Größe", old, Duration::from_secs(600)).await;
    news.expect("another folder is news at once");
    let new = postbox().fetch(&server, "Größe", Some(old)).await.expect("a look");
    assert_ne!(new.next.validity, old.validity);
    assert_eq!((new.mails.len(), new.next.uid), (1, 1));
    assert_eq!(new.mails[0].raw, letter(4, 1));
}

#[tokio::test]
async fn mails_that_somebody_deleted_hold_nothing_up() {
    let user = "gaps@clienta.test";
    let mut owner = FolderOwner::new(user).await;
    for number in 1..=6 {
        owner.puts("INBOX", &letter(number, 1)).await;
    }
    owner.does("SELECT INBOX").await;
    owner.does("UID STORE 1:2,4,6 +FLAGS (\\Deleted)").await;
    owner.does("EXPUNGE").await;
    let validity = fetched(user, None).await.next.validity;
    let found = fetched(user, Some(Cursor { validity, uid: 0 })).await;
    assert_eq!(found.mails.iter().map(|mail| mail.uid).collect::<Vec<_>>(), [3, 5]);
    assert_eq!(found.next.uid, 6, "nobody will have the number of the last one");
}

#[tokio::test]
async fn large_mails_come_few_at_a_time_and_one_that_is_too_large_as_its_header() {
    let user = "large@clienta.test";
    let mut owner = FolderOwner::new(user).await;
    for (number, length) in [(1, 5 * MIB), (2, 5 * MIB), (3, 26 * MIB), (4, 1), (5, 1)] {
        owner.puts("INBOX", &letter(number, length)).await;
    }
    let mut cursor = Cursor { uid: 0, ..fetched(user, None).await.next };
    let mut looks = Vec::new();
    loop {
        let found = fetched(user, Some(cursor)).await;
        looks.push(found.mails.iter().map(|mail| (mail.uid, mail.raw.len(), mail.whole)).collect::<Vec<_>>());
        cursor = found.next;
        if !found.more {
            break;
        }
    }
    let (five, one) = (letter(1, 5 * MIB).len(), letter(4, 1).len());
    let header = "Subject: letter 3\r\n\r\n".len();
    assert_eq!(
        looks,
        [vec![(1, five, true)], vec![(2, five, true)], vec![(3, header, false), (4, one, true), (5, one, true)]]
    );
}

#[tokio::test]
async fn waiting_ends_with_a_mail_or_when_its_time_is_over() {
    let user = "idle@clienta.test";
    let end = fetched(user, None).await.next;
    postbox().wait(&imaps(user), "INBOX", end, Duration::from_millis(50)).await.expect("time is over");
    let begun = Instant::now();
    let deliver = async {
        // Long enough for the other one to be waiting: news that was there before would say nothing about IDLE.
        tokio::time::sleep(Duration::from_secs(1)).await;
        let by = Some(mail_servers().server("SMTP", MailTls::Plain, ""));
        let (return_path, to) = ("ana@customer.test".to_owned(), vec![user.to_owned()]);
        let mail = OutgoingMail { org: None, id: Uuid::nil(), return_path, to, raw: letter(1, 1), by };
        Submission::new(mail_servers().hosts(), "desk.test").send(&mail).await
    };
    let server = imaps(user);
    let postbox = postbox();
    let (waited, sent) = tokio::join!(postbox.wait(&server, "INBOX", end, Duration::from_secs(600)), deliver);
    sent.expect("Exim takes it");
    waited.expect("a mail");
    assert!(begun.elapsed() < Duration::from_secs(60), "nobody waits for the end of the time");
    let found = fetched(user, Some(end)).await;
    assert_eq!(found.mails.len(), 1);
    postbox.wait(&server, "INBOX", end, Duration::from_secs(600)).await.expect("what is there is news at once");
}

#[tokio::test]
async fn reading_begins_with_what_came_since() {
    let user = "since@clienta.test";
    let mut owner = FolderOwner::new(user).await;
    let begin = async |since| postbox().begin(&imaps(user), "INBOX", since).await.expect("a look").uid;
    let before = SystemClock.now().plus_seconds(-60);
    assert_eq!(begin(before).await, 0, "an empty folder begins at its beginning");
    for number in 1..=3 {
        owner.puts("INBOX", &letter(number, 1)).await;
    }
    // Servers tell whole seconds, and one of them is given away.
    tokio::time::sleep(Duration::from_millis(2_500)).await;
    let since = SystemClock.now();
    assert_eq!((begin(before).await, begin(since).await), (0, 3));
    owner.puts("INBOX", &letter(4, 1)).await;
    owner.puts("INBOX", &letter(5, 1)).await;
    assert_eq!((begin(before).await, begin(since).await), (0, 3));
    assert_eq!(begin(since.plus_seconds(3600)).await, 5);
}
