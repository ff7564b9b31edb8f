//! A customer's own ticket, opened by its mailed link (D4): the newest answer first, a reply without signing in.

use super::support::{Input, files_field};
use crate::ui::{Avatar, Icon, RichText, TextArea};
use domain::attachment::AttachmentRow;
use domain::message::MessageView;
use domain::status::Category;
use domain::ticket::CustomerTicket;
use domain::{Field, Problems};
use leptos::prelude::*;

/// All that the page shows.
#[derive(Clone, Debug)]
pub struct CustomerPage {
    /// The ticket, as its customer may see it.
    pub ticket: CustomerTicket,
    /// The link's token: the page's own address.
    pub token: String,
    /// Makes a double tap one reply.
    pub once: String,
    /// What was typed, when the page comes back.
    pub typed: String,
    /// What is wrong with it.
    pub problems: Problems,
    /// A sentence that belongs to no field.
    pub note: Option<String>,
    /// Whether files were chosen, which a browser does not keep.
    pub had_files: bool,
}

impl CustomerPage {
    /// The page with nothing typed.
    #[must_use]
    pub fn new(ticket: CustomerTicket, token: String, once: String) -> Self {
        Self { ticket, token, once, typed: String::new(), problems: Problems::default(), note: None, had_files: false }
    }

    /// Such as `ACME-412 Card charged twice`.
    #[must_use]
    pub fn title(&self) -> String {
        format!("{} {}", self.ticket.code, self.ticket.subject)
    }
}

/// The page.
#[must_use]
pub fn customer_page(page: CustomerPage) -> impl IntoView {
    let CustomerTicket { code, subject, status, category, messages, org_name, .. } = page.ticket.clone();
    let opened = messages.last().map(|first| first.at.clone());
    let answered = messages.iter().position(|message| !message.from_customer);
    let talk = Talk { token: page.token.clone(), org_name, answered, open: !is_over(category) };
    let mut articles = messages
        .into_iter()
        .enumerate()
        .map(|(at, message)| article(&talk, at, message))
        .collect::<Vec<_>>()
        .into_iter();
    view! {
        <header class="customer-head">
            <h1>{subject}</h1>
            <p>
                <span class="ui-pill" data-dot="" data-tone=tone(category)>{status}</span>
                <span>{code.to_string()}</span>
                {opened.map(|at| view! { <span>"opened "<time datetime=at.at.rfc3339()>{at.text}</time></span> })}
            </p>
        </header>
        <div class="customer-talk">
            {standing(&page)}
            {articles.next()}
            {reply(page)}
            {articles.collect::<Vec<_>>()}
        </div>
    }
}

/// What every message of the page needs to know.
struct Talk {
    token: String,
    org_name: String,
    /// Which message is the newest answer.
    answered: Option<usize>,
    /// Whether there is something left to solve.
    open: bool,
}

fn article(talk: &Talk, at: usize, message: MessageView) -> AnyView {
    let (number, author) = (message.number, message.author.clone());
    let (id, by) = (format!("m-{number}"), format!("m-{number}-by"));
    let (labelled_by, href) = (by.clone(), format!("#{id}"));
    let (from, whose) = match (message.is_requester, message.from_customer) {
        (true, _) => ("customer", "You".to_owned()),
        // Somebody else wrote by mail, and was let in.
        (false, true) => ("customer", "By mail".to_owned()),
        (false, false) => ("agent", talk.org_name.clone()),
    };
    // Where nobody has answered yet, one may still have found it out oneself.
    let solves = talk.open && at == talk.answered.unwrap_or(0);
    let solve_words = if talk.answered.is_some() { "That solved it" } else { "It is solved already" };
    view! {
        <article class="answer" id=id data-from=from data-newest=(at == 0).then_some("") aria-labelledby=labelled_by>
            <header>
                <Avatar name=author.clone() size="large"/>
                <div><h2 id=by.clone()>{author}</h2><small>{whose}</small></div>
                <a href=href><time datetime=message.at.at.rfc3339()>{message.at.text}</time></a>
            </header>
            <RichText class="answer-body" html=message.html/>
            {(!message.attachments.is_empty()).then(|| files(&talk.token, message.attachments))}
            {solves.then(|| view! {
                <div class="answer-actions">
                    <form method="post" action=format!("/ticket/{}/solve", talk.token)>
                        <button class="ui-button" type="submit"><Icon name="check"/>{solve_words}</button>
                    </form>
                    <a class="ui-button" data-kind="quiet" href="#reply-title"><Icon name="reply"/>"I have another question"</a>
                </div>
            })}
        </article>
    }
    .into_any()
}

fn files(token: &str, files: Vec<AttachmentRow>) -> impl IntoView + use<> {
    let links = files
        .into_iter()
        .map(|file| {
            let href = format!("/ticket/{token}/files/{}", file.id);
            view! { <a href=href download=""><Icon name=icon(&file.name)/>{file.name}" "<small>{size(file.size)}</small></a> }
        })
        .collect::<Vec<_>>();
    view! { <div class="answer-files">{links}</div> }
}

/// How the ticket stands, where that asks for words.
fn standing(page: &CustomerPage) -> Option<AnyView> {
    let words = match page.ticket.category {
        Category::Resolved => "This is solved.",
        Category::Closed => "This ticket is closed.",
        _ => return None,
    };
    let action = format!("/ticket/{}/reopen", page.token);
    Some(
        view! {
            <div class="ui-notice" data-tone="green" role="status">
                <Icon name="check-circle"/>
                <div><h2>{words}</h2><p>"If it comes back, write below and we pick it up again."</p></div>
                <div class="ui-button-row">
                    <form method="post" action=action>
                        <button class="ui-button" type="submit"><Icon name="undo"/>"Not solved after all"</button>
                    </form>
                </div>
            </div>
        }
        .into_any(),
    )
}

fn reply(page: CustomerPage) -> AnyView {
    let over = is_over(page.ticket.category);
    let answerer = page.ticket.messages.iter().find(|message| !message.from_customer);
    let first_name = answerer.and_then(|message| message.author.split_whitespace().next()).map(str::to_owned);
    let title = match (over, first_name) {
        (true, _) => "Something still wrong?".to_owned(),
        (false, Some(name)) => format!("Reply to {name}"),
        (false, None) => "Add something".to_owned(),
    };
    let button = if over { "Reopen and send" } else { "Send reply" };
    let body = page.problems.of(Field::Body).map(str::to_owned);
    let files = page.problems.of(Field::Files).map(str::to_owned);
    let message = Input { first: body.is_some() || page.note.is_some(), problem: body };
    let files = Input { first: !message.first && files.is_some(), problem: files };
    view! {
        <section class="panel" aria-labelledby="reply-title">
            <h2 id="reply-title">{title}</h2>
            {page.note.map(|note| view! {
                <div class="ui-notice" data-tone="red" role="alert"><Icon name="warning"/><div><h2>"Not sent yet"</h2><p>{note}</p></div></div>
            })}
            <form class="ui-form" method="post" action=format!("/ticket/{}/reply", page.token) enctype="multipart/form-data">
                <input type="hidden" name="once" value=page.once/>
                <div class="ui-field">
                    <label class="visually-hidden" for="message">"Message"</label>
                    <TextArea id="message" name="message" rows=3 value=RwSignal::new(page.typed) required=true
                        invalid=message.problem.is_some() nostrip:described_by=message.described("message")
                        autofocus=message.first/>
                    {message.error("message")}
                </div>
                {files_field(files, page.had_files)}
                <div><button class="ui-button" data-kind="primary" type="submit">{button}</button></div>
            </form>
        </section>
    }
    .into_any()
}

/// The confirmation of a new ticket: its code, its link to keep, and where mail went (screens.md 6).
#[must_use]
pub fn receipt_page(ticket: CustomerTicket, url: String) -> impl IntoView {
    let ask = format!("/s/{}/{}", ticket.org_slug, ticket.site.slug);
    view! {
        <section class="panel receipt">
            <span class="panel-mark" data-tone="green"><Icon name="check"/></span>
            <div class="portal-title">
                <h1>"We have it, thank you"</h1>
                <p>"A person reads it next. The answer comes to "<strong>{ticket.requester.email}</strong>", and this page's link with it."</p>
            </div>
            <dl>
                <div><dt>"Your number"</dt><dd class="receipt-code">{ticket.code.to_string()}</dd></div>
                <div><dt>"Your page for it; keep the link to yourself"</dt><dd class="ui-copy" data-wrap=""><a href=url.clone()>{url.clone()}</a></dd></div>
            </dl>
            <div class="ui-button-row">
                <a class="ui-button" data-kind="primary" href=url>"Open my ticket"</a>
                <a class="ui-button" href=ask>"Ask something else"</a>
            </div>
        </section>
    }
}

/// A link that opens nothing: the same for expired, wrong and never given out. `kept` is what was typed into a page whose link
/// died meanwhile, to be copied.
#[must_use]
pub fn link_page(problem: Option<String>, typed: String, kept: String) -> impl IntoView {
    let mail = Input { first: problem.is_some(), problem };
    view! {
        <section class="panel">
            <span class="panel-mark" data-tone="amber"><Icon name="link"/></span>
            <header class="portal-title">
                <h1>"This link does not open anything"</h1>
                <p>"It may be old or cut off. If you wrote to us, we mail you a new one."</p>
            </header>
            {(!kept.is_empty()).then(|| view! {
                <div class="ui-field">
                    <label class="ui-label" for="kept">"What you wrote, to copy"</label>
                    <TextArea id="kept" name="" rows=6 value=RwSignal::new(kept) read_only=true/>
                </div>
            })}
            <form class="ui-form" method="post">
                <div class="ui-field">
                    <label class="ui-label" for="mail">"Your mail address"</label>
                    <input class="ui-input" id="mail" name="mail" type="email" autocomplete="email" inputmode="email" required maxlength="254"
                        value=typed aria-invalid=mail.invalid() aria-describedby=mail.described("mail") autofocus=mail.first/>
                    {mail.error("mail")}
                </div>
                <button class="ui-button wide-button" data-kind="primary" data-size="large" type="submit">"Send me a new link"</button>
            </form>
        </section>
    }
}

/// The answer to asking for a new link: the same whether there is a ticket or not.
#[must_use]
pub fn link_sent_page(mail: String) -> impl IntoView {
    view! {
        <section class="panel">
            <span class="panel-mark"><Icon name="mail"/></span>
            <header class="portal-title">
                <h1>"Look at your mail"</h1>
                <p>"If there is a ticket from "<strong>{mail}</strong>" behind this link, a new link is on its way."</p>
            </header>
        </section>
    }
}

fn is_over(category: Category) -> bool {
    matches!(category, Category::Resolved | Category::Closed)
}

fn tone(category: Category) -> &'static str {
    match category {
        Category::Open => "blue",
        Category::Pending => "amber",
        Category::Resolved => "green",
        Category::Closed | Category::Custom => "grey",
    }
}

fn icon(name: &str) -> &'static str {
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase()).unwrap_or_default();
    if matches!(ending.as_str(), "png" | "jpg" | "jpeg" | "gif" | "webp" | "heic" | "avif") { "image" } else { "file" }
}

/// Such as `412 KB`, as file managers count.
fn size(bytes: i64) -> String {
    match bytes {
        ..1_000 => format!("{bytes} B"),
        1_000..1_000_000 => format!("{} KB", (bytes + 500) / 1_000),
        _ => format!("{}.{} MB", bytes / 1_000_000, bytes / 100_000 % 10),
    }
}

#[cfg(test)]
mod tests {
    use super::{icon, size};

    #[test]
    fn files_are_told_in_words() {
        for (bytes, words) in
            [(0, "0 B"), (999, "999 B"), (1_000, "1 KB"), (412_300, "412 KB"), (10_485_760, "10.4 MB")]
        {
            assert_eq!(size(bytes), words);
        }
        assert_eq!((icon("a.PNG"), icon("png"), icon("a.pdf")), ("image", "file", "file"));
    }
}
