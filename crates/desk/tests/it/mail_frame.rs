//! A mail as its sender made it look, and as it came: for who sees its ticket, and without a word to anybody outside.

use crate::mail::{ANA, SUPPORT, desk_of, held, messages, only, quarantined, tickets, written};
use desk::Error;
use desk::access::Scope;
use desk::ports::FetchError;
use domain::permission::Permissions;
use domain::role::{BuiltInRole, RoleKey};
use domain::team::TeamEdit;
use domain::{MailInId, Permission};
use testkit::World;

const PICTURE: &[u8] = b"\x89PNG\r\n\x1a\nthe rest of it";

/// HTML with two pictures of the web, one that came along, and one that only counts who reads.
fn newsletter() -> String {
    let html = "<p onclick=alert(1)>Hello <script>alert(1)</script><b>Ana</b></p><img src=cid:logo@x alt=Logo>\
        <img src=https://pictures.example/a.png alt=A><img src=http://pictures.example/b.png alt=B>\
        <img src=https://track.example/o.gif width=1 height=1><a href=https://shop.example/>Shop</a>";
    let parts = format!(
        "--XX\nContent-Type: text/html; charset=utf-8\n\n{html}\n--XX\nContent-Type: image/png\nContent-ID: <logo@x>\n\
         Content-Disposition: inline; filename=logo.png\nContent-Transfer-Encoding: base64\n\niVBORw0KGgp0aGUgcmVzdCBvZiBpdA==\n--XX--"
    );
    written(ANA, SUPPORT, "News", "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=XX\n", &parts)
}

/// A mail comes in and opens a ticket.
async fn mail(world: &World, scope: &Scope, raw: &str) -> MailInId {
    assert!(world.mail_in(SUPPORT, raw).await);
    let code = tickets(world, scope).await[0].0.clone();
    let page = crate::mail::page(world, scope, &code).await;
    messages(&page)[0].mail.as_ref().expect("it came by mail").id
}

#[tokio::test]
async fn pictures_that_came_along_are_shown_and_the_others_wait() {
    let world = World::new().await;
    let scope = desk_of(&world, "acme", SUPPORT).await;
    let mail = mail(&world, &scope, &newsletter()).await;
    let facts = messages(&only(&world, &scope).await)[0].mail.clone().expect("a mail").facts;
    assert!(facts.has_html && facts.pictures == 2, "{facts:?}");

    let frame = world.desk.mail_frame(&scope, mail, false).await.expect("a frame");
    assert_eq!(frame.subject, "News");
    assert!(frame.html.contains("<img src=\"data:image/png;base64,iVBORw0KGgp0"), "{}", frame.html);
    assert_eq!(frame.html.matches("data-blocked").count(), 3, "{}", frame.html);
    for hostile in ["script", "onclick", "alert", "pictures.example", "track.example"] {
        assert!(!frame.html.contains(hostile), "{hostile} in {}", frame.html);
    }
    assert!(world.web.asked().is_empty(), "nobody out there knows that it was read");
}

#[tokio::test]
async fn pictures_of_the_web_are_fetched_by_this_machine_when_somebody_asks() {
    let world = World::new().await;
    let scope = desk_of(&world, "acme", SUPPORT).await;
    let mail = mail(&world, &scope, &newsletter()).await;
    world.web.set("https://pictures.example/a.png", Ok(PICTURE.to_vec()));
    world.web.set("https://pictures.example/b.png", Ok(b"<svg onload=alert(1)>".to_vec()));
    let frame = world.desk.mail_frame(&scope, mail, true).await.expect("a frame");
    assert_eq!(frame.html.matches("src=\"data:image/png;base64,").count(), 2, "{}", frame.html);
    assert_eq!(frame.html.matches("data-blocked").count(), 2, "what is no picture, and what only counts who reads");
    let mut asked = world.web.asked();
    asked.sort();
    assert_eq!(asked, ["https://pictures.example/a.png", "https://pictures.example/b.png"]);

    world.web.set("https://pictures.example/a.png", Err(FetchError::Timeout));
    let frame = world.desk.mail_frame(&scope, mail, true).await.expect("a frame all the same");
    assert_eq!(frame.html.matches("data-blocked").count(), 3);
}

#[tokio::test]
async fn a_picture_that_is_none_or_too_large_is_not_there() {
    let world = World::new().await;
    let scope = desk_of(&world, "acme", SUPPORT).await;
    let lie = newsletter().replace("iVBORw0KGgp0aGUgcmVzdCBvZiBpdA==", "PHN2ZyBvbmxvYWQ9YWxlcnQoMSk+");
    let mail_of = mail(&world, &scope, &lie).await;
    let frame = world.desk.mail_frame(&scope, mail_of, false).await.expect("a frame");
    assert!(!frame.html.contains("data:") && frame.html.contains("alt=\"Logo\""), "{}", frame.html);
    // 2 MB of base64 are a megabyte and a half; this is more than two.
    let large = format!("iVBORw0KGgp0{}", "aGUg".repeat(750_000));
    let large = newsletter().replace("iVBORw0KGgp0aGUgcmVzdCBvZiBpdA==", &large);
    let mail_of = mail(&world, &scope, &large).await;
    let frame = world.desk.mail_frame(&scope, mail_of, false).await.expect("a frame");
    assert!(!frame.html.contains("data:"), "{} bytes", frame.html.len());
}

#[tokio::test]
async fn a_picture_named_in_a_hundred_thousand_places_does_not_fill_the_memory() {
    let world = World::new().await;
    let scope = desk_of(&world, "acme", SUPPORT).await;
    let large = format!("iVBORw0KGgp0{}", "aGUg".repeat(500_000));
    let raw = newsletter().replace("iVBORw0KGgp0aGUgcmVzdCBvZiBpdA==", &large);
    let raw = raw.replace("<img src=cid:logo@x alt=Logo>", &"<img src=cid:logo@x>".repeat(100_000));
    let mail = mail(&world, &scope, &raw).await;
    let frame = world.desk.mail_frame(&scope, mail, false).await.expect("a frame");
    assert_eq!(frame.html.matches("src=\"data:").count(), mail::html::SHOWN / (large.len() + 22));
    assert!(frame.html.len() < mail::html::SHOWN + 4_000_000, "{} bytes", frame.html.len());
}

#[tokio::test]
async fn a_mail_of_words_is_shown_as_words() {
    let world = World::new().await;
    let scope = desk_of(&world, "acme", SUPPORT).await;
    let mail = mail(&world, &scope, &written(ANA, SUPPORT, "Words", "", "<b>Hello</b>\nhttps://shop.example/")).await;
    let frame = world.desk.mail_frame(&scope, mail, true).await.expect("a frame");
    assert!(frame.html.contains("&lt;b&gt;Hello") && frame.html.contains("href=\"https://shop.example/\""));
}

#[tokio::test]
async fn the_original_is_every_byte_that_came() {
    let world = World::new().await;
    let scope = desk_of(&world, "acme", SUPPORT).await;
    let raw = written(ANA, SUPPORT, "a/../b\u{202e}gpj", "", "Hello");
    let mail = mail(&world, &scope, &raw).await;
    let file = world.desk.mail_original(&scope, mail).await.expect("the original");
    assert_eq!(file.bytes, raw.replace('\n', "\r\n").into_bytes());
    assert_eq!(file.name, "bgpj.eml");
}

#[tokio::test]
async fn a_mail_is_for_who_sees_its_ticket_and_one_of_none_for_who_looks_after_mailboxes() {
    let world = World::new().await;
    let scope = desk_of(&world, "acme", SUPPORT).await;
    let elsewhere = desk_of(&world, "globex", "support@globex.test").await;
    let (ben, agent) = world.member(&scope, "Ben", BuiltInRole::Agent).await;
    let postmaster: RoleKey = world.own_role(&scope, "Postmaster", &[Permission::MailboxEdit]).await;
    let (pam, postmaster) = world.member(&scope, "Pam", postmaster).await;
    let nobody = world.own_role(&scope, "Nobody", &[]).await;
    let (_, nobody) = world.member(&scope, "Nora", nobody).await;
    let (code, beside) = held(&world, &scope).await;
    let unplaced = quarantined(&world, &scope).await;
    assert!(Permissions::of(&[Permission::MailboxEdit]) == postmaster.permissions());

    for reader in [&scope, &agent, &postmaster] {
        world.desk.mail_original(reader, beside).await.expect("who sees the ticket, or may see any in no team");
    }
    for reader in [&scope, &postmaster] {
        world.desk.mail_original(reader, unplaced).await.expect("who looks after mailboxes");
    }
    let hidden = [(&agent, unplaced), (&elsewhere, beside), (&elsewhere, unplaced)];
    for (reader, mail) in hidden {
        assert!(matches!(world.desk.mail_original(reader, mail).await, Err(Error::NotFound)));
        assert!(matches!(world.desk.mail_frame(reader, mail, true).await, Err(Error::NotFound)));
    }
    assert!(matches!(world.desk.mail_frame(&nobody, beside, false).await, Err(Error::Forbidden(_))));
    let unreadable = world.desk.mail_frame(&scope, unplaced, false).await;
    assert!(matches!(unreadable, Err(Error::Conflict(_))), "there are words for it");

    // Behind the wall, whoever looks after mailboxes sees no more than others.
    let team = TeamEdit { name: Some("Lawyers".to_owned()), ..TeamEdit::default() };
    let team = world.desk.team_create(&scope, team).await.expect("a team").id;
    let version = crate::ticket::row(&world, &scope, &code).await.version;
    world.desk.ticket_set_team(&scope, &code, Some(team), version).await.expect("moved");
    for reader in [&ben, &pam] {
        let reader = world.enter(reader, &scope.org().slug).await;
        assert!(matches!(world.desk.mail_original(&reader, beside).await, Err(Error::NotFound)));
    }
}
