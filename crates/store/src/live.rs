//! Live: how the nodes of an installation hear of each other's changes. The event table is the truth; a notice says only
//! that there is more to read. One process on SQLite knows everything by itself.

use crate::conn::Conn;
use crate::db::Store;
use crate::error::Result;
use crate::statement::{Binding as _, SharedStatement, sql};
use domain::access::Sight;
use domain::{OrgId, UserId};
use sqlx::postgres::PgListener;
use std::collections::{HashMap, VecDeque};
use std::time::Duration;

pub use crate::event::ChangeRow;

const CHANNEL: &str = "helpstead_live";
/// Before the person in a notice.
const SIGNED_OUT: &str = "signed_out:";
/// Pause before a broken connection is tried again.
const RETRY: Duration = Duration::from_secs(1);

sql! {
    /// PostgreSQL only: delivered to every listening node when the transaction commits.
    shared LIVE_NOTIFY (notice: String) = "SELECT pg_notify('helpstead_live', $1)";
}

/// What a node hears of the others, and of itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Heard {
    /// An event of an organization, and its number.
    Event(OrgId, i64),
    /// A person is signed out somewhere: their streams have to prove themselves.
    SignedOut(UserId),
    /// Nobody can say who was signed out while the line was dead.
    Deaf,
}

/// Tells the other nodes, in the transaction of the change.
pub(crate) async fn announce(conn: &mut Conn, org: OrgId, seq: i64) -> Result<()> {
    notify(conn, format!("{org}:{seq}")).await
}

/// Tells the other nodes that a session of that person ended, in the transaction that ends it.
pub(crate) async fn announce_signed_out(conn: &mut Conn, user: UserId) -> Result<()> {
    notify(conn, format!("{SIGNED_OUT}{user}")).await
}

async fn notify(conn: &mut Conn, notice: String) -> Result<()> {
    if let Conn::Postgres(tx) = conn {
        let arguments = LIVE_NOTIFY { notice }.postgres()?;
        sqlx::query_with(<LIVE_NOTIFY as SharedStatement>::SQL, arguments).execute(&mut **tx).await?;
    }
    Ok(())
}

impl Store {
    /// Listens to the changes of all nodes, this one's included; `None` on SQLite.
    pub async fn listen(&self) -> Result<Option<Listener>> {
        let Some(url) = self.listen_url() else { return Ok(None) };
        let open = connect(url).await?;
        Ok(Some(Listener {
            store: self.clone(),
            url: url.to_owned(),
            open: Some(open),
            heard: HashMap::new(),
            queue: VecDeque::new(),
        }))
    }
}

/// An open ear on the database. It listens again by itself after a lost connection, and then looks up what the
/// organizations it has heard of did meanwhile, so that nothing is missed.
pub struct Listener {
    store: Store,
    url: String,
    open: Option<PgListener>,
    /// The newest number heard of each organization.
    heard: HashMap<OrgId, i64>,
    queue: VecDeque<Heard>,
}

impl Listener {
    /// What happened next, anywhere. Waits as long as it takes, also for a database that is away; `None` once the store is
    /// closed.
    pub async fn next(&mut self) -> Option<Heard> {
        loop {
            if let Some(next) = self.queue.pop_front() {
                return Some(next);
            }
            let Some(open) = &mut self.open else {
                self.again().await;
                continue;
            };
            match open.try_recv().await {
                Ok(Some(notice)) => match parse(notice.payload()) {
                    Some(Heard::Event(org, seq)) => self.hear(org, seq),
                    Some(other) => self.queue.push_back(other),
                    None => {}
                },
                Ok(None) => self.open = None,
                Err(sqlx::Error::PoolClosed) => return None,
                Err(_) => self.open = None,
            }
        }
    }

    async fn again(&mut self) {
        match connect(&self.url).await {
            Ok(open) => self.open = Some(open),
            Err(error) => {
                tracing::warn!(%error, "listening for live changes failed; trying again");
                tokio::time::sleep(RETRY).await;
                return;
            }
        }
        self.queue.push_back(Heard::Deaf);
        let orgs: Vec<OrgId> = self.heard.keys().copied().collect();
        for org in orgs {
            // An organization that is gone has nothing more to say.
            if let Ok(tx) = self.store.read(&Sight::everything(org, None)).await {
                self.hear(org, tx.seq());
            }
        }
    }

    /// A transaction may record several events and announces the last: those before it are told one by one too.
    fn hear(&mut self, org: OrgId, seq: i64) {
        let before = self.heard.insert(org, seq).unwrap_or(seq - 1);
        self.queue.extend((before + 1..=seq).map(|seq| Heard::Event(org, seq)));
    }
}

async fn connect(url: &str) -> Result<PgListener> {
    let mut listener = PgListener::connect(url).await?;
    listener.listen(CHANNEL).await?;
    Ok(listener)
}

fn parse(notice: &str) -> Option<Heard> {
    if let Some(user) = notice.strip_prefix(SIGNED_OUT) {
        return user.parse().ok().map(Heard::SignedOut);
    }
    let (org, seq) = notice.split_once(':')?;
    Some(Heard::Event(org.parse().ok()?, seq.parse().ok()?))
}
