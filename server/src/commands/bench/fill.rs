//! Generated tickets, many and fast: written on the shelf itself in large transactions, in the state they would be in after
//! two years of use. Accounts, organization and site are made by their use cases.

use crate::commands::demo::fill::{Stage, sign_up};
use crate::commands::demo::{PEOPLE, Told, conversations, customers};
use crate::commands::dice::Dice;
use crate::config::Config;
use crate::wire;
use anyhow::{Context as _, Result, bail};
use desk::access::{Scope, SystemClock, UserScope};
use desk::organization::OrgNew;
use desk::ports::{Clock as _, Ids as _};
use desk::site::SiteEdit;
use domain::event::Event;
use domain::message::MessageKind;
use domain::prefix::Prefix;
use domain::priority::PriorityTag;
use domain::role::BuiltInRole;
use domain::status::{Category, StatusTag};
use domain::text::Subject;
use domain::ticket::{Channel, TicketCode, Version};
use domain::{ContactId, MailAddress, MessageId, OrgSlug, SiteId, SiteSlug, TicketId, TicketLinkId, Timestamp, UserId};
use store::Tx;
use store::bulk::TicketFilled;
use store::directory::ticket_link::TicketLinkRecord;
use store::message::MessageNew;

const ORG: &str = "bench";
const PREFIX: &str = "BEN";
const SITE: &str = "support";
const ORIGIN: &str = "https://bench.example";
/// How long the tickets have been coming in.
const SECONDS: i64 = 730 * 86_400;
/// Tickets of one transaction.
const GROUP: u32 = 1000;
/// Tickets per customer.
const PER_CUSTOMER: u32 = 15;

/// A database ready to be measured.
pub(super) struct Filled {
    pub(super) org: &'static str,
    pub(super) email: String,
    pub(super) password: String,
    /// The site's key, and a page that may use it.
    pub(super) key: String,
    pub(super) origin: String,
    tickets: u32,
}

impl Filled {
    /// Some ticket's code.
    pub(super) fn code(&self, dice: &mut Dice) -> String {
        let number = i64::try_from(dice.below(usize::try_from(self.tickets).unwrap_or(1))).unwrap_or_default();
        Prefix::parse(PREFIX)
            .map_or_else(|_| String::new(), |prefix| TicketCode::render(&prefix, number + 2, 3).to_string())
    }
}

/// Fills an empty database. Errors: one that is in use.
pub(super) async fn fill(config: Config, tickets: u32) -> Result<Filled> {
    let state = wire::state(config).await?;
    if state.desk.store().read_global().await?.has_tenants().await? {
        bail!("the database is in use already: give the bench an empty one, it is filled with generated tickets");
    }
    let now = SystemClock.now();
    let stage = Stage::new(&state, now.plus_seconds(-SECONDS - 3600));
    let (mut users, mut scopes) = (Vec::new(), Vec::new());
    for person in &PEOPLE[..5] {
        let (user, scope) = sign_up(&stage, person).await?;
        users.push(user);
        scopes.push(scope);
    }
    let (scope, site, key) = organization(&stage, &scopes).await?;
    let mut filler = Filler::new(&stage, &scope, site, scopes.iter().map(UserScope::id).collect(), now).await?;
    let mut number = 0;
    while number < tickets {
        let mut tx = stage.desk.store().write(scope.sight()).await?;
        let until = (number + GROUP).min(tickets);
        while number < until {
            filler.ticket(&mut tx, number, tickets).await?;
            number += 1;
        }
        // The welcome ticket is number 1.
        tx.ticket_number_filled(&filler.prefix, i64::from(number) + 1).await?;
        tx.commit().await?;
    }
    let mut tx = state.desk.store().write_global().await?;
    tx.jobs_forget().await?;
    tx.commit().await?;
    state.desk.store().close().await;
    let (email, password) = Told::sign_in_of(users.first().context("nobody signed up")?);
    Ok(Filled { org: ORG, email, password, key, origin: ORIGIN.to_owned(), tickets })
}

async fn organization(stage: &Stage, people: &[UserScope]) -> Result<(Scope, SiteId, String)> {
    let desk = &stage.desk;
    let owner = people.first().context("nobody signed up")?;
    let new =
        OrgNew { name: "Bench".to_owned(), slug: ORG.to_owned(), prefix: Some(PREFIX.to_owned()), ..OrgNew::default() };
    let slug: OrgSlug = desk.org_create(owner, new).await?;
    let scope = desk.enter_org(owner, &slug).await?;
    let mut tx = desk.store().write(scope.sight()).await?;
    for person in people {
        tx.membership_add(person.id(), BuiltInRole::Agent, stage.clock.now()).await?;
    }
    tx.commit().await?;
    let edit = SiteEdit { origins: Some(vec![ORIGIN.to_owned()]), ..SiteEdit::default() };
    let page = desk.site_edit(&scope, &SiteSlug::parse(SITE)?, edit).await?;
    Ok((scope, page.site.id, page.key.key))
}

/// A conversation as it is written again and again, with another number each time.
struct Text {
    subject: String,
    /// Kind, whether a member writes, text, HTML.
    messages: Vec<(MessageKind, bool, String, String)>,
}

struct Filler {
    prefix: Prefix,
    site: SiteId,
    members: Vec<(UserId, String)>,
    /// Id, name and address.
    contacts: Vec<(ContactId, String, MailAddress)>,
    statuses: Vec<StatusTag>,
    priorities: Vec<PriorityTag>,
    texts: Vec<Text>,
    dice: Dice,
    now: Timestamp,
}

impl Filler {
    async fn new(stage: &Stage, scope: &Scope, site: SiteId, users: Vec<UserId>, now: Timestamp) -> Result<Self> {
        let mut tx = stage.desk.store().read(scope.sight()).await?;
        let members = users.into_iter().zip(PEOPLE.iter().map(|person| person.name.to_owned())).collect();
        Ok(Self {
            prefix: Prefix::parse(PREFIX)?,
            site,
            members,
            contacts: Vec::new(),
            statuses: tx.status_list().await?,
            priorities: tx.priority_list().await?,
            texts: texts(now)?,
            dice: Dice::new(42),
            now,
        })
    }

    /// Writes ticket `number` of `tickets`, counted from 0, with everything that would belong to it.
    async fn ticket(&mut self, tx: &mut Tx, number: u32, tickets: u32) -> Result<()> {
        let at = self.now.plus_seconds(-(SECONDS - SECONDS * i64::from(number) / i64::from(tickets.max(1))) - 60);
        let ids = wire::RandomIds;
        let ticket = TicketId(ids.uuid(at));
        let (contact, name, email) = self.contact(tx, number, at).await?;
        let category = self.category();
        let dice = &mut self.dice;
        let status = self.statuses.iter().find(|status| status.category == category).context("no such status")?;
        let odds: Vec<(&PriorityTag, i64)> = self.priorities.iter().zip([3, 12, 70, 15]).collect();
        let priority = dice.weighted(&odds).context("no priority")?;
        let text = dice.pick(&self.texts).context("no text")?;
        let (user, agent) = dice.pick(&self.members).context("no member")?;
        let assignee = (category != Category::Open || dice.chance(60)).then_some(*user);
        let answered = category != Category::Open || dice.chance(35);
        let count = if answered { text.messages.len() } else { 1 };
        let active_at =
            Timestamp(at.0.saturating_add(i64::try_from(count).unwrap_or(1) * 1_800_000_000).min(self.now.0));
        let code = TicketCode::render(&self.prefix, i64::from(number) + 2, 3);
        let subject = Subject::parse(&format!("{} ({number})", text.subject))?;
        tx.search_doc_add(ticket, &[code.as_str(), subject.as_str(), &name, email.as_str()]).await?;
        let row = TicketFilled {
            id: ticket,
            site: self.site,
            code,
            subject,
            snippet: text.messages[count - 1].2.chars().take(140).collect(),
            contact,
            status: status.id,
            category,
            priority: priority.id,
            priority_rank: priority.rank,
            assignee,
            channel: Channel::Page,
            version: Version(if answered { 3 } else { 1 }),
            last_message: i64::try_from(count)?,
            waiting_since: (category == Category::Open).then_some(active_at),
            created_at: at,
            active_at,
        };
        tx.ticket_filled(row).await?;
        for (number, (kind, by_member, body, html)) in (1..).zip(text.messages.iter().take(count)) {
            let message = MessageNew {
                number,
                id: MessageId(ids.uuid(at)),
                kind: *kind,
                author_user: by_member.then_some(*user),
                author_contact: (!by_member).then_some(contact),
                author_name: if *by_member { agent.clone() } else { name.clone() },
                body: body.clone(),
                html: html.clone(),
            };
            tx.message_add(ticket, message, at.plus_seconds(1800 * (number - 1))).await?;
        }
        let link = TicketLinkRecord {
            id: TicketLinkId(ids.uuid(at)),
            contact_id: contact,
            expires_at: at.plus_seconds(365 * 86_400),
        };
        tx.ticket_link_add(ticket, link, hex(ids.secret()), at).await?;
        tx.record(&Event::TicketOpened, Some(ticket), None, &name, at).await?;
        if let Some(user) = assignee {
            tx.record(
                &Event::TicketAssigned { to: Some(agent.clone()) },
                Some(ticket),
                Some(user),
                agent,
                at.plus_seconds(600),
            )
            .await?;
        }
        if category != Category::Open {
            let event = Event::TicketStatusSet { from: "Open".to_owned(), to: status.name.clone() };
            tx.record(&event, Some(ticket), Some(*user), agent, active_at).await?;
        }
        Ok(())
    }

    /// One in forty is open, and most are over.
    fn category(&mut self) -> Category {
        let odds = [(Category::Open, 25), (Category::Pending, 25), (Category::Resolved, 200), (Category::Closed, 750)];
        self.dice.weighted(&odds).unwrap_or(Category::Closed)
    }

    /// A customer who wrote before, or a new one.
    async fn contact(&mut self, tx: &mut Tx, number: u32, at: Timestamp) -> Result<(ContactId, String, MailAddress)> {
        if number.is_multiple_of(PER_CUSTOMER) {
            let customers = customers("shop");
            let customer = self.dice.pick(&customers).context("no customer")?;
            let (local, domain) = customer.email.split_once('@').context("no address")?;
            let email = MailAddress::parse(&format!("{local}{number}@{domain}"))?;
            let known = tx.contact_known(ContactId(wire::RandomIds.uuid(at)), &email, &customer.name, at).await?;
            self.contacts.push((known.id, known.name, email));
        }
        let contact = self.dice.pick(&self.contacts).context("no customer")?;
        Ok(contact.clone())
    }
}

/// What the demo's customers and agents say.
fn texts(now: Timestamp) -> Result<Vec<Text>> {
    let told = conversations(now)?.into_iter().map(|(subject, messages)| {
        let message = |(kind, by_member, body): (MessageKind, bool, String)| {
            let html = paragraphs(&body);
            (kind, by_member, body, html)
        };
        Text { subject, messages: messages.into_iter().map(message).collect() }
    });
    Ok(told.collect())
}

/// Plain text as HTML.
fn paragraphs(body: &str) -> String {
    let safe = body.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    safe.split("\n\n").map(|part| format!("<p>{}</p>\n", part.replace('\n', "<br>\n"))).collect()
}

fn hex(bytes: [u8; 32]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
