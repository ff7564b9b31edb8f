//! Settings: flag > environment > file > default, validated at start; every wrong one is named in one message.

use crate::safe_http::Allowance;
use clap::Args;
use serde::Deserialize;
use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};

/// What an operator may say, in any of the three places. Flags are `--public-url`, the environment is `HELPSTEAD_PUBLIC_URL`,
/// the file is `public_url = "..."` in `DATA/helpstead.toml`.
#[derive(Args, Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Given {
    /// Address to listen on [default: 127.0.0.1:3000]
    #[arg(long, env = "HELPSTEAD_ADDR")]
    pub addr: Option<String>,
    /// Directory of everything this installation keeps [default: ./data]
    #[arg(long, env = "HELPSTEAD_DATA")]
    #[serde(skip)]
    pub data: Option<PathBuf>,
    /// Origin of every link, such as https://desk.example [default: http://ADDR]
    #[arg(long, env = "HELPSTEAD_PUBLIC_URL")]
    pub public_url: Option<String>,
    /// PostgreSQL address of the run role, postgres://...; without it SQLite in the data directory
    #[arg(long, env = "DATABASE_URL", hide_env_values = true)]
    pub database: Option<String>,
    /// PostgreSQL address of the owner role, which may migrate
    #[arg(long, env = "MIGRATE_DATABASE_URL", hide_env_values = true)]
    pub migrate_database: Option<String>,
    /// SMTP server, smtps://user:password@host or smtp://host:25; without it mail goes to DATA/outbox
    #[arg(long, env = "HELPSTEAD_SMTP_URL", hide_env_values = true)]
    pub smtp_url: Option<String>,
    /// Address that mail comes from [default: no-reply@HOST]
    #[arg(long, env = "HELPSTEAD_MAIL_FROM")]
    pub mail_from: Option<String>,
    /// Address to receive mail on, such as 0.0.0.0:25 [default: none; on a loopback ADDR without SMTP server, a free port of 127.0.0.1]
    #[arg(long, env = "HELPSTEAD_SMTP_ADDR")]
    pub smtp_addr: Option<String>,
    /// Domain whose mail comes to the receiver: answers of customers go there [default: HOST, where mail is received]
    #[arg(long, env = "HELPSTEAD_MAIL_DOMAIN")]
    pub mail_domain: Option<String>,
    /// PEM file with the receiver's certificate chain [default: one of its own, made at the start]
    #[arg(long, env = "HELPSTEAD_SMTP_CERT")]
    pub smtp_cert: Option<PathBuf>,
    /// PEM file with the key of that certificate
    #[arg(long, env = "HELPSTEAD_SMTP_KEY")]
    pub smtp_key: Option<PathBuf>,
    /// PEM file of authorities that mail servers may be signed by, besides the public ones
    #[arg(long, env = "HELPSTEAD_MAIL_CA")]
    pub mail_ca: Option<PathBuf>,
    /// Name server to ask for SPF, DKIM and DMARC, such as 127.0.0.1:53, or `none` [default: the system's]
    #[arg(long, env = "HELPSTEAD_DNS")]
    pub dns: Option<String>,
    /// Which addresses replies leave from by the installation's own server: those of `proven` domains, or `any` that an organization
    /// typed in [default: any where mail goes to DATA/outbox, else proven]
    #[arg(long, env = "HELPSTEAD_MAIL_SENDERS")]
    pub mail_senders: Option<String>,
    /// Mails that one organization sends in a day at the most [default: 10000]
    #[arg(long, env = "HELPSTEAD_MAIL_DAY_LIMIT")]
    pub mail_day_limit: Option<String>,
    /// Key of all links in mails, 64 hex digits, the same on every node [default: DATA/secret, made at the first start]
    #[arg(long, env = "HELPSTEAD_SECRET", hide_env_values = true)]
    pub secret: Option<String>,
    /// Addresses of proxies whose X-Forwarded-For is believed, separated by commas
    #[arg(long, env = "HELPSTEAD_TRUSTED_PROXIES")]
    pub trusted_proxies: Option<String>,
    /// Private addresses that a typed address may lead to, as block and port: 10.1.2.0/24:8443; several with commas
    #[arg(long, env = "HELPSTEAD_FETCH_ALLOW")]
    pub fetch_allow: Option<String>,
    /// Requests a minute one address may send to forms of strangers [default: 30]
    #[arg(long, env = "HELPSTEAD_FORM_LIMIT")]
    pub form_limit: Option<String>,
    /// No limits at all, for load tests on this machine only
    #[arg(long)]
    #[serde(skip)]
    pub no_rate_limits: bool,
}

/// What holds for this process.
#[derive(Clone, Debug)]
pub struct Config {
    /// Where to listen.
    pub addr: SocketAddr,
    /// Everything this installation keeps.
    pub data: PathBuf,
    /// Origin of every link, without a slash at the end.
    pub public_url: String,
    /// PostgreSQL's run role; `None` is SQLite.
    pub database: Option<String>,
    /// PostgreSQL's owner role.
    pub migrate_database: Option<String>,
    /// SMTP; `None` is the outbox folder.
    pub smtp_url: Option<String>,
    /// Where mail comes from.
    pub mail_from: String,
    /// Where mail is received; `None` is nowhere.
    pub smtp_addr: Option<SocketAddr>,
    /// The domain whose mail comes to the receiver.
    pub mail_domain: Option<String>,
    /// Whether replies leave from every address that somebody typed in.
    pub any_sender: bool,
    /// Mails that one organization sends in a day at the most.
    pub mail_day_limit: i64,
    /// The receiver's certificate chain and its key; `None` is one of its own making.
    pub smtp_identity: Option<(PathBuf, PathBuf)>,
    /// Authorities of mail servers besides the public ones.
    pub mail_ca: Option<PathBuf>,
    /// The name server for what mail is proved with; `None` is the system's.
    pub dns: Option<SocketAddr>,
    /// Whether nobody is asked: who sent a mail is not checked.
    pub no_dns: bool,
    /// Key of derived tokens.
    pub secret: [u8; 32],
    /// Proxies whose word on the client's address is taken.
    pub trusted_proxies: Vec<IpAddr>,
    /// Where pictures may be fetched from besides the open internet.
    pub fetch_allow: Vec<Allowance>,
    /// Requests a minute; `None` is no limit.
    pub form_limit: Option<u32>,
}

impl Config {
    /// Whether only this machine can reach the desk: demo data and `/dev` exist nowhere else.
    #[must_use]
    pub fn is_loopback(&self) -> bool {
        self.addr.ip().is_loopback()
    }

    /// Whether browsers hold the origin for trustworthy, so that cookies may carry `__Host-` and `Secure`.
    #[must_use]
    pub fn is_secure(&self) -> bool {
        let host = self.public_url.split("://").nth(1).unwrap_or_default();
        self.public_url.starts_with("https://")
            || ["localhost", "127.0.0.1", "[::1]"]
                .iter()
                .any(|local| host == *local || host.starts_with(&format!("{local}:")))
    }

    /// Whether `/dev/outbox` exists: mail goes to a folder, and only this machine can look.
    #[must_use]
    pub fn has_outbox(&self) -> bool {
        self.smtp_url.is_none() && self.is_loopback()
    }

    /// Joins the three sources. Errors: one message that names every wrong setting.
    pub fn load(given: &Given) -> Result<Self, String> {
        let data = given.data.clone().unwrap_or_else(|| PathBuf::from("data"));
        let file = read_file(&data.join("helpstead.toml"))?;
        let mut wrong = Vec::new();
        let pick = |flag: &Option<String>, file: &Option<String>| {
            flag.clone().or_else(|| file.clone()).filter(|text| !text.is_empty())
        };

        let addr_text = pick(&given.addr, &file.addr).unwrap_or_else(|| "127.0.0.1:3000".to_owned());
        let addr = addr_text.parse::<SocketAddr>().unwrap_or_else(|_| {
            wrong.push(format!("addr: `{addr_text}` is not an address and port such as 127.0.0.1:3000"));
            SocketAddr::from(([127, 0, 0, 1], 3000))
        });
        let public_url = pick(&given.public_url, &file.public_url).unwrap_or_else(|| format!("http://{addr}"));
        let public_url = public_url.trim_end_matches('/').to_owned();
        let rest = public_url.strip_prefix("https://").or_else(|| public_url.strip_prefix("http://"));
        if rest.is_none_or(|host| host.is_empty() || host.contains(['/', '?', '#', ' '])) {
            wrong.push(format!("public_url: `{public_url}` is not an origin such as https://desk.example"));
        }
        let host = rest.unwrap_or("localhost").rsplit_once(':').map_or(rest.unwrap_or("localhost"), |(host, _)| host);

        let database = pick(&given.database, &file.database);
        let migrate_database = pick(&given.migrate_database, &file.migrate_database);
        for (name, url) in [("database", &database), ("migrate_database", &migrate_database)] {
            if url.as_ref().is_some_and(|url| !url.starts_with("postgres://") && !url.starts_with("postgresql://")) {
                wrong.push(format!("{name}: expected postgres://user:password@host/database"));
            }
        }
        let smtp_url = pick(&given.smtp_url, &file.smtp_url);
        if smtp_url.as_ref().is_some_and(|url| !url.starts_with("smtp://") && !url.starts_with("smtps://")) {
            wrong.push("smtp_url: expected smtp://host:25 or smtps://user:password@host".to_owned());
        }
        let mail_from = pick(&given.mail_from, &file.mail_from).unwrap_or_else(|| {
            format!("no-reply@{}", if host.starts_with(|c: char| c.is_ascii_alphabetic()) { host } else { "localhost" })
        });
        if let Err(error) = domain::MailAddress::parse(&mail_from) {
            wrong.push(format!("mail_from: {error}"));
        }
        let mut at = |name: &str, text: Option<String>| {
            text.and_then(|text| match text.parse::<SocketAddr>() {
                Ok(addr) => Some(addr),
                Err(_) => {
                    wrong.push(format!("{name}: `{text}` is not an address and port such as 127.0.0.1:25"));
                    None
                }
            })
        };
        let smtp_addr = at("smtp_addr", pick(&given.smtp_addr, &file.smtp_addr));
        let dns = pick(&given.dns, &file.dns);
        let no_dns = dns.as_deref() == Some("none");
        let dns = at("dns", dns.filter(|_| !no_dns));
        // A desk to try things on takes mail as well, from this machine alone.
        let trial = addr.ip().is_loopback() && smtp_url.is_none();
        let smtp_addr = smtp_addr.or_else(|| trial.then(|| SocketAddr::from(([127, 0, 0, 1], 0))));
        let named = host.starts_with(|c: char| c.is_ascii_alphabetic());
        let mail_domain = pick(&given.mail_domain, &file.mail_domain)
            .or_else(|| smtp_addr.map(|_| if named { host.to_owned() } else { "localhost".to_owned() }));
        if let Some(domain) = &mail_domain
            && domain::MailAddress::parse(&format!("reply@{domain}")).is_err()
        {
            wrong.push(format!("mail_domain: `{domain}` is not a domain such as desk.example"));
        }
        let any_sender = match pick(&given.mail_senders, &file.mail_senders).as_deref() {
            Some("any") => true,
            Some("proven") => false,
            // Nothing leaves an outbox.
            None => smtp_url.is_none(),
            Some(other) => {
                wrong.push(format!("mail_senders: `{other}` is neither `proven` nor `any`"));
                false
            }
        };
        let day_text = pick(&given.mail_day_limit, &file.mail_day_limit).unwrap_or_else(|| "10000".to_owned());
        let mail_day_limit = day_text.parse::<i64>().ok().filter(|limit| *limit > 0).unwrap_or_else(|| {
            wrong.push(format!("mail_day_limit: `{day_text}` is not a number of mails above 0"));
            1
        });
        let path = |flag: &Option<PathBuf>, file: &Option<PathBuf>| flag.clone().or_else(|| file.clone());
        let smtp_identity = match (path(&given.smtp_cert, &file.smtp_cert), path(&given.smtp_key, &file.smtp_key)) {
            (Some(cert), Some(key)) => Some((cert, key)),
            (None, None) => None,
            _ => {
                wrong.push("smtp_cert and smtp_key: the one needs the other".to_owned());
                None
            }
        };
        let mail_ca = path(&given.mail_ca, &file.mail_ca);
        let trusted_proxies = pick(&given.trusted_proxies, &file.trusted_proxies).unwrap_or_default();
        let trusted_proxies = listed(&trusted_proxies)
            .filter_map(|text| {
                text.parse().map_err(|_| wrong.push(format!("trusted_proxies: `{text}` is not an IP address"))).ok()
            })
            .collect();
        let fetch_allow = pick(&given.fetch_allow, &file.fetch_allow).unwrap_or_default();
        let fetch_allow = listed(&fetch_allow)
            .filter_map(|text| text.parse().map_err(|why| wrong.push(format!("fetch_allow: `{text}` is {why}"))).ok())
            .collect();
        let limit_text = pick(&given.form_limit, &file.form_limit).unwrap_or_else(|| "30".to_owned());
        let form_limit = limit_text.parse::<u32>().ok().filter(|limit| *limit > 0);
        if form_limit.is_none() {
            wrong.push(format!("form_limit: `{limit_text}` is not a number of requests above 0"));
        }
        if given.no_rate_limits && !addr.ip().is_loopback() {
            wrong.push("no_rate_limits: only for load tests, so only on a loopback address".to_owned());
        }
        let secret = match pick(&given.secret, &file.secret) {
            Some(text) => parse_secret(&text).unwrap_or_else(|| {
                wrong.push("secret: expected 64 hex digits".to_owned());
                [0; 32]
            }),
            None if wrong.is_empty() => kept_secret(&data).unwrap_or_else(|error| {
                wrong.push(format!("secret: {error}"));
                [0; 32]
            }),
            None => [0; 32],
        };
        if !wrong.is_empty() {
            return Err(format!("these settings are wrong:\n  - {}", wrong.join("\n  - ")));
        }
        let form_limit = if given.no_rate_limits { None } else { form_limit };
        Ok(Self {
            addr,
            data,
            public_url,
            database,
            migrate_database,
            smtp_url,
            mail_from,
            smtp_addr,
            mail_domain,
            any_sender,
            mail_day_limit,
            smtp_identity,
            mail_ca,
            dns,
            no_dns,
            secret,
            trusted_proxies,
            fetch_allow,
            form_limit,
        })
    }
}

/// What stands between commas.
fn listed(text: &str) -> impl Iterator<Item = &str> {
    text.split(',').map(str::trim).filter(|text| !text.is_empty())
}

fn read_file(path: &Path) -> Result<Given, String> {
    match std::fs::read_to_string(path) {
        Ok(text) => toml::from_str(&text).map_err(|error| format!("{} cannot be read: {error}", path.display())),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Given::default()),
        Err(error) => Err(format!("{} cannot be read: {error}", path.display())),
    }
}

fn parse_secret(text: &str) -> Option<[u8; 32]> {
    let mut secret = [0; 32];
    if text.len() != 64 || !text.is_ascii() {
        return None;
    }
    for (index, byte) in secret.iter_mut().enumerate() {
        *byte = u8::from_str_radix(text.get(index * 2..index * 2 + 2)?, 16).ok()?;
    }
    Some(secret)
}

/// The secret in the data directory; made when there is none, readable by its owner alone.
fn kept_secret(data: &Path) -> Result<[u8; 32], String> {
    let path = data.join("secret");
    let told = |error: std::io::Error| format!("{}: {error}", path.display());
    std::fs::create_dir_all(data).map_err(told)?;
    if let Ok(text) = std::fs::read_to_string(&path) {
        return parse_secret(text.trim()).ok_or_else(|| format!("{} does not hold 64 hex digits", path.display()));
    }
    let secret: [u8; 32] = rand::random();
    let text: String = secret.iter().map(|byte| format!("{byte:02x}")).collect();
    crate::files::write_private(&path, text.as_bytes()).map_err(told)?;
    Ok(secret)
}

#[cfg(test)]
mod tests {
    use super::{Config, Given};

    #[test]
    fn every_wrong_setting_is_named_in_one_message() {
        let dir = tempfile::tempdir().expect("a temporary directory");
        let given = Given {
            data: Some(dir.path().to_owned()),
            addr: Some("here".to_owned()),
            public_url: Some("desk.example".to_owned()),
            database: Some("mysql://x".to_owned()),
            fetch_allow: Some("10.0.0.0/8:443, 10.1.2.3/24:443".to_owned()),
            ..Given::default()
        };
        let message = Config::load(&given).expect_err("four settings are wrong");
        for name in ["addr", "public_url", "database", "fetch_allow: `10.1.2.3/24:443` is no block"] {
            assert!(message.contains(name), "{message}");
        }
    }

    #[test]
    fn a_flag_wins_over_the_file() {
        let dir = tempfile::tempdir().expect("a temporary directory");
        std::fs::write(
            dir.path().join("helpstead.toml"),
            "public_url = \"https://file.example\"\naddr = \"127.0.0.1:4000\"",
        )
        .expect("written");
        let given =
            Given { data: Some(dir.path().to_owned()), addr: Some("127.0.0.1:5000".to_owned()), ..Given::default() };
        let config = Config::load(&given).expect("all is right");
        assert_eq!(config.addr.port(), 5000);
        assert_eq!(config.public_url, "https://file.example");
        assert_eq!(config.mail_from, "no-reply@file.example");
    }

    #[test]
    fn limits_are_lifted_on_loopback_only() {
        let dir = tempfile::tempdir().expect("a temporary directory");
        let given = Given {
            data: Some(dir.path().to_owned()),
            addr: Some("0.0.0.0:3000".to_owned()),
            public_url: Some("https://desk.example".to_owned()),
            no_rate_limits: true,
            ..Given::default()
        };
        assert!(Config::load(&given).expect_err("not on every address").contains("no_rate_limits"));
    }
}
