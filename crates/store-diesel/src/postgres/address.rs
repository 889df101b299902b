//! The URL of a database: what it says about TLS is ours to read, the rest is the driver's.

use std::{fmt, path::PathBuf, str::FromStr};
use tokio_postgres::config::{Config, SslMode};

/// How far the server's identity is checked (<https://www.postgresql.org/docs/15/libpq-ssl.html>).
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Trust {
    /// Not at all: only somebody who listens is kept out.
    Anybody,
    /// The certificate must lead to one of these roots.
    Authority(Roots),
    /// And it must be the host's.
    Host(Roots),
}

/// Which certificates are believed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Roots {
    /// What the machine trusts.
    System,
    /// A file of certificates in PEM.
    File(PathBuf),
}

/// Where a database is and how to talk to it: `postgres://user:password@host:port/name?sslmode=…`.
///
/// Prints itself without the password.
#[derive(Clone, PartialEq, Eq)]
pub struct Address {
    pub(super) config: Config,
    pub(super) trust: Trust,
}

/// Why a text is not the address of a database. It never repeats the text, which may hold a password.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AddressError {
    /// Another kind of database.
    #[error("does not begin with `postgres://`")]
    Scheme,
    /// The driver does not understand it. What it complains about may be a piece of a password, and is not repeated.
    #[error(
        "is not postgres://user:password@host:port/database with known parameters \
         (special characters in user and password are written as %XX)"
    )]
    Syntax,
    /// Nowhere to connect to.
    #[error("names no host")]
    NoHost,
    /// No such mode.
    #[error("has an unknown sslmode: it is one of disable, prefer, require, verify-ca, verify-full")]
    Mode,
    /// A certificate file without a mode that looks at it.
    #[error("names sslrootcert, which needs sslmode=require, verify-ca or verify-full")]
    Unused,
}

impl FromStr for Address {
    type Err = AddressError;

    fn from_str(url: &str) -> Result<Self, AddressError> {
        if !url.starts_with("postgres://") && !url.starts_with("postgresql://") {
            return Err(AddressError::Scheme);
        }
        let (address, query) = url.split_once('?').unwrap_or((url, ""));
        let (mut mode, mut file, mut rest) = (None, None, Vec::new());
        for part in query.split('&').filter(|part| !part.is_empty()) {
            match part.split_once('=') {
                Some(("sslmode", value)) => mode = Some(value.to_owned()),
                Some(("sslrootcert", value)) => file = Some(decoded(value)),
                _ => rest.push(part),
            }
        }
        let parsed = format!("{address}?{}", rest.join("&")).parse();
        let mut config: Config = parsed.map_err(|_: tokio_postgres::Error| AddressError::Syntax)?;
        if config.get_hosts().is_empty() && config.get_hostaddrs().is_empty() {
            return Err(AddressError::NoHost);
        }
        let (mode, trust) = trust(mode.as_deref(), file)?;
        config.ssl_mode(mode);
        Ok(Self { config, trust })
    }
}

fn trust(mode: Option<&str>, file: Option<String>) -> Result<(SslMode, Trust), AddressError> {
    let roots = match file.as_deref() {
        None | Some("system") => Roots::System,
        Some(path) => Roots::File(PathBuf::from(path)),
    };
    match (mode.unwrap_or("prefer"), file) {
        ("disable" | "prefer", Some(_)) => Err(AddressError::Unused),
        ("disable", None) => Ok((SslMode::Disable, Trust::Anybody)),
        ("prefer", None) => Ok((SslMode::Prefer, Trust::Anybody)),
        ("require", None) => Ok((SslMode::Require, Trust::Anybody)),
        // as libpq does: who names an authority wants it asked
        ("require" | "verify-ca", _) => Ok((SslMode::Require, Trust::Authority(roots))),
        ("verify-full", _) => Ok((SslMode::Require, Trust::Host(roots))),
        _ => Err(AddressError::Mode),
    }
}

/// Percent-decoding; a broken sequence stays as it is.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        let code = match (first, tail) {
            (b'%', [high, low, ..]) => {
                std::str::from_utf8(&[*high, *low]).ok().and_then(|hex| u8::from_str_radix(hex, 16).ok())
            }
            _ => None,
        };
        bytes.push(code.unwrap_or(*first));
        rest = if code.is_some() { tail.get(2..).unwrap_or_default() } else { tail };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

impl fmt::Debug for Address {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Address")
            .field("hosts", &self.config.get_hosts())
            .field("database", &self.config.get_dbname())
            .field("trust", &self.trust)
            .finish_non_exhaustive()
    }
}
