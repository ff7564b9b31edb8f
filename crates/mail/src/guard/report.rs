//! What a mail system reports about each recipient (RFC 3464): groups of fields with an empty line between them.

use super::bounce::{Action, Failed};
use super::status::Status;
use crate::parse::{Fields, address, one_line_of};

/// The most recipients that are read.
const RECIPIENTS: usize = 50;

/// The recipients that the report names as failed or late, and whether it names one whom the mail reached.
pub(super) fn read(bytes: &[u8]) -> (Vec<Failed>, bool) {
    let mut rest = bytes;
    let (mut found, mut arrived) = (Vec::new(), false);
    while !rest.is_empty() && found.len() < RECIPIENTS {
        let Ok((fields, after)) = Fields::split(rest) else { break };
        if after.len() == rest.len() {
            break;
        }
        rest = after;
        arrived |= matches!(action(&fields).as_str(), "delivered" | "relayed" | "expanded");
        found.extend(recipient(&fields));
    }
    (found, arrived)
}

fn action(fields: &Fields) -> String {
    fields.text("action").unwrap_or_default().split_whitespace().next().unwrap_or_default().to_ascii_lowercase()
}

fn recipient(fields: &Fields) -> Option<Failed> {
    let final_one = fields.text("original-recipient").or_else(|| fields.text("final-recipient"));
    let other = fields.text("final-recipient");
    let addressed = |text: String| address(text.split_once(';').map_or(text.as_str(), |(_, address)| address));
    let address = final_one.and_then(addressed).or_else(|| other.and_then(addressed));
    let action = match action(fields).as_str() {
        "failed" => Action::Failed,
        "delayed" => Action::Delayed,
        _ => return None,
    };
    let said = fields.text("diagnostic-code").unwrap_or_default();
    let said = said.split_once(';').map_or(said.as_str(), |(_, said)| said);
    let status = fields.text("status").as_deref().and_then(Status::find).or_else(|| Status::find(said));
    Some(Failed { address, action, status, said: one_line_of(said) })
}
