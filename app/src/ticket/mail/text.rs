//! The words about mail on a ticket's page.

use domain::mail::{MailOutState, MailProof, Verdict};
use domain::message::{Copied, Delivery};

/// What a message is that somebody else's mail became.
#[must_use]
pub fn not_the_requester() -> &'static str {
    "Somebody else, by mail"
}

/// Tone, icon and words for whether a sender is who they say.
#[must_use]
pub fn verdict(dmarc: Verdict) -> (&'static str, &'static str, &'static str) {
    match dmarc {
        Verdict::Pass => ("green", "check-circle", "Verified sender"),
        Verdict::Fail => ("red", "warning", "Probably forged"),
        Verdict::None => ("grey", "info", "Sender not verified"),
        Verdict::Unknown => ("grey", "info", "Sender could not be checked"),
    }
}

/// What that means, in a sentence.
#[must_use]
pub fn verdict_why(dmarc: Verdict) -> &'static str {
    match dmarc {
        Verdict::Pass => "The sender's domain proves that this mail comes from it.",
        Verdict::Fail => "The sender's domain says that this mail does not come from it. Believe nothing in it.",
        Verdict::None => "The sender's domain says nothing about its mail, so anybody could have written this address.",
        Verdict::Unknown => "The sender's domain could not be asked. Anybody could have written this address.",
    }
}

/// The three ways of proof, each with what it came to.
#[must_use]
pub fn proofs(proof: MailProof) -> [(&'static str, &'static str); 3] {
    let of = |verdict: Verdict, pass, fail| match verdict {
        Verdict::Pass => pass,
        Verdict::Fail => fail,
        Verdict::None => "Nothing is known",
        Verdict::Unknown => "Could not be asked",
    };
    [
        (
            "SPF",
            of(
                proof.spf,
                "The sending machine may send for its domain",
                "The sending machine may not send for its domain",
            ),
        ),
        ("DKIM", of(proof.dkim, "The signature is good", "The signature is wrong")),
        (
            "DMARC",
            of(proof.dmarc, "One of them holds for the address you see", "Neither holds for the address you see"),
        ),
    ]
}

/// A machine wrote it.
pub const AUTOMATIC: &str = "Automatic mail";
/// What follows from that.
pub const AUTOMATIC_WHY: &str = "A machine wrote this. Nobody waits for an answer, and none is sent by itself.";
/// The bytes.
pub const ORIGINAL: &str = "Original";
/// As its sender made it look.
pub const SHOW_FORMATTED: &str = "Show formatted";
/// And not any more.
pub const HIDE_FORMATTED: &str = "Hide formatted";
/// What the frame is, for readers.
pub const FORMATTED: &str = "The mail as its sender made it look";
/// The whole of a mail that waits.
pub const SHOW_WHOLE: &str = "Show the whole mail";
/// And not any more.
pub const HIDE_WHOLE: &str = "Hide the whole mail";

/// What asks for the pictures of the web.
#[must_use]
pub fn load_pictures(count: usize) -> String {
    match count {
        1 => "Load 1 picture".to_owned(),
        count => format!("Load {count} pictures"),
    }
}

/// What that does.
pub const PICTURES_WHY: &str = "We fetch them. The sender does not learn who reads this, or where.";

/// Answers are asked to go elsewhere.
#[must_use]
pub fn reply_elsewhere(to: &str, from: &str) -> String {
    format!("This mail asks that answers go to {to}. Yours goes to {from}.")
}

/// Before the people who got a copy.
pub const ALSO_SENT: &str = "Also sent to";
/// What gives them a copy of the answer.
pub const COPY_THEM: &str = "Copy them in";

/// Tone, icon and words for how far a mail of ours came.
#[must_use]
pub fn delivery(delivery: &Delivery) -> (Option<&'static str>, &'static str, String) {
    let said = |before: &str| match delivery.said.trim() {
        "" => before.to_owned(),
        said => format!("{before}: {said}"),
    };
    match (delivery.state, delivery.tries) {
        (MailOutState::Waiting, 0) if delivery.said.trim().is_empty() => (None, "clock", "Sending…".to_owned()),
        (MailOutState::Waiting, 0) => (Some("amber"), "clock", said("Waits")),
        (MailOutState::Waiting, 1) => (Some("amber"), "clock", said("Not sent yet, it is tried again")),
        (MailOutState::Waiting, tries) => {
            (Some("amber"), "clock", said(&format!("Not sent yet after {tries} tries, it is tried again")))
        }
        (MailOutState::Sent, _) => (None, "check", "Sent".to_owned()),
        (MailOutState::Failed, _) => (Some("red"), "warning", said("Not delivered")),
        (MailOutState::Bounced, _) => (Some("red"), "warning", said("Came back")),
        (MailOutState::Withheld, _) => (Some("amber"), "info", said("Held back")),
    }
}

/// The button beside one that did not arrive.
pub const SEND_AGAIN: &str = "Send again";

/// Who else got a mail of ours.
#[must_use]
pub fn copied(copies: &[Copied]) -> Option<String> {
    let to: Vec<&str> = copies.iter().map(|copy| copy.to.as_str()).collect();
    (!to.is_empty()).then(|| format!("Copy to {}", to.join(", ")))
}

/// A copy that did not arrive; nothing where it did, or still may.
#[must_use]
pub fn copy_lost(copy: &Copied) -> Option<String> {
    let what = match copy.state {
        MailOutState::Waiting | MailOutState::Sent => return None,
        MailOutState::Failed => "not delivered",
        MailOutState::Bounced => "came back",
        MailOutState::Withheld => "held back",
    };
    let said = copy.said.trim();
    let said = if said.is_empty() { String::new() } else { format!(": {said}") };
    Some(format!("Copy to {} {what}{said}", copy.to))
}

/// Above the mails that wait.
#[must_use]
pub fn waiting(count: usize) -> String {
    match count {
        1 => "A mail waits for you to decide".to_owned(),
        count => format!("{count} mails wait for you to decide"),
    }
}

/// The same where there is little room.
#[must_use]
pub fn waiting_short(count: usize) -> String {
    match count {
        1 => "1 mail waits".to_owned(),
        count => format!("{count} mails wait"),
    }
}

/// What becomes of them otherwise.
pub const WAITING_WHY: &str = "Your customer sees none of it, and whoever wrote it sees nothing of this ticket.";
/// A mail becomes a message.
pub const ACCEPT: &str = "Add to this ticket";
/// A mail becomes a ticket.
pub const MAKE_TICKET: &str = "Make a new ticket";
/// A mail becomes nothing.
pub const PUT_AWAY: &str = "Put away";
/// The question.
pub const PUT_AWAY_TITLE: &str = "Put this mail away?";
/// What that does.
pub const PUT_AWAY_WHY: &str = "It leaves this page, and its sender is not told. It stays in the list of mails.";
/// The way to shut somebody out.
pub const RENEW: &str = "Renew the reply address as well";

/// What that does.
#[must_use]
pub fn renew_why(customer: &str) -> String {
    format!(
        "Whoever knows the old address reaches this ticket by it no more. {customer} gets the new one with your next reply."
    )
}

/// It is done.
#[must_use]
pub fn accepted(code: &str) -> String {
    format!("The mail is part of {code} now")
}

/// It is done.
#[must_use]
pub fn made(code: &str) -> String {
    format!("The mail is a ticket of its own now: {code}")
}

/// It is done.
#[must_use]
pub fn put_away(renewed: bool) -> &'static str {
    if renewed { "The mail is put away, and the reply address is a new one" } else { "The mail is put away" }
}

/// Why mail to the customer may be of no use.
#[must_use]
pub fn bounced(said: &str, at: &str) -> String {
    format!("Mail to this address came back ({at}): {said}")
}

#[cfg(test)]
mod tests {
    use super::{copy_lost, delivery, verdict};
    use domain::mail::{MailOutState, Verdict};
    use domain::message::{Copied, Delivery};

    #[test]
    fn how_far_a_mail_came_is_told_with_what_was_said() {
        let told = |state, said: &str, tries| {
            delivery(&Delivery { state, said: said.to_owned(), copies: Vec::new(), tries }).2
        };
        assert_eq!(told(MailOutState::Waiting, "", 0), "Sending…");
        assert_eq!(told(MailOutState::Waiting, "", 1), "Not sent yet, it is tried again");
        assert_eq!(
            told(MailOutState::Waiting, "greylisted", 3),
            "Not sent yet after 3 tries, it is tried again: greylisted"
        );
        assert_eq!(told(MailOutState::Waiting, "The limit is reached.", 0), "Waits: The limit is reached.");
        assert_eq!(told(MailOutState::Sent, "", 1), "Sent");
        assert_eq!(told(MailOutState::Failed, "550 no such user", 1), "Not delivered: 550 no such user");
        assert_eq!(told(MailOutState::Bounced, "", 1), "Came back");
    }

    #[test]
    fn a_copy_that_did_not_arrive_is_told_by_its_address() {
        let copy = |state, said: &str| Copied { to: "bo@b.test".to_owned(), state, said: said.to_owned() };
        assert_eq!(copy_lost(&copy(MailOutState::Sent, "")), None);
        assert_eq!(copy_lost(&copy(MailOutState::Waiting, "greylisted")), None);
        let lost = copy_lost(&copy(MailOutState::Failed, "550 no such user"));
        assert_eq!(lost.as_deref(), Some("Copy to bo@b.test not delivered: 550 no such user"));
    }

    #[test]
    fn no_two_verdicts_look_or_read_alike_where_it_matters() {
        let all = [Verdict::Pass, Verdict::Fail, Verdict::None].map(verdict);
        for (at, one) in all.iter().enumerate() {
            assert!(all[at + 1..].iter().all(|other| one.0 != other.0 && one.1 != other.1 && one.2 != other.2));
        }
    }
}
