//! Members: who works here, to look at (`/{org}/agents`) and to manage (`/{org}/settings/team`).

pub mod calls;
mod directory;
mod hand_over;
mod person;
mod pick;
mod presence;
mod remove;
mod team;
pub mod text;
mod ways;

pub use directory::DirectoryPage;
pub use hand_over::HandOver;
pub use team::TeamPage;
