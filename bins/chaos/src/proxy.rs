//! A TCP proxy that can be told to be slow, to cut connections, or to swallow everything.

use crate::Outcome;
use std::{net::SocketAddr, time::Duration};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{
        TcpListener, TcpStream,
        tcp::{OwnedReadHalf, OwnedWriteHalf},
    },
    sync::watch,
    task::JoinHandle,
    time::sleep,
};

/// What happens to everything that passes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    /// Nothing.
    None,
    /// Each piece arrives later.
    Delay(Duration),
    /// Connections are cut in the middle with a reset, and new ones as soon as they speak.
    Reset,
    /// The far side's answers end; what is sent there still arrives.
    HalfClose,
    /// Connections stand, and nothing passes any more.
    BlackHole,
}

/// Listens on a port of its own; stops when dropped.
pub(crate) struct Proxy {
    address: SocketAddr,
    fault: watch::Sender<Fault>,
    accepting: JoinHandle<()>,
}

impl Proxy {
    /// In front of `target`.
    pub(crate) async fn before(target: SocketAddr) -> Outcome<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?;
        let (fault, seen) = watch::channel(Fault::None);
        let accepting = tokio::spawn(async move {
            while let Ok((near, _)) = listener.accept().await {
                tokio::spawn(pass(near, target, seen.clone()));
            }
        });
        Ok(Self { address, fault, accepting })
    }

    pub(crate) const fn address(&self) -> SocketAddr {
        self.address
    }

    /// From now on, for connections that stand and for new ones.
    pub(crate) fn be(&self, fault: Fault) {
        self.fault.send_replace(fault);
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}

async fn pass(near: TcpStream, target: SocketAddr, fault: watch::Receiver<Fault>) {
    let Ok(far) = TcpStream::connect(target).await else { return };
    let (near_read, near_write) = near.into_split();
    let (far_read, far_write) = far.into_split();
    // a reset drops both halves of both connections, with whatever was not delivered
    tokio::select! {
        () = both(near_read, far_write, far_read, near_write, &fault) => {}
        () = cut(fault.clone()) => {}
    }
}

async fn both(
    near_read: OwnedReadHalf,
    far_write: OwnedWriteHalf,
    far_read: OwnedReadHalf,
    near_write: OwnedWriteHalf,
    fault: &watch::Receiver<Fault>,
) {
    tokio::join!(copy(near_read, far_write, fault.clone(), false), copy(far_read, near_write, fault.clone(), true));
}

/// Returns when connections are to be cut.
async fn cut(mut fault: watch::Receiver<Fault>) {
    if fault.wait_for(|fault| *fault == Fault::Reset).await.is_err() {
        // the proxy is gone, and what stands may go on
        std::future::pending::<()>().await;
    }
}

async fn copy(mut from: OwnedReadHalf, mut to: OwnedWriteHalf, mut fault: watch::Receiver<Fault>, is_answer: bool) {
    let mut piece = vec![0; 16 * 1024];
    loop {
        let count = tokio::select! {
            read = from.read(&mut piece) => read.unwrap_or_default(),
            // does not wait for a piece that never comes
            _ = fault.wait_for(|fault| is_answer && *fault == Fault::HalfClose) => 0,
        };
        if count == 0 {
            // the other direction may go on
            let _ = to.shutdown().await;
            return;
        }
        let now = *fault.borrow();
        match now {
            Fault::None | Fault::Reset | Fault::HalfClose => {}
            Fault::Delay(span) => sleep(span).await,
            Fault::BlackHole => {
                // what was swallowed is gone: the connection is worth nothing even when the hole closes
                let _ = fault.wait_for(|fault| *fault != Fault::BlackHole).await;
                return;
            }
        }
        if to.write_all(piece.get(..count).unwrap_or_default()).await.is_err() {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::time::{Instant, timeout};

    /// Answers each piece with itself.
    async fn echo() -> SocketAddr {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(async move {
                    let (mut read, mut write) = stream.into_split();
                    tokio::io::copy(&mut read, &mut write).await
                });
            }
        });
        address
    }

    async fn ask(stream: &mut TcpStream) -> std::io::Result<usize> {
        stream.write_all(b"ping").await?;
        stream.read(&mut [0; 16]).await
    }

    #[tokio::test]
    async fn a_proxy_passes_delays_cuts_and_swallows_as_it_is_told() {
        let proxy = Proxy::before(echo().await).await.unwrap();
        let mut stream = TcpStream::connect(proxy.address()).await.unwrap();
        assert_eq!(ask(&mut stream).await.unwrap(), 4);

        let span = Duration::from_millis(50);
        proxy.be(Fault::Delay(span));
        let begun = Instant::now();
        assert_eq!(ask(&mut stream).await.unwrap(), 4);
        assert!(begun.elapsed() >= span * 2, "both ways");

        proxy.be(Fault::HalfClose);
        assert_eq!(stream.read(&mut [0; 16]).await.unwrap(), 0, "the answers have ended");
        assert!(stream.write_all(b"ping").await.is_ok());

        proxy.be(Fault::None);
        let mut stream = TcpStream::connect(proxy.address()).await.unwrap();
        assert_eq!(ask(&mut stream).await.unwrap(), 4);
        proxy.be(Fault::BlackHole);
        let silence = timeout(Duration::from_millis(100), ask(&mut stream)).await;
        assert!(silence.is_err(), "nothing comes back, and nothing ends");

        proxy.be(Fault::None);
        let mut stream = TcpStream::connect(proxy.address()).await.unwrap();
        assert_eq!(ask(&mut stream).await.unwrap(), 4);
        proxy.be(Fault::Reset);
        let end = stream.read(&mut [0; 16]).await;
        assert!(matches!(end, Ok(0) | Err(_)), "cut: {end:?}");
    }
}
