//! When things are tried again: pure tables.

use crate::{
    Timestamp,
    records::{Method, PaymentRecord, PaymentStatus, RefundRecord, RefundStatus, WebhookFormat},
};
use std::time::Duration;

const SECOND: u64 = 1;
const MINUTE: u64 = 60 * SECOND;
const HOUR: u64 = 60 * MINUTE;

/// Waits between the attempts of a webhook delivery, in seconds: ten attempts over about three days.
const DELIVERY: [u64; 9] =
    [5 * SECOND, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 10 * HOUR, 14 * HOUR, 20 * HOUR, 24 * HOUR];

/// The same where a receiver cannot tell a second attempt from a second event: three attempts within five minutes.
const HANDED_OVER: [u64; 2] = [5 * SECOND, 5 * MINUTE];

/// The same where receivers were promised five attempts, five minutes apart.
const FIVE: [u64; 4] = [5 * MINUTE; 4];

/// The same where receivers get eight attempts within about two days.
const EIGHT: [u64; 7] = [MINUTE, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 6 * HOUR, 12 * HOUR, 24 * HOUR];

/// Waits between the attempts to send a message, in seconds: eight attempts over about a day.
const MESSAGE: [u64; 7] = [30 * SECOND, 2 * MINUTE, 10 * MINUTE, 30 * MINUTE, 2 * HOUR, 6 * HOUR, 12 * HOUR];

/// Waits between look-ups of a payment, in seconds; hourly from then on.
const LOOK_UP: [u64; 4] = [5 * SECOND, 30 * SECOND, 2 * MINUTE, 10 * MINUTE];

/// What a receiver of webhooks is given, by the format that it gets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DeliveryPlan {
    /// Waits between attempts, in seconds.
    waits: &'static [u64],
    /// How long it may take to answer.
    pub patience: Duration,
    /// An endpoint that has only failed for this long is disabled.
    pub failing: Duration,
}

impl WebhookFormat {
    /// What a receiver of this format is given.
    #[must_use]
    pub const fn plan(self) -> DeliveryPlan {
        let (patience, failing) = (Duration::from_secs(15), Duration::from_secs(5 * 24 * HOUR));
        let waits: &[u64] = match self {
            Self::Native | Self::Telness => &DELIVERY,
            Self::ConnectFi => &HANDED_OVER,
            Self::Fortis => &FIVE,
            Self::PayEngine => {
                let (patience, failing) = (Duration::from_secs(3), Duration::from_secs(3 * 24 * HOUR));
                return DeliveryPlan { waits: &EIGHT, patience, failing };
            }
        };
        DeliveryPlan { waits, patience, failing }
    }
}

impl DeliveryPlan {
    /// The wait after the `attempts`-th failed attempt (1 for the first), or `None` when that was the last.
    /// `jitter` (0 to 255) adds up to a tenth, so that receivers that failed together are not hit together.
    #[must_use]
    pub fn retry_after(self, attempts: i64, jitter: u8) -> Option<Duration> {
        on_plan(self.waits, attempts, jitter)
    }
}

/// The same for a message.
pub(crate) fn message_retry(attempts: i64, jitter: u8) -> Option<Duration> {
    on_plan(&MESSAGE, attempts, jitter)
}

fn on_plan(plan: &[u64], attempts: i64, jitter: u8) -> Option<Duration> {
    let place = usize::try_from(attempts.checked_sub(1)?).ok()?;
    let wait = Duration::from_secs(*plan.get(place)?);
    Some(wait + wait * u32::from(jitter) / 2560)
}

/// How long a payer may take to act.
pub(crate) const ACTION: Duration = Duration::from_secs(30 * MINUTE);
/// The longest wait between two look-ups.
const LONGEST: Duration = Duration::from_secs(24 * HOUR);
/// How long a settled bank debit is watched for its return: 60 days and some (NACHA rules on unauthorised debits).
const WATCH_RETURNS: Duration = Duration::from_secs(95 * 24 * HOUR);

/// How long a refund that succeeded is watched for coming back (closed accounts, replaced cards).
const WATCH_REFUNDS: Duration = Duration::from_secs(30 * 24 * HOUR);

/// The wait before the gateway is asked once more to let a saved method go, or `None` after a month of asking.
pub(crate) fn forget_retry(attempts: i64) -> Option<Duration> {
    (attempts < 750).then(|| look_after(attempts.saturating_sub(1)))
}

/// When the gateway is to be asked about a payment next, if ever: after what the gateway proposes (`hint`), else on
/// the plan, and in time to give up a payer who does not act.
pub(crate) fn next_look(
    payment: &PaymentRecord,
    hint: Option<Duration>,
    attempts: i64,
    now: Timestamp,
) -> Option<Timestamp> {
    if let Some(until) = payment.held_until.filter(|until| *until > now) {
        return Some(until);
    }
    let on_plan = now.plus(hint.unwrap_or_else(|| look_after(attempts)).min(LONGEST));
    match (payment.status, payment.method) {
        (PaymentStatus::Processing, _) => Some(on_plan),
        (PaymentStatus::RequiresAction, _) => {
            let deadline = payment.created_at.plus(ACTION);
            Some(if now < deadline { on_plan.min(deadline) } else { on_plan })
        }
        (PaymentStatus::Succeeded, Method::Ach) if now.since(payment.handed_over_at()) < WATCH_RETURNS => {
            Some(now.plus(hint.unwrap_or(LONGEST).min(LONGEST)))
        }
        (PaymentStatus::Succeeded, Method::Ach | Method::Card)
        | (PaymentStatus::Failed | PaymentStatus::Returned, _) => None,
    }
}

/// The same for a refund.
pub(crate) fn next_refund_look(
    refund: &RefundRecord,
    hint: Option<Duration>,
    attempts: i64,
    now: Timestamp,
) -> Option<Timestamp> {
    match refund.status {
        RefundStatus::Processing => Some(now.plus(hint.unwrap_or_else(|| look_after(attempts)).min(LONGEST))),
        RefundStatus::Succeeded if now.since(refund.created_at) < WATCH_REFUNDS => {
            Some(now.plus(hint.unwrap_or(LONGEST).min(LONGEST)))
        }
        RefundStatus::Succeeded | RefundStatus::Failed => None,
    }
}

/// The wait before the next look-up after `attempts` of them.
fn look_after(attempts: i64) -> Duration {
    let place = usize::try_from(attempts).unwrap_or(0);
    Duration::from_secs(LOOK_UP.get(place).copied().unwrap_or(HOUR))
}
