//! A logo by its address (S1-28, D23): kept as one that was sent, refused with a reason, and no way to knock at doors all day.

use desk::Error;
use desk::access::Scope;
use desk::ports::FetchError;
use domain::audit::{AuditAction, AuditFilter};
use domain::role::BuiltInRole;
use domain::{Field, Permission};
use testkit::World;
use testkit::fakes::PICTURE_URL;

async fn acme(world: &World) -> Scope {
    world.org(&world.user("Ana Owner").await, "acme").await
}

/// Changes of the logo that the audit log tells.
async fn told(world: &World, scope: &Scope) -> usize {
    let log = world.desk.audit_list(scope, &AuditFilter::default()).await.expect("a log").rows;
    log.iter().filter(|row| row.action == AuditAction::OrgEdited && row.changes[0].field == "logo").count()
}

#[tokio::test]
async fn the_picture_behind_an_address_is_kept_as_one_that_was_sent() {
    let world = World::new().await;
    let scope = acme(&world).await;
    let logo = world.desk.org_logo_fetch(&scope, &format!(" {PICTURE_URL}\n")).await.expect("kept");
    assert_eq!(world.web.asked(), [PICTURE_URL], "asked for once, as it is written");
    let kept = world.desk.org_logo(&scope.org().slug, logo).await.expect("a picture");
    let kept = image::load_from_memory_with_format(&kept, image::ImageFormat::Png).expect("a PNG, made anew");
    assert_eq!((kept.width(), kept.height()), (8, 4));
    assert_eq!(world.desk.org_show(&scope).await.expect("settings").logo, Some(logo));
    assert_eq!(told(&world, &scope).await, 1);
    let second = world.desk.org_logo_fetch(&scope, PICTURE_URL).await.expect("kept");
    assert_ne!(second, logo);
    assert_eq!((world.files.keys().len(), told(&world, &scope).await), (1, 2), "the first one's bytes are gone");
}

#[tokio::test]
async fn what_cannot_be_fetched_or_is_no_picture_is_told_at_the_address() {
    let world = World::new().await;
    let scope = acme(&world).await;
    let bad = "https://bad.example/";
    for (answer, code) in [
        (Err(FetchError::Address), "not_an_address"),
        (Err(FetchError::Dns), "dns"),
        (Err(FetchError::Refused), "refused"),
        (Err(FetchError::Timeout), "timeout"),
        (Err(FetchError::Tls), "tls"),
        (Err(FetchError::Status), "status"),
        (Ok(vec![0; 2 * 1024 * 1024 + 1]), "too_large"),
        (Ok(b"<svg xmlns=\"http://www.w3.org/2000/svg\"/>".to_vec()), "svg"),
        (Ok(b"<!doctype html><title>internal</title>".to_vec()), "unknown_format"),
    ] {
        world.web.set(bad, answer);
        let Err(Error::Invalid(problems)) = world.desk.org_logo_fetch(&scope, bad).await else { panic!("{code}") };
        assert_eq!((problems.0[0].field, problems.0[0].code.as_str()), (Field::LogoUrl, code));
        assert!(!problems.0[0].message.contains("internal"), "nothing of what came is told");
    }
    assert!(world.files.keys().is_empty());
    assert_eq!((world.desk.org_show(&scope).await.expect("settings").logo, told(&world, &scope).await), (None, 0));
}

#[tokio::test]
async fn who_may_not_edit_makes_nobody_fetch() {
    let world = World::new().await;
    let scope = acme(&world).await;
    for (name, role) in [("Gina", BuiltInRole::Agent), ("Vera", BuiltInRole::Viewer)] {
        let (_, inside) = world.member(&scope, name, role).await;
        let refused = world.desk.org_logo_fetch(&inside, PICTURE_URL).await;
        assert!(refused.is_err_and(|error| matches!(error, Error::Forbidden(Permission::OrgEdit))), "{role}");
    }
    assert!(world.web.asked().is_empty());
}

#[tokio::test]
async fn after_ten_an_organization_waits_and_another_does_not() {
    let world = World::new().await;
    let scope = acme(&world).await;
    let other = world.org(&world.user("Bob Other").await, "other").await;
    for _ in 0..10 {
        assert!(world.desk.org_logo_fetch(&scope, "https://nowhere.example/").await.is_err());
    }
    let refused = world.desk.org_logo_fetch(&scope, PICTURE_URL).await;
    assert!(refused.is_err_and(|error| matches!(error, Error::SlowDown(wait) if wait > 500)));
    assert_eq!(world.web.asked().len(), 10, "nobody was asked for the eleventh");
    assert!(world.desk.org_logo_fetch(&other, PICTURE_URL).await.is_ok());
    world.clock.pass(3600);
    assert!(world.desk.org_logo_fetch(&scope, PICTURE_URL).await.is_ok());
}
