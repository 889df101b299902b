//! Refunds: transactions of their own, with the payment they give back as parent.

use super::{
    AGGREGATOR,
    history::{self, StatusStep},
    list::{both, status as status_filter},
    rules::{begins, count, ends, id, ids, records, required_id, words},
    status::{Status, refund_status},
    times::Instant,
};
use crate::{
    dialects::AmountNumber,
    json::{Fields, Object},
};
use paylink_core::{
    Currency, Error, LinkId, MerchantId, RefundId, Timestamp,
    forms::{RefundForm, RefundQuery},
    records::{RefundRecord, StatusNote},
    views::RefundView,
};
use serde::Serialize;
use std::{collections::BTreeSet, time::Duration};

/// Money to be given back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewRefund {
    /// Of which payment.
    pub id: String,
    /// How much, and why.
    pub form: RefundForm,
}

/// Reads the body of a new refund.
///
/// # Errors
/// Field errors; those of the amount are the core's to find.
pub fn create_refund(body: Object) -> Result<NewRefund, Error> {
    let mut fields = Fields::of(body);
    let id = required_id(&mut fields, "cFiTransactionId");
    let amount = fields.amount("amount").into_set();
    let reason = words(&mut fields, "description", 200).into_set();
    let unread = fields.finish();
    unread.clone().finish()?;
    Ok(NewRefund { id, form: RefundForm { amount, reason, unread, ..RefundForm::default() } })
}

/// A refund.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Refund {
    /// Identity.
    #[serde(rename = "cFiTransactionId")]
    pub id: RefundId,
    /// The payment that it gives back.
    #[serde(rename = "cFiParentId")]
    pub parent_id: LinkId,
    /// The client.
    #[serde(rename = "cFiAggregatorId")]
    pub aggregator: &'static str,
    /// Who gives it back.
    #[serde(rename = "cFiMerchantId")]
    pub merchant_id: MerchantId,
    /// How much, a number in units of the currency.
    pub amount: AmountNumber,
    /// The payment's currency.
    pub currency: Currency,
    /// Why.
    pub description: Option<String>,
    /// Where it stands.
    pub status: String,
    /// How it came there.
    pub status_change_history: Vec<StatusStep>,
    /// When it was made.
    pub dts_created_at: Instant,
    /// When it last changed.
    pub dts_updated_at: Instant,
}

impl Refund {
    /// The refund as it is shown; `note` is what somebody says of it.
    #[must_use]
    pub fn of(view: &RefundView, note: Option<&StatusNote>) -> Self {
        let record = &view.refund;
        let note = note.filter(|note| note.holds(record.updated_at));
        let status = refund_status(record);
        let told = (status, record.failure_message.clone(), record.updated_at);
        Self {
            id: record.id,
            parent_id: record.link_id,
            aggregator: AGGREGATOR,
            merchant_id: record.merchant_id,
            amount: AmountNumber(view.amount()),
            currency: record.currency,
            description: record.reason.clone(),
            status: note.map_or_else(|| status.name().to_owned(), |note| note.status.clone()),
            status_change_history: history::of_refund(record.created_at, told, note),
            dts_created_at: Instant(record.created_at),
            dts_updated_at: Instant(record.updated_at),
        }
    }
}

/// The refunds that are asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RefundList {
    ids: Option<BTreeSet<String>>,
    parent: Option<String>,
    merchants: Option<BTreeSet<String>>,
    status: Option<Status>,
    created: (Option<Timestamp>, Option<Timestamp>),
    /// How many of them are passed over.
    pub skip: usize,
    /// How many are wanted at most.
    pub take: usize,
}

/// Reads the body of a list of refunds.
///
/// # Errors
/// Field errors.
pub fn refund_list(body: Object) -> Result<RefundList, Error> {
    let mut fields = Fields::of(body);
    let list = RefundList {
        ids: both(id(&mut fields, "cFiTransactionId"), ids(&mut fields, "cFiTransactionIds")),
        parent: id(&mut fields, "cFiParentId").into_set(),
        merchants: both(id(&mut fields, "cFiMerchantId"), ids(&mut fields, "cFiMerchantIds")),
        status: status_filter(&mut fields),
        created: (begins(&mut fields, "dateCreateFrom"), ends(&mut fields, "dateCreateTo")),
        skip: count(&mut fields, "skipRecords", 0).unwrap_or(0),
        take: records(&mut fields),
    };
    fields.finish().finish()?;
    Ok(list)
}

impl RefundList {
    /// What the core can look for.
    #[must_use]
    pub fn query(&self) -> RefundQuery {
        let before = |at: Timestamp| at.minus(Duration::from_micros(1)).to_string();
        let own = self.merchants.as_ref().filter(|ids| ids.len() == 1).and_then(|ids| ids.first());
        RefundQuery {
            merchant_id: own.filter(|id| id.starts_with("mer_")).cloned(),
            payment_link_id: self.parent.clone().filter(|id| id.starts_with("plink_")),
            created_after: self.created.0.map(before),
            created_before: self.created.1.map(|at| at.to_string()),
            ..RefundQuery::default()
        }
    }

    /// Whether a refund is one of those asked for.
    #[must_use]
    pub fn holds(&self, record: &RefundRecord, shown: &Refund) -> bool {
        let named = |set: &Option<BTreeSet<String>>, id: String| set.as_ref().is_none_or(|ids| ids.contains(&id));
        named(&self.ids, record.id.to_string())
            && named(&self.merchants, record.merchant_id.to_string())
            && self.parent.as_ref().is_none_or(|parent| *parent == record.link_id.to_string())
            && self.status.is_none_or(|status| shown.status == status.name())
    }
}
