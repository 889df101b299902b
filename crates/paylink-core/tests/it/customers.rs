//! Customers merged and erased: everything moves, nothing of a person is left, and money stays as it was.

use crate::shop::{PLATFORM, Shop, card, fresh, new_merchant, one_time, seconds};
use paylink_core::{
    Change, ChangeSet, Code, Error, EventKind,
    forms::{
        CustomerForm, EndpointForm, EraseForm, LinkForm, MerchantForm, MergeForm, PayForm, PersonForm, SuppressionForm,
    },
    ports::{
        CustomerFilter, CustomerReader as _, EventFilter, EventReader as _, IdempotencyReader as _, LinkFilter,
        LinkReader as _, MessageFilter, MessageReader as _, PageOf, PaymentFilter, PaymentReader as _, Store as _,
        WebhookFilter, WebhookReader as _,
    },
    records::{Channel, LinkRecord, MessageStatus, PaymentRecord},
    testing::build::Make,
    views::{CustomerView, ErasureStatus},
};

const ALL: PageOf = PageOf { after: None, limit: 100_000 };

fn person(name: &str, email: &str) -> PersonForm {
    PersonForm { name: name.into(), email: email.into(), ..PersonForm::default() }
}

async fn made(shop: &Shop, form: &PersonForm) -> CustomerView {
    let merchant = shop.merchant.id.to_string();
    fresh(shop.paylink.create_customer(&PLATFORM, Some(&merchant), form, None).await.expect("a customer"))
}

fn named(customer: &CustomerView) -> LinkForm {
    let form = CustomerForm { id: Some(customer.id().to_string()), ..CustomerForm::default() };
    LinkForm { customer: form.into(), ..one_time() }
}

async fn merge(shop: &Shop, into: &CustomerView, from: &str) -> Result<CustomerView, Error> {
    let form = MergeForm { from: Some(from.to_owned()), ..MergeForm::default() };
    shop.paylink.merge_customer(&PLATFORM, &into.id().to_string(), &form, None).await.map(fresh)
}

async fn erase(shop: &Shop, customer: &CustomerView) -> CustomerView {
    let id = customer.id().to_string();
    let form = EraseForm { confirm: Some(id.clone()), ..EraseForm::default() };
    let asked = fresh(shop.paylink.erase_customer(&PLATFORM, &id, &form, None).await.expect("asked"));
    assert_eq!(asked.erasure(), Some(ErasureStatus::Running));
    for _ in 0..4 {
        shop.pass(seconds(16)).await;
    }
    shop.paylink.customer(&PLATFORM, &id).await.expect("its id is left")
}

#[tokio::test]
async fn a_merge_moves_what_belongs_to_one_and_fills_what_the_other_lacks() {
    let shop = Shop::open().await;
    let kept = made(&shop, &person("Ada", "ada@example.com")).await;
    let twin = PersonForm {
        external_id: "c-1".into(),
        phone: "+14155550123".into(),
        metadata: vec![("tier".to_owned(), "gold".to_owned())].into(),
        ..person("A.", "a@example.com")
    };
    let gone = made(&shop, &twin).await;
    let link = shop.link(&named(&gone)).await;
    shop.pay(&link, "k", &card("tok_ok")).await;
    let merged = merge(&shop, &kept, &gone.id().to_string()).await.expect("merged").customer;
    assert_eq!((merged.name.as_deref(), merged.email.as_deref()), (Some("Ada"), Some("ada@example.com")));
    assert_eq!(merged.metadata.get("tier").map(String::as_str), Some("gold"));
    assert_eq!((merged.external_id.as_deref(), merged.phone.as_deref()), (Some("c-1"), Some("+14155550123")));
    assert_eq!(shop.paylink.customer(&PLATFORM, &gone.id().to_string()).await.expect_err("gone").code, Code::NotFound);
    assert_eq!(shop.shown(&link).await.link.customer_id, Some(kept.id()), "moved in the commit of the merge");
    assert_eq!(shop.payments_of(link.link.id).await[0].customer_id, Some(kept.id()));
    let refused = shop.try_link(&named(&gone)).await.expect_err("a customer that is gone");
    assert_eq!(refused.code, Code::InvalidId);
    for (from, code) in [
        (kept.id().to_string(), Code::NotSupported),
        (gone.id().to_string(), Code::InvalidId),
        ("cus_01jd2q7x3me5kt6bvs9w0fzr4y".to_owned(), Code::InvalidId),
        (String::new(), Code::InvalidId),
    ] {
        assert_eq!(merge(&shop, &kept, &from).await.expect_err("refused").code, code, "{from}");
    }
    let other = new_merchant(&shop.paylink, MerchantForm::default()).await;
    let (other, form) = (other.id.to_string(), person("F", "f@x.com"));
    let foreign = shop.paylink.create_customer(&PLATFORM, Some(&other), &form, None).await;
    let foreign = fresh(foreign.expect("a customer")).id().to_string();
    assert_eq!(merge(&shop, &kept, &foreign).await.expect_err("another merchant's").code, Code::InvalidId);
}

#[tokio::test]
async fn a_merge_of_more_than_fits_into_one_commit_ends_exact() {
    let shop = Shop::open().await;
    let (kept, gone) = (made(&shop, &person("Ada", "a@x.com")).await, made(&shop, &person("Twin", "b@x.com")).await);
    let make = Make::new(5);
    for _ in 0..5 {
        let mut changes = ChangeSet::new();
        for _ in 0..251 {
            let link = LinkRecord { customer_id: Some(gone.id()), ..make.link(shop.merchant.id) };
            changes.push(Change::InsertPayment(Box::new(make.payment(&link))));
            let mut first = ChangeSet::new().with(Change::InsertLink(Box::new(link)));
            changes.drain_into(&mut first);
            changes = first;
        }
        shop.store.commit(changes).await.expect("rows");
    }
    merge(&shop, &kept, &gone.id().to_string()).await.expect("merged");
    assert!(!shop.store.customer_is_bare(gone.id()).await.expect("the store"), "more than one commit holds");
    for _ in 0..4 {
        shop.paylink.merge_tick().await.expect("merge");
    }
    assert!(shop.store.customer_is_bare(gone.id()).await.expect("the store"));
    let links = LinkFilter { customer_id: Some(kept.id()), ..LinkFilter::default() };
    let payments = PaymentFilter { customer_id: Some(kept.id()), ..PaymentFilter::default() };
    assert_eq!(shop.store.links(&links, ALL).await.expect("links").len(), 1255);
    assert_eq!(shop.store.payments(&payments, ALL).await.expect("payments").len(), 1255);
    assert_eq!(shop.paylink.merge_tick().await.expect("merge"), 0, "and nothing is left to do");
}

/// Everything that is kept, as text.
async fn everything(shop: &Shop) -> String {
    let mut all = String::new();
    let mut add = |value: serde_json::Value| all.push_str(&value.to_string().to_lowercase());
    let links = LinkFilter { with_deleted: true, ..LinkFilter::default() };
    for row in shop.store.links(&links, ALL).await.expect("links") {
        add(json(&row.value));
    }
    for row in shop.store.payments(&PaymentFilter::default(), ALL).await.expect("payments") {
        add(json(&row.value));
    }
    for row in shop.store.messages(&MessageFilter::default(), ALL).await.expect("messages") {
        add(json(&row.value));
    }
    for row in shop.store.events(&EventFilter::default(), ALL).await.expect("events") {
        add(json(&row.value));
    }
    let customers = CustomerFilter { with_deleted: true, ..CustomerFilter::default() };
    for row in shop.store.customers(&customers, ALL).await.expect("customers") {
        add(json(&row.value));
    }
    for row in shop.store.deliveries(&WebhookFilter::default(), ALL).await.expect("deliveries") {
        add(row.value.body.into());
    }
    for row in shop.store.requests_after(None, 1000).await.expect("requests") {
        add(row.value.answer.map(|answer| answer.body).into());
    }
    all
}

fn json(value: &impl serde::Serialize) -> serde_json::Value {
    serde_json::to_value(value).expect("JSON")
}

#[tokio::test]
async fn an_erased_person_is_nowhere_and_money_is_as_it_was() {
    let shop = Shop::open().await;
    let endpoint = EndpointForm { url: "https://receiver.test/hook".into(), ..EndpointForm::default() };
    shop.paylink.create_endpoint(&PLATFORM, &endpoint, None).await.expect("an endpoint");
    let form = PersonForm {
        phone: "+14155550123".into(),
        metadata: vec![("company".to_owned(), "Canary Metadata Ltd".to_owned())].into(),
        ..person("Xanthippe Quill", "Xan@canary.example")
    };
    let customer = made(&shop, &form).await;
    let link = LinkForm {
        delivery: "email".into(),
        description: "for Xanthippe Quill".into(),
        metadata: vec![("cell_phone".to_owned(), "1115550199".to_owned())].into(),
        ..named(&customer)
    };
    let link = shop.link(&link).await;
    let payer = PayForm {
        payer_name: Some("X Canaryson".to_owned()),
        payer_email: Some("other@canary.example".to_owned()),
        ..card("tok_ok")
    };
    shop.pay(&link, "k", &payer).await;
    // made for her address only, and never paid
    let loose = CustomerForm { email: Some("XAN@canary.example".to_owned()), ..CustomerForm::default() };
    let loose = shop.link(&LinkForm { customer: loose.into(), ..one_time() }).await;
    // somebody else, who stays
    let bystander = made(&shop, &person("Xanthia Quillan", "an@canary.example.org")).await;
    let kept = shop.link(&named(&bystander)).await;
    shop.pay(&kept, "b", &PayForm { payer_name: Some("Xanthia Quillan".to_owned()), ..card("tok_ok") }).await;
    shop.tick().await;
    let before: Vec<PaymentRecord> = shop.payments_of(link.link.id).await;
    assert!(everything(&shop).await.matches("canary").count() > 10);

    let done = erase(&shop, &customer).await;
    assert_eq!((done.erasure(), done.customer.erased_at.is_some()), (Some(ErasureStatus::Done), true));
    let left = everything(&shop).await;
    for canary in
        ["xanthippe", "quill\"", "xan@", "other@canary", "canaryson", "4155550123", "canary metadata", "1115550199"]
    {
        assert!(!left.contains(canary), "{canary} in {left}");
    }
    assert!(left.matches("xanthia quillan").count() > 3 && left.contains("an@canary.example.org"), "others stay");
    let after = shop.payments_of(link.link.id).await;
    let stripped = PaymentRecord { payer_name: None, payer_email: None, billing: None, ..before[0].clone() };
    assert_eq!(after, [stripped], "money stays");
    assert_eq!(shop.shown(&loose).await.link.customer_id, Some(customer.id()), "found by its address, and tied");
    assert_eq!(shop.standing(&loose).await, "ACTIVE unpaid payable", "a link stays what it is");
    let told = EventFilter { kind: Some(EventKind::CustomerErased), ..EventFilter::default() };
    assert_eq!(shop.store.events(&told, ALL).await.expect("events").len(), 1);
    assert!(shop.paylink.check_books(None).await.is_ok());

    let update = shop.paylink.update_customer(&PLATFORM, &customer.id().to_string(), &person("X", "x@x.com")).await;
    assert_eq!(update.expect_err("erased").code, Code::CustomerErased);
    assert_eq!(shop.try_link(&named(&customer)).await.expect_err("erased").code, Code::InvalidId);
}

#[tokio::test]
async fn an_erased_address_stays_suppressed_also_after_the_server_has_a_new_secret() {
    const OLD: &str = "the secret in use so far, 32 bytes";
    const NEW: &str = "the secret in use from now, 32 bytes";
    let mut shop = Shop::open().await;
    shop.paylink = shop.facade_over(&shop.store, &[OLD]);
    let customer = made(&shop, &person("Ada", "ada@example.com")).await;
    let suppression = SuppressionForm {
        merchant_id: Some(shop.merchant.id.to_string()),
        channel: Some("email".to_owned()),
        address: Some("ada@example.com".to_owned()),
        ..SuppressionForm::default()
    };
    shop.paylink.create_suppression(&PLATFORM, &suppression, None).await.expect("suppressed");
    erase(&shop, &customer).await;
    let again = CustomerForm { email: Some("Ada@example.com".to_owned()), ..CustomerForm::default() };
    let form = LinkForm { customer: again.into(), delivery: "email".into(), ..one_time() };
    for (secrets, held) in [(vec![NEW, OLD], true), (vec![NEW], false)] {
        let paylink = shop.facade_over(&shop.store, &secrets);
        let merchant = shop.merchant.id.to_string();
        let link = fresh(paylink.create_link(&PLATFORM, Some(&merchant), &form, None).await.expect("a link"));
        for job in paylink.claim_messages(Channel::Email, 16).await.expect("claim") {
            paylink.send_message(job).await.expect("sent");
        }
        let filter = MessageFilter { link_id: Some(link.link.id), ..MessageFilter::default() };
        let mail = shop.store.messages(&filter, ALL).await.expect("messages").pop().expect("a mail").value;
        assert_eq!(mail.status == MessageStatus::Suppressed, held, "{secrets:?}: {mail:?}");
    }
}

#[tokio::test]
async fn an_erasure_needs_the_id_twice_and_a_key() {
    let shop = Shop::open().await;
    let customer = made(&shop, &person("Ada", "ada@example.com")).await;
    let id = customer.id().to_string();
    for (confirm, code) in [(None, Code::Required), (Some("yes".to_owned()), Code::InvalidValue)] {
        let form = EraseForm { confirm, ..EraseForm::default() };
        let refused = shop.paylink.erase_customer(&PLATFORM, &id, &form, None).await;
        assert_eq!(refused.expect_err("refused").code, code);
    }
    // a deleted customer's person is still in its links
    shop.link(&named(&customer)).await;
    shop.paylink.delete_customer(&PLATFORM, &id).await.expect("deleted");
    let form = EraseForm { confirm: Some(id.clone()), ..EraseForm::default() };
    shop.paylink.erase_customer(&PLATFORM, &id, &form, None).await.expect("asked");
    for _ in 0..4 {
        shop.pass(seconds(16)).await;
    }
    assert!(!everything(&shop).await.contains("ada@example.com"));
}
