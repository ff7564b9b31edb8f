//! Deciding about a mail that waits, and sending one of ours again: shown at once, sent after, and looked up again when it was refused.

use super::text;
use crate::error::AppError;
use crate::layout::OrgContext;
use crate::ticket::calls::{
    mail_accept, mail_make_ticket, mail_put_away, mail_send_again, mail_take_back, ticket_show,
};
use crate::ticket::memory::{self, Owner};
use crate::ui::toast::Toasts;
use domain::ticket::{TicketCode, TicketPage};
use domain::{MailInId, MessageId, OrgSlug};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// Decides on one ticket's page. All signals: it is passed down as a value.
#[derive(Clone, Copy)]
pub struct Decide {
    page: RwSignal<TicketPage>,
    fixed: StoredValue<Fixed>,
}

#[derive(Clone)]
struct Fixed {
    org: OrgSlug,
    owner: Owner,
    code: TicketCode,
    toasts: Toasts,
}

impl Decide {
    /// For the ticket of a page.
    pub fn of(page: RwSignal<TicketPage>, org: &OrgContext, toasts: Toasts) -> Self {
        let code = page.with_untracked(|page| page.ticket.code.clone());
        Self { page, fixed: StoredValue::new(Fixed { org: org.slug.clone(), owner: Owner::of(org), code, toasts }) }
    }

    /// The mail becomes a message.
    pub fn accept(self, mail: MailInId) {
        let Some(fixed) = self.begin(mail) else { return };
        spawn_local(async move {
            let answer = mail_accept(fixed.org.clone(), fixed.code.clone(), mail).await;
            let said = text::accepted(fixed.code.as_str());
            if self.settle(&fixed, answer) {
                fixed.toasts.say(said);
            }
        });
    }

    /// The mail becomes a ticket.
    pub fn make_ticket(self, mail: MailInId) {
        let Some(fixed) = self.begin(mail) else { return };
        spawn_local(async move {
            match mail_make_ticket(fixed.org.clone(), Some(fixed.code.clone()), mail).await {
                Ok(opened) => fixed.toasts.say(text::made(opened.code.as_str())),
                Err(error) => self.refused(&fixed, &error),
            }
        });
    }

    /// The mail becomes nothing. What was renewed with it stays renewed, so then there is no way back.
    pub fn put_away(self, mail: MailInId, renew: bool) {
        let Some(fixed) = self.begin(mail) else { return };
        spawn_local(async move {
            let answer = mail_put_away(fixed.org.clone(), fixed.code.clone(), mail, renew).await;
            if !self.settle(&fixed, answer) {
                return;
            }
            let toasts = fixed.toasts;
            if renew {
                toasts.say(text::put_away(true));
            } else {
                toasts.undoable(text::put_away(false), 10, move || self.take_back(fixed.clone(), mail), || {});
            }
        });
    }

    /// A reply that did not reach its reader is sent once more. How far it comes is told where it stands.
    pub fn send_again(self, message: MessageId) {
        let fixed = self.fixed.get_value();
        memory::forget_page(&fixed.owner, &fixed.code);
        spawn_local(async move {
            let answer = mail_send_again(fixed.org.clone(), fixed.code.clone(), message).await;
            self.settle(&fixed, answer);
        });
    }

    fn take_back(self, fixed: Fixed, mail: MailInId) {
        spawn_local(async move {
            let answer = mail_take_back(fixed.org.clone(), fixed.code.clone(), mail).await;
            self.settle(&fixed, answer);
        });
    }

    /// Shows the page without the mail; nothing when it is gone from there already.
    fn begin(self, mail: MailInId) -> Option<Fixed> {
        let waits = self.page.with_untracked(|page| page.held.iter().any(|held| held.id == mail));
        waits.then(|| self.page.update(|page| page.held.retain(|held| held.id != mail)))?;
        let fixed = self.fixed.get_value();
        memory::forget_page(&fixed.owner, &fixed.code);
        Some(fixed)
    }

    /// Whether it was done.
    fn settle(self, fixed: &Fixed, answer: Result<TicketPage, AppError>) -> bool {
        match answer {
            Ok(fresh) => {
                // A page that was left shows another ticket by now.
                self.page.try_set(fresh);
                true
            }
            Err(error) => {
                self.refused(fixed, &error);
                false
            }
        }
    }

    /// Says why, and looks up what is so.
    fn refused(self, fixed: &Fixed, error: &AppError) {
        fixed.toasts.warn(error.message.clone());
        let (org, code) = (fixed.org.clone(), fixed.code.clone());
        spawn_local(async move {
            // A look that fails is made up for by the next change.
            if let Ok(fresh) = ticket_show(org, code).await {
                self.page.try_set(fresh);
            }
        });
    }
}
