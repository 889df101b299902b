//! One page of an erasure: events with what was told of them, and answers kept for their idempotency keys.

use super::erase_rows::{FULL, PAGE, Part, page, write_place};
use crate::{
    Answer, Change, ChangeSet, Error, Paylink, Stored, TypedId,
    erasure::{Mentioned, NOBODY, Person},
    ports::{EventFilter, PageOf, Position, WebhookFilter},
    records::{DeliveryRecord, DeliveryStatus, EventRecord, IdempotencyRecord, PaymentRecord, Subject},
};
use serde_json::Value;

/// An event goes to at most this many endpoints.
const ENDPOINTS: u32 = 100;

impl Paylink {
    pub(super) async fn out_of_events(&self, person: &Person, after: Option<&str>) -> Result<Part, Error> {
        let filter = EventFilter { merchant_id: Some(person.merchant), ..EventFilter::default() };
        let rows = self.store.events(&filter, page(after)).await?;
        let mut changes = ChangeSet::new();
        let mut last = None;
        for row in &rows {
            self.out_of_event(person, &row.value, &mut changes).await?;
            last = Some(write_place(Position { created_at: row.value.created_at, id: row.value.id.uuid() }));
            if changes.changes().len() >= FULL {
                return Ok(Part { changes, after: last });
            }
        }
        let full = u32::try_from(rows.len()).unwrap_or(u32::MAX) >= PAGE;
        Ok(Part { changes, after: last.filter(|_| full) })
    }

    async fn out_of_event(&self, person: &Person, event: &EventRecord, changes: &mut ChangeSet) -> Result<(), Error> {
        let damaged = |error: serde_json::Error| Error::internal(format!("{}: {error}", event.id));
        let mut document = serde_json::to_value(&event.subject).map_err(damaged)?;
        let about = person.is_in_document(&document)
            || match event.link_id {
                Some(link) => self.is_persons_link(person, link).await?,
                None => false,
            }
            || match &event.subject {
                Subject::Payment(snapshot) if speaks(&snapshot.payment) => {
                    self.has_no_payer(Some(snapshot.payment.id)).await?
                }
                Subject::Payment(_)
                | Subject::PaymentLink(_)
                | Subject::Refund(_)
                | Subject::Message(_)
                | Subject::PaymentMethod(_)
                | Subject::Customer(_)
                | Subject::Test => false,
            };
        let changed = person.out_of_document(&mut document, about);
        if !about && !changed {
            return Ok(());
        }
        let subject: Subject = serde_json::from_value(document).map_err(damaged)?;
        let clean = EventRecord { subject, ..event.clone() };
        if changed {
            changes.push(Change::RewriteEvent(Box::new(clean.clone())));
        }
        self.tell_less(&clean, changes).await
    }

    /// What was, or still will be, told of an event: the same as the event says now. A message that was to be handed over
    /// has nobody left to go to.
    async fn tell_less(&self, event: &EventRecord, changes: &mut ChangeSet) -> Result<(), Error> {
        let filter = WebhookFilter { event_id: Some(event.id), ..WebhookFilter::default() };
        let told = self.store.deliveries(&filter, PageOf { after: None, limit: ENDPOINTS }).await?;
        if told.is_empty() {
            return Ok(());
        }
        let is_message = matches!(event.subject, Subject::Message(_));
        let view = self.event_view(event.clone())?;
        for Stored { value, version } in told {
            let Some(endpoint) = self.store.endpoint(value.endpoint_id).await? else { continue };
            let body = self.webhooks.body(endpoint.value.format, &view);
            let stops = (is_message || body.is_none()) && value.status == DeliveryStatus::Pending;
            let body = body.unwrap_or_default();
            if body == value.body && !stops {
                continue;
            }
            let status = if stops { DeliveryStatus::Cancelled } else { value.status };
            let next_attempt_at = value.next_attempt_at.filter(|_| !stops);
            let value = DeliveryRecord { body, status, next_attempt_at, ..value };
            changes.push(Change::RewriteDelivery(Stored { value, version }));
        }
        Ok(())
    }

    pub(super) async fn out_of_requests(&self, person: &Person, after: Option<&str>) -> Result<Part, Error> {
        let begin: Option<(String, String)> = after.and_then(|text| serde_json::from_str(text).ok());
        let begin = begin.as_ref().map(|(scope, key)| (scope.as_str(), key.as_str()));
        let rows = self.store.requests_after(begin, PAGE).await?;
        let full = u32::try_from(rows.len()).unwrap_or(u32::MAX) >= PAGE;
        let last = rows.last().filter(|_| full).map(|row| (&row.value.scope, &row.value.key));
        let after = last.and_then(|place| serde_json::to_string(&place).ok());
        let mut changes = ChangeSet::new();
        for Stored { value, version } in rows {
            if let Some(value) = self.out_of_request(person, value).await? {
                changes.push(Change::UpdateIdempotency(Stored { value, version }));
            }
        }
        Ok(Part { changes, after })
    }

    /// The request's record without the person; `None` when they are not in it.
    async fn out_of_request(
        &self,
        person: &Person,
        record: IdempotencyRecord,
    ) -> Result<Option<IdempotencyRecord>, Error> {
        let merchant = person.merchant.to_string();
        let Some(answer) = &record.answer else { return Ok(None) };
        // the platform's answers name the merchant they are about, or none; payers' are about one link
        let own = record.scope == merchant
            || (!record.scope.starts_with("mer_")
                && (answer.body.contains(&merchant) || !answer.body.contains("mer_")));
        if !own {
            return Ok(None);
        }
        let parsed = serde_json::from_str::<Value>(&answer.body);
        let mut document = parsed.unwrap_or_else(|_| Value::String(answer.body.clone()));
        let about = person.is_in_document(&document) || self.is_about_erased(person, &document).await?;
        if !person.out_of_document(&mut document, about) {
            return Ok(None);
        }
        let body = match document {
            Value::String(text) => text,
            other @ (Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_)) => {
                serde_json::to_string(&other).unwrap_or_else(|_| NOBODY.to_owned())
            }
        };
        let answer = Some(Answer { body, ..answer.clone() });
        Ok(Some(IdempotencyRecord { answer, ..record }))
    }

    /// Whether a document is about a row that the person has been taken out of.
    async fn is_about_erased(&self, person: &Person, document: &Value) -> Result<bool, Error> {
        let Mentioned { links, payments, messages, suppressions } = Mentioned::in_document(document);
        for link in links {
            if self.is_persons_link(person, link).await? {
                return Ok(true);
            }
        }
        if document.get("object").and_then(Value::as_str) == Some("payment") {
            for payment in payments {
                if self.has_no_payer(Some(payment)).await? {
                    return Ok(true);
                }
            }
        }
        for message in messages {
            if self.store.message(message).await?.is_some_and(|row| row.value.recipient == NOBODY) {
                return Ok(true);
            }
        }
        for suppression in suppressions {
            if self.is_hidden(suppression).await? {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

/// Whether a payment says who paid.
const fn speaks(payment: &PaymentRecord) -> bool {
    payment.payer_name.is_some() || payment.payer_email.is_some() || payment.billing.is_some()
}
