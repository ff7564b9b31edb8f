//! Accept an invitation without an account: the mailed link has proved the address, so the account is made with the
//! membership, or not at all (S2-29).

use crate::access::InvitationScope;
use crate::account::{Password, SignedIn};
use crate::audit::By;
use crate::error::checked;
use crate::{Desk, Error, Result};
use domain::text::Name;
use domain::{Field, MailAddress, OrgSlug, Problems, UserId};
use store::user::UserNew;

/// What somebody new says of themselves; their address stands in the invitation.
pub struct Newcomer {
    /// What they are called.
    pub name: String,
    /// Their new password.
    pub password: String,
    /// What their browser calls itself.
    pub user_agent: String,
    /// Where the request came from.
    pub ip: Option<String>,
}

impl Desk {
    /// Makes the account in the inviter's tenant, makes it a member, and signs its browser in. An account that nobody had
    /// confirmed becomes theirs. Errors: `Invalid` with every field that is wrong; `Unconfirmed` for a link that was not mailed;
    /// `Conflict` where the address has an account, which has to sign in; otherwise as for `invitation_accept`.
    pub async fn invitation_join(&self, door: &InvitationScope, new: Newcomer) -> Result<(SignedIn, OrgSlug)> {
        if !door.proves_address() {
            return Err(Error::Unconfirmed);
        }
        let email = MailAddress::parse(door.email()).map_err(|error| Error::Broken(error.to_string()))?;
        let mut problems = Problems::default();
        let name = problems.take(Field::Name, Name::parse(&new.name));
        let password = problems.take(Field::Password, Password::parse(&new.password, Some(&email)));
        checked(problems)?;
        let (Some(name), Some(password)) = (name, password) else {
            return Err(Error::Broken("a field without a value and without a problem".to_owned()));
        };
        let password_hash = self.password_hash(password).await?;
        let at = self.now();
        let mut tx = self.store.write(&door.sight()).await?;
        let role = self.invitation_taken(&mut tx, door, at).await?;
        let (user, is_theirs) = match tx.user_of_email(email.key()).await? {
            Some(known) => (known.id, tx.user_claim(known.id, name.clone(), password_hash, at).await?),
            None => {
                let (id, tenant) = (UserId(self.ports.ids.uuid(at)), door.org().tenant);
                let new = UserNew { id, tenant, email, name: name.clone(), password_hash };
                (id, tx.user_join(new, at).await?)
            }
        };
        if !is_theirs {
            // Dropped without a commit: the sessions of whoever has the account go on.
            return Err(Error::Conflict("This address has an account. Sign in with it to accept.".to_owned()));
        }
        let by = By::newcomer(Some(user), name.as_str(), new.ip);
        let seq = self.invitation_enter(&mut tx, door, &role, (user, name.as_str()), by, at).await?;
        tx.commit().await?;
        self.invitation_entered(door, seq, (user, name.as_str()));
        let mut tx = self.store.write_global().await?;
        let signed_in = self.session_open(&mut tx, user, &new.user_agent, at).await?;
        tx.commit().await?;
        Ok((signed_in, door.org().slug.clone()))
    }
}
