//! The mails: content is read when the job runs, links are derived, and the time of a link begins now.

use crate::account::LINK_LIFE;
use crate::ticket::new::LINK_LIFE as TICKET_LINK_LIFE;
use crate::{Desk, Error, Result};
use domain::job::AccountNotice;
use domain::organization::logo_path;
use domain::{MessageId, TicketId, UserId, UserTokenId};
use mail::ticket::About;
use mail::{Envelope, Letter, compose};
use store::Tx;
use store::job::ClaimedJob;
use store::ticket::mail::TicketMailRow;
use store::user::TokenKind;
use uuid::Uuid;

/// Acknowledgements one address gets in [`ACK_WINDOW`]; more would make us a mail bomb in somebody else's hand (security.md A10).
const ACKS: i64 = 5;
/// Seconds.
const ACK_WINDOW: i64 = 3600;
/// Who writes to people with a login.
const PRODUCT: &str = "Helpstead";

/// A ticket's mail before its words: who gets it, from whom, and the way back.
struct TicketMail {
    row: TicketMailRow,
    org_name: String,
    url: String,
    logo: Option<String>,
    ticket: TicketId,
}

impl TicketMail {
    fn about(&self) -> About<'_> {
        let logo = self.logo.as_deref().map(|url| (url, self.org_name.as_str()));
        About { code: &self.row.code, site: &self.row.site_name, url: &self.url, logo }
    }
}

impl Desk {
    pub(super) async fn mail_ticket_opened(&self, claimed: &ClaimedJob, ticket: TicketId) -> Result<()> {
        let (mail, mut tx) = self.ticket_mail(claimed, ticket).await?;
        let since = mail.row.created_at.plus_seconds(-ACK_WINDOW);
        if tx.tickets_of_customer_before(ticket, since, ACKS).await? >= usize::try_from(ACKS).unwrap_or(usize::MAX) {
            return Ok(());
        }
        drop(tx);
        self.send_ticket_mail(claimed, &mail, true, &mail::ticket::opened(mail.about())).await
    }

    pub(super) async fn mail_ticket_replied(
        &self,
        claimed: &ClaimedJob,
        ticket: TicketId,
        message: MessageId,
    ) -> Result<()> {
        let (mail, mut tx) = self.ticket_mail(claimed, ticket).await?;
        let message = tx.message_mail(ticket, message).await?.ok_or(Error::NotFound)?;
        let signature = tx.org_record().await?.signature;
        drop(tx);
        let (org, site, author) = (&mail.org_name, &mail.row.site_name, &message.author_name);
        let signature = (!signature.is_empty()).then(|| signature.filled(author, org, site));
        let letter =
            mail::ticket::replied(mail.about(), &mail.row.subject, author, &message.body, &message.html, signature);
        self.send_ticket_mail(claimed, &mail, false, &letter).await
    }

    pub(super) async fn mail_ticket_link(&self, claimed: &ClaimedJob, ticket: TicketId) -> Result<()> {
        let (mail, tx) = self.ticket_mail(claimed, ticket).await?;
        drop(tx);
        self.send_ticket_mail(claimed, &mail, true, &mail::ticket::link(mail.about())).await
    }

    pub(super) async fn mail_confirm(&self, claimed: &ClaimedJob, user: UserId, token: Uuid) -> Result<()> {
        let url = self.user_link(TokenKind::Confirm, token).await?;
        self.send_user_mail(claimed, user, &mail::account::confirm(&url)).await
    }

    pub(super) async fn mail_reset(&self, claimed: &ClaimedJob, user: UserId, token: Uuid) -> Result<()> {
        let url = self.user_link(TokenKind::Reset, token).await?;
        self.send_user_mail(claimed, user, &mail::account::reset(&url)).await
    }

    pub(super) async fn mail_already_registered(&self, claimed: &ClaimedJob, user: UserId) -> Result<()> {
        self.send_user_mail(claimed, user, &self.already_registered()).await
    }

    fn already_registered(&self) -> Letter {
        let base = &self.settings.public_url;
        mail::account::already_registered(&format!("{base}/sign-in"), &format!("{base}/forgot"))
    }

    /// To the new address. One that has an account gets a word instead of a link: it cannot be taken over.
    pub(super) async fn mail_email_change(&self, claimed: &ClaimedJob, user: UserId, token: Uuid) -> Result<()> {
        let mut tx = self.store.read_global().await?;
        let to = tx.user_token_email_of(UserTokenId(token)).await?.ok_or(Error::NotFound)?;
        let owner = tx.user_of_email(to.key()).await?.filter(|owner| owner.confirmed_at.is_some());
        drop(tx);
        if let Some(owner) = owner.filter(|owner| owner.id != user) {
            return self.send_user_mail(claimed, owner.id, &self.already_registered()).await;
        }
        self.token_renewed(TokenKind::Email, token).await?;
        let url = format!("{}/account/email/{}", self.settings.public_url, self.token(TokenKind::Email.name(), token));
        self.send_product_mail(claimed, to.to_string(), &mail::account::email_change(&url)).await
    }

    pub(super) async fn mail_account_notice(
        &self,
        claimed: &ClaimedJob,
        user: UserId,
        notice: AccountNotice,
    ) -> Result<()> {
        let base = &self.settings.public_url;
        let letter = mail::account::notice(notice, &format!("{base}/account/security"), &format!("{base}/forgot"));
        self.send_user_mail(claimed, user, &letter).await
    }

    /// Reads the ticket and lets its link live for another year, give or take a day. The organization's write lock is taken
    /// only where a link has to be renewed, and never while another connection is waited for: mail must not hold up the
    /// people who open tickets.
    async fn ticket_mail(&self, claimed: &ClaimedJob, ticket: TicketId) -> Result<(TicketMail, Tx)> {
        let org = claimed.org.ok_or_else(|| Error::Broken("a ticket's mail without an organization".to_owned()))?;
        let scope = self.enter_system(org).await?;
        let mut tx = self.store.read(scope.sight()).await?;
        let row = tx.ticket_mail(ticket).await?.ok_or(Error::NotFound)?;
        let until = self.now().plus_seconds(TICKET_LINK_LIFE);
        if until.seconds_since(row.expires_at) > 86_400 {
            drop(tx);
            let mut renewal = self.store.write(scope.sight()).await?;
            renewal.ticket_link_renew(row.link_id, until).await?;
            renewal.commit().await?;
            tx = self.store.read(scope.sight()).await?;
        }
        let url = format!("{}/ticket/{}", self.settings.public_url, self.token("ticket", row.link_id.0));
        let org = scope.org();
        let logo = org.logo.map(|logo| format!("{}{}", self.settings.public_url, logo_path(&org.slug, logo)));
        Ok((TicketMail { row, org_name: org.name.clone(), url, logo, ticket }, tx))
    }

    /// The time of a link begins when its mail goes out. Errors: `NotFound` when it was used or ended.
    async fn token_renewed(&self, kind: TokenKind, token: Uuid) -> Result<()> {
        let mut tx = self.store.write_global().await?;
        if !tx.user_token_renew(UserTokenId(token), kind, self.now().plus_seconds(LINK_LIFE)).await? {
            return Err(Error::NotFound);
        }
        Ok(tx.commit().await?)
    }

    async fn user_link(&self, kind: TokenKind, token: Uuid) -> Result<String> {
        self.token_renewed(kind, token).await?;
        Ok(format!("{}/{}/{}", self.settings.public_url, kind.name(), self.token(kind.name(), token)))
    }

    async fn send_ticket_mail(
        &self,
        claimed: &ClaimedJob,
        mail: &TicketMail,
        automatic: bool,
        letter: &Letter,
    ) -> Result<()> {
        let envelope = Envelope {
            id: claimed.id.to_string(),
            from_name: mail.org_name.clone(),
            from: self.settings.mail_from.clone(),
            to: mail.row.contact_email.clone(),
            thread: Some(format!("ticket.{}", mail.ticket)),
            automatic,
            at: self.now(),
        };
        self.send_mail(claimed, &envelope, letter).await
    }

    pub(super) async fn send_user_mail(&self, claimed: &ClaimedJob, user: UserId, letter: &Letter) -> Result<()> {
        let to = self.store.read_global().await?.user_by_id(user).await?.ok_or(Error::NotFound)?.email;
        self.send_product_mail(claimed, to, letter).await
    }

    /// In the product's own name: to people with a login, and to those who are asked to get one.
    pub(super) async fn send_product_mail(&self, claimed: &ClaimedJob, to: String, letter: &Letter) -> Result<()> {
        let envelope = Envelope {
            id: claimed.id.to_string(),
            from_name: PRODUCT.to_owned(),
            from: self.settings.mail_from.clone(),
            to,
            thread: None,
            automatic: true,
            at: self.now(),
        };
        self.send_mail(claimed, &envelope, letter).await
    }

    async fn send_mail(&self, claimed: &ClaimedJob, envelope: &Envelope, letter: &Letter) -> Result<()> {
        let raw = compose(envelope, letter).map_err(|error| Error::Broken(error.to_string()))?;
        let mail = crate::ports::OutgoingMail {
            org: claimed.org,
            id: claimed.id.0,
            return_path: envelope.from.clone(),
            to: vec![envelope.to.clone()],
            raw,
            by: None,
        };
        self.ports.mailer.send(&mail).await.map_err(|error| Error::Broken(error.said))
    }
}
