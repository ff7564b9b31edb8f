//! What the demo made, for people and programs: `DATA/demo.json`, and the lines printed at each start.

use crate::state::AppState;
use anyhow::{Context as _, Result};
use domain::role::BuiltInRole;
use domain::{OrgId, SiteId};
use serde::{Deserialize, Serialize};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// Everything a client needs to use the demo.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Told {
    pub(super) users: Vec<ToldUser>,
    pub(super) orgs: Vec<ToldOrg>,
    pub(super) sites: Vec<ToldSite>,
}

/// Somebody with a login.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(in crate::commands) struct ToldUser {
    pub(super) name: String,
    pub(super) email: String,
    pub(super) password: String,
    pub(super) orgs: Vec<ToldOrgRole>,
}

/// What somebody is where.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct ToldOrgRole {
    pub(super) slug: String,
    pub(super) role: BuiltInRole,
}

/// An organization.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct ToldOrg {
    pub(super) id: OrgId,
    pub(super) slug: String,
    pub(super) name: String,
}

/// A site.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct ToldSite {
    pub(super) id: SiteId,
    pub(super) slug: String,
    /// Its organization's slug.
    pub(super) org: String,
    pub(super) key: String,
    pub(super) origins: Vec<String>,
    /// The hosted support page.
    pub(super) page: String,
}

/// Where it is kept.
pub(super) fn path(data: &Path) -> PathBuf {
    data.join("demo.json")
}

impl Told {
    /// Keeps it, readable by the owner of the data directory alone.
    pub(super) fn keep(&self, data: &Path) -> Result<()> {
        crate::files::write_private(&path(data), &serde_json::to_vec_pretty(self)?).context("demo.json")
    }

    /// What was kept, if anything was.
    pub(super) fn read(data: &Path) -> Result<Option<Self>> {
        match std::fs::read(path(data)) {
            Ok(bytes) => Ok(Some(serde_json::from_slice(&bytes).with_context(|| path(data).display().to_string())?)),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error).with_context(|| path(data).display().to_string()),
        }
    }

    /// Prints three links and the sign-ins. The first link signs in, once, while this process runs.
    pub async fn print(&self, state: &AppState) -> Result<()> {
        let url = &state.config.public_url;
        // Its address is one of those under /dev, which exist only where mail goes to a folder.
        if let (Some(first), true) = (self.users.first(), state.config.has_outbox()) {
            println!(
                "  inbox:         {url}/dev/enter/{}  (signs you in as {}, once)",
                state.enter.mint(&first.email),
                first.name
            );
        }
        // A restart may have moved the desk to another address since the demo was made.
        if let Some(site) = self.sites.iter().find(|site| site.org == SHOWN).or(self.sites.first()) {
            println!("  support page:  {url}/s/{}/{}", site.org, site.slug);
        }
        if state.config.has_outbox() {
            println!("  outbox:        {url}/dev/outbox  (also sends a test mail in, to support@northlight.example)");
        }
        self.print_sign_ins(&state.config.data);
        Ok(())
    }

    /// Prints who can sign in, with what, and what they are where.
    pub(super) fn print_sign_ins(&self, data: &Path) {
        let width = self.users.iter().map(|user| user.email.len()).max().unwrap_or_default();
        println!("\n  demo sign-ins (kept in {}):", path(data).display());
        for user in &self.users {
            let orgs: Vec<String> = user.orgs.iter().map(|org| format!("{} ({})", org.slug, org.role)).collect();
            println!("  {:width$}  {}  {}", user.email, user.password, orgs.join(", "));
        }
    }

    /// Address and password of somebody who was signed up.
    pub(in crate::commands) fn sign_in_of(user: &ToldUser) -> (String, String) {
        (user.email.clone(), user.password.clone())
    }

    pub(super) fn password_of(&self, email: &str) -> Option<&str> {
        self.users.iter().find(|user| user.email == email).map(|user| user.password.as_str())
    }
}

/// The organization whose support page is printed: customers' words are most fun there.
const SHOWN: &str = "acme-coffee";
