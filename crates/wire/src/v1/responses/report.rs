//! Reports as the API shows them.

use crate::v1::shapes::{IntervalShape, MethodShape, summary_word};
use paylink_core::{
    AmountFigures, Currency, CurrencyFigures, Figures, Interval, MerchantId, Money, Timestamp, Timezone,
    records::Method,
};
use serde::Serialize;
use utoipa::ToSchema;

/// What happened to links.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ReportLinks {
    /// Made.
    pub created: i64,
    /// Of those, links that take any number of payments and so never complete.
    pub open_ended: i64,
    /// Sent for the first time.
    pub sent: i64,
    /// Opened by a browser for the first time.
    pub viewed: i64,
    /// Had their first payment begin.
    pub attempted: i64,
    /// Completed.
    pub paid: i64,
    /// Opened again because a bank debit came back.
    pub reopened: i64,
}

/// What happened to payments.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ReportPayments {
    /// Begun.
    pub attempted: i64,
    /// Succeeded.
    pub succeeded: i64,
    /// Came to nothing.
    pub failed: i64,
    /// Came back after they had succeeded.
    pub returned: i64,
}

/// Money in one currency; decimal text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ReportAmounts {
    /// What payments that succeeded brought.
    #[schema(examples("120.00"))]
    pub gross: String,
    /// What refunds gave back, less refunds that came back.
    #[schema(examples("20.00"))]
    pub refunded: String,
    /// What bank debits that came back took away.
    #[schema(examples("0.00"))]
    pub returned: String,
    /// Gross less refunded less returned; may be negative.
    #[schema(examples("100.00"))]
    pub net: String,
    /// Payments that succeeded.
    pub payments: i64,
    /// Refunds made, less those that came back.
    pub refunds: i64,
    /// Bank debits that came back.
    pub returns: i64,
}

/// Money in one currency by one method.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ReportMethod {
    /// The method.
    #[schema(value_type = MethodShape)]
    pub method: Method,
    /// Its money.
    #[serde(flatten)]
    pub amounts: ReportAmounts,
}

/// Money in one currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ReportCurrency {
    /// ISO 4217 code.
    #[schema(value_type = String, examples("USD"))]
    pub currency: Currency,
    /// By every method.
    #[serde(flatten)]
    pub amounts: ReportAmounts,
    /// By each method that was used.
    pub methods: Vec<ReportMethod>,
}

/// Everything told of one stretch of time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ReportFigures {
    /// Links, each counted in the moment it happened.
    pub links: ReportLinks,
    /// Of the links made in this time that can complete, the share that is completed as of now: a number from 0 to 1
    /// with four decimals. `null` when none were made.
    #[schema(required, examples("0.6250"))]
    pub completion_rate: Option<String>,
    /// Payments, each counted in the moment it happened.
    pub payments: ReportPayments,
    /// Money by currency; never added across currencies.
    pub amounts: Vec<ReportCurrency>,
}

/// One interval.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ReportInterval {
    /// Its first instant.
    #[schema(value_type = String, format = DateTime)]
    pub from: Timestamp,
    /// Its end, exclusive.
    #[schema(value_type = String, format = DateTime)]
    pub to: Timestamp,
    /// What happened in it.
    #[serde(flatten)]
    pub figures: ReportFigures,
}

/// One class of times.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ReportTimeClass {
    /// Its limit in seconds, inclusive; `null`: longer than all others.
    #[schema(required)]
    pub up_to_seconds: Option<i64>,
    /// Payments in it and in no shorter class.
    pub count: i64,
}

/// From the making of a one-time link to the payment that paid it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ReportTimes {
    /// Payments measured.
    pub count: i64,
    /// Their mean in whole seconds, rounded down; `null` without payments.
    #[schema(required)]
    pub mean_seconds: Option<i64>,
    /// Every class, shortest first.
    pub classes: Vec<ReportTimeClass>,
}

/// How often a failure happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ReportFailure {
    /// Its code; `null`: all codes that are not named, together.
    #[schema(required, examples("insufficient_funds"))]
    pub code: Option<String>,
    /// How often.
    pub count: i64,
}

/// What happened to links and payments.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ReportSummary {
    /// `report_summary`.
    #[schema(schema_with = summary_word)]
    pub object: &'static str,
    /// Whose; `null`: of all merchants together.
    #[schema(value_type = Option<String>, required, examples("mer_01jd2q7x3me5kt6bvs9w0fzr4y"))]
    pub merchant_id: Option<MerchantId>,
    /// Whose clocks cut the intervals.
    #[schema(value_type = String, examples("America/New_York"))]
    pub timezone: Timezone,
    /// How long an interval is.
    #[schema(value_type = IntervalShape)]
    pub interval: Interval,
    /// The first instant of the range.
    #[schema(value_type = String, format = DateTime)]
    pub from: Timestamp,
    /// Its end, exclusive.
    #[schema(value_type = String, format = DateTime)]
    pub to: Timestamp,
    /// What happened in all of it.
    pub totals: ReportFigures,
    /// How long payments took.
    pub time_to_payment: ReportTimes,
    /// Why payments came to nothing: the 20 most frequent codes, most frequent first, then all others together.
    pub failures: Vec<ReportFailure>,
    /// Every interval, the earliest first.
    pub intervals: Vec<ReportInterval>,
}

impl ReportAmounts {
    fn of(currency: Currency, amounts: &AmountFigures) -> Self {
        let text = |minor| Money::new(minor, currency).decimal_text();
        Self {
            gross: text(amounts.gross_minor),
            refunded: text(amounts.refunded_minor),
            returned: text(amounts.returned_minor),
            net: text(amounts.net_minor()),
            payments: amounts.payments,
            refunds: amounts.refunds,
            returns: amounts.returns,
        }
    }
}

impl From<&CurrencyFigures> for ReportCurrency {
    fn from(figures: &CurrencyFigures) -> Self {
        let currency = figures.currency;
        let by_method = |(method, amounts): &(Method, AmountFigures)| ReportMethod {
            method: *method,
            amounts: ReportAmounts::of(currency, amounts),
        };
        Self {
            currency,
            amounts: ReportAmounts::of(currency, &figures.amounts),
            methods: figures.methods.iter().map(by_method).collect(),
        }
    }
}

impl From<&Figures> for ReportFigures {
    fn from(figures: &Figures) -> Self {
        let (links, payments) = (&figures.links, &figures.payments);
        Self {
            links: ReportLinks {
                created: links.created,
                open_ended: links.open_ended,
                sent: links.sent,
                viewed: links.viewed,
                attempted: links.attempted,
                paid: links.paid,
                reopened: links.reopened,
            },
            completion_rate: figures.completion_rate(),
            payments: ReportPayments {
                attempted: payments.attempted,
                succeeded: payments.succeeded,
                failed: payments.failed,
                returned: payments.returned,
            },
            amounts: figures.currencies.iter().map(ReportCurrency::from).collect(),
        }
    }
}

impl From<&paylink_core::ReportSummary> for ReportSummary {
    fn from(report: &paylink_core::ReportSummary) -> Self {
        let class = |class: &paylink_core::TimeClass| ReportTimeClass {
            up_to_seconds: class.up_to_seconds,
            count: class.count,
        };
        let named = |one: &paylink_core::FailureCount| ReportFailure { code: Some(one.code.clone()), count: one.count };
        let other = report.failures.other;
        let rest = (other != 0).then_some(ReportFailure { code: None, count: other });
        Self {
            object: "report_summary",
            merchant_id: report.merchant_id,
            timezone: report.timezone.clone(),
            interval: report.interval,
            from: report.from,
            to: report.until,
            totals: ReportFigures::from(&report.totals),
            time_to_payment: ReportTimes {
                count: report.times.count,
                mean_seconds: report.times.mean_seconds,
                classes: report.times.classes.iter().map(class).collect(),
            },
            failures: report.failures.codes.iter().map(named).chain(rest).collect(),
            intervals: report
                .lines
                .iter()
                .map(|line| ReportInterval {
                    from: line.from,
                    to: line.until,
                    figures: ReportFigures::from(&line.figures),
                })
                .collect(),
        }
    }
}
