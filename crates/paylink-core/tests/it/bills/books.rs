//! The check of the books: an invoice that says something else than its payment or its links is found.

use super::numbered;
use crate::shop::{Shop, ach, card};
use paylink_core::{
    Change, ChangeSet, Stored,
    forms::BillForm,
    ports::{BillReader as _, LinkReader as _, PaymentReader as _, Store as _},
    records::{BillRecord, BillStateName, LinkRecord, LinkStateName, PaymentRecord, PaymentStatus},
    testing::build::instant,
    views::{BillView, LinkView},
};

/// A shop with a paid invoice, or with one whose bank debit is on its way.
struct Office {
    shop: Shop,
    invoice: BillView,
    link: LinkView,
}

impl Office {
    async fn open(paid: bool) -> Self {
        let shop = Shop::open().await;
        let invoice = shop.invoice(&BillForm { max_open_links: 2.into(), ..numbered("1") }).await;
        let link = shop.link_for(&invoice).await;
        let form = if paid { card("tok_ok") } else { ach("tok_ach") };
        assert_eq!(shop.pay(&link, "k", &form).await.answer.status, 201);
        assert_eq!(shop.findings().await, [""; 0]);
        Self { shop, invoice, link }
    }

    async fn write(&self, change: Change) {
        self.shop.store.commit(ChangeSet::new().with(change)).await.expect("a store that looks away");
    }

    async fn bill(&self, cook: impl FnOnce(&mut BillRecord)) {
        let mut row = self.shop.store.bill(self.invoice.bill.id).await.expect("the store").expect("the invoice");
        cook(&mut row.value);
        self.write(Change::UpdateBill(Box::new(row))).await;
    }

    async fn link(&self, cook: impl FnOnce(&mut LinkRecord)) {
        let mut row = self.shop.store.link(self.link.link.id).await.expect("the store").expect("the link");
        cook(&mut row.value);
        self.write(Change::UpdateLink(Box::new(row))).await;
    }

    async fn payment(&self, cook: impl FnOnce(&mut PaymentRecord)) {
        let id = self.shop.bill_now(&self.invoice).await.bill.payment_id.expect("a payment in the slot");
        let Stored { mut value, version } = self.shop.store.payment(id).await.expect("the store").expect("the payment");
        cook(&mut value);
        self.write(Change::UpdatePayment(Box::new(Stored { value, version }))).await;
    }

    async fn finds(&self, wanted: &str) {
        let found = self.shop.findings().await;
        assert!(found.iter().any(|problem| problem.contains(wanted)), "{wanted:?} is not in {found:?}");
    }
}

#[tokio::test]
async fn an_invoice_that_says_something_else_than_its_payment_is_found() {
    let office = Office::open(true).await;
    office.bill(|row| (row.state, row.closed_at, row.payment_id) = (BillStateName::Open, None, None)).await;
    office.finds("it is completed and its invoice is not paid by it").await;
    let office = Office::open(true).await;
    office.bill(|row| row.total_minor += 1).await;
    office.finds("over 1250 where 1251 is owed").await;
    let office = Office::open(true).await;
    office.bill(|row| row.payment_id = Some(paylink_core::TypedId::from_random([9; 16]))).await;
    office.finds("in its slot does not exist").await;
    let office = Office::open(true).await;
    office.bill(|row| row.link_id = None).await;
    office.finds("in its slot is for something else").await;
    office.finds("it is completed and its invoice is not paid by it").await;
    let office = Office::open(false).await;
    office.bill(|row| (row.state, row.closed_at) = (BillStateName::Paid, Some(instant(1)))).await;
    office.finds("in its slot is processing").await;
    office.finds("it is paid and its link is not completed").await;
    office.finds("a link is open for it though it is paid or taken back").await;
}

#[tokio::test]
async fn a_payment_or_link_that_says_something_else_than_the_invoice_is_found() {
    let office = Office::open(true).await;
    office.payment(|row| row.status = PaymentStatus::Failed).await;
    office.finds("in its slot is failed").await;
    let office = Office::open(true).await;
    office.payment(|row| row.bill_id = None).await;
    office.finds("in its slot is for something else").await;
    let office = Office::open(true).await;
    office.link(|row| row.state = LinkStateName::Cancelled).await;
    office.finds("it is paid and its link is not completed").await;
    let office = Office::open(false).await;
    office.payment(|row| row.status = PaymentStatus::Returned).await;
    office.finds("in its slot is returned").await;
}
