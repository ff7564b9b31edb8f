//! Templates: ticket forms with their questions.

use crate::error::Result;
use crate::statement::sql;
use crate::tx::Tx;
use domain::{TemplateId, Timestamp};
use sqlx::types::Json;

sql! {
    tenant TEMPLATE_ADD (id: TemplateId, name: String, questions: Json<Vec<String>>, at: Timestamp) =
        "INSERT INTO template (org_id, id, name, questions, created_at) VALUES ($1, $2, $3, $4, $5)";
}

impl Tx {
    /// Keeps a new form that asks nothing beyond subject and message.
    pub async fn template_add(&mut self, id: TemplateId, name: &str, at: Timestamp) -> Result<()> {
        self.run(TEMPLATE_ADD { id, name: name.to_owned(), questions: Json(Vec::new()), at }).await?;
        Ok(())
    }
}
