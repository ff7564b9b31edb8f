//! The browser's side of live: one leader tab listens, all tabs hear.

use super::{CAUGHT_UP, Live, LiveState};
use crate::ui::browser;
use domain::OrgSlug;
use domain::live::Change;
use futures_util::StreamExt;
use futures_util::future::{Either, select};
use gloo_net::eventsource::State;
use gloo_net::eventsource::futures::EventSource;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::pin::pin;
use std::rc::Rc;
use std::time::Duration;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};

const CHANNEL: &str = "helpstead-live";
/// Seconds between tries: doubled from the first to the second.
const FIRST_WAIT: u32 = 1;
const LONGEST_WAIT: u32 = 30;
/// Seconds a connection may take to open.
const OPENING: u32 = 4;
/// Seconds without a pulse after which a stream counts as dead; the server sends one every 15.
const SILENCE: u32 = 40;

/// What tabs tell each other.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(tag = "t", rename_all = "snake_case")]
enum Word {
    /// Something changed.
    Change(Change),
    /// The stream was lost (seconds to the next try) or is back (`None`).
    State { lost: Option<u32> },
    /// A tab tells which organizations its person has.
    Orgs { orgs: Vec<OrgSlug> },
    /// A tab shows a page that was read at this event number.
    Read { org: OrgSlug, seq: i64 },
    /// A tab wants the next try now.
    Hurry,
    /// The session of this browser ended.
    SignedOut,
}

struct Leader {
    /// The newest change seen per organization; `None` until the first.
    seen: BTreeMap<String, Option<i64>>,
    /// Raised when the organizations changed or somebody is in a hurry: the present stream or wait ends.
    generation: u32,
}

type Shared = Rc<RefCell<Leader>>;

/// Joins the tabs of this browser. Called again when the person's organizations changed.
pub(super) fn listen(live: Live, orgs: Vec<OrgSlug>, started: bool) {
    let Ok(channel) = web_sys::BroadcastChannel::new(CHANNEL) else {
        return;
    };
    say(&channel, &Word::Orgs { orgs: orgs.clone() });
    if started {
        return;
    }
    let leader: Shared = Rc::new(RefCell::new(Leader {
        seen: orgs.into_iter().map(|slug| (slug.as_str().to_owned(), None)).collect(),
        generation: 0,
    }));
    hear(&channel, live, Rc::clone(&leader));
    let hurry_channel = channel.clone();
    let hurry_leader = Rc::clone(&leader);
    Effect::new(move |_| {
        if live.hurry.get() > 0 {
            say(&hurry_channel, &Word::Hurry);
            hurry_leader.borrow_mut().generation += 1;
        }
    });
    let (read_channel, read_leader) = (channel.clone(), Rc::clone(&leader));
    Effect::new(move |_| {
        let Some((org, seq)) = live.read.get() else { return };
        say(&read_channel, &Word::Read { org: org.clone(), seq });
        if let Some(missed) = read_at(&read_leader, &org, seq) {
            live.set_last.set(Some(missed));
        }
    });
    lead_when_free(live, channel, leader);
}

/// Where a stream has to begin for a page that was read at `seq`; what to tell the page if the stream is further already.
fn read_at(leader: &Shared, org: &OrgSlug, seq: i64) -> Option<Change> {
    let mut leader = leader.borrow_mut();
    let seen = leader.seen.entry(org.as_str().to_owned()).or_insert(None);
    match *seen {
        None => *seen = Some(seq),
        Some(newer) if newer > seq => {
            return Some(Change { org: org.clone(), seq: newer, kind: CAUGHT_UP.to_owned(), ticket: None, by: None });
        }
        Some(_) => {}
    }
    None
}

fn say(channel: &web_sys::BroadcastChannel, word: &Word) {
    if let Ok(text) = serde_json::to_string(word) {
        // A closed channel means a closing tab.
        let _ = channel.post_message(&JsValue::from_str(&text));
    }
}

fn hear(channel: &web_sys::BroadcastChannel, live: Live, leader: Shared) {
    let answers = channel.clone();
    let on_message = Closure::<dyn Fn(web_sys::MessageEvent)>::new(move |event: web_sys::MessageEvent| {
        let Some(word) = event.data().as_string().and_then(|text| serde_json::from_str::<Word>(&text).ok()) else {
            return;
        };
        match word {
            Word::Change(change) => show(live, &leader, change),
            Word::State { lost: None } => live.set_state.set(LiveState::Connected),
            Word::State { lost: Some(seconds) } => live.set_state.set(LiveState::Lost { seconds }),
            Word::Orgs { orgs } => {
                let mut leader = leader.borrow_mut();
                let before = leader.seen.len();
                for slug in orgs {
                    leader.seen.entry(slug.as_str().to_owned()).or_insert(None);
                }
                if leader.seen.len() != before {
                    leader.generation += 1;
                }
            }
            Word::Read { org, seq } => {
                if let Some(missed) = read_at(&leader, &org, seq) {
                    say(&answers, &Word::Change(missed));
                }
            }
            Word::Hurry => leader.borrow_mut().generation += 1,
            Word::SignedOut => leave_soon(),
        }
    });
    channel.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    // Lives as long as the tab.
    on_message.forget();
}

fn show(live: Live, leader: &Shared, change: Change) {
    if let Some(seen) = leader.borrow_mut().seen.get_mut(change.org.as_str()) {
        *seen = Some(seen.unwrap_or(0).max(change.seq));
    }
    live.set_last.set(Some(change));
}

/// Waits for the lock that one tab of the browser holds; where locks do not exist, every tab listens for itself.
fn lead_when_free(live: Live, channel: web_sys::BroadcastChannel, leader: Shared) {
    let lead = Closure::once_into_js(move |_lock: JsValue| -> js_sys::Promise {
        spawn_local(stream_for_ever(live, channel, leader));
        // Never resolved: the lock is held until the tab goes.
        js_sys::Promise::new(&mut |_resolve, _reject| {})
    });
    let lead: js_sys::Function = lead.unchecked_into();
    let locks = js_sys::Reflect::get(&window().navigator(), &"locks".into()).unwrap_or(JsValue::UNDEFINED);
    if locks.is_undefined() {
        let _ = lead.call1(&JsValue::NULL, &JsValue::NULL);
        return;
    }
    let request =
        js_sys::Reflect::get(&locks, &"request".into()).ok().and_then(|f| f.dyn_into::<js_sys::Function>().ok());
    if let Some(request) = request {
        let _ = request.call2(&locks, &CHANNEL.into(), &lead);
    }
}

async fn stream_for_ever(live: Live, channel: web_sys::BroadcastChannel, leader: Shared) {
    let mut wait = FIRST_WAIT;
    loop {
        let generation = leader.borrow().generation;
        let opened = stream_once(live, &channel, &leader).await;
        if opened {
            wait = FIRST_WAIT;
        }
        if leader.borrow().generation != generation {
            continue;
        }
        for seconds in (1..=wait).rev() {
            live.set_state.set(LiveState::Lost { seconds });
            say(&channel, &Word::State { lost: Some(seconds) });
            sleep(1000).await;
            if leader.borrow().generation != generation {
                break;
            }
        }
        wait = (wait * 2).min(LONGEST_WAIT);
    }
}

/// One connection, until it ends. Answers whether it ever opened.
async fn stream_once(live: Live, channel: &web_sys::BroadcastChannel, leader: &Shared) -> bool {
    let (url, generation) = {
        let leader = leader.borrow();
        let part = |(slug, seq): (&String, &Option<i64>)| match seq {
            Some(seq) => format!("{slug}:{seq}"),
            None => slug.clone(),
        };
        let Some(first) = leader.seen.iter().next() else { return false };
        let after = first.1.map(|seq| format!("after={seq}&")).unwrap_or_default();
        let also: Vec<String> = leader.seen.iter().skip(1).map(part).collect();
        (format!("/live/{}?{after}also={}", first.0, also.join(",")), leader.generation)
    };
    let Ok(mut source) = EventSource::new(&url) else { return false };
    let Ok(mut changes) = source.subscribe("change") else { return false };
    let Ok(pulses) = source.subscribe("pulse") else { return false };
    let Ok(ends) = source.subscribe("signed_out") else { return false };
    let mut others = futures_util::stream::select(pulses, ends);
    let mut opened = false;
    let mut silent = 0;
    loop {
        // The browser itself goes on trying without a word, so the stream is looked after once a second.
        let second = pin!(sleep(1000));
        let item = match select(select(changes.next(), others.next()), second).await {
            Either::Left((Either::Left((item, _)) | Either::Right((item, _)), _)) => item,
            Either::Right(_) => {
                silent += 1;
                let lost = source.state() != State::Open && silent >= OPENING;
                if lost || silent >= SILENCE || leader.borrow().generation != generation {
                    return opened;
                }
                continue;
            }
        };
        silent = 0;
        if leader.borrow().generation != generation {
            return opened;
        }
        let Some(Ok((name, event))) = item else { return opened };
        if name == "signed_out" {
            say(channel, &Word::SignedOut);
            leave_soon();
            return opened;
        }
        if !opened {
            opened = true;
            live.set_state.set(LiveState::Connected);
            say(channel, &Word::State { lost: None });
        }
        let change = event.data().as_string().and_then(|text| serde_json::from_str::<Change>(&text).ok());
        if let ("change", Some(change)) = (name.as_str(), change) {
            say(channel, &Word::Change(change.clone()));
            show(live, leader, change);
        }
    }
}

/// To sign-in, unless the page is on its way there already because somebody signed out on it.
fn leave_soon() {
    set_timeout(browser::to_sign_in, Duration::from_millis(300));
}

async fn sleep(milliseconds: i32) {
    let promise = js_sys::Promise::new(&mut |resolve, _reject| {
        let _ = window().set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, milliseconds);
    });
    let _ = JsFuture::from(promise).await;
}
