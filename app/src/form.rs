//! What a person typed into a form that could not be taken, when no script was there to keep it: given by the server as
//! context, read by the form through a blocking resource, so that browser and server build the same page.

use domain::Problems;
use serde::{Deserialize, Serialize};

/// Typed values and what is wrong with them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Typed {
    /// By field name, as they came.
    pub values: Vec<(String, String)>,
    /// What to do about them.
    pub problems: Problems,
}

impl Typed {
    /// The typed value of a field; empty when it was not sent.
    #[must_use]
    pub fn value(&self, name: &str) -> String {
        self.values.iter().find(|(key, _)| key == name).map(|(_, value)| value.clone()).unwrap_or_default()
    }

    /// The form of this request: what was typed, or an empty one.
    #[cfg(not(target_arch = "wasm32"))]
    #[must_use]
    pub fn of_request() -> Self {
        leptos::prelude::use_context::<Self>().unwrap_or_default()
    }

    /// The browser's side never asks the request: the answer stands in the page.
    #[cfg(target_arch = "wasm32")]
    #[must_use]
    pub fn of_request() -> Self {
        Self::default()
    }
}
