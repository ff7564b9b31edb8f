//! A person's own account: who they are, how they sign in, where they are signed in and where they work, shared by all their
//! organizations (S1-20).

pub mod calls;
mod delete;
mod email;
mod frame;
mod organizations;
pub mod passkeys;
mod password;
mod profile;
mod security;
mod sessions;
mod show;
mod signature;
pub mod text;
mod theme;
mod two_factor;

pub use organizations::OrganizationsPage;
pub use security::SecurityPage;
pub use sessions::SessionsPage;
pub use show::AccountPage;
