//! A paylink as it is answered.

use super::kept;
use crate::dialects::{
    Stage,
    fortis::{
        list::{Column, Kind},
        read::digits_of,
        show::{Links, Shown, account, amount, bit},
        status::{Latest, status},
        time::day_of_end,
    },
};
use paylink_core::{
    Date, LinkId, Money, Timestamp, Timezone,
    records::{Delivery, Method},
    views::LinkView,
};
use serde::Serialize;
use serde_json::Value;
use std::collections::BTreeMap;

/// A paylink.
#[derive(Clone, PartialEq, Serialize)]
pub struct Paylink {
    /// Its id.
    pub id: LinkId,
    /// The account for cards; none: it takes no cards.
    pub cc_product_transaction_id: Option<String>,
    /// The account for bank debits; none: it takes no bank debits.
    pub ach_product_transaction_id: Option<String>,
    /// The merchant.
    pub location_id: String,
    /// The caller's own id.
    pub paylink_api_id: Option<String>,
    /// The customer, if there is a record.
    pub contact_id: Option<String>,
    /// Its price.
    pub amount_due: String,
    /// Ten digits.
    pub cell_phone: Option<String>,
    /// Mail address.
    pub email: Option<String>,
    /// What is paid, in words.
    pub description: Option<String>,
    /// The last day on which it can be paid.
    pub expire_date: Option<Date>,
    /// 1 paid, 0 not.
    pub status_id: u8,
    /// 1: the receipt shows details.
    pub display_product_transaction_receipt_details: u8,
    /// 1: the page asks for the billing address.
    pub display_billing_fields: u8,
    /// 0 not, 1 by mail, 2 by text message, 3 by both.
    pub delivery_method: u8,
    /// 1: within its window, and not taken back.
    pub active: u8,
    /// When it was made.
    pub created_ts: i64,
    /// When it last changed.
    pub modified_ts: i64,
    /// Who made it.
    pub created_user_id: String,
    /// Who last changed it.
    pub modified_user_id: String,
    /// Where it is.
    #[serde(rename = "_links", skip_serializing_if = "Option::is_none")]
    pub links: Option<Links>,
    /// Records that were asked for with it.
    #[serde(flatten)]
    pub expands: BTreeMap<&'static str, Value>,
}

impl Shown for Paylink {
    const SINGULAR: &'static str = "paylink";
    const PLURAL: &'static str = "paylinks";
}

impl std::fmt::Debug for Paylink {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Paylink").field("id", &self.id).finish_non_exhaustive()
    }
}

/// By what paylinks are filtered and sorted.
pub const PAYLINK_COLUMNS: &[Column] = &[
    Column::new("id", Kind::Id),
    Column::new("cc_product_transaction_id", Kind::Id),
    Column::new("ach_product_transaction_id", Kind::Id),
    Column::new("location_id", Kind::Id),
    Column::new("paylink_api_id", Kind::Id),
    Column::new("contact_id", Kind::Id),
    Column::new("amount_due", Kind::Amount),
    Column::new("cell_phone", Kind::Text),
    Column::new("email", Kind::Text),
    Column::new("description", Kind::Text),
    Column::new("expire_date", Kind::Day),
    Column::new("status_id", Kind::Whole),
    Column::new("display_product_transaction_receipt_details", Kind::Whole),
    Column::new("display_billing_fields", Kind::Whole),
    Column::new("delivery_method", Kind::Whole),
    Column::new("active", Kind::Whole),
    Column::new("created_ts", Kind::Stamp),
    Column::new("modified_ts", Kind::Stamp),
    Column::new("created_user_id", Kind::Id),
    Column::new("modified_user_id", Kind::Id),
];

impl Paylink {
    /// The link as read at `now`, with what became of its latest payment. `zone`: that of its merchant, where it is known.
    #[must_use]
    pub fn of(view: &LinkView, latest: Option<Latest>, now: Timestamp, zone: Option<&Timezone>) -> Self {
        let link = &view.link;
        let details = &link.details;
        let kept = |name: &str| details.metadata.get(name).cloned();
        let merchant = link.merchant_id.to_string();
        let of_method = |minor: Option<i64>, name: &str, method: Method| {
            minor.map(|_| kept(name).unwrap_or_else(|| account(&merchant, method)))
        };
        let customer = details.customer.as_ref();
        let made_by = kept(kept::MADE_BY).unwrap_or_else(|| merchant.clone());
        let status = status(Stage::of(view, now), latest, link.sent_at.is_some());
        let phone = customer.and_then(|customer| customer.phone.as_deref());
        Self {
            id: link.id,
            cc_product_transaction_id: of_method(link.card_minor, kept::CARD, Method::Card),
            ach_product_transaction_id: of_method(link.ach_minor, kept::ACH, Method::Ach),
            paylink_api_id: link.external_id.clone(),
            contact_id: link.customer_id.map(|id| id.to_string()),
            amount_due: amount(Money::new(link.list_minor().unwrap_or(0), link.currency)),
            cell_phone: phone.map(digits_of).or_else(|| kept(kept::PHONE)),
            email: customer.and_then(|customer| customer.email.clone()),
            description: details.description.clone(),
            expire_date: link.ends_at.and_then(|end| day_of_end(end, zone)),
            status_id: bit(status.paid),
            display_product_transaction_receipt_details: bit(details.show_receipt_details),
            display_billing_fields: bit(details.show_billing_fields),
            delivery_method: number_of(details.delivery),
            active: bit(status.active),
            created_ts: link.created_at.seconds(),
            modified_ts: link.updated_at.seconds(),
            modified_user_id: kept(kept::CHANGED_BY).unwrap_or_else(|| made_by.clone()),
            created_user_id: made_by,
            location_id: merchant,
            links: None,
            expands: BTreeMap::new(),
        }
    }

    /// The same with the address of the record.
    #[must_use]
    pub fn at(mut self, base: &str) -> Self {
        self.links = Some(Links::to(base, Self::PLURAL, &self.id.to_string()));
        self
    }
}

const fn number_of(delivery: Delivery) -> u8 {
    match delivery {
        Delivery::None => 0,
        Delivery::Email => 1,
        Delivery::Sms => 2,
        Delivery::Both => 3,
    }
}
