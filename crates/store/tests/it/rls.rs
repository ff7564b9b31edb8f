//! Row-level security, the second fence: through the run role, a statement without any organization in it touches only
//! the rows of the organization its transaction is bound to.

use crate::ground::{Ground, Org, fresh, now};
use domain::text::Name;
use domain::{AttachmentId, MessageId, SiteKeyId, TicketId};
use sqlx::{AssertSqlSafe, Connection, PgConnection};
use store::Tx;
use store::attachment::AttachmentNew;
use store::idempotency::IdempotencyRecord;
use store::mail_domain::MailDomainRecord;
use store::mail_in::{MailInNew, MessageMailNew};
use store::mail_out::{MailOutKind, MailOutNew};
use store::mailbox::MailboxSet;
use store::site::KnockRecord;
use store::tables::{Kind, TABLES};

/// Fills every tenant table with rows of the organization.
async fn fill(ground: &Ground, org: &Org) {
    let (id, _) = ground.ticket(org, "Printer", now()).await;
    let mut tx = ground.store.write(&org.sight).await.unwrap();
    let message = tx.messages_of_ticket(id).await.unwrap()[0].id;
    let file = AttachmentNew {
        id: AttachmentId(fresh()),
        name: "a.txt".to_owned(),
        content_type: "text/plain".to_owned(),
        size: 1,
        sha256: String::new(),
        content_id: None,
    };
    tx.attachment_add(id, message, &file, now()).await.unwrap();
    tx.ticket_seen(org.user, id, 1).await.unwrap();
    let done = IdempotencyRecord { request_hash: String::new(), ticket_id: id, message_number: 1 };
    tx.idempotency_add("scope", "key", done, now()).await.unwrap();
    tx.template_add(domain::TemplateId(fresh()), "Form", now()).await.unwrap();
    let origin = domain::origin::Origin::parse("https://shop.test").unwrap();
    tx.site_knock_add(org.site, KnockRecord { origin, times: 1, seen_at: now() }, 20).await.unwrap();
    let slug = domain::SiteSlug::parse("support").unwrap();
    tx.site_key_add(SiteKeyId(fresh()), org.site, &fresh().to_string(), slug, Name::parse("Support").unwrap(), now())
        .await
        .unwrap();
    let role = store::role::RoleRecord {
        id: domain::RoleId(fresh()),
        name: Name::parse("Second line").unwrap(),
        description: domain::text::Description::default(),
        permissions: domain::permission::Permissions::NONE,
    };
    assert!(tx.role_add(role, now()).await.unwrap());
    let guest = domain::MailAddress::parse("guest@people.test").unwrap();
    let team = domain::TeamId(fresh());
    let name = domain::text::Name::parse("Print").unwrap();
    assert!(tx.team_add(team, name, domain::text::Description::default(), now()).await.unwrap());
    assert!(tx.team_members_set(team, &[(org.user, true)]).await.unwrap());
    tx.team_sites_set(team, &[org.site]).await.unwrap();
    let invitation = domain::InvitationId(fresh());
    let link = store::directory::invitation::InvitationLinkNew {
        token_hash: fresh().to_string(),
        role: domain::role::BuiltInRole::Agent.into(),
        by: Some(org.user),
        expires_at: now(),
    };
    tx.invitation_add(invitation, guest.clone(), link, now()).await.unwrap();
    tx.invitation_teams_set(invitation, &[team]).await.unwrap();
    tx.export_add(domain::ExportId(fresh()), Some(org.user), "Ana", now()).await.unwrap();
    tx.invitation_mail_add(domain::JobId(fresh()), &guest, now()).await.unwrap();
    let row = store::audit::AuditRecord {
        seq: 1,
        at: now(),
        actor_id: None,
        actor_name: "Ana".to_owned(),
        action: String::new(),
        target: "Acme".to_owned(),
        before: None,
        after: None,
        ip: None,
        hash: String::new(),
    };
    tx.audit_add(domain::audit::AuditAction::OrgEdited, row).await.unwrap();
    fill_mail(&mut tx, org, (id, message)).await;
    tx.commit().await.unwrap();
}

/// A mailbox, a mail that came in and is a message now, one that went out, and a domain that mail is signed for.
async fn fill_mail(tx: &mut Tx, org: &Org, (ticket, message): (TicketId, MessageId)) {
    let mailbox = domain::MailboxId(fresh());
    let set = MailboxSet {
        site: org.site,
        name: String::new(),
        kind: domain::mailbox::MailboxKind::Receiver,
        direction: domain::mailbox::Direction::Both,
        team: None,
        priority: None,
        imap: None,
        imap_secret: None,
        smtp: None,
        smtp_secret: None,
        folder: "INBOX".to_owned(),
        interval: 120,
    };
    let address = domain::MailAddress::parse("help@acme.test").unwrap();
    assert!(tx.mailbox_add(mailbox, &address, set, now()).await.unwrap());
    let mail = domain::MailInId(fresh());
    let new = MailInNew {
        id: mail,
        mailbox: Some(mailbox),
        source: "imap:1:1".to_owned(),
        rcpt: address.to_string(),
        peer: None,
        size: 1,
        whole: true,
        ticket: None,
    };
    assert!(tx.mail_in_add(new, now()).await.unwrap());
    let (proof, facts) = (domain::mail::MailProof::default(), domain::message::MailFacts::default());
    let beside =
        MessageMailNew { message, mail, from_email: "guest@people.test".to_owned(), proof, facts, header_id: None };
    tx.message_mail_add(ticket, beside).await.unwrap();
    let out = MailOutNew {
        id: domain::JobId(fresh()),
        ticket,
        message: Some(message),
        kind: MailOutKind::Reply,
        to_key: "guest@people.test".to_owned(),
        cc: Vec::new(),
    };
    tx.mail_out_add(out, now()).await.unwrap();
    let signed = MailDomainRecord {
        id: domain::MailDomainId(fresh()),
        domain: "acme.test".to_owned(),
        selector: "hs1".to_owned(),
        record: "v=DKIM1".to_owned(),
        secret: String::new(),
        is_seen: false,
    };
    assert!(tx.mail_domain_add(signed, now()).await.unwrap());
}

async fn count(conn: &mut PgConnection, table: &str, condition: &str) -> i64 {
    let sql = format!("SELECT count(*) FROM {table} WHERE {condition}");
    sqlx::query_as::<_, (i64,)>(AssertSqlSafe(sql)).fetch_one(conn).await.unwrap().0
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_tenant_table_is_fenced() {
    let ground = Ground::postgres().await;
    let (acme, blue) = (ground.org("acme").await, ground.org("blue").await);
    fill(&ground, &acme).await;
    fill(&ground, &blue).await;
    let database = ground.postgres.as_ref().unwrap();
    let mut admin = PgConnection::connect(&database.admin_url).await.unwrap();
    let mut run = PgConnection::connect(&database.run_url).await.unwrap();
    let of = |org: &Org| format!("org_id = '{}'", org.id);
    for (table, _) in TABLES.iter().filter(|(_, kind)| *kind == Kind::Tenant) {
        let (mine, theirs) = (count(&mut admin, table, &of(&acme)).await, count(&mut admin, table, &of(&blue)).await);
        assert!(mine > 0 && theirs > 0, "{table} must hold rows of both for this to mean anything");

        // Not bound to any organization: not even an empty answer.
        for sql in [
            format!("SELECT 1 FROM {table}"),
            format!("UPDATE {table} SET org_id = org_id"),
            format!("DELETE FROM {table}"),
        ] {
            let error = sqlx::query(AssertSqlSafe(sql.clone())).execute(&mut run).await.expect_err(&sql);
            assert!(error.to_string().contains("app.org_id is not set"), "{sql}: {error}");
        }

        // Bound to acme, and asking for everything.
        let mut tx = run.begin().await.unwrap();
        sqlx::query("SELECT set_config('app.org_id', $1, true)")
            .bind(acme.id.to_string())
            .execute(&mut *tx)
            .await
            .unwrap();
        assert_eq!(count(&mut tx, table, "true").await, mine, "{table}: SELECT");
        assert_eq!(count(&mut tx, table, &of(&blue)).await, 0, "{table}: SELECT of the other's");
        let updated =
            sqlx::query(AssertSqlSafe(format!("UPDATE {table} SET org_id = org_id"))).execute(&mut *tx).await.unwrap();
        assert_eq!(i64::try_from(updated.rows_affected()).unwrap(), mine, "{table}: UPDATE");
        tx.rollback().await.unwrap();

        // Taking a row over into acme, or giving one away, is refused as well.
        let mut tx = run.begin().await.unwrap();
        sqlx::query("SELECT set_config('app.org_id', $1, true)")
            .bind(acme.id.to_string())
            .execute(&mut *tx)
            .await
            .unwrap();
        let given =
            sqlx::query(AssertSqlSafe(format!("UPDATE {table} SET org_id = '{}'", blue.id))).execute(&mut *tx).await;
        assert!(given.is_err(), "{table}: giving rows away");
        tx.rollback().await.unwrap();

        // DELETE: foreign keys of other tables may refuse it, but never because of blue's rows.
        let mut tx = run.begin().await.unwrap();
        sqlx::query("SELECT set_config('app.org_id', $1, true)")
            .bind(acme.id.to_string())
            .execute(&mut *tx)
            .await
            .unwrap();
        match sqlx::query(AssertSqlSafe(format!("DELETE FROM {table}"))).execute(&mut *tx).await {
            Ok(deleted) => assert_eq!(i64::try_from(deleted.rows_affected()).unwrap(), mine, "{table}: DELETE"),
            Err(error) => assert!(error.to_string().contains("foreign key"), "{table}: {error}"),
        }
        tx.rollback().await.unwrap();
        assert_eq!(count(&mut admin, table, &of(&blue)).await, theirs, "{table}: the other's rows stand");
    }
}

/// The same through the program's own transaction: what it is bound to cannot be talked out of it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_bound_transaction_ends_with_its_binding() {
    let ground = Ground::postgres().await;
    let (acme, blue) = (ground.org("acme").await, ground.org("blue").await);
    fill(&ground, &acme).await;
    fill(&ground, &blue).await;
    // Pooled connections are used again and again: no binding may survive on one.
    for round in 0..40 {
        let org = if round % 2 == 0 { &acme } else { &blue };
        let mut tx = ground.store.read(&org.sight).await.unwrap();
        let rows = tx.ticket_rows(&store::ticket::list::TicketQuery::default()).await.unwrap();
        assert_eq!(rows.len(), 1);
        assert_eq!(rows[0].site_id, org.site);
        if round % 3 == 0 {
            drop(tx);
        }
    }
}
