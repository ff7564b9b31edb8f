//! A mailbox as somebody typed it, checked field by field against what the organization has.

use crate::access::mailbox::{FORWARD, REPLY};
use crate::error::checked;
use crate::mail_out::{IMAP_SECRET, SMTP_SECRET};
use crate::{Desk, Error, Result};
use domain::mail_server::ServerUse;
use domain::mailbox::{INTERVAL, INTERVALS, MailboxKind, MailboxTyped, ServerCard, ServerTyped};
use domain::text::Name;
use domain::{Field, MailAddress, MailboxId, Problems, SiteId, SiteSlug};
use store::Tx;
use store::mailbox::{MailboxRecord, MailboxSet};

/// The most characters of a folder's name.
const FOLDER: usize = 200;
/// Whoever looks after mail at the receiver's domain, not one of its organizations (RFC 2142, RFC 5321 section 4.5.1).
const KEEPERS: [&str; 3] = ["postmaster", "abuse", "mailer-daemon"];

/// What may be kept.
pub(super) struct Checked {
    /// Its address.
    pub(super) address: MailAddress,
    /// Everything else.
    pub(super) set: MailboxSet,
    /// The fields of passwords that are new.
    pub(super) passwords: Vec<Field>,
}

/// A server with its password under seal.
struct Server {
    card: ServerCard,
    secret: Option<String>,
    is_new: bool,
}

impl Desk {
    /// What was typed for the mailbox `id`, over what is kept of it. Errors: `Invalid` with everything that is wrong, by field.
    pub(super) async fn mailbox_checked(
        &self,
        tx: &mut Tx,
        id: MailboxId,
        typed: MailboxTyped,
        kept: Option<&MailboxRecord>,
    ) -> Result<Checked> {
        let mut problems = Problems::default();
        let address = self.address(&typed.address, kept, &mut problems);
        if let (Some(new), None) = (&address, kept)
            && tx.mail_domain_is_foreign(new.domain()).await?
        {
            let words =
                "Somebody else has proven that this domain is theirs. Choose an address of a domain of your own.";
            problems.add(Field::Address, words);
        }
        let name = match typed.name.trim() {
            "" => Some(String::new()),
            name => problems.take(Field::Name, Name::parse(name)).map(String::from),
        };
        let site = known_site(tx, &typed.site, &mut problems).await?;
        self.may_receive(&typed, kept, &mut problems);
        if let Some(team) = typed.team
            && tx.team_tag(team).await?.is_none()
        {
            problems.add(Field::Team, "Choose a team of the organization, or none.");
        }
        if let Some(priority) = typed.priority
            && tx.priority_by_id(priority).await?.is_none()
        {
            problems.add(Field::Priority, "Choose a priority of the organization, or none.");
        }
        let folder = folder(&typed.folder, &mut problems);
        let interval = if typed.interval == 0 { INTERVAL } else { typed.interval };
        if !INTERVALS.contains(&interval) {
            problems.add(Field::Interval, "Choose from 30 seconds to 3600, which is an hour.");
        }
        let imap = match typed.kind {
            MailboxKind::Imap => {
                let typed = typed.imap.unwrap_or_default();
                self.server(ServerUse::Folder, id, &typed, kept, &mut problems)?
            }
            MailboxKind::Receiver => None,
        };
        let smtp = match typed.smtp.filter(|typed| !typed.is_empty()) {
            Some(typed) => self.server(ServerUse::Sending, id, &typed, kept, &mut problems)?,
            None => None,
        };
        checked(problems)?;
        let (Some(address), Some(name), Some(site)) = (address, name, site) else {
            return Err(Error::Broken("a field without a value and without a problem".to_owned()));
        };
        let mut passwords = Vec::new();
        let mut parts = |server: Option<Server>, field| match server {
            Some(Server { card, secret, is_new }) => {
                passwords.extend(is_new.then_some(field));
                (Some(card), secret)
            }
            None => (None, None),
        };
        let (imap, imap_secret) = parts(imap, Field::ImapPassword);
        let (smtp, smtp_secret) = parts(smtp, Field::SmtpPassword);
        let (kind, direction, team, priority) = (typed.kind, typed.direction, typed.team, typed.priority);
        let set = MailboxSet {
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
        Ok(Checked { address, set, passwords })
    }

    /// The address of a new mailbox, or the one that is kept: for ever.
    fn address(&self, typed: &str, kept: Option<&MailboxRecord>, problems: &mut Problems) -> Option<MailAddress> {
        if let Some(kept) = kept {
            if !typed.trim().is_empty() && MailAddress::parse(typed).as_ref() != Ok(&kept.address) {
                problems
                    .add(Field::Address, "The address stays as it is. Connect another mailbox for another address.");
            }
            return Some(kept.address.clone());
        }
        let address = problems.take(Field::Address, MailAddress::parse(typed))?;
        let (local, domain) = address.key().split_once('@').unwrap_or_default();
        if local.contains('+') {
            let words = "Leave out the plus sign and what follows it: a mailbox gets that mail as well.";
            problems.add(Field::Address, words);
        } else if self.is_reserved(&address, local, domain) {
            problems.add(Field::Address, "This address belongs to the installation itself. Choose another one.");
        }
        Some(address)
    }

    /// Whether an address means something to the installation: nobody may have its mail, or pretend to be it.
    pub(crate) fn is_reserved(&self, address: &MailAddress, local: &str, domain: &str) -> bool {
        if domain == FORWARD || address.as_str().eq_ignore_ascii_case(&self.settings.mail_from) {
            return true;
        }
        let is_receivers = self.settings.mail_domain.as_deref().is_some_and(|own| own.eq_ignore_ascii_case(domain));
        let is_forward = local.strip_prefix("m-").is_some_and(|id| uuid::Uuid::try_parse(id).is_ok());
        is_receivers && (local == REPLY || is_forward || KEEPERS.contains(&local))
    }

    /// A mailbox that waits for mail at a receiver needs one. Where there was one when it was made, it stays as it is.
    fn may_receive(&self, typed: &MailboxTyped, kept: Option<&MailboxRecord>, problems: &mut Problems) {
        let waits = |kind, receives| kind == MailboxKind::Receiver && receives;
        let waited = kept.is_some_and(|kept| waits(kept.kind, kept.direction.receives()));
        if waits(typed.kind, typed.direction.receives()) && !waited && self.settings.mail_domain.is_none() {
            let words = "This installation receives no mail itself. Look into a mailbox elsewhere, or ask whoever runs it for a receiver.";
            problems.add(Field::Kind, words);
        }
    }

    /// A server with its password: the one that was typed, or the one that is kept while it is for the same person at the same server.
    fn server(
        &self,
        what: ServerUse,
        id: MailboxId,
        typed: &ServerTyped,
        kept: Option<&MailboxRecord>,
        problems: &mut Problems,
    ) -> Result<Option<Server>> {
        let [_, _, user_field, password_field] = what.fields();
        let Some(card) = typed.card(what, problems) else { return Ok(None) };
        let (place, kept) = match what {
            ServerUse::Folder => (IMAP_SECRET, kept.and_then(|kept| kept.imap.as_ref().zip(kept.imap_secret.as_ref()))),
            ServerUse::Sending => {
                (SMTP_SECRET, kept.and_then(|kept| kept.smtp.as_ref().zip(kept.smtp_secret.as_ref())))
            }
        };
        let (secret, is_new) = match (card.user.is_empty(), typed.password.is_empty()) {
            (true, true) => (None, false),
            (true, false) => {
                problems.add(user_field, "Write whose password it is, or leave both empty.");
                return Ok(None);
            }
            (false, false) => (Some(self.seal(place, id.0, typed.password.as_bytes())?), true),
            (false, true) => match kept {
                Some((old, secret)) if old.0.host == card.host && old.0.user == card.user => {
                    (Some(secret.clone()), false)
                }
                Some(_) => {
                    let words = "Type the password again: the server or the user is another one now.";
                    problems.add(password_field, words);
                    return Ok(None);
                }
                None => {
                    problems.add(password_field, "Type the password.");
                    return Ok(None);
                }
            },
        };
        Ok(Some(Server { card, secret, is_new }))
    }
}

async fn known_site(tx: &mut Tx, typed: &str, problems: &mut Problems) -> Result<Option<SiteId>> {
    let site = match SiteSlug::parse(typed) {
        Ok(slug) => tx.site_head(&slug).await?.map(|site| site.id),
        Err(_) => None,
    };
    if site.is_none() {
        problems.add(Field::Site, "Choose a site of the organization.");
    }
    Ok(site)
}

fn folder(typed: &str, problems: &mut Problems) -> String {
    let folder = typed.trim();
    if folder.chars().count() > FOLDER || folder.chars().any(char::is_control) {
        problems.add(Field::Folder, "Write the folder's name as the server says it, at most 200 visible characters.");
    }
    if folder.is_empty() { "INBOX".to_owned() } else { folder.to_owned() }
}
