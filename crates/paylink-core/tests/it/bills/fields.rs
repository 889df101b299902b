//! What an invoice or order can say, and what is wrong with it when it cannot.

use super::{code, numbered, wrong};
use crate::shop::{PLATFORM, Shop, new_merchant};
use paylink_core::{
    Caller, Code, Role,
    forms::{BillForm, BillQuery, CustomerForm, LineItemForm, ListQuery, MerchantForm, Patch},
    records::BillKind,
};

fn line(name: &str, quantity: &str, unit_amount: &str, tax_amount: Option<&str>) -> LineItemForm {
    let some = |text: &str| Some(text.to_owned());
    LineItemForm {
        kind: None,
        name: some(name),
        quantity: some(quantity),
        unit_amount: some(unit_amount),
        tax_amount: tax_amount.map(str::to_owned),
    }
}

fn discount(unit_amount: &str) -> LineItemForm {
    LineItemForm { kind: Some("discount".to_owned()), ..line("Regulars", "1", unit_amount, None) }
}

fn lines(lines: Vec<LineItemForm>) -> BillForm {
    BillForm { number: "1".into(), line_items: Patch::Set(lines), ..BillForm::default() }
}

#[tokio::test]
async fn lines_say_what_is_owed_and_how_much_of_it_is_tax() {
    let shop = Shop::open().await;
    let form = lines(vec![line("Class", "1.5", "80", Some("9.60")), line("Rolls", "12", "0.25", None), discount("5")]);
    let invoice = shop.invoice(&form).await;
    assert_eq!(invoice.amount().decimal_text(), "127.60");
    assert_eq!(invoice.bill.details.sales_tax_minor, Some(960));
    assert_eq!(invoice.bill.details.line_items.len(), 3);
    assert_eq!(invoice.bill.currency, shop.merchant.currency);
    let wrong = wrong(shop.try_bill(BillKind::Invoice, &BillForm { sales_tax: "1".into(), ..form }).await);
    assert_eq!(wrong, [("sales_tax".to_owned(), Code::NotSupported)]);
}

#[tokio::test]
async fn every_wrong_line_is_named_by_its_place() {
    let shop = Shop::open().await;
    let form = lines(vec![
        line("", "0", "1.234", Some("x")),
        LineItemForm::default(),
        LineItemForm { kind: Some("gift".to_owned()), ..line("4242 4242 4242 4242", "1e3", "-1", None) },
        LineItemForm { tax_amount: Some("1".to_owned()), ..discount("1") },
    ]);
    let found = wrong(shop.try_bill(BillKind::Invoice, &form).await);
    let wanted = [
        ("line_items.0.name", Code::InvalidText),
        ("line_items.0.quantity", Code::InvalidValue),
        ("line_items.0.unit_amount", Code::TooManyDecimals),
        ("line_items.0.tax_amount", Code::InvalidAmount),
        ("line_items.1.name", Code::Required),
        ("line_items.1.unit_amount", Code::Required),
        ("line_items.2.kind", Code::InvalidValue),
        ("line_items.2.name", Code::CardDataNotAllowed),
        ("line_items.2.quantity", Code::InvalidValue),
        ("line_items.2.unit_amount", Code::InvalidAmount),
        ("line_items.3.tax_amount", Code::NotSupported),
    ];
    assert_eq!(found, wanted.map(|(field, code)| (field.to_owned(), code)));
}

#[tokio::test]
async fn what_lines_come_to_is_within_the_limits_of_an_amount() {
    let shop = Shop::open().await;
    let named = |code| vec![("line_items".to_owned(), code)];
    for (form, code) in [
        (lines(vec![]), Code::Required),
        (lines(vec![line("x", "1", "0", None)]), Code::AmountOutOfRange),
        (lines(vec![line("x", "1", "5", None), discount("5")]), Code::AmountOutOfRange),
        (lines(vec![line("x", "1", "5", None), discount("6")]), Code::AmountOutOfRange),
        (lines(vec![line("x", "999999.999", "99999999.99", None); 100]), Code::AmountOutOfRange),
        (lines(vec![line("x", "1", "99999999.99", None), line("x", "1", "0.01", None)]), Code::AmountOutOfRange),
        (lines(vec![line("x", "1", "0.01", None); 101]), Code::TooMany),
    ] {
        assert_eq!(wrong(shop.try_bill(BillKind::Invoice, &form).await), named(code));
    }
    let most = lines(vec![line("x", "1", "99999999.99", None), line("free", "3", "0", None)]);
    assert_eq!(shop.invoice(&most).await.amount().decimal_text(), "99999999.99");
}

#[tokio::test]
async fn what_is_owed_is_said_in_one_way() {
    let shop = Shop::open().await;
    let both = BillForm { amount: "1".into(), ..lines(vec![line("x", "1", "1", None)]) };
    assert_eq!(wrong(shop.try_bill(BillKind::Order, &both).await), [("line_items".to_owned(), Code::NotSupported)]);
    let none = BillForm { number: "1".into(), ..BillForm::default() };
    assert_eq!(wrong(shop.try_bill(BillKind::Order, &none).await), [("amount".to_owned(), Code::Required)]);
    let invoice = shop.invoice(&BillForm { sales_tax: "1.10".into(), ..numbered("7") }).await;
    let with_lines = BillForm { line_items: Patch::Set(vec![line("x", "2", "1", Some("0.2"))]), ..BillForm::default() };
    let changed = shop.change_bill(&invoice, &with_lines).await.expect("lines in place of the amount");
    assert_eq!((changed.bill.total_minor, changed.bill.details.sales_tax_minor), (220, Some(20)));
    let yen = shop.change_bill(&invoice, &BillForm { currency: "JPY".into(), ..BillForm::default() }).await;
    assert_eq!(wrong(yen), [("line_items.0.tax_amount".to_owned(), Code::TooManyDecimals)]);
    let sum = shop.change_bill(&invoice, &BillForm { amount: "3".into(), ..BillForm::default() }).await.expect("a sum");
    assert_eq!((sum.bill.total_minor, sum.bill.details.sales_tax_minor), (300, None), "the lines' tax goes with them");
    assert!(sum.bill.details.line_items.is_empty());
}

#[tokio::test]
async fn numbers_have_the_form_of_their_kind_and_are_given_once() {
    let shop = Shop::open().await;
    let refused = |kind, number: &str| {
        let form = numbered(number);
        let shop = &shop;
        async move { wrong(shop.try_bill(kind, &form).await) }
    };
    let number = |code| vec![("number".to_owned(), code)];
    assert_eq!(refused(BillKind::Order, "A-1").await, number(Code::InvalidValue));
    assert_eq!(refused(BillKind::Order, &"1".repeat(21)).await, number(Code::TooLong));
    assert_eq!(refused(BillKind::Invoice, &"ä".repeat(65)).await, number(Code::TooLong));
    assert_eq!(refused(BillKind::Invoice, " ").await, number(Code::InvalidText));
    let nameless = BillForm { number: Patch::Keep, ..numbered("") };
    assert_eq!(wrong(shop.try_bill(BillKind::Invoice, &nameless).await), number(Code::Required));
    let first = shop.invoice(&numbered("2030/42")).await;
    assert_eq!(code(shop.try_bill(BillKind::Invoice, &numbered("2030/42")).await), Some(Code::NumberTaken));
    shop.try_bill(BillKind::Order, &numbered("A1")).await.expect("an order");
    let second = shop.invoice(&numbered("A1")).await;
    let moved = shop.change_bill(&second, &BillForm { number: "2030/42".into(), ..BillForm::default() }).await;
    assert_eq!(code(moved), Some(Code::NumberTaken));
    shop.delete_bill(&first).await.expect("deleted");
    shop.invoice(&numbered("2030/42")).await;
}

#[tokio::test]
async fn everything_that_is_wrong_is_named_even_for_an_unknown_merchant() {
    let shop = Shop::open().await;
    let form = BillForm {
        currency: "XXX".into(),
        due_date: "soon".into(),
        max_open_links: Patch::Set(11),
        customer: Patch::Set(CustomerForm { email: Some("a@b@c".to_owned()), ..CustomerForm::default() }),
        ..BillForm::default()
    };
    let asked = shop.paylink.create_bill(&PLATFORM, BillKind::Invoice, Some("mer_x"), &form, None).await;
    let mut fields: Vec<_> = wrong(asked).into_iter().map(|(field, _)| field).collect();
    fields.sort_unstable();
    assert_eq!(fields, ["amount", "currency", "customer.email", "due_date", "max_open_links", "merchant_id", "number"]);
}

#[tokio::test]
async fn merchants_see_their_own_and_readers_only_read() {
    let shop = Shop::open().await;
    let other = new_merchant(&shop.paylink, MerchantForm::default()).await;
    let invoice = shop.invoice(&numbered("1")).await;
    let stranger = Caller::merchant_key(other.id, Role::Admin, paylink_core::TypedId::from_random([3; 16]));
    let reader = Caller::platform(Role::ReadOnly, None);
    let id = super::shown(&invoice);
    let kind = BillKind::Invoice;
    assert_eq!(code(shop.paylink.bill(&stranger, kind, &id).await), Some(Code::NotFound));
    assert_eq!(code(shop.paylink.update_bill(&stranger, kind, &id, &numbered("2")).await), Some(Code::NotFound));
    assert_eq!(code(shop.paylink.void_bill(&stranger, kind, &id, None).await), Some(Code::NotFound));
    assert_eq!(code(shop.paylink.delete_bill(&stranger, kind, &id).await), Some(Code::NotFound));
    assert_eq!(code(shop.paylink.bill(&PLATFORM, BillKind::Order, &id).await), Some(Code::NotFound), "not an order");
    assert!(shop.paylink.bills(&stranger, kind, &BillQuery::default()).await.expect("none").rows.is_empty());
    assert_eq!(code(shop.paylink.void_bill(&reader, kind, &id, None).await), Some(Code::Forbidden));
    assert_eq!(code(shop.paylink.delete_bill(&reader, kind, &id).await), Some(Code::Forbidden));
    assert_eq!(code(shop.paylink.create_bill(&reader, kind, None, &numbered("3"), None).await), Some(Code::Forbidden));
}

#[tokio::test]
async fn lists_are_cut_by_what_is_asked_for_and_turned_page_by_page() {
    let shop = Shop::open().await;
    for (number, due) in [("1", "2027-01-31"), ("2", "2027-02-01"), ("3", "2027-02-02")] {
        shop.clock.advance(crate::shop::seconds(1));
        shop.invoice(&BillForm { due_date: due.into(), ..numbered(number) }).await;
    }
    let asked = |query: BillQuery| {
        let shop = &shop;
        async move {
            let listed = shop.paylink.bills(&PLATFORM, BillKind::Invoice, &query).await?;
            Ok::<_, paylink_core::Error>(listed.rows.into_iter().map(|row| row.bill.number).collect::<Vec<_>>())
        }
    };
    let some = |text: &str| Some(text.to_owned());
    let any = BillQuery::default;
    assert_eq!(asked(any()).await.expect("all"), ["3", "2", "1"]);
    assert_eq!(asked(BillQuery { due_after: some("2027-01-31"), ..any() }).await.expect("later"), ["3", "2"]);
    assert_eq!(asked(BillQuery { due_before: some("2027-02-01"), ..any() }).await.expect("earlier"), ["1"]);
    assert_eq!(asked(BillQuery { number: some("2"), ..any() }).await.expect("one"), ["2"]);
    assert_eq!(asked(BillQuery { status: some("void"), ..any() }).await.expect("none"), [""; 0]);
    let bad = BillQuery {
        status: some("cancelled"),
        due_after: some("soon"),
        customer_id: some("x"),
        list: ListQuery { limit: some("0"), ..ListQuery::default() },
        ..any()
    };
    let mut fields: Vec<_> = wrong(asked(bad).await).into_iter().map(|(field, _)| field).collect();
    fields.sort_unstable();
    assert_eq!(fields, ["customer_id", "due_after", "limit", "status"], "an order is cancelled, an invoice is void");
    let first = ListQuery { limit: some("2"), ..ListQuery::default() };
    let page = BillQuery { list: first, ..any() };
    let listed = shop.paylink.bills(&PLATFORM, BillKind::Invoice, &page).await.expect("a page");
    let list = ListQuery { limit: some("2"), cursor: listed.next, ..ListQuery::default() };
    assert_eq!(asked(BillQuery { list: list.clone(), ..any() }).await.expect("the rest"), ["1"]);
    let orders = shop.paylink.bills(&PLATFORM, BillKind::Order, &BillQuery { list, ..any() }).await;
    assert_eq!(wrong(orders), [("cursor".to_owned(), Code::InvalidParameter)], "a cursor of invoices");
}
