//! What a report is about.
#![expect(dead_code, reason = "only the derived descriptions are used")]

use utoipa::IntoParams;

/// What a summary is about.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct SummaryParams {
    /// Of this merchant; the platform's keys may leave it out, for all merchants together.
    #[param(pattern = "^mer_[0-7][0-9a-hjkmnp-tv-z]{25}$", example = "mer_01jd2q7x3me5kt6bvs9w0fzr4y")]
    merchant_id: Option<String>,
    /// The first day, or an RFC 3339 time at a whole quarter of an hour. Default: 29 days before the last.
    #[param(example = "2026-01-01")]
    from: Option<String>,
    /// The last day, all of it; or the time at which the range ends, exclusive. Default: today.
    #[param(example = "2026-01-31")]
    to: Option<String>,
    /// How long an interval is; at most 400 fit into a report.
    #[param(pattern = "^(hour|day|week|month)$", example = "day")]
    interval: Option<String>,
    /// Whose clocks cut days and hours: a name of the IANA database. Default: the merchant's, else UTC.
    #[param(min_length = 1, max_length = 64, example = "America/New_York")]
    timezone: Option<String>,
}

/// Whose payouts.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct PayoutsParams {
    /// Of this merchant; implied by credentials of one.
    #[param(pattern = "^mer_[0-7][0-9a-hjkmnp-tv-z]{25}$", example = "mer_01jd2q7x3me5kt6bvs9w0fzr4y")]
    merchant_id: Option<String>,
    /// Only this currency.
    #[param(pattern = "^[A-Z]{3}$", example = "USD")]
    currency: Option<String>,
}
