//! A link as it is answered.

use super::status::{Status, status};
use crate::dialects::Stage;
use paylink_core::{
    LinkId, PaymentId, Timestamp,
    records::LinkStateName,
    views::{LinkView, PaymentView},
};
use serde::Serialize;
use std::collections::BTreeMap;

/// A payment link. What there is not is left out.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Link {
    /// Its id.
    pub payment_link_id: LinkId,
    /// Address of its page.
    pub url: String,
    /// Its status.
    pub status: Status,
    /// What is paid, in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// The payment, once completed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payment_id: Option<PaymentId>,
    /// When it ends.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<Timestamp>,
    /// When it was completed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub completed_at: Option<Timestamp>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
    /// The caller's own data.
    pub metadata: BTreeMap<String, String>,
}

impl Link {
    /// The link as read at `now`, with its latest payment.
    #[must_use]
    pub fn of(view: &LinkView, latest: Option<&PaymentView>, now: Timestamp) -> Self {
        let link = &view.link;
        let payment = latest.map(|latest| &latest.payment);
        let status = status(Stage::of(view, now), payment.map(|payment| payment.status), link.sent_at.is_some());
        let paid = payment.filter(|_| status == Status::Completed);
        let completed_at = match link.state {
            LinkStateName::Completed => link.closed_at,
            // it came back: the link was completed when the money had come
            LinkStateName::Open => paid.map(|payment| payment.updated_at),
            LinkStateName::Cancelled => None,
        };
        Self {
            payment_link_id: link.id,
            url: view.url.clone(),
            status,
            description: link.details.description.clone(),
            payment_id: paid.map(|payment| payment.id),
            expires_at: link.ends_at,
            completed_at,
            created_at: link.created_at,
            updated_at: link.updated_at,
            metadata: link.details.metadata.clone(),
        }
    }
}
