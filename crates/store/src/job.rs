//! The queue: work that a change asked for, written in its transaction (design.md section 4).
//!
//! A job is claimed with a lease; its `attempts` are raised by the claim and fence off a worker whose lease ran out. What
//! succeeded is deleted, what was given up stays to be seen, with its last error and `done_at` set.

#[macro_use]
mod turns;
mod postgres;
mod sqlite;

use crate::conn::Conn;
use crate::error::{Result, StoreError};
use crate::statement::{Binding, Bound, sql};
use crate::tx::{Global, Tx};
use domain::job::{Job, Lane};
use domain::{JobId, OrgId, Timestamp, UserId};
use sqlx::types::Json;
use sqlx::{Arguments as _, FromRow};

sql! {
    tenant JOB_ADD (id: JobId, kind: String, payload: Json<Job>, run_at: Timestamp, lane: String) =
        "INSERT INTO job (org_id, id, kind, payload, run_at, created_at, lane) VALUES ($1, $2, $3, $4, $5, $5, $6)";
    /// Begun anew where it was given up, and its organization's own alone.
    tenant JOB_AGAIN (id: JobId, kind: String, payload: Json<Job>, run_at: Timestamp, lane: String) =
        "INSERT INTO job (org_id, id, kind, payload, run_at, created_at, lane) VALUES ($1, $2, $3, $4, $5, $5, $6)
         ON CONFLICT (id) DO UPDATE SET run_at = excluded.run_at, created_at = excluded.created_at, attempts = 0, locked_until = NULL,
            last_error = NULL, done_at = NULL
         WHERE job.org_id = excluded.org_id";
    /// In the quick lane, as all work of no organization.
    shared JOB_ADD_GLOBAL (id: JobId, kind: String, payload: Json<Job>, run_at: Timestamp) =
        "INSERT INTO job (id, kind, payload, run_at, created_at) VALUES ($1, $2, $3, $4, $4)";
    shared JOB_IS_DUE (now: Timestamp, lane: String) =
        "SELECT 1 AS yes FROM job WHERE lane = $2 AND done_at IS NULL AND run_at <= $1 AND (locked_until IS NULL OR locked_until <= $1)
         LIMIT 1";
    shared JOB_IS_ITS_TURN (now: Timestamp) = concat!(turns!(), "SELECT 1 AS yes FROM turn WHERE id IS NOT NULL LIMIT 1");
    /// Nothing when somebody else has claimed it since.
    shared JOB_HOLD (id: JobId, attempts: i64, until: Timestamp) =
        "UPDATE job SET locked_until = $3 WHERE id = $1 AND attempts = $2 AND done_at IS NULL";
    shared JOB_DONE (id: JobId) = "DELETE FROM job WHERE id = $1 AND done_at IS NULL";
    shared JOB_FINISH (id: JobId, attempts: i64) = "DELETE FROM job WHERE id = $1 AND attempts = $2 AND done_at IS NULL";
    shared JOB_RETRY (id: JobId, attempts: i64, run_at: Timestamp, error: String) =
        "UPDATE job SET run_at = $3, last_error = $4, locked_until = NULL WHERE id = $1 AND attempts = $2 AND done_at IS NULL";
    shared JOB_GIVE_UP (id: JobId, attempts: i64, at: Timestamp, error: String) =
        "UPDATE job SET done_at = $3, last_error = $4, locked_until = NULL WHERE id = $1 AND attempts = $2 AND done_at IS NULL";
    shared JOB_POSTPONE (id: JobId, attempts: i64, run_at: Timestamp) =
        "UPDATE job SET run_at = $3, attempts = attempts - 1, locked_until = NULL WHERE id = $1 AND attempts = $2 AND done_at IS NULL";
    shared JOB_RELEASE (id: JobId, attempts: i64) =
        "UPDATE job SET attempts = attempts - 1, locked_until = NULL WHERE id = $1 AND attempts = $2 AND done_at IS NULL";
    shared JOBS_GIVEN_UP () =
        "SELECT id, org_id, kind, attempts, last_error, done_at FROM job WHERE done_at IS NOT NULL ORDER BY done_at DESC, id DESC LIMIT 100";
    shared JOBS_SWEEP (before: Timestamp) = "DELETE FROM job WHERE done_at < $1";
    /// Jobs of accounts name their user in the payload; those of organizations are not the person's.
    shared JOBS_OF_USER_DROP (user: String) = "DELETE FROM job WHERE org_id IS NULL AND payload ->> 'user' = $1";
}

/// A job this worker holds until its lease ends.
#[derive(Clone, Debug)]
pub struct ClaimedJob {
    /// Which.
    pub id: JobId,
    /// The organization it works in; `None` for accounts.
    pub org: Option<OrgId>,
    /// What to do; `Err` names a kind this program does not know.
    pub job: std::result::Result<Job, String>,
    /// This one included.
    pub attempts: i64,
    /// When it was asked for.
    pub created_at: Timestamp,
}

/// A job that was tried too often, for the operator.
#[derive(Clone, Debug, FromRow)]
#[expect(missing_docs, reason = "columns of job")]
pub struct JobGivenUp {
    pub id: JobId,
    pub org_id: Option<OrgId>,
    pub kind: String,
    pub attempts: i64,
    pub last_error: Option<String>,
    pub done_at: Option<Timestamp>,
}

#[derive(FromRow)]
struct ClaimedRow {
    id: JobId,
    org_id: Option<OrgId>,
    payload: Json<serde_json::Value>,
    attempts: i64,
    run_at: Timestamp,
    created_at: Timestamp,
}

/// Parameters of both engines' claims: now, end of the lease, how many, and of which lane where that is not in the text.
pub(crate) struct Claim {
    now: Timestamp,
    until: Timestamp,
    most: i64,
    lane: Option<Lane>,
}

impl Binding for Claim {
    fn sqlite(self) -> Bound<sqlx::sqlite::SqliteArguments> {
        let mut arguments = sqlx::sqlite::SqliteArguments::default();
        arguments.add(self.now).map_err(sqlx::Error::Encode)?;
        arguments.add(self.until).map_err(sqlx::Error::Encode)?;
        arguments.add(self.most).map_err(sqlx::Error::Encode)?;
        if let Some(lane) = self.lane {
            arguments.add(lane.as_str()).map_err(sqlx::Error::Encode)?;
        }
        Ok(arguments)
    }
    fn postgres(self) -> Bound<sqlx::postgres::PgArguments> {
        let mut arguments = sqlx::postgres::PgArguments::default();
        arguments.add(self.now).map_err(sqlx::Error::Encode)?;
        arguments.add(self.until).map_err(sqlx::Error::Encode)?;
        arguments.add(self.most).map_err(sqlx::Error::Encode)?;
        if let Some(lane) = self.lane {
            arguments.add(lane.as_str()).map_err(sqlx::Error::Encode)?;
        }
        Ok(arguments)
    }
}

impl Tx {
    /// Asks for work in this organization, to be done once this change is kept.
    pub async fn job_add(&mut self, id: JobId, job: &Job, run_at: Timestamp) -> Result<()> {
        let (kind, lane) = (job.kind().to_owned(), job.lane().as_str().to_owned());
        self.later(JOB_ADD { id, kind, payload: Json(job.clone()), run_at, lane }).await
    }

    /// Asks for the same work again, under the same id: whatever became of it before.
    pub async fn job_again(&mut self, id: JobId, job: &Job, run_at: Timestamp) -> Result<()> {
        let (kind, lane) = (job.kind().to_owned(), job.lane().as_str().to_owned());
        self.later(JOB_AGAIN { id, kind, payload: Json(job.clone()), run_at, lane }).await
    }
}

impl Global {
    /// Asks for work that belongs to no organization.
    pub async fn job_add(&mut self, id: JobId, job: &Job, run_at: Timestamp) -> Result<()> {
        self.run(JOB_ADD_GLOBAL { id, kind: job.kind().to_owned(), payload: Json(job.clone()), run_at }).await.map(drop)
    }

    /// Whether a claim would find something: a look that costs the writer nothing.
    pub async fn job_is_due(&mut self, now: Timestamp, lane: Lane) -> Result<bool> {
        let row: Option<(i32,)> = match lane {
            Lane::Mail => self.maybe(JOB_IS_ITS_TURN { now }).await?,
            Lane::Quick | Lane::Long => self.maybe(JOB_IS_DUE { now, lane: lane.as_str().to_owned() }).await?,
        };
        Ok(row.is_some())
    }

    /// Keeps a claimed job until `until`; `false` when it is somebody else's by now.
    pub async fn job_hold(&mut self, id: JobId, attempts: i64, until: Timestamp) -> Result<bool> {
        Ok(self.run(JOB_HOLD { id, attempts, until }).await? == 1)
    }

    /// Drops what was still to be done for a person who is gone.
    pub async fn jobs_of_user_drop(&mut self, user: UserId) -> Result<u64> {
        self.run(JOBS_OF_USER_DROP { user: user.to_string() }).await
    }

    /// Takes at most `most` due jobs of a lane until `until`, oldest first; other workers leave them alone that long. In the lane of mail
    /// no organization has more than two in hand, and whoever has none comes first. Two nodes at the very same moment may make it three.
    pub async fn job_claim(
        &mut self,
        now: Timestamp,
        until: Timestamp,
        most: i64,
        lane: Lane,
    ) -> Result<Vec<ClaimedJob>> {
        let turns = lane == Lane::Mail;
        let claim = Claim { now, until, most, lane: (!turns).then_some(lane) };
        let mut rows: Vec<ClaimedRow> = match self.conn() {
            conn @ Conn::SqliteWrite(_) if turns => conn.all(sqlite::CLAIM_TURNS, claim).await?,
            conn @ Conn::SqliteWrite(_) => conn.all(sqlite::CLAIM, claim).await?,
            conn @ Conn::Postgres(_) if turns => conn.all(postgres::CLAIM_TURNS, claim).await?,
            conn @ Conn::Postgres(_) => conn.all(postgres::CLAIM, claim).await?,
            Conn::SqliteRead(_) => return Err(StoreError::broken("a claim writes")),
        };
        rows.sort_by_key(|row| (row.run_at, row.id));
        Ok(rows.into_iter().map(ClaimedJob::from).collect())
    }

    /// It succeeded, or there is nothing to do any more.
    pub async fn job_done(&mut self, id: JobId) -> Result<u64> {
        self.run(JOB_DONE { id }).await
    }

    /// The same for whoever has it in hand: what was begun anew since is left to others.
    pub async fn job_finish(&mut self, id: JobId, attempts: i64) -> Result<u64> {
        self.run(JOB_FINISH { id, attempts }).await
    }

    /// It failed and is tried again at `run_at`, unless somebody else has claimed it since.
    pub async fn job_retry(&mut self, id: JobId, attempts: i64, run_at: Timestamp, error: &str) -> Result<u64> {
        self.run(JOB_RETRY { id, attempts, run_at, error: error.to_owned() }).await
    }

    /// It failed for the last time: it stays, to be seen.
    pub async fn job_give_up(&mut self, id: JobId, attempts: i64, at: Timestamp, error: &str) -> Result<u64> {
        self.run(JOB_GIVE_UP { id, attempts, at, error: error.to_owned() }).await
    }

    /// It may not be done before `run_at`: that was no try.
    pub async fn job_postpone(&mut self, id: JobId, attempts: i64, run_at: Timestamp) -> Result<u64> {
        self.run(JOB_POSTPONE { id, attempts, run_at }).await
    }

    /// It was not begun: as if it had never been claimed.
    pub async fn job_release(&mut self, id: JobId, attempts: i64) -> Result<u64> {
        self.run(JOB_RELEASE { id, attempts }).await
    }

    /// The newest hundred that were given up.
    pub async fn jobs_given_up(&mut self) -> Result<Vec<JobGivenUp>> {
        self.all(JOBS_GIVEN_UP {}).await
    }

    /// Forgets what was given up before.
    pub async fn jobs_sweep(&mut self, before: Timestamp) -> Result<u64> {
        self.run(JOBS_SWEEP { before }).await
    }
}

impl From<ClaimedRow> for ClaimedJob {
    fn from(row: ClaimedRow) -> Self {
        let job = serde_json::from_value(row.payload.0).map_err(|error| error.to_string());
        Self { id: row.id, org: row.org_id, job, attempts: row.attempts, created_at: row.created_at }
    }
}
