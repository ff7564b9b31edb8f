//! Live screens over real connections: they end with the session they belong to (security.md A6).

use crate::client::{Client, Process};
use crate::shop::furnish;
use server::config::Given;
use testkit::PASSWORD;

const SIGN_IN: &str = "mail=ana.owner%40people.test&password=";
/// Seconds in which a screen that lost its session is told.
const SOON: u64 = 1;

fn form(words: &str) -> String {
    words.replace(' ', "+")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_password_ends_the_streams_of_all_other_browsers_within_a_second() {
    let folder = tempfile::tempdir().expect("a temporary directory");
    let given = Given { data: Some(folder.path().to_owned()), ..Given::default() };
    let shop = furnish(&given).await;
    let process = Process::start(folder.path(), &[]).await;
    let client = async || Client::connect(process.addr).await.expect("the server answers");
    let (status, phone) = client().await.post("/sign-in", "", &form(&format!("{SIGN_IN}{PASSWORD}"))).await;
    assert_eq!(status, 303);
    let phone = phone.expect("a session");
    let mut streams = Vec::new();
    for session in [&phone, &phone, &shop.session] {
        let mut stream = client().await.listen("/live/acme", session).await.expect("the stream opens");
        stream.until("event: pulse", 5).await;
        streams.push(stream);
    }
    let change = form(&format!("do=password&current_password={PASSWORD}&password=a completely new sentence"));
    assert_eq!(client().await.post("/account", &shop.session, &change).await.0, 303);
    for stream in &mut streams[..2] {
        stream.until("event: signed_out", SOON).await;
        assert!(stream.ended(SOON).await, "its last word");
    }
    // Whoever changed it goes on, in the page and in the stream; the others come back by the new one alone.
    let (status, _) = client().await.open_ticket(&shop.key, "after", "A broken lamp").await.expect("an answer");
    assert_eq!(status, 201);
    streams[2].until("ticket_opened", 5).await;
    assert_eq!(client().await.post("/account", &phone, "do=name&name=Somebody").await, (303, None), "to sign-in");
    assert_eq!(client().await.post("/sign-in", "", &form(&format!("{SIGN_IN}{PASSWORD}"))).await.0, 422);
    let (status, again) =
        client().await.post("/sign-in", "", &form(&format!("{SIGN_IN}a completely new sentence"))).await;
    assert!(status == 303 && again.is_some());
    process.stop().await;
}
