//! What invitations cost: seats of the organization, and mails that went out for it. The invitations themselves are in the
//! directory.

use crate::error::Result;
use crate::statement::sql;
use crate::tx::Tx;
use domain::invitation::Seats;
use domain::{JobId, MailAddress, Timestamp};
use sqlx::FromRow;

sql! {
    /// Read inside a writing transaction, which has locked the counter row: what is counted stays until it commits.
    tenant ORG_SEATS (now: Timestamp) =
        "SELECT o.seats,
            CAST((SELECT COUNT(*) FROM membership m WHERE m.org_id = o.id AND m.deactivated_at IS NULL) AS BIGINT) AS members,
            CAST((SELECT COUNT(*) FROM invitation i WHERE i.org_id = o.id AND i.state = 'pending' AND i.expires_at > $2) AS BIGINT) AS invited
         FROM org o WHERE o.id = $1";
    tenant INVITATION_MAIL_ADD (id: JobId, email_key: String, at: Timestamp) =
        "INSERT INTO invitation_mail (org_id, id, email_key, at) VALUES ($1, $2, $3, $4)";
    tenant INVITATION_MAILS_SWEEP (before: Timestamp) = "DELETE FROM invitation_mail WHERE org_id = $1 AND at <= $2";
    tenant INVITATION_MAILS_SINCE (since: Timestamp) =
        "SELECT CAST(COUNT(*) AS BIGINT) AS sent, MIN(at) AS first FROM invitation_mail WHERE org_id = $1 AND at > $2";
    tenant INVITATION_MAILS_TO (email_key: String, since: Timestamp) =
        "SELECT CAST(COUNT(*) AS BIGINT) AS sent, MIN(at) AS first FROM invitation_mail
         WHERE org_id = $1 AND email_key = $2 AND at > $3";
}

#[derive(FromRow)]
struct SeatRow {
    seats: Option<i64>,
    members: i64,
    invited: i64,
}

/// Mails that went out in some span of time.
#[derive(Clone, Copy, Debug, FromRow)]
pub struct InvitationMails {
    /// How many.
    pub sent: i64,
    /// The oldest of them.
    pub first: Option<Timestamp>,
}

impl Tx {
    /// The seats of the organization as they are now.
    pub async fn seats(&mut self, now: Timestamp) -> Result<Seats> {
        let SeatRow { seats: limit, members, invited } = self.one(ORG_SEATS { now }).await?;
        Ok(Seats { limit, members, invited })
    }

    /// Notes that a mail goes out.
    pub async fn invitation_mail_add(&mut self, id: JobId, email: &MailAddress, at: Timestamp) -> Result<()> {
        self.run(INVITATION_MAIL_ADD { id, email_key: email.key().to_owned(), at }).await?;
        Ok(())
    }

    /// Forgets mails that count no more.
    pub async fn invitation_mails_sweep(&mut self, before: Timestamp) -> Result<()> {
        self.run(INVITATION_MAILS_SWEEP { before }).await?;
        Ok(())
    }

    /// Mails the organization has sent since then.
    pub async fn invitation_mails_since(&mut self, since: Timestamp) -> Result<InvitationMails> {
        self.one(INVITATION_MAILS_SINCE { since }).await
    }

    /// Mails the organization has sent to one address since then.
    pub async fn invitation_mails_to(&mut self, email: &MailAddress, since: Timestamp) -> Result<InvitationMails> {
        self.one(INVITATION_MAILS_TO { email_key: email.key().to_owned(), since }).await
    }
}
