//! Invoices and orders: made, changed, paid through their links, opened again, taken back.

mod books;
mod crashes;
mod crowds;
mod fields;
mod grid;
mod links;
mod paying;

use crate::shop::{PLATFORM, Shop, fresh};
use paylink_core::{
    Code, Error,
    forms::{BillForm, LinkForm},
    records::BillKind,
    views::{BillView, LinkView},
};

/// An invoice over 12.50 with this number.
pub(crate) fn numbered(number: &str) -> BillForm {
    BillForm { number: number.into(), amount: "12.50".into(), ..BillForm::default() }
}

impl Shop {
    pub(crate) async fn try_bill(&self, kind: BillKind, form: &BillForm) -> Result<BillView, Error> {
        let merchant = self.merchant.id.to_string();
        self.paylink.create_bill(&PLATFORM, kind, Some(&merchant), form, None).await.map(fresh)
    }

    pub(crate) async fn invoice(&self, form: &BillForm) -> BillView {
        self.try_bill(BillKind::Invoice, form).await.expect("an invoice")
    }

    /// The invoice or order as it is now.
    pub(crate) async fn bill_now(&self, bill: &BillView) -> BillView {
        self.paylink.bill(&PLATFORM, bill.bill.kind, &shown(bill)).await.expect("the invoice")
    }

    /// Its status now, and the payment in its slot.
    pub(crate) async fn bill_stands(&self, bill: &BillView) -> String {
        let now = self.bill_now(bill).await;
        format!("{} {}", now.status.name(), if now.bill.payment_id.is_some() { "taken" } else { "free" })
    }

    pub(crate) async fn try_link_for(&self, bill: &BillView, form: LinkForm) -> Result<LinkView, Error> {
        self.try_link(&for_bill(bill, form)).await
    }

    pub(crate) async fn link_for(&self, bill: &BillView) -> LinkView {
        self.try_link_for(bill, LinkForm::default()).await.expect("a link")
    }

    pub(crate) async fn void(&self, bill: &BillView) -> Result<BillView, Error> {
        self.paylink.void_bill(&PLATFORM, bill.bill.kind, &shown(bill), None).await.map(fresh)
    }

    pub(crate) async fn change_bill(&self, bill: &BillView, form: &BillForm) -> Result<BillView, Error> {
        self.paylink.update_bill(&PLATFORM, bill.bill.kind, &shown(bill), form).await
    }

    pub(crate) async fn delete_bill(&self, bill: &BillView) -> Result<(), Error> {
        self.paylink.delete_bill(&PLATFORM, bill.bill.kind, &shown(bill)).await
    }
}

/// The id as the API shows it.
pub(crate) fn shown(bill: &BillView) -> String {
    bill.bill.kind.show(bill.bill.id)
}

/// The form of a link for this bill.
pub(crate) fn for_bill(bill: &BillView, form: LinkForm) -> LinkForm {
    match bill.bill.kind {
        BillKind::Invoice => LinkForm { invoice_id: shown(bill).as_str().into(), ..form },
        BillKind::Order => LinkForm { order_id: shown(bill).as_str().into(), ..form },
    }
}

/// The code of a refusal.
pub(crate) fn code<T>(result: Result<T, Error>) -> Option<Code> {
    result.err().map(|error| error.code)
}

/// Field and code of everything that was wrong.
pub(crate) fn wrong<T>(result: Result<T, Error>) -> Vec<(String, Code)> {
    let fields = result.err().map(|error| error.fields).unwrap_or_default();
    fields.into_iter().map(|field| (field.field, field.code)).collect()
}
