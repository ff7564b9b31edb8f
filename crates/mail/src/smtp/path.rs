//! Paths of MAIL and RCPT: `<ana@example.com>`, in every form that RFC 5321 allows.

/// The most bytes of a path (RFC 5321, 4.5.3.1.3).
const MOST: usize = 256;

/// What stands between the brackets that `text` begins with, and what follows them. `None` without brackets, or when something that is no
/// blank follows at once. The route in `<@a,@b:ana@example.com>` is left out: nothing is relayed, so nobody goes there.
pub(super) fn bracketed(text: &str) -> Option<(&str, &str)> {
    let inner = text.strip_prefix('<')?;
    let end = end_of(inner)?;
    let (inside, rest) = (&inner[..end], &inner[end + 1..]);
    let inside = if inside.starts_with('@') { inside.split_once(':')?.1 } else { inside };
    (rest.is_empty() || rest.starts_with(' ')).then_some((inside, rest))
}

/// Where the bracket closes: not inside a quoted local part.
fn end_of(inner: &str) -> Option<usize> {
    let (mut quoted, mut escaped) = (false, false);
    inner.bytes().position(|byte| {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            b'>' => return !quoted,
            _ => {}
        }
        false
    })
}

/// Whether that is a mailbox of anybody's: a sender's may look stranger than what we take for an address. `text` is printable ASCII.
pub(super) fn is_mailbox(text: &str) -> bool {
    let Some((local, domain)) = text.rsplit_once('@') else { return false };
    text.len() + 2 <= MOST && (is_plain(local) || is_quoted(local)) && (is_domain(domain) || is_literal(domain))
}

/// Atoms and dots. Some providers gave out addresses with dots in a row or at the end.
fn is_plain(local: &str) -> bool {
    !local.is_empty() && local.bytes().all(|b| b.is_ascii_graphic() && !b"()<>[]\\,;:\"@".contains(&b))
}

fn is_quoted(local: &str) -> bool {
    let Some(inside) = local.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) else { return false };
    let mut bytes = inside.bytes();
    while let Some(byte) = bytes.next() {
        if byte == b'"' || (byte == b'\\' && bytes.next().is_none()) {
            return false;
        }
    }
    true
}

fn is_domain(domain: &str) -> bool {
    domain
        .split('.')
        .all(|label| !label.is_empty() && label.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_')))
}

/// Such as `[192.0.2.1]` or `[IPv6:2001:db8::1]`.
fn is_literal(domain: &str) -> bool {
    let inside = domain.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    inside.is_some_and(|inside| {
        !inside.is_empty() && inside.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b':' | b'-'))
    })
}

#[cfg(test)]
mod tests {
    use super::{bracketed, is_mailbox};

    #[test]
    fn what_stands_between_brackets() {
        for (text, found) in [
            ("<>", Some(("", ""))),
            ("<ana@a.example>", Some(("ana@a.example", ""))),
            ("<ana@a.example> SIZE=1", Some(("ana@a.example", " SIZE=1"))),
            ("<@b.example,@c.example:ana@a.example>", Some(("ana@a.example", ""))),
            ("<\"a>b\"@a.example>", Some(("\"a>b\"@a.example", ""))),
            ("<\"a\\\">b\"@a.example>", Some(("\"a\\\">b\"@a.example", ""))),
            ("ana@a.example", None),
            ("<ana@a.example", None),
            ("<ana@a.example>SIZE=1", None),
            ("<\"ana@a.example>", None),
            ("<@b.example>", None),
            ("", None),
        ] {
            assert_eq!(bracketed(text), found, "{text}");
        }
    }

    #[test]
    fn mailboxes_of_senders() {
        for text in [
            "ana@a.example",
            "SRS0=x=y=z=a.example=ana@b_c.example",
            "a..b.@docomo.example",
            "\"a b\\\"@c\"@a.example",
            "ana@[192.0.2.1]",
            "ana@[IPv6:2001:db8::1]",
            "root@localhost",
        ] {
            assert!(is_mailbox(text), "{text}");
        }
        let long = format!("{}@a.example", "a".repeat(250));
        for text in [
            "",
            "ana",
            "@a.example",
            "ana@",
            "a b@a.example",
            "\"a@a.example",
            "\"a\"b\"@a.example",
            "\"a\\\"@a.example",
        ]
        .into_iter()
        .chain(["a@b@a.example", "a@a..example", "a@a.example.", "a@[]", "a@[x y]", "a,b@a.example", &long])
        {
            assert!(!is_mailbox(text), "{text}");
        }
    }
}
