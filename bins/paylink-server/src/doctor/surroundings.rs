//! What surrounds the server: clock, secret, the address shown to people, mail.

use super::report::Report;
use crate::{carriers, config::Config, config::Database, system::SystemClock};
use paylink_core::{
    Timestamp,
    ports::{Clock as _, MailCarrier as _},
};
use std::{os::unix::fs::PermissionsExt as _, time::Duration};
use url::{Host, Url};

/// No machine that serves payments lives before this day: 2026-01-01.
const BORN_MICROS: i64 = 1_767_225_600_000_000;
const PATIENCE: Duration = Duration::from_secs(5);

/// A clock that was never set makes links open or end at the wrong time.
pub(super) fn clock(report: &mut Report) {
    let now: Timestamp = SystemClock.now();
    if now.micros() < BORN_MICROS {
        report.finding("clock", format!("this machine thinks it is {now}"));
    } else {
        report.good("clock", now);
    }
}

/// The secret must be there and nobody else's to read.
pub(super) fn secret(config: &Config, report: &mut Report) {
    let path = config.data_dir.join("secret");
    match (&config.secret, &config.database, std::fs::metadata(&path)) {
        (Some(_), ..) => report.good("secret", "set"),
        (None, Database::Postgres(_), _) => {
            report.finding("secret", "PAYLINK_SECRET must be set with PostgreSQL, the same for every server on it");
        }
        (None, Database::Sqlite(_), Ok(file)) if file.permissions().mode() & 0o077 != 0 => {
            report.finding("secret", format!("{} can be read by others than its owner", path.display()));
        }
        (None, Database::Sqlite(_), Ok(_)) => report.good("secret", format!("in {}", path.display())),
        (None, Database::Sqlite(_), Err(_)) => {
            report.finding(
                "secret",
                format!("{} is not there; the next start makes a new one, and merchant tokens end", path.display()),
            );
        }
    }
}

/// Payers must be able to reach the address, and nobody may listen on the way.
pub(super) async fn public_url(config: &Config, report: &mut Report) {
    const WHAT: &str = "public URL";
    let Some(text) = &config.public_url else {
        return report.note(WHAT, format!("PAYLINK_PUBLIC_URL is not set: links are shown as http://{}", config.bind));
    };
    let Ok(url) = Url::parse(text) else { return report.finding(WHAT, "is not a URL") };
    let local = match url.host() {
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    };
    if url.scheme() != "https" && !local {
        report.finding(WHAT, format!("{text} is not https: payers' data would travel in the open"));
    }
    let place = (url.host_str().unwrap_or_default().to_owned(), url.port_or_known_default().unwrap_or(443));
    match tokio::time::timeout(PATIENCE, tokio::net::lookup_host(place.clone())).await {
        Ok(Ok(mut found)) => match found.next() {
            Some(address) => connect(address, text, report).await,
            None => report.finding(WHAT, format!("{} has no address", place.0)),
        },
        Ok(Err(_)) | Err(_) => report.finding(WHAT, format!("{} has no address", place.0)),
    }
}

/// From inside a network the public address may be out of reach: worth a word, not wrong.
async fn connect(address: std::net::SocketAddr, text: &str, report: &mut Report) {
    match tokio::time::timeout(PATIENCE, tokio::net::TcpStream::connect(address)).await {
        Ok(Ok(_)) => report.good("public URL", format!("{text} takes connections")),
        Ok(Err(_)) | Err(_) => report.note("public URL", format!("{text} takes no connections from here now")),
    }
}

/// Mail goes out only through a server that is there, shows the right certificate and takes the password.
pub(super) async fn mail(config: &Config, report: &mut Report) {
    match carriers::mail(config) {
        Ok(None) => report.note("mail", "PAYLINK_SMTP_URL is not set: mails are kept with their preview, and not sent"),
        Ok(Some(carrier)) => match carrier.check().await {
            Ok(()) => report.good("mail", "the mail server takes connections and the login"),
            Err(reason) => report.finding("mail", reason),
        },
        Err(failure) => report.finding("mail", failure),
    }
    if config.texts.is_none() {
        report.note("texts", "PAYLINK_TWILIO_ACCOUNT_SID is not set: text messages are kept, and not sent");
    }
}
