//! Mailboxes: the addresses of an organization, how they are doing, and how mail leaves (D13, D14).

mod create;
mod delete;
mod domain_check;
mod domain_sign;
mod domain_unsign;
mod edit;
mod list;
mod poll;
mod row;
mod settings;
mod show;
mod site;
mod test;
mod test_arrived;
mod told;
mod typed;

pub use poll::Poll;
