//! The fields of a server: host, port, protection, and who signs in. With a script, known providers fill them in.

use super::presets::{PRESETS, Preset};
use super::text;
use crate::ui::field::problem_of;
use crate::ui::{Choice, Icon, Line, browser};
use domain::mail::MailTls;
use domain::mail_server::ServerUse;
use domain::mailbox::ServerTyped;
use domain::{Field, Problems};
use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// What is typed into the field of that id now.
fn shown(id: &str) -> String {
    let input = browser::element(id).and_then(|element| element.dyn_into::<web_sys::HtmlInputElement>().ok());
    input.map(|input| input.value()).unwrap_or_default()
}

fn put(id: &str, value: &str) {
    let Some(element) = browser::element(id) else { return };
    if let Some(input) = element.dyn_ref::<web_sys::HtmlInputElement>() {
        input.set_value(value);
    } else if let Some(select) = element.dyn_ref::<web_sys::HtmlSelectElement>() {
        select.set_value(value);
    }
}

/// Fills in what a provider says; who signs in is mostly the address itself.
fn fill(what: ServerUse, preset: &Preset) {
    let [host, port, user, _] = what.fields().map(Field::name);
    let (place, number, tls) = if what == ServerUse::Folder { preset.imap } else { preset.smtp };
    put(host, place);
    put(port, number);
    put(&tls_name(what), tls.as_str());
    if shown(user).is_empty() {
        put(user, shown("address").trim());
    }
}

fn tls_name(what: ServerUse) -> String {
    what.fields()[0].name().replace("_host", "_tls")
}

/// The fields, with the ids and names that both doors know.
#[component]
pub(super) fn ServerFields(
    /// For the folder, or for sending.
    what: ServerUse,
    /// What they begin with.
    begin: ServerTyped,
    /// Whether a password is kept that stays while its field is empty.
    kept: bool,
    /// The provider of the address, or the one that was chosen.
    preset: RwSignal<Option<&'static Preset>>,
    /// What is wrong.
    problems: RwSignal<Problems>,
) -> AnyView {
    let fields = what.fields();
    let [host, port, user, password] = fields.map(Field::name);
    let [host_error, port_error, user_error, password_error] = fields.map(|field| problem_of(problems, field));
    let alive = RwSignal::new(false);
    Effect::new(move |before: Option<Option<&'static Preset>>| {
        alive.set(true);
        // The first look is the server's; later ones follow the address while nobody wrote another host.
        let now = preset.get();
        let ours = before.flatten().map_or_else(String::new, |preset| preset.imap.0.to_owned());
        if let (Some(_), Some(preset), ServerUse::Folder) = (before, now, what)
            && shown(host) == ours
        {
            fill(what, preset);
        }
        now
    });
    let choices = move || {
        alive.get().then(|| {
            let choices = PRESETS.iter().map(|one| {
                let choose = move |_| {
                    fill(what, one);
                    preset.set(Some(one));
                    browser::focus_soon(password);
                };
                view! { <button class="ui-choice" type="button" on:click=choose>{one.name}</button> }
            });
            view! { <div class="mailbox-presets"><p class="ui-hint">{text::PRESETS}</p><div class="ui-choices">{choices.collect_view()}</div></div> }
        })
    };
    let note = move || {
        preset.get().map(|preset| view! { <p class="ui-hint"><Icon name="info"/><span>{preset.note}</span></p> })
    };
    let tls = MailTls::ALL.iter().map(|one| {
        let words = match one {
            MailTls::Tls => "TLS",
            MailTls::StartTls => "STARTTLS",
            MailTls::Plain => "None",
        };
        (one.as_str().to_owned(), words.to_owned())
    });
    let tls = tls.collect::<Vec<_>>();
    let example = if what == ServerUse::Folder { "imap.example.com" } else { "smtp.example.com" };
    let hint = if kept { text::PASSWORD_KEPT } else { text::PASSWORD_SEALED };
    view! {
        {choices}
        <div class="mailbox-server">
            <Line label="Server" name=host value=begin.host placeholder=example error=host_error/>
            <Line label="Port" name=port value=begin.port placeholder="usual" most=5 digits=true error=port_error/>
            <Choice label="Protection" name=tls_name(what) options=tls chosen=begin.tls.as_str()/>
        </div>
        {note}
        <div class="ui-form-pair">
            <Line label="Who signs in" name=user value=begin.user error=user_error/>
            <Line label="Password" name=password kind="password" value="" hint error=password_error/>
        </div>
    }
    .into_any()
}
