//! What a receiver's answer means. Of its body nothing is kept.

use paylink_core::{Timestamp, ports::SendOutcome};
use reqwest::{Response, StatusCode, header::RETRY_AFTER};
use std::time::{Duration, SystemTime};

/// How much of a body is read, so that the connection can be used again.
const MAX_BODY: usize = 64 * 1024;
/// How long a body is waited for once the status is known.
const BODY_LIMIT: Duration = Duration::from_secs(1);

/// Judges the answer to an attempt made `at`.
pub(super) async fn outcome(response: Response, at: Timestamp) -> SendOutcome {
    let status = response.status();
    let retry_after = retry_after(&response, at);
    drain(response).await;
    if status.is_success() {
        SendOutcome::Delivered { status: status.as_u16() }
    } else if status == StatusCode::GONE {
        SendOutcome::Gone
    } else {
        let reason = if status.is_redirection() { "answered with a redirect" } else { "answered with an error status" };
        SendOutcome::Failed { status: Some(status.as_u16()), reason: reason.to_owned(), retry_after }
    }
}

async fn drain(mut response: Response) {
    let read = async {
        let mut left = MAX_BODY;
        while let Ok(Some(chunk)) = response.chunk().await {
            left = left.saturating_sub(chunk.len());
            if left == 0 {
                break;
            }
        }
    };
    // a body that is cut short changes nothing: the status has been said
    let _ = tokio::time::timeout(BODY_LIMIT, read).await;
}

/// `Retry-After` (RFC 9110, section 10.2.3): seconds, or a date counted from when the attempt was made.
fn retry_after(response: &Response, at: Timestamp) -> Option<Duration> {
    let text = response.headers().get(RETRY_AFTER)?.to_str().ok()?;
    if text.bytes().all(|byte| byte.is_ascii_digit()) {
        return text.parse().ok().map(Duration::from_secs);
    }
    let date = httpdate::parse_http_date(text).ok()?;
    let now = SystemTime::from(at.to_offset_date_time());
    Some(date.duration_since(now).unwrap_or_default())
}
