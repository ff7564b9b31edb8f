//! How mail leaves an organization, what its sites decide for themselves, and who takes part in a ticket by mail.

use crate::error::Result;
use crate::mailbox::MailboxRecord;
use crate::statement::sql;
use crate::tx::Tx;
use domain::mailbox::{MailSettings, OutboundMode, SiteMail};
use domain::{ContactId, MailboxId, PriorityId, SiteId, SiteSlug, TeamId, TicketId, Timestamp, UserId};
use sqlx::FromRow;

sql! {
    tenant MAIL_SETTINGS () =
        "SELECT mail_mode AS mode, mail_fixed AS fixed, mail_acknowledges AS acknowledges, mail_ack_limit AS ack_limit,
                mail_day_limit AS day_limit, mail_agents AS agents FROM org WHERE id = $1";
    tenant MAIL_SETTINGS_SET (mode: OutboundMode, fixed: Option<MailboxId>, acknowledges: bool, ack_limit: i64, day_limit: i64,
        agents: bool) =
        "UPDATE org SET mail_mode = $2, mail_fixed = $3, mail_acknowledges = $4, mail_ack_limit = $5, mail_day_limit = $6,
            mail_agents = $7 WHERE id = $1";
    tenant SITES_MAIL () = "SELECT slug, mail_mode, mailbox_id FROM site WHERE org_id = $1 ORDER BY name, id";
    tenant SITE_MAIL_MODE (site: SiteId) = "SELECT mail_mode FROM site WHERE org_id = $1 AND id = $2";
    tenant SITE_MAIL_SET (slug: SiteSlug, mode: Option<OutboundMode>, mailbox: Option<MailboxId>) =
        "UPDATE site SET mail_mode = $3, mailbox_id = $4 WHERE org_id = $1 AND slug = $2";
    tenant TICKET_CUSTOMER (ticket: TicketId) =
        "SELECT t.site_id, t.mail_site_id, t.mailbox_id, c.id AS contact_id, c.email, c.mail_generation, c.bounced_at, c.bounced_said
         FROM ticket t JOIN contact c ON c.org_id = t.org_id AND c.id = t.contact_id WHERE t.org_id = $1 AND t.id = $2";
    /// Members who work there now. For the proof in a reply address, which none of them can make.
    tenant MEMBERS_BY_MAIL () =
        "SELECT m.user_id, u.email, m.mail_generation FROM membership m JOIN user_account u ON u.id = m.user_id
         WHERE m.org_id = $1 AND m.deactivated_at IS NULL AND u.confirmed_at IS NOT NULL AND u.deleted_at IS NULL";
    tenant MEMBER_BY_MAIL (user: UserId) =
        "SELECT m.user_id, u.email, m.mail_generation FROM membership m JOIN user_account u ON u.id = m.user_id
         WHERE m.org_id = $1 AND m.user_id = $2 AND m.deactivated_at IS NULL AND u.confirmed_at IS NOT NULL AND u.deleted_at IS NULL";
    tenant MEMBER_ADDRESSES_VOID (user: UserId) =
        "UPDATE membership SET mail_generation = mail_generation + 1 WHERE org_id = $1 AND user_id = $2";
    tenant CONTACT_ADDRESSES_VOID (contact: ContactId) =
        "UPDATE contact SET mail_generation = mail_generation + 1 WHERE org_id = $1 AND id = $2";
    tenant CONTACT_BOUNCED (contact: ContactId, at: Timestamp, said: String) =
        "UPDATE contact SET bounced_at = $3, bounced_said = $4 WHERE org_id = $1 AND id = $2";
    /// Whoever writes can be written to.
    tenant CONTACT_HEARD (contact: ContactId) =
        "UPDATE contact SET bounced_at = NULL, bounced_said = NULL WHERE org_id = $1 AND id = $2 AND bounced_at IS NOT NULL";
    /// Where the mailbox leaves it to others, the ticket keeps what it has.
    tenant TICKET_ROUTED (ticket: TicketId, mailbox: MailboxId, team: Option<TeamId>, priority: Option<PriorityId>) =
        "UPDATE ticket SET mailbox_id = $3, team_id = COALESCE($4, team_id), priority_id = COALESCE($5, priority_id),
            priority_rank = COALESCE((SELECT p.rank FROM priority p WHERE p.org_id = $1 AND p.id = $5), priority_rank)
         WHERE org_id = $1 AND id = $2";
    tenant USER_SIGNATURE (user: UserId) =
        "SELECT u.signature FROM membership m JOIN user_account u ON u.id = m.user_id WHERE m.org_id = $1 AND m.user_id = $2";
}

#[derive(FromRow)]
struct SettingsRow {
    mode: OutboundMode,
    fixed: Option<MailboxId>,
    acknowledges: bool,
    ack_limit: i64,
    day_limit: i64,
    agents: bool,
}

#[derive(FromRow)]
struct SiteMailRow {
    slug: SiteSlug,
    mail_mode: Option<OutboundMode>,
    mailbox_id: Option<MailboxId>,
}

/// A ticket's customer, as its mail needs to know them.
#[derive(Clone, Debug, FromRow)]
#[expect(missing_docs, reason = "columns of ticket and contact")]
pub struct TicketCustomer {
    pub site_id: SiteId,
    /// Which the proofs in its mail are made with, wherever it moved since.
    pub mail_site_id: SiteId,
    pub mailbox_id: Option<MailboxId>,
    pub contact_id: ContactId,
    pub email: String,
    pub mail_generation: i64,
    pub bounced_at: Option<Timestamp>,
    pub bounced_said: Option<String>,
}

/// A member who works there now, as mail needs to know them.
#[derive(Clone, Debug, FromRow)]
#[expect(missing_docs, reason = "columns of membership and user_account")]
pub struct MemberByMail {
    pub user_id: UserId,
    pub email: String,
    pub mail_generation: i64,
}

impl Tx {
    /// How mail leaves.
    pub async fn mail_settings(&mut self) -> Result<MailSettings> {
        let SettingsRow { mode, fixed, acknowledges, ack_limit, day_limit, agents } =
            self.one(MAIL_SETTINGS {}).await?;
        Ok(MailSettings { mode, fixed, acknowledges, ack_limit, day_limit, agents })
    }

    /// Changes how mail leaves.
    pub async fn mail_settings_set(&mut self, settings: MailSettings) -> Result<()> {
        let MailSettings { mode, fixed, acknowledges, ack_limit, day_limit, agents } = settings;
        self.run(MAIL_SETTINGS_SET { mode, fixed, acknowledges, ack_limit, day_limit, agents }).await?;
        Ok(())
    }

    /// What the sites decide for themselves, by the sites' names.
    pub async fn sites_mail(&mut self) -> Result<Vec<SiteMail>> {
        let rows: Vec<SiteMailRow> = self.all(SITES_MAIL {}).await?;
        let of = |row: SiteMailRow| SiteMail { site: row.slug, mode: row.mail_mode, mailbox: row.mailbox_id };
        Ok(rows.into_iter().map(of).collect())
    }

    /// What one site decides for itself.
    pub async fn site_mail_mode(&mut self, site: SiteId) -> Result<Option<OutboundMode>> {
        let row: Option<(Option<OutboundMode>,)> = self.maybe(SITE_MAIL_MODE { site }).await?;
        Ok(row.and_then(|row| row.0))
    }

    /// Changes what a site decides for itself.
    pub async fn site_mail_set(&mut self, mail: SiteMail) -> Result<()> {
        let SiteMail { site: slug, mode, mailbox } = mail;
        self.run(SITE_MAIL_SET { slug, mode, mailbox }).await?;
        Ok(())
    }

    /// The ticket's customer, whoever asks.
    pub async fn ticket_customer(&mut self, ticket: TicketId) -> Result<Option<TicketCustomer>> {
        self.maybe(TICKET_CUSTOMER { ticket }).await
    }

    /// Everybody who works there now.
    pub async fn members_by_mail(&mut self) -> Result<Vec<MemberByMail>> {
        self.all(MEMBERS_BY_MAIL {}).await
    }

    /// One who works there now.
    pub async fn member_by_mail(&mut self, user: UserId) -> Result<Option<MemberByMail>> {
        self.maybe(MEMBER_BY_MAIL { user }).await
    }

    /// Makes all reply addresses of a member void.
    pub async fn member_addresses_void(&mut self, user: UserId) -> Result<()> {
        self.run(MEMBER_ADDRESSES_VOID { user }).await?;
        Ok(())
    }

    /// Makes all reply addresses of a contact void.
    pub async fn contact_addresses_void(&mut self, contact: ContactId) -> Result<()> {
        self.run(CONTACT_ADDRESSES_VOID { contact }).await?;
        Ok(())
    }

    /// Mail to a contact came back.
    pub async fn contact_bounced(&mut self, contact: ContactId, at: Timestamp, said: &str) -> Result<()> {
        self.run(CONTACT_BOUNCED { contact, at, said: said.to_owned() }).await?;
        Ok(())
    }

    /// A contact wrote: what came back before counts no more.
    pub async fn contact_heard(&mut self, contact: ContactId) -> Result<()> {
        self.run(CONTACT_HEARD { contact }).await?;
        Ok(())
    }

    /// Notes which mailbox got a ticket, and gives it that one's team and priority.
    pub async fn ticket_routed(&mut self, ticket: TicketId, mailbox: &MailboxRecord) -> Result<()> {
        let (team, priority) = (mailbox.team_id, mailbox.priority_id);
        self.run(TICKET_ROUTED { ticket, mailbox: mailbox.id, team, priority }).await?;
        Ok(())
    }

    /// What a member writes under their replies; empty for none.
    pub async fn member_signature(&mut self, user: UserId) -> Result<String> {
        let row: Option<(String,)> = self.maybe(USER_SIGNATURE { user }).await?;
        Ok(row.map(|row| row.0).unwrap_or_default())
    }
}
