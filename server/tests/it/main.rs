//! The doors, from outside: one test binary, a module per subject.

mod access_matrix;
mod branding;
mod canary;
mod client;
mod crash;
mod demo;
mod escalation;
mod export;
mod furnished;
mod headers;
mod house;
mod invitation;
mod live_sight;
mod member;
mod nodes;
mod noninterference;
mod passkey;
mod plain_forms;
mod revocation;
mod routes;
mod secrets;
mod shop;
mod site_isolation;
mod streams;
mod team;
