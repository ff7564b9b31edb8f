//! Sites: all of them, making one, and one with its key, origins and addresses.

mod addresses;
pub mod calls;
mod create;
mod delete;
mod key;
mod list;
mod origins;
mod settings;
mod show;
mod test;
pub mod text;

pub use create::SiteCreatePage;
pub use list::SiteListPage;
pub use show::SiteShowPage;
