//! Which mails a mail of ours names, so that programs show it under what its reader wrote (RFC 5322 section 3.6.4).

use crate::Result;
use domain::{JobId, TicketId};
use mail::thread::{Place, ThreadKey, first_id, message_id};
use store::Tx;

/// The mails before the mail `id`, as whole Message-IDs: where it all began, then theirs and ours in the order of time, and last the one
/// that is answered. That is the customer's newest; what we wrote since is answered by nobody, and before they wrote, our own newest.
pub(super) async fn before(
    tx: &mut Tx,
    (key, place): (&ThreadKey, Place),
    ticket: TicketId,
    id: JobId,
    host: &str,
) -> Result<Vec<String>> {
    // Each mail keeps the host that it left with; the address at hand may be another one by now.
    let began = tx.mail_out_host(ticket).await?;
    let first = format!("{}@{}", first_id(key, place, ticket), began.as_deref().unwrap_or(host));
    let theirs = tx.message_mail_ids(ticket).await?.into_iter().map(|mail| (mail.created_at, false, mail.header_id));
    let ours = tx.mail_out_before(ticket, id).await?.into_iter().map(|mail| {
        let local = message_id(key, place, ticket, mail.id.0);
        (mail.created_at, true, format!("{local}@{}", mail.host.as_deref().unwrap_or(host)))
    });
    let mut before: Vec<_> = theirs.chain(ours).collect();
    before.sort_by_key(|(at, is_ours, _)| (*at, *is_ours));
    if let Some(newest) = before.iter().rposition(|(_, is_ours, _)| !is_ours) {
        before.truncate(newest + 1);
    }
    Ok([first].into_iter().chain(before.into_iter().map(|(.., id)| id)).collect())
}
