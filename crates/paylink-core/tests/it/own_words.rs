//! What callers keep on a link beside its rules: fields of their own, and words about how a payment stands.

use crate::shop::{PLATFORM, Shop, TOKEN, card, one_time, seconds};
use paylink_core::{
    Caller, Code, Error, FieldErrors, MerchantId, Noted, Role, TypedId,
    forms::{CustomerForm, EraseForm, EventQuery, LinkForm, ListQuery, Patch, StatusNoteForm},
    records::CustomField,
    views::{LinkView, SubjectView},
};
use std::collections::BTreeMap;

fn field(index: i64, label: &str, value: &str) -> CustomField {
    CustomField { index, label: label.to_owned(), value: Some(value.to_owned()), ..CustomField::default() }
}

fn with(fields: Vec<CustomField>) -> LinkForm {
    LinkForm { custom_fields: Patch::Set(fields), ..one_time() }
}

fn named(error: Error) -> Vec<(String, Code)> {
    error.fields.into_iter().map(|field| (field.field, field.code)).collect()
}

fn note(status: &str, locked: bool) -> StatusNoteForm {
    StatusNoteForm {
        status: status.to_owned(),
        description: Some("per the bank".to_owned()),
        locked,
        ..StatusNoteForm::default()
    }
}

#[tokio::test]
async fn own_fields_are_kept_as_they_were_given_until_others_are() {
    let shop = Shop::open().await;
    let fields = vec![
        field(7, "Seat", "4A"),
        field(-1, "", ""),
        CustomField { code: Some("k".to_owned()), ..CustomField::default() },
    ];
    let link = shop.link(&with(fields.clone())).await;
    assert_eq!(shop.shown(&link).await.link.details.custom_fields, fields);
    let id = link.link.id.to_string();
    let change = |custom_fields| LinkForm { custom_fields, ..LinkForm::default() };
    for (patch, wanted) in [
        (Patch::Keep, fields),
        (Patch::Set(vec![field(1, "Row", "9")]), vec![field(1, "Row", "9")]),
        (Patch::Clear, vec![]),
    ] {
        let changed = shop.paylink.update_link(&PLATFORM, &id, &change(patch)).await.expect("changed");
        assert_eq!(changed.link.details.custom_fields, wanted);
    }
}

#[tokio::test]
async fn own_fields_that_break_a_rule_are_refused_each_by_its_place() {
    let shop = Shop::open().await;
    let more = |name: &str, json: &str| CustomField {
        more: BTreeMap::from([(name.to_owned(), json.to_owned())]),
        ..CustomField::default()
    };
    let long = "x".repeat(501);
    let fields = vec![
        field(0, "fine", "fine"),
        field(0, &long, "v"),
        field(0, "card", "4242 4242 4242 4242"),
        CustomField { code: Some("c".repeat(51)), ..CustomField::default() },
        more("n", &long),
        more("n", "\"4242424242424242\""),
        CustomField {
            more: (0..21).map(|name| (name.to_string(), "1".to_owned())).collect(),
            ..CustomField::default()
        },
    ];
    let error = shop.try_link(&with(fields)).await.expect_err("wrong fields");
    let wanted = [
        ("custom_fields.1.label", Code::TooLong),
        ("custom_fields.2.value", Code::CardDataNotAllowed),
        ("custom_fields.3.code", Code::TooLong),
        ("custom_fields.4", Code::TooLong),
        ("custom_fields.5", Code::CardDataNotAllowed),
        ("custom_fields.6", Code::TooMany),
    ];
    assert_eq!(named(error), wanted.map(|(field, code)| (field.to_owned(), code)));
    let many = shop.try_link(&with(vec![CustomField::default(); 51])).await.expect_err("too many");
    assert_eq!(named(many), [("custom_fields".to_owned(), Code::TooMany)]);
    assert_eq!(format!("{:?}", field(3, "Name", "Ada")), "CustomField { index: 3, .. }", "they may be about a person");
}

#[tokio::test]
async fn own_fields_go_with_the_person_they_are_about() {
    let shop = Shop::open().await;
    let ada = CustomerForm {
        name: Some("Ada Payer".to_owned()),
        email: Some("ada@example.com".to_owned()),
        external_id: Some("crm-1".to_owned()),
        ..CustomerForm::default()
    };
    let mut form = with(vec![field(0, "E-mail", "ada@example.com"), field(1, "Seat", "4A")]);
    form.customer = ada.into();
    let (link, other) = (
        shop.link(&form).await,
        shop.link(&with(vec![field(0, "Ask", "ada@example.com"), field(1, "Seat", "5B")])).await,
    );
    let customer = link.link.customer_id.expect("a record").to_string();
    let confirm = EraseForm { confirm: Some(customer.clone()), ..EraseForm::default() };
    shop.paylink.erase_customer(&PLATFORM, &customer, &confirm, None).await.expect("begun");
    for _ in 0..10 {
        shop.pass(seconds(20)).await;
    }
    assert_eq!(shop.shown(&link).await.link.details.custom_fields, []);
    let left = shop.shown(&other).await.link.details.custom_fields;
    assert_eq!(left[0].value.as_deref(), Some("[erased]"), "an address goes wherever it stands");
    assert_eq!(left[1], field(1, "Seat", "5B"));
    let query = EventQuery { list: ListQuery::all(), ..EventQuery::default() };
    for event in shop.paylink.events(&PLATFORM, &query).await.expect("events").rows {
        let SubjectView::PaymentLink(view) = event.subject else { continue };
        let stored = serde_json::to_string(&view.link).expect("JSON");
        assert!(!stored.contains("ada@example.com"), "{stored}");
    }
}

async fn noted(shop: &Shop, link: &LinkView, form: &StatusNoteForm) -> LinkView {
    let payment = shop.payments_of(link.link.id).await[0].id;
    shop.paylink.note_status(&PLATFORM, Noted::Payment(payment), form).await.expect("noted")
}

#[tokio::test]
async fn words_about_a_payment_move_no_money() {
    let shop = Shop::open().await;
    let link = shop.one_time().await;
    shop.pay(&link, "k", &card("tok_ok")).await;
    let before = (shop.standing(&link).await, shop.payments_of(link.link.id).await, shop.gateway.charges());
    let shown = noted(&shop, &link, &note("Returned", true)).await;
    let payment = before.1[0].id;
    let kept = &shown.link.details.status_notes[&payment.to_string()];
    assert_eq!((kept.status.as_str(), kept.locked, kept.at), ("Returned", true, shop.now()));
    assert_eq!((shop.standing(&link).await, shop.payments_of(link.link.id).await, shop.gateway.charges()), before);
    shop.books_are_clean("after a word about a payment").await;
    let again = noted(&shop, &link, &note("Settled", false)).await;
    assert_eq!(again.link.details.status_notes.len(), 1, "a later word takes the place of an earlier one");
    let refunded = shop.refund(payment, None, "r").await;
    assert_eq!(refunded.answer.status, 201, "money still moves as it can: {}", refunded.told());
    let refund = Noted::Refund(refunded.id());
    let shown = shop.paylink.note_status(&PLATFORM, refund, &note("Settled", true)).await.expect("noted");
    assert_eq!(shown.link.details.status_notes.len(), 2);
}

#[tokio::test]
async fn words_about_a_payment_are_the_sellers_alone() {
    let shop = Shop::open().await;
    let link = shop.one_time().await;
    let payment = shop.pay(&link, "k", &card("tok_ok")).await.id();
    let say = |caller: Caller, form: StatusNoteForm| {
        let paylink = shop.paylink.clone();
        async move {
            paylink.note_status(&caller, Noted::Payment(payment), &form).await.map(drop).map_err(|error| error.code)
        }
    };
    let stranger = Caller::merchant_token(MerchantId::from_random([3; 16]), TOKEN);
    assert_eq!(say(stranger, note("Settled", true)).await, Err(Code::NotFound));
    assert_eq!(say(Caller::platform(Role::ReadOnly, None), note("Settled", true)).await, Err(Code::Forbidden));
    assert_eq!(say(PLATFORM, note(&"x".repeat(41), true)).await, Err(Code::TooLong));
    assert_eq!(say(PLATFORM, note("4242 4242 4242 4242", true)).await, Err(Code::CardDataNotAllowed));
    assert_eq!(say(PLATFORM, note("Settled", true)).await, Ok(()));
    let mut unread = FieldErrors::default();
    unread.add("status", Code::InvalidType, "must be a string");
    assert_eq!(say(PLATFORM, StatusNoteForm { unread, ..note("Settled", true) }).await, Err(Code::InvalidType));
}
