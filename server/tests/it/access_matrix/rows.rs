//! The data of the access matrix: one line for each server function and each route, several where one address has several forms.
//! A new operation adds its line here and nothing else; `docs/access-matrix.md` is printed from these lines.
//!
//! `call(name, permission, does, arguments)` for a server function, `route(row, does, body)` for a row of
//! `server/src/routes.rs`, which says itself who may. Ids come from `the` organization's [`Facts`]: every one of them is swapped
//! for another organization's by the engine, so never write one down.

mod calls;
mod routes;

pub use calls::calls;
pub use routes::routes;
