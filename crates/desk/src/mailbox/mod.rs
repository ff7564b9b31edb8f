//! Mailboxes: the addresses of an organization, how they are doing, and how mail leaves (D13, D14).

mod poll;
mod test_arrived;
mod told;

pub use poll::Poll;
