//! Lists: pages that stay stable while rows are added, cursors that fit one list only, filters.

use crate::shop::{PLATFORM, Shop, TOKEN, ach, card, one_time, seconds};
use paylink_core::{
    Caller, Code,
    forms::{LinkForm, LinkQuery, ListQuery, PaymentQuery},
};

fn list(limit: &str, cursor: Option<String>) -> ListQuery {
    ListQuery { limit: Some(limit.to_owned()), cursor, ..ListQuery::default() }
}

#[tokio::test]
async fn pages_run_from_the_newest_to_the_oldest_and_stay_while_links_are_added() {
    let shop = Shop::open().await;
    let mut made = Vec::new();
    for place in 0..23 {
        made.push(shop.one_time().await.link.id);
        if place % 3 == 0 {
            // some are made in the same microsecond
            shop.clock.advance(seconds(1));
        }
    }
    let (mut seen, mut cursor, mut pages) = (Vec::new(), None, 0);
    loop {
        let query = LinkQuery { list: list("5", cursor), ..LinkQuery::default() };
        let page = shop.paylink.links(&PLATFORM, &query).await.expect("a page");
        seen.extend(page.rows.iter().map(|row| (row.link.created_at, row.link.id)));
        pages += 1;
        shop.one_time().await;
        shop.clock.advance(seconds(1));
        match page.next {
            Some(next) => cursor = Some(next),
            None => break,
        }
    }
    assert_eq!(pages, 5);
    assert!(seen.is_sorted_by(|a, b| a > b), "newest first, each once");
    let mut ids: Vec<_> = seen.into_iter().map(|(_, id)| id).collect();
    ids.sort_unstable();
    made.sort_unstable();
    assert_eq!(ids, made);
}

#[tokio::test]
async fn a_list_without_a_limit_has_twenty_rows() {
    let shop = Shop::open().await;
    for _ in 0..21 {
        shop.one_time().await;
    }
    let page = shop.paylink.links(&PLATFORM, &LinkQuery::default()).await.expect("a page");
    assert_eq!((page.rows.len(), page.next.is_some()), (20, true));
    let all = LinkQuery { list: list("100", None), ..LinkQuery::default() };
    let page = shop.paylink.links(&PLATFORM, &all).await.expect("a page");
    assert_eq!((page.rows.len(), page.next), (21, None));
    let exact = LinkQuery { list: list("21", None), ..LinkQuery::default() };
    assert_eq!(shop.paylink.links(&PLATFORM, &exact).await.expect("a page").next, None, "no empty page follows");
}

#[tokio::test]
async fn limits_and_cursors_that_make_no_sense_are_refused() {
    let shop = Shop::open().await;
    for limit in ["0", "101", "-1", "", "x", "1.5", "+5", " 5", "99999999999999999999"] {
        let query = LinkQuery { list: list(limit, None), ..LinkQuery::default() };
        let error = shop.paylink.links(&PLATFORM, &query).await.expect_err(limit);
        assert_eq!((error.code, error.fields[0].field.as_str()), (Code::InvalidParameter, "limit"), "{limit}");
    }
    let long = "A".repeat(5000);
    for cursor in ["", "x", "AAAA", &"A".repeat(43), &"-".repeat(43), "äöü", &long] {
        let query = LinkQuery { list: list("5", Some(cursor.to_owned())), ..LinkQuery::default() };
        let error = shop.paylink.links(&PLATFORM, &query).await.expect_err(cursor);
        assert_eq!((error.code, error.fields[0].field.as_str()), (Code::InvalidParameter, "cursor"), "{cursor}");
    }
}

#[tokio::test]
async fn a_cursor_fits_only_the_list_the_filter_and_the_caller_it_came_from() {
    let shop = Shop::open().await;
    for _ in 0..3 {
        let link = shop.multi_use(None).await;
        shop.pay(&link, "k", &card("tok_ok")).await;
    }
    let first = LinkQuery { list: list("1", None), ..LinkQuery::default() };
    let cursor = shop.paylink.links(&PLATFORM, &first).await.expect("a page").next.expect("more");
    let next = |status: Option<&str>| LinkQuery {
        list: list("2", Some(cursor.clone())),
        status: status.map(str::to_owned),
        ..LinkQuery::default()
    };
    assert_eq!(shop.paylink.links(&PLATFORM, &next(None)).await.expect("its own").rows.len(), 2);
    let own = Caller::merchant_token(shop.merchant.id, TOKEN);
    let payments = PaymentQuery { list: list("1", Some(cursor.clone())), ..PaymentQuery::default() };
    let merchants = list("1", Some(cursor.clone()));
    let refused = [
        shop.paylink.links(&PLATFORM, &next(Some("ACTIVE"))).await.expect_err("another filter").code,
        shop.paylink.links(&own, &next(None)).await.expect_err("another caller").code,
        shop.paylink.payments(&PLATFORM, &payments).await.expect_err("another list").code,
        shop.paylink.merchants(&PLATFORM, &merchants).await.expect_err("another list").code,
    ];
    assert_eq!(refused, [Code::InvalidParameter; 4]);
}

#[tokio::test]
async fn links_are_found_by_every_filter() {
    let shop = Shop::open().await;
    let plain = shop.one_time().await;
    shop.clock.advance(seconds(10));
    let named = shop.link(&LinkForm { external_id: "e1".into(), order_number: "A1".into(), ..one_time() }).await;
    shop.clock.advance(seconds(10));
    let paid = shop.one_time().await;
    shop.pay(&paid, "k", &card("tok_ok")).await;
    let query = LinkQuery::default;
    let some = |text: &str| Some(text.to_owned());
    let cases = [
        (LinkQuery { status: some("COMPLETED"), ..query() }, vec![&paid]),
        (LinkQuery { payment_status: some("unpaid"), ..query() }, vec![&named, &plain]),
        (LinkQuery { external_id: some("e1"), ..query() }, vec![&named]),
        (LinkQuery { external_id: some("E1"), ..query() }, vec![]),
        (LinkQuery { order_number: some("A1"), ..query() }, vec![&named]),
        (LinkQuery { merchant_id: some(&shop.merchant.id.to_string()), ..query() }, vec![&paid, &named, &plain]),
        (LinkQuery { created_after: some("2026-01-15T12:00:00Z"), ..query() }, vec![&paid, &named]),
        (LinkQuery { created_after: some("2026-01-15"), ..query() }, vec![&paid, &named, &plain]),
        (LinkQuery { created_before: some("2026-01-15T12:00:10Z"), ..query() }, vec![&plain]),
    ];
    for (query, expected) in cases {
        let found = shop.paylink.links(&PLATFORM, &query).await.expect("a list").rows;
        let ids = |links: Vec<paylink_core::LinkId>| links;
        assert_eq!(
            found.iter().map(|row| row.link.id).collect::<Vec<_>>(),
            ids(expected.iter().map(|row| row.link.id).collect()),
            "{query:?}"
        );
    }
    let wrong = LinkQuery {
        status: some("active"),
        payment_status: some("x"),
        merchant_id: some("plink_1"),
        created_after: some("soon"),
        external_id: some(""),
        ..query()
    };
    let error = shop.paylink.links(&PLATFORM, &wrong).await.expect_err("wrong filters");
    assert_eq!((error.code, error.fields.len()), (Code::InvalidParameter, 5));
}

#[tokio::test]
async fn payments_are_found_by_every_filter() {
    let shop = Shop::open().await;
    let link = shop.multi_use(None).await;
    let other = shop.one_time().await;
    let ok = shop.pay(&link, "k1", &card("tok_ok")).await.id();
    shop.clock.advance(seconds(1));
    let declined = shop.pay(&link, "k2", &card("tok_declined")).await.id();
    shop.clock.advance(seconds(1));
    let bank = shop.pay(&other, "k3", &ach("tok_ach")).await.id();
    let query = PaymentQuery::default;
    let some = |text: &str| Some(text.to_owned());
    let cases = [
        (query(), vec![bank, declined, ok]),
        (PaymentQuery { status: some("succeeded"), ..query() }, vec![ok]),
        (PaymentQuery { status: some("failed"), ..query() }, vec![declined]),
        (PaymentQuery { method: some("ach"), ..query() }, vec![bank]),
        (PaymentQuery { payment_link_id: some(&link.link.id.to_string()), ..query() }, vec![declined, ok]),
        (PaymentQuery { created_after: some("2026-01-15T12:00:00Z"), ..query() }, vec![bank, declined]),
    ];
    for (query, expected) in cases {
        let found = shop.paylink.payments(&PLATFORM, &query).await.expect("a list").rows;
        assert_eq!(found.iter().map(|row| row.payment.id).collect::<Vec<_>>(), expected, "{query:?}");
    }
    let of_link =
        shop.paylink.link_payments(&PLATFORM, &link.link.id.to_string(), &list("1", None)).await.expect("a list");
    assert_eq!((of_link.rows[0].payment.id, of_link.next.is_some()), (declined, true));
}
