//! The doors, from outside: one test binary, a module per subject.

mod access_matrix;
mod branding;
mod canary;
mod client;
mod crash;
mod demo;
mod export;
mod headers;
mod house;
mod invitation;
mod nodes;
mod plain_forms;
mod routes;
mod shop;
