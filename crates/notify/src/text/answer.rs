//! What Twilio's answer to a message means. Of its text only the code is kept: the rest quotes numbers.

use super::codes::{Blame, blame};
use paylink_core::ports::{AddressFault, MessageOutcome};
use reqwest::{Response, StatusCode, header::RETRY_AFTER};
use serde::Deserialize;
use std::time::Duration;

/// A message resource has about 1 KiB.
const MAX_BODY: usize = 64 * 1024;

/// The part of a message resource that is kept.
#[derive(Deserialize)]
struct Accepted {
    sid: Option<String>,
}

/// Twilio's error object.
#[derive(Deserialize)]
struct Refusal {
    code: Option<u32>,
}

/// Judges the answer.
pub(super) async fn outcome(response: Response) -> MessageOutcome {
    let status = response.status();
    let retry_after = retry_after(&response);
    let body = read(response).await;
    if status.is_success() {
        // accepted, whatever follows: sending again would send twice
        let sid = serde_json::from_slice::<Accepted>(&body).ok().and_then(|accepted| accepted.sid);
        return MessageOutcome::Sent { reference: sid.filter(|sid| is_sid(sid)) };
    }
    let code = serde_json::from_slice::<Refusal>(&body).ok().and_then(|refusal| refusal.code);
    let reason = match code {
        Some(code) => format!("Twilio answered {} with code {code}", status.as_u16()),
        None => format!("Twilio answered {}", status.as_u16()),
    };
    if !status.is_client_error() || is_ours(status) {
        return MessageOutcome::Failed { reason, retry_after };
    }
    match code.map(blame) {
        Some(Blame::Account | Blame::Rate) => MessageOutcome::Failed { reason, retry_after },
        Some(blame @ (Blame::Number | Blame::Stopped | Blame::Message)) => {
            MessageOutcome::Refused { reason, fault: blame.fault() }
        }
        None => MessageOutcome::Refused { reason, fault: AddressFault::None },
    }
}

/// Credentials, address of the API, too much at once: nothing the message could help.
fn is_ours(status: StatusCode) -> bool {
    matches!(
        status,
        StatusCode::UNAUTHORIZED
            | StatusCode::FORBIDDEN
            | StatusCode::NOT_FOUND
            | StatusCode::REQUEST_TIMEOUT
            | StatusCode::TOO_MANY_REQUESTS
    )
}

/// A name that can be stored and found again: 34 letters and digits at Twilio.
pub(super) fn is_sid(text: &str) -> bool {
    (1..=64).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

/// `Retry-After` in seconds, which is how Twilio writes it.
fn retry_after(response: &Response) -> Option<Duration> {
    let text = response.headers().get(RETRY_AFTER)?.to_str().ok()?;
    if text.bytes().all(|byte| byte.is_ascii_digit()) { text.parse().ok().map(Duration::from_secs) } else { None }
}

/// The body, or what had come of it; a body that is too long is none.
async fn read(mut response: Response) -> Vec<u8> {
    let mut body = Vec::new();
    while let Ok(Some(chunk)) = response.chunk().await {
        if body.len().saturating_add(chunk.len()) > MAX_BODY {
            return Vec::new();
        }
        body.extend_from_slice(&chunk);
    }
    body
}
