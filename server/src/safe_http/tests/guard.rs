//! Who may be asked, and that nobody else is.

use super::spellings::{NUMBERS, UNREADABLE};
use super::{Canary, PUBLIC, QUICK, Web, fetcher};
use crate::safe_http::target::Target;
use desk::ports::{Fetch as _, FetchError};
use std::net::IpAddr;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use tokio_rustls::rustls::RootCertStore;

fn ip(text: &str) -> IpAddr {
    text.parse().expect("an address")
}

async fn fetched(web: &Arc<Web>, address: &str) -> Result<Vec<u8>, FetchError> {
    fetcher(web, &[], RootCertStore::empty(), QUICK).fetch(address, 1_000).await
}

#[tokio::test]
async fn no_spelling_of_a_private_address_is_asked() {
    let mut canary = Canary::new().await;
    let web = Arc::new(Web::with_door(canary.address));
    assert!(NUMBERS.len() >= 120, "{}", NUMBERS.len());
    for host in NUMBERS {
        for port in ["", ":8443"] {
            let address = format!("https://{host}{port}/logo.png");
            assert_eq!(fetched(&web, &address).await, Err(FetchError::Refused), "{address}");
        }
    }
    for host in UNREADABLE {
        let address = format!("https://{host}/logo.png");
        assert_eq!(fetched(&web, &address).await, Err(FetchError::Address), "{address}");
    }
    assert_eq!(web.looked_up.load(Ordering::SeqCst), 0, "each of them is a number");
    assert!(web.dialled().is_empty());
    assert!(canary.heard().await.is_empty(), "nobody knocked");
}

#[tokio::test]
async fn a_name_that_leads_to_a_private_address_is_not_asked_whatever_else_it_leads_to() {
    let mut canary = Canary::new().await;
    for host in NUMBERS {
        let target = Target::parse(&format!("https://{host}/")).expect("an address");
        let private = target.name.ip.expect("a number");
        for answer in [vec![private], vec![ip(PUBLIC[0]), private], vec![private, ip(PUBLIC[3])]] {
            let web = Arc::new(Web::with_door(canary.address).name("mixed.example", [answer.clone()]));
            assert_eq!(fetched(&web, "https://mixed.example/").await, Err(FetchError::Refused), "{answer:?}");
            assert!(web.dialled().is_empty(), "{answer:?}");
        }
    }
    assert!(canary.heard().await.is_empty(), "nobody knocked");
}

#[tokio::test]
async fn a_name_is_looked_up_once_so_that_it_cannot_lead_elsewhere_the_second_time() {
    let mut canary = Canary::new().await;
    let flips = [vec![ip(PUBLIC[0])], vec![ip("127.0.0.1")]];
    let web = Arc::new(Web::with_door(canary.address).name("flips.example", flips));
    assert_eq!(fetched(&web, "https://flips.example/").await, Err(FetchError::Refused));
    assert_eq!(web.looked_up.load(Ordering::SeqCst), 1);
    assert_eq!(web.dialled(), [(ip(PUBLIC[0]), 443).into()], "the address that was checked");
    assert_eq!(canary.heard().await, [0]);
}

/// Shows, too, that the other tests would see a knock.
#[tokio::test]
async fn a_connection_that_ends_elsewhere_hears_nothing() {
    let mut canary = Canary::new().await;
    let web = Arc::new(Web::with_door(canary.address));
    for public in PUBLIC {
        let host = if public.contains(':') { format!("[{public}]") } else { public.to_owned() };
        assert_eq!(fetched(&web, &format!("https://{host}/")).await, Err(FetchError::Refused), "{public}");
    }
    assert_eq!(web.dialled().len(), PUBLIC.len());
    assert_eq!(canary.heard().await, [0; PUBLIC.len()], "not even a greeting");
}

#[test]
fn this_machine_is_not_asked_under_its_public_address() {
    let at = |text: &str| text.parse().expect("an address");
    let (public, other, own) = (at("1.1.1.1:443"), at("1.1.1.2:443"), at("1.1.1.1:50000"));
    let web = Arc::new(Web::default());
    let strict = fetcher(&web, &[], RootCertStore::empty(), QUICK);
    assert!(strict.guard.is_where_it_was_sent(public, public, at("8.8.8.8:50000")));
    assert!(!strict.guard.is_where_it_was_sent(public, other, at("8.8.8.8:50000")));
    assert!(!strict.guard.is_where_it_was_sent(public, at("1.1.1.1:8443"), at("8.8.8.8:50000")));
    assert!(!strict.guard.is_where_it_was_sent(public, public, own));
    let allowing = fetcher(&web, &["1.1.1.1/32:443".to_owned()], RootCertStore::empty(), QUICK);
    assert!(allowing.guard.is_where_it_was_sent(public, public, own), "unless the operator wants it");
}

#[tokio::test]
async fn other_ports_are_not_asked() {
    let web = Arc::new(Web::default().name("pictures.example", [vec![ip(PUBLIC[0])]]));
    for port in [1, 22, 25, 80, 6379, 8080, 65_535] {
        let address = format!("https://pictures.example:{port}/");
        assert_eq!(fetched(&web, &address).await, Err(FetchError::Address), "{address}");
    }
    // Nor is one that is allowed elsewhere.
    let allowing = fetcher(&web, &["10.0.0.0/8:22".to_owned()], RootCertStore::empty(), QUICK);
    assert_eq!(allowing.fetch("https://pictures.example:22/", 1_000).await, Err(FetchError::Refused));
    assert!(web.dialled().is_empty());
}

#[tokio::test]
async fn a_name_with_many_addresses_is_no_way_to_knock_often() {
    let many = (0..200).map(|last| ip(&format!("1.1.1.{last}"))).collect();
    let nobody = std::net::TcpListener::bind("127.0.0.1:0").and_then(|free| free.local_addr()).expect("a free port");
    let web = Arc::new(Web::with_door(nobody).name("many.example", [many]));
    assert_eq!(fetched(&web, "https://many.example/").await, Err(FetchError::Refused));
    assert_eq!(web.dialled().len(), 4);
}

#[tokio::test]
async fn a_name_that_leads_nowhere_is_told() {
    let web = Arc::new(Web::default().name("empty.example", [Vec::new()]));
    for name in ["empty.example", "unknown.example"] {
        assert_eq!(fetched(&web, &format!("https://{name}/")).await, Err(FetchError::Dns), "{name}");
    }
}
