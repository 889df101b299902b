//! `/v2/token`: a session in place of a key.

use crate::{answers::json, call::Call, failure::Failure};
use actix_web::HttpResponse;
use paylink_core::{Class, Code, Error};
use paylink_wire::dialects::fortis::{One, Token, sign_in};

pub(super) async fn create(mut call: Call) -> Result<HttpResponse, Failure> {
    call.developer()?;
    let wanted = sign_in(call.lenient_command(None).await?.object()?);
    wanted.unread.finish()?;
    let caller = call.user_with(&wanted.username, wanted.password.expose()).await?;
    let key = caller.key.ok_or_else(|| Error::new(Code::Unauthenticated, "only a stored API key signs in"))?;
    let key = call.paylink().api_key(&caller, &key.to_string()).await?;
    let session = call.paylink().open_session(&caller).await?;
    Ok(json(201, &One(&Token::of(&session, &key))))
}

pub(super) async fn delete(call: Call) -> Result<HttpResponse, Failure> {
    call.developer()?;
    match call.paylink().close_session(call.segment("token")).await {
        Ok(()) => Ok(HttpResponse::NoContent().finish()),
        Err(error) if error.code.class() == Class::NotFound => Ok(HttpResponse::NotFound().finish()),
        Err(error) => Err(error.into()),
    }
}
