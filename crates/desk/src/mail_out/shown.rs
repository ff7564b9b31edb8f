//! What a ticket's page tells of the mails behind its messages.

use crate::{Desk, Result};
use domain::TicketId;
use domain::message::{Copied, Delivery, MessageMail, MessageView};
use store::Tx;
use store::mail_out::MailOutKind;

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
        let (mut own, mut copies) = (Vec::new(), Vec::new());
        for mail in tx.mail_out_of_ticket(ticket).await? {
            if mail.kind == MailOutKind::Copy.as_str() { copies.push(mail) } else { own.push(mail) }
        }
        for mail in own {
            // A message goes to its customer: what its assignee gets of it is not how far it came.
            let view = views.iter_mut().find(|view| Some(view.id) == mail.message_id && mail.kind == "reply");
            let Some(view) = view else { continue };
            let copies = copies.iter().filter(|copy| copy.message_id == mail.message_id);
            let copies = copies.map(|copy| {
                // As it was typed.
                let to = mail.cc.0.iter().find(|typed| typed.eq_ignore_ascii_case(&copy.to_key));
                Copied { to: to.unwrap_or(&copy.to_key).clone(), state: copy.state, said: copy.said.clone() }
            });
            let copies = copies.collect();
            view.delivery = Some(Delivery { state: mail.state, said: mail.said, copies, tries: mail.tries });
        }
        Ok(())
    }
}
