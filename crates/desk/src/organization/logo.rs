//! An organization's logo (S1-28): chosen, shown to everybody who sees its pages and mails, taken away again.

use crate::access::Scope;
use crate::attachment::Upload;
use crate::audit::Entry;
use crate::picture::{PictureError, remade};
use crate::{Desk, Error, Result};
use domain::audit::AuditAction;
use domain::event::Event;
use domain::{Field, LogoId, OrgId, OrgSlug, Permission};
use serde_json::json;

impl Desk {
    /// Makes this picture the logo: decoded within limits and written anew, so that nothing but its pixels is kept. Errors:
    /// `Forbidden` without `org:edit`, `Invalid(Logo)` for what is no picture, too large, or more than a picture.
    pub async fn org_logo_set(&self, scope: &Scope, file: Upload) -> Result<LogoId> {
        scope.may(Permission::OrgEdit)?;
        self.org_logo_keep(scope, file.bytes, Field::Logo).await
    }

    /// The same whichever way the bytes came; `field` is told what is wrong with them.
    pub(super) async fn org_logo_keep(&self, scope: &Scope, bytes: Vec<u8>, field: Field) -> Result<LogoId> {
        let png = self.remade(bytes, field).await?;
        let logo = LogoId(self.ports.ids.uuid(self.now()));
        let key = key(scope.org().id, logo);
        self.ports.files.put(&key, &png).await.map_err(Error::StorageFull)?;
        if let Err(error) = self.org_logo_change(scope, Some(logo)).await {
            self.logo_forget(&key).await;
            return Err(error);
        }
        Ok(logo)
    }

    /// Goes back to the initial on the colour. Errors: `Forbidden` without `org:edit`.
    pub async fn org_logo_remove(&self, scope: &Scope) -> Result<()> {
        scope.may(Permission::OrgEdit)?;
        self.org_logo_change(scope, None).await
    }

    /// The picture, for everybody who has its address. Errors: `NotFound` for every other one, replaced ones included.
    pub async fn org_logo(&self, slug: &OrgSlug, logo: LogoId) -> Result<Vec<u8>> {
        let org = self.store.read_global().await?.org_of_logo(slug, logo).await?.ok_or(Error::NotFound)?;
        self.ports.files.get(&key(org, logo)).await.map_err(Error::Broken)?.ok_or(Error::NotFound)
    }

    async fn org_logo_change(&self, scope: &Scope, logo: Option<LogoId>) -> Result<()> {
        let at = self.now();
        let mut tx = self.store.write(scope.sight()).await?;
        let org = tx.org_record().await?;
        if org.logo == logo {
            return Ok(());
        }
        tx.org_logo_set(logo).await?;
        let by = scope.actor().user();
        let seq = tx.record(&Event::OrgChanged, None, by, scope.actor().name(), at).await?;
        let entry = Entry::new(AuditAction::OrgEdited, org.name.as_str())
            .before(json!({ "logo": org.logo }))
            .after(json!({ "logo": logo }));
        self.audit(&mut tx, scope, entry, at).await?;
        tx.commit().await?;
        self.changed(scope.org(), seq, &Event::OrgChanged, None, by);
        if let Some(old) = org.logo {
            self.logo_forget(&key(scope.org().id, old)).await;
        }
        Ok(())
    }

    /// On a thread that may be busy, one picture at a time: each takes tens of megabytes.
    async fn remade(&self, bytes: Vec<u8>, field: Field) -> Result<Vec<u8>> {
        let turn = self.pictures.acquire().await.map_err(|error| Error::Broken(error.to_string()))?;
        let made = tokio::task::spawn_blocking(move || remade(&bytes)).await;
        drop(turn);
        made.map_err(|error| Error::Broken(error.to_string()))?
            .map_err(|why: PictureError| Error::invalid_coded(field, why.code(), why.words()))
    }

    async fn logo_forget(&self, key: &str) {
        if let Err(problem) = self.ports.files.delete(key).await {
            tracing::warn!(%problem, %key, "a logo nobody sees any more stays");
        }
    }
}

/// Where the bytes lie: a key that begins with the organization.
pub(crate) fn key(org: OrgId, logo: LogoId) -> String {
    format!("{org}/{logo}")
}
