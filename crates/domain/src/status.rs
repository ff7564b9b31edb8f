//! Statuses: an organization's own names for the fixed categories (B23).

use crate::StatusId;
use serde::{Deserialize, Serialize};
use std::fmt;

/// What a status means for clocks, tabs and customers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Category {
    /// Somebody here has to act.
    Open,
    /// We wait for somebody else.
    Pending,
    /// Answered; the customer may reopen.
    Resolved,
    /// Locked.
    Closed,
    /// Outside the clocks.
    Custom,
}

impl Category {
    /// All of them, in the order of a ticket's life.
    pub const ALL: [Self; 5] = [Self::Open, Self::Pending, Self::Resolved, Self::Closed, Self::Custom];

    /// The word in the database and in URLs.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Pending => "pending",
            Self::Resolved => "resolved",
            Self::Closed => "closed",
            Self::Custom => "custom",
        }
    }
}

impl fmt::Display for Category {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Text that names no category.
#[derive(Debug, thiserror::Error)]
#[error("a status category is open, pending, resolved, closed or custom")]
pub struct CategoryError;

impl TryFrom<String> for Category {
    type Error = CategoryError;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::ALL.into_iter().find(|c| c.as_str() == text).ok_or(CategoryError)
    }
}

#[cfg(feature = "sql")]
crate::sql::sql_text!(Category);

/// A status as screens show it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatusTag {
    /// Which.
    pub id: StatusId,
    /// Such as `Waiting for parts`.
    pub name: String,
    /// What it means.
    pub category: Category,
    /// A palette name: `green`, `amber`, `blue`, `gray`, `violet`, `red`.
    pub color: String,
}
