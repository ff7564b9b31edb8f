//! What is made of an answer, over TLS in earnest, from a server on this machine that is allowed for the test.

use super::{Patience, QUICK, Web, fetcher};
use desk::ports::{Fetch as _, FetchError};
use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;
use tokio::sync::mpsc;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;
use tokio_rustls::rustls::{RootCertStore, ServerConfig};

/// A server at `pictures.example` that gives everybody the same answer, or (`None`) nobody any.
struct Server {
    port: u16,
    roots: RootCertStore,
    asked: mpsc::UnboundedReceiver<String>,
}

impl Server {
    async fn answering(answer: Option<Vec<u8>>) -> Self {
        let made = rcgen::generate_simple_self_signed(["pictures.example".to_owned()]).expect("a certificate");
        let mut roots = RootCertStore::empty();
        roots.add(made.cert.der().clone()).expect("a certificate to trust");
        let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .expect("TLS")
            .with_no_client_auth()
            .with_single_cert(
                vec![made.cert.der().clone()],
                PrivateKeyDer::Pkcs8(made.signing_key.serialize_der().into()),
            )
            .expect("a server's certificate");
        let acceptor = TlsAcceptor::from(Arc::new(config));
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.expect("a free port");
        let port = listener.local_addr().expect("its address").port();
        let (tell, asked) = mpsc::unbounded_channel();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let Ok(mut stream) = acceptor.accept(stream).await else { continue };
                let mut head = Vec::new();
                while !head.ends_with(b"\r\n\r\n") {
                    head.push(stream.read_u8().await.expect("a whole head"));
                }
                let _ = tell.send(String::from_utf8(head).expect("text"));
                match &answer {
                    Some(answer) => {
                        // Whoever has read enough is gone before the end.
                        let _ = stream.write_all(answer).await;
                        let _ = stream.shutdown().await;
                    }
                    None => std::future::pending().await,
                }
            }
        });
        Self { port, roots, asked }
    }

    fn web() -> Arc<Web> {
        let here = vec![IpAddr::V4(Ipv4Addr::LOCALHOST)];
        Arc::new(Web::default().name("pictures.example", [here.clone()]).name("other.example", [here]))
    }

    async fn fetched(&self, host: &str, roots: RootCertStore, patience: Patience) -> Result<Vec<u8>, FetchError> {
        let allowed = [format!("127.0.0.0/8:{}", self.port)];
        let address = format!("https://{host}:{}/logo.png?size=2", self.port);
        fetcher(&Self::web(), &allowed, roots, patience).fetch(&address, 1_000).await
    }
}

/// What comes of an answer, and what the server was asked, request by request.
async fn given(answer: impl Into<Vec<u8>>) -> (Result<Vec<u8>, FetchError>, Vec<String>) {
    let mut server = Server::answering(Some(answer.into())).await;
    let fetched = server.fetched("pictures.example", server.roots.clone(), QUICK).await;
    let mut asked = Vec::new();
    while let Ok(request) = server.asked.try_recv() {
        asked.push(request);
    }
    (fetched, asked)
}

#[tokio::test]
async fn a_picture_is_fetched_and_the_server_learns_nothing_of_who_asks() {
    let (fetched, asked) = given("HTTP/1.1 200 OK\r\ncontent-length: 7\r\n\r\npicture").await;
    assert_eq!(fetched, Ok(b"picture".to_vec()));
    let (first, rest) = asked[0].split_once("\r\n").expect("a head");
    assert_eq!((asked.len(), first), (1, "GET /logo.png?size=2 HTTP/1.1"));
    let names: Vec<&str> = rest.lines().filter_map(|line| Some(line.split_once(':')?.0)).collect();
    assert_eq!(names, ["host", "accept", "accept-encoding", "user-agent", "connection"]);
    assert!(rest.contains("host: pictures.example:") && rest.contains("accept-encoding: identity"), "{rest}");
    let (chunked, _) =
        given("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\npic\r\n4\r\nture\r\n0\r\n\r\n").await;
    assert_eq!(chunked, Ok(b"picture".to_vec()));
}

#[tokio::test]
async fn no_answer_leads_elsewhere() {
    for status in ["301", "302", "303", "307", "308"] {
        let answer = format!("HTTP/1.1 {status} Found\r\nlocation: /other.png\r\ncontent-length: 7\r\n\r\npicture");
        let (fetched, asked) = given(answer).await;
        assert_eq!((fetched, asked.len()), (Err(FetchError::Status), 1), "{status}");
    }
    for status in ["204", "206", "401", "404", "500"] {
        let (fetched, _) = given(format!("HTTP/1.1 {status} No\r\ncontent-length: 0\r\n\r\n")).await;
        assert_eq!(fetched, Err(FetchError::Status), "{status}");
    }
}

#[tokio::test]
async fn more_than_is_wanted_is_not_read() {
    let whole = |length: usize| {
        let head = format!("HTTP/1.1 200 OK\r\ncontent-length: {length}\r\n\r\n").into_bytes();
        [head, vec![b'x'; length]].concat()
    };
    assert_eq!(given(whole(1_000)).await.0.map(|bytes| bytes.len()), Ok(1_000));
    assert_eq!(given(whole(1_001)).await.0, Err(FetchError::TooLarge));
    // Says nothing of its length, and goes on and on.
    let mut endless = b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n".to_vec();
    for _ in 0..10_000 {
        endless.extend(b"64\r\n");
        endless.extend([b'x'; 100]);
        endless.extend(b"\r\n");
    }
    assert_eq!(given(endless).await.0, Err(FetchError::TooLarge));
}

#[tokio::test]
async fn what_is_no_answer_is_told_like_nobody() {
    for answer in ["220 mail.example ESMTP\r\n\r\n", "HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\npicture", ""] {
        assert_eq!(given(answer).await.0, Err(FetchError::Refused), "{answer}");
    }
    let nobody = Server { port: closed_port(), ..Server::answering(None).await };
    assert_eq!(nobody.fetched("pictures.example", RootCertStore::empty(), QUICK).await, Err(FetchError::Refused));
}

#[tokio::test]
async fn who_is_there_must_prove_it() {
    let mut server = Server::answering(Some(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n".to_vec())).await;
    let trusted = server.roots.clone();
    assert_eq!(server.fetched("other.example", trusted.clone(), QUICK).await, Err(FetchError::Tls), "another name");
    assert_eq!(server.fetched("127.0.0.1", trusted, QUICK).await, Err(FetchError::Tls), "its number");
    let nobody_else = server.fetched("pictures.example", RootCertStore::empty(), QUICK).await;
    assert_eq!(nobody_else, Err(FetchError::Tls), "somebody whom nobody vouches for");
    assert!(server.asked.try_recv().is_err(), "nothing was asked of any of them");
}

#[tokio::test]
async fn waiting_ends() {
    let server = Server::answering(None).await;
    let patience = Patience { whole: Duration::from_millis(150), ..QUICK };
    let fetched = server.fetched("pictures.example", server.roots.clone(), patience).await;
    assert_eq!(fetched, Err(FetchError::Timeout));
}

fn closed_port() -> u16 {
    std::net::TcpListener::bind("127.0.0.1:0").and_then(|free| free.local_addr()).expect("a free port").port()
}
