//! A paylink as it is answered.

use crate::dialects::{
    Stage,
    fortis::{
        link::{LinkRow, Seen, kept},
        list::{Column, Kind},
        read::digits_of,
        show::{Links, Shown, bit},
        status::{Latest, status},
    },
};
use paylink_core::{
    Date, LinkId, Timestamp, Timezone,
    records::{Delivery, LinkRecord},
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

impl LinkRow for Paylink {
    const COLUMNS: &'static [Column] = PAYLINK_COLUMNS;
    const API_ID: &'static str = "paylink_api_id";
    const EVERY: bool = true;
    const RESENT_BY: Option<&'static str> = None;

    fn is_one(_: &LinkRecord) -> bool {
        true
    }

    fn of(view: &LinkView, latest: Option<Latest>, now: Timestamp, zone: Option<&Timezone>) -> Self {
        let (link, details) = (&view.link, &view.link.details);
        let status = status(Stage::of(view, now), latest, link.sent_at.is_some());
        let phone = details.customer.as_ref().and_then(|customer| customer.phone.as_deref());
        let seen = Seen::of(view, zone);
        Self {
            id: link.id,
            cc_product_transaction_id: seen.cc_product_transaction_id,
            ach_product_transaction_id: seen.ach_product_transaction_id,
            location_id: seen.location_id,
            paylink_api_id: link.external_id.clone(),
            contact_id: seen.contact_id,
            amount_due: seen.amount_due,
            cell_phone: phone.map(digits_of).or_else(|| details.metadata.get(kept::PHONE).cloned()),
            email: seen.email,
            description: details.description.clone(),
            expire_date: seen.expire_date,
            status_id: bit(status.paid),
            display_product_transaction_receipt_details: bit(details.show_receipt_details),
            display_billing_fields: bit(details.show_billing_fields),
            delivery_method: number_of(details.delivery),
            active: bit(status.active),
            created_ts: link.created_at.seconds(),
            modified_ts: link.updated_at.seconds(),
            created_user_id: seen.created_user_id,
            modified_user_id: seen.modified_user_id,
            links: None,
            expands: BTreeMap::new(),
        }
    }

    fn at(mut self, base: &str) -> Self {
        self.links = Some(Links::to(base, Self::PLURAL, &self.id.to_string()));
        self
    }

    fn contact_id(&self) -> Option<&str> {
        self.contact_id.as_deref()
    }

    fn created_user_id(&self) -> &str {
        &self.created_user_id
    }

    fn expands(&mut self) -> &mut BTreeMap<&'static str, Value> {
        &mut self.expands
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
