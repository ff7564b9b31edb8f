//! The pictures of a mail that is to be seen, as `data:` addresses: a browser that shows it asks nobody for anything.

use crate::picture::media_of;
use crate::ports::Fetch;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use mail::html::{Pictures, show};
use mail::parse::Attachment;
use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;
use tokio::task::JoinSet;
use tokio::time::{Instant, timeout_at};

/// Bytes of one picture that came along, and of all of them.
const INLINE: usize = 2 * 1024 * 1024;
const INLINE_ALL: usize = 8 * 1024 * 1024;
/// Pictures of the web in one mail that are fetched, and bytes of each.
const REMOTE: usize = 20;
const REMOTE_BYTES: usize = 1024 * 1024;
/// As long as somebody waits for all of them.
const PATIENCE: Duration = Duration::from_secs(8);

/// The pictures that can be shown.
#[derive(Debug, Default)]
pub(super) struct Shown {
    inline: HashMap<String, String>,
    remote: HashMap<String, String>,
}

impl Pictures for Shown {
    fn inline(&self, content_id: &str) -> Option<Cow<'_, str>> {
        self.inline.get(content_id).map(|address| Cow::Borrowed(address.as_str()))
    }

    fn remote(&self, address: &str) -> Option<Cow<'_, str>> {
        self.remote.get(address).map(|address| Cow::Borrowed(address.as_str()))
    }
}

impl Shown {
    /// Those that came along and are named in the text.
    pub(super) fn inline(named: &[String], attachments: &[Attachment]) -> Self {
        let (mut inline, mut room) = (HashMap::new(), INLINE_ALL);
        for id in named {
            let file = attachments.iter().find(|file| file.content_id.as_deref() == Some(id));
            let Some(file) = file.filter(|file| file.bytes.len() <= INLINE.min(room)) else { continue };
            if let Some(address) = data(&file.bytes) {
                room -= file.bytes.len();
                inline.insert(id.clone(), address);
            }
        }
        Self { inline, remote: HashMap::new() }
    }

    /// And those of the web at these `addresses`, fetched all at once by this machine, so that nobody out there learns who reads, or
    /// where. What does not come in time, or is no picture, is not there.
    pub(super) async fn fetch(&mut self, addresses: Vec<String>, fetch: &Arc<dyn Fetch>) {
        let deadline = Instant::now() + PATIENCE;
        let mut asked = JoinSet::new();
        for address in addresses {
            let fetch = Arc::clone(fetch);
            asked.spawn(async move {
                let bytes = fetch.fetch(&protected(&address), REMOTE_BYTES).await.ok()?;
                Some((address, data(&bytes)?))
            });
        }
        while let Ok(Some(answer)) = timeout_at(deadline, asked.join_next()).await {
            self.remote.extend(answer.ok().flatten());
        }
    }
}

/// Each address of the web once, in the order of the text; none of a picture that only counts who reads.
pub(super) fn addresses(html: &str) -> Vec<String> {
    #[derive(Default)]
    struct Named(RefCell<Vec<String>>);

    impl Pictures for Named {
        fn inline(&self, _: &str) -> Option<Cow<'_, str>> {
            None
        }

        fn remote(&self, address: &str) -> Option<Cow<'_, str>> {
            let mut known = self.0.borrow_mut();
            if known.len() < REMOTE && !known.iter().any(|one| one == address) {
                known.push(address.to_owned());
            }
            None
        }
    }

    let named = Named::default();
    // What it would look like is of no interest yet.
    drop(show(html, &named));
    named.0.into_inner()
}

/// Only protected connections are made: most servers have the same picture there.
fn protected(address: &str) -> String {
    match address.split_at_checked("http://".len()) {
        Some((scheme, rest)) if scheme.eq_ignore_ascii_case("http://") => format!("https://{rest}"),
        _ => address.to_owned(),
    }
}

/// The address of a picture that holds the picture; `None` for what is none.
fn data(bytes: &[u8]) -> Option<String> {
    Some(format!("data:{};base64,{}", media_of(bytes)?, STANDARD.encode(bytes)))
}

#[cfg(test)]
mod tests {
    use super::{REMOTE, addresses, protected};

    #[test]
    fn each_address_is_asked_once_and_no_more_than_twenty() {
        let many: String = (0..30).map(|n| format!("<img src='https://x.example/{}.png'>", n % 25)).collect();
        let found = addresses(&mail::html::sanitise(&many).html);
        assert_eq!(found.len(), REMOTE);
        assert_eq!((found[0].as_str(), found[19].as_str()), ("https://x.example/0.png", "https://x.example/19.png"));
        let pixel = mail::html::sanitise("<img src='https://x.example/o.gif' width=1 height=1><img src=cid:a@b>").html;
        assert!(addresses(&pixel).is_empty());
    }

    #[test]
    fn nothing_is_asked_in_the_open() {
        assert_eq!(protected("HTTP://x.example/a"), "https://x.example/a");
        assert_eq!(protected("https://x.example/a"), "https://x.example/a");
    }
}
