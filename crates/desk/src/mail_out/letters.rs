//! The letters about tickets: content is read when the job runs, links are derived, and the time of a link begins now.

use super::send::{Post, To};
use crate::access::Scope;
use crate::job::Went;
use crate::ticket::new::LINK_LIFE;
use crate::{Desk, Error, Result};
use domain::organization::logo_path;
use domain::signature::Signature;
use domain::{AttachmentId, JobId, MailAddress, MessageId, Permission, TicketId, UserId};
use mail::guard::Outgoing;
use mail::thread::Who;
use mail::ticket::{About, Reply, Wrote};
use mail::{Attached, Brand, Letter, Person};
use store::job::ClaimedJob;
use store::mail_out::MailOutKind;
use store::ticket::mail::TicketMailRow;

/// Bytes of files that go with one mail; what is more is left to the page.
const FILES: usize = 10 * 1024 * 1024;

/// A ticket's mail before its words.
struct TicketMail {
    scope: Scope,
    row: TicketMailRow,
    post: Post,
    /// The customer's page.
    url: String,
    brand: Brand,
}

impl TicketMail {
    fn about(&self) -> About<'_> {
        About {
            code: &self.row.code,
            site: &self.row.site_name,
            url: Some(&self.url),
            brand: &self.brand,
            answer_by_mail: self.post.answer_by_mail(),
        }
    }

    fn customer(&self, kind: Outgoing) -> Result<To> {
        let person = Person::from(address(&self.row.contact_email)?);
        Ok(To { reader: person.address.clone(), person, cc: Vec::new(), kind })
    }
}

impl Desk {
    /// "Your ticket arrived": one an hour to one address, as many as the organization allows to all.
    pub(crate) async fn mail_ticket_opened(&self, claimed: &ClaimedJob, ticket: TicketId) -> Result<Went> {
        let mail = self.ticket_mail(claimed, ticket, None).await?;
        let letter = mail::ticket::opened(mail.about());
        self.mail_send(claimed, &mail.scope, &mail.post, mail.customer(Outgoing::Reply)?, &letter).await
    }

    /// A public reply, to its customer or to somebody who is copied in: the mail that was written down says to whom.
    pub(crate) async fn mail_ticket_replied(
        &self,
        claimed: &ClaimedJob,
        ticket: TicketId,
        message: MessageId,
    ) -> Result<Went> {
        let mail = self.ticket_mail(claimed, ticket, None).await?;
        let mut tx = self.store.read(mail.scope.sight()).await?;
        let said = tx.message_mail(ticket, message).await?.ok_or(Error::NotFound)?;
        let signature = tx.org_record().await?.signature;
        let own = match said.author_user_id {
            Some(user) => Signature::parse(&tx.member_signature(user).await?).unwrap_or_default(),
            None => Signature::default(),
        };
        let files = tx.attachments_of_ticket(ticket).await?.into_iter().filter(|file| file.message_id == message);
        let files = files.map(|file| (file.id, file.name)).collect();
        let written = tx.mail_out(claimed.id).await?.ok_or(Error::NotFound)?;
        drop(tx);
        let (attachments, left_out) = self.attached(&mail.scope, files).await?;
        let left_out: Vec<&str> = left_out.iter().map(String::as_str).collect();
        let filled = |signature: &Signature| {
            let (author, org, site) = (&said.author_name, &mail.scope.org().name, &mail.row.site_name);
            (!signature.is_empty()).then(|| signature.filled(author, org, site))
        };
        let reply = Reply {
            subject: &mail.row.subject,
            author: &said.author_name,
            text: &said.body,
            html: &said.html,
            org_signature: filled(&signature),
            agent_signature: filled(&own),
            left_out: &left_out,
        };
        let mut to = mail.customer(Outgoing::Person)?;
        to.cc = written.cc.0.iter().map(|cc| address(cc)).collect::<Result<_>>()?;
        let mut about = mail.about();
        if written.kind == MailOutKind::Copy.as_str() {
            about.url = None;
            to.reader = address(&written.to_key)?;
        }
        let letter = Letter { attachments, ..mail::ticket::replied(about, reply) };
        self.mail_send(claimed, &mail.scope, &mail.post, to, &letter).await
    }

    pub(crate) async fn mail_ticket_link(&self, claimed: &ClaimedJob, ticket: TicketId) -> Result<Went> {
        let mail = self.ticket_mail(claimed, ticket, None).await?;
        let letter = mail::ticket::link(mail.about());
        self.mail_send(claimed, &mail.scope, &mail.post, mail.customer(Outgoing::Reply)?, &letter).await
    }

    /// What the customer wrote, to the agent who has the ticket, with a reply address of their own.
    pub(crate) async fn mail_ticket_agent(
        &self,
        claimed: &ClaimedJob,
        ticket: TicketId,
        message: MessageId,
        user: UserId,
    ) -> Result<Went> {
        let mail = self.ticket_mail(claimed, ticket, Some(user)).await?;
        let member = self.enter_by_mail(mail.scope.org().id, user).await?;
        // Whoever may not read tickets any more is as good as gone.
        member.may(Permission::TicketRead).map_err(|_| Error::NotFound)?;
        let mut tx = self.store.read(member.sight()).await?;
        let found = tx.ticket_by_id(ticket).await?.filter(|found| found.assignee_id == Some(user));
        found.ok_or(Error::NotFound)?;
        let said = tx.message_mail(ticket, message).await?.ok_or(Error::NotFound)?;
        let files = tx.attachments_of_ticket(ticket).await?;
        let files: Vec<&str> =
            files.iter().filter(|file| file.message_id == message).map(|file| file.name.as_str()).collect();
        let to = tx.member_by_mail(user).await?.ok_or(Error::NotFound)?.email;
        let allowed = tx.mail_settings().await?.agents;
        drop(tx);
        let url = format!("{}/{}/tickets/{}", self.settings.public_url, mail.scope.org().slug, mail.row.code);
        let about = About { url: Some(&url), answer_by_mail: allowed && mail.post.reply_to.is_some(), ..mail.about() };
        let wrote = Wrote {
            customer: &said.author_name,
            subject: &mail.row.subject,
            text: &said.body,
            html: &said.html,
            files: &files,
        };
        let letter = mail::ticket::assigned_reply(about, wrote);
        let reader = address(&to)?;
        let to = To { person: reader.clone().into(), reader, cc: Vec::new(), kind: Outgoing::Notice };
        self.mail_send(claimed, &mail.scope, &mail.post, to, &letter).await
    }

    /// Reads the ticket and lets its link live for another year, give or take a day. The organization's write lock is taken
    /// only where a link has to be renewed, and never while another connection is waited for: mail must not hold up the
    /// people who open tickets.
    async fn ticket_mail(&self, claimed: &ClaimedJob, ticket: TicketId, to: Option<UserId>) -> Result<TicketMail> {
        let org = claimed.org.ok_or_else(|| Error::Broken("a ticket's mail without an organization".to_owned()))?;
        let scope = self.enter_system(org).await?;
        let mut tx = self.store.read(scope.sight()).await?;
        let row = tx.ticket_mail(ticket).await?.ok_or(Error::NotFound)?;
        let until = self.now().plus_seconds(LINK_LIFE);
        if until.seconds_since(row.expires_at) > 86_400 {
            drop(tx);
            let mut renewal = self.store.write(scope.sight()).await?;
            renewal.ticket_link_renew(row.link_id, until).await?;
            renewal.commit().await?;
            tx = self.store.read(scope.sight()).await?;
        }
        let who = match to {
            Some(user) => {
                let member = tx.member_by_mail(user).await?.ok_or(Error::NotFound)?;
                Some((Who::User(user), member.mail_generation))
            }
            None => None,
        };
        let post = self.mail_post(&mut tx, ticket, who, JobId(claimed.id.0)).await?;
        drop(tx);
        let url = self.ticket_url(row.link_id);
        let org = scope.org();
        let logo = org.logo.map(|logo| format!("{}{}", self.settings.public_url, logo_path(&org.slug, logo)));
        let brand = Brand { accent: org.accent.clone(), name: org.name.clone(), logo };
        Ok(TicketMail { row, post, url, brand, scope })
    }

    /// The files that go with a mail, and the names of those that are too large together.
    async fn attached(
        &self,
        scope: &Scope,
        files: Vec<(AttachmentId, String)>,
    ) -> Result<(Vec<Attached>, Vec<String>)> {
        let (mut attached, mut left_out, mut room) = (Vec::new(), Vec::new(), FILES);
        for (id, name) in files {
            let bytes =
                self.ports.files.get(&crate::attachment::key(scope.org().id, id)).await.map_err(Error::Broken)?;
            match bytes {
                Some(bytes) if bytes.len() <= room => {
                    room -= bytes.len();
                    attached.push(Attached { name, media: String::new(), bytes });
                }
                _ => left_out.push(name),
            }
        }
        Ok((attached, left_out))
    }
}

fn address(text: &str) -> Result<MailAddress> {
    MailAddress::parse(text).map_err(|error| Error::Broken(format!("{text}: {error}")))
}
