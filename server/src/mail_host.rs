//! Mail servers that people type the names of: where such a name may lead, and a connection to there.
//!
//! The guard of [`safe_http`](crate::safe_http) makes every connection, so a name in a mailbox opens no way into the network this
//! stands in. Whoever looks after the mailbox is told a category; what is behind a private address, or whether anybody is, never.

use crate::safe_http::{Allowance, Guard, Name, public_roots, tls};
use anyhow::Context as _;
use desk::ports::{FetchError, MailServer};
use domain::mail::MailTls;
use std::fmt::Debug;
use std::io;
use std::path::Path;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::time::timeout;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::pki_types::CertificateDer;
use tokio_rustls::rustls::pki_types::pem::PemObject as _;
use tokio_rustls::rustls::{CertificateError, Error as TlsError, RootCertStore};

/// What mail servers listen at: IMAP at 143 and 993, SMTP at the others.
const PORTS: &[u16] = &[143, 993, 25, 465, 587, 2525];
/// For somebody to answer the door, names looked up included.
const CONNECT: Duration = Duration::from_secs(10);
/// For one step of a conversation.
pub(crate) const STEP: Duration = Duration::from_secs(30);
/// For a step that carries a large mail.
pub(crate) const LONG_STEP: Duration = Duration::from_secs(5 * 60);
/// For a goodbye. Nobody waits for long at a door that they leave.
pub(crate) const GOODBYE: Duration = Duration::from_secs(5);
/// Characters of a server's own words that are shown.
const MOST_WORDS: usize = 200;

/// Anything that bytes go over in both directions.
pub(crate) trait Stream: AsyncRead + AsyncWrite + Send + Sync + Unpin + Debug {}
impl<S: AsyncRead + AsyncWrite + Send + Sync + Unpin + Debug> Stream for S {}

/// A connection to a mail server, protected or not.
pub(crate) type Line = Box<dyn Stream>;

/// Connects to mail servers on the open internet, and where the operator allows.
pub struct MailHosts {
    guard: Guard,
    /// Without protection only what is allowed is asked.
    bare: Guard,
    tls: TlsConnector,
}

impl MailHosts {
    /// Trusts who browsers trust, and the authorities in a PEM file. Errors: a file that cannot be read or holds none.
    pub fn new(allowed: Vec<Allowance>, authorities: Option<&Path>) -> anyhow::Result<Self> {
        let mut roots = public_roots();
        if let Some(path) = authorities {
            add(&mut roots, path).with_context(|| format!("mail_ca: {}", path.display()))?;
        }
        Self::over(|ports| Guard::new(allowed.clone(), ports), roots)
    }

    fn over(guard: impl Fn(&'static [u16]) -> Guard, roots: RootCertStore) -> anyhow::Result<Self> {
        Ok(Self { guard: guard(PORTS), bare: guard(&[]), tls: tls(roots)? })
    }

    /// A connection; protected already where that is so from the first byte.
    pub(crate) async fn connect(&self, server: &MailServer) -> Result<Line, String> {
        let (name, port) = (named(server)?, server.port);
        let bare = server.tls == MailTls::Plain;
        if !self.guard.takes_port(port) {
            return Err(format!("Port {port} is none of mail servers. Use 993 or 143 for IMAP, 465 or 587 for SMTP."));
        }
        let guard = if bare { &self.bare } else { &self.guard };
        let stream = match timeout(CONNECT, guard.connect(&name, port)).await {
            Ok(Ok(stream)) => stream,
            Ok(Err(FetchError::Dns)) => {
                return Err(format!("The name {} leads nowhere. Is it spelled right?", name.host));
            }
            _ if bare => {
                return Err(format!(
                    "Nobody answers at {} port {port} without protection: that is only for servers that whoever runs this installation \
                     allows. Choose TLS or STARTTLS.",
                    name.host
                ));
            }
            _ => return Err(format!("Nobody answers at {} port {port}.", name.host)),
        };
        let line: Line = Box::new(stream);
        if server.tls == MailTls::Tls { self.protect(server, line).await } else { Ok(line) }
    }

    /// The same connection with TLS over it; the server has proved to be whom the typed name means.
    pub(crate) async fn protect(&self, server: &MailServer, line: Line) -> Result<Line, String> {
        let (name, port) = (named(server)?, server.port);
        match timeout(STEP, self.tls.connect(name.server, line)).await {
            Ok(Ok(stream)) => Ok(Box::new(stream)),
            Ok(Err(error)) => Err(unproved(&error, &name.host, port)),
            Err(_) => Err(format!("The server at {} port {port} took too long to begin TLS.", name.host)),
        }
    }
}

fn named(server: &MailServer) -> Result<Name, String> {
    Name::parse(&server.host).ok_or_else(|| "Give the name of a mail server, such as mail.example.".to_owned())
}

fn add(roots: &mut RootCertStore, path: &Path) -> anyhow::Result<()> {
    let before = roots.len();
    for authority in CertificateDer::pem_file_iter(path)? {
        roots.add(authority?)?;
    }
    anyhow::ensure!(roots.len() > before, "holds no certificate");
    Ok(())
}

/// Why there is no TLS. Whoever answers otherwise than in TLS is no liar, but at the wrong port.
fn unproved(error: &io::Error, host: &str, port: u16) -> String {
    let because = match error.get_ref().and_then(|inner| inner.downcast_ref::<TlsError>()) {
        Some(TlsError::InvalidCertificate(why)) => match why {
            CertificateError::Expired | CertificateError::ExpiredContext { .. } => "its certificate has expired",
            CertificateError::UnknownIssuer => "its certificate is from an authority that is not trusted here",
            CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
                "its certificate is for another name"
            }
            _ => "its certificate is not valid",
        },
        _ => {
            return format!(
                "The server at {host} port {port} does not speak TLS there. Is it the right port for that?"
            );
        }
    };
    format!("The server at {host} port {port} could not prove to be {host}: {because}.")
}

/// A server's own words, fit to be shown: one line and not too much of it, and never the password, should the server repeat it.
pub(crate) fn words(said: &str, server: &MailServer) -> String {
    let said = if server.password.is_empty() { said.to_owned() } else { said.replace(&server.password, "…") };
    let line = said.split(|c: char| c.is_control() || c.is_whitespace()).filter(|word| !word.is_empty());
    let line = line.collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(MOST_WORDS) {
        Some((end, _)) => format!("{}…", line[..end].trim_end()),
        None => line,
    }
}

#[cfg(test)]
mod tests {
    use super::{MailHosts, PORTS, words};
    use crate::safe_http::public_roots;
    use crate::safe_http::tests::{PUBLIC, Web, guard};
    use desk::ports::MailServer;
    use domain::mail::MailTls;
    use std::net::{IpAddr, SocketAddr, TcpListener};
    use std::sync::Arc;

    fn server(host: &str, port: u16, tls: MailTls) -> MailServer {
        MailServer { host: host.to_owned(), port, tls, user: "ana".to_owned(), password: "open sesame".to_owned() }
    }

    fn hosts(web: &Arc<Web>, allowed: &[String]) -> MailHosts {
        MailHosts::over(|ports| guard(web, allowed, ports), public_roots()).expect("TLS")
    }

    async fn told(hosts: &MailHosts, host: &str, port: u16, tls: MailTls) -> String {
        hosts.connect(&server(host, port, tls)).await.expect_err("nobody to talk to")
    }

    fn ip(text: &str) -> IpAddr {
        text.parse().expect("an address")
    }

    /// A door where nobody is: whoever goes there is turned away.
    fn nobody() -> SocketAddr {
        TcpListener::bind("127.0.0.1:0").and_then(|free| free.local_addr()).expect("a free port")
    }

    #[tokio::test]
    async fn nothing_of_this_machine_or_its_network_is_asked() {
        let mixed = [vec![ip(PUBLIC[0]), ip("10.0.0.1")]];
        let web = Arc::new(Web::with_door(nobody()).name("mixed.example", mixed));
        // The port is allowed somewhere, but not there.
        let hosts = hosts(&web, &["192.168.7.0/24:993".to_owned()]);
        for host in ["mixed.example", "127.0.0.1", "127.1", "[::ffff:127.0.0.1]", "::1", "169.254.169.254"] {
            for tls in [MailTls::Tls, MailTls::StartTls] {
                let said = told(&hosts, host, 993, tls).await;
                assert!(said.starts_with("Nobody answers at ") && said.ends_with(" port 993."), "{said}");
            }
            assert!(told(&hosts, host, 993, MailTls::Plain).await.contains("Choose TLS"), "{host}");
        }
        assert!(web.dialled().is_empty());
    }

    #[tokio::test]
    async fn the_ports_of_mail_servers_are_asked_and_no_others() {
        let web = Arc::new(Web::with_door(nobody()));
        let hosts = hosts(&web, &[]);
        for port in [0, 22, 80, 443, 6379] {
            assert!(told(&hosts, PUBLIC[0], port, MailTls::Tls).await.starts_with("Port "), "{port}");
        }
        assert!(web.dialled().is_empty());
        for port in PORTS {
            assert!(told(&hosts, PUBLIC[0], *port, MailTls::Tls).await.starts_with("Nobody answers at "), "{port}");
        }
        assert_eq!(web.dialled(), PORTS.iter().map(|port| (ip(PUBLIC[0]), *port).into()).collect::<Vec<_>>());
    }

    #[tokio::test]
    async fn without_protection_only_what_is_allowed_is_asked() {
        let web = Arc::new(Web::with_door(nobody()).name("mail.example", [vec![ip(PUBLIC[0])]]));
        let hosts = hosts(&web, &["10.1.2.3/32:143".to_owned()]);
        for host in ["mail.example", PUBLIC[0], "10.1.2.4"] {
            assert!(told(&hosts, host, 143, MailTls::Plain).await.contains("Choose TLS"), "{host}");
        }
        assert!(web.dialled().is_empty());
        told(&hosts, "10.1.2.3", 143, MailTls::Plain).await;
        assert_eq!(web.dialled(), [(ip("10.1.2.3"), 143).into()]);
    }

    #[tokio::test]
    async fn what_is_no_name_and_what_leads_nowhere_is_told() {
        let hosts = hosts(&Arc::new(Web::default()), &[]);
        assert!(told(&hosts, "imaps://mail.example", 993, MailTls::Tls).await.starts_with("Give the name"));
        let said = told(&hosts, "mail.example", 993, MailTls::Tls).await;
        assert_eq!(said, "The name mail.example leads nowhere. Is it spelled right?");
    }

    #[test]
    fn words_are_one_line_without_the_password() {
        let server = server("mail.example", 993, MailTls::Tls);
        assert_eq!(words("NO\r\n that was \u{1b}[31mopen sesame\t!", &server), "NO that was [31m… !");
        assert_eq!(words(&"ä".repeat(300), &server), format!("{}…", "ä".repeat(200)));
    }

    #[test]
    fn a_file_without_an_authority_is_refused() {
        let file = tempfile::NamedTempFile::new().expect("a file");
        assert!(MailHosts::new(Vec::new(), Some(file.path())).is_err());
        assert!(MailHosts::new(Vec::new(), Some("/nowhere/at/all.pem".as_ref())).is_err());
    }
}
