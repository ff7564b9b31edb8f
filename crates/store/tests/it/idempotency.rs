//! A key is kept with what was done under it, per organization and purpose.

use crate::ground::{Ground, fresh, now};
use crate::on_both;
use domain::TicketId;
use store::idempotency::IdempotencyRecord;

on_both!(a_key_belongs_to_one_organization_and_purpose, a_refused_attempt_keeps_no_key);

fn done() -> IdempotencyRecord {
    IdempotencyRecord { request_hash: "hash".to_owned(), ticket_id: TicketId(fresh()), message_number: 1 }
}

async fn a_key_belongs_to_one_organization_and_purpose(ground: Ground) {
    let (acme, blue) = (ground.org("acme").await, ground.org("blue").await);
    let mut tx = ground.store.write(&acme.sight).await.unwrap();
    let record = done();
    tx.idempotency_add("open/ana", "k", record.clone(), now()).await.unwrap();
    tx.commit().await.unwrap();
    let mut tx = ground.store.read(&acme.sight).await.unwrap();
    assert_eq!(tx.idempotency_find("open/ana", "k").await.unwrap(), Some(record));
    assert_eq!(tx.idempotency_find("open/ben", "k").await.unwrap(), None);
    drop(tx);
    let mut tx = ground.store.read(&blue.sight).await.unwrap();
    assert_eq!(tx.idempotency_find("open/ana", "k").await.unwrap(), None);
}

async fn a_refused_attempt_keeps_no_key(ground: Ground) {
    let org = ground.org("acme").await;
    let mut tx = ground.store.write(&org.sight).await.unwrap();
    tx.idempotency_add("open/ana", "k", done(), now()).await.unwrap();
    drop(tx);
    let mut tx = ground.store.write(&org.sight).await.unwrap();
    assert_eq!(tx.idempotency_find("open/ana", "k").await.unwrap(), None);
}
