//! Two-factor: codes of an app (TOTP, RFC 6238), and recovery codes for the day the app is gone.

use super::second_step::code_key;
use super::throttle::CODES;
use crate::access::UserScope;
use crate::{Desk, Error, Result};
use domain::job::{AccountNotice, Job};
use domain::user::{QrPicture, TotpSetup};
use domain::{Field, Timestamp, UserId};
use qrcodegen::{QrCode, QrCodeEcc};
use store::Global;
use totp_rs::{Builder, Totp};

/// Seconds to show a first code in.
pub(super) const SETUP_LIFE: i64 = 15 * 60;
/// Recovery codes of an account.
const RECOVERY_CODES: usize = 10;
/// Characters of one: 60 bits.
const RECOVERY_LENGTH: usize = 12;
/// No letter that is taken for another (Crockford's base 32).
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Where the secret stands, as part of its seal.
const PLACE: &str = "user_totp.secret";
/// Bytes of a secret (RFC 4226).
const SECRET: usize = 20;
/// Squares around a picture that stay light.
const MARGIN: i32 = 4;

/// A code as it was typed.
pub(super) enum Code {
    /// Six digits.
    App(String),
    /// One of the ten.
    Recovery(String),
}

/// Blanks and hyphens are for the eye. `None` for what can be neither.
pub(super) fn parse_code(text: &str) -> Option<Code> {
    let plain: String =
        text.chars().filter(|c| !c.is_whitespace() && *c != '-').map(|c| c.to_ascii_uppercase()).take(40).collect();
    if plain.len() == 6 && plain.bytes().all(|b| b.is_ascii_digit()) {
        return Some(Code::App(plain));
    }
    let plain: String = plain
        .chars()
        .map(|c| match c {
            'O' => '0',
            'I' | 'L' => '1',
            other => other,
        })
        .collect();
    (plain.len() == RECOVERY_LENGTH && plain.bytes().all(|b| ALPHABET.contains(&b))).then_some(Code::Recovery(plain))
}

impl Desk {
    /// Begins to set two-factor up, anew where it was begun before. Errors: `Unconfirmed`, `Invalid(CurrentPassword)`,
    /// `SlowDown`; `Conflict` when it is on.
    pub async fn account_totp_start(&self, user: &UserScope, password: &str) -> Result<()> {
        self.password_proved(user, password).await?;
        let at = self.now();
        let secret = &self.ports.ids.secret()[..SECRET];
        let sealed = self.seal(PLACE, user.id().0, secret)?;
        let mut tx = self.store.write_global().await?;
        if !tx.totp_start(user.id(), sealed, at).await? {
            return Err(Error::Conflict("Two-factor is on already. Turn it off first.".to_owned()));
        }
        Ok(tx.commit().await?)
    }

    /// Turns two-factor on with a first code; the answer is the recovery codes, which are shown this once. Errors:
    /// `Invalid(Code)`, `SlowDown`; `NotFound` when nothing is being set up, or not any more.
    pub async fn account_totp_confirm(&self, user: &UserScope, code: &str) -> Result<Vec<String>> {
        let at = self.now();
        let row = self.store.read_global().await?.totp_of_user(user.id()).await?;
        let waiting = |created: Timestamp| created.plus_seconds(SETUP_LIFE) > at;
        let row = row.filter(|row| row.confirmed_at.is_none() && waiting(row.created_at)).ok_or(Error::NotFound)?;
        let key = code_key(user.id());
        self.accounts.tries.attempt(&key, CODES, at).map_err(Error::SlowDown)?;
        let step = match parse_code(code) {
            Some(Code::App(digits)) => self.totp_step(user.id(), &row.secret, &digits, at)?,
            _ => None,
        };
        let step =
            step.ok_or_else(|| Error::invalid(Field::Code, "This code does not fit. Type the one the app shows now."))?;
        let mut tx = self.store.write_global().await?;
        if !tx.totp_confirm(user.id(), row.secret, step, at).await? {
            return Err(Error::NotFound);
        }
        let codes = self.recovery_codes_made(&mut tx, user.id()).await?;
        self.account_notice(&mut tx, user.id(), AccountNotice::TwoFactorOn, at).await?;
        tx.commit().await?;
        self.accounts.tries.clear(&key);
        self.job_ready();
        Ok(codes)
    }

    /// Forgets what is being set up; nothing happens where nothing is.
    pub async fn account_totp_cancel(&self, user: &UserScope) -> Result<()> {
        let mut tx = self.store.write_global().await?;
        tx.totp_cancel(user.id()).await?;
        Ok(tx.commit().await?)
    }

    /// Turns two-factor off, with its recovery codes. Errors: `Invalid(CurrentPassword)`, `SlowDown`; `NotFound` when it is
    /// not on.
    pub async fn account_totp_stop(&self, user: &UserScope, password: &str) -> Result<()> {
        self.password_proved(user, password).await?;
        let at = self.now();
        let mut tx = self.store.write_global().await?;
        if !tx.totp_stop(user.id()).await? {
            return Err(Error::NotFound);
        }
        self.account_notice(&mut tx, user.id(), AccountNotice::TwoFactorOff, at).await?;
        tx.commit().await?;
        self.job_ready();
        Ok(())
    }

    /// New recovery codes instead of all older ones, shown this once. Errors: as [`Self::account_totp_stop`].
    pub async fn account_recovery_renew(&self, user: &UserScope, password: &str) -> Result<Vec<String>> {
        self.password_proved(user, password).await?;
        let at = self.now();
        let mut tx = self.store.write_global().await?;
        if !tx.totp_is_on(user.id()).await? {
            return Err(Error::NotFound);
        }
        let codes = self.recovery_codes_made(&mut tx, user.id()).await?;
        self.account_notice(&mut tx, user.id(), AccountNotice::RecoveryCodesRenewed, at).await?;
        tx.commit().await?;
        self.job_ready();
        Ok(codes)
    }

    /// What the app needs to know, in text and as a picture.
    pub(super) fn totp_setup(&self, user: &UserScope, sealed: &str) -> Result<TotpSetup> {
        let totp = self.totp(user.id(), sealed, Some(&user.user().email))?;
        let uri = totp.to_url().map_err(broken)?;
        let secret = totp.secret().to_base32();
        let groups: Vec<&str> =
            secret.as_bytes().chunks(4).filter_map(|group| std::str::from_utf8(group).ok()).collect();
        Ok(TotpSetup { secret: groups.join(" "), picture: picture(&uri)?, uri })
    }

    /// The time step whose code these digits are, among this one and its neighbours.
    pub(super) fn totp_step(&self, user: UserId, sealed: &str, digits: &str, at: Timestamp) -> Result<Option<i64>> {
        let seconds = u64::try_from(at.0 / 1_000_000).unwrap_or_default();
        let step = self.totp(user, sealed, None)?.check(digits, seconds);
        Ok(step.and_then(|step| i64::try_from(step).ok()))
    }

    fn totp(&self, user: UserId, sealed: &str, mail: Option<&str>) -> Result<Totp> {
        let secret = self.unseal(PLACE, user.0, sealed)?;
        let totp = Builder::new().with_secret(secret).with_issuer(Some("Helpstead"));
        // Apps show who it is for; a colon would end the name.
        let named = mail.map_or(String::new(), |mail| mail.replace(':', " "));
        totp.with_account_name(named).build().map_err(broken)
    }

    async fn recovery_codes_made(&self, tx: &mut Global, user: UserId) -> Result<Vec<String>> {
        let codes: Vec<String> = (0..RECOVERY_CODES).map(|_| recovery_code(self.ports.ids.secret())).collect();
        let hashes = codes.iter().map(|code| self.recovery_hash(user, &code.replace('-', ""))).collect();
        tx.recovery_codes_set(user, hashes).await?;
        Ok(codes)
    }

    /// What is kept of a recovery code: who has the database alone cannot try all of them.
    pub(super) fn recovery_hash(&self, user: UserId, code: &str) -> String {
        self.keyed_hash("recovery", user.0, code)
    }

    /// Mails the person what was done with their account.
    pub(super) async fn account_notice(
        &self,
        tx: &mut Global,
        user: UserId,
        notice: AccountNotice,
        at: Timestamp,
    ) -> Result<()> {
        Ok(tx.job_add(self.job_id(at), &Job::MailAccountNotice { user, notice }, at).await?)
    }
}

/// Such as `7KQ2-M4XD-9TRH`: five of eight bits of each byte, all equally likely.
fn recovery_code(secret: [u8; 32]) -> String {
    let letters: Vec<char> =
        secret.iter().take(RECOVERY_LENGTH).map(|byte| char::from(ALPHABET[usize::from(byte & 31)])).collect();
    letters.chunks(4).map(String::from_iter).collect::<Vec<_>>().join("-")
}

/// The text as a QR code; each run of dark squares of a row is one rectangle.
fn picture(text: &str) -> Result<QrPicture> {
    let code = QrCode::encode_text(text, QrCodeEcc::Medium).map_err(broken)?;
    let mut path = String::new();
    for y in 0..code.size() {
        let mut x = 0;
        while x < code.size() {
            let run = (x..code.size()).take_while(|x| code.get_module(*x, y)).count();
            let run = i32::try_from(run).unwrap_or_default();
            if run > 0 {
                path.push_str(&format!("M{} {}h{run}v1h-{run}z", x + MARGIN, y + MARGIN));
            }
            x += run.max(1);
        }
    }
    Ok(QrPicture { size: code.size() + 2 * MARGIN, path })
}

fn broken(error: impl std::fmt::Display) -> Error {
    Error::Broken(error.to_string())
}

#[cfg(test)]
mod tests {
    use super::{Code, parse_code, picture, recovery_code};

    #[test]
    fn codes_are_read_as_people_type_them() {
        assert!(matches!(parse_code(" 123 456 "), Some(Code::App(code)) if code == "123456"));
        assert!(matches!(parse_code("7kq2-m4xd 9trh"), Some(Code::Recovery(code)) if code == "7KQ2M4XD9TRH"));
        assert!(matches!(parse_code("OIl2-M4XD-9TRH"), Some(Code::Recovery(code)) if code == "0112M4XD9TRH"));
        for bad in ["", "12345", "1234567", "12345a", "7KQ2-M4XD-9TR", "7KQ2-M4XD-9TRU", &"1".repeat(100_000)] {
            assert!(parse_code(bad).is_none(), "{bad}");
        }
    }

    #[test]
    fn a_recovery_code_reads_back() {
        let code = recovery_code(std::array::from_fn(|i| u8::try_from(i * 7).expect("small")));
        assert_eq!(code.len(), 14);
        assert!(matches!(parse_code(&code), Some(Code::Recovery(read)) if read == code.replace('-', "")));
    }

    #[test]
    fn a_picture_has_its_three_corners_and_a_quiet_margin() {
        let picture = picture("otpauth://totp/Helpstead:ana%40acme.example?secret=ABCDEFGHIJKLMNOP").expect("fits");
        assert!(picture.size > 29 + 8 - 1, "{}", picture.size);
        // A corner begins with seven dark squares in a row.
        assert!(picture.path.starts_with("M4 4h7v1h-7z"), "{}", picture.path);
        assert!(picture.path.contains(&format!("M{} 4h7v1h-7z", picture.size - 4 - 7)));
        assert!(picture.path.contains(&format!("M4 {}h7v1h-7z", picture.size - 4 - 7)));
    }
}
