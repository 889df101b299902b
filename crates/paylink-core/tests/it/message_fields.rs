//! Customer and delivery of a link, and what a merchant wants of messages: checked, kept, changed.

use crate::shop::{PLATFORM, Shop, one_time};
use paylink_core::{
    Code,
    forms::{CustomerForm, LinkForm, LinkQuery, MerchantForm, Patch},
    records::{Delivery, DeliveryMode, MessageKind},
};

fn customer(email: &str, phone: &str) -> CustomerForm {
    let some = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    CustomerForm { email: some(email), phone: some(phone), ..CustomerForm::default() }
}

async fn wrong(shop: &Shop, form: LinkForm) -> Vec<(String, Code)> {
    let error = shop.try_link(&form).await.expect_err("refused");
    error.fields.into_iter().map(|field| (field.field, field.code)).collect()
}

#[tokio::test]
async fn every_wrong_field_of_a_customer_is_named() {
    let shop = Shop::open().await;
    let bad = CustomerForm {
        id: None,
        name: Some("a\u{0}b".to_owned()),
        email: Some("a@example.com, b@example.com".to_owned()),
        phone: Some("5550123".to_owned()),
        external_id: Some("x".repeat(65)),
        locale: Some("not a tag".to_owned()),
        beside_id: false,
    };
    let found = wrong(&shop, LinkForm { customer: bad.into(), delivery: "pigeon".into(), ..one_time() }).await;
    let expected = [
        ("customer.name", Code::InvalidText),
        ("customer.external_id", Code::TooLong),
        ("customer.email", Code::InvalidEmail),
        ("customer.phone", Code::InvalidPhone),
        ("customer.locale", Code::InvalidValue),
        ("delivery", Code::InvalidValue),
    ];
    assert_eq!(found, expected.map(|(field, code)| (field.to_owned(), code)));
    for name in ["4242424242424242", "a 4242 4242 4242 4242"] {
        let named = CustomerForm { name: Some(name.to_owned()), ..CustomerForm::default() };
        let found = wrong(&shop, LinkForm { customer: named.into(), ..one_time() }).await;
        assert_eq!(found, [("customer.name".to_owned(), Code::CardDataNotAllowed)]);
    }
}

#[tokio::test]
async fn a_delivery_needs_its_address() {
    let shop = Shop::open().await;
    for (delivery, given, missing) in [
        ("email", customer("", "+14155550123"), vec!["customer.email"]),
        ("sms", customer("a@example.com", ""), vec!["customer.phone"]),
        ("both", customer("", ""), vec!["customer.email", "customer.phone"]),
    ] {
        let form = LinkForm { customer: given.into(), delivery: delivery.into(), ..one_time() };
        let found = wrong(&shop, form).await;
        assert_eq!(found, missing.into_iter().map(|field| (field.to_owned(), Code::Required)).collect::<Vec<_>>());
    }
}

#[tokio::test]
async fn the_customer_is_replaced_as_a_whole_and_found_by_mail_address() {
    let shop = Shop::open().await;
    let form = LinkForm { customer: customer("Ada@Example.com", "+1 415-555-0123").into(), ..one_time() };
    let link = shop.link(&form).await;
    shop.one_time().await;
    let kept = link.link.details.customer.clone().expect("a customer");
    assert_eq!((kept.email.as_deref(), kept.phone.as_deref()), (Some("Ada@Example.com"), Some("+14155550123")));
    let query = |email: &str| LinkQuery { customer_email: Some(email.to_owned()), ..LinkQuery::default() };
    for (email, count) in [("ada@example.com", 1), ("ADA@EXAMPLE.COM", 1), ("ada@example.co", 0)] {
        assert_eq!(shop.paylink.links(&PLATFORM, &query(email)).await.expect("links").rows.len(), count, "{email}");
    }
    let id = link.link.id.to_string();
    let patch = LinkForm { customer: customer("bob@example.com", "").into(), ..LinkForm::default() };
    let changed = shop.paylink.update_link(&PLATFORM, &id, &patch).await.expect("changed");
    let kept = changed.link.details.customer.expect("a customer");
    assert_eq!((kept.email.as_deref(), kept.phone), (Some("bob@example.com"), None));
    assert!(shop.paylink.links(&PLATFORM, &query("ada@example.com")).await.expect("links").rows.is_empty());
    let clear = LinkForm { customer: Patch::Clear, ..LinkForm::default() };
    assert_eq!(shop.paylink.update_link(&PLATFORM, &id, &clear).await.expect("changed").link.details.customer, None);
}

#[tokio::test]
async fn a_delivery_cannot_lose_its_address() {
    let shop = Shop::open().await;
    let form = LinkForm { customer: customer("a@example.com", "").into(), delivery: "email".into(), ..one_time() };
    let id = shop.link(&form).await.link.id.to_string();
    let clear = LinkForm { customer: Patch::Clear, ..LinkForm::default() };
    let refused = shop.paylink.update_link(&PLATFORM, &id, &clear).await.expect_err("still to be delivered");
    assert_eq!(refused.fields[0].field, "customer.email");
    let both = LinkForm { customer: Patch::Clear, delivery: "none".into(), ..LinkForm::default() };
    let changed = shop.paylink.update_link(&PLATFORM, &id, &both).await.expect("changed");
    assert_eq!(changed.link.details.delivery, Delivery::None);
}

#[tokio::test]
async fn a_merchant_says_who_sends_and_what_is_not_sent() {
    let shop = Shop::open().await;
    let id = shop.merchant.id.to_string();
    let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
    let form = MerchantForm {
        delivery_mode: "webhook".into(),
        disabled_messages: names(&["receipt", "reminder", "receipt"]).into(),
        ..MerchantForm::default()
    };
    let changed = shop.paylink.update_merchant(&PLATFORM, &id, &form).await.expect("changed").messages;
    assert_eq!(changed.delivery_mode, DeliveryMode::Webhook);
    assert_eq!(changed.off, [MessageKind::Reminder, MessageKind::Receipt]);
    let clear =
        MerchantForm { delivery_mode: Patch::Clear, disabled_messages: Patch::Clear, ..MerchantForm::default() };
    let cleared = shop.paylink.update_merchant(&PLATFORM, &id, &clear).await.expect("changed").messages;
    assert_eq!((cleared.delivery_mode, cleared.off.len()), (DeliveryMode::Send, 0));
    let bad = MerchantForm {
        delivery_mode: "pigeon".into(),
        disabled_messages: names(&["spam"]).into(),
        ..MerchantForm::default()
    };
    let refused = shop.paylink.update_merchant(&PLATFORM, &id, &bad).await.expect_err("refused");
    let fields: Vec<_> = refused.fields.iter().map(|field| field.field.as_str()).collect();
    assert_eq!(fields, ["delivery_mode", "disabled_messages"]);
}
