//! What can be done with a mail that nobody could place.

use domain::OrgSlug;
use domain::mailbox::MailInRow;
use leptos::prelude::*;

/// The buttons beside a mail that waits.
#[component]
pub fn MailInActions(
    /// The organization.
    org: OrgSlug,
    /// The mail.
    mail: MailInRow,
) -> impl IntoView {
    let _ = (org, mail);
}
