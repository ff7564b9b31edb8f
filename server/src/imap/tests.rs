//! Servers that are strange or hostile: what each says is written down, and what it must have been asked before.

use super::look;
use super::session::Session;
use crate::mail_host::{Line, MailHosts};
use desk::ports::{Fetched, MailServer};
use domain::mail::MailTls;
use domain::mailbox::Cursor;
use std::fmt::Write as _;
use std::time::Duration;
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::task::JoinHandle;
use tokio::time::Instant;

const OPENED: (&str, &str) =
    ("EXAMINE", "* 9 EXISTS\r\n* OK [UIDVALIDITY 7] so\r\n* OK [UIDNEXT 10] so\r\nTAG OK open\r\n");
const SIGNED_IN: (&str, &str) = ("LOGIN", "TAG OK hello\r\n");

/// Greets, then answers each line as written; `TAG` is the tag of the last command. Every line must hold what is expected of it.
fn serving(greeting: &str, script: &[(&str, &str)]) -> (Line, JoinHandle<Vec<String>>) {
    let (ours, theirs) = tokio::io::duplex(1024);
    let script: Vec<_> = script.iter().map(|(asked, said)| ((*asked).to_owned(), (*said).to_owned())).collect();
    let greeting = greeting.to_owned();
    let asked = tokio::spawn(async move {
        let mut line = BufReader::new(theirs);
        line.write_all(greeting.as_bytes()).await.expect("greeted");
        let (mut heard, mut tag) = (Vec::new(), String::new());
        for (wanted, answer) in script {
            let mut asked = String::new();
            line.read_line(&mut asked).await.expect("a line");
            assert!(asked.contains(&wanted), "{asked:?} and not {wanted}");
            if let Some(new) = asked.split(' ').next().filter(|word| word.starts_with('A')) {
                new.clone_into(&mut tag);
            }
            heard.push(asked.trim_end().to_owned());
            // Whoever had enough of an endless answer is gone before its end.
            let _ = line.write_all(answer.replace("TAG", &tag).as_bytes()).await;
        }
        heard
    });
    (Box::new(ours), asked)
}

fn server(tls: MailTls) -> MailServer {
    let (host, user, password) = ("mail.example".to_owned(), "ana@mail.example".to_owned(), "open sesame".to_owned());
    MailServer { host, port: 143, tls, user, password }
}

fn hosts() -> MailHosts {
    MailHosts::new(Vec::new(), None).expect("TLS")
}

/// What a look after number `after` brings, from a server that greets, signs in and opens the folder before the script.
async fn looked(after: u32, script: &[(&str, &str)]) -> (Result<Fetched, String>, Vec<String>) {
    let script: Vec<_> = [SIGNED_IN, OPENED].iter().chain(script).copied().collect();
    let (line, asked) = serving("* OK hello\r\n", &script);
    let server = server(MailTls::Plain);
    let mut session = Session::begun(line, &hosts(), &server).await.expect("signed in");
    let folder = session.examine("INBOX").await.expect("open");
    let fetched = look(&mut session, folder, Some(Cursor { validity: 7, uid: after })).await;
    drop(session);
    (fetched, asked.await.expect("as it was written"))
}

async fn refused(tls: MailTls, greeting: &str, script: &[(&str, &str)]) -> String {
    let (line, _asked) = serving(greeting, script);
    Session::begun(line, &hosts(), &server(tls)).await.err().expect("no session")
}

#[tokio::test]
async fn who_knows_us_before_tls_is_not_trusted() {
    let said = refused(MailTls::StartTls, "* PREAUTH hello ana\r\n", &[]).await;
    assert!(said.contains("not trusted"), "{said}");
}

#[tokio::test]
async fn what_comes_ahead_of_tls_does_not_count_as_protected() {
    let slipped_in = "TAG OK begin\r\n* CAPABILITY IMAP4rev1\r\nA2 OK you are in\r\n";
    let said = refused(MailTls::StartTls, "* OK hello\r\n", &[("STARTTLS", slipped_in)]).await;
    assert!(said.contains("not trusted"), "{said}");
}

#[tokio::test]
async fn a_server_that_begins_no_tls_hears_no_password() {
    let said = refused(MailTls::StartTls, "* OK hello\r\n", &[("STARTTLS", "TAG BAD what?\r\n")]).await;
    assert_eq!(said, "The server does not begin TLS: what?");
}

#[tokio::test]
async fn greetings_that_are_none_are_told() {
    for (greeting, told) in [
        ("220 mail.example ESMTP\r\n", "Whoever answers there does not speak IMAP."),
        ("* BYE too many\r\n", "Whoever answers there does not speak IMAP."),
        ("", "The server ended the connection."),
    ] {
        assert_eq!(refused(MailTls::Plain, greeting, &[]).await, told, "{greeting}");
    }
    let endless = "x".repeat(200_000);
    assert_eq!(refused(MailTls::Plain, &endless, &[]).await, "The server sent more than it was asked for.");
}

#[tokio::test]
async fn refusals_to_sign_in_are_told_and_never_with_the_password() {
    for (answer, told) in [
        (
            "TAG NO [AUTHENTICATIONFAILED] no\r\n",
            "The server did not take the user name and password: [AUTHENTICATIONFAILED] no",
        ),
        ("TAG BAD LOGIN ana open sesame?\r\n", "The server did not take the user name and password: LOGIN ana …?"),
        ("TAG NO [UNAVAILABLE] later\r\n", "The server signs nobody in at the moment: [UNAVAILABLE] later"),
        ("* BYE go away\r\n", "The server ended the connection: go away"),
    ] {
        assert_eq!(refused(MailTls::Plain, "* OK hello\r\n", &[("LOGIN", answer)]).await, told);
    }
}

#[tokio::test]
async fn a_password_in_any_letters_arrives_and_ends_no_line() {
    let (line, asked) = serving(
        "* OK hello\r\n",
        &[("LOGIN \"a\\\"n\\\\a\" {16}", "+ go on\r\n"), ("pässwort", ""), ("LOGOUT", "TAG OK hello\r\n")],
    );
    let (user, password) = ("a\"n\\a".to_owned(), "pässwort\nLOGOUT".to_owned());
    let server = MailServer { user, password, ..server(MailTls::Plain) };
    Session::begun(line, &hosts(), &server).await.expect("signed in");
    asked.await.expect("as it was written");
}

#[tokio::test]
async fn a_folder_without_lasting_numbers_is_not_read() {
    let opened = ("EXAMINE \"Gr&APYA3w-e\"", "* 9 EXISTS\r\nTAG OK open\r\n");
    let (line, _asked) = serving("* OK hello\r\n", &[SIGNED_IN, opened]);
    let server = server(MailTls::Plain);
    let mut session = Session::begun(line, &hosts(), &server).await.expect("signed in");
    let told = session.examine("Größe").await.expect_err("no numbers");
    assert!(told.contains("UIDVALIDITY"), "{told}");
}

#[tokio::test]
async fn a_server_that_does_not_say_where_a_folder_ends_is_asked() {
    let opened = ("EXAMINE", "* 3 EXISTS\r\n* OK [UIDVALIDITY 7]\r\nTAG OK open\r\n");
    let script = [SIGNED_IN, opened, ("FETCH 3 (UID)", "* 3 FETCH (UID 41)\r\nTAG OK so\r\n")];
    let (line, _asked) = serving("* OK hello\r\n", &script);
    let server = server(MailTls::Plain);
    let mut session = Session::begun(line, &hosts(), &server).await.expect("signed in");
    assert_eq!(session.examine("INBOX").await.expect("open").next, 42);
}

#[tokio::test]
async fn what_was_not_asked_for_is_not_read_and_numbers_nobody_has_are_passed_over() {
    let all = "* 1 FETCH (UID 3)\r\n* 2 FETCH (UID 5)\r\n* 9 FETCH (UID 4711)\r\nTAG OK so\r\n";
    let (fetched, asked) = looked(5, &[("UID FETCH 6:9 (UID)", all)]).await;
    let fetched = fetched.expect("a look");
    assert_eq!((fetched.mails.len(), fetched.next.uid, fetched.more), (0, 9, false));
    assert_eq!(asked.len(), 3);
}

#[tokio::test]
async fn a_mail_that_is_gone_meanwhile_is_passed_over() {
    let (fetched, _) = looked(
        7,
        &[
            ("UID FETCH 8:9 (UID)", "* 8 FETCH (UID 8)\r\n* 9 FETCH (UID 9)\r\nTAG OK so\r\n"),
            ("UID FETCH 8,9 (", "* 9 FETCH (UID 9 RFC822.SIZE 4)\r\nTAG OK so\r\n"),
            ("UID FETCH 8 (UID BODY.PEEK[]<", "* 9 EXPUNGE\r\nTAG OK so\r\n"),
            ("UID FETCH 9 (UID BODY.PEEK[]<", "* 8 FETCH (UID 9 BODY[]<0> {4}\r\nA: b)\r\nTAG OK so\r\n"),
        ],
    )
    .await;
    let fetched = fetched.expect("a look");
    assert_eq!(fetched.mails.iter().map(|mail| (mail.uid, &mail.raw[..])).collect::<Vec<_>>(), [(9, &b"A: b"[..])]);
    assert_eq!(fetched.next.uid, 9);
}

#[tokio::test]
async fn a_mail_that_cannot_be_had_comes_as_its_header() {
    let header = "* 8 FETCH (UID 9 BODY[HEADER]<0> {8}\r\nA: b\r\n\r\n)\r\nTAG OK so\r\n";
    for whole in ["TAG NO broken\r\n", "* 8 FETCH (UID 9 BODY[] NIL)\r\nTAG OK so\r\n"] {
        let (fetched, _) = looked(
            8,
            &[
                ("UID FETCH 9:9 (UID)", "* 9 FETCH (UID 9)\r\nTAG OK so\r\n"),
                ("UID FETCH 9 (UID R", "* 9 FETCH (UID 9 RFC822.SIZE 4)\r\nTAG OK so\r\n"),
                ("BODY.PEEK[]<", whole),
                ("BODY.PEEK[HEADER]<", header),
            ],
        )
        .await;
        let fetched = fetched.expect("a look");
        assert_eq!((&fetched.mails[0].raw[..], fetched.mails[0].whole), (&b"A: b\r\n\r\n"[..], false));
    }
}

#[tokio::test]
async fn a_mail_of_which_nothing_can_be_had_stops_no_other() {
    for nothing in ["TAG NO utterly\r\n", "* 8 FETCH (UID 8 BODY[HEADER] NIL)\r\nTAG OK so\r\n"] {
        let (fetched, _) = looked(
            6,
            &[
                ("UID FETCH 7:9 (UID)", "* 7 FETCH (UID 7)\r\n* 8 FETCH (UID 8)\r\n* 9 FETCH (UID 9)\r\nTAG OK so\r\n"),
                ("UID FETCH 7,8,9 (UID R", "TAG OK so\r\n"),
                ("UID FETCH 7 (UID BODY.PEEK[]<", "* 7 FETCH (UID 7 BODY[]<0> {4}\r\nA: b)\r\nTAG OK so\r\n"),
                ("UID FETCH 8 (UID BODY.PEEK[]<", "* 8 FETCH (UID 8 BODY[] NIL)\r\nTAG OK so\r\n"),
                ("UID FETCH 8 (UID BODY.PEEK[HEADER]<", nothing),
                ("UID FETCH 9 (UID BODY.PEEK[]<", "* 9 FETCH (UID 9 BODY[]<0> {4}\r\nC: d)\r\nTAG OK so\r\n"),
            ],
        )
        .await;
        let fetched = fetched.expect("a look");
        let found: Vec<_> = fetched.mails.iter().map(|mail| (mail.uid, &mail.raw[..], mail.whole)).collect();
        assert_eq!(found, [(7, &b"A: b"[..], true), (8, &b""[..], false), (9, &b"C: d"[..], true)], "{nothing}");
        assert_eq!((fetched.next.uid, fetched.more), (9, false));
    }
}

#[tokio::test]
async fn what_came_before_the_session_broke_is_kept() {
    let (fetched, _) = looked(
        7,
        &[
            ("UID FETCH 8:9 (UID)", "* 8 FETCH (UID 8)\r\n* 9 FETCH (UID 9)\r\nTAG OK so\r\n"),
            ("UID FETCH 8,9 (UID R", "TAG OK so\r\n"),
            ("UID FETCH 8 (UID BODY.PEEK[]<", "* 8 FETCH (UID 8 BODY[]<0> {4}\r\nA: b)\r\nTAG OK so\r\n"),
            ("UID FETCH 9 (UID BODY.PEEK[]<", "* BYE enough\r\n"),
        ],
    )
    .await;
    let fetched = fetched.expect("a look");
    assert_eq!((fetched.mails.len(), fetched.next.uid, fetched.more), (1, 8, true));
}

#[tokio::test]
async fn more_than_was_asked_for_ends_the_session() {
    let (fetched, _) = looked(
        8,
        &[
            ("UID FETCH 9:9 (UID)", "* 9 FETCH (UID 9)\r\nTAG OK so\r\n"),
            ("UID FETCH 9 (UID R", "* 9 FETCH (UID 9 RFC822.SIZE 4)\r\nTAG OK so\r\n"),
            ("BODY.PEEK[]<", "* 9 FETCH (UID 9 BODY[] {99999999}\r\n"),
        ],
    )
    .await;
    assert_eq!(fetched, Err("The server sent more than it was asked for.".to_owned()));
}

/// What ends the wait of a session with nine mails in its folder, when the server says that and no more.
async fn idled(said: &str) -> Result<(), String> {
    let (line, _asked) = serving("* OK hello\r\n", &[SIGNED_IN, OPENED, ("IDLE", said)]);
    let server = server(MailTls::Plain);
    let mut session = Session::begun(line, &hosts(), &server).await.expect("signed in");
    let folder = session.examine("INBOX").await.expect("open");
    let end = Instant::now() + Duration::from_secs(600);
    session.idle(folder.mails, end).await.map_err(String::from)
}

#[tokio::test]
async fn only_a_mail_more_is_news() {
    for said in ["+ ok\r\n* 9 EXISTS\r\n* 10 EXISTS\r\n", "* 10 EXISTS\r\n", "+ ok\r\n* 3 EXPUNGE\r\n* 9 EXISTS\r\n"] {
        assert_eq!(idled(said).await, Ok(()), "{said}");
    }
    for said in ["", "* 9 EXISTS\r\n* OK still here\r\n", "* 3 EXPUNGE\r\n* 8 EXISTS\r\n"] {
        let ended = idled(&format!("+ ok\r\n{said}* BYE nothing new\r\n")).await;
        assert_eq!(ended, Err("The server ended the connection: nothing new".to_owned()), "{said}");
    }
}

#[tokio::test]
async fn who_refuses_to_tell_or_talks_without_end_is_not_waited_for() {
    assert_eq!(idled("TAG BAD what?\r\n").await, Err("The server refused that: what?".to_owned()));
    let chatter = format!("+ ok\r\n{}", "* OK and another thing\r\n".repeat(20_000));
    assert_eq!(idled(&chatter).await, Err("The server sent more than it was asked for.".to_owned()));
}

#[tokio::test]
async fn a_thousand_numbers_are_had_fifty_at_a_time_whatever_their_order() {
    let opened = ("EXAMINE", "* 500 EXISTS\r\n* OK [UIDVALIDITY 7]\r\n* OK [UIDNEXT 4000000000]\r\nTAG OK open\r\n");
    let list = (3_900_000..3_900_500).rev().fold(String::new(), |mut list, uid| {
        let _ = write!(list, "* 1 FETCH (UID {uid})\r\n");
        list
    });
    let list = list + "TAG OK so\r\n";
    let nothing = "TAG OK so\r\n";
    let mut script = vec![SIGNED_IN, opened];
    // 500, 4000, 32000, 256000, 2048000 numbers without a mail, and then a window that holds them.
    script.extend(std::iter::repeat_n(("(UID)", nothing), 5));
    script.push(("(UID)", list.as_str()));
    script.push(("RFC822.SIZE", nothing));
    script.extend(std::iter::repeat_n(("BODY.PEEK[]<", nothing), 50));
    let (line, asked) = serving("* OK hello\r\n", &script);
    let server = server(MailTls::Plain);
    let mut session = Session::begun(line, &hosts(), &server).await.expect("signed in");
    let folder = session.examine("INBOX").await.expect("open");
    let fetched = look(&mut session, folder, Some(Cursor { validity: 7, uid: 0 })).await.expect("a look");
    assert_eq!((fetched.next.uid, fetched.more), (3_900_049, true));
    let asked = asked.await.expect("as it was written");
    assert!(asked[8].contains("3900000,3900001,") && asked[8].contains(",3900049 ("), "{}", asked[8]);
}
