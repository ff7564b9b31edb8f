//! Passkeys: those there are, and the way to another. Plain forms; what asks the device is one small script, the same that the
//! page of sign-in has (public/passkey.js, docs/decisions/0003).

use super::frame::refused;
use super::text;
use crate::form::Typed;
use crate::ui::field::problem_of;
use crate::ui::{Button, Field, Icon, Invalid, Time, browser};
use domain::Field as Named;
use domain::user::{PasskeyRow, PasskeySetup, Passkeys};
use leptos::prelude::*;
use leptos_meta::Script;
use leptos_router::hooks::use_query_map;

/// The script.
pub const SCRIPT: &str = "/passkey.js";

const HERE: &str = "/account/security#passkeys";

/// The list, and what there is to do next.
#[component]
pub(super) fn PasskeysPart(state: Passkeys, typed: Typed) -> impl IntoView {
    let Passkeys { possible, rows, begun } = state;
    let again = typed.clone();
    let problems = RwSignal::new(refused(&typed, "passkey-add"));
    let lines = rows.iter().cloned().map(|row| view! { <Line row typed=typed.clone()/> }).collect_view();
    view! {
        {if rows.is_empty() {
            view! { <p>"None yet. With one you sign in by finger, face or PIN of your device, and no password can be found out."</p> }.into_any()
        } else {
            view! { <ul class="sessions" role="list">{lines}</ul> }.into_any()
        }}
        <Invalid id="passkey" error=problem_of(problems, Named::Passkey)/>
        {match begun {
            _ if !possible => view! {
                <p class="ui-hint"><Icon name="info"/><span>"This desk goes by a number. Passkeys belong to a name: whoever runs it can give it one, over https."</span></p>
            }.into_any(),
            Some(setup) => view! { <Begun setup/> }.into_any(),
            None => view! { <Another first=rows.is_empty() typed=again/> }.into_any(),
        }}
    }
}

/// The first step: who it is, and what the new one is called.
#[component]
fn Another(first: bool, typed: Typed) -> impl IntoView {
    let problems = RwSignal::new(refused(&typed, "passkey-begin"));
    let name = RwSignal::new(typed.value("passkey_name"));
    let password = RwSignal::new(String::new());
    let open = first || typed.value("do") == "passkey-begin";
    view! {
        <details class="ui-more" open=open>
            <summary><Icon name="chevron-right"/><span>"Add a passkey"</span></summary>
            <form class="ui-form" method="post" action=HERE>
                <input type="hidden" name="do" value="passkey-begin"/>
                <Field label="Name" name="passkey_name" value=name optional=true autocomplete="off"
                    hint="Such as Work laptop. Left empty, it is called after this browser." error=problem_of(problems, Named::Name)/>
                <Field label=text::PRESENT_PASSWORD name="passkey_password" kind="password" value=password autocomplete="current-password"
                    error=problem_of(problems, Named::CurrentPassword)/>
                <div class="ui-form-foot"><Button kind="primary" submit=true>"Go on"</Button></div>
            </form>
        </details>
    }
}

/// The second step: the device.
#[component]
fn Begun(setup: PasskeySetup) -> impl IntoView {
    view! {
        <Script src=SCRIPT defer="true"/>
        <div class="passkey-begun">
            <p><strong>{setup.name}</strong>": your browser asks now where to keep it, and your device who you are."</p>
            <form class="ui-form" id="passkey-add" method="post" action=HERE data-passkey="create" data-options=setup.options>
                <input type="hidden" name="do" value="passkey-add"/>
                <input type="hidden" name="credential"/>
                <p class="ui-error" role="alert" data-passkey-problem hidden>
                    <Icon name="warning"/>
                    <span>"No passkey was made. Perhaps this device has one for your account already. Try again, or cancel."</span>
                </p>
            </form>
            <div class="ui-button-row">
                <form method="post" action=HERE><button class="ui-button" type="submit" name="do" value="passkey-cancel">"Cancel"</button></form>
                <button class="ui-button" data-kind="primary" type="submit" form="passkey-add"><Icon name="key"/>"Make the passkey"</button>
            </div>
        </div>
    }
}

#[component]
fn Line(row: PasskeyRow, typed: Typed) -> impl IntoView {
    let id = row.id.to_string();
    let asked = use_query_map();
    let here = id.clone();
    let removing = Memo::new(move |_| asked.with(|query| query.get("remove").as_deref() == Some(here.as_str())));
    let question = format!("/account/security?remove={id}#passkeys");
    let name = row.name.clone();
    let of = name.clone();
    let mine = if typed.value("passkey") == id { typed } else { Typed::default() };
    view! {
        <li class="session">
            <Icon name="key"/>
            <div>
                <strong>{row.name}</strong>
                <small>
                    "Added "<Time moment=row.since/>
                    {match row.used {
                        Some(used) => view! { ", last used "<Time moment=used/> }.into_any(),
                        None => view! { ", not used yet" }.into_any(),
                    }}
                </small>
            </div>
            {move || (!removing.get()).then(|| view! {
                <a class="ui-button" data-size="small" data-kind="danger" href=question.clone()>"Remove…"<span class="visually-hidden">" "{of.clone()}</span></a>
            })}
            {move || removing.get().then(|| view! { <Question id=id.clone() name=name.clone() typed=mine.clone()/> })}
        </li>
    }
}

/// Whether it really is to go, and whether it is its person who says so.
#[component]
fn Question(id: String, name: String, typed: Typed) -> impl IntoView {
    let problems = RwSignal::new(refused(&typed, "passkey-remove"));
    let password = RwSignal::new(String::new());
    let here = format!("/account/security?remove={id}#passkeys");
    Effect::new(|_| browser::focus_soon("remove_password"));
    view! {
        <form class="ui-form passkey-remove" method="post" action=here>
            <p>{format!("{name} signs in no more. To remove it from the device itself, look into its settings.")}</p>
            <input type="hidden" name="do" value="passkey-remove"/>
            <input type="hidden" name="passkey" value=id/>
            <Field label=text::PRESENT_PASSWORD name="remove_password" kind="password" value=password autocomplete="current-password"
                error=problem_of(problems, Named::CurrentPassword)/>
            <div class="ui-button-row">
                <a class="ui-button" href="/account/security#passkeys">"Keep it"</a>
                <button class="ui-button" data-kind="danger-final" type="submit">"Remove it"</button>
            </div>
        </form>
    }
}
