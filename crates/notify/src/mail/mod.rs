//! Sending mail over SMTP.

mod address;
mod carrier;
mod headers;
mod line;
mod message;
mod pool;
mod reply;
mod sender;
mod settings;
mod url;

pub use carrier::SmtpCarrier;
pub use sender::{MailFrom, MailFromError};
pub use settings::{MailSettings, MailSetupError};
pub use url::{SmtpServer, SmtpUrlError};
