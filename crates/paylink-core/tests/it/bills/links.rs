//! What a link takes from its invoice or order, how many there are at once, and what holds what.

use super::{code, for_bill, numbered, wrong};
use crate::shop::{PLATFORM, Shop, card, new_merchant, one_time};
use paylink_core::{
    Code,
    forms::{BillForm, CustomerForm, LineItemForm, LinkForm, LinkQuery, MerchantForm, Patch},
    records::BillKind,
};

fn customer(email: &str) -> Patch<CustomerForm> {
    Patch::Set(CustomerForm { email: Some(email.to_owned()), ..CustomerForm::default() })
}

fn two_lines() -> Patch<Vec<LineItemForm>> {
    let line = |name: &str, unit_amount: &str| LineItemForm {
        name: Some(name.to_owned()),
        unit_amount: Some(unit_amount.to_owned()),
        tax_amount: Some("1".to_owned()),
        ..LineItemForm::default()
    };
    Patch::Set(vec![line("Cake", "40"), line("Candles", "2.50")])
}

#[tokio::test]
async fn a_link_takes_everything_from_its_invoice() {
    let shop = Shop::open().await;
    let form = BillForm {
        number: "2030/42".into(),
        line_items: two_lines(),
        currency: "EUR".into(),
        due_date: "2027-01-31".into(),
        description: "A birthday".into(),
        customer: customer("ada@example.com"),
        ..BillForm::default()
    };
    let invoice = shop.invoice(&form).await;
    let link = shop.link_for(&invoice).await.link;
    assert_eq!((link.card_minor, link.ach_minor, link.currency.code()), (Some(4450), Some(4450), "EUR"));
    assert_eq!((link.invoice_number.as_deref(), link.order_number.as_deref()), (Some("2030/42"), None));
    assert_eq!((link.due_date, &link.details.description), (invoice.bill.due_date, &invoice.bill.details.description));
    assert_eq!(link.details.line_items, invoice.bill.details.line_items);
    assert_eq!(link.details.sales_tax_minor, Some(200));
    assert_eq!(link.details.customer, invoice.bill.details.customer);
    assert_eq!(shop.bill_now(&invoice).await.bill.link_id, Some(link.id));

    let order = shop.try_bill(BillKind::Order, &BillForm { sales_tax: "0.50".into(), ..numbered("A1") }).await;
    let order = order.expect("an order");
    let own = LinkForm {
        customer: customer("bea@example.com"),
        due_date: "2027-03-01".into(),
        description: Patch::Clear,
        payment_methods: vec!["card".to_owned()].into(),
        ..LinkForm::default()
    };
    let link = shop.try_link_for(&order, own).await.expect("a link").link;
    assert_eq!((link.card_minor, link.ach_minor, link.details.sales_tax_minor), (Some(1250), None, Some(50)));
    assert_eq!(
        (link.order_number.as_deref(), link.due_date.map(|day| day.to_string())),
        (Some("A1"), Some("2027-03-01".to_owned()))
    );
    let email = link.details.customer.and_then(|customer| customer.email);
    assert_eq!(email.as_deref(), Some("bea@example.com"), "what the link says itself counts");
}

#[tokio::test]
async fn what_the_invoice_says_cannot_be_said_otherwise() {
    let shop = Shop::open().await;
    let invoice = shop.invoice(&numbered("7")).await;
    let form = LinkForm {
        amount: "1".into(),
        card_amount: "1".into(),
        ach_amount: "1".into(),
        line_items: two_lines(),
        currency: "USD".into(),
        sales_tax: "0.10".into(),
        usage: "multi_use".into(),
        max_payments: 3.into(),
        invoice_number: "8".into(),
        ..LinkForm::default()
    };
    let mut found = wrong(shop.try_link_for(&invoice, form.clone()).await);
    found.sort_by(|a, b| a.0.cmp(&b.0));
    let mut wanted = [
        "amount",
        "ach_amount",
        "card_amount",
        "currency",
        "invoice_number",
        "line_items",
        "max_payments",
        "sales_tax",
        "usage",
    ]
    .map(|field| (field.to_owned(), Code::NotSupported));
    wanted.sort_by(|a, b| a.0.cmp(&b.0));
    assert_eq!(found, wanted);
    let link = shop.link_for(&invoice).await;
    let id = link.link.id.to_string();
    let patched =
        shop.paylink.update_link(&PLATFORM, &id, &LinkForm { amount: "1".into(), ..LinkForm::default() }).await;
    assert_eq!(wrong(patched), [("amount".to_owned(), Code::NotSupported)]);
    let card_only = LinkForm { payment_methods: vec!["card".to_owned()].into(), ..LinkForm::default() };
    let patched = shop.paylink.update_link(&PLATFORM, &id, &card_only).await.expect("methods are the link's own");
    assert_eq!((patched.link.card_minor, patched.link.ach_minor), (Some(1250), None));
    let same = shop.paylink.update_link(&PLATFORM, &id, &for_bill(&invoice, LinkForm::default())).await;
    assert_eq!(same.expect("the same invoice").link, patched.link);
    let other = shop.invoice(&numbered("8")).await;
    let moved = shop.paylink.update_link(&PLATFORM, &id, &for_bill(&other, LinkForm::default())).await;
    assert_eq!(wrong(moved), [("invoice_id".to_owned(), Code::NotSupported)]);
}

#[tokio::test]
async fn an_invoice_that_is_not_there_is_named_with_everything_else_that_is_wrong() {
    let shop = Shop::open().await;
    let other = new_merchant(&shop.paylink, MerchantForm::default()).await;
    let id = other.id.to_string();
    let made = shop.paylink.create_bill(&PLATFORM, BillKind::Invoice, Some(&id), &numbered("1"), None).await;
    let foreign = super::shown(&crate::shop::fresh(made.expect("another's invoice")));
    let deleted = shop.invoice(&numbered("2")).await;
    shop.delete_bill(&deleted).await.expect("deleted");
    for id in [foreign.as_str(), &super::shown(&deleted), "inv_x", "", "ord_01jd2q7x3me5kt6bvs9w0fzr4y"] {
        let form =
            LinkForm { invoice_id: id.into(), due_date: "soon".into(), amount: "1".into(), ..LinkForm::default() };
        let mut found = wrong(shop.try_link(&form).await);
        found.sort_by(|a, b| a.0.cmp(&b.0));
        let wanted = [("amount", Code::NotSupported), ("due_date", Code::InvalidDate), ("invoice_id", Code::InvalidId)];
        assert_eq!(found, wanted.map(|(field, code)| (field.to_owned(), code)), "{id:?}");
    }
    let invoice = shop.invoice(&numbered("3")).await;
    let both = LinkForm { order_id: "ord_01jd2q7x3me5kt6bvs9w0fzr4y".into(), ..LinkForm::default() };
    let found = wrong(shop.try_link_for(&invoice, both).await);
    assert_eq!(found, [("order_id".to_owned(), Code::NotSupported)]);
}

#[tokio::test]
async fn one_link_is_open_for_an_invoice_unless_it_may_have_several() {
    let shop = Shop::open().await;
    let invoice = shop.invoice(&numbered("1")).await;
    let link = shop.link_for(&invoice).await;
    assert_eq!(code(shop.try_link_for(&invoice, LinkForm::default()).await), Some(Code::HasOpenLink));
    shop.paylink.cancel_link(&PLATFORM, &link.link.id.to_string(), None).await.expect("cancelled");
    let second = shop.link_for(&invoice).await;
    shop.paylink.delete_link(&PLATFORM, &second.link.id.to_string()).await.expect("deleted");
    let third = shop.link_for(&invoice).await;
    assert_eq!(shop.standing(&third).await, "ACTIVE unpaid payable");

    let several = BillForm { max_open_links: 3.into(), ..BillForm::default() };
    shop.change_bill(&invoice, &several).await.expect("a change that links do not tell");
    let more = [shop.link_for(&invoice).await, shop.link_for(&invoice).await];
    assert_eq!(code(shop.try_link_for(&invoice, LinkForm::default()).await), Some(Code::HasOpenLink));
    let query = LinkQuery { invoice_id: Some(super::shown(&invoice)), ..LinkQuery::default() };
    let listed = shop.paylink.links(&PLATFORM, &query).await.expect("its links").rows;
    assert_eq!(listed.len(), 4, "the cancelled one too, the deleted one not");
    assert!(more.iter().all(|link| listed.iter().any(|row| row.link.id == link.link.id)));
}

#[tokio::test]
async fn what_links_tell_stays_while_one_is_open() {
    let shop = Shop::open().await;
    let invoice = shop.invoice(&numbered("1")).await;
    let link = shop.link_for(&invoice).await;
    let nothing = BillForm::default;
    for form in [
        BillForm { amount: "13".into(), ..nothing() },
        BillForm { currency: "EUR".into(), ..nothing() },
        BillForm { number: "2".into(), ..nothing() },
        BillForm { sales_tax: "1".into(), ..nothing() },
        BillForm { line_items: two_lines(), ..nothing() },
    ] {
        assert_eq!(code(shop.change_bill(&invoice, &form).await), Some(Code::HasOpenLink), "{form:?}");
    }
    assert_eq!(code(shop.delete_bill(&invoice).await), Some(Code::HasOpenLink));
    let later = BillForm { due_date: "2027-05-01".into(), description: "Cake".into(), ..nothing() };
    shop.change_bill(&invoice, &later).await.expect("what holds for later links only");
    let same = BillForm { amount: "12.50".into(), currency: "USD".into(), number: "1".into(), ..nothing() };
    shop.change_bill(&invoice, &same).await.expect("no change");
    shop.paylink.cancel_link(&PLATFORM, &link.link.id.to_string(), None).await.expect("cancelled");
    shop.change_bill(&invoice, &BillForm { amount: "13".into(), ..nothing() }).await.expect("nothing tells it now");
    assert_eq!(shop.link_for(&invoice).await.link.card_minor, Some(1300));
}

#[tokio::test]
async fn an_invoice_that_is_taken_back_takes_its_links_along() {
    let shop = Shop::open().await;
    let invoice = shop.invoice(&BillForm { max_open_links: 2.into(), ..numbered("1") }).await;
    let links = [shop.link_for(&invoice).await, shop.link_for(&invoice).await];
    let void = shop.void(&invoice).await.expect("void");
    assert_eq!(void.status.name(), "void");
    for link in &links {
        assert_eq!(shop.standing(link).await, "CANCELLED unpaid not payable");
        assert_eq!(shop.pay(link, "k", &card("tok_ok")).await.told(), "409 link_cancelled");
        assert!(shop.events_of(link).await.contains(&"payment_link.cancelled"));
    }
    assert_eq!(code(shop.void(&invoice).await), Some(Code::NotOpen));
    assert_eq!(code(shop.change_bill(&invoice, &numbered("2")).await), Some(Code::NotOpen));
    assert_eq!(code(shop.try_link_for(&invoice, LinkForm::default()).await), Some(Code::NotOpen));
    shop.delete_bill(&invoice).await.expect("a void one can go");
    let order = shop.try_bill(BillKind::Order, &numbered("1")).await.expect("an order");
    assert_eq!(shop.void(&order).await.expect("cancelled").status.name(), "cancelled");
}

#[tokio::test]
async fn a_link_with_lines_of_its_own_costs_their_sum_until_somebody_pays() {
    let shop = Shop::open().await;
    let form = LinkForm { amount: Patch::Keep, line_items: two_lines(), ..one_time() };
    let link = shop.link(&form).await;
    assert_eq!((link.link.card_minor, link.link.details.sales_tax_minor), (Some(4450), Some(200)));
    let id = link.link.id.to_string();
    let change = |form: LinkForm| {
        let (paylink, id) = (shop.paylink.clone(), id.clone());
        async move { paylink.update_link(&PLATFORM, &id, &form).await }
    };
    let nothing = LinkForm::default;
    for (field, form) in [
        ("line_items", LinkForm { amount: "1".into(), ..form.clone() }),
        ("line_items", LinkForm { card_amount: "1".into(), ach_amount: "1".into(), ..form.clone() }),
        ("sales_tax", LinkForm { sales_tax: "1".into(), ..form.clone() }),
    ] {
        assert_eq!(wrong(shop.try_link(&form).await), [(field.to_owned(), Code::NotSupported)], "{field}");
    }
    assert_eq!(wrong(change(LinkForm { sales_tax: "1".into(), ..nothing() }).await).len(), 1);
    let cards = change(LinkForm { payment_methods: vec!["card".to_owned()].into(), ..nothing() }).await.expect("cards");
    assert_eq!((cards.link.card_minor, cards.link.ach_minor), (Some(4450), None));
    let priced = change(LinkForm { amount: "9".into(), ..nothing() }).await.expect("an amount");
    assert_eq!((priced.link.card_minor, priced.link.details.sales_tax_minor), (Some(900), None));
    assert!(priced.link.details.line_items.is_empty());
    assert_eq!(
        wrong(change(LinkForm { amount: Patch::Clear, ..nothing() }).await),
        [("amount".to_owned(), Code::Required)]
    );
    let again = change(LinkForm { line_items: two_lines(), ..nothing() }).await.expect("lines again");
    assert_eq!(again.link.card_minor, Some(4450));
    shop.pay(&link, "k", &card("tok_declined")).await;
    let mut renamed = two_lines().into_set().expect("lines");
    renamed[0].name = Some("Pie".to_owned());
    let renamed = change(LinkForm { line_items: Patch::Set(renamed), ..nothing() }).await;
    assert_eq!(code(renamed), Some(Code::LinkHasPayments), "what somebody may be paying for stays as it is");
}
