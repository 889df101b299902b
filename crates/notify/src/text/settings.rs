//! How text messages are sent, checked before the first one is.

use paylink_core::Secret;
use url::Url;

/// Where Twilio is.
const TWILIO: &str = "https://api.twilio.com";

/// Whom texts come from: one of a service's numbers, or this number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum TextFrom {
    /// A messaging service (`MG…`), which picks a number.
    Service(String),
    /// A number in E.164, a short code, or a name of up to 11 characters.
    Number(String),
}

/// What an operator gives. Everything but the address is needed.
#[derive(Clone, Copy)]
pub struct TwilioGiven<'a> {
    /// Base address of the API; Twilio's own if not given.
    pub url: Option<&'a str>,
    /// `AC…`, also the user name.
    pub account_sid: &'a str,
    /// The password, and the key of the signatures under callbacks.
    pub auth_token: &'a str,
    /// A number in E.164, a short code, a name of up to 11 letters and digits, or a messaging service (`MG…`).
    pub from: &'a str,
}

/// How text messages are sent. Debug output hides the token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TwilioSettings {
    /// Where messages are posted to.
    pub(super) endpoint: Url,
    pub(super) account_sid: String,
    pub(super) auth_token: Secret,
    pub(super) from: TextFrom,
}

/// Which part of the settings is wrong. The words do not repeat it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TwilioSettingsError {
    /// The base address.
    #[error("must be an http or https address without query, e.g. https://api.twilio.com")]
    Url,
    /// The account.
    #[error("must be `AC` and up to 62 letters and digits")]
    AccountSid,
    /// The token.
    #[error("must be visible ASCII characters")]
    AuthToken,
    /// The sender.
    #[error(
        "must be a number such as +14155550100, a short code, a name of up to 11 letters and digits, or a messaging service (MG…)"
    )]
    From,
}

impl TwilioSettings {
    /// Checks what was given.
    ///
    /// # Errors
    /// [`TwilioSettingsError`] names the wrong part.
    pub fn read(given: &TwilioGiven<'_>) -> Result<Self, TwilioSettingsError> {
        let sid = given.account_sid;
        if !sid.strip_prefix("AC").is_some_and(|rest| is_word(rest, 62)) {
            return Err(TwilioSettingsError::AccountSid);
        }
        let token = given.auth_token;
        if token.is_empty() || !token.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(TwilioSettingsError::AuthToken);
        }
        Ok(Self {
            endpoint: endpoint(given.url.unwrap_or(TWILIO), sid).ok_or(TwilioSettingsError::Url)?,
            account_sid: sid.to_owned(),
            auth_token: Secret::new(token),
            from: from(given.from).ok_or(TwilioSettingsError::From)?,
        })
    }
}

fn endpoint(base: &str, sid: &str) -> Option<Url> {
    let url = Url::parse(base).ok()?;
    let good = matches!(url.scheme(), "http" | "https")
        && url.has_host()
        && url.query().is_none()
        && url.fragment().is_none()
        && url.username().is_empty()
        && url.password().is_none();
    let base = url.as_str().trim_end_matches('/');
    if good { Url::parse(&format!("{base}/2010-04-01/Accounts/{sid}/Messages.json")).ok() } else { None }
}

fn from(text: &str) -> Option<TextFrom> {
    if text.strip_prefix("MG").is_some_and(|rest| rest.len() >= 30 && is_word(rest, 62)) {
        return Some(TextFrom::Service(text.to_owned()));
    }
    let digits = text.strip_prefix('+').unwrap_or(text);
    let is_number = text.starts_with('+') && !digits.starts_with('0') && (4..=15).contains(&digits.len());
    let is_short_code = !text.starts_with('+') && (3..=8).contains(&digits.len());
    let all_digits = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    let is_name = (1..=11).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b' ')
        && text.bytes().any(|byte| byte.is_ascii_alphabetic());
    let good = (all_digits && (is_number || is_short_code)) || is_name;
    good.then(|| TextFrom::Number(text.to_owned()))
}

/// Letters and digits, at least one and at most `most`.
fn is_word(text: &str, most: usize) -> bool {
    (1..=most).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
}
