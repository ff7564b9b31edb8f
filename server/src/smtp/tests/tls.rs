//! Mails over TLS, and what was said before it.

use super::{Client, ENVELOPE, HELLO, House, Identity, Limits};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use rcgen::{CertificateParams, KeyPair};
use std::sync::Arc;
use tokio::io::{AsyncReadExt as _, BufReader};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName};
use tokio_rustls::rustls::{ClientConfig, RootCertStore};

/// Goes on over TLS with a client that trusts that certificate alone.
async fn secured(client: Client<TcpStream>, trusted: CertificateDer<'static>) -> Client<TlsStream<TcpStream>> {
    let mut roots = RootCertStore::empty();
    roots.add(trusted).expect("a certificate to trust");
    let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .expect("TLS")
        .with_root_certificates(roots)
        .with_no_client_auth();
    let name = ServerName::try_from("desk.example").expect("a name");
    let stream = TlsConnector::from(Arc::new(config)).connect(name, client.0.into_inner()).await;
    Client(BufReader::new(stream.expect("a handshake")))
}

#[tokio::test]
async fn a_mail_comes_over_tls_with_the_certificate_of_its_own_making() {
    let house = House::new(Limits::default()).await;
    let mut client = house.client().await;
    client.send(format!("{HELLO}STARTTLS\r\n")).await;
    assert_eq!(client.codes(2).await, ["250", "220"]);
    let mut client = secured(client, house.identity.certificate().clone()).await;
    client.send(format!("NOOP\r\n{ENVELOPE}")).await;
    assert_eq!(client.codes(4).await, ["250", "503", "503", "503"], "everything begins anew");
    client.send(format!("{HELLO}{ENVELOPE}x\r\n.\r\nQUIT\r\n")).await;
    assert_eq!(client.codes(6).await, ["250", "250", "250", "354", "250", "221"]);
    assert_eq!(client.rest().await, "");
    assert!(house.kept()[0].2.contains(" with ESMTPS id "));
}

#[tokio::test]
async fn what_was_put_in_behind_starttls_is_never_done() {
    let house = House::new(Limits::default()).await;
    let mut client = house.client().await;
    client.send(format!("{HELLO}STARTTLS\r\n{HELLO}{ENVELOPE}x\r\n.\r\n")).await;
    assert_eq!(client.codes(1).await, ["250"]);
    assert!(client.rest().await.starts_with("554 5.5.1 "));
    assert!(house.kept().is_empty());
}

#[tokio::test]
async fn what_is_put_in_before_the_handshake_is_no_command_either() {
    let house = House::new(Limits::default()).await;
    let mut client = house.client().await;
    client.send(format!("{HELLO}STARTTLS\r\n")).await;
    assert_eq!(client.codes(2).await, ["250", "220"]);
    client.send(format!("{HELLO}{ENVELOPE}x\r\n.\r\n")).await;
    let mut rest = Vec::new();
    // An alert of TLS, or a reset: no reply in either case.
    let _ = client.0.read_to_end(&mut rest).await;
    assert!(!rest.windows(3).any(|three| three == b"250"), "{rest:?}");
    assert!(house.kept().is_empty());
}

#[tokio::test]
async fn a_certificate_from_files_is_shown() {
    let dir = tempfile::tempdir().expect("a temporary directory");
    let (cert, key) = (dir.path().join("cert.pem"), dir.path().join("key.pem"));
    let pair = KeyPair::generate().expect("a key");
    let made = CertificateParams::new(["desk.example".to_owned()]).expect("a name").self_signed(&pair).expect("signed");
    let pem = |label: &str, der: &[u8]| {
        let body = STANDARD.encode(der);
        format!("-----BEGIN {label}-----\n{body}\n-----END {label}-----\n")
    };
    std::fs::write(&key, pem("PRIVATE KEY", &pair.serialize_der())).expect("written");
    std::fs::write(&cert, "no certificate\n").expect("written");
    let error = Identity::kept("desk.example", &cert, &key).err().expect("no certificate in there").to_string();
    assert!(error.contains("cert.pem has no certificate"), "{error}");
    std::fs::write(&cert, pem("CERTIFICATE", made.der())).expect("written");
    let error = Identity::kept("desk.example", &cert, &cert).err().expect("no key in there").to_string();
    assert!(error.starts_with("smtp_key: "), "{error}");
    let identity = Identity::kept("desk.example", &cert, &key).expect("an identity");
    assert_eq!(identity.certificate(), made.der());
}

#[tokio::test]
async fn a_handshake_that_does_not_come_ends_the_connection() {
    let house = House::new(Limits { brief: std::time::Duration::ZERO, ..Limits::default() }).await;
    let mut client = house.client().await;
    client.send("STARTTLS\r\n").await;
    assert_eq!(client.codes(1).await, ["220"]);
    assert_eq!(client.rest().await, "");
}
