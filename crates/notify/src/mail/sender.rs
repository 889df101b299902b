//! Whom mails come from.

use super::address;
use lettre::{Address, message::Mailbox};
use std::str::FromStr;

/// The address that mails come from, and the name shown where a merchant has none: `Paylink <no-reply@localhost>`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailFrom {
    pub(super) name: Option<String>,
    pub(super) address: Address,
}

/// A text is no sender.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("must be one mail address, with or without a name: `Paylink <no-reply@example.com>`")]
pub struct MailFromError;

impl FromStr for MailFrom {
    type Err = MailFromError;

    fn from_str(text: &str) -> Result<Self, MailFromError> {
        if text.chars().any(char::is_control) {
            return Err(MailFromError);
        }
        if let Some(address) = address::read(text.trim()) {
            return ascii(None, address);
        }
        let mailbox: Mailbox = text.trim().parse().map_err(|_| MailFromError)?;
        ascii(mailbox.name, address::read(mailbox.email.as_ref()).ok_or(MailFromError)?)
    }
}

/// Answers and bounces come back to it, from servers that may know nothing beyond ASCII.
fn ascii(name: Option<String>, address: Address) -> Result<MailFrom, MailFromError> {
    if AsRef::<str>::as_ref(&address).is_ascii() { Ok(MailFrom { name, address }) } else { Err(MailFromError) }
}
