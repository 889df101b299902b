//! What Twilio reports about a message it took over.

use super::{answer::is_sid, codes::blame};
use paylink_core::ports::{AddressFault, TextNews, TextStanding};

/// Reads a status callback whose signature was checked; `None` if it is about something else.
pub(super) fn read(form: &[(String, String)]) -> Option<TextNews> {
    let field = |name: &str| form.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str());
    let reference = field("MessageSid").or_else(|| field("SmsSid")).filter(|sid| is_sid(sid))?;
    let status = field("MessageStatus").or_else(|| field("SmsStatus"))?;
    let code = field("ErrorCode").and_then(|code| code.parse::<u32>().ok());
    Some(TextNews { reference: reference.to_owned(), standing: standing(status, code)? })
}

/// Source: the statuses of Twilio's message resource. Those of messages that come in are none of ours.
fn standing(status: &str, code: Option<u32>) -> Option<TextStanding> {
    match status {
        "accepted" | "scheduled" | "queued" | "sending" | "sent" => Some(TextStanding::UnderWay),
        "delivered" | "partially_delivered" | "read" => Some(TextStanding::Delivered),
        "undelivered" | "failed" | "canceled" => Some(TextStanding::Undelivered {
            reason: match code {
                Some(code) => format!("Twilio reported {status} with code {code}"),
                None => format!("Twilio reported {status}"),
            },
            fault: code.map_or(AddressFault::None, |code| blame(code).fault()),
        }),
        _ => None,
    }
}
