//! Sign up: makes an account that is nobody's until its address is confirmed.

use super::password::Password;
use crate::error::checked;
use crate::{Desk, Result};
use domain::job::Job;
use domain::text::Name;
use domain::{Field, MailAddress, Problems, TenantId, UserId};
use store::user::UserNew;

impl Desk {
    /// Signs somebody up and mails the address: a link to confirm it or, when it has an account, a word to its owner. The
    /// caller learns neither. Errors: `Invalid` with every field that is wrong.
    pub async fn account_sign_up(&self, name: &str, email: &str, password: &str) -> Result<()> {
        let mut problems = Problems::default();
        let name = problems.take(Field::Name, Name::parse(name));
        let email = problems.take(Field::Email, MailAddress::parse(email));
        let password = problems.take(Field::Password, Password::parse(password, email.as_ref()));
        checked(problems)?;
        let (Some(name), Some(email), Some(password)) = (name, email, password) else { return Ok(()) };

        // Known or not, one hash and one commit: neither the clock nor the answer tells which (security.md A6).
        let password_hash = self.password_hash(password).await?;
        if !self.may_mail(&email) {
            return self.as_if_mailed().await;
        }
        let at = self.now();
        let mut tx = self.store.write_global().await?;
        let known = tx.user_of_email(email.key()).await?;
        let user = match known {
            Some(user) if user.confirmed_at.is_some() => {
                tx.job_add(self.job_id(at), &Job::MailAlreadyRegistered { user: user.id }, at).await?;
                tx.commit().await?;
                self.job_ready();
                return Ok(());
            }
            Some(user) => {
                tx.user_sign_up_again(user.id, name.clone(), password_hash.clone()).await?;
                user.id
            }
            None => {
                let id = UserId(self.ports.ids.uuid(at));
                let tenant = TenantId(self.ports.ids.uuid(at));
                let new = UserNew {
                    id,
                    tenant,
                    email: email.clone(),
                    name: name.clone(),
                    password_hash: password_hash.clone(),
                };
                if !tx.user_add(new, at).await? {
                    // Somebody else signed up with it this very moment: their mail is on its way.
                    return Ok(());
                }
                id
            }
        };
        self.confirm_mail(&mut tx, user, Some((name, password_hash)), at).await?;
        tx.commit().await?;
        self.job_ready();
        Ok(())
    }
}
