//! Send one mail about a ticket: the same every time it is tried, so that after a crash it is one mail.

use super::Sender;
use super::thread::before;
use crate::access::Scope;
use crate::access::mailbox::{REPLY, generation_of};
use crate::job::Went;
use crate::ports::{NotSent, OutgoingMail};
use crate::{Desk, Error, Result};
use domain::event::Event;
use domain::mail::MailOutState;
use domain::{JobId, MailAddress, TicketId, Timestamp};
use mail::guard::{Outgoing, marks};
use mail::thread::{Place, ThreadKey, Who, marker, message_id, reply_address};
use mail::{Envelope, Letter, Person, compose};
use store::Tx;
use store::job::ClaimedJob;
use store::mail_out::MailOutKind;
use store::mail_settings::TicketCustomer;

/// Seconds of the day that the limit is for.
const DAY: i64 = 86_400;
/// Seconds until a reply that found no room in its day is looked at again: at least, so that they do not all come at once for the one
/// place, and at most, so that a limit that was raised is noticed.
const SOONEST: i64 = 60;
const LATEST: i64 = 1800;
/// Seconds in which one address gets one acknowledgement; more would make us a mail bomb in somebody else's hand (INV-13).
const ACK_WINDOW: i64 = 3600;
/// Seconds in which an agent gets one mail about one ticket: between two machines that both pretend to be people, this is what ends it.
const AGENT_WINDOW: i64 = 600;

/// A mail about a ticket, before its words: from whom, to whom, and how an answer finds back.
pub(super) struct Post {
    pub(super) ticket: TicketId,
    pub(super) customer: TicketCustomer,
    pub(super) sender: Sender,
    /// Where an answer goes, with the proof for whom it was made.
    pub(super) reply_to: Option<MailAddress>,
    place: Place,
    key: ThreadKey,
    /// The mails that it names, and last the one that it answers.
    ids: Vec<String>,
}

impl Post {
    /// Whether what the reader answers comes in.
    pub(super) fn answer_by_mail(&self) -> bool {
        self.reply_to.is_some() || self.sender.receives
    }

    /// Where a bounce goes: to the address in From, and where nothing comes in under that, to the reader's reply address. A server of the
    /// mailbox's own sends for its own addresses alone; and where mail is not signed, SPF of the domain in From speaks for it.
    fn return_path(&self, from: String, signed: bool) -> String {
        let Sender { is_platform, receives, by, answers, .. } = &self.sender;
        let may_be_elsewhere = by.is_none() && (signed || *is_platform);
        match &self.reply_to {
            // A mailbox whose place is taken is nobody's proof, as a return path neither.
            Some(reply_to) if answers.as_ref() == Some(reply_to) => from,
            Some(reply_to) if !receives && may_be_elsewhere && !from.is_empty() => reply_to.to_string(),
            _ => from,
        }
    }
}

/// Whether a mail may go.
enum Goes {
    /// It may, and counts.
    Now,
    /// Not at all, and why.
    Never(String),
    /// Not before then, and why.
    Later(String, Timestamp),
}

/// Who gets a mail, and what kind of mail it is.
pub(super) struct To {
    pub(super) person: Person,
    pub(super) cc: Vec<MailAddress>,
    /// The one of them who gets this mail.
    pub(super) reader: MailAddress,
    pub(super) kind: Outgoing,
}

impl Desk {
    /// What every mail about `ticket` needs. `who` gets it: the reply address is theirs alone.
    pub(super) async fn mail_post(
        &self,
        tx: &mut Tx,
        ticket: TicketId,
        who: Option<(Who, i64)>,
        id: JobId,
    ) -> Result<Post> {
        let customer = tx.ticket_customer(ticket).await?.ok_or(Error::NotFound)?;
        let sender = self.mail_sender(tx, ticket).await?;
        let place = Place { org: tx.org(), site: customer.mail_site_id };
        let key = self.thread_key()?;
        let for_customer = who.is_none();
        let (who, generation) = who.unwrap_or((Who::Contact(customer.contact_id), customer.mail_generation));
        let base =
            self.settings.mail_domain.as_ref().and_then(|own| MailAddress::parse(&format!("{REPLY}@{own}")).ok());
        let reply_to = base.and_then(|base| reply_address(&key, place, ticket, who, generation_of(generation), &base));
        // A customer is known by what they answer as well; a member only by an address of their own.
        let reply_to = reply_to.or_else(|| sender.answers.clone().filter(|_| for_customer));
        let ids = before(tx, (&key, place), ticket, id, sender.from.domain()).await?;
        Ok(Post { ticket, customer, sender, reply_to, place, key, ids })
    }

    /// Sends, and writes down what became of it. A mail that is refused for good is not tried again.
    pub(super) async fn mail_send(
        &self,
        claimed: &ClaimedJob,
        scope: &Scope,
        post: &Post,
        to: To,
        letter: &Letter,
    ) -> Result<Went> {
        match self.mail_goes(scope, claimed.id).await? {
            Goes::Now => {}
            Goes::Never(said) => {
                self.mail_withheld(scope, claimed.id, post.ticket, &said).await?;
                return Ok(Went::Done);
            }
            Goes::Later(said, until) => {
                self.mail_waits(scope, claimed.id, post.ticket, &said).await?;
                return Ok(Went::Later(until));
            }
        }
        let sender = &post.sender;
        let envelope = Envelope {
            message_id: message_id(&post.key, post.place, post.ticket, claimed.id.0),
            in_reply_to: post.ids.last().cloned(),
            references: post.ids.clone(),
            from_name: if sender.name.is_empty() { scope.org().name.clone() } else { sender.name.clone() },
            from: sender.from.clone(),
            reply_to: post.reply_to.clone(),
            to: to.person,
            cc: to.cc,
            marks: marks(to.kind, &marker(&post.key, post.place)),
            at: claimed.created_at,
        };
        let sent = compose(&envelope, letter).map_err(|error| Error::Broken(error.to_string()))?;
        let (raw, signed) = self.mail_signed(scope, sender.from.domain(), sent.raw).await?;
        let mail = OutgoingMail {
            org: claimed.org,
            id: claimed.id.0,
            return_path: post.return_path(sent.return_path, signed),
            to: vec![to.reader.to_string()],
            raw,
            by: None,
        };
        let outcome = self.mail_handed(mail, sender.by.as_ref()).await;
        self.mail_went(scope, claimed, post, outcome).await?;
        Ok(Went::Done)
    }

    async fn mail_went(
        &self,
        scope: &Scope,
        claimed: &ClaimedJob,
        post: &Post,
        outcome: std::result::Result<(), NotSent>,
    ) -> Result<()> {
        let at = self.now();
        match outcome {
            Ok(()) => {
                let mut tx = self.store.write(scope.sight()).await?;
                let fresh = tx.mail_out_sent(claimed.id, post.sender.mailbox, post.sender.from.domain(), at).await?;
                let is_reply = tx.mail_out(claimed.id).await?.is_some_and(|mail| mail.kind == "reply");
                let event = (fresh && is_reply).then_some(Event::TicketMailSent);
                self.mail_event(tx, scope, post.ticket, event, at).await?;
                self.mail_server_seen(scope, &post.sender, None).await
            }
            Err(NotSent { said, for_good: true }) => {
                let mut tx = self.store.write(scope.sight()).await?;
                let to = tx.mail_out(claimed.id).await?.map_or_else(|| post.customer.email.clone(), |mail| mail.to_key);
                let fresh = tx.mail_out_ended(claimed.id, MailOutState::Failed, &said).await?;
                let event = fresh.then_some(Event::TicketMailFailed { to, said });
                self.mail_event(tx, scope, post.ticket, event, at).await
            }
            Err(NotSent { said, for_good: false }) => {
                self.mail_tried(scope, claimed.id, post.ticket, &said).await?;
                self.mail_server_seen(scope, &post.sender, Some(&said)).await?;
                Err(Error::Broken(said))
            }
        }
    }

    /// It did not go this time. What the server said is told to the screens when it is not what it said before.
    pub(super) async fn mail_tried(&self, scope: &Scope, id: JobId, ticket: TicketId, said: &str) -> Result<()> {
        let mut tx = self.store.write(scope.sight()).await?;
        let mail = tx.mail_out(id).await?;
        let tried = tx.mail_out_tried(id, said).await?;
        let is_news = tried && mail.is_some_and(|mail| mail.kind == "reply" && mail.said != said);
        let event = is_news.then(|| Event::TicketMailDelayed { said: said.to_owned() });
        self.mail_event(tx, scope, ticket, event, self.now()).await
    }

    /// Commits, and tells the screens where there is something to tell.
    pub(super) async fn mail_event(
        &self,
        mut tx: Tx,
        scope: &Scope,
        ticket: TicketId,
        event: Option<Event>,
        at: Timestamp,
    ) -> Result<()> {
        let Some(event) = event else { return Ok(tx.commit().await?) };
        let code = tx.ticket_by_id(ticket).await?.map(|ticket| ticket.code);
        let seq = tx.record(&event, Some(ticket), None, scope.actor().name(), at).await?;
        tx.commit().await?;
        self.changed(scope.org(), seq, &event, code.as_ref(), None);
        Ok(())
    }

    /// Counts the mail before it goes, under the organization's lock: of two at once the second sees the first. Answers why it may not
    /// go, if so. A reply that finds no room in its day goes when there is some: somebody wrote it, and somebody waits for it.
    async fn mail_goes(&self, scope: &Scope, id: JobId) -> Result<Goes> {
        let at = self.now();
        let mut tx = self.store.write(scope.sight()).await?;
        // One that went, came back or was given up is over, however its job came to be here again.
        let mail = tx.mail_out(id).await?.filter(|mail| mail.state == MailOutState::Waiting).ok_or(Error::NotFound)?;
        let settings = tx.mail_settings().await?;
        if mail.kind == MailOutKind::Acknowledgement.as_str() {
            let (kind, since, limit) = (MailOutKind::Acknowledgement, at.plus_seconds(-ACK_WINDOW), settings.ack_limit);
            if !settings.acknowledges {
                return Ok(Goes::Never("Acknowledgements are off.".to_owned()));
            }
            if tx.mail_out_to(&mail.to_key, kind, since, id).await? {
                return Ok(Goes::Never("This address got an acknowledgement within the hour.".to_owned()));
            }
            if tx.mail_out_kind_since(kind, since, limit, id).await? >= limit {
                return Ok(Goes::Never(format!("The limit of {limit} acknowledgements an hour is reached.")));
            }
        }
        if mail.kind == MailOutKind::Agent.as_str() {
            let since = at.plus_seconds(-AGENT_WINDOW);
            if tx.mail_out_to_agent(mail.ticket_id, &mail.to_key, since, id).await? {
                return Ok(Goes::Never("The agent got a mail about this ticket within ten minutes.".to_owned()));
            }
        }
        let limit = settings.day_limit.min(self.settings.mail_day_limit);
        if tx.mail_out_since(at.plus_seconds(-DAY), limit, id).await? >= limit {
            let raised = match limit < settings.day_limit {
                true => "It is that of the whole installation.",
                false => "An admin can raise it under Mailboxes.",
            };
            let said = format!("The limit of {limit} mails a day is reached. {raised}");
            if ![MailOutKind::Reply, MailOutKind::Copy].map(MailOutKind::as_str).contains(&mail.kind.as_str()) {
                return Ok(Goes::Never(said));
            }
            let room = tx.mail_out_nth((limit - 1).max(0), id).await?.map(|sent| sent.plus_seconds(DAY));
            let until = room.unwrap_or(at).clamp(at.plus_seconds(SOONEST), at.plus_seconds(LATEST));
            return Ok(Goes::Later(format!("{said} It goes by itself when there is room."), until));
        }
        tx.mail_out_goes(id, at).await?;
        tx.commit().await?;
        Ok(Goes::Now)
    }

    /// It goes later, and that stands beside its message.
    async fn mail_waits(&self, scope: &Scope, id: JobId, ticket: TicketId, said: &str) -> Result<()> {
        let mut tx = self.store.write(scope.sight()).await?;
        let is_news = tx.mail_out_waits(id, said).await?;
        let is_reply = tx.mail_out(id).await?.is_some_and(|mail| mail.kind == "reply");
        let event = (is_news && is_reply).then(|| Event::TicketMailWithheld { said: said.to_owned() });
        self.mail_event(tx, scope, ticket, event, self.now()).await
    }

    /// It will not go, and that stands beside its message.
    pub(super) async fn mail_withheld(&self, scope: &Scope, id: JobId, ticket: TicketId, said: &str) -> Result<()> {
        let mut tx = self.store.write(scope.sight()).await?;
        let fresh = tx.mail_out_ended(id, MailOutState::Withheld, said).await?;
        let is_reply = fresh && tx.mail_out(id).await?.is_some_and(|mail| mail.kind == "reply");
        let event = is_reply.then(|| Event::TicketMailWithheld { said: said.to_owned() });
        self.mail_event(tx, scope, ticket, event, self.now()).await
    }

    /// The mail with the signature of the sender's domain, where one is kept whose record others can see, and whether it has one.
    async fn mail_signed(&self, scope: &Scope, domain: &str, raw: Vec<u8>) -> Result<(Vec<u8>, bool)> {
        let found = self.store.read(scope.sight()).await?.mail_domain(domain).await?;
        let Some(record) = found.filter(|record| record.is_seen) else { return Ok((raw, false)) };
        let private = self.unseal(super::DKIM_SECRET, record.id.0, &record.secret)?;
        let signed = self.ports.trust.sign(&raw, domain, &record.selector, &private).map_err(Error::Broken)?;
        Ok((signed, true))
    }
}
