//! Every reply, as RFC 5321 numbers them, with the codes of RFC 3463. Words for whoever reads a bounce or a mail server's log.

use super::SIZE;

pub(super) const FLUSHED: &str = "250 2.0.0 Forgotten\r\n";
pub(super) const NOTHING: &str = "250 2.0.0 Nothing done\r\n";
pub(super) const SENDER: &str = "250 2.1.0 Sender noted\r\n";
pub(super) const RECIPIENT: &str = "250 2.1.5 Recipient taken\r\n";
pub(super) const PERHAPS: &str = "252 2.0.0 Nobody is looked up: send the mail and see\r\n";
pub(super) const HELP: &str =
    "214 2.0.0 EHLO HELO MAIL RCPT DATA RSET NOOP VRFY QUIT STARTTLS HELP, as in RFC 5321\r\n";
pub(super) const BYE: &str = "221 2.0.0 Bye\r\n";
pub(super) const GO_TLS: &str = "220 2.0.0 Begin TLS now\r\n";
pub(super) const GO_DATA: &str = "354 Send the mail, then a line with only a dot\r\n";

pub(super) const LATER: &str = "451 4.3.0 Try again later\r\n";
pub(super) const NO_ROOM: &str = "452 4.3.1 Too much mail at once, try again later\r\n";
pub(super) const TOO_MANY: &str = "452 4.5.3 Too many recipients, send them another copy\r\n";

pub(super) const UNKNOWN: &str = "500 5.5.1 Unknown command\r\n";
pub(super) const NO_TEXT: &str = "500 5.5.2 Commands are printable ASCII\r\n";
pub(super) const LONG: &str = "500 5.5.2 This command line is too long\r\n";
pub(super) const STRAY_LINE: &str = "500 5.5.2 Every line ends with CR LF, and neither stands alone\r\n";
pub(super) const BAD_SENDER: &str = "501 5.1.7 Write MAIL FROM:<address>\r\n";
pub(super) const BAD_RECIPIENT: &str = "501 5.1.3 Write RCPT TO:<address>\r\n";
pub(super) const BAD_NAME: &str = "501 5.5.4 Say your name: EHLO mail.example.com\r\n";
pub(super) const BAD_ARGUMENT: &str =
    "501 5.5.4 This command or parameter is not complete, or has something it does not take\r\n";
pub(super) const NOT_HERE: &str = "502 5.5.1 This server does not do that\r\n";
pub(super) const ORDER_EHLO: &str = "503 5.5.1 Say EHLO first\r\n";
pub(super) const ORDER_MAIL: &str = "503 5.5.1 Say MAIL FROM first\r\n";
pub(super) const ORDER_TWICE: &str = "503 5.5.1 One mail at a time: say DATA or RSET first\r\n";
pub(super) const ORDER_TLS: &str = "503 5.5.1 This connection is a TLS one already\r\n";
pub(super) const NOBODY: &str = "550 5.1.1 Nobody here has this address\r\n";
pub(super) const NO_RELAY: &str = "550 5.7.1 This server takes no mail for this address and passes none on\r\n";
pub(super) const STRAY_DATA: &str =
    "550 5.6.11 A CR or LF stands alone in this mail. Every line ends with CR LF, and neither stands alone\r\n";
pub(super) const NOT_ASCII: &str = "553 5.6.7 Addresses are ASCII here; write the domain as punycode\r\n";
pub(super) const NO_RECIPIENT: &str = "554 5.5.1 Nobody to give this mail to\r\n";
pub(super) const NUL: &str = "554 5.6.11 A NUL byte is in this mail\r\n";
pub(super) const LONG_LINE: &str = "554 5.6.0 A line of this mail is longer than 65536 bytes\r\n";
pub(super) const NOT_HTTP: &str = "554 5.5.1 This is a mail server\r\n";
pub(super) const INJECTED: &str = "554 5.5.1 Nothing may follow STARTTLS before TLS\r\n";
pub(super) const NO_PARAMETER: &str = "555 5.5.4 This parameter is not known here\r\n";
pub(super) const TOO_LARGE: &str = "552 5.3.4 This mail is larger than 25 MiB\r\n";

pub(super) fn greeting(host: &str) -> String {
    format!("220 {host} ESMTP Helpstead\r\n")
}

pub(super) fn hello(host: &str) -> String {
    format!("250 {host}\r\n")
}

pub(super) fn extended_hello(host: &str, starttls: bool) -> String {
    let starttls = if starttls { "250-STARTTLS\r\n" } else { "" };
    format!("250-{host}\r\n250-PIPELINING\r\n250-SIZE {SIZE}\r\n{starttls}250-8BITMIME\r\n250 ENHANCEDSTATUSCODES\r\n")
}

/// `id` is found again in the Received field of the mail.
pub(super) fn kept(id: &str) -> String {
    format!("250 2.0.0 Kept as {id}\r\n")
}

pub(super) fn too_many_errors(host: &str) -> String {
    format!("421 4.7.0 {host} ends this: too many errors\r\n")
}

/// For a client that is not let in because too many are.
#[must_use]
pub fn busy(host: &str) -> String {
    format!("421 4.7.0 {host} has too many connections, try again later\r\n")
}

/// For a client that says nothing for too long, or takes too long altogether.
#[must_use]
pub fn too_slow(host: &str) -> String {
    format!("421 4.4.2 {host} waited too long\r\n")
}

/// For a client in the midst of a session that the process ends.
#[must_use]
pub fn stopping(host: &str) -> String {
    format!("421 4.3.2 {host} stops, try again later\r\n")
}
