//! Words about sites.

/// What a site is (S0-13).
pub const WHAT: &str =
    "A site stands for one product, one app or one client's page. Each has its own key, addresses and tickets.";
/// At the key.
pub const KEY_IS_PUBLIC: &str = "Public by nature: it only names this site, and works from the origins below.";
/// At the origins.
pub const ORIGINS_MATCH: &str = "Pages that may use the key. Scheme, host and port must match exactly.";
/// At the slug.
pub const SLUG_STAYS: &str = "Fixed for ever: links and keys carry it.";
/// In the dialog that rotates a key (B40).
pub const ROTATE_AT_ONCE: &str =
    "The old key stops working at once. Pages that still carry it are refused until you put the new one in.";
