//! Refunds, and words about how money stands.

use super::{client, data, of, refusal};
use serde_json::{Value, json};

#[test]
fn a_refund_is_made_shown_and_listed() {
    let client = client();
    let made = client.payment();
    let refund = |body: &Value| client.sell("payment/refund", body);
    assert_eq!(refusal(&refund(&of(&made)), 400), "paymentStatus", "nothing was paid");
    data(&client.by_card(&made, "tok_ok"));
    let part =
        data(&refund(&json!({"cFiTransactionId": made["cFiTransactionId"], "amount": 4, "description": "stale"})));
    assert_eq!((&part["cFiParentId"], &part["amount"]), (&made["cFiTransactionId"], &json!(4)));
    assert_eq!((&part["status"], &part["description"]), (&json!("Completed"), &json!("stale")));
    let over = refund(&json!({"cFiTransactionId": made["cFiTransactionId"], "amount": 6.02}));
    assert_eq!(refusal(&over, 400), "unavailableAmount");
    client.world.clock.advance(std::time::Duration::from_secs(1));
    let rest = data(&client.ask("payment/refund", &of(&made)));
    assert_eq!(rest["amount"], 6.01);
    assert_eq!(refusal(&refund(&of(&made)), 400), "unavailableAmount");
    assert_eq!(client.status(&made), "Completed", "a refund is a transaction of its own");

    assert_eq!(data(&client.sell("payment/refund-details", &of(&part))), part);
    let listed = |filter: Value| data(&client.ask("payment/refund-list", &filter));
    assert_eq!(listed(json!({"cFiParentId": made["cFiTransactionId"]})), json!([rest, part]));
    assert_eq!(listed(json!({"cFiTransactionIds": [part["cFiTransactionId"]]})), json!([part]));
    assert_eq!(listed(json!({"status": "Declined"})), json!([]));
    assert_eq!(listed(json!({"skipRecords": 1, "numberOfRecords": 1})), json!([part]));
    let unknown = client.sell("payment/refund-details", &of(&made));
    assert_eq!(refusal(&unknown, 400), "refundNotFound");
}

#[test]
fn a_status_set_by_hand_is_shown_and_moves_nothing() {
    let client = client();
    let made = client.payment();
    let set = |status: &str, manual: bool| {
        let body = json!({"cFiTransactionId": made["cFiTransactionId"], "status": status, "description": "per the bank",
            "manualStatus": manual});
        client.ask("payment/set-status", &body)
    };
    assert_eq!(refusal(&set("Settled", true), 400), "paymentStatus", "nothing is at the bank");
    data(&client.by_card(&made, "tok_ok"));
    let id = made["cFiTransactionId"].as_str().unwrap();
    let money = || {
        let link = client.world.get(&format!("/v1/payment_links/{id}")).ok(200);
        let payments = client.world.get(&format!("/v1/payment_links/{id}/payments")).ok(200);
        (link["status"].clone(), link["amount_paid"].clone(), payments["data"].clone())
    };
    let before = money();
    let shown = data(&set("Returned", true));
    assert_eq!(shown["status"], "Returned");
    let last = shown["statusChangeHistory"].as_array().unwrap().last().unwrap().clone();
    assert_eq!((&last["status"], &last["description"]), (&json!("Returned"), &json!("per the bank")));
    assert_eq!(client.status(&made), "Returned");
    assert_eq!(data(&client.ask("payment/list", &json!({"status": "Returned"}))).as_array().unwrap().len(), 1);
    assert_eq!(money(), before, "link, payment and sums are what the gateway made them");
    data(&client.sell("payment/refund", &of(&made)));
    assert_eq!(refusal(&set("Sent", true), 400), "requestValidateError");
    assert_eq!(data(&set("Completed", false))["status"], "Completed");
    let missing = json!({"cFiTransactionId": made["cFiTransactionId"], "status": "Settled"});
    assert_eq!(refusal(&client.ask("payment/set-status", &missing), 400), "requestValidateError");
}

#[test]
fn the_status_of_a_refund_is_set_by_hand_too() {
    let client = client();
    let made = client.payment();
    data(&client.by_card(&made, "tok_ok"));
    let refund = data(&client.sell("payment/refund", &of(&made)));
    let body = json!({"cFiTransactionId": refund["cFiTransactionId"], "status": "Settled", "description": ""});
    assert_eq!(data(&client.ask("payment/refund-set-status", &body))["status"], "Settled");
    assert_eq!(data(&client.sell("payment/refund-details", &of(&refund)))["status"], "Settled");
    let unknown = json!({"cFiTransactionId": "re_x", "status": "Settled", "description": ""});
    assert_eq!(refusal(&client.ask("payment/refund-set-status", &unknown), 400), "refundNotFound");
}
