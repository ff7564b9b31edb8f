//! Organizations: the data wall, as screens and programs see one.

use crate::currency::{Currency, TimeZoneName};
use crate::permission::Permissions;
use crate::prefix::Prefix;
use crate::role::RoleTag;
use crate::signature::Signature;
use crate::site::SiteTag;
use crate::ticket::TicketCode;
use crate::{LogoId, MailAddress, Moment, OrgId, OrgSlug, Timestamp, UserId};
use serde::{Deserialize, Serialize};

/// An organization as one of "my organizations": a line of the switcher.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrgRow {
    /// Which.
    pub id: OrgId,
    /// Its first segment in every address.
    pub slug: OrgSlug,
    /// Its name.
    pub name: String,
    /// Its colour, `#rrggbb`.
    pub accent: String,
    /// What the person is there.
    pub role: RoleTag,
    /// What they may do there; the screen hides the rest.
    pub permissions: Permissions,
    /// Its logo, where it has one.
    pub logo: Option<LogoId>,
    /// Open tickets with something the person has not read, counted to 100.
    pub unread: i64,
}

/// An organization as a name to show and an address to go to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrgTag {
    /// Its first segment in every address.
    pub slug: OrgSlug,
    /// Its name.
    pub name: String,
}

/// One of a person's memberships, as their own account page lists them (S2-34).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MembershipRow {
    /// Its first segment in every address.
    pub slug: OrgSlug,
    /// Its name.
    pub name: String,
    /// Its colour, `#rrggbb`.
    pub accent: String,
    /// What the person is there.
    pub role: RoleTag,
    /// Since when.
    pub joined: Moment,
    /// When they were last at work there.
    pub used: Option<Moment>,
    /// Whether sign-in leads there.
    pub is_default: bool,
}

/// Everything the Overview page shows and edits (S3-02..04, 23..30).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrgPage {
    /// Which.
    pub id: OrgId,
    /// Immutable (S0-10).
    pub slug: OrgSlug,
    /// Its name.
    pub name: String,
    /// What it is for; may be empty.
    pub description: String,
    /// What new tickets' codes begin with.
    pub prefix: Prefix,
    /// Digits a number is padded to; 0 for none (B15).
    pub padding: i64,
    /// For money of time entries and reports.
    pub currency: Currency,
    /// For every time shown.
    pub timezone: TimeZoneName,
    /// Its colour, `#rrggbb`.
    pub accent: String,
    /// Its logo, where it has one.
    pub logo: Option<LogoId>,
    /// What stands under every mailed reply; may be empty.
    pub signature: Signature,
    /// How many people may work in it, invited ones included; `None` for any number.
    pub seats: Option<i64>,
    /// When it was made.
    pub created_at: Timestamp,
}

/// Where a logo is fetched from, below the address of the desk: for pages and for mails.
#[must_use]
pub fn logo_path(org: &OrgSlug, logo: LogoId) -> String {
    format!("/{org}/logo/{logo}")
}

/// What goes with an organization, told before it is deleted (B33).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrgDanger {
    /// What has to be typed.
    pub name: String,
    /// All of them, closed ones too.
    pub tickets: i64,
    /// People who lose their way in.
    pub members: i64,
}

/// The state of the live slug check (S4-11).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum SlugCheck {
    /// Nobody has it.
    Available,
    /// Somebody has it, or had it; three that are free.
    Taken {
        /// Free at the time of asking.
        suggestions: Vec<OrgSlug>,
    },
    /// A word the product keeps for itself; three that are free.
    Reserved {
        /// Free at the time of asking.
        suggestions: Vec<OrgSlug>,
    },
    /// Not a slug; what to change.
    Invalid {
        /// A sentence for a person.
        message: String,
    },
}

/// Who is asking, in the organization of the page: what the frame around every page needs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Me {
    /// The person.
    pub user: UserId,
    /// Their name.
    pub name: String,
    /// Their address.
    pub email: MailAddress,
    /// The organization of the page.
    pub org: OrgRow,
    /// What they may do in it; the screen hides the rest.
    pub permissions: Permissions,
    /// All their organizations, last used first.
    pub orgs: Vec<OrgRow>,
}

/// What a person typed to make an organization (B39); checked by the use case, so that every mistake is told at once.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OrgNew {
    /// Its name.
    pub name: String,
    /// Its address, for ever.
    pub slug: String,
    /// What ticket codes begin with; `TKT` when there is none (B13).
    #[serde(default)]
    pub prefix: Option<String>,
    /// `EUR` when there is none.
    #[serde(default)]
    pub currency: Option<String>,
    /// `UTC` when there is none.
    #[serde(default)]
    pub timezone: Option<String>,
    /// What it is for.
    #[serde(default)]
    pub description: String,
}

/// What a person changed of an organization's settings; `None` stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct OrgEdit {
    /// Its name.
    pub name: Option<String>,
    /// May be said, but not changed (S0-10).
    pub slug: Option<String>,
    /// What it is for.
    pub description: Option<String>,
    /// What new tickets' codes begin with.
    pub prefix: Option<String>,
    /// Digits a number is padded to; 0 for none.
    pub padding: Option<i64>,
    /// For money.
    pub currency: Option<String>,
    /// For every time shown.
    pub timezone: Option<String>,
    /// Its colour, `#rrggbb`.
    pub accent: Option<String>,
    /// What stands under every mailed reply; empty for agent and site.
    pub signature: Option<String>,
    /// How many people may work in it; `null` for any number.
    #[serde(deserialize_with = "said", skip_serializing_if = "Option::is_none")]
    pub seats: Option<Option<i64>>,
}

/// What is said, `null` too; a field that is missing is left to its default.
fn said<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<Option<i64>>, D::Error> {
    Option::<i64>::deserialize(deserializer).map(Some)
}

/// How far a young organization has come (screens.md 10). Each step is a fact of the database: nobody ticks it off.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Setup {
    /// One of its people looked at a support page.
    pub page_seen: bool,
    /// A ticket came in from outside.
    pub ticket_sent: bool,
    /// A member answered a ticket.
    pub answered: bool,
    /// A site has an origin on its list.
    pub origin_added: bool,
    /// Whose page and origins the steps lead to.
    pub site: Option<SiteTag>,
    /// What there is to answer: the first ticket from outside, else the welcome ticket.
    pub ticket: Option<TicketCode>,
}

impl Setup {
    /// Whether each step is done, in the order shown.
    #[must_use]
    pub fn steps(&self) -> [bool; 4] {
        [self.page_seen, self.ticket_sent, self.answered, self.origin_added]
    }

    /// Whether nothing is left to do.
    #[must_use]
    pub fn is_done(&self) -> bool {
        self.steps().into_iter().all(|done| done)
    }
}

/// An organization with more tickets has found its way and is shown no steps.
pub const SETUP_TICKETS: i64 = 20;

/// The most digits a ticket number can be padded to.
pub const PADDING_MAX: i64 = 6;

#[cfg(test)]
mod tests {
    use super::OrgEdit;

    #[test]
    fn seats_that_are_not_named_stay_and_null_is_any_number() {
        for (json, seats) in [("{}", None), ("{\"seats\":null}", Some(None)), ("{\"seats\":5}", Some(Some(5)))] {
            let edit: OrgEdit = serde_json::from_str(json).expect("an edit");
            assert_eq!(edit.seats, seats, "{json}");
            let again: OrgEdit = serde_json::from_str(&serde_json::to_string(&edit).expect("json")).expect("an edit");
            assert_eq!(again, edit);
        }
    }
}
