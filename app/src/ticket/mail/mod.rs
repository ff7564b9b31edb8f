//! What agents see of mail: who wrote and whether it was them, how far our own came, and what waits for a decision.

mod came;
mod decide;
mod delivered;
mod frame;
mod held;
mod proof;
mod put_away;
mod text;

pub use came::Came;
pub use delivered::Delivered;
pub use frame::{Frame, open_newest};
pub use held::{HeldHint, HeldMails};
pub use text::{bounced, not_the_requester};
