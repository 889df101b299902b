//! For every endpoint that takes a body, one with every documented field.

use super::Route;
use crate::matrix::objects::Objects;
use serde_json::{Value, json};

/// A body with every field that is documented for the endpoint; `None` where none is.
pub(super) fn documented(route: &Route, ids: &Objects) -> Option<Value> {
    let id = |name: &str| ids.fill(&format!("{{{name}}}"));
    match route.dialect.as_str() {
        "telness" => telness(route, &id),
        "payengine" => payengine(route, &id),
        "fortis" => fortis(route, &id),
        "connectfi" => connectfi(route, &id),
        other => panic!("say in dialects/bad_input/documented.rs what {other} takes"),
    }
}

fn unknown(route: &Route) -> ! {
    panic!("say in dialects/bad_input/documented.rs what {} takes", route.name())
}

fn telness(route: &Route, id: &dyn Fn(&str) -> String) -> Option<Value> {
    match route.path.as_str() {
        "/payment-links" => Some(json!({
            "orderId": id("order_id"), "invoiceId": id("invoice_id"), "paymentProfileId": id("payment_method_id"),
            "savePaymentProfile": true, "setAsDefaultPaymentProfile": true, "description": "d",
            "successUrl": "https://shop.example/", "cancelUrl": "https://shop.example/", "metadata": {"a": "b"},
            "expiresAt": "2030-01-01T00:00:00Z", "amount": "1.00", "currency": "USD", "customerId": id("customer_id"),
            "customer": {"name": "n", "email": "a@b.example", "msisdn": "+14155550123", "referenceId": "r",
                "preferredLocale": "en"},
        })),
        "/payment-profiles/sessions" => Some(json!({"orderId": id("order_id"), "paymentProvider": "STRIPE"})),
        "/payment-profiles/sessions/{session_id}/cancel" => Some(json!({"reason": "r", "metadata": {"a": "b"}})),
        "/payment-links/{payment_link_id}/cancel" => None,
        _ => unknown(route),
    }
}

fn payengine(route: &Route, id: &dyn Fn(&str) -> String) -> Option<Value> {
    let money = json!({"id": id("payment_id"), "amount": "1", "reason": "r", "description": "d", "order_number": "A1",
        "internal_transaction_id": "i", "metadata": {"a": {"b": [1]}}});
    match route.path.as_str() {
        "/api/payment-link" | "/api/payment-link/{payment_link_id}" => Some(json!({
            "merchant_id": id("merchant_id"),
            "data": {
                "type": "payment_session", "payment_methods": ["CC_DC", "ACH"], "use_same_amount": true, "amount": "1",
                "cc_amount": "1", "cc_amount_note": "n", "ach_amount": "1", "ach_amount_note": "n",
                "one_time_only": true, "start_date": "20260101", "end_date": "20300101", "description": "d",
                "order_number": "A1", "sales_tax": "0.10", "save_card_consent": false, "enable_captcha": false,
                "slug_id": "a-slug", "internal_transaction_id": "i", "metadata": {"a": {"b": [1]}},
                "currency_code": "USD", "success_text": "s", "failure_text": "f",
                "customer": {
                    "first_name": "f", "last_name": "l", "business_name": "b", "email": "a@b.example",
                    "phone": {"country_code": "1", "subscriber": "4155550123"},
                    "address": {"street": "s", "unit": "u", "city": "c", "state": "s", "country": "us",
                        "postal_code": "p"},
                },
            },
        })),
        "/api/payment/refund" | "/api/payment/void" | "/api/payment/sale" | "/api/payment/auth" => Some(money),
        "/api/merchant" => Some(json!({"external_id": "e", "email": "a@b.example", "name": "n"})),
        "/api/payment-link/{payment_link_id}/cancel" => None,
        _ => unknown(route),
    }
}

fn fortis(route: &Route, id: &dyn Fn(&str) -> String) -> Option<Value> {
    let location = id("merchant_id");
    match route.path.as_str() {
        "/v2/paylinks" | "/v2/paylinks/{id}" => Some(json!({"paylink": {
            "location_id": location, "cc_product_transaction_id": format!("{location}-card"),
            "ach_product_transaction_id": format!("{location}-ach"), "amount_due": "1.00", "email": "a@b.example",
            "cell_phone": "4155550123", "contact_id": id("customer_id"), "contact_api_id": "c", "description": "d",
            "expire_date": "2030-01-31", "delivery_method": 0, "display_product_transaction_receipt_details": 1,
            "display_billing_fields": 1, "paylink_api_id": "p", "location_api_id": "l", "store_token": 0,
            "store_token_title": "t", "paylink_action": "sale", "bank_funded_only_override": 0, "tags": ["t"],
        }})),
        "/v2/quickinvoices" | "/v2/quickinvoices/{id}" => Some(json!({"quickinvoice": {
            "location_id": location, "title": "t", "due_date": "2030-01-31", "item_list": {"a": "1.00", "b": 2},
            "expire_date": "2030-02-28", "email": "a@b.example", "contact_id": id("customer_id"), "contact_api_id": "c",
            "cc_product_transaction_id": format!("{location}-card"), "item_header": "h", "item_footer": "f",
            "ach_product_transaction_id": format!("{location}-ach"), "invoice_number": "i", "note": "n",
            "quick_invoice_api_id": "q", "customer_id": "c", "status_id": 1, "send_email": 0, "tags": ["t"],
            "attach_files_to_email": 0, "allow_partial_pay": 0, "allow_overpayment": 0,
            "notification_days_before_due_date": 3, "notification_on_due_date": 1,
            "notification_days_after_due_date": 7,
        }})),
        "/v2/quickinvoices/{id}/addTransaction" | "/v2/quickinvoices/{id}/removeTransaction" => {
            Some(json!({"quickinvoice": {"transaction_id": id("payment_id")}}))
        }
        "/v2/quickinvoices/{id}/resend" | "/v2/quickinvoices/{id}/files" => None,
        "/v2/contacts" | "/v2/contacts/{id}" => Some(json!({"contact": {
            "location_id": location, "account_number": "a", "contact_api_id": "c", "company_name": "n",
            "first_name": "f", "last_name": "l", "email": "a@b.example", "address": "a", "city": "c", "state": "MI",
            "zip": "48375", "home_phone": "4155550123", "cell_phone": "4155550123", "office_phone": "4155550123",
            "office_ext_phone": "1", "contact_balance": "1.00", "email_trx_receipt": 1, "date_of_birth": "2000-01-01",
            "header_message": "h", "header_message_type": 0, "contact_c1": "1", "contact_c2": "2", "contact_c3": "3",
            "update_if_exists": 1,
        }})),
        "/v2/tags" | "/v2/tags/{id}" => Some(json!({"tag": {"location_id": location, "title": "t"}})),
        "/v2/locations" | "/v2/locations/{id}" => Some(json!({"location": {
            "name": "n", "account_number": "a", "address1": "a", "address2": "b", "city": "c", "state": "MI",
            "zip_code": "48375", "email_reply_to": "a@b.example", "location_api_id": "l", "parent_id": location,
            "office_phone": "4155550123", "tz": "UTC", "location_c1": "1", "location_c2": "2", "location_c3": "3",
        }})),
        "/v2/transactions" | "/v2/transactions/{id}" => Some(json!({"transaction": {
            "action": "refund", "payment_method": "cc", "previous_transaction_id": id("payment_id"),
            "transaction_amount": "1.00", "location_id": location, "description": "d",
        }})),
        "/v2/postbackconfigs" | "/v2/postbackconfigs/{id}" => Some(json!({"postbackconfig": {
            "location_id": location, "url": "https://hooks.example/", "resource": "transaction", "on_create": 1,
            "on_update": 1, "on_delete": 0, "is_active": 1, "number_of_attempts": 3, "attempt_interval": 300,
            "format": "api-default", "expands": "contact", "product_transaction_id": location,
            "basic_auth_username": null, "basic_auth_password": null,
        }})),
        "/v2/token" => Some(json!({"username": "u", "password": "p", "domain": "d"})),
        "/v2/paylinks/{id}/resend" => None,
        _ => unknown(route),
    }
}

fn connectfi(route: &Route, id: &dyn Fn(&str) -> String) -> Option<Value> {
    let of = id("payment_link_id");
    let plain = json!({"cFiTransactionId": of, "requestId": "r"});
    let merchant = json!({
        "cFiMerchantId": id("merchant_id"), "isArchived": false, "name": "n", "email": "a@b.example",
        "phone": "5550000000", "address": "a", "city": "c", "stateCode": "NY", "postalCode": "12345",
        "availablePaymentType": ["card", "ach"], "usePlaid": false, "reference": "r1", "requestId": "r",
    });
    let merchants = json!({
        "cFiMerchantId": id("merchant_id"), "reference": "r", "cFiMerchantIds": [id("merchant_id")],
        "isArchived": false, "name": "n", "availablePaymentType": ["card"], "numberOfRecords": 10, "skipRecords": 0,
    });
    let payments = json!({
        "cFiTransactionId": of, "cFiTransactionIds": [of], "status": "Sent", "payerName": "n",
        "dateCreateFrom": "2026-01-01", "dateCreateTo": "2030-01-01T00:00:00.000Z", "dueDateFrom": "2026-01-01",
        "dueDateTo": "2030-01-01", "invoiceNumber": "i", "amountFrom": 1, "amountTo": 10.5, "paymentType": "card",
        "numberOfRecords": 10, "skipRecords": 0, "requestId": "r",
    });
    let refunds = json!({
        "cFiTransactionId": id("refund_id"), "cFiTransactionIds": [id("refund_id")], "cFiParentId": of,
        "status": "Completed", "dateCreateFrom": "2026-01-01", "dateCreateTo": "2030-01-01", "numberOfRecords": 10,
        "skipRecords": 0,
    });
    let payment = json!({
        "cFiTransactionId": of, "invoiceNumber": "i", "amount": 10.01, "currency": "USD", "dueDate": "2030-01-31",
        "description": "d", "availablePaymentType": ["card"], "requestId": "r",
        "fields": [{"index": 0, "code": "email", "label": "E-mail", "value": "a@b.example", "type": "text",
            "required": true, "more": {"a": 1}}],
    });
    let status = |of: String| json!({"cFiTransactionId": of, "status": "Settled", "description": "d", "manualStatus": true, "requestId": "r"});
    let item = json!({"cFiTransactionId": of, "remindDate": "2030-01-31", "notificationType": "sentLink",
        "notificationDeliveryTypes": ["SMS", "Email"]});
    let owner = json!({
        "name": {"first": "f", "middle": "m", "last": "l", "suffix": "s"},
        "address": {"addressLine1": "a", "addressLine2": "b", "city": "c", "state": "NY", "postalCode": "12345",
            "country": "US"},
        "phone": {"countryCode": "1", "number": "4155550123"},
    });
    let without = |mut body: Value, name: &str| {
        body.as_object_mut().unwrap().remove(name);
        body
    };
    let end = |end: &str| route.path.ends_with(end);
    Some(match route.path.as_str() {
        "/auth/get-token" => json!({"user": {"login": "l", "password": "p", "requestId": "r"}, "requestId": "r"}),
        "/user/change-password" => json!({"password": "p", "newPassword": "n", "requestId": "r"}),
        "/payment-link/merchant/create" => without(merchant, "cFiMerchantId"),
        "/payment-link/merchant/update" => merchant,
        "/payment-link/merchant/list" => merchants,
        "/payment-link/merchant/details" | "/payment-link/merchant/get-token" => {
            json!({"cFiMerchantId": id("merchant_id"), "requestId": "r"})
        }
        "/public/merchant/payment/create" => without(payment, "cFiTransactionId"),
        "/public/merchant/payment/update" => payment,
        "/public/customer/payment/link" => json!({"link": "l", "requestId": "r"}),
        "/public/customer/payment/ach-pay" => json!({"individualName": "n", "account": {"account_id": "a",
            "token": "tok_ach", "routing": "110000000", "account": "000123456789", "subtype": "checking"}}),
        "/public/customer/payment/card-pay" => json!({"clearCard": {"token": "tok_ok"}, "owner": owner}),
        "/public/customer/plaid/exchange-public-token" => json!({"public_token": "p"}),
        "/public/customer/plaid/create_link_token" | "/public/customer/plaid/get-accounts-balance" => return None,
        "/public/customer/payment/details" | "/public/merchant/profile/details" => return None,
        _ if end("/logo/upload/{type}") || end("/invoice/upload") || end("/invoice/remove/{cFiInvoiceId}") => {
            return None;
        }
        _ if end("/remove/logo") => json!({"logoId": id("file_id"), "cFiMerchantId": id("merchant_id")}),
        _ if end("/invoice/list") => json!({"cFiTransactionId": of, "cFiInvoiceId": id("file_id")}),
        _ if end("/payment/list") || end("/payment/export-list") => payments,
        _ if end("/refund-list") => refunds,
        _ if end("/refund-details") => json!({"cFiTransactionId": id("refund_id")}),
        _ if end("/refund-set-status") => status(id("refund_id")),
        _ if end("/set-status") => status(of),
        _ if end("/payment/refund") => json!({"cFiTransactionId": of, "amount": 1.5, "description": "d"}),
        _ if end("/payment/details") || end("/payment/send") || end("/payment/cancel") => plain,
        _ if end("/reminder/create") => json!({"items": [item]}),
        _ if end("/reminder/list") => plain,
        _ if end("/reminder/remove") => json!({"cFiTransactionId": of, "cFiReminderIds": [id("reminder_id")]}),
        _ => unknown(route),
    })
}
