//! A logo by its address (S1-28, D23): fetched once, here, and kept like one that was sent. Browsers and mail programs of customers
//! never learn where it came from.

use crate::access::Scope;
use crate::account::throttle::FETCHES;
use crate::picture::MAX_BYTES;
use crate::ports::FetchError;
use crate::{Desk, Error, Result};
use domain::{Field, LogoId, Permission};

impl Desk {
    /// Makes the picture behind an `https` address the logo. Errors: `Forbidden` without `org:edit`; `SlowDown` after ten within
    /// the hour, whatever came of them; `Invalid(LogoUrl)` where nothing could be fetched, or what came is no picture.
    pub async fn org_logo_fetch(&self, scope: &Scope, address: &str) -> Result<LogoId> {
        scope.may(Permission::OrgEdit)?;
        let key = scope.org().id.to_string();
        self.fetches.attempt(&key, FETCHES, self.now()).map_err(Error::SlowDown)?;
        let fetched = self.ports.fetch.fetch(address.trim(), MAX_BYTES).await;
        let bytes = fetched.map_err(|why| {
            let (code, words) = told(why);
            Error::invalid_coded(Field::LogoUrl, code, words)
        })?;
        self.org_logo_keep(scope, bytes, Field::LogoUrl).await
    }
}

/// The code of a refusal, and what to do about it.
fn told(why: FetchError) -> (&'static str, &'static str) {
    match why {
        FetchError::Address => (
            "not_an_address",
            "Write an address that begins with https://, without a name, a password or an unusual port in it.",
        ),
        FetchError::Dns => ("dns", "There is no server of that name. Look for a slip in the address."),
        FetchError::Refused => {
            ("refused", "Nothing can be fetched there. It must be a server that everybody on the internet reaches.")
        }
        FetchError::Timeout => ("timeout", "The server there took too long. Try again, or send the file instead."),
        FetchError::Tls => ("tls", "The server there has no certificate that fits its name. Send the file instead."),
        FetchError::Status => (
            "status",
            "There is no picture at that address, or it leads on to another one. Open it in a browser, and copy where you end up.",
        ),
        FetchError::TooLarge => {
            ("too_large", "The picture there is larger than 2 MB. A smaller one is needed: 512 pixels are plenty.")
        }
    }
}
