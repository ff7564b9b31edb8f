//! What every story stands on: a migrated store of its own, and organizations made by hand below the use cases.

use domain::access::Sight;
use domain::currency::{Currency, TimeZoneName};
use domain::event::Event;
use domain::message::MessageKind;
use domain::prefix::Prefix;
use domain::priority::PriorityTag;
use domain::role::BuiltInRole;
use domain::status::{Category, StatusTag};
use domain::text::{Description, Name, Subject};
use domain::ticket::{Channel, TicketCode};
use domain::{
    ContactId, MailAddress, MessageId, OrgId, OrgSlug, PriorityId, SiteId, SiteSlug, StatusId, TenantId, TicketId,
    TicketLinkId, Timestamp, UserId,
};
use store::directory::ticket_link::TicketLinkRecord;
use store::message::MessageNew;
use store::organization::OrgRecord;
use store::ticket::open::TicketNew;
use store::user::UserNew;
use store::{Store, StoreOptions, Tx};
use testkit::postgres::PgDatabase;
use testkit::sqlite::SqliteFile;
use uuid::Uuid;

pub struct Ground {
    pub store: Store,
    /// The database under the store, where it is PostgreSQL.
    pub postgres: Option<PgDatabase>,
    _file: Option<SqliteFile>,
}

/// An organization with one member and one site.
#[derive(Clone)]
pub struct Org {
    pub sight: Sight,
    pub id: OrgId,
    pub user: UserId,
    pub site: SiteId,
    pub prefix: Prefix,
}

impl Ground {
    pub async fn sqlite() -> Self {
        let (store, file) = testkit::sqlite::store().await;
        Self { store, postgres: None, _file: Some(file) }
    }

    pub async fn postgres() -> Self {
        let database = testkit::postgres::database().await;
        let options = StoreOptions::Postgres { url: database.run_url.clone(), owner_url: None, connections: 12 };
        Self { store: Store::open(&options).await.unwrap(), postgres: Some(database), _file: None }
    }

    pub async fn org(&self, slug: &str) -> Org {
        let (id, user, site, tenant) = (OrgId(fresh()), UserId(fresh()), SiteId(fresh()), TenantId(fresh()));
        let (prefix, at) = (Prefix::parse("TKT").unwrap(), now());
        let mut global = self.store.write_global().await.unwrap();
        let email = MailAddress::parse(&format!("{slug}@people.test")).unwrap();
        let new = UserNew { id: user, tenant, email, name: Name::parse(slug).unwrap(), password_hash: String::new() };
        assert!(global.user_add(new, at).await.unwrap());
        let record = OrgRecord {
            id,
            slug: OrgSlug::parse(slug).unwrap(),
            name: Name::parse(slug).unwrap(),
            description: Description::default(),
            prefix: prefix.clone(),
            padding: 3,
            currency: Currency::parse("EUR").unwrap(),
            timezone: TimeZoneName::parse("Europe/Berlin").unwrap(),
            accent: "#336699".to_owned(),
            logo: None,
            signature: domain::signature::Signature::default(),
            seats: None,
            created_at: at,
        };
        assert!(global.org_add(tenant, record).await.unwrap());
        let mut tx = global.bind(id, user).await.unwrap();
        tx.membership_add(user, BuiltInRole::Owner, at).await.unwrap();
        for (position, category) in (0..).zip([Category::Open, Category::Pending, Category::Resolved, Category::Closed])
        {
            let status =
                StatusTag { id: StatusId(fresh()), name: category.to_string(), category, color: "blue".to_owned() };
            tx.status_add(&status, position).await.unwrap();
        }
        let priority =
            PriorityTag { id: PriorityId(fresh()), name: "Normal".to_owned(), color: "blue".to_owned(), rank: 2 };
        tx.priority_add(&priority, true).await.unwrap();
        self.site_in(&mut tx, site, "support").await;
        tx.commit().await.unwrap();
        Org { sight: Sight::everything(id, Some(user)), id, user, site, prefix }
    }

    pub async fn site_in(&self, tx: &mut Tx, site: SiteId, slug: &str) {
        let (name, slug) = (Name::parse(slug).unwrap(), SiteSlug::parse(slug).unwrap());
        assert!(tx.site_add(site, slug, name, Description::default(), now()).await.unwrap());
    }

    /// A ticket, committed.
    pub async fn ticket(&self, org: &Org, subject: &str, at: Timestamp) -> (TicketId, TicketCode) {
        let mut tx = self.store.write(&org.sight).await.unwrap();
        let made = ticket(&mut tx, org, subject, at).await;
        tx.commit().await.unwrap();
        made
    }
}

/// A ticket in an open transaction, with everything that belongs to one.
pub async fn ticket(tx: &mut Tx, org: &Org, subject: &str, at: Timestamp) -> (TicketId, TicketCode) {
    let id = TicketId(fresh());
    let email = MailAddress::parse("ana@customers.test").unwrap();
    let contact = tx.contact_known(ContactId(fresh()), &email, "Ana Ruiz", at).await.unwrap();
    let number = tx.ticket_number_next(&org.prefix).await.unwrap();
    let code = TicketCode::render(&org.prefix, number, 3);
    tx.search_doc_add(
        id,
        &[code.as_str(), &format!("{}-{number}", org.prefix), subject, &contact.name, &contact.email],
    )
    .await
    .unwrap();
    let new = TicketNew {
        id,
        site: org.site,
        code: code.clone(),
        subject: Subject::parse(subject).unwrap(),
        snippet: "It burns.".to_owned(),
        contact: contact.id,
        channel: Channel::Page,
        waiting_since: Some(at),
    };
    tx.ticket_open(new, at).await.unwrap();
    let message = MessageNew {
        number: 1,
        id: MessageId(fresh()),
        kind: MessageKind::Public,
        author_user: None,
        author_contact: Some(contact.id),
        author_name: contact.name,
        body: "It burns.".to_owned(),
        html: "<p>It burns.</p>".to_owned(),
    };
    tx.message_add(id, message, at).await.unwrap();
    let link = TicketLinkRecord { id: TicketLinkId(fresh()), contact_id: contact.id, expires_at: at.plus_seconds(60) };
    tx.ticket_link_add(id, link, fresh().to_string(), at).await.unwrap();
    tx.record(&Event::TicketOpened, Some(id), None, "Ana Ruiz", at).await.unwrap();
    (id, code)
}

pub fn fresh() -> Uuid {
    Uuid::new_v4()
}

/// 2026-11-22T12:00:00Z.
pub fn now() -> Timestamp {
    Timestamp(1_795_348_800_000_000)
}
