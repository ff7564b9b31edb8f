//! Events: what happened to a ticket, in the order it happened.

use serde::{Deserialize, Serialize};

/// A change, written in the same transaction as the row it changed. Values are labels as they were then.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Event {
    /// A ticket came in.
    TicketOpened,
    /// A public message was added.
    TicketReplied,
    /// An internal note was added.
    TicketNoted,
    /// It was said in other words what the ticket is about.
    TicketSubjectSet {
        /// Before.
        from: String,
        /// After.
        to: String,
    },
    /// The status changed.
    TicketStatusSet {
        /// Before.
        from: String,
        /// After.
        to: String,
    },
    /// The priority changed.
    TicketPrioritySet {
        /// Before.
        from: String,
        /// After.
        to: String,
    },
    /// The ticket was given to somebody, or taken from everybody.
    TicketAssigned {
        /// Who has it now.
        to: Option<String>,
    },
    /// The ticket went to a team, or out of every team.
    TicketTeamSet {
        /// Before.
        from: Option<String>,
        /// After.
        to: Option<String>,
    },
    /// The customer said "that solved it".
    TicketSolved,
    /// The customer took it back, or wrote again.
    TicketReopened,
    /// A site was made, changed, deleted, or its key rotated.
    SiteChanged {
        /// Its name.
        name: String,
    },
    /// One of the organization's own people looked at a site's support page for the first time.
    SitePageSeen {
        /// The site's name.
        name: String,
    },
    /// The organization's own settings changed, or it was made.
    OrgChanged,
    /// The organization is gone: told to open screens, written nowhere.
    OrgDeleted,
    /// An export was asked for, is ready, or could not be made.
    ExportChanged,
    /// Somebody came, went, rests, works again, or has another role.
    MemberChanged {
        /// Their name.
        name: String,
    },
    /// A team was made, changed or deleted, or what it takes to see tickets in none: anybody's sight may be another.
    TeamChanged {
        /// Its name; empty where it was not one team.
        name: String,
    },
    /// A role was made, changed or deleted.
    RoleChanged {
        /// Its name.
        name: String,
    },
    /// Somebody was invited, or an invitation changed or was answered.
    InvitationChanged,
    /// A mailbox was connected, changed, tested, taken away, or is in trouble; or how mail leaves was changed.
    MailboxChanged {
        /// Its address; empty where it was not one.
        address: String,
    },
    /// A mail waits beside a ticket, or does not any more: somebody answered who takes no part in it.
    TicketMailHeld,
    /// A mail server took a reply.
    TicketMailSent,
    /// A reply could not be handed over, and is tried again: other words than before.
    TicketMailDelayed {
        /// What the server said.
        said: String,
    },
    /// A reply did not reach its reader.
    TicketMailFailed {
        /// To whom.
        to: String,
        /// What the server said.
        said: String,
    },
    /// Somebody sent a reply once more that had not reached its reader.
    TicketMailAgain,
    /// A reply of the organization's day had to wait or was held back.
    TicketMailWithheld {
        /// Why.
        said: String,
    },
    /// Somebody came in by invitation.
    MemberJoined {
        /// Their name.
        name: String,
    },
}

impl Event {
    /// The word stored beside it and sent to live screens.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::TicketOpened => "ticket_opened",
            Self::TicketReplied => "ticket_replied",
            Self::TicketNoted => "ticket_noted",
            Self::TicketSubjectSet { .. } => "ticket_subject_set",
            Self::TicketStatusSet { .. } => "ticket_status_set",
            Self::TicketPrioritySet { .. } => "ticket_priority_set",
            Self::TicketAssigned { .. } => "ticket_assigned",
            Self::TicketTeamSet { .. } => "ticket_team_set",
            Self::TicketSolved => "ticket_solved",
            Self::TicketReopened => "ticket_reopened",
            Self::SiteChanged { .. } => "site_changed",
            Self::SitePageSeen { .. } => "site_page_seen",
            Self::OrgChanged => "org_changed",
            Self::OrgDeleted => "org_deleted",
            Self::ExportChanged => "export_changed",
            Self::MemberChanged { .. } => "member_changed",
            Self::TeamChanged { .. } => "team_changed",
            Self::RoleChanged { .. } => "role_changed",
            Self::InvitationChanged => "invitation_changed",
            Self::MailboxChanged { .. } => "mailbox_changed",
            Self::TicketMailHeld => "ticket_mail_held",
            Self::TicketMailSent => "ticket_mail_sent",
            Self::TicketMailDelayed { .. } => "ticket_mail_delayed",
            Self::TicketMailFailed { .. } => "ticket_mail_failed",
            Self::TicketMailAgain => "ticket_mail_again",
            Self::TicketMailWithheld { .. } => "ticket_mail_withheld",
            Self::MemberJoined { .. } => "member_joined",
        }
    }

    /// Whether a timeline shows it as a line of its own (messages stand there themselves).
    #[must_use]
    pub fn is_line(&self) -> bool {
        matches!(
            self,
            Self::TicketSubjectSet { .. }
                | Self::TicketStatusSet { .. }
                | Self::TicketPrioritySet { .. }
                | Self::TicketAssigned { .. }
                | Self::TicketTeamSet { .. }
                | Self::TicketSolved
                | Self::TicketReopened
                | Self::TicketMailFailed { .. }
                | Self::TicketMailAgain
                | Self::TicketMailWithheld { .. }
        )
    }

    /// What a person reads: `who` did what.
    #[must_use]
    pub fn sentence(&self, who: &str) -> String {
        match self {
            Self::TicketOpened => format!("{who} opened the ticket"),
            Self::TicketReplied => format!("{who} replied"),
            Self::TicketNoted => format!("{who} added a note"),
            Self::TicketSubjectSet { from, to } => format!("{who} changed the subject from “{from}” to “{to}”"),
            Self::TicketStatusSet { from, to } => format!("{who} changed the status from {from} to {to}"),
            Self::TicketPrioritySet { from, to } => format!("{who} changed the priority from {from} to {to}"),
            Self::TicketAssigned { to: Some(to) } if to == who => format!("{who} took the ticket"),
            Self::TicketAssigned { to: Some(to) } => format!("{who} gave the ticket to {to}"),
            Self::TicketAssigned { to: None } => format!("{who} took the ticket from its assignee"),
            Self::TicketTeamSet { to: Some(to), .. } => format!("{who} moved the ticket to the team {to}"),
            Self::TicketTeamSet { from: Some(from), to: None } => {
                format!("{who} took the ticket out of the team {from}")
            }
            Self::TicketTeamSet { from: None, to: None } => format!("{who} took the ticket out of its team"),
            Self::TicketSolved => format!("{who} said that solved it"),
            Self::TicketReopened => format!("{who} reopened the ticket"),
            Self::SiteChanged { name } => format!("{who} changed the site {name}"),
            Self::SitePageSeen { name } => format!("{who} looked at the support page of {name}"),
            Self::OrgChanged => format!("{who} changed the organization"),
            Self::OrgDeleted => format!("{who} deleted the organization"),
            Self::ExportChanged => format!("{who} exported the organization"),
            Self::MemberChanged { name } => format!("{who} changed the membership of {name}"),
            Self::TeamChanged { name } if name.is_empty() => format!("{who} changed who sees tickets in no team"),
            Self::TeamChanged { name } => format!("{who} changed the team {name}"),
            Self::RoleChanged { name } => format!("{who} changed the role {name}"),
            Self::InvitationChanged => format!("{who} changed an invitation"),
            Self::MailboxChanged { address } if address.is_empty() => format!("{who} changed how mail leaves"),
            Self::MailboxChanged { address } => format!("{who} changed the mailbox {address}"),
            Self::TicketMailHeld => format!("{who} has mail to decide on"),
            Self::TicketMailSent => format!("{who} sent the reply by mail"),
            Self::TicketMailDelayed { said } => format!("The mail is tried again: {said}"),
            Self::TicketMailFailed { to, said } => format!("The mail to {to} was not delivered: {said}"),
            Self::TicketMailAgain => format!("{who} sent the reply by mail again"),
            Self::TicketMailWithheld { said } => format!("The mail was not sent: {said}"),
            Self::MemberJoined { name } => format!("{name} joined"),
        }
    }
}

/// An event as a thin line of a timeline.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventLine {
    /// Its place among the organization's events.
    pub seq: i64,
    /// Such as `Ana gave the ticket to Ben`.
    pub text: String,
    /// When.
    pub at: crate::Moment,
}
