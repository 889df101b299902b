//! Requests as bytes, answers as head and body, and one exchange at a time.

use crate::Outcome;
use std::{
    io::{Read as _, Write as _},
    net::{SocketAddr, TcpStream},
    time::Duration,
};

/// Longest an exchange may take.
const PATIENCE: Duration = Duration::from_secs(20);
/// Between an answer's head and its body.
const BREAK: &[u8] = b"\r\n\r\n";

/// A request, ready to be sent as often as one likes.
#[derive(Clone)]
pub(crate) struct Request(pub(crate) Vec<u8>);

impl Request {
    /// As a browser's first visit, without the headers that nobody reads.
    pub(crate) fn get(path: &str) -> Self {
        let head = "Host: 127.0.0.1\r\nAccept: text/html\r\nAccept-Language: en-US,en;q=0.9";
        Self(format!("GET {path} HTTP/1.1\r\n{head}\r\n\r\n").into_bytes())
    }

    /// As a program that reads with an API key.
    pub(crate) fn read(path: &str, key: &str) -> Self {
        Self(format!("GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {key}\r\n\r\n").into_bytes())
    }

    /// As a program that holds an API key.
    pub(crate) fn post(path: &str, key: &str, body: &str) -> Self {
        let head = format!("Host: 127.0.0.1\r\nAuthorization: Bearer {key}\r\nContent-Type: application/json");
        let length = body.len();
        Self(format!("POST {path} HTTP/1.1\r\n{head}\r\nContent-Length: {length}\r\n\r\n{body}").into_bytes())
    }

    /// The same under an idempotency key.
    pub(crate) fn post_once(path: &str, key: &str, body: &str, once: &str) -> Self {
        let Self(bytes) = Self::post(path, key, body);
        let text = String::from_utf8_lossy(&bytes);
        Self(text.replacen("\r\n", &format!("\r\nIdempotency-Key: {once}\r\n"), 1).into_bytes())
    }
}

/// An answer.
#[derive(Debug, Clone)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

/// Where an answer's parts lie in what was received so far.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Extent {
    pub(crate) status: u16,
    pub(crate) whole: usize,
    head: usize,
}

impl Extent {
    /// `None` while the head is not complete.
    pub(crate) fn of(received: &[u8]) -> Outcome<Option<Self>> {
        let Some(head) = received.windows(BREAK.len()).position(|window| window == BREAK) else { return Ok(None) };
        let text = std::str::from_utf8(received.get(..head).unwrap_or_default())?;
        let status = text.get(9..12).ok_or("an answer without a status")?.parse()?;
        let length = headers(text).find(|(name, _)| name.eq_ignore_ascii_case("content-length"));
        let length: usize = length.ok_or("an answer without a length")?.1.parse()?;
        let head = head.saturating_add(BREAK.len());
        Ok(Some(Self { status, head, whole: head.saturating_add(length) }))
    }
}

impl Answer {
    /// Reads an answer that has arrived in full.
    pub(crate) fn read(received: &[u8]) -> Outcome<Self> {
        let extent = Extent::of(received)?.ok_or("an answer broke off")?;
        let head = std::str::from_utf8(received.get(..extent.head).unwrap_or_default())?;
        let headers = headers(head.trim_end()).map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        let body = received.get(extent.head..extent.whole).ok_or("an answer broke off")?.to_vec();
        Ok(Self { status: extent.status, headers, body })
    }

    /// The answer, if it has this status.
    pub(crate) fn expect(self, status: u16) -> Outcome<Self> {
        if self.status == status {
            return Ok(self);
        }
        Err(format!("status {} instead of {status}: {}", self.status, String::from_utf8_lossy(&self.body)).into())
    }
}

fn headers(head: &str) -> impl Iterator<Item = (&str, &str)> {
    head.lines().skip(1).filter_map(|line| line.split_once(':')).map(|(name, value)| (name, value.trim()))
}

/// Sends one request and gives the bytes of the answer.
pub(crate) fn exchange(address: SocketAddr, request: &Request) -> Outcome<Vec<u8>> {
    let mut stream = TcpStream::connect_timeout(&address, PATIENCE)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.write_all(&request.0)?;
    let mut received = Vec::new();
    let mut chunk = [0; 16 * 1024];
    loop {
        if let Some(extent) = Extent::of(&received)?
            && received.len() >= extent.whole
        {
            return Ok(received);
        }
        match stream.read(&mut chunk)? {
            0 => return Err("the connection was closed in the middle of an answer".into()),
            count => received.extend_from_slice(chunk.get(..count).unwrap_or_default()),
        }
    }
}

/// Sends one request and reads the answer.
pub(crate) fn ask(address: SocketAddr, request: &Request) -> Outcome<Answer> {
    Answer::read(&exchange(address, request)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SENT: &[u8] = b"HTTP/1.1 201 Created\r\nContent-Length: 2\r\nx-a: b\r\n\r\n{}";

    #[test]
    fn an_answer_is_whole_when_its_length_has_arrived() {
        assert!(Extent::of(&SENT[..30]).unwrap().is_none());
        let extent = Extent::of(&SENT[..SENT.len() - 1]).unwrap().unwrap();
        assert_eq!((extent.status, extent.whole), (201, SENT.len()));
        assert!(Answer::read(&SENT[..SENT.len() - 1]).is_err());
        let answer = Answer::read(SENT).unwrap();
        assert_eq!(answer.headers[1], ("x-a".to_owned(), "b".to_owned()));
        assert_eq!(answer.body, b"{}");
    }

    #[test]
    fn another_status_than_expected_is_an_error_that_shows_the_answer() {
        let trouble = Answer::read(SENT).unwrap().expect(200).unwrap_err().to_string();
        assert!(trouble.contains("201") && trouble.contains("{}"), "{trouble}");
    }
}
