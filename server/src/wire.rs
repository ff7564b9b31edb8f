//! Puts the desk together from its settings: shelves, files, mail, live screens.

use crate::config::Config;
use crate::files::LocalFiles;
use crate::imap::ImapPostbox;
use crate::live::Hub;
use crate::mail_host::MailHosts;
use crate::mailer;
use crate::safe_http::SafeHttp;
use crate::security::limit::Limits;
use crate::state::AppState;
use crate::trust::Trust;
use desk::access::SystemClock;
use desk::ports::{Ids, Live};
use desk::{Desk, Ports};
use domain::Timestamp;
use std::sync::Arc;
use store::{Store, StoreOptions};
use uuid::{NoContext, Uuid};

/// Connections one node holds to PostgreSQL.
const CONNECTIONS: u32 = 20;

/// Ids and secrets from the machine's own randomness.
pub(crate) struct RandomIds;

impl Ids for RandomIds {
    fn uuid(&self, at: Timestamp) -> Uuid {
        let seconds = u64::try_from(at.0.div_euclid(1_000_000)).unwrap_or(0);
        let nanos = u32::try_from(at.0.rem_euclid(1_000_000) * 1000).unwrap_or(0);
        Uuid::new_v7(uuid::Timestamp::from_unix(NoContext, seconds, nanos))
    }

    fn secret(&self) -> [u8; 32] {
        rand::random()
    }
}

/// Opens the shelves the settings name, migrating them when this process may.
pub async fn open_store(config: &Config) -> anyhow::Result<Store> {
    let options = match &config.database {
        None => {
            std::fs::create_dir_all(&config.data)?;
            StoreOptions::Sqlite(config.data.join("helpstead.db"))
        }
        Some(url) => StoreOptions::Postgres {
            url: url.clone(),
            owner_url: config.migrate_database.clone(),
            connections: CONNECTIONS,
        },
    };
    Ok(Store::open(&options).await?)
}

/// The whole desk over those shelves.
pub async fn state(config: Config) -> anyhow::Result<AppState> {
    let store = open_store(&config).await?;
    let hub = Hub::default();
    let live: Arc<dyn Live> = Arc::new(hub.clone());
    let mail_hosts = Arc::new(MailHosts::new(config.fetch_allow.clone(), config.mail_ca.as_deref())?);
    let ports = Ports {
        clock: Arc::new(SystemClock),
        ids: Arc::new(RandomIds),
        mailer: mailer::of(&config, mail_hosts.clone())?,
        files: Arc::new(LocalFiles::new(config.data.join("files"))),
        live,
        fetch: Arc::new(SafeHttp::new(config.fetch_allow.clone())?),
        postbox: Arc::new(ImapPostbox::new(mail_hosts)),
        trust: Arc::new(if config.no_dns { Trust::nobody() } else { Trust::new(config.dns) }),
    };
    let settings = desk::Settings {
        public_url: config.public_url.clone(),
        secret: config.secret,
        mail_from: config.mail_from.clone(),
        mail_domain: config.mail_domain.clone(),
        any_sender: config.any_sender,
        mail_day_limit: config.mail_day_limit,
    };
    let limits = Arc::new(Limits::new(&config));
    Ok(AppState {
        desk: Desk::new(store, ports, settings),
        config: Arc::new(config),
        limits,
        hub,
        enter: Arc::default(),
        receiver: Arc::default(),
    })
}
