//! What a server says, read within bounds: a hostile one fills no memory and gets nothing understood that it did not say.

use super::date;
use domain::Timestamp;
use tokio::io::{AsyncBufRead, AsyncBufReadExt as _, AsyncReadExt as _};

/// Bytes one line may have.
const LINE: usize = 64 * 1024;

/// How a status answer begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    Ok,
    No,
    Bad,
    Bye,
    PreAuth,
}

/// One answer, as far as anybody here wants to know (RFC 3501 section 7).
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Answer {
    /// `+`: go on.
    GoOn,
    /// With a tag it ends a command; `*` is no tag.
    Status { tag: String, state: State, text: String },
    /// The folder holds that many.
    Exists(u32),
    /// The folder holds one less.
    Expunged,
    /// Something of one mail.
    Fetch(Item),
    /// What the server offers, in capitals.
    Capability(Vec<String>),
    /// Anything else.
    Other,
}

/// What a FETCH told about a mail.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Item {
    pub(super) uid: Option<u32>,
    pub(super) size: Option<u64>,
    pub(super) at: Option<Timestamp>,
    pub(super) body: Option<Vec<u8>>,
    /// NIL in place of a body: the mail is there, and cannot be had.
    pub(super) broken: bool,
}

/// Why there is no answer.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Unread {
    /// The connection has ended.
    Gone,
    /// More than was wanted.
    TooMuch,
    /// No IMAP.
    Nonsense,
}

/// Reads one answer of at most `most` bytes.
pub(super) async fn read<R: AsyncBufRead + Unpin>(from: &mut R, most: usize) -> Result<Answer, Unread> {
    let first = line(from).await?;
    if let Some(status) = status(&first)? {
        return Ok(status);
    }
    let (mut tokens, mut rest, mut bytes) = (Vec::new(), first, 0);
    loop {
        bytes += rest.len();
        let announced = literal(&rest);
        tokens_of(announced.map_or(&rest[..], |(before, _)| before), &mut tokens)?;
        let Some((_, length)) = announced else { return understood(tokens) };
        bytes = bytes.saturating_add(length);
        if bytes > most {
            return Err(Unread::TooMuch);
        }
        tokens.push(Token::Text(exactly(from, length).await?));
        rest = line(from).await?;
    }
}

/// A line without its end.
async fn line<R: AsyncBufRead + Unpin>(from: &mut R) -> Result<Vec<u8>, Unread> {
    let mut line = Vec::new();
    from.take(LINE as u64).read_until(b'\n', &mut line).await.map_err(|_| Unread::Gone)?;
    if line.pop() != Some(b'\n') {
        return Err(if line.len() + 1 >= LINE { Unread::TooMuch } else { Unread::Gone });
    }
    line.pop_if(|last| *last == b'\r');
    Ok(line)
}

/// Grows with what really comes, whatever was announced.
async fn exactly<R: AsyncBufRead + Unpin>(from: &mut R, length: usize) -> Result<Vec<u8>, Unread> {
    let mut bytes = Vec::new();
    from.take(length as u64).read_to_end(&mut bytes).await.map_err(|_| Unread::Gone)?;
    if bytes.len() == length { Ok(bytes) } else { Err(Unread::Gone) }
}

/// `text {12}`: twelve bytes follow. The text, and how many.
fn literal(line: &[u8]) -> Option<(&[u8], usize)> {
    let inner = line.strip_suffix(b"}")?;
    let open = inner.iter().rposition(|byte| *byte == b'{')?;
    let digits = std::str::from_utf8(&inner[open + 1..]).ok()?;
    let digits = digits.strip_suffix('+').unwrap_or(digits);
    let length = digits.bytes().all(|digit| digit.is_ascii_digit()).then(|| digits.parse().ok())?;
    Some((&inner[..open], length?))
}

/// Answers whose end is free text, in which no byte means anything.
fn status(line: &[u8]) -> Result<Option<Answer>, Unread> {
    let text = String::from_utf8_lossy(line);
    let (tag, rest) = text.split_once(' ').unwrap_or((&text, ""));
    if tag == "+" {
        return Ok(Some(Answer::GoOn));
    }
    let (word, said) = rest.split_once(' ').unwrap_or((rest, ""));
    let state = match word.to_ascii_uppercase().as_str() {
        "OK" => State::Ok,
        "NO" => State::No,
        "BAD" => State::Bad,
        "BYE" => State::Bye,
        "PREAUTH" => State::PreAuth,
        _ if tag == "*" => return Ok(None),
        _ => return Err(Unread::Nonsense),
    };
    Ok(Some(Answer::Status { tag: tag.to_owned(), state, text: said.trim().to_owned() }))
}

enum Token {
    Open,
    Close,
    Word(String),
    Text(Vec<u8>),
}

fn tokens_of(line: &[u8], tokens: &mut Vec<Token>) -> Result<(), Unread> {
    let mut rest = line.iter().copied().peekable();
    while let Some(byte) = rest.next() {
        match byte {
            b' ' => {}
            b'(' => tokens.push(Token::Open),
            b')' => tokens.push(Token::Close),
            b'"' => {
                let mut text = Vec::new();
                loop {
                    match rest.next().ok_or(Unread::Nonsense)? {
                        b'"' => break,
                        b'\\' => text.push(rest.next().ok_or(Unread::Nonsense)?),
                        byte => text.push(byte),
                    }
                }
                tokens.push(Token::Text(text));
            }
            byte => {
                let mut word = vec![byte];
                while let Some(byte) = rest.next_if(|byte| !matches!(byte, b' ' | b'(' | b')' | b'"')) {
                    word.push(byte);
                }
                tokens.push(Token::Word(String::from_utf8_lossy(&word).to_ascii_uppercase()));
            }
        }
    }
    Ok(())
}

fn understood(tokens: Vec<Token>) -> Result<Answer, Unread> {
    let mut tokens = tokens.into_iter();
    let mut word = || match tokens.next() {
        Some(Token::Word(word)) => Some(word),
        _ => None,
    };
    if word().as_deref() != Some("*") {
        return Err(Unread::Nonsense);
    }
    let Some(first) = word() else { return Ok(Answer::Other) };
    if first == "CAPABILITY" {
        return Ok(Answer::Capability(std::iter::from_fn(word).collect()));
    }
    let (Ok(number), Some(second)) = (first.parse::<u32>(), word()) else { return Ok(Answer::Other) };
    match second.as_str() {
        "EXISTS" => Ok(Answer::Exists(number)),
        "EXPUNGE" => Ok(Answer::Expunged),
        "FETCH" => item(tokens).map(Answer::Fetch).ok_or(Unread::Nonsense),
        _ => Ok(Answer::Other),
    }
}

/// `(KEY value KEY value)`; what nobody asked for is passed over.
fn item(mut tokens: impl Iterator<Item = Token>) -> Option<Item> {
    let mut item = Item::default();
    if !matches!(tokens.next()?, Token::Open) {
        return None;
    }
    loop {
        let key = match tokens.next()? {
            Token::Close => return Some(item),
            Token::Word(key) => key,
            _ => return None,
        };
        match tokens.next()? {
            Token::Open => {
                let mut depth = 1_usize;
                while depth > 0 {
                    match tokens.next()? {
                        Token::Open => depth += 1,
                        Token::Close => depth -= 1,
                        _ => {}
                    }
                }
            }
            Token::Close => return None,
            Token::Word(word) => match key.as_str() {
                "UID" => item.uid = Some(word.parse().ok()?),
                "RFC822.SIZE" => item.size = Some(word.parse().ok()?),
                key if key.starts_with("BODY[") => item.broken = word == "NIL",
                _ => {}
            },
            Token::Text(text) => match key.as_str() {
                "INTERNALDATE" => item.at = date::read(&String::from_utf8_lossy(&text)),
                key if key.starts_with("BODY[") => item.body = Some(text),
                _ => {}
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Answer, Item, LINE, State, Unread, read};
    use proptest::prelude::*;

    async fn said(bytes: &[u8]) -> Result<Answer, Unread> {
        read(&mut &bytes[..], 1_000).await
    }

    #[tokio::test]
    async fn answers_are_understood() {
        let status =
            |tag: &str, state, text: &str| Answer::Status { tag: tag.to_owned(), state, text: text.to_owned() };
        for (line, answer) in [
            ("+ idling", Answer::GoOn),
            ("+", Answer::GoOn),
            (
                "* OK [UIDNEXT 7] (unbalanced \"words {12}",
                status("*", State::Ok, "[UIDNEXT 7] (unbalanced \"words {12}"),
            ),
            ("A1 no [AUTHENTICATIONFAILED] Nein", status("A1", State::No, "[AUTHENTICATIONFAILED] Nein")),
            ("* BYE", status("*", State::Bye, "")),
            ("* 23 EXISTS", Answer::Exists(23)),
            ("* capability IMAP4rev1 Idle", Answer::Capability(vec!["IMAP4REV1".to_owned(), "IDLE".to_owned()])),
            ("* FLAGS (\\Answered \\Seen)", Answer::Other),
            ("* 3 EXPUNGE", Answer::Expunged),
            ("* LIST () \".\" INBOX", Answer::Other),
        ] {
            assert_eq!(said(format!("{line}\r\n").as_bytes()).await, Ok(answer), "{line}");
        }
    }

    #[tokio::test]
    async fn a_mail_comes_in_any_order_with_anything_beside_it() {
        let fetched = said(
            b"* 5 FETCH (FLAGS (\\Seen ($Odd)) BODY[]<0> {7}\r\nA: b\r\n\r INTERNALDATE \"17-Jul-1996 02:44:25 -0700\" X-Y NIL UID 12 RFC822.SIZE 7)\r\n",
        )
        .await;
        let at = super::date::read("17-Jul-1996 02:44:25 -0700");
        let item = Item { uid: Some(12), size: Some(7), at, body: Some(b"A: b\r\n\r".to_vec()), broken: false };
        assert_eq!(fetched, Ok(Answer::Fetch(item)));
        let quoted = said(b"* 5 FETCH (UID 1 BODY[] \"a \\\"b\\\\\")\r\n").await;
        assert_eq!(
            quoted,
            Ok(Answer::Fetch(Item { uid: Some(1), body: Some(b"a \"b\\".to_vec()), ..Item::default() }))
        );
        let gone = said(b"* 5 FETCH (UID 1 BODY[] NIL)\r\n").await;
        assert_eq!(gone, Ok(Answer::Fetch(Item { uid: Some(1), broken: true, ..Item::default() })));
    }

    #[tokio::test]
    async fn too_much_is_not_read() {
        assert_eq!(said(b"* 1 FETCH (BODY[] {1001}\r\n").await, Err(Unread::TooMuch));
        assert_eq!(said(b"* 1 FETCH (BODY[] {18446744073709551615}\r\n").await, Err(Unread::TooMuch));
        assert_eq!(said(b"* 1 FETCH (BODY[] {600}\r\n").await, Err(Unread::Gone));
        let many = format!("* 1 FETCH (A {{600}}\r\n{} B {{600}}\r\n", "x".repeat(600));
        assert_eq!(said(many.as_bytes()).await, Err(Unread::TooMuch), "both together");
        assert_eq!(said(&vec![b'x'; LINE + 1]).await, Err(Unread::TooMuch));
    }

    #[tokio::test]
    async fn what_is_no_imap_is_told() {
        for bytes in [
            "HTTP/1.1 400 Bad Request\r\n",
            "220 mail.example ESMTP\r\n",
            "\r\n",
            "* 1 FETCH UID\r\n",
            "* 1 FETCH (\"\r\n",
        ] {
            assert_eq!(said(bytes.as_bytes()).await, Err(Unread::Nonsense), "{bytes}");
        }
        assert_eq!(said(b"* OK half a li").await, Err(Unread::Gone));
    }

    proptest! {
        #[test]
        fn anything_at_all_is_survived(bytes in "(\\* [0-9]{0,3} ?(FETCH|EXISTS|OK)? ?)?[ -~]{0,40}(\\{[0-9]{0,3}\\}\r\n[ -~]{0,40})?\r\n") {
            let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
            let _ = runtime.block_on(said(bytes.as_bytes()));
        }
    }
}
