//! One question and one answer over a connection that is there already.

use super::target::Target;
use desk::ports::FetchError;
use http_body_util::{BodyExt as _, Empty, LengthLimitError, Limited};
use hyper::body::Bytes;
use hyper::client::conn::http1;
use hyper::header::{ACCEPT, ACCEPT_ENCODING, CONNECTION, HOST, USER_AGENT};
use hyper::{Request, StatusCode};
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::task::JoinSet;

/// Bytes of an answer's head, and of what is read ahead.
const MOST_HEAD: usize = 64 * 1024;

/// The body of a plain yes, at most `most` bytes of it. Says nothing about who asks.
pub(super) async fn get<S>(stream: S, target: &Target, most: usize) -> Result<Vec<u8>, FetchError>
where
    S: AsyncRead + AsyncWrite + Send + Unpin + 'static,
{
    let request = Request::get(&target.path)
        .header(HOST, &target.authority)
        .header(ACCEPT, "image/png, image/jpeg, image/webp")
        // Packed bytes would be a way around the limit.
        .header(ACCEPT_ENCODING, "identity")
        .header(USER_AGENT, "Helpstead")
        .header(CONNECTION, "close")
        .body(Empty::<Bytes>::new())
        .map_err(|_| FetchError::Address)?;
    let handshake = http1::Builder::new().max_buf_size(MOST_HEAD).handshake(TokioIo::new(stream)).await;
    let (mut sender, connection) = handshake.map_err(|_| FetchError::Refused)?;
    // Ends with this function, however that ends: the other side cannot keep the connection.
    let mut driving = JoinSet::new();
    driving.spawn(connection);
    let answer = sender.send_request(request).await.map_err(|_| FetchError::Refused)?;
    if answer.status() != StatusCode::OK {
        return Err(FetchError::Status);
    }
    match Limited::new(answer.into_body(), most).collect().await {
        Ok(body) => Ok(body.to_bytes().to_vec()),
        Err(error) if error.is::<LengthLimitError>() => Err(FetchError::TooLarge),
        Err(_) => Err(FetchError::Refused),
    }
}
