//! Mail leaves by a real Exim, and is found where it went.

use crate::mail_servers::mail_servers;
use desk::ports::{MailServer, Mailer, OutgoingMail, Postbox as _};
use domain::mail::MailTls;
use server::config::{Config, Given};
use server::imap::ImapPostbox;
use server::mailer;
use std::sync::Arc;
use std::time::Duration;
use uuid::Uuid;

const SENDER: &str = "support@clienta.test";

/// The mailer of an installation whose own mail goes to a folder, and that folder's owner.
fn installed() -> (Arc<dyn Mailer>, Config, tempfile::TempDir) {
    let data = tempfile::tempdir().expect("a temporary directory");
    let given = Given {
        data: Some(data.path().to_owned()),
        fetch_allow: Some(mail_servers().allowances().join(",")),
        mail_ca: Some(mail_servers().authority.clone()),
        ..Given::default()
    };
    let config = Config::load(&given).expect("settings");
    (mailer::of(&config, mail_servers().hosts()).expect("a mailer"), config, data)
}

fn mail(to: &str, subject: &str, by: Option<MailServer>) -> OutgoingMail {
    let raw =
        format!("From: {SENDER}\r\nTo: {to}\r\nSubject: {subject}\r\n\r\nGood day\r\n.\r\n..and a line of dots\r\n");
    let (return_path, to) = (SENDER.to_owned(), vec![to.to_owned()]);
    OutgoingMail { org: None, id: Uuid::now_v7(), return_path, to, raw: raw.into_bytes(), by }
}

fn doors() -> [MailServer; 3] {
    let servers = mail_servers();
    [
        servers.server("SUBMISSION", MailTls::StartTls, SENDER),
        servers.server("SMTPS", MailTls::Tls, SENDER),
        servers.server("SMTP", MailTls::Plain, ""),
    ]
}

#[tokio::test]
async fn a_mailbox_sends_by_its_own_server_and_the_installation_by_its_own_way() {
    let (mailer, config, _data) = installed();
    let postbox = ImapPostbox::new(mail_servers().hosts());
    let reader = mail_servers().server("IMAPS", MailTls::Tls, "sent@clienta.test");
    let mut cursor = postbox.fetch(&reader, "INBOX", None).await.expect("a look").next;
    for (number, door) in doors().into_iter().enumerate() {
        let mail = mail("sent@clienta.test", &format!("by door {number}"), Some(door));
        mailer.send(&mail).await.expect("Exim takes it");
        postbox.wait(&reader, "INBOX", cursor, Duration::from_secs(60)).await.expect("it comes");
        let found = postbox.fetch(&reader, "INBOX", Some(cursor)).await.expect("a look");
        assert_eq!(found.mails.len(), 1);
        let raw = String::from_utf8(found.mails[0].raw.clone()).expect("text");
        assert!(raw.starts_with(&format!("Return-path: <{SENDER}>\r\n")), "{raw}");
        assert!(raw.ends_with(&String::from_utf8(mail.raw).expect("text")), "{raw}");
        cursor = found.next;
    }
    assert!(mailer::newest(&mailer::outbox(&config), 9).expect("read").is_empty());
    mailer.send(&mail("sent@clienta.test", "by the installation", None)).await.expect("written");
    assert_eq!(mailer::newest(&mailer::outbox(&config), 9).expect("read").len(), 1);
}

#[tokio::test]
async fn a_refused_recipient_is_for_good_and_whatever_keeps_us_out_is_not() {
    let (mailer, _config, _data) = installed();
    let [right, ..] = doors();
    for to in ["nobody@customer.test", "ana@elsewhere.test"] {
        let refused = mailer.send(&mail(to, "to nobody", Some(right.clone()))).await.expect_err("refused");
        assert!(refused.for_good && refused.said.starts_with("The server did not take the mail: 550 "), "{refused:?}");
    }
    let wrong = MailServer { password: "open sesame".to_owned(), ..right.clone() };
    let unsigned = MailServer { user: String::new(), ..right.clone() };
    let unprotected = MailServer { tls: MailTls::Plain, ..right.clone() };
    let imap = mail_servers().server("IMAP", MailTls::StartTls, SENDER);
    let nobody = MailServer { port: mail_servers().port("DESK"), ..right };
    for (server, begin) in [
        (wrong, "The server did not take the user name and password: 535 "),
        (unsigned, "The server did not take the mail: 530 "),
        (unprotected, "The server asks for no user name and password here."),
        (imap, "Whoever answers at 127.0.0.1 port "),
        (nobody, "Nobody answers at 127.0.0.1 port "),
    ] {
        let refused = mailer.send(&mail("ana@customer.test", "no", Some(server))).await.expect_err("refused");
        assert!(refused.said.starts_with(begin), "{refused:?}");
        assert!(!refused.for_good, "{refused:?}");
    }
}

#[tokio::test]
async fn a_knock_says_whether_a_server_lets_us_in() {
    let (mailer, _config, _data) = installed();
    for door in doors() {
        mailer.knock(&door).await.expect("let in");
    }
    let wrong =
        MailServer { password: "open sesame".to_owned(), ..mail_servers().server("SMTPS", MailTls::Tls, SENDER) };
    let told = mailer.knock(&wrong).await.expect_err("not let in");
    assert!(told.starts_with("The server did not take the user name and password: 535 "), "{told}");
}
