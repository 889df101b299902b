//! What a mail server's answers mean. Of their text only the codes are kept: the rest may quote addresses.

use crate::webhooks::failure::{causes, is_tls};
use lettre::transport::smtp::{Error, response::Response};
use paylink_core::ports::{AddressFault, MessageOutcome};
use std::{error::Error as _, fmt};

/// How far an exchange had come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stage {
    /// Connecting and greeting.
    Greeting,
    /// STARTTLS, or TLS from the first byte.
    Tls,
    /// AUTH.
    Login,
    /// MAIL FROM.
    Sender,
    /// RCPT TO.
    Recipient,
    /// DATA and the mail itself.
    Content,
}

impl Stage {
    fn words(self) -> &'static str {
        match self {
            Self::Greeting => "to the greeting",
            Self::Tls => "to STARTTLS",
            Self::Login => "to the login",
            Self::Sender => "to the sender",
            Self::Recipient => "to the recipient",
            Self::Content => "to the mail",
        }
    }
}

/// An enhanced status code without its class (RFC 3463): 5.1.1 is `(1, 1)`.
type Enhanced = (u16, u16);

/// Why a mail was not taken over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Trouble {
    /// The server said no.
    Reply { stage: Stage, code: u16, enhanced: Option<Enhanced> },
    /// No connection, or it broke off.
    Lost(Stage),
    /// No answer in time.
    Late(Stage),
    /// The TLS handshake failed.
    Handshake,
    /// TLS is wanted and not offered.
    NoTls,
    /// No way to log in that we know.
    NoLogin,
    /// An answer that does not fit.
    Confused(Stage),
    /// The mail names an address beyond ASCII, which the server does not take.
    NoUtf8,
}

impl Trouble {
    /// What `error` means at `stage`.
    pub(super) fn of(stage: Stage, error: &Error) -> Self {
        if let Some(code) = error.status() {
            let text = error.source().map(ToString::to_string).unwrap_or_default();
            return Self::Reply { stage, code: code.into(), enhanced: enhanced(&text) };
        }
        let is_handshake = causes(error).any(|cause| is_tls(cause) || cause.downcast_ref().is_some_and(Error::is_tls));
        if is_handshake {
            Self::Handshake
        } else if error.is_timeout() {
            Self::Late(stage)
        } else if error.is_client() {
            Self::Confused(stage)
        } else {
            Self::Lost(stage)
        }
    }

    /// Whether the connection is still in order: the server only refused this mail.
    pub(super) fn leaves_connection(&self) -> bool {
        match self {
            Self::Reply { stage, code, .. } => {
                *code != 421 && matches!(stage, Stage::Sender | Stage::Recipient | Stage::Content)
            }
            Self::NoUtf8 => true,
            Self::Lost(_) | Self::Late(_) | Self::Handshake | Self::NoTls | Self::NoLogin | Self::Confused(_) => false,
        }
    }

    /// Whether a connection that was used before had only grown old: nothing of the mail was said yet.
    pub(super) fn is_stale_connection(&self) -> bool {
        match self {
            Self::Reply { stage, code, .. } => *stage == Stage::Sender && *code == 421,
            Self::Lost(stage) | Self::Late(stage) => *stage == Stage::Sender,
            Self::Handshake | Self::NoTls | Self::NoLogin | Self::Confused(_) | Self::NoUtf8 => false,
        }
    }

    /// What becomes of the mail.
    pub(super) fn outcome(&self) -> MessageOutcome {
        let reason = self.to_string();
        match self.verdict() {
            Verdict::Later => MessageOutcome::Failed { reason, retry_after: None },
            Verdict::Never { fault } => MessageOutcome::Refused { reason, fault },
        }
    }

    fn verdict(&self) -> Verdict {
        match self {
            // the operator's trouble, not the mail's: greeting, TLS and credentials may be right tomorrow
            Self::Reply { stage: Stage::Greeting | Stage::Tls | Stage::Login, .. } => Verdict::Later,
            Self::Reply { code: 530 | 534 | 535 | 538, .. } => Verdict::Later,
            Self::Reply { code, .. } if *code < 500 => Verdict::Later,
            Self::Reply { stage, code, enhanced } => Verdict::Never { fault: fault(*stage, *code, *enhanced) },
            Self::NoUtf8 => Verdict::Never { fault: AddressFault::None },
            Self::Lost(_) | Self::Late(_) | Self::Handshake | Self::NoTls | Self::NoLogin | Self::Confused(_) => {
                Verdict::Later
            }
        }
    }
}

enum Verdict {
    Later,
    Never { fault: AddressFault },
}

fn fault(stage: Stage, code: u16, enhanced: Option<Enhanced>) -> AddressFault {
    if is_bad_address(stage, code, enhanced) { AddressFault::Dead } else { AddressFault::None }
}

/// The codes for "no such mailbox". An enhanced code says more than the reply code: 550 5.7.1 is about us, not
/// about the address (RFC 3463, sections 3.2 and 3.3; X.1.7 and X.1.8 are about the sender's).
fn is_bad_address(stage: Stage, code: u16, enhanced: Option<Enhanced>) -> bool {
    match (stage, enhanced) {
        (Stage::Recipient | Stage::Content, Some((1, 1 | 2 | 3 | 6 | 10) | (2, 1))) => true,
        (Stage::Recipient, Some((1, detail))) => !matches!(detail, 7 | 8),
        (Stage::Recipient, None | Some((0, _))) => matches!(code, 550 | 551 | 553),
        (Stage::Recipient, Some(_)) => false,
        (Stage::Greeting | Stage::Tls | Stage::Login | Stage::Sender | Stage::Content, _) => false,
    }
}

impl fmt::Display for Trouble {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Reply { stage, code, enhanced: Some((subject, detail)) } => {
                let class = if *code < 500 { 4 } else { 5 };
                write!(out, "the mail server answered {code} {class}.{subject}.{detail} {}", stage.words())
            }
            Self::Reply { stage, code, enhanced: None } => {
                write!(out, "the mail server answered {code} {}", stage.words())
            }
            Self::Lost(Stage::Greeting) => out.write_str("no connection to the mail server"),
            Self::Lost(_) => out.write_str("the connection to the mail server broke off"),
            Self::Late(_) => out.write_str("the mail server did not answer in time"),
            Self::Handshake => out.write_str("the TLS handshake with the mail server failed"),
            Self::NoTls => out.write_str("the mail server offers no TLS"),
            Self::NoLogin => out.write_str("the mail server offers no login by PLAIN or LOGIN"),
            Self::Confused(_) => out.write_str("the mail server's answer does not fit"),
            Self::NoUtf8 => out.write_str("the mail server takes no addresses beyond ASCII"),
        }
    }
}

/// `5.1.1 No such user` → `(1, 1)`.
fn enhanced(text: &str) -> Option<Enhanced> {
    let mut parts = text.split_whitespace().next()?.splitn(3, '.');
    let class = parts.next()?;
    let number = |part: &str| part.parse::<u16>().ok().filter(|number| *number <= 999);
    let (subject, detail) = (number(parts.next()?)?, number(parts.next()?)?);
    matches!(class, "4" | "5").then_some((subject, detail))
}

/// The name under which the server keeps a mail it took: `queued as 4F1B2` (Postfix), `id=1abC-x` (Exim).
pub(super) fn reference(response: &Response) -> Option<String> {
    let text = response.message().collect::<Vec<_>>().join(" ");
    let after = text.split_once("queued as ").or_else(|| text.split_once("id="))?.1;
    let name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    let id: String = after.chars().take_while(|c| name(*c)).take(64).collect();
    let ends = after.chars().nth(id.chars().count());
    (!id.is_empty() && ends != Some('@')).then(|| id.trim_end_matches('.').to_owned())
}
