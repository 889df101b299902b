//! A quick invoice as it is answered.

use super::{
    FILES_IN_MAIL,
    items::Items,
    reminders::Days,
    status::{Takes, quick_status},
};
use crate::dialects::{
    Stage,
    fortis::{
        link::{LinkRow, Seen},
        list::{Column, Kind},
        show::{Href, Links, Shown, amount, bit},
        status::Latest,
    },
};
use paylink_core::{
    Date, FileId, LinkId, Money, Timestamp, Timezone,
    records::LinkRecord,
    views::{AttachmentView, LinkView},
};
use serde::Serialize;
use serde_json::Value;
use std::collections::BTreeMap;

/// A quick invoice.
#[derive(Clone, PartialEq, Serialize)]
pub struct QuickInvoice {
    /// Its id.
    pub id: LinkId,
    /// The merchant.
    pub location_id: String,
    /// The customer, if there is a record.
    pub contact_id: Option<String>,
    /// The caller's own id.
    pub quick_invoice_api_id: Option<String>,
    /// Invoice number.
    pub invoice_number: Option<String>,
    /// What is paid, in words.
    pub title: Option<String>,
    /// Kept for the caller.
    pub item_header: Option<String>,
    /// What is paid, item by item.
    pub item_list: Items,
    /// Kept for the caller.
    pub item_footer: Option<String>,
    /// 1 open, 0 closed.
    pub status_id: u8,
    /// 1 unpaid, 2 paid, 3 partly.
    pub payment_status_id: u8,
    /// Its price.
    pub amount_due: String,
    /// What is left to be paid.
    pub remaining_balance: String,
    /// The day by which it is to be paid.
    pub due_date: Option<Date>,
    /// The last day on which it can be paid.
    pub expire_date: Option<Date>,
    /// Mail address.
    pub email: Option<String>,
    /// 0: it is paid as a whole.
    pub allow_partial_pay: u8,
    /// The least that one payment is over: its price.
    pub single_payment_min_amount: String,
    /// The most that one payment is over: its price.
    pub single_payment_max_amount: String,
    /// 0: nobody pays more.
    pub allow_overpayment: u8,
    /// So many days before the due date the payer is notified.
    pub notification_days_before_due_date: Option<i32>,
    /// 1: the payer is notified on the due date.
    pub notification_on_due_date: u8,
    /// So many days after the due date the payer is notified.
    pub notification_days_after_due_date: Option<i32>,
    /// The account for cards; none: it takes no cards.
    pub cc_product_transaction_id: Option<String>,
    /// The account for bank debits; none: it takes no bank debits.
    pub ach_product_transaction_id: Option<String>,
    /// 1: within its window, and not taken back.
    pub active: u8,
    /// The same.
    pub is_active: u8,
    /// When it was made.
    pub created_ts: i64,
    /// Who made it.
    pub created_user_id: String,
    /// When it last changed.
    pub modified_ts: i64,
    /// Who last changed it.
    pub modified_user_id: String,
    /// Kept for the caller.
    pub note: Option<String>,
    /// Kept for the caller: files are on the page, never in mails.
    pub attach_files_to_email: u8,
    /// Where it is.
    #[serde(rename = "_links", skip_serializing_if = "Option::is_none")]
    pub links: Option<Links>,
    /// Records that were asked for with it.
    #[serde(flatten)]
    pub expands: BTreeMap<&'static str, Value>,
}

impl Shown for QuickInvoice {
    const SINGULAR: &'static str = "quickinvoice";
    const PLURAL: &'static str = "quickinvoices";
}

impl std::fmt::Debug for QuickInvoice {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("QuickInvoice").field("id", &self.id).finish_non_exhaustive()
    }
}

/// By what quick invoices are filtered and sorted.
pub const QUICK_INVOICE_COLUMNS: &[Column] = &[
    Column::new("id", Kind::Id),
    Column::new("location_id", Kind::Id),
    Column::new("contact_id", Kind::Id),
    Column::new("quick_invoice_api_id", Kind::Id),
    Column::new("invoice_number", Kind::Text),
    Column::new("title", Kind::Text),
    Column::new("item_header", Kind::Text),
    Column::new("item_footer", Kind::Text),
    Column::new("status_id", Kind::Whole),
    Column::new("payment_status_id", Kind::Whole),
    Column::new("amount_due", Kind::Amount),
    Column::new("remaining_balance", Kind::Amount),
    Column::new("due_date", Kind::Day),
    Column::new("expire_date", Kind::Day),
    Column::new("email", Kind::Text),
    Column::new("allow_partial_pay", Kind::Whole),
    Column::new("allow_overpayment", Kind::Whole),
    Column::new("notification_days_before_due_date", Kind::Whole),
    Column::new("notification_on_due_date", Kind::Whole),
    Column::new("notification_days_after_due_date", Kind::Whole),
    Column::new("cc_product_transaction_id", Kind::Id),
    Column::new("ach_product_transaction_id", Kind::Id),
    Column::new("active", Kind::Whole),
    Column::new("is_active", Kind::Whole),
    Column::new("created_ts", Kind::Stamp),
    Column::new("created_user_id", Kind::Id),
    Column::new("modified_ts", Kind::Stamp),
    Column::new("modified_user_id", Kind::Id),
    Column::new("note", Kind::Text),
    Column::new("attach_files_to_email", Kind::Whole),
];

impl LinkRow for QuickInvoice {
    const COLUMNS: &'static [Column] = QUICK_INVOICE_COLUMNS;
    const API_ID: &'static str = "quick_invoice_api_id";
    const EVERY: bool = false;
    const RESENT_BY: Option<&'static str> = Some("email");

    fn is_one(link: &LinkRecord) -> bool {
        !link.details.line_items.is_empty()
    }

    fn of(view: &LinkView, latest: Option<Latest>, now: Timestamp, zone: Option<&Timezone>) -> Self {
        let (link, details) = (&view.link, &view.link.details);
        let kept = |name: &str| details.metadata.get(name).cloned();
        let status = quick_status(Stage::of(view, now), latest, Takes::of(view));
        let days = Days::of(&details.reminders);
        let seen = Seen::of(view, zone);
        let nothing = amount(Money::new(0, link.currency));
        Self {
            id: link.id,
            location_id: seen.location_id,
            contact_id: seen.contact_id,
            quick_invoice_api_id: link.external_id.clone(),
            invoice_number: link.invoice_number.clone(),
            title: details.description.clone(),
            item_header: kept("item_header"),
            item_list: Items::of(link),
            item_footer: kept("item_footer"),
            status_id: status.status_id,
            payment_status_id: status.payment_status_id,
            remaining_balance: if status.is_paid() { nothing } else { seen.amount_due.clone() },
            due_date: link.due_date,
            expire_date: seen.expire_date,
            email: seen.email,
            allow_partial_pay: 0,
            single_payment_min_amount: seen.amount_due.clone(),
            single_payment_max_amount: seen.amount_due.clone(),
            amount_due: seen.amount_due,
            allow_overpayment: 0,
            notification_days_before_due_date: days.before,
            notification_on_due_date: bit(days.on),
            notification_days_after_due_date: days.after,
            cc_product_transaction_id: seen.cc_product_transaction_id,
            ach_product_transaction_id: seen.ach_product_transaction_id,
            active: bit(status.active),
            is_active: bit(status.active),
            created_ts: link.created_at.seconds(),
            created_user_id: seen.created_user_id,
            modified_ts: link.updated_at.seconds(),
            modified_user_id: seen.modified_user_id,
            note: kept("note"),
            attach_files_to_email: bit(details.metadata.contains_key(FILES_IN_MAIL)),
            links: None,
            expands: BTreeMap::new(),
        }
    }

    /// The address is that of the documentation, which is another one than that of requests.
    fn at(mut self, base: &str) -> Self {
        let href = format!("{base}/v2/quickinvoice/view?id={}", self.id);
        self.links = Some(Links { own: Href { href } });
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

/// A file of a quick invoice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct QuickFile {
    /// Its id.
    pub id: FileId,
    /// What it is attached to.
    pub resource: &'static str,
    /// The quick invoice.
    pub resource_id: LinkId,
    /// The name it is shown under.
    pub file_name: String,
    /// What is in it.
    pub content_type: &'static str,
    /// Its length in bytes.
    pub file_size: i64,
    /// Where its payer finds it.
    pub url: String,
    /// When it was attached.
    pub created_ts: i64,
}

impl QuickFile {
    /// A file that is attached to `link`.
    #[must_use]
    pub fn of(view: AttachmentView, link: LinkId) -> Self {
        Self {
            id: view.file.id,
            resource: QuickInvoice::SINGULAR,
            resource_id: link,
            file_name: view.file.name,
            content_type: view.file.content_type.name(),
            file_size: view.file.size,
            url: view.url,
            created_ts: view.file.created_at.seconds(),
        }
    }
}

impl Shown for QuickFile {
    const SINGULAR: &'static str = "file";
    const PLURAL: &'static str = "files";
}
