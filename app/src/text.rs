//! Every word a person reads that belongs to no single noun; the nouns' own are in their rooms' `text.rs`.

/// The product.
pub const PRODUCT: &str = "Helpstead";
/// Where nothing is.
pub const NOT_FOUND: &str = "There is nothing here";
/// Why nothing is there.
pub const NOT_FOUND_WHY: &str = "The address is mistyped, or what was here is not yours to see.";
/// A way on.
pub const YOUR_ORGS: &str = "Your organizations";
/// When the stream is lost.
pub const CONNECTION_LOST: &str = "Connection lost.";
/// When the stream is back.
pub const RECONNECTING: &str = "Reconnecting…";
/// One way out.
pub const RETRY_NOW: &str = "Retry now";
/// The other.
pub const RELOAD: &str = "Reload";
/// For keyboards and readers.
pub const SKIP: &str = "Skip to content";
