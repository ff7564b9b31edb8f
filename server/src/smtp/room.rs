//! How many are in, and how much memory their mails take.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// Everybody who is connected.
pub(super) struct Callers {
    most: usize,
    each: usize,
    /// By the client's network, as a /64 of IPv6 is one client's.
    here: Arc<Mutex<HashMap<IpAddr, usize>>>,
}

/// A client's place; free again when it is dropped.
pub(super) struct Place {
    client: IpAddr,
    here: Arc<Mutex<HashMap<IpAddr, usize>>>,
}

impl Callers {
    pub(super) fn new(most: usize, each: usize) -> Self {
        Self { most, each, here: Arc::default() }
    }

    /// `None`: there are too many, or too many from there.
    pub(super) fn admit(&self, ip: IpAddr) -> Option<Place> {
        let client = client(ip);
        let mut here = self.here.lock().unwrap_or_else(PoisonError::into_inner);
        if here.values().sum::<usize>() >= self.most || here.get(&client).is_some_and(|count| *count >= self.each) {
            return None;
        }
        *here.entry(client).or_default() += 1;
        Some(Place { client, here: Arc::clone(&self.here) })
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut here = self.here.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = here.get_mut(&self.client) {
            *count -= 1;
            if *count == 0 {
                here.remove(&self.client);
            }
        }
    }
}

fn client(ip: IpAddr) -> IpAddr {
    match ip {
        IpAddr::V4(_) => ip,
        IpAddr::V6(v6) => {
            let [a, b, c, d, ..] = v6.segments();
            IpAddr::from([a, b, c, d, 0, 0, 0, 0])
        }
    }
}

/// Memory for mails that are coming in.
pub(super) struct Room {
    most: usize,
    taken: AtomicUsize,
}

impl Room {
    pub(super) fn new(most: usize) -> Self {
        Self { most, taken: AtomicUsize::new(0) }
    }

    /// Nothing yet.
    pub(super) fn share(&self) -> Share<'_> {
        Share { room: self, bytes: 0 }
    }
}

/// What one session has of the room; free again when it is dropped.
pub(super) struct Share<'a> {
    room: &'a Room,
    bytes: usize,
}

impl Share<'_> {
    /// Has `bytes` from now on. False: there is no room for them.
    pub(super) fn set(&mut self, bytes: usize) -> bool {
        let (more, less) = (bytes.saturating_sub(self.bytes), self.bytes.saturating_sub(bytes));
        self.bytes = bytes;
        self.room.taken.fetch_sub(less, Ordering::Relaxed);
        let taken = self.room.taken.fetch_add(more, Ordering::Relaxed) + more;
        more == 0 || taken <= self.room.most
    }
}

impl Drop for Share<'_> {
    fn drop(&mut self) {
        self.set(0);
    }
}

#[cfg(test)]
mod tests {
    use super::{Callers, Room};
    use std::net::IpAddr;

    fn ip(text: &str) -> IpAddr {
        text.parse().expect("an address")
    }

    #[test]
    fn nobody_takes_all_places_and_a_place_is_free_again() {
        let callers = Callers::new(3, 2);
        let first = callers.admit(ip("2001:db8::1")).expect("a place");
        let _second = callers.admit(ip("2001:db8::2")).expect("another");
        assert!(callers.admit(ip("2001:db8::3")).is_none());
        let _third = callers.admit(ip("192.0.2.1")).expect("somebody else");
        assert!(callers.admit(ip("192.0.2.2")).is_none());
        drop(first);
        assert!(callers.admit(ip("192.0.2.2")).is_some());
    }

    #[test]
    fn a_share_grows_while_there_is_room() {
        let room = Room::new(100);
        let (mut one, mut other) = (room.share(), room.share());
        assert!(one.set(60) && other.set(40));
        assert!(!other.set(41));
        assert!(other.set(0) && one.set(100));
        drop(one);
        assert!(other.set(100));
    }
}
