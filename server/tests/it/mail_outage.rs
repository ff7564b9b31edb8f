//! A week's outage, 2,000 mails in a real Dovecot, and `kill -9` in the middle of catching up: every mail once.

use crate::client::Process;
use crate::mail_real::{folder, given};
use crate::mail_servers::{FolderOwner, mail_servers};
use desk::Desk;
use domain::organization::OrgNew;
use server::config::Config;
use sqlx::{Connection, SqliteConnection};
use std::path::Path;
use std::time::Duration;
use tokio::time::Instant;

const MAILS: usize = 2_000;
const DEATHS: u64 = 6;
/// A folder of this test's own.
const WEEK: &str = "week@clienta.test";

/// Makes an organization whose mailbox is the folder, and looks into it once: what comes from now on is its own.
async fn furnish(data: &Path) {
    let config = Config::load(&given(data)).expect("the settings are right");
    let state = server::wire::state(config).await.expect("an empty house opens");
    let user = testkit::confirmed_user(&state.desk, "Tom Owner").await;
    let new = OrgNew { name: "Acme".to_owned(), slug: "acme".to_owned(), ..OrgNew::default() };
    let slug = state.desk.org_create(&user, new).await.expect("the organization is made");
    let scope = state.desk.enter_org(&user, &slug).await.expect("its owner enters");
    state.desk.mailbox_create(&scope, folder(WEEK, "support")).await.expect("connected");
    let looks = look(&state.desk).await;
    assert_eq!(looks, 1);
    state.desk.store().close().await;
}

/// One look, without waiting for what may come after it.
async fn look(desk: &Desk) -> usize {
    let polls = desk.mailbox_polls().await.expect("what is due");
    let count = polls.len();
    for poll in polls {
        // Waiting for news is stopped by the clock; the first look is over by then.
        let _ = tokio::time::timeout(Duration::from_secs(5), desk.mailbox_poll(poll)).await;
    }
    count
}

async fn database(data: &Path) -> SqliteConnection {
    let file = format!("sqlite://{}", data.join("helpstead.db").display());
    SqliteConnection::connect(&file).await.expect("the file opens")
}

async fn count(database: &mut SqliteConnection, sql: &'static str) -> i64 {
    sqlx::query_scalar(sql).fetch_one(database).await.expect("the table")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_week_of_mail_comes_in_once_whatever_is_killed() {
    let data = tempfile::tempdir().expect("a folder");
    furnish(data.path()).await;
    let mut owner = FolderOwner::new(WEEK).await;
    for number in 0..MAILS {
        let mail = format!(
            "From: n{number}@customer.test\r\nTo: {WEEK}\r\nSubject: Mail {number}\r\nMessage-ID: <week-{number}@customer.test>\r\n\r\n\
             Words of mail {number}.\r\n"
        );
        owner.puts("INBOX", mail.as_bytes()).await;
    }

    let servers = mail_servers();
    let (authority, allowed) = (servers.authority.display().to_string(), servers.allowances().join(","));
    let environment = [
        ("HELPSTEAD_MAIL_CA", authority.as_str()),
        ("HELPSTEAD_FETCH_ALLOW", allowed.as_str()),
        ("HELPSTEAD_DNS", "none"),
    ];
    for death in 0..DEATHS {
        let mut process = Process::start(data.path(), &environment).await;
        // Later each time: in the look, between two, while jobs read what was kept.
        tokio::time::sleep(Duration::from_millis(700 + death * 900)).await;
        process.kill().await;
        // Whoever died held the folder for half a minute; nobody waits that long for another's death here.
        let mut database = database(data.path()).await;
        sqlx::query("UPDATE mailbox_poll SET held_until = NULL").execute(&mut database).await.expect("the table");
        sqlx::query("UPDATE job SET locked_until = NULL").execute(&mut database).await.expect("the table");
    }
    let process = Process::start(data.path(), &environment).await;
    let mut file = database(data.path()).await;
    let deadline = Instant::now() + Duration::from_secs(300);
    loop {
        let kept = count(&mut file, "SELECT count(*) FROM mail_in").await;
        let left = count(&mut file, "SELECT count(*) FROM job WHERE kind = 'mail_process'").await;
        if (kept, left) == (i64::try_from(MAILS).expect("few"), 0) {
            break;
        }
        assert!(Instant::now() < deadline, "{kept} mails are kept, {left} are to be read");
        tokio::time::sleep(Duration::from_millis(250)).await;
    }
    process.stop().await;

    assert_eq!(count(&mut file, "SELECT count(*) FROM mail_in WHERE reason = 'opened'").await, 2_000);
    let subjects = "SELECT count(DISTINCT subject) FROM ticket WHERE subject LIKE 'Mail %'";
    assert_eq!(count(&mut file, subjects).await, 2_000);
    assert_eq!(count(&mut file, "SELECT count(*) FROM ticket WHERE channel = 'mail'").await, 2_000, "every mail once");
    assert_eq!(count(&mut file, "SELECT count(*) FROM message_mail").await, 2_000);
    assert_eq!(count(&mut file, "SELECT max(number) - count(*) FROM ticket").await, 0, "codes have no gap");
    let whole: String = sqlx::query_scalar("PRAGMA integrity_check").fetch_one(&mut file).await.expect("the file");
    assert_eq!(whole, "ok");
    // No bytes lie without a row: what died between the two is cleaned up by nobody else.
    let acknowledged = count(&mut file, "SELECT count(*) FROM mail_out WHERE sent_at IS NOT NULL").await;
    assert!(acknowledged <= 100, "{acknowledged} acknowledgements");
}
