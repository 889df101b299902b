//! Messages that came back: what becomes of them and of their address, and that repeating a report changes nothing.

use crate::{
    shop::{PLATFORM, Shop, fresh, new_merchant, one_time},
    suppressions::{enter, stop},
};
use paylink_core::{
    ApiKeyId, Bounce, Caller, Code, Error, Role, TypedId,
    forms::{BounceForm, CustomerForm, LinkForm, MerchantForm, SuppressionForm, SuppressionQuery},
    ports::MessageOutcome,
    records::{MessageRecord, MessageStatus, SuppressionReason, SuppressionRecord},
    views::LinkView,
};

const ADA: &str = "Ada@Example.com";

async fn sent(shop: &Shop) -> (LinkView, MessageRecord) {
    let customer = CustomerForm { email: Some(ADA.to_owned()), ..CustomerForm::default() };
    let link = shop.link(&LinkForm { customer: customer.into(), delivery: "email".into(), ..one_time() }).await;
    shop.tick().await;
    let message = shop.messages_of(&link).await.remove(0);
    (link, message)
}

fn report(kind: &str, message: &MessageRecord, reason: &str) -> BounceForm {
    let text = |text: &str| Some(text.to_owned());
    let reason = Some(reason.to_owned()).filter(|reason| !reason.is_empty());
    BounceForm { message_id: Some(message.id.to_string()), kind: text(kind), reason, ..BounceForm::default() }
}

async fn take(shop: &Shop, caller: &Caller, form: &BounceForm) -> Result<Bounce, Error> {
    shop.paylink.bounce(caller, form, None).await.map(fresh)
}

async fn list(shop: &Shop) -> Vec<SuppressionRecord> {
    shop.paylink.suppressions(&PLATFORM, &SuppressionQuery::default()).await.expect("a list").rows
}

#[tokio::test]
async fn a_hard_bounce_fails_its_message_and_stops_its_address_for_its_merchant() {
    let shop = Shop::open().await;
    let (link, message) = sent(&shop).await;
    let said = "550 5.1.1 <ada@example.com>:\r\n recipient ada@example.com, +1 415 555 0123 unknown";
    let bounce = take(&shop, &PLATFORM, &report("hard_bounce", &message, said)).await.expect("taken");
    assert_eq!(bounce.message.expect("known").id, message.id);
    let after = shop.messages_of(&link).await.remove(0);
    assert_eq!(after.status, MessageStatus::Failed);
    assert_eq!(after.last_error.as_deref(), Some("hard_bounce: 550 5.1.1 … recipient … … … … … unknown"));
    let entry = list(&shop).await.remove(0);
    assert_eq!((entry.merchant_id, entry.address.as_str()), (Some(shop.merchant.id), ADA));
    assert_eq!((entry.reason, Some(entry)), (SuppressionReason::HardBounce, bounce.suppression));
}

#[tokio::test]
async fn a_complaint_stops_the_address_and_leaves_the_message_sent() {
    let shop = Shop::open().await;
    let (link, message) = sent(&shop).await;
    take(&shop, &PLATFORM, &report("complaint", &message, "")).await.expect("taken");
    let after = shop.messages_of(&link).await.remove(0);
    assert_eq!((after.status, after.last_error.as_deref()), (MessageStatus::Sent, Some("complaint")));
    assert_eq!(list(&shop).await.remove(0).reason, SuppressionReason::Complaint);
}

#[tokio::test]
async fn a_soft_bounce_is_only_noted() {
    let shop = Shop::open().await;
    let (link, message) = sent(&shop).await;
    let bounce = take(&shop, &PLATFORM, &report("soft_bounce", &message, "mailbox full")).await.expect("taken");
    assert_eq!(bounce.suppression, None);
    let after = shop.messages_of(&link).await.remove(0);
    assert_eq!((after.status, after.last_error.as_deref()), (MessageStatus::Sent, Some("soft_bounce: mailbox full")));
    assert!(list(&shop).await.is_empty());
}

#[tokio::test]
async fn a_repeated_report_changes_nothing_even_after_the_address_was_let_go() {
    let shop = Shop::open().await;
    let (link, message) = sent(&shop).await;
    let form = report("hard_bounce", &message, "no such user");
    let first = take(&shop, &PLATFORM, &form).await.expect("taken");
    let after = shop.messages_of(&link).await;
    let commits = shop.store.commits();
    assert_eq!(take(&shop, &PLATFORM, &form).await.expect("taken"), first);
    let entry = first.suppression.expect("stopped");
    shop.paylink.delete_suppression(&PLATFORM, &entry.id.to_string()).await.expect("let go");
    assert_eq!(take(&shop, &PLATFORM, &form).await.expect("taken").suppression, None, "let go stays let go");
    assert_eq!(shop.store.commits() - commits, 1, "the deletion");
    assert_eq!(shop.messages_of(&link).await, after);
    // a soft bounce that comes late does not hide why the message failed
    take(&shop, &PLATFORM, &report("soft_bounce", &message, "late")).await.expect("taken");
    assert_eq!(shop.messages_of(&link).await, after);
}

#[tokio::test]
async fn a_hard_bounce_says_more_than_an_unsubscription() {
    let shop = Shop::open().await;
    let (_, message) = sent(&shop).await;
    let entry = SuppressionForm { merchant_id: Some(shop.merchant.id.to_string()), ..stop("email", ADA) };
    let entry = SuppressionForm { reason: Some("unsubscribed".to_owned()), ..entry };
    enter(&shop.paylink, &PLATFORM, &entry).await.expect("entered");
    take(&shop, &PLATFORM, &report("hard_bounce", &message, "")).await.expect("taken");
    let entries = list(&shop).await;
    assert_eq!((entries.len(), entries[0].reason), (1, SuppressionReason::HardBounce));
}

#[tokio::test]
async fn a_message_that_waits_for_another_attempt_is_given_up() {
    let shop = Shop::open().await;
    shop.post.answer_next(MessageOutcome::Failed { reason: "the connection broke off".to_owned(), retry_after: None });
    let (link, message) = sent(&shop).await;
    assert_eq!(message.status, MessageStatus::Queued);
    take(&shop, &PLATFORM, &report("hard_bounce", &message, "")).await.expect("taken");
    shop.pass(std::time::Duration::from_secs(7 * 86_400)).await;
    let after = shop.messages_of(&link).await.remove(0);
    assert_eq!((after.status, after.next_attempt_at, shop.post.mails().len()), (MessageStatus::Failed, None, 1));
}

#[tokio::test]
async fn a_bare_address_is_stopped_for_whoever_reports_it() {
    let shop = Shop::open().await;
    let own = Caller::merchant_key(shop.merchant.id, Role::Admin, ApiKeyId::from_random([7; 16]));
    let bare = |kind: &str, address: &str| BounceForm {
        kind: Some(kind.to_owned()),
        address: Some(address.to_owned()),
        ..BounceForm::default()
    };
    take(&shop, &own, &bare("hard_bounce", "a@example.com")).await.expect("taken");
    take(&shop, &PLATFORM, &bare("complaint", "b@example.com")).await.expect("taken");
    take(&shop, &PLATFORM, &bare("soft_bounce", "c@example.com")).await.expect("taken");
    let text = BounceForm { channel: Some("sms".to_owned()), ..bare("hard_bounce", "+1 415 555 0123") };
    take(&shop, &PLATFORM, &text).await.expect("taken");
    let entries: Vec<_> =
        list(&shop).await.into_iter().map(|one| (one.merchant_id, one.channel.name(), one.address)).collect();
    assert_eq!(entries.len(), 3, "{entries:?}");
    for entry in [
        (Some(shop.merchant.id), "email", "a@example.com".to_owned()),
        (None, "email", "b@example.com".to_owned()),
        (None, "sms", "+14155550123".to_owned()),
    ] {
        assert!(entries.contains(&entry), "{entry:?}");
    }
}

#[tokio::test]
async fn a_message_is_found_by_its_header_and_by_those_who_may_see_it() {
    let shop = Shop::open().await;
    let (link, message) = sent(&shop).await;
    let other = new_merchant(&shop.paylink, MerchantForm { name: "Other".into(), ..MerchantForm::default() }).await;
    let foreign = Caller::merchant_key(other.id, Role::Admin, ApiKeyId::from_random([7; 16]));
    let refused = take(&shop, &foreign, &report("hard_bounce", &message, "")).await.expect_err("foreign");
    let field = &refused.fields[0];
    assert_eq!((field.field.as_str(), field.code), ("message_id", Code::InvalidId));
    assert_eq!(shop.messages_of(&link).await.remove(0), message);
    let header = BounceForm {
        message_id: Some(format!("<{}@pay.example.com>", message.id)),
        ..report("hard_bounce", &message, "")
    };
    take(&shop, &PLATFORM, &header).await.expect("taken");
    assert_eq!(shop.messages_of(&link).await.remove(0).status, MessageStatus::Failed);
}

#[tokio::test]
async fn wrong_fields_are_named_and_nothing_is_repeated_back() {
    let shop = Shop::open().await;
    let text = |text: &str| Some(text.to_owned());
    let cases = [
        (BounceForm::default(), vec!["type", "message_id"]),
        (BounceForm { kind: text("bounced"), address: text("x"), ..BounceForm::default() }, vec!["type", "address"]),
        (
            BounceForm { kind: text("complaint"), message_id: text("msg_x"), ..BounceForm::default() },
            vec!["message_id"],
        ),
        (
            BounceForm {
                kind: text("complaint"),
                address: text("secret@@example.com"),
                channel: text("fax"),
                ..BounceForm::default()
            },
            vec!["channel"],
        ),
        (
            BounceForm {
                kind: text("complaint"),
                address: text("a@example.com"),
                reason: text("card 4242 4242 4242 4242"),
                ..BounceForm::default()
            },
            vec!["reason"],
        ),
    ];
    for (form, fields) in cases {
        let error = take(&shop, &PLATFORM, &form).await.expect_err("wrong");
        let named: Vec<_> = error.fields.iter().map(|field| field.field.as_str()).collect();
        assert_eq!(named, fields);
        assert!(!format!("{error} {error:?} {form:?}").contains("secret@"), "{error:?}");
    }
    let reader = Caller::merchant_key(shop.merchant.id, Role::ReadOnly, ApiKeyId::from_random([8; 16]));
    let refused = take(&shop, &reader, &BounceForm::default()).await.expect_err("only reads");
    assert_eq!(refused.code, Code::Forbidden);
}
