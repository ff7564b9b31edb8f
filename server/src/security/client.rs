//! Where a request comes from: the peer, or what a trusted proxy says of it.

use crate::config::Config;
use axum::http::HeaderMap;
use std::net::IpAddr;

/// The client's address. `X-Forwarded-For` counts only from a trusted proxy, read from the right to the first hop that is none.
#[must_use]
pub fn address(config: &Config, peer: IpAddr, headers: &HeaderMap) -> IpAddr {
    if !config.trusted_proxies.contains(&peer) {
        return peer;
    }
    headers
        .get_all("x-forwarded-for")
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|line| line.split(','))
        .filter_map(|hop| hop.trim().parse::<IpAddr>().ok())
        .rev()
        .find(|hop| !config.trusted_proxies.contains(hop))
        .unwrap_or(peer)
}

/// The network a limit counts for: /24 of IPv4, /56 of IPv6, since one client easily changes the rest.
#[must_use]
pub fn network(address: IpAddr) -> String {
    match address {
        IpAddr::V4(v4) => {
            let [a, b, c, _] = v4.octets();
            format!("{a}.{b}.{c}")
        }
        IpAddr::V6(v6) => {
            let [a, b, c, d, ..] = v6.segments();
            format!("{a:x}:{b:x}:{c:x}:{:x}", d & 0xff00)
        }
    }
}
