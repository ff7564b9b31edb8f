//! Mailboxes: the addresses of an organization. Where an address leads is the directory's.

use crate::error::Result;
use crate::statement::sql;
use crate::tx::Tx;
use domain::mailbox::{Cursor, Direction, MailboxKind, ServerCard};
use domain::{MailAddress, MailTestId, MailboxId, PriorityId, SiteId, SiteSlug, TeamId, Timestamp};
use sqlx::FromRow;
use sqlx::types::Json;

/// The columns of a [`MailboxRecord`], with the site's names.
macro_rules! mailbox_columns {
    () => {
        "SELECT b.id, b.site_id, s.slug AS site_slug, s.name AS site_name, b.address, b.name, b.kind, b.direction, b.team_id, b.priority_id,
                b.imap, b.imap_secret, b.smtp, b.smtp_secret, b.folder, b.interval_s, b.uid_validity, b.uid_last, b.is_renumbered, b.rewinds,
                b.renumbered_at, b.polled_at,
                b.received_at, b.error, b.error_at, b.failures, b.test_id, b.test_at, b.test_sent_at, b.test_received_at, b.test_out_at, b.test_error,
                b.smtp_error, b.smtp_error_at, b.created_at
         FROM mailbox b LEFT JOIN site s ON s.org_id = b.org_id AND s.id = b.site_id "
    };
}

sql! {
    tenant MAILBOX_LIST () = concat!(mailbox_columns!(), "WHERE b.org_id = $1 ORDER BY b.address_key");
    tenant MAILBOX_COUNT () = "SELECT CAST(COUNT(*) AS BIGINT) FROM mailbox WHERE org_id = $1";
    tenant MAILBOX_ONE (id: MailboxId) = concat!(mailbox_columns!(), "WHERE b.org_id = $1 AND b.id = $2");
    /// The site's own for sending, else its oldest.
    tenant MAILBOX_OF_SITE (site: SiteId) =
        concat!(mailbox_columns!(), "WHERE b.org_id = $1 AND b.site_id = $2 AND b.direction <> 'in'
            ORDER BY CASE WHEN b.id = s.mailbox_id THEN 0 ELSE 1 END, b.created_at, b.id LIMIT 1");
    /// Nothing when the organization has one of that address.
    tenant MAILBOX_ADD (id: MailboxId, site: SiteId, address: MailAddress, key: String, name: String, kind: MailboxKind,
        direction: Direction, team: Option<TeamId>, priority: Option<PriorityId>, imap: Option<Json<ServerCard>>,
        imap_secret: Option<String>, smtp: Option<Json<ServerCard>>, smtp_secret: Option<String>, folder: String, interval: i64,
        at: Timestamp) =
        "INSERT INTO mailbox (org_id, id, site_id, address, address_key, name, kind, direction, team_id, priority_id, imap, imap_secret,
            smtp, smtp_secret, folder, interval_s, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
         ON CONFLICT (org_id, address_key) DO NOTHING";
    tenant MAILBOX_SET (id: MailboxId, site: SiteId, name: String, kind: MailboxKind, direction: Direction, team: Option<TeamId>,
        priority: Option<PriorityId>, imap: Option<Json<ServerCard>>, imap_secret: Option<String>, smtp: Option<Json<ServerCard>>,
        smtp_secret: Option<String>, folder: String, interval: i64) =
        "UPDATE mailbox SET site_id = $3, name = $4, kind = $5, direction = $6, team_id = $7, priority_id = $8, imap = $9,
            imap_secret = $10, smtp = $11, smtp_secret = $12, folder = $13, interval_s = $14, error = NULL, error_at = NULL, failures = 0,
            smtp_error = NULL, smtp_error_at = NULL
         WHERE org_id = $1 AND id = $2";
    /// Another folder, or another server, is read from when the last look was.
    tenant MAILBOX_REWIND (id: MailboxId) =
        "UPDATE mailbox SET uid_validity = NULL, uid_last = 0, is_renumbered = FALSE, renumbered_at = NULL, rewinds = rewinds + 1
         WHERE org_id = $1 AND id = $2";
    tenant MAILBOX_DELETE (id: MailboxId) = "DELETE FROM mailbox WHERE org_id = $1 AND id = $2";
    tenant MAILBOX_MAILS_KEEP (id: MailboxId) = "UPDATE mail_in SET mailbox_id = NULL WHERE org_id = $1 AND mailbox_id = $2";
    tenant MAILBOX_TICKETS_KEEP (id: MailboxId) = "UPDATE ticket SET mailbox_id = NULL WHERE org_id = $1 AND mailbox_id = $2";
    tenant MAILBOX_SITES_KEEP (id: MailboxId) = "UPDATE site SET mailbox_id = NULL WHERE org_id = $1 AND mailbox_id = $2";
    tenant MAILBOX_ORG_KEEP (id: MailboxId) = "UPDATE org SET mail_fixed = NULL WHERE id = $1 AND mail_fixed = $2";
    /// Nothing when it was read further, or from elsewhere, since.
    tenant MAILBOX_CURSOR (id: MailboxId, validity: i64, uid: i64, at: Timestamp, was_validity: Option<i64>, was_uid: i64) =
        "UPDATE mailbox SET is_renumbered = is_renumbered OR COALESCE(uid_validity <> $3, FALSE),
            renumbered_at = CASE WHEN uid_validity <> $3 THEN $5 ELSE renumbered_at END,
            uid_validity = $3, uid_last = $4, polled_at = $5, error = NULL, error_at = NULL, failures = 0
         WHERE org_id = $1 AND id = $2 AND uid_last = $7 AND (uid_validity = $6 OR (uid_validity IS NULL AND $6 IS NULL))";
    tenant MAILBOX_TROUBLE (id: MailboxId, said: String, at: Timestamp) =
        "UPDATE mailbox SET error = $3, error_at = $4, failures = failures + 1 WHERE org_id = $1 AND id = $2";
    /// Nothing when it says that already: the time is that of the first to fail so.
    tenant MAILBOX_SMTP_TROUBLE (id: MailboxId, said: String, at: Timestamp) =
        "UPDATE mailbox SET smtp_error = $3, smtp_error_at = $4 WHERE org_id = $1 AND id = $2 AND (smtp_error IS NULL OR smtp_error <> $3)";
    tenant MAILBOX_SMTP_WORKS (id: MailboxId) =
        "UPDATE mailbox SET smtp_error = NULL, smtp_error_at = NULL WHERE org_id = $1 AND id = $2 AND smtp_error IS NOT NULL";
    tenant MAILBOX_RECEIVED (id: MailboxId, at: Timestamp) = "UPDATE mailbox SET received_at = $3 WHERE org_id = $1 AND id = $2";
    /// Nothing right after another one: of two at once, one begins.
    tenant MAILBOX_TEST (id: MailboxId, test: MailTestId, at: Timestamp, before: Timestamp) =
        "UPDATE mailbox SET test_id = $3, test_at = $4, test_sent_at = NULL, test_received_at = NULL, test_error = NULL
         WHERE org_id = $1 AND id = $2 AND (test_at IS NULL OR test_at <= $5)";
    /// Nothing where one left a while ago and never came back, or where many mailboxes did this: whoever types an address in must not have us
    /// write to it again and again.
    tenant MAILBOX_TEST_GOES (id: MailboxId, at: Timestamp, before: Timestamp, hour: Timestamp, most: i64) =
        "UPDATE mailbox SET test_out_at = $3 WHERE org_id = $1 AND id = $2 AND (test_out_at IS NULL OR test_out_at <= $4)
         AND (SELECT COUNT(*) FROM mailbox b WHERE b.org_id = $1 AND b.test_out_at > $5) < $6";
    tenant MAILBOX_TEST_SENT (id: MailboxId, test: MailTestId, at: Timestamp) =
        "UPDATE mailbox SET test_sent_at = $4, test_error = NULL WHERE org_id = $1 AND id = $2 AND test_id = $3";
    /// Of a mail that did not leave nothing comes in.
    tenant MAILBOX_TEST_STAYED (id: MailboxId) = "UPDATE mailbox SET test_out_at = NULL WHERE org_id = $1 AND id = $2";
    tenant MAILBOX_TEST_FAILED (id: MailboxId, test: MailTestId, said: String) =
        "UPDATE mailbox SET test_error = $4 WHERE org_id = $1 AND id = $2 AND test_id = $3";
    tenant MAILBOX_TEST_RECEIVED (id: MailboxId, test: MailTestId, at: Timestamp) =
        "UPDATE mailbox SET test_received_at = $4, test_out_at = NULL, test_error = NULL
         WHERE org_id = $1 AND id = $2 AND test_id = $3 AND test_received_at IS NULL";
    tenant MAILBOXES_OF_TEAM (team: TeamId) = "UPDATE mailbox SET team_id = NULL WHERE org_id = $1 AND team_id = $2";
}

/// A mailbox, as it is kept.
#[derive(Clone, Debug, FromRow)]
#[expect(missing_docs, reason = "columns of mailbox and site")]
pub struct MailboxRecord {
    pub id: MailboxId,
    pub site_id: SiteId,
    pub site_slug: SiteSlug,
    pub site_name: String,
    pub address: MailAddress,
    pub name: String,
    pub kind: MailboxKind,
    pub direction: Direction,
    pub team_id: Option<TeamId>,
    pub priority_id: Option<PriorityId>,
    pub imap: Option<Json<ServerCard>>,
    pub imap_secret: Option<String>,
    pub smtp: Option<Json<ServerCard>>,
    pub smtp_secret: Option<String>,
    pub folder: String,
    pub interval_s: i64,
    pub uid_validity: Option<i64>,
    pub uid_last: i64,
    pub is_renumbered: bool,
    pub rewinds: i64,
    pub renumbered_at: Option<Timestamp>,
    pub polled_at: Option<Timestamp>,
    pub received_at: Option<Timestamp>,
    pub error: Option<String>,
    pub error_at: Option<Timestamp>,
    pub failures: i64,
    pub test_id: Option<MailTestId>,
    pub test_at: Option<Timestamp>,
    pub test_sent_at: Option<Timestamp>,
    pub test_received_at: Option<Timestamp>,
    pub test_out_at: Option<Timestamp>,
    pub test_error: Option<String>,
    pub smtp_error: Option<String>,
    pub smtp_error_at: Option<Timestamp>,
    pub created_at: Timestamp,
}

impl MailboxRecord {
    /// How far its folder has been read; `None` before the first look.
    #[must_use]
    pub fn cursor(&self) -> Option<Cursor> {
        let validity = u32::try_from(self.uid_validity?).ok()?;
        Some(Cursor { validity, uid: u32::try_from(self.uid_last).unwrap_or_default() })
    }
}

/// What a person decides about a mailbox.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "columns of mailbox")]
pub struct MailboxSet {
    pub site: SiteId,
    pub name: String,
    pub kind: MailboxKind,
    pub direction: Direction,
    pub team: Option<TeamId>,
    pub priority: Option<PriorityId>,
    pub imap: Option<ServerCard>,
    pub imap_secret: Option<String>,
    pub smtp: Option<ServerCard>,
    pub smtp_secret: Option<String>,
    pub folder: String,
    pub interval: i64,
}

impl Tx {
    /// All mailboxes, by address.
    pub async fn mailbox_records(&mut self) -> Result<Vec<MailboxRecord>> {
        self.all(MAILBOX_LIST {}).await
    }

    /// How many there are.
    pub async fn mailbox_count(&mut self) -> Result<i64> {
        let row: (i64,) = self.one(MAILBOX_COUNT {}).await?;
        Ok(row.0)
    }

    /// The mailbox of that id.
    pub async fn mailbox_record(&mut self, id: MailboxId) -> Result<Option<MailboxRecord>> {
        self.maybe(MAILBOX_ONE { id }).await
    }

    /// The mailbox a site sends from: the one it chose, else its oldest.
    pub async fn mailbox_of_site(&mut self, site: SiteId) -> Result<Option<MailboxRecord>> {
        self.maybe(MAILBOX_OF_SITE { site }).await
    }

    /// Keeps a new mailbox; `false` when the organization has one of that address.
    pub async fn mailbox_add(
        &mut self,
        id: MailboxId,
        address: &MailAddress,
        set: MailboxSet,
        at: Timestamp,
    ) -> Result<bool> {
        let MailboxSet { site, name, kind, direction, team, priority, imap, imap_secret, smtp, smtp_secret, .. } = set;
        let (imap, smtp, folder, interval) = (imap.map(Json), smtp.map(Json), set.folder, set.interval);
        let (address, key) = (address.clone(), address.key().to_owned());
        let add = MAILBOX_ADD {
            id,
            site,
            address,
            key,
            name,
            kind,
            direction,
            team,
            priority,
            imap,
            imap_secret,
            smtp,
            smtp_secret,
            folder,
            interval,
            at,
        };
        Ok(self.run(add).await? == 1)
    }

    /// Changes a mailbox; what went wrong before is forgotten.
    pub async fn mailbox_set(&mut self, id: MailboxId, set: MailboxSet) -> Result<()> {
        let MailboxSet { site, name, kind, direction, team, priority, imap, imap_secret, smtp, smtp_secret, .. } = set;
        let (imap, smtp, folder, interval) = (imap.map(Json), smtp.map(Json), set.folder, set.interval);
        let set = MAILBOX_SET {
            id,
            site,
            name,
            kind,
            direction,
            team,
            priority,
            imap,
            imap_secret,
            smtp,
            smtp_secret,
            folder,
            interval,
        };
        self.run(set).await?;
        Ok(())
    }

    /// Its folder is another one: it is read from where that ends at the next look.
    pub async fn mailbox_rewind(&mut self, id: MailboxId) -> Result<()> {
        self.run(MAILBOX_REWIND { id }).await?;
        Ok(())
    }

    /// It is no site's own any more: it went to another one, or nothing leaves from it.
    pub async fn mailbox_leaves_sites(&mut self, id: MailboxId) -> Result<()> {
        self.run(MAILBOX_SITES_KEEP { id }).await?;
        Ok(())
    }

    /// It is not the one that everything leaves from any more.
    pub async fn mailbox_leaves_org(&mut self, id: MailboxId) -> Result<()> {
        self.run(MAILBOX_ORG_KEEP { id }).await?;
        Ok(())
    }

    /// Takes a mailbox away, with its addresses. The mails and tickets that came by it stay.
    pub async fn mailbox_delete(&mut self, id: MailboxId) -> Result<()> {
        self.run(MAILBOX_MAILS_KEEP { id }).await?;
        self.run(MAILBOX_TICKETS_KEEP { id }).await?;
        self.mailbox_leaves_sites(id).await?;
        self.mailbox_leaves_org(id).await?;
        self.run(MAILBOX_DELETE { id }).await?;
        Ok(())
    }

    /// A look went well: how far the folder has been read. `false` when it stands no more where the mailbox `was`.
    pub async fn mailbox_cursor(&mut self, was: &MailboxRecord, cursor: Cursor, at: Timestamp) -> Result<bool> {
        let (validity, uid) = (cursor.validity.into(), cursor.uid.into());
        let (was_validity, was_uid) = (was.uid_validity, was.uid_last);
        Ok(self.run(MAILBOX_CURSOR { id: was.id, validity, uid, at, was_validity, was_uid }).await? == 1)
    }

    /// A look went wrong.
    pub async fn mailbox_trouble(&mut self, id: MailboxId, said: &str, at: Timestamp) -> Result<()> {
        self.run(MAILBOX_TROUBLE { id, said: said.to_owned(), at }).await?;
        Ok(())
    }

    /// Its own server for sending did not take a mail; `false` when it said so before.
    pub async fn mailbox_smtp_trouble(&mut self, id: MailboxId, said: &str, at: Timestamp) -> Result<bool> {
        Ok(self.run(MAILBOX_SMTP_TROUBLE { id, said: said.to_owned(), at }).await? == 1)
    }

    /// It took one; `false` when nothing was wrong before.
    pub async fn mailbox_smtp_works(&mut self, id: MailboxId) -> Result<bool> {
        Ok(self.run(MAILBOX_SMTP_WORKS { id }).await? == 1)
    }

    /// A mail came in.
    pub async fn mailbox_received(&mut self, id: MailboxId, at: Timestamp) -> Result<()> {
        self.run(MAILBOX_RECEIVED { id, at }).await?;
        Ok(())
    }

    /// Begins a test, unless one began after `before`.
    pub async fn mailbox_test(
        &mut self,
        id: MailboxId,
        test: MailTestId,
        at: Timestamp,
        before: Timestamp,
    ) -> Result<bool> {
        Ok(self.run(MAILBOX_TEST { id, test, at, before }).await? == 1)
    }

    /// A test's mail did not leave after all.
    pub async fn mailbox_test_stayed(&mut self, id: MailboxId) -> Result<()> {
        self.run(MAILBOX_TEST_STAYED { id }).await?;
        Ok(())
    }

    /// Notes that a test's mail leaves; `false` where one left after `before` and did not come back, or those of `most` mailboxes since
    /// `hour`.
    pub async fn mailbox_test_goes(
        &mut self,
        id: MailboxId,
        at: Timestamp,
        before: Timestamp,
        (hour, most): (Timestamp, i64),
    ) -> Result<bool> {
        Ok(self.run(MAILBOX_TEST_GOES { id, at, before, hour, most }).await? == 1)
    }

    /// A server took the test's mail.
    pub async fn mailbox_test_sent(&mut self, id: MailboxId, test: MailTestId, at: Timestamp) -> Result<bool> {
        Ok(self.run(MAILBOX_TEST_SENT { id, test, at }).await? == 1)
    }

    /// The test's mail could not be sent.
    pub async fn mailbox_test_failed(&mut self, id: MailboxId, test: MailTestId, said: &str) -> Result<()> {
        self.run(MAILBOX_TEST_FAILED { id, test, said: said.to_owned() }).await?;
        Ok(())
    }

    /// The test's mail came in; `false` when it was not the newest test, or came before.
    pub async fn mailbox_test_received(&mut self, id: MailboxId, test: MailTestId, at: Timestamp) -> Result<bool> {
        Ok(self.run(MAILBOX_TEST_RECEIVED { id, test, at }).await? == 1)
    }

    /// A team goes: mailboxes that led to it leave the choice to their site.
    pub async fn mailboxes_leave_team(&mut self, team: TeamId) -> Result<()> {
        self.run(MAILBOXES_OF_TEAM { team }).await?;
        Ok(())
    }
}
