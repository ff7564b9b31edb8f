//! How answers find back: whatever became of a ticket's site and of the mailboxes that its mail left from.

use crate::mail::{ANA, SUPPORT, answered, desk_of, messages, only, sent_to, site, written};
use crate::ticket::message;
use domain::SiteSlug;
use testkit::World;

on_both!(answers_find_a_ticket_whose_site_is_gone);

const SHOP: &str = "help@shop.test";

fn slug(text: &str) -> SiteSlug {
    SiteSlug::parse(text).expect("a slug")
}

async fn answers_find_a_ticket_whose_site_is_gone(world: World) {
    let scope = desk_of(&world, "acme", SUPPORT).await;
    site(&world, &scope, "shop").await;
    world.mailbox(&scope, "shop", SHOP).await;
    let (code, reply_to) = answered(&world, &scope).await;
    let (_, before) = sent_to(&world, ANA).pop().expect("the answer went out");
    let (gone, to) = (slug("support"), Some(slug("shop")));
    world.desk.site_delete(&scope, &gone, "support", to).await.expect("the site goes");

    assert!(world.mail_in(&reply_to, &written(ANA, &reply_to, "Re", "", "By the address")).await);
    assert_eq!(messages(&only(&world, &scope).await).len(), 3);
    let headers = format!("In-Reply-To: {}\n", before.message_id);
    assert!(world.mail_in(SHOP, &written(ANA, SHOP, "Re", &headers, "By the id alone")).await);
    assert_eq!(messages(&only(&world, &scope).await).len(), 4);

    // What leaves from the new site is answered like everything before, and known when it comes back.
    world.desk.ticket_reply(&scope, &code, message("Still here.", 4)).await.expect("a reply");
    world.settle().await;
    let (mail, after) = sent_to(&world, ANA).pop().expect("the answer went out");
    assert!(after.from.contains(SHOP), "{}", after.from);
    assert_eq!(after.header("Reply-To"), reply_to);
    assert!(world.mail_in(SHOP, &String::from_utf8_lossy(&mail.raw)).await);
    assert_eq!(messages(&only(&world, &scope).await).len(), 5, "our own mail is no answer");
    let headers = format!("In-Reply-To: {}\n", after.message_id);
    assert!(world.mail_in(SHOP, &written(ANA, SHOP, "Re", &headers, "Me too")).await);
    assert_eq!(messages(&only(&world, &scope).await).len(), 6);
}
