//! Parts of the API that do not exist yet: refused, so that nobody mistakes them for a missing object.

use crate::{call::Call, failure::Failure};
use actix_web::{
    HttpResponse,
    web::{self, ServiceConfig},
};
use paylink_core::Code;

const LATER: &[&str] = &["/dashboard"];

pub(crate) fn mount(config: &mut ServiceConfig) {
    for path in LATER {
        config.service(web::resource(*path).to(not_yet));
    }
}

async fn not_yet(call: Call) -> Result<HttpResponse, Failure> {
    call.caller().await?;
    Err(Failure::of(Code::NotAvailable))
}
