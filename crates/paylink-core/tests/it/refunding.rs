//! Refunds as a merchant asks for them: in full, in part, never more than was paid, and only by those who may.

use crate::{
    shop::{PLATFORM, Shop, TOKEN, ach, card, new_merchant, seconds},
    till::{Asked, ask, back},
};
use paylink_core::{
    ApiKeyId, Caller, Code, EventKind, FieldErrors, Role, TypedId as _,
    forms::{EventQuery, LinkForm, ListQuery, MerchantForm, RefundForm, RefundQuery},
    records::PaymentStatus,
    views::SubjectView,
};

#[tokio::test]
async fn a_refund_without_an_amount_gives_everything_back() {
    let shop = Shop::open().await;
    let (link, id) = shop.paid("tok_ok").await;
    let asked = shop.refund(id, None, "r").await;
    assert_eq!((asked.told().as_str(), asked.replayed), ("201 succeeded 1250", false));
    assert_eq!(shop.sums(id).await, (1250, 1250, 1250));
    assert_eq!((shop.gateway.given_back(id), shop.gateway.refund_calls()), (1250, 1));
    let row = shop.refund_row(asked.id()).await;
    assert_eq!((row.payment_id, row.link_id, row.merchant_id), (id, link.link.id, shop.merchant.id));
    assert!(!row.unknown && row.gateway_reference.is_some());
    assert_eq!(shop.payment(id).await.status, PaymentStatus::Succeeded, "what was paid stays so");
    assert_eq!(shop.standing(&link).await, "COMPLETED paid not payable", "a refund does not open a link again");
    let shown = shop.shown(&link).await;
    assert_eq!((shown.amount_paid().minor, shown.amount_refunded().minor), (1250, 1250));
    assert_eq!(shop.count_of(&link, EventKind::RefundSucceeded).await, 1);
    shop.refunds_agree_with_the_gateway("in full").await;
}

#[tokio::test]
async fn partial_refunds_go_on_until_nothing_is_left() {
    let shop = Shop::open().await;
    let (link, id) = shop.paid("tok_ok").await;
    let steps = [
        (Some("5"), "201 succeeded 500", 750),
        (Some("7.51"), "409 refund_exceeds_payment", 750),
        (Some("7.49"), "201 succeeded 749", 1),
        (Some("0.02"), "409 refund_exceeds_payment", 1),
        (None, "201 succeeded 1", 0),
        (None, "409 refund_exceeds_payment", 0),
        (Some("0.01"), "409 refund_exceeds_payment", 0),
    ];
    for (number, (amount, told, left)) in steps.into_iter().enumerate() {
        let key = format!("{number}");
        assert_eq!(shop.refund(id, amount, &key).await.told(), told, "{key}");
        let refunded = 1250 - left;
        assert_eq!(shop.sums(id).await, (1250, refunded, refunded), "{key}");
        assert_eq!(shop.shown(&link).await.totals.refunded_minor, refunded, "{key}");
    }
    assert_eq!((shop.gateway.given_back(id), shop.gateway.refund_calls()), (1250, 3));
    shop.refunds_agree_with_the_gateway("in parts").await;
}

#[tokio::test]
async fn more_than_was_paid_is_refused_before_anyone_hears_of_it() {
    let shop = Shop::open().await;
    let (link, id) = shop.paid("tok_ok").await;
    for amount in ["12.51", "99999999.99"] {
        assert_eq!(shop.refund(id, Some(amount), amount).await.told(), "409 refund_exceeds_payment");
    }
    assert_eq!((shop.gateway.refund_calls(), shop.sums(id).await), (0, (1250, 0, 0)));
    assert!(shop.refunds_of(id).await.is_empty() && shop.count_of(&link, EventKind::RefundFailed).await == 0);
}

async fn wrong(shop: &Shop, payment: &str, form: &RefundForm) -> Vec<(String, Code)> {
    let error = shop.paylink.refund_payment(&PLATFORM, payment, form, None).await.expect_err("refused");
    assert_eq!(error.code.class().status(), 422, "{form:?}");
    error.fields.into_iter().map(|field| (field.field, field.code)).collect()
}

#[tokio::test]
async fn an_amount_is_written_in_the_payments_currency_and_over_nothing() {
    let shop = Shop::open().await;
    let dollars = shop.paid("tok_ok").await.1.to_string();
    let link = shop.link(&LinkForm { amount: "500".into(), currency: "JPY".into(), ..LinkForm::default() }).await;
    let yen = shop.pay(&link, "k", &card("tok_ok")).await.id().to_string();
    let garbage = ["", " ", "x", "1e2", "１０", " 1", "+1", "-1", "1.", ".5", "1,5", "1.2.3", "NaN", "0000000000001"];
    for amount in garbage {
        let found = wrong(&shop, &dollars, &back(Some(amount))).await;
        assert_eq!(found, [("amount".to_owned(), Code::InvalidAmount)], "{amount:?}");
    }
    for (payment, amount, code) in [
        (&dollars, "0", Code::AmountOutOfRange),
        (&dollars, "0.00", Code::AmountOutOfRange),
        (&dollars, "100000000", Code::AmountOutOfRange),
        (&dollars, "1.001", Code::TooManyDecimals),
        (&yen, "1.5", Code::TooManyDecimals),
    ] {
        let found = wrong(&shop, payment, &back(Some(amount))).await;
        assert_eq!(found, [("amount".to_owned(), code)], "{amount:?}");
    }
    assert_eq!(shop.gateway.refund_calls(), 0);
    let id = yen.parse().expect("an id");
    assert_eq!(shop.refund(id, Some("500"), "yen").await.told(), "201 succeeded 500");
}

#[tokio::test]
async fn a_reason_is_short_text_without_card_data() {
    let shop = Shop::open().await;
    let (link, id) = shop.paid("tok_ok").await;
    let reason =
        |text: &str| RefundForm { amount: Some("1".into()), reason: Some(text.to_owned()), ..RefundForm::default() };
    for (text, code) in [
        ("x".repeat(201), Code::TooLong),
        ("paid with 4242 4242 4242 4242".to_owned(), Code::CardDataNotAllowed),
        ("a\0b".to_owned(), Code::InvalidText),
        ("a\u{202e}b".to_owned(), Code::InvalidText),
    ] {
        let found = wrong(&shop, &id.to_string(), &reason(&text)).await;
        assert_eq!(found, [("reason".to_owned(), code)], "{text:?}");
    }
    let both = RefundForm { amount: Some("0".into()), ..reason(&"x".repeat(201)) };
    assert_eq!(wrong(&shop, &id.to_string(), &both).await.len(), 2, "every wrong field is named");
    let mut unread = FieldErrors::default();
    unread.add("amount", Code::InvalidType, "not a text");
    let found = wrong(&shop, &id.to_string(), &RefundForm { unread, ..RefundForm::default() }).await;
    assert_eq!(found, [("amount".to_owned(), Code::InvalidType)], "what the adapter could not read");
    let longest = "é".repeat(200);
    let asked = ask(&shop.paylink, &PLATFORM, id, &reason(&longest), "r").await;
    assert_eq!(shop.refund_row(asked.id()).await.reason.as_deref(), Some(longest.as_str()));
    let events = shop.paylink.events(&PLATFORM, &EventQuery::default()).await.expect("events").rows;
    let told = events.into_iter().find_map(|event| match event.subject {
        SubjectView::Refund(view) => Some((event.kind, view.refund)),
        SubjectView::PaymentMethod(_) => None,
        SubjectView::PaymentLink(_)
        | SubjectView::Payment(_)
        | SubjectView::Message(_)
        | SubjectView::Customer(_)
        | SubjectView::Test => None,
    });
    let (kind, told) = told.expect("an event about the refund");
    assert_eq!((kind, &told), (EventKind::RefundSucceeded, &shop.refund_row(asked.id()).await));
    assert_eq!(shop.count_of(&link, EventKind::RefundSucceeded).await, 1);
}

#[tokio::test]
async fn only_a_payment_that_stands_can_be_refunded() {
    let shop = Shop::open().await;
    for (token, form) in [
        ("tok_declined", card("tok_declined")),
        ("tok_action", card("tok_action")),
        ("tok_timeout_not_charged", card("tok_timeout_not_charged")),
        ("tok_wrong_amount", card("tok_wrong_amount")),
        ("tok_ach", ach("tok_ach")),
        ("tok_ach_declined", ach("tok_ach_declined")),
    ] {
        let link = shop.one_time().await;
        let id = shop.pay(&link, "k", &form).await.id();
        for amount in [None, Some("1"), Some("99")] {
            let asked = shop.refund(id, amount, &format!("{token} {amount:?}")).await;
            assert_eq!(asked.told(), "409 payment_not_refundable", "{token} {amount:?}");
        }
        assert!(shop.refunds_of(id).await.is_empty(), "{token}");
    }
    let (_, returned) = shop.paid("tok_ach").await;
    shop.gateway.give_back(returned, "R01");
    shop.pass(seconds(24 * 3600)).await;
    assert_eq!(shop.refund(returned, None, "returned").await.told(), "409 payment_not_refundable");
    assert_eq!(shop.gateway.refund_calls(), 0);
    shop.books_are_clean("nothing refunded").await;
}

#[tokio::test]
async fn a_payment_can_be_refunded_from_the_moment_it_succeeds() {
    let shop = Shop::open().await;
    let link = shop.one_time().await;
    let id = shop.pay(&link, "k", &card("tok_action")).await.id();
    shop.gateway.complete_challenge(id, true);
    shop.pass(seconds(5)).await;
    assert_eq!(shop.refund(id, Some("2"), "card").await.told(), "201 succeeded 200");
    let link = shop.one_time().await;
    let id = shop.pay(&link, "k", &ach("tok_ach")).await.id();
    shop.gateway.settle(id);
    assert_eq!(shop.refund(id, Some("2"), "early").await.told(), "409 payment_not_refundable", "not known as settled");
    shop.pass(seconds(5)).await;
    assert_eq!(shop.refund(id, Some("2"), "bank").await.told(), "201 succeeded 200");
    shop.refunds_agree_with_the_gateway("both").await;
}

#[tokio::test]
async fn a_payment_outlives_its_link() {
    let shop = Shop::open().await;
    let link = shop.multi_use(Some(5)).await;
    let id = shop.pay(&link, "k", &card("tok_ok")).await.id();
    let link_id = link.link.id.to_string();
    shop.paylink.cancel_link(&PLATFORM, &link_id, None).await.expect("cancelled");
    assert_eq!(shop.refund(id, Some("5"), "cancelled").await.told(), "201 succeeded 500");
    shop.paylink.delete_link(&PLATFORM, &link_id).await.expect("deleted");
    assert_eq!(shop.refund(id, None, "deleted").await.told(), "201 succeeded 750");
    assert_eq!(shop.count_of(&link, EventKind::RefundSucceeded).await, 2);
    shop.refunds_agree_with_the_gateway("both").await;
}

fn key(merchant: paylink_core::MerchantId, role: Role) -> Caller {
    Caller::merchant_key(merchant, role, ApiKeyId::from_uuid(uuid::Uuid::from_u128(7)))
}

#[tokio::test]
async fn a_merchant_refunds_its_own_payments_and_a_reader_none() {
    let shop = Shop::open().await;
    let (_, id) = shop.paid("tok_ok").await;
    let other = new_merchant(&shop.paylink, MerchantForm::default()).await.id;
    let own = shop.merchant.id;
    let told =
        async |caller: &Caller, name: &str| -> Asked { ask(&shop.paylink, caller, id, &back(Some("1")), name).await };
    assert_eq!(told(&key(other, Role::Admin), "stranger").await.told(), "404 not_found");
    assert_eq!(told(&Caller::merchant_token(other, TOKEN), "stranger's token").await.told(), "404 not_found");
    assert_eq!(told(&key(own, Role::ReadOnly), "reader").await.told(), "403 forbidden");
    assert_eq!(told(&Caller::platform(Role::ReadOnly, None), "auditor").await.told(), "403 forbidden");
    assert_eq!(told(&key(other, Role::ReadOnly), "foreign reader").await.told(), "403 forbidden");
    assert_eq!(shop.gateway.refund_calls(), 0);
    let made = told(&key(own, Role::Admin), "owner").await;
    assert_eq!(made.told(), "201 succeeded 100");
    assert_eq!(told(&Caller::merchant_token(own, TOKEN), "the same").await.told(), "201 succeeded 100");
    let refund = made.id().to_string();
    for (caller, seen) in [
        (PLATFORM, true),
        (key(own, Role::ReadOnly), true),
        (key(other, Role::Admin), false),
        (Caller::merchant_token(other, TOKEN), false),
    ] {
        let found = shop.paylink.refund(&caller, &refund).await.map(|view| view.refund.id);
        assert_eq!(found.ok(), seen.then(|| made.id()), "{caller:?}");
        let listed = shop.paylink.payment_refunds(&caller, &id.to_string(), &ListQuery::default()).await;
        assert_eq!(listed.ok().map(|page| page.rows.len()), seen.then_some(2), "{caller:?}");
        let all = shop.paylink.refunds(&caller, &RefundQuery::default()).await.expect("a list").rows;
        assert_eq!(all.len(), if seen { 2 } else { 0 }, "{caller:?}");
    }
    for garbage in ["", "x", "re_", &id.to_string(), "re_00000000000000000000000000"] {
        let error = shop.paylink.refund(&PLATFORM, garbage).await.expect_err("unknown");
        assert_eq!(error.code, Code::NotFound, "{garbage}");
        let error = shop.paylink.refund_payment(&PLATFORM, &refund, &back(None), None).await.expect_err("no payment");
        assert_eq!(error.code, Code::NotFound);
    }
}

#[tokio::test]
async fn refunds_are_listed_newest_first_page_by_page_and_filtered() {
    let shop = Shop::open().await;
    let link = shop.multi_use(None).await;
    let refused = shop.pay(&link, "a", &card("tok_ok_refund_refused")).await.id();
    let good = shop.pay(&link, "b", &card("tok_ok")).await.id();
    let mut made = vec![shop.refund(refused, Some("1"), "refused").await.id()];
    for number in 0..4 {
        shop.clock.advance(seconds(60));
        made.insert(0, shop.refund(good, Some("1"), &format!("{number}")).await.id());
    }
    let list = async |query: RefundQuery| {
        let page = shop.paylink.refunds(&PLATFORM, &query).await.expect("a list");
        (page.rows.into_iter().map(|view| view.refund.id).collect::<Vec<_>>(), page.next)
    };
    let text = |text: &str| Some(text.to_owned());
    assert_eq!(list(RefundQuery::default()).await, (made.clone(), None));
    let first = ListQuery { limit: text("2"), ..ListQuery::default() };
    let (rows, next) = list(RefundQuery { list: first.clone(), ..RefundQuery::default() }).await;
    assert_eq!(rows, made[..2]);
    let rest = ListQuery { cursor: next, ..ListQuery::default() };
    assert_eq!(list(RefundQuery { list: rest, ..RefundQuery::default() }).await, (made[2..].to_vec(), None));
    let of = |payment: paylink_core::PaymentId| RefundQuery {
        payment_id: Some(payment.to_string()),
        ..RefundQuery::default()
    };
    assert_eq!(list(of(good)).await.0, made[..4]);
    assert_eq!(list(RefundQuery { status: text("failed"), ..RefundQuery::default() }).await.0, made[4..]);
    assert_eq!(list(RefundQuery { status: text("processing"), ..RefundQuery::default() }).await.0, []);
    let after = RefundQuery { created_after: text("2026-01-15T12:02:00Z"), ..RefundQuery::default() };
    assert_eq!(list(after).await.0, made[..2]);
    for query in [
        RefundQuery { status: text("succeded"), ..RefundQuery::default() },
        RefundQuery { payment_id: text("x"), ..RefundQuery::default() },
        RefundQuery { list: ListQuery { limit: text("0"), ..ListQuery::default() }, ..RefundQuery::default() },
        RefundQuery { list: ListQuery { cursor: text("x"), ..ListQuery::default() }, ..RefundQuery::default() },
    ] {
        let error = shop.paylink.refunds(&PLATFORM, &query).await.expect_err("refused");
        assert_eq!(error.code, Code::InvalidParameter, "{query:?}");
    }
}
