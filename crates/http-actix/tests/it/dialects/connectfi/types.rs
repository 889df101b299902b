//! Every documented field of every object, by its type.

use super::{client, data, of};
use crate::dialects::shape::{all_fit, fits};
use serde_json::json;

const MERCHANT: &str = "
    name text
    isArchived bool
    email text|null
    phone text|null
    address text|null
    city text|null
    stateCode text|null
    postalCode text|null
    availablePaymentType list
    usePlaid bool
    reference text|null
    cFiAggregatorId text
    cFiMerchantId text
    dtsCreatedAt text
    dtsUpdatedAt text
    logos list
";
const PAYMENT: &str = "
    invoiceNumber text|null
    amount number
    currency text
    dueDate text|null
    description text|null
    fields list
    availablePaymentType list
    cFiTransactionId text
    cFiAggregatorId text
    cFiMerchantId text
    cFiMerchantRef text|null
    payerName text|null
    status text
    statusChangeHistory list
    dtsCreatedAt text
    dtsUpdatedAt text
    dtsExpiredAt text|null
    link text
    url text
";
const STEP: &str = "
    status text
    description text|null
    dtsChangedAt text
";
const REFUND: &str = "
    cFiTransactionId text
    cFiParentId text
    cFiAggregatorId text
    cFiMerchantId text
    amount number
    currency text
    status text
    statusChangeHistory list
    dtsCreatedAt text
    dtsUpdatedAt text
";
const REMINDER: &str = "
    cFiReminderId text
    cFiTransactionId text
    remindDate text
    notificationType text
    createType text
    status text
    notificationDeliveryTypes list
    dtsSentAt text|null
";
const FOR_PAYER: &str = "
    cFiTransactionId text
    cFiAggregatorId text
    cFiMerchantId text
    payerName text|null
    cFiMerchantRef text|null
    invoiceNumber text|null
    amount number
    currency text
    dtsExpiredAt text|null
";

#[test]
fn every_object_has_its_documented_fields_and_types() {
    let client = client();
    let full = json!({"name": "Café", "email": "c@shop.example", "phone": "5550000000", "address": "1 Road",
        "city": "Town", "stateCode": "NY", "postalCode": "12345", "availablePaymentType": ["card"], "reference": "m2"});
    let made = data(&client.ask("merchant/create", &full));
    fits("a new merchant", &made, MERCHANT);
    let merchant = json!({"cFiMerchantId": made["cFiMerchantId"]});
    fits("a merchant", &data(&client.ask("merchant/details", &merchant)), MERCHANT);
    let change = json!({"cFiMerchantId": made["cFiMerchantId"], "city": "Village"});
    fits("a changed merchant", &data(&client.ask("merchant/update", &change)), MERCHANT);
    all_fit("merchants", &data(&client.ask("merchant/list", &json!({}))), MERCHANT);
    fits("a profile", &data(&client.sell("profile/details", &json!({}))), MERCHANT);
    fits("a token", &data(&client.ask("merchant/get-token", &merchant)), "expiresIn whole\ntoken text");

    let bare = data(&client.sell("payment/create", &json!({"amount": 1, "fields": []})));
    let payment = client.payment_with(json!({"dueDate": "2030-01-31", "description": "d"}));
    for made in [&bare, &payment] {
        fits("a new payment", made, PAYMENT);
        all_fit("steps", &made["statusChangeHistory"], STEP);
    }
    let change = json!({"cFiTransactionId": payment["cFiTransactionId"], "amount": 12.5, "fields": payment["fields"]});
    fits("a changed payment", &data(&client.sell("payment/update", &change)), PAYMENT);
    fits("a sent payment", &data(&client.sell("payment/send", &of(&payment))), PAYMENT);
    fits("a payment", &data(&client.sell("payment/details", &of(&payment))), PAYMENT);
    fits("a cancelled payment", &data(&client.sell("payment/cancel", &of(&bare))), PAYMENT);
    for listed in [client.sell("payment/list", &json!({})), client.ask("payment/list", &json!({}))] {
        all_fit("payments", &data(&listed), PAYMENT);
    }

    let item = json!({"cFiTransactionId": payment["cFiTransactionId"], "remindDate": "2029-01-31",
        "notificationType": "sentLink", "notificationDeliveryTypes": ["Email"]});
    all_fit("new reminders", &data(&client.sell("reminder/create", &json!({"items": [item]}))), REMINDER);
    all_fit("reminders", &data(&client.ask("payment/reminder/list", &of(&payment))), REMINDER);

    let token = client.payer(&payment);
    let shown = data(&client.pay(&token, "payment/details", &json!({})));
    fits("what a payer sees", &shown["payment"], FOR_PAYER);
    data(&client.by_card(&payment, "tok_ok"));
    let refund = json!({"cFiTransactionId": payment["cFiTransactionId"], "amount": 1});
    let refund = data(&client.sell("payment/refund", &refund));
    fits("a new refund", &refund, REFUND);
    all_fit("steps", &refund["statusChangeHistory"], STEP);
    fits("a refund", &data(&client.ask("payment/refund-details", &of(&refund))), REFUND);
    all_fit("refunds", &data(&client.sell("payment/refund-list", &json!({}))), REFUND);
    let by_hand = json!({"cFiTransactionId": payment["cFiTransactionId"], "status": "Settled", "description": "d"});
    fits("a payment set by hand", &data(&client.ask("payment/set-status", &by_hand)), PAYMENT);
}
