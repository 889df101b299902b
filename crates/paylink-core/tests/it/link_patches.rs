//! Changing a link: what may change when, what clears, and what has to be told again.

use crate::shop::{PLATFORM, Shop, ach, card, hours, one_time, seconds};
use paylink_core::{
    Code, Error, EventKind,
    forms::{LinkForm, Patch},
    views::LinkView,
};

async fn patch(shop: &Shop, link: &LinkView, form: &LinkForm) -> Result<LinkView, Error> {
    shop.paylink.update_link(&PLATFORM, &link.link.id.to_string(), form).await
}

async fn refusal(shop: &Shop, link: &LinkView, form: &LinkForm) -> Option<(String, Code)> {
    let error = patch(shop, link, form).await.err()?;
    let field = error.fields.first().map(|field| field.field.clone()).unwrap_or_default();
    Some((field, error.code))
}

/// One change of price each.
fn repricings() -> [LinkForm; 4] {
    let nothing = LinkForm::default;
    [
        LinkForm { amount: "13".into(), ..nothing() },
        LinkForm { currency: "EUR".into(), ..nothing() },
        LinkForm { payment_methods: vec!["card".to_owned()].into(), ..nothing() },
        LinkForm { card_amount: "12".into(), ach_amount: "12".into(), ..nothing() },
    ]
}

#[tokio::test]
async fn a_price_can_change_until_a_payment_has_begun() {
    for form in repricings() {
        let shop = Shop::open().await;
        let link = shop.one_time().await;
        patch(&shop, &link, &form).await.expect("nobody has begun to pay");
        let link = shop.one_time().await;
        shop.pay(&link, "k", &card("tok_declined")).await;
        assert_eq!(refusal(&shop, &link, &form).await, Some((String::new(), Code::LinkHasPayments)), "{form:?}");
        let text = LinkForm { description: "Rolls".into(), ..LinkForm::default() };
        patch(&shop, &link, &text).await.expect("texts can change");
        let same = LinkForm { amount: "12.5".into(), currency: "USD".into(), ..LinkForm::default() };
        patch(&shop, &link, &same).await.expect("the same price is no change");
    }
}

#[tokio::test]
async fn completed_and_cancelled_links_do_not_change() {
    let shop = Shop::open().await;
    let (paid, cancelled) = (shop.one_time().await, shop.one_time().await);
    shop.pay(&paid, "k", &card("tok_ok")).await;
    shop.paylink.cancel_link(&PLATFORM, &cancelled.link.id.to_string(), None).await.expect("cancelled");
    let form = LinkForm { description: "Rolls".into(), ..LinkForm::default() };
    for link in [paid, cancelled] {
        assert_eq!(refusal(&shop, &link, &form).await, Some((String::new(), Code::LinkClosed)));
    }
}

#[tokio::test]
async fn null_clears_and_silence_keeps() {
    let shop = Shop::open().await;
    let full = LinkForm {
        description: "Rolls".into(),
        order_number: "A1".into(),
        ends_at: "2026-02-01".into(),
        sales_tax: "1".into(),
        show_billing_fields: false.into(),
        metadata: vec![("a".to_owned(), "1".to_owned())].into(),
        usage: "multi_use".into(),
        max_payments: 5.into(),
        ..one_time()
    };
    let link = shop.link(&full).await;
    let kept = patch(&shop, &link, &LinkForm::default()).await.expect("no change").link;
    assert_eq!(kept, link.link);
    let clear = LinkForm {
        description: Patch::Clear,
        order_number: Patch::Clear,
        ends_at: Patch::Clear,
        sales_tax: Patch::Clear,
        show_billing_fields: Patch::Clear,
        metadata: Patch::Clear,
        max_payments: Patch::Clear,
        ..LinkForm::default()
    };
    let cleared = patch(&shop, &link, &clear).await.expect("cleared").link;
    assert_eq!((&cleared.details.description, &cleared.order_number, cleared.ends_at), (&None, &None, None));
    assert_eq!((cleared.details.sales_tax_minor, cleared.details.show_billing_fields), (None, true));
    assert_eq!((cleared.details.metadata.len(), cleared.max_payments), (0, None));
    let once = LinkForm { usage: Patch::Clear, ..LinkForm::default() };
    assert_eq!(patch(&shop, &link, &once).await.expect("one-time").link.max_payments, Some(1));
    let no_price = LinkForm { amount: Patch::Clear, ..LinkForm::default() };
    assert_eq!(refusal(&shop, &link, &no_price).await, Some(("amount".to_owned(), Code::Required)));
}

#[tokio::test]
async fn prices_change_their_kind_only_as_a_whole() {
    let shop = Shop::open().await;
    let link = shop.one_time().await;
    let half = LinkForm { card_amount: "13".into(), ..LinkForm::default() };
    assert_eq!(refusal(&shop, &link, &half).await, Some(("ach_amount".to_owned(), Code::Required)));
    let pair = LinkForm { card_amount: "13".into(), ach_amount: "12".into(), ..LinkForm::default() };
    let two = patch(&shop, &link, &pair).await.expect("two prices").link;
    assert_eq!((two.per_method, two.card_minor, two.ach_minor), (true, Some(1300), Some(1200)));
    let two = patch(&shop, &link, &half).await.expect("one of two").link;
    assert_eq!((two.card_minor, two.ach_minor), (Some(1300), Some(1200)));
    let one = LinkForm { amount: "20".into(), ..LinkForm::default() };
    let one = patch(&shop, &link, &one).await.expect("one price").link;
    assert_eq!((one.per_method, one.card_minor, one.ach_minor), (false, Some(2000), Some(2000)));
    let cards = LinkForm { payment_methods: vec!["card".to_owned()].into(), ..LinkForm::default() };
    let cards = patch(&shop, &link, &cards).await.expect("cards only").link;
    assert_eq!((cards.card_minor, cards.ach_minor), (Some(2000), None));
    let habit = LinkForm { payment_methods: Patch::Clear, ..LinkForm::default() };
    assert_eq!(patch(&shop, &link, &habit).await.expect("the merchant's").link.ach_minor, Some(2000));
}

#[tokio::test]
async fn another_currency_means_the_same_number_of_its_own_units() {
    let shop = Shop::open().await;
    let link = shop.link(&LinkForm { amount: "1000".into(), sales_tax: "100".into(), ..one_time() }).await;
    let yen = LinkForm { currency: "JPY".into(), ..LinkForm::default() };
    let yen = patch(&shop, &link, &yen).await.expect("yen").link;
    assert_eq!((yen.card_minor, yen.details.sales_tax_minor), (Some(1000), Some(100)));
    let cents = shop.link(&LinkForm { amount: "1000".into(), sales_tax: "100.50".into(), ..one_time() }).await;
    let form = LinkForm { currency: "JPY".into(), ..LinkForm::default() };
    assert_eq!(refusal(&shop, &cents, &form).await, Some(("sales_tax".to_owned(), Code::TooManyDecimals)));
    let cheaper = LinkForm { amount: "99".into(), ..LinkForm::default() };
    assert_eq!(refusal(&shop, &cents, &cheaper).await, Some(("sales_tax".to_owned(), Code::AmountOutOfRange)));
}

#[tokio::test]
async fn a_slug_stays() {
    let shop = Shop::open().await;
    let link = shop.link(&LinkForm { slug: "spring".into(), ..one_time() }).await;
    let same = LinkForm { slug: "spring".into(), ..LinkForm::default() };
    patch(&shop, &link, &same).await.expect("the same slug");
    let other = LinkForm { slug: "summer".into(), ..LinkForm::default() };
    assert_eq!(refusal(&shop, &link, &other).await, Some(("slug".to_owned(), Code::NotSupported)));
}

#[tokio::test]
async fn an_external_id_can_move_when_it_is_free() {
    let shop = Shop::open().await;
    let named = |id: &str| LinkForm { external_id: id.into(), ..LinkForm::default() };
    let (one, two) = (shop.one_time().await, shop.one_time().await);
    patch(&shop, &one, &named("a")).await.expect("free");
    assert_eq!(refusal(&shop, &two, &named("a")).await, Some((String::new(), Code::ExternalIdTaken)));
    patch(&shop, &one, &named("b")).await.expect("free");
    patch(&shop, &two, &named("a")).await.expect("free again");
}

#[tokio::test]
async fn a_link_that_has_ended_opens_again_when_its_end_moves() {
    let shop = Shop::open().await;
    let link = shop.link(&LinkForm { ends_at: "2026-01-15T13:00:00Z".into(), ..one_time() }).await;
    shop.pass(hours(2)).await;
    assert_eq!(shop.standing(&link).await, "INACTIVE unpaid not payable");
    let text = LinkForm { description: "Rolls".into(), ..LinkForm::default() };
    patch(&shop, &link, &text).await.expect("an ended link can change");
    let past = LinkForm { ends_at: "2026-01-15T13:30:00Z".into(), ..LinkForm::default() };
    assert_eq!(refusal(&shop, &link, &past).await, Some(("ends_at".to_owned(), Code::InvalidWindow)));
    let late = LinkForm { ends_at: "2026-01-15T15:00:00Z".into(), ..LinkForm::default() };
    patch(&shop, &link, &late).await.expect("a later end");
    assert_eq!(shop.standing(&link).await, "ACTIVE unpaid payable");
    shop.pass(hours(1)).await;
    assert_eq!(shop.count_of(&link, EventKind::LinkExpired).await, 2, "each end is announced once");
}

#[tokio::test]
async fn a_start_after_the_end_is_refused_whichever_of_the_two_moves() {
    let shop = Shop::open().await;
    let form = LinkForm { starts_at: "2026-02-01".into(), ends_at: "2026-02-10".into(), ..one_time() };
    let link = shop.link(&form).await;
    let start = LinkForm { starts_at: "2026-02-11".into(), ..LinkForm::default() };
    let end = LinkForm { ends_at: "2026-01-31".into(), ..LinkForm::default() };
    for form in [start, end] {
        assert_eq!(refusal(&shop, &link, &form).await, Some(("ends_at".to_owned(), Code::InvalidWindow)), "{form:?}");
    }
}

#[tokio::test]
async fn every_change_is_told_once() {
    let shop = Shop::open().await;
    let link = shop.one_time().await;
    shop.clock.advance(seconds(1));
    let form = LinkForm { description: "Rolls".into(), ..LinkForm::default() };
    let changed = patch(&shop, &link, &form).await.expect("changed").link;
    assert_eq!((changed.created_at, changed.updated_at), (link.link.created_at, shop.now()));
    assert_eq!(shop.count_of(&link, EventKind::LinkUpdated).await, 1);
    shop.clock.advance(seconds(1));
    for nothing_new in [form, LinkForm::default(), LinkForm { amount: "12.5".into(), ..LinkForm::default() }] {
        assert_eq!(patch(&shop, &link, &nothing_new).await.expect("as it is").link, changed);
    }
    assert_eq!(shop.count_of(&link, EventKind::LinkUpdated).await, 1, "what changes nothing is not told");
}

#[tokio::test]
async fn a_link_whose_debit_came_back_can_change_again_but_not_its_price() {
    let shop = Shop::open().await;
    let link = shop.one_time().await;
    let paid = shop.pay(&link, "k", &ach("tok_ach")).await;
    shop.gateway.give_back(paid.id(), "R01");
    shop.pass(seconds(5)).await;
    let text = LinkForm { description: "Rolls".into(), ..LinkForm::default() };
    patch(&shop, &link, &text).await.expect("open again");
    let price = LinkForm { amount: "13".into(), ..LinkForm::default() };
    assert_eq!(refusal(&shop, &link, &price).await, Some((String::new(), Code::LinkHasPayments)));
}
