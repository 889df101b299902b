//! The settings for mail and text messages.

use super::sources::Given;
use crate::failure::Failure;
use paylink_notify::{MailFrom, MailSettings, SmtpServer, TwilioGiven, TwilioSettings, TwilioSettingsError};
use std::path::PathBuf;

const MOST_CONNECTIONS: usize = 100;

/// How mail is sent.
#[derive(Debug, Clone)]
pub(crate) struct Mail {
    server: SmtpServer,
    from: MailFrom,
    ca_file: Option<PathBuf>,
    connections: usize,
}

impl Mail {
    /// Mails under way at the same time.
    pub(crate) const fn connections(&self) -> usize {
        self.connections
    }

    /// With the certificates read.
    pub(crate) fn settings(&self) -> Result<MailSettings, Failure> {
        let extra_ca_pem = match &self.ca_file {
            Some(path) => Some(std::fs::read(path).map_err(|error| Failure::setting("PAYLINK_SMTP_CA_FILE", error))?),
            None => None,
        };
        let (server, from) = (self.server.clone(), self.from.clone());
        Ok(MailSettings { server, from, extra_ca_pem, connections: self.connections })
    }
}

/// How mail is sent, if it is. What is said about mail must be right even where none is sent.
pub(super) fn mail(given: &Given) -> Result<Option<Mail>, Failure> {
    let text = |name: &str| given.get(name).map(String::as_str);
    let from = text("PAYLINK_MAIL_FROM").unwrap_or("Paylink <no-reply@localhost>");
    let from: MailFrom = from.parse().map_err(|error| Failure::setting("PAYLINK_MAIL_FROM", error))?;
    let connections = match text("PAYLINK_SMTP_CONNECTIONS") {
        None => MailSettings::CONNECTIONS,
        Some(text) => connections(text)?,
    };
    let Some(url) = text("PAYLINK_SMTP_URL") else { return Ok(None) };
    let server: SmtpServer = url.parse().map_err(|error| Failure::setting("PAYLINK_SMTP_URL", error))?;
    Ok(Some(Mail { server, from, ca_file: text("PAYLINK_SMTP_CA_FILE").map(PathBuf::from), connections }))
}

fn connections(text: &str) -> Result<usize, Failure> {
    let number = text.parse::<usize>().ok().filter(|number| (1..=MOST_CONNECTIONS).contains(number));
    number.ok_or_else(|| {
        Failure::setting("PAYLINK_SMTP_CONNECTIONS", format!("must be a whole number from 1 to {MOST_CONNECTIONS}"))
    })
}

/// How text messages are sent, if they are.
pub(super) fn texts(given: &Given) -> Result<Option<TwilioSettings>, Failure> {
    const URL: &str = "PAYLINK_TWILIO_URL";
    const NEEDED: [&str; 3] = ["PAYLINK_TWILIO_ACCOUNT_SID", "PAYLINK_TWILIO_AUTH_TOKEN", "PAYLINK_SMS_FROM"];
    let text = |name: &str| given.get(name).map(String::as_str);
    let [Some(account_sid), Some(auth_token), Some(from)] = NEEDED.map(text) else {
        let missing = NEEDED.into_iter().find(|name| text(name).is_none());
        let there = NEEDED.into_iter().chain([URL]).find(|name| text(name).is_some());
        return match (missing, there) {
            (Some(missing), Some(there)) => Err(Failure::setting(missing, format!("must be set, because {there} is"))),
            (_, None) | (None, _) => Ok(None),
        };
    };
    let settings = TwilioSettings::read(&TwilioGiven { url: text(URL), account_sid, auth_token, from });
    settings.map(Some).map_err(|error| {
        let name = match error {
            TwilioSettingsError::Url => URL,
            TwilioSettingsError::AccountSid => "PAYLINK_TWILIO_ACCOUNT_SID",
            TwilioSettingsError::AuthToken => "PAYLINK_TWILIO_AUTH_TOKEN",
            TwilioSettingsError::From => "PAYLINK_SMS_FROM",
        };
        Failure::setting(name, error)
    })
}
