//! Where a request comes from: the peer, or what a trusted proxy says of it.

use crate::config::Config;
use crate::state::AppState;
use axum::extract::{ConnectInfo, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;
use std::net::{IpAddr, SocketAddr};

/// Carries the client's address through this process; whatever came in under the name is overwritten.
const ADDRESS: HeaderName = HeaderName::from_static("helpstead-address");

/// Notes where a request comes from, for whoever resolves its caller.
pub async fn note(State(state): State<AppState>, mut request: Request, next: Next) -> Response {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|peer| peer.0.ip());
    let known = peer.map(|peer| address(&state.config, peer, request.headers()).to_string());
    match known.and_then(|known| HeaderValue::from_str(&known).ok()) {
        Some(known) => request.headers_mut().insert(ADDRESS, known),
        None => request.headers_mut().remove(ADDRESS),
    };
    next.run(request).await
}

/// The address noted of a request.
#[must_use]
pub fn noted(headers: &HeaderMap) -> Option<String> {
    headers.get(ADDRESS)?.to_str().ok().map(str::to_owned)
}

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
