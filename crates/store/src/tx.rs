//! The two ways to the tables: [`Tx`], bound to one organization, and [`Global`], for what belongs to none.

use crate::batch::Batch;
use crate::conn::{Conn, Row};
use crate::error::{Result, StoreError};
use crate::sight::Eyes;
use crate::statement::{Binding as _, InOrg, SharedStatement, TenantStatement, sql};
use domain::access::Sight;
use domain::{OrgId, UserId};
use sqlx::{Postgres, Transaction};

sql! {
    /// Locked FIRST by every writing transaction: one lock order, gap-free codes and events.
    tenant ORG_LOCK () = "UPDATE org_counter SET event_seq = event_seq WHERE org_id = $1 RETURNING event_seq";
    tenant ORG_SEQ () = "SELECT event_seq FROM org_counter WHERE org_id = $1";
    tenant ORG_COUNTER_OPEN () = "INSERT INTO org_counter (org_id) VALUES ($1)";
    tenant ORG_SEQ_SET (seq: i64) = "UPDATE org_counter SET event_seq = $2 WHERE org_id = $1";
    /// PostgreSQL only: opens row-level security for this organization until the transaction ends.
    shared APP_ORG (org: String) = "SELECT set_config('app.org_id', $1, true)";
}

/// A transaction bound to one organization: every statement gets its id as `$1`, so no caller can ask for another's row.
///
/// Reading ones see the newest commit statement by statement on SQLite; [`Tx::seq`] is therefore taken before anything
/// else is read, so that what a screen shows is never older than the number it shows it with.
pub struct Tx {
    conn: Conn,
    org: OrgId,
    sight: Sight,
    /// The organization's event number: read at the start, raised by [`Tx::record`](crate::event).
    seq: i64,
    opened_at: i64,
    writes: bool,
    later: Batch,
}

impl Tx {
    pub(crate) async fn open(mut conn: Conn, sight: &Sight, writes: bool) -> Result<Self> {
        let org = sight.org;
        enter(&mut conn, org).await?;
        let mut tx = Self { conn, org, sight: sight.clone(), seq: 0, opened_at: 0, writes, later: Batch::default() };
        let seq: Option<(i64,)> = if writes { tx.maybe(ORG_LOCK {}).await? } else { tx.maybe(ORG_SEQ {}).await? };
        tx.seq = seq.ok_or_else(|| StoreError::broken("the organization is gone"))?.0;
        tx.opened_at = tx.seq;
        Ok(tx)
    }

    /// The organization this transaction is bound to.
    #[must_use]
    pub fn org(&self) -> OrgId {
        self.org
    }

    /// What the caller may see inside the organization.
    #[must_use]
    pub fn sight(&self) -> &Sight {
        &self.sight
    }

    /// The same, as statements take it.
    pub(crate) fn eyes(&self) -> Eyes {
        Eyes::from(&self.sight)
    }

    /// The number of the newest event this transaction knows of (design.md section 5, Live).
    #[must_use]
    pub fn seq(&self) -> i64 {
        self.seq
    }

    pub(crate) fn next_seq(&mut self) -> i64 {
        self.seq += 1;
        self.seq
    }

    /// Makes the changes durable. Answers only when they survive `kill -9`.
    pub async fn commit(self) -> Result<()> {
        self.leave().await?.commit().await
    }

    /// Is bound to no organization any more, in the SAME transaction: what was done in this one is kept with the rest, or not at
    /// all.
    pub async fn leave(mut self) -> Result<Global> {
        if self.writes && self.seq != self.opened_at {
            let seq = self.seq;
            self.later(ORG_SEQ_SET { seq }).await?;
            self.catch_up().await?;
            crate::live::announce(&mut self.conn, self.org, seq).await?;
        }
        self.catch_up().await?;
        Ok(Global { conn: self.conn })
    }

    /// A write whose answer nobody waits for. On SQLite it goes to the database together with the others of its kind: before
    /// anything else is asked, and before the commit at the latest, so that nobody can tell the difference. What it violates
    /// is an error of that later call.
    pub(crate) async fn later<S: TenantStatement>(&mut self, statement: S) -> Result<()> {
        match self.conn {
            Conn::SqliteWrite(_) => self.later.add(self.org, statement),
            Conn::SqliteRead(_) | Conn::Postgres(_) => self.run(statement).await.map(drop),
        }
    }

    /// Sends what waits.
    async fn catch_up(&mut self) -> Result<()> {
        match self.later.take() {
            Some(batch) => self.conn.run(batch.text(), batch).await.map(drop),
            None => Ok(()),
        }
    }

    pub(crate) async fn all<R: Row, S: TenantStatement>(&mut self, statement: S) -> Result<Vec<R>> {
        self.catch_up().await?;
        self.conn.all(S::SQL, InOrg(self.org, statement)).await
    }

    pub(crate) async fn maybe<R: Row, S: TenantStatement>(&mut self, statement: S) -> Result<Option<R>> {
        self.catch_up().await?;
        self.conn.maybe(S::SQL, InOrg(self.org, statement)).await
    }

    /// Exactly one row; none is a defect.
    pub(crate) async fn one<R: Row, S: TenantStatement>(&mut self, statement: S) -> Result<R> {
        self.maybe(statement).await?.ok_or_else(|| StoreError::broken("a row that must exist is missing"))
    }

    pub(crate) async fn run<S: TenantStatement>(&mut self, statement: S) -> Result<u64> {
        self.catch_up().await?;
        self.conn.run(S::SQL, InOrg(self.org, statement)).await
    }

    /// Over global tables, in this same transaction: the account of somebody who comes in by invitation is made with their
    /// membership, or not at all.
    pub(crate) async fn maybe_shared<R: Row, S: SharedStatement>(&mut self, statement: S) -> Result<Option<R>> {
        self.catch_up().await?;
        self.conn.maybe(S::SQL, statement).await
    }

    /// As [`Self::maybe_shared`].
    pub(crate) async fn run_shared<S: SharedStatement>(&mut self, statement: S) -> Result<u64> {
        self.catch_up().await?;
        self.conn.run(S::SQL, statement).await
    }

    pub(crate) fn conn(&mut self) -> &mut Conn {
        debug_assert!(self.later.is_empty(), "what waits goes first: see `later`");
        &mut self.conn
    }
}

async fn enter(conn: &mut Conn, org: OrgId) -> Result<()> {
    if let Conn::Postgres(tx) = conn {
        set_org(tx, org).await?;
    }
    Ok(())
}

/// Opens row-level security for one organization until the transaction ends.
pub(crate) async fn set_org(tx: &mut Transaction<'static, Postgres>, org: OrgId) -> Result<()> {
    let arguments = APP_ORG { org: org.to_string() }.postgres()?;
    sqlx::query_with(<APP_ORG as SharedStatement>::SQL, arguments).execute(&mut **tx).await?;
    Ok(())
}

/// A transaction over global and directory tables. It reaches no tenant's row until it is bound with [`Global::bind`].
pub struct Global {
    conn: Conn,
}

impl Global {
    pub(crate) fn new(conn: Conn) -> Self {
        Self { conn }
    }

    /// Makes the changes durable.
    pub async fn commit(self) -> Result<()> {
        self.conn.commit().await
    }

    /// Binds the SAME transaction to an organization, and locks its counter row. Whoever enters several goes in the order of
    /// their ids: one lock order.
    pub async fn enter(self, sight: &Sight) -> Result<Tx> {
        Tx::open(self.conn, sight, true).await
    }

    /// Binds the SAME transaction to an organization, to read in it.
    pub async fn look(self, sight: &Sight) -> Result<Tx> {
        Tx::open(self.conn, sight, false).await
    }

    /// Binds the SAME transaction to a brand-new organization, to fill it (S4-12: no half organization). `by` will see all.
    pub async fn bind(mut self, org: OrgId, by: UserId) -> Result<Tx> {
        enter(&mut self.conn, org).await?;
        let sight = Sight::everything(org, Some(by));
        let mut tx = Tx { conn: self.conn, org, sight, seq: 0, opened_at: 0, writes: true, later: Batch::default() };
        tx.run(ORG_COUNTER_OPEN {}).await?;
        Ok(tx)
    }

    pub(crate) async fn all<R: Row, S: SharedStatement>(&mut self, statement: S) -> Result<Vec<R>> {
        self.conn.all(S::SQL, statement).await
    }

    pub(crate) async fn maybe<R: Row, S: SharedStatement>(&mut self, statement: S) -> Result<Option<R>> {
        self.conn.maybe(S::SQL, statement).await
    }

    pub(crate) async fn run<S: SharedStatement>(&mut self, statement: S) -> Result<u64> {
        self.conn.run(S::SQL, statement).await
    }

    pub(crate) fn conn(&mut self) -> &mut Conn {
        &mut self.conn
    }
}
