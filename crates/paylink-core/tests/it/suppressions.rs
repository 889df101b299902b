//! Addresses that get nothing: who may enter, see and remove them, and what follows for messages.

use crate::shop::{PLATFORM, Shop, fresh, new_merchant, one_time, seconds};
use paylink_core::{
    ApiKeyId, Caller, Code, Error, Paylink, Role, Suppressed, TypedId,
    forms::{CustomerForm, LinkForm, ListQuery, MerchantForm, SuppressionForm, SuppressionQuery},
    records::{MessageStatus, SuppressionReason},
};

pub(crate) fn stop(channel: &str, address: &str) -> SuppressionForm {
    let text = |text: &str| Some(text.to_owned());
    SuppressionForm { channel: text(channel), address: text(address), ..SuppressionForm::default() }
}

pub(crate) async fn enter(paylink: &Paylink, caller: &Caller, form: &SuppressionForm) -> Result<Suppressed, Error> {
    paylink.create_suppression(caller, form, None).await.map(fresh)
}

async fn listed(shop: &Shop, caller: &Caller, query: SuppressionQuery) -> Vec<String> {
    let rows = shop.paylink.suppressions(caller, &query).await.expect("a list").rows;
    rows.into_iter().map(|one| one.address).collect()
}

fn of_merchant(shop: &Shop) -> Caller {
    Caller::merchant_key(shop.merchant.id, Role::Admin, ApiKeyId::from_random([7; 16]))
}

#[tokio::test]
async fn an_address_is_entered_once_whatever_its_case() {
    let shop = Shop::open().await;
    let first = enter(&shop.paylink, &PLATFORM, &stop("email", "Ada@Example.com")).await.expect("entered");
    assert!(first.is_new && first.suppression.reason == SuppressionReason::Manual);
    let again = enter(&shop.paylink, &PLATFORM, &stop("email", "aDA@example.COM")).await.expect("known");
    assert_eq!((again.is_new, again.suppression.id), (false, first.suppression.id));
    let phone = enter(&shop.paylink, &PLATFORM, &stop("sms", "+1 (415) 555-0123")).await.expect("entered");
    assert_eq!(phone.suppression.address, "+14155550123");
    assert!(!enter(&shop.paylink, &PLATFORM, &stop("sms", "+14155550123")).await.expect("known").is_new);
    for (text, found) in [("ADA@EXAMPLE.COM", 1), ("+1 415 555 0123", 1), (" 14155550123", 1), ("b@example.com", 0)] {
        let query = SuppressionQuery { address: Some(text.to_owned()), ..SuppressionQuery::default() };
        assert_eq!(listed(&shop, &PLATFORM, query).await.len(), found, "{text}");
    }
    let by_mail = SuppressionQuery { channel: Some("email".to_owned()), ..SuppressionQuery::default() };
    assert_eq!(listed(&shop, &PLATFORM, by_mail).await, ["Ada@Example.com"]);
}

#[tokio::test]
async fn who_only_unsubscribed_can_still_be_stopped_altogether_but_not_the_other_way_round() {
    let shop = Shop::open().await;
    let with = |reason: &str| SuppressionForm { reason: Some(reason.to_owned()), ..stop("email", "a@example.com") };
    let first = enter(&shop.paylink, &PLATFORM, &with("unsubscribed")).await.expect("entered");
    let second = enter(&shop.paylink, &PLATFORM, &with("complaint")).await.expect("entered");
    assert!(second.is_new && second.suppression.id != first.suppression.id);
    let third = enter(&shop.paylink, &PLATFORM, &with("unsubscribed")).await.expect("known");
    assert_eq!((third.is_new, third.suppression.reason), (false, SuppressionReason::Complaint));
    assert_eq!(listed(&shop, &PLATFORM, SuppressionQuery::default()).await.len(), 1);
}

#[tokio::test]
async fn a_merchant_sees_and_makes_its_own_only() {
    let shop = Shop::open().await;
    let own = of_merchant(&shop);
    let other = new_merchant(&shop.paylink, MerchantForm { name: "Other".into(), ..MerchantForm::default() }).await;
    let mine = enter(&shop.paylink, &own, &stop("email", "mine@example.com")).await.expect("entered").suppression;
    assert_eq!(mine.merchant_id, Some(shop.merchant.id));
    let everyones =
        enter(&shop.paylink, &PLATFORM, &stop("email", "all@example.com")).await.expect("entered").suppression;
    let theirs = SuppressionForm { merchant_id: Some(other.id.to_string()), ..stop("email", "theirs@example.com") };
    let refused = enter(&shop.paylink, &own, &theirs).await.expect_err("foreign");
    assert_eq!(refused.code, Code::InvalidId);
    let theirs = enter(&shop.paylink, &PLATFORM, &theirs).await.expect("entered").suppression;
    assert_eq!(listed(&shop, &own, SuppressionQuery::default()).await, ["mine@example.com"]);
    assert_eq!(listed(&shop, &PLATFORM, SuppressionQuery::default()).await.len(), 3);
    for hidden in [everyones.id, theirs.id] {
        let id = hidden.to_string();
        assert_eq!(shop.paylink.suppression(&own, &id).await.expect_err("hidden").code, Code::NotFound);
        assert_eq!(shop.paylink.delete_suppression(&own, &id).await.expect_err("hidden").code, Code::NotFound);
    }
    shop.paylink.delete_suppression(&own, &mine.id.to_string()).await.expect("gone");
    assert_eq!(shop.paylink.suppression(&own, &mine.id.to_string()).await.expect_err("gone").code, Code::NotFound);
    let reader = Caller::merchant_key(shop.merchant.id, Role::ReadOnly, ApiKeyId::from_random([8; 16]));
    let refused = enter(&shop.paylink, &reader, &stop("email", "x@example.com")).await.expect_err("only reads");
    assert_eq!(refused.code, Code::Forbidden);
}

#[tokio::test]
async fn every_wrong_field_is_named() {
    let shop = Shop::open().await;
    let codes = async |form: SuppressionForm| -> Vec<(String, Code)> {
        let error = enter(&shop.paylink, &PLATFORM, &form).await.expect_err("wrong");
        error.fields.into_iter().map(|field| (field.field, field.code)).collect()
    };
    let at = |field: &str, code| (field.to_owned(), code);
    assert_eq!(codes(SuppressionForm::default()).await, [at("channel", Code::Required), at("address", Code::Required)]);
    assert_eq!(codes(stop("fax", "a@example.com")).await, [at("channel", Code::InvalidValue)]);
    assert_eq!(codes(stop("email", "+14155550123")).await, [at("address", Code::InvalidEmail)]);
    assert_eq!(codes(stop("email", "a@example.com, b@example.com")).await, [at("address", Code::InvalidEmail)]);
    assert_eq!(codes(stop("sms", "a@example.com")).await, [at("address", Code::InvalidPhone)]);
    assert_eq!(codes(stop("sms", "4155550123")).await, [at("address", Code::InvalidPhone)]);
    let odd = SuppressionForm { reason: Some("boredom".to_owned()), ..stop("email", "a@example.com") };
    assert_eq!(codes(odd).await, [at("reason", Code::InvalidValue)]);
}

#[tokio::test]
async fn pages_of_the_list_follow_each_other_and_fit_no_other_list() {
    let shop = Shop::open().await;
    for number in 0..5 {
        enter(&shop.paylink, &PLATFORM, &stop("email", &format!("a{number}@example.com"))).await.expect("entered");
        shop.clock.advance(seconds(1));
    }
    let page = |cursor: Option<String>| SuppressionQuery {
        list: ListQuery { limit: Some("2".to_owned()), cursor, ..ListQuery::default() },
        ..SuppressionQuery::default()
    };
    let (mut all, mut cursor) = (Vec::new(), None);
    loop {
        let listed = shop.paylink.suppressions(&PLATFORM, &page(cursor)).await.expect("a page");
        all.extend(listed.rows.into_iter().map(|one| one.address));
        cursor = listed.next;
        if cursor.is_none() {
            break;
        }
        let elsewhere = SuppressionQuery { channel: Some("sms".to_owned()), ..page(cursor.clone()) };
        let refused = shop.paylink.suppressions(&PLATFORM, &elsewhere).await.expect_err("another list");
        assert_eq!(refused.code, Code::InvalidParameter);
    }
    assert_eq!(all, ["a4@example.com", "a3@example.com", "a2@example.com", "a1@example.com", "a0@example.com"]);
}

#[tokio::test]
async fn messages_to_a_suppressed_address_say_why_they_were_not_sent_until_it_is_let_go() {
    let shop = Shop::open().await;
    let entry = enter(&shop.paylink, &of_merchant(&shop), &stop("email", "ADA@example.com")).await.expect("entered");
    let customer = CustomerForm { email: Some("ada@Example.com".to_owned()), ..CustomerForm::default() };
    let form = LinkForm { customer: customer.into(), delivery: "email".into(), ..one_time() };
    let held = shop.link(&form).await;
    shop.tick().await;
    let message = shop.messages_of(&held).await.remove(0);
    assert_eq!(message.status, MessageStatus::Suppressed);
    let why = message.last_error.expect("a reason");
    assert!(why.contains("manual") && !why.contains('@'), "{why}");
    shop.paylink.delete_suppression(&PLATFORM, &entry.suppression.id.to_string()).await.expect("let go");
    let sent = shop.link(&form).await;
    shop.tick().await;
    assert_eq!(shop.messages_of(&sent).await.remove(0).status, MessageStatus::Sent);
}
