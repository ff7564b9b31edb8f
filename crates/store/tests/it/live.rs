//! What other nodes hear of a change, and when.

use crate::ground::{Ground, now};
use domain::event::Event;
use sqlx::{Connection, Executor, PgConnection};
use std::time::Duration;
use store::live::Heard;

#[tokio::test]
async fn one_process_on_sqlite_has_nobody_to_listen_to() {
    assert!(Ground::sqlite().await.store.listen().await.unwrap().is_none());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_node_hears_of_every_commit_and_of_nothing_else() {
    let ground = Ground::postgres().await;
    let org = ground.org("acme").await;
    let mut listener = ground.store.listen().await.unwrap().unwrap();
    ground.ticket(&org, "Printer", now()).await;
    assert_eq!(listener.next().await, Some(Heard::Event(org.id, 1)));
    let mut tx = ground.store.write(&org.sight).await.unwrap();
    tx.record(&Event::OrgChanged, None, None, "Ana", now()).await.unwrap();
    drop(tx);
    assert!(tokio::time::timeout(Duration::from_millis(200), listener.next()).await.is_err(), "nothing was committed");
    // Two events of one transaction are told one by one.
    let mut tx = ground.store.write(&org.sight).await.unwrap();
    for _ in 0..2 {
        tx.record(&Event::OrgChanged, None, None, "Ana", now()).await.unwrap();
    }
    tx.commit().await.unwrap();
    assert_eq!(listener.next().await, Some(Heard::Event(org.id, 2)));
    assert_eq!(listener.next().await, Some(Heard::Event(org.id, 3)));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_lost_connection_is_made_good() {
    let ground = Ground::postgres().await;
    let org = ground.org("acme").await;
    let mut listener = ground.store.listen().await.unwrap().unwrap();
    ground.ticket(&org, "Printer", now()).await;
    assert_eq!(listener.next().await, Some(Heard::Event(org.id, 1)));
    let mut admin = PgConnection::connect(&ground.postgres.as_ref().unwrap().admin_url).await.unwrap();
    admin
        .execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN%'")
        .await
        .unwrap();
    ground.ticket(&org, "While nobody listened", now()).await;
    let next = async { (listener.next().await, listener.next().await) };
    let heard = tokio::time::timeout(Duration::from_secs(10), next).await.unwrap();
    assert_eq!(heard, (Some(Heard::Deaf), Some(Heard::Event(org.id, 2))), "it says that it may have missed something");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_node_hears_whose_session_ended_once_it_is_kept() {
    let ground = Ground::postgres().await;
    let org = ground.org("acme").await;
    let mut listener = ground.store.listen().await.unwrap().unwrap();
    let mut tx = ground.store.write_global().await.unwrap();
    tx.sessions_end(org.user).await.unwrap();
    assert!(tokio::time::timeout(Duration::from_millis(200), listener.next()).await.is_err(), "nothing was committed");
    tx.commit().await.unwrap();
    assert_eq!(listener.next().await, Some(Heard::SignedOut(org.user)));
}
