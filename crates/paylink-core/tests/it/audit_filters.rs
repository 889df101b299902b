//! Who sees which entries of the audit log, and how they are found.

use crate::{
    audit_log::{about, key_of, shown},
    shop::{PLATFORM, Shop, TOKEN, card, fresh, new_merchant, one_time},
};
use paylink_core::{
    Caller, Code, LinkId, Role,
    forms::{AuditQuery, MerchantForm},
};

#[tokio::test]
async fn a_merchants_key_sees_its_own_entries_and_a_token_none() {
    let shop = Shop::open().await;
    let other = new_merchant(&shop.paylink, MerchantForm::default()).await.id;
    let key = key_of(&shop, Some(other), "read_only").await;
    let rows = shown(&shop, &key, AuditQuery::default()).await.expect("a reader may read");
    let actions: Vec<_> = rows.iter().map(|row| row.entry.action.as_str()).collect();
    assert_eq!(actions, ["api_key.created", "merchant.created"]);
    let foreign = AuditQuery { merchant_id: Some(shop.merchant.id.to_string()), ..AuditQuery::default() };
    assert_eq!(shown(&shop, &key, foreign).await.expect_err("foreign").code, Code::NotFound);
    let unseen = shown(&shop, &key, about(shop.merchant.id)).await.expect("nothing");
    assert_eq!(unseen, [], "of another merchant's objects there is nothing");
    let token = Caller::merchant_token(other, TOKEN);
    assert_eq!(shown(&shop, &token, AuditQuery::default()).await.expect_err("a token").code, Code::Forbidden);
    let all = shown(&shop, &Caller::platform(Role::ReadOnly, None), AuditQuery::default()).await.expect("the platform");
    assert_eq!(all.len(), 3);
}

#[tokio::test]
async fn entries_are_found_by_actor_action_and_subject_and_by_nothing_else() {
    let shop = Shop::open().await;
    let key = key_of(&shop, None, "admin").await;
    let link = fresh(
        shop.paylink.create_link(&key, Some(&shop.merchant.id.to_string()), &one_time(), None).await.expect("a link"),
    );
    shop.pay(&link, "k", &card("tok_declined")).await;
    let count =
        async |query: AuditQuery| shown(&shop, &PLATFORM, query).await.map(|rows| rows.len()).map_err(|e| e.code);
    let by = |actor: &str| AuditQuery { actor: Some(actor.to_owned()), ..AuditQuery::default() };
    let did = |action: &str| AuditQuery { action: Some(action.to_owned()), ..AuditQuery::default() };
    assert_eq!(count(by("operator")).await, Ok(2), "the merchant and the key");
    assert_eq!(count(by(&key.key.expect("stored").to_string())).await, Ok(1));
    assert_eq!(count(by(&link.link.id.to_string())).await, Ok(4), "what the payer caused");
    assert_eq!(count(by("payer")).await, Ok(4));
    assert_eq!(count(by("reconcile")).await, Ok(0));
    assert_eq!(count(did("payment.failed")).await, Ok(1));
    assert_eq!(count(about(link.link.id)).await, Ok(3));
    for wrong in [by(""), by("somebody"), did("payment"), did("pay.created"), did("payment.DROP"), about("plink_x")] {
        assert_eq!(count(wrong).await, Err(Code::InvalidParameter));
    }
    let unknown = LinkId::from_random_bits();
    assert_eq!(count(about(unknown)).await, Ok(0));
}

trait Unknown {
    fn from_random_bits() -> Self;
}

impl Unknown for LinkId {
    fn from_random_bits() -> Self {
        paylink_core::testing::build::Make::new(77).id()
    }
}
