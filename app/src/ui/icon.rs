//! Line icons on a 16 by 16 grid: one path each, drawn in the colour of the text around them.

use leptos::prelude::*;

/// Name and path, sorted by name.
#[rustfmt::skip]
const ICONS: &[(&str, &str)] = &[
    ("arrow-left", "M7 3.5 2.5 8 7 12.5M2.5 8h11"),
    ("attach", "M13 7.3 8 12.3a3 3 0 0 1-4.3-4.3l5.3-5.2a2 2 0 0 1 2.9 2.9l-5.2 5.1a1 1 0 0 1-1.4-1.4l4.7-4.6"),
    ("bold", "M4.5 2.5h4.2a2.6 2.6 0 0 1 0 5.2H4.5zM4.5 7.7h5a2.9 2.9 0 0 1 0 5.8h-5z"),
    ("check", "M3 8.5 6.5 12 13 4.5"),
    ("check-circle", "M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2zM5.3 8.2 7.2 10l3.5-3.8"),
    ("chevron-down", "M4 6.2 8 10.2l4-4"),
    ("chevron-left", "M9.8 4 5.8 8l4 4"),
    ("chevron-right", "M6.2 4 10.2 8l-4 4"),
    ("chevron-up", "M4 9.8 8 5.8l4 4"),
    ("chevrons", "M5 6.2 8 3.2l3 3M5 9.8l3 3 3-3"),
    ("circle", "M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2z"),
    ("clock", "M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2zM8 4.8V8l2.2 1.5"),
    ("close", "M4 4l8 8M12 4l-8 8"),
    ("code", "M5.5 4.5 2 8l3.5 3.5M10.5 4.5 14 8l-3.5 3.5"),
    ("copy", "M6.5 6h6a1 1 0 0 1 1 1v5.5a1 1 0 0 1-1 1h-6a1 1 0 0 1-1-1V7a1 1 0 0 1 1-1zM10.5 6V3.5a1 1 0 0 0-1-1h-6a1 1 0 0 0-1 1V9a1 1 0 0 0 1 1h2"),
    ("device", "M3 3h10a1 1 0 0 1 1 1v5.5a1 1 0 0 1-1 1H3a1 1 0 0 1-1-1V4a1 1 0 0 1 1-1zM5.5 13.5h5"),
    ("download", "M8 2v8M4.8 7 8 10.2 11.2 7M3 13.5h10"),
    ("edit", "M10.5 3 13 5.5 5.5 13H3v-2.5zM9 4.5 11.5 7"),
    ("external", "M9.5 2.5h4v4M13.5 2.5 7.5 8.5M11.5 9.5v3a1 1 0 0 1-1 1h-7a1 1 0 0 1-1-1v-7a1 1 0 0 1 1-1h3"),
    ("file", "M4 1.8h5l3.2 3.2v8.2a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1V2.8a1 1 0 0 1 1-1zM9 1.8V5h3.2"),
    ("flag", "M3.5 14V2.5M3.5 3h8.7l-2 3 2 3H3.5"),
    ("image", "M3 2.5h10a1 1 0 0 1 1 1v9a1 1 0 0 1-1 1H3a1 1 0 0 1-1-1v-9a1 1 0 0 1 1-1zM2.3 11.5 6 7.5l3 3 1.8-1.8 3 3M10.3 5.7h.01"),
    ("inbox", "M2 9.5 3.8 3.5h8.4L14 9.5v3a1 1 0 0 1-1 1H3a1 1 0 0 1-1-1zM2 9.5h3.5a2.5 2.5 0 0 0 5 0H14"),
    ("info", "M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2zM8 7.5v3.3M8 5.2h.01"),
    ("key", "M10.7 2.5a2.8 2.8 0 1 1-1.9 4.9L4.5 11.7v1.8H2.5v-2.3l4.9-4.9a2.8 2.8 0 0 1 3.3-3.8zM11 5h.01"),
    ("keyboard", "M2.5 4h11a1 1 0 0 1 1 1v6a1 1 0 0 1-1 1h-11a1 1 0 0 1-1-1V5a1 1 0 0 1 1-1zM4.5 6.7h.01M7 6.7h.01M9.3 6.7h.01M11.6 6.7h.01M5 9.4h6"),
    ("link", "M6.8 9.2a2.6 2.6 0 0 0 3.7 0l2.2-2.2a2.6 2.6 0 0 0-3.7-3.7l-.8.8M9.2 6.8a2.6 2.6 0 0 0-3.7 0L3.3 9a2.6 2.6 0 0 0 3.7 3.7l.8-.8"),
    ("lock", "M4 7.5h8a1 1 0 0 1 1 1v4a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1v-4a1 1 0 0 1 1-1zM5.3 7.5V5a2.7 2.7 0 0 1 5.4 0v2.5"),
    ("mail", "M3 3.5h10a1 1 0 0 1 1 1v7a1 1 0 0 1-1 1H3a1 1 0 0 1-1-1v-7a1 1 0 0 1 1-1zM2.3 4.3 8 9l5.7-4.7"),
    ("more", "M3 8a.4.4 0 1 0 .8 0A.4.4 0 1 0 3 8zM7.6 8a.4.4 0 1 0 .8 0 .4.4 0 1 0-.8 0zM12.2 8a.4.4 0 1 0 .8 0 .4.4 0 1 0-.8 0z"),
    ("offline", "M2 2l12 12M4.7 8.7a4.8 4.8 0 0 1 1.6-1M9.6 7.7a4.8 4.8 0 0 1 1.7 1M2.3 6a8.3 8.3 0 0 1 2.4-1.6M7.3 3.5a8.4 8.4 0 0 1 6.4 2.5M8 11.7h.01"),
    ("phone", "M5 1.8h6a1 1 0 0 1 1 1v10.4a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1V2.8a1 1 0 0 1 1-1zM7.3 11.8h1.4"),
    ("plus", "M8 3v10M3 8h10"),
    ("refresh", "M13.5 8a5.5 5.5 0 1 1-1.6-3.9M13.5 2v3h-3"),
    ("reply", "M6.5 4 2.5 8l4 4M2.5 8h7a4 4 0 0 1 4 4v.5"),
    ("search", "M7 2.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9zM10.4 10.4 13.5 13.5"),
    ("send", "M2.5 7.5 13.5 2.5 9.5 13.5 7.3 8.7zM7.3 8.7l6.2-6.2"),
    ("settings", "M2 4.5h6.3M11.7 4.5H14M2 11.5h2.3M7.7 11.5H14M10 2.8a1.7 1.7 0 1 0 0 3.4 1.7 1.7 0 0 0 0-3.4zM6 9.8a1.7 1.7 0 1 0 0 3.4 1.7 1.7 0 0 0 0-3.4z"),
    ("sign-out", "M6.5 2.5h-3a1 1 0 0 0-1 1v9a1 1 0 0 0 1 1h3M10 5l3 3-3 3M13 8H6.5"),
    ("site", "M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2zM2 8h12M8 2c1.8 1.8 2.7 3.8 2.7 6S9.8 12.2 8 14C6.2 12.2 5.3 10.2 5.3 8S6.2 3.8 8 2z"),
    ("tag", "M2.5 2.5h5.3l5.7 5.7a1 1 0 0 1 0 1.4l-3.9 3.9a1 1 0 0 1-1.4 0L2.5 7.8zM5.3 5.3h.01"),
    ("team", "M6 8a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5zM1.5 13.5c.3-2.3 2-3.6 4.5-3.6s4.2 1.3 4.5 3.6M10.8 3.2a2.4 2.4 0 0 1 0 4.6M12 10.2c1.4.5 2.3 1.7 2.5 3.3"),
    ("theme", "M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2zM8 2v12M8 5l4.5-1M8 8h6M8 11l4.5 1"),
    ("trash", "M2.5 4.3h11M6 4.3V2.5h4v1.8M3.8 4.3l.7 9.2h7l.7-9.2M6.7 7v3.8M9.3 7v3.8"),
    ("undo", "M5.5 3 2.5 6l3 3M2.5 6h7a4 4 0 0 1 0 8H7"),
    ("user", "M8 8a2.8 2.8 0 1 0 0-5.5A2.8 2.8 0 0 0 8 8zM2.8 13.8c.4-2.5 2.3-3.8 5.2-3.8s4.8 1.3 5.2 3.8"),
    ("warning", "M7.1 3 1.9 12a1 1 0 0 0 .9 1.5h10.4a1 1 0 0 0 .9-1.5L8.9 3a1 1 0 0 0-1.8 0zM8 6.3v3M8 11.3h.01"),
];

/// The path of an icon; nothing for a name that is not in the table.
#[must_use]
pub fn path(name: &str) -> &'static str {
    ICONS.binary_search_by_key(&name, |(name, _)| name).map_or("", |at| ICONS[at].1)
}

/// An icon beside words that say the same: readers pass over it.
#[component]
pub fn Icon(
    /// A name of the table.
    name: &'static str,
) -> impl IntoView {
    view! {
        <svg class="icon" data-icon=name viewBox="0 0 16 16" aria-hidden="true"><path d=path(name)></path></svg>
    }
}

#[cfg(test)]
mod tests {
    use super::{ICONS, path};

    #[test]
    fn every_icon_is_found_by_its_name() {
        assert!(ICONS.is_sorted_by_key(|(name, _)| *name));
        assert!(ICONS.iter().all(|(name, d)| path(name) == *d && d.starts_with('M')));
        assert_eq!(path("no-such-icon"), "");
    }
}
