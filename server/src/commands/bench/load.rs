//! The client: HTTP/1.1 over connections that stay open, in one thread of its own so that it takes little of the machine.

use super::fill::Filled;
use super::machine;
use anyhow::{Context as _, Result, bail};
use http_body_util::{BodyExt as _, Full};
use hyper::body::Bytes;
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper::header::{AUTHORIZATION, CONTENT_TYPE, COOKIE, HOST, ORIGIN, SET_COOKIE};
use hyper::{Method, Request, StatusCode};
use hyper_util::rt::TokioIo;
use std::cell::Cell;
use std::net::SocketAddr;
use std::rc::Rc;
use std::time::{Duration, Instant};
use tokio::net::TcpStream;

/// Before each measurement: what is asked first pays for connections and caches.
const WARM_UP: Duration = Duration::from_millis(700);

/// What is asked for, over and over.
#[derive(Clone)]
pub(super) enum Ask {
    /// These pages in turn, with this cookie.
    Pages { paths: Vec<String>, cookie: String },
    /// New tickets with this key.
    Create { key: String, origin: String },
}

impl Ask {
    /// One page, as nobody in particular.
    pub(super) fn page(path: &str) -> Self {
        Self::pages(vec![path.to_owned()], "")
    }

    pub(super) fn pages(paths: Vec<String>, cookie: &str) -> Self {
        Self::Pages { paths, cookie: cookie.to_owned() }
    }

    /// The list, with something looked for: whole words, beginnings, an address, a code.
    pub(super) fn search(&mut self) {
        if let Self::Pages { paths, .. } = self {
            let home = paths.first().cloned().unwrap_or_default();
            let words = [
                "grinder",
                "invoice",
                "order+38",
                "certif",
                "harriet",
                "sommer%40",
                "BEN-4",
                "double+char",
                "land",
                "photo+shoot",
            ];
            *paths = words.iter().map(|word| format!("{home}?tab=all&q={word}")).collect();
        }
    }

    /// From now on tickets are made.
    pub(super) fn create(&mut self, filled: &Filled) {
        *self = Self::Create { key: filled.key.clone(), origin: filled.origin.clone() };
    }

    fn request(&self, addr: SocketAddr, number: usize) -> Result<Request<Full<Bytes>>> {
        let request = Request::builder().header(HOST, addr.to_string());
        Ok(match self {
            Self::Pages { paths, cookie } => {
                let path = paths.get(number % paths.len().max(1)).map_or("/", String::as_str);
                let request = if cookie.is_empty() { request } else { request.header(COOKIE, cookie) };
                request.uri(path).header("accept", "text/html").body(Full::default())?
            }
            Self::Create { key, origin } => {
                let ticket = serde_json::json!({
                    "email": format!("customer{}@mail.example", number % 1000),
                    "name": "Ana Customer",
                    "subject": format!("Parcel {number} has not arrived"),
                    "body": "Hello,\n\nthe tracking page has said \"in transit\" for four days now.\n\n- ordered on Monday\n- paid by card\n\nCould you find out what happened?",
                });
                request
                    .method(Method::POST)
                    .uri("/support/v1/tickets")
                    .header(AUTHORIZATION, format!("Bearer {key}"))
                    .header(ORIGIN, origin)
                    .header("idempotency-key", uuid::Uuid::new_v4().to_string())
                    .header(CONTENT_TYPE, "application/json")
                    .body(Full::new(Bytes::from(serde_json::to_vec(&ticket)?)))?
            }
        })
    }
}

/// One measurement.
#[derive(Clone, Copy)]
pub(super) struct Load {
    pub(super) addr: SocketAddr,
    pub(super) concurrency: usize,
    pub(super) seconds: Duration,
}

/// What came of it.
pub(super) struct Measured {
    /// Microseconds of every answered request, in order of size.
    pub(super) micros: Vec<u32>,
    pub(super) errors: usize,
    pub(super) seconds: f64,
    /// Processor time of the client.
    pub(super) client_busy: f64,
}

impl Load {
    /// Asks as often as it can. Errors: when nothing is answered as it should be.
    pub(super) async fn run(self, ask: &Ask) -> Result<Measured> {
        let ask = ask.clone();
        let work = move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
            tokio::task::LocalSet::new().block_on(&runtime, self.ask(ask))
        };
        tokio::task::spawn_blocking(work).await?
    }

    async fn ask(self, ask: Ask) -> Result<Measured> {
        let (ask, number) = (Rc::new(ask), Rc::new(Cell::new(0)));
        let begin = Instant::now() + WARM_UP;
        let end = begin + self.seconds;
        let mut workers = Vec::new();
        for _ in 0..self.concurrency {
            let (ask, number) = (ask.clone(), number.clone());
            let mut connection = connect(self.addr).await?;
            workers.push(tokio::task::spawn_local(async move {
                let (mut micros, mut errors) = (Vec::new(), Vec::new());
                while Instant::now() < end {
                    let turn = number.replace(number.get() + 1);
                    let request = ask.request(self.addr, turn)?;
                    let begun = Instant::now();
                    let answered = answer(&mut connection, request).await;
                    let took = begun.elapsed();
                    match answered {
                        Ok((status, _)) if status.is_success() => {
                            if begun >= begin {
                                micros.push(u32::try_from(took.as_micros()).unwrap_or(u32::MAX));
                            }
                        }
                        Ok((status, body)) => {
                            errors.push(format!("{status}: {}", String::from_utf8_lossy(&body[..body.len().min(300)])))
                        }
                        Err(error) => {
                            errors.push(error.to_string());
                            connection = connect(self.addr).await?;
                        }
                    }
                }
                anyhow::Ok((micros, errors))
            }));
        }
        tokio::time::sleep_until(begin.into()).await;
        let before = machine::busy_seconds(std::process::id())?;
        let (mut micros, mut errors) = (Vec::new(), Vec::new());
        for worker in workers {
            let (took, wrong) = worker.await??;
            micros.extend(took);
            errors.extend(wrong);
        }
        let client_busy = machine::busy_seconds(std::process::id())? - before;
        let seconds = begin.elapsed().as_secs_f64();
        if micros.is_empty() {
            bail!("nothing was answered: {}", errors.first().map_or("", String::as_str));
        }
        if let Some(error) = errors.first() {
            eprintln!("{} errors, such as {error}", errors.len());
        }
        micros.sort_unstable();
        Ok(Measured { micros, errors: errors.len(), seconds, client_busy })
    }
}

/// One answer, which must be a success.
pub(super) async fn once(addr: SocketAddr, ask: &Ask) -> Result<Bytes> {
    let (status, body) = answer(&mut connect(addr).await?, ask.request(addr, 0)?).await?;
    if !status.is_success() {
        bail!("{status}: {}", String::from_utf8_lossy(&body[..body.len().min(500)]));
    }
    Ok(body)
}

/// Signs in as a browser does, and answers the cookie.
pub(super) async fn sign_in(addr: SocketAddr, email: &str, password: &str) -> Result<String> {
    let form = format!("mail={}&password={password}", email.replace('@', "%40"));
    let request = Request::post("/sign-in")
        .header(HOST, addr.to_string())
        .header(ORIGIN, format!("http://{addr}"))
        .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Full::new(Bytes::from(form)))?;
    let response = connect(addr).await?.send_request(request).await?;
    let cookie = response
        .headers()
        .get(SET_COOKIE)
        .and_then(|cookie| cookie.to_str().ok())
        .and_then(|cookie| cookie.split(';').next());
    match cookie {
        Some(cookie) => Ok(cookie.to_owned()),
        None => bail!("sign-in answered {}", response.status()),
    }
}

async fn connect(addr: SocketAddr) -> Result<SendRequest<Full<Bytes>>> {
    let stream = TcpStream::connect(addr).await?;
    stream.set_nodelay(true)?;
    let (sender, connection) = handshake(TokioIo::new(stream)).await?;
    tokio::spawn(connection);
    Ok(sender)
}

async fn answer(
    connection: &mut SendRequest<Full<Bytes>>,
    request: Request<Full<Bytes>>,
) -> Result<(StatusCode, Bytes)> {
    connection.ready().await?;
    let response = connection.send_request(request).await?;
    let status = response.status();
    let body = response.into_body().collect().await.context("an answer that broke off")?;
    Ok((status, body.to_bytes()))
}
