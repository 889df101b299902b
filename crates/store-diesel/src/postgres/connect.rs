//! One connection, with the settings of its session.

use super::{Conn, PostgresOptions, tls::Tls};
use diesel::{ConnectionError, ConnectionResult};
use diesel_async::SimpleAsyncConnection as _;
use std::time::Duration;
use tokio_postgres::Config;

/// Every wait has an end. A session that stands still within a transaction holds locks that others wait for, so
/// its end comes soon (a server that is stopped and never goes on).
const SESSION: &str = "SET default_transaction_isolation = 'read committed'; SET lock_timeout = '2s'; \
    SET statement_timeout = '5s'; SET idle_in_transaction_session_timeout = '5s'";

/// A peer that vanished without a word is noticed within half a minute.
const QUIET: Duration = Duration::from_secs(15);
const PROBE: Duration = Duration::from_secs(5);
const PROBES: u32 = 3;
const UNHEARD: Duration = Duration::from_secs(10);

/// Makes connections; cheap to copy.
#[derive(Clone)]
pub(super) struct Connector {
    config: Config,
    tls: Tls,
    limit: Duration,
}

impl Connector {
    pub(super) fn new(options: &PostgresOptions, tls: Tls) -> Self {
        let mut config = options.address.config.clone();
        config.connect_timeout(options.connect_timeout).tcp_user_timeout(UNHEARD);
        config.keepalives_idle(QUIET).keepalives_interval(PROBE).keepalives_retries(PROBES);
        if config.get_application_name().is_none() {
            config.application_name("paylink");
        }
        Self { config, tls, limit: options.connect_timeout }
    }

    /// A connection for requests.
    pub(super) async fn session(&self) -> ConnectionResult<Conn> {
        self.within(async {
            let mut conn = self.plain().await?;
            conn.batch_execute(SESSION).await.map_err(ConnectionError::CouldntSetupConfiguration)?;
            Ok(conn)
        })
        .await
    }

    /// A connection for migrations, which may take their time.
    pub(super) async fn patient(&self) -> ConnectionResult<Conn> {
        self.within(self.plain()).await
    }

    async fn plain(&self) -> ConnectionResult<Conn> {
        let (client, connection) = self.config.connect(self.tls.clone()).await.map_err(told)?;
        Conn::try_from_client_and_connection(client, connection).await
    }

    /// The driver's own limit ends with the TCP connection; a server that then says nothing is no better.
    async fn within<T>(&self, work: impl Future<Output = ConnectionResult<T>>) -> ConnectionResult<T> {
        let late = |_| ConnectionError::BadConnection("no answer in time".to_owned());
        tokio::time::timeout(self.limit, work).await.map_err(late)?
    }
}

/// The driver's error with its cause, which alone says what is wrong. It names no password.
#[expect(clippy::needless_pass_by_value, reason = "for map_err")]
fn told(error: tokio_postgres::Error) -> ConnectionError {
    let cause = std::error::Error::source(&error).map(|cause| format!(": {cause}"));
    ConnectionError::BadConnection(format!("{error}{}", cause.unwrap_or_default()))
}
