//! Fills an empty installation: people, organizations, sites, and half a year of tickets, all through the use cases.

use super::cast::{ORGS, Org, PEOPLE, Person};
use super::mail;
use super::plan::{DAYS, plan};
use super::play::play;
use super::ports::{Letterbox, Offline, SetClock, Silent};
use super::told::{Told, ToldOrg, ToldOrgRole, ToldSite, ToldUser};
use crate::files::LocalFiles;
use crate::state::AppState;
use crate::trust::Trust;
use anyhow::{Context as _, Result};
use desk::access::{Scope, UserScope};
use desk::organization::{OrgEdit, OrgNew};
use desk::ports::Clock as _;
use desk::site::{SiteEdit, SiteNew};
use desk::{Desk, Ports};
use domain::access::Sight;
use domain::team::{TeamEdit, TeamSeat};
use domain::{OrgSlug, SiteSlug, TeamId, Timestamp};
use rand::Rng as _;
use std::sync::Arc;
use tokio::task::JoinSet;

/// The content's seed; each organization has its own, from here on.
const SEED: u64 = 42;

/// A desk in the past.
#[derive(Clone)]
pub(in crate::commands) struct Stage {
    pub(in crate::commands) desk: Desk,
    pub(in crate::commands) clock: Arc<SetClock>,
    letters: Arc<Letterbox>,
}

impl Stage {
    /// Over the shelves of `state`, at `at`.
    pub(in crate::commands) fn new(state: &AppState, at: Timestamp) -> Self {
        let (clock, letters) = (Arc::new(SetClock::new(at)), Arc::new(Letterbox::default()));
        let ports = Ports {
            clock: clock.clone(),
            ids: Arc::new(crate::wire::RandomIds),
            mailer: letters.clone(),
            files: Arc::new(LocalFiles::new(state.config.data.join("files"))),
            live: Arc::new(Silent),
            fetch: Arc::new(Offline),
            postbox: Arc::new(Offline),
            trust: Arc::new(Trust::nobody()),
        };
        let desk = Desk::new(state.desk.store().clone(), ports, state.desk.settings().clone());
        Self { desk, clock, letters }
    }
}

/// Fills the installation of `state`, which must be empty, and tells what is in it now.
pub(super) async fn fill(state: &AppState) -> Result<Told> {
    let now = desk::access::SystemClock.now();
    let beginning = now.plus_seconds(-days(DAYS + 2.0));
    let stage = Stage::new(state, beginning);
    let (mut users, mut scopes) = (Vec::new(), Vec::new());
    for signing in PEOPLE.iter().map(|person| sign_up(&stage, person)) {
        let (told, scope) = signing.await?;
        users.push(told);
        scopes.push(scope);
    }
    let scopes = Arc::new(scopes);
    let mut told = Told { users, orgs: Vec::new(), sites: Vec::new() };
    let mut playing = JoinSet::new();
    for (org, seed) in ORGS.iter().zip(SEED..) {
        let made = organization(&stage, org, &scopes).await.with_context(|| org.name)?;
        told.add(org, &made);
        let stage = Stage::new(state, beginning.plus_seconds(3600));
        playing.spawn(async move {
            let sight = made.sight()?;
            play(&stage, made, plan(org, seed, now)?).await.with_context(|| org.name)?;
            anyhow::Ok(sight)
        });
    }
    while let Some(played) = playing.join_next().await {
        let sight = played??;
        let mut tx = state.desk.store().write(&sight).await?;
        tx.mail_out_settle().await?;
        tx.commit().await?;
    }
    for scope in scopes.iter() {
        stage.desk.account_sign_out(scope).await?;
    }
    // Every mail of the past has been asked for, and none is to be sent.
    let mut tx = state.desk.store().write_global().await?;
    tx.jobs_forget().await?;
    tx.commit().await?;
    mail::mails(state).await?;
    Ok(told)
}

#[expect(clippy::cast_possible_truncation, reason = "half a year in seconds")]
fn days(days: f64) -> i64 {
    (days * 86_400.0) as i64
}

/// Signs somebody up and in, by the mailed link as everybody else.
pub(in crate::commands) async fn sign_up(stage: &Stage, person: &Person) -> Result<(ToldUser, UserScope)> {
    let Person { name, email, .. } = *person;
    let password = password();
    stage.desk.account_sign_up(name, email, &password).await?;
    while stage.desk.job_run_due().await? > 0 {}
    let token = stage.letters.token(email).context("no mail to confirm the address came")?;
    let signed_in = stage.desk.account_confirm(&token, "demo").await?;
    let scope = stage.desk.enter_session(&signed_in.token).await?;
    Ok((ToldUser { name: name.to_owned(), email: email.to_owned(), password, orgs: Vec::new() }, scope))
}

/// 80 random bits that can be read out and typed.
fn password() -> String {
    const LETTERS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";
    let mut random = rand::rng();
    let mut group = || (0..4).map(|_| char::from(LETTERS[random.random_range(0..LETTERS.len())])).collect::<String>();
    [group(), group(), group(), group()].join("-")
}

/// An organization as it was made.
pub(super) struct Made {
    pub(super) org: &'static Org,
    /// Its members' scopes, by their number in [`PEOPLE`].
    pub(super) scopes: Vec<(usize, Scope)>,
    /// By name.
    pub(super) teams: Vec<(&'static str, TeamId)>,
    sites: Vec<domain::site::SitePage>,
}

impl Made {
    /// Everything in it.
    fn sight(&self) -> Result<Sight> {
        let (_, scope) = self.scopes.first().context("an organization without members")?;
        Ok(Sight::everything(scope.org().id, None))
    }
}

async fn organization(stage: &Stage, org: &'static Org, people: &[UserScope]) -> Result<Made> {
    let desk = &stage.desk;
    let (owner, _) = *org.members.first().context("an organization without an owner")?;
    let new = OrgNew {
        name: org.name.to_owned(),
        slug: org.slug.to_owned(),
        prefix: Some(org.prefix.to_owned()),
        currency: Some(org.currency.to_owned()),
        timezone: Some(org.timezone.to_owned()),
        description: org.description.to_owned(),
    };
    let slug = desk.org_create(&people[owner], new).await?;
    let owned = desk.enter_org(&people[owner], &slug).await?;
    desk.org_edit(&owned, OrgEdit { accent: Some(org.accent.to_owned()), ..OrgEdit::default() }).await?;
    members(stage, org, &owned, people).await?;
    let mut sites = Vec::new();
    for (number, site) in org.sites.iter().enumerate() {
        let (name, description) = (site.name.to_owned(), site.description.to_owned());
        let origins: Vec<String> = site.origins.iter().map(|origin| (*origin).to_owned()).collect();
        let slug = SiteSlug::parse(site.slug)?;
        if number == 0 {
            let edit =
                SiteEdit { name: Some(name), description: Some(description), origins: Some(origins), slug: None };
            desk.site_edit(&owned, &slug, edit).await?;
        } else {
            desk.site_create(&owned, SiteNew { name, slug: site.slug.to_owned(), description, origins }).await?;
        }
        sites.push(desk.site_show(&owned, &slug).await?);
    }
    let teams = teams(stage, org, &owned, people).await?;
    let made = Made { org, scopes: entered(stage, org, &slug, people).await?, teams, sites };
    mail::mailboxes(desk, &made, &owned).await?;
    Ok(made)
}

async fn teams(stage: &Stage, org: &Org, owned: &Scope, people: &[UserScope]) -> Result<Vec<(&'static str, TeamId)>> {
    let mut teams = Vec::new();
    for team in org.teams {
        let seat = |(number, lead): &(usize, bool)| TeamSeat { id: people[*number].id(), lead: *lead };
        let new = TeamEdit {
            name: Some(team.name.to_owned()),
            description: Some(team.description.to_owned()),
            members: Some(team.members.iter().map(seat).collect()),
            sites: Some(team.sites.iter().map(|site| (*site).to_owned()).collect()),
        };
        teams.push((team.name, stage.desk.team_create(owned, new).await?.id));
    }
    Ok(teams)
}

/// Invitations are not there yet, so colleagues are taken in on the shelf itself.
async fn members(stage: &Stage, org: &Org, owned: &Scope, people: &[UserScope]) -> Result<()> {
    let mut tx = stage.desk.store().write(owned.sight()).await?;
    for (number, role) in org.members {
        tx.membership_add(people[*number].id(), *role, stage.clock.now()).await?;
    }
    Ok(tx.commit().await?)
}

async fn entered(stage: &Stage, org: &Org, slug: &OrgSlug, people: &[UserScope]) -> Result<Vec<(usize, Scope)>> {
    let mut scopes = Vec::new();
    for (number, _) in org.members {
        scopes.push((*number, stage.desk.enter_org(&people[*number], slug).await?));
    }
    Ok(scopes)
}

impl Told {
    fn add(&mut self, org: &Org, made: &Made) {
        for (number, role) in org.members {
            self.users[*number].orgs.push(ToldOrgRole { slug: org.slug.to_owned(), role: *role });
        }
        for page in &made.sites {
            self.sites.push(ToldSite {
                id: page.site.id,
                slug: page.site.slug.to_string(),
                org: org.slug.to_owned(),
                key: page.key.key.clone(),
                origins: page.site.origins.iter().map(ToString::to_string).collect(),
                page: page.page_url.clone(),
            });
        }
        let id = made.sites.first().map(|page| page.site.org_id);
        self.orgs.extend(id.map(|id| ToldOrg { id, slug: org.slug.to_owned(), name: org.name.to_owned() }));
    }
}
