//! Reading the address of a mail server. What is wrong with one is said without repeating it: it holds a password.

use paylink_core::Secret;
use percent_encoding::percent_decode_str;
use std::str::FromStr;
use url::{Host, Url};

/// Where mail programs hand in their mail (RFC 6409), and the same with TLS from the first byte (RFC 8314).
const SUBMISSION_PORT: u16 = 587;
const SUBMISSIONS_PORT: u16 = 465;

/// When the connection is encrypted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Encryption {
    /// From the first byte.
    Implicit,
    /// By STARTTLS; without it nothing is sent.
    Required,
    /// By STARTTLS where the server offers it.
    Opportunistic,
    /// Never.
    Never,
}

/// A mail server and how to talk to it: `smtp://user:pass@host:587?tls=required|opportunistic|none`, or
/// `smtps://…` for TLS from the first byte. User name and password are percent-encoded. Debug output hides them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SmtpServer {
    /// A name or a literal address, without brackets.
    pub(super) host: String,
    pub(super) port: u16,
    pub(super) encryption: Encryption,
    pub(super) login: Option<Login>,
    /// The server is this machine.
    pub(super) is_loopback: bool,
}

/// Who hands in mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Login {
    pub(super) user: Secret,
    pub(super) password: Secret,
}

/// Why a text is no address of a mail server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SmtpUrlError {
    /// Not `smtp:` or `smtps:`.
    #[error("must begin with `smtp://` or `smtps://`")]
    Scheme,
    /// No host, or not one.
    #[error(
        "must name a host, and a port from 1 to 65535 or none; special characters in a password are percent-encoded"
    )]
    Host,
    /// A path or a fragment.
    #[error("must end after the host, the port and `?tls=…`; special characters in a password are percent-encoded")]
    Rest,
    /// Only one of user and password, or not UTF-8, or with control characters.
    #[error("must have a user name and a password, percent-encoded, or neither")]
    Login,
    /// An unknown parameter or value.
    #[error("takes one parameter: `tls=required`, `tls=opportunistic` or `tls=none`; `smtps://` takes none")]
    Parameter,
}

impl FromStr for SmtpServer {
    type Err = SmtpUrlError;

    fn from_str(text: &str) -> Result<Self, SmtpUrlError> {
        let implicit = match text.split_once("://") {
            Some(("smtp", _)) => false,
            Some(("smtps", _)) => true,
            Some(_) | None => return Err(SmtpUrlError::Scheme),
        };
        let url = Url::parse(text).map_err(|_| SmtpUrlError::Host)?;
        if !matches!(url.path(), "" | "/") || url.fragment().is_some() {
            return Err(SmtpUrlError::Rest);
        }
        let host = host(&url).ok_or(SmtpUrlError::Host)?;
        let is_loopback = is_loopback(&host);
        let login = login(&url)?;
        let encryption = match asked(&url)? {
            None if implicit => Encryption::Implicit,
            Some(_) if implicit => return Err(SmtpUrlError::Parameter),
            // whoever can listen on the way can also take the offer of TLS away, and read the password
            Some(Encryption::Opportunistic) if login.is_some() && !is_loopback => Encryption::Required,
            Some(encryption) => encryption,
            None if is_loopback => Encryption::Opportunistic,
            None => Encryption::Required,
        };
        let default_port = if implicit { SUBMISSIONS_PORT } else { SUBMISSION_PORT };
        let port = url.port().unwrap_or(default_port);
        if port == 0 {
            return Err(SmtpUrlError::Host);
        }
        let host = match host {
            Host::Domain(name) => name,
            Host::Ipv4(address) => address.to_string(),
            Host::Ipv6(address) => address.to_string(),
        };
        Ok(Self { host, port, encryption, login, is_loopback })
    }
}

/// The host by the rules of web addresses, which tell names from literal addresses.
fn host(url: &Url) -> Option<Host> {
    match url.host()? {
        Host::Domain(name) => Host::parse(name).ok(),
        Host::Ipv4(address) => Some(Host::Ipv4(address)),
        Host::Ipv6(address) => Some(Host::Ipv6(address)),
    }
}

fn is_loopback(host: &Host) -> bool {
    match host {
        Host::Domain(name) => name == "localhost" || name.ends_with(".localhost"),
        Host::Ipv4(address) => address.is_loopback(),
        Host::Ipv6(address) => address.is_loopback(),
    }
}

fn login(url: &Url) -> Result<Option<Login>, SmtpUrlError> {
    let plain = |text: &str| {
        let decoded = percent_decode_str(text).decode_utf8().map_err(|_| SmtpUrlError::Login)?;
        let good = !decoded.is_empty() && !decoded.chars().any(char::is_control);
        if good { Ok(Secret::new(decoded)) } else { Err(SmtpUrlError::Login) }
    };
    match (url.username(), url.password()) {
        ("", None) => Ok(None),
        (user, Some(password)) => Ok(Some(Login { user: plain(user)?, password: plain(password)? })),
        (_, None) => Err(SmtpUrlError::Login),
    }
}

fn asked(url: &Url) -> Result<Option<Encryption>, SmtpUrlError> {
    match url.query() {
        None | Some("") => Ok(None),
        Some("tls=required") => Ok(Some(Encryption::Required)),
        Some("tls=opportunistic") => Ok(Some(Encryption::Opportunistic)),
        Some("tls=none") => Ok(Some(Encryption::Never)),
        Some(_) => Err(SmtpUrlError::Parameter),
    }
}
