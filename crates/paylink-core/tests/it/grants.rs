//! Leave to act without a secret: for payers in front of a link, and in place of a key.

use crate::shop::{PLATFORM, Shop, card, fresh, one_time, seconds};
use paylink_core::{
    Code,
    forms::{ApiKeyForm, CustomerForm, LinkForm, SendForm},
};

#[tokio::test]
async fn whoever_has_the_address_of_a_link_sees_it_for_an_hour() {
    let shop = Shop::open().await;
    let link = shop.one_time().await;
    let grant = shop.paylink.grant_payer_token(&link.link.slug).await.expect("a grant");
    assert_eq!(grant.link_id, link.link.id);
    assert_eq!(grant.expires_at.since(grant.issued_at), seconds(3600));
    assert!(grant.issued_at <= shop.now());
    let sight = shop.paylink.payer_sight(grant.link_id).await.expect("a sight");
    assert_eq!((sight.link.link.id, sight.merchant.id, sight.latest), (link.link.id, shop.merchant.id, None));
    let paid = shop.pay(&link, "k", &card("tok_ok")).await.id();
    let sight = shop.paylink.payer_sight(grant.link_id).await.expect("a sight");
    assert_eq!(sight.latest.map(|payment| payment.id), Some(paid));
    let code = |error: paylink_core::Error| error.code;
    assert_eq!(shop.paylink.grant_payer_token("nobody").await.map_err(code), Err(Code::NotFound));
    let gone = shop.one_time().await;
    let grant = shop.paylink.grant_payer_token(&gone.link.slug).await.expect("a grant");
    shop.paylink.delete_link(&PLATFORM, &gone.link.id.to_string()).await.expect("deleted");
    assert_eq!(shop.paylink.payer_sight(grant.link_id).await.map(drop).map_err(code), Err(Code::Unauthenticated));
}

#[tokio::test]
async fn a_key_is_traded_for_a_day_by_its_id_and_its_secret_together() {
    let shop = Shop::open().await;
    let make = || async {
        let form =
            ApiKeyForm { name: Some("k".to_owned()), role: Some("read_only".to_owned()), ..ApiKeyForm::default() };
        fresh(shop.paylink.create_api_key(&PLATFORM, &form, None).await.expect("a key"))
    };
    let (one, two) = (make().await, make().await);
    let id = one.key.id.to_string();
    let grant = shop.paylink.grant_key_token(&id, one.secret.expose()).await.expect("a grant");
    assert_eq!((grant.key, grant.expires_at.since(grant.issued_at)), (one.key.id, seconds(24 * 3600)));
    let caller = shop.paylink.caller_for_key(grant.key).await.expect("a caller");
    assert_eq!((caller.key, caller.role()), (Some(one.key.id), paylink_core::Role::ReadOnly));
    let code = |error: paylink_core::Error| error.code;
    for (id, secret) in
        [(&*id, two.secret.expose()), (&*id, "x"), ("x", one.secret.expose()), (&*id, "the-operator's-own-key")]
    {
        assert_eq!(shop.paylink.grant_key_token(id, secret).await.map_err(code), Err(Code::Unauthenticated));
    }
    shop.paylink.revoke_api_key(&PLATFORM, &id).await.expect("revoked");
    assert_eq!(shop.paylink.caller_for_key(grant.key).await.map_err(code), Err(Code::Unauthenticated));
}

#[tokio::test]
async fn a_link_without_an_end_gets_one_when_it_is_sent_so_and_keeps_its_own() {
    let shop = Shop::open().await;
    let ada = CustomerForm { email: Some("ada@example.com".to_owned()), ..CustomerForm::default() };
    let form = LinkForm { customer: ada.into(), ..one_time() };
    let own = shop.link(&LinkForm { ends_at: "2026-01-20T00:00:00Z".into(), ..form.clone() }).await;
    let open = shop.link(&form).await;
    let send = SendForm { open_days: Some(30), ..SendForm::default() };
    for (link, wanted) in [(&own, own.link.ends_at), (&open, Some(shop.now().plus(seconds(30 * 86_400))))] {
        let id = link.link.id.to_string();
        let sent = fresh(shop.paylink.send_link(&PLATFORM, &id, &send, None).await.expect("sent"));
        assert_eq!(sent.link.ends_at, wanted);
        assert_eq!(sent.link.details.requested_at, Some(shop.now()));
        assert_eq!((sent.link.sent_at, link.link.details.requested_at), (None, None), "asked for is not gone out");
    }
    shop.pass(seconds(30 * 86_400)).await;
    assert_eq!(shop.count_of(&open, paylink_core::EventKind::LinkExpired).await, 1, "its end is told");
}
