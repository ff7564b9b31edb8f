//! The work: one use case per file, named by its verb.
//!
//! Every use case on an organization takes a [`access::Scope`] first and asks it for the permission. Server functions, REST, public
//! forms and jobs are doors: they parse, call ONE use case here, and convert what comes back.

pub mod access;
pub mod account;
pub mod attachment;
pub mod audit;
pub mod customer;
pub mod error;
pub mod export;
pub mod invitation;
pub mod job;
pub mod live;
pub mod mail_in;
pub mod mail_out;
pub mod mailbox;
pub mod member;
pub mod organization;
pub mod ports;
pub mod role;
pub mod site;
pub mod team;
pub mod ticket;

mod markdown;
mod moment;
mod picture;
mod seal;
mod token;

pub use error::{Error, Result};

use ports::{Clock, Fetch, Files, Ids, Live, MailTrust, Mailer, Postbox};
use std::sync::Arc;
use store::Store;

/// What the operator decided, as the use cases need it.
#[derive(Clone)]
pub struct Settings {
    /// Origin of every link, such as `https://desk.example`; without a slash at the end.
    pub public_url: String,
    /// Key of every derived token. Outside the database, the same on every node.
    pub secret: [u8; 32],
    /// The installation's own address: what comes from no mailbox comes from it.
    pub mail_from: String,
    /// The domain whose mail comes to the built-in receiver, where there is one.
    pub mail_domain: Option<String>,
    /// Whether replies leave from every address that somebody typed in, rather than from those only whose domain is proven: by its key's
    /// record, or by a server of its own. For installations whose organizations all trust each other.
    pub any_sender: bool,
    /// Mails that an organization sends in a day at the most, whatever it allows itself.
    pub mail_day_limit: i64,
}

/// What the use cases need of the outside world.
#[derive(Clone)]
pub struct Ports {
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// New ids and randomness.
    pub ids: Arc<dyn Ids>,
    /// Outgoing mail.
    pub mailer: Arc<dyn Mailer>,
    /// Attachments' bytes.
    pub files: Arc<dyn Files>,
    /// Live screens of this process.
    pub live: Arc<dyn Live>,
    /// What lies behind addresses that people type.
    pub fetch: Arc<dyn Fetch>,
    /// Folders of mail elsewhere.
    pub postbox: Arc<dyn Postbox>,
    /// Who really sent a mail.
    pub trust: Arc<dyn MailTrust>,
}

/// The desk: all use cases. Cheap to clone.
#[derive(Clone)]
pub struct Desk {
    pub(crate) store: Store,
    pub(crate) ports: Ports,
    pub(crate) settings: Arc<Settings>,
    pub(crate) hashing: Arc<tokio::sync::Semaphore>,
    pub(crate) pictures: Arc<tokio::sync::Semaphore>,
    pub(crate) parsing: Arc<tokio::sync::Semaphore>,
    pub(crate) accounts: Arc<account::Accounts>,
    pub(crate) fetches: Arc<account::throttle::Throttle>,
    pub(crate) passkeys: Option<Arc<webauthn_rs::Webauthn>>,
    pub(crate) seen: Arc<account::seen::Seen>,
    pub(crate) jobs: Arc<job::Arrivals>,
    pub(crate) visits: Arc<member::seen::Visits>,
    pub(crate) doors: Arc<site::used::Doors>,
    pub(crate) counts: Arc<ticket::counts::Counts>,
}

impl Desk {
    /// Opens the desk over its shelves.
    #[must_use]
    pub fn new(store: Store, ports: Ports, settings: Settings) -> Self {
        // argon2 takes 19 MB and 40 ms of a core: as many at once as there are cores, so a flood of sign-ins cannot
        // starve the agents (security.md A6).
        let cores = std::thread::available_parallelism().map_or(2, std::num::NonZero::get);
        Self {
            store,
            ports,
            passkeys: account::passkey::ceremonies(&settings.public_url),
            settings: Arc::new(settings),
            hashing: Arc::new(tokio::sync::Semaphore::new(cores)),
            pictures: Arc::new(tokio::sync::Semaphore::new(1)),
            // A mail of 25 MB takes four times that while it is read.
            parsing: Arc::new(tokio::sync::Semaphore::new(2)),
            visits: Arc::default(),
            doors: Arc::default(),
            counts: Arc::default(),
            accounts: Arc::default(),
            fetches: Arc::default(),
            seen: Arc::default(),
            jobs: Arc::default(),
        }
    }

    /// The same shelves and ports under other decisions of the operator: for tests that move the desk.
    #[must_use]
    pub fn with_settings(&self, settings: Settings) -> Self {
        Self::new(self.store.clone(), self.ports.clone(), settings)
    }

    /// The shelves, for the process around the desk: closing them, telling their engine.
    #[must_use]
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// What the operator decided.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    pub(crate) fn now(&self) -> domain::Timestamp {
        self.ports.clock.now()
    }
}
