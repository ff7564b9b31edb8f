//! Exports: everything an organization has, as one file to take along (S1-54, D31).

use crate::text::text_type;
use crate::{ExportId, Moment};
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// Of the file's shape: raised when a reader of the old one would stumble.
pub const SCHEMA: i64 = 1;
/// Days a finished file is kept.
pub const DAYS: i64 = 7;
/// Exports an organization may ask for in 24 hours: each reads all that it has.
pub const A_DAY: i64 = 5;

/// How far an export has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ExportState {
    /// Asked for, or being written.
    Working,
    /// There to be downloaded.
    Ready,
    /// Could not be made, however often it was tried.
    Failed,
    /// Its time is over and its file is gone.
    Expired,
}

/// Text that names no state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("An export is working, ready, failed or expired.")]
pub struct UnknownState;

impl ExportState {
    /// All of them, in the order of an export's life.
    pub const ALL: &[Self] = &[Self::Working, Self::Ready, Self::Failed, Self::Expired];

    /// The state of exactly this name.
    ///
    /// # Errors
    /// [`UnknownState`] for any other text.
    pub fn parse(text: &str) -> Result<Self, UnknownState> {
        Self::ALL.iter().copied().find(|state| state.as_str() == text).ok_or(UnknownState)
    }

    /// As stored and sent.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Working => "working",
            Self::Ready => "ready",
            Self::Failed => "failed",
            Self::Expired => "expired",
        }
    }
}

text_type!(ExportState, UnknownState);

/// An export as the page and programs see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExportRow {
    /// Which.
    pub id: ExportId,
    /// How far it has come.
    pub state: ExportState,
    /// Who asked for it, as they were called then.
    pub by: String,
    /// When it was asked for.
    pub asked: Moment,
    /// Rows and files that are in it by now.
    pub done: i64,
    /// How many there are in all; 0 until they are counted.
    pub total: i64,
    /// Bytes of the finished file.
    pub size: Option<i64>,
    /// Of the finished file, in hex.
    pub sha256: Option<String>,
    /// When the finished file goes.
    pub expires: Option<Moment>,
}

impl ExportRow {
    /// How much of it is done, 0 to 100. Finished is only what is ready.
    #[must_use]
    pub fn percent(&self) -> i64 {
        match self.state {
            ExportState::Ready | ExportState::Expired => 100,
            _ => (self.done * 100).checked_div(self.total).unwrap_or(0).clamp(0, 99),
        }
    }
}

/// The exports of an organization, newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExportPage {
    /// The newest twenty.
    pub rows: Vec<ExportRow>,
}

impl ExportPage {
    /// Whether one is being made: another has to wait.
    #[must_use]
    pub fn is_working(&self) -> bool {
        self.rows.iter().any(|row| row.state == ExportState::Working)
    }
}

#[cfg(test)]
mod tests {
    use super::{ExportRow, ExportState};
    use crate::{ExportId, Moment, Timestamp};

    #[test]
    fn states_read_back() {
        for state in ExportState::ALL {
            assert_eq!(state.as_str().parse(), Ok(*state));
            assert_eq!(serde_json::to_value(state).expect("a string"), state.as_str());
        }
        assert!(ExportState::parse("done").is_err());
    }

    #[test]
    fn a_hundred_percent_is_a_file_that_is_there() {
        let row = |state, done, total| ExportRow {
            id: ExportId(uuid::Uuid::nil()),
            state,
            by: String::new(),
            asked: Moment { at: Timestamp(0), text: String::new() },
            done,
            total,
            size: None,
            sha256: None,
            expires: None,
        };
        for (state, done, total, percent) in [
            (ExportState::Working, 0, 0, 0),
            (ExportState::Working, 1, 3, 33),
            (ExportState::Working, 3, 3, 99),
            (ExportState::Working, 9, 3, 99),
            (ExportState::Failed, 1, 2, 50),
            (ExportState::Ready, 3, 3, 100),
        ] {
            assert_eq!(row(state, done, total).percent(), percent, "{state} {done} of {total}");
        }
    }
}
