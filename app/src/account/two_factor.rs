//! Two-factor: off, begun, on. Plain forms: each step is a page of its own, with a script or without.

use super::frame::refused;
use super::text;
use crate::form::Typed;
use crate::ui::field::problem_of;
use crate::ui::{Button, CopyButton, Field, Icon, Time};
use domain::user::{QrPicture, TotpSetup, TwoFactor};
use domain::{Field as Named, Moment};
use leptos::prelude::*;

const HERE: &str = "/account/security#two-factor";

/// What there is to do next.
#[component]
pub(super) fn TwoFactorPart(state: TwoFactor, typed: Typed) -> impl IntoView {
    match state {
        TwoFactor::Off => view! { <Off typed/> }.into_any(),
        TwoFactor::Begun(setup) => view! { <Begun setup typed/> }.into_any(),
        TwoFactor::On { since, codes_left } => view! { <On since codes_left typed/> }.into_any(),
    }
}

/// A form that asks for the present password and does one thing.
#[component]
fn WithPassword(
    /// What it does, as the server reads it.
    what: &'static str,
    /// The name of its field, of which each form of the page has its own.
    name: &'static str,
    /// What was refused.
    typed: Typed,
    /// `primary` or `danger-final`.
    kind: &'static str,
    /// What is on the button.
    label: &'static str,
) -> impl IntoView {
    let problems = RwSignal::new(refused(&typed, what));
    let password = RwSignal::new(String::new());
    view! {
        <form class="ui-form" method="post" action=HERE>
            <input type="hidden" name="do" value=what/>
            <Field label=text::PRESENT_PASSWORD name=name kind="password" value=password autocomplete="current-password"
                error=problem_of(problems, Named::CurrentPassword)/>
            <div class="ui-form-foot"><Button kind=kind submit=true>{label}</Button></div>
        </form>
    }
}

#[component]
fn Off(typed: Typed) -> impl IntoView {
    view! {
        <p>"Off: your password alone is enough. With two-factor, somebody who finds out your password still cannot sign in."</p>
        <WithPassword what="totp-start" name="start_password" typed kind="primary" label="Set up two-factor"/>
    }
}

#[component]
fn Begun(setup: TotpSetup, typed: Typed) -> impl IntoView {
    let problems = RwSignal::new(refused(&typed, "totp-confirm"));
    let code = RwSignal::new(String::new());
    let TotpSetup { secret, uri, picture } = setup;
    let plain = secret.replace(' ', "");
    view! {
        <ol class="totp-steps">
            <li>
                <p>"Photograph this with an app that makes codes, such as the password manager of your phone."</p>
                <Picture picture/>
                <p>"On this device: "<a href=uri rel="external">"open the app"</a>". Or type the secret into it:"</p>
                <div class="ui-copy"><code id="totp-secret">{secret}</code><CopyButton text=plain what="the secret"/></div>
            </li>
            <li>
                <p>"Type the code the app shows now."</p>
                <form class="ui-form" method="post" action=HERE>
                    <Field label="Code" name="code" value=code autocomplete="one-time-code" error=problem_of(problems, Named::Code)/>
                    <div class="ui-form-foot">
                        <button class="ui-button" data-kind="primary" type="submit" name="do" value="totp-confirm">"Turn it on"</button>
                        <button class="ui-button" type="submit" name="do" value="totp-cancel" formnovalidate>"Cancel"</button>
                    </div>
                </form>
            </li>
        </ol>
    }
}

/// Dark on light in either theme: cameras do not read it the other way round.
#[component]
fn Picture(picture: QrPicture) -> impl IntoView {
    let field = format!("0 0 {0} {0}", picture.size);
    view! {
        <svg class="totp-picture" viewBox=field role="img" aria-label="The secret as a QR code" shape-rendering="crispEdges">
            <rect width="100%" height="100%" fill="#fff"></rect>
            <path d=picture.path fill="#000"></path>
        </svg>
    }
}

#[component]
fn On(since: Moment, codes_left: i64, typed: Typed) -> impl IntoView {
    let left = match codes_left {
        0 => "No recovery code is left.".to_owned(),
        1 => "1 recovery code is left.".to_owned(),
        many => format!("{many} recovery codes are left."),
    };
    let again = typed.clone();
    let renews = typed.value("do") == "recovery";
    let stops = typed.value("do") == "totp-stop";
    view! {
        <p><span class="ui-pill" data-tone="green">"On"</span>" since "<Time moment=since/>". "{left}</p>
        {(codes_left < 3).then(|| view! {
            <p class="ui-hint"><Icon name="warning"/><span>"Make new ones before the last is gone."</span></p>
        })}
        <details class="ui-more" open=renews>
            <summary><Icon name="chevron-right"/><span>"New recovery codes"</span></summary>
            <p>"Ten new ones; those you have work no more."</p>
            <WithPassword what="recovery" name="recovery_password" typed kind="primary" label="Make new codes"/>
        </details>
        <details class="ui-more" open=stops>
            <summary><Icon name="chevron-right"/><span>"Turn two-factor off"</span></summary>
            <p>"Your password alone will be enough to sign in."</p>
            <WithPassword what="totp-stop" name="stop_password" typed=again kind="danger-final" label="Turn it off"/>
        </details>
    }
}

/// The recovery codes, on the one page that shows them.
#[component]
pub(super) fn RecoveryCodes(
    /// All of them, with blanks between; empty on every other page.
    codes: String,
) -> impl IntoView {
    (!codes.is_empty()).then(|| {
        let lines = codes.split(' ').map(|code| view! { <li><code>{code.to_owned()}</code></li> }).collect_view();
        let all = codes.replace(' ', "\n");
        view! {
            <div class="ui-notice" data-tone="green" role="status">
                <Icon name="key"/>
                <div>
                    <h2>"Your recovery codes"</h2>
                    <p>"Each signs you in once when the app is gone. They are shown this once: keep them where your passwords are, or on paper."</p>
                    <ul class="recovery-codes" role="list">{lines}</ul>
                    <div><CopyButton text=all what="the recovery codes"/></div>
                </div>
            </div>
        }
    })
}
