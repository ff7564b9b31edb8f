//! Which addresses are public: one table, after the registries of RFC 6890.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// All addresses that begin with the same bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Block {
    first: IpAddr,
    bits: u8,
}

impl Block {
    const fn v4(first: [u8; 4], bits: u8) -> Self {
        let [a, b, c, d] = first;
        Self { first: IpAddr::V4(Ipv4Addr::new(a, b, c, d)), bits }
    }

    /// By the first two words; all others are 0.
    const fn v6(first: [u16; 2], bits: u8) -> Self {
        Self { first: IpAddr::V6(Ipv6Addr::new(first[0], first[1], 0, 0, 0, 0, 0, 0)), bits }
    }

    /// Reads `10.1.2.0/24`; `None` where a bit is set behind the first 24, because somebody meant something else.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let (first, bits) = text.split_once('/')?;
        let (first, bits): (IpAddr, u8) = (first.parse().ok()?, bits.parse().ok()?);
        let (length, rest) = match first {
            IpAddr::V4(ip) => (32, ip.to_bits().trailing_zeros()),
            IpAddr::V6(ip) => (128, ip.to_bits().trailing_zeros()),
        };
        (u32::from(bits) <= length && rest >= length - u32::from(bits)).then_some(Self { first, bits })
    }

    pub(super) fn holds(&self, ip: IpAddr) -> bool {
        let same = match (self.first, ip) {
            (IpAddr::V4(first), IpAddr::V4(ip)) => (first.to_bits() ^ ip.to_bits()).leading_zeros(),
            (IpAddr::V6(first), IpAddr::V6(ip)) => (first.to_bits() ^ ip.to_bits()).leading_zeros(),
            _ => return false,
        };
        same >= u32::from(self.bits)
    }
}

/// Everything that is not out there on the internet. What looks like one address and means another is in here too, whatever it means.
const NOT_PUBLIC: [Block; 24] = [
    Block::v4([0, 0, 0, 0], 8),        // "this network": 0.0.0.0 is this machine
    Block::v4([10, 0, 0, 0], 8),       // private
    Block::v4([100, 64, 0, 0], 10),    // behind a carrier's NAT; 100.100.100.200 tells secrets of a cloud
    Block::v4([127, 0, 0, 0], 8),      // this machine
    Block::v4([168, 63, 129, 16], 32), // Azure's own services, which look public
    Block::v4([169, 254, 0, 0], 16),   // link-local; 169.254.169.254 tells secrets of most clouds
    Block::v4([172, 16, 0, 0], 12),    // private
    Block::v4([192, 0, 0, 0], 24),     // protocols; 192.0.0.192 tells secrets of a cloud
    Block::v4([192, 0, 2, 0], 24),     // documentation
    Block::v4([192, 88, 99, 0], 24),   // 6to4 relays
    Block::v4([192, 168, 0, 0], 16),   // private
    Block::v4([198, 18, 0, 0], 15),    // benchmarks
    Block::v4([198, 51, 100, 0], 24),  // documentation
    Block::v4([203, 0, 113, 0], 24),   // documentation
    Block::v4([224, 0, 0, 0], 4),      // multicast
    Block::v4([240, 0, 0, 0], 4),      // reserved, and broadcast
    // Only 2000::/3 is given out as global unicast. Before it: ::, ::1, v4-mapped and v4-compatible ones, NAT64 (64:ff9b::/96 and
    // 64:ff9b:1::/48), discard (100::/64). After it: SRv6 (5f00::/16), unique local (fc00::/7, with fd00:ec2::254), link-local (fe80::/10),
    // site-local (fec0::/10), multicast (ff00::/8).
    Block::v6([0, 0], 3),
    Block::v6([0x4000, 0], 2),
    Block::v6([0x8000, 0], 1),
    Block::v6([0x2001, 0], 23), // protocols: Teredo (2001::/32), benchmarks (2001:2::/48), ORCHID
    Block::v6([0x2001, 0x0db8], 32), // documentation
    Block::v6([0x2002, 0], 16), // 6to4: carries any v4 address
    Block::v6([0x3ffe, 0], 16), // 6bone, given back
    Block::v6([0x3fff, 0], 20), // documentation
];

/// Whether anybody on the internet may be meant by it.
pub(super) fn is_public(ip: IpAddr) -> bool {
    !NOT_PUBLIC.iter().any(|block| block.holds(ip))
}

#[cfg(test)]
mod tests {
    use super::{Block, NOT_PUBLIC, is_public};
    use std::net::IpAddr;

    fn ip(text: &str) -> IpAddr {
        text.parse().expect("an address")
    }

    /// The last address before a block and the first after it, where that is public, and both ends of it.
    #[test]
    fn a_block_ends_where_it_ends() {
        for (before, first, last, after) in [
            ("9.255.255.255", "10.0.0.0", "10.255.255.255", "11.0.0.0"),
            ("100.63.255.255", "100.64.0.0", "100.127.255.255", "100.128.0.0"),
            ("126.255.255.255", "127.0.0.0", "127.255.255.255", "128.0.0.0"),
            ("168.63.129.15", "168.63.129.16", "168.63.129.16", "168.63.129.17"),
            ("169.253.255.255", "169.254.0.0", "169.254.255.255", "169.255.0.0"),
            ("172.15.255.255", "172.16.0.0", "172.31.255.255", "172.32.0.0"),
            ("191.255.255.255", "192.0.0.0", "192.0.0.255", "192.0.1.0"),
            ("192.0.1.255", "192.0.2.0", "192.0.2.255", "192.0.3.0"),
            ("192.88.98.255", "192.88.99.0", "192.88.99.255", "192.88.100.0"),
            ("192.167.255.255", "192.168.0.0", "192.168.255.255", "192.169.0.0"),
            ("198.17.255.255", "198.18.0.0", "198.19.255.255", "198.20.0.0"),
            ("198.51.99.255", "198.51.100.0", "198.51.100.255", "198.51.101.0"),
            ("203.0.112.255", "203.0.113.0", "203.0.113.255", "203.0.114.0"),
            ("2001:200::", "2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff", "2001::", "2001:200::"),
            ("2001:db7:ffff::", "2001:db8::", "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff", "2001:db9::"),
            ("2001:ffff::", "2002::", "2002:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "2003::"),
            ("3ffd:ffff::", "3ffe::", "3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff", "3fff:1000::"),
            ("2606:4700::1111", "::", "1fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "2400::"),
            ("2a00::", "4000::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "2c00::"),
            ("1.1.1.1", "224.0.0.0", "255.255.255.255", "223.255.255.255"),
            ("1.0.0.0", "0.0.0.0", "0.255.255.255", "8.8.8.8"),
        ] {
            assert!(is_public(ip(before)) && is_public(ip(after)), "{before} {after}");
            assert!(!is_public(ip(first)) && !is_public(ip(last)), "{first} {last}");
        }
    }

    #[test]
    fn a_block_of_the_table_begins_where_it_says() {
        for block in NOT_PUBLIC {
            assert_eq!(Block::parse(&format!("{}/{}", block.first, block.bits)), Some(block));
        }
    }
}
