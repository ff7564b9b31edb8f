//! The border of the process: who is asking, whether a request was meant, how often, and what browsers may do with answers.

pub mod caller;
pub mod client;
pub mod csrf;
pub mod headers;
pub mod limit;
pub mod session;
