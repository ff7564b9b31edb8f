//! What every organization begins with (D30): nothing to set up before the first ticket can be answered.

use crate::access::{Actor, OrgCard, UserScope};
use crate::ticket::new::CheckedTicket;
use crate::{Desk, Error, Result};
use domain::key::{KeyKind, KeyText};
use domain::priority::PriorityTag;
use domain::role::BuiltInRole;
use domain::status::{Category, StatusTag};
use domain::text::{Body, Description, Name, Subject};
use domain::ticket::Channel;
use domain::{MailAddress, PriorityId, SiteId, SiteKeyId, SiteSlug, StatusId, TemplateId, Timestamp};
use store::Tx;

/// One per fixed category (B23).
const STATUSES: [(&str, Category, &str); 4] = [
    ("Open", Category::Open, "blue"),
    ("Pending", Category::Pending, "amber"),
    ("Resolved", Category::Resolved, "green"),
    ("Closed", Category::Closed, "gray"),
];

/// The lowest first; the second is what a new ticket gets (B24).
const PRIORITIES: [(&str, &str); 4] = [("Low", "gray"), ("Normal", "blue"), ("High", "amber"), ("Urgent", "red")];
const NORMAL: &str = "Normal";

const WELCOME: &str = "Welcome to Helpstead";

const WELCOME_BODY: &str = "Hello!

This is your first ticket, here to try things on: press **r** to answer it, **a** to take it, **e** to resolve it. \
Nobody outside reads what you write here.

What to do next:

- Open your support page under **Sites** and send yourself a ticket, as a customer would.
- Write down where your own pages are, so that the site's key works from there.
- Press **?** to see every key, or **Ctrl K** to find a command by its name.

Have a good start.";

impl Desk {
    /// Fills a brand-new organization, in the transaction that makes it.
    pub(super) async fn org_provision(
        &self,
        tx: &mut Tx,
        org: &OrgCard,
        owner: &UserScope,
        at: Timestamp,
    ) -> Result<()> {
        tx.membership_add(owner.id(), BuiltInRole::Owner, at).await?;
        let new_id = || self.ports.ids.uuid(at);
        for (position, (name, category, color)) in (0..).zip(STATUSES) {
            let status = StatusTag { id: StatusId(new_id()), name: name.to_owned(), category, color: color.to_owned() };
            tx.status_add(&status, position).await?;
        }
        for (rank, (name, color)) in (1..).zip(PRIORITIES) {
            let priority =
                PriorityTag { id: PriorityId(new_id()), name: name.to_owned(), color: color.to_owned(), rank };
            tx.priority_add(&priority, name == NORMAL).await?;
        }
        tx.template_add(TemplateId(new_id()), "Support request", at).await?;
        let site = self.first_site(tx, at).await?;
        self.welcome(tx, org, site, at).await
    }

    async fn first_site(&self, tx: &mut Tx, at: Timestamp) -> Result<SiteId> {
        let site = SiteId(self.ports.ids.uuid(at));
        let (name, slug) = (Name::parse("Support").map_err(broken)?, SiteSlug::parse("support").map_err(broken)?);
        tx.site_add(site, slug.clone(), name.clone(), Description::default(), at).await?;
        let key = KeyText::mint(KeyKind::Site, self.ports.ids.secret());
        tx.site_key_add(SiteKeyId(self.ports.ids.uuid(at)), site, key.as_str(), slug, name, at).await?;
        Ok(site)
    }

    /// A ticket to answer: an inbox is understood by using it (screens.md 10).
    async fn welcome(&self, tx: &mut Tx, org: &OrgCard, site: SiteId, at: Timestamp) -> Result<()> {
        let new = CheckedTicket {
            site,
            email: MailAddress::parse(&self.settings.mail_from)
                .or_else(|_| MailAddress::parse("no-reply@localhost"))
                .map_err(broken)?,
            name: "Helpstead".to_owned(),
            subject: Subject::parse(WELCOME).map_err(broken)?,
            body: Body::parse(WELCOME_BODY).map_err(broken)?.into(),
            channel: Channel::Welcome,
            opened_by: &Actor::System,
            // Its customer is the desk itself.
            acknowledged: false,
        };
        self.ticket_insert(tx, org, new, at).await?;
        Ok(())
    }
}

fn broken(error: impl std::fmt::Display) -> Error {
    Error::Broken(error.to_string())
}
