//! `/account/security`: how a person signs in.

use super::calls::account_security;
use super::frame::{AccountFrame, typed};
use super::passkeys::PasskeysPart;
use super::text;
use super::two_factor::{RecoveryCodes, TwoFactorPart};
use crate::ui::{Icon, Skeleton};
use leptos::prelude::*;

/// The page.
#[component]
pub fn SecurityPage() -> impl IntoView {
    let given = typed();
    let security = Resource::new_blocking(|| (), |()| account_security());
    view! {
        <AccountFrame title=text::SECURITY>
            <Suspense fallback=|| view! { <Skeleton width=2/> }>
                {move || security.get().zip(given.get()).map(|(security, typed)| match security {
                    Ok(page) => {
                        let again = typed.clone();
                        view! {
                            <RecoveryCodes codes=typed.value("recovery")/>
                            <section class="section" id="passkeys" aria-labelledby="a-passkeys">
                                <div class="section-head"><h2 id="a-passkeys">{text::PASSKEYS}</h2><p>{text::PASSKEYS_WHY}</p></div>
                                <div class="section-body"><PasskeysPart state=page.passkeys typed=again/></div>
                            </section>
                            <section class="section" id="two-factor" aria-labelledby="a-two-factor">
                                <div class="section-head"><h2 id="a-two-factor">{text::TWO_FACTOR}</h2><p>{text::TWO_FACTOR_WHY}</p></div>
                                <div class="section-body"><TwoFactorPart state=page.two_factor typed/></div>
                            </section>
                        }.into_any()
                    }
                    Err(error) => view! { <p class="ui-error" role="alert"><Icon name="warning"/><span>{error.message}</span></p> }.into_any(),
                })}
            </Suspense>
        </AccountFrame>
    }
}
