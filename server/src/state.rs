//! What every handler gets.

use crate::commands::demo::EnterLinks;
use crate::config::Config;
use crate::live::Hub;
use crate::security::limit::Limits;
use desk::Desk;
use std::net::SocketAddr;
use std::sync::{Arc, OnceLock};

/// The process, as handlers see it. Cheap to clone.
#[derive(Clone)]
pub struct AppState {
    /// All use cases.
    pub desk: Desk,
    /// What the operator decided.
    pub config: Arc<Config>,
    /// Who may knock how often.
    pub limits: Arc<Limits>,
    /// Live screens.
    pub hub: Hub,
    /// Printed links that sign in, on loopback with demo data only.
    pub enter: Arc<EnterLinks>,
    /// Where mail is received, once it is: the simulator brings its mails there.
    pub receiver: Arc<OnceLock<SocketAddr>>,
}
