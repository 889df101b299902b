//! Where settings come from, and which of several wins.

use super::settings::{Config, read};
use crate::{cli::Cli, failure::Failure};
use std::{collections::BTreeMap, env::VarError, path::Path};

/// Every setting. In the environment they are called like this; in the file without `PAYLINK_`, in lower case.
pub(crate) const NAMES: [&str; 38] = [
    "PAYLINK_BIND",
    "PAYLINK_PUBLIC_URL",
    "PAYLINK_DATABASE_URL",
    "PAYLINK_POSTGRES_CONNECTIONS",
    "PAYLINK_POSTGRES_ALLOW_UNSAFE",
    "PAYLINK_DATA_DIR",
    "PAYLINK_FILES_URL",
    "PAYLINK_FILES_ACCESS_KEY_ID",
    "PAYLINK_FILES_SECRET_ACCESS_KEY",
    "PAYLINK_FILES_QUOTA",
    "PAYLINK_SECRET",
    "PAYLINK_SECRET_PREVIOUS",
    "PAYLINK_ADMIN_KEY",
    "PAYLINK_ROLE",
    "PAYLINK_GATEWAY",
    "PAYLINK_SANDBOX_ACH_SECONDS",
    "PAYLINK_SANDBOX_DATABASE_URL",
    "PAYLINK_SMTP_URL",
    "PAYLINK_SMTP_CA_FILE",
    "PAYLINK_SMTP_CONNECTIONS",
    "PAYLINK_MAIL_FROM",
    "PAYLINK_TWILIO_URL",
    "PAYLINK_TWILIO_ACCOUNT_SID",
    "PAYLINK_TWILIO_AUTH_TOKEN",
    "PAYLINK_SMS_FROM",
    "PAYLINK_STRIPE_URL",
    "PAYLINK_STRIPE_SECRET_KEY",
    "PAYLINK_STRIPE_PUBLISHABLE_KEY",
    "PAYLINK_STRIPE_JS_URL",
    "PAYLINK_STRIPE_WEBHOOK_SECRET",
    "PAYLINK_ALLOW_PRIVATE_WEBHOOKS",
    "PAYLINK_LOG",
    "PAYLINK_LOG_FORMAT",
    "PAYLINK_TRUSTED_PROXIES",
    "PAYLINK_RATE_LIMITS",
    "PAYLINK_DECLINE_LIMITS",
    "PAYLINK_PAGE_CACHE",
    "PAYLINK_WEBHOOK_CA_FILE",
];

/// The settings given, by their name in the environment.
pub(crate) type Given = BTreeMap<&'static str, String>;

/// Puts the configuration together.
///
/// # Errors
/// One line that names the wrong setting.
pub(crate) fn load(cli: &Cli, environment: impl Fn(&str) -> Result<String, VarError>) -> Result<Config, Failure> {
    let mut given = match &cli.config {
        Some(path) => from_file(path)?,
        None if Path::new("paylink.toml").exists() => from_file(Path::new("paylink.toml"))?,
        None => Given::new(),
    };
    for name in NAMES {
        match environment(name) {
            Ok(value) if value.is_empty() => {}
            Ok(value) => {
                given.insert(name, value);
            }
            Err(VarError::NotPresent) => {}
            Err(VarError::NotUnicode(_)) => return Err(Failure::setting(name, "is not valid UTF-8")),
        }
    }
    let flags = [
        ("PAYLINK_BIND", &cli.bind),
        ("PAYLINK_PUBLIC_URL", &cli.public_url),
        ("PAYLINK_DATABASE_URL", &cli.database_url),
        ("PAYLINK_DATA_DIR", &cli.data_dir),
        ("PAYLINK_ROLE", cli.role()),
        ("PAYLINK_LOG", &cli.log),
    ];
    given.extend(flags.into_iter().filter_map(|(name, value)| value.clone().map(|value| (name, value))));
    read(&given)
}

fn from_file(path: &Path) -> Result<Given, Failure> {
    let shown = path.display().to_string();
    let text = std::fs::read_to_string(path).map_err(|error| Failure::setting(&shown, error))?;
    let table: toml::Table =
        text.parse().map_err(|error: toml::de::Error| Failure::setting(&shown, error.message()))?;
    let mut given = Given::new();
    for (key, value) in table {
        let wanted = format!("PAYLINK_{}", key.to_ascii_uppercase());
        let name = NAMES.into_iter().find(|name| *name == wanted && key.chars().all(|c| !c.is_ascii_uppercase()));
        let Some(name) = name else { return Err(Failure::setting(&shown, format!("unknown setting {key}"))) };
        let text = match value {
            toml::Value::String(text) => text,
            toml::Value::Integer(number) => number.to_string(),
            toml::Value::Boolean(flag) => flag.to_string(),
            toml::Value::Float(_) | toml::Value::Datetime(_) | toml::Value::Array(_) | toml::Value::Table(_) => {
                return Err(Failure::setting(
                    &shown,
                    format!("{key}: must be a text, a whole number or true or false"),
                ));
            }
        };
        given.insert(name, text);
    }
    Ok(given)
}
