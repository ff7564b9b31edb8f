//! Mails in the clear.

use super::{ENVELOPE, HELLO, House, Limits};
use desk::ports::MailPeer;
use std::net::Ipv4Addr;

#[tokio::test]
async fn a_mail_is_kept_with_where_it_came_from_written_on_top() {
    let house = House::new(Limits::default()).await;
    let mut client = house.client().await;
    client.send(HELLO).await;
    assert_eq!(client.reply().await, "250 ENHANCEDSTATUSCODES");
    for (line, said) in [
        ("MAIL FROM:<ana@b.example>", "250 2.1.0 Sender noted"),
        ("RCPT TO:<help@desk.example>", "250 2.1.5 Recipient taken"),
        ("RCPT TO:<nobody@desk.example>", "550 5.1.1 Nobody here has this address"),
        ("RCPT TO:<lost@desk.example>", "451 4.3.0 Try again later"),
        ("DATA", "354 Send the mail, then a line with only a dot"),
    ] {
        client.send(format!("{line}\r\n")).await;
        assert_eq!(client.reply().await, said);
    }
    client.send("Subject: x\r\n\r\n..hidden\r\n.\r\n").await;
    let said = client.reply().await;
    let id = said.strip_prefix("250 2.0.0 Kept as ").expect("kept");
    client.send("QUIT\r\n").await;
    assert_eq!(client.rest().await, "221 2.0.0 Bye\r\n");

    let [(recipient, peer, raw)] = &house.kept()[..] else { panic!("one mail") };
    let ip = Ipv4Addr::LOCALHOST.into();
    let (helo, return_path) = ("mx.b.example".to_owned(), "ana@b.example".to_owned());
    assert_eq!((recipient.as_str(), peer), ("help", &MailPeer { ip, helo, return_path }));
    let top = format!(
        "Return-Path: <ana@b.example>\r\nReceived: from mx.b.example ([127.0.0.1])\r\n\tby desk.example with ESMTP id {id};\r\n\t"
    );
    let rest = raw.strip_prefix(&top).expect("the top");
    assert!(rest.ends_with(" +0000\r\nSubject: x\r\n\r\n.hidden\r\n"), "{rest}");
}

#[tokio::test]
async fn a_whole_conversation_in_one_piece_is_answered_in_order() {
    let house = House::new(Limits::default()).await;
    let mut client = house.client().await;
    client.send(format!("{HELLO}{ENVELOPE}one\r\n.\r\n{ENVELOPE}two\r\n.\r\nQUIT\r\n")).await;
    let codes = client.codes(10).await;
    assert_eq!(codes, ["250", "250", "250", "354", "250", "250", "250", "354", "250", "221"]);
    assert_eq!(client.rest().await, "");
    assert_eq!(house.kept().iter().filter(|(_, _, raw)| raw.ends_with("\r\none\r\n")).count(), 1);
    assert_eq!(house.kept().len(), 2);
}

#[tokio::test]
async fn a_mail_that_one_of_several_cannot_have_is_to_come_again() {
    let house = House::new(Limits::default()).await;
    let mut client = house.client().await;
    let people = ["broken", "help", "sales"].map(|name| format!("RCPT TO:<{name}@desk.example>\r\n")).concat();
    client.send(format!("{HELLO}MAIL FROM:<>\r\n{people}DATA\r\nx\r\n.\r\n{ENVELOPE}x\r\n.\r\n")).await;
    assert_eq!(client.codes(6).await, ["250", "250", "250", "250", "250", "354"]);
    assert_eq!(client.reply().await, "451 4.3.0 Try again later");
    assert_eq!(client.codes(4).await, ["250", "250", "354", "250"]);
    assert_eq!(house.kept().iter().map(|(name, ..)| name.as_str()).collect::<Vec<_>>(), ["help", "sales", "help"]);
}

#[tokio::test]
async fn after_a_stray_line_end_nothing_is_done_and_the_client_still_reads_why() {
    let house = House::new(Limits::default()).await;
    let mut client = house.client().await;
    client.send(format!("{HELLO}{ENVELOPE}first\n.\r\n{ENVELOPE}hidden\r\n.\r\n")).await;
    assert_eq!(client.codes(4).await, ["250", "250", "250", "354"]);
    // More than the wire holds, so that a connection that is merely closed would be reset.
    client.send(vec![b'x'; 4_000_000]).await;
    assert!(client.rest().await.starts_with("550 5.6.11 "));
    assert!(house.kept().is_empty());
}
