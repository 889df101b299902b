//! Links are sent to their payers: at creation, on demand, within limits, with every outcome.

use crate::shop::{PLATFORM, Shop, card, fresh, hours, minutes, one_time, seconds};
use paylink_core::{
    Code, EventKind, Paylink,
    forms::{CustomerForm, LinkForm, MerchantForm, MessageQuery, SendForm, SuppressionForm, SuppressionQuery},
    ports::{AddressFault, MessageOutcome, MessageReader as _},
    records::{Channel, MessageKind, MessageStatus, SuppressionReason},
    views::{LinkView, MessageContent, SubjectView},
};

const MAIL: &str = "Ada@Example.com";
const PHONE: &str = "+14155550123";

fn customer() -> CustomerForm {
    CustomerForm {
        name: Some("Ada Payer".to_owned()),
        email: Some(MAIL.to_owned()),
        phone: Some(PHONE.to_owned()),
        ..CustomerForm::default()
    }
}

fn delivered(delivery: &str) -> LinkForm {
    LinkForm { customer: customer().into(), delivery: delivery.into(), ..one_time() }
}

async fn send(paylink: &Paylink, link: &LinkView) -> Result<LinkView, Code> {
    let id = link.link.id.to_string();
    let reply = paylink.send_link(&PLATFORM, &id, &SendForm::default(), None).await;
    reply.map(fresh).map_err(|error| error.code)
}

fn failed() -> MessageOutcome {
    MessageOutcome::Failed { reason: "greylisted".to_owned(), retry_after: None }
}

#[tokio::test]
async fn a_link_made_with_delivery_is_sent_to_its_customer_and_dated() {
    let shop = Shop::open().await;
    let link = shop.link(&delivered("both")).await;
    assert_eq!(link.link.sent_at, None, "queued is not sent");
    let queued = shop.messages_of(&link).await;
    assert!(queued.iter().all(|message| message.status == MessageStatus::Queued && message.attempts == 0));
    shop.clock.advance(seconds(3));
    shop.tick().await;
    let (mails, texts) = (shop.post.mails(), shop.post.texts());
    assert_eq!((mails.len(), texts.len()), (1, 1));
    let (mail, text) = (&mails[0], &texts[0]);
    assert_eq!((mail.to.as_str(), text.to.as_str()), (MAIL, PHONE));
    assert_eq!(mail.from_name, shop.merchant.name);
    assert!(mail.content.text.contains("12.50") && mail.content.text.contains(&link.url), "{}", mail.content.text);
    assert!(text.body.contains(&link.url), "{}", text.body);
    let unsubscribe = mail.unsubscribe_url.as_deref().expect("a way out");
    assert!(unsubscribe.starts_with("https://pay.test/unsubscribe/msg_"), "{unsubscribe}");
    let sent = shop.messages_of(&link).await;
    assert!(sent.iter().all(|one| one.status == MessageStatus::Sent && one.sent_at == Some(shop.now())), "{sent:?}");
    assert_eq!(shop.shown(&link).await.link.sent_at, Some(shop.now()));
    assert_eq!(shop.count_of(&link, EventKind::LinkSent).await, 2, "one for each way");
    shop.tick().await;
    assert_eq!(shop.post.mails().len(), 1, "once");
}

#[tokio::test]
async fn a_link_without_delivery_is_sent_on_demand_by_every_known_way() {
    let shop = Shop::open().await;
    let link = shop.link(&LinkForm { customer: customer().into(), ..one_time() }).await;
    shop.tick().await;
    assert!(shop.post.mails().is_empty(), "not asked for");
    send(&shop.paylink, &link).await.expect("sent");
    shop.tick().await;
    assert_eq!((shop.post.mails().len(), shop.post.texts().len()), (1, 1));
    let only = SendForm { delivery: Some("email".to_owned()), ..SendForm::default() };
    shop.paylink.send_link(&PLATFORM, &link.link.id.to_string(), &only, None).await.expect("sent again");
    shop.tick().await;
    assert_eq!((shop.post.mails().len(), shop.post.texts().len()), (2, 1));
    let ids: Vec<_> = shop.post.mails().iter().map(|mail| mail.id).collect();
    assert_ne!(ids[0], ids[1], "sent again is another message");
}

#[tokio::test]
async fn an_attempt_that_fails_is_made_again_under_the_same_id_until_it_is_given_up() {
    let shop = Shop::open().await;
    let link = shop.link(&delivered("email")).await;
    shop.post.answer_always(Some(failed()));
    for attempt in 1..=8 {
        shop.tick().await;
        let message = &shop.messages_of(&link).await[0];
        assert_eq!((message.attempts, message.last_error.as_deref()), (attempt, Some("greylisted")));
        let given_up = message.status == MessageStatus::Failed;
        assert_eq!(given_up, attempt == 8, "attempt {attempt}");
        match message.next_attempt_at {
            Some(next) => shop.clock.set(next),
            None => assert!(given_up),
        }
    }
    shop.clock.advance(hours(100));
    shop.tick().await;
    let mails = shop.post.mails();
    assert_eq!(mails.len(), 8, "bounded");
    assert!(mails.iter().all(|mail| mail.id == mails[0].id && mail.made_at == mails[0].made_at));
    assert_eq!(shop.shown(&link).await.link.sent_at, None);
    let id = mails[0].id.to_string();
    shop.post.answer_always(None);
    fresh(shop.paylink.retry_message(&PLATFORM, &id, None).await.expect("queued again"));
    shop.tick().await;
    assert_eq!(shop.messages_of(&link).await[0].status, MessageStatus::Sent);
    assert_eq!(shop.post.mails().last().map(|mail| mail.id), Some(mails[0].id), "still the same message");
    let refused = shop.paylink.retry_message(&PLATFORM, &id, None).await.expect_err("it was sent");
    assert_eq!(refused.code, Code::MessageNotFailed);
}

#[tokio::test]
async fn a_provider_that_asks_for_patience_gets_it() {
    let shop = Shop::open().await;
    let link = shop.link(&delivered("sms")).await;
    let wait = Some(hours(2));
    shop.post.answer_next(MessageOutcome::Failed { reason: "429".to_owned(), retry_after: wait });
    shop.tick().await;
    assert_eq!(shop.messages_of(&link).await[0].next_attempt_at, Some(shop.now().plus(hours(2))));
    shop.pass(hours(2)).await;
    assert_eq!(shop.messages_of(&link).await[0].status, MessageStatus::Sent);
}

#[tokio::test]
async fn a_bad_address_gets_nothing_any_more() {
    let shop = Shop::open().await;
    let link = shop.link(&delivered("email")).await;
    shop.post.answer_next(MessageOutcome::Refused { reason: "550 5.1.1".to_owned(), fault: AddressFault::Dead });
    shop.tick().await;
    assert_eq!(shop.messages_of(&link).await[0].status, MessageStatus::Failed);
    let key = MAIL.to_lowercase();
    let known = shop.store.suppressions_of(Some(shop.merchant.id), Channel::Email, &key).await.expect("the store");
    assert_eq!(known.iter().map(|one| one.reason).collect::<Vec<_>>(), [SuppressionReason::HardBounce]);
    send(&shop.paylink, &link).await.expect("taken on");
    shop.tick().await;
    assert_eq!(shop.post.mails().len(), 1, "not tried again");
    let second = shop.messages_of(&link).await.remove(1);
    assert_eq!(second.status, MessageStatus::Suppressed);
    assert_eq!(second.last_error.as_deref(), Some("the address is on the suppression list: hard_bounce"));
}

#[tokio::test]
async fn a_number_that_said_stop_is_unsubscribed_when_the_provider_refuses_it_at_once() {
    let shop = Shop::open().await;
    let link = shop.link(&delivered("sms")).await;
    shop.post.answer_next(MessageOutcome::Refused { reason: "21610".to_owned(), fault: AddressFault::Stopped });
    shop.tick().await;
    assert_eq!(shop.messages_of(&link).await[0].status, MessageStatus::Failed);
    let listed = shop.paylink.suppressions(&PLATFORM, &SuppressionQuery::default()).await.expect("a list");
    let [entry] = listed.rows.as_slice() else { panic!("{} entries", listed.rows.len()) };
    assert_eq!((entry.channel, entry.reason), (Channel::Sms, SuppressionReason::Unsubscribed));
    send(&shop.paylink, &link).await.expect("taken on");
    shop.tick().await;
    let second = shop.messages_of(&link).await.remove(1);
    assert_eq!(second.last_error.as_deref(), Some("the address is on the suppression list: unsubscribed"));
    assert_eq!(shop.post.texts().len(), 1, "not asked to pay again");
}

#[tokio::test]
async fn a_refusal_that_is_about_the_message_leaves_the_address_alone() {
    let shop = Shop::open().await;
    let link = shop.link(&delivered("sms")).await;
    shop.post.answer_next(MessageOutcome::Refused { reason: "21617".to_owned(), fault: AddressFault::None });
    shop.tick().await;
    assert_eq!(shop.messages_of(&link).await[0].status, MessageStatus::Failed);
    let listed = shop.paylink.suppressions(&PLATFORM, &SuppressionQuery::default()).await.expect("a list");
    assert!(listed.rows.is_empty());
}

#[tokio::test]
async fn a_message_that_waits_is_dropped_when_its_link_cannot_be_paid_any_more() {
    let shop = Shop::open().await;
    let link = shop.link(&delivered("email")).await;
    shop.paylink.cancel_link(&PLATFORM, &link.link.id.to_string(), None).await.expect("cancelled");
    shop.tick().await;
    assert!(shop.post.mails().is_empty());
    let message = shop.messages_of(&link).await.remove(0);
    assert_eq!(message.status, MessageStatus::Suppressed);
    assert_eq!(message.last_error.as_deref(), Some("the link cannot be paid: link_cancelled"));
    assert_eq!(send(&shop.paylink, &link).await.expect_err("closed"), Code::LinkCancelled);
}

#[tokio::test]
async fn a_link_that_begins_later_can_be_sent_before() {
    let shop = Shop::open().await;
    let form = LinkForm { starts_at: "2026-03-01".into(), ..delivered("email") };
    let link = shop.link(&form).await;
    shop.tick().await;
    assert_eq!(shop.post.mails().len(), 1);
    send(&shop.paylink, &link).await.expect("sent again");
    shop.paylink.cancel_link(&PLATFORM, &link.link.id.to_string(), None).await.expect("cancelled");
    shop.tick().await;
    assert_eq!(shop.post.mails().len(), 1, "nobody is asked to pay what was cancelled before it began");
    assert_eq!(send(&shop.paylink, &link).await.expect_err("closed"), Code::LinkCancelled);
}

#[tokio::test]
async fn nobody_can_be_flooded() {
    let shop = Shop::open().await;
    let link = shop.link(&delivered("email")).await;
    for _ in 0..2 {
        send(&shop.paylink, &link).await.expect("within the limit");
    }
    let id = link.link.id.to_string();
    let refused = shop.paylink.send_link(&PLATFORM, &id, &SendForm::default(), None).await.expect_err("too many");
    assert_eq!((refused.code, refused.retry_after), (Code::TooManyMessages, Some(hours(1))));
    shop.pass(minutes(61)).await;
    send(&shop.paylink, &link).await.expect("an hour later");
    // another link, the same recipient: nine more within this hour, written differently
    for number in 0..9 {
        let email = if number % 2 == 0 { MAIL.to_uppercase() } else { MAIL.to_owned() };
        let form =
            LinkForm { customer: CustomerForm { email: Some(email), ..customer() }.into(), ..delivered("email") };
        shop.link(&form).await;
    }
    assert_eq!(shop.try_link(&delivered("email")).await.expect_err("flooded").code, Code::TooManyMessages);
    shop.try_link(&delivered("sms")).await.expect("the other way has a count of its own");
}

#[tokio::test]
async fn without_a_mail_server_messages_are_kept_with_their_preview_and_not_sent() {
    let shop = Shop::open().await;
    let paylink = shop.without_carriers();
    let merchant = shop.merchant.id.to_string();
    let link = fresh(paylink.create_link(&PLATFORM, Some(&merchant), &delivered("both"), None).await.expect("a link"));
    let messages = shop.messages_of(&link).await;
    assert_eq!(messages.len(), 2);
    for message in messages {
        assert_eq!(message.status, MessageStatus::Suppressed);
        assert!(message.last_error.as_deref().is_some_and(|why| why.ends_with("is set up")), "{message:?}");
        let preview = paylink.message_preview(&PLATFORM, &message.id.to_string()).await.expect("a preview");
        let text = match preview {
            MessageContent::Mail(mail) => mail.text,
            MessageContent::Text(text) => text,
        };
        assert!(text.contains(&link.url), "{text}");
    }
    shop.tick().await;
    assert!(shop.post.mails().is_empty() && shop.post.texts().is_empty());
}

#[tokio::test]
async fn a_platform_that_sends_by_itself_is_handed_the_finished_message() {
    let shop = Shop::open().await;
    let form = MerchantForm { delivery_mode: "webhook".into(), ..MerchantForm::default() };
    shop.paylink.update_merchant(&PLATFORM, &shop.merchant.id.to_string(), &form).await.expect("changed");
    let link = shop.link(&delivered("email")).await;
    assert_eq!(link.link.sent_at, Some(shop.now()), "handed over is sent");
    shop.tick().await;
    assert!(shop.post.mails().is_empty(), "in place of sending");
    let message = shop.messages_of(&link).await.remove(0);
    assert_eq!((message.status, message.kind), (MessageStatus::Sent, MessageKind::PaymentRequest));
    assert_eq!(shop.events_of(&link).await, ["message.requested", "payment_link.created", "payment_link.sent"]);
    let events = shop.paylink.events(&PLATFORM, &Default::default()).await.expect("events").rows;
    let asked = events.into_iter().find_map(|event| match event.subject {
        SubjectView::Message(asked) => Some(asked),
        SubjectView::PaymentMethod(_) => None,
        SubjectView::PaymentLink(_)
        | SubjectView::Payment(_)
        | SubjectView::Refund(_)
        | SubjectView::Customer(_)
        | SubjectView::Test => None,
    });
    let asked = asked.expect("an event about the message");
    assert_eq!((asked.message.recipient.as_str(), asked.link.link.id), (MAIL, link.link.id));
    let MessageContent::Mail(mail) = asked.content else { panic!("a mail") };
    assert!(mail.html.contains(&link.url) && mail.text.contains(&link.url));
}

#[tokio::test]
async fn messages_are_listed_by_link_way_and_state() {
    let shop = Shop::open().await;
    let link = shop.link(&delivered("both")).await;
    shop.link(&delivered("sms")).await;
    shop.tick().await;
    let count = async |query: MessageQuery| shop.paylink.messages(&PLATFORM, &query).await.expect("a list").rows.len();
    let of_link = Some(link.link.id.to_string());
    assert_eq!(count(MessageQuery::default()).await, 3);
    assert_eq!(count(MessageQuery { payment_link_id: of_link, ..MessageQuery::default() }).await, 2);
    assert_eq!(count(MessageQuery { channel: Some("sms".to_owned()), ..MessageQuery::default() }).await, 2);
    assert_eq!(count(MessageQuery { status: Some("queued".to_owned()), ..MessageQuery::default() }).await, 0);
    let wrong = MessageQuery { status: Some("lost".to_owned()), ..MessageQuery::default() };
    let refused = shop.paylink.messages(&PLATFORM, &wrong).await.expect_err("no such status");
    assert_eq!(refused.code, Code::InvalidParameter);
}

#[tokio::test]
async fn an_address_that_is_dead_is_more_than_unsubscribed() {
    let shop = Shop::open().await;
    let link = shop.link(&LinkForm { customer: customer().into(), ..one_time() }).await;
    let merchant = Some(shop.merchant.id.to_string());
    let form = SuppressionForm {
        merchant_id: merchant,
        channel: Some("email".to_owned()),
        address: Some(MAIL.to_owned()),
        reason: Some("unsubscribed".to_owned()),
        ..SuppressionForm::default()
    };
    shop.paylink.create_suppression(&PLATFORM, &form, None).await.expect("on the list");
    shop.post.answer_next(MessageOutcome::Refused { reason: "550 5.1.1".to_owned(), fault: AddressFault::Dead });
    shop.pay(&link, "k", &card("tok_ok")).await;
    shop.tick().await;
    assert_eq!(shop.post.mails().len(), 1, "a receipt still comes");
    let key = MAIL.to_lowercase();
    let known = shop.store.suppressions_of(Some(shop.merchant.id), Channel::Email, &key).await.expect("the store");
    assert_eq!(known.iter().map(|one| one.reason).collect::<Vec<_>>(), [SuppressionReason::HardBounce]);
}
