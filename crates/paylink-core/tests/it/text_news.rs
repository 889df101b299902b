//! News of text messages: believed with proof only, and late, repeated or reordered news changes nothing that is final.

use crate::shop::{PLATFORM, Shop, one_time};
use paylink_core::{
    Code,
    forms::{CustomerForm, LinkForm, SuppressionQuery},
    ports::MessageOutcome,
    records::{MessageRecord, MessageStatus, SuppressionReason},
    views::LinkView,
};

const PATH: &str = "/v1/inbound/twilio";

async fn sent(shop: &Shop) -> (LinkView, MessageRecord) {
    let customer = CustomerForm { phone: Some("+14155550123".to_owned()), ..CustomerForm::default() };
    let link = shop.link(&LinkForm { customer: customer.into(), delivery: "sms".into(), ..one_time() }).await;
    shop.tick().await;
    let message = shop.messages_of(&link).await.remove(0);
    (link, message)
}

async fn tell(shop: &Shop, reference: &str, standing: &str, signature: &str) -> Result<(), Code> {
    let form = [("reference".to_owned(), reference.to_owned()), ("standing".to_owned(), standing.to_owned())];
    shop.paylink.text_news(PATH, &form, signature).await.map_err(|error| error.code)
}

async fn reasons(shop: &Shop) -> Vec<SuppressionReason> {
    let listed = shop.paylink.suppressions(&PLATFORM, &SuppressionQuery::default()).await.expect("a list");
    listed.rows.into_iter().map(|one| one.reason).collect()
}

#[tokio::test]
async fn news_without_proof_is_refused() {
    let shop = Shop::open().await;
    let (link, message) = sent(&shop).await;
    let reference = message.provider_reference.clone().expect("a reference");
    for signature in ["", "forged"] {
        assert_eq!(tell(&shop, &reference, "undelivered", signature).await, Err(Code::Forbidden));
    }
    assert_eq!(shop.messages_of(&link).await.remove(0), message);
    let form = [("reference".to_owned(), reference)];
    let nobody = shop.without_carriers().text_news(PATH, &form, "signed").await.expect_err("no provider is set up");
    assert_eq!(nobody.code, Code::Forbidden);
}

#[tokio::test]
async fn a_text_that_does_not_arrive_has_failed_and_its_address_is_not_to_blame() {
    let shop = Shop::open().await;
    let (link, message) = sent(&shop).await;
    let reference = message.provider_reference.expect("a reference");
    for standing in ["under way", "delivered", "under way"] {
        tell(&shop, &reference, standing, "signed").await.expect("believed");
        assert_eq!(shop.messages_of(&link).await[0].status, MessageStatus::Sent);
    }
    tell(&shop, &reference, "undelivered", "signed").await.expect("believed");
    let after = shop.messages_of(&link).await.remove(0);
    assert_eq!((after.status, after.last_error.as_deref()), (MessageStatus::Failed, Some("30003")));
    assert!(reasons(&shop).await.is_empty());
    for standing in ["delivered", "undelivered", "stop", "under way"] {
        tell(&shop, &reference, standing, "signed").await.expect("believed");
        assert_eq!(shop.messages_of(&link).await.remove(0), after, "{standing} comes too late");
    }
    assert!(reasons(&shop).await.is_empty());
}

#[tokio::test]
async fn a_number_whose_owner_said_stop_is_unsubscribed() {
    let shop = Shop::open().await;
    let (link, message) = sent(&shop).await;
    tell(&shop, &message.provider_reference.expect("a reference"), "stop", "signed").await.expect("believed");
    assert_eq!(shop.messages_of(&link).await.remove(0).status, MessageStatus::Failed);
    assert_eq!(reasons(&shop).await, [SuppressionReason::Unsubscribed]);
}

#[tokio::test]
async fn news_of_unknown_messages_changes_nothing() {
    let shop = Shop::open().await;
    let commits = shop.store.commits();
    for standing in ["undelivered", "stop", "delivered"] {
        tell(&shop, "SM-of-someone-else", standing, "signed").await.expect("ignored");
    }
    assert_eq!(shop.store.commits(), commits);
}

#[tokio::test]
async fn late_news_of_an_attempt_does_not_fail_the_message_that_is_being_sent_again() {
    let shop = Shop::open().await;
    let (link, message) = sent(&shop).await;
    let reference = message.provider_reference.clone().expect("a reference");
    tell(&shop, &reference, "undelivered", "signed").await.expect("believed");
    shop.post.answer_always(Some(MessageOutcome::Failed { reason: "busy".to_owned(), retry_after: None }));
    shop.paylink.retry_message(&PLATFORM, &message.id.to_string(), None).await.expect("queued again");
    let queued = shop.messages_of(&link).await.remove(0);
    assert_eq!(queued.status, MessageStatus::Queued);
    tell(&shop, &reference, "undelivered", "signed").await.expect("believed");
    assert_eq!(shop.messages_of(&link).await.remove(0), queued);
}
