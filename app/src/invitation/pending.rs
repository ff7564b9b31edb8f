//! Who has not answered yet (S2-31), each with the ways to send again, to copy a link and to take back.

use super::calls::{invitation_link, invitation_resend, invitation_revoke};
use super::list::Here;
use super::text;
use crate::ui::copy::Copy;
use crate::ui::toast::use_toasts;
use crate::ui::{Empty, Icon, browser};
use domain::invitation::{InvitationPage, InvitationRow, expires_in};
use domain::{InvitationId, Timestamp};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// A link that was made to be copied, and for whom.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Made {
    email: String,
    link: String,
}

/// The list.
#[component]
pub(super) fn Pending(here: Here) -> impl IntoView {
    let page = here.page;
    let (link, email) = (here.typed.value("link"), here.typed.value("link_for"));
    let made = RwSignal::new((!link.is_empty()).then_some(Made { email, link }));
    let empty = Memo::new(move |_| page.with(|page| page.rows.is_empty()));
    let ids = move || page.with(|page| page.rows.iter().map(|row| row.id).collect::<Vec<_>>());
    let table = move || {
        if empty.get() {
            return view! { <Empty icon="mail" title="No invitation is open" text=text::NONE/> }.into_any();
        }
        let (here, ids) = (here.clone(), ids);
        view! {
            <div class="ui-table-frame">
                <table class="ui-table">
                    <thead><tr>
                        <th scope="col">"Invited"</th><th scope="col">"Role"</th>
                        <th scope="col" data-hide="narrow">"Expiry"</th><th scope="col"><span class="visually-hidden">"What to do"</span></th>
                    </tr></thead>
                    <tbody><For each=ids key=|id| *id let(id)><Line here=here.clone() id made/></For></tbody>
                </table>
            </div>
        }
        .into_any()
    };
    view! {
        <section class="section invitation-pending" aria-labelledby="pending-title">
            <div class="section-head"><h2 id="pending-title" tabindex="-1">"Pending"</h2><p>{text::PENDING_WHY}</p></div>
            <div class="section-body">
                {move || made.get().map(|made| view! { <MadeLink made/> })}
                {table}
            </div>
        </section>
    }
}

/// A fresh link, to take along now.
#[component]
fn MadeLink(made: Made) -> impl IntoView {
    view! {
        <div class="ui-notice" data-tone="green" role="status">
            <Icon name="link"/>
            <div>
                <h3>{format!("Link for {}", made.email)}</h3>
                <Copy text=made.link what="the invitation link"/>
                <p>{text::LINK_ONCE}</p>
            </div>
        </div>
    }
}

/// One invitation. Its words follow what is read again; its buttons stay, and the keyboard on them.
#[component]
fn Line(here: Here, id: InvitationId, made: RwSignal<Option<Made>>) -> impl IntoView {
    let page = here.page;
    let email = page.with_untracked(|page| of(page, id).map(|row| row.email.clone())).unwrap_or_default();
    let words =
        Memo::new(move |_| page.with(|page| of(page, id).map(|row| Words::of(row, page.read)).unwrap_or_default()));
    let text = move |pick: fn(&Words) -> &String| move || words.with(|words| pick(words).clone());
    let tone = move || if words.with(|words| words.expired) { "amber" } else { "grey" };
    view! {
        <tr>
            <td>
                <span class="ui-cell-main">
                    <strong>{email.clone()}</strong>
                    <small>{text(|words| &words.sent)}</small>
                    <small class="invitation-narrow">{text(|words| &words.expiry)}</small>
                </span>
            </td>
            <td>{text(|words| &words.role)}</td>
            <td data-hide="narrow"><span class="ui-pill" data-tone=tone title=text(|words| &words.until)>{text(|words| &words.expiry)}</span></td>
            <td data-align="end"><Ways here id email made/></td>
        </tr>
    }
}

fn of(page: &InvitationPage, id: InvitationId) -> Option<&InvitationRow> {
    page.rows.iter().find(|row| row.id == id)
}

/// What a line says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Words {
    sent: String,
    role: String,
    expiry: String,
    until: String,
    expired: bool,
}

impl Words {
    fn of(row: &InvitationRow, read: Timestamp) -> Self {
        let by = row.invited_by.as_ref().map_or_else(|| "Invited".to_owned(), |name| format!("Invited by {name}"));
        Self {
            sent: format!("{by}, {}", row.sent.text),
            role: in_teams(row),
            expiry: expires_in(row.expires.at, read),
            until: row.expires.text.clone(),
            expired: row.expires.at <= read,
        }
    }
}

/// Such as `Agent · Print, Web`.
fn in_teams(row: &InvitationRow) -> String {
    let teams = row.teams.iter().map(|team| team.name.as_str()).collect::<Vec<_>>().join(", ");
    if teams.is_empty() { row.role.name.clone() } else { format!("{} · {teams}", row.role.name) }
}

/// Three forms of one button each, so that they work without script.
#[component]
fn Ways(here: Here, id: InvitationId, email: String, made: RwSignal<Option<Made>>) -> impl IntoView {
    let toasts = use_toasts();
    let busy = RwSignal::new(false);
    let path = here.path();
    let org = here.org.clone();
    let whose = email.clone();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let what = pressed(&event);
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        let (here, org, email) = (here.clone(), org.clone(), whose.clone());
        spawn_local(async move {
            let answer = match what.as_str() {
                "link" => invitation_link(org, id).await.map(|link| {
                    made.try_set(Some(Made { email, link }));
                    None
                }),
                "revoke" => invitation_revoke(org, id).await.map(|()| Some(text::REVOKED)),
                _ => invitation_resend(org, id).await.map(|()| Some(text::RESENT)),
            };
            busy.try_set(false);
            match answer {
                Ok(words) => {
                    if let Some(words) = words {
                        toasts.say(words);
                    }
                    if what == "revoke" {
                        browser::focus("pending-title");
                    }
                    here.read_again();
                }
                Err(error) => toasts.warn(error.message),
            }
        });
    };
    let button = |what: &'static str, words: &'static str, icon: &'static str| {
        let of = format!(" {email}");
        view! {
            <button class="ui-button" data-size="small" type="submit" name="do" value=what aria-busy=move || busy.get().then_some("true")>
                <Icon name=icon/><span>{words}<span class="visually-hidden">{of}</span></span>
            </button>
        }
    };
    let (resend, link, revoke) = (
        button("resend", "Resend", "refresh"),
        button("link", "Copy link", "link"),
        button("revoke", "Revoke", "trash"),
    );
    view! {
        <form class="invitation-ways" method="post" action=path on:submit=submit>
            <input type="hidden" name="invitation" value=id.to_string()/>
            {resend}{link}{revoke}
        </form>
    }
}

/// Which button sent the form.
fn pressed(event: &SubmitEvent) -> String {
    use wasm_bindgen::JsCast;
    event
        .submitter()
        .and_then(|button| button.dyn_into::<web_sys::HtmlButtonElement>().ok())
        .map(|button| button.value())
        .unwrap_or_default()
}
