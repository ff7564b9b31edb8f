//! Jobs: work a change asks for, written in its transaction and done after it (design.md section 4).

use crate::{ExportId, InvitationId, MailInId, MailTestId, MailboxId, MessageId, OrgId, TicketId, UserId};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// What is to be done. Ids only: content is read when the job runs, tokens are derived, so no secret lies in the queue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Job {
    /// Tell a customer that their ticket arrived, with their link and none of their own words (security A10).
    MailTicketOpened {
        /// Which ticket.
        ticket: TicketId,
    },
    /// Send a public reply to the customer.
    MailTicketReplied {
        /// Which ticket.
        ticket: TicketId,
        /// Which message.
        message: MessageId,
    },
    /// Send a customer who lost it a new link.
    MailTicketLink {
        /// Which ticket.
        ticket: TicketId,
    },
    /// Ask a user to confirm their address.
    MailConfirm {
        /// Which user.
        user: UserId,
        /// Which mailed token.
        token: Uuid,
    },
    /// Let a user choose a new password.
    MailReset {
        /// Which user.
        user: UserId,
        /// Which mailed token.
        token: Uuid,
    },
    /// Remove the files and kept mail of an organization that was deleted.
    OrgPurge {
        /// Which it was.
        org: OrgId,
    },
    /// Put everything of an organization into one file. May take minutes, so it runs beside all others.
    OrgExport {
        /// Which export.
        export: ExportId,
    },
    /// Remove the file of an export whose time is over.
    ExportExpire {
        /// Which export.
        export: ExportId,
    },
    /// Ask a user to confirm another address than their account has.
    MailEmailChange {
        /// Which user.
        user: UserId,
        /// Which mailed token; the address stands in its row.
        token: Uuid,
    },
    /// Tell a user what was done with their account, so that they can act if it was not them.
    MailAccountNotice {
        /// Which user.
        user: UserId,
        /// What was done.
        notice: AccountNotice,
    },
    /// Somebody tried to sign up with an address that has an account: tell its owner, not the somebody.
    MailAlreadyRegistered {
        /// Which user.
        user: UserId,
    },
    /// Invite somebody into the organization.
    MailInvitation {
        /// Which invitation.
        invitation: InvitationId,
        /// Which of its links; an older one is not worth a mail.
        generation: i64,
    },
    /// Read a mail that came in, and do what it asks for.
    MailProcess {
        /// Which mail.
        mail: MailInId,
    },
    /// Send the agent who has the ticket what the customer wrote, where agents may answer by mail.
    MailTicketAgent {
        /// Which ticket.
        ticket: TicketId,
        /// Which message.
        message: MessageId,
        /// Who had the ticket then.
        user: UserId,
    },
    /// Send a mailbox's test mail.
    MailMailboxTest {
        /// Which mailbox.
        mailbox: MailboxId,
        /// Which of its tests.
        test: MailTestId,
    },
    /// Tell the inviter that their invitation was accepted or declined.
    MailInvitationAnswered {
        /// Which invitation.
        invitation: InvitationId,
    },
}

/// What a person is told about their account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AccountNotice {
    /// Signing in needs a code from now on.
    TwoFactorOn,
    /// It does not any more.
    TwoFactorOff,
    /// A recovery code stood in for the app.
    RecoveryCodeUsed,
    /// All recovery codes were made anew.
    RecoveryCodesRenewed,
    /// Another address was asked for.
    EmailChangeAsked,
    /// A passkey signs in from now on.
    PasskeyAdded,
    /// One does not any more.
    PasskeyRemoved,
    /// One counted backwards, as its copy would.
    PasskeyRefused,
}

/// Jobs that wait for each other and for no others: a slow one holds up its own lane alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Lane {
    /// What is done in a moment: reading mail, and the product's own mails to people with a login.
    Quick,
    /// What an organization sends, by servers of its own choice. Organizations take turns. Every job of it has an organization.
    Mail,
    /// What may take minutes, one after the other.
    Long,
}

impl Lane {
    /// The word in the queue.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Quick => "quick",
            Self::Mail => "mail",
            Self::Long => "long",
        }
    }
}

impl Job {
    /// Which lane it is done in.
    #[must_use]
    pub fn lane(&self) -> Lane {
        match self {
            Self::MailTicketOpened { .. }
            | Self::MailTicketReplied { .. }
            | Self::MailTicketLink { .. }
            | Self::MailTicketAgent { .. }
            | Self::MailMailboxTest { .. } => Lane::Mail,
            Self::OrgExport { .. } => Lane::Long,
            Self::MailConfirm { .. }
            | Self::MailReset { .. }
            | Self::OrgPurge { .. }
            | Self::ExportExpire { .. }
            | Self::MailEmailChange { .. }
            | Self::MailAccountNotice { .. }
            | Self::MailAlreadyRegistered { .. }
            | Self::MailInvitation { .. }
            | Self::MailProcess { .. }
            | Self::MailInvitationAnswered { .. } => Lane::Quick,
        }
    }

    /// The word in the queue.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::MailTicketOpened { .. } => "mail_ticket_opened",
            Self::MailTicketReplied { .. } => "mail_ticket_replied",
            Self::MailTicketLink { .. } => "mail_ticket_link",
            Self::MailConfirm { .. } => "mail_confirm",
            Self::MailReset { .. } => "mail_reset",
            Self::OrgPurge { .. } => "org_purge",
            Self::OrgExport { .. } => "org_export",
            Self::ExportExpire { .. } => "export_expire",
            Self::MailEmailChange { .. } => "mail_email_change",
            Self::MailAccountNotice { .. } => "mail_account_notice",
            Self::MailAlreadyRegistered { .. } => "mail_already_registered",
            Self::MailProcess { .. } => "mail_process",
            Self::MailTicketAgent { .. } => "mail_ticket_agent",
            Self::MailMailboxTest { .. } => "mail_mailbox_test",
            Self::MailInvitation { .. } => "mail_invitation",
            Self::MailInvitationAnswered { .. } => "mail_invitation_answered",
        }
    }
}
