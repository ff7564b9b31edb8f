//! What stands under a person's own replies.

use super::calls::account_set_signature;
use super::frame::refused;
use super::text;
use crate::error::AppError;
use crate::form::Typed;
use crate::organization::SignaturePreview;
use crate::session::use_session;
use crate::ui::field::problem_of;
use crate::ui::toast::use_toasts;
use crate::ui::{Button, Invalid, TextArea, browser};
use domain::signature::PLACES;
use domain::user::ProfilePage;
use domain::{Field, Problems};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The form's word for itself, and the id of its field.
const SIGNATURE: &str = "signature";

/// The signature, to change.
#[component]
pub(super) fn SignatureForm(
    /// What was typed and refused without a script.
    typed: Typed,
    /// What there is.
    profile: Resource<Result<ProfilePage, AppError>>,
) -> impl IntoView {
    let kept = move || profile.get().and_then(Result::ok).map(|page| page.signature);
    move || kept().map(|kept| view! { <Filled typed=typed.clone() kept/> })
}

#[component]
fn Filled(typed: Typed, kept: String) -> impl IntoView {
    let (session, toasts) = (use_session(), use_toasts());
    let was_refused = typed.value("do") == SIGNATURE;
    let signature = RwSignal::new(if was_refused { typed.value(SIGNATURE) } else { kept });
    let problems = RwSignal::new(refused(&typed, SIGNATURE));
    let busy = RwSignal::new(false);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        spawn_local(async move {
            let answer = account_set_signature(signature.get_untracked()).await;
            busy.try_set(false);
            match answer {
                Ok(kept) => {
                    problems.try_set(Problems::default());
                    signature.try_set(kept.into());
                    toasts.say(text::SAVED);
                }
                Err(error) => {
                    match error.fields.is_empty() {
                        true => toasts.warn(error.message),
                        false => browser::focus_soon(SIGNATURE),
                    }
                    problems.try_set(error.fields);
                }
            }
        });
    };
    let error = problem_of(problems, Field::Signature);
    let (agent, org) = session.with_untracked(|session| {
        let session = session.as_ref();
        let org = session.and_then(|session| session.orgs.first()).map(|org| org.name.clone());
        (session.map(|session| session.name.clone()).unwrap_or_default(), org)
    });
    let places = PLACES.map(|(place, what)| view! { <li><code>{place}</code>" "{what}</li> });
    view! {
        <form class="ui-form" method="post" action="/account" on:submit=submit>
            <input type="hidden" name="do" value=SIGNATURE/>
            <div class="ui-field">
                <label class="ui-label" for=SIGNATURE>"Signature "<span class="ui-optional">"optional"</span></label>
                <TextArea value=signature id=SIGNATURE name=SIGNATURE rows=3 invalid=Signal::derive(move || error.with(Option::is_some)) described_by="signature-error signature-places"/>
                <ul class="ui-hint branding-places" id="signature-places" role="list">{places.collect_view()}</ul>
                <Invalid id=SIGNATURE error/>
            </div>
            <SignaturePreview signature agent org=org.unwrap_or_else(|| text::YOUR_ORGANIZATION.to_owned()) none=text::NO_SIGNATURE/>
            <div class="ui-form-foot"><Button kind="primary" submit=true busy=busy>"Save"</Button></div>
        </form>
    }
}
