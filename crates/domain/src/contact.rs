//! Contacts: customers, one per organization and address.

use serde::{Deserialize, Serialize};

/// A customer as agents see one beside a ticket.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContactCard {
    /// What they call themselves; empty when they never said.
    pub name: String,
    /// Where answers go.
    pub email: String,
}

impl ContactCard {
    /// The name, or the address where there is none.
    #[must_use]
    pub fn label(&self) -> &str {
        if self.name.is_empty() { &self.email } else { &self.name }
    }
}
