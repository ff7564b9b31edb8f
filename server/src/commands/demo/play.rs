//! Lets what was planned happen: each step by its use case, at its time.

use super::fill::{Made, Stage};
use super::plan::{Message, Planned, Step};
use super::talk::TextFile;
use anyhow::{Context as _, Result};
use desk::access::Scope;
use desk::attachment::Upload;
use desk::customer::CustomerTicketNew;
use desk::ports::Clock as _;
use desk::ticket::{MessageNew, TicketChange, TicketNew};
use domain::priority::PriorityTag;
use domain::status::{Category, StatusTag};
use domain::ticket::{Channel, TicketCode, TicketOpened, TicketPage, Version};
use domain::{OrgSlug, PriorityId, SiteSlug, StatusId, TeamId, Timestamp};
use std::collections::HashMap;

/// Seconds that a ticket has been open when everybody has read what was new in it: later ones are unread.
const READ_AFTER: i64 = 8 * 3600;

/// A ticket while it is played.
struct Ticket {
    code: TicketCode,
    /// The token of the customer's link.
    link: String,
    version: Version,
    last_message: i64,
}

impl Ticket {
    fn know(&mut self, page: &TicketPage) {
        self.version = page.ticket.version;
        self.last_message = page.ticket.last_message;
    }
}

struct Play<'a> {
    stage: &'a Stage,
    scopes: HashMap<usize, Scope>,
    /// Who sees everything.
    owner: usize,
    teams: Vec<(&'static str, TeamId)>,
    slug: OrgSlug,
    statuses: Vec<StatusTag>,
    priorities: Vec<PriorityTag>,
    tickets: HashMap<usize, Ticket>,
}

/// Plays half a year in one organization.
pub(super) async fn play(stage: &Stage, made: Made, planned: Vec<Planned>) -> Result<()> {
    let (owner, _) = *made.org.members.first().context("an organization without an owner")?;
    let slug = OrgSlug::parse(made.org.slug)?;
    let scopes: HashMap<usize, Scope> = made.scopes.into_iter().collect();
    let now = planned.last().map_or_else(|| stage.clock.now(), |last| last.at);
    let (statuses, priorities, tickets) = (Vec::new(), Vec::new(), HashMap::new());
    let mut play = Play { stage, scopes, owner, teams: made.teams, slug, statuses, priorities, tickets };
    play.welcome(made.org.prefix).await?;
    let mut seen = HashMap::new();
    for planned in planned {
        stage.clock.set(planned.at);
        seen.extend(planned.step.by().map(|by| (by, planned.at)));
        let told = format!("{:?}", planned.step);
        play.step(planned.ticket, planned.step).await.with_context(|| told)?;
    }
    play.read(now).await?;
    play.seen(seen).await
}

impl Play<'_> {
    fn scope(&self, person: usize) -> Result<&Scope> {
        self.scopes.get(&person).context("who acts is no member")
    }

    fn ticket(&self, number: usize) -> Result<&Ticket> {
        self.tickets.get(&number).context("a ticket that was not opened")
    }

    fn status(&self, category: Category) -> Result<StatusId> {
        self.statuses
            .iter()
            .find(|status| status.category == category)
            .map(|status| status.id)
            .context("no such status")
    }

    fn priority(&self, name: &str) -> Result<PriorityId> {
        let found = self.priorities.iter().find(|priority| priority.name.eq_ignore_ascii_case(name));
        found.map(|priority| priority.id).context("no such priority")
    }

    /// The ticket that every organization begins with: looked at, and put aside.
    async fn welcome(&mut self, prefix: &str) -> Result<()> {
        let owner = self.owner;
        let code = TicketCode::parse(&format!("{prefix}-1"))?;
        let page = self.stage.desk.ticket_show(self.scope(owner)?, &code).await?;
        (self.statuses, self.priorities) = (page.statuses, page.priorities);
        let (closed, seen) = (self.status(Category::Closed)?, page.ticket.version);
        self.stage.desk.ticket_set_status(self.scope(owner)?, &code, closed, seen).await?;
        Ok(())
    }

    async fn step(&mut self, number: usize, step: Step) -> Result<()> {
        let desk = &self.stage.desk;
        match step {
            Step::Open { site, channel, by, customer, subject, message } => {
                let Message { text: body, file } = message;
                let opened = if channel == Channel::Agent {
                    let new = TicketNew {
                        site: site.to_owned(),
                        email: customer.email,
                        name: customer.name,
                        subject,
                        body,
                        idempotency: None,
                    };
                    desk.ticket_open(self.scope(by)?, new).await?
                } else {
                    let scope = desk.enter_site_page(&self.slug, &SiteSlug::parse(site)?).await?;
                    let (email, name, files) = (customer.email, customer.name, uploads(file));
                    desk.customer_open(
                        &scope,
                        CustomerTicketNew { email, name, subject, body, idempotency: None, files, channel },
                    )
                    .await?
                };
                let TicketOpened { code, url } = opened;
                let link = url.rsplit('/').next().unwrap_or_default().to_owned();
                self.tickets.insert(number, Ticket { code, link, version: Version(1), last_message: 1 });
            }
            Step::Take { by, to, priority, team } => {
                let priority = priority.map(|name| self.priority(&name)).transpose()?;
                let assignee = Some(self.scope(to)?.actor().user());
                let team = self.teams.iter().find(|(name, _)| Some(*name) == team).map(|(_, id)| Some(*id));
                self.change(number, by, TicketChange { priority, assignee, team, ..TicketChange::default() }).await?;
            }
            Step::Set { by, to } => {
                let status = Some(self.status(to)?);
                self.change(number, by, TicketChange { status, ..TicketChange::default() }).await?;
            }
            Step::Reply { by, message, then } => {
                let then = then.map(|category| self.status(category)).transpose()?;
                let new = self.message(number, message, then)?;
                let page = desk.ticket_reply(self.scope(by)?, &self.ticket(number)?.code, new).await?;
                self.know(number, &page);
            }
            Step::Note { by, message } => {
                let new = self.message(number, message, None)?;
                let page = desk.ticket_note(self.scope(by)?, &self.ticket(number)?.code, new).await?;
                self.know(number, &page);
            }
            Step::Answer { message } => {
                let link = desk.enter_link(&self.ticket(number)?.link).await?;
                desk.customer_reply(&link, &message.text, uploads(message.file), None).await?;
                self.look(number).await?;
            }
            Step::Solved => {
                let link = desk.enter_link(&self.ticket(number)?.link).await?;
                desk.customer_solve(&link).await?;
                self.look(number).await?;
            }
        }
        Ok(())
    }

    async fn change(&mut self, number: usize, by: usize, change: TicketChange) -> Result<()> {
        let ticket = self.ticket(number)?;
        let row = self.stage.desk.ticket_change(self.scope(by)?, &ticket.code, change, ticket.version).await?;
        if let Some(ticket) = self.tickets.get_mut(&number) {
            ticket.version = row.version;
        }
        Ok(())
    }

    fn message(&self, number: usize, message: Message, then: Option<StatusId>) -> Result<MessageNew> {
        let seen = self.ticket(number)?.last_message;
        Ok(MessageNew {
            body: message.text,
            seen,
            idempotency: None,
            files: uploads(message.file),
            then,
            cc: Vec::new(),
        })
    }

    /// What a customer did may have changed the ticket.
    async fn look(&mut self, number: usize) -> Result<()> {
        let page = self.stage.desk.ticket_show(self.scope(self.owner)?, &self.ticket(number)?.code).await?;
        self.know(number, &page);
        Ok(())
    }

    fn know(&mut self, number: usize, page: &TicketPage) {
        if let Some(ticket) = self.tickets.get_mut(&number) {
            ticket.know(page);
        }
    }

    /// Everybody was last here when they last did something.
    async fn seen(&self, seen: HashMap<usize, Timestamp>) -> Result<()> {
        let mut tx = self.stage.desk.store().write_global().await?;
        for (person, at) in seen {
            let scope = self.scope(person)?;
            let user = scope.actor().user().context("who acts is no member")?;
            tx.membership_seen(scope.org().id, user, at).await?;
        }
        Ok(tx.commit().await?)
    }

    /// Everybody has read everything but the newest, in one transaction.
    async fn read(&self, now: Timestamp) -> Result<()> {
        let mut tx = self.stage.desk.store().write(self.scope(self.owner)?.sight()).await?;
        for ticket in self.tickets.values() {
            let Some(record) = tx.ticket_visible(&ticket.code).await? else { continue };
            let unread = record.category == Category::Open && now.seconds_since(record.active_at) < READ_AFTER;
            let upto = if unread { record.last_message - 1 } else { record.last_message };
            for user in self.scopes.values().filter_map(|scope| scope.actor().user()) {
                tx.ticket_seen(user, record.id, upto).await?;
            }
        }
        Ok(tx.commit().await?)
    }
}

fn uploads(file: Option<TextFile>) -> Vec<Upload> {
    let upload = |file: TextFile| Upload {
        name: file.name,
        content_type: "text/plain".to_owned(),
        bytes: file.text.into_bytes(),
        content_id: None,
    };
    file.into_iter().map(upload).collect()
}
