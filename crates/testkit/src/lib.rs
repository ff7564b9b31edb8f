//! For tests only: throw-away databases, builders, a fake clock and mailer.

pub mod authenticator;
pub mod dump;
pub mod fakes;
pub mod postgres;
pub mod sqlite;
mod world;

pub use world::{PASSWORD, Template, World, confirmed_user, signed_in};
