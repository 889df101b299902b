//! Log lines: on standard error, for people or as JSON.

use crate::{
    config::{Config, LogFormat},
    failure::Failure,
};
use tracing_subscriber::EnvFilter;

/// Starts logging.
///
/// # Errors
/// When the filter cannot be read.
pub(crate) fn start(config: &Config) -> Result<(), Failure> {
    // actix logs every garbled request head as an error, which strangers can send at will
    let wanted = if config.log == "info" { "info,actix_http=off" } else { &config.log };
    let filter = EnvFilter::try_new(wanted).map_err(|error| Failure::setting("PAYLINK_LOG", error))?;
    let lines = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).with_target(false);
    match config.log_format {
        LogFormat::Text => lines.with_ansi(std::io::IsTerminal::is_terminal(&std::io::stderr())).init(),
        LogFormat::Json => lines.json().flatten_event(true).init(),
    }
    Ok(())
}
