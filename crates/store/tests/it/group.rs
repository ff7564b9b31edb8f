//! Writing together: a use case stands or falls alone until it has committed, and then for good.

use crate::ground::{Ground, Org, now, ticket};
use crate::on_both;
use std::time::Duration;
use store::Tx;

on_both!(
    a_dropped_request_leaves_nothing,
    a_failed_use_case_takes_back_only_itself,
    many_at_once_are_all_kept,
    a_dropped_commit_interrupts_nobody,
);

async fn count(ground: &Ground, org: &Org) -> i64 {
    let mut tx = ground.store.read(&org.sight).await.unwrap();
    tx.ticket_counts(&store::ticket::list::TicketQuery::default()).await.unwrap().all
}

async fn a_dropped_request_leaves_nothing(ground: Ground) {
    let org = ground.org("acme").await;
    let mut tx = ground.store.write(&org.sight).await.unwrap();
    ticket(&mut tx, &org, "Dropped", now()).await;
    drop(tx);
    assert_eq!(count(&ground, &org).await, 0);
    // A request cut off in the middle of a statement.
    for micros in (0..2000).step_by(97) {
        let _ = tokio::time::timeout(Duration::from_micros(micros), async {
            let mut tx = ground.store.write(&org.sight).await.unwrap();
            ticket(&mut tx, &org, "Cut off", now()).await;
            std::future::pending::<()>().await;
        })
        .await;
    }
    ground.ticket(&org, "Kept", now()).await;
    assert_eq!(count(&ground, &org).await, 1);
}

async fn a_failed_use_case_takes_back_only_itself(ground: Ground) {
    let org = ground.org("acme").await;
    let work = (0..40).map(|i| {
        let (store, org) = (ground.store.clone(), org.clone());
        tokio::spawn(async move {
            let mut tx: Tx = store.write(&org.sight).await.unwrap();
            let (id, _) = ticket(&mut tx, &org, "One of many", now()).await;
            if i % 2 == 0 {
                // Message 1 exists already: the database itself refuses.
                let message = tx.messages_of_ticket(id).await.unwrap().remove(0);
                let twice = store::message::MessageNew {
                    number: 1,
                    id: message.id,
                    kind: message.kind,
                    author_user: None,
                    author_contact: message.author_contact_id,
                    author_name: message.author_name,
                    body: String::new(),
                    html: String::new(),
                };
                // Written with what else waits: refused by the commit at the latest.
                let added = tx.message_add(id, twice, now()).await;
                assert!(added.is_err() || tx.commit().await.is_err());
                return;
            }
            tx.commit().await.unwrap();
        })
    });
    for done in work.collect::<Vec<_>>() {
        done.await.unwrap();
    }
    assert_eq!(count(&ground, &org).await, 20);
    assert_eq!(ground.ticket(&org, "Next", now()).await.1.number(), 21);
}

async fn many_at_once_are_all_kept(ground: Ground) {
    let org = ground.org("acme").await;
    // More than one group of 64.
    let work: Vec<_> = (0..150)
        .map(|_| {
            let (store, org) = (ground.store.clone(), org.clone());
            tokio::spawn(async move {
                let mut tx = store.write(&org.sight).await.unwrap();
                let made = ticket(&mut tx, &org, "One of many", now()).await;
                tx.commit().await.unwrap();
                made.0
            })
        })
        .collect();
    let mut tx = ground.store.read(&org.sight).await.unwrap();
    for done in work {
        let id = done.await.unwrap();
        if ground.postgres.is_none() {
            // Who is answered is durable: another connection sees it.
            assert!(tx.ticket_by_id(id).await.unwrap().is_some());
        }
    }
    assert_eq!(count(&ground, &org).await, 150);
}

async fn a_dropped_commit_interrupts_nobody(ground: Ground) {
    let org = ground.org("acme").await;
    let mut running = Vec::new();
    for i in 0..40_u64 {
        let (store, org) = (ground.store.clone(), org.clone());
        running.push(tokio::spawn(async move {
            let mut tx = store.write(&org.sight).await.unwrap();
            ticket(&mut tx, &org, "Committing", now()).await;
            let commit = tx.commit();
            if i % 2 == 0 {
                tokio::time::timeout(Duration::from_micros(i * 10), commit).await.is_ok()
            } else {
                commit.await.is_ok()
            }
        }));
    }
    let mut answered = 0;
    for done in running {
        answered += i64::from(done.await.unwrap());
    }
    let kept = count(&ground, &org).await;
    assert!((answered..=40).contains(&kept), "{answered} were answered, {kept} are kept");
    assert_eq!(ground.ticket(&org, "Next", now()).await.1.number(), kept + 1);
}

/// The whole group hears of a COMMIT that failed, and the writer goes on afterwards.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_failed_commit_fails_its_group() {
    let ground = Ground::sqlite().await;
    let org = ground.org("acme").await;
    let path = ground.store.sqlite_path().unwrap().to_owned();
    // A deferred foreign key fails at COMMIT, not before: the one way to make a COMMIT itself fail.
    let mut other =
        <sqlx::SqliteConnection as sqlx::Connection>::connect(&format!("sqlite://{}", path.display())).await.unwrap();
    deferred(&mut other).await;
    let barrier = std::sync::Arc::new(tokio::sync::Barrier::new(8));
    let work: Vec<_> = (0..8)
        .map(|i| {
            let (store, org, barrier) = (ground.store.clone(), org.clone(), barrier.clone());
            tokio::spawn(async move {
                barrier.wait().await;
                let mut tx = store.write(&org.sight).await.unwrap();
                let subject = if i == 3 { "poison" } else { "fine" };
                ticket(&mut tx, &org, subject, now()).await;
                tx.commit().await.is_ok()
            })
        })
        .collect();
    let mut kept = 0;
    for done in work {
        kept += i64::from(done.await.unwrap());
    }
    assert!(kept < 8, "the poisoned one cannot have been kept");
    assert_eq!(count(&ground, &org).await, kept, "answered and kept must be the same");
    ground.ticket(&org, "after", now()).await;
    assert_eq!(count(&ground, &org).await, kept + 1);
}

/// A table whose trigger makes the COMMIT of a ticket with the subject `poison` fail.
async fn deferred(conn: &mut sqlx::SqliteConnection) {
    use sqlx::Executor as _;
    conn.execute(
        "CREATE TABLE poison (id INTEGER PRIMARY KEY, missing INTEGER REFERENCES poison (id) DEFERRABLE INITIALLY DEFERRED);
         CREATE TRIGGER poisoned AFTER INSERT ON ticket WHEN NEW.subject = 'poison' BEGIN INSERT INTO poison (missing) VALUES (99); END;",
    )
    .await
    .unwrap();
}
