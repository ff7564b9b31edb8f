//! A name server: a table, over UDP.

use mail_auth::hickory_resolver::proto::op::{Message, ResponseCode};
use mail_auth::hickory_resolver::proto::rr::rdata::{A, MX, TXT};
use mail_auth::hickory_resolver::proto::rr::{Name, RData, Record, RecordType};
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::net::UdpSocket;

/// What is said of a name.
#[derive(Clone, Debug)]
pub enum Answer {
    /// One TXT record, in pieces as they go over the wire.
    Txt(Vec<String>),
    A(Ipv4Addr),
    Mx(&'static str),
    /// Nothing ever comes back.
    Silence,
    /// The server has trouble of its own.
    Broken,
}

/// One TXT record, cut where the DNS cuts.
pub fn txt(text: &str) -> Answer {
    Answer::Txt(text.as_bytes().chunks(200).map(|piece| String::from_utf8_lossy(piece).into_owned()).collect())
}

/// Where it listens, and how often it was asked.
pub struct Dns {
    pub addr: SocketAddr,
    asked: Arc<AtomicUsize>,
}

impl Dns {
    /// Of every name that is not in the table there is nothing (NXDOMAIN).
    pub async fn of<N: Into<String>>(table: impl IntoIterator<Item = (N, Answer)>) -> Self {
        let table: Vec<(String, Answer)> = table.into_iter().map(|(name, answer)| (name.into(), answer)).collect();
        let socket = UdpSocket::bind("127.0.0.1:0").await.expect("a port");
        let addr = socket.local_addr().expect("an address");
        let asked = Arc::new(AtomicUsize::new(0));
        let count = asked.clone();
        tokio::spawn(async move {
            let mut packet = [0; 4096];
            while let Ok((length, from)) = socket.recv_from(&mut packet).await {
                count.fetch_add(1, Ordering::Relaxed);
                let Ok(question) = Message::from_vec(&packet[..length]) else { continue };
                if let Some(answer) = answered(&table, question) {
                    let _ = socket.send_to(&answer.to_vec().expect("it fits"), from).await;
                }
            }
        });
        Self { addr, asked }
    }

    /// Questions so far.
    pub fn asked(&self) -> usize {
        self.asked.load(Ordering::Relaxed)
    }
}

fn answered(table: &[(String, Answer)], question: Message) -> Option<Message> {
    let query = question.queries.first()?.clone();
    let asked = query.name().to_lowercase().to_ascii();
    let known: Vec<&Answer> =
        table.iter().filter(|(name, _)| *name == asked.trim_end_matches('.')).map(|(_, answer)| answer).collect();
    let mut message = question.into_response();
    message.metadata.recursion_available = true;
    if known.is_empty() {
        message.metadata.response_code = ResponseCode::NXDomain;
    }
    for answer in known {
        let (kind, data) = match answer {
            Answer::Txt(pieces) => (RecordType::TXT, RData::TXT(TXT::new(pieces.clone()))),
            Answer::A(ip) => (RecordType::A, RData::A(A(*ip))),
            Answer::Mx(host) => (RecordType::MX, RData::MX(MX::new(10, Name::from_ascii(host).expect("a name")))),
            Answer::Silence => return None,
            Answer::Broken => {
                message.metadata.response_code = ResponseCode::ServFail;
                continue;
            }
        };
        if kind == query.query_type() {
            message.add_answer(Record::from_rdata(query.name().clone(), 60, data));
        }
    }
    Some(message)
}
