//! Times on screen: the server's text, and in the browser "5 min ago".
//!
//! A page that knows when its data was read passes that as `read`; then server and browser compute the same first text
//! and nothing jumps. Without it the absolute text stands until the page is alive.

use super::browser;
use domain::{Moment, Timestamp};
use leptos::prelude::*;
use std::time::Duration;

/// A clock that ticks twice a minute, shared by everything below it.
#[derive(Clone, Copy)]
pub struct Clock(RwSignal<Option<Timestamp>>);

impl Clock {
    /// The browser's time, twice a minute; `None` on the server and until the page is alive.
    #[must_use]
    pub fn now(self) -> Option<Timestamp> {
        // Asked once more, maybe, after what asks has gone.
        self.0.try_get().flatten()
    }
}

/// Starts a clock for everything below; it begins to run when the page is alive.
pub fn provide_clock() -> Clock {
    let clock = Clock(RwSignal::new(None));
    Effect::new(move |_| {
        clock.0.try_set(Some(browser::now()));
        let tick = set_interval_with_handle(
            move || {
                clock.0.try_set(Some(browser::now()));
            },
            Duration::from_secs(30),
        );
        on_cleanup(move || {
            if let Ok(tick) = tick {
                tick.clear();
            }
        });
    });
    provide_context(clock);
    clock
}

/// The clock of the page.
pub fn use_clock() -> Clock {
    use_context().unwrap_or_else(provide_clock)
}

/// A span of time in at most two units: `4 min`, `1 h`, `1 d 2 h`.
#[must_use]
pub fn span(seconds: i64) -> String {
    let minutes = seconds.max(0) / 60;
    let (hours, days) = (minutes / 60, minutes / 1440);
    match (days, hours, minutes) {
        (0, 0, 0) => "now".to_owned(),
        (0, 0, minutes) => format!("{minutes} min"),
        (0, hours, _) => format!("{hours} h"),
        (1..=6, hours, _) if hours % 24 > 0 => format!("{days} d {} h", hours % 24),
        (days, ..) => format!("{days} d"),
    }
}

/// How long ago: `just now`, `5 min ago`; the absolute text after a week.
#[must_use]
pub fn ago(moment: &Moment, now: Timestamp) -> String {
    match now.seconds_since(moment.at) {
        ..60 => "just now".to_owned(),
        seconds if seconds < 7 * 86_400 => format!("{} ago", span(seconds)),
        _ => moment.text.clone(),
    }
}

/// When something happened.
#[component]
pub fn Time(
    /// The point.
    #[prop(into)]
    moment: Moment,
    /// When the page's data was read.
    #[prop(into, optional)]
    read: Option<Timestamp>,
) -> impl IntoView {
    let clock = use_clock();
    let (datetime, title) = (moment.at.rfc3339(), moment.text.clone());
    let text = move || match clock.now().or(read) {
        Some(now) => ago(&moment, now),
        None => moment.text.clone(),
    };
    view! { <time datetime=datetime title=title>{text}</time> }
}

/// Since when somebody waits: a span that grows, marked when it is more than a day.
#[component]
pub fn Waiting(
    /// Since when.
    #[prop(into)]
    since: Moment,
    /// When the page's data was read.
    #[prop(into, optional)]
    read: Option<Timestamp>,
    /// Its looks.
    #[prop(default = "ticket-row-wait")]
    class: &'static str,
) -> impl IntoView {
    let clock = use_clock();
    let (datetime, title) = (since.at.rfc3339(), since.text.clone());
    let waited = Memo::new(move |_| clock.now().or(read).map(|now| now.seconds_since(since.at)));
    let absolute = title.clone();
    view! {
        <time class=class datetime=datetime title=title data-late=move || waited.try_get().flatten().is_some_and(|waited| waited > 86_400).then_some("true")>
            <span class="visually-hidden">"waiting "</span>
            <span>{move || waited.try_get().flatten().map_or_else(|| absolute.clone(), span)}</span>
        </time>
    }
}

#[cfg(test)]
mod tests {
    use super::{ago, span};
    use domain::{Moment, Timestamp};

    #[test]
    fn spans_have_two_units_at_most() {
        for (seconds, text) in [
            (-5, "now"),
            (59, "now"),
            (60, "1 min"),
            (3599, "59 min"),
            (3600, "1 h"),
            (93_600, "1 d 2 h"),
            (172_800, "2 d"),
            (700_000, "8 d"),
        ] {
            assert_eq!(span(seconds), text);
        }
    }

    #[test]
    fn an_old_moment_says_its_date() {
        let moment = Moment { at: Timestamp(0), text: "1 Jan 1970, 00:00".to_owned() };
        assert_eq!(ago(&moment, Timestamp(30_000_000)), "just now");
        assert_eq!(ago(&moment, Timestamp(300_000_000)), "5 min ago");
        assert_eq!(ago(&moment, Timestamp(800_000_000_000)), "1 Jan 1970, 00:00");
    }
}
