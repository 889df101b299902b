//! The simulated processor's token counter. Only there when it is the gateway.

use crate::{answers::json, call::Call, failure::Failure, routes::Visit};
use actix_web::{HttpResponse, post};
use paylink_core::Code;
use paylink_wire::v1::{bodies, responses::SandboxToken};

pub(crate) fn show(visitor: &mut impl Visit) {
    visitor.visit(create_sandbox_token);
}

/// Trade a test card or bank account for a token
///
/// Only with the sandbox gateway. Plays the processor's own server: card data goes here and nowhere else.
#[utoipa::path(
    tag = "Sandbox",
    request_body = bodies::CreateSandboxToken,
    responses((status = 201, description = "A token for one payment.", body = SandboxToken))
)]
#[post("/sandbox/tokens")]
async fn create_sandbox_token(mut call: Call) -> Result<HttpResponse, Failure> {
    if call.state().sandbox().is_none() {
        return Err(Failure::of(Code::NotFound));
    }
    call.no_params()?;
    let body = call.command().await?.value()?;
    let desk = call.state().sandbox().ok_or_else(|| Failure::of(Code::NotFound))?;
    let token = desk.create_token(&body).await?;
    Ok(json(201, &SandboxToken { token: token.expose().to_owned() }))
}
