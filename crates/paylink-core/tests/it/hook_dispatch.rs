//! Events become deliveries: to whom, once each, with one body and one id for ever.

use crate::{
    hooks::{attempts, deliveries, endpoint, endpoint_of, failed},
    shop::{PLATFORM, Shop, card, fresh, hours, minutes, new_merchant, one_time, pay_through, seconds},
};
use paylink_core::{
    Caller, Code, Role,
    forms::{ApiKeyForm, EndpointForm, EventQuery, MerchantForm, Patch},
    records::DeliveryStatus,
    testing::Fault,
    views::SubjectView,
};

const A: &str = "https://a.test/hook";
const B: &str = "https://b.test/hook";

#[tokio::test]
async fn an_event_reaches_every_endpoint_that_asks_for_it_and_no_other() {
    let shop = Shop::open().await;
    let all = endpoint(&shop, A, &["*"]).await;
    let some = endpoint(&shop, B, &["payment.succeeded", "payment_link.completed"]).await;
    let link = shop.one_time().await;
    shop.pay(&link, "k", &card("tok_ok")).await;
    shop.tick().await;
    assert_eq!((deliveries(&shop, &all).await.len(), deliveries(&shop, &some).await.len()), (4, 2));
    assert_eq!((attempts(&shop, A).len(), attempts(&shop, B).len()), (4, 2));
    for delivery in deliveries(&shop, &all).await {
        assert_eq!(
            (delivery.status, delivery.attempts, delivery.last_status),
            (DeliveryStatus::Succeeded, 1, Some(200))
        );
        assert_eq!((delivery.delivered_at, delivery.next_attempt_at), (Some(shop.now()), None));
    }
    shop.pass(hours(100)).await;
    assert_eq!(attempts(&shop, A).len(), 4, "what has arrived is not sent again");
}

#[tokio::test]
async fn a_merchants_endpoint_hears_of_that_merchant_only() {
    let shop = Shop::open().await;
    let other = new_merchant(&shop.paylink, MerchantForm::default()).await;
    let key = key_of(&shop, other.id.to_string()).await;
    let theirs = endpoint_of(&shop, &key, A, &["*"]).await;
    assert_eq!(theirs.merchant_id, Some(other.id));
    let platform = endpoint(&shop, B, &["*"]).await;
    shop.one_time().await;
    shop.tick().await;
    assert_eq!((deliveries(&shop, &theirs).await.len(), deliveries(&shop, &platform).await.len()), (0, 1));
    let made = shop.paylink.create_link(&PLATFORM, Some(&other.id.to_string()), &one_time(), None).await;
    fresh(made.expect("a link"));
    shop.tick().await;
    assert_eq!((deliveries(&shop, &theirs).await.len(), deliveries(&shop, &platform).await.len()), (1, 2));
}

async fn key_of(shop: &Shop, merchant: String) -> Caller {
    let form = ApiKeyForm {
        name: Some("till".to_owned()),
        role: Some(Role::Admin.name().to_owned()),
        merchant_id: Some(merchant),
        ..ApiKeyForm::default()
    };
    let made = fresh(shop.paylink.create_api_key(&PLATFORM, &form, None).await.expect("a key"));
    shop.paylink.authenticate_key(made.secret.expose()).await.expect("a caller")
}

#[tokio::test]
async fn a_subscriber_that_fails_gets_the_same_id_and_body_each_time() {
    let shop = Shop::open().await;
    endpoint(&shop, A, &["payment.succeeded"]).await;
    for status in [500, 503, 404, 301] {
        shop.sender.answer_next(A, failed(status));
    }
    let link = shop.one_time().await;
    shop.pay(&link, "k", &card("tok_ok")).await;
    shop.tick().await;
    for span in [seconds(6), minutes(6), minutes(33), hours(3)] {
        shop.pass(span).await;
    }
    let sent = attempts(&shop, A);
    assert_eq!(sent.len(), 5);
    assert!(sent.iter().all(|attempt| attempt.event == sent[0].event && attempt.body == sent[0].body));
    assert!(sent.is_sorted_by(|a, b| a.at < b.at), "each attempt is signed with its own time");
    let event = shop.paylink.event(&PLATFORM, &sent[0].event.to_string()).await.expect("the event");
    assert_eq!(event.kind.name(), "payment.succeeded");
}

#[tokio::test]
async fn an_event_dispatched_by_a_process_that_died_is_dispatched_once_all_the_same() {
    for fault in
        [Fault::CrashBefore, Fault::CrashAfter, Fault::UnknownWritten, Fault::UnknownNotWritten, Fault::Unavailable]
    {
        let mut shop = Shop::open().await;
        let hook = endpoint(&shop, A, &["*"]).await;
        shop.one_time().await;
        shop.store.fail_next(fault);
        drop(futures_util::FutureExt::now_or_never(shop.paylink.dispatch_tick()));
        shop.restart();
        shop.pass(seconds(30)).await;
        assert_eq!((deliveries(&shop, &hook).await.len(), attempts(&shop, A).len()), (1, 1), "{fault:?}");
    }
}

#[tokio::test]
async fn a_delivery_whose_result_could_not_be_written_is_made_again_under_the_same_id() {
    for fault in [Fault::CrashBefore, Fault::Unavailable, Fault::UnknownNotWritten] {
        let mut shop = Shop::open().await;
        let hook = endpoint(&shop, A, &["*"]).await;
        shop.one_time().await;
        shop.paylink.dispatch_tick().await.expect("dispatch");
        let job = shop.paylink.claim_deliveries(1, &[]).await.expect("claim").remove(0);
        shop.store.fail_next(fault);
        drop(futures_util::FutureExt::now_or_never(shop.paylink.deliver(job)));
        shop.restart();
        assert!(shop.paylink.claim_deliveries(9, &[]).await.expect("claim").is_empty(), "{fault:?}: still leased");
        shop.pass(seconds(60)).await;
        let sent = attempts(&shop, A);
        assert_eq!((sent.len(), sent[0].event), (2, sent[1].event), "{fault:?}");
        assert_eq!(deliveries(&shop, &hook).await[0].status, DeliveryStatus::Succeeded, "{fault:?}");
    }
}

#[tokio::test]
async fn an_event_can_be_sent_again_under_its_old_id_also_to_an_endpoint_that_came_later() {
    let shop = Shop::open().await;
    let first = endpoint(&shop, A, &["*"]).await;
    shop.one_time().await;
    shop.tick().await;
    let event = attempts(&shop, A)[0].event;
    let late = endpoint(&shop, B, &["*"]).await;
    let deaf = endpoint(&shop, "https://c.test/", &["payment.failed"]).await;
    let again = fresh(shop.paylink.redeliver(&PLATFORM, &event.to_string(), None).await.expect("again"));
    assert_eq!((again.event_id, again.deliveries.len()), (event, 2));
    shop.tick().await;
    assert_eq!(attempts(&shop, A).iter().map(|sent| sent.event).collect::<Vec<_>>(), [event, event]);
    assert_eq!(attempts(&shop, B).iter().map(|sent| sent.event).collect::<Vec<_>>(), [event]);
    let counts = (deliveries(&shop, &first).await.len(), deliveries(&shop, &late).await.len());
    assert_eq!((counts, deliveries(&shop, &deaf).await.len()), ((1, 1), 0), "one row per event and endpoint");
}

#[tokio::test]
async fn a_test_goes_to_one_endpoint_whatever_it_subscribes_to_and_stays_there() {
    let shop = Shop::open().await;
    let tested = endpoint(&shop, A, &["payment.failed"]).await;
    let other = endpoint(&shop, B, &["*"]).await;
    let sent = fresh(shop.paylink.test_endpoint(&PLATFORM, &tested.id.to_string(), None).await.expect("a test"));
    shop.tick().await;
    assert_eq!((attempts(&shop, A).len(), attempts(&shop, B).len()), (1, 0));
    assert_eq!(deliveries(&shop, &tested).await[0].id, sent.id);
    shop.paylink.redeliver(&PLATFORM, &sent.event_id.to_string(), None).await.expect("again");
    shop.tick().await;
    assert_eq!((attempts(&shop, A).len(), deliveries(&shop, &other).await.len()), (2, 0));
}

#[tokio::test]
async fn a_removed_endpoint_gets_nothing_more() {
    let shop = Shop::open().await;
    let hook = endpoint(&shop, A, &["*"]).await;
    shop.one_time().await;
    shop.paylink.dispatch_tick().await.expect("dispatch");
    shop.paylink.delete_endpoint(&PLATFORM, &hook.id.to_string()).await.expect("removed");
    shop.one_time().await;
    shop.tick().await;
    assert!(attempts(&shop, A).is_empty());
    let waiting: u64 = shop.paylink.backlog().await.expect("a backlog").iter().map(|queue| queue.waiting).sum();
    assert_eq!(waiting, 0);
}

#[tokio::test]
async fn a_disabled_endpoint_gets_nothing_until_it_is_switched_on() {
    let shop = Shop::open().await;
    let hook = endpoint(&shop, A, &["*"]).await;
    let id = hook.id.to_string();
    shop.one_time().await;
    shop.paylink.dispatch_tick().await.expect("dispatch");
    let switch = |off: bool| EndpointForm { disabled: Patch::Set(off), ..EndpointForm::default() };
    let off = shop.paylink.update_endpoint(&PLATFORM, &id, &switch(true)).await.expect("off");
    assert_eq!((off.disabled, off.disabled_reason.as_deref()), (true, Some("by_hand")));
    shop.one_time().await;
    shop.tick().await;
    assert!(attempts(&shop, A).is_empty());
    assert_eq!(deliveries(&shop, &hook).await[0].status, DeliveryStatus::Cancelled);
    let on = shop.paylink.update_endpoint(&PLATFORM, &id, &switch(false)).await.expect("on");
    assert_eq!((on.disabled, on.disabled_reason), (false, None));
    shop.one_time().await;
    shop.tick().await;
    assert_eq!(attempts(&shop, A).len(), 1);
}

#[tokio::test]
async fn wrong_fields_of_an_endpoint_are_named_at_once() {
    let shop = Shop::open().await;
    shop.sender.refuse_url("https://10.0.0.1/");
    let form = EndpointForm {
        url: "https://10.0.0.1/".into(),
        events: vec!["payment.exploded".to_owned()].into(),
        merchant_id: "mer_nobody".into(),
        format: "morse".into(),
        ..EndpointForm::default()
    };
    let error = shop.paylink.create_endpoint(&PLATFORM, &form, None).await.expect_err("wrong");
    let mut found: Vec<_> = error.fields.iter().map(|field| (field.field.as_str(), field.code)).collect();
    found.sort_unstable_by_key(|(field, _)| *field);
    let expected = [
        ("events", Code::InvalidValue),
        ("format", Code::InvalidValue),
        ("merchant_id", Code::InvalidId),
        ("url", Code::UrlNotAllowed),
    ];
    assert_eq!(found, expected);
    let nothing = shop.paylink.create_endpoint(&PLATFORM, &EndpointForm::default(), None).await.expect_err("no url");
    assert_eq!((nothing.code, nothing.fields[0].field.as_str()), (Code::Required, "url"));
    let hook = endpoint(&shop, A, &["*"]).await;
    let moved = EndpointForm { merchant_id: Patch::Clear, format: "native".into(), ..EndpointForm::default() };
    let error = shop.paylink.update_endpoint(&PLATFORM, &hook.id.to_string(), &moved).await.expect_err("fixed");
    assert_eq!(error.fields.len(), 2);
}

#[tokio::test]
async fn events_are_found_by_every_filter() {
    let shop = Shop::open().await;
    let (one, two) = (shop.one_time().await, shop.one_time().await);
    shop.clock.advance(seconds(1));
    shop.pay(&one, "k", &card("tok_ok")).await;
    let query = EventQuery::default;
    let cases = [
        (query(), 5),
        (EventQuery { kind: Some("payment_link.created".to_owned()), ..query() }, 2),
        (EventQuery { payment_link_id: Some(two.link.id.to_string()), ..query() }, 1),
        (EventQuery { created_after: Some("2026-01-15T12:00:00Z".to_owned()), ..query() }, 3),
        (EventQuery { created_before: Some("2026-01-15T12:00:01Z".to_owned()), ..query() }, 2),
    ];
    for (query, count) in cases {
        assert_eq!(shop.paylink.events(&PLATFORM, &query).await.expect("a list").rows.len(), count, "{query:?}");
    }
    let wrong = EventQuery { kind: Some("payment.*".to_owned()), ..query() };
    assert_eq!(shop.paylink.events(&PLATFORM, &wrong).await.expect_err("wrong").code, Code::InvalidParameter);
}

#[tokio::test]
async fn no_event_holds_a_token_or_a_payers_network_address() {
    let shop = Shop::open().await;
    let link = shop.multi_use(None).await;
    for (key, token) in [("k1", "tok_action"), ("k2", "tok_ok"), ("k3", "tok_declined")] {
        pay_through(&shop.paylink, &link.link, key, &card(token), Some("192.0.2.1")).await;
    }
    let events = shop.paylink.events(&PLATFORM, &EventQuery::default()).await.expect("events").rows;
    let mut seen = 0;
    for event in events {
        if let SubjectView::Payment(view) = event.subject {
            assert_eq!((view.payment.gateway_token, view.payment.payer_origin), (None, None), "{}", event.kind.name());
            seen += 1;
        }
    }
    assert_eq!(seen, 6);
}
