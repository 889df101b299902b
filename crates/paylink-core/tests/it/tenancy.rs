//! One merchant's objects do not exist for another: foreign and unknown answer alike, and roles are kept.

use crate::shop::{PLATFORM, Shop, TOKEN, card, fresh, new_merchant, one_time};
use paylink_core::{
    Caller, Code, Error, MerchantId, PresentedToken, Role,
    forms::{
        ApiKeyForm, EndpointForm, EventQuery, LinkForm, LinkQuery, ListQuery, MerchantForm, PaymentQuery, TokenForm,
    },
};

fn code<T>(result: Result<T, Error>) -> Code {
    result.map(drop).expect_err("refused").code
}

/// A token of this merchant, as the adapter has read it.
fn shown(merchant_id: MerchantId) -> PresentedToken {
    PresentedToken { merchant_id, token_id: TOKEN, epoch: 0 }
}

/// An id of the same kind that belongs to nobody: another last character.
fn unknown(id: &str) -> String {
    let (head, last) = id.split_at(id.len() - 1);
    format!("{head}{}", if last == "0" { "1" } else { "0" })
}

#[tokio::test]
async fn foreign_and_unknown_objects_answer_alike() {
    let shop = Shop::open().await;
    let p = &shop.paylink;
    let link = shop.one_time().await;
    let payment = shop.pay(&link, "k", &card("tok_ok")).await.id().to_string();
    let endpoint = EndpointForm { url: "https://receiver.test/".into(), ..EndpointForm::default() };
    let own_key = key_of(&shop, Some(shop.merchant.id.to_string())).await;
    let endpoint = fresh(p.create_endpoint(&own_key, &endpoint, None).await.expect("an endpoint")).id.to_string();
    let events = p.events(&PLATFORM, &EventQuery::default()).await.expect("events");
    let event = events.rows[0].id.to_string();
    let (link, merchant) = (link.link.id.to_string(), shop.merchant.id.to_string());
    let key = own_key.key.expect("a stored key").to_string();
    let other = new_merchant(p, MerchantForm::default()).await.id.to_string();
    let stranger = key_of(&shop, Some(other)).await;
    let form = LinkForm::default();
    let nothing = ListQuery::default();
    for garbage in [false, true] {
        let of = |id: &str| if garbage { unknown(id) } else { id.to_owned() };
        let (link, merchant, payment) = (of(&link), of(&merchant), of(&payment));
        let (endpoint, event, key) = (of(&endpoint), of(&event), of(&key));
        let answers = [
            code(p.link(&stranger, &link).await),
            code(p.update_link(&stranger, &link, &form).await),
            code(p.cancel_link(&stranger, &link, None).await),
            code(p.delete_link(&stranger, &link).await),
            code(p.link_payments(&stranger, &link, &nothing).await),
            code(p.payment(&stranger, &payment).await),
            code(p.merchant(&stranger, &merchant).await),
            code(p.update_merchant(&stranger, &merchant, &MerchantForm::default()).await),
            code(p.grant_merchant_token(&stranger, &merchant, &TokenForm::default(), None).await),
            code(p.endpoint(&stranger, &endpoint).await),
            code(p.update_endpoint(&stranger, &endpoint, &EndpointForm::default()).await),
            code(p.delete_endpoint(&stranger, &endpoint).await),
            code(p.rotate_secret(&stranger, &endpoint, None).await),
            code(p.test_endpoint(&stranger, &endpoint, None).await),
            code(p.event(&stranger, &event).await),
            code(p.redeliver(&stranger, &event, None).await),
            code(p.api_key(&stranger, &key).await),
            code(p.revoke_api_key(&stranger, &key).await),
        ];
        assert_eq!(answers, [Code::NotFound; 18], "garbage: {garbage}");
        let create = p.create_link(&stranger, Some(&merchant), &one_time(), None).await.expect_err("not theirs");
        assert_eq!((create.code, create.fields[0].field.as_str()), (Code::InvalidId, "merchant_id"));
    }
    for id in ["", "plink_", "x", "pay_00000000000000000000000000", "plink_\0", &"9".repeat(5000)] {
        assert_eq!(code(p.link(&PLATFORM, id).await), Code::NotFound, "{id:?}");
    }
}

async fn key_of(shop: &Shop, merchant_id: Option<String>) -> Caller {
    let form = ApiKeyForm {
        name: Some("till".to_owned()),
        role: Some("admin".to_owned()),
        merchant_id,
        ..ApiKeyForm::default()
    };
    let made = fresh(shop.paylink.create_api_key(&PLATFORM, &form, None).await.expect("a key"));
    shop.paylink.authenticate_key(made.secret.expose()).await.expect("a caller")
}

#[tokio::test]
async fn lists_show_a_merchant_its_own_and_the_platform_everything() {
    let shop = Shop::open().await;
    let p = &shop.paylink;
    let other = new_merchant(p, MerchantForm::default()).await;
    let (own, stranger) = (Caller::merchant_token(shop.merchant.id, TOKEN), Caller::merchant_token(other.id, TOKEN));
    let link = shop.one_time().await;
    shop.pay(&link, "k", &card("tok_ok")).await;
    for (caller, links, payments, merchants) in [(&own, 1, 1, 1), (&stranger, 0, 0, 1), (&PLATFORM, 1, 1, 2)] {
        assert_eq!(p.links(caller, &LinkQuery::default()).await.expect("links").rows.len(), links);
        assert_eq!(p.payments(caller, &PaymentQuery::default()).await.expect("payments").rows.len(), payments);
        assert_eq!(p.merchants(caller, &ListQuery::default()).await.expect("merchants").rows.len(), merchants);
        assert_eq!(p.events(caller, &EventQuery::default()).await.expect("events").rows.is_empty(), links == 0);
    }
    let foreign = Some(shop.merchant.id.to_string());
    let query = LinkQuery { merchant_id: foreign.clone(), ..LinkQuery::default() };
    assert_eq!(code(p.links(&stranger, &query).await), Code::NotFound);
    let query = PaymentQuery { merchant_id: foreign.clone(), ..PaymentQuery::default() };
    assert_eq!(code(p.payments(&stranger, &query).await), Code::NotFound);
    let query = EventQuery { merchant_id: foreign, ..EventQuery::default() };
    assert_eq!(code(p.events(&stranger, &query).await), Code::NotFound);
}

#[tokio::test]
async fn a_reader_reads_and_nothing_else() {
    let shop = Shop::open().await;
    let p = &shop.paylink;
    let reader = Caller::platform(Role::ReadOnly, None);
    let id = shop.one_time().await.link.id.to_string();
    let merchant = shop.merchant.id.to_string();
    p.link(&reader, &id).await.expect("reads");
    let answers = [
        code(p.create_link(&reader, Some(&merchant), &one_time(), None).await),
        code(p.update_link(&reader, &id, &LinkForm::default()).await),
        code(p.cancel_link(&reader, &id, None).await),
        code(p.delete_link(&reader, &id).await),
        code(p.create_merchant(&reader, &MerchantForm::default(), None).await),
        code(p.update_merchant(&reader, &merchant, &MerchantForm::default()).await),
        code(p.grant_merchant_token(&reader, &merchant, &TokenForm::default(), None).await),
        code(p.create_endpoint(&reader, &EndpointForm::default(), None).await),
        code(p.create_api_key(&reader, &ApiKeyForm::default(), None).await),
    ];
    assert_eq!(answers, [Code::Forbidden; 9]);
}

#[tokio::test]
async fn a_merchant_token_acts_on_links_and_never_on_credentials_or_webhooks() {
    let shop = Shop::open().await;
    let p = &shop.paylink;
    let token = p.caller_for_token(&shown(shop.merchant.id)).await.expect("a caller");
    fresh(p.create_link(&token, None, &one_time(), None).await.expect("its own link"));
    let merchant = shop.merchant.id.to_string();
    let answers = [
        code(p.create_merchant(&token, &MerchantForm::default(), None).await),
        code(p.grant_merchant_token(&token, &merchant, &TokenForm::default(), None).await),
        code(p.create_api_key(&token, &ApiKeyForm::default(), None).await),
        code(p.api_keys(&token, &ListQuery::default()).await),
        code(p.create_endpoint(&token, &EndpointForm::default(), None).await),
        code(p.endpoints(&token, &ListQuery::default()).await),
        code(p.deliveries(&token, &Default::default()).await),
        code(p.redeliver(&token, "evt_1", None).await),
    ];
    assert_eq!(answers, [Code::Forbidden; 8]);
    let nobody = paylink_core::testing::build::Make::new(3).id();
    assert_eq!(code(p.caller_for_token(&shown(nobody)).await), Code::Unauthenticated);
}

#[tokio::test]
async fn a_key_works_until_it_is_revoked_and_is_stored_as_a_hash() {
    let shop = Shop::open().await;
    let p = &shop.paylink;
    let form = ApiKeyForm {
        name: Some("till".to_owned()),
        role: Some("read_only".to_owned()),
        merchant_id: Some(shop.merchant.id.to_string()),
        ..ApiKeyForm::default()
    };
    let made = fresh(p.create_api_key(&PLATFORM, &form, None).await.expect("a key"));
    let secret = made.secret.expose().to_owned();
    assert!(!made.key.secret_hash.contains(&secret) && secret.ends_with(&made.key.hint));
    assert_eq!(format!("{made:?}").matches(&secret).count(), 0, "never printed");
    let caller = p.authenticate_key(&secret).await.expect("a caller");
    assert_eq!((caller.merchant(), caller.role()), (Some(shop.merchant.id), Role::ReadOnly));
    let id = made.key.id.to_string();
    let revoked = p.revoke_api_key(&PLATFORM, &id).await.expect("revoked");
    assert_eq!(code(p.authenticate_key(&secret).await), Code::Unauthenticated);
    assert_eq!(p.revoke_api_key(&PLATFORM, &id).await.expect("again"), revoked);
    let listed = p.api_keys(&PLATFORM, &ListQuery::default()).await.expect("a list").rows;
    assert_eq!(listed, [revoked]);
}

#[tokio::test]
async fn garbage_is_no_key_and_costs_no_look_up() {
    let shop = Shop::open().await;
    let p = &shop.paylink;
    assert!(p.authenticate_key("the-operator's-own-key").await.expect("the operator").is_platform().is_ok());
    shop.store.set_down(true);
    let bad = ["", "x", "paylink_sk_", "the-operator's-own-kex"].map(str::to_owned);
    let wrong_sum = format!("paylink_sk_{}00000000", "A".repeat(43));
    let cut = format!("paylink_sk_{}é", "A".repeat(42));
    for garbage in bad.into_iter().chain([wrong_sum, cut, "x".repeat(5000)]) {
        assert_eq!(code(p.authenticate_key(&garbage).await), Code::Unauthenticated, "{garbage:?}");
    }
    let real = "paylink_sk_".to_owned() + &"A".repeat(43) + "d8e5e4e4";
    assert!(matches!(code(p.authenticate_key(&real).await), Code::Unauthenticated | Code::StorageUnavailable));
}

#[tokio::test]
async fn a_cursor_of_the_platform_or_of_another_list_opens_nothing() {
    let shop = Shop::open().await;
    let p = &shop.paylink;
    for _ in 0..2 {
        new_merchant(p, MerchantForm::default()).await;
    }
    let one = ListQuery { limit: Some("1".to_owned()), ..ListQuery::default() };
    let own = key_of(&shop, Some(shop.merchant.id.to_string())).await;
    for _ in 0..2 {
        key_of(&shop, Some(shop.merchant.id.to_string())).await;
    }
    let of = |cursor: Option<String>| ListQuery { cursor, ..one.clone() };
    let keys = of(p.api_keys(&PLATFORM, &one).await.expect("a page").next);
    let merchants = of(p.merchants(&PLATFORM, &one).await.expect("a page").next);
    assert!(keys.cursor.is_some() && merchants.cursor.is_some());
    assert_eq!(p.api_keys(&PLATFORM, &keys).await.expect("its own").rows.len(), 1);
    let refused = [
        code(p.api_keys(&own, &keys).await),
        code(p.api_keys(&PLATFORM, &merchants).await),
        code(p.endpoints(&PLATFORM, &merchants).await),
        code(p.merchants(&PLATFORM, &keys).await),
    ];
    assert_eq!(refused, [Code::InvalidParameter; 4]);
}
