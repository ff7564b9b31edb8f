//! The frame of pages that belong to no organization: the account, and making an organization.

use super::switcher::Switcher;
use crate::text;
use crate::ui::palette::Palette;
use crate::ui::sheet::KeySheet;
use crate::ui::toast::ToastStack;
use leptos::prelude::*;

/// A page with nothing of any organization around it; Ctrl+O leads back to one.
#[component]
pub fn PlainLayout(children: Children) -> impl IntoView {
    super::theme::wear();
    view! {
        <a class="skip-link" href="#main">{text::SKIP}</a>
        <main id="main" tabindex="-1">{children()}</main>
        <Switcher/>
        <Palette/>
        <KeySheet/>
        <ToastStack/>
    }
}
