//! Tickets: the inbox, one ticket's page, and a ticket written down by an agent.

mod act;
pub mod calls;
mod composer;
mod draft;
mod facts;
pub mod filters;
mod find;
mod list;
mod mail;
mod memory;
mod new;
mod outbox;
mod pick;
mod row;
mod show;
pub mod text;
mod timeline;

pub use filters::{filter_from_query, filter_query};
pub use find::use_ticket_finder;
pub use list::TicketListPage;
pub use memory::forget_with_sight;
pub use new::TicketNewPage;
pub use show::TicketShowPage;
