//! Mounting the routes and running them on a socket.

use crate::{routes, shell::shell, state::AppState};
use actix_web::{
    App, HttpServer,
    dev::Server,
    http::KeepAlive,
    middleware::from_fn,
    web::{self, ServiceConfig},
};
use std::{io, net::TcpListener, time::Duration};

/// How long a client may take to send a request's head; slower ones get 408.
const HEAD_WAIT: Duration = Duration::from_secs(10);
/// How long an idle connection is kept.
const KEEP_ALIVE: Duration = Duration::from_secs(75);

/// Mounts every route, at the root of an `App`.
pub fn configure(state: AppState) -> impl FnOnce(&mut ServiceConfig) {
    move |config| {
        let inner = state.clone();
        config.service(
            web::scope("")
                .app_data(state)
                .wrap(from_fn(shell))
                .configure(|config| routes::mount(config, &inner))
                .default_service(web::to(routes::nowhere)),
        );
    }
}

/// Serves on `listener` with one worker per core. The returned future runs the server; it listens already.
/// Signals are left to the caller: stop with [`Server::handle`].
///
/// # Errors
/// When the listener cannot be used.
pub fn serve(listener: TcpListener, state: &AppState) -> io::Result<Server> {
    let shutdown = state.settings().shutdown_seconds;
    let state = state.clone();
    let server = HttpServer::new(move || App::new().configure(configure(state.clone())))
        .keep_alive(KeepAlive::Timeout(KEEP_ALIVE))
        .client_request_timeout(HEAD_WAIT)
        .client_disconnect_timeout(Duration::from_secs(2))
        .shutdown_timeout(shutdown)
        .disable_signals()
        .listen(listener)?;
    Ok(server.run())
}
