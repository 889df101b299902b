//! What reports are made of: facts, as they happen, and the counts they are folded into.

use super::{Method, named};
use crate::{Currency, FactId, MerchantId, Timestamp};

named! {
    /// What is counted. Docs of the figures made from them: `docs/reference/reports.md`.
    Metric {
        /// Links made; detail `open_ended` when they take any number of payments.
        LinksCreated = "links_created",
        /// Links sent for the first time.
        LinksSent = "links_sent",
        /// Links whose page was shown for the first time.
        LinksViewed = "links_viewed",
        /// Links whose first payment began.
        LinksAttempted = "links_attempted",
        /// Links that became completed.
        LinksPaid = "links_paid",
        /// Completed links that a return opened again.
        LinksReopened = "links_reopened",
        /// Links that are completed, at the moment they were *made*: one more when completed, one less when reopened.
        CreatedPaid = "created_paid",
        /// Payments begun.
        PaymentsAttempted = "payments_attempted",
        /// Payments that succeeded, with their amount; of one-time links also the seconds since the link was made, with
        /// the limit of their class as detail.
        PaymentsSucceeded = "payments_succeeded",
        /// Payments that came to nothing; detail: the failure's code.
        PaymentsFailed = "payments_failed",
        /// Bank debits that came back after they had settled, with their amount.
        PaymentsReturned = "payments_returned",
        /// Refunds made; less when one comes back.
        Refunded = "refunded",
        /// Money of bank debits on its way through the banks: more when one is taken on, less when it is decided.
        InTransit = "in_transit",
        /// Money set aside for refunds under way: more when one begins, less when it is decided.
        Reserved = "reserved",
    }
}

named! {
    /// How long a stretch one count covers. Time is cut at whole multiples in UTC.
    Tier {
        /// 15 minutes. Every time zone's clocks differ from UTC by a multiple of this.
        Quarter = "quarter",
        /// An hour.
        Hour = "hour",
        /// 24 hours.
        Day = "day",
        /// Everything there ever was, in slot 0.
        All = "all",
    }
}

/// A quarter of an hour, counted from 1970-01-01T00:00:00Z.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Slot(pub i64);

impl Slot {
    const MICROS: i64 = 15 * 60 * 1_000_000;

    /// The quarter that an instant falls into.
    #[must_use]
    pub const fn of(instant: Timestamp) -> Self {
        Self(instant.micros().div_euclid(Self::MICROS))
    }

    /// Whether a quarter begins at exactly this instant.
    #[must_use]
    pub const fn begins_at(instant: Timestamp) -> bool {
        instant.micros().rem_euclid(Self::MICROS) == 0
    }

    /// The first quarter of the stretch of this tier that it belongs to.
    #[must_use]
    pub const fn floor(self, tier: Tier) -> Self {
        match tier.quarters() {
            Some(length) => Self(self.0 - self.0.rem_euclid(length)),
            None => Self(0),
        }
    }
}

impl Tier {
    /// How many quarters it is long; `None` for everything.
    #[must_use]
    pub const fn quarters(self) -> Option<i64> {
        match self {
            Self::Quarter => Some(1),
            Self::Hour => Some(4),
            Self::Day => Some(96),
            Self::All => None,
        }
    }
}

/// What a count is about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CountKey {
    /// What is counted.
    pub metric: Metric,
    /// In this currency, for money.
    pub currency: Option<Currency>,
    /// By this method, for payments and money.
    pub method: Option<Method>,
    /// What else tells counts of the metric apart; empty when nothing does. At most 64 characters.
    pub detail: String,
}

/// How often something happened, and sums over that. A correction is negative.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct CountSums {
    /// How often.
    pub count: i64,
    /// Minor units of the key's currency.
    pub amount_minor: i64,
    /// Seconds.
    pub seconds: i64,
}

impl CountSums {
    /// Once, with nothing to sum.
    pub const ONE: Self = Self { count: 1, amount_minor: 0, seconds: 0 };

    /// Once, over this amount.
    #[must_use]
    pub const fn of(amount_minor: i64) -> Self {
        Self { count: 1, amount_minor, seconds: 0 }
    }

    /// Both together.
    #[must_use]
    pub const fn plus(self, other: Self) -> Self {
        Self {
            count: self.count.saturating_add(other.count),
            amount_minor: self.amount_minor.saturating_add(other.amount_minor),
            seconds: self.seconds.saturating_add(other.seconds),
        }
    }

    /// What takes it back.
    #[must_use]
    pub const fn undone(self) -> Self {
        Self {
            count: self.count.saturating_neg(),
            amount_minor: self.amount_minor.saturating_neg(),
            seconds: self.seconds.saturating_neg(),
        }
    }

    /// Whether it changes nothing.
    #[must_use]
    pub const fn is_zero(self) -> bool {
        self.count == 0 && self.amount_minor == 0 && self.seconds == 0
    }
}

/// One thing that happened, written in the commit of its cause. It goes when it is folded into the counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FactRecord {
    /// Identity.
    pub id: FactId,
    /// Whose.
    pub merchant_id: MerchantId,
    /// When, to the quarter of an hour.
    pub slot: Slot,
    /// What.
    pub key: CountKey,
    /// How much.
    pub sums: CountSums,
}

/// Facts added up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CountRecord {
    /// Whose; `None`: of all merchants together.
    pub merchant_id: Option<MerchantId>,
    /// Over how long a stretch.
    pub tier: Tier,
    /// Its first quarter.
    pub slot: Slot,
    /// Of what.
    pub key: CountKey,
    /// How much.
    pub sums: CountSums,
}
