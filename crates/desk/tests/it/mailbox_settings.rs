//! How mail leaves: the organization's decision, its sites' own, and the records of its domains (D14, S1-30).

use crate::mailbox::{fields, log, mailbox, server, shop, typed};
use desk::Error;
use domain::audit::AuditAction;
use domain::mailbox::{Direction, MailSettings, MailboxTyped, OutboundMode, RecordVerdict, SiteMail};
use domain::role::BuiltInRole;
use domain::{Field, MailboxId, Permission, SiteSlug};
use testkit::World;

on_both!(
    the_organization_decides_how_mail_leaves,
    a_site_decides_for_itself,
    a_mailbox_that_cannot_send_is_chosen_no_more,
    a_domain_is_signed_once_its_record_is_seen,
    records_are_judged_with_what_to_publish,
);

async fn the_organization_decides_how_mail_leaves(world: World) {
    let owner = world.org(&world.user("Ana").await, "acme").await;
    let (_, agent) = world.member(&owner, "Mia", BuiltInRole::Agent).await;
    let id = mailbox(&world, &owner, typed("help@clienta.test")).await.row.id;
    let deaf = MailboxTyped { direction: Direction::In, ..typed("in@clienta.test") };
    let deaf = mailbox(&world, &owner, deaf).await.row.id;
    let kept = world.desk.mailbox_list(&owner).await.expect("a list").settings;
    assert_eq!((kept.mode, kept.fixed, kept.acknowledges, kept.agents), (OutboundMode::Original, None, true, false));
    let wrong = MailSettings { mode: OutboundMode::Fixed, ack_limit: 0, day_limit: 1_000_000, ..kept.clone() };
    let found = fields(world.desk.mail_settings_set(&owner, wrong).await);
    assert_eq!(found, [Field::Mailbox, Field::AckLimit, Field::DayLimit]);
    for mailbox in [deaf, MailboxId(uuid::Uuid::nil())] {
        let wrong = MailSettings { fixed: Some(mailbox), ..kept.clone() };
        assert_eq!(fields(world.desk.mail_settings_set(&owner, wrong).await), [Field::Mailbox]);
    }
    let new = MailSettings { mode: OutboundMode::Fixed, fixed: Some(id), ack_limit: 20, agents: true, ..kept };
    assert_eq!(world.desk.mail_settings_set(&owner, new.clone()).await.expect("kept"), new);
    world.desk.mail_settings_set(&owner, new.clone()).await.expect("so already");
    assert_eq!(world.desk.mailbox_list(&owner).await.expect("a list").settings, new);
    let rows = log(&world, &owner).await;
    let row = rows.last().expect("a row");
    let changed: Vec<_> = row.changes.iter().map(|change| (change.field.as_str(), change.after.as_deref())).collect();
    assert_eq!(row.action, AuditAction::MailSettingsEdited);
    assert_eq!(
        changed,
        [
            ("ack_limit", Some("20")),
            ("agents", Some("true")),
            ("mailbox", Some("help@clienta.test")),
            ("mode", Some("fixed"))
        ]
    );
    assert_eq!(rows.len(), 3, "what changes nothing is not told");
    let refused = |answer: desk::Result<()>| matches!(answer, Err(Error::Forbidden(Permission::MailboxEdit)));
    assert!(refused(world.desk.mail_settings_set(&agent, new).await.map(drop)));
}

async fn a_site_decides_for_itself(world: World) {
    let owner = world.org(&world.user("Ana").await, "acme").await;
    let (_, agent) = world.member(&owner, "Mia", BuiltInRole::Agent).await;
    let shop = shop(&world, &owner).await;
    let elsewhere = mailbox(&world, &owner, typed("help@clienta.test")).await.row.id;
    let own = MailboxTyped { site: shop.to_string(), ..typed("shop@clienta.test") };
    let own = mailbox(&world, &owner, own).await;
    let mail = |mode, mailbox| SiteMail { site: shop.clone(), mode, mailbox };
    let set = async |mail: SiteMail| world.desk.site_mail_set(&owner, mail).await;
    assert_eq!(fields(set(mail(None, Some(elsewhere))).await), [Field::Mailbox], "another site's");
    assert_eq!(fields(set(mail(Some(OutboundMode::Fixed), None)).await), [Field::Mode], "there is no one for all");
    let wanted = mail(Some(OutboundMode::SiteDefault), Some(own.row.id));
    set(wanted.clone()).await.expect("kept");
    set(wanted.clone()).await.expect("so already");
    assert!(world.desk.mailbox_list(&owner).await.expect("a list").sites.contains(&wanted));
    let rows = log(&world, &owner).await;
    assert_eq!(
        rows.last().map(|row| (row.action, row.target.as_str())),
        Some((AuditAction::MailSettingsEdited, "Shop"))
    );
    assert_eq!(rows.len(), 3);
    let nowhere = SiteMail { site: SiteSlug::parse("nowhere").expect("a slug"), mode: None, mailbox: None };
    assert!(matches!(set(nowhere).await, Err(Error::NotFound)));
    let refused = world.desk.site_mail_set(&agent, wanted).await;
    assert!(matches!(refused, Err(Error::Forbidden(Permission::MailboxEdit))));
    // Moved to another site, it is no more this one's own.
    let moved = MailboxTyped { site: "support".to_owned(), ..own.typed() };
    world.desk.mailbox_edit(&owner, own.row.id, moved).await.expect("moved");
    let page = world.desk.mailbox_list(&owner).await.expect("a list");
    assert!(page.sites.contains(&mail(Some(OutboundMode::SiteDefault), None)));
}

async fn a_mailbox_that_cannot_send_is_chosen_no_more(world: World) {
    let owner = world.org(&world.user("Ana").await, "acme").await;
    let site = SiteSlug::parse("support").expect("a slug");
    let chosen = async |mailbox: MailboxId| {
        let kept = world.desk.mailbox_list(&owner).await.expect("a list").settings;
        let new = MailSettings { mode: OutboundMode::Fixed, fixed: Some(mailbox), ..kept };
        world.desk.mail_settings_set(&owner, new).await.expect("kept");
        let mail = SiteMail { site: site.clone(), mode: None, mailbox: Some(mailbox) };
        world.desk.site_mail_set(&owner, mail).await.expect("kept");
    };
    let nobody = async || {
        let page = world.desk.mailbox_list(&owner).await.expect("a list");
        page.settings.fixed.is_none() && page.sites[0].mailbox.is_none()
    };
    let made = mailbox(&world, &owner, typed("help@clienta.test")).await;
    chosen(made.row.id).await;
    let deaf = MailboxTyped { direction: Direction::In, ..made.typed() };
    world.desk.mailbox_edit(&owner, made.row.id, deaf).await.expect("changed");
    assert!(nobody().await);
    let other = mailbox(&world, &owner, typed("other@clienta.test")).await;
    chosen(other.row.id).await;
    assert!(!nobody().await);
    world.desk.mailbox_delete(&owner, other.row.id, "other@clienta.test").await.expect("deleted");
    assert!(nobody().await);
}

async fn a_domain_is_signed_once_its_record_is_seen(world: World) {
    let owner = world.org(&world.user("Ana").await, "acme").await;
    let (_, agent) = world.member(&owner, "Mia", BuiltInRole::Agent).await;
    mailbox(&world, &owner, typed("help@clienta.test")).await;
    for name in ["clientb.test", ""] {
        assert!(matches!(world.desk.mail_domain_sign(&owner, name).await, Err(Error::NotFound)), "{name:?}");
        assert!(matches!(world.desk.mail_domain_check(&owner, name).await, Err(Error::NotFound)), "{name:?}");
        assert!(matches!(world.desk.mail_domain_unsign(&owner, name).await, Err(Error::NotFound)), "{name:?}");
    }
    let signed = world.desk.mail_domain_sign(&owner, "ClientA.test").await.expect("a key");
    let dkim = signed.dkim.clone().expect("a record");
    let selector = dkim.name.strip_suffix("._domainkey.clienta.test").expect("of the domain");
    let digits = selector.strip_prefix("hs-").expect("ours");
    assert!(digits.len() == 8 && digits.bytes().all(|digit| digit.is_ascii_hexdigit()) && !dkim.is_seen, "{selector}");
    assert_eq!(world.desk.mail_domain_sign(&owner, "clienta.test").await.expect("so already"), signed);
    let seen = async || {
        let page = world.desk.mailbox_list(&owner).await.expect("a list");
        page.domains[0].dkim.as_ref().expect("a record").is_seen
    };
    world.desk.mail_domain_check(&owner, "clienta.test").await.expect("checked");
    assert!(!seen().await, "nobody could check the signature");
    world.trust.record(&dkim.name, &[&dkim.text]);
    let check = world.desk.mail_domain_check(&owner, "clienta.test").await.expect("checked");
    assert_eq!((check.checks[1].verdict, seen().await), (RecordVerdict::Good, true));
    world.trust.record(&dkim.name, &[]);
    world.desk.mail_domain_check(&owner, "clienta.test").await.expect("checked");
    assert!(!seen().await, "it is gone");
    world.desk.mail_domain_unsign(&owner, "clienta.test").await.expect("forgotten");
    assert_eq!(world.desk.mailbox_list(&owner).await.expect("a list").domains[0].dkim, None);
    // Two organizations may have addresses at one domain, and what was published for a key that went is remembered for a while.
    let other = world.org(&world.user("Bo").await, "globex").await;
    mailbox(&world, &other, typed("sales@clienta.test")).await;
    let again = world.desk.mail_domain_sign(&other, "clienta.test").await.expect("a key").dkim.expect("a record");
    assert_ne!(again.name, dkim.name);
    let actions: Vec<AuditAction> = log(&world, &owner).await.iter().map(|row| row.action).skip(1).collect();
    assert_eq!(actions, [AuditAction::MailDomainSigned, AuditAction::MailDomainUnsigned]);
    let refused = |answer: desk::Result<()>| matches!(answer, Err(Error::Forbidden(Permission::MailboxEdit)));
    assert!(refused(world.desk.mail_domain_sign(&agent, "clienta.test").await.map(drop)));
    assert!(refused(world.desk.mail_domain_unsign(&agent, "clienta.test").await));
    assert!(refused(world.desk.mail_domain_check(&agent, "clienta.test").await.map(drop)));
}

async fn records_are_judged_with_what_to_publish(world: World) {
    let owner = world.org(&world.user("Ana").await, "acme").await;
    mailbox(&world, &owner, typed("help@mail.clienta.test")).await;
    let check = async || world.desk.mail_domain_check(&owner, "mail.clienta.test").await.expect("checked").checks;
    let none = check().await;
    let wanted: Vec<_> = none.iter().map(|check| (check.what.as_str(), check.wanted.as_deref())).collect();
    assert_eq!(wanted, [("SPF", Some("v=spf1 a:desk.test ~all")), ("DKIM", None), ("DMARC", Some("v=DMARC1; p=none"))]);
    assert_eq!(none[2].name, "_dmarc.mail.clienta.test", "where the domain itself can say it");
    world.trust.record("mail.clienta.test", &["v=spf1 a:desk.test -all"]);
    world.trust.record("_dmarc.clienta.test", &["v=DMARC1; p=reject"]);
    let good = check().await;
    assert_eq!((good[0].verdict, good[2].verdict), (RecordVerdict::Good, RecordVerdict::Good));
    assert_eq!(good[2].name, "_dmarc.clienta.test", "the domain above says it for this one");
    // By servers of their own: SPF is not ours to judge.
    let own = mailbox(
        &world,
        &owner,
        MailboxTyped { smtp: Some(server("smtp.clientb.test", "", "")), ..typed("help@clientb.test") },
    );
    own.await;
    let own = world.desk.mail_domain_check(&owner, "clientb.test").await.expect("checked").checks;
    assert_eq!((own[0].verdict, own[0].wanted.as_deref()), (RecordVerdict::Weak, None));
}
