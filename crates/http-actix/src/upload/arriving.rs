//! A body on its way: shared between its readers, and put down in a temporary file when it grows.

use super::UNIT;
use actix_web::{
    dev::Payload,
    error::PayloadError,
    web::{Bytes, BytesMut},
};
use futures_util::{Stream, StreamExt as _};
use std::{
    cell::RefCell,
    io::{self, SeekFrom},
    pin::Pin,
    rc::Rc,
    task::{Context, Poll},
};
use tokio::{
    fs::File,
    io::{AsyncReadExt as _, AsyncSeekExt as _, AsyncWriteExt as _},
};

/// A body that is refused is read this far beyond its limit, so that the client gets to read the answer.
const DRAINED: usize = 4 * 1024 * 1024;

/// Bytes that have arrived: few in memory, more in a temporary file that is gone with the process.
#[derive(Default)]
pub(super) struct Spool {
    pub(super) size: usize,
    start: BytesMut,
    file: Option<File>,
}

impl Spool {
    pub(super) async fn push(&mut self, piece: &[u8]) -> io::Result<()> {
        self.size = self.size.saturating_add(piece.len());
        if self.file.is_none() && self.size <= UNIT {
            self.start.extend_from_slice(piece);
            return Ok(());
        }
        if self.file.is_none() {
            let file = tokio::task::spawn_blocking(tempfile::tempfile).await.map_err(io::Error::other)??;
            self.file.insert(File::from_std(file)).write_all(&std::mem::take(&mut self.start)).await?;
        }
        match &mut self.file {
            Some(file) => file.write_all(piece).await,
            None => Ok(()),
        }
    }

    /// All of them.
    pub(super) async fn read(self) -> io::Result<Bytes> {
        let Some(mut file) = self.file else { return Ok(self.start.freeze()) };
        file.flush().await?;
        file.seek(SeekFrom::Start(0)).await?;
        let mut all = Vec::with_capacity(self.size);
        file.read_to_end(&mut all).await?;
        Ok(all.into())
    }
}

/// A request's body, shared by whoever reads it now and whoever reads on when that has failed.
#[derive(Clone)]
pub(super) struct Body(Rc<RefCell<Payload>>);

impl Body {
    pub(super) fn of(payload: Payload) -> Self {
        Self(Rc::new(RefCell::new(payload)))
    }

    /// Ends with an error once more than `most` bytes have come.
    pub(super) fn limited(self, most: usize) -> impl Stream<Item = Result<Bytes, PayloadError>> {
        let mut seen: usize = 0;
        self.map(move |piece| {
            let piece = piece?;
            seen = seen.saturating_add(piece.len());
            if seen > most { Err(PayloadError::Overflow) } else { Ok(piece) }
        })
    }

    /// Reads what is left, within reason.
    pub(super) async fn drain(mut self) {
        let mut seen: usize = 0;
        while let Some(Ok(piece)) = self.next().await {
            seen = seen.saturating_add(piece.len());
            if seen > DRAINED {
                break;
            }
        }
    }
}

impl Stream for Body {
    type Item = Result<Bytes, PayloadError>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Pin::new(&mut *self.0.borrow_mut()).poll_next(context)
    }
}
