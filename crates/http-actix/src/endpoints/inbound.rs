//! `/v1/inbound`: what mail systems and the provider of text messages report.

use crate::{answers::reply, call::Call, failure::Failure, routes::Visit};
use actix_web::{HttpResponse, http::header::HeaderValue, post};
use paylink_core::Code;
use paylink_wire::v1::{bodies, requests, responses::BounceReport};

/// Proves that Twilio sent a request.
const SIGNATURE: &str = "x-twilio-signature";

pub(crate) fn show(visitor: &mut impl Visit) {
    visitor.visit(report_bounce);
    visitor.visit(report_text_status);
}

/// Report a message that came back
///
/// For whatever reads the mailbox that bounces go to, or gets a mail provider's notifications. After a `hard_bounce` or
/// a `complaint` nothing is sent to the address any more: for messages of the message's merchant, or with a bare
/// address for those of the caller. The same report again changes nothing.
#[utoipa::path(
    tag = "Messages",
    request_body = bodies::ReportBounce,
    responses((status = 200, description = "What followed.", body = BounceReport))
)]
#[post("/v1/inbound/bounces")]
async fn report_bounce(mut call: Call) -> Result<HttpResponse, Failure> {
    let caller = call.caller().await?;
    call.no_params()?;
    let command = call.command().await?;
    let form = requests::bounce(command.object()?);
    let render = call.renders(200, |bounce| BounceReport::from(bounce));
    let outcome = call.paylink().bounce(&caller, &form, command.once(&render)).await?;
    Ok(reply(outcome, &render))
}

/// Report how a text message fares
///
/// Twilio calls this by itself: every text message names it as its status callback. The signature in
/// `X-Twilio-Signature` is the proof; there are no other credentials.
#[utoipa::path(
    tag = "Messages",
    request_body(content = bodies::TwilioStatus, content_type = "application/x-www-form-urlencoded"),
    responses((status = 204, description = "Taken note of; also when the message is not known here."))
)]
#[post("/v1/inbound/twilio")]
async fn report_text_status(mut call: Call) -> Result<HttpResponse, Failure> {
    let mut given = call.request().headers().get_all(SIGNATURE).map(HeaderValue::to_str);
    let (Some(Ok(signature)), None) = (given.next(), given.next()) else { return Err(Failure::of(Code::Forbidden)) };
    let signature = signature.to_owned();
    let path = call.request().uri().path_and_query().map(ToString::to_string).unwrap_or_default();
    let form = call.html_form().await?;
    call.paylink().text_news(&path, &form, &signature).await?;
    Ok(HttpResponse::NoContent().finish())
}
