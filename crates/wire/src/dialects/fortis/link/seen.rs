//! What every resource shows of a payment link in the same words.

use super::kept;
use crate::dialects::fortis::{
    show::{account, amount},
    time::day_of_end,
};
use paylink_core::{Date, Money, Timezone, records::Method, views::LinkView};

/// What every resource shows of a payment link in the same words.
pub(in crate::dialects::fortis) struct Seen {
    pub(in crate::dialects::fortis) cc_product_transaction_id: Option<String>,
    pub(in crate::dialects::fortis) ach_product_transaction_id: Option<String>,
    pub(in crate::dialects::fortis) location_id: String,
    pub(in crate::dialects::fortis) contact_id: Option<String>,
    pub(in crate::dialects::fortis) amount_due: String,
    pub(in crate::dialects::fortis) email: Option<String>,
    pub(in crate::dialects::fortis) expire_date: Option<Date>,
    pub(in crate::dialects::fortis) created_user_id: String,
    pub(in crate::dialects::fortis) modified_user_id: String,
}

impl Seen {
    /// Of this link. `zone`: that of its merchant, where it is known.
    pub(in crate::dialects::fortis) fn of(view: &LinkView, zone: Option<&Timezone>) -> Self {
        let link = &view.link;
        let kept = |name: &str| link.details.metadata.get(name).cloned();
        let merchant = link.merchant_id.to_string();
        let of_method = |minor: Option<i64>, name: &str, method: Method| {
            minor.map(|_| kept(name).unwrap_or_else(|| account(&merchant, method)))
        };
        let made_by = kept(kept::MADE_BY).unwrap_or_else(|| merchant.clone());
        Self {
            cc_product_transaction_id: of_method(link.card_minor, kept::CARD, Method::Card),
            ach_product_transaction_id: of_method(link.ach_minor, kept::ACH, Method::Ach),
            contact_id: link.customer_id.map(|id| id.to_string()),
            amount_due: amount(Money::new(link.list_minor().unwrap_or(0), link.currency)),
            email: link.details.customer.as_ref().and_then(|customer| customer.email.clone()),
            expire_date: link.ends_at.and_then(|end| day_of_end(end, zone)),
            modified_user_id: kept(kept::CHANGED_BY).unwrap_or_else(|| made_by.clone()),
            created_user_id: made_by,
            location_id: merchant,
        }
    }
}
