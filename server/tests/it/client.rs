//! The binary as a child process, and a client that speaks to it over HTTP.

use http_body_util::{BodyExt, Full};
use hyper::body::{Bytes, Incoming};
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper::{Method, Request};
use hyper_util::rt::TokioIo;
use serde_json::{Value, json};
use std::net::SocketAddr;
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;
use tokio::net::TcpStream;
use tokio::process::{Child, Command};

/// `helpstead serve`, ended with this.
pub struct Process {
    child: Child,
    pub addr: SocketAddr,
}

impl Process {
    /// Starts it and waits until it answers.
    pub async fn start(data: &Path, environment: &[(&str, &str)]) -> Self {
        let addr = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port").local_addr().expect("an address");
        let child = Command::new(env!("CARGO_BIN_EXE_helpstead"))
            .args(["serve", "--no-rate-limits", "--addr", &addr.to_string(), "--data"])
            .arg(data)
            .envs(environment.iter().copied())
            .stdout(Stdio::null())
            .stderr(Stdio::inherit())
            .kill_on_drop(true)
            .spawn()
            .expect("the binary starts");
        let mut process = Self { child, addr };
        for _ in 0..600 {
            let mut client = Client::connect(addr).await;
            if let Some(client) = &mut client
                && client.get("/health").await == Some(200)
            {
                return process;
            }
            assert!(process.child.try_wait().expect("the child").is_none(), "the server ended at once");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("the server does not answer");
    }

    /// `kill -9`.
    pub async fn kill(&mut self) {
        self.child.kill().await.expect("the child is there");
    }

    /// `kill -TERM`, and its end.
    pub async fn stop(mut self) {
        let id = self.child.id().expect("the child runs").to_string();
        assert!(Command::new("kill").args(["-TERM", &id]).status().await.expect("kill runs").success());
        let ended = tokio::time::timeout(Duration::from_secs(30), self.child.wait()).await.expect("it stops in time");
        assert!(ended.expect("the child").success(), "it stops without an error");
    }
}

/// One connection that stays open.
pub struct Client {
    sender: SendRequest<Full<Bytes>>,
    addr: SocketAddr,
}

impl Client {
    pub async fn connect(addr: SocketAddr) -> Option<Self> {
        let stream = TcpStream::connect(addr).await.ok()?;
        let (sender, connection) = handshake(TokioIo::new(stream)).await.ok()?;
        tokio::spawn(connection);
        Some(Self { sender, addr })
    }

    pub async fn get(&mut self, path: &str) -> Option<u16> {
        let request = Request::get(path).header("host", self.addr.to_string()).body(Full::default()).ok()?;
        let response = self.sender.send_request(request).await.ok()?;
        Some(response.status().as_u16())
    }

    /// Posts a form of one of our own pages: where it leads, and the cookie it gives.
    pub async fn post(&mut self, path: &str, session: &str, form: &str) -> (u16, Option<String>) {
        let request = Request::post(path)
            .header("host", self.addr.to_string())
            .header("sec-fetch-site", "same-origin")
            .header("content-type", "application/x-www-form-urlencoded")
            .header("cookie", format!("__Host-sid={session}"))
            .body(Full::from(form.to_owned()))
            .expect("a request");
        self.sender.ready().await.expect("the connection stays");
        let response = self.sender.send_request(request).await.expect("an answer");
        let cookie = response.headers().get("set-cookie").and_then(|cookie| cookie.to_str().ok());
        let session =
            cookie.and_then(|cookie| cookie.strip_prefix("__Host-sid=")?.split(';').next().map(str::to_owned));
        let status = response.status().as_u16();
        response.into_body().collect().await.expect("a whole answer");
        (status, session)
    }

    fn ticket(&self, key: &str, once: &str, subject: &str) -> Request<Full<Bytes>> {
        let body =
            json!({"subject": subject, "body": "It does not work.", "email": format!("{once}@customer.example")})
                .to_string();
        Request::builder()
            .method(Method::POST)
            .uri("/support/v1/tickets")
            .header("host", self.addr.to_string())
            .header("authorization", format!("Bearer {key}"))
            .header("origin", "https://shop.example")
            .header("content-type", "application/json")
            .header("idempotency-key", once)
            .body(Full::from(body))
            .expect("a request")
    }

    /// Status and body; `None` when the server went away before it had answered whole.
    pub async fn open_ticket(&mut self, key: &str, once: &str, subject: &str) -> Option<(u16, Value)> {
        let request = self.ticket(key, once, subject);
        self.sender.ready().await.ok()?;
        let response = self.sender.send_request(request).await.ok()?;
        let status = response.status().as_u16();
        let bytes = response.into_body().collect().await.ok()?.to_bytes();
        let body = serde_json::from_slice(&bytes)
            .unwrap_or_else(|_| Value::String(String::from_utf8_lossy(&bytes).into_owned()));
        Some((status, body))
    }

    /// Sends and hangs up before the answer.
    pub async fn send_and_leave(mut self, key: &str, once: &str, subject: &str) {
        let request = self.ticket(key, once, subject);
        // Whether it was sent whole before the line was cut is left to chance: both must be harmless.
        let _ = tokio::time::timeout(Duration::from_micros(300), self.sender.send_request(request)).await;
    }
    /// Opens a stream of changes, as the browser of that session does.
    pub async fn listen(mut self, path: &str, session: &str) -> Option<Stream> {
        let request = Request::get(path)
            .header("host", self.addr.to_string())
            .header("accept", "text/event-stream")
            .header("cookie", format!("__Host-sid={session}"))
            .body(Full::default())
            .ok()?;
        let response = self.sender.send_request(request).await.ok()?;
        assert_eq!(response.status(), 200, "{path}");
        Some(Stream { body: response.into_body(), heard: String::new(), _client: self })
    }
}

/// A stream that stays open, and what it has said.
pub struct Stream {
    body: Incoming,
    heard: String,
    _client: Client,
}

impl Stream {
    /// Whether it ends within so many seconds.
    pub async fn ended(&mut self, seconds: u64) -> bool {
        let end = async { while self.body.frame().await.is_some_and(|frame| frame.is_ok()) {} };
        tokio::time::timeout(Duration::from_secs(seconds), end).await.is_ok()
    }

    /// Reads on until these words, for so many seconds at most; answers with all that came since the last time.
    pub async fn until(&mut self, words: &str, seconds: u64) -> String {
        let read = async {
            while !self.heard.contains(words) || !self.heard.ends_with("\n\n") {
                let frame = self.body.frame().await.expect("the stream goes on").expect("the stream is whole");
                if let Ok(data) = frame.into_data() {
                    self.heard.push_str(&String::from_utf8_lossy(&data));
                }
            }
            std::mem::take(&mut self.heard)
        };
        tokio::time::timeout(Duration::from_secs(seconds), read).await.expect("the stream says so in time")
    }
}
