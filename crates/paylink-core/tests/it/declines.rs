//! Limits on declined payments make a link useless for testing stolen cards.

use crate::shop::{Shop, card, pay_through, seconds};
use futures_util::FutureExt as _;
use paylink_core::{testing::CallFault, views::LinkView};

async fn try_card(shop: &Shop, link: &LinkView, key: usize, token: &str, origin: &str) -> String {
    pay_through(&shop.paylink, &link.link, &format!("{origin} {key}").replace(' ', "-"), &card(token), Some(origin))
        .await
        .told()
}

const DECLINED: &str = "402 failed card_declined";
const ENOUGH: &str = "429 too_many_declines";

#[tokio::test]
async fn three_declines_a_minute_from_one_address_are_enough_but_not_for_others() {
    let shop = Shop::with(true).await;
    let link = shop.multi_use(None).await;
    for key in 0..3 {
        assert_eq!(try_card(&shop, &link, key, "tok_declined", "192.0.2.1").await, DECLINED);
    }
    assert_eq!(try_card(&shop, &link, 3, "tok_ok", "192.0.2.1").await, ENOUGH);
    assert_eq!(shop.gateway.charge_calls(), 3, "the fourth never reaches the gateway");
    assert_eq!(try_card(&shop, &link, 3, "tok_ok", "192.0.2.2").await, "201 succeeded");
    shop.clock.advance(seconds(61));
    assert_eq!(try_card(&shop, &link, 3, "tok_ok", "192.0.2.1").await, "201 succeeded", "429 is not remembered");
}

#[tokio::test]
async fn seven_declines_an_hour_from_one_address_are_enough_on_all_links_together() {
    let shop = Shop::with(true).await;
    let links = [shop.multi_use(None).await, shop.multi_use(None).await];
    for key in 0..7 {
        assert_eq!(try_card(&shop, &links[key % 2], key, "tok_declined", "192.0.2.1").await, DECLINED);
        shop.clock.advance(seconds(61));
    }
    assert_eq!(try_card(&shop, &links[0], 7, "tok_ok", "192.0.2.1").await, ENOUGH);
    shop.clock.advance(seconds(3600));
    assert_eq!(try_card(&shop, &links[0], 8, "tok_ok", "192.0.2.1").await, "201 succeeded");
}

#[tokio::test]
async fn twenty_declines_an_hour_on_one_link_are_enough_from_wherever_they_come() {
    let shop = Shop::with(true).await;
    let (link, other) = (shop.one_time().await, shop.one_time().await);
    for payer in 0..20 {
        assert_eq!(try_card(&shop, &link, 0, "tok_declined", &format!("192.0.2.{payer}")).await, DECLINED);
    }
    assert_eq!(try_card(&shop, &link, 0, "tok_ok", "192.0.2.99").await, ENOUGH);
    assert_eq!(try_card(&shop, &other, 0, "tok_ok", "192.0.2.99").await, "201 succeeded");
    shop.clock.advance(seconds(3601));
    assert_eq!(try_card(&shop, &link, 0, "tok_ok", "192.0.2.99").await, "201 succeeded");
}

#[tokio::test]
async fn payments_on_their_way_count_as_declined_until_they_are_over() {
    let shop = Shop::with(true).await;
    let link = shop.multi_use(None).await;
    let mut burst = Vec::new();
    for key in 0..3 {
        shop.gateway.fail_next(CallFault::CrashBefore);
        let mut one = Box::pin(try_card(&shop, &link, key, "tok_declined", "192.0.2.1"));
        assert!(one.as_mut().now_or_never().is_none(), "the gateway has not answered");
        burst.push(one);
    }
    assert_eq!(try_card(&shop, &link, 3, "tok_ok", "192.0.2.1").await, ENOUGH);
    assert_eq!(shop.gateway.charge_calls(), 3, "the fourth never reaches the gateway");
    assert_eq!(try_card(&shop, &link, 3, "tok_ok", "192.0.2.2").await, "201 succeeded");
    drop(burst);
    assert_eq!(try_card(&shop, &link, 4, "tok_ok", "192.0.2.1").await, "201 succeeded");
}

#[tokio::test]
async fn a_payers_address_is_never_stored_as_it_is() {
    let shop = Shop::with(true).await;
    let link = shop.one_time().await;
    try_card(&shop, &link, 0, "tok_declined", "192.0.2.1").await;
    let stored = shop.payments_of(link.link.id).await.remove(0).payer_origin.expect("a hash");
    assert!(stored.len() == 64 && !stored.contains("192"), "{stored}");
}

#[tokio::test]
async fn a_shop_without_limits_asks_the_gateway_every_time() {
    let shop = Shop::open().await;
    let link = shop.one_time().await;
    for key in 0..30 {
        assert_eq!(try_card(&shop, &link, key, "tok_declined", "192.0.2.1").await, DECLINED);
    }
}

#[tokio::test]
async fn addresses_of_one_ipv6_network_count_as_one() {
    let shop = Shop::with(true).await;
    let link = shop.multi_use(None).await;
    for key in 0..3 {
        let origin = format!("2001:db8:1:2:{key}::{key}");
        assert_eq!(try_card(&shop, &link, key, "tok_declined", &origin).await, DECLINED);
    }
    assert_eq!(try_card(&shop, &link, 3, "tok_ok", "2001:db8:1:2::ffff").await, ENOUGH);
    assert_eq!(try_card(&shop, &link, 3, "tok_ok", "2001:db8:1:3::1").await, "201 succeeded");
}
