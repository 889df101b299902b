//! The audit log: every write leaves an entry that names who, what and how it was before, and no entry holds personal data.

use crate::shop::{PLATFORM, Shop, TOKEN, card, fresh, hours, one_time};
use paylink_core::{
    Caller, Error, MerchantId, PresentedToken,
    forms::{
        ApiKeyForm, AuditQuery, BillingForm, CustomerForm, EndpointForm, LinkForm, ListQuery, MerchantForm, Patch,
        PayForm, RefundForm, SendForm, SuppressionForm, TokenForm,
    },
    ports::{AuditFilter, AuditReader as _, PageOf},
    records::AuditRecord,
    testing::Fault,
    views::AuditView,
};
use serde_json::{Value, json};

const ALL: PageOf = PageOf { after: None, limit: 10_000 };

/// Every entry, oldest first.
async fn entries(shop: &Shop) -> Vec<AuditRecord> {
    let mut all = shop.store.audit_log(&AuditFilter::default(), ALL).await.expect("the log");
    all.reverse();
    all
}

/// Who did what, oldest first, after the first `skip` entries.
async fn told(shop: &Shop, skip: usize) -> Vec<String> {
    let who = |entry: &AuditRecord| format!("{} {}", entry.actor.name(), entry.action);
    entries(shop).await.iter().skip(skip).map(who).collect()
}

/// What the API shows to a caller, newest first.
pub(crate) async fn shown(shop: &Shop, caller: &Caller, query: AuditQuery) -> Result<Vec<AuditView>, Error> {
    let list = ListQuery { limit: Some("100".to_owned()), ..ListQuery::default() };
    Ok(shop.paylink.audit_log(caller, &AuditQuery { list, ..query }).await?.rows)
}

pub(crate) fn about(id: impl ToString) -> AuditQuery {
    AuditQuery { subject: Some(id.to_string()), ..AuditQuery::default() }
}

fn json_of(fields: Option<&paylink_core::views::AuditFields>) -> Value {
    fields.map_or(Value::Null, |fields| json!(fields))
}

pub(crate) async fn key_of(shop: &Shop, merchant: Option<MerchantId>, role: &str) -> Caller {
    let form = ApiKeyForm {
        name: Some("a key".to_owned()),
        role: Some(role.to_owned()),
        merchant_id: merchant.map(|id| id.to_string()),
        ..ApiKeyForm::default()
    };
    let made = fresh(shop.paylink.create_api_key(&PLATFORM, &form, None).await.expect("a key"));
    shop.paylink.authenticate_key(made.secret.expose()).await.expect("the caller")
}

#[tokio::test]
async fn a_payment_and_its_refund_are_told_with_who_caused_each_step() {
    let shop = Shop::open().await;
    let link = shop.one_time().await;
    let before = entries(&shop).await.len();
    let payment = shop.pay(&link, "k", &card("tok_ok")).await.id();
    let key = key_of(&shop, Some(shop.merchant.id), "admin").await;
    shop.paylink.refund_payment(&key, &payment.to_string(), &RefundForm::default(), None).await.expect("a refund");
    assert_eq!(
        told(&shop, before).await,
        [
            "payer payment_link.updated",
            "payer payment.created",
            "payer ledger_entry.created",
            "payer payment.succeeded",
            "payer payment_link.completed",
            "operator api_key.created",
            "api_key payment.updated",
            "api_key refund.created",
            "api_key payment.updated",
            "api_key ledger_entry.created",
            "api_key refund.succeeded",
        ]
    );
    let all = entries(&shop).await;
    let payer = all.iter().find(|entry| entry.action == "payment.created").expect("the entry");
    assert_eq!(payer.actor_id, Some(link.link.id.to_string()), "a payer is whoever has the link");
    let by_key = all.last().expect("an entry");
    assert_eq!(by_key.actor_id, key.key.map(|id| id.to_string()));
    assert!(all.iter().all(|entry| entry.merchant_id == Some(shop.merchant.id)));
}

#[tokio::test]
async fn jobs_and_tokens_are_named() {
    let shop = Shop::open().await;
    let token = Caller::merchant_token(shop.merchant.id, TOKEN);
    let customer = CustomerForm { email: Some("ada@example.com".to_owned()), ..CustomerForm::default() };
    let form = LinkForm { delivery: "email".into(), customer: Patch::Set(customer), ..one_time() };
    let link = fresh(shop.paylink.create_link(&token, None, &form, None).await.expect("a link"));
    shop.tick().await;
    let all = entries(&shop).await;
    let by = |action: &str| {
        let entry = all.iter().find(|entry| entry.action == action).unwrap_or_else(|| panic!("no {action} in {all:?}"));
        (entry.actor.name(), entry.actor_id.clone().unwrap_or_default())
    };
    assert_eq!(by("payment_link.created"), ("merchant_token", TOKEN.to_string()));
    assert_eq!(by("message.updated"), ("job", "message".to_owned()));
    assert_eq!(by("payment_link.sent"), ("job", "message".to_owned()));
    shop.paylink.count_view(&link.link.slug).await.expect("a view");
    let viewed = entries(&shop).await.pop().expect("an entry");
    assert_eq!((viewed.action.as_str(), viewed.actor_id), ("payment_link.viewed", Some(link.link.id.to_string())));
}

#[tokio::test]
async fn an_update_shows_the_fields_that_changed_before_and_after() {
    let shop = Shop::open().await;
    let link = shop.one_time().await.link.id;
    let form = LinkForm { order_number: "A7".into(), description: "For Ada".into(), ..LinkForm::default() };
    shop.clock.advance(hours(1));
    shop.paylink.update_link(&PLATFORM, &link.to_string(), &form).await.expect("changed");
    shop.paylink.cancel_link(&PLATFORM, &link.to_string(), None).await.expect("cancelled");
    shop.paylink.delete_link(&PLATFORM, &link.to_string()).await.expect("deleted");
    let rows = shown(&shop, &PLATFORM, about(link)).await.expect("the log");
    let [deleted, cancelled, updated, created] = rows.as_slice() else { panic!("four entries: {rows:?}") };
    assert_eq!(created.before, None);
    assert_eq!(created.after.as_ref().expect("all of it")["card_minor"], 1250);
    assert_eq!(json_of(updated.before.as_ref()), json!({"order_number": null, "description": null}));
    let after = json_of(updated.after.as_ref());
    assert_eq!(after["order_number"], "A7");
    let mark = after["description"].as_str().expect("a mark");
    assert!(mark.starts_with("[redacted ") && mark.len() == "[redacted 1f3a]".len(), "{mark}");
    assert_eq!(cancelled.entry.action, "payment_link.cancelled");
    assert_eq!(json_of(cancelled.before.as_ref()), json!({"state": "open", "closed_at": null}));
    assert_eq!(json_of(cancelled.after.as_ref())["state"], "cancelled");
    assert_eq!(deleted.entry.action, "payment_link.deleted");
    assert_eq!(json_of(deleted.before.as_ref()), json!({"deleted_at": null}));
}

#[tokio::test]
async fn what_goes_shows_all_that_was_there_and_whose_it_was() {
    let shop = Shop::open().await;
    let (p, own) = (&shop.paylink, shop.merchant.id);
    let form = EndpointForm {
        url: "https://receiver.test/hook?customer=ada".into(),
        merchant_id: own.to_string().as_str().into(),
        ..EndpointForm::default()
    };
    let endpoint = fresh(p.create_endpoint(&PLATFORM, &form, None).await.expect("an endpoint"));
    p.rotate_secret(&PLATFORM, &endpoint.id.to_string(), None).await.expect("rotated");
    p.delete_endpoint(&PLATFORM, &endpoint.id.to_string()).await.expect("deleted");
    let key = key_of(&shop, Some(own), "admin").await;
    let rows = shown(&shop, &key, about(endpoint.id)).await.expect("the log");
    let [deleted, rotated, _created] = rows.as_slice() else { panic!("three entries: {rows:?}") };
    assert_eq!((deleted.entry.action.as_str(), &deleted.after), ("webhook_endpoint.deleted", &None));
    let before = json_of(deleted.before.as_ref());
    assert!(before["url"].as_str().expect("an address").starts_with("https://receiver.test/[redacted "), "{before}");
    let changed: Vec<_> = rotated.after.as_ref().expect("fields").keys().cloned().collect();
    assert_eq!(changed, ["previous_secret", "previous_secret_until", "secret"]);
    assert!(!format!("{rows:?}").contains("whsec_") && !format!("{rows:?}").contains("ada"));

    let form = SuppressionForm {
        channel: Some("email".to_owned()),
        address: Some("ada@example.com".to_owned()),
        merchant_id: Some(own.to_string()),
        ..SuppressionForm::default()
    };
    let known = fresh(p.create_suppression(&PLATFORM, &form, None).await.expect("an entry")).suppression.id;
    p.delete_suppression(&PLATFORM, &known.to_string()).await.expect("deleted");
    let rows = shown(&shop, &key, about(known)).await.expect("the log");
    let actions: Vec<_> = rows.iter().map(|row| row.entry.action.as_str()).collect();
    assert_eq!(actions, ["suppression.deleted", "suppression.created"]);
    assert_eq!(json_of(rows[0].before.as_ref())["channel"], "email");
}

#[tokio::test]
async fn no_entry_holds_anything_of_a_person_or_a_secret() {
    let shop = Shop::open().await;
    let p = &shop.paylink;
    let canary = "Wilhelmina Canary";
    let (mail, phone) = ("wilhelmina.canary@example.com", "+14155550123");
    let customer = CustomerForm {
        name: Some(canary.to_owned()),
        email: Some(mail.to_owned()),
        phone: Some(phone.to_owned()),
        external_id: Some(mail.to_owned()),
        ..CustomerForm::default()
    };
    let form = LinkForm {
        customer: Patch::Set(customer),
        description: format!("for {canary}").as_str().into(),
        invoice_number: canary.into(),
        external_id: mail.into(),
        internal_transaction_id: canary.into(),
        metadata: Patch::Set([("who".to_owned(), canary.to_owned())].into()),
        redirect_url: "https://shop.test/?who=wilhelmina.canary@example.com".into(),
        delivery: "both".into(),
        ..one_time()
    };
    let link = shop.link(&form).await;
    let pay = PayForm {
        payer_name: Some(canary.to_owned()),
        payer_email: Some(mail.to_owned()),
        billing: Some(BillingForm { line1: Some(canary.to_owned()), ..BillingForm::default() }),
        ..card("tok_ok")
    };
    shop.tick().await;
    let payment = shop.pay(&link, "k", &pay).await.id();
    let refund = RefundForm { reason: Some(canary.to_owned()), ..RefundForm::default() };
    p.refund_payment(&PLATFORM, &payment.to_string(), &refund, None).await.expect("a refund");
    let bad = SuppressionForm {
        channel: Some("email".to_owned()),
        address: Some(mail.to_owned()),
        ..SuppressionForm::default()
    };
    p.create_suppression(&PLATFORM, &bad, None).await.expect("an entry");
    let merchant = MerchantForm { email: mail.into(), phone: phone.into(), ..MerchantForm::default() };
    p.update_merchant(&PLATFORM, &shop.merchant.id.to_string(), &merchant).await.expect("changed");
    let key = ApiKeyForm { name: Some("k".to_owned()), role: Some("admin".to_owned()), ..ApiKeyForm::default() };
    let made = fresh(p.create_api_key(&PLATFORM, &key, None).await.expect("a key"));
    shop.tick().await;
    let all = format!("{:?}", entries(&shop).await).to_lowercase();
    for secret in ["canary", "wilhelmina", "4155550123", "tok_ok", "4242", &made.key.hint, &made.key.secret_hash] {
        assert!(!all.contains(&secret.to_lowercase()), "{secret} is in the log");
    }
    assert!(all.contains("[redacted "));
}

#[tokio::test]
async fn the_versions_of_a_row_order_its_entries_however_many_write_at_once() {
    let shop = Shop::open().await;
    let link = shop.multi_use(None).await.link.id.to_string();
    let update = |number: usize| {
        let (paylink, link) = (shop.second_facade(), link.clone());
        async move {
            let form = LinkForm { order_number: format!("N{number}").as_str().into(), ..LinkForm::default() };
            paylink.update_link(&PLATFORM, &link, &form).await.map(drop)
        }
    };
    let done = futures_util::future::join_all((0..20).map(update)).await;
    assert!(done.iter().all(Result::is_ok));
    let mut rows = shown(&shop, &PLATFORM, about(&link)).await.expect("the log");
    rows.sort_by_key(|row| row.entry.version);
    let versions: Vec<_> = rows.iter().map(|row| row.entry.version).collect();
    assert_eq!(versions, (1..=21).collect::<Vec<_>>());
    for pair in rows.windows(2) {
        let was = pair[0].after.as_ref().expect("fields").get("order_number").cloned().unwrap_or_default();
        assert_eq!(pair[1].before.as_ref().expect("fields")["order_number"], was);
    }
}

#[tokio::test]
async fn what_is_not_written_is_not_logged() {
    let shop = Shop::open().await;
    let before = entries(&shop).await.len();
    shop.store.fail_next(Fault::Unavailable);
    shop.try_link(&one_time()).await.expect_err("the storage is away");
    shop.try_link(&LinkForm { amount: "x".into(), ..LinkForm::default() }).await.expect_err("a bad amount");
    let link = shop.one_time().await;
    shop.pay(&link, "k", &card("tok_ok")).await;
    let after = entries(&shop).await.len();
    shop.pay(&link, "k", &card("tok_ok")).await;
    assert_eq!(shop.pay(&link, "k2", &card("tok_ok")).await.told(), "409 link_completed");
    assert_eq!(entries(&shop).await.len(), after, "neither a replay nor a refusal");
    assert_eq!(after - before, 6, "the link and the payment");
}

#[tokio::test]
async fn an_entry_tells_the_request_that_caused_it() {
    let shop = Shop::open().await;
    let paylink = shop.paylink.in_request("req-7");
    let id = shop.merchant.id.to_string();
    let form = MerchantForm { name: "New".into(), ..MerchantForm::default() };
    paylink.update_merchant(&PLATFORM, &id, &form).await.expect("changed");
    shop.paylink.update_merchant(&PLATFORM, &id, &form).await.expect("changed");
    let requests: Vec<_> = entries(&shop).await.into_iter().map(|entry| entry.request_id).collect();
    assert_eq!(requests, [None, Some("req-7".to_owned()), None]);
}

#[tokio::test]
async fn a_token_that_is_made_is_logged_and_can_be_followed() {
    let shop = Shop::open().await;
    let (p, id) = (&shop.paylink, shop.merchant.id.to_string());
    let grant = fresh(p.grant_merchant_token(&PLATFORM, &id, &TokenForm::default(), None).await.expect("a token"));
    let shown_token = PresentedToken { merchant_id: grant.merchant_id, token_id: grant.token_id, epoch: grant.epoch };
    let token = p.caller_for_token(&shown_token).await.expect("a caller");
    p.create_link(&token, None, &one_time(), None).await.expect("a link");
    let made = shown(&shop, &PLATFORM, about(grant.token_id)).await.expect("the log");
    assert_eq!(made.len(), 1);
    assert_eq!(made[0].entry.action, "merchant_token.created");
    assert_eq!(json_of(made[0].after.as_ref())["audience"], "paylink:v1");
    let used = AuditQuery { actor: Some(grant.token_id.to_string()), ..AuditQuery::default() };
    assert_eq!(shown(&shop, &PLATFORM, used).await.expect("the log").len(), 1);
}

#[tokio::test]
async fn what_a_person_sends_again_is_logged_and_what_the_server_sends_is_not() {
    let shop = Shop::open().await;
    let form = EndpointForm { url: "https://receiver.test/".into(), ..EndpointForm::default() };
    shop.paylink.create_endpoint(&PLATFORM, &form, None).await.expect("an endpoint");
    shop.one_time().await;
    shop.tick().await;
    let of_deliveries =
        async || told(&shop, 0).await.into_iter().filter(|line| line.contains("delivery")).collect::<Vec<_>>();
    assert_eq!(of_deliveries().await, Vec::<String>::new());
    let event = shop.paylink.events(&PLATFORM, &paylink_core::forms::EventQuery::default()).await.expect("events");
    shop.paylink.redeliver(&PLATFORM, &event.rows[0].id.to_string(), None).await.expect("sent again");
    assert_eq!(of_deliveries().await.len(), 1);
    let form = SendForm::default();
    assert!(shop.paylink.send_link(&PLATFORM, "plink_x", &form, None).await.is_err());
}
