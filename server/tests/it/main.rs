//! The doors, from outside: one test binary, a module per subject.

mod access_matrix;
mod canary;
mod client;
mod crash;
mod demo;
mod headers;
mod house;
mod invitation;
mod member;
mod nodes;
mod plain_forms;
mod routes;
mod shop;
