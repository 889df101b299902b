//! One request, as handlers see it.

use crate::{failure::Failure, request_id::RequestId, state::AppState};
use actix_web::{FromRequest, HttpMessage as _, HttpRequest, dev::Payload};
use paylink_core::{Error, Paylink};
use std::future::{Ready, ready};

/// A request with the state it needs. Credentials, body and query are read when the handler asks for them.
pub(crate) struct Call {
    request: HttpRequest,
    payload: Payload,
    state: AppState,
    paylink: Paylink,
    id: String,
}

impl FromRequest for Call {
    type Error = Failure;
    type Future = Ready<Result<Self, Failure>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let state = request.app_data::<AppState>().cloned();
        let id = request.extensions().get::<RequestId>().map(|id| id.0.clone());
        ready(match (state, id) {
            (Some(state), Some(id)) => {
                let paylink = state.paylink().in_request(&id);
                Ok(Self { request: request.clone(), payload: payload.take(), state, paylink, id })
            }
            (None, _) | (_, None) => Err(Error::internal("the routes were mounted without their state").into()),
        })
    }
}

impl Call {
    pub(crate) const fn request(&self) -> &HttpRequest {
        &self.request
    }

    pub(crate) const fn payload(&mut self) -> &mut Payload {
        &mut self.payload
    }

    pub(crate) const fn state(&self) -> &AppState {
        &self.state
    }

    /// The use cases, for this request: its id stands in the audit log.
    pub(crate) const fn paylink(&self) -> &Paylink {
        &self.paylink
    }

    /// The request's id, as it will stand in the answer.
    pub(crate) fn id(&self) -> &str {
        &self.id
    }

    /// A variable part of the path; empty when the route has none of that name.
    pub(crate) fn segment(&self, name: &str) -> &str {
        self.request.match_info().get(name).unwrap_or_default()
    }
}
