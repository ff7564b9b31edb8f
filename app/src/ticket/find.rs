//! What the palette finds: tickets by their words, and whatever a pasted code, address or mail address names.

use super::calls::ticket_list;
use super::filters::filter_query;
use crate::ui::keys::{Found, use_keys};
use crate::ui::palette::OPEN;
use domain::ticket::{Tab, TicketCode, TicketFilter};
use domain::{MailAddress, OrgSlug};
use std::sync::Arc;

/// Tickets shown for a search.
const SHOWN: usize = 8;

/// Lets the palette search the tickets of an organization, as long as the calling part of the page is there.
pub fn use_ticket_finder(org: OrgSlug) {
    let searched = org.clone();
    let finder = Arc::new(move |text: String| -> std::pin::Pin<Box<dyn Future<Output = Vec<Found>>>> {
        let org = searched.clone();
        Box::pin(async move {
            let filter = TicketFilter { tab: Tab::All, search: text, ..TicketFilter::default() };
            // Without an answer the commands are still there.
            let rows = ticket_list(org.clone(), filter).await.map(|list| list.rows).unwrap_or_default();
            let found = rows.into_iter().take(SHOWN).map(|row| Found {
                group: "Tickets",
                icon: "inbox",
                title: row.subject,
                detail: row.code.to_string(),
                href: format!("/{org}/tickets/{}", row.code),
            });
            found.collect()
        })
    });
    use_keys().find_with(finder, Arc::new(move |text| named(&org, text)));
}

/// The one place that a text names, if it names one.
fn named(org: &OrgSlug, text: &str) -> Option<Found> {
    let text = text.trim();
    if let Some((org, code)) = ticket_address(text) {
        return Some(Found {
            group: OPEN,
            icon: "link",
            title: code.to_string(),
            detail: format!("in /{org}"),
            href: format!("/{org}/tickets/{code}"),
        });
    }
    if let Ok(code) = TicketCode::parse(text) {
        return Some(Found {
            group: OPEN,
            icon: "inbox",
            title: code.to_string(),
            detail: String::new(),
            href: format!("/{org}/tickets/{code}"),
        });
    }
    let address = MailAddress::parse(text).ok()?;
    let filter = TicketFilter { tab: Tab::All, search: address.to_string(), ..TicketFilter::default() };
    Some(Found {
        group: OPEN,
        icon: "mail",
        title: format!("Tickets from {address}"),
        detail: String::new(),
        href: format!("/{org}/tickets{}", filter_query(&filter)),
    })
}

/// The organization and code in the address of a ticket's page; on whichever host, because the browser knows only ours.
fn ticket_address(text: &str) -> Option<(OrgSlug, TicketCode)> {
    let path = match text.split_once("://") {
        Some(("http" | "https", rest)) => rest.split_once('/')?.1,
        Some(_) => return None,
        None => text.strip_prefix('/')?,
    };
    let path = path.split(['?', '#']).next()?;
    let mut parts = path.trim_end_matches('/').split('/');
    let (org, tickets, code) = (parts.next()?, parts.next()?, parts.next()?);
    if tickets != "tickets" || parts.next().is_some() {
        return None;
    }
    Some((OrgSlug::parse(org).ok()?, TicketCode::parse(code).ok()?))
}

#[cfg(test)]
mod tests {
    use super::named;
    use domain::OrgSlug;

    fn href(text: &str) -> Option<String> {
        let org = OrgSlug::parse("acme").expect("a slug");
        named(&org, text).map(|found| found.href)
    }

    #[test]
    fn codes_addresses_and_links_open_what_they_name() {
        assert_eq!(href(" sup-1 ").as_deref(), Some("/acme/tickets/SUP-1"));
        assert_eq!(
            href("https://desk.example/kestrel/tickets/KES-7?tab=all#m3").as_deref(),
            Some("/kestrel/tickets/KES-7")
        );
        assert_eq!(href("/kestrel/tickets/KES-7/").as_deref(), Some("/kestrel/tickets/KES-7"));
        // How much of an address is escaped differs between browser and server; both read it back alike.
        assert!(href("ana@example.com").is_some_and(|href| href.starts_with("/acme/tickets?tab=all&q=ana%40example")));
    }

    #[test]
    fn other_texts_name_nothing() {
        for text in ["", "printer", "re-open", "javascript://x/acme/tickets/SUP-1", "/acme/sites/shop", "/acme/tickets"]
        {
            assert_eq!(href(text), None, "{text}");
        }
    }
}
