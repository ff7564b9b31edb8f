//! Search: the same words find the same tickets on both engines, in one organization only.

use crate::ground::{Ground, Org, now};
use crate::on_both;
use store::search::Question;
use store::ticket::list::{ListFind, TicketQuery};

on_both!(words_find_their_tickets, a_search_stays_in_its_organization, what_was_rolled_back_is_not_found);

async fn found(ground: &Ground, org: &Org, typed: &str) -> Vec<String> {
    let Some(question) = Question::parse(typed) else { return Vec::new() };
    let query = TicketQuery { find: ListFind::Words(question), ..TicketQuery::default() };
    let mut tx = ground.store.read(&org.sight).await.unwrap();
    let rows = tx.ticket_rows(&query).await.unwrap();
    let counts = tx.ticket_counts(&query).await.unwrap();
    assert_eq!(i64::try_from(rows.len()).unwrap(), counts.all);
    assert_eq!(counts.open, counts.all);
    rows.into_iter().map(|row| row.subject).collect()
}

async fn words_find_their_tickets(ground: Ground) {
    let org = ground.org("acme").await;
    ground.ticket(&org, "Printer on fire", now()).await;
    ground.ticket(&org, "Zoë's Drucker druckt nicht", now().plus_seconds(1)).await;
    ground.ticket(&org, "Billing 1e5 'quoted' \"words\" & (more) | * : !", now().plus_seconds(2)).await;
    for (typed, subjects) in [
        ("printer", &["Printer on fire"][..]),
        ("PRINT", &["Printer on fire"]),
        ("fire print", &["Printer on fire"]),
        ("print fire", &[]),
        ("zoe", &["Zoë's Drucker druckt nicht"]),
        ("ZOË druc", &["Zoë's Drucker druckt nicht"]),
        ("1e5", &["Billing 1e5 'quoted' \"words\" & (more) | * : !"]),
        ("'quoted' | & ! ( more", &["Billing 1e5 'quoted' \"words\" & (more) | * : !"]),
        ("TKT-002", &["Zoë's Drucker druckt nicht"]),
        ("nothing", &[]),
        ("AND OR NOT", &[]),
    ] {
        assert_eq!(found(&ground, &org, typed).await, subjects, "{typed}");
    }
    assert_eq!(found(&ground, &org, "ana@customers.test").await.len(), 3);
    assert_eq!(found(&ground, &org, "ruiz").await.len(), 3);
}

async fn a_search_stays_in_its_organization(ground: Ground) {
    let (acme, blue) = (ground.org("acme").await, ground.org("blue").await);
    ground.ticket(&acme, "Printer of acme", now()).await;
    ground.ticket(&blue, "Printer of blue", now()).await;
    assert_eq!(found(&ground, &acme, "printer").await, ["Printer of acme"]);
    assert_eq!(found(&ground, &blue, "printer").await, ["Printer of blue"]);
    // The organization is a word of the index, and no way to another's documents.
    assert!(found(&ground, &acme, &blue.id.0.simple().to_string()).await.is_empty());
}

async fn what_was_rolled_back_is_not_found(ground: Ground) {
    let org = ground.org("acme").await;
    let mut tx = ground.store.write(&org.sight).await.unwrap();
    crate::ground::ticket(&mut tx, &org, "Phantom", now()).await;
    drop(tx);
    ground.ticket(&org, "Real", now()).await;
    assert!(found(&ground, &org, "phantom").await.is_empty());
    assert_eq!(found(&ground, &org, "real").await, ["Real"]);
}
