//! A payment from its making to its end.

use super::{client, data, fields, of, refusal};
use serde_json::{Value, json};
use std::time::Duration;

#[test]
fn a_payment_is_made_sent_shown_listed_and_taken_back() {
    let client = client();
    let body = json!({"invoiceNumber": "INV-7", "amount": 10.01, "currency": "USD", "dueDate": "2026-02-28",
        "description": "Two rolls", "fields": fields(), "availablePaymentType": ["ach", "card"]});
    let made = data(&client.sell("payment/create", &body));
    for (field, wanted) in body.as_object().unwrap() {
        assert_eq!(made[field], *wanted, "{field}");
    }
    assert_eq!((&made["status"], &made["payerName"]), (&json!("Initiated"), &json!("Ada Payer")));
    assert_eq!((&made["cFiMerchantId"], &made["cFiMerchantRef"]), (&json!(client.merchant), &json!("m1")));
    assert_eq!(made["dtsExpiredAt"], Value::Null, "open until it is sent");
    assert!(made["url"].as_str().unwrap().ends_with(made["link"].as_str().unwrap()));

    let sent = data(&client.sell("payment/send", &of(&made)));
    assert_eq!(sent["status"], "Sent");
    assert!(sent["dtsExpiredAt"].as_str().unwrap().ends_with("Z"), "thirty days to pay");
    let messages = client.world.get("/v1/messages").ok(200);
    assert_eq!(messages["data"][0]["kind"], "payment_request");
    assert_eq!(messages["data"][0]["channel"], "email");

    for shown in [data(&client.sell("payment/details", &of(&made))), data(&client.ask("payment/details", &of(&made)))] {
        assert_eq!(shown, sent);
    }
    let list = data(&client.sell("payment/list", &json!({"status": "Sent"})));
    assert_eq!(list, json!([sent]));
    assert_eq!(data(&client.sell("payment/list", &json!({"status": "Initiated"}))), json!([]));

    let gone = data(&client.ask("payment/cancel", &of(&made)));
    assert_eq!(gone["status"], "Cancelled");
    let steps: Vec<&Value> =
        gone["statusChangeHistory"].as_array().unwrap().iter().map(|step| &step["status"]).collect();
    assert_eq!(steps, ["Initiated", "Sent", "Cancelled"]);
    let again = client.sell("payment/cancel", &of(&made));
    assert_eq!(refusal(&again, 400), "paymentStatus");
    assert_eq!(again.json()["context"]["entityId"], made["cFiTransactionId"]);
    assert_eq!(refusal(&client.sell("payment/send", &of(&made)), 400), "paymentStatus");
}

#[test]
fn it_is_the_same_link_in_the_native_api() {
    let client = client();
    let made = client.payment();
    let id = made["cFiTransactionId"].as_str().unwrap();
    let native = client.world.get(&format!("/v1/payment_links/{id}")).ok(200);
    assert_eq!((&native["amount"], &native["invoice_number"]), (&json!("10.01"), &json!("7")));
    assert_eq!((&native["url"], &native["customer"]["email"]), (&made["url"], &json!("ada@example.com")));
    let link = client.world.link_of(&client.merchant, json!({"order_number": "A1", "description": "Native"}));
    let shown = data(&client.ask("payment/details", &json!({"cFiTransactionId": link["id"]})));
    assert_eq!((&shown["amount"], &shown["invoiceNumber"]), (&json!(12.5), &json!("A1")));
    assert_eq!((&shown["fields"], &shown["payerName"]), (&json!([]), &Value::Null));
}

#[test]
fn a_payment_is_changed_while_nobody_has_begun_to_pay() {
    let client = client();
    let made = client.payment();
    let body = json!({"cFiTransactionId": made["cFiTransactionId"], "amount": 12, "description": "More rolls",
        "fields": [{"index": 0, "code": "email", "label": "E-mail", "value": "bob@example.com"}]});
    let changed = data(&client.sell("payment/update", &body));
    assert_eq!((&changed["amount"], &changed["description"]), (&json!(12), &json!("More rolls")));
    assert_eq!(
        (&changed["invoiceNumber"], &changed["payerName"]),
        (&json!("7"), &Value::Null),
        "who pays is told anew"
    );
    let id = made["cFiTransactionId"].as_str().unwrap();
    assert_eq!(client.world.get(&format!("/v1/payment_links/{id}")).ok(200)["customer"]["email"], "bob@example.com");
    data(&client.sell("payment/send", &of(&made)));
    data(&client.sell("payment/update", &body));
    data(&client.by_card(&made, "tok_ok"));
    assert_eq!(client.status(&made), "Completed");
    assert_eq!(refusal(&client.sell("payment/update", &body), 400), "paymentStatus");
}

#[test]
fn a_payment_that_nobody_can_be_told_of_is_not_sent() {
    let client = client();
    let made = client.payment_with(json!({"fields": [{"index": 0, "code": "seat", "label": "Seat", "value": "4A"}]}));
    let heard = client.sell("payment/send", &of(&made));
    assert_eq!(refusal(&heard, 400), "paymentValidateFields");
    assert_eq!(heard.json()["context"]["entityId"], made["cFiTransactionId"]);
    assert_eq!(heard.json()["context"]["errors"].as_array().unwrap().len(), 1);
    assert_eq!(client.status(&made), "Initiated");
    let wrong = json!({"amount": 1, "fields": [{"index": 0, "code": "email", "label": "E", "value": "nobody"}]});
    assert_eq!(refusal(&client.sell("payment/create", &wrong), 400), "paymentValidateFields");
}

#[test]
fn a_payment_expires_thirty_days_after_it_was_sent() {
    let client = client();
    let made = client.payment();
    data(&client.sell("payment/send", &of(&made)));
    client.world.clock.advance(Duration::from_secs(30 * 86_400 - 3000));
    let shown = data(&client.ask("payment/details", &of(&made)));
    assert_eq!(shown["status"], "Sent");
    client.world.clock.advance(Duration::from_secs(3001));
    let shown = data(&client.ask("payment/details", &of(&made)));
    assert_eq!(shown["status"], "Expired");
    assert_eq!(shown["statusChangeHistory"][2]["dtsChangedAt"], shown["dtsExpiredAt"]);
    assert_eq!(data(&client.ask("payment/list", &json!({"status": "Expired"}))).as_array().unwrap().len(), 1);
}

#[test]
fn amounts_come_and_go_exactly() {
    let client = client();
    for (written, shown) in [("0.10", "0.1"), ("10", "10"), ("10.5", "10.5"), ("99999999.99", "99999999.99")] {
        let body = format!("{{\"amount\":{written},\"fields\":[]}}");
        let heard = client.as_merchant("payment/create").raw("application/json", body.as_bytes()).send();
        data(&heard);
        assert!(heard.text().contains(&format!("\"amount\":{shown},")), "{}", heard.text());
    }
    for wrong in ["10.001", "0", "-1", "100000000", "\"x\"", "null"] {
        let body = format!("{{\"amount\":{wrong},\"fields\":[]}}");
        let heard = client.as_merchant("payment/create").raw("application/json", body.as_bytes()).send();
        assert_eq!(refusal(&heard, 400), "requestValidateError", "{wrong}");
        assert_eq!(
            heard.json()["context"][0]["instancePath"].as_str().map(|path| path.contains("amount")),
            Some(!matches!(wrong, "null")),
            "{}",
            heard.text()
        );
    }
}

#[test]
fn mails_of_a_merchant_that_sends_them_itself_are_handed_over() {
    let client = client();
    let path = format!("/v1/merchants/{}", client.merchant);
    client.world.admin("PATCH", &path).json(&json!({"delivery_mode": "webhook"})).send().ok(200);
    let made = client.payment();
    assert_eq!(data(&client.sell("payment/send", &of(&made)))["status"], "Sent");
    let id = made["cFiTransactionId"].as_str().unwrap();
    let events = client.world.get(&format!("/v1/events?payment_link_id={id}")).ok(200);
    assert!(events["data"].as_array().unwrap().iter().any(|event| event["type"] == "message.requested"));
}
