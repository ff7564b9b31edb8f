//! `helpstead demo` from outside: what it prints, what it keeps, and where it refuses (issue 2, item 14).

use serde_json::Value;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::{Command, Output};

fn demo(data: &Path, more: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_helpstead"));
    for name in [
        "DATABASE_URL",
        "MIGRATE_DATABASE_URL",
        "HELPSTEAD_ADDR",
        "HELPSTEAD_PUBLIC_URL",
        "HELPSTEAD_DATA",
        "HELPSTEAD_SMTP_URL",
    ] {
        command.env_remove(name);
    }
    command.arg("demo").arg("--data").arg(data).args(more).output().expect("the binary runs")
}

fn list<'a>(value: &'a Value, name: &str) -> &'a Vec<Value> {
    value[name].as_array().expect("a list")
}

#[test]
fn an_empty_directory_is_filled_once_and_told() {
    let folder = tempfile::tempdir().expect("a folder");
    let told = demo(folder.path(), &["--json"]);
    assert!(told.status.success(), "{}", String::from_utf8_lossy(&told.stderr));
    let json: Value = serde_json::from_slice(&told.stdout).expect("only JSON is printed");

    let mara = &list(&json, "users")[0];
    assert_eq!(mara["email"], "mara@northlight.example");
    let roles: Vec<(&str, &str)> = list(mara, "orgs")
        .iter()
        .map(|org| (org["slug"].as_str().expect("a slug"), org["role"].as_str().expect("a role")))
        .collect();
    assert_eq!(roles, [("northlight", "owner"), ("acme-coffee", "agent"), ("harbour-dental", "viewer")]);
    assert!(mara["password"].as_str().is_some_and(|password| password.len() >= 16));
    assert_eq!(list(&json, "orgs").len(), 3);
    assert_eq!(list(&json, "sites").len(), 5);
    for site in list(&json, "sites") {
        let (org, slug) = (site["org"].as_str().expect("a slug"), site["slug"].as_str().expect("a slug"));
        assert_eq!(site["page"], format!("http://127.0.0.1:3000/s/{org}/{slug}"));
        assert!(
            site["key"].as_str().is_some_and(|key| key.starts_with("pk_")) && !list(site, "origins").is_empty(),
            "{site}"
        );
    }

    let kept = folder.path().join("demo.json");
    assert_eq!(std::fs::metadata(&kept).expect("it is kept").permissions().mode() & 0o777, 0o600);
    assert_eq!(serde_json::from_slice::<Value>(&std::fs::read(&kept).expect("readable")).expect("JSON"), json);
    let again = demo(folder.path(), &["--json"]);
    assert!(!again.status.success() && again.stdout.is_empty());
    assert!(String::from_utf8_lossy(&again.stderr).contains("accounts already"));
}

#[test]
fn other_machines_get_no_demo_data() {
    let folder = tempfile::tempdir().expect("a folder");
    let refused = demo(folder.path(), &["--addr", "0.0.0.0:3000", "--public-url", "https://desk.example"]);
    assert!(!refused.status.success());
    assert!(String::from_utf8_lossy(&refused.stderr).contains("loopback"), "{refused:?}");
    assert!(!folder.path().join("helpstead.db").exists());
}

#[test]
fn where_no_mail_is_received_there_are_no_mailboxes() {
    let folder = tempfile::tempdir().expect("a folder");
    // With a server to send by, and nothing said about receiving, this is no trial any more.
    let told = demo(folder.path(), &["--json", "--smtp-url", "smtp://127.0.0.1:9"]);
    assert!(told.status.success(), "{}", String::from_utf8_lossy(&told.stderr));
    let json: Value = serde_json::from_slice(&told.stdout).expect("only JSON is printed");
    assert_eq!(list(&json, "sites").len(), 5);
}
