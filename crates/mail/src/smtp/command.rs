//! One command line, understood; or the reply that says what is wrong with it.

use super::{SIZE, path, reply};
use domain::MailAddress;

/// What the client wants.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Command {
    /// EHLO with the client's name.
    Ehlo(String),
    /// HELO with the client's name.
    Helo(String),
    /// MAIL with the return path; empty is the null path.
    Mail(String),
    /// RCPT; `None` is an address in order that nobody can have here.
    Rcpt(Option<MailAddress>),
    Data,
    Rset,
    Noop,
    Vrfy,
    Help,
    StartTls,
    Quit,
    /// Another language: HTTP, or BDAT, whose bytes would be taken for commands.
    Foreign(&'static str),
}

/// Reads a line without its end. `host` is where `<postmaster>` is at home (RFC 5321, 4.5.1).
pub(super) fn parse(line: &[u8], host: &str) -> Result<Command, &'static str> {
    let Some(text) = std::str::from_utf8(line).ok().filter(|text| text.bytes().all(is_printable)) else {
        return Err(not_printable(line));
    };
    let text = text.trim_end();
    let (verb, argument) = text.split_once(' ').unwrap_or((text, ""));
    let argument = argument.trim_start();
    let alone = |command| if argument.is_empty() { Ok(command) } else { Err(reply::BAD_ARGUMENT) };
    match verb.to_ascii_uppercase().as_str() {
        "EHLO" => name(argument).map(Command::Ehlo),
        "HELO" => name(argument).map(Command::Helo),
        "MAIL" => mail(argument).map(Command::Mail),
        "RCPT" => recipient(argument, host).map(Command::Rcpt),
        "DATA" => alone(Command::Data),
        "RSET" => alone(Command::Rset),
        "QUIT" => alone(Command::Quit),
        "STARTTLS" => alone(Command::StartTls),
        "NOOP" => Ok(Command::Noop),
        "HELP" => Ok(Command::Help),
        "VRFY" if argument.is_empty() => Err(reply::BAD_ARGUMENT),
        "VRFY" => Ok(Command::Vrfy),
        "BDAT" => Ok(Command::Foreign(reply::NOT_HERE)),
        "GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE" | "OPTIONS" | "CONNECT" => {
            Ok(Command::Foreign(reply::NOT_HTTP))
        }
        "AUTH" | "EXPN" | "ETRN" | "SEND" | "SOML" | "SAML" | "TURN" => Err(reply::NOT_HERE),
        _ => Err(reply::UNKNOWN),
    }
}

fn is_printable(byte: u8) -> bool {
    byte == b' ' || byte.is_ascii_graphic()
}

fn not_printable(line: &[u8]) -> &'static str {
    let verb = line.get(..5).unwrap_or_default().to_ascii_uppercase();
    let address = verb == b"MAIL " || verb == b"RCPT ";
    // SMTPUTF8 is not offered.
    if address && !line.iter().any(u8::is_ascii_control) { reply::NOT_ASCII } else { reply::NO_TEXT }
}

/// Any name in one piece: many machines call themselves what no name server knows, and nothing is decided by it here.
fn name(text: &str) -> Result<String, &'static str> {
    let fits = (1..=255).contains(&text.len()) && !text.contains(' ');
    if fits { Ok(text.to_owned()) } else { Err(reply::BAD_NAME) }
}

fn mail(argument: &str) -> Result<String, &'static str> {
    let (path, parameters) = path_after("FROM:", argument).ok_or(reply::BAD_SENDER)?;
    if !path.is_empty() && !path::is_mailbox(path) {
        return Err(reply::BAD_SENDER);
    }
    let (mut size, mut body) = (None, None);
    for parameter in parameters.split_ascii_whitespace() {
        let (key, value) = parameter.split_once('=').unwrap_or((parameter, ""));
        let place = match key.to_ascii_uppercase().as_str() {
            "SIZE" => &mut size,
            "BODY" => &mut body,
            _ => return Err(reply::NO_PARAMETER),
        };
        if value.is_empty() || place.replace(value).is_some() {
            return Err(reply::BAD_ARGUMENT);
        }
    }
    if body.is_some_and(|body| !body.eq_ignore_ascii_case("7BIT") && !body.eq_ignore_ascii_case("8BITMIME")) {
        return Err(reply::BAD_ARGUMENT);
    }
    match size.map(announced).transpose()? {
        Some(size) if size > SIZE as u64 => Err(reply::TOO_LARGE),
        _ => Ok(path.to_owned()),
    }
}

/// The value of SIZE (RFC 1870): up to twenty digits.
fn announced(text: &str) -> Result<u64, &'static str> {
    if text.len() > 20 || !text.bytes().all(|b| b.is_ascii_digit()) {
        return Err(reply::BAD_ARGUMENT);
    }
    Ok(text.parse().unwrap_or(u64::MAX))
}

fn recipient(argument: &str, host: &str) -> Result<Option<MailAddress>, &'static str> {
    let (path, parameters) = path_after("TO:", argument).ok_or(reply::BAD_RECIPIENT)?;
    if !parameters.trim().is_empty() {
        return Err(reply::NO_PARAMETER);
    }
    if path.eq_ignore_ascii_case("postmaster") {
        return Ok(MailAddress::parse(&format!("{path}@{host}")).ok());
    }
    if !path::is_mailbox(path) {
        return Err(reply::BAD_RECIPIENT);
    }
    Ok(MailAddress::parse(path).ok())
}

/// Path and parameters behind `FROM:` or `TO:`. Blanks before the bracket are forgiven, as everybody does.
fn path_after<'a>(word: &str, argument: &'a str) -> Option<(&'a str, &'a str)> {
    let (begin, rest) = argument.split_at_checked(word.len())?;
    begin.eq_ignore_ascii_case(word).then(|| path::bracketed(rest.trim_start())).flatten()
}
