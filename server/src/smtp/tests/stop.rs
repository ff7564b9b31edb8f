//! The process stops in the midst of it.

use super::{HELLO, House, Limits};
use crate::smtp::bind;

#[tokio::test]
async fn a_mail_that_is_being_kept_is_kept_and_said_to_be() {
    let house = House::new(Limits::default()).await;
    let (mut busy, mut idle) = (house.client().await, house.client().await);
    busy.send(format!("{HELLO}MAIL FROM:<>\r\nRCPT TO:<hanging@desk.example>\r\nDATA\r\nx\r\n.\r\n")).await;
    house.shelf.asked.notified().await;
    let (shelf, addr) = (std::sync::Arc::clone(&house.shelf), house.addr);
    let stopping = tokio::spawn(house.receiver.stop());
    assert_eq!(idle.rest().await, "421 4.3.2 desk.example stops, try again later\r\n");
    assert!(!stopping.is_finished());
    shelf.goes_on.notify_one();
    assert_eq!(busy.codes(5).await, ["250", "250", "250", "354", "250"]);
    assert_eq!(busy.rest().await, "421 4.3.2 desk.example stops, try again later\r\n");
    stopping.await.expect("stopped");
    assert_eq!(shelf.kept.lock().expect("no panic").len(), 1);
    bind(addr).await.expect("the address is free again");
}

#[tokio::test]
async fn an_address_that_is_taken_is_said_with_what_to_do() {
    let house = House::new(Limits::default()).await;
    let error = bind(house.addr).await.expect_err("taken").to_string();
    assert!(error.starts_with(&format!("cannot receive mail on {}: ", house.addr)), "{error}");
    assert!(error.ends_with("choose another with --smtp-addr."), "{error}");
}
