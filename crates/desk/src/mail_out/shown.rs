//! What a ticket's page tells of the mails behind its messages.

use crate::{Desk, Result};
use domain::TicketId;
use domain::message::{Delivery, MessageMail, MessageView};
use store::Tx;

impl Desk {
    /// Puts beside each message what it has besides its words, and how far it came.
    pub(crate) async fn mail_shown(&self, tx: &mut Tx, ticket: TicketId, views: &mut [MessageView]) -> Result<()> {
        let mut mails = tx.message_mails(ticket).await?;
        self.mail_copies_suggested(tx, &mut mails).await?;
        for mail in mails {
            if let Some(view) = views.iter_mut().find(|view| view.id == mail.message_id) {
                let (proof, facts) = (mail.proof.0, mail.facts.0);
                view.mail = Some(MessageMail { id: mail.mail_id, from: mail.from_email, proof, facts });
            }
        }
        for mail in tx.mail_out_of_ticket(ticket).await? {
            // A message goes to its customer: what its assignee gets, and what becomes of copies, is not how far it came.
            let view = views.iter_mut().find(|view| Some(view.id) == mail.message_id && mail.kind == "reply");
            if let Some(view) = view {
                view.delivery = Some(Delivery { state: mail.state, said: mail.said, cc: mail.cc.0, tries: mail.tries });
            }
        }
        Ok(())
    }
}
