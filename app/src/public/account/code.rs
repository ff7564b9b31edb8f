//! `/sign-in/code`: the second step.

use super::{notice, submit};
use crate::public::support::Input;
use crate::ui::Icon;
use leptos::prelude::*;

/// All that the page shows.
#[derive(Clone, Debug, Default)]
pub struct CodePage {
    /// Where to go afterwards: a path of ours.
    pub next: Option<String>,
    /// What is wrong with the code that was typed.
    pub problem: Option<String>,
    /// A sentence that belongs to no field.
    pub note: Option<String>,
}

/// The page.
#[must_use]
pub fn code_page(page: CodePage) -> impl IntoView {
    let input = Input { problem: page.problem, first: true };
    view! {
        <div class="sign-in">
            <section class="panel">
                <span class="panel-mark"><Icon name="lock"/></span>
                <header><h1>"Your code"</h1><p>"The six digits your app shows now, or one of your recovery codes."</p></header>
                {notice(page.note)}
                <form class="ui-form" method="post" action="/sign-in/code">
                    {page.next.map(|next| view! { <input type="hidden" name="next" value=next/> })}
                    <div class="ui-field">
                        <label class="ui-label" for="code">"Code"</label>
                        <input class="ui-input" id="code" name="code" autocomplete="one-time-code" autocapitalize="characters" spellcheck="false"
                            required maxlength="40" aria-invalid=input.invalid() aria-describedby=input.described("code") autofocus=true/>
                        {input.error("code")}
                    </div>
                    {submit("Sign in")}
                </form>
            </section>
            <p class="sign-in-other"><a href="/sign-in">"Start over"</a></p>
        </div>
    }
}
