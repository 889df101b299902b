//! A link that offers a saved method is paid with that one and no other, and only while it may be used.

use crate::{
    shop::{PLATFORM, Shop, ach, card, hours, minutes, new_merchant, one_time, seconds},
    wallet::{asking, offering, ticked, with_method},
};
use paylink_core::{
    Caller, Code, PaymentMethodId, Role, TokenId, TypedId,
    forms::{CustomerForm, LinkForm, MerchantForm, Patch, PayForm, PaymentMethodQuery},
    ports::{Page, PageSituation},
    records::{Keeping, MessageKind, PaymentStatus},
    testing::CallFault,
};

async fn situation(shop: &Shop, slug: &str) -> PageSituation {
    let page = shop.paylink.checkout_page(slug).await.expect("a page");
    let Page::Checkout(page) = page else { panic!("another page: {page:?}") };
    page.situation
}

/// The wrong fields of a link.
async fn refused(shop: &Shop, form: &LinkForm) -> Vec<(String, Code)> {
    let error = shop.try_link(form).await.expect_err("refused");
    error.fields.into_iter().map(|wrong| (wrong.field, wrong.code)).collect()
}

#[tokio::test]
async fn a_saved_card_pays_without_a_token() {
    let shop = Shop::open().await;
    let method = shop.saved("tok_ok").await;
    let link = shop.link(&offering(method.id)).await;
    assert_eq!((link.link.card_minor, link.link.ach_minor), (Some(1250), None), "by that method and no other");
    let Page::Checkout(page) = shop.paylink.checkout_page(&link.link.slug).await.expect("a page") else { panic!() };
    assert_eq!(page.saved.as_ref().map(|saved| (saved.id, &saved.details)), Some((method.id, &method.details)));
    let paid = shop.pay(&link, "k", &with_method(method.id)).await;
    assert_eq!(paid.told(), "201 succeeded");
    let payment = shop.payment(paid.id()).await;
    assert_eq!(payment.keeping, Some(Keeping::Used { id: method.id }));
    assert_eq!((payment.gateway_token, payment.method_details), (None, Some(method.details)));
    assert_eq!(shop.methods().await.len(), 1, "nothing is saved anew");
    assert_eq!(shop.standing(&link).await, "COMPLETED paid not payable");
    assert!(shop.pay(&link, "k", &with_method(method.id)).await.replayed);
    assert_eq!(shop.gateway.taken().len(), 2, "the payment that saved it, and this one");
}

#[tokio::test]
async fn no_other_means_pay_a_link_that_offers_one() {
    let shop = Shop::open().await;
    let (method, other) = (shop.saved("tok_ok").await, shop.saved("tok_ok").await);
    let link = shop.link(&offering(method.id)).await;
    let whole = with_method(method.id);
    let tries = [
        (card("tok_ok"), "422 invalid_request"),
        (PayForm { token: Some("tok_ok".to_owned()), ..whole.clone() }, "422 not_supported"),
        (with_method(other.id), "422 invalid_value"),
        (PayForm { payment_method_id: Some("pm_x".to_owned()), ..whole.clone() }, "422 invalid_value"),
        (PayForm { payment_method_id: None, ..whole.clone() }, "422 required"),
        (PayForm { method: Some("ach".to_owned()), ..whole.clone() }, "422 invalid_value"),
        (ticked(whole.clone()), "422 not_supported"),
    ];
    for (number, (form, told)) in tries.iter().enumerate() {
        assert_eq!(shop.pay(&link, &format!("k{number}"), form).await.told(), *told, "{number}");
    }
    let plain = shop.one_time().await;
    assert_eq!(shop.pay(&plain, "k", &with_method(method.id)).await.told(), "422 invalid_request");
    assert!(shop.payments_of(link.link.id).await.is_empty() && shop.payments_of(plain.link.id).await.is_empty());
    assert_eq!(shop.pay(&link, "k", &whole).await.told(), "201 succeeded");
}

#[tokio::test]
async fn only_a_usable_method_of_the_merchant_can_be_offered() {
    let shop = Shop::open().await;
    let (good, gone) = (shop.saved("tok_ok").await, shop.saved("tok_ok").await);
    shop.revoke(gone.id).await;
    let field = |name: &str, code| vec![(name.to_owned(), code)];
    let id = "payment_method_id";
    assert_eq!(refused(&shop, &offering(gone.id)).await, field(id, Code::InvalidValue));
    let unknown = PaymentMethodId::from_random([7; 16]);
    assert_eq!(refused(&shop, &offering(unknown)).await, field(id, Code::InvalidId));
    let garbage = LinkForm { payment_method_id: "pm_7".into(), ..one_time() };
    assert_eq!(refused(&shop, &garbage).await, field(id, Code::InvalidId));
    let stranger = new_merchant(&shop.paylink, MerchantForm::default()).await;
    let foreign = shop.paylink.create_link(&PLATFORM, Some(&stranger.id.to_string()), &offering(good.id), None).await;
    assert_eq!(foreign.expect_err("another merchant's").fields.remove(0).code, Code::InvalidId);
    let both = LinkForm { save_payment_method: Patch::Set(true), ..offering(good.id) };
    assert_eq!(refused(&shop, &both).await, field("save_payment_method", Code::NotSupported));
    let endless = LinkForm { usage: "multi_use".into(), ..offering(good.id) };
    assert_eq!(refused(&shop, &endless).await, field("max_payments", Code::Required));
    let by_bank = LinkForm { payment_methods: Patch::Set(vec!["ach".to_owned()]), ..offering(good.id) };
    assert_eq!(refused(&shop, &by_bank).await, field("payment_methods", Code::NotSupported));
    let wrong_amount = LinkForm { amount: "1e2".into(), ..offering(unknown) };
    assert_eq!(refused(&shop, &wrong_amount).await.len(), 2, "every wrong field is named");
    let twice = LinkForm { max_payments: Patch::Set(2), ..endless };
    let link = shop.link(&twice).await;
    for key in ["1", "2"] {
        assert_eq!(shop.pay(&link, key, &with_method(good.id)).await.told(), "201 succeeded");
    }
    assert_eq!(shop.pay(&link, "3", &with_method(good.id)).await.told(), "409 link_completed");
}

#[tokio::test]
async fn a_link_is_for_the_customer_whose_method_it_offers() {
    let shop = Shop::open().await;
    let method = shop.saved("tok_ok").await;
    let link = shop.link(&offering(method.id)).await;
    assert_eq!((link.link.customer_id, method.customer_id.is_some()), (method.customer_id, true));
    let other = CustomerForm { external_id: Some("someone-else".to_owned()), ..CustomerForm::default() };
    let form = LinkForm { customer: Patch::Set(other), ..offering(method.id) };
    assert_eq!(refused(&shop, &form).await, [("payment_method_id".to_owned(), Code::NotSupported)]);
    let own = CustomerForm { id: method.customer_id.map(|id| id.to_string()), ..CustomerForm::default() };
    let form = LinkForm { customer: Patch::Set(own), ..offering(method.id) };
    assert_eq!(shop.link(&form).await.link.customer_id, method.customer_id);
}

#[tokio::test]
async fn an_offer_can_be_changed_until_a_payment_has_begun() {
    let shop = Shop::open().await;
    let first = shop.saved("tok_ok").await;
    let own = CustomerForm { id: first.customer_id.map(|id| id.to_string()), ..CustomerForm::default() };
    let form = LinkForm { customer: Patch::Set(own), ..asking() };
    let second = shop.saved_on(&form, "tok_ach").await;
    let link = shop.one_time().await;
    let change = async |form: &LinkForm| shop.paylink.update_link(&PLATFORM, &link.link.id.to_string(), form).await;
    let offer = |id: PaymentMethodId| LinkForm { payment_method_id: Patch::Set(id.to_string()), ..LinkForm::default() };
    let view = change(&offer(first.id)).await.expect("offered");
    assert_eq!((view.link.details.payment_method_id, view.link.ach_minor), (Some(first.id), None));
    assert_eq!(change(&offer(second.id)).await.expect_err("it takes no accounts").code, Code::NotSupported);
    let both = LinkForm { payment_methods: Patch::Set(vec!["card".to_owned(), "ach".to_owned()]), ..offer(second.id) };
    assert_eq!(change(&both).await.expect("the account now").link.card_minor, None);
    let none = LinkForm { payment_method_id: Patch::Clear, ..LinkForm::default() };
    assert_eq!(change(&none).await.expect("none").link.details.payment_method_id, None);
    change(&offer(second.id)).await.expect("again");
    let pay = PayForm { method: Some("ach".to_owned()), ..with_method(second.id) };
    assert_eq!(shop.pay(&link, "k", &pay).await.told(), "201 processing");
    assert_eq!(change(&none).await.expect_err("a payment has begun").code, Code::LinkHasPayments);
}

#[tokio::test]
async fn a_link_whose_method_was_removed_says_so_and_is_not_payable() {
    let shop = Shop::open().await;
    let method = shop.saved("tok_ok").await;
    let customer = CustomerForm { email: Some("payer@example.com".to_owned()), ..CustomerForm::default() };
    let form = LinkForm { customer: Patch::Set(customer), delivery: "email".into(), ..offering(method.id) };
    let link = shop.link(&form).await;
    assert!(shop.shown(&link).await.payable);
    assert_eq!(situation(&shop, &link.link.slug).await, PageSituation::Payable);
    shop.revoke(method.id).await;
    assert!(!shop.shown(&link).await.payable);
    let listed = shop.paylink.links(&PLATFORM, &Default::default()).await.expect("a list").rows;
    assert!(listed.iter().filter(|one| one.link.id == link.link.id).all(|one| !one.payable));
    assert_eq!(situation(&shop, &link.link.slug).await, PageSituation::MethodUnavailable);
    assert_eq!(shop.pay(&link, "k", &with_method(method.id)).await.told(), "409 payment_method_unavailable");
    assert!(shop.payments_of(link.link.id).await.is_empty());
    let sent = shop.paylink.send_link(&PLATFORM, &link.link.id.to_string(), &Default::default(), None).await;
    assert_eq!(sent.expect_err("pointless").code, Code::PaymentMethodUnavailable);
    shop.tick().await;
    assert!(shop.post.mails().is_empty(), "what waited to be sent has lost its reason");
    let told = shop.messages_of(&link).await.remove(0);
    assert_eq!(told.kind, MessageKind::PaymentRequest);
    assert_eq!(told.last_error.as_deref(), Some("the link cannot be paid: payment_method_unavailable"));
}

#[tokio::test]
async fn a_card_expires_at_the_end_of_its_month() {
    let shop = Shop::open().await;
    let method = shop.saved("tok_ok").await;
    let link = shop.link(&offering(method.id)).await;
    // the scripted gateway's card is good through December 2031
    shop.clock.set("2031-12-31T23:59:59Z".parse().expect("an instant"));
    assert!(shop.shown(&link).await.payable && shop.method(method.id).await.usable);
    shop.clock.advance(seconds(1));
    assert!(!shop.shown(&link).await.payable && !shop.method(method.id).await.usable);
    assert_eq!(situation(&shop, &link.link.slug).await, PageSituation::MethodUnavailable);
    assert_eq!(shop.pay(&link, "k", &with_method(method.id)).await.told(), "409 payment_method_unavailable");
    assert_eq!(refused(&shop, &offering(method.id)).await.len(), 1);
}

#[tokio::test]
async fn a_lost_answer_about_a_saved_card_is_found_out_under_the_same_key() {
    for fault in [CallFault::QuestionLost, CallFault::AnswerLost, CallFault::CrashBefore, CallFault::CrashAfter] {
        let mut shop = Shop::open().await;
        let method = shop.saved("tok_ok").await;
        let link = shop.link(&offering(method.id)).await;
        let before = shop.gateway.taken().len();
        shop.gateway.fail_next(fault);
        drop(shop.pay_or_die(&link, "k", &with_method(method.id)));
        shop.restart();
        // it is taken back while the outcome is open: the payment has begun, and goes on
        shop.revoke(method.id).await;
        shop.paylink.forget_tick().await.expect("let go");
        for span in [5, 30, 120, 600] {
            shop.pass(seconds(span)).await;
        }
        let payment = shop.payments_of(link.link.id).await.remove(0);
        let arrived = matches!(fault, CallFault::AnswerLost | CallFault::CrashAfter);
        // what had not reached the gateway by then never will
        let end = if arrived { PaymentStatus::Succeeded } else { PaymentStatus::Failed };
        assert_eq!(payment.status, end, "{fault:?}");
        assert_eq!(shop.gateway.taken().len() - before, usize::from(arrived), "{fault:?}");
    }
}

#[tokio::test]
async fn a_saved_card_can_be_declined_and_stays_saved() {
    let shop = Shop::open().await;
    let method = shop.saved("tok_ok_then_tok_declined").await;
    let link = shop.link(&offering(method.id)).await;
    assert_eq!(shop.pay(&link, "k", &with_method(method.id)).await.told(), "402 failed card_declined");
    assert!(shop.method(method.id).await.usable, "the bank may think better of it");
    assert!(shop.shown(&link).await.payable);
}

#[tokio::test]
async fn merchants_see_their_own_methods_alone() {
    let shop = Shop::open().await;
    let (one, two) = (shop.saved("tok_ok").await, shop.saved("tok_ach").await);
    let stranger = new_merchant(&shop.paylink, MerchantForm::default()).await;
    let token = TokenId::from_random([9; 16]);
    let own = Caller::merchant_token(shop.merchant.id, token);
    let foreign = Caller::merchant_token(stranger.id, token);
    let reader = Caller::merchant_key(shop.merchant.id, Role::ReadOnly, TypedId::from_random([1; 16]));
    assert_eq!(shop.listed(&own, &PaymentMethodQuery::default()).await, [two.id, one.id]);
    assert!(shop.listed(&foreign, &PaymentMethodQuery::default()).await.is_empty());
    assert_eq!(shop.try_method(&foreign, one.id).await.expect_err("not theirs").code, Code::NotFound);
    let id = one.id.to_string();
    let revoke = async |caller| shop.paylink.revoke_payment_method(&caller, &id).await.map_err(|error| error.code);
    assert_eq!(revoke(foreign).await, Err(Code::NotFound));
    assert_eq!(revoke(reader).await, Err(Code::Forbidden));
    assert!(revoke(own).await.is_ok());
    let with = |status: &str| PaymentMethodQuery { status: Some(status.to_owned()), ..Default::default() };
    assert_eq!(shop.listed(&own, &with("active")).await, [two.id]);
    assert_eq!(shop.listed(&own, &with("revoked")).await, [one.id]);
    let wrong = PaymentMethodQuery { customer_id: Some("x".to_owned()), ..with("gone") };
    assert_eq!(shop.paylink.payment_methods(&own, &wrong).await.expect_err("two wrong").fields.len(), 2);
    let foreign_merchant = PaymentMethodQuery { merchant_id: Some(stranger.id.to_string()), ..Default::default() };
    let found = shop.paylink.payment_methods(&own, &foreign_merchant).await;
    assert_eq!(found.expect_err("foreign").code, Code::NotFound);
}

#[tokio::test]
async fn asking_and_paying_by_bank_debit_works_with_a_saved_account() {
    let shop = Shop::open().await;
    let method = shop.saved("tok_ach").await;
    let link = shop.link(&offering(method.id)).await;
    assert_eq!((link.link.card_minor, link.link.ach_minor), (None, Some(1250)));
    let pay = PayForm { method: Some("ach".to_owned()), ..with_method(method.id) };
    let paid = shop.pay(&link, "k", &pay).await;
    assert_eq!(paid.told(), "201 processing");
    shop.gateway.settle(paid.id());
    shop.pass(minutes(30)).await;
    shop.pass(hours(24)).await;
    assert_eq!(shop.payment(paid.id()).await.status, PaymentStatus::Succeeded);
    assert_eq!(shop.pay(&shop.link(&asking()).await, "x", &ach("tok_ach")).await.told(), "201 processing");
}
