//! What an operator allows besides the open internet: `10.1.2.0/24:8443`.

use super::address::Block;
use std::net::SocketAddr;
use std::str::FromStr;

/// One block of addresses at one port. Given by whoever runs the installation, never by an organization.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Allowance {
    block: Block,
    port: u16,
}

impl Allowance {
    pub(super) fn covers(&self, address: SocketAddr) -> bool {
        self.port == address.port() && self.block.holds(address.ip())
    }

    pub(super) fn port(&self) -> u16 {
        self.port
    }
}

impl FromStr for Allowance {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let said = text.rsplit_once(':').and_then(|(block, port)| Some((Block::parse(block)?, port.parse().ok()?)));
        let (block, port) = said.filter(|(_, port)| *port != 0).ok_or("no block and port such as 10.1.2.0/24:8443")?;
        Ok(Self { block, port })
    }
}

#[cfg(test)]
mod tests {
    use super::Allowance;

    #[test]
    fn an_allowance_is_a_block_at_a_port_and_nothing_beside_it() {
        for (allowed, inside, outside) in [
            ("10.1.2.0/24:8443", "10.1.2.255:8443", "10.1.3.0:8443"),
            ("10.1.2.3/32:443", "10.1.2.3:443", "10.1.2.3:8443"),
            ("fd12:3456::/32:443", "[fd12:3456:1::2]:443", "[fd12:3457::2]:443"),
            ("127.0.0.0/8:9000", "127.0.0.1:9000", "[::ffff:127.0.0.1]:9000"),
        ] {
            let allowance: Allowance = allowed.parse().expect("an allowance");
            assert!(allowance.covers(inside.parse().expect("an address")), "{allowed} {inside}");
            assert!(!allowance.covers(outside.parse().expect("an address")), "{allowed} {outside}");
        }
    }

    #[test]
    fn what_is_not_exact_is_refused() {
        for text in [
            "",
            "10.1.2.0/24",
            "10.1.2.3:443",
            "10.1.2.3/24:443",
            "10.0.0.0/33:443",
            "fd12::1/64:443",
            "intern:443",
            "10.0.0.0/8:0",
        ] {
            assert!(text.parse::<Allowance>().is_err(), "{text}");
        }
    }
}
