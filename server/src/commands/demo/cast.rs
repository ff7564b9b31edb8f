//! Who and what the demo is about: an agency and two of its clients, the people in them, and the sites they run.

use domain::role::BuiltInRole::{self, Admin, Agent, Owner, Viewer};

/// Somebody with a login.
pub(in crate::commands) struct Person {
    pub(in crate::commands) name: &'static str,
    pub(super) email: &'static str,
    /// How they end a letter.
    pub(super) closing: &'static str,
}

impl Person {
    /// How colleagues and customers call them.
    pub(super) fn first(&self) -> &'static str {
        self.name.split(' ').next().unwrap_or(self.name)
    }
}

const MARA: usize = 0;
const JONAS: usize = 1;
const PRIYA: usize = 2;
const INES: usize = 3;
const THEO: usize = 4;
const LUCIA: usize = 5;
const SAMUEL: usize = 6;
const BETH: usize = 7;
const NOOR: usize = 8;

/// Everybody with a login; the first one is whom the demo signs in.
pub(in crate::commands) const PEOPLE: [Person; 9] = [
    Person { name: "Mara Lind", email: "mara@northlight.example", closing: "Best," },
    Person { name: "Jonas Weber", email: "jonas@northlight.example", closing: "Best regards," },
    Person { name: "Priya Raman", email: "priya@northlight.example", closing: "Cheers," },
    Person { name: "Ines Carvalho", email: "ines@acmecoffee.example", closing: "Warm regards," },
    Person { name: "Theo Brandt", email: "theo@acmecoffee.example", closing: "Cheers," },
    Person { name: "Lucía Ortega", email: "lucia@acmecoffee.example", closing: "All the best," },
    Person { name: "Samuel Okafor", email: "samuel@harbourdental.example", closing: "Kind regards," },
    Person { name: "Beth Kowalski", email: "beth@harbourdental.example", closing: "Kind regards," },
    Person { name: "Noor Haddad", email: "noor@harbourdental.example", closing: "With kind regards," },
];

/// An organization.
pub(super) struct Org {
    pub(super) name: &'static str,
    pub(super) slug: &'static str,
    pub(super) prefix: &'static str,
    pub(super) currency: &'static str,
    pub(super) timezone: &'static str,
    pub(super) accent: &'static str,
    pub(super) description: &'static str,
    /// The owner, who makes it, comes first.
    pub(super) members: &'static [(usize, BuiltInRole)],
    /// The first one is the site that every organization begins with.
    pub(super) sites: &'static [Site],
    pub(super) teams: &'static [Team],
}

/// A team, and whose matters it has.
pub(super) struct Team {
    pub(super) name: &'static str,
    pub(super) description: &'static str,
    /// Who is in it, and whether they lead it.
    pub(super) members: &'static [(usize, bool)],
    /// The slugs of the sites whose new tickets come to it.
    pub(super) sites: &'static [&'static str],
}

impl Team {
    pub(super) fn holds(&self, person: usize) -> bool {
        self.members.iter().any(|(member, _)| *member == person)
    }
}

/// A site, and what happens there.
pub(super) struct Site {
    pub(super) slug: &'static str,
    pub(super) name: &'static str,
    pub(super) description: &'static str,
    pub(super) origins: &'static [&'static str],
    /// Its scenes.
    pub(super) talk: &'static str,
    /// Which part of `talk/people.txt` its customers are in.
    pub(super) customers: &'static str,
    /// Tickets in all.
    pub(super) tickets: usize,
    /// Of them, those of the last few hours.
    pub(super) fresh: usize,
    /// Who answers, and how often.
    pub(super) agents: &'static [(usize, i64)],
}

/// The organizations. With the ticket that each begins with there are 400 tickets.
pub(super) const ORGS: [Org; 3] = [
    Org {
        name: "Northlight Studio",
        slug: "northlight",
        prefix: "NL",
        currency: "EUR",
        timezone: "Europe/Berlin",
        accent: "#1d4ed8",
        description: "Websites, shops and a friendly voice on the phone for two dozen small companies.",
        members: &[(MARA, Owner), (JONAS, Admin), (PRIYA, Agent)],
        sites: &[Site {
            slug: "support",
            name: "Client desk",
            description: "Where our clients reach us.",
            origins: &["https://northlight.example", "https://clients.northlight.example"],
            talk: include_str!("talk/clients.txt"),
            customers: "clients",
            tickets: 78,
            fresh: 3,
            agents: &[(MARA, 4), (JONAS, 3), (PRIYA, 3)],
        }],
        teams: &[
            Team {
                name: "Client care",
                description: "Looks at everything that comes in, and answers most of it.",
                members: &[(PRIYA, true), (JONAS, false), (MARA, false)],
                sites: &["support"],
            },
            Team {
                name: "Websites",
                description: "Pages, shops and the servers under them.",
                members: &[(JONAS, true), (MARA, false), (PRIYA, false)],
                sites: &[],
            },
            Team {
                name: "Offers and invoices",
                description: "What things will cost, and what they did cost.",
                members: &[(MARA, true), (JONAS, false)],
                sites: &[],
            },
        ],
    },
    Org {
        name: "Acme Coffee",
        slug: "acme-coffee",
        prefix: "ACME",
        currency: "EUR",
        timezone: "Europe/Lisbon",
        accent: "#9a3412",
        description: "A roastery with a café, an online shop and forty cafés that pour its coffee.",
        members: &[(INES, Owner), (THEO, Agent), (LUCIA, Agent), (MARA, Agent)],
        sites: &[
            Site {
                slug: "support",
                name: "Coffee shop",
                description: "The online shop and the café.",
                origins: &["https://acmecoffee.example", "https://shop.acmecoffee.example"],
                talk: include_str!("talk/shop.txt"),
                customers: "shop",
                tickets: 148,
                fresh: 4,
                agents: &[(THEO, 3), (LUCIA, 3), (MARA, 2), (INES, 1)],
            },
            Site {
                slug: "wholesale",
                name: "Wholesale",
                description: "Cafés, hotels and offices.",
                origins: &["https://wholesale.acmecoffee.example"],
                talk: include_str!("talk/wholesale.txt"),
                customers: "cafes",
                tickets: 47,
                fresh: 1,
                agents: &[(INES, 3), (MARA, 2), (THEO, 1)],
            },
        ],
        teams: &[],
    },
    Org {
        name: "Harbour Dental",
        slug: "harbour-dental",
        prefix: "HD",
        currency: "GBP",
        timezone: "Europe/London",
        accent: "#0e7490",
        description: "A dental practice by the water: three dentists, one hygienist, no lectures.",
        members: &[(SAMUEL, Owner), (BETH, Admin), (NOOR, Agent), (MARA, Viewer)],
        sites: &[
            Site {
                slug: "support",
                name: "Patients",
                description: "Questions before and after a visit.",
                origins: &["https://harbourdental.example"],
                talk: include_str!("talk/patients.txt"),
                customers: "patients",
                tickets: 80,
                fresh: 3,
                agents: &[(BETH, 3), (NOOR, 4), (SAMUEL, 1)],
            },
            Site {
                slug: "booking",
                name: "Booking",
                description: "Appointments: made, moved, missed.",
                origins: &["https://book.harbourdental.example"],
                talk: include_str!("talk/booking.txt"),
                customers: "patients",
                tickets: 44,
                fresh: 1,
                agents: &[(BETH, 2), (NOOR, 3)],
            },
        ],
        teams: &[],
    },
];
