//! A few connections that only read. A read sees every commit acknowledged before it began.

use super::{
    Conn, OpenError,
    connection::{Purpose, connect},
    job::unavailable,
};
use paylink_core::ports::StoreError;
use std::{
    path::PathBuf,
    sync::{Arc, Mutex, PoisonError},
};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Connections at rest, and how many may be out.
pub(super) struct Readers {
    path: PathBuf,
    idle: Mutex<Vec<Conn>>,
    free: Arc<Semaphore>,
}

impl Readers {
    /// Opens `count` connections, at least one.
    pub(super) fn open(path: PathBuf, count: usize) -> Result<Arc<Self>, OpenError> {
        let count = count.max(1);
        let idle = (0..count).map(|_| connect(&path, Purpose::Read)).collect::<Result<Vec<_>, _>>()?;
        Ok(Arc::new(Self { path, idle: Mutex::new(idle), free: Arc::new(Semaphore::new(count)) }))
    }

    /// Reads right here: for what an index answers in microseconds.
    pub(super) async fn here<T>(
        self: &Arc<Self>,
        read: impl FnOnce(&mut Conn) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let place = self.place().await?;
        self.read(place, read)
    }

    /// Reads on a thread that may block: for lists.
    pub(super) async fn aside<T: Send + 'static>(
        self: &Arc<Self>,
        read: impl FnOnce(&mut Conn) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let place = self.place().await?;
        let readers = Arc::clone(self);
        let done = tokio::task::spawn_blocking(move || readers.read(place, read)).await;
        done.map_err(|error| StoreError::Unavailable(Box::new(error)))?
    }

    async fn place(&self) -> Result<OwnedSemaphorePermit, StoreError> {
        Arc::clone(&self.free).acquire_owned().await.map_err(|_| unavailable("the store is closed"))
    }

    /// A connection that fails or panics does not come back; another is opened when it is missed.
    fn read<T>(
        &self,
        place: OwnedSemaphorePermit,
        read: impl FnOnce(&mut Conn) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let idle = || self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        let at_rest = idle().pop();
        let mut conn = match at_rest {
            Some(conn) => conn,
            None => connect(&self.path, Purpose::Read).map_err(|error| StoreError::Unavailable(Box::new(error)))?,
        };
        let result = read(&mut conn);
        if !matches!(result, Err(StoreError::Unavailable(_))) {
            idle().push(conn);
        }
        drop(place);
        result
    }

    /// Closes what is at rest; later reads are refused.
    pub(super) fn close(&self) {
        self.free.close();
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }
}
