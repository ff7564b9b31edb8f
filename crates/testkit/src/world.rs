//! A whole desk over a throw-away database, and the builders that make a world in a line.

use crate::fakes::{FakeClock, FakeMailer, FakePostbox, FakeTrust, FakeWeb, MemoryFiles, RecordedLive, SeededIds};
use crate::postgres::PgDatabase;
use desk::access::{Scope, UserScope};
use desk::mail_in::Arrival;
use desk::ports::{Ids as _, MailPeer};
use desk::{Desk, Ports, Settings};
use domain::organization::OrgNew;
use domain::permission::Permissions;
use domain::role::RoleKey;
use domain::text::{Description, Name};
use domain::{MailAddress, MailboxId, OrgSlug, Permission, RoleId, SessionId, TenantId, Timestamp, UserId};
use std::sync::Arc;
use store::mailbox::MailboxSet;
use store::role::RoleRecord;
use store::session::SessionNew;
use store::user::{UserNew, UserTokenUsed};
use store::{Store, StoreOptions};

/// The password of everybody here.
pub const PASSWORD: &str = "a password for tests";
/// The same, as it is kept.
const PASSWORD_HASH: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$dGVzdGtpdC1oYXMtc2FsdA$biRX+QwJV1fB/LYrVhYGyw7DSVlw6nyHHD6lbHBNIok";

/// A desk, its fakes, and the database under it.
pub struct World {
    /// All use cases.
    pub desk: Desk,
    /// Stands still until it is moved.
    pub clock: Arc<FakeClock>,
    /// What was sent.
    pub mailer: Arc<FakeMailer>,
    /// What live screens were told.
    pub live: Arc<RecordedLive>,
    /// Where attachments are.
    pub files: Arc<MemoryFiles>,
    /// What lies behind addresses.
    pub web: Arc<FakeWeb>,
    /// A folder of mail elsewhere.
    pub postbox: Arc<FakePostbox>,
    /// Whether senders are who they say.
    pub trust: Arc<FakeTrust>,
    /// The database as its administrator reaches it, where it is PostgreSQL.
    pub postgres_url: Option<String>,
    _sqlite: Option<crate::sqlite::SqliteFile>,
    postgres: Option<PgDatabase>,
}

impl World {
    /// Over a SQLite file of its own.
    pub async fn new() -> Self {
        let file = crate::sqlite::file().await;
        let store = Store::open(&StoreOptions::Sqlite(file.path())).await.expect("a migrated file opens");
        Self::over(store, Some(file), MemoryFiles::default(), None)
    }

    /// Over a PostgreSQL database of its own, served as the run role.
    pub async fn postgres() -> Self {
        let database = crate::postgres::database().await;
        let options = StoreOptions::Postgres { url: database.run_url.clone(), owner_url: None, connections: 16 };
        let store = Store::open(&options).await.expect("a migrated database opens");
        Self::over(store, None, MemoryFiles::default(), Some(database))
    }

    /// The same world, reached under another address.
    #[must_use]
    pub fn reached_at(mut self, public_url: &str) -> Self {
        let settings = Settings { public_url: public_url.to_owned(), ..self.desk.settings().clone() };
        self.desk = self.desk.with_settings(settings);
        self
    }

    /// Does to the database what its administrator could: past the program.
    pub async fn by_hand(&self, sql: &'static str) {
        match &self.postgres {
            Some(database) => crate::postgres::by_hand(database, sql).await,
            None => crate::sqlite::by_hand(&self.desk, sql).await,
        }
    }

    /// Lays this world down, to begin others with: one scene is made once and played many times.
    pub async fn into_template(self) -> Template {
        let path = self.desk.store().sqlite_path().expect("a world on SQLite").to_owned();
        // Closing folds the log into the file, so that its bytes are the whole database.
        self.desk.store().close().await;
        Template { database: std::fs::read(path).expect("the file is there"), files: (*self.files).clone() }
    }

    fn over(
        store: Store,
        sqlite: Option<crate::sqlite::SqliteFile>,
        files: MemoryFiles,
        postgres: Option<PgDatabase>,
    ) -> Self {
        let clock = Arc::new(FakeClock::default());
        let mailer = Arc::new(FakeMailer::default());
        let live = Arc::new(RecordedLive::default());
        let files = Arc::new(files);
        let web = Arc::new(FakeWeb::default());
        let (postbox, trust) = (Arc::new(FakePostbox::default()), Arc::new(FakeTrust::default()));
        let ports = Ports {
            clock: Arc::<FakeClock>::clone(&clock),
            ids: Arc::new(SeededIds),
            mailer: Arc::<FakeMailer>::clone(&mailer),
            files: Arc::<MemoryFiles>::clone(&files),
            live: Arc::<RecordedLive>::clone(&live),
            fetch: Arc::<FakeWeb>::clone(&web),
            postbox: Arc::<FakePostbox>::clone(&postbox),
            trust: Arc::<FakeTrust>::clone(&trust),
        };
        let postgres_url = postgres.as_ref().map(|database| database.admin_url.clone());
        let settings = Settings {
            public_url: "http://127.0.0.1:3000".to_owned(),
            secret: [7; 32],
            mail_from: "no-reply@desk.test".to_owned(),
            mail_domain: Some("in.desk.test".to_owned()),
            any_sender: true,
            mail_day_limit: 1_000_000,
        };
        Self {
            desk: Desk::new(store, ports, settings),
            clock,
            mailer,
            live,
            files,
            web,
            postbox,
            trust,
            postgres_url,
            _sqlite: sqlite,
            postgres,
        }
    }

    /// A confirmed person with a session, without the cost of a password.
    pub async fn user(&self, name: &str) -> UserScope {
        let token = person(&self.desk, name, desk::ports::Clock::now(&*self.clock)).await;
        self.desk.enter_session(&token).await.expect("a fresh session opens")
    }

    /// A new session of that person: its token, as a cookie carries it.
    pub async fn session(&self, user: UserId) -> String {
        session(&self.desk, user, desk::ports::Clock::now(&*self.clock)).await
    }

    /// An organization of that person, with everything it is provisioned with.
    pub async fn org(&self, owner: &UserScope, slug: &str) -> Scope {
        let new = OrgNew { name: slug.to_owned(), slug: slug.to_owned(), ..Default::default() };
        let slug = self.desk.org_create(owner, new).await.expect("the organization is made");
        self.enter(owner, &slug).await
    }

    /// A person in an organization they are a member of.
    pub async fn enter(&self, user: &UserScope, slug: &OrgSlug) -> Scope {
        self.desk.enter_org(user, slug).await.expect("a member enters")
    }

    /// A mailbox of the organization's, received here, that delivers to the site of that slug.
    pub async fn mailbox(&self, scope: &Scope, site: &str, address: &str) -> MailboxId {
        let (id, at) = (MailboxId(uuid::Uuid::now_v7()), desk::ports::Clock::now(&*self.clock));
        let address = MailAddress::parse(address).expect("a mail address");
        let mut tx = self.desk.store().write(scope.sight()).await.expect("the store writes");
        let slug = domain::SiteSlug::parse(site).expect("a slug");
        let site = tx.site_head(&slug).await.expect("the store answers").expect("there is such a site").id;
        let set = MailboxSet {
            site,
            name: String::new(),
            kind: domain::mailbox::MailboxKind::Receiver,
            direction: domain::mailbox::Direction::Both,
            team: None,
            priority: None,
            imap: None,
            imap_secret: None,
            smtp: None,
            smtp_secret: None,
            folder: "INBOX".to_owned(),
            interval: domain::mailbox::INTERVAL,
        };
        assert!(tx.mailbox_add(id, &address, set, at).await.expect("the store answers"));
        assert!(tx.mailbox_address_add(address.key(), id).await.expect("the store answers"), "somebody has {address}");
        tx.commit().await.expect("the store commits");
        id
    }

    /// A mail comes to an address here, and everything that was asked for is done. Answers whether anybody here has the address.
    pub async fn mail_in(&self, to: &str, raw: &str) -> bool {
        let to = MailAddress::parse(to).expect("a mail address");
        let Ok(scope) = self.desk.enter_mailbox(&to).await else { return false };
        let peer = MailPeer {
            ip: std::net::IpAddr::from([192, 0, 2, 1]),
            helo: "mx.example".to_owned(),
            return_path: "sender@mx.example".to_owned(),
        };
        let raw = raw.replace("\r\n", "\n").replace('\n', "\r\n").into_bytes();
        let arrival = Arrival { source: None, peer: Some(peer), raw, whole: true };
        self.desk.mail_receive(&scope, arrival).await.expect("the mail is kept");
        self.settle().await;
        true
    }

    /// Does everything that is due.
    pub async fn settle(&self) {
        while self.desk.job_run_due().await.expect("the jobs run") > 0 {}
    }

    /// A role of the organization's own.
    pub async fn own_role(&self, scope: &Scope, name: &str, permissions: &[Permission]) -> RoleKey {
        let id = RoleId(uuid::Uuid::now_v7());
        let role = RoleRecord {
            id,
            name: Name::parse(name).expect("a name"),
            description: Description::default(),
            permissions: Permissions::of(permissions),
        };
        let mut tx = self.desk.store().write(scope.sight()).await.expect("the store writes");
        assert!(tx.role_add(role, desk::ports::Clock::now(&*self.clock)).await.expect("the store answers"));
        tx.commit().await.expect("the store commits");
        RoleKey::Own(id)
    }

    /// A new person with a role in the organization of `scope`.
    pub async fn member(&self, scope: &Scope, name: &str, role: impl Into<RoleKey>) -> (UserScope, Scope) {
        let user = self.user(name).await;
        self.join(scope, &user, role).await;
        let inside = self.enter(&user, &scope.org().slug).await;
        (user, inside)
    }

    /// Makes that person a member of the organization of `scope`.
    pub async fn join(&self, scope: &Scope, user: &UserScope, role: impl Into<RoleKey>) {
        let mut tx = self.desk.store().write(scope.sight()).await.expect("the store writes");
        let at = desk::ports::Clock::now(&*self.clock);
        assert!(tx.membership_add(user.id(), role, at).await.expect("the store answers"));
        tx.commit().await.expect("the store commits");
    }
}

/// A world at rest: its database and its files.
pub struct Template {
    database: Vec<u8>,
    files: MemoryFiles,
}

impl Template {
    /// A world of one's own that begins as this one ended, at the hour at which all worlds begin.
    pub async fn world(&self) -> World {
        let file = crate::sqlite::file_of(&self.database);
        let store = Store::open(&StoreOptions::Sqlite(file.path())).await.expect("the same file opens");
        World::over(store, Some(file), self.files.clone(), None)
    }
}

/// A confirmed person at a desk that runs by the machine's clock.
pub async fn confirmed_user(desk: &Desk, name: &str) -> UserScope {
    let token = person(desk, name, desk::ports::Clock::now(&desk::access::SystemClock)).await;
    desk.enter_session(&token).await.expect("a fresh session opens")
}

/// A new session of that person at such a desk: its token, as a cookie carries it.
pub async fn signed_in(desk: &Desk, user: &UserScope) -> String {
    session(desk, user.id(), desk::ports::Clock::now(&desk::access::SystemClock)).await
}

async fn person(desk: &Desk, name: &str, at: Timestamp) -> String {
    let user = UserId(SeededIds.uuid(at));
    let mut tx = desk.store().write_global().await.expect("the store writes");
    let new = UserNew {
        id: user,
        tenant: TenantId(SeededIds.uuid(at)),
        email: MailAddress::parse(&format!("{}@people.test", name.to_lowercase().replace(' ', ".")))
            .expect("a mail address"),
        name: Name::parse(name).expect("a name"),
        password_hash: PASSWORD_HASH.to_owned(),
    };
    assert!(tx.user_add(new, at).await.expect("the store answers"), "{name} exists already");
    let confirmed = UserTokenUsed { user_id: user, name: None, password_hash: None, email: None };
    assert!(tx.user_confirm(confirmed, at).await.expect("the store answers"));
    tx.commit().await.expect("the store commits");
    session(desk, user, at).await
}

async fn session(desk: &Desk, user: UserId, at: Timestamp) -> String {
    let token = SeededIds.uuid(at).to_string();
    let new = SessionNew {
        token_hash: desk::access::token_hash(&token),
        id: SessionId(SeededIds.uuid(at)),
        user,
        expires_at: at.plus_seconds(30 * 86_400),
        user_agent: "testkit".to_owned(),
    };
    let mut tx = desk.store().write_global().await.expect("the store writes");
    tx.session_add(new, at).await.expect("the store answers");
    tx.commit().await.expect("the store commits");
    token
}
