//! Exports hold every row that matches when they begin, in the order asked for, and nothing of other merchants.

use crate::shop::{PLATFORM, Shop, TOKEN, card, new_merchant, one_time, seconds};
use paylink_core::{
    Caller, Code, Export,
    forms::{LinkForm, LinkQuery, ListQuery, MerchantForm, PaymentQuery, RefundQuery},
};

/// Everything, and in how many pages.
async fn all<E: Export>(mut export: E) -> (Vec<E::Row>, usize) {
    let (mut rows, mut pages) = (Vec::new(), 0);
    loop {
        let page = export.next().await.expect("a page");
        if page.is_empty() {
            return (rows, pages);
        }
        pages += 1;
        rows.extend(page);
    }
}

fn some(text: &str) -> Option<String> {
    Some(text.to_owned())
}

#[tokio::test]
async fn an_export_holds_every_row_once_and_none_that_is_made_after_it_began() {
    let shop = Shop::open().await;
    let mut made = Vec::new();
    for number in 0..230 {
        let amount = format!("{}", 1 + number % 7);
        made.push(shop.link(&LinkForm { amount: amount.into(), ..one_time() }).await.link.id);
    }
    for sort in ["-created_at", "created_at", "updated_at", "-due_date", "due_date", "amount", "-amount"] {
        let query = LinkQuery { sort: some(sort), ..LinkQuery::default() };
        let mut export = shop.paylink.export_links(&PLATFORM, &query).expect("an export");
        let mut rows = export.next().await.expect("a page");
        shop.clock.advance(seconds(1));
        let late = shop.one_time().await.link.id;
        let (rest, pages) = all(export).await;
        assert_eq!((rows.len(), pages), (100, 2), "{sort}");
        rows.extend(rest);
        let mut ids: Vec<_> = rows.iter().map(|row| row.link.id).collect();
        assert!(!ids.contains(&late), "{sort}");
        ids.sort_unstable();
        let mut wanted = made.clone();
        wanted.sort_unstable();
        assert_eq!(ids, wanted, "{sort}");
        made.push(late);
        // the list in pages has the same order
        shop.clock.advance(seconds(1));
        let again = all(shop.paylink.export_links(&PLATFORM, &query).expect("an export")).await.0;
        let list = ListQuery { limit: some("100"), ..ListQuery::default() };
        let page = shop.paylink.links(&PLATFORM, &LinkQuery { list, ..query }).await.expect("a page");
        assert!(page.rows.iter().zip(&again).all(|(one, other)| one == other), "{sort}");
    }
}

#[tokio::test]
async fn an_export_keeps_to_its_filters_and_its_merchant() {
    let shop = Shop::open().await;
    let ours = shop.link(&LinkForm { description: "Roof".into(), ..one_time() }).await;
    shop.one_time().await;
    shop.pay(&ours, "k", &card("tok_ok")).await;
    let other = new_merchant(&shop.paylink, MerchantForm::default()).await.id;
    let stranger = Caller::merchant_token(other, TOKEN);
    let query = LinkQuery { q: some("roof"), ..LinkQuery::default() };
    assert_eq!(all(shop.paylink.export_links(&PLATFORM, &query).expect("ours")).await.0.len(), 1);
    assert!(all(shop.paylink.export_links(&stranger, &query).expect("theirs")).await.0.is_empty());
    let id = ours.link.id.to_string();
    let nothing = ListQuery::default();
    let payments = shop.paylink.export_link_payments(&PLATFORM, &id, &nothing).await.expect("its payments");
    let (payments, _) = all(payments).await;
    assert_eq!(payments.len(), 1);
    let payment = payments[0].payment.id.to_string();
    assert!(
        all(shop.paylink.export_payment_refunds(&PLATFORM, &payment, &nothing).await.expect("its refunds"))
            .await
            .0
            .is_empty()
    );
    let foreign = shop.paylink.export_link_payments(&stranger, &id, &nothing).await.map(drop).expect_err("foreign");
    assert_eq!(foreign.code, Code::NotFound);
    let merchant_id = Some(shop.merchant.id.to_string());
    let foreign = PaymentQuery { merchant_id, ..PaymentQuery::default() };
    assert_eq!(shop.paylink.export_payments(&stranger, &foreign).map(drop).expect_err("foreign").code, Code::NotFound);
}

#[tokio::test]
async fn an_export_is_never_cut_and_everything_wrong_is_named_before_it_begins() {
    let shop = Shop::open().await;
    let list = ListQuery { limit: some("5"), cursor: some("x"), ..ListQuery::default() };
    let query = RefundQuery { list, status: some("gone"), sort: some("x"), ..RefundQuery::default() };
    let error = shop.paylink.export_refunds(&PLATFORM, &query).map(drop).expect_err("wrong");
    let named: Vec<_> = error.fields.iter().map(|field| field.field.as_str()).collect();
    assert_eq!((error.code, named), (Code::InvalidParameter, vec!["status", "sort", "limit", "cursor"]));
}

#[tokio::test]
async fn an_export_that_loses_its_storage_says_so_and_never_ends_early() {
    let shop = Shop::open().await;
    for _ in 0..150 {
        shop.one_time().await;
    }
    let mut export = shop.paylink.export_links(&PLATFORM, &LinkQuery::default()).expect("an export");
    assert_eq!(export.next().await.expect("a page").len(), 100);
    shop.store.set_down(true);
    assert_eq!(export.next().await.expect_err("away").code, Code::StorageUnavailable);
    shop.store.set_down(false);
    assert_eq!(export.next().await.expect("the rest").len(), 50);
}
