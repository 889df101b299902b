//! `/v1/checkout/{slug}/views`: the page tells that somebody has seen it.

use crate::{call::Call, failure::Failure, routes::Visit};
use actix_web::{HttpResponse, post};

pub(crate) fn show(visitor: &mut impl Visit) {
    visitor.visit(report_view);
}

/// Report that the page was seen
///
/// The payment page calls this by itself, once it is in front of somebody; a page of your own may do the same.
#[utoipa::path(tag = "Checkout", responses((status = 204, description = "Counted.")))]
#[post("/v1/checkout/{slug}/views")]
async fn report_view(mut call: Call) -> Result<HttpResponse, Failure> {
    call.no_params()?;
    call.bare_command().await?.nothing()?;
    call.paylink().count_view(call.segment("slug")).await?;
    Ok(HttpResponse::NoContent().finish())
}
