//! Receipts and notices: who is told of what becomes of a payment.

use crate::shop::{PLATFORM, Shop, ach, card, hours, one_time};
use paylink_core::{
    forms::{CustomerForm, LinkForm, MerchantForm, PayForm, RefundForm},
    records::{MessageKind, MessageStatus},
    views::LinkView,
};

const PAYER: &str = "payer@example.com";
const OWNER: &str = "owner@example.com";

async fn shop() -> Shop {
    let shop = Shop::open().await;
    let form = MerchantForm { email: OWNER.into(), ..MerchantForm::default() };
    shop.paylink.update_merchant(&PLATFORM, &shop.merchant.id.to_string(), &form).await.expect("changed");
    shop
}

fn by_payer(form: PayForm) -> PayForm {
    PayForm { payer_email: Some(PAYER.to_owned()), ..form }
}

/// Kinds of messages and who got them, sorted.
async fn told(shop: &Shop, link: &LinkView) -> Vec<String> {
    let told = shop.messages_of(link).await.into_iter();
    let mut told: Vec<_> = told.map(|one| format!("{} {}", one.kind.name(), one.recipient)).collect();
    told.sort_unstable();
    told
}

#[tokio::test]
async fn payer_and_merchant_are_told_of_a_payment_once() {
    let shop = shop().await;
    let link = shop.one_time().await;
    let paid = shop.pay(&link, "k", &by_payer(card("tok_ok"))).await;
    for _ in 0..3 {
        shop.tick().await;
    }
    assert_eq!(told(&shop, &link).await, [format!("payment_notice {OWNER}"), format!("receipt {PAYER}")]);
    let receipt = shop.post.mails().into_iter().find(|mail| mail.to == PAYER).expect("a receipt");
    let page = format!("/payments/{}", paid.id());
    assert!(receipt.content.text.contains(&page), "{}", receipt.content.text);
    assert_eq!((receipt.reply_to.as_deref(), receipt.unsubscribe_url), (Some(OWNER), None));
    let notice = shop.post.mails().into_iter().find(|mail| mail.to == OWNER).expect("a notice");
    assert!(!notice.content.text.contains("https://"), "the merchant has nothing to pay");
}

#[tokio::test]
async fn a_decline_on_the_page_is_not_mailed() {
    let shop = shop().await;
    let link = shop.one_time().await;
    shop.pay(&link, "k", &by_payer(card("tok_declined"))).await;
    shop.tick().await;
    assert!(told(&shop, &link).await.is_empty());
}

#[tokio::test]
async fn a_returned_debit_is_told_to_both_and_the_payer_can_pay_again() {
    let shop = shop().await;
    let link = shop.one_time().await;
    let paid = shop.pay(&link, "k", &by_payer(ach("tok_ach"))).await;
    shop.tick().await;
    assert!(told(&shop, &link).await.is_empty(), "not settled");
    shop.gateway.settle(paid.id());
    shop.pass(hours(24)).await;
    shop.gateway.give_back(paid.id(), "R01");
    shop.pass(hours(48)).await;
    let expected = [
        format!("failed_notice {PAYER}"),
        format!("payment_notice {OWNER}"),
        format!("receipt {PAYER}"),
        format!("return_notice {OWNER}"),
    ];
    assert_eq!(told(&shop, &link).await, expected);
    let again = shop.post.mails().into_iter().rfind(|mail| mail.to == PAYER).expect("a mail");
    assert!(again.content.text.ends_with(&link.url), "{}", again.content.text);
}

#[tokio::test]
async fn a_refund_is_told_to_the_payer() {
    let shop = shop().await;
    let link = shop.one_time().await;
    let paid = shop.pay(&link, "k", &by_payer(card("tok_ok"))).await;
    let form = RefundForm { amount: Some("2.50".to_owned()), ..RefundForm::default() };
    shop.paylink.refund_payment(&PLATFORM, &paid.id().to_string(), &form, None).await.expect("a refund");
    shop.tick().await;
    let notice = shop.messages_of(&link).await.into_iter().find(|one| one.kind == MessageKind::RefundNotice);
    let letter = notice.expect("a notice").letter;
    assert_eq!(letter.refund.map(|refund| refund.amount).as_deref(), Some("2.50"));
}

#[tokio::test]
async fn kinds_that_a_merchant_switches_off_are_not_sent() {
    let shop = shop().await;
    let off = vec!["receipt".to_owned(), "payment_request".to_owned()];
    let form = MerchantForm { disabled_messages: off.into(), ..MerchantForm::default() };
    shop.paylink.update_merchant(&PLATFORM, &shop.merchant.id.to_string(), &form).await.expect("changed");
    let customer = CustomerForm { email: Some(PAYER.to_owned()), ..CustomerForm::default() };
    let link = shop.link(&LinkForm { customer: customer.into(), delivery: "email".into(), ..one_time() }).await;
    shop.pay(&link, "k", &by_payer(card("tok_ok"))).await;
    shop.tick().await;
    assert_eq!(told(&shop, &link).await, [format!("payment_notice {OWNER}")]);
}

#[tokio::test]
async fn a_payer_without_an_address_is_told_where_the_link_was_sent() {
    let shop = shop().await;
    let customer = CustomerForm { email: Some("asked@example.com".to_owned()), ..CustomerForm::default() };
    let link = shop.link(&LinkForm { customer: customer.into(), ..one_time() }).await;
    shop.pay(&link, "k", &card("tok_ok")).await;
    shop.tick().await;
    let receipt = shop.messages_of(&link).await.into_iter().find(|one| one.kind == MessageKind::Receipt);
    let receipt = receipt.expect("a receipt");
    assert_eq!((receipt.recipient.as_str(), receipt.status), ("asked@example.com", MessageStatus::Sent));
}
