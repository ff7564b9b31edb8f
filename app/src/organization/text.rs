//! Words about organizations.

/// A step of a young organization.
#[derive(Clone, Copy, Debug)]
pub struct Step {
    /// What to do.
    pub title: &'static str,
    /// Why, or how.
    pub why: &'static str,
    /// The way there.
    pub go: &'static str,
}

/// The page that makes one.
pub const CREATE_TITLE: &str = "Create an organization";
/// What it promises.
pub const CREATE_PROMISE: &str = "An inbox with its first ticket is ready in a few seconds.";
/// What an organization is, and what it is not (D42).
pub const CREATE_WHICH: &str =
    "One for each company whose customers you answer. Its products and apps become sites inside it.";
/// At the slug: said before, not after.
pub const FOR_EVER: &str = "for ever";
/// While the live check is under way.
pub const CHECKING: &str = "Checking…";
/// When the live check got no answer.
pub const UNCHECKED: &str = "Could not be checked just now. You can try all the same.";
/// A prefix of one letter (S1-46).
pub const SHORT_PREFIX: &str = "One letter is easy to mishear on the phone. Two or more say whose ticket it is.";
/// Who has not confirmed their address.
pub const UNCONFIRMED: &str = "Confirm your mail address first";
/// The steps of a young organization: what to do, why, and where.
pub const STEPS: [Step; 4] = [
    Step {
        title: "See your support page",
        why: "It is there already, for everybody who has its address.",
        go: "Open your support page",
    },
    Step {
        title: "Send yourself a ticket",
        why: "Write there as a customer would. It arrives here by itself.",
        go: "Write as a customer",
    },
    Step { title: "Answer it", why: "Open it, press r, write, send.", go: "Open the ticket" },
    Step { title: "Add your origin", why: "So your own pages may talk to this desk.", go: "Add an origin" },
];
/// The page of settings.
pub const SETTINGS_TITLE: &str = "Organization settings";
/// Under a slug that stays.
pub const SLUG_STAYS: &str = "Fixed for ever: links in old mails carry it.";
/// For members who may look and not touch.
pub const READ_ONLY: &str = "Only owners and admins can change these.";
/// At the seats (S3-08, S3-09).
pub const SEATS_WHY: &str = "How many people may work here. Invitations that wait for an answer take one each.";
/// At the logo (S1-28).
pub const LOGO_WHY: &str = "In the header, on your support pages and on top of mails to customers.";
/// What is taken.
pub const LOGO_HINT: &str =
    "PNG, JPEG or WebP, up to 2 MB. It is kept no larger than 512 pixels; nothing but its pixels is.";
/// What becomes of an address.
pub const LOGO_URL_HINT: &str = "Beginning with https://. The picture is fetched once, and kept as if you had sent it.";
/// When there is a new one.
pub const LOGO_DONE: &str = "The logo is in use.";
/// At the colour (S1-29).
pub const COLOUR_WHY: &str = "Buttons, links and the strip on top, for your team and your customers.";
/// At the signature (S1-31).
pub const SIGNATURE_WHY: &str = "Under every reply that goes to a customer by mail.";
/// Where it is empty.
pub const SIGNATURE_NONE: &str = "Without one, the agent's name and the site's stand there.";
