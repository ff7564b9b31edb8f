//! The one SQLite writer, committing in groups (design.md section 4).
//!
//! A durable COMMIT costs an fsync; a use case costs microseconds. So use cases queue for the one connection, each runs
//! in a SAVEPOINT of a shared transaction, and whoever finishes while nobody waits (or as the 64th) commits for all.
//! `commit()` answers only after that shared COMMIT. A dropped request rolls back its own savepoint and nothing else.
//! Savepoints are not released one by one: each statement is a way to SQLite's thread and back, and COMMIT ends them all.

use crate::error::{Result, StoreError};
use sqlx::sqlite::SqliteConnection;
use sqlx::{Connection, Executor};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::sync::{Mutex, OwnedMutexGuard, oneshot};

/// Use cases that may share one COMMIT.
const GROUP: usize = 64;

type Answer = oneshot::Sender<std::result::Result<(), Arc<StoreError>>>;

struct Desk {
    conn: SqliteConnection,
    /// A transaction is open: earlier members of the group have left their changes in it.
    open: bool,
    group: Vec<Answer>,
}

#[derive(Clone)]
pub(crate) struct Writer {
    desk: Arc<Mutex<Desk>>,
    waiting: Arc<AtomicUsize>,
}

/// Counts somebody who waits; a waiter that gives up must not leave a finished group uncommitted.
struct Waiting {
    writer: Writer,
    served: bool,
}

impl Drop for Waiting {
    fn drop(&mut self) {
        self.writer.waiting.fetch_sub(1, Ordering::SeqCst);
        if !self.served {
            let writer = self.writer.clone();
            tokio::spawn(async move {
                let mut desk = writer.desk.clone().lock_owned().await;
                if writer.waiting.load(Ordering::SeqCst) == 0 {
                    flush(&mut desk).await;
                }
            });
        }
    }
}

impl Writer {
    pub(crate) fn new(conn: SqliteConnection) -> Self {
        let desk = Desk { conn, open: false, group: Vec::new() };
        Self { desk: Arc::new(Mutex::new(desk)), waiting: Arc::new(AtomicUsize::new(0)) }
    }

    /// Waits for the connection and opens a savepoint on it.
    pub(crate) async fn turn(&self) -> Result<Turn> {
        self.waiting.fetch_add(1, Ordering::SeqCst);
        let mut waiting = Waiting { writer: self.clone(), served: false };
        let desk = self.desk.clone().lock_owned().await;
        waiting.served = true;
        drop(waiting);
        // In a task of its own: a caller that goes away now must not leave a BEGIN or a SAVEPOINT of which nobody knows
        // whether it ran. The turn comes back with both done, and its own Drop cleans up where nobody wants it any more.
        let mut turn = Turn { desk: Some(desk), writer: self.clone() };
        let opened = tokio::spawn(async move {
            turn.open().await?;
            Ok(turn)
        });
        opened.await.map_err(StoreError::broken)?
    }

    /// Commits what is pending and closes the connection, so that the WAL is folded in.
    pub(crate) async fn close(&self) {
        let mut desk = self.desk.clone().lock_owned().await;
        flush(&mut desk).await;
        let _ = desk.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)").await;
        let _ = desk.conn.ping().await;
    }
}

/// One use case's turn at the writer. Dropped without `commit`, it leaves nothing behind.
pub(crate) struct Turn {
    desk: Option<OwnedMutexGuard<Desk>>,
    writer: Writer,
}

impl Turn {
    fn desk_mut(&mut self) -> &mut Desk {
        // The guard is taken only by `commit` and `drop`, which both consume the turn.
        self.desk.as_mut().expect("a turn holds the desk until it ends")
    }

    pub(crate) fn conn(&mut self) -> &mut SqliteConnection {
        &mut self.desk_mut().conn
    }

    async fn open(&mut self) -> Result<()> {
        let desk = self.desk_mut();
        if desk.open {
            desk.conn.execute("SAVEPOINT turn").await?;
        } else {
            // Set first: where BEGIN alone succeeded, the turn's end must take it back.
            desk.open = true;
            desk.conn.execute("BEGIN IMMEDIATE; SAVEPOINT turn").await?;
        }
        Ok(())
    }

    /// Leaves the change in the open transaction and answers after the shared COMMIT.
    pub(crate) async fn commit(mut self) -> Result<()> {
        let Some(desk) = self.desk.take() else { return Err(StoreError::broken("turn ended twice")) };
        let writer = self.writer.clone();
        let (answer, result) = oneshot::channel();
        // In a task of its own: a caller that goes away now must not interrupt the COMMIT others wait for.
        tokio::spawn(async move {
            let mut desk = desk;
            desk.group.push(answer);
            if desk.group.len() >= GROUP || writer.waiting.load(Ordering::SeqCst) == 0 {
                flush(&mut desk).await;
            }
        });
        match result.await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(error)) => Err(copy(&error)),
            Err(_) => Err(StoreError::broken("the writer went away")),
        }
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        let Some(mut desk) = self.desk.take() else { return };
        let writer = self.writer.clone();
        tokio::spawn(async move {
            if desk.open {
                undo(&mut desk).await;
            }
            if writer.waiting.load(Ordering::SeqCst) == 0 {
                flush(&mut desk).await;
            }
        });
    }
}

/// Takes back one savepoint. If SQLite has already taken back the whole transaction (disk full, I/O error), the group
/// in it is lost and is told so.
async fn undo(desk: &mut Desk) {
    if let Err(error) = desk.conn.execute("ROLLBACK TO turn; RELEASE turn").await {
        let _ = desk.conn.execute("ROLLBACK").await;
        desk.open = false;
        tell(desk, Err(error.into()));
    }
}

/// The shared COMMIT.
async fn flush(desk: &mut Desk) {
    if !desk.open {
        return;
    }
    desk.open = false;
    match desk.conn.execute("COMMIT").await {
        Ok(_) => tell(desk, Ok(())),
        Err(error) => {
            let _ = desk.conn.execute("ROLLBACK").await;
            tell(desk, Err(error.into()));
        }
    }
}

fn tell(desk: &mut Desk, outcome: Result<()>) {
    let outcome = outcome.map_err(Arc::new);
    for answer in desk.group.drain(..) {
        // A caller that went away needs no answer: its change stands or falls with the group.
        let _ = answer.send(outcome.clone());
    }
}

fn copy(error: &StoreError) -> StoreError {
    match error {
        StoreError::Conflict(text) => StoreError::Conflict(text.clone()),
        StoreError::Busy(text) => StoreError::Busy(text.clone()),
        StoreError::Full(text) => StoreError::Full(text.clone()),
        StoreError::Broken(text) => StoreError::Broken(text.clone()),
    }
}
