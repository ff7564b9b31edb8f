//! The mark by which a place knows its own mail when it comes back.

use super::base32;
use super::key::{Place, ThreadKey};

/// The value that [`guard`](mod@crate::guard) looks for in `X-Helpstead`: names the place without telling which it is.
#[must_use]
pub fn marker(key: &ThreadKey, place: Place) -> String {
    base32::encode(&key.tag("helpstead marker 1", place, &[]))
}
