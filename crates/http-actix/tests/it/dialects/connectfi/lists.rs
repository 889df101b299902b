//! Lists of payments, and files of them.

use super::{client, data, of, refusal};
use serde_json::{Value, json};
use std::time::Duration;

#[test]
fn lists_are_cut_filtered_and_sorted_from_the_newest() {
    let client = client();
    let mut made: Vec<Value> = Vec::new();
    for number in 1..=5 {
        client.world.clock.advance(Duration::from_secs(60));
        made.push(client.payment_with(
            json!({"invoiceNumber": format!("{number}"), "amount": number, "dueDate": format!("2026-03-0{number}")}),
        ));
    }
    data(&client.sell("payment/send", &of(&made[1])));
    data(&client.sell("payment/cancel", &of(&made[2])));
    data(&client.by_card(&made[3], "tok_ok"));
    let numbers = |filter: &Value| -> Vec<String> {
        let listed = data(&client.sell("payment/list", filter));
        assert_eq!(data(&client.ask("payment/list", filter)), listed);
        listed.as_array().unwrap().iter().map(|one| one["invoiceNumber"].as_str().unwrap().to_owned()).collect()
    };
    for (filter, wanted) in [
        (json!({}), vec!["5", "4", "3", "2", "1"]),
        (json!({"numberOfRecords": 2}), vec!["5", "4"]),
        (json!({"numberOfRecords": 2, "skipRecords": 3}), vec!["2", "1"]),
        (json!({"skipRecords": 5}), vec![]),
        (json!({"status": "Initiated"}), vec!["5", "1"]),
        (json!({"status": "Sent"}), vec!["2"]),
        (json!({"status": "Cancelled"}), vec!["3"]),
        (json!({"status": "Completed", "paymentType": "card"}), vec!["4"]),
        (json!({"amountFrom": 2, "amountTo": 3}), vec!["3", "2"]),
        (json!({"dueDateFrom": "2026-03-04"}), vec!["5", "4"]),
        (json!({"payerName": "ada", "invoiceNumber": "1"}), vec!["1"]),
        (json!({"cFiTransactionIds": [made[0]["cFiTransactionId"], made[4]["cFiTransactionId"]]}), vec!["5", "1"]),
        (json!({"dateCreateTo": made[1]["dtsCreatedAt"]}), vec!["2", "1"]),
        (json!({"dateCreateFrom": made[3]["dtsCreatedAt"]}), vec!["5", "4"]),
        (json!({"requestId": "mine"}), vec!["5", "4", "3", "2", "1"]),
    ] {
        assert_eq!(numbers(&filter), wanted, "{filter}");
    }
    let many = client.sell("payment/list", &json!({"numberOfRecords": 1001}));
    assert_eq!(refusal(&many, 400), "greaterNumberOfRecords");
    assert_eq!(many.json()["context"]["maxNumberOfRecords"], 1000);
}

#[test]
fn a_list_goes_on_beyond_one_page_of_the_store() {
    let client = client();
    for _ in 0..130 {
        client.payment();
    }
    let listed = |filter: Value| data(&client.sell("payment/list", &filter)).as_array().unwrap().len();
    assert_eq!(listed(json!({})), 100);
    assert_eq!(listed(json!({"numberOfRecords": 1000})), 130);
    assert_eq!(listed(json!({"numberOfRecords": 1000, "skipRecords": 125})), 5);
}

#[test]
fn a_file_holds_every_payment_that_matches() {
    let client = client();
    let made = client.payment();
    client.payment();
    data(&client.sell("payment/send", &of(&made)));
    let heard = client.sell("payment/export-list", &json!({"status": "Sent"}));
    assert_eq!(heard.status, 200);
    assert!(heard.header("content-type").unwrap().starts_with("text/csv"));
    assert!(heard.header("content-disposition").unwrap().ends_with(".csv\""));
    let text = heard.text();
    assert!(text.contains("cFiTransactionId,") && text.contains(made["cFiTransactionId"].as_str().unwrap()), "{text}");
    assert_eq!(text.matches("plink_").count(), 1, "{text}");
    let all = client.ask("payment/export-list", &json!({}));
    assert_eq!(all.text().matches("plink_").count(), 2);
    assert_eq!(refusal(&client.sell("payment/export-list", &json!({"status": "x"})), 400), "requestValidateError");
}
