//! A card or account is kept when its payer has ticked the box and the payment has succeeded, and never otherwise.

use crate::{
    shop::{PLATFORM, Shop, ach, card, hours, minutes, one_time, seconds},
    wallet::{ADDRESS, asking, ticked},
};
use paylink_core::{
    Code, EventKind, Paylink,
    forms::{CustomerForm, EventQuery, LinkForm, ListQuery, Patch, PayForm},
    ports::{ChargeState, EventFilter, EventReader as _, Page, PageOf},
    records::{Keeping, Method, PaymentMethodRecord, PaymentStatus},
    testing::{CallFault, Fault},
    views::SubjectView,
};

#[tokio::test]
async fn a_payment_without_the_tick_keeps_nothing() {
    for form in [card("tok_ok"), PayForm { save_payment_method: Some(false), ..card("tok_ok") }] {
        let shop = Shop::open().await;
        let link = shop.link(&asking()).await;
        assert_eq!(shop.pay_from_home(&link, "k", &form).await.told(), "201 succeeded");
        assert!(shop.methods().await.is_empty() && shop.gateway.kept().is_empty());
        assert_eq!(shop.payments_of(link.link.id).await.remove(0).keeping, None);
    }
}

#[tokio::test]
async fn a_tick_keeps_the_card_with_the_evidence_that_its_payer_agreed() {
    let shop = Shop::open().await;
    let link = shop.link(&asking()).await;
    assert!(link.link.details.save_payment_method);
    let began = shop.now();
    let paid = shop.pay_from_home(&link, "k", &ticked(card("tok_ok"))).await;
    assert_eq!(paid.told(), "201 succeeded");
    let [method] = <[PaymentMethodRecord; 1]>::try_from(shop.methods().await).expect("one method");
    let payment = shop.payment(paid.id()).await;
    assert_eq!(payment.keeping, Some(Keeping::Saved { id: method.id }));
    assert_eq!((method.payment_id, method.link_id, method.merchant_id), (paid.id(), link.link.id, shop.merchant.id));
    assert_eq!((method.method, Some(&method.details)), (Method::Card, payment.method_details.as_ref()));
    assert_eq!(method.gateway_reference, shop.gateway.kept().first().cloned());
    let consent = &method.consent;
    assert_eq!(consent.text, "Corner Bakery may keep this card or account.");
    assert_eq!((consent.text_version.as_str(), consent.locale.as_str()), ("plain-1", "en"));
    assert_eq!((consent.at, consent.address.as_deref()), (began, Some(ADDRESS)));
    assert_eq!(shop.count_of(&link, EventKind::PaymentMethodSaved).await, 1);
    assert!(shop.method(method.id).await.usable);
}

#[tokio::test]
async fn a_method_belongs_to_the_links_customer_or_to_a_new_one() {
    let shop = Shop::open().await;
    let known = CustomerForm { external_id: Some("c-1".to_owned()), ..CustomerForm::default() };
    let link = shop.link(&LinkForm { customer: Patch::Set(known), ..asking() }).await;
    shop.pay_from_home(&link, "k", &ticked(card("tok_ok"))).await;
    let method = shop.methods().await.remove(0);
    assert_eq!((method.customer_id, method.customer_id.is_some()), (link.link.customer_id, true));
    let anyone = shop.link(&asking()).await;
    let payer = Some("payer@example.com".to_owned());
    let form = PayForm { payer_name: Some("Ada Payer".to_owned()), payer_email: payer.clone(), ..card("tok_ok") };
    let paid = shop.pay_from_home(&anyone, "k", &ticked(form)).await;
    let method = shop.methods().await.into_iter().find(|one| one.payment_id == paid.id()).expect("a method");
    let id = method.customer_id.expect("a customer").to_string();
    let customer = shop.paylink.customer(&PLATFORM, &id).await.expect("the customer").customer;
    assert_eq!((customer.name.as_deref(), customer.email), (Some("Ada Payer"), payer));
    assert_eq!(shop.payment(paid.id()).await.customer_id, method.customer_id);
    let listed = shop.paylink.customer_payment_methods(&PLATFORM, &id, &ListQuery::default()).await.expect("a list");
    assert_eq!(listed.rows.into_iter().map(|row| row.method.id).collect::<Vec<_>>(), [method.id]);
}

#[tokio::test]
async fn consent_names_the_words_that_the_page_shows() {
    let shop = Shop::open().await;
    let (plain, asks) = (shop.one_time().await, shop.link(&asking()).await);
    let wrong = async |link, form: PayForm| shop.pay(link, "k", &form).await.told();
    assert_eq!(wrong(&plain, ticked(card("tok_ok"))).await, "422 not_supported", "the link does not ask");
    let silent = PayForm { consent_version: None, ..ticked(card("tok_1")) };
    assert_eq!(wrong(&asks, silent).await, "422 required");
    let stale = PayForm { consent_version: Some("plain-0".to_owned()), ..ticked(card("tok_2")) };
    assert_eq!(shop.pay(&asks, "k2", &stale).await.told(), "422 invalid_value");
    assert!(shop.payments_of(asks.link.id).await.is_empty(), "and no payment has begun");
    let Page::Checkout(page) = shop.paylink.checkout_page(&asks.link.slug).await.expect("a page") else { panic!() };
    assert!(page.ask_to_save);
    assert_eq!(shop.paylink.consent_asked(&page, "de").map(|text| text.version).as_deref(), Some("plain-1"));
    let Page::Checkout(page) = shop.paylink.checkout_page(&plain.link.slug).await.expect("a page") else { panic!() };
    assert_eq!(shop.paylink.consent_asked(&page, "de"), None);
}

#[tokio::test]
async fn without_words_of_consent_no_link_can_ask() {
    let shop = Shop::open().await;
    let silent: Paylink = Paylink::builder()
        .store(shop.store.clone())
        .gateway(shop.gateway.clone())
        .webhooks(shop.sender.clone())
        .clock(shop.clock.clone())
        .ids(std::sync::Arc::new(paylink_core::testing::SeededIds::new(99)))
        .settings(paylink_core::Settings {
            public_url: "https://pay.test".to_owned(),
            admin_key: None,
            decline_limits: false,
            origin_secret: paylink_core::Secret::new("salt"),
            previous_secrets: Vec::new(),
        })
        .build()
        .expect("all ports");
    let error = silent.create_link(&PLATFORM, Some(&shop.merchant.id.to_string()), &asking(), None).await;
    let error = error.expect_err("nobody can agree");
    assert_eq!((error.code, error.fields.len()), (Code::NotAvailable, 1), "{error}");
    let off = LinkForm { save_payment_method: Patch::Set(false), ..one_time() };
    assert!(silent.create_link(&PLATFORM, Some(&shop.merchant.id.to_string()), &off, None).await.is_ok());
}

#[tokio::test]
async fn an_account_is_kept_when_its_debit_has_settled() {
    let shop = Shop::open().await;
    let link = shop.link(&asking()).await;
    let paid = shop.pay_from_home(&link, "k", &ticked(ach("tok_ach"))).await;
    assert_eq!(paid.told(), "201 processing");
    assert!(shop.methods().await.is_empty(), "nobody knows yet whether it can be charged");
    shop.gateway.settle(paid.id());
    shop.pass(minutes(1)).await;
    let method = shop.methods().await.remove(0);
    assert_eq!((method.method, method.payment_id), (Method::Ach, paid.id()));
    assert_eq!(method.consent.at, shop.payment(paid.id()).await.created_at, "as agreed when it was paid");
}

#[tokio::test]
async fn a_payment_that_comes_to_nothing_keeps_neither_card_nor_evidence() {
    for (token, form) in [("declined", card("tok_declined")), ("returned", ach("tok_ach"))] {
        let shop = Shop::open().await;
        let link = shop.link(&asking()).await;
        let paid = shop.pay_from_home(&link, "k", &ticked(form)).await;
        shop.gateway.give_back(paid.id(), "R01");
        shop.pass(minutes(1)).await;
        let payment = shop.payment(paid.id()).await;
        assert!(matches!(payment.status, PaymentStatus::Failed | PaymentStatus::Returned), "{token}");
        assert_eq!(payment.keeping, None, "{token}");
        assert!(shop.methods().await.is_empty(), "{token}");
    }
}

#[tokio::test]
async fn a_challenge_that_is_passed_keeps_the_card() {
    let shop = Shop::open().await;
    let link = shop.link(&asking()).await;
    let paid = shop.pay_from_home(&link, "k", &ticked(card("tok_action"))).await;
    assert!(shop.methods().await.is_empty());
    shop.gateway.complete_challenge(paid.id(), true);
    shop.pass(minutes(1)).await;
    assert_eq!(shop.methods().await.len(), 1);
}

/// Whatever dies or fails, at whichever commit or call: the method is there once if and only if the payment succeeded.
#[tokio::test]
async fn a_method_is_saved_exactly_once_whatever_dies_on_the_way() {
    let faults = [
        Fault::Unavailable,
        Fault::Stale,
        Fault::UnknownNotWritten,
        Fault::UnknownWritten,
        Fault::CrashBefore,
        Fault::CrashAfter,
    ];
    for token in ["tok_ok", "tok_declined", "tok_timeout_charged", "tok_timeout_once", "tok_timeout_not_charged"] {
        for commit in [1, 2] {
            for fault in faults {
                let what = format!("{token}, {fault:?} at commit {commit}");
                let mut shop = Shop::open().await;
                let link = shop.link(&asking()).await;
                let place = shop.store.commits() + commit;
                shop.store.plan_faults(move |number, _| if number == place { fault } else { Fault::None });
                drop(shop.pay_or_die(&link, "k", &ticked(card(token))));
                shop.restart();
                saved_once_if_paid(&shop, &what).await;
            }
        }
        for fault in [CallFault::QuestionLost, CallFault::AnswerLost, CallFault::CrashBefore, CallFault::CrashAfter] {
            let what = format!("{token}, {fault:?}");
            let mut shop = Shop::open().await;
            let link = shop.link(&asking()).await;
            shop.gateway.fail_next(fault);
            drop(shop.pay_or_die(&link, "k", &ticked(card(token))));
            shop.restart();
            saved_once_if_paid(&shop, &what).await;
        }
    }
}

async fn saved_once_if_paid(shop: &Shop, what: &str) {
    for span in [5, 30, 30, 120, 600] {
        shop.pass(seconds(span)).await;
    }
    for _ in 0..26 {
        shop.pass(hours(1)).await;
    }
    let charges = shop.gateway.charges();
    let taken: Vec<_> = charges.iter().filter(|charge| charge.state == ChargeState::Succeeded).collect();
    let methods = shop.methods().await;
    let of: Vec<_> = methods.iter().map(|method| method.payment_id).collect();
    assert_eq!(of, taken.iter().map(|charge| charge.key).collect::<Vec<_>>(), "{what}");
    for (method, charge) in methods.iter().zip(taken) {
        assert_eq!(method.gateway_reference, charge.kept, "{what}");
        assert_eq!(shop.payment(charge.key).await.keeping, Some(Keeping::Saved { id: method.id }), "{what}");
    }
}

#[tokio::test]
async fn events_of_methods_hold_no_secret_and_no_address() {
    let shop = Shop::open().await;
    let method = shop.saved("tok_ok").await;
    shop.revoke(method.id).await;
    let events = shop.paylink.events(&PLATFORM, &EventQuery::default()).await.expect("events").rows;
    let told: Vec<_> = events
        .iter()
        .filter_map(|event| match &event.subject {
            SubjectView::PaymentMethod(view) => Some((event.kind, &view.method)),
            SubjectView::Payment(_) | SubjectView::PaymentLink(_) | SubjectView::Refund(_) => None,
            SubjectView::Message(_) | SubjectView::Customer(_) | SubjectView::Test => None,
        })
        .collect();
    assert_eq!(told.len(), 2);
    for (kind, told) in told {
        assert_eq!((told.gateway_reference.as_ref(), told.consent.address.as_ref()), (None, None), "{kind:?}");
        assert_eq!((told.id, &told.details, &told.consent.text), (method.id, &method.details, &method.consent.text));
    }
    let reference = method.gateway_reference.expect("a reference");
    let page = PageOf { after: None, limit: 100 };
    for row in shop.store.events(&EventFilter::default(), page).await.expect("events") {
        let written = serde_json::to_string(&row.value.subject).expect("JSON");
        assert!(!written.contains(&reference) && !written.contains(ADDRESS), "{}", row.value.kind.name());
    }
}
