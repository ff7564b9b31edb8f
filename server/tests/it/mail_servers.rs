//! A real Dovecot and a real Exim. `HELPSTEAD_TEST_MAIL` names those to use (`./test` starts them for all tests); without it each test
//! process starts its own, and they end with it. `scripts/mail_servers.sh` says which accounts there are.

use desk::ports::MailServer;
use domain::mail::MailTls;
use server::mail_host::MailHosts;
use std::collections::HashMap;
use std::io::{BufRead as _, BufReader as StdReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, OnceLock};
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::TcpStream;

/// Where they are.
pub struct MailServers {
    /// Whom their certificate is from.
    pub authority: PathBuf,
    ports: HashMap<String, u16>,
    /// Lives as long as this process keeps its standard input open.
    _watchdog: Option<Child>,
}

/// Those of this process.
pub fn mail_servers() -> &'static MailServers {
    static SERVERS: OnceLock<MailServers> = OnceLock::new();
    SERVERS.get_or_init(|| {
        let (folder, watchdog) = match std::env::var("HELPSTEAD_TEST_MAIL") {
            Ok(folder) if !folder.is_empty() => (PathBuf::from(folder), None),
            _ => start(),
        };
        let ports = std::fs::read_to_string(folder.join("ports")).expect("the mail servers run");
        let ports = ports.lines().filter_map(|line| line.split_once('='));
        let ports = ports.map(|(name, port)| (name.to_owned(), port.parse().expect("a port"))).collect();
        MailServers { authority: folder.join("ca.pem"), ports, _watchdog: watchdog }
    })
}

fn start() -> (PathBuf, Option<Child>) {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/../scripts/mail_servers.sh");
    let command = Command::new("bash").arg(script).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn();
    let mut watchdog = command.expect("a shell starts");
    let mut folder = String::new();
    let out = watchdog.stdout.take().expect("it speaks to us");
    StdReader::new(out).read_line(&mut folder).expect("it says where they are");
    assert!(!folder.is_empty(), "the mail servers did not start: scripts/setup.sh --tests installs them");
    (PathBuf::from(folder.trim()), Some(watchdog))
}

impl MailServers {
    /// Where all they know is kept.
    pub fn folder(&self) -> PathBuf {
        self.authority.parent().expect("a folder").to_owned()
    }

    /// The port of that name.
    pub fn port(&self, name: &str) -> u16 {
        self.ports[name]
    }

    /// One of their doors, for somebody with the right password.
    pub fn server(&self, name: &str, tls: MailTls, user: &str) -> MailServer {
        let (host, password) = ("127.0.0.1".to_owned(), "secret".to_owned());
        MailServer { host, port: self.port(name), tls, user: user.to_owned(), password }
    }

    /// What an operator says who allows them.
    pub fn allowances(&self) -> Vec<String> {
        self.ports.values().map(|port| format!("127.0.0.1/32:{port}")).collect()
    }

    /// Connections to them, by whoever trusts their authority.
    pub fn hosts(&self) -> Arc<MailHosts> {
        let allowed = self.allowances().iter().map(|text| text.parse().expect("an allowance")).collect();
        Arc::new(MailHosts::new(allowed, Some(&self.authority)).expect("an authority"))
    }
}

/// Whom a folder belongs to: does by hand what Postbox never does.
pub struct FolderOwner {
    line: BufReader<TcpStream>,
}

impl FolderOwner {
    /// Signed in.
    pub async fn new(user: &str) -> Self {
        let stream = TcpStream::connect(("127.0.0.1", mail_servers().port("IMAP"))).await.expect("Dovecot answers");
        let mut owner = Self { line: BufReader::new(stream) };
        owner.until("* OK").await;
        owner.does(&format!("LOGIN {user} secret")).await;
        owner
    }

    /// Gives one command, which must succeed. What the server says to it.
    pub async fn does(&mut self, command: &str) -> Vec<String> {
        self.line.write_all(format!("X {command}\r\n").as_bytes()).await.expect("said");
        self.until("X ").await
    }

    /// Puts a mail into a folder.
    pub async fn puts(&mut self, folder: &str, mail: &[u8]) {
        let command = format!("X APPEND {folder} {{{}+}}\r\n", mail.len());
        self.line.write_all(&[command.as_bytes(), mail, b"\r\n"].concat()).await.expect("said");
        self.until("X ").await;
    }

    async fn until(&mut self, begin: &str) -> Vec<String> {
        let mut said = Vec::new();
        loop {
            let mut line = String::new();
            assert_ne!(self.line.read_line(&mut line).await.expect("an answer"), 0, "{said:?}");
            said.push(line.trim_end().to_owned());
            if line.starts_with(begin) {
                assert!(line.contains(" OK"), "{said:?}");
                return said;
            }
        }
    }
}
