//! Sites: branded surfaces inside an organization, each with its own key, origins and queue.

use crate::origin::Origin;
use crate::{MailAddress, Moment, OrgId, SiteId, SiteSlug, Timestamp};
use serde::{Deserialize, Serialize};

/// A site as a tag on a ticket.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SiteTag {
    /// Unique in its organization.
    pub slug: SiteSlug,
    /// Its name.
    pub name: String,
}

/// A site in the list of sites (S0-13), and as programs see it (S0-19).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SiteRow {
    /// Which.
    pub id: SiteId,
    /// Its organization.
    pub org_id: OrgId,
    /// Unique in its organization.
    pub slug: SiteSlug,
    /// Its name.
    pub name: String,
    /// What it stands for; may be empty.
    pub description: String,
    /// Where its widget and API calls may come from (S0-20).
    pub origins: Vec<Origin>,
    /// Open tickets, counted to 1,000.
    pub open: i64,
    /// When it was made.
    pub created_at: Timestamp,
    /// When its key was last used.
    pub used: Option<Moment>,
}

/// The key of a site: public by nature, always readable (B40).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SiteKeyCard {
    /// The whole key.
    pub key: String,
    /// When it was made.
    pub created: Moment,
    /// When it was last used, and from which origin.
    pub used: Option<(Moment, String)>,
}

/// An origin that knocked and was not let in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Knock {
    /// Where from.
    pub origin: Origin,
    /// How often.
    pub times: i64,
    /// When last.
    pub seen: Moment,
}

/// Everything the site page shows (screens.md 8).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SitePage {
    /// The site.
    pub site: SiteRow,
    /// Its key.
    pub key: SiteKeyCard,
    /// The hosted support page's full address.
    pub page_url: String,
    /// What to paste into the site's own pages.
    pub snippet: String,
    /// Origins that tried in vain.
    pub knocks: Vec<Knock>,
    /// All its tickets: what deleting would give to another site.
    pub tickets: i64,
    /// The addresses whose mail comes to it: what deleting would take away.
    pub mailboxes: Vec<MailAddress>,
    /// The organization's other sites: who could get them.
    pub others: Vec<SiteTag>,
}

/// What a person typed to make a site; checked by the use case, so that every mistake is told at once.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SiteNew {
    /// Its name.
    pub name: String,
    /// Its address, for ever.
    pub slug: String,
    /// What it stands for.
    #[serde(default)]
    pub description: String,
    /// Where its key may be used from.
    #[serde(default)]
    pub origins: Vec<String>,
}

/// What a person changed of a site; `None` stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SiteEdit {
    /// Its name.
    pub name: Option<String>,
    /// May be said, but not changed: links and keys carry it.
    pub slug: Option<String>,
    /// What it stands for.
    pub description: Option<String>,
    /// The whole list of origins.
    pub origins: Option<Vec<String>>,
}

/// One line of "Test this site" (screens.md 8).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SiteCheck {
    /// Whether nothing needs to be done.
    pub good: bool,
    /// What was found, and what to do about it.
    pub text: String,
}
