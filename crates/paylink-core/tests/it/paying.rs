//! Taking a payment when everything answers: success, decline, challenge, wrong token, what events tell.

use crate::shop::{PLATFORM, Shop, ach, card, minutes, seconds};
use paylink_core::{
    forms::{BillingForm, PayForm},
    ports::{ChargeState, LinkReader as _, PageSituation},
    records::PaymentStatus,
};

#[tokio::test]
async fn a_payment_completes_a_one_time_link() {
    let shop = Shop::open().await;
    let link = shop.one_time().await;
    assert_eq!(shop.standing(&link).await, "ACTIVE unpaid payable");
    let paid = shop.pay(&link, "k1", &card("tok_ok")).await;
    assert_eq!((paid.told().as_str(), paid.replayed), ("201 succeeded", false));
    assert_eq!(shop.standing(&link).await, "COMPLETED paid not payable");
    let charge = shop.gateway.charge_of(paid.id()).expect("the payment's id is the gateway's key");
    assert_eq!((charge.amount.minor, charge.times_taken), (1250, 1));
    let shown = shop.shown(&link).await;
    assert_eq!((shown.amount_paid().to_string(), shown.totals.payments_count), ("12.50 USD".to_owned(), 1));
    assert_eq!(shown.link.closed_at, Some(shop.now()));
    assert_eq!(
        shop.events_of(&link).await,
        ["payment.processing", "payment.succeeded", "payment_link.completed", "payment_link.created"]
    );
    let again = shop.pay(&link, "k2", &card("tok_ok")).await;
    assert_eq!(again.told(), "409 link_completed");
    assert_eq!(shop.gateway.charge_calls(), 1);
}

#[tokio::test]
async fn a_declined_payer_pays_with_a_new_key() {
    let shop = Shop::open().await;
    let link = shop.one_time().await;
    assert_eq!(shop.pay(&link, "k1", &card("tok_declined")).await.told(), "402 failed card_declined");
    assert_eq!(shop.standing(&link).await, "ACTIVE unpaid payable");
    assert_eq!(shop.pay(&link, "k1", &card("tok_declined")).await.told(), "402 failed card_declined");
    assert_eq!(shop.pay(&link, "k2", &card("tok_insufficient")).await.told(), "402 failed insufficient_funds");
    assert_eq!(shop.pay(&link, "k3", &card("tok_ok")).await.told(), "201 succeeded");
    assert_eq!(shop.gateway.charge_calls(), 3);
    let shown = shop.shown(&link).await;
    assert_eq!((shown.totals.payments_count, shown.totals.paid_count, shown.totals.paid_minor), (3, 1, 1250));
}

#[tokio::test]
async fn a_token_is_taken_whatever_digits_stand_in_it_and_a_card_number_is_not() {
    let shop = Shop::open().await;
    let link = shop.one_time().await;
    for number in ["4242424242424242", "4242-4242-4242-4242"] {
        assert_eq!(shop.pay(&link, number, &card(number)).await.told(), "422 card_data_not_allowed", "{number}");
    }
    assert_eq!(shop.pay(&link, "k", &card("tok_ok4242424242424242")).await.told(), "201 succeeded");
}

#[tokio::test]
async fn the_first_payment_of_an_unlimited_link_is_noticed_by_whoever_changes_its_price() {
    let shop = Shop::open().await;
    let link = shop.multi_use(None).await;
    let version = async || shop.store.link(link.link.id).await.unwrap().unwrap().version.0;
    let mut versions = vec![version().await];
    for key in ["k1", "k2", "k3"] {
        assert_eq!(shop.pay(&link, key, &card("tok_ok")).await.told(), "201 succeeded");
        versions.push(version().await);
    }
    assert_eq!(versions, [1, 2, 2, 2], "a price decided before the first payment is stale, later payments do not meet");
}

#[tokio::test]
async fn a_challenge_holds_the_link_until_it_is_passed() {
    let shop = Shop::open().await;
    let link = shop.one_time().await;
    let first = shop.pay(&link, "k1", &card("tok_action")).await;
    assert_eq!(first.told(), "201 requires_action");
    assert!(shop.payment(first.id()).await.action_url.is_some());
    assert_eq!(shop.standing(&link).await, "ACTIVE unpaid not payable");
    assert_eq!(shop.pay(&link, "k2", &card("tok_ok")).await.told(), "409 payment_in_progress");
    shop.gateway.complete_challenge(first.id(), true);
    let polled = shop.paylink.checkout_payment(&link.link.slug, &first.id().to_string()).await.expect("the payment");
    assert_eq!(polled.payment.status, PaymentStatus::Succeeded);
    assert_eq!((polled.payment.action_url, polled.payment.gateway_token), (None, None));
    assert_eq!(shop.standing(&link).await, "COMPLETED paid not payable");
}

#[tokio::test]
async fn a_challenge_that_is_failed_frees_the_link() {
    let shop = Shop::open().await;
    let link = shop.one_time().await;
    let first = shop.pay(&link, "k1", &card("tok_action")).await;
    shop.gateway.complete_challenge(first.id(), false);
    shop.pass(seconds(5)).await;
    assert_eq!(shop.payment(first.id()).await.failure_code.as_deref(), Some("authentication_failed"));
    assert_eq!(shop.standing(&link).await, "ACTIVE unpaid payable");
}

#[tokio::test]
async fn a_challenge_is_given_up_after_half_an_hour() {
    let shop = Shop::open().await;
    let link = shop.one_time().await;
    let first = shop.pay(&link, "k1", &card("tok_action")).await;
    for _ in 0..29 {
        shop.pass(minutes(1)).await;
    }
    assert_eq!(shop.payment(first.id()).await.status, PaymentStatus::RequiresAction);
    shop.pass(minutes(1)).await;
    assert_eq!(shop.payment(first.id()).await.failure_code.as_deref(), Some("abandoned"));
    assert_eq!(shop.standing(&link).await, "ACTIVE unpaid payable");
    shop.gateway.complete_challenge(first.id(), true);
    let charge = shop.gateway.charge_of(first.id()).expect("a charge");
    assert!(matches!(charge.state, ChargeState::Declined(_)), "the gateway was told to give it up");
}

#[tokio::test]
async fn a_challenge_passed_at_the_last_moment_is_not_thrown_away() {
    let shop = Shop::open().await;
    let link = shop.one_time().await;
    let first = shop.pay(&link, "k1", &card("tok_action")).await;
    shop.clock.advance(minutes(31));
    shop.gateway.complete_challenge(first.id(), true);
    shop.tick().await;
    assert_eq!(shop.payment(first.id()).await.status, PaymentStatus::Succeeded);
    assert_eq!(shop.standing(&link).await, "COMPLETED paid not payable");
}

#[tokio::test]
async fn a_token_the_gateway_does_not_know_is_a_failed_payment_that_can_be_tried_again() {
    let shop = Shop::open().await;
    let link = shop.one_time().await;
    assert_eq!(shop.pay(&link, "k1", &card("tok_unheard_of")).await.told(), "402 failed invalid_token");
    assert_eq!(shop.pay(&link, "k2", &ach("tok_ok")).await.told(), "402 failed invalid_token");
    assert_eq!(shop.standing(&link).await, "ACTIVE unpaid payable");
    assert!(shop.gateway.charges().is_empty());
}

#[tokio::test]
async fn a_link_without_limit_is_paid_again_and_again() {
    let shop = Shop::open().await;
    let link = shop.multi_use(None).await;
    for payer in 0..5 {
        assert_eq!(shop.pay(&link, &format!("k{payer}"), &card("tok_ok")).await.told(), "201 succeeded");
    }
    let shown = shop.shown(&link).await;
    assert_eq!((shown.totals.paid_count, shown.totals.paid_minor), (5, 6250));
    assert_eq!(shop.standing(&link).await, "ACTIVE unpaid payable");
}

#[tokio::test]
async fn the_last_payment_of_a_limited_link_completes_it() {
    let shop = Shop::open().await;
    let link = shop.multi_use(Some(3)).await;
    let waiting = shop.pay(&link, "k1", &ach("tok_ach")).await;
    assert_eq!(shop.pay(&link, "k2", &card("tok_ok")).await.told(), "201 succeeded");
    assert_eq!(shop.pay(&link, "k3", &card("tok_ok")).await.told(), "201 succeeded");
    assert_eq!(shop.pay(&link, "k4", &card("tok_ok")).await.told(), "409 payment_in_progress");
    assert_eq!(shop.standing(&link).await, "ACTIVE unpaid not payable");
    shop.gateway.settle(waiting.id());
    shop.pass(seconds(5)).await;
    assert_eq!(shop.standing(&link).await, "COMPLETED paid not payable");
}

#[tokio::test]
async fn every_wrong_field_of_a_payer_is_named_at_once_and_nothing_is_charged() {
    let shop = Shop::open().await;
    let link = shop.one_time().await;
    let billing = BillingForm {
        line1: Some("x".repeat(101)),
        country: Some("usa".to_owned()),
        city: Some("a\u{202e}b".to_owned()),
        ..BillingForm::default()
    };
    let form = PayForm {
        method: Some("cash".to_owned()),
        token: Some("tok ok".to_owned()),
        payer_name: Some("4242 4242 4242 4242".to_owned()),
        payer_email: Some("a@b.test,c@d.test".to_owned()),
        billing: Some(billing),
        ..PayForm::default()
    };
    let key = paylink_core::IdempotencyKey::new("k").expect("a key");
    let fingerprint = paylink_core::Fingerprint::of("POST", "/", "", b"");
    let once = paylink_core::Once { key: &key, fingerprint, render: &crate::shop::render };
    let error = shop.paylink.pay(&link.link.slug, &form, None, once).await.expect_err("wrong fields");
    let mut found: Vec<_> = error.fields.iter().map(|field| (field.field.as_str(), field.code.name())).collect();
    found.sort_unstable();
    assert_eq!(
        found,
        [
            ("billing.city", "invalid_text"),
            ("billing.country", "too_long"),
            ("billing.line1", "too_long"),
            ("method", "invalid_value"),
            ("payer.email", "invalid_email"),
            ("payer.name", "card_data_not_allowed"),
            ("token", "invalid_token"),
        ]
    );
    assert!(!error.to_string().contains("4242"), "the value is never echoed");
    assert_eq!((shop.gateway.charge_calls(), shop.payments_of(link.link.id).await.len()), (0, 0));
}

#[tokio::test]
async fn a_payer_pays_the_price_of_the_method_chosen() {
    let shop = Shop::open().await;
    let form = paylink_core::forms::LinkForm {
        card_amount: "12.88".into(),
        ach_amount: "12.50".into(),
        usage: "multi_use".into(),
        ..Default::default()
    };
    let link = shop.link(&form).await;
    let by_card = shop.pay(&link, "k1", &card("tok_ok")).await;
    let by_bank = shop.pay(&link, "k2", &ach("tok_ach")).await;
    let amount = |paid: &crate::shop::Paid| shop.gateway.charge_of(paid.id()).expect("a charge").amount.to_string();
    assert_eq!((amount(&by_card), amount(&by_bank)), ("12.88 USD".to_owned(), "12.50 USD".to_owned()));
}

#[tokio::test]
async fn the_payers_page_says_where_the_link_stands() {
    let shop = Shop::open().await;
    let link = shop.one_time().await;
    let situation =
        async || shop.paylink.checkout(&link.link.slug.to_uppercase()).await.expect("a page").page.situation;
    assert_eq!(situation().await, PageSituation::Payable);
    let first = shop.pay(&link, "k1", &card("tok_action")).await;
    assert_eq!(situation().await, PageSituation::BeingPaid);
    shop.gateway.complete_challenge(first.id(), true);
    shop.pass(seconds(5)).await;
    assert_eq!(situation().await, PageSituation::Paid { paid_at: shop.now() });
    shop.paylink.delete_link(&PLATFORM, &link.link.id.to_string()).await.expect("deleted");
    assert!(shop.paylink.checkout(&link.link.slug).await.is_err());
}
