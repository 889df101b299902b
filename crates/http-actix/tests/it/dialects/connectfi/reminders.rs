//! Reminders: one a day, of what was sent, taken back while they wait.

use super::{Client, client, data, of, refusal};
use serde_json::{Value, json};
use std::time::Duration;

fn days(client: &Client, payment: &Value, days: &[&str]) -> crate::client::Heard {
    let items: Vec<Value> = days
        .iter()
        .map(|day| {
            json!({"cFiTransactionId": payment["cFiTransactionId"], "remindDate": day, "notificationType": "sentLink",
                "notificationDeliveryTypes": ["Email"]})
        })
        .collect();
    client.sell("reminder/create", &json!({ "items": items }))
}

/// So many days from now, by the clock of the test.
fn day(client: &Client, days: u64) -> String {
    let shown = client.payment();
    let now = shown["dtsCreatedAt"].as_str().unwrap().to_owned();
    let at: paylink_core::Timestamp = now.parse().unwrap();
    at.plus(Duration::from_secs(days * 86_400)).to_string().chars().take(10).collect()
}

#[test]
fn a_reminder_is_planned_once_a_day_and_only_of_what_was_sent() {
    let client = client();
    let made = client.payment();
    let (first, second) = (day(&client, 3), day(&client, 5));
    let early = days(&client, &made, &[&first]);
    assert_eq!(refusal(&early, 400), "paymentNotificationStatus");
    assert_eq!(early.json()["context"]["status"], "Initiated");
    data(&client.sell("payment/send", &of(&made)));
    let planned = data(&days(&client, &made, &[&first, &second]));
    assert_eq!(planned.as_array().unwrap().len(), 2);
    assert_eq!(
        (&planned[0]["status"], &planned[0]["notificationDeliveryTypes"]),
        (&json!("Created"), &json!(["Email"]))
    );
    assert!(planned[0]["remindDate"].as_str().unwrap().starts_with(&first));
    let twice = days(&client, &made, &[&first]);
    assert_eq!(refusal(&twice, 400), "paymentDuplicateReminder");
    assert_eq!(twice.json()["context"]["entityId"], made["cFiTransactionId"]);
    let third = day(&client, 7);
    assert_eq!(refusal(&days(&client, &made, &[&third, &third]), 400), "paymentDuplicateReminder");
    assert_eq!(refusal(&days(&client, &made, &["2000-01-01"]), 400), "requestValidateError");
    for listed in
        [data(&client.sell("reminder/list", &of(&made))), data(&client.ask("payment/reminder/list", &of(&made)))]
    {
        assert_eq!(listed, planned);
    }
}

#[test]
fn a_reminder_is_taken_back_while_it_waits() {
    let client = client();
    let made = client.payment();
    data(&client.sell("payment/send", &of(&made)));
    let planned = data(&days(&client, &made, &[&day(&client, 3), &day(&client, 5)]));
    let remove = |ids: Value| {
        let body = json!({"cFiTransactionId": made["cFiTransactionId"], "cFiReminderIds": ids});
        client.sell("reminder/remove", &body)
    };
    assert_eq!(refusal(&remove(json!(["rem_x"])), 400), "reminderNotFound");
    let left = data(&remove(json!([planned[0]["cFiReminderId"]])));
    assert_eq!((&left[0]["status"], &left[1]["status"]), (&json!("Cancelled"), &json!("Created")));
    let again = remove(json!([planned[0]["cFiReminderId"]]));
    assert_eq!(refusal(&again, 400), "paymentNotificationStatus");
    assert_eq!(again.json()["context"]["status"], "Cancelled");
    assert_eq!(refusal(&remove(json!([])), 400), "requestValidateError");
}
