//! Valid details of a link: the fields that are only shown or handed back.

use crate::records::{Delivery, LineNotes, LinkDetails};
use std::collections::BTreeMap;

/// A description, and nothing that somebody would have to set first.
pub(super) fn details() -> LinkDetails {
    LinkDetails {
        description: Some("Two dozen rolls".to_owned()),
        notes: LineNotes::default(),
        line_items: Vec::new(),
        sales_tax_minor: None,
        internal_transaction_id: None,
        metadata: BTreeMap::new(),
        redirect_url: None,
        cancel_url: None,
        show_receipt_details: true,
        show_billing_fields: true,
        customer: None,
        delivery: Delivery::None,
        reminders: Vec::new(),
        reminders_paused: false,
        attachments: Vec::new(),
        attempted: Some(false),
        save_payment_method: false,
        payment_method_id: None,
        captcha: false,
        tags: Vec::new(),
        custom_fields: Vec::new(),
        requested_at: None,
        status_notes: BTreeMap::new(),
    }
}
