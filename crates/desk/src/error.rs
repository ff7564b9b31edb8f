//! What a use case may answer instead of a result. Doors turn it into a status and a stable code (design.md section 3).

use crate::account::SecondStep;
use domain::{Field, Permission, Problem, Problems};
use store::StoreError;

/// The result of every use case.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why a use case did not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Does not exist, or may not be seen: the caller cannot tell which.
    #[error("not found")]
    NotFound,
    /// May be seen, but not this done with it.
    #[error("forbidden: {0}")]
    Forbidden(Permission),
    /// A role that may do what the caller may not, so that they cannot give it.
    #[error("the role is not the caller's to give")]
    RoleNotYours,
    /// An owner is changed by owners alone, and never removed or deactivated (B12).
    #[error("an owner is protected")]
    OwnerProtected,
    /// Another role of the organization is called that.
    #[error("the name is taken")]
    NameTaken,
    /// A role that people have, or are invited to, goes with another in its place alone.
    #[error("the role is in use: {members} members, {invited} invitations")]
    RoleInUse {
        /// Members who have it.
        members: usize,
        /// Invitations to it.
        invited: i64,
    },
    /// All seats of the organization are taken.
    #[error("seat limit reached")]
    SeatLimitReached,
    /// The invitation is for another address than that of the account.
    #[error("another account's invitation")]
    WrongAccount,
    /// Nobody is signed in.
    #[error("signed out")]
    SignedOut,
    /// The password or the link is right, and a code is needed as well: with this the browser goes on.
    #[error("a code is needed")]
    CodeNeeded(SecondStep),
    /// The address of the account is not confirmed yet.
    #[error("the address is not confirmed")]
    Unconfirmed,
    /// A site's door without a key.
    #[error("key missing")]
    KeyMissing,
    /// No such key.
    #[error("key invalid")]
    KeyInvalid,
    /// A key that was rotated away.
    #[error("key revoked")]
    KeyRevoked,
    /// A site's door asked without an `Origin`.
    #[error("origin missing")]
    OriginMissing,
    /// The origin is not on the site's list.
    #[error("origin not allowed: {0}")]
    OriginNotAllowed(String),
    /// Something typed is wrong; every field is named.
    #[error("invalid: {0:?}")]
    Invalid(Problems),
    /// There must always be an owner (B12).
    #[error("last owner")]
    LastOwner,
    /// Somebody changed it since the caller looked.
    #[error("stale")]
    Stale,
    /// It is in the way of something else; says of what.
    #[error("conflict: {0}")]
    Conflict(String),
    /// The idempotency key was used for a different request.
    #[error("idempotency mismatch")]
    IdempotencyMismatch,
    /// More bytes than are taken.
    #[error("too large: {0}")]
    TooLarge(String),
    /// Too often; try again after so many seconds.
    #[error("slow down for {0} s")]
    SlowDown(u64),
    /// The database is busy.
    #[error("busy: {0}")]
    Busy(String),
    /// The disk is full: nothing was kept.
    #[error("storage full: {0}")]
    StorageFull(String),
    /// A defect. The text is for the log, never for a person outside.
    #[error("broken: {0}")]
    Broken(String),
}

impl Error {
    /// One field is wrong.
    pub fn invalid(field: Field, message: impl std::fmt::Display) -> Self {
        Self::Invalid(Problem::new(field, message).into())
    }

    /// One field is wrong, with a code of its own.
    pub fn invalid_coded(field: Field, code: &str, message: impl std::fmt::Display) -> Self {
        Self::Invalid(Problem::coded(field, code, message).into())
    }
}

impl From<StoreError> for Error {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Conflict(what) => Self::Conflict(what),
            StoreError::Busy(what) => Self::Busy(what),
            StoreError::Full(what) => Self::StorageFull(what),
            StoreError::Broken(what) => Self::Broken(what),
        }
    }
}

/// Nothing wrong, or all of it at once.
pub(crate) fn checked(problems: Problems) -> Result<()> {
    if problems.is_empty() { Ok(()) } else { Err(Error::Invalid(problems)) }
}
