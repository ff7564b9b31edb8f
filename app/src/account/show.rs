//! `/account`: who one is.

use super::calls::account_profile;
use super::delete::DeleteAccount;
use super::email::MailAddressForm;
use super::frame::{AccountFrame, typed};
use super::password::NewPassword;
use super::profile::Profile;
use super::signature::SignatureForm;
use super::text;
use super::theme::ThemeChoice;
use crate::session::use_session;
use leptos::prelude::*;

/// The profile page.
#[component]
pub fn AccountPage() -> impl IntoView {
    let given = typed();
    let profile = Resource::new_blocking(|| (), |()| account_profile());
    let email = use_session()
        .with_untracked(|session| session.as_ref().map(|session| session.email.to_string()).unwrap_or_default());
    view! {
        <AccountFrame title=text::ACCOUNT>
            <Suspense>
                {move || {
                    let email = email.clone();
                    given.get().map(|typed| {
                        let (whose, again, third, fourth) = (email.clone(), typed.clone(), typed.clone(), typed.clone());
                        view! {
                            <section class="section" aria-labelledby="a-profile">
                                <div class="section-head"><h2 id="a-profile">{text::PROFILE}</h2><p>{text::PROFILE_WHY}</p></div>
                                <div class="section-body"><Profile typed/></div>
                            </section>
                            <section class="section" aria-labelledby="a-signature">
                                <div class="section-head"><h2 id="a-signature">{text::SIGNATURE}</h2><p>{text::SIGNATURE_WHY}</p></div>
                                <div class="section-body"><SignatureForm typed=fourth profile/></div>
                            </section>
                            <section class="section" aria-labelledby="a-mail">
                                <div class="section-head"><h2 id="a-mail">{text::MAIL}</h2><p>{text::MAIL_WHY}</p></div>
                                <div class="section-body"><MailAddressForm typed=third email profile/></div>
                            </section>
                            <section class="section" aria-labelledby="a-password">
                                <div class="section-head"><h2 id="a-password">{text::PASSWORD}</h2><p>{text::PASSWORD_WHY}</p></div>
                                <div class="section-body"><NewPassword typed=again email=whose/></div>
                            </section>
                        }
                    })
                }}
            </Suspense>
            <section class="section" aria-labelledby="a-theme">
                <div class="section-head"><h2 id="a-theme">{text::THEME}</h2><p>{text::THEME_WHY}</p></div>
                <div class="section-body"><ThemeChoice/></div>
            </section>
            <section class="section" id="delete" aria-labelledby="a-delete">
                <div class="section-head"><h2 id="a-delete">{text::DELETE}</h2><p>{text::DELETE_WHY}</p></div>
                <div class="section-body"><DeleteAccount given profile/></div>
            </section>
        </AccountFrame>
    }
}
