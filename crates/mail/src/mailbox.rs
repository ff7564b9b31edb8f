//! Mails about mailboxes.

use crate::letter::{Letter, Part};

/// The mail that a mailbox's Test button sends to that very mailbox. `code` stands in its subject and in its words, so that it is found
/// again whichever of them a server changes.
#[must_use]
pub fn mailbox_test(code: &str) -> Letter {
    Letter::of_product(
        format!("Test of this mailbox [{code}]"),
        vec![
            Part::words("Hello,"),
            Part::words("somebody pressed Test beside this mailbox in Helpstead, and this is the mail that was sent."),
            Part::words(format!(
                "Helpstead now looks for it by the code {code}. Once it is found, mail goes out and comes in. There is nothing to do: it becomes no ticket, and may be deleted.",
            )),
            Part::words("Helpstead"),
        ],
    )
}
