//! Paylinks in and out.

use super::body;
use crate::samples::{id, link, merchant};
use paylink_core::{
    CustomerId, FieldErrors, MerchantId, Timestamp,
    forms::{CustomerForm, LinkForm, Patch},
    records::{LinkCustomer, LinkRecord},
    views::LinkView,
};
use paylink_wire::dialects::fortis::{Latest, LinkRow as _, One, Paylink, create_paylink, update_paylink};
use serde_json::{Value, json};

const LOCATION: &str = "11111111-1111-1111-1111-111111111111";
const CARD: &str = "11ec9bbbc02c6176b04f35e7";
const CONTACT: &str = "11ec939cccb05bf494a312a1";

fn now() -> Timestamp {
    "2030-01-15T00:00:00Z".parse().unwrap()
}

/// The fields that were found wrong.
fn wrong(errors: &FieldErrors) -> Vec<String> {
    let fields = errors.clone().finish().err().map(|error| error.fields).unwrap_or_default();
    let mut names: Vec<String> = fields.into_iter().map(|field| field.field).collect();
    names.sort();
    names
}

fn created(fields: Value) -> LinkForm {
    let mut all = json!({"location_id": LOCATION, "amount_due": "10.00"});
    for (name, value) in fields.as_object().unwrap() {
        all[name] = value.clone();
    }
    create_paylink(body(&json!({"paylink": all})), None).form
}

#[test]
fn the_documented_request_becomes_a_form() {
    let sample = r#"{"paylink":{"location_id":"11111111-1111-1111-1111-111111111111",
        "cc_product_transaction_id":"11ec9bbbc02c6176b04f35e7","expire_date":"2022-03-10","amount_due":99999999.99,
        "email":"jones@emailr.com","cell_phone":"1111111111","contact_id":"11ec939cccb05bf494a312a1","delivery_method":3}}"#;
    let object = paylink_wire::json::parse_object(sample.as_bytes()).unwrap();
    let made = create_paylink(object, Some("key_1"));
    assert_eq!(made.location_id.as_deref(), Some(LOCATION));
    let metadata = [
        (CARD.to_owned(), "cc_product_transaction_id"),
        ("1111111111".to_owned(), "cell_phone"),
        ("key_1".to_owned(), "created_user_id"),
    ];
    let metadata = metadata.into_iter().map(|(value, name)| (name.to_owned(), value)).collect();
    let wanted = LinkForm {
        amount: "99999999.99".into(),
        payment_methods: vec!["card".to_owned()].into(),
        ends_at: "2022-03-10".into(),
        may_have_ended: true,
        customer: Patch::Set(CustomerForm {
            id: Some(CONTACT.to_owned()),
            email: Some("jones@emailr.com".to_owned()),
            beside_id: true,
            ..CustomerForm::default()
        }),
        // nobody answers to 111 111 1111
        delivery: "email".into(),
        metadata: Patch::Set(metadata),
        ..LinkForm::default()
    };
    assert_eq!(made.form, wanted);
}

#[test]
fn amounts_are_passed_on_as_they_are_written() {
    for (given, wanted) in
        [(json!("0.10"), "0.10"), (json!(10), "10"), (json!(10.5), "10.5"), (json!("1.234"), "1.234")]
    {
        assert_eq!(created(json!({"amount_due": given})).amount, wanted.into());
    }
}

#[test]
fn the_way_of_sending_follows_from_the_addresses_unless_it_is_said() {
    let (mail, phone) = ("a@example.com", "4155550123");
    let cases = [
        (json!({}), "none"),
        (json!({"email": mail}), "email"),
        (json!({"cell_phone": phone}), "sms"),
        (json!({"email": mail, "cell_phone": phone}), "both"),
        (json!({"email": mail, "cell_phone": phone, "delivery_method": 0}), "none"),
        (json!({"email": mail, "cell_phone": phone, "delivery_method": "2"}), "sms"),
        (json!({"contact_id": CONTACT, "delivery_method": 1}), "email"),
    ];
    for (fields, wanted) in cases {
        let form = created(fields.clone());
        assert_eq!((form.delivery, wrong(&form.unread)), (wanted.into(), vec![]), "{fields}");
    }
}

#[test]
fn everything_wrong_is_named_at_once() {
    let fields = json!({
        "location_id": "short", "cc_product_transaction_id": 5, "contact_id": "x", "email": "m".repeat(129),
        "cell_phone": "555", "delivery_method": 4, "description": "d".repeat(65), "paylink_api_id": "p".repeat(65),
        "expire_date": "2030-02-30", "display_billing_fields": "maybe", "unknown": {"is": "fine"}, "amount_due": true,
    });
    let made = create_paylink(body(&json!({"paylink": fields})), None);
    let mut wanted = vec![
        "location_id",
        "cc_product_transaction_id",
        "contact_id",
        "email",
        "cell_phone",
        "delivery_method",
        "description",
        "paylink_api_id",
        "expire_date",
        "display_billing_fields",
        "amount_due",
    ];
    wanted.sort_unstable();
    assert_eq!(wrong(&made.form.unread), wanted);
    let unwrapped = create_paylink(body(&json!({"amount_due": "1.00"})), None);
    assert_eq!(wrong(&unwrapped.form.unread), ["location_id", "paylink"]);
    assert_eq!(wrong(&created(json!({"delivery_method": 3})).unread), ["cell_phone", "email"]);
}

fn plain() -> LinkView {
    let mut view = link();
    view.link.customer_id = None;
    view.link.details.metadata.clear();
    view
}

fn changed(view: &LinkView, fields: Value) -> LinkForm {
    update_paylink(body(&json!({"paylink": fields})), &view.link, None).0
}

#[test]
fn a_change_of_the_address_leaves_everything_else_alone() {
    let mut view = plain();
    let known = LinkCustomer {
        name: Some("Ada".to_owned()),
        phone: Some("+14155550123".to_owned()),
        ..LinkCustomer::default()
    };
    view.link.details.customer = Some(known);
    let form = changed(&view, json!({"email": "newmail@mailer.com"}));
    let customer = CustomerForm {
        name: Some("Ada".to_owned()),
        phone: Some("+14155550123".to_owned()),
        email: Some("newmail@mailer.com".to_owned()),
        ..CustomerForm::default()
    };
    assert_eq!(form, LinkForm { customer: customer.into(), may_have_ended: true, ..LinkForm::default() });
    view.link.customer_id = Some(id::<CustomerId>(9));
    let customer = changed(&view, json!({"email": null})).customer.into_set().unwrap();
    assert!(customer.beside_id && customer.email.is_none() && customer.id.is_some());
}

#[test]
fn methods_change_one_by_one_and_never_vanish() {
    let view = plain();
    assert_eq!(
        changed(&view, json!({"ach_product_transaction_id": null})).payment_methods,
        vec!["card".to_owned()].into()
    );
    let both_gone = changed(&view, json!({"ach_product_transaction_id": null, "cc_product_transaction_id": ""}));
    assert_eq!(wrong(&both_gone.unread), ["cc_product_transaction_id"]);
    let named = changed(&view, json!({"cc_product_transaction_id": CARD}));
    assert_eq!(named.payment_methods, Patch::Keep);
    assert_eq!(named.metadata.set().unwrap(), &[("cc_product_transaction_id".to_owned(), CARD.to_owned())]);
}

fn shown(view: &LinkView, latest: Option<Latest>) -> Value {
    let zone = merchant().timezone;
    let paylink = Paylink::of(view, latest, now(), Some(&zone)).at("https://pay.example");
    serde_json::to_value(One(&paylink)).unwrap()["paylink"].clone()
}

#[test]
fn a_link_is_answered_with_every_documented_field() {
    let (place, merchant) = (id::<paylink_core::LinkId>(2).to_string(), id::<MerchantId>(1).to_string());
    let wanted = json!({
        "id": place, "cc_product_transaction_id": merchant.replace("mer_", "card_"),
        "ach_product_transaction_id": merchant.replace("mer_", "ach_"), "location_id": merchant,
        "paylink_api_id": "x-1", "contact_id": id::<CustomerId>(9).to_string(), "amount_due": "12.50",
        "cell_phone": null, "email": "ada@example.com", "description": "Cake", "expire_date": "2030-02-01",
        "status_id": 0, "display_product_transaction_receipt_details": 1, "display_billing_fields": 0,
        "delivery_method": 1, "active": 1, "created_ts": 1_893_553_445, "modified_ts": 1_893_553_446,
        "created_user_id": merchant, "modified_user_id": merchant,
        "_links": {"self": {"href": format!("https://pay.example/v2/paylinks/{place}")}},
    });
    assert_eq!(shown(&link(), None), wanted);
    for name in ["id", "location_id", "contact_id", "cc_product_transaction_id", "ach_product_transaction_id"] {
        assert!((24..=36).contains(&wanted[name].as_str().unwrap().len()), "{name}");
    }
}

#[test]
fn a_link_shows_what_its_caller_gave_it() {
    let mut view = plain();
    let kept = [
        ("cell_phone", "1111111111"),
        ("created_user_id", "key_a"),
        ("modified_user_id", "key_b"),
        ("cc_product_transaction_id", CARD),
    ];
    view.link.details.metadata = kept.map(|(name, value)| (name.to_owned(), value.to_owned())).into();
    view.link.ach_minor = None;
    let paylink = shown(&view, Some(Latest::Failed));
    assert_eq!(paylink["cell_phone"], "1111111111");
    assert_eq!((&paylink["created_user_id"], &paylink["modified_user_id"]), (&json!("key_a"), &json!("key_b")));
    assert_eq!(
        (&paylink["cc_product_transaction_id"], &paylink["ach_product_transaction_id"]),
        (&json!(CARD), &Value::Null)
    );
    view.link.details.customer =
        Some(LinkCustomer { phone: Some("+14155550123".to_owned()), ..LinkCustomer::default() });
    assert_eq!(shown(&view, None)["cell_phone"], "4155550123");
}

#[test]
fn the_day_of_expiry_is_that_of_the_merchant() {
    let zone = paylink_core::Timezone::named("America/Los_Angeles").unwrap();
    let end = zone.end_of("2030-01-31".parse().unwrap());
    let view = LinkView { link: LinkRecord { ends_at: end, ..plain().link }, ..plain() };
    let day = |zone| Paylink::of(&view, None, now(), zone).expire_date.unwrap().to_string();
    assert_eq!(day(Some(&zone)), "2030-01-31");
    // a postback does not know the zone
    assert_eq!(day(None), "2030-01-31");
}
