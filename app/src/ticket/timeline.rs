//! What was said and done on a ticket, oldest first. Every message has its own link, `#m7`.

use super::composer::Copies;
use super::mail::{Came, Delivered, Frame};
use super::text;
use crate::layout::use_org;
use crate::ui::{Avatar, Icon, RichText, Time};
use domain::Timestamp;
use domain::attachment::AttachmentRow;
use domain::event::EventLine;
use domain::message::{MessageKind, MessageView};
use domain::ticket::{TicketPage, TimelineItem};
use leptos::prelude::*;

/// The id of the line before the first unread message.
pub const UNREAD: &str = "unread";

/// An entry as it is drawn.
#[derive(Clone, PartialEq)]
enum Line {
    Item(Box<TimelineItem>),
    New,
}

impl Line {
    fn key(&self) -> (u8, i64) {
        match self {
            Self::Item(item) => match item.as_ref() {
                TimelineItem::Message(message) => (0, message.number),
                TimelineItem::Event(event) => (1, event.seq),
            },
            Self::New => (2, 0),
        }
    }
}

/// The conversation.
#[component]
pub fn Timeline(
    /// The ticket.
    page: RwSignal<TicketPage>,
    /// The newest message read before this page was opened.
    seen: i64,
    /// When the page was read.
    read: Timestamp,
    /// Who else gets the answer.
    copies: Copies,
) -> impl IntoView {
    let lines = move || {
        page.with(|page| {
            let mut lines: Vec<Line> = page.timeline.iter().cloned().map(|item| Line::Item(Box::new(item))).collect();
            let first = page
                .timeline
                .iter()
                .position(|item| matches!(item, TimelineItem::Message(message) if message.number > seen));
            // On a ticket that nobody here has opened, everything is new and nothing needs saying.
            if let Some(at) = first.filter(|at| *at > 0 && seen > 0) {
                lines.insert(at, Line::New);
            }
            lines
        })
    };
    let site = page.with_untracked(|page| page.ticket.site.name.clone());
    view! {
        <ol class="timeline" role="list" aria-label="Conversation">
            <For each=lines key=Line::key let(line)>
                {match line {
                    Line::New => view! { <li class="timeline-new" id=UNREAD>{text::NEW}</li> }.into_any(),
                    Line::Item(item) => match *item {
                        TimelineItem::Message(message) => view! { <li><Message page message read site=site.clone() copies/></li> }.into_any(),
                        TimelineItem::Event(event) => view! { <Happened event read/> }.into_any(),
                    },
                }}
            </For>
        </ol>
    }
}

#[component]
fn Message(
    page: RwSignal<TicketPage>,
    message: MessageView,
    read: Timestamp,
    site: String,
    copies: Copies,
) -> impl IntoView {
    let org = use_org().slug;
    let kind = match (message.kind, message.from_customer) {
        (MessageKind::Note, _) => "note",
        (MessageKind::Public, true) => "customer",
        (MessageKind::Public, false) => "reply",
    };
    let id = format!("m{}", message.number);
    let by = format!("{id}-by");
    let (own, link, named) = (id.clone(), format!("#{id}"), by.clone());
    let attachments = message.attachments.clone();
    let files = (!attachments.is_empty()).then(|| {
        let files = attachments
            .into_iter()
            .map(|file| view! { <li><Attachment href=format!("/{org}/files/{}", file.id) file/></li> })
            .collect_view();
        view! { <ul class="attachments" role="list" aria-label="Attachments">{files}</ul> }
    });
    let role = text::role(&message, &site);
    let frame = message.mail.as_ref().filter(|mail| mail.facts.has_html);
    let frame = frame.map(|mail| view! { <Frame mail=mail.id pictures=mail.facts.pictures/> });
    let came = message.mail.clone().map(|mail| view! { <Came page author=message.author.clone() mail copies/> });
    view! {
        <article class="message" data-kind=kind id=own aria-labelledby=named>
            <Avatar name=Some(message.author.clone())/>
            <header class="message-head">
                <h2 id=by>{message.author.clone()}</h2>
                <span class="message-role">{(kind == "note").then(|| view! { <Icon name="lock"/> })}<span>{role}</span></span>
                <a class="message-when" href=link><Time moment=message.at read=read/></a>
            </header>
            {came}
            <RichText class="message-body" html=message.html/>
            {frame}
            {files}
            {(kind == "reply").then(|| view! { <Delivered page number=message.number/> })}
        </article>
    }
}

#[component]
fn Attachment(href: String, file: AttachmentRow) -> impl IntoView {
    let ending = file.name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase()).unwrap_or_default();
    let icon = if matches!(ending.as_str(), "png" | "jpg" | "jpeg" | "gif" | "webp" | "heic" | "svg") {
        "image"
    } else {
        "file"
    };
    let (name, size) = (file.name.clone(), text::size(file.size));
    view! {
        <a class="attachment" href=href rel="external" download=file.name>
            <Icon name=icon/>
            <span class="attachment-name">{name}</span>
            <small>{size}</small>
        </a>
    }
}

#[component]
fn Happened(event: EventLine, read: Timestamp) -> impl IntoView {
    view! {
        <li class="event"><Icon name="circle"/><p>{event.text}</p><Time moment=event.at read=read/></li>
    }
}
