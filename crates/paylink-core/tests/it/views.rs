//! Views of a link's page: counted, told once a day, and never in the way of payments.

use crate::shop::{PLATFORM, Shop, card, hours, one_time};
use paylink_core::{
    Code, EventKind,
    forms::{EventQuery, LinkForm},
    ports::{Clock as _, LinkReader as _},
    testing::Fault,
    views::SubjectView,
};
use std::{sync::Arc, time::Duration};

#[tokio::test]
async fn the_first_view_of_a_day_is_told_and_every_view_is_counted() {
    let shop = Shop::open().await;
    let link = shop.one_time().await;
    assert_eq!((link.totals.views_count, link.link.viewed_at), (0, None));
    let first = shop.now();
    for _ in 0..3 {
        shop.paylink.count_view(&link.link.slug.to_uppercase()).await.expect("counted");
        shop.clock.advance(Duration::from_secs(60));
    }
    let shown = shop.shown(&link).await;
    assert_eq!((shown.totals.views_count, shown.link.viewed_at), (3, Some(first)));
    assert_eq!(shop.count_of(&link, EventKind::LinkViewed).await, 1);
    // the fixture opens at noon UTC: twelve hours later it is another day there
    shop.clock.advance(hours(12));
    for _ in 0..2 {
        shop.paylink.count_view(&link.link.slug).await.expect("counted");
    }
    let shown = shop.shown(&link).await;
    assert_eq!((shown.totals.views_count, shown.link.viewed_at), (5, Some(first)), "first seen stays first seen");
    assert_eq!(shop.count_of(&link, EventKind::LinkViewed).await, 2);
    let query = EventQuery { kind: Some("payment_link.viewed".to_owned()), ..EventQuery::default() };
    let events = shop.paylink.events(&PLATFORM, &query).await.expect("events").rows;
    let counts = events.iter().map(|event| {
        let SubjectView::PaymentLink(link) = &event.subject else { panic!("not about a link") };
        (link.totals.views_count, link.link.viewed_at)
    });
    assert_eq!(counts.collect::<Vec<_>>(), [(4, Some(first)), (1, Some(first))], "the event counts its own view");
}

#[tokio::test]
async fn only_the_very_first_view_writes_the_link() {
    let shop = Shop::open().await;
    let link = shop.one_time().await;
    let version = async || shop.store.link(link.link.id).await.expect("store").expect("link").version;
    shop.paylink.count_view(&link.link.slug).await.expect("counted");
    let after_first = version().await;
    for _ in 0..3 {
        shop.paylink.count_view(&link.link.slug).await.expect("counted");
        shop.clock.advance(hours(13));
    }
    assert_eq!(version().await, after_first);
    assert_eq!(shop.shown(&link).await.totals.views_count, 4);
}

#[tokio::test]
async fn a_link_that_changes_meanwhile_is_looked_at_again_and_at_last_not_counted() {
    let shop = Shop::open().await;
    let link = shop.one_time().await;
    shop.store.fail_next(Fault::Stale);
    shop.paylink.count_view(&link.link.slug).await.expect("counted at the second try");
    assert_eq!(shop.shown(&link).await.totals.views_count, 1);
    shop.clock.advance(hours(24));
    (0..50).for_each(|_| shop.store.fail_next(Fault::Stale));
    let before = shop.store.commits();
    shop.paylink.count_view(&link.link.slug).await.expect("no error for the payer's page");
    assert!(shop.store.commits() - before <= 5, "it does not fight");
    shop.store.clear_faults();
    assert_eq!(shop.shown(&link).await.totals.views_count, 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_many_first_views_one_is_told_and_all_are_counted() {
    let shop = Arc::new(Shop::open().await);
    let links = [shop.one_time().await, shop.one_time().await, shop.one_time().await];
    for link in &links {
        let views = (0..40).map(|_| {
            let (shop, slug) = (shop.clone(), link.link.slug.clone());
            tokio::spawn(async move { shop.paylink.count_view(&slug).await })
        });
        for view in views.collect::<Vec<_>>() {
            view.await.expect("no panic").expect("counted");
        }
        // a clock that others set while they wait may pass midnight: never two of one day
        let days = 1 + (shop.clock.now().micros() / 86_400_000_000 - link.link.created_at.micros() / 86_400_000_000);
        let told = i64::try_from(shop.count_of(link, EventKind::LinkViewed).await).expect("few");
        assert!((1..=days).contains(&told), "{told} events on {days} days");
        assert_eq!(shop.shown(link).await.totals.views_count, 40);
    }
}

#[tokio::test]
async fn a_view_does_not_disturb_a_payment_under_way() {
    let shop = Shop::open().await;
    let link = shop.one_time().await;
    shop.paylink.count_view(&link.link.slug).await.expect("counted");
    shop.pay(&link, "key", &card("tok_ok")).await;
    shop.paylink.count_view(&link.link.slug).await.expect("closed links have a page too");
    assert_eq!(shop.standing(&link).await, "COMPLETED paid not payable");
    assert_eq!(shop.shown(&link).await.totals.views_count, 2);
}

#[tokio::test]
async fn unknown_and_deleted_links_have_no_views() {
    let shop = Shop::open().await;
    let link = shop.link(&LinkForm { slug: "gone".into(), ..one_time() }).await;
    shop.paylink.delete_link(&PLATFORM, &link.link.id.to_string()).await.expect("deleted");
    for slug in ["gone", "never-was", "", "ümlaut"] {
        assert_eq!(shop.paylink.count_view(slug).await.expect_err("no page").code, Code::NotFound, "{slug}");
    }
}
