//! Exports (S1-54, D31): every row and every file of the organization, nobody else's, no secret; made by a job that survives.

use crate::invitation::invite;
use crate::organization_delete::filled;
use desk::Error;
use desk::access::Scope;
use desk::export::ExportDownload;
use domain::audit::{AuditAction, AuditFilter};
use domain::event::Event;
use domain::export::{A_DAY, ExportRow, ExportState};
use domain::job::Lane;
use domain::role::BuiltInRole;
use domain::{ExportId, Permission};
use serde_json::Value;
use sha2::{Digest as _, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read as _};
use store::export::tables::EXPORTED;
use testkit::World;
use testkit::dump::rows_of;
use zip::ZipArchive;

crate::on_both!(a_reader_finds_every_row_and_every_file, what_begins_again_is_whole, a_file_goes_after_a_week);

const CANARY: &str = "canary-of-acme";
const WEEK: i64 = 7 * 86_400;

/// An organization with a bit of everything.
async fn furnished(world: &World) -> Scope {
    let ana = world.user("Ana Owner").await;
    let acme = world.org(&ana, "acme").await;
    world.member(&acme, "Mia Member", BuiltInRole::Agent).await;
    world.own_role(&acme, "Second line", &[Permission::TicketRead]).await;
    filled(world, &acme.org().slug, CANARY).await;
    invite(world, &acme, "guest@people.test", "agent").await;
    while world.desk.job_run_due().await.expect("jobs run") > 0 {}
    acme
}

async fn newest(world: &World, scope: &Scope) -> ExportRow {
    world.desk.export_list(scope).await.expect("listed").rows.swap_remove(0)
}

/// A finished export, as whoever downloads it has it.
async fn downloaded(world: &World, scope: &Scope, id: ExportId) -> Vec<u8> {
    let file: ExportDownload = world.desk.export_download(scope, id).await.expect("handed out");
    let mut bytes = Vec::new();
    loop {
        let piece = world.desk.export_piece(&file, bytes.len() as u64).await.expect("a piece");
        if piece.is_empty() {
            assert_eq!(bytes.len() as u64, file.size);
            return bytes;
        }
        bytes.extend(piece);
    }
}

async fn made(world: &World, scope: &Scope) -> Vec<u8> {
    let asked = world.desk.export_create(scope).await.expect("asked for");
    assert_eq!(world.desk.job_run_long().await.expect("runs"), 1);
    let row = newest(world, scope).await;
    assert_eq!((row.id, row.state, row.percent()), (asked.id, ExportState::Ready, 100));
    let bytes = downloaded(world, scope, row.id).await;
    assert_eq!(row.size, i64::try_from(bytes.len()).ok());
    assert_eq!(row.sha256, Some(hash(&bytes)));
    bytes
}

/// Every entry of the zip.
fn unpacked(bytes: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let mut zip = ZipArchive::new(Cursor::new(bytes)).expect("a zip");
    (0..zip.len())
        .map(|at| {
            let mut entry = zip.by_index(at).expect("an entry");
            let mut bytes = Vec::new();
            entry.read_to_end(&mut bytes).expect("it reads");
            (entry.name().expect("a name").into_owned(), bytes)
        })
        .collect()
}

fn hash(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn lines(entry: &[u8]) -> Vec<Value> {
    let text = std::str::from_utf8(entry).expect("text");
    text.lines().map(|line| serde_json::from_str(line).expect("a line of JSON")).collect()
}

async fn a_reader_finds_every_row_and_every_file(world: World) {
    let acme = furnished(&world).await;
    let blue = world.org(&world.user("Bob Blue").await, "blue").await;
    filled(&world, &blue.org().slug, "canary-of-blue").await;
    world.desk.export_create(&acme).await.expect("asked for");
    // As another program reads the database, just before.
    let org = acme.org().id;
    let mut expected = BTreeMap::new();
    for table in EXPORTED {
        expected.insert(table.name, rows_of(&world, table, org).await);
    }
    assert_eq!(world.desk.job_run_long().await.expect("runs"), 1);
    let row = newest(&world, &acme).await;
    let bytes = downloaded(&world, &acme, row.id).await;
    let entries = unpacked(&bytes);
    let manifest: Value = serde_json::from_slice(&entries["manifest.json"]).expect("a manifest");

    // Nothing but what the manifest names, and all of it as it says.
    let listed = |what: &str| manifest[what].as_array().expect("a list").clone();
    let mut named = BTreeSet::from(["manifest.json".to_owned()]);
    let mut total = 0;
    for entry in listed("tables").iter().chain(&listed("files")) {
        let path = entry["path"].as_str().expect("a path").to_owned();
        assert_eq!(entry["sha256"], hash(&entries[&path]), "{path}");
        assert_eq!(entry["bytes"], entries[&path].len(), "{path}");
        total += entry["rows"].as_i64().unwrap_or(1);
        assert!(named.insert(path));
    }
    assert_eq!(named, entries.keys().cloned().collect());
    assert_eq!((manifest["format"].as_str(), manifest["schema"].as_i64()), (Some("helpstead-export"), Some(1)));
    assert_eq!(manifest["organization"]["id"], org.to_string());
    assert_eq!(listed("missing_files"), [] as [Value; 0]);
    assert_eq!((row.done, row.total), (total, total));

    // Every row of every table.
    for table in EXPORTED {
        let entry = &entries[&format!("tables/{}.jsonl", table.name)];
        let listed = listed("tables").iter().find(|one| one["path"] == format!("tables/{}.jsonl", table.name)).cloned();
        let mut found = lines(entry);
        assert_eq!(listed.expect("a line")["rows"], found.len(), "{}", table.name);
        let mut expected = expected.remove(table.name).expect("a table");
        // The job was claimed between the two looks.
        for row in found.iter_mut().chain(&mut expected).filter(|_| table.name == "job") {
            row["attempts"] = Value::Null;
            row["locked_until"] = Value::Null;
        }
        let sorted = |rows: &mut Vec<Value>| rows.sort_by_key(Value::to_string);
        sorted(&mut found);
        sorted(&mut expected);
        assert_eq!(found, expected, "{}", table.name);
    }
    for full in
        ["ticket", "message", "attachment", "contact", "audit", "invitation", "role", "user_account", "site_key"]
    {
        assert!(!entries[&format!("tables/{full}.jsonl")].is_empty(), "{full} has nothing to compare");
    }
    let files: Vec<&Vec<u8>> = entries.iter().filter(|(path, _)| path.starts_with("files/")).map(|(_, b)| b).collect();
    assert_eq!(files, [CANARY.as_bytes()]);

    // Nobody else's, and no secret.
    let all: Vec<u8> = entries.into_values().flatten().collect();
    let text = String::from_utf8_lossy(&all);
    assert!(text.contains("pk_") && text.contains("Mia Member"));
    for other in ["canary-of-blue", "$argon2", "Bob Blue", &blue.org().id.to_string()] {
        assert!(!text.contains(other), "{other} is in the export");
    }
    for secret in testkit::dump::secrets(&world).await {
        assert!(!text.contains(&secret), "{secret} is in the export");
    }
    let actions: Vec<AuditAction> = world
        .desk
        .audit_list(&acme, &AuditFilter::default())
        .await
        .expect("a log")
        .rows
        .into_iter()
        .map(|row| row.action)
        .collect();
    assert_eq!(actions[..2], [AuditAction::ExportDownloaded, AuditAction::ExportAsked]);
    assert!(world.live.told().iter().filter(|change| change.kind == Event::ExportChanged.kind()).count() >= 2);
}

async fn what_begins_again_is_whole(world: World) {
    let acme = furnished(&world).await;
    world.desk.export_create(&acme).await.expect("asked for");
    // A process that claims it and dies: its lease ends, and what it had begun is lost.
    let now = desk::ports::Clock::now(&*world.clock);
    let mut tx = world.desk.store().write_global().await.expect("writes");
    assert_eq!(tx.job_claim(now, now.plus_seconds(60), 1, Lane::Long).await.expect("claims").len(), 1);
    tx.commit().await.expect("commits");
    let key = format!("{}/{}", acme.org().id, newest(&world, &acme).await.id);
    desk::ports::Files::draft(&*world.files, &key).await.expect("begun");
    assert_eq!(world.desk.job_run_long().await.expect("looks"), 0, "another has it");
    world.clock.pass(61);
    // A full disk is tried again, and says nothing wrong meanwhile.
    world.files.set_full(true);
    assert_eq!(world.desk.job_run_long().await.expect("runs"), 1);
    assert_eq!(newest(&world, &acme).await.state, ExportState::Working);
    assert!(matches!(world.desk.export_create(&acme).await, Err(Error::Conflict(_))), "one at a time");
    world.files.set_full(false);
    world.clock.pass(3600);
    assert_eq!(world.desk.job_run_long().await.expect("runs"), 1);
    let row = newest(&world, &acme).await;
    assert_eq!(row.state, ExportState::Ready);
    assert!(unpacked(&downloaded(&world, &acme, row.id).await).contains_key("manifest.json"));
    assert!(world.files.drafts().is_empty());
    assert_eq!(world.desk.job_run_long().await.expect("looks"), 0, "done once");
}

async fn a_file_goes_after_a_week(world: World) {
    let acme = furnished(&world).await;
    let before = world.files.keys().len();
    made(&world, &acme).await;
    let row = newest(&world, &acme).await;
    assert_eq!(world.files.keys().len(), before + 1);
    world.clock.pass(WEEK - 1);
    while world.desk.job_run_due().await.expect("jobs run") > 0 {}
    assert!(world.desk.export_download(&acme, row.id).await.is_ok(), "to the last second");
    world.clock.pass(1);
    assert!(matches!(world.desk.export_download(&acme, row.id).await, Err(Error::NotFound)), "and no longer");
    while world.desk.job_run_due().await.expect("jobs run") > 0 {}
    assert_eq!(newest(&world, &acme).await.state, ExportState::Expired);
    assert_eq!(world.files.keys().len(), before);
}

#[tokio::test]
async fn owners_alone_may() {
    let world = World::new().await;
    let acme = furnished(&world).await;
    made(&world, &acme).await;
    let row = newest(&world, &acme).await;
    for (name, role) in [("Adam", BuiltInRole::Admin), ("Gina", BuiltInRole::Agent), ("Vera", BuiltInRole::Viewer)] {
        let (_, inside) = world.member(&acme, name, role).await;
        let forbidden = |error: Error| matches!(error, Error::Forbidden(Permission::OrgExport));
        assert!(world.desk.export_create(&inside).await.is_err_and(forbidden), "{role}");
        assert!(world.desk.export_list(&inside).await.is_err_and(forbidden), "{role}");
        assert!(world.desk.export_download(&inside, row.id).await.is_err_and(forbidden), "{role}");
    }
    let blue = world.org(&world.user("Bob").await, "blue").await;
    assert!(matches!(world.desk.export_download(&blue, row.id).await, Err(Error::NotFound)), "another's is nobody's");
    let unknown = ExportId(uuid::Uuid::now_v7());
    assert!(matches!(world.desk.export_download(&acme, unknown).await, Err(Error::NotFound)));
}

#[tokio::test]
async fn an_export_that_never_works_out_says_so() {
    let world = World::new().await;
    let acme = furnished(&world).await;
    world.desk.export_create(&acme).await.expect("asked for");
    world.files.set_full(true);
    for _ in 0..12 {
        assert_eq!(world.desk.job_run_long().await.expect("runs"), 1);
        world.clock.pass(3600);
    }
    let row = newest(&world, &acme).await;
    assert_eq!((row.state, row.size), (ExportState::Failed, None));
    world.files.set_full(false);
    made(&world, &acme).await;
}

#[tokio::test]
async fn a_damaged_file_keeps_nobody_from_leaving() {
    let world = World::new().await;
    let acme = furnished(&world).await;
    let key = world.files.keys().into_iter().next().expect("a file");
    desk::ports::Files::put(&*world.files, &key, b"rotten").await.expect("kept");
    let entries = unpacked(&made(&world, &acme).await);
    let manifest: Value = serde_json::from_slice(&entries["manifest.json"]).expect("a manifest");
    assert_eq!(manifest["missing_files"][0].as_str(), key.split('/').nth(1));
    assert!(entries.keys().all(|path| !path.starts_with("files/")));
}

#[tokio::test]
async fn a_day_has_room_for_some() {
    let world = World::new().await;
    let acme = furnished(&world).await;
    for _ in 0..A_DAY {
        made(&world, &acme).await;
        world.clock.pass(60);
    }
    let refused = world.desk.export_create(&acme).await;
    let wait = 86_400 - 60 * A_DAY.unsigned_abs();
    assert!(matches!(refused, Err(Error::SlowDown(seconds)) if seconds == wait), "{refused:?}");
    world.clock.pass(i64::try_from(wait).expect("seconds"));
    assert!(world.desk.export_create(&acme).await.is_ok());
}

#[tokio::test]
async fn an_organization_deleted_meanwhile_leaves_nothing() {
    let world = World::new().await;
    let acme = furnished(&world).await;
    made(&world, &acme).await;
    world.clock.pass(60);
    world.desk.export_create(&acme).await.expect("asked for");
    world.desk.org_delete(&acme, "acme").await.expect("deleted");
    while world.desk.job_run_due().await.expect("jobs run") > 0 {}
    assert_eq!(world.desk.job_run_long().await.expect("looks"), 0, "the job is gone as well");
    assert!(world.files.keys().is_empty() && world.files.drafts().is_empty());
}
