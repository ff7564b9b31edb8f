//! A person's own account: name, password, theme and signed-in browsers, shared by all their organizations (S1-20).

pub mod calls;
mod password;
mod profile;
mod sessions;
mod show;
pub mod text;
mod theme;

pub use show::AccountPage;
