//! The audit log: who changed what in an organization (D33). Its actions are a closed list.

use crate::currency::TimeZoneName;
use crate::day::Day;
use crate::text::text_type;
use crate::{Moment, UserId};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use thiserror::Error;

macro_rules! actions {
    ($($(#[$meta:meta])* $variant:ident = $name:literal, $words:literal;)*) => {
        /// What was done, named `noun.verb` in the past.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "&'static str")]
        pub enum AuditAction {
            $($(#[$meta])* $variant,)*
        }

        impl AuditAction {
            /// All of them, in the order in which screens list them.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// As stored and sent.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            /// As a person reads it before the target's name.
            #[must_use]
            pub const fn words(self) -> &'static str {
                match self { $(Self::$variant => $words,)* }
            }
        }
    };
}

actions! {
    /// The organization was made.
    OrgCreated = "org.created", "Created the organization";
    /// Its settings changed.
    OrgEdited = "org.edited", "Changed the organization";
    /// Somebody asked for a copy of everything.
    ExportAsked = "export.asked", "Asked for an export of";
    /// The copy was handed out.
    ExportDownloaded = "export.downloaded", "Downloaded an export of";
    /// A site was made.
    SiteCreated = "site.created", "Created the site";
    /// A site's name, description or origins changed.
    SiteEdited = "site.edited", "Changed the site";
    /// One origin was let in.
    SiteOriginAllowed = "site.origin_allowed", "Allowed an origin of the site";
    /// One origin was shut out again.
    SiteOriginRemoved = "site.origin_removed", "Removed an origin of the site";
    /// A site's key was replaced.
    SiteKeyRotated = "site.key_rotated", "Rotated the key of the site";
    /// A site went, its tickets moved.
    SiteDeleted = "site.deleted", "Deleted the site";
    /// A mailbox was connected.
    MailboxCreated = "mailbox.created", "Connected the mailbox";
    /// A mailbox was changed.
    MailboxEdited = "mailbox.edited", "Changed the mailbox";
    /// A mailbox was taken away.
    MailboxDeleted = "mailbox.deleted", "Removed the mailbox";
    /// How mail leaves was changed.
    MailSettingsEdited = "mail.settings_edited", "Changed how mail leaves";
    /// Mail of a domain is signed from now on.
    MailDomainSigned = "mail.domain_signed", "Began to sign mail of";
    /// Mail of a domain is signed no more.
    MailDomainUnsigned = "mail.domain_unsigned", "Stopped to sign mail of";
    /// A mail that waited was added to a ticket, made one, or was put away.
    MailDecided = "mail.decided", "Decided about a mail to";
    /// A member went by themselves.
    MemberLeft = "member.left", "Left";
    /// A member got another role.
    MemberRoleSet = "member.role_set", "Changed the role of";
    /// A member enters no more, and keeps name and history.
    MemberDeactivated = "member.deactivated", "Deactivated";
    /// A member at rest enters again.
    MemberActivated = "member.activated", "Activated";
    /// Somebody is a member no more.
    MemberRemoved = "member.removed", "Removed";
    /// A role was made.
    RoleAdded = "role.added", "Added the role";
    /// A role's name, description or permissions changed.
    RoleEdited = "role.edited", "Changed the role";
    /// A role went; who had it has another one.
    RoleDeleted = "role.deleted", "Deleted the role";
    /// A team was made.
    TeamCreated = "team.created", "Created the team";
    /// Its name, description, members or sites changed.
    TeamEdited = "team.edited", "Changed the team";
    /// It went; its tickets are in no team.
    TeamDeleted = "team.deleted", "Deleted the team";
    /// Tickets in no team are seen by everybody, or no more.
    TeamUnroutedSet = "team.unrouted_set", "Changed who sees tickets in no team in";
    /// Somebody was invited.
    InvitationSent = "invitation.sent", "Invited";
    /// Their link was replaced and mailed once more.
    InvitationResent = "invitation.resent", "Sent a new invitation to";
    /// Their link was replaced and shown to be passed on.
    InvitationLinked = "invitation.linked", "Made a new invitation link for";
    /// They are not invited any more.
    InvitationRevoked = "invitation.revoked", "Revoked the invitation of";
    /// They came in.
    InvitationAccepted = "invitation.accepted", "Accepted the invitation of";
    /// They said no.
    InvitationDeclined = "invitation.declined", "Declined the invitation of";
}

/// No action has this name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("There is no audited action of this name.")]
pub struct UnknownAction;

impl AuditAction {
    /// The action of exactly this name.
    ///
    /// # Errors
    /// [`UnknownAction`] when the list does not have it.
    pub fn parse(name: &str) -> Result<Self, UnknownAction> {
        Self::ALL.iter().copied().find(|action| action.as_str() == name).ok_or(UnknownAction)
    }
}

impl From<AuditAction> for &'static str {
    fn from(action: AuditAction) -> Self {
        action.as_str()
    }
}

text_type!(AuditAction, UnknownAction);

/// A line of the log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditRow {
    /// Its place in the organization's chain, from 1, without gaps.
    pub seq: i64,
    /// When.
    pub at: Moment,
    /// Who, as they were called then.
    pub actor: String,
    /// The user, where one acted.
    pub actor_id: Option<UserId>,
    /// What was done.
    pub action: AuditAction,
    /// To what: a name, an address.
    pub target: String,
    /// Safe fields that changed.
    pub changes: Vec<AuditChange>,
    /// Where the request came from.
    pub ip: Option<String>,
}

/// One field, before and after.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditChange {
    /// Its name.
    pub field: String,
    /// `None` where it was not there.
    pub before: Option<String>,
    /// `None` where it is gone.
    pub after: Option<String>,
}

/// Which part of the log, newest first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct AuditFilter {
    /// Only this action.
    pub action: Option<AuditAction>,
    /// Only what this person did.
    pub actor: Option<UserId>,
    /// Only what happened on this day or later, in the organization's time zone.
    pub from: Option<Day>,
    /// Only what happened on this day or earlier.
    pub to: Option<Day>,
    /// Only rows whose target or changes hold this, in whatever case; empty for any.
    pub text: String,
    /// Only rows before this one: the next page.
    pub before: Option<i64>,
}

impl AuditFilter {
    /// Whether it leaves anything out, whatever the page.
    #[must_use]
    pub fn narrows(&self) -> bool {
        Self { before: None, ..self.clone() } != Self::default()
    }
}

/// One page of the log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditPage {
    /// Newest first.
    pub rows: Vec<AuditRow>,
    /// For the next page's `before`. A page of a text may be short or empty and have a next one: it was looked for in so many
    /// rows and no more.
    pub next: Option<i64>,
    /// In which days begin and end.
    pub timezone: TimeZoneName,
    /// Who can be chosen.
    pub members: Vec<crate::member::MemberTag>,
}

/// Rows of a page.
pub const PAGE_ROWS: i64 = 50;

/// Every field that is in one of two JSON objects and differs, by name.
#[must_use]
pub fn changes(before: Option<&Value>, after: Option<&Value>) -> Vec<AuditChange> {
    let fields = |value: Option<&Value>| value.and_then(Value::as_object).cloned().unwrap_or_default();
    let (before, after) = (fields(before), fields(after));
    let mut names: Vec<&String> = before.keys().chain(after.keys()).collect();
    names.sort_unstable();
    names.dedup();
    names
        .into_iter()
        .filter(|name| before.get(*name) != after.get(*name))
        .map(|name| AuditChange {
            field: name.clone(),
            before: before.get(name).map(plain),
            after: after.get(name).map(plain),
        })
        .collect()
}

fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(values) => values.iter().map(plain).collect::<Vec<_>>().join(", "),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::{AuditAction, changes};
    use serde_json::json;

    #[test]
    fn actions_are_noun_and_verb_and_read_back() {
        for action in AuditAction::ALL {
            let (noun, verb) = action.as_str().split_once('.').expect("noun.verb");
            assert!(!noun.is_empty() && verb.ends_with(|c: char| c.is_ascii_lowercase()), "{action}");
            assert_eq!(action.as_str().parse(), Ok(*action));
        }
        assert!(AuditAction::parse("org.exploded").is_err());
    }

    #[test]
    fn only_what_differs_is_a_change() {
        let found = changes(
            Some(&json!({"name": "Acme", "origins": ["https://a.example"], "same": 1})),
            Some(
                &json!({"name": "Acme Ltd", "origins": ["https://a.example", "https://b.example"], "same": 1, "new": true}),
            ),
        );
        let text: Vec<_> = found.iter().map(|c| (c.field.as_str(), c.before.as_deref(), c.after.as_deref())).collect();
        assert_eq!(
            text,
            [
                ("name", Some("Acme"), Some("Acme Ltd")),
                ("new", None, Some("true")),
                ("origins", Some("https://a.example"), Some("https://a.example, https://b.example")),
            ]
        );
        assert!(changes(None, None).is_empty());
    }
}
