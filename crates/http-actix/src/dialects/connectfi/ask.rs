//! One request of the dialect: who asks, what the body says, and how the answer is wrapped.

use super::written;
use crate::{
    answers::{json, json_answer, refused_as, send},
    call::Call,
    dialects::Asked,
    failure::Failure,
    jwt::looks_like_token,
};
use actix_web::HttpResponse;
use paylink_core::{Audience, Caller, Code, Error, LinkId, Paylink, Reply, Timestamp, TokenId};
use paylink_wire::{
    dialects::connectfi::{About, Refusal, Success, request_id},
    json::Object,
};
use serde::Serialize;
use serde_json::Value;

/// Why a request is refused.
pub(super) enum Trouble {
    /// The core's word, and what it is about.
    Core(Box<Failure>, About),
    /// The dialect's own.
    Own(&'static str, Value, &'static str),
}

impl From<Failure> for Trouble {
    fn from(failure: Failure) -> Self {
        Self::Core(Box::new(failure), About::Path)
    }
}

impl From<Error> for Trouble {
    fn from(error: Error) -> Self {
        Failure::from(error).into()
    }
}

/// An answer, or why there is none.
pub(super) type Answered = Result<HttpResponse, Trouble>;

/// Says what a core's refusal is about.
pub(super) trait On<T> {
    /// The same, about this.
    fn on(self, about: About) -> Result<T, Trouble>;
}

impl<T> On<T> for Result<T, Error> {
    fn on(self, about: About) -> Result<T, Trouble> {
        self.map_err(|error| Trouble::Core(Box::new(error.into()), about))
    }
}

impl<T> On<T> for Result<T, Failure> {
    fn on(self, about: About) -> Result<T, Trouble> {
        self.map_err(|failure| Trouble::Core(Box::new(failure), about))
    }
}

/// A request.
pub(super) struct Ask {
    pub(super) call: Call,
    id: String,
}

/// Runs a handler and writes down what it refuses.
pub(super) async fn answer(call: Call, work: impl AsyncFnOnce(&mut Ask) -> Answered) -> Result<HttpResponse, Failure> {
    let id = shown_id(call.id()).to_owned();
    let mut ask = Ask { call, id };
    match work(&mut ask).await {
        Ok(response) => Ok(response),
        Err(Trouble::Own(code, context, message)) => {
            Ok(send(json_answer(400, &Refusal::own(code, context, message, &ask.id))))
        }
        Err(Trouble::Core(failure, about)) => {
            let answer = written(&Refusal::of(&failure.error, &about, &ask.id));
            let asked = Asked { request_id: ask.call.id(), path: ask.call.request().path() };
            Ok(refused_as(&failure, &asked, answer))
        }
    }
}

/// The id of a request as the original writes it: hexadecimal digits and nothing else.
pub(super) fn shown_id(id: &str) -> &str {
    id.strip_prefix("req_").unwrap_or(id)
}

impl Ask {
    pub(super) fn paylink(&self) -> &Paylink {
        self.call.paylink()
    }

    /// Now, by the server's clock.
    pub(super) fn now(&self) -> Timestamp {
        self.call.state().clock().now()
    }

    /// The id that answers carry.
    pub(super) fn id(&self) -> &str {
        &self.id
    }

    /// Wraps a success.
    pub(super) fn ok(&self, data: impl Serialize) -> HttpResponse {
        json(200, &Success::of(data, &self.id))
    }

    /// The body; none is an empty object. From then on the id that the caller gave the request is the one answered.
    pub(super) async fn body(&mut self) -> Result<Object, Trouble> {
        let command = self.call.lenient_command(None).await?;
        if command.is_empty() {
            return Ok(Object::new());
        }
        let mut body = command.object()?;
        if let Some(id) = request_id(&mut body) {
            self.id = id;
        }
        Ok(body)
    }

    /// Whoever may ask at this address: the client, or below `/public/merchant` the merchant.
    pub(super) async fn caller(&self) -> Result<Caller, Trouble> {
        match self.is_merchants() {
            true => self.merchant().await,
            false => self.client().await,
        }
    }

    /// Whether the address is one of merchants.
    pub(super) fn is_merchants(&self) -> bool {
        self.call.request().path().starts_with("/public/merchant/")
    }

    /// The holder of an API key: its secret, or the token that was given for it.
    async fn client(&self) -> Result<Caller, Trouble> {
        let shown = self.shown("x-connectfi-token")?;
        let caller = if looks_like_token(shown) {
            let key = self.call.state().tokens().verify_key(shown, self.now())?;
            self.paylink().caller_for_key(key).await?
        } else {
            self.paylink().authenticate_key(shown).await?
        };
        Ok(self.call.counted(caller)?)
    }

    /// The bearer of a merchant's token.
    async fn merchant(&self) -> Result<Caller, Trouble> {
        let shown = self.shown("x-connectfi-jwtoken")?;
        let token = self.call.state().tokens().verify(shown, Audience::Api, self.now())?;
        Ok(self.call.counted(self.paylink().caller_for_token(&token).await?)?)
    }

    /// The bearer of a payer's token: the link, and which token it is.
    pub(super) fn payer(&self) -> Result<(LinkId, TokenId), Trouble> {
        Ok(self.call.state().tokens().verify_payer(self.shown("x-connectfi-jwtoken")?, self.now())?)
    }

    fn shown(&self, header: &'static str) -> Result<&str, Trouble> {
        let given = self.call.header(header).map(str::trim).filter(|text| !text.is_empty());
        Ok(given.ok_or_else(|| Failure::of(Code::Unauthenticated))?)
    }
}

/// The value of something that was asked for without a key, so that it cannot be an earlier answer.
pub(super) fn fresh<V>(reply: Reply<V>) -> Result<V, Trouble> {
    match reply {
        Reply::Fresh(value) => Ok(value),
        Reply::Replayed(_) => Err(Error::internal("an answer was replayed without a key").into()),
    }
}
