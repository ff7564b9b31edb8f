//! Logo, colour and signature (S1-28, S1-29, S1-31, S1-33): each where a customer sees it, nothing kept of what is refused.

use crate::organization_delete::filled;
use crate::ticket::message;
use desk::Error;
use desk::access::Scope;
use desk::attachment::Upload;
use domain::audit::{AuditAction, AuditFilter};
use domain::event::Event;
use domain::organization::{OrgEdit, logo_path};
use domain::role::BuiltInRole;
use domain::ticket::TicketFilter;
use domain::{Field, LogoId, Permission, SiteSlug};
use testkit::World;

crate::on_both!(a_logo_is_seen_and_replaced, a_signature_stands_under_replies_and_nowhere_else);

/// Eight by four pixels of one colour.
pub fn png() -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    let picture = image::RgbaImage::from_pixel(8, 4, image::Rgba([200, 30, 90, 255]));
    picture.write_to(&mut bytes, image::ImageFormat::Png).expect("a picture");
    bytes.into_inner()
}

fn upload(bytes: impl Into<Vec<u8>>) -> Upload {
    Upload { name: "logo.png".to_owned(), content_type: "image/png".to_owned(), bytes: bytes.into(), content_id: None }
}

async fn acme(world: &World) -> Scope {
    world.org(&world.user("Ana Owner").await, "acme").await
}

async fn mails(world: &World) -> Vec<String> {
    while world.desk.job_run_due().await.expect("jobs run") > 0 {}
    let whole = |raw: &[u8]| String::from_utf8_lossy(raw).replace("=\r\n", "").replace("=3D", "=");
    world.mailer.sent().iter().map(|mail| whole(&mail.raw)).collect()
}

/// The newest ticket from outside is answered.
async fn answered(world: &World, scope: &Scope) {
    let rows = world.desk.ticket_list(scope, &TicketFilter::default()).await.expect("an inbox").rows;
    let code = rows.into_iter().find(|row| row.subject.starts_with("About")).expect("a ticket").code;
    world.desk.ticket_reply(scope, &code, message("Try again.", 1)).await.expect("replied");
}

async fn a_logo_is_seen_and_replaced(world: World) {
    let scope = acme(&world).await;
    let before = world.files.keys();
    let mut sent = std::io::Cursor::new(Vec::new());
    let picture = image::RgbImage::from_pixel(900, 300, image::Rgb([200, 30, 90]));
    picture.write_to(&mut sent, image::ImageFormat::Jpeg).expect("a picture");
    let first = world.desk.org_logo_set(&scope, upload(sent.into_inner())).await.expect("kept");
    let slug = scope.org().slug.clone();
    let kept = world.desk.org_logo(&slug, first).await.expect("a picture");
    let kept = image::load_from_memory_with_format(&kept, image::ImageFormat::Png).expect("a PNG, made anew");
    assert_eq!((kept.width(), kept.height()), (512, 171));
    assert_eq!(world.desk.org_show(&scope).await.expect("settings").logo, Some(first));
    let page = world.desk.enter_site_page(&slug, &SiteSlug::parse("support").expect("a slug")).await.expect("a page");
    assert_eq!(page.org().logo, Some(first), "on the support page");

    filled(&world, &slug, "canary").await;
    let mail = mails(&world).await.pop().expect("a mail");
    let address = format!("http://127.0.0.1:3000{}", logo_path(&slug, first));
    let html = mail::read(mail.as_bytes()).html.expect("an HTML part");
    assert!(html.contains(&format!("src=\"{address}\"")) && html.contains("alt=\"acme\""), "{html}");

    let files = world.files.keys().len();
    let second = world.desk.org_logo_set(&scope, upload(png())).await.expect("kept");
    assert!(matches!(world.desk.org_logo(&slug, first).await, Err(Error::NotFound)), "its address is dead");
    assert_eq!(world.files.keys().len(), files, "and its bytes are gone");
    world.desk.org_logo_remove(&scope).await.expect("removed");
    assert!(matches!(world.desk.org_logo(&slug, second).await, Err(Error::NotFound)));
    assert_eq!(world.files.keys().len(), before.len() + 1, "the customer's file stays");
    let log = world.desk.audit_list(&scope, &AuditFilter::default()).await.expect("a log").rows;
    let edits = log.iter().filter(|row| row.action == AuditAction::OrgEdited && row.changes[0].field == "logo");
    assert_eq!(edits.count(), 3);
    assert!(world.live.told().iter().filter(|change| change.kind == Event::OrgChanged.kind()).count() >= 3);
}

async fn a_signature_stands_under_replies_and_nowhere_else(world: World) {
    let scope = acme(&world).await;
    let other = world.org(&world.user("Bob Other").await, "other").await;
    let edit = |signature: &str| OrgEdit { signature: Some(signature.to_owned()), ..OrgEdit::default() };
    let Err(Error::Invalid(problems)) = world.desk.org_edit(&scope, edit("{name}")).await else { panic!("refused") };
    assert_eq!(problems.0[0].field, Field::Signature);
    let typed = "Best <wishes>,\n{agent}\n{organization}, {site}";
    let page = world.desk.org_edit(&scope, edit(typed)).await.expect("changed");
    assert_eq!(page.signature.as_str(), typed);
    for org in [&scope, &other] {
        filled(&world, &org.org().slug, "canary").await;
        answered(&world, org).await;
    }
    let replies: Vec<String> = mails(&world).await.into_iter().filter(|mail| mail.contains("Try again.")).collect();
    assert_eq!(replies.len(), 2);
    let signed = replies.iter().filter(|mail| mail.contains("Best")).collect::<Vec<_>>();
    assert_eq!(signed.len(), 1, "the other organization's replies stay as they are");
    assert!(signed[0].contains("--=20\r\nBest <wishes>,\r\nAna Owner\r\nacme, Support\r\n"), "{}", signed[0]);
    assert!(signed[0].contains("Best &lt;wishes&gt;,<br>\r\nAna Owner<br>\r\nacme, Support"), "{}", signed[0]);
    let arrivals = mails(&world).await.into_iter().filter(|mail| mail.contains("We have your message"));
    assert!(arrivals.into_iter().all(|mail| !mail.contains("Best")), "only under replies");
}

#[tokio::test]
async fn hostile_pictures_are_refused_with_a_reason_and_nothing_is_kept() {
    let world = World::new().await;
    let scope = acme(&world).await;
    let polyglot = [png(), b"<script>alert(1)</script>".to_vec()].concat();
    let mut bomb = std::io::Cursor::new(Vec::new());
    image::DynamicImage::new_luma8(4_000, 4_000).write_to(&mut bomb, image::ImageFormat::Png).expect("a picture");
    for (bytes, code) in [
        (b"<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/>".to_vec(), "svg"),
        (b"GIF89a".to_vec(), "unknown_format"),
        (b"MZ a program".to_vec(), "unknown_format"),
        (polyglot, "not_only_a_picture"),
        (bomb.into_inner(), "too_many_pixels"),
        (png()[..30].to_vec(), "broken"),
        (vec![0; 2 * 1024 * 1024 + 1], "too_large"),
    ] {
        let Err(Error::Invalid(problems)) = world.desk.org_logo_set(&scope, upload(bytes)).await else {
            panic!("{code}")
        };
        assert_eq!((problems.0[0].field, problems.0[0].code.as_str()), (Field::Logo, code));
    }
    assert!(world.files.keys().is_empty());
    assert_eq!(world.desk.org_show(&scope).await.expect("settings").logo, None);
}

#[tokio::test]
async fn only_owners_and_admins_brand_and_only_their_own() {
    let world = World::new().await;
    let scope = acme(&world).await;
    let logo = world.desk.org_logo_set(&scope, upload(png())).await.expect("kept");
    for (name, role) in [("Gina", BuiltInRole::Agent), ("Vera", BuiltInRole::Viewer)] {
        let (_, inside) = world.member(&scope, name, role).await;
        let refused = |error: Error| matches!(error, Error::Forbidden(Permission::OrgEdit));
        assert!(world.desk.org_logo_set(&inside, upload(png())).await.is_err_and(refused), "{role}");
        assert!(world.desk.org_logo_remove(&inside).await.is_err_and(refused), "{role}");
    }
    let other = world.org(&world.user("Bob").await, "other").await;
    assert!(matches!(world.desk.org_logo(&other.org().slug, logo).await, Err(Error::NotFound)));
    let unknown = LogoId(uuid::Uuid::now_v7());
    assert!(matches!(world.desk.org_logo(&scope.org().slug, unknown).await, Err(Error::NotFound)));
    let (_, admin) = world.member(&scope, "Adam", BuiltInRole::Admin).await;
    assert!(world.desk.org_logo_remove(&admin).await.is_ok());
}

#[tokio::test]
async fn the_zone_of_the_organization_is_in_every_time() {
    let world = World::new().await;
    let ana = world.user("Ana Owner").await;
    let scope = world.org(&ana, "acme").await;
    let at = desk::ports::Clock::now(&*world.clock);
    let rows = world.desk.ticket_list(&scope, &TicketFilter::default()).await.expect("an inbox").rows;
    assert!(rows[0].active.text.ends_with("12:00") && rows[0].active.at == at, "{:?}", rows[0].active);
    let edit = OrgEdit { timezone: Some("Asia/Tokyo".to_owned()), ..OrgEdit::default() };
    world.desk.org_edit(&scope, edit).await.expect("changed");
    let scope = world.enter(&ana, &scope.org().slug).await;
    let rows = world.desk.ticket_list(&scope, &TicketFilter::default()).await.expect("an inbox").rows;
    assert!(rows[0].active.text.ends_with("21:00") && rows[0].active.at == at, "{:?}", rows[0].active);
}
