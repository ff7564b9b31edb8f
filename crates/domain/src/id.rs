//! Identifiers: UUIDv7, minted by the `Ids` port of desk, never guessable from a code or a slug.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;
use uuid::Uuid;

macro_rules! id {
    ($($(#[$meta:meta])* $name:ident;)*) => {$(
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.hyphenated().fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Ok(Self(Uuid::try_parse(text)?))
            }
        }

        #[cfg(feature = "sql")]
        crate::sql::sql_uuid!($name);
    )*};
}

id! {
    /// An account that holds organizations and users (an agency, a company).
    TenantId;
    /// A person with one login.
    UserId;
    /// A signed-in browser.
    SessionId;
    /// A passkey of a user's account.
    PasskeyId;
    /// A mailed token of a user's account; the token itself is derived from it.
    UserTokenId;
    /// The data wall.
    OrgId;
    /// A branded surface inside an organization.
    SiteId;
    /// A site key's row (the key itself is text).
    SiteKeyId;
    /// A named set of permissions in an organization.
    RoleId;
    /// A group of members that decides which tickets they see.
    TeamId;
    /// An invitation to work in an organization.
    InvitationId;
    /// A customer of one organization.
    ContactId;
    /// A ticket.
    TicketId;
    /// A customer's way back to one ticket; the token in it is derived from this.
    TicketLinkId;
    /// An entry in a ticket's timeline that somebody wrote.
    MessageId;
    /// A step of an organization's ticket life cycle.
    StatusId;
    /// A rank of an organization's ticket urgency.
    PriorityId;
    /// A ticket form.
    TemplateId;
    /// A file that came with a message.
    AttachmentId;
    /// A picture of an organization's logo: another with each that is chosen.
    LogoId;
    /// A copy of everything an organization has.
    ExportId;
    /// An address of an organization at which mail comes in or from which it leaves.
    MailboxId;
    /// A mail that came in.
    MailInId;
    /// A test of a mailbox.
    MailTestId;
    /// A domain that an organization signs its mail for.
    MailDomainId;
    /// A piece of work to be done after the change that asked for it.
    JobId;
}
