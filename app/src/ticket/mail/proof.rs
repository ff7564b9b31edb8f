//! Whether the sender of a mail is who they say: a word with its icon, and what it rests on behind it.

use super::text;
use crate::ui::Icon;
use domain::mail::MailProof;
use leptos::prelude::*;

/// The badge. It opens by click and by key, and says what each way of proof came to.
#[component]
pub fn Proof(
    /// What is known.
    proof: MailProof,
) -> impl IntoView {
    let (tone, icon, words) = text::verdict(proof.dmarc);
    let ways = text::proofs(proof).map(|(way, came)| view! { <div><dt>{way}</dt><dd>{came}</dd></div> }).collect_view();
    view! {
        <details class="ui-menu mail-proof">
            <summary class="ui-pill" data-tone=tone><Icon name=icon/><span>{words}</span></summary>
            <div class="ui-menu-panel"><p>{text::verdict_why(proof.dmarc)}</p><dl>{ways}</dl></div>
        </details>
    }
}
