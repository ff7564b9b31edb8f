//! Words about mailboxes and mail.

use domain::mailbox::OutboundMode;

/// The page.
pub const TITLE: &str = "Mailboxes";
/// Under its heading.
pub const WHAT: &str = "Mail to these addresses becomes tickets, and replies leave from them.";
/// When there are none.
pub const NONE: &str = "Connect the address that customers write to. There are two ways:";
/// The page that makes one.
pub const NEW: &str = "Connect a mailbox";
/// Under its heading.
pub const NEW_WHAT: &str = "An address whose mail becomes tickets of one site.";
/// The first way.
pub const RECEIVER: &str = "Forward or receive here";
/// What it takes.
pub const RECEIVER_HOW: &str =
    "Your provider forwards a copy to an address that you get here, or the domain's MX record leads here.";
/// The second way.
pub const IMAP: &str = "Look into a mailbox elsewhere (IMAP)";
/// What it takes.
pub const IMAP_HOW: &str =
    "We look into a folder at your provider. It takes a server, a name and a password; nothing there is changed.";
/// Where the first way leads nowhere.
pub const NO_RECEIVER: &str =
    "This installation receives no mail itself: choose the other way, or ask whoever runs it.";
/// At the address.
pub const ADDRESS: &str = "The one that customers write to. It stays as it is.";
/// At the address of one that is there.
pub const ADDRESS_STAYS: &str = "Fixed: connect another mailbox for another address.";
/// At the name.
pub const NAME: &str = "What customers see as the sender. Empty: the organization's name.";
/// Over the providers.
pub const PRESETS: &str = "Fill in the servers of";
/// At the folder.
pub const LEFT_THERE: &str =
    "The first look begins with what comes from now on, so old mail makes no tickets. All mail stays in the folder.";
/// At the password of something new.
pub const PASSWORD_SEALED: &str = "Kept under seal, and never shown again.";
/// At a password that is kept.
pub const PASSWORD_KEPT: &str = "Leave it empty to keep the present one.";
/// At its own server.
pub const OWN_SERVER: &str =
    "Without one, replies leave by this installation's own way. Leave the server empty for that.";
/// Over the mails that wait.
pub const WAITING_WHY: &str = "Kept whole until somebody decides. Nothing was answered.";
/// Once one is to be read again.
pub const REPLAYED: &str = "It is read once more";
/// Once one was put away.
pub const FORGOTTEN: &str = "Put away. The original stays.";
/// Where it cannot be told who wrote.
pub const NOBODY: &str = "Unknown sender";
/// Where it says nothing about itself.
pub const NO_SUBJECT: &str = "(no subject)";
/// Where its proof failed.
pub const FORGED: &str = "The sender's domain says that it did not send this.";
/// Over the decision.
pub const LEAVES: &str = "How replies leave";
/// Beside it.
pub const LEAVES_WHY: &str = "For the whole organization. A site may decide for itself.";
/// At the switch.
pub const ACKNOWLEDGES: &str = "Whoever opens a ticket gets a mail that it arrived";
/// Beside the limits.
pub const LIMITS: &str =
    "A reply beyond the limit waits for room, which stands beside it. An acknowledgement beyond it is not sent.";

/// How many of those there were.
#[must_use]
pub fn withheld(count: i64) -> Option<String> {
    match count {
        0 => None,
        1 => Some(" One was held back within a day.".to_owned()),
        1001.. => Some(" More than 1,000 were held back within a day.".to_owned()),
        count => Some(format!(" {count} were held back within a day.")),
    }
}
/// At the switch.
pub const AGENTS: &str = "Agents may answer by mail";
/// What it means.
pub const AGENTS_WHY: &str = "Whoever has a ticket gets its mail, and their answer goes to the customer. It takes the secret address of their own mail, and proof that the mail is theirs (DMARC).";
/// Over the sites.
pub const SITES: &str = "Sites that decide for themselves";
/// Over the domains.
pub const DOMAINS: &str = "Domains";
/// Beside them.
pub const DOMAINS_WHY: &str = "Receivers believe mail of a domain that says who may send it. Publish these records where the domain's names are kept.";
/// At a domain without a key.
pub const SIGN_WHY: &str = "A signature (DKIM) proves that mail of this domain is yours, even after it was forwarded.";
/// Where replies do not leave from the mailbox's own address.
#[must_use]
pub fn stands_in(from: &str) -> String {
    format!(
        "Replies leave from {from} for now, and answers still find their ticket: nobody has proven whose domain this is."
    )
}

/// At a key nobody has seen.
pub const RECORD_WHY: &str = "Publish this TXT record, then check. Mail is signed from the check on that finds it.";
/// Before a key is forgotten.
pub const UNSIGN_WHY: &str =
    "The key is forgotten for ever. Take its record away as well; another key gets another record.";
/// Where mail is to be forwarded to.
pub const FORWARD_WHY: &str =
    "Tell your provider to forward a copy of all mail to this address. It is this mailbox's alone, and stays the same.";
/// As above, where the MX record may do.
pub const MX_WHY: &str = "Or lead the MX record of the domain to this installation, when it has no other mail.";
/// Before it goes.
pub const DELETE_WHY: &str = "Mail to its address is refused at once. Tickets and mail that came by it stay.";
/// Done.
pub const CREATED: &str = "The mailbox is connected. Press Test to see that mail leaves and arrives.";
/// Done.
pub const SAVED: &str = "Saved";
/// Done.
pub const DELETED: &str = "The mailbox is removed.";

/// A way for replies to leave, and what it means.
#[must_use]
pub fn mode(mode: OutboundMode) -> (&'static str, &'static str) {
    match mode {
        OutboundMode::Original => (
            "From the mailbox that got the ticket",
            "Customers see the address they wrote to. Tickets of the support page leave from their site's mailbox.",
        ),
        OutboundMode::SiteDefault => ("From the mailbox of the ticket's site", "Whatever address the ticket came by."),
        OutboundMode::Fixed => ("From one mailbox for all", "One address for everything that leaves."),
        OutboundMode::Platform => {
            ("From this installation's address", "No mailbox is needed. Answers come back by a secret address.")
        }
    }
}
