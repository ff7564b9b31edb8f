//! `helpstead serve`: everything in one process, until it is told to stop.

use super::demo;
use crate::config::{Config, Given};
use crate::state::AppState;
use crate::{jobs, routes, smtp, wire};
use axum::serve::ListenerExt as _;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;

/// How long in-flight requests get when the process is told to stop.
const GRACE: Duration = Duration::from_secs(20);

/// Serves. Errors: settings, shelves or an address that cannot be had; each says what to do.
pub async fn run(given: &Given, with_demo: bool) -> anyhow::Result<()> {
    let config = Config::load(given).map_err(anyhow::Error::msg)?;
    if with_demo && !config.is_loopback() {
        anyhow::bail!(
            "demo data has well-known content and printed passwords: it is served on a loopback address only"
        );
    }
    if !config.is_secure() {
        tracing::warn!(
            url = config.public_url,
            "this origin is plain http, so the session cookie cannot be Secure: put TLS in front"
        );
    }
    app::shell::use_names(crate::assets::names());
    let listener = TcpListener::bind(config.addr).await.map_err(|error| {
        anyhow::anyhow!(
            "cannot listen on {}: {error}. Is another Helpstead running? Choose another with --addr.",
            config.addr
        )
    })?;
    let mail = match config.smtp_addr {
        Some(addr) => Some((smtp::bind(addr).await?, smtp::Identity::of(&config)?)),
        None => None,
    };
    let state = wire::state(config).await?;
    let told = if with_demo { demo::fill_when_empty(&state).await? } else { demo::known(&state)? };
    let jobs = jobs::start(&state);
    let receiver = match mail {
        Some((listener, identity)) => {
            let addr = listener.local_addr()?;
            tracing::info!(%addr, "mail is received");
            let _ = state.receiver.set(addr);
            let door = Arc::new(smtp::DeskDoor(state.desk.clone()));
            Some(smtp::start(listener, door, identity, smtp::Limits::default()))
        }
        None => None,
    };
    let follow = tokio::spawn(follow(state.clone()));
    let url = state.config.public_url.clone();
    println!("Helpstead serves {url}");
    if let Some(told) = told {
        told.print(&state).await?;
    } else if state.config.has_outbox() {
        println!("  start here:  {url}/sign-up");
        println!("  mail:        {url}/dev/outbox");
    }
    let hub = state.hub.clone();
    let stop = async move {
        stop_signal().await;
        tracing::info!("stopping: requests in flight end, streams close, jobs go back");
        hub.close();
    };
    let app = routes::router(state.clone()).into_make_service_with_connect_info::<SocketAddr>();
    let (stopped, is_stopping) = tokio::sync::oneshot::channel();
    let server = axum::serve(
        listener.tap_io(|tcp| {
            let _ = tcp.set_nodelay(true);
        }),
        app,
    )
    .with_graceful_shutdown(async move {
        stop.await;
        // Nobody waiting means the server has ended already.
        let _ = stopped.send(());
    });
    tokio::select! {
        served = server => served?,
        () = async { let _ = is_stopping.await; tokio::time::sleep(GRACE).await } => tracing::warn!("some requests did not end in time"),
    }
    follow.abort();
    if let Some(receiver) = receiver {
        receiver.stop().await;
    }
    jobs.stop().await;
    state.desk.store().close().await;
    Ok(())
}

/// On PostgreSQL, hears what other nodes did; comes back after the database was away.
async fn follow(state: AppState) {
    loop {
        match state.desk.live_follow().await {
            Ok(()) => {
                if state.config.database.is_none() {
                    return;
                }
            }
            Err(error) => tracing::warn!(%error, "the listener for live changes ended and starts again"),
        }
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
}

async fn stop_signal() {
    let interrupt = tokio::signal::ctrl_c();
    let terminate = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    };
    tokio::select! {
        _ = interrupt => {}
        () = terminate => {}
    }
}
