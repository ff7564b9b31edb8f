//! A person's own account: name and signed-in browsers, shared by all their organizations (S1-20).

pub mod calls;
mod sessions;
mod show;
pub mod text;

pub use show::AccountPage;
