//! The yardstick: an axum handler that answers with the same bytes from memory, in a process of its own.

use anyhow::Result;
use axum::Router;
use axum::body::Bytes;
use axum::http::header;
use axum::serve::ListenerExt as _;
use std::net::SocketAddr;
use std::path::Path;

/// Serves the bytes of a file until it is killed.
pub async fn run(addr: SocketAddr, bytes: &Path) -> Result<()> {
    let bytes = Bytes::from(std::fs::read(bytes)?);
    let answer = move || {
        let bytes = bytes.clone();
        async move { ([(header::CONTENT_TYPE, "text/html; charset=utf-8")], bytes) }
    };
    let listener = tokio::net::TcpListener::bind(addr).await?.tap_io(|tcp| {
        // Answers later at worst.
        let _ = tcp.set_nodelay(true);
    });
    axum::serve(listener, Router::new().fallback(answer)).await?;
    Ok(())
}
