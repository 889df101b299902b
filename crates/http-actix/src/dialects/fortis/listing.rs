//! What lists share: the zone in which days are meant, merchants at hand, the envelope.

use crate::{answers::json, call::Call, failure::Failure};
use actix_web::HttpResponse;
use paylink_core::{Caller, Error, MerchantId, Timestamp, Timezone, records::MerchantRecord};
use paylink_wire::dialects::fortis::{Ask, Column, Many, Problem, Shown};
use std::collections::{BTreeMap, btree_map::Entry};

/// Merchants that were read for this request.
#[derive(Default)]
pub(super) struct Merchants(BTreeMap<MerchantId, Option<MerchantRecord>>);

impl Merchants {
    /// The merchant with this id, if the caller may see it.
    pub(super) async fn get(
        &mut self,
        call: &Call,
        caller: &Caller,
        id: MerchantId,
    ) -> Result<Option<&MerchantRecord>, Failure> {
        if let Entry::Vacant(place) = self.0.entry(id) {
            place.insert(found(call.paylink().merchant(caller, &id.to_string()).await)?);
        }
        Ok(self.0.get(&id).and_then(Option::as_ref))
    }
}

impl Call {
    /// The moment at which this request is answered.
    pub(super) fn now(&self) -> Timestamp {
        self.state().clock().now()
    }

    /// The server's own address.
    pub(super) fn base(&self) -> String {
        self.state().settings().public_url.clone()
    }

    /// What is asked of a list. Days are those of the one merchant that it is about, else of UTC.
    pub(super) async fn ask(&self, caller: &Caller, columns: &[Column]) -> Result<Ask, Failure> {
        let named = || self.given().find(|(name, _)| name == "location_id").and_then(|(_, id)| id.parse().ok());
        let zone = match caller.merchant().or_else(named) {
            Some(id) => Merchants::default().get(self, caller, id).await?.map(|merchant| merchant.timezone.clone()),
            None => None,
        };
        Ok(Ask::read(self.given(), columns, self.now(), &zone.unwrap_or_else(Timezone::utc))?)
    }

    /// The merchant that a list is about, where the caller may see it: a list about another one is empty.
    pub(super) fn location_of(&self, caller: &Caller, ask: &Ask) -> Option<String> {
        let id: MerchantId = ask.only("location_id")?.parse().ok()?;
        caller.sees(id).then(|| id.to_string())
    }

    /// Sends a page.
    pub(super) fn page_of<T: Shown>(&self, ask: &Ask, rows: &[T], total: usize) -> HttpResponse {
        let meta = ask.meta(&self.base(), self.request().path(), total);
        json(200, &Many { rows, meta: &meta })
    }
}

/// Nothing, where there is none.
pub(super) fn found<T>(read: Result<T, Error>) -> Result<Option<T>, Failure> {
    match read {
        Ok(value) => Ok(Some(value)),
        Err(error) if is_missing(&error) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// Whether an error says that there is no such thing.
pub(super) fn is_missing(error: &Error) -> bool {
    error.code == paylink_core::Code::NotFound
}

/// Whether a part of a path can be an id of the caller's own.
pub(super) fn can_be_own(id: &str) -> bool {
    (1..=64).contains(&id.chars().count()) && !id.contains('\0')
}

/// The record was there and has been deleted.
pub(super) fn gone() -> HttpResponse {
    let problem = Problem::deleted();
    json(problem.status, &problem)
}

/// There is no record: the status says all.
pub(super) fn missing() -> HttpResponse {
    HttpResponse::NotFound().finish()
}

/// Done, and nothing to say.
pub(super) fn done() -> HttpResponse {
    HttpResponse::NoContent().finish()
}
