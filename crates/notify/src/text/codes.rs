//! Twilio's error codes, as far as they decide what becomes of a message. Source: Twilio's dictionary of errors and
//! warnings (www.twilio.com/docs/api/errors/<code>). Answers and later reports are judged by this one table.

use paylink_core::ports::AddressFault;

/// What an error code is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Blame {
    /// The recipient's number: it does not exist or takes no texts.
    Number,
    /// The recipient, who answered STOP.
    Stopped,
    /// Our account, credentials or sender: right again once the operator has acted.
    Account,
    /// Too much at once.
    Rate,
    /// This message, now and later.
    Message,
}

impl Blame {
    /// What that says about the recipient's number.
    pub(super) const fn fault(self) -> AddressFault {
        match self {
            Self::Number => AddressFault::Dead,
            Self::Stopped => AddressFault::Stopped,
            Self::Account | Self::Rate | Self::Message => AddressFault::None,
        }
    }
}

/// Whom `code` blames.
pub(super) fn blame(code: u32) -> Blame {
    match code {
        // invalid, unreachable, a short code, no mobile number, a landline; unknown handset, landline
        21211 | 21214 | 21217 | 21265 | 21614 | 21635 | 30005 | 30006 => Blame::Number,
        21610 => Blame::Stopped,
        // authentication, no such account, suspended; sender missing, not ours, cannot send texts, service without numbers
        20003 | 20404 | 20005 | 21603 | 21606 | 21608 | 21659 | 21660 | 21701 | 21703 | 30002 => Blame::Account,
        // too many requests, queue full, daily limit
        14107 | 20429 | 21611 | 30001 | 30022 | 63038 => Blame::Rate,
        _ => Blame::Message,
    }
}
