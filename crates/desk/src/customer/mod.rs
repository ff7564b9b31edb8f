//! What strangers and customers do without an account: open a ticket, follow it by its mailed link, answer, say "solved" (D4).
//!
//! A [`LinkScope`](crate::access::LinkScope) reaches one ticket's public side and nothing else: no notes, no other ticket, no
//! member's address.

mod link_resend;
mod open;
mod origin;
mod reopen;
mod reply;
mod show;
mod solve;

pub use open::CustomerTicketNew;

use crate::access::{Actor, LinkScope};
use store::ticket::TicketRecord;

/// The link's customer, as events and messages name them.
fn customer_of(scope: &LinkScope, ticket: &TicketRecord) -> Actor {
    let name = if ticket.contact_name.is_empty() { &ticket.contact_email } else { &ticket.contact_name };
    Actor::Customer { id: Some(scope.contact()), name: name.clone() }
}
