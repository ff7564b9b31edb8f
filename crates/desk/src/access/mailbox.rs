//! Mail at the door: which organization an address belongs to. An address says where a mail goes, never who may read or write.

use super::{Actor, OrgCard, Scope};
use crate::role::RoleHere;
use crate::{Desk, Error, Result};
use domain::access::Sight;
use domain::{MailAddress, MailboxId, OrgId, TicketId, UserId};
use mail::thread::{Place, ReplyToken, ThreadKey, Who};
use uuid::Uuid;

/// What stands before the token in a reply address.
pub(crate) const REPLY: &str = "reply";
/// Under which domain addresses for forwarding are kept: the receiver's own may be renamed.
pub(crate) const FORWARD: &str = "forward.invalid";

/// The place of one address: a mail for it may be kept there, and nothing else.
#[derive(Clone, Debug)]
pub struct MailScope {
    org: OrgCard,
    mailbox: Option<MailboxId>,
    ticket: Option<TicketId>,
    rcpt: String,
}

impl MailScope {
    /// The organization behind the address.
    #[must_use]
    pub fn org(&self) -> &OrgCard {
        &self.org
    }
    /// Whether another address leads to the same place: they differ in what follows a plus sign, say.
    #[must_use]
    pub fn is_same_place(&self, other: &Self) -> bool {
        (self.org.id, self.mailbox, self.ticket) == (other.org.id, other.mailbox, other.ticket)
    }

    /// The mailbox, where the address is one's.
    #[must_use]
    pub fn mailbox(&self) -> Option<MailboxId> {
        self.mailbox
    }
    /// The ticket, where it is a good reply address.
    #[must_use]
    pub fn ticket(&self) -> Option<TicketId> {
        self.ticket
    }
    /// The address.
    #[must_use]
    pub fn rcpt(&self) -> &str {
        &self.rcpt
    }
    /// Opens the store for the organization.
    #[must_use]
    pub fn sight(&self) -> Sight {
        Sight::everything(self.org.id, None)
    }
}

/// The address to forward a mailbox's mail to, as the directory keeps it.
pub(crate) fn forward_key(mailbox: MailboxId) -> String {
    format!("{}@{FORWARD}", forward_local(mailbox))
}

/// What stands before the `@` of that address.
pub(crate) fn forward_local(mailbox: MailboxId) -> String {
    format!("m-{}", mailbox.0.simple())
}

/// Whether that is the address to forward a mailbox's mail to: whoever brings mail to it did not write it.
pub(crate) fn is_forward(rcpt: &str, mailbox: Option<MailboxId>) -> bool {
    let local = rcpt.rsplit_once('@').map(|(local, _)| local);
    local.zip(mailbox).is_some_and(|(local, mailbox)| local.eq_ignore_ascii_case(&forward_local(mailbox)))
}

impl Desk {
    /// The place a mail address belongs to: one mailbox's own, with or without what follows a plus sign, the one it is forwarded to,
    /// or a reply address that is good. Errors: `NotFound` for every other, so that nothing is relayed and nothing guessed (D13).
    pub async fn enter_mailbox(&self, address: &MailAddress) -> Result<MailScope> {
        let (local, domain) = address.key().split_once('@').unwrap_or_default();
        let is_receiver = self.settings.mail_domain.as_deref().is_some_and(|own| own.eq_ignore_ascii_case(domain));
        let token = local.strip_prefix(REPLY).is_some_and(|rest| rest.starts_with('+'));
        if let (true, true, Some(token)) = (is_receiver, token, ReplyToken::read(address)) {
            return self.enter_reply_address(&token, address).await;
        }
        let mut keys = vec![address.key().to_owned()];
        if let Some((base, _)) = local.split_once('+') {
            keys.push(format!("{base}@{domain}"));
        }
        if is_receiver {
            keys.push(format!("{local}@{FORWARD}"));
        }
        let mut tx = self.store.read_global().await?;
        for key in keys {
            let Some((org, mailbox)) = tx.mailbox_of_address(&key).await? else { continue };
            let org = OrgCard::from(org);
            let mut inside = tx.look(&Sight::everything(org.id, None)).await?;
            let record = inside.mailbox_record(mailbox).await?.ok_or(Error::NotFound)?;
            if !record.direction.receives() {
                return Err(Error::NotFound);
            }
            return Ok(MailScope { org, mailbox: Some(mailbox), ticket: None, rcpt: address.to_string() });
        }
        Err(Error::NotFound)
    }

    /// The mailbox itself, for whoever looks into its folder. Errors: `NotFound`.
    pub(crate) async fn enter_folder(&self, org: OrgId, mailbox: MailboxId) -> Result<MailScope> {
        let org: OrgCard = self.store.read_global().await?.org_entry_by_id(org).await?.ok_or(Error::NotFound)?.into();
        let mut tx = self.store.read(&Sight::everything(org.id, None)).await?;
        let record = tx.mailbox_record(mailbox).await?.ok_or(Error::NotFound)?;
        Ok(MailScope { org, mailbox: Some(mailbox), ticket: None, rcpt: record.address.to_string() })
    }

    /// Only a token that we made for somebody who still takes part: a revoked one is refused while its sender can be told.
    async fn enter_reply_address(&self, token: &ReplyToken, address: &MailAddress) -> Result<MailScope> {
        let ticket = token.ticket;
        let org = self.store.read_global().await?.org_of_ticket(ticket).await?.ok_or(Error::NotFound)?;
        let org = OrgCard::from(org);
        let mut tx = self.store.read(&Sight::everything(org.id, None)).await?;
        let customer = tx.ticket_customer(ticket).await?.ok_or(Error::NotFound)?;
        let place = Place { org: org.id, site: customer.mail_site_id };
        let key = self.thread_key()?;
        let is_for = |who, generation: i64| token.is_for(&key, place, who, generation_of(generation));
        let mut is_good = is_for(Who::Contact(customer.contact_id), customer.mail_generation);
        if !is_good {
            let members = tx.members_by_mail().await?;
            is_good = members.iter().any(|member| is_for(Who::User(member.user_id), member.mail_generation));
        }
        if !is_good {
            return Err(Error::NotFound);
        }
        Ok(MailScope { org, mailbox: None, ticket: Some(ticket), rcpt: address.to_string() })
    }

    /// The key of what we send out and want to know again.
    pub(crate) fn thread_key(&self) -> Result<ThreadKey> {
        ThreadKey::new(&self.keyed("mail", Uuid::nil(), &[])).map_err(|error| Error::Broken(error.to_string()))
    }

    /// A member as they are at this moment, known by their own reply address and nothing else. Errors: `NotFound`.
    pub(crate) async fn enter_by_mail(&self, org: OrgId, user: UserId) -> Result<Scope> {
        let mut tx = self.store.read_global().await?;
        let entry = tx.org_entry_by_id(org).await?.ok_or(Error::NotFound)?;
        let name = tx.user_by_id(user).await?.ok_or(Error::NotFound)?.name;
        let (org, key, reach) = tx.org_of_member(user, &entry.slug).await?.ok_or(Error::NotFound)?;
        let sight = Sight::of_member(org.org_id, user, reach);
        let role = RoleHere::of(&mut tx.look(&sight).await?, key).await?.unwrap_or_else(|| RoleHere::gone(key));
        Ok(Scope {
            actor: Actor::Member { id: user, name },
            permissions: role.permissions,
            role: Some(role.tag),
            sight,
            org: org.into(),
            ip: None,
        })
    }
}

/// As the proof of an address counts them.
pub(crate) fn generation_of(generation: i64) -> u32 {
    u32::try_from(generation).unwrap_or(u32::MAX)
}
