//! A connection as lettre takes one: made by the guard, protected by us, and bounded.

use super::submission::{in_time, no_smtp};
use crate::mail_host::{Line, MailHosts, STEP, words};
use desk::ports::MailServer;
use lettre::transport::smtp::client::AsyncTokioStream;
use lettre::transport::smtp::extension::ClientId;
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use tokio::io::{
    AsyncBufReadExt as _, AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _, BufReader, ReadBuf,
};

/// Bytes a server may say in a session. Its replies are short, and nobody reads the end of a line that has none.
const MOST_SAID: usize = 256 * 1024;
/// Bytes of a reply's line (RFC 5321 section 4.5.3.1.5 asks for 512).
const LINE: u64 = 2048;
/// Lines of a reply.
const LINES: usize = 200;
/// After STARTTLS nobody greets again, but lettre wants a greeting.
const GREETING: &[u8] = b"220 again\r\n";

/// A session at its beginning.
#[derive(Debug)]
pub(super) struct Begun {
    line: Line,
    /// What is read before anything of the server.
    ahead: &'static [u8],
    left: usize,
}

impl Begun {
    /// The server will greet.
    pub(super) fn new(line: Line) -> Self {
        Self { line, ahead: b"", left: MOST_SAID }
    }

    /// The server has greeted.
    pub(super) fn again(line: Line) -> Self {
        Self { ahead: GREETING, ..Self::new(line) }
    }
}

impl AsyncRead for Begun {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        if !self.ahead.is_empty() {
            let (now, later) = self.ahead.split_at(self.ahead.len().min(buf.remaining()));
            buf.put_slice(now);
            self.ahead = later;
            return Poll::Ready(Ok(()));
        }
        if self.left == 0 {
            return Poll::Ready(Err(io::Error::other("the server talks without end")));
        }
        let before = buf.filled().len();
        ready!(Pin::new(&mut self.line).poll_read(cx, buf))?;
        self.left = self.left.saturating_sub(buf.filled().len() - before);
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for Begun {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.line).poll_write(cx, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.line).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.line).poll_shutdown(cx)
    }
}

impl AsyncTokioStream for Begun {
    /// Whoever connected knows it; lettre has no use for it.
    fn peer_addr(&self) -> io::Result<SocketAddr> {
        Err(io::ErrorKind::Unsupported.into())
    }
}

/// Greeting, EHLO, STARTTLS, TLS. By hand: lettre would take what somebody slips in ahead of TLS for the server's protected words, and
/// its TLS knows none of our authorities.
pub(super) async fn start_tls(
    hosts: &MailHosts,
    server: &MailServer,
    helo: &ClientId,
    line: Line,
) -> Result<Line, String> {
    let mut line = BufReader::new(line);
    let begun = async {
        reply(&mut line).await?.filter_code("220")?;
        line.write_all(format!("EHLO {helo}\r\n").as_bytes()).await.ok()?;
        reply(&mut line).await?.filter_code("250")?;
        line.write_all(b"STARTTLS\r\n").await.ok()?;
        reply(&mut line).await
    };
    let said = in_time(STEP, begun).await?.ok_or_else(|| no_smtp(server))?;
    if said.code != "220" {
        return Err(format!("The server does not begin TLS: {}", words(&said.text, server)));
    }
    if !line.buffer().is_empty() {
        return Err("The server said more in the open than it may before TLS. It is not trusted.".to_owned());
    }
    hosts.protect(server, line.into_inner()).await
}

struct Reply {
    code: String,
    /// Its last line, with the code.
    text: String,
}

impl Reply {
    fn filter_code(self, code: &str) -> Option<Self> {
        (self.code == code).then_some(self)
    }
}

/// `None` for what is no reply of SMTP.
async fn reply(line: &mut BufReader<Line>) -> Option<Reply> {
    for _ in 0..LINES {
        let mut text = String::new();
        (&mut *line).take(LINE).read_line(&mut text).await.ok()?;
        let code = text.get(..3).filter(|code| code.bytes().all(|digit| digit.is_ascii_digit()))?.to_owned();
        if !text.ends_with('\n') {
            return None;
        }
        if text.as_bytes().get(3) != Some(&b'-') {
            return Some(Reply { code, text });
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{Begun, MOST_SAID, start_tls};
    use crate::mail_host::MailHosts;
    use desk::ports::MailServer;
    use domain::mail::MailTls;
    use lettre::transport::smtp::extension::ClientId;
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

    /// What comes of a server that says that.
    async fn told(said: &str) -> String {
        let (ours, mut theirs) = tokio::io::duplex(64 * 1024);
        theirs.write_all(said.as_bytes()).await.expect("said");
        theirs.shutdown().await.expect("said");
        let (host, user) = ("mail.example".to_owned(), String::new());
        let server = MailServer { host, port: 587, tls: MailTls::StartTls, password: user.clone(), user };
        let hosts = MailHosts::new(Vec::new(), None).expect("TLS");
        let helo = ClientId::Domain("desk.example".to_owned());
        start_tls(&hosts, &server, &helo, Box::new(ours)).await.expect_err("no TLS")
    }

    #[tokio::test]
    async fn what_comes_ahead_of_tls_does_not_count_as_protected() {
        let said = told("220 hello\r\n250-mail.example\r\n250 STARTTLS\r\n220 go on\r\n250 AUTH PLAIN\r\n").await;
        assert!(said.contains("not trusted"), "{said}");
    }

    #[tokio::test]
    async fn a_server_that_begins_no_tls_is_told() {
        assert_eq!(
            told("220 hello\r\n250 hello\r\n454 not now\r\n").await,
            "The server does not begin TLS: 454 not now"
        );
        for said in ["", "220 hello", "* OK hello\r\n", "220 hello\r\n500 what?\r\n", "ä\r\n"] {
            assert_eq!(told(said).await, "Whoever answers at mail.example port 587 does not speak SMTP.", "{said}");
        }
        let endless = told(&"220-hello\r\n".repeat(5_000)).await;
        assert!(endless.ends_with("does not speak SMTP."), "{endless}");
    }

    #[tokio::test]
    async fn a_server_that_talks_without_end_is_not_listened_to() {
        let mut begun = Begun::again(Box::new(tokio::io::join(tokio::io::repeat(b'x'), tokio::io::sink())));
        let (mut heard, mut bytes) = (0, [0; 1024]);
        while let Ok(more) = begun.read(&mut bytes).await {
            assert!(heard > 0 || bytes.starts_with(b"220 again\r\n"));
            heard += more;
            assert!(heard < MOST_SAID + 2 * bytes.len(), "{heard}");
        }
    }
}
