//! Users and the mailed tokens of their accounts. Global tables: a user belongs to no organization.

use crate::error::Result;
use crate::session::SESSIONS_END;
use crate::statement::sql;
use crate::tx::{Global, Tx};
use domain::signature::Signature;
use domain::text::Name;
use domain::{MailAddress, OrgId, TenantId, Timestamp, UserId, UserTokenId};
use sqlx::FromRow;

sql! {
    shared TENANT_ADD (id: TenantId, name: Name, at: Timestamp) =
        "INSERT INTO tenant (id, slug, name, created_at) VALUES ($1, NULL, $2, $3)";
    shared USER_ADD (id: UserId, tenant: TenantId, email: MailAddress, email_key: String, name: Name, password_hash: String, at: Timestamp) =
        "INSERT INTO user_account (id, tenant_id, email, email_key, name, password_hash, confirmed_at, last_org_id, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, NULL, NULL, $7) ON CONFLICT (email_key) DO NOTHING";
    /// The mail that brought them proved the address.
    shared USER_JOIN (id: UserId, tenant: TenantId, email: MailAddress, email_key: String, name: Name, password_hash: String, at: Timestamp) =
        "INSERT INTO user_account (id, tenant_id, email, email_key, name, password_hash, confirmed_at, last_org_id, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, NULL, $7) ON CONFLICT (email_key) DO NOTHING";
    shared USER_MOVED (id: UserId, tenant: TenantId) = "UPDATE user_account SET tenant_id = $2 WHERE id = $1";
    shared USER_OF_EMAIL (email_key: String) =
        "SELECT id, email, name, password_hash, confirmed_at FROM user_account WHERE email_key = $1 AND deleted_at IS NULL";
    shared USER_BY_ID (id: UserId) =
        "SELECT id, email, name, password_hash, confirmed_at FROM user_account WHERE id = $1 AND deleted_at IS NULL";
    /// Only while nobody has proved to own the address.
    shared USER_SIGN_UP_AGAIN (id: UserId, name: Name, password_hash: String) =
        "UPDATE user_account SET name = $2, password_hash = $3 WHERE id = $1 AND confirmed_at IS NULL";
    /// What was typed with the opened link's own sign-up becomes the account's, unless the account is confirmed already.
    shared USER_CONFIRM (id: UserId, at: Timestamp, name: Option<String>, password_hash: Option<String>) =
        "UPDATE user_account SET confirmed_at = $2, name = COALESCE($3, name), password_hash = COALESCE($4, password_hash)
         WHERE id = $1 AND confirmed_at IS NULL";
    shared USER_SET_PASSWORD (id: UserId, password_hash: String, at: Timestamp) =
        "UPDATE user_account SET password_hash = $2, confirmed_at = COALESCE(confirmed_at, $3) WHERE id = $1";
    /// Proves nothing about the address. Of two changes at once, one finds the password it knew.
    shared USER_CHANGE_PASSWORD (id: UserId, known: String, password_hash: String) =
        "UPDATE user_account SET password_hash = $3 WHERE id = $1 AND password_hash = $2";
    shared USER_RENAME (id: UserId, name: Name) = "UPDATE user_account SET name = $2 WHERE id = $1";
    shared USER_SIGN (id: UserId, signature: Signature) = "UPDATE user_account SET signature = $2 WHERE id = $1";
    shared USER_SIGNS (id: UserId) = "SELECT signature FROM user_account WHERE id = $1";
    shared USER_USED_ORG (id: UserId, org: OrgId) =
        "UPDATE user_account SET last_org_id = $2 WHERE id = $1 AND last_org_id IS DISTINCT FROM $2";
    shared USER_TOKEN_ADD (token_hash: String, id: UserTokenId, user: UserId, kind: String, at: Timestamp, expires_at: Timestamp,
                           name: Option<String>, password_hash: Option<String>, email: Option<MailAddress>) =
        "INSERT INTO user_token (token_hash, id, user_id, kind, created_at, expires_at, used_at, name, password_hash, email)
         VALUES ($1, $2, $3, $4, $5, $6, NULL, $7, $8, $9)";
    shared USER_TOKEN_PEEK (token_hash: String, kind: String, now: Timestamp) =
        "SELECT u.id, u.email, u.name, u.password_hash, u.confirmed_at FROM user_token t JOIN user_account u ON u.id = t.user_id
         WHERE t.token_hash = $1 AND t.kind = $2 AND t.used_at IS NULL AND t.expires_at > $3";
    /// Compare and set: of any number of redemptions at once, one gets the row.
    shared USER_TOKEN_USE (token_hash: String, kind: String, now: Timestamp) =
        "UPDATE user_token SET used_at = $3 WHERE token_hash = $1 AND kind = $2 AND used_at IS NULL AND expires_at > $3
         RETURNING user_id, name, password_hash, email";
    shared USER_TOKEN_EMAIL (token_hash: String, kind: String, now: Timestamp) =
        "SELECT email FROM user_token WHERE token_hash = $1 AND kind = $2 AND used_at IS NULL AND expires_at > $3 AND email IS NOT NULL";
    shared USER_TOKEN_EMAIL_OF (id: UserTokenId) =
        "SELECT email FROM user_token WHERE id = $1 AND used_at IS NULL AND email IS NOT NULL";
    shared USER_TOKENS_END (user: UserId, now: Timestamp) =
        "UPDATE user_token SET used_at = $2 WHERE user_id = $1 AND used_at IS NULL";
    shared USER_TOKEN_RENEW (id: UserTokenId, kind: String, expires_at: Timestamp) =
        "UPDATE user_token SET expires_at = $3 WHERE id = $1 AND kind = $2 AND used_at IS NULL";
    shared USER_TOKENS_SWEEP (before: Timestamp) = "DELETE FROM user_token WHERE expires_at < $1";
}

/// What a mailed token of an account is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenKind {
    /// Proves that the address can be read.
    Confirm,
    /// Lets its reader choose a new password.
    Reset,
    /// Proves that another address than the account has can be read.
    Email,
}

impl TokenKind {
    /// The word in the table, and the purpose the token is derived for.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Confirm => "confirm",
            Self::Reset => "reset",
            Self::Email => "email",
        }
    }
}

/// An account.
#[derive(Debug, FromRow)]
#[expect(missing_docs, reason = "columns of user_account")]
pub struct UserRow {
    pub id: UserId,
    pub email: String,
    pub name: String,
    pub password_hash: String,
    pub confirmed_at: Option<Timestamp>,
}

/// A brand-new account.
pub struct UserNew {
    /// Its id.
    pub id: UserId,
    /// The account its organizations will hang in; made with it, except for who comes by invitation.
    pub tenant: TenantId,
    /// Its address.
    pub email: MailAddress,
    /// Its name.
    pub name: Name,
    /// PHC string.
    pub password_hash: String,
}

/// A mailed token, to be kept as its hash.
pub struct UserTokenNew {
    /// SHA-256 of the token, in hex.
    pub hash: String,
    /// What the token is derived from.
    pub id: UserTokenId,
    /// Whose.
    pub user: UserId,
    /// What for.
    pub kind: TokenKind,
    /// When it stops working.
    pub expires_at: Timestamp,
    /// Name and password hash of the sign-up that asked for it.
    pub typed: Option<(Name, String)>,
    /// The address it proves, where that is not the account's.
    pub email: Option<MailAddress>,
}

/// A token that was redeemed just now.
#[derive(Debug, FromRow)]
#[expect(missing_docs, reason = "columns of user_token")]
pub struct UserTokenUsed {
    pub user_id: UserId,
    pub name: Option<String>,
    pub password_hash: Option<String>,
    pub email: Option<MailAddress>,
}

impl Tx {
    /// The account of an address, compared in lower case.
    pub async fn user_of_email(&mut self, email_key: &str) -> Result<Option<UserRow>> {
        self.maybe_shared(USER_OF_EMAIL { email_key: email_key.to_owned() }).await
    }

    /// Makes the account of somebody who comes in by invitation, in the inviter's tenant, its address proved. `false`: the
    /// address has one, and nothing may be committed.
    pub async fn user_join(&mut self, new: UserNew, at: Timestamp) -> Result<bool> {
        let UserNew { id, tenant, email, name, password_hash } = new;
        let email_key = email.key().to_owned();
        Ok(self.run_shared(USER_JOIN { id, tenant, email, email_key, name, password_hash, at }).await? == 1)
    }

    /// The address of an account that nobody had confirmed is proved by an invitation: name and password are its reader's, and
    /// whoever used the account before is out. `false`: it is confirmed already, and nothing may be committed.
    pub async fn user_claim(&mut self, id: UserId, name: Name, password_hash: String, at: Timestamp) -> Result<bool> {
        let claim = USER_CONFIRM { id, at, name: Some(name.into()), password_hash: Some(password_hash) };
        let claimed = self.run_shared(claim).await? == 1;
        self.run_shared(SESSIONS_END { user: id }).await?;
        self.run_shared(USER_TOKENS_END { user: id, now: at }).await?;
        Ok(claimed)
    }
}

impl Global {
    /// Makes a tenant and moves the account into it.
    pub async fn tenant_of_own(&mut self, user: UserId, tenant: TenantId, name: Name, at: Timestamp) -> Result<()> {
        self.run(TENANT_ADD { id: tenant, name, at }).await?;
        self.run(USER_MOVED { id: user, tenant }).await?;
        Ok(())
    }

    /// Makes an account and its tenant. `false`: the address has one, and nothing may be committed.
    pub async fn user_add(&mut self, new: UserNew, at: Timestamp) -> Result<bool> {
        self.run(TENANT_ADD { id: new.tenant, name: new.name.clone(), at }).await?;
        let email_key = new.email.key().to_owned();
        let user = USER_ADD {
            id: new.id,
            tenant: new.tenant,
            email: new.email,
            email_key,
            name: new.name,
            password_hash: new.password_hash,
            at,
        };
        Ok(self.run(user).await? == 1)
    }

    /// The account of an address, compared in lower case.
    pub async fn user_of_email(&mut self, email_key: &str) -> Result<Option<UserRow>> {
        self.maybe(USER_OF_EMAIL { email_key: email_key.to_owned() }).await
    }

    /// The account of that id.
    pub async fn user_by_id(&mut self, id: UserId) -> Result<Option<UserRow>> {
        self.maybe(USER_BY_ID { id }).await
    }

    /// Somebody signs up again with an address that nobody has confirmed: the newest try counts for signing in.
    pub async fn user_sign_up_again(&mut self, id: UserId, name: Name, password_hash: String) -> Result<u64> {
        self.run(USER_SIGN_UP_AGAIN { id, name, password_hash }).await
    }

    /// The address is proved. Answers whether it was not before.
    pub async fn user_confirm(&mut self, token: UserTokenUsed, at: Timestamp) -> Result<bool> {
        let UserTokenUsed { user_id, name, password_hash, .. } = token;
        Ok(self.run(USER_CONFIRM { id: user_id, at, name, password_hash }).await? == 1)
    }

    /// A new password, from a mailed link: that proves the address too.
    pub async fn user_set_password(&mut self, id: UserId, password_hash: String, at: Timestamp) -> Result<u64> {
        self.run(USER_SET_PASSWORD { id, password_hash, at }).await
    }

    /// A new password instead of the `known` one. `false`: it is another one by now.
    pub async fn user_change_password(&mut self, id: UserId, known: String, password_hash: String) -> Result<bool> {
        Ok(self.run(USER_CHANGE_PASSWORD { id, known, password_hash }).await? == 1)
    }

    /// A new name; what is signed already keeps the old one.
    pub async fn user_rename(&mut self, id: UserId, name: Name) -> Result<u64> {
        self.run(USER_RENAME { id, name }).await
    }

    /// What stands under everything they mail from now on.
    pub async fn user_sign(&mut self, id: UserId, signature: Signature) -> Result<u64> {
        self.run(USER_SIGN { id, signature }).await
    }

    /// What stands under their replies; empty for nothing.
    pub async fn user_signature(&mut self, id: UserId) -> Result<String> {
        let row: Option<(String,)> = self.maybe(USER_SIGNS { id }).await?;
        Ok(row.map(|row| row.0).unwrap_or_default())
    }

    /// Remembers where the user works, for the next sign-in.
    pub async fn user_used_org(&mut self, id: UserId, org: OrgId) -> Result<u64> {
        self.run(USER_USED_ORG { id, org }).await
    }

    /// Keeps a mailed token.
    pub async fn user_token_add(&mut self, new: UserTokenNew, at: Timestamp) -> Result<u64> {
        let (name, password_hash) = new.typed.map(|(name, hash)| (name.into(), hash)).unzip();
        let kind = new.kind.name().to_owned();
        let UserTokenNew { hash: token_hash, id, user, expires_at, email, .. } = new;
        self.run(USER_TOKEN_ADD { token_hash, id, user, kind, at, expires_at, name, password_hash, email }).await
    }

    /// The address a token proves, if it still works; changes nothing.
    pub async fn user_token_email(&mut self, hash: &str, now: Timestamp) -> Result<Option<MailAddress>> {
        let kind = TokenKind::Email.name().to_owned();
        let row: Option<(MailAddress,)> =
            self.maybe(USER_TOKEN_EMAIL { token_hash: hash.to_owned(), kind, now }).await?;
        Ok(row.map(|row| row.0))
    }

    /// The address the token of that id is to prove; nothing once it was used or ended.
    pub async fn user_token_email_of(&mut self, id: UserTokenId) -> Result<Option<MailAddress>> {
        let row: Option<(MailAddress,)> = self.maybe(USER_TOKEN_EMAIL_OF { id }).await?;
        Ok(row.map(|row| row.0))
    }

    /// Whose token this is, if it still works; changes nothing.
    pub async fn user_token_peek(&mut self, hash: &str, kind: TokenKind, now: Timestamp) -> Result<Option<UserRow>> {
        self.maybe(USER_TOKEN_PEEK { token_hash: hash.to_owned(), kind: kind.name().to_owned(), now }).await
    }

    /// Redeems a token, once.
    pub async fn user_token_use(
        &mut self,
        hash: &str,
        kind: TokenKind,
        now: Timestamp,
    ) -> Result<Option<UserTokenUsed>> {
        self.maybe(USER_TOKEN_USE { token_hash: hash.to_owned(), kind: kind.name().to_owned(), now }).await
    }

    /// Ends every token of a user.
    pub async fn user_tokens_end(&mut self, user: UserId, now: Timestamp) -> Result<u64> {
        self.run(USER_TOKENS_END { user, now }).await
    }

    /// The time of a token begins when its mail goes out. `false`: it was used or ended.
    pub async fn user_token_renew(&mut self, id: UserTokenId, kind: TokenKind, expires_at: Timestamp) -> Result<bool> {
        Ok(self.run(USER_TOKEN_RENEW { id, kind: kind.name().to_owned(), expires_at }).await? == 1)
    }

    /// Forgets tokens that ended before.
    pub async fn user_tokens_sweep(&mut self, before: Timestamp) -> Result<u64> {
        self.run(USER_TOKENS_SWEEP { before }).await
    }
}
