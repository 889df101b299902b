//! What a link takes from the invoice or order it is for.

use super::price::methods;
use crate::{
    Code, FieldErrors,
    forms::{LinkForm, Patch},
    records::{BillKind, BillRecord, LinkRecord, MerchantRecord, Usage},
};

/// What a new link is for.
#[derive(Debug, Clone, Copy)]
pub(crate) enum BillOf<'a> {
    /// For no invoice and no order.
    None,
    /// For one of this kind that is not there.
    Unknown(BillKind),
    /// For one of this kind; whether it is there cannot be told.
    Untold(BillKind),
    /// For this one.
    Known(&'a BillRecord),
}

/// The field that names the bill a new link is for.
pub(crate) fn bill_field(form: &LinkForm) -> Option<(&'static str, BillKind, String)> {
    let of = |kind: BillKind, said: &'_ Patch<String>| said.set().map(|text| (id_field(kind), kind, text.clone()));
    of(BillKind::Invoice, &form.invoice_id).or_else(|| of(BillKind::Order, &form.order_id))
}

/// The field that names a bill of this kind.
pub(crate) const fn id_field(kind: BillKind) -> &'static str {
    match kind {
        BillKind::Invoice => "invoice_id",
        BillKind::Order => "order_id",
    }
}

/// Writes price, numbers, due date and customer of `bill` into the draft of a new link.
pub(super) fn take_over(bill: &BillRecord, draft: &mut LinkRecord) {
    draft.currency = bill.currency;
    draft.due_date = bill.due_date;
    match bill.kind {
        BillKind::Invoice => draft.invoice_number = Some(bill.number.clone()),
        BillKind::Order => draft.order_number = Some(bill.number.clone()),
    }
    draft.details.line_items.clone_from(&bill.details.line_items);
    draft.details.sales_tax_minor = bill.details.sales_tax_minor;
    draft.details.description.clone_from(&bill.details.description);
    draft.details.customer.clone_from(&bill.details.customer);
    draft.customer_id = bill.customer_id;
}

/// Writes the price of a link that is for a bill: `total` by every method it takes.
pub(super) fn apply_total(
    form: &LinkForm,
    base: Option<&LinkRecord>,
    (total, merchant): (i64, &MerchantRecord),
    draft: &mut LinkRecord,
    errors: &mut FieldErrors,
) {
    let (card, ach) = methods(form, base, merchant, errors);
    draft.per_method = false;
    draft.card_minor = Some(total).filter(|_| card);
    draft.ach_minor = Some(total).filter(|_| ach);
}

/// Refuses what the bill says and the form may not.
pub(super) fn refuse_overrides(form: &LinkForm, kind: BillKind, errors: &mut FieldErrors) {
    let number = match kind {
        BillKind::Invoice => ("invoice_number", form.invoice_number.is_mentioned()),
        BillKind::Order => ("order_number", form.order_number.is_mentioned()),
    };
    let fields = [
        ("amount", form.amount.is_mentioned()),
        ("card_amount", form.card_amount.is_mentioned()),
        ("ach_amount", form.ach_amount.is_mentioned()),
        ("line_items", form.line_items.is_mentioned()),
        ("currency", form.currency.is_mentioned()),
        ("sales_tax", form.sales_tax.is_mentioned()),
        ("max_payments", form.max_payments.set().is_some()),
        number,
    ];
    for (field, _) in fields.iter().filter(|(_, mentioned)| *mentioned) {
        errors.add(*field, Code::NotSupported, format!("set by the {} the link is for", kind.name()));
    }
    if form.usage.set().is_some_and(|name| name != Usage::OneTime.name()) {
        errors.add("usage", Code::NotSupported, format!("a link for an {} is paid once", kind.name()));
    }
}

/// Both ids at once, or another one than before.
pub(super) fn check_ids(form: &LinkForm, base: Option<&LinkRecord>, errors: &mut FieldErrors) {
    let Some(old) = base else {
        if form.invoice_id.set().is_some() && form.order_id.set().is_some() {
            errors.add("order_id", Code::NotSupported, "a link is for an invoice or for an order");
        }
        return;
    };
    for (kind, said) in [(BillKind::Invoice, &form.invoice_id), (BillKind::Order, &form.order_id)] {
        let field = id_field(kind);
        let is = old.bill.filter(|bill| bill.kind == kind).map(|bill| kind.show(bill.id));
        let same = match said {
            Patch::Keep => true,
            Patch::Clear => is.is_none(),
            Patch::Set(text) => is.as_deref() == Some(text),
        };
        if !same {
            errors.add(field, Code::NotSupported, format!("{field} cannot be changed"));
        }
    }
}
