//! Whatever is wrong with a request is answered in the dialect's shape.

use super::{client, data, on, refusal};
use crate::world::{settings, world_with};
use paylink_http_actix::{HttpSettings, Quota, RateLimits};
use serde_json::{Value, json};

#[test]
fn what_is_not_there_is_a_400_and_an_unknown_address_a_404() {
    let client = client();
    let nobody = json!({"cFiTransactionId": "plink_00000000000000000000000000"});
    let odd = json!({"cFiTransactionId": "V1StGXR8Z5jdHi6BmyT3a"});
    for id in [&nobody, &odd] {
        for path in
            ["payment/details", "payment/send", "payment/cancel", "payment/refund", "reminder/list", "invoice/list"]
        {
            let heard = client.sell(path, id);
            assert_eq!(refusal(&heard, 400), "paymentNotFound", "{path}");
            assert_eq!(heard.json()["context"], *id, "{path}");
        }
    }
    for path in ["merchant/details", "merchant/get-token", "merchant/update"] {
        let heard = client.ask(path, &json!({"cFiMerchantId": "mer_x"}));
        assert_eq!(refusal(&heard, 400), "merchantNotFound", "{path}");
    }
    for path in ["/payment-link", "/payment-link/payment/create-all", "/public", "/public/merchant/x", "/auth/nowhere"]
    {
        assert_eq!(refusal(&client.world.say("POST", path).send(), 404), "notFound", "{path}");
    }
    let wrong = client.world.say("GET", "/payment-link/payment/list").send();
    assert_eq!((refusal(&wrong, 405).as_str(), wrong.header("allow")), ("methodNotAllowed", Some("POST")));
}

#[test]
fn bodies_that_cannot_be_read_are_told_so() {
    let client = client();
    let raw = |kind: &str, body: &[u8]| client.as_merchant("payment/create").raw(kind, body).send();
    for body in ["{", "[]", "\"x\"", "{\"amount\":1,\"amount\":2}", "null"] {
        assert_eq!(refusal(&raw("application/json", body.as_bytes()), 400), "requestValidateError", "{body}");
    }
    assert_eq!(refusal(&raw("text/plain", b"{}"), 415), "unsupportedMediaType");
    assert_eq!(refusal(&raw("application/json", &vec![b' '; 70_000]), 413), "requestTooLarge");
    let empty = client.as_merchant("payment/create").send();
    assert_eq!(refusal(&empty, 400), "requestValidateError");
    let said = client.sell("payment/details", &json!({"requestId": "mine", "cFiTransactionId": 7}));
    assert_eq!((refusal(&said, 400).as_str(), &said.json()["requestId"]), ("requestValidateError", &json!("mine")));
    let wrong: Value = said.json()["context"].clone();
    assert_eq!((&wrong[0]["instancePath"], &wrong[0]["keyword"]), (&json!("/cFiTransactionId"), &json!("type")));
}

#[test]
fn wrong_types_are_never_a_fault_of_ours() {
    let client = client();
    let paths = [
        "payment/create",
        "payment/update",
        "payment/send",
        "payment/cancel",
        "payment/details",
        "payment/list",
        "payment/refund",
        "payment/refund-list",
        "payment/refund-details",
        "reminder/create",
        "reminder/list",
        "reminder/remove",
        "invoice/list",
        "remove/logo",
        "profile/details",
        "payment/export-list",
    ];
    let names = [
        "cFiTransactionId",
        "cFiTransactionIds",
        "amount",
        "currency",
        "dueDate",
        "description",
        "fields",
        "items",
        "status",
        "numberOfRecords",
        "skipRecords",
        "cFiReminderIds",
        "logoId",
        "availablePaymentType",
        "requestId",
        "invoiceNumber",
    ];
    for path in paths {
        for name in names {
            for value in [json!(null), json!(-1), json!("<x>"), json!([{}]), json!({"a": 1}), json!(true)] {
                let heard = client.sell(path, &json!({ name: value }));
                assert!(heard.status == 200 || heard.status == 400, "{path} {name} {value}: {}", heard.text());
                if heard.status == 400 {
                    refusal(&heard, 400);
                }
            }
        }
    }
}

#[test]
fn a_card_number_never_gets_in_by_a_side_door() {
    let client = client();
    let body =
        json!({"amount": 1, "fields": [{"index": 0, "code": "note", "label": "Note", "value": "4242 4242 4242 4242"}]});
    let heard = client.sell("payment/create", &body);
    assert_eq!(refusal(&heard, 400), "paymentValidateFields");
    assert!(!heard.text().contains("4242"), "{}", heard.text());
    let body =
        json!({"amount": 1, "fields": [{"index": 0, "code": "n", "label": "N", "extra": {"pan": "4242424242424242"}}]});
    assert_eq!(refusal(&client.sell("payment/create", &body), 400), "paymentValidateFields");
}

#[test]
fn too_many_requests_are_told_to_wait() {
    let quota = Quota::new(1, 4);
    let limits = RateLimits { identity: Some(quota), ..RateLimits::OFF };
    let client = on(world_with(HttpSettings { rate_limits: limits, ..settings() }));
    let heard: Vec<_> = (0..8).map(|_| client.ask("payment/list", &json!({}))).collect();
    let last = heard.last().unwrap();
    assert_eq!(refusal(last, 429), "tooManyRequests");
    assert!(last.header("retry-after").is_some());
    assert!(heard.iter().filter(|one| one.status == 200).all(|one| data(one) == json!([])));
}
