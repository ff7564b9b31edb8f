//! The house itself: it wires everything and owns no rule.

pub mod api;
pub mod assets;
pub mod commands;
pub mod config;
pub mod files;
pub mod imap;
pub mod jobs;
pub mod live;
pub mod mail_host;
pub mod mailer;
pub mod public;
pub mod render;
pub mod routes;
pub mod safe_http;
pub mod security;
pub mod smtp;
pub mod state;
pub mod trust;
pub mod wire;
