//! An organization with one of everything in it, and a text of its own, the canary, in every field that takes text.

use crate::house::{Asker, House};
use desk::access::{Scope, UserScope};
use desk::attachment::Upload;
use domain::invitation::InvitationNew;
use domain::mail::{MailInState, MailOutState};
use domain::mailbox::{MailboxKind, MailboxTyped, ServerTyped};
use domain::organization::OrgEdit;
use domain::role::BuiltInRole;
use domain::site::SiteNew;
use domain::team::TeamEdit;
use domain::ticket::{TicketFilter, TicketRow};
use domain::{MailInId, Permission};

macro_rules! facts {
    ($($(#[$meta:meta])* $name:ident,)*) => {
        /// What requests name of an organization.
        #[derive(Clone, Debug, Default)]
        pub struct Facts {
            $($(#[$meta])* pub $name: String,)*
            /// Stands in every text.
            pub canary: String,
            /// Of the ticket.
            pub version: i64,
            /// The ticket's last message.
            pub seen: i64,
        }

        impl Facts {
            /// Everything that can be named, one at a time.
            pub const NAMES: &[&str] = &[$(stringify!($name)),*];

            /// What stands for that name.
            pub fn get(&self, name: &str) -> &str {
                match name { $(stringify!($name) => &self.$name,)* _ => panic!("no fact is called {name}") }
            }

            /// The same, with this one thing of somebody else's.
            pub fn with(&self, name: &str, of: &Self) -> Self {
                let mut mixed = self.clone();
                match name { $(stringify!($name) => mixed.$name = of.$name.clone(),)* _ => panic!("no fact is called {name}") }
                mixed
            }

            /// Names of the same shape that name nothing.
            pub fn unknown(&self) -> Self {
                Self {
                    $($name: unknown(&self.$name),)*
                    canary: self.canary.clone(),
                    version: self.version,
                    seen: self.seen,
                }
            }

            /// Each named by its own name, for printing.
            pub fn placeholders() -> Self {
                Self { $($name: concat!("{", stringify!($name), "}").to_owned(),)* ..Self::default() }
            }
        }
    };
}

facts! {
    /// The slug of the site at which the customer wrote.
    site,
    /// The slug of a site without tickets.
    spare,
    /// The ticket's code.
    code,
    /// A status that the ticket does not have.
    status,
    /// A priority.
    priority,
    /// A member with the role of an agent.
    member,
    /// A role of the organization's own that allows nothing.
    role,
    /// Another one, which nobody has.
    spare_role,
    /// A member whose role allows nothing.
    onlooker,
    /// Another one, deactivated.
    rested,
    /// A team without anybody and without tickets.
    team,
    /// Of somebody who is none of the askers.
    invitation,
    /// A copy of everything, made and kept.
    export,
    /// A mailbox of the site at which the customer wrote.
    mailbox,
    /// Its address.
    address,
    /// The domain of its address, whose mail is not signed.
    domain,
    /// The domain of another mailbox's address, whose mail is signed.
    signed,
    /// The logo.
    logo,
    /// The customer's file.
    file,
    /// A mail beside the ticket, of somebody who takes no part in it.
    mail,
    /// Another one, which was put away.
    put_away,
    /// One that nobody could place.
    unplaced,
    /// The reply that came back.
    message,
    /// Of the customer's page.
    token,
}

/// Something of the same shape and length that nothing is called.
pub fn unknown(name: &str) -> String {
    if uuid::Uuid::try_parse(name).is_ok() {
        uuid::Uuid::now_v7().to_string()
    } else if name.starts_with(|c: char| c.is_ascii_uppercase()) && name.ends_with(|c: char| c.is_ascii_digit()) {
        name.replace(|c: char| c.is_ascii_digit(), "9")
    } else {
        name.chars().rev().collect()
    }
}

/// Somebody with an organization, and one of everything in it.
pub struct Furnished {
    /// Stands in everything they have.
    pub canary: &'static str,
    pub slug: &'static str,
    /// The owner.
    pub user: UserScope,
    /// The agent who answered.
    pub agent: UserScope,
    pub scope: Scope,
    pub facts: Facts,
}

/// Where customers write, with a text of its own in every field.
pub struct Desk {
    /// Its slug.
    pub site: String,
    /// Of the customer's page.
    pub token: String,
    /// Of the customer's file.
    pub file: String,
    /// The ticket's code.
    pub code: String,
}

pub async fn furnish(house: &House, slug: &'static str, canary: &'static str) -> Furnished {
    let user = house.world.user(&format!("Ana {canary}")).await;
    let scope = house.world.org(&user, slug).await;
    let edit =
        OrgEdit { name: Some(format!("Org {canary}")), description: Some(canary.to_owned()), ..OrgEdit::default() };
    house.world.desk.org_edit(&scope, edit).await.expect("the owner edits");
    let (member, _) = house.world.member(&scope, &format!("Ada {canary}"), BuiltInRole::Agent).await;
    let shop = desk(house, &member, &scope, &format!("shop-{slug}"), canary).await;
    // The first look of one's own people at a support page is noted once.
    let looked = house.get(&house.browser(&user).await, &format!("/s/{slug}/{}", shop.site)).await;
    assert_eq!(looked.status, axum::http::StatusCode::OK);
    let spare = site(house, &scope, &format!("spare-{slug}"), canary).await;
    let role = house.world.own_role(&scope, &format!("Role {canary}"), &[]).await.to_string();
    let spare_role = house.world.own_role(&scope, &format!("Spare role {canary}"), &[]).await.to_string();
    let looks_on = house.world.own_role(&scope, &format!("Looks on {canary}"), &[]).await;
    let (onlooker, _) = house.world.member(&scope, &format!("Olga {canary}"), looks_on).await;
    let (rested, _) = house.world.member(&scope, &format!("Rita {canary}"), looks_on).await;
    house.world.desk.member_deactivate(&scope, rested.id()).await.expect("the owner lets somebody rest");
    let picture = include_bytes!("furnished/logo.png").to_vec();
    let picture =
        Upload { name: "logo.png".to_owned(), content_type: "image/png".to_owned(), bytes: picture, content_id: None };
    let logo = house.world.desk.org_logo_set(&scope, picture).await.expect("the owner has a logo").to_string();
    let team = TeamEdit { name: Some(format!("Team {canary}")), ..TeamEdit::default() };
    let team = house.world.desk.team_create(&scope, team).await.expect("the owner makes a team").id.to_string();
    let guest = InvitationNew {
        emails: vec![format!("guest.{canary}@people.test")],
        role: role.clone(),
        ..InvitationNew::default()
    };
    let invited = house.world.desk.invitation_create(&scope, guest).await.expect("somebody is invited");
    let invitation = invited[0].id.expect("an invitation").to_string();
    let [domain, signed] = ["inbox", "signed"].map(|word| format!("{word}-{canary}.example"));
    let address = format!("help-{canary}@{domain}");
    let mailbox = mailbox(house, &scope, &shop.site, &address, canary).await;
    mailbox_of_signed(house, &scope, &spare, &signed, canary).await;
    let code = shop.code.parse().expect("a code");
    let page = house.world.desk.ticket_show(&scope, &code).await.expect("the ticket");
    let status = page.statuses.iter().find(|status| status.id != page.ticket.status.id).expect("another status");
    let export = house.world.desk.export_create(&scope).await.expect("the owner asks for everything").id.to_string();
    while house.world.desk.job_run_long().await.expect("it is made") > 0 {}
    let [mail, put_away, unplaced] = mails(house, &scope, &shop, canary).await;
    let message = came_back(house, &scope, &shop, canary).await;
    let facts = Facts {
        site: shop.site,
        spare,
        code: shop.code,
        status: status.id.to_string(),
        priority: page.priorities[0].id.to_string(),
        member: member.id().to_string(),
        role,
        spare_role,
        onlooker: onlooker.id().to_string(),
        rested: rested.id().to_string(),
        export,
        mailbox,
        address,
        domain,
        signed,
        logo,
        team,
        invitation,
        file: shop.file,
        mail: mail.to_string(),
        put_away: put_away.to_string(),
        unplaced: unplaced.to_string(),
        message,
        token: shop.token,
        canary: canary.to_owned(),
        version: page.ticket.version.0,
        seen: page.ticket.last_message,
    };
    Furnished { canary, slug, user, agent: member, scope, facts }
}

/// A site at which a customer has written, been answered, and been talked about.
pub async fn desk(house: &House, agent: &UserScope, scope: &Scope, slug: &str, canary: &str) -> Desk {
    let site = site(house, scope, slug, canary).await;
    let token = write(house, scope.org().slug.as_str(), &site, canary).await;
    let browser = house.browser(agent).await;
    let page = house.get(&browser, &format!("/ticket/{token}")).await.text();
    let file = between(&page, &format!("/ticket/{token}/files/"), "\"");
    let code = talk(house, scope, &browser, canary).await.code.to_string();
    Desk { site, token, file, code }
}

async fn site(house: &House, scope: &Scope, slug: &str, canary: &str) -> String {
    let signboard = canary.replace("canary", "signboard");
    let new = SiteNew {
        name: format!("Shop {signboard}"),
        slug: slug.to_owned(),
        description: canary.to_owned(),
        origins: vec![format!("https://{slug}-{canary}.example")],
    };
    house.world.desk.site_create(scope, new).await.expect("the owner makes a site").slug.to_string()
}

/// A mailbox with a text of its own in every field; its id.
async fn mailbox(house: &House, scope: &Scope, site: &str, address: &str, canary: &str) -> String {
    let server = |host: &str| ServerTyped {
        host: format!("{host}-{canary}.example"),
        user: format!("user {canary}"),
        password: format!("password {canary}"),
        ..ServerTyped::default()
    };
    let new = MailboxTyped {
        address: address.to_owned(),
        name: format!("Mail {canary}"),
        site: site.to_owned(),
        kind: MailboxKind::Imap,
        imap: Some(server("imap")),
        smtp: Some(server("smtp")),
        folder: format!("Folder {canary}"),
        ..MailboxTyped::default()
    };
    house.world.desk.mailbox_create(scope, new).await.expect("the owner connects a mailbox").row.id.to_string()
}

/// Another one, at a domain whose mail is signed.
async fn mailbox_of_signed(house: &House, scope: &Scope, site: &str, domain: &str, canary: &str) {
    mailbox(house, scope, site, &format!("hello-{canary}@{domain}"), canary).await;
    house.world.desk.mail_domain_sign(scope, domain).await.expect("the owner has its mail signed");
}

/// A customer writes, with a file: the token of their page.
async fn write(house: &House, slug: &str, site: &str, canary: &str) -> String {
    let part =
        |name: &str, value: &str| format!("--XX\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
    let form = [
        part("mail", &format!("cara.{canary}@customer.example")),
        part("name", &format!("Cara {canary}")),
        part("subject", &format!("Subject {canary}")),
        part("message", &format!("Message {canary}")),
        part(&format!("files\"; filename=\"{canary}.txt"), &format!("File {canary}")),
        "--XX--\r\n".to_owned(),
    ];
    let kind = "multipart/form-data; boundary=XX";
    let body = Some((kind, form.concat().into_bytes()));
    let sent = house.ask(&Asker::default(), "POST", &format!("/s/{slug}/{site}"), body).await;
    let to = sent.headers.get("location").and_then(|to| to.to_str().ok()).expect("the customer's page");
    between(to, "/ticket/", "?")
}

/// The team answers and notes something.
async fn talk(house: &House, scope: &Scope, browser: &Asker, canary: &str) -> TicketRow {
    let list = house.world.desk.ticket_list(scope, &TicketFilter::default()).await.expect("their tickets");
    let row = list.rows.into_iter().find(|row| row.subject.contains(canary)).expect("the customer's ticket");
    for kind in ["replies", "notes"] {
        let path = format!("/v1/orgs/{}/tickets/{}/{kind}", scope.org().slug, row.code);
        let body = serde_json::json!({"body": format!("Said {canary}"), "seen": 2});
        let said = house.post_json(browser, &path, &body).await;
        assert!(said.status.is_success(), "{}", said.text());
    }
    row
}

/// Mails that a person decides about: one that waits beside the ticket, one that was put away there, and one that nobody could place.
async fn mails(house: &House, scope: &Scope, desk: &Desk, canary: &str) -> [MailInId; 3] {
    let support = format!("support@{}.test", scope.org().slug);
    house.world.mailbox(scope, &desk.site, &support).await;
    house.world.settle().await;
    let customer = format!("cara.{canary}@customer.example");
    let sent = house.world.mailer.sent();
    let answer = sent.iter().rfind(|mail| mail.to == [customer.as_str()]).expect("the customer was answered");
    let reply_to = mail::read(&answer.raw).header("Reply-To").to_owned();
    let mail = |from: &str, to: &str| {
        format!(
            "From: {from}\nTo: {to}\nSubject: Mail {canary}\nMessage-ID: <{}@mail.example>\nContent-Type: text/html\n\n\
             <p>Written {canary}</p><img src=\"https://pictures.example/{canary}.png\">\n",
            uuid::Uuid::new_v4()
        )
    };
    let beside = mail(&format!("Eve <eve.{canary}@customer.example>"), &reply_to);
    assert!(house.world.mail_in(&reply_to, &beside).await);
    let put_away = waiting(house, scope, MailInState::Held).await;
    let code = desk.code.parse().expect("a code");
    house.world.desk.mail_put_away(scope, &code, put_away, false).await.expect("the owner puts it away");
    let beside = mail(&format!("Eve <eve.{canary}@customer.example>"), &reply_to);
    assert!(house.world.mail_in(&reply_to, &beside).await);
    assert!(house.world.mail_in(&support, &mail("a@x.example, b@x.example", &support)).await);
    let waits = waiting(house, scope, MailInState::Held).await;
    [waits, put_away, waiting(house, scope, MailInState::Quarantined).await]
}

/// The mail of the team's answer comes back: the message.
async fn came_back(house: &House, scope: &Scope, desk: &Desk, canary: &str) -> String {
    let code = desk.code.parse().expect("a code");
    let mut tx = house.world.desk.store().write(scope.sight()).await.expect("the store writes");
    let ticket = tx.ticket_visible(&code).await.expect("the store answers").expect("the ticket").id;
    let mails = tx.mail_out_of_ticket(ticket).await.expect("the store answers");
    let reply = mails.into_iter().find(|mail| mail.kind == "reply").expect("the team answered");
    let said = format!("Came back {canary}");
    assert!(tx.mail_out_ended(reply.id, MailOutState::Bounced, &said).await.expect("the store answers"));
    tx.commit().await.expect("the store commits");
    reply.message_id.expect("a message").to_string()
}

/// The newest mail in that state.
async fn waiting(house: &House, scope: &Scope, state: MailInState) -> MailInId {
    let mut tx = house.world.desk.store().read(scope.sight()).await.expect("the store reads");
    tx.mail_in_of_state(state, 1).await.expect("the store answers")[0].mail.id
}

/// The key of that site, and an origin that may use it.
pub async fn key(house: &House, scope: &Scope, site: &str) -> (String, String) {
    let slug = domain::SiteSlug::parse(site).expect("a slug");
    let page = house.world.desk.site_show(scope, &slug).await.expect("the site");
    (page.key.key, page.site.origins.first().expect("an origin").to_string())
}

/// Permissions as a role of the organization's own would have them: this one alone, or all but this one.
pub fn either_side(permission: Permission) -> [Vec<Permission>; 2] {
    [vec![permission], Permission::ALL.iter().copied().filter(|other| *other != permission).collect()]
}

fn between(text: &str, before: &str, after: &str) -> String {
    let (_, rest) = text.split_once(before).unwrap_or_else(|| panic!("{before} in {text}"));
    rest.split(after).next().unwrap_or_default().to_owned()
}
