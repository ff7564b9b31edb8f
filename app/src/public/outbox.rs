//! `/dev/outbox`: mail that a machine without SMTP wrote instead of sending, and the simulator that sends some in. Exists on
//! loopback only.

use super::support::Input;
use crate::ui::{Icon, TextArea};
use domain::{Field, Problems};
use leptos::prelude::*;

/// A mail in the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutboxRow {
    /// The last segment of its page's address.
    pub id: String,
    /// Its subject.
    pub subject: String,
    /// Who gets it.
    pub to: String,
    /// When it was written, as its header has it.
    pub date: String,
    /// How it begins.
    pub begins: String,
}

/// A mail on its own page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutboxMail {
    /// Its subject.
    pub subject: String,
    /// Such as `Acme <no-reply@desk.example>`.
    pub from: String,
    /// Who gets it.
    pub to: String,
    /// When, as its header has it.
    pub date: String,
    /// Stays the same when it is sent again.
    pub message_id: String,
    /// The text part.
    pub text: String,
    /// Our own origin: links below it open on the host at hand.
    pub public_url: String,
    /// What an answer to it begins with.
    pub answer: SimulatedMail,
}

/// A mail to be sent in, as it was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SimulatedMail {
    /// Who writes.
    pub from: String,
    /// To a mailbox, or to a reply address.
    pub to: String,
    /// One line.
    pub subject: String,
    /// The text part; may be empty where there is HTML.
    pub text: String,
    /// The HTML part; may be empty.
    pub html: String,
    /// The Message-ID of the mail that it answers; empty for none.
    pub answers: String,
}

/// The list, newest first.
#[must_use]
pub fn outbox_page(mails: Vec<OutboxRow>, brought: bool) -> impl IntoView {
    let list = if mails.is_empty() {
        view! { <div class="panel"><p>"Nothing yet. Mail appears here a moment after it is asked for: load the page again."</p></div> }.into_any()
    } else {
        let rows = mails.into_iter().map(|mail| {
            view! {
                <li>
                    <a class="outbox-mail" href=format!("/dev/outbox/{}", mail.id)>
                        <b>{mail.subject}</b>
                        <small>{mail.date}</small>
                        <small>{format!("To {} · {}", mail.to, mail.begins)}</small>
                    </a>
                </li>
            }
        });
        view! { <ul class="outbox" role="list">{rows.collect_view()}</ul> }.into_any()
    };
    view! {
        <div class="portal-title"><h1>"Outbox"</h1><p>"Mail this machine wrote instead of sending. Newest first."</p></div>
        {brought.then(|| view! {
            <div class="ui-notice" data-tone="green" role="status">
                <Icon name="check"/>
                <div><h2>"The receiver took it"</h2><p>"A moment later it is in the inbox of the mailbox's organization."</p></div>
            </div>
        })}
        <details class="panel simulator">
            <summary>"Send a test mail"</summary>
            <p>"It goes through the real receiver, as mail from outside does."</p>
            {form(SimulatedMail::default(), &Problems::default())}
        </details>
        {list}
    }
}

/// One mail: its text, with links that work.
#[must_use]
pub fn outbox_mail_page(mail: OutboxMail) -> impl IntoView {
    let facts = [("From", mail.from), ("To", mail.to), ("Written", mail.date), ("Message-ID", mail.message_id)];
    let text = pieces(&mail.text, &mail.public_url);
    let first = text.iter().find_map(|piece| piece.href.clone());
    view! {
        <p><a href="/dev/outbox">"All mail"</a></p>
        <article class="panel">
            <h1>{mail.subject}</h1>
            <dl class="mail-facts">{facts.into_iter().map(|(name, value)| view! { <div><dt>{name}</dt><dd>{value}</dd></div> }).collect_view()}</dl>
            {first.map(|href| view! { <div class="mail-links"><a class="ui-button" data-kind="primary" href=href>"Open its link"</a></div> })}
            <pre class="mail-text" tabindex="0" role="region" aria-label="Text of the mail">
                {text.into_iter().map(|piece| match piece.href {
                    Some(href) => view! { <a href=href>{piece.text}</a> }.into_any(),
                    None => piece.text.into_any(),
                }).collect_view()}
            </pre>
        </article>
        <section class="panel simulator" aria-labelledby="answer">
            <h2 id="answer">"Answer it as its reader"</h2>
            {form(mail.answer, &Problems::default())}
        </section>
    }
}

/// The form again, with what was typed and what the receiver said.
#[must_use]
pub fn simulator_page(typed: SimulatedMail, problems: Problems) -> impl IntoView {
    view! {
        <p><a href="/dev/outbox">"All mail"</a></p>
        <section class="panel simulator">
            <div class="portal-title"><h1>"Send a test mail"</h1><p>"It goes through the real receiver, as mail from outside does."</p></div>
            {form(typed, &problems)}
        </section>
    }
}

fn form(typed: SimulatedMail, problems: &Problems) -> impl IntoView + use<> {
    let first = problems.0.first().map(|problem| problem.field);
    let input = |field: Field| {
        let problem = problems.0.iter().find(|problem| problem.field == field).map(|problem| problem.message.clone());
        Input { problem, first: first == Some(field) }
    };
    let (from, to, text) = (input(Field::Email), input(Field::Address), input(Field::Body));
    let is_answer = !typed.answers.is_empty();
    view! {
        <form method="post" action="/dev/outbox" class="simulator-form" novalidate>
            <div class="ui-field">
                <label class="ui-label" for="from">"From"</label>
                <input class="ui-input" id="from" name="from" inputmode="email" autocomplete="off" placeholder="ana@example.com"
                    value=typed.from aria-invalid=from.invalid() aria-describedby=from.described("from") autofocus=from.first/>
                {from.error("from")}
            </div>
            <div class="ui-field">
                <label class="ui-label" for="to">"To"</label>
                <input class="ui-input" id="to" name="to" inputmode="email" autocomplete="off" placeholder="A mailbox's address"
                    value=typed.to aria-invalid=to.invalid() aria-describedby=to.described("to") autofocus=to.first/>
                {to.error("to")}
            </div>
            <div class="ui-field">
                <label class="ui-label" for="subject">"Subject"</label>
                <input class="ui-input" id="subject" name="subject" autocomplete="off" value=typed.subject/>
            </div>
            <div class="ui-field">
                <label class="ui-label" for="text">"Text"</label>
                <TextArea id="text" name="text" class="ui-input" rows=5 value=RwSignal::new(typed.text)
                    invalid=text.problem.is_some() nostrip:described_by=text.described("text") autofocus=text.first/>
                {text.error("text")}
            </div>
            {(!is_answer).then(|| view! {
                <div class="ui-field">
                    <label class="ui-label" for="html">"HTML "<span class="ui-optional">"optional"</span></label>
                    <TextArea id="html" name="html" class="ui-input" rows=3 value=RwSignal::new(typed.html)/>
                </div>
            })}
            <input type="hidden" name="answers" value=typed.answers/>
            <button class="ui-button" data-kind="primary" type="submit">{if is_answer { "Send the answer" } else { "Send it in" }}</button>
        </form>
    }
}

/// A run of text, or a web address in it.
#[derive(Debug, PartialEq, Eq)]
struct Piece {
    text: String,
    href: Option<String>,
}

/// Splits a text at its web addresses; ours lose their origin, so that they open on the host at hand.
fn pieces(text: &str, public_url: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut plain = String::new();
    for word in text.split_inclusive(char::is_whitespace) {
        let address = word.trim_end();
        if !address.starts_with("https://") && !address.starts_with("http://") {
            plain.push_str(word);
            continue;
        }
        if !plain.is_empty() {
            pieces.push(Piece { text: std::mem::take(&mut plain), href: None });
        }
        let ours = address.strip_prefix(public_url).filter(|path| path.starts_with('/'));
        pieces.push(Piece { text: address.to_owned(), href: Some(ours.unwrap_or(address).to_owned()) });
        plain.push_str(&word[address.len()..]);
    }
    if !plain.is_empty() {
        pieces.push(Piece { text: plain, href: None });
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::{Piece, pieces};

    #[test]
    fn addresses_become_links_and_the_text_stays() {
        let text = "Answer here: http://desk.example/ticket/x\n\njavascript:alert(1) https://other.example/ http://desk.example.evil/\n";
        let found = pieces(text, "http://desk.example");
        assert_eq!(found.iter().map(|piece| piece.text.as_str()).collect::<String>(), text);
        let links: Vec<&str> = found.iter().filter_map(|piece| piece.href.as_deref()).collect();
        assert_eq!(links, ["/ticket/x", "https://other.example/", "http://desk.example.evil/"]);
        assert_eq!(found[0], Piece { text: "Answer here: ".to_owned(), href: None });
    }
}
