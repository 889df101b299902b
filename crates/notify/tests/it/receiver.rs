//! A receiver that reads one request per connection and answers as it is told.

use std::{collections::BTreeMap, net::SocketAddr};
use tokio::{
    io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _},
    net::TcpListener,
    sync::mpsc,
};

/// A request as it came.
#[derive(Debug)]
pub(crate) struct Received {
    pub(crate) line: String,
    pub(crate) headers: BTreeMap<String, String>,
    pub(crate) body: Vec<u8>,
}

/// What the receiver does after reading a request.
#[derive(Clone)]
pub(crate) enum Manner {
    /// Writes this and closes.
    Answer(String),
    /// Writes this and keeps the connection open without another byte.
    AnswerThenHang(String),
    /// Writes this over and over for as long as somebody reads.
    AnswerThenFlood(String),
    /// Closes without a word.
    Close,
}

/// A running receiver on loopback.
pub(crate) struct Receiver {
    pub(crate) address: SocketAddr,
    received: mpsc::UnboundedReceiver<Received>,
}

impl Receiver {
    pub(crate) async fn start(manner: Manner) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (sender, received) = mpsc::unbounded_channel();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (manner, sender) = (manner.clone(), sender.clone());
                tokio::spawn(serve(stream, manner, sender));
            }
        });
        Self { address, received }
    }

    /// Answers every request with a status line and these headers.
    pub(crate) async fn answering(status: &str, headers: &str) -> Self {
        let answer = format!("HTTP/1.1 {status}\r\n{headers}content-length: 0\r\nconnection: close\r\n\r\n");
        Self::start(Manner::Answer(answer)).await
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}/hook?x=1", self.address)
    }

    /// The requests that have come so far.
    pub(crate) fn requests(&mut self) -> Vec<Received> {
        std::iter::from_fn(|| self.received.try_recv().ok()).collect()
    }
}

pub(crate) async fn serve(
    mut stream: impl AsyncRead + AsyncWrite + Unpin,
    manner: Manner,
    sender: mpsc::UnboundedSender<Received>,
) {
    let Some(request) = read(&mut stream).await else { return };
    sender.send(request).unwrap();
    match manner {
        Manner::Answer(text) => {
            stream.write_all(text.as_bytes()).await.unwrap();
            let _ = stream.shutdown().await;
        }
        Manner::AnswerThenHang(text) => {
            stream.write_all(text.as_bytes()).await.unwrap();
            stream.flush().await.unwrap();
            // ends when the client hangs up
            let _ = stream.read(&mut [0; 1]).await;
        }
        Manner::AnswerThenFlood(text) => {
            stream.write_all(text.as_bytes()).await.unwrap();
            while stream.write_all(&[b'x'; 16 * 1024]).await.is_ok() {}
        }
        Manner::Close => {}
    }
}

async fn read(stream: &mut (impl AsyncRead + Unpin)) -> Option<Received> {
    let mut bytes = Vec::new();
    let head_end = loop {
        if let Some(end) = bytes.windows(4).position(|window| window == b"\r\n\r\n") {
            break end;
        }
        if stream.read_buf(&mut bytes).await.ok()? == 0 {
            return None;
        }
    };
    let head = String::from_utf8(bytes[..head_end].to_vec()).unwrap();
    let (line, rest) = head.split_once("\r\n").unwrap();
    let headers: BTreeMap<String, String> = rest
        .split("\r\n")
        .filter_map(|header| header.split_once(": "))
        .map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()))
        .collect();
    let length: usize = headers["content-length"].parse().unwrap();
    let mut body = bytes[head_end + 4..].to_vec();
    while body.len() < length {
        if stream.read_buf(&mut body).await.ok()? == 0 {
            return None;
        }
    }
    Some(Received { line: line.to_owned(), headers, body })
}
