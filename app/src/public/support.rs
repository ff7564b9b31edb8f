//! A site's hosted support page (D4, B50): a stranger with a phone, three fields, thirty seconds, no account.

use crate::ui::{Icon, TextArea};
use domain::site::SiteTag;
use domain::{Field, OrgSlug, Problems};
use leptos::prelude::*;

/// What a stranger typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SupportTyped {
    /// Their mail address.
    pub mail: String,
    /// What it is about.
    pub subject: String,
    /// What they wrote.
    pub message: String,
    /// What they call themselves.
    pub name: String,
}

/// All that the page shows.
#[derive(Clone, Debug)]
pub struct SupportPage {
    /// Whose site.
    pub org: OrgSlug,
    /// Which site.
    pub site: SiteTag,
    /// Makes a double tap one ticket.
    pub once: String,
    /// What was typed, when the page comes back.
    pub typed: SupportTyped,
    /// What is wrong with it.
    pub problems: Problems,
    /// A sentence that belongs to no field.
    pub note: Option<String>,
    /// Whether files were chosen, which a browser does not keep.
    pub had_files: bool,
}

impl SupportPage {
    /// The empty page.
    #[must_use]
    pub fn new(org: OrgSlug, site: SiteTag, once: String) -> Self {
        let (typed, problems) = Default::default();
        Self { org, site, once, typed, problems, note: None, had_files: false }
    }
}

/// The fields in the order in which they stand: the first wrong one gets the cursor.
const FIELDS: [(Field, &str, &str); 5] = [
    (Field::Email, "mail", "your mail address"),
    (Field::Subject, "subject", "the subject"),
    (Field::Body, "message", "your message"),
    (Field::Name, "name", "your name"),
    (Field::Files, "files", "your files"),
];

/// The page.
#[must_use]
pub fn support_page(page: SupportPage) -> impl IntoView {
    let first = FIELDS.into_iter().find(|(field, ..)| page.problems.of(*field).is_some());
    let input = |field: Field| Input {
        problem: page.problems.of(field).map(str::to_owned),
        first: first.is_some_and(|(f, ..)| f == field),
    };
    let (mail, subject, message, name) =
        (input(Field::Email), input(Field::Subject), input(Field::Body), input(Field::Name));
    let action = format!("/s/{}/{}", page.org, page.site.slug);
    view! {
        <div class="portal-title"><h1>"How can we help?"</h1><p>"No account needed. We answer by mail."</p></div>
        <section class="panel">
            {notice(&page, first.map(|(_, id, words)| (id, words)))}
            <form class="ui-form" method="post" action=action enctype="multipart/form-data">
                <input type="hidden" name="once" value=page.once.clone()/>
                <div class="ui-field">
                    <label class="ui-label" for="mail">"Your mail address"</label>
                    <input class="ui-input" id="mail" name="mail" type="email" autocomplete="email" inputmode="email" required maxlength="254"
                        value=page.typed.mail.clone() aria-invalid=mail.invalid() aria-describedby=mail.described("mail") autofocus=mail.first/>
                    {mail.error("mail")}
                </div>
                <div class="ui-field">
                    <label class="ui-label" for="subject">"Subject"</label>
                    <input class="ui-input" id="subject" name="subject" required maxlength="200" autocomplete="off"
                        value=page.typed.subject.clone() aria-invalid=subject.invalid() aria-describedby=subject.described("subject") autofocus=subject.first/>
                    {subject.error("subject")}
                </div>
                <div class="ui-field">
                    <label class="ui-label" for="message">"Message"</label>
                    <TextArea id="message" name="message" class="ui-input support-message" rows=6 value=RwSignal::new(page.typed.message.clone())
                        required=true invalid=message.problem.is_some() nostrip:described_by=message.described("message")
                        autofocus=message.first/>
                    {message.error("message")}
                </div>
                <div class="ui-field">
                    <label class="ui-label" for="name">"Your name "<span class="ui-optional">"optional"</span></label>
                    <input class="ui-input" id="name" name="name" autocomplete="name" maxlength="80"
                        value=page.typed.name.clone() aria-invalid=name.invalid() aria-describedby=name.described("name") autofocus=name.first/>
                    {name.error("name")}
                </div>
                {files_field(input(Field::Files), page.had_files)}
                <div class="honeypot" aria-hidden="true"><label>"Leave this empty "<input name="website" tabindex="-1" autocomplete="off"/></label></div>
                <button class="ui-button wide-button" data-kind="primary" data-size="large" type="submit">"Send"</button>
            </form>
        </section>
    }
}

fn notice(page: &SupportPage, first: Option<(&'static str, &'static str)>) -> Option<impl IntoView + use<>> {
    let note = page.note.clone();
    (note.is_some() || first.is_some()).then(|| {
        let words = match (note, first) {
            (Some(note), _) => note.into_any(),
            (None, Some((id, words))) => {
                view! { "Please look at "<a href=format!("#{id}")>{words}</a>". All you wrote is still here." }
                    .into_any()
            }
            (None, None) => ().into_any(),
        };
        view! {
            <div class="ui-notice" data-tone="red" role="alert">
                <Icon name="warning"/>
                <div><h2>"Not sent yet"</h2><p>{words}</p></div>
            </div>
        }
    })
}

/// The choice of files; `again` says that a browser forgets them.
pub(crate) fn files_field(input: Input, again: bool) -> impl IntoView {
    let hint = if again { "Files have to be chosen again. Up to 5, 10 MB each." } else { "Up to 5, 10 MB each." };
    let described = if input.problem.is_some() { "files-error files-hint" } else { "files-hint" };
    view! {
        <div class="support-file">
            <label class="ui-label" for="files">"Pictures or files "<span class="ui-optional">"optional"</span></label>
            <input type="file" id="files" name="files" multiple aria-invalid=input.invalid() aria-describedby=described autofocus=input.first/>
            {input.error("files")}
            <p class="ui-hint" id="files-hint">{hint}</p>
        </div>
    }
}

/// What a field says about itself.
#[derive(Clone, Debug, Default)]
pub(crate) struct Input {
    pub(crate) problem: Option<String>,
    pub(crate) first: bool,
}

impl Input {
    pub(crate) fn invalid(&self) -> Option<&'static str> {
        self.problem.is_some().then_some("true")
    }

    pub(crate) fn described(&self, id: &str) -> Option<String> {
        self.problem.is_some().then(|| format!("{id}-error"))
    }

    pub(crate) fn error(&self, id: &str) -> Option<impl IntoView + use<>> {
        let id = format!("{id}-error");
        self.problem.clone().map(|problem| view! { <p class="ui-error" id=id><Icon name="warning"/>{problem}</p> })
    }
}
