//! Tells the world: webhooks to public addresses and nowhere else, mails over SMTP, texts over Twilio's API.
//!
//! **Invariant:** no webhook is sent to an address that was not checked right before: literal
//! addresses are checked when the URL is read, names by the resolver the connection is made with.
//! **Invariant:** redirects are not followed, proxies are not used, answers are not logged.
//! **Invariant:** a mail has one recipient, and the same `Message-ID` on every attempt.
//! **Invariant:** what an attempt says about itself names no address and quotes nobody.

mod mail;
mod text;
mod tls;
mod webhooks;

pub use mail::{MailFrom, MailFromError, MailSettings, MailSetupError, SmtpCarrier, SmtpServer, SmtpUrlError};
pub use text::{TwilioCarrier, TwilioGiven, TwilioSettings, TwilioSettingsError};
pub use webhooks::{ClientError, Lookup, Reach, SystemLookup, WebhookClient, WebhookSettings};
