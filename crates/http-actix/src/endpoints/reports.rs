//! `/v1/reports`: what links and payments came to.

use crate::{
    answers::json,
    call::Call,
    failure::Failure,
    openapi::params::{PayoutsParams, SummaryParams},
    routes::Visit,
};
use actix_web::{HttpResponse, get};
use paylink_core::forms::{PayoutsQuery, SummaryQuery};
use paylink_wire::v1::responses::{PayoutsPreview, ReportSummary};

pub(crate) fn show(visitor: &mut impl Visit) {
    visitor.visit(get_summary);
    visitor.visit(get_payouts_preview);
}

/// Get a summary
///
/// Links and payments in intervals of the merchant's own time: what was made, sent, opened, attempted and paid, and
/// what that brought by currency and method. Everything that has been answered is in it.
#[utoipa::path(
    tag = "Reports",
    params(SummaryParams),
    responses((status = 200, description = "The summary.", body = ReportSummary))
)]
#[get("/v1/reports/summary")]
async fn get_summary(call: Call) -> Result<HttpResponse, Failure> {
    let caller = call.caller().await?;
    let mut params = call.params();
    let query = SummaryQuery {
        merchant_id: params.take("merchant_id"),
        from: params.take("from"),
        to: params.take("to"),
        interval: params.take("interval"),
        timezone: params.take("timezone"),
        unread: params.rest(),
    };
    let report = call.paylink().report_summary(&caller, &query).await?;
    Ok(json(200, &ReportSummary::from(&report)))
}

/// Preview payouts
///
/// What would be paid out to a merchant now, as the ledger has it: every payment the merchant ever had, less what went
/// back. What the gateway has paid out already is not known here.
#[utoipa::path(
    tag = "Reports",
    params(PayoutsParams),
    responses((status = 200, description = "The preview.", body = PayoutsPreview))
)]
#[get("/v1/reports/payouts-preview")]
async fn get_payouts_preview(call: Call) -> Result<HttpResponse, Failure> {
    let caller = call.caller().await?;
    let mut params = call.params();
    let query = PayoutsQuery {
        merchant_id: params.take("merchant_id"),
        currency: params.take("currency"),
        unread: params.rest(),
    };
    let preview = call.paylink().payouts_preview(&caller, &query).await?;
    Ok(json(200, &PayoutsPreview::from(&preview)))
}
