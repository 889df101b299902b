//! Reading events.

use super::listing::{Slice, at, created_filter, id_filter, merchant_filter, name_filter};
use crate::{
    Caller, Code, Error, EventId, EventKind, FieldErrors, Paylink,
    forms::EventQuery,
    ports::EventFilter,
    records::EventRecord,
    views::{EventView, Listed},
};

impl Paylink {
    /// One event.
    ///
    /// # Errors
    /// `not_found`.
    pub async fn event(&self, caller: &Caller, id: &str) -> Result<EventView, Error> {
        let record = self.visible_event(caller, id).await?;
        self.event_view(record)
    }

    /// Events, newest first.
    ///
    /// # Errors
    /// `invalid_parameter`; `not_found` for a foreign merchant.
    pub async fn events(&self, caller: &Caller, query: &EventQuery) -> Result<Listed<EventView>, Error> {
        let mut errors = FieldErrors::default();
        let (created_from, created_until) =
            created_filter(query.created_after.as_deref(), query.created_before.as_deref(), &mut errors);
        let filter = EventFilter {
            merchant_id: merchant_filter(caller, query.merchant_id.as_deref(), &mut errors)?,
            kind: name_filter("type", query.kind.as_deref(), EventKind::named, &mut errors),
            link_id: id_filter("payment_link_id", query.payment_link_id.as_deref(), &mut errors),
            created_from,
            created_until,
        };
        let slice = Slice::read(&query.list, caller, "events", &format!("{filter:?}"), &mut errors);
        errors.finish()?;
        let rows = self.store.events(&filter, slice.page()).await?;
        let listed = slice.list(rows, |event| at(event.created_at, event.id));
        let rows = listed.rows.into_iter().map(|event| self.event_view(event)).collect::<Result<_, _>>()?;
        Ok(Listed { rows, next: listed.next })
    }

    pub(crate) async fn visible_event(&self, caller: &Caller, id: &str) -> Result<EventRecord, Error> {
        let not_found = || Error::of(Code::NotFound);
        let id: EventId = id.parse().map_err(|_| not_found())?;
        let event = self.store.event(id).await?.ok_or_else(not_found)?.value;
        let visible = caller.merchant().is_none() || event.merchant_id == caller.merchant();
        if visible { Ok(event) } else { Err(not_found()) }
    }
}
