//! Names and what the DNS has on them.

use mail_auth::hickory_resolver::TokioResolver;
use mail_auth::hickory_resolver::config::{NameServerConfig, ResolveHosts, ResolverConfig, ResolverOpts};
use mail_auth::hickory_resolver::net::runtime::TokioRuntimeProvider;
use mail_auth::hickory_resolver::net::{DnsError, NetError};
use mail_auth::hickory_resolver::proto::rr::{Name, RData};
use mail_auth::hickory_resolver::system_conf::read_system_conf;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::{ClientConfig, RootCertStore};

/// How long an answer counts at most.
const REMEMBERED: Duration = Duration::from_secs(60);
/// How many answers are remembered.
const ANSWERS: u64 = 256;

/// Who to ask. Errors: the system's own settings cannot be read.
pub fn resolver(dns: Option<SocketAddr>) -> Result<TokioResolver, String> {
    let (config, mut options) = match dns {
        Some(dns) => {
            let mut server = NameServerConfig::udp_and_tcp(dns.ip());
            for connection in &mut server.connections {
                connection.port = dns.port();
            }
            (ResolverConfig::from_parts(None, Vec::new(), vec![server]), ResolverOpts::default())
        }
        None => read_system_conf().map_err(|error| error.to_string())?,
    };
    // What stands in a file of this machine is nothing that the sender's domain says.
    options.use_hosts_file = ResolveHosts::Never;
    // Whoever has just written a record wants to see it found.
    (options.positive_max_ttl, options.negative_max_ttl) = (Some(REMEMBERED), Some(REMEMBERED));
    // An answer may have 64 kB, and whoever sends mail chooses whose.
    options.cache_size = ANSWERS;
    // Nobody is asked over TLS. Without settings of our own the machine's authorities would be read, and be missed where there are none.
    let tls = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(|error| error.to_string())?
        .with_root_certificates(RootCertStore::empty())
        .with_no_client_auth();
    TokioResolver::builder_with_config(config, TokioRuntimeProvider::default())
        .with_options(options)
        .with_tls_config(tls)
        .build()
        .map_err(|error| error.to_string())
}

/// The TXT records of a name, each in one piece; none when there is no such name. Errors: it could not be asked.
pub async fn txt(resolver: &TokioResolver, name: &str) -> Result<Vec<String>, String> {
    let mut asked =
        Name::from_str_relaxed(name).map_err(|_| format!("`{name}` is not a name that can be looked up"))?;
    asked.set_fqdn(true);
    let found = match resolver.txt_lookup(asked).await {
        Ok(found) => found,
        Err(NetError::Dns(DnsError::NoRecordsFound(_))) => return Ok(Vec::new()),
        Err(error) => return Err(format!("the name server could not tell: {error}")),
    };
    let texts = found.answers().iter().filter_map(|record| match &record.data {
        RData::TXT(txt) => Some(String::from_utf8_lossy(&txt.txt_data.concat()).into_owned()),
        _ => None,
    });
    Ok(texts.collect())
}
