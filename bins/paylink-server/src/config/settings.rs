//! What the settings mean, and which values are refused.

use super::{files, files::FileSettings, messages, messages::Mail, sources::Given};
use crate::failure::Failure;
use paylink_core::Secret;
use paylink_http_actix::IpBlock;
use paylink_notify::TwilioSettings;
use paylink_store_diesel::{postgres, sqlite};
use std::{
    net::{SocketAddr, ToSocketAddrs as _},
    path::PathBuf,
    time::Duration,
};
use url::Url;

/// Where everything is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Database {
    /// The embedded database in this file.
    Sqlite(PathBuf),
    /// A PostgreSQL database, which other servers may share.
    Postgres(Box<postgres::Address>),
}

/// Which part of the work this process does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    /// Answers requests.
    Web,
    /// Does what has to be done later.
    Worker,
    /// Both.
    All,
}

/// How log lines are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LogFormat {
    /// For people.
    Text,
    /// One JSON object a line.
    Json,
}

/// The configuration of a server.
#[derive(Debug, Clone)]
pub(crate) struct Config {
    /// Address to listen on.
    pub(crate) bind: SocketAddr,
    /// Base of every URL shown to people, if set.
    pub(crate) public_url: Option<String>,
    /// Where everything is kept.
    pub(crate) database: Database,
    /// Whether the database was named by the operator.
    pub(crate) database_named: bool,
    /// At most this many connections to PostgreSQL.
    pub(crate) postgres_connections: usize,
    /// Whether a PostgreSQL may be used that loses acknowledged writes in a power cut.
    pub(crate) postgres_allow_unsafe: bool,
    /// Folder of the generated secret.
    pub(crate) data_dir: PathBuf,
    /// Where files are kept.
    pub(crate) files: FileSettings,
    /// Signs merchant tokens, if set.
    pub(crate) secret: Option<Secret>,
    /// Secrets that were in use before, newest first.
    pub(crate) previous_secrets: Vec<Secret>,
    /// An API key that is always accepted.
    pub(crate) admin_key: Option<Secret>,
    /// Which part of the work this process does.
    pub(crate) role: Role,
    /// Where the sandbox keeps its books, if not with everything else.
    pub(crate) sandbox_database: Option<Database>,
    /// How long the sandbox takes to settle a bank debit.
    pub(crate) sandbox_ach: Duration,
    /// Whether webhooks may go to private addresses and over http.
    pub(crate) allow_private_webhooks: bool,
    /// Certificates webhook receivers are also trusted by, in PEM.
    pub(crate) webhook_ca_file: Option<PathBuf>,
    /// How mail is sent, if it is.
    pub(crate) mail: Option<Mail>,
    /// How text messages are sent, if they are.
    pub(crate) texts: Option<TwilioSettings>,
    /// Log filter.
    pub(crate) log: String,
    /// How log lines are written.
    pub(crate) log_format: LogFormat,
    /// Proxies whose `X-Forwarded-For` is believed.
    pub(crate) trusted_proxies: Vec<IpBlock>,
    /// Whether requests are limited per address and per key.
    pub(crate) rate_limits: bool,
    /// Whether declined payments are limited.
    pub(crate) decline_limits: bool,
    /// Whether pages, and the rows they are made of, are kept in memory for a moment.
    pub(crate) page_cache: bool,
}

/// Settings of parts that do not exist yet: refused, never ignored.
const NOT_YET: [&str; 5] = [
    "PAYLINK_STRIPE_URL",
    "PAYLINK_STRIPE_SECRET_KEY",
    "PAYLINK_STRIPE_PUBLISHABLE_KEY",
    "PAYLINK_STRIPE_JS_URL",
    "PAYLINK_STRIPE_WEBHOOK_SECRET",
];

/// Reads all settings given.
pub(super) fn read(given: &Given) -> Result<Config, Failure> {
    let text = |name: &str| given.get(name).map(String::as_str);
    if let Some(name) = NOT_YET.into_iter().find(|name| given.contains_key(name)) {
        return Err(Failure::setting(name, "this part of the server does not exist yet"));
    }
    if text("PAYLINK_GATEWAY").is_some_and(|name| name != "sandbox") {
        return Err(Failure::setting("PAYLINK_GATEWAY", "the only gateway so far is sandbox"));
    }
    let data_dir = PathBuf::from(text("PAYLINK_DATA_DIR").unwrap_or("paylink-data"));
    Ok(Config {
        bind: bind(text("PAYLINK_BIND").unwrap_or("127.0.0.1:8080"))?,
        public_url: text("PAYLINK_PUBLIC_URL").map(public_url).transpose()?,
        database: database(
            "PAYLINK_DATABASE_URL",
            text("PAYLINK_DATABASE_URL").unwrap_or("sqlite:paylink-data/paylink.db"),
        )?,
        database_named: given.contains_key("PAYLINK_DATABASE_URL"),
        postgres_connections: connections(text("PAYLINK_POSTGRES_CONNECTIONS").unwrap_or("16"))?,
        postgres_allow_unsafe: flag("PAYLINK_POSTGRES_ALLOW_UNSAFE", text("PAYLINK_POSTGRES_ALLOW_UNSAFE"), false)?,
        files: files::files(given, &data_dir)?,
        data_dir,
        secret: text("PAYLINK_SECRET").map(|text| secret("PAYLINK_SECRET", text)).transpose()?,
        previous_secrets: previous_secrets(text("PAYLINK_SECRET_PREVIOUS").unwrap_or_default())?,
        admin_key: text("PAYLINK_ADMIN_KEY").map(admin_key).transpose()?,
        role: choice(
            "PAYLINK_ROLE",
            text("PAYLINK_ROLE").unwrap_or("all"),
            &[("web", Role::Web), ("worker", Role::Worker), ("all", Role::All)],
        )?,
        sandbox_database: text("PAYLINK_SANDBOX_DATABASE_URL")
            .map(|url| database("PAYLINK_SANDBOX_DATABASE_URL", url))
            .transpose()?,
        sandbox_ach: seconds("PAYLINK_SANDBOX_ACH_SECONDS", text("PAYLINK_SANDBOX_ACH_SECONDS").unwrap_or("60"))?,
        allow_private_webhooks: flag("PAYLINK_ALLOW_PRIVATE_WEBHOOKS", text("PAYLINK_ALLOW_PRIVATE_WEBHOOKS"), false)?,
        webhook_ca_file: text("PAYLINK_WEBHOOK_CA_FILE").map(PathBuf::from),
        mail: messages::mail(given)?,
        texts: messages::texts(given)?,
        log: text("PAYLINK_LOG").unwrap_or("info").to_owned(),
        log_format: choice(
            "PAYLINK_LOG_FORMAT",
            text("PAYLINK_LOG_FORMAT").unwrap_or("text"),
            &[("text", LogFormat::Text), ("json", LogFormat::Json)],
        )?,
        trusted_proxies: proxies(text("PAYLINK_TRUSTED_PROXIES").unwrap_or_default())?,
        rate_limits: flag("PAYLINK_RATE_LIMITS", text("PAYLINK_RATE_LIMITS"), true)?,
        decline_limits: flag("PAYLINK_DECLINE_LIMITS", text("PAYLINK_DECLINE_LIMITS"), false)?,
        page_cache: flag("PAYLINK_PAGE_CACHE", text("PAYLINK_PAGE_CACHE"), true)?,
    })
}

fn bind(text: &str) -> Result<SocketAddr, Failure> {
    let found = text.to_socket_addrs().ok().and_then(|mut all| all.next());
    found.ok_or_else(|| Failure::setting("PAYLINK_BIND", "must be an address and a port, e.g. 127.0.0.1:8080"))
}

fn public_url(text: &str) -> Result<String, Failure> {
    let wrong = || {
        Failure::setting(
            "PAYLINK_PUBLIC_URL",
            "must be an http or https address without query, e.g. https://pay.example.com",
        )
    };
    let url = Url::parse(text).map_err(|_| wrong())?;
    let good = matches!(url.scheme(), "http" | "https")
        && url.has_host()
        && url.query().is_none()
        && url.fragment().is_none()
        && url.username().is_empty()
        && url.password().is_none();
    if good { Ok(url.as_str().trim_end_matches('/').to_owned()) } else { Err(wrong()) }
}

fn database(name: &str, text: &str) -> Result<Database, Failure> {
    if text.starts_with("postgres:") || text.starts_with("postgresql:") {
        let address = text.parse().map_err(|error: postgres::AddressError| Failure::setting(name, error))?;
        return Ok(Database::Postgres(Box::new(address)));
    }
    match sqlite::parse_url(text) {
        Ok(path) => Ok(Database::Sqlite(path)),
        Err(sqlite::UrlError::Scheme) => Err(Failure::setting(name, "must begin with `sqlite:` or `postgres://`")),
        Err(error @ (sqlite::UrlError::NoFile | sqlite::UrlError::Parameters)) => Err(Failure::setting(name, error)),
    }
}

fn connections(text: &str) -> Result<usize, Failure> {
    let number = text.parse::<usize>().ok().filter(|number| (1..=1000).contains(number));
    number.ok_or_else(|| Failure::setting("PAYLINK_POSTGRES_CONNECTIONS", "must be a whole number from 1 to 1000"))
}

fn secret(name: &str, text: &str) -> Result<Secret, Failure> {
    if text.len() < 32 {
        return Err(Failure::setting(name, "must have at least 32 bytes"));
    }
    Ok(Secret::new(text))
}

/// Separated by spaces: a secret may hold a comma.
fn previous_secrets(text: &str) -> Result<Vec<Secret>, Failure> {
    text.split_whitespace().map(|one| secret("PAYLINK_SECRET_PREVIOUS", one)).collect()
}

fn admin_key(text: &str) -> Result<Secret, Failure> {
    let visible = text.bytes().all(|byte| (0x21..=0x7e).contains(&byte));
    // two dots are how merchant tokens are told from keys
    let token = text.matches('.').count() == 2;
    if text.len() < 16 || text.len() > 255 || !visible || token {
        return Err(Failure::setting(
            "PAYLINK_ADMIN_KEY",
            "must be 16 to 255 visible ASCII characters, without two dots",
        ));
    }
    Ok(Secret::new(text))
}

fn seconds(name: &str, text: &str) -> Result<Duration, Failure> {
    let number = text.parse::<u32>().map_err(|_| Failure::setting(name, "must be a whole number of seconds"))?;
    Ok(Duration::from_secs(u64::from(number)))
}

fn flag(name: &str, text: Option<&str>, default: bool) -> Result<bool, Failure> {
    match text {
        None => Ok(default),
        Some(text) => choice(
            name,
            text,
            &[("true", true), ("1", true), ("on", true), ("false", false), ("0", false), ("off", false)],
        ),
    }
}

fn choice<T: Copy>(name: &str, text: &str, choices: &[(&str, T)]) -> Result<T, Failure> {
    let found = choices.iter().find(|(known, _)| *known == text).map(|(_, value)| *value);
    let names: Vec<&str> = choices.iter().map(|(known, _)| *known).collect();
    found.ok_or_else(|| Failure::setting(name, format!("must be one of {}", names.join(", "))))
}

fn proxies(text: &str) -> Result<Vec<IpBlock>, Failure> {
    let wrong = |_| {
        Failure::setting(
            "PAYLINK_TRUSTED_PROXIES",
            "must be addresses or blocks such as 10.0.0.0/8, separated by commas",
        )
    };
    text.split(',').map(str::trim).filter(|part| !part.is_empty()).map(|part| part.parse().map_err(wrong)).collect()
}
