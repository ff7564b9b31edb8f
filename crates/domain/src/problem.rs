//! What is wrong with what was typed: a field and a sentence that says what to do.

use serde::{Deserialize, Serialize};
use std::fmt;

/// A field of a form or of an API body, by the name both use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "each is the field it names")]
pub enum Field {
    Name,
    Slug,
    Prefix,
    Padding,
    Seats,
    Role,
    Description,
    Currency,
    Timezone,
    Accent,
    Logo,
    LogoUrl,
    Signature,
    Email,
    CurrentPassword,
    Password,
    Code,
    Passkey,
    Subject,
    Body,
    Origins,
    Site,
    Status,
    Priority,
    Assignee,
    Team,
    Members,
    Sites,
    Files,
    Confirm,
    IdempotencyKey,
    Filter,
    Address,
    Kind,
    ImapHost,
    ImapPort,
    ImapUser,
    ImapPassword,
    Folder,
    Interval,
    SmtpHost,
    SmtpPort,
    SmtpUser,
    SmtpPassword,
    Mode,
    Mailbox,
    AckLimit,
    DayLimit,
    Cc,
}

impl Field {
    /// The name on the wire, such as `email`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Slug => "slug",
            Self::Prefix => "prefix",
            Self::Padding => "padding",
            Self::Seats => "seats",
            Self::Role => "role",
            Self::Description => "description",
            Self::Currency => "currency",
            Self::Timezone => "timezone",
            Self::Accent => "accent",
            Self::Logo => "logo",
            Self::LogoUrl => "logo_url",
            Self::Signature => "signature",
            Self::Email => "email",
            Self::CurrentPassword => "current_password",
            Self::Password => "password",
            Self::Code => "code",
            Self::Passkey => "passkey",
            Self::Subject => "subject",
            Self::Body => "body",
            Self::Origins => "origins",
            Self::Site => "site",
            Self::Status => "status",
            Self::Priority => "priority",
            Self::Assignee => "assignee",
            Self::Team => "team",
            Self::Members => "members",
            Self::Sites => "sites",
            Self::Files => "files",
            Self::Confirm => "confirm",
            Self::IdempotencyKey => "idempotency_key",
            Self::Filter => "filter",
            Self::Address => "address",
            Self::Kind => "kind",
            Self::ImapHost => "imap_host",
            Self::ImapPort => "imap_port",
            Self::ImapUser => "imap_user",
            Self::ImapPassword => "imap_password",
            Self::Folder => "folder",
            Self::Interval => "interval",
            Self::SmtpHost => "smtp_host",
            Self::SmtpPort => "smtp_port",
            Self::SmtpUser => "smtp_user",
            Self::SmtpPassword => "smtp_password",
            Self::Mode => "mode",
            Self::Mailbox => "mailbox",
            Self::AckLimit => "ack_limit",
            Self::DayLimit => "day_limit",
            Self::Cc => "cc",
        }
    }
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// One field and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// Where.
    pub field: Field,
    /// A machine word that stays, such as `slug_taken`; `invalid` where there is no finer one.
    pub code: String,
    /// A sentence for a person.
    pub message: String,
}

impl Problem {
    /// A problem without a finer code.
    pub fn new(field: Field, message: impl fmt::Display) -> Self {
        Self { field, code: "invalid".to_owned(), message: message.to_string() }
    }

    /// A problem with a code of its own.
    pub fn coded(field: Field, code: &str, message: impl fmt::Display) -> Self {
        Self { field, code: code.to_owned(), message: message.to_string() }
    }
}

/// All that is wrong with a form, so that a person mends it in one go.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Problems(pub Vec<Problem>);

impl Problems {
    /// Keeps a parsed value, or notes what is wrong with it.
    pub fn take<T, E: fmt::Display>(&mut self, field: Field, parsed: Result<T, E>) -> Option<T> {
        match parsed {
            Ok(value) => Some(value),
            Err(error) => {
                self.0.push(Problem::new(field, error));
                None
            }
        }
    }

    /// Notes a problem.
    pub fn add(&mut self, field: Field, message: impl fmt::Display) {
        self.0.push(Problem::new(field, message));
    }

    /// The first problem of a field, as a sentence.
    #[must_use]
    pub fn of(&self, field: Field) -> Option<&str> {
        self.0.iter().find(|problem| problem.field == field).map(|problem| problem.message.as_str())
    }

    /// Whether nothing is wrong.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl From<Problem> for Problems {
    fn from(problem: Problem) -> Self {
        Self(vec![problem])
    }
}
