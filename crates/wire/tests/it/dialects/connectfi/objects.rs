//! From the core's views to the objects that integrations read.

use crate::samples::{link, logo_urls, merchant, payment, refund, reminder, time};
use paylink_core::{
    records::{CustomField, LinkStateName, ReminderStatus},
    views::{AttachmentView, LinkStatus},
};
use paylink_wire::{
    dialects::connectfi::{
        Invoice, Logo, Merchant, PayerDetails, Payment, PaymentOutcome, PaymentParts, Refund, Reminder, Success,
        payment_list,
    },
    json::parse_object,
    v1::exports::Format,
};
use serde_json::{Value, json, to_value};
use std::collections::BTreeMap;

const NOW: &str = "2030-01-03T00:00:00Z";

#[test]
fn a_payment_has_every_documented_field() {
    let mut view = link();
    view.link.details.customer.as_mut().unwrap().name = Some("Ada Payer".to_owned());
    view.link.details.requested_at = Some(time("2030-01-02T03:05:00.5Z"));
    view.link.details.custom_fields = vec![CustomField {
        index: 1,
        code: None,
        label: "Guests".to_owned(),
        value: Some("4".to_owned()),
        more: BTreeMap::from([("type".to_owned(), "[1.50]".to_owned())]),
    }];
    let parts = PaymentParts { link: &view, latest: None, merchant_ref: Some("m-1"), now: time(NOW) };
    let text = serde_json::to_string(&Payment::of(&parts)).unwrap();
    assert!(text.contains("\"amount\":12.5,"), "a number, never a text: {text}");
    assert!(text.contains("\"type\":[1.50]"), "what was said of a field is told as it was written: {text}");
    let shown: Value = serde_json::from_str(&text).unwrap();
    let wanted = json!({
        "invoiceNumber": "2030-0042",
        "amount": 12.5,
        "currency": "USD",
        "dueDate": "2030-01-31",
        "description": "Cake",
        "fields": [{"index": 1, "code": null, "label": "Guests", "value": "4", "type": [1.5]}],
        "availablePaymentType": ["ach", "card"],
        "cFiTransactionId": view.link.id,
        "cFiAggregatorId": "platform",
        "cFiMerchantId": view.link.merchant_id,
        "cFiMerchantRef": "m-1",
        "payerName": "Ada Payer",
        "paymentType": null,
        "status": "Sent",
        "statusChangeHistory": [
            {"status": "Initiated", "description": null, "dtsChangedAt": "2030-01-02T03:04:05.000Z"},
            {"status": "Sent", "description": null, "dtsChangedAt": "2030-01-02T03:05:00.500Z"},
        ],
        "dtsCreatedAt": "2030-01-02T03:04:05.000Z",
        "dtsUpdatedAt": "2030-01-02T03:04:06.000Z",
        "dtsExpiredAt": "2030-02-01T00:00:00.250Z",
        "link": "spring-sale",
        "url": "https://pay.example/p/spring-sale",
    });
    assert_eq!(shown, wanted);
}

#[test]
fn a_payments_history_tells_what_became_of_it() {
    let (mut view, latest) = (link(), payment().payment);
    view.status = LinkStatus::Completed;
    view.link.state = LinkStateName::Completed;
    let parts = PaymentParts { link: &view, latest: Some(&latest), merchant_ref: None, now: time(NOW) };
    let shown = to_value(Payment::of(&parts)).unwrap();
    assert_eq!((&shown["status"], &shown["paymentType"]), (&json!("Completed"), &json!("card")));
    let steps: Vec<&Value> =
        shown["statusChangeHistory"].as_array().unwrap().iter().map(|step| &step["status"]).collect();
    assert_eq!(steps, ["Initiated", "Processing", "Completed"]);
    view.status = LinkStatus::Inactive;
    view.link.state = LinkStateName::Open;
    let late = PaymentParts { link: &view, latest: None, merchant_ref: None, now: time("2030-03-01T00:00:00Z") };
    let shown = to_value(Payment::of(&late)).unwrap();
    assert_eq!(shown["status"], "Expired");
    assert_eq!(shown["statusChangeHistory"][1]["dtsChangedAt"], "2030-02-01T00:00:00.250Z");
}

#[test]
fn a_merchant_has_every_documented_field() {
    let mut record = merchant();
    for (key, value) in
        [("address", "1 Road"), ("city", "Town"), ("state_code", "NY"), ("postal_code", "12345"), ("use_plaid", "true")]
    {
        record.metadata.insert(key.to_owned(), value.to_owned());
    }
    let shown = to_value(Merchant::of(&record, &logo_urls())).unwrap();
    let wanted = json!({
        "name": "Corner Bakery", "isArchived": false, "email": "owner@bakery.example", "phone": "15551234567",
        "address": "1 Road", "city": "Town", "stateCode": "NY", "postalCode": "12345", "availablePaymentType": ["card"],
        "usePlaid": true, "reference": "m-1", "cFiAggregatorId": "platform", "cFiMerchantId": record.id,
        "dtsCreatedAt": "2030-01-02T03:04:05.000Z", "dtsUpdatedAt": "2030-01-02T03:04:06.000Z",
        "logos": [{"logoId": record.logos.light, "type": "light", "url": "https://pay.example/logos/file_x.png"}],
    });
    assert_eq!(shown, wanted);
}

#[test]
fn a_refund_is_a_transaction_with_the_payment_as_its_parent() {
    let view = refund();
    let shown = to_value(Refund::of(&view, None)).unwrap();
    let wanted = json!({
        "cFiTransactionId": view.refund.id, "cFiParentId": view.refund.link_id, "cFiAggregatorId": "platform",
        "cFiMerchantId": view.refund.merchant_id, "amount": 3, "currency": "USD", "description": "stale rolls",
        "status": "Completed",
        "statusChangeHistory": [
            {"status": "Processing", "description": null, "dtsChangedAt": "2030-01-03T03:04:05.000Z"},
            {"status": "Completed", "description": null, "dtsChangedAt": "2030-01-03T03:04:06.000Z"},
        ],
        "dtsCreatedAt": "2030-01-03T03:04:05.000Z", "dtsUpdatedAt": "2030-01-03T03:04:06.000Z",
    });
    assert_eq!(shown, wanted);
}

#[test]
fn a_reminder_has_every_documented_field() {
    let mut view = reminder();
    let shown = to_value(Reminder::from(&view)).unwrap();
    let wanted = json!({
        "cFiReminderId": view.reminder.id, "cFiTransactionId": view.reminder.link_id,
        "remindDate": "2030-01-30T08:00:00.000Z", "notificationType": "sentLink", "createType": "manual",
        "status": "Cancelled", "notificationDeliveryTypes": ["Email"], "dtsSentAt": null,
        "dtsCreatedAt": "2030-01-02T03:04:05.000Z",
    });
    assert_eq!(shown, wanted);
    for (status, wanted) in [
        (ReminderStatus::Scheduled, "Created"),
        (ReminderStatus::Sent, "Completed"),
        (ReminderStatus::Skipped, "Skipped"),
        (ReminderStatus::Cancelled, "Cancelled"),
    ] {
        view.status = status;
        let shown = Reminder::from(&view);
        assert_eq!((shown.status, shown.dts_sent_at.is_some()), (wanted, status == ReminderStatus::Sent));
    }
}

#[test]
fn payers_see_the_payment_and_its_payee_and_nothing_private() {
    let view = link();
    let record = merchant();
    let parts = PaymentParts { link: &view, latest: None, merchant_ref: record.external_id.as_deref(), now: time(NOW) };
    let shown = to_value(PayerDetails::of(&parts, &record, Logo::all(&record, &logo_urls()))).unwrap();
    for field in [
        "cFiTransactionId",
        "cFiAggregatorId",
        "cFiMerchantId",
        "payerName",
        "cFiMerchantRef",
        "invoiceNumber",
        "amount",
        "currency",
        "dtsExpiredAt",
    ] {
        assert!(shown["payment"].get(field).is_some(), "{field}");
    }
    assert_eq!(shown["merchant"]["name"], "Corner Bakery");
    assert_eq!((shown["payment"].get("fields"), shown["payment"].get("link")), (None, None));
    let outcome = to_value(PaymentOutcome::of(&payment())).unwrap();
    assert_eq!((&outcome["status"], &outcome["amount"]), (&json!("Completed"), &json!(12.5)));
    let wrapped = to_value(Success::of(outcome, "abc")).unwrap();
    assert_eq!((&wrapped["code"], &wrapped["requestId"]), (&json!("0"), &json!("abc")));
}

#[test]
fn a_file_of_payments_has_the_names_of_the_objects_and_no_formulas() {
    let mut view = link();
    view.link.details.description = Some("=HYPERLINK(\"x\")".to_owned());
    let parts = PaymentParts { link: &view, latest: None, merchant_ref: Some("m-1"), now: time(NOW) };
    let text = Format::Csv.head::<Payment>() + &Format::Csv.rows(&[Payment::of(&parts)]);
    let mut lines = text.lines();
    assert_eq!(
        lines.next().unwrap(),
        "cFiTransactionId,cFiMerchantId,cFiMerchantRef,invoiceNumber,payerName,amount,currency,status,paymentType,dueDate,\
         description,dtsCreatedAt,dtsUpdatedAt,dtsExpiredAt,url"
    );
    let row = lines.next().unwrap();
    assert!(row.contains(",12.5,USD,Initiated,") && row.contains("'=HYPERLINK"), "{row}");
}

#[test]
fn a_list_holds_what_all_its_filters_let_through() {
    let view = link();
    let parts = PaymentParts { link: &view, latest: None, merchant_ref: None, now: time(NOW) };
    let shown = Payment::of(&parts);
    let id = view.link.id.to_string();
    for (filter, wanted) in [
        (json!({}), true),
        (json!({"cFiTransactionId": id, "cFiTransactionIds": [id, "plink_y"]}), true),
        (json!({"cFiTransactionId": "plink_y"}), false),
        (json!({"status": "Initiated"}), true),
        (json!({"status": "Sent"}), false),
        (json!({"amountFrom": 12.5, "amountTo": "12.50"}), true),
        (json!({"amountFrom": 12.51}), false),
        (json!({"amountTo": 12.49}), false),
        (json!({"paymentType": "card"}), true),
        (json!({"payerName": "ada"}), false),
        (json!({"dueDateFrom": "2030-01-31", "dueDateTo": "2030-01-31"}), true),
        (json!({"dueDateTo": "2030-01-30"}), false),
        (json!({"dateCreateFrom": "2030-01-02T03:04:05Z", "dateCreateTo": "2030-01-02"}), true),
        (json!({"dateCreateTo": "2030-01-01"}), false),
        (json!({"invoiceNumber": "2030-0042"}), true),
        (json!({"invoiceNumber": "2030"}), false),
        (json!({"cFiMerchantIds": ["mer_x"]}), false),
    ] {
        let list = payment_list(parse_object(filter.to_string().as_bytes()).unwrap()).unwrap();
        assert_eq!(list.holds(&parts, &shown), wanted, "{filter}");
    }
}

#[test]
fn an_invoice_file_is_shown_by_name_and_kind() {
    let file = link().link.details.attachments[0].clone();
    let shown = to_value(Invoice::of(&AttachmentView { file, url: String::new() }, "plink_x")).unwrap();
    assert_eq!(shown["fileName"], "Invoice 2030-0042.pdf");
    assert_eq!((&shown["mimeType"], &shown["size"]), (&json!("application/pdf"), &json!(48_123)));
    assert_eq!(shown["cFiTransactionId"], "plink_x");
}
