//! Payment profiles: saved payment methods. They are read here, and come into being with a payment.

use super::{
    super::walk::{Window, window},
    caller,
};
use crate::{answers::json, call::Call, failure::Failure};
use actix_web::HttpResponse;
use paylink_core::{
    Caller, Code, Error,
    forms::PaymentMethodQuery,
    views::{CustomerView, PaymentMethodView},
};
use paylink_wire::dialects::telness::{Beside, Profile, ProfileSearch, Profiles};

const NO_SESSIONS: &str = "A method is saved together with a payment, with its payer's consent: make a link with \
                           savePaymentProfile, and the profile is there once the link is paid.";

pub(super) async fn list(call: Call) -> Result<HttpResponse, Failure> {
    let caller = caller(&call).await?;
    let search = ProfileSearch::of(call.parameters());
    let page = async |list| {
        call.paylink().payment_methods(&caller, &PaymentMethodQuery { list, ..search.query.clone() }).await
    };
    let wanted = Window { offset: search.offset, limit: search.limit, count: 0 };
    let (rows, _) = window(wanted, &search.query.list, page).await?;
    let owner = owner(&call, &caller, rows.first()).await?;
    let mut items = Vec::with_capacity(rows.len());
    for row in &rows {
        items.push(shown(&call, &caller, row, owner.as_ref()).await?);
    }
    Ok(json(200, &Profiles { items }))
}

pub(super) async fn read(call: Call) -> Result<HttpResponse, Failure> {
    let caller = caller(&call).await?;
    let method = call.paylink().payment_method(&caller, call.segment("payment_profile_id")).await?;
    let owner = owner(&call, &caller, Some(&method)).await?;
    Ok(json(200, &shown(&call, &caller, &method, owner.as_ref()).await?))
}

/// Sessions that save a method without a payment do not exist.
pub(super) async fn no_session(call: Call) -> Result<HttpResponse, Failure> {
    caller(&call).await?;
    Err(Error::new(Code::NotSupported, NO_SESSIONS).into())
}

/// Whose the method is; one who is gone is nobody.
async fn owner(
    call: &Call,
    caller: &Caller,
    method: Option<&PaymentMethodView>,
) -> Result<Option<CustomerView>, Error> {
    let Some(id) = method.and_then(|view| view.method.customer_id) else { return Ok(None) };
    there(call.paylink().customer(caller, &id.to_string()).await)
}

async fn shown(
    call: &Call,
    caller: &Caller,
    method: &PaymentMethodView,
    customer: Option<&CustomerView>,
) -> Result<Profile, Error> {
    let payment = there(call.paylink().payment(caller, &method.method.payment_id.to_string()).await)?;
    let gateway = &call.paylink().keeper();
    Ok(Profile::of(method, Beside { gateway, payment: payment.as_ref(), customer }))
}

fn there<T>(found: Result<T, Error>) -> Result<Option<T>, Error> {
    match found {
        Ok(found) => Ok(Some(found)),
        Err(error) if error.code == Code::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}
