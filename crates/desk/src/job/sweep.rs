//! Forget what ended by itself.

use crate::access::SESSION_IDLE;
use crate::{Desk, Result};

/// Seconds a mailed token is kept after it ended, to be told apart from one that never was, in a backup or a log.
const TOKENS: i64 = 86_400;
/// Seconds two-factor that was begun and never confirmed is kept.
const SETUP: i64 = 3600;
/// Seconds a job that was given up stays to be seen.
const GIVEN_UP: i64 = 30 * 86_400;

impl Desk {
    /// Deletes sessions and mailed tokens that ended, and jobs given up long ago. Answers how many rows went.
    pub async fn job_sweep(&self) -> Result<u64> {
        let now = self.now();
        let mut tx = self.store.write_global().await?;
        let mut gone = tx.sessions_sweep(now, now.plus_seconds(-SESSION_IDLE)).await?;
        gone += tx.user_tokens_sweep(now.plus_seconds(-TOKENS)).await?;
        gone += tx.sign_in_steps_sweep(now).await?;
        gone += tx.totps_sweep(now.plus_seconds(-SETUP)).await?;
        gone += tx.passkey_questions_sweep(now).await?;
        gone += tx.jobs_sweep(now.plus_seconds(-GIVEN_UP)).await?;
        tx.commit().await?;
        Ok(gone)
    }
}
