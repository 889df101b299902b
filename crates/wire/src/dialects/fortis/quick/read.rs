//! Creating and changing a quick invoice.

use super::{FILES_IN_MAIL, KEPT, WRAPPER, items::items, reminders};
use crate::{
    dialects::fortis::{
        link::{
            API_ID, NewLink, Payer, accounts_now, accounts_of_new, day, keep_hand, kept, location_of_new, payer_patch,
        },
        read::{Kept, flag, id, loose_text, open, text, whole},
    },
    json::{Fields, Object},
};
use paylink_core::{
    Code, Error,
    forms::{LineItemForm, LinkForm, Patch},
    records::LinkRecord,
};
use std::collections::BTreeMap;

const TITLE: usize = 64;
const INVOICE_NUMBER: usize = 64;

/// A change of a quick invoice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuickInvoiceChange {
    /// What changes.
    pub form: LinkForm,
    /// A contact by the caller's own id, to be tied if there is one.
    pub contact_api_id: Option<String>,
    /// Whether it is to be open or closed afterwards, if that is said.
    pub open: Option<bool>,
    /// Whether anything else is said.
    pub says_more: bool,
}

/// Reads the body of `POST /v2/quickinvoices`, sent with the API key `by`; `order` names the items as they were written.
/// Fields that are not known are left aside.
#[must_use]
pub fn create_quick_invoice(body: Object, order: &[String], by: Option<&str>) -> NewLink {
    let mut fields = open(body, WRAPPER);
    let location_id = location_of_new(&mut fields);
    let mut kept = Kept::from(&BTreeMap::new());
    let payment_methods = accounts_of_new(&mut fields, &mut kept, location_id.as_deref());
    let payer = Payer::read(&mut fields);
    keep_hand(&mut kept, kept::MADE_BY, by);
    let send = flag(&mut fields, "send_email").into_set() == Some(true);
    if send && payer.email.set().is_none() && !payer.is_tied() {
        fields.refuse("email", Code::Required, "send_email needs a mail address");
    }
    let contact_api_id = payer.contact_api_id.clone();
    let form = LinkForm {
        payment_methods,
        customer: payer.of_new(),
        delivery: Patch::from(if send { "email" } else { "none" }),
        reminders: reminders::of_new(&mut fields),
        ..shared(&mut fields, &mut kept, order)
    };
    require(&mut fields, (&form.description, &form.due_date, &form.line_items), true);
    let form = LinkForm { metadata: kept.into_patch(), unread: fields.finish(), ..form };
    NewLink { location_id, contact_api_id, form }
}

/// Reads the body of `PUT /v2/quickinvoices/{id}`, sent with the API key `by`, for the link as it is.
#[must_use]
pub fn update_quick_invoice(body: Object, order: &[String], link: &LinkRecord, by: Option<&str>) -> QuickInvoiceChange {
    let mut fields = open(body, WRAPPER);
    let mut kept = Kept::from(&link.details.metadata);
    let open = whole(&mut fields, "status_id", (0, 1)).into_set().map(|status| status == 1);
    let payment_methods = accounts_now(&mut fields, &mut kept, link);
    let payer = Payer::read(&mut fields);
    let contact_api_id = payer.contact_api_id.clone();
    let form = LinkForm {
        payment_methods,
        customer: payer_patch(payer.laid_over(link)),
        reminders: reminders::changed(&mut fields, &link.details.reminders),
        ..shared(&mut fields, &mut kept, order)
    };
    require(&mut fields, (&form.description, &form.due_date, &form.line_items), false);
    let form = LinkForm { unread: fields.finish(), metadata: kept.clone().into_patch(), ..form };
    let nothing = LinkForm { may_have_ended: true, reminders_may_wait: true, ..LinkForm::default() };
    let says_more = form != nothing || contact_api_id.is_some();
    keep_hand(&mut kept, kept::CHANGED_BY, by);
    let form = LinkForm { metadata: kept.into_patch(), ..form };
    QuickInvoiceChange { form, contact_api_id, open, says_more }
}

/// Reads the body of `PUT /v2/quickinvoices/{id}/addTransaction` and `removeTransaction`, and says why neither is done: money
/// belongs to the link on which it was paid.
#[must_use]
pub fn transaction_to_tie(body: Object) -> Error {
    let mut fields = open(body, WRAPPER);
    match id(&mut fields, "transaction_id") {
        Patch::Set(_) => {
            let detail = "a payment stays with the quick invoice on which it was made; a refund gives it back";
            fields.refuse("transaction_id", Code::NotSupported, detail);
        }
        Patch::Clear | Patch::Keep => {
            if !fields.has_refused("transaction_id") {
                fields.refuse("transaction_id", Code::Required, "the id of a transaction is required");
            }
        }
    }
    fields.finish().finish().err().unwrap_or_else(|| Error::of(Code::NotSupported))
}

/// The fields that mean the same at creation and afterwards.
fn shared(fields: &mut Fields, kept: &mut Kept, order: &[String]) -> LinkForm {
    for (name, most) in KEPT {
        let value = loose_text(fields, name, *most);
        kept.put(name, value);
    }
    match flag(fields, FILES_IN_MAIL) {
        Patch::Keep => {}
        Patch::Clear | Patch::Set(false) => kept.put(FILES_IN_MAIL, Patch::Clear),
        Patch::Set(true) => kept.put(FILES_IN_MAIL, "1".into()),
    }
    for name in ["allow_partial_pay", "allow_overpayment"] {
        if flag(fields, name).into_set() == Some(true) {
            fields.refuse(name, Code::NotSupported, "a quick invoice is paid as a whole, and not beyond");
        }
    }
    LinkForm {
        line_items: items(fields, order),
        description: text(fields, "title", TITLE),
        invoice_number: loose_text(fields, "invoice_number", INVOICE_NUMBER),
        external_id: text(fields, "quick_invoice_api_id", API_ID),
        due_date: day(fields, "due_date"),
        ends_at: day(fields, "expire_date"),
        may_have_ended: true,
        reminders_may_wait: true,
        tags: fields.texts("tags"),
        ..LinkForm::default()
    }
}

/// Refuses what a quick invoice cannot be without: a `new` one has to say it, another must not take it away.
fn require(
    fields: &mut Fields,
    (title, due_date, items): (&Patch<String>, &Patch<String>, &Patch<Vec<LineItemForm>>),
    new: bool,
) {
    let missing = |cleared: bool, mentioned: bool| cleared || (new && !mentioned);
    let given = [
        ("title", missing(matches!(title, Patch::Clear), title.is_mentioned())),
        ("due_date", missing(matches!(due_date, Patch::Clear), due_date.is_mentioned())),
        ("item_list", missing(matches!(items, Patch::Clear), items.is_mentioned())),
    ];
    for (name, missing) in given {
        if missing && !fields.has_refused(name) {
            fields.refuse(name, Code::Required, "is required");
        }
    }
}
