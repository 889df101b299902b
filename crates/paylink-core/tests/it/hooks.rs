//! Helpers of the webhook tests: endpoints, deliveries and failures of the receiver.

use crate::shop::{PLATFORM, Shop, fresh};
use paylink_core::{
    Caller,
    forms::{DeliveryQuery, EndpointForm, ListQuery},
    ports::{Outgoing, SendOutcome},
    records::{DeliveryRecord, EndpointRecord},
};
use std::time::Duration;

/// An endpoint of the platform at `url` for these event types.
pub(crate) async fn endpoint(shop: &Shop, url: &str, events: &[&str]) -> EndpointRecord {
    endpoint_of(shop, &PLATFORM, url, events).await
}

pub(crate) async fn endpoint_of(shop: &Shop, caller: &Caller, url: &str, events: &[&str]) -> EndpointRecord {
    let events = events.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
    let form = EndpointForm { url: url.into(), events: events.into(), ..EndpointForm::default() };
    fresh(shop.paylink.create_endpoint(caller, &form, None).await.expect("an endpoint"))
}

/// The endpoint as it is now.
pub(crate) async fn now(shop: &Shop, endpoint: &EndpointRecord) -> EndpointRecord {
    shop.paylink.endpoint(&PLATFORM, &endpoint.id.to_string()).await.expect("the endpoint")
}

/// Deliveries to an endpoint, oldest first.
pub(crate) async fn deliveries(shop: &Shop, endpoint: &EndpointRecord) -> Vec<DeliveryRecord> {
    let list = ListQuery { limit: Some("100".to_owned()), ..ListQuery::default() };
    let query = DeliveryQuery { list, endpoint_id: Some(endpoint.id.to_string()), ..DeliveryQuery::default() };
    let mut rows = shop.paylink.deliveries(&PLATFORM, &query).await.expect("deliveries").rows;
    rows.reverse();
    rows
}

/// Attempts to one address so far.
pub(crate) fn attempts(shop: &Shop, url: &str) -> Vec<Outgoing> {
    shop.sender.attempts().into_iter().filter(|attempt| attempt.url == url).collect()
}

pub(crate) fn failed(status: u16) -> SendOutcome {
    SendOutcome::Failed {
        status: Some(status),
        reason: "the receiver answered with an error".to_owned(),
        retry_after: None,
    }
}

/// The receiver is busy and asks to be left alone for so long.
pub(crate) fn busy(wait: Duration) -> SendOutcome {
    SendOutcome::Failed { status: Some(503), reason: "busy".to_owned(), retry_after: Some(wait) }
}
