//! What was written about a person can be replaced, and everything can be walked through to find it.

use super::{
    Fixture,
    check::{Kept, holds, same, stale},
    family::{Family, Kind},
    ground::{Ground, at},
    rows::found,
};
use crate::{
    Change, Version,
    records::{DeliveryRecord, EventRecord, IdempotencyRecord, MessageRecord, Subject},
    testing::build::instant,
};
use std::collections::BTreeSet;

pub(super) async fn what_was_said_of_a_person_is_replaced(fixture: &dyn Fixture) -> Kept {
    let ground = Ground::new(fixture).await;
    let store = &*ground.store;
    let family = Family::of(&ground.make);
    ground.write(family.inserts()).await?;
    let event = EventRecord { subject: Subject::Test, ..family.event.clone() };
    let delivery = DeliveryRecord { body: "{}".to_owned(), attempts: 4, ..family.delivery.clone() };
    let mut message = MessageRecord {
        recipient: "nobody".to_owned(),
        recipient_key: "nobody".to_owned(),
        attempts: 4,
        ..family.message.clone()
    };
    message.letter.description = Some("less".to_owned());
    let answer = crate::Answer { status: 200, content_type: "text/plain".to_owned(), body: "less".to_owned() };
    let request = IdempotencyRecord { answer: Some(answer), ..family.request.clone() };
    ground
        .write([
            Change::RewriteEvent(Box::new(event.clone())),
            Change::RewriteDelivery(at(&delivery, Version::FIRST)),
            Change::RewriteMessage(Box::new(at(&message, Version::FIRST))),
            Change::UpdateIdempotency(at(&request, Version::FIRST)),
        ])
        .await?;
    found("the event", store.event(event.id).await?, &event, Version::FIRST)?;
    found("the delivery", store.delivery(delivery.id).await?, &delivery, Version(2))?;
    found("the message", store.message(message.id).await?, &message, Version(2))?;
    found("the request", store.idempotency(&request.scope, &request.key).await?, &request, Version(2))?;
    let old = Change::RewriteMessage(Box::new(at(&message, Version::FIRST)));
    stale(ground.write([old]).await, "message")?;
    stale(ground.write([Change::RewriteDelivery(at(&delivery, Version::FIRST))]).await, "delivery")?;
    let requests = crate::ports::Requests::To(family.message.recipient_key.clone(), family.message.channel);
    same("requests to the old address", &store.requests(&requests, instant(0)).await?, &0)?;
    let unknown = EventRecord { id: ground.make.id(), ..event };
    ground.write([Change::RewriteEvent(Box::new(unknown.clone()))]).await?;
    holds(store.event(unknown.id).await?.is_none(), "an unknown event stays unknown")?;
    family.check(store, Kind::Link, Version::FIRST).await
}

pub(super) async fn requests_are_walked_through_once(fixture: &dyn Fixture) -> Kept {
    let ground = Ground::new(fixture).await;
    let mut wanted = BTreeSet::new();
    for (scope, key) in [("a", "1"), ("a", "2"), ("a b", "1"), ("B", "x"), ("b", "Z"), ("b", "a"), ("mer_1", "~")] {
        let row =
            IdempotencyRecord { scope: scope.to_owned(), key: key.to_owned(), ..ground.make.request(ground.make.id()) };
        ground.write([Change::InsertIdempotency(row)]).await?;
        wanted.insert((scope.to_owned(), key.to_owned()));
    }
    for limit in [1, 2, 3, 100] {
        let mut walked = Vec::new();
        let mut after: Option<(String, String)> = None;
        loop {
            let place = after.as_ref().map(|(scope, key)| (scope.as_str(), key.as_str()));
            let rows = ground.store.requests_after(place, limit).await?;
            walked.extend(rows.iter().map(|row| (row.value.scope.clone(), row.value.key.clone())));
            let Some(last) = rows.last() else { break };
            after = Some((last.value.scope.clone(), last.value.key.clone()));
            holds(walked.len() <= wanted.len(), "none comes twice")?;
        }
        same(format!("in pages of {limit}"), &walked.iter().cloned().collect(), &wanted)?;
        same("as many", &walked.len(), &wanted.len())?;
    }
    Ok(())
}
