//! Colour and signature as one form: saved by script, or posted without it; what they become stands beside them.

use super::calls::org_edit;
use super::text;
use crate::form::Typed;
use crate::layout::mark::OrgMark;
use crate::layout::{use_org, wear};
use crate::session::use_session;
use crate::ui::field::problem_of;
use crate::ui::toast::use_toasts;
use crate::ui::{Invalid, TextArea, browser};
use domain::color::{Color, READABLE, contrast, ratio};
use domain::organization::{OrgEdit, OrgPage, logo_path};
use domain::signature::{PLACES, Signature};
use domain::{Field, LogoId, Problems};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The form.
#[component]
pub(super) fn BrandingForm(page: OrgPage, logo: RwSignal<Option<LogoId>>, typed: Typed, may: bool) -> impl IntoView {
    let org = use_org();
    let (session, toasts) = (use_session(), use_toasts());
    let refused = typed.values.iter().any(|(name, value)| name == "accent" && !value.is_empty());
    let text_of = |name: &str, kept: &str| RwSignal::new(if refused { typed.value(name) } else { kept.to_owned() });
    let (accent, signature) = (text_of("accent", &page.accent), text_of("signature", page.signature.as_str()));
    let problems = RwSignal::new(typed.problems.clone());
    let busy = RwSignal::new(false);
    let action = format!("/{}/settings/branding", page.slug);
    let slug = page.slug.clone();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        let edit = OrgEdit {
            accent: Some(accent.get_untracked()),
            signature: Some(signature.get_untracked()),
            ..OrgEdit::default()
        };
        let slug = slug.clone();
        spawn_local(async move {
            let answer = org_edit(slug.clone(), edit).await;
            busy.try_set(false);
            match answer {
                Ok(page) => {
                    problems.try_set(Problems::default());
                    accent.try_set(page.accent.clone());
                    session.update(|session| {
                        let orgs = session.iter_mut().flat_map(|session| session.orgs.iter_mut());
                        orgs.filter(|org| org.slug == slug).for_each(|org| org.accent.clone_from(&page.accent));
                    });
                    wear(&slug, &page.accent);
                    toasts.say("Saved");
                }
                Err(error) => {
                    match error.fields.0.first() {
                        Some(problem) => browser::focus_soon(problem.field.name()),
                        None => toasts.warn(error.message),
                    }
                    problems.try_set(error.fields);
                }
            }
        });
    };
    let (accent_error, signature_error) = (problem_of(problems, Field::Accent), problem_of(problems, Field::Signature));
    let slug = page.slug.clone();
    let logo = move || logo.get().map(|logo| logo_path(&slug, logo));
    let (name, agent) = (page.name.clone(), org.me.name.clone());
    let places = PLACES.map(|(place, what)| view! { <li><code>{place}</code>" "{what}</li> });
    view! {
        <form method="post" action=action on:submit=submit>
            <fieldset disabled=!may>
                <section class="section" aria-labelledby="b-colour">
                    <div class="section-head"><h2 id="b-colour">"Colour"</h2><p>{text::COLOUR_WHY}</p></div>
                    <div class="section-body ui-form">
                        <div class="ui-field">
                            <label class="ui-label" for="accent">"Primary colour"</label>
                            <div class="colours">
                                <input type="color" id="accent" name="accent" value=accent.get_untracked() prop:value=move || accent.get()
                                    on:input=move |event| accent.set(event_target_value(&event))/>
                                <label class="visually-hidden" for="accent-text">"Primary colour as text"</label>
                                <input class="ui-input" id="accent-text" value=accent.get_untracked() prop:value=move || accent.get() spellcheck="false"
                                    aria-describedby="accent-error" aria-invalid=move || accent_error.with(Option::is_some).then_some("true")
                                    on:input=move |event| accent.set(event_target_value(&event))/>
                                {move || view! { <OrgMark name=name.clone() accent=accent.get() logo=logo()/> }}
                            </div>
                            <Invalid id="accent" error=accent_error/>
                        </div>
                        <div aria-live="polite">{move || accent.with(|accent| Color::parse(accent).ok()).map(|accent| view! { <Contrast accent/> })}</div>
                    </div>
                </section>
                <section class="section" aria-labelledby="b-signature">
                    <div class="section-head"><h2 id="b-signature">"Mail signature"</h2><p>{text::SIGNATURE_WHY}</p></div>
                    <div class="section-body ui-form">
                        <div class="ui-field">
                            <label class="ui-label" for="signature">"Signature "<span class="ui-optional">"optional"</span></label>
                            <TextArea value=signature id="signature" name="signature" rows=4/>
                            <ul class="ui-hint branding-places" role="list">{places.collect_view()}</ul>
                            <Invalid id="signature" error=signature_error/>
                        </div>
                        <SignaturePreview signature agent org=page.name.clone()/>
                        <div class="ui-form-foot">
                            <button class="ui-button" data-kind="primary" type="submit" aria-busy=move || busy.get().then_some("true")>"Save changes"</button>
                        </div>
                    </div>
                </section>
            </fieldset>
        </form>
    }
}

/// How the colour reads, with the numbers: words on it, and words in it by day and in the dark.
#[component]
fn Contrast(accent: Color) -> impl IntoView {
    let (white, night) = (Color::parse("#ffffff"), Color::parse("#18191c"));
    let (Ok(white), Ok(night)) = (white, night) else { return ().into_any() };
    let (on, day, dark) = (accent.ink(), accent.ink_by_day(), accent.ink_by_night());
    let lines = [
        ("Words on the colour", on.clone(), accent.clone(), on.as_str() == "#ffffff", "white", "black"),
        ("Links by day", day.clone(), white, day == accent, "the colour itself", "darkened to read"),
        ("Links in the dark", dark.clone(), night, dark == accent, "the colour itself", "lightened to read"),
    ];
    let lines = lines.map(|(what, ink, ground, plain, yes, no)| {
        let found = contrast(&ink, &ground);
        let tone = if found >= READABLE { "green" } else { "red" };
        view! {
            <tr>
                <th scope="row">{what}</th>
                <td>
                    <svg class="branding-sample" viewBox="0 0 44 20" aria-hidden="true">
                        <rect width="44" height="20" rx="4" fill=ground.to_string()></rect>
                        <text x="22" y="14" fill=ink.to_string()>"Aa"</text>
                    </svg>
                </td>
                <td>{if plain { yes } else { no }}</td>
                <td><span class="ui-pill" data-tone=tone>{ratio(found)}</span></td>
            </tr>
        }
    });
    view! {
        <table class="branding-contrast">
            <caption class="visually-hidden">"How well the colour reads; 4.5 : 1 is needed"</caption>
            <tbody>{lines.collect_view()}</tbody>
        </table>
    }
    .into_any()
}

/// The signature as a customer will see it, with the person who looks at it as the agent.
#[component]
pub fn SignaturePreview(
    /// As it is typed.
    signature: RwSignal<String>,
    /// Who writes.
    agent: String,
    /// For whom.
    org: String,
    /// What stands there without one.
    #[prop(default = text::SIGNATURE_NONE)]
    none: &'static str,
) -> impl IntoView {
    let shown = Memo::new(move |_| {
        let parsed = signature.with(|text| Signature::parse(text)).map_err(|error| error.to_string())?;
        Ok::<_, String>(if parsed.is_empty() { String::new() } else { parsed.filled(&agent, &org, "Support") })
    });
    view! {
        <figure class="brand-preview branding-signature">
            <figcaption>"As it stands under a reply"</figcaption>
            <div aria-live="polite">
                {move || match shown.get() {
                    Ok(text) if text.is_empty() => view! { <p>{none}</p> }.into_any(),
                    Ok(text) => view! { <p class="branding-words">"-- "<br/>{text}</p> }.into_any(),
                    Err(words) => view! { <p>{words}</p> }.into_any(),
                }}
            </div>
        </figure>
    }
}
