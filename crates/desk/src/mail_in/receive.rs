//! Keep a mail as it came, before anybody looks into it: what is kept is never lost, whatever is wrong with it.

use super::key;
use crate::access::MailScope;
use crate::ports::MailPeer;
use crate::{Desk, Error, Result};
use domain::MailInId;
use domain::job::Job;
use store::mail_in::MailInNew;

/// A mail at the door.
#[derive(Clone, Debug)]
pub struct Arrival {
    /// Where it was taken from, such as `imap:7:42`; the same place never gives a mail twice. `None`: nobody can say.
    pub source: Option<String>,
    /// The session that brought it.
    pub peer: Option<MailPeer>,
    /// The bytes.
    pub raw: Vec<u8>,
    /// Whether they are all of it.
    pub whole: bool,
}

impl Desk {
    /// Keeps a mail for the place of `scope`. When this answers, it survives `kill -9`; what becomes of it, a job decides. The same
    /// place asked twice keeps it once. Errors: `StorageFull`, `Busy`: the sender is to try again.
    pub async fn mail_receive(&self, scope: &MailScope, arrival: Arrival) -> Result<()> {
        let Arrival { source, peer, raw, whole } = arrival;
        let (at, org) = (self.now(), scope.org().id);
        let id = MailInId(self.ports.ids.uuid(at));
        let source = match (source, scope.mailbox()) {
            (Some(source), Some(mailbox)) => format!("{mailbox}:{source}"),
            _ => format!("mail:{id}"),
        };
        if self.store.read(&scope.sight()).await?.mail_in_known(&source).await? {
            return Ok(());
        }
        self.ports.files.put(&key(org, id), &raw).await.map_err(Error::StorageFull)?;
        let peer = peer.map(|peer| serde_json::to_value(peer).map_err(|error| Error::Broken(error.to_string())));
        let new = MailInNew {
            id,
            mailbox: scope.mailbox(),
            source,
            rcpt: scope.rcpt().to_owned(),
            peer: peer.transpose()?,
            size: i64::try_from(raw.len()).unwrap_or(i64::MAX),
            whole,
            ticket: scope.ticket(),
        };
        let kept = self.mail_kept(scope, new).await;
        // After an error nobody knows whether a row names it: a file without a row costs room, a row without its file a mail.
        if matches!(kept, Ok(false)) {
            let _ = self.ports.files.delete(&key(org, id)).await;
        }
        kept?;
        self.job_ready();
        Ok(())
    }

    /// Whether this call kept it.
    async fn mail_kept(&self, scope: &MailScope, new: MailInNew) -> Result<bool> {
        let (at, id) = (self.now(), new.id);
        let mut tx = self.store.write(&scope.sight()).await?;
        if !tx.mail_in_add(new, at).await? {
            return Ok(false);
        }
        if let Some(mailbox) = scope.mailbox() {
            tx.mailbox_received(mailbox, at).await?;
        }
        tx.job_add(self.job_id(at), &Job::MailProcess { mail: id }, at).await?;
        tx.commit().await?;
        Ok(true)
    }
}
