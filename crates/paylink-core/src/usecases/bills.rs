//! Invoices and orders: made, changed, read. What a link for one does is in `bill_links`.

use super::listing::{Slice, at, created_filter, id_filter, merchant_filter, name_filter, text_filter};
use crate::{
    Bill, BillState, Caller, Change, ChangeSet, Code, Date, Error, FieldErrors, Once, Paylink, Reply, Stored,
    bill::{blank, check_bill, wrong_fields},
    engine::Decided,
    forms::{BillForm, BillQuery},
    link::Known,
    ports::BillFilter,
    records::{BillKind, BillRecord},
    views::{BillStatus, BillView, Listed},
};

impl Paylink {
    /// Makes an invoice or order of `merchant_id` (implied for callers bound to one merchant).
    ///
    /// # Errors
    /// Field errors, `forbidden`, `number_taken`, `external_id_taken`.
    pub async fn create_bill(
        &self,
        caller: &Caller,
        kind: BillKind,
        merchant_id: Option<&str>,
        form: &BillForm,
        once: Option<Once<'_, BillView>>,
    ) -> Result<Reply<BillView>, Error> {
        caller.may_write()?;
        self.run_once(caller, once, || async move {
            let now = self.now();
            let merchant = self.payee(caller, merchant_id, || wrong_fields(form, kind, now)).await?;
            let new = || blank(self.new_id(), kind, (merchant.value.id, merchant.value.currency), now);
            let merchant_id = merchant.value.id;
            let customer = self.named_customer(merchant_id, form.customer.set()).await?;
            let known = customer.as_ref().map_or(Known::Nobody, |row| Known::Record(&row.value));
            let mut bill = check_bill(form, None, new, (known, now))?;
            let mut changes = ChangeSet::new().with(Change::ExpectMerchant(merchant_id, merchant.version));
            let person = bill.details.customer.as_ref();
            bill.customer_id = self.tie_customer(&mut changes, merchant_id, customer, person);
            changes.push(Change::InsertBill(Box::new(bill.clone())));
            Ok(Decided { changes, view: BillView::of(Bill::restore(bill)?) })
        })
        .await
    }

    /// Changes the fields that `form` mentions. What is owed, its currency and its number stay while a link is open for it,
    /// because the link and its page say them.
    ///
    /// # Errors
    /// `not_found`, `forbidden`, field errors, `not_open`, `payment_in_progress`, `has_open_link`, `number_taken`.
    pub async fn update_bill(
        &self,
        caller: &Caller,
        kind: BillKind,
        id: &str,
        form: &BillForm,
    ) -> Result<BillView, Error> {
        let id = self.visible_bill(caller, kind, id).await?.value.id;
        caller.may_write()?;
        self.run(caller, || async move {
            let Stored { value: old, version } = self.visible_bill(caller, kind, &kind.show(id)).await?;
            let now = self.now();
            let customer = self.named_customer(old.merchant_id, form.customer.set()).await?;
            let known = customer.as_ref().map_or(Known::Nobody, |row| Known::Record(&row.value));
            let mut new = check_bill(form, Some(&old), || old.clone(), (known, now))?;
            let bill = Bill::restore(old.clone())?;
            match bill.state() {
                BillState::Open { .. } => {}
                BillState::Paid { .. } | BillState::Void { .. } => return Err(Error::of(Code::NotOpen)),
            }
            let mut changes = ChangeSet::new();
            if form.customer.set().is_some() {
                let person = new.details.customer.as_ref();
                new.customer_id = self.tie_customer(&mut changes, old.merchant_id, customer, person);
            }
            if new == (BillRecord { updated_at: now, ..old.clone() }) {
                return Ok(Decided { changes, view: BillView::of(bill) });
            }
            if told_by_links(&new) != told_by_links(&old) {
                if let Some(code) = bill.refusal() {
                    return Err(Error::of(code));
                }
                if !self.store.open_links_of(id).await?.is_empty() {
                    return Err(Error::of(Code::HasOpenLink));
                }
            }
            changes.push(Change::UpdateBill(Box::new(Stored { value: new.clone(), version })));
            Ok(Decided { changes, view: BillView::of(Bill::restore(new)?) })
        })
        .await
    }

    /// One invoice or order.
    ///
    /// # Errors
    /// `not_found`.
    pub async fn bill(&self, caller: &Caller, kind: BillKind, id: &str) -> Result<BillView, Error> {
        Ok(BillView::of(Bill::restore(self.visible_bill(caller, kind, id).await?.value)?))
    }

    /// Invoices or orders, newest first.
    ///
    /// # Errors
    /// `invalid_parameter`; `not_found` for a foreign merchant.
    pub async fn bills(&self, caller: &Caller, kind: BillKind, query: &BillQuery) -> Result<Listed<BillView>, Error> {
        let mut errors = FieldErrors::default();
        let named = |name: &str| BillStatus::named(name).and_then(|status| status.state_of(kind));
        let (created_from, created_until) =
            created_filter(query.created_after.as_deref(), query.created_before.as_deref(), &mut errors);
        let filter = BillFilter {
            with_deleted: false,
            kind,
            merchant_id: merchant_filter(caller, query.merchant_id.as_deref(), &mut errors)?,
            state: name_filter("status", query.status.as_deref(), named, &mut errors),
            number: text_filter("number", query.number.as_deref(), &mut errors),
            customer_id: id_filter("customer_id", query.customer_id.as_deref(), &mut errors),
            due_after: day_filter("due_after", query.due_after.as_deref(), &mut errors),
            due_before: day_filter("due_before", query.due_before.as_deref(), &mut errors),
            created_from,
            created_until,
        };
        let slice = Slice::read(&query.list, caller, "bills", &format!("{filter:?}"), &mut errors);
        errors.finish()?;
        let rows = self.store.bills(&filter, slice.page()).await?;
        let listed = slice.list(rows, |bill| at(bill.created_at, bill.id));
        let shown = listed.rows.into_iter().map(|row| Ok(BillView::of(Bill::restore(row)?)));
        Ok(Listed { rows: shown.collect::<Result<_, Error>>()?, next: listed.next })
    }

    /// The invoice or order with this id, if the caller may see it.
    pub(crate) async fn visible_bill(
        &self,
        caller: &Caller,
        kind: BillKind,
        id: &str,
    ) -> Result<Stored<BillRecord>, Error> {
        let not_found = || Error::of(Code::NotFound);
        let id = kind.read(id).ok_or_else(not_found)?;
        let found = self.store.bill(id).await?;
        found.filter(|bill| is_visible(caller, kind, &bill.value)).ok_or_else(not_found)
    }
}

fn is_visible(caller: &Caller, kind: BillKind, bill: &BillRecord) -> bool {
    bill.kind == kind && bill.deleted_at.is_none() && caller.sees(bill.merchant_id)
}

/// What its links have taken from a bill for good.
fn told_by_links(bill: &BillRecord) -> impl PartialEq + '_ {
    let details = &bill.details;
    (&bill.number, bill.currency, bill.total_minor, &details.line_items, details.sales_tax_minor)
}

fn day_filter(field: &str, text: Option<&str>, errors: &mut FieldErrors) -> Option<Date> {
    let day = text?.parse().ok();
    if day.is_none() {
        errors.add(field, Code::InvalidParameter, "a date: YYYY-MM-DD");
    }
    day
}
