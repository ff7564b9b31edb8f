//! Too much, too many, too slow. No test waits: a limit of nothing is over at once.

use super::{ENVELOPE, HELLO, House, Limits};
use std::time::Duration;

#[tokio::test]
async fn a_mail_over_the_size_is_read_to_its_end_and_refused() {
    let house = House::new(Limits::default()).await;
    let mut client = house.client().await;
    client.send(format!("{HELLO}MAIL FROM:<ana@b.example> SIZE=26214401\r\n")).await;
    assert_eq!(client.codes(1).await, ["250"]);
    assert!(client.reply().await.starts_with("552 5.3.4 "));
    client.send(ENVELOPE).await;
    assert_eq!(client.codes(3).await, ["250", "250", "354"]);
    let lines = format!("{}\r\n", "x".repeat(998)).repeat(1000);
    for _ in 0..27 {
        client.send(&lines).await;
    }
    client.send(".\r\nNOOP\r\n").await;
    assert!(client.reply().await.starts_with("552 5.3.4 "));
    assert_eq!(client.codes(1).await, ["250"]);
    assert!(house.kept().is_empty());
}

#[tokio::test]
async fn a_mail_that_finds_no_room_is_to_come_again_and_leaves_the_room_to_others() {
    let house = House::new(Limits { room: 100_000, ..Limits::default() }).await;
    let mut client = house.client().await;
    let lines = format!("{}\r\n", "x".repeat(998)).repeat(60);
    client.send(format!("{HELLO}{ENVELOPE}{lines}{lines}.\r\n{ENVELOPE}{lines}.\r\n")).await;
    assert_eq!(client.codes(4).await, ["250", "250", "250", "354"]);
    assert_eq!(client.reply().await, "452 4.3.1 Too much mail at once, try again later");
    assert_eq!(client.codes(4).await, ["250", "250", "354", "250"]);
}

#[tokio::test]
async fn one_client_does_not_take_all_places() {
    let house = House::new(Limits { per_client: 2, ..Limits::default() }).await;
    let (_one, mut other) = (house.client().await, house.client().await);
    let mut third = house.caller().await;
    assert_eq!(third.rest().await, "421 4.7.0 desk.example has too many connections, try again later\r\n");
    other.send("QUIT\r\n").await;
    assert_eq!(other.rest().await, "221 2.0.0 Bye\r\n");
    drop(other);
    // The place is free when the session has seen its client go, which is soon.
    while !house.caller().await.reply().await.starts_with("220 ") {}
}

#[tokio::test]
async fn a_client_that_says_nothing_is_told_goodbye() {
    for limits in [
        Limits { idle: Duration::from_millis(1), ..Limits::default() },
        Limits { whole: Duration::ZERO, ..Limits::default() },
    ] {
        let house = House::new(limits).await;
        let mut client = house.client().await;
        assert_eq!(client.rest().await, "421 4.4.2 desk.example waited too long\r\n");
    }
}

#[tokio::test]
async fn a_door_that_says_nothing_makes_the_sender_come_again() {
    let house = House::new(Limits { door: Duration::from_millis(1), ..Limits::default() }).await;
    let mut client = house.client().await;
    client.send(format!("{HELLO}MAIL FROM:<>\r\nRCPT TO:<hanging@desk.example>\r\nDATA\r\nx\r\n.\r\n")).await;
    assert_eq!(client.codes(5).await, ["250", "250", "250", "354", "451"]);
}
