//! The connections, and who has one for the moment.

use super::{Conn, OpenError, PostgresOptions, connect::Connector};
use diesel_async::pooled_connection::{
    AsyncDieselConnectionManager, ManagerConfig, RecyclingMethod,
    deadpool::{Object, Pool},
};
use futures_util::FutureExt as _;
use paylink_core::ports::StoreError;
use std::time::Duration;

/// The pool.
pub(super) struct Connections {
    pool: Pool<Conn>,
    wait: Duration,
}

impl Connections {
    /// Makes no connection yet.
    pub(super) fn new(options: &PostgresOptions, connector: Connector) -> Result<Self, OpenError> {
        let mut config = ManagerConfig::<Conn>::default();
        // asking before every use would double the way; a connection that broke meanwhile costs one more try
        config.recycling_method = RecyclingMethod::Fast;
        config.custom_setup = Box::new(move |_| {
            let connector = connector.clone();
            async move { connector.session().await }.boxed()
        });
        // the address is in the connector: the manager never sees it
        let manager = AsyncDieselConnectionManager::new_with_config("", config);
        let pool = Pool::builder(manager).max_size(options.connections.max(1)).build();
        let pool = pool.map_err(|source| OpenError::Pool { source: Box::new(source) })?;
        // making a connection is part of getting one
        Ok(Self { pool, wait: options.wait_timeout.saturating_add(options.connect_timeout) })
    }

    /// A connection, for as long as the lease lives.
    pub(super) async fn lease(&self) -> Result<Lease, StoreError> {
        let object = match tokio::time::timeout(self.wait, self.pool.get()).await {
            Ok(Ok(object)) => object,
            Ok(Err(error)) => return Err(StoreError::Unavailable(Box::new(error))),
            Err(_) => return Err(StoreError::Unavailable("no connection was free in time".into())),
        };
        Ok(Lease { object: Some(object), sound: true })
    }

    pub(super) fn close(&self) {
        self.pool.close();
    }
}

/// A connection that goes back when it is sound, and is closed when it is not, or when whoever waited for
/// it went away in the middle of a transaction.
pub(super) struct Lease {
    object: Option<Object<Conn>>,
    sound: bool,
}

impl Lease {
    pub(super) fn conn(&mut self) -> Result<&mut Conn, StoreError> {
        self.object.as_deref_mut().ok_or_else(|| StoreError::Unavailable("the connection is gone".into()))
    }

    /// Whether the connection may be used by others.
    pub(super) const fn set_sound(&mut self, sound: bool) {
        self.sound = sound;
    }
}

impl Drop for Lease {
    fn drop(&mut self) {
        if !self.sound
            && let Some(object) = self.object.take()
        {
            // closed at once: what it holds is what others wait for
            drop(Object::take(object));
        }
    }
}
