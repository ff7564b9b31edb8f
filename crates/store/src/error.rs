//! What can go wrong on the shelves, and no more than a caller can act on.

/// The result of every store call.
pub type Result<T, E = StoreError> = std::result::Result<T, E>;

/// A failure of the database, sorted by what a caller can do about it.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// A unique rule won a race: somebody else was first. Carries the constraint's name or text, for the log only.
    #[error("conflict: {0}")]
    Conflict(String),
    /// The database is locked or its pool is exhausted: try again shortly.
    #[error("the database is busy: {0}")]
    Busy(String),
    /// The disk is full: nothing was kept.
    #[error("the disk is full: {0}")]
    Full(String),
    /// Anything else: a defect or a broken machine.
    #[error("the database failed: {0}")]
    Broken(String),
}

impl StoreError {
    pub(crate) fn broken(what: impl std::fmt::Display) -> Self {
        Self::Broken(what.to_string())
    }
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        let text = error.to_string();
        match &error {
            sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed => Self::Busy(text),
            sqlx::Error::Io(_) => Self::Busy(text),
            sqlx::Error::Database(database) => {
                if database.is_unique_violation() {
                    return Self::Conflict(database.constraint().unwrap_or(&text).to_owned());
                }
                // SQLite: primary code in the low byte (5 BUSY, 6 LOCKED, 10 IOERR, 13 FULL). PostgreSQL: SQLSTATE.
                match database.code().as_deref() {
                    Some("53100") => Self::Full(text),
                    Some("40001" | "40P01" | "53300" | "55P03" | "57P01" | "57P03") => Self::Busy(text),
                    Some(code) => match code.parse::<i64>().map(|code| code & 0xff) {
                        Ok(5 | 6) if code.len() < 5 => Self::Busy(text),
                        Ok(13) if code.len() < 5 => Self::Full(text),
                        _ => Self::Broken(text),
                    },
                    None => Self::Broken(text),
                }
            }
            _ => Self::Broken(text),
        }
    }
}

impl From<sqlx::migrate::MigrateError> for StoreError {
    fn from(error: sqlx::migrate::MigrateError) -> Self {
        Self::broken(error)
    }
}
