//! A folder of `.eml` files in place of a mail server; `/dev/outbox` shows it.

use crate::files;
use async_trait::async_trait;
use desk::ports::{MailServer, Mailer, NotSent, OutgoingMail};
use domain::OrgId;
use std::path::{Path, PathBuf};
use uuid::Uuid;

/// Writes mail into a folder. The file's name comes from the mail's id, so one that is sent again is one file; it ends with the
/// organization's, whose mail goes with it.
pub struct OutboxMailer {
    folder: PathBuf,
}

impl OutboxMailer {
    /// Mail goes to `folder`, which is made with the first one.
    #[must_use]
    pub fn new(folder: PathBuf) -> Self {
        Self { folder }
    }
}

#[async_trait]
impl Mailer for OutboxMailer {
    async fn send(&self, mail: &OutgoingMail) -> Result<(), NotSent> {
        let later = |said| NotSent { said, for_good: false };
        let (path, raw) = (self.folder.join(file_name(mail)), mail.raw.clone());
        let written = tokio::task::spawn_blocking(move || files::write(&path, &raw)).await;
        written.map_err(|error| later(error.to_string()))?.map_err(|error| later(format!("outbox: {error}")))
    }

    async fn knock(&self, _: &MailServer) -> Result<(), String> {
        Ok(())
    }

    async fn forget(&self, org: OrgId) -> Result<(), String> {
        let (folder, end) = (self.folder.clone(), format!(".{org}.eml"));
        let removed = tokio::task::spawn_blocking(move || {
            all(&folder)?
                .iter()
                .filter(|name| name.ends_with(&end))
                .try_for_each(|name| std::fs::remove_file(folder.join(name)))
        });
        removed.await.map_err(|error| error.to_string())?.map_err(|error| format!("outbox: {error}"))
    }
}

/// `{seconds}-{id}.eml`, or `{seconds}-{id}.{org}.eml`: ids are UUIDv7, so names sort by time.
fn file_name(mail: &OutgoingMail) -> String {
    let seconds = mail.id.get_timestamp().map_or(0, |time| time.to_unix().0);
    let org = mail.org.map(|org| format!(".{org}")).unwrap_or_default();
    format!("{seconds:010}-{}{org}.eml", mail.id)
}

/// The ids and bytes of the newest `most` mails in an outbox, newest first. Errors: a folder that cannot be read.
pub fn newest(folder: &Path, most: usize) -> std::io::Result<Vec<(Uuid, Vec<u8>)>> {
    let mut names = all(folder)?;
    names.sort_unstable_by(|a, b| b.cmp(a));
    names.truncate(most);
    names
        .iter()
        .filter_map(|name| Some((id_of(name)?, name)))
        .map(|(id, name)| Ok((id, std::fs::read(folder.join(name))?)))
        .collect()
}

/// The mail of that id. Errors: `NotFound` when there is none.
pub fn one(folder: &Path, id: Uuid) -> std::io::Result<Vec<u8>> {
    let name = all(folder)?.into_iter().find(|name| id_of(name) == Some(id));
    std::fs::read(folder.join(name.ok_or(std::io::ErrorKind::NotFound)?))
}

/// The names of all mails; none in a folder that is not there yet.
fn all(folder: &Path) -> std::io::Result<Vec<String>> {
    let mut names: Vec<String> = match std::fs::read_dir(folder) {
        Ok(entries) => entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok()).collect(),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Vec::new(),
        Err(error) => return Err(error),
    };
    names.retain(|name| id_of(name).is_some());
    Ok(names)
}

fn id_of(name: &str) -> Option<Uuid> {
    let (_, id) = name.strip_suffix(".eml")?.split_once('-')?;
    Uuid::try_parse(id.split('.').next()?).ok()
}

#[cfg(test)]
mod tests {
    use super::{OutboxMailer, newest, one};
    use desk::ports::{Mailer, OutgoingMail};
    use domain::OrgId;
    use uuid::{NoContext, Timestamp, Uuid};

    #[tokio::test]
    async fn a_mail_sent_twice_is_one_file_and_the_newest_comes_first() {
        let dir = tempfile::tempdir().expect("a temporary directory");
        let folder = dir.path().join("outbox");
        assert!(newest(&folder, 9).expect("no folder yet").is_empty());
        let mailer = OutboxMailer::new(folder.clone());
        let ids: Vec<Uuid> =
            [1_000, 2_000_000_000].map(|at| Uuid::new_v7(Timestamp::from_unix(NoContext, at, 0))).into();
        let org = Some(OrgId(Uuid::from_u128(7)));
        for (org, id, raw) in [(org, ids[1], "new"), (None, ids[0], "old"), (None, ids[0], "old again")] {
            let (return_path, to) = (String::new(), vec!["a@b.example".to_owned()]);
            let mail = OutgoingMail { org, id, return_path, to, raw: raw.into(), by: None };
            mailer.send(&mail).await.expect("written");
        }
        let found = newest(&folder, 9).expect("read");
        assert_eq!(found, [(ids[1], b"new".to_vec()), (ids[0], b"old again".to_vec())]);
        assert_eq!(newest(&folder, 1).expect("read").len(), 1);
        assert_eq!(one(&folder, ids[0]).expect("there"), b"old again");
        assert!(one(&folder, Uuid::nil()).is_err());
        mailer.forget(OrgId(Uuid::from_u128(7))).await.expect("forgotten");
        assert_eq!(newest(&folder, 9).expect("read"), [(ids[0], b"old again".to_vec())]);
    }
}
