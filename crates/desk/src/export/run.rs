//! Make an export: the job. One snapshot, one table after the other, then the files, then what there must be.

use super::archive::{Archive, Manifest, hex};
use super::key;
use crate::access::Scope;
use crate::attachment;
use crate::organization::logo_key;
use crate::{Desk, Error, Result};
use domain::event::Event;
use domain::export::{DAYS, ExportState};
use domain::job::Job;
use domain::{AttachmentId, ExportId, LogoId};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use std::time::{Duration, Instant};
use store::export::ExportFile;
use store::export::everything::{Everything, ExportedFile};
use store::export::tables::{EXPORTED, ExportTable};
use store::job::ClaimedJob;
use tokio::sync::mpsc;
use uuid::Uuid;

/// How often the page is told how far it is.
const TELL: Duration = Duration::from_millis(500);

impl Desk {
    /// Writes the file of an export. Begun anew by whoever claims the job after a crash; what another had begun is gone then.
    pub(crate) async fn org_export(&self, claimed: &ClaimedJob, id: ExportId) -> Result<()> {
        let org = claimed.org.ok_or_else(|| Error::Broken("an export without an organization".to_owned()))?;
        let scope = self.enter_system(org).await?;
        let record = self.store.read(scope.sight()).await?.export_one(id).await?.ok_or(Error::NotFound)?;
        if record.state != ExportState::Working {
            return Ok(());
        }
        let made = tokio::select! {
            made = Box::pin(self.export_made(&scope, id)) => made,
            lost = self.job_hold(claimed) => return Err(lost),
        };
        let Err(error) = made else { return Ok(()) };
        let gone = matches!(self.enter_system(org).await, Err(Error::NotFound));
        // Whoever deleted the organization meanwhile has removed its files before this one was there.
        let left = if gone { self.ports.files.forget(org).await } else { self.ports.files.delete(&key(org, id)).await };
        if let Err(problem) = left {
            tracing::warn!(%problem, export = %id, "what was begun of an export stays");
        }
        if gone { Ok(()) } else { Err(error) }
    }

    async fn export_made(&self, scope: &Scope, id: ExportId) -> Result<()> {
        let key = key(scope.org().id, id);
        let mut everything = self.store.everything(scope.sight()).await?;
        let org = everything.org().await?.ok_or(Error::NotFound)?;
        let taken_at = self.now();
        let mut progress = Progress::new(self, scope, id, &mut everything).await?;
        let draft = self.ports.files.draft(&key).await.map_err(Error::StorageFull)?;
        let file = draft.file.try_clone().map_err(|error| Error::Broken(error.to_string()))?;
        let organization = json!({ "id": scope.org().id, "slug": org.slug, "name": org.name });
        let mut manifest = Manifest::new(self.store.migration(), organization, taken_at.rfc3339());
        manifest.left_out = left_out();
        let mut archive = Archive::new(file);
        for table in EXPORTED {
            archive = Box::pin(export_table(archive, &mut everything, table, &mut manifest, &mut progress)).await?;
        }
        let mut after = AttachmentId(Uuid::nil());
        loop {
            let files = everything.files(after).await?;
            let Some(last) = files.last() else { break };
            after = last.id;
            for file in files {
                archive = self.export_file(archive, scope, file, &mut manifest).await?;
                progress.add(1).await?;
            }
        }
        drop(everything);
        if let Some(logo) = org.logo {
            archive = self.export_logo(archive, scope, logo, &mut manifest).await?;
        }
        let text = serde_json::to_vec_pretty(&manifest).map_err(|error| Error::Broken(error.to_string()))?;
        let archive = archive.begin("manifest.json".to_owned(), true).await?.add(text).await?;
        let (size, sha256) = archive.finish().await?;
        self.ports.files.keep(&key, &draft).await.map_err(Error::StorageFull)?;
        let expires_at = self.now().plus_seconds(DAYS * 86_400);
        self.export_ready(scope, id, ExportFile { done: progress.done, size, sha256, expires_at }).await
    }

    async fn export_file(
        &self,
        archive: Archive,
        scope: &Scope,
        file: ExportedFile,
        manifest: &mut Manifest,
    ) -> Result<Archive> {
        let bytes = self.ports.files.get(&attachment::key(scope.org().id, file.id)).await.map_err(Error::Broken)?;
        let Some(bytes) = bytes.filter(|bytes| hex(&Sha256::digest(bytes)) == file.sha256) else {
            // One damaged file must not keep a whole organization from leaving.
            tracing::error!(file = %file.id, "a file is not as it was kept, and not in the export");
            manifest.missing_files.push(file.id.to_string());
            return Ok(archive);
        };
        let mut archive = archive.begin(format!("files/{}/{}", file.id, file.name), false).await?.add(bytes).await?;
        manifest.files.push(archive.end(None)?);
        Ok(archive)
    }

    async fn export_logo(
        &self,
        archive: Archive,
        scope: &Scope,
        logo: LogoId,
        manifest: &mut Manifest,
    ) -> Result<Archive> {
        let bytes = self.ports.files.get(&logo_key(scope.org().id, logo)).await.map_err(Error::Broken)?;
        // Replaced since the moment everything was read at.
        let Some(bytes) = bytes else {
            manifest.missing_files.push(logo.to_string());
            return Ok(archive);
        };
        let mut archive = archive.begin(format!("files/{logo}/logo.png"), false).await?.add(bytes).await?;
        manifest.files.push(archive.end(None)?);
        Ok(archive)
    }

    async fn export_ready(&self, scope: &Scope, id: ExportId, file: ExportFile) -> Result<()> {
        let at = self.now();
        let mut tx = self.store.write(scope.sight()).await?;
        if !tx.export_ready(id, &file).await? {
            return Err(Error::Broken("nobody waits for the export any more".to_owned()));
        }
        tx.job_add(self.job_id(at), &Job::ExportExpire { export: id }, file.expires_at).await?;
        let seq = tx.record(&Event::ExportChanged, None, None, scope.actor().name(), at).await?;
        tx.commit().await?;
        self.changed(scope.org(), seq, &Event::ExportChanged, None, None);
        Ok(())
    }
}

/// One table as lines of JSON: read and written at the same time, a batch apart.
async fn export_table(
    archive: Archive,
    everything: &mut Everything,
    table: &ExportTable,
    manifest: &mut Manifest,
    progress: &mut Progress<'_>,
) -> Result<Archive> {
    let archive = archive.begin(format!("tables/{}.jsonl", table.name), true).await?;
    let (out, mut lines) = mpsc::channel(2);
    let read = async move {
        let rows = everything.rows(table, &out).await;
        drop(out);
        rows
    };
    let write = async move {
        let mut archive = archive;
        while let Some(batch) = lines.recv().await {
            archive = archive.add(batch.bytes).await?;
            progress.add(batch.rows).await?;
        }
        Ok::<_, Error>(archive)
    };
    let (rows, archive) = tokio::join!(read, write);
    // A disk that is full is why nobody took the rows any more.
    let mut archive = archive?;
    manifest.tables.push(archive.end(Some(rows?))?);
    Ok(archive)
}

/// What is not in the tables, and why, for whoever reads them.
fn left_out() -> Value {
    let tables = EXPORTED.iter().filter(|table| !table.without.is_empty());
    let columns =
        |table: &ExportTable| table.without.iter().map(|(name, why)| ((*name).to_owned(), json!(why))).collect();
    Value::Object(tables.map(|table| (table.name.to_owned(), Value::Object(columns(table)))).collect())
}

/// How far an export is, told now and then.
struct Progress<'a> {
    desk: &'a Desk,
    scope: &'a Scope,
    id: ExportId,
    done: i64,
    total: i64,
    told: Instant,
}

impl<'a> Progress<'a> {
    async fn new(desk: &'a Desk, scope: &'a Scope, id: ExportId, everything: &mut Everything) -> Result<Self> {
        let mut total = everything.count_files().await?;
        for table in EXPORTED {
            total += everything.count(table).await?;
        }
        let progress = Self { desk, scope, id, done: 0, total, told: Instant::now() };
        progress.tell().await?;
        Ok(progress)
    }

    async fn add(&mut self, count: i64) -> Result<()> {
        self.done += count;
        if self.told.elapsed() < TELL {
            return Ok(());
        }
        self.told = Instant::now();
        self.tell().await
    }

    async fn tell(&self) -> Result<()> {
        let mut tx = self.desk.store.write(self.scope.sight()).await?;
        tx.export_progress(self.id, self.done, self.total).await?;
        Ok(tx.commit().await?)
    }
}
