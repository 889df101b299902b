//! One client's connection, kept while it works and made anew when the server behind it died.

use super::{
    call::Call,
    message::{Answer, Extent},
};
use crate::{Outcome, json::Fields as _};
use serde_json::Value;
use std::{io, net::SocketAddr, time::Duration};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
    time::timeout,
};

/// No request may take longer, whatever is broken.
const LIMIT: Duration = Duration::from_secs(60);

/// An answer that arrived whole.
#[derive(Debug, Clone)]
pub(crate) struct Reply(Answer);

impl Reply {
    pub(crate) const fn status(&self) -> u16 {
        self.0.status
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.0.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    /// The body; `null` when it is no JSON.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.0.body).unwrap_or_default()
    }

    /// The body after a check of the status.
    pub(crate) fn ok(&self, status: u16) -> Outcome<Value> {
        if self.0.status == status { Ok(self.json()) } else { Err(format!("{self} instead of {status}").into()) }
    }

    /// The `code` of a problem document.
    pub(crate) fn code(&self) -> String {
        self.json().at("code").as_str().unwrap_or_default().to_owned()
    }
}

impl std::fmt::Display for Reply {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "{} {}", self.0.status, String::from_utf8_lossy(&self.0.body))
    }
}

/// A connection to one address at a time.
#[derive(Debug)]
pub(crate) struct Line {
    kept: Option<(SocketAddr, TcpStream)>,
    limit: Duration,
}

impl Default for Line {
    fn default() -> Self {
        Self::within(LIMIT)
    }
}

impl Line {
    /// Gives up on an answer after `limit`.
    pub(crate) const fn within(limit: Duration) -> Self {
        Self { kept: None, limit }
    }

    /// Connects ahead of the first request.
    pub(crate) async fn connect(&mut self, address: SocketAddr) -> io::Result<()> {
        self.kept = Some((address, TcpStream::connect(address).await?));
        Ok(())
    }

    /// Sends `call` and reads the answer. An error means that nobody knows what became of it.
    pub(crate) async fn send(&mut self, address: SocketAddr, call: &Call) -> io::Result<Reply> {
        let kept = self.kept.take().filter(|(known, _)| *known == address).map(|(_, stream)| stream);
        let exchange = async {
            let mut stream = match kept {
                Some(stream) => stream,
                None => TcpStream::connect(address).await?,
            };
            stream.set_nodelay(true)?;
            stream.write_all(&call.bytes()).await?;
            let answer = read(&mut stream).await?;
            Ok::<_, io::Error>((stream, answer))
        };
        let (stream, answer) =
            timeout(self.limit, exchange).await.map_err(|_| io::Error::from(io::ErrorKind::TimedOut))??;
        let reply = Reply(answer);
        if reply.header("connection") != Some("close") {
            self.kept = Some((address, stream));
        }
        Ok(reply)
    }
}

async fn read(stream: &mut TcpStream) -> io::Result<Answer> {
    let broken = |what: &dyn std::fmt::Display| io::Error::new(io::ErrorKind::InvalidData, what.to_string());
    let mut received = Vec::with_capacity(2048);
    loop {
        if let Some(extent) = Extent::of(&received).map_err(|error| broken(&error))?
            && received.len() >= extent.whole
        {
            return Answer::read(&received).map_err(|error| broken(&error));
        }
        if stream.read_buf(&mut received).await? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
    }
}
