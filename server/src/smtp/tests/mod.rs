//! The receiver at work, with clients that connect in earnest and a door that keeps what it is given in memory.

mod limits;
mod plain;
mod stop;
mod tls;

use super::{Door, Identity, Limits, Receiver, start};
use async_trait::async_trait;
use desk::ports::MailPeer;
use domain::MailAddress;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex};
use tokio::io::{AsyncBufReadExt as _, AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;

const HELLO: &str = "EHLO mx.b.example\r\n";
const ENVELOPE: &str = "MAIL FROM:<ana@b.example>\r\nRCPT TO:<help@desk.example>\r\nDATA\r\n";

/// Has room for everybody at `desk.example`, save `nobody`. `broken` and `hanging` are what they are called.
#[derive(Default)]
struct Shelf {
    kept: Mutex<Vec<(String, MailPeer, String)>>,
    /// Somebody waits for `hanging`.
    asked: Notify,
    /// Lets mail for `hanging` go on.
    goes_on: Notify,
}

#[async_trait]
impl Door for Shelf {
    type Recipient = String;

    async fn recipient(&self, address: &MailAddress) -> Result<Option<String>, String> {
        match address.as_str().split_once('@') {
            Some(("lost", "desk.example")) => Err("the shelves are away".to_owned()),
            Some((name, "desk.example")) if name != "nobody" => Ok(Some(name.to_owned())),
            _ => Ok(None),
        }
    }

    fn is_same(&self, one: &String, other: &String) -> bool {
        one == other
    }

    async fn deliver(&self, recipient: &String, peer: &MailPeer, raw: &[u8]) -> Result<(), String> {
        if recipient == "broken" {
            return Err("the disk is full".to_owned());
        }
        if recipient == "hanging" {
            self.asked.notify_one();
            self.goes_on.notified().await;
        }
        let raw = String::from_utf8(raw.to_vec()).expect("text");
        self.kept.lock().expect("no panic").push((recipient.clone(), peer.clone(), raw));
        Ok(())
    }
}

/// A receiver on a free port of this machine.
struct House {
    shelf: Arc<Shelf>,
    addr: SocketAddr,
    identity: Identity,
    receiver: Receiver,
}

impl House {
    async fn new(limits: Limits) -> Self {
        let shelf = Arc::new(Shelf::default());
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.expect("a free port");
        let addr = listener.local_addr().expect("its address");
        let identity = Identity::made("desk.example").expect("a certificate");
        let receiver = start(listener, Arc::clone(&shelf), identity.clone(), limits);
        Self { shelf, addr, identity, receiver }
    }

    /// A client that has heard the greeting.
    async fn client(&self) -> Client<TcpStream> {
        let mut client = self.caller().await;
        assert_eq!(client.reply().await, "220 desk.example ESMTP Helpstead");
        client
    }

    async fn caller(&self) -> Client<TcpStream> {
        Client(BufReader::new(TcpStream::connect(self.addr).await.expect("the receiver is there")))
    }

    fn kept(&self) -> Vec<(String, MailPeer, String)> {
        self.shelf.kept.lock().expect("no panic").clone()
    }
}

/// Speaks line by line.
struct Client<S>(BufReader<S>);

impl<S: AsyncRead + AsyncWrite + Unpin> Client<S> {
    async fn send(&mut self, said: impl AsRef<[u8]>) {
        self.0.get_mut().write_all(said.as_ref()).await.expect("the receiver listens");
        self.0.get_mut().flush().await.expect("the receiver listens");
    }

    /// The last line of one reply.
    async fn reply(&mut self) -> String {
        loop {
            let mut line = String::new();
            self.0.read_line(&mut line).await.expect("a reply");
            let line = line.strip_suffix("\r\n").expect("a whole line");
            if line.as_bytes()[3] == b' ' {
                return line.to_owned();
            }
        }
    }

    /// The codes of that many replies.
    async fn codes(&mut self, count: usize) -> Vec<String> {
        let mut codes = Vec::new();
        for _ in 0..count {
            codes.push(self.reply().await[..3].to_owned());
        }
        codes
    }

    /// What else the receiver says before it ends the connection.
    async fn rest(&mut self) -> String {
        let mut rest = String::new();
        self.0.read_to_string(&mut rest).await.expect("an end in order");
        rest
    }
}
