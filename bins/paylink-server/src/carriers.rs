//! Who carries mails and text messages, as far as the settings name somebody.

use crate::{config::Config, failure::Failure};
use paylink_notify::{MailSetupError, SmtpCarrier, TwilioCarrier};

/// The carrier of mails; without one they are kept and not sent.
pub(crate) fn mail(config: &Config) -> Result<Option<SmtpCarrier>, Failure> {
    let Some(mail) = &config.mail else { return Ok(None) };
    let carrier = SmtpCarrier::new(&mail.settings()?).map_err(|error| match error {
        MailSetupError::Certificates => Failure::setting("PAYLINK_SMTP_CA_FILE", error),
        MailSetupError::Tls => Failure::broken("the mail carrier", &error),
    })?;
    Ok(Some(carrier))
}

/// The carrier of text messages for a server that is reached at `public_url`; without one they are kept and not sent.
pub(crate) fn texts(config: &Config, public_url: &str) -> Result<Option<TwilioCarrier>, Failure> {
    let Some(settings) = &config.texts else { return Ok(None) };
    let carrier = TwilioCarrier::new(settings.clone(), public_url);
    carrier.map(Some).map_err(|error| Failure::broken("the carrier of text messages", &error))
}
