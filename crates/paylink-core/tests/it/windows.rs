//! Lists by number, payments and refunds in one list, and links that have ended before they were made.

use crate::shop::{PLATFORM, Shop, TOKEN, card, fresh, one_time, seconds};
use paylink_core::{
    Caller, Code,
    forms::{LinkForm, LinkQuery, Patch, RefundForm, TransactionQuery},
    records::Method,
    views::{LinkStatus, TransactionView, Window},
};

const fn window(skip: u64, limit: usize) -> Window {
    Window { skip, limit }
}

#[tokio::test]
async fn a_window_of_links_says_how_many_there_are() {
    let shop = Shop::open().await;
    let mut made = Vec::new();
    for _ in 0..7 {
        shop.clock.advance(seconds(1));
        made.insert(0, shop.one_time().await.link.id);
    }
    let all = LinkQuery::default();
    for (skip, limit, wanted) in
        [(0, 3, 0..3), (3, 3, 3..6), (6, 3, 6..7), (7, 3, 7..7), (u64::MAX, 3, 7..7), (0, 0, 0..0)]
    {
        let found = shop.paylink.links_window(&PLATFORM, &all, window(skip, limit)).await.expect("a window");
        let ids: Vec<_> = found.rows.iter().map(|link| link.link.id).collect();
        assert_eq!((ids.as_slice(), found.total), (&made[wanted], 7), "{skip} {limit}");
    }
    let stranger = Caller::merchant_token(crate::shop::new_merchant(&shop.paylink, Default::default()).await.id, TOKEN);
    let none = shop.paylink.links_window(&stranger, &all, window(0, 5)).await.expect("a window");
    assert_eq!((none.rows.len(), none.total), (0, 0));
    let of_nobody = LinkQuery { status: Some("CANCELLED".to_owned()), ..all };
    assert_eq!(shop.paylink.links_window(&PLATFORM, &of_nobody, window(0, 5)).await.expect("a window").total, 0);
    let merchants = shop.paylink.merchants_window(&PLATFORM, window(1, 5)).await.expect("a window");
    assert_eq!((merchants.rows.len(), merchants.total), (1, 2));
    let own = shop.paylink.merchants_window(&stranger, window(0, 5)).await.expect("a window");
    assert_eq!((own.rows.len(), own.total), (1, 1));
}

#[tokio::test]
async fn payments_and_refunds_come_as_one_list() {
    let shop = Shop::open().await;
    let link = shop.multi_use(None).await;
    let mut wanted = Vec::new();
    for number in 0..5 {
        shop.clock.advance(seconds(1));
        let paid = shop.pay(&link, &format!("k{number}"), &card("tok_ok")).await.id();
        wanted.insert(0, paid.to_string());
        if number % 2 == 0 {
            shop.clock.advance(seconds(1));
            let form = RefundForm { amount: Some("1".to_owned()), ..RefundForm::default() };
            let refund = shop.paylink.refund_payment(&PLATFORM, &paid.to_string(), &form, None).await;
            wanted.insert(0, fresh(refund.expect("a refund")).refund.id.to_string());
        }
    }
    let id = |row: &TransactionView| match &row.refund {
        None => row.payment.payment.id.to_string(),
        Some(refund) => refund.refund.id.to_string(),
    };
    let any = |_: &TransactionView| true;
    let query = TransactionQuery { payment_link_id: Some(link.link.id.to_string()), ..TransactionQuery::default() };
    for (skip, limit, rows) in [(0, 100, 0..8), (0, 3, 0..3), (3, 3, 3..6), (6, 3, 6..8), (8, 3, 8..8)] {
        let found = shop.paylink.transactions(&PLATFORM, &query, window(skip, limit), any).await.expect("a list");
        assert_eq!(found.rows.iter().map(id).collect::<Vec<_>>(), wanted[rows], "{skip} {limit}");
        assert_eq!(found.total, u64::try_from(wanted.len()).unwrap(), "{skip} {limit}");
        assert!(found.rows.iter().all(|row| row.link.as_ref().is_some_and(|link_of| link_of.id == link.link.id)));
    }
    let refunds = |row: &TransactionView| row.refund.is_some();
    let found = shop.paylink.transactions(&PLATFORM, &query, window(1, 5), refunds).await.expect("a list");
    assert_eq!((found.rows.len(), found.total), (2, 3), "what is not let through does not count");
    let by_bank = TransactionQuery { method: Some(Method::Ach), ..query.clone() };
    let none = shop.paylink.transactions(&PLATFORM, &by_bank, window(0, 5), any).await.expect("a list");
    assert_eq!((none.rows.len(), none.total), (0, 0));
    let dear = TransactionQuery { currency: Some("USD".to_owned()), amount_min: Some("2".to_owned()), ..query };
    let found = shop.paylink.transactions(&PLATFORM, &dear, window(0, 50), any).await.expect("a list");
    assert_eq!(found.rows.iter().filter(|row| row.refund.is_some()).count(), 0);
    let wrong = TransactionQuery { payment_link_id: Some("x".to_owned()), ..TransactionQuery::default() };
    let error = shop.paylink.transactions(&PLATFORM, &wrong, window(0, 5), any).await.expect_err("no such id");
    assert_eq!(error.code, Code::InvalidParameter);
}

#[tokio::test]
async fn a_link_may_have_ended_already_if_its_maker_says_so() {
    let shop = Shop::open().await;
    let past = LinkForm { ends_at: "2025-12-31".into(), ..one_time() };
    assert_eq!(shop.try_link(&past).await.expect_err("too late").code, Code::InvalidWindow);
    let form = LinkForm { may_have_ended: true, starts_at: "2025-01-01".into(), ..past.clone() };
    let link = shop.link(&form).await;
    assert_eq!((link.status, link.payable), (LinkStatus::Inactive, false));
    let backwards = LinkForm { may_have_ended: true, starts_at: "2026-01-01".into(), ..past };
    assert_eq!(shop.try_link(&backwards).await.expect_err("backwards").code, Code::InvalidWindow);
}

#[tokio::test]
async fn a_wish_for_a_captcha_is_kept() {
    let shop = Shop::open().await;
    assert!(!shop.one_time().await.link.details.captcha);
    let link = shop.link(&LinkForm { captcha: true.into(), ..one_time() }).await;
    assert!(link.link.details.captcha);
    let clear = LinkForm { captcha: Patch::Clear, ..LinkForm::default() };
    let changed = shop.paylink.update_link(&PLATFORM, &link.link.id.to_string(), &clear).await.expect("a change");
    assert!(!changed.link.details.captcha);
}
