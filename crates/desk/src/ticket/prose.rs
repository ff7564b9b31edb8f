//! What somebody wrote, with everything that is made of it, made before a transaction is opened: a long text takes
//! milliseconds to sanitise, and on SQLite everybody who writes waits for the one who does.

use crate::markdown;
use domain::text::Body;

/// Characters of a message that a list shows.
pub(crate) const SNIPPET: usize = 140;

/// A checked text and its two forms.
pub(crate) struct Prose {
    pub(crate) body: Body,
    /// Sanitised.
    pub(crate) html: String,
    /// Its beginning, as one line.
    pub(crate) snippet: String,
}

impl From<Body> for Prose {
    fn from(body: Body) -> Self {
        Self { html: markdown::html(body.as_str()), snippet: markdown::snippet(body.as_str(), SNIPPET), body }
    }
}
