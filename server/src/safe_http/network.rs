//! Names and connections, as the machine has them; tests have a web of their own.

use async_trait::async_trait;
use std::io;
use std::net::SocketAddr;
use tokio::net::{TcpStream, lookup_host};

/// The machine's way out.
#[async_trait]
pub(super) trait Network: Send + Sync {
    /// Where a name leads.
    async fn look_up(&self, host: &str, port: u16) -> io::Result<Vec<SocketAddr>>;
    /// A connection to exactly this address.
    async fn connect(&self, address: SocketAddr) -> io::Result<TcpStream>;
}

/// The system's resolver and sockets. No proxy is asked, whatever the environment names: it would look names up again.
pub(super) struct System;

#[async_trait]
impl Network for System {
    async fn look_up(&self, host: &str, port: u16) -> io::Result<Vec<SocketAddr>> {
        Ok(lookup_host((host, port)).await?.collect())
    }

    async fn connect(&self, address: SocketAddr) -> io::Result<TcpStream> {
        TcpStream::connect(address).await
    }
}
