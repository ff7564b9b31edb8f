//! Invitations: how people come into an organization (D19, S2-26..33), and the seats they take.

use crate::mail_address::MailAddressError;
use crate::role::RoleTag;
use crate::team::TeamTag;
use crate::{InvitationId, MailAddress, Moment, OrgSlug, Timestamp};
use serde::{Deserialize, Serialize};

/// Seconds a link works, from the moment its invitation was sent (B28).
pub const LIFE: i64 = 7 * 86_400;

/// Addresses that can be invited in one go.
pub const LINES_MAX: usize = 100;

/// Characters kept of what was typed for one address: more is no address.
const TYPED_MAX: usize = 320;

/// One address out of a pasted text, or what stands there instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pasted {
    /// As it stood there, such as `Ana Ruiz <ana@example.com>`.
    pub typed: String,
    /// The address in it.
    pub address: Result<MailAddress, MailAddressError>,
}

/// The addresses of a text as people paste it: one a line, with commas, semicolons or spaces between them, with names
/// (`"Ruiz, Ana" <ana@example.com>`). Whatever is no address stays in the list as what it is: nothing is dropped.
#[must_use]
pub fn addresses(pasted: &str) -> Vec<Pasted> {
    chunks(pasted).iter().flat_map(|chunk| in_chunk(chunk)).map(|(typed, address)| entry(typed, address)).collect()
}

/// Split at line ends, and at commas and semicolons outside quotes and angle brackets. What is left open ends with its line.
fn chunks(pasted: &str) -> Vec<String> {
    let (mut all, mut chunk) = (Vec::new(), String::new());
    let (mut quoted, mut angled) = (false, false);
    for c in pasted.chars() {
        let ends = matches!(c, '\n' | '\r') || (matches!(c, ',' | ';') && !quoted && !angled);
        if ends {
            all.push(std::mem::take(&mut chunk));
            (quoted, angled) = (false, false);
            continue;
        }
        match c {
            '"' => quoted = !quoted,
            '<' => angled = !quoted,
            '>' => angled = false,
            _ => {}
        }
        chunk.push(c);
    }
    all.push(chunk);
    all.retain(|chunk| !chunk.trim().is_empty());
    all
}

/// What was typed for each address of a chunk, and the part of it that should be the address.
fn in_chunk(chunk: &str) -> Vec<(&str, &str)> {
    let (mut found, mut rest) = (Vec::new(), chunk.trim());
    while let Some((open, close)) = rest.find('<').and_then(|open| Some((open, open + rest[open..].find('>')?))) {
        found.push((rest[..=close].trim(), &rest[open + 1..close]));
        rest = rest[close + 1..].trim();
    }
    if rest.contains('@') {
        found.extend(rest.split_whitespace().map(|word| (word, word)));
    } else if !rest.is_empty() {
        found.push((rest, rest));
    }
    found
}

fn entry(typed: &str, address: &str) -> Pasted {
    Pasted { typed: typed.chars().take(TYPED_MAX).collect(), address: MailAddress::parse(address) }
}

/// What became of one address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum InvitationOutcome {
    /// Its mail is on its way.
    Invited,
    /// Whoever has the address works here already.
    AlreadyMember,
    /// It has an invitation that can still be accepted.
    AlreadyInvited,
    /// It is no mail address.
    NotAnAddress,
    /// All seats are taken.
    NoSeat,
    /// The inviter may not give this role.
    RoleNotYours,
    /// Enough mails went out for now.
    TooMany,
}

impl InvitationOutcome {
    /// The word on the wire, such as `already_member`.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Invited => "invited",
            Self::AlreadyMember => "already_member",
            Self::AlreadyInvited => "already_invited",
            Self::NotAnAddress => "not_an_address",
            Self::NoSeat => "no_seat",
            Self::RoleNotYours => "role_not_yours",
            Self::TooMany => "too_many",
        }
    }
}

/// A line of the answer: an address and what became of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvitationLine {
    /// As it was typed.
    pub typed: String,
    /// What became of it.
    pub outcome: InvitationOutcome,
    /// The same as a sentence.
    pub message: String,
    /// The invitation, where there is one now.
    pub id: Option<InvitationId>,
}

impl InvitationLine {
    /// Whether the address has to be looked at again.
    #[must_use]
    pub fn is_open(&self) -> bool {
        use InvitationOutcome::{AlreadyInvited, AlreadyMember, Invited};
        !matches!(self.outcome, Invited | AlreadyMember | AlreadyInvited)
    }
}

/// Whom to invite, and as what.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InvitationNew {
    /// Addresses; each may hold several, as [`addresses`] reads them.
    pub emails: Vec<String>,
    /// The key of a role: `agent`, or the id of one of the organization's own.
    pub role: String,
    /// The ids of the teams they come into.
    #[serde(default)]
    pub teams: Vec<String>,
}

/// An invitation that waits for an answer, or has waited too long.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvitationRow {
    /// Which.
    pub id: InvitationId,
    /// Who is invited.
    pub email: String,
    /// As what.
    pub role: RoleTag,
    /// The teams they come into, by name.
    pub teams: Vec<TeamTag>,
    /// By whom.
    pub invited_by: Option<String>,
    /// When it was sent last.
    pub sent: Moment,
    /// When its link stops working.
    pub expires: Moment,
}

/// Seats of an organization (S3-08, S3-09): active members and invitations that can still be accepted take one each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seats {
    /// How many there are; `None` for any number.
    pub limit: Option<i64>,
    /// Active members.
    pub members: i64,
    /// Invitations that can still be accepted.
    pub invited: i64,
}

impl Seats {
    /// How many are taken.
    #[must_use]
    pub fn used(self) -> i64 {
        self.members + self.invited
    }

    /// Whether one more can be taken.
    #[must_use]
    pub fn has_free(self) -> bool {
        self.limit.is_none_or(|limit| self.used() < limit)
    }
}

/// The page of invitations.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvitationPage {
    /// Newest first.
    pub rows: Vec<InvitationRow>,
    /// The organization's seats.
    pub seats: Seats,
    /// The roles the asker may give, Admin, Agent and Viewer first (B10).
    pub roles: Vec<RoleTag>,
    /// The teams the asker may take somebody into.
    pub teams: Vec<TeamTag>,
    /// When this was read.
    pub read: Timestamp,
}

/// An invitation as the person it is for sees it, signed in (D28).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvitationOffer {
    /// Which.
    pub id: InvitationId,
    /// The organization's address.
    pub org: OrgSlug,
    /// Its name.
    pub org_name: String,
    /// Its colour, `#rrggbb`.
    pub accent: String,
    /// The name of the role.
    pub role: String,
    /// Who invites.
    pub invited_by: Option<String>,
    /// When it ends.
    pub expires: Moment,
    /// When this was read.
    pub read: Timestamp,
}

/// Who stands at the door with the link of an invitation (D19).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Arrival {
    /// Signed out, and the address has no account yet.
    Newcomer,
    /// Signed out, and the address has an account.
    Known,
    /// Signed out, with a link that did not come by mail: it proves nothing about the address, so nothing is told about it.
    Unproved,
    /// Signed in with the invited address.
    Right,
    /// Signed in with the invited address, which is not confirmed yet.
    Unconfirmed,
    /// Signed in with another address.
    Other {
        /// Which.
        email: String,
    },
}

/// The page behind the link of an invitation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvitationDoor {
    /// The organization's name.
    pub org_name: String,
    /// The name of the role.
    pub role: String,
    /// Who invites.
    pub invited_by: Option<String>,
    /// The only address that can accept.
    pub email: String,
    /// When the link stops working.
    pub expires: Moment,
    /// Who is asking.
    pub arrival: Arrival,
}

/// How long a link still works: `expires in 3 days`, `expires in 5 hours`, `expired`.
#[must_use]
pub fn expires_in(expires: Timestamp, now: Timestamp) -> String {
    let of = |count: i64, unit: &str| format!("expires in {count} {unit}{}", if count == 1 { "" } else { "s" });
    match expires.seconds_since(now) {
        ..=0 => "expired".to_owned(),
        seconds @ 129_600.. => of((seconds + 43_200) / 86_400, "day"),
        seconds @ 5_400.. => of((seconds + 1_800) / 3_600, "hour"),
        seconds => of((seconds / 60).max(1), "minute"),
    }
}

#[cfg(test)]
mod tests {
    use super::{LIFE, Seats, addresses, expires_in};
    use crate::Timestamp;
    use proptest::prelude::*;

    /// `typed -> address`, or `typed -> ?`.
    fn read(pasted: &str) -> Vec<String> {
        let one = |entry: super::Pasted| {
            let address = entry.address.map_or_else(|_| "?".to_owned(), |address| address.to_string());
            if address == entry.typed { address } else { format!("{} -> {address}", entry.typed) }
        };
        addresses(pasted).into_iter().map(one).collect()
    }

    #[test]
    fn a_list_is_read_however_it_was_pasted() {
        for pasted in [
            "a@x.test\nb@x.test\nc@x.test",
            "a@x.test, b@x.test,c@x.test",
            " a@x.test;b@x.test ; c@x.test;",
            "a@x.test b@x.test\t c@x.test\r\n\r\n",
            "<a@x.test>,<b@x.test> <c@x.test>",
        ] {
            let found: Vec<String> =
                addresses(pasted).into_iter().map(|one| one.address.expect("one").to_string()).collect();
            assert_eq!(found, ["a@x.test", "b@x.test", "c@x.test"], "{pasted:?}");
        }
    }

    #[test]
    fn names_beside_addresses_are_no_addresses() {
        assert_eq!(
            read("Ana Ruiz <ana@x.test>, \"Ruiz, Ben\" <ben@x.test>; Cleo <cleo@x.test> Dan <dan@x.test>"),
            [
                "Ana Ruiz <ana@x.test> -> ana@x.test",
                "\"Ruiz, Ben\" <ben@x.test> -> ben@x.test",
                "Cleo <cleo@x.test> -> cleo@x.test",
                "Dan <dan@x.test> -> dan@x.test",
            ]
        );
    }

    #[test]
    fn what_is_no_address_is_not_lost() {
        assert_eq!(
            read("ana@x.test\nben(at)x.test, Cleo Nowak\n<dan>, eve@, \"open\nfay@x.test"),
            [
                "ana@x.test",
                "ben(at)x.test -> ?",
                "Cleo Nowak -> ?",
                "<dan> -> ?",
                "eve@ -> ?",
                "\"open -> ?",
                "fay@x.test"
            ]
        );
        assert!(read(" ,;\n\r\n ").is_empty());
        // Look-alikes and quoting are refused like anywhere else (security.md A3).
        assert_eq!(
            read("ａdmin@x.test admin＠x.test ana@x.test."),
            ["ａdmin@x.test -> ?", "admin＠x.test -> ?", "ana@x.test. -> ?"]
        );
    }

    #[test]
    fn a_life_is_told_in_days_then_hours_then_minutes() {
        let now = Timestamp(1_000_000_000_000_000);
        for (seconds, words) in [
            (LIFE, "expires in 7 days"),
            (LIFE - 60, "expires in 7 days"),
            (3 * 86_400 - 3_600, "expires in 3 days"),
            (129_600, "expires in 2 days"),
            (129_599, "expires in 36 hours"),
            (7_200, "expires in 2 hours"),
            (3_600, "expires in 60 minutes"),
            (1, "expires in 1 minute"),
            (0, "expired"),
            (-LIFE, "expired"),
        ] {
            assert_eq!(expires_in(now.plus_seconds(seconds), now), words, "{seconds}");
        }
    }

    #[test]
    fn members_and_invitations_take_seats() {
        let seats = |limit| Seats { limit, members: 2, invited: 1 };
        assert!(seats(None).has_free() && seats(Some(4)).has_free());
        assert!(!seats(Some(3)).has_free() && !seats(Some(1)).has_free());
    }

    proptest! {
        #[test]
        fn every_visible_character_comes_back(pasted in "[ a-c@.<>\",;\\n]{0,40}") {
            let kept: String = addresses(&pasted).into_iter().map(|one| one.typed).collect();
            let visible = |text: &str| text.chars().filter(|c| !c.is_whitespace() && !matches!(c, ',' | ';')).collect::<String>();
            prop_assert_eq!(visible(&kept), visible(&pasted));
        }
    }
}
