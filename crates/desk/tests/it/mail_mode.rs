//! From which address a reply leaves, by every mode, and by a site's own decision (S1-30, S0-16, D14).

use crate::mail::{ANA, SUPPORT, desk_of, only, sent_to, site, written};
use crate::ticket::message;
use desk::access::Scope;
use domain::SiteSlug;
use domain::mailbox::{MailSettings, OutboundMode, SiteMail};
use testkit::World;

const SECOND: &str = "second@clienta.test";
const SHOP: &str = "shop@clienta.test";

on_both!(every_mode_names_its_address);

async fn every_mode_names_its_address(world: World) {
    let scope = desk_of(&world, "acme", SUPPORT).await;
    site(&world, &scope, "shop").await;
    // The oldest of a site is its own, until it chooses.
    world.clock.pass(1);
    let second = world.mailbox(&scope, "support", SECOND).await;
    let shop = world.mailbox(&scope, "shop", SHOP).await;
    assert!(world.mail_in(SECOND, &written(ANA, SECOND, "Hello", "", "Hello")).await);
    let mode = async |mode, fixed| {
        let kept = world.desk.mailbox_list(&scope).await.expect("a list").settings;
        world.desk.mail_settings_set(&scope, MailSettings { mode, fixed, ..kept }).await.expect("kept");
        replied(&world, &scope).await
    };
    assert_eq!(mode(OutboundMode::Original, None).await, SECOND);
    assert_eq!(mode(OutboundMode::SiteDefault, None).await, SUPPORT);
    assert_eq!(mode(OutboundMode::Fixed, Some(shop)).await, SHOP);
    assert_eq!(mode(OutboundMode::Platform, None).await, "no-reply@desk.test");
    // A site decides for itself, over whatever the organization has.
    let own = |mode, mailbox| SiteMail { site: SiteSlug::parse("support").expect("a slug"), mode, mailbox };
    for (wanted, leaves) in [
        (own(Some(OutboundMode::SiteDefault), None), SUPPORT),
        (own(Some(OutboundMode::SiteDefault), Some(second)), SECOND),
        (own(None, Some(second)), "no-reply@desk.test"),
    ] {
        world.desk.site_mail_set(&scope, wanted).await.expect("kept");
        assert_eq!(replied(&world, &scope).await, leaves);
    }
}

/// The address that the next reply left from. Wherever it did, an answer comes back by the ticket's own address.
async fn replied(world: &World, scope: &Scope) -> String {
    let page = only(world, scope).await;
    let shown = page.leaves_from.clone();
    let new = message("We look into it.", page.ticket.last_message);
    world.desk.ticket_reply(scope, &page.ticket.code, new).await.expect("a reply");
    world.settle().await;
    let (_, read) = sent_to(world, ANA).pop().expect("the answer");
    assert!(read.header("Reply-To").starts_with("reply+"), "{}", read.header("Reply-To"));
    let from = domain::mail_address::bare(&read.from).to_owned();
    assert_eq!(from, shown, "and the page said so");
    from
}
