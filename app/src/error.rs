//! What may be shown of a failure: a status, a stable code, a sentence, the fields; never the text of its source.

#[cfg(not(target_arch = "wasm32"))]
use domain::{Field, Problem};
use domain::{Permission, Problems};
use leptos::prelude::{FromServerFnError, ServerFnErrorErr};
use leptos::server_fn::codec::JsonEncoding;
use serde::{Deserialize, Serialize};

/// A failure as screens and programs see it (design.md section 3, table of codes).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AppError {
    /// HTTP status.
    pub status: u16,
    /// A machine word that stays.
    pub code: String,
    /// A sentence for a person.
    pub message: String,
    /// What is wrong with what was typed.
    #[serde(default)]
    pub fields: Problems,
    /// Seconds to wait before trying again.
    #[serde(default)]
    pub retry_after: Option<u64>,
}

impl AppError {
    /// A failure with nothing but its code.
    #[must_use]
    pub fn new(status: u16, code: &str, message: &str) -> Self {
        Self {
            status,
            code: code.to_owned(),
            message: message.to_owned(),
            fields: Problems::default(),
            retry_after: None,
        }
    }

    /// What may not be seen and what does not exist, in the same words.
    #[must_use]
    pub fn not_found() -> Self {
        Self::new(404, "not_found", "There is nothing here, or it is not yours to see.")
    }

    /// What a role does not allow.
    #[must_use]
    pub fn forbidden(permission: Permission) -> Self {
        let message = format!("Your role here does not allow this ({permission}). An owner or admin can change it.");
        Self::new(403, "forbidden", &message)
    }

    /// Whether the page should say that nothing is here.
    #[must_use]
    pub fn is_not_found(&self) -> bool {
        self.status == 404
    }
}

impl std::fmt::Display for AppError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for AppError {}

impl FromServerFnError for AppError {
    type Encoder = JsonEncoding;

    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        match error {
            ServerFnErrorErr::Request(_) => {
                Self::new(0, "offline", "The desk could not be reached. Check the connection and try again.")
            }
            ServerFnErrorErr::Args(_) | ServerFnErrorErr::MissingArg(_) | ServerFnErrorErr::Deserialization(_) => {
                let error = Self::new(
                    400,
                    "malformed",
                    "The desk did not understand the request. Reload the page and try again.",
                );
                #[cfg(not(target_arch = "wasm32"))]
                crate::request::set_status(error.status);
                error
            }
            _ => Self::new(500, "broken", "Something went wrong on our side. Try again in a moment."),
        }
    }
}

#[cfg(not(target_arch = "wasm32"))]
impl From<desk::Error> for AppError {
    fn from(error: desk::Error) -> Self {
        let shown = Self::of(&error);
        crate::request::set_status(shown.status);
        shown
    }
}

#[cfg(not(target_arch = "wasm32"))]
impl AppError {
    /// The one table from what a use case answers to what is shown. A defect is logged here, once.
    #[must_use]
    pub fn of(error: &desk::Error) -> Self {
        use desk::Error as E;
        match error {
            E::NotFound => Self::not_found(),
            E::Forbidden(permission) => Self::forbidden(*permission),
            E::RoleNotYours => Self::new(
                403,
                "role_not_yours",
                "This role may do what you may not, so it is not yours to give or take.",
            ),
            E::OwnerProtected => Self::new(
                403,
                "owner_protected",
                "An owner is changed by owners alone, and never removed or deactivated: an owner gives them another role first.",
            ),
            E::NameTaken => {
                let words = "Another role is called that. Choose another name.";
                let fields = Problem::coded(Field::Name, "name_taken", words).into();
                Self { fields, ..Self::new(409, "name_taken", words) }
            }
            E::RoleInUse { members, invited } => {
                let words = in_use(*members, *invited);
                let fields = Problem::coded(Field::Role, "role_in_use", &words).into();
                Self { fields, ..Self::new(409, "role_in_use", &words) }
            }
            E::SeatLimitReached => Self::new(
                409,
                "seat_limit_reached",
                "All seats are taken. Revoke an invitation, or ask an owner for more seats.",
            ),
            E::WrongAccount => Self::new(
                403,
                "wrong_account",
                "This invitation is for another mail address. Sign in with the account of that address.",
            ),
            E::SignedOut => Self::new(401, "signed_out", "You are signed out. Sign in and come back to this page."),
            E::Unconfirmed => {
                Self::new(403, "unconfirmed", "Confirm your mail address first: the link is in the mail we sent you.")
            }
            E::CodeNeeded(_) => Self::new(403, "code_needed", "Two-factor is on: sign in with a code as well."),
            E::LastOwner => Self::new(
                409,
                "last_owner",
                "There must always be an owner, and this is the only one. Make somebody else owner first.",
            ),
            E::KeyMissing => Self::new(401, "key_missing", "Send the site's key as `Authorization: Bearer pk_...`."),
            E::KeyInvalid => Self::new(401, "key_invalid", "This is not a key of a site here."),
            E::KeyRevoked => Self::new(401, "key_revoked", "This key was rotated away. Use the site's present key."),
            E::OriginMissing => Self::new(
                403,
                "origin_missing",
                "This address takes requests from browsers only, which send their origin.",
            ),
            E::OriginNotAllowed(_) => {
                Self::new(403, "origin_not_allowed", "This page's address is not on the site's list of origins.")
            }
            E::Invalid(fields) => {
                let message = fields.0.first().map_or("Please check what you typed.", |p| p.message.as_str());
                Self { fields: fields.clone(), ..Self::new(422, "invalid", message) }
            }
            E::Stale => Self::new(
                409,
                "stale",
                "Somebody changed this while you looked at it. Have a look at what is new, then try again.",
            ),
            E::Conflict(what) => Self::new(409, "conflict", what),
            E::IdempotencyMismatch => {
                Self::new(409, "idempotency_mismatch", "This Idempotency-Key was used for a different request.")
            }
            E::TooLarge(what) => Self::new(413, "too_large", what),
            E::SlowDown(seconds) => Self {
                retry_after: Some(*seconds),
                ..Self::new(429, "slow_down", &format!("Too many tries. Wait {}, then try again.", waited(*seconds)))
            },
            E::Busy(source) => {
                tracing::warn!(source, "the database was busy");
                Self {
                    retry_after: Some(1),
                    ..Self::new(503, "busy", "The desk is very busy. Nothing was lost: try again in a moment.")
                }
            }
            E::StorageFull(source) => {
                tracing::error!(source, "the disk is full");
                Self::new(
                    503,
                    "storage_full",
                    "The desk's disk is full, so this was not kept. Please tell whoever runs it.",
                )
            }
            E::Broken(source) => {
                tracing::error!(source, "a use case failed");
                Self::new(500, "broken", "Something went wrong on our side. Try again in a moment.")
            }
        }
    }
}

/// Such as `2 members have this role and 1 person is invited to it. Choose what they become instead.`
#[cfg(not(target_arch = "wasm32"))]
fn in_use(members: usize, invited: i64) -> String {
    let members = if members == 1 { "1 member has".to_owned() } else { format!("{members} members have") };
    let invited = if invited == 1 { "1 person is".to_owned() } else { format!("{invited} people are") };
    format!("{members} this role and {invited} invited to it. Choose what they become instead.")
}

#[cfg(not(target_arch = "wasm32"))]
fn waited(seconds: u64) -> String {
    if seconds == 1 { "1 second".to_owned() } else { format!("{seconds} seconds") }
}

#[cfg(test)]
mod tests {
    use super::AppError;

    #[test]
    fn one_second_is_one() {
        let words = |seconds| AppError::of(&desk::Error::SlowDown(seconds)).message;
        assert_eq!(words(1), "Too many tries. Wait 1 second, then try again.");
        assert_eq!(words(30), "Too many tries. Wait 30 seconds, then try again.");
    }
}
