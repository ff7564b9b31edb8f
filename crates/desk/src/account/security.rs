//! How a person signs in: what the security page shows.

use super::sessions::utc;
use super::totp::SETUP_LIFE;
use crate::access::UserScope;
use crate::{Desk, Result};
use domain::user::{SecurityPage, TwoFactor};

impl Desk {
    /// Two-factor and passkeys. What was begun and not confirmed in time counts as never begun.
    pub async fn account_security(&self, user: &UserScope) -> Result<SecurityPage> {
        let mut tx = self.store.read_global().await?;
        let zone = utc()?;
        let two_factor = match tx.totp_of_user(user.id()).await? {
            None => TwoFactor::Off,
            Some(row) => match row.confirmed_at {
                Some(since) => {
                    TwoFactor::On { since: zone.moment(since), codes_left: tx.recovery_codes_left(user.id()).await? }
                }
                None if row.created_at.plus_seconds(SETUP_LIFE) > self.now() => {
                    TwoFactor::Begun(self.totp_setup(user, &row.secret)?)
                }
                None => TwoFactor::Off,
            },
        };
        let passkeys = self.passkeys_shown(&mut tx, user).await?;
        Ok(SecurityPage { two_factor, passkeys })
    }
}
