//! The logo: a plain form, because a browser sends files by itself, and under it the form for an address.

use super::branding_logo_url::LogoUrlForm;
use super::text;
use crate::form::Typed;
use crate::layout::mark::OrgMark;
use crate::ui::field::problem_of;
use crate::ui::{Icon, Invalid};
use domain::organization::{OrgPage, logo_path};
use domain::{Field, LogoId};
use leptos::prelude::*;

/// What it is now, another one, or none.
#[component]
pub(super) fn LogoForm(page: OrgPage, logo: RwSignal<Option<LogoId>>, typed: Typed, may: bool) -> impl IntoView {
    let problems = RwSignal::new(typed.problems.clone());
    let error = problem_of(problems, Field::Logo);
    let action = format!("/{}/settings/branding", page.slug);
    let slug = page.slug.clone();
    let shown = move || match logo.get() {
        Some(logo) => {
            view! { <img src=logo_path(&page.slug, logo) alt=format!("The logo of {}", page.name)/> }.into_any()
        }
        None => view! { <OrgMark name=page.name.clone() accent=page.accent.clone()/> }.into_any(),
    };
    view! {
        <section class="section" aria-labelledby="b-logo">
            <div class="section-head"><h2 id="b-logo">"Logo"</h2><p>{text::LOGO_WHY}</p></div>
            <div class="section-body branding-logo">
                <div class="branding-mark">{shown}</div>
                <form method="post" action=action enctype="multipart/form-data">
                    <fieldset class="ui-form" disabled=!may>
                        <div class="ui-field">
                            <label class="ui-label" for="logo">"Picture"</label>
                            <input class="ui-input" type="file" id="logo" name="logo" accept="image/png,image/jpeg,image/webp"
                                aria-describedby="logo-hint logo-error" aria-invalid=move || error.with(Option::is_some).then_some("true")/>
                            <p class="ui-hint" id="logo-hint">{text::LOGO_HINT}</p>
                            <Invalid id="logo" error=error/>
                        </div>
                        <div class="ui-form-foot">
                            <button class="ui-button" data-kind="primary" type="submit" name="do" value="logo"><Icon name="image"/><span>"Use this picture"</span></button>
                            {move || logo.get().is_some().then(|| view! {
                                <button class="ui-button" type="submit" name="do" value="remove"><Icon name="trash"/><span>"Remove the logo"</span></button>
                            })}
                        </div>
                    </fieldset>
                </form>
                <LogoUrlForm slug logo typed may/>
            </div>
        </section>
    }
}
