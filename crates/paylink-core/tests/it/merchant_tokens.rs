//! Merchant tokens end when their merchant says so: exactly those made before, whatever the clock says.

use crate::shop::{PLATFORM, Shop, TOKEN, fresh, hours, new_merchant};
use paylink_core::{
    Audience, Caller, Code, Error, Paylink, PresentedToken, Role, TokenGrant,
    forms::{MerchantForm, TokenForm},
};
use std::time::Duration;

async fn grant(paylink: &Paylink, merchant: &str) -> TokenGrant {
    let form = TokenForm::default();
    fresh(paylink.grant_merchant_token(&PLATFORM, merchant, &form, None).await.expect("a token"))
}

async fn show(paylink: &Paylink, grant: &TokenGrant) -> Result<Caller, Code> {
    let TokenGrant { merchant_id, token_id, epoch, .. } = *grant;
    paylink.caller_for_token(&PresentedToken { merchant_id, token_id, epoch }).await.map_err(|error: Error| error.code)
}

async fn revoke(paylink: &Paylink, merchant: &str) -> Duration {
    let before = paylink.merchant(&PLATFORM, merchant).await.expect("the merchant").tokens_valid_after;
    let after = fresh(paylink.revoke_merchant_tokens(&PLATFORM, merchant, None).await.expect("revoked"));
    let after = after.tokens_valid_after.expect("a time");
    before.map_or(Duration::MAX, |before| after.since(before))
}

#[tokio::test]
async fn a_revocation_ends_the_tokens_made_before_it_and_no_other_in_the_same_microsecond() {
    let shop = Shop::open().await;
    let (p, own) = (&shop.paylink, shop.merchant.id.to_string());
    let other = new_merchant(p, MerchantForm::default()).await.id.to_string();
    let foreign = grant(p, &other).await;
    // the clock stands still all the while
    let first = grant(p, &own).await;
    assert!(show(p, &first).await.is_ok());
    revoke(p, &own).await;
    let second = grant(p, &own).await;
    assert_eq!(show(p, &first).await, Err(Code::Unauthenticated));
    assert!(show(p, &second).await.is_ok());
    assert_eq!(revoke(p, &own).await, Duration::from_micros(1), "told apart from the one before");
    let third = grant(p, &own).await;
    assert_eq!(show(p, &first).await, Err(Code::Unauthenticated));
    assert_eq!(show(p, &second).await, Err(Code::Unauthenticated));
    assert!(show(p, &third).await.is_ok());
    assert!(show(p, &foreign).await.is_ok(), "other merchants' tokens go on");
}

#[tokio::test]
async fn a_server_whose_clock_is_behind_or_ahead_makes_tokens_that_hold() {
    let shop = Shop::open().await;
    let (p, own) = (&shop.paylink, shop.merchant.id.to_string());
    let early = grant(p, &own).await;
    shop.clock.advance(hours(5));
    let late = grant(p, &own).await;
    shop.clock.set(shop.now().minus(hours(5)));
    revoke(p, &own).await;
    assert_eq!(show(p, &early).await, Err(Code::Unauthenticated));
    assert_eq!(show(p, &late).await, Err(Code::Unauthenticated), "made before, though dated later");
    shop.clock.set(shop.now().minus(hours(5)));
    assert!(show(p, &grant(p, &own).await).await.is_ok(), "made after, though dated earlier");
}

#[tokio::test]
async fn only_keys_that_may_write_and_see_the_merchant_end_its_tokens() {
    let shop = Shop::open().await;
    let (p, own) = (&shop.paylink, shop.merchant.id.to_string());
    let stranger = new_merchant(p, MerchantForm::default()).await.id;
    let key = |merchant, role| Caller::merchant_key(merchant, role, paylink_core::testing::build::Make::new(5).id());
    for (caller, code) in [
        (key(stranger, Role::Admin), Code::NotFound),
        (key(shop.merchant.id, Role::ReadOnly), Code::Forbidden),
        (Caller::merchant_token(shop.merchant.id, TOKEN), Code::Forbidden),
    ] {
        assert_eq!(p.revoke_merchant_tokens(&caller, &own, None).await.expect_err("refused").code, code);
    }
    p.revoke_merchant_tokens(&key(shop.merchant.id, Role::Admin), &own, None).await.expect("its own key may");
}

#[tokio::test]
async fn a_token_is_for_one_surface_that_is_known() {
    let shop = Shop::open().await;
    let (p, own) = (&shop.paylink, shop.merchant.id.to_string());
    let asked = |name: &str| TokenForm { audience: Some(name.to_owned()), ..TokenForm::default() };
    let made = p.grant_merchant_token(&PLATFORM, &own, &asked("paylink:dashboard"), None).await.expect("a token");
    assert_eq!(fresh(made).audience, Audience::Dashboard);
    assert_eq!(grant(p, &own).await.audience, Audience::Api);
    for wrong in ["", "paylink", "PAYLINK:V1", "paylink:v1 "] {
        let refused = p.grant_merchant_token(&PLATFORM, &own, &asked(wrong), None).await.expect_err("refused");
        assert!(refused.fields.iter().any(|field| field.field == "audience"), "{wrong}");
    }
}
