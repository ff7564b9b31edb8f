//! The mails to people with a login: content is read when the job runs, links are derived, and the time of a link begins now.

use crate::account::LINK_LIFE;
use crate::mail_out::Sender;
use crate::{Desk, Error, Result};
use domain::job::AccountNotice;
use domain::{MailAddress, UserId, UserTokenId};
use mail::guard::{Outgoing, marks};
use mail::{Envelope, Letter, compose};
use store::job::ClaimedJob;
use store::user::TokenKind;
use uuid::Uuid;

/// Who writes to people with a login.
const PRODUCT: &str = "Helpstead";

impl Desk {
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

    pub(super) async fn send_user_mail(&self, claimed: &ClaimedJob, user: UserId, letter: &Letter) -> Result<()> {
        let to = self.store.read_global().await?.user_by_id(user).await?.ok_or(Error::NotFound)?.email;
        self.send_product_mail(claimed, to, letter).await
    }

    /// In the product's own name: to people with a login, and to those who are asked to get one.
    pub(super) async fn send_product_mail(&self, claimed: &ClaimedJob, to: String, letter: &Letter) -> Result<()> {
        let to = MailAddress::parse(&to).map_err(|error| Error::Broken(format!("{to}: {error}")))?;
        let Sender { from, .. } = self.mail_sender_platform()?;
        let envelope = Envelope {
            message_id: claimed.id.to_string(),
            references: Vec::new(),
            in_reply_to: None,
            from_name: PRODUCT.to_owned(),
            from,
            reply_to: None,
            to: to.into(),
            cc: Vec::new(),
            marks: marks(Outgoing::Notice, ""),
            at: self.now(),
        };
        let sent = compose(&envelope, letter).map_err(|error| Error::Broken(error.to_string()))?;
        let mail = crate::ports::OutgoingMail {
            org: claimed.org,
            id: claimed.id.0,
            return_path: sent.return_path,
            to: vec![envelope.to.address.to_string()],
            raw: sent.raw,
            by: None,
        };
        self.ports.mailer.send(&mail).await.map_err(|error| Error::Broken(error.said))
    }
}
