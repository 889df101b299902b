//! Every documented field of every object, by its type.

use super::{id, shop};
use crate::dialects::shape::{all_fit, fits};
use serde_json::{Value, json};

const PAYLINK: &str = "
    id text
    cc_product_transaction_id text|null
    ach_product_transaction_id text|null
    location_id text
    paylink_api_id text|null
    contact_id text|null
    amount_due text
    cell_phone text|null
    email text|null
    description text|null
    expire_date text|null
    status_id bit
    display_product_transaction_receipt_details bit
    display_billing_fields bit
    delivery_method whole
    active bit
    created_ts whole
    modified_ts whole
    created_user_id text|null
    modified_user_id text|null
    _links object
";
const TRANSACTION: &str = "
    id text
    payment_method text
    account_vault_id text|null
    recurring_id text|null
    first_six text|null
    last_four text|null
    account_holder_name text|null
    transaction_amount text
    description text|null
    order_num text|null
    verbiage text|null
    auth_amount text|null
    auth_code text|null
    status_id whole
    type_id whole
    reason_code_id whole|null
    location_id text
    contact_id text|null
    product_transaction_id text|null
    transaction_api_id text|null
    quick_invoice_id text|null
    paylink_id text
    tax text|null
    tip_amount text|null
    account_type text|null
    avs text|null
    avs_enhanced text|null
    cvv_response text|null
    settle_date text|null
    void_date text|null
    charge_back_date text|null
    notification_email_address text|null
    billing_street text|null
    billing_city text|null
    billing_state text|null
    billing_zip text|null
    billing_phone text|null
    is_recurring bit
    is_accountvault bit
    trx_source_id whole
    entry_mode_id text|null
    transaction_batch_id text|null
    created_ts whole
    modified_ts whole
    created_user_id text|null
    _links object
";
const CONTACT: &str = "
    id text
    location_id text
    account_number text|null
    contact_api_id text|null
    company_name text|null
    first_name text|null
    last_name text
    email text|null
    address text|null
    city text|null
    state text|null
    zip text|null
    home_phone text|null
    cell_phone text|null
    office_phone text|null
    office_ext_phone text|null
    contact_balance text|null
    email_trx_receipt bit
    date_of_birth text|null
    header_message text|null
    header_message_type whole
    contact_c1 text|null
    contact_c2 text|null
    contact_c3 text|null
    created_ts whole
    modified_ts whole
    _links object
";
const TAG: &str = "
    id text
    title text
    location_id text
    created_ts whole
    modified_ts whole
    created_user_id text|null
    _links object
";
const LOCATION: &str = "
    id text
    name text
    account_number text|null
    address1 text|null
    address2 text|null
    city text|null
    state text|null
    zip_code text|null
    default_cc text|null
    default_ach text|null
    email_reply_to text|null
    location_api_id text|null
    parent_id text|null
    office_phone text|null
    tz text
    location_c1 text|null
    location_c2 text|null
    location_c3 text|null
    receipt_logo text|null
    created_ts whole
    modified_ts whole
    _links object
";
const POSTBACK: &str = "
    id text
    location_id text|null
    url text
    resource text
    format text
    is_active bit
    on_create bit
    on_update bit
    on_delete bit
    number_of_attempts whole
    attempt_interval whole
    _links object
";
const META: &str = "
    pagination object
    sort object
";
const PAGINATION: &str = "
    links object
    totalCount whole
    pageCount whole
    currentPage whole
    perPage whole
";

fn linked(what: &str, record: &Value) {
    fits(what, &record["_links"], "self object");
    fits(what, &record["_links"]["self"], "href text");
}

#[test]
fn every_object_has_its_documented_fields_and_types() {
    let shop = shop();
    let list = |name: &str, table: &str| {
        let listed = shop.get(&format!("/v2/{name}")).ok(200);
        all_fit(name, &listed[name], table);
        fits(name, &listed["meta"], META);
        fits(name, &listed["meta"]["pagination"], PAGINATION);
        fits(name, &listed["meta"]["pagination"]["links"], "self object");
        fits(name, &listed["meta"]["sort"], "attributes object");
    };
    let contact = shop.contact(json!({"email": "ada@example.com", "cell_phone": "4155550123", "contact_balance": "1"}));
    fits("a new contact", &contact, CONTACT);
    linked("a contact", &contact);
    let path = format!("/v2/contacts/{}", id(&contact));
    fits("a contact", &shop.get(&path).ok(200)["contact"], CONTACT);
    fits("a changed contact", &shop.put(&path, &json!({"contact": {"city": "Novi"}})).ok(200)["contact"], CONTACT);
    shop.contact(json!({}));
    list("contacts", CONTACT);

    let full = json!({"contact_id": contact["id"], "paylink_api_id": "p-1", "email": "ada@example.com",
        "cell_phone": "4155550123", "description": "d", "expire_date": "2030-01-31", "delivery_method": 0});
    let full = shop.paylink(full);
    for paylink in [&full, &shop.paylink(json!({}))] {
        fits("a new paylink", paylink, PAYLINK);
        linked("a paylink", paylink);
        fits("a paylink", &shop.get(&shop.path(paylink)).ok(200)["paylink"], PAYLINK);
        let change = json!({"paylink": {"description": "e"}});
        fits("a changed paylink", &shop.put(&shop.path(paylink), &change).ok(200)["paylink"], PAYLINK);
    }
    list("paylinks", PAYLINK);

    assert_eq!(shop.pay(&full, "card", "tok_ok").status, 201);
    let bank = shop.paylink(json!({}));
    assert!(shop.pay(&bank, "ach", "tok_ach").status < 300);
    let found = shop.get(&format!("/v2/transactions?paylink_id={}", id(&full))).ok(200)["transactions"][0].clone();
    fits("a sale", &found, TRANSACTION);
    linked("a sale", &found);
    let read = shop.get(&format!("/v2/transactions/{}", id(&found))).ok(200);
    fits("a sale", &read["transaction"], TRANSACTION);
    let refund = json!({"transaction": {"action": "refund", "previous_transaction_id": id(&found)}});
    fits("a refund", &shop.post("/v2/transactions", &refund).ok(201)["transaction"], TRANSACTION);
    list("transactions", TRANSACTION);

    let tag = json!({"tag": {"location_id": shop.merchant, "title": "VIP"}});
    let tag = shop.post("/v2/tags", &tag).ok(201)["tag"].clone();
    fits("a new tag", &tag, TAG);
    let path = format!("/v2/tags/{}", id(&tag));
    fits("a tag", &shop.get(&path).ok(200)["tag"], TAG);
    fits("a renamed tag", &shop.put(&path, &json!({"tag": {"title": "Old"}})).ok(200)["tag"], TAG);
    list("tags", TAG);

    let path = format!("/v2/locations/{}", shop.merchant);
    fits("a location", &shop.get(&path).ok(200)["location"], LOCATION);
    let change = json!({"location": {"city": "Novi"}});
    fits("a changed location", &shop.put(&path, &change).ok(200)["location"], LOCATION);
    let new = shop.platform("POST", "/v2/locations").json(&json!({"location": {"name": "Novi"}})).send();
    fits("a new location", &new.ok(201)["location"], LOCATION);
    list("locations", LOCATION);

    let hook = json!({"postbackconfig": {"location_id": shop.merchant, "url": "https://hooks.example/in",
        "resource": "transaction", "on_create": 1}});
    let hook = shop.post("/v2/postbackconfigs", &hook).ok(201)["postbackconfig"].clone();
    fits("a new configuration", &hook, POSTBACK);
    fits("a new configuration", &hook, "basic_auth_username text\nbasic_auth_password text");
    let path = format!("/v2/postbackconfigs/{}", id(&hook));
    fits("a configuration", &shop.get(&path).ok(200)["postbackconfig"], POSTBACK);
    let change = json!({"postbackconfig": {"is_active": 0}});
    fits("a changed configuration", &shop.put(&path, &change).ok(200)["postbackconfig"], POSTBACK);
    list("postbackconfigs", POSTBACK);
}
