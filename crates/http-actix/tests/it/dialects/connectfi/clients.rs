//! Clients and their merchants.

use super::{client, data, refusal};
use serde_json::{Value, json};
use std::time::Duration;

#[test]
fn a_secret_is_not_chosen_but_made_anew() {
    let client = client();
    let path = "/user/change-password";
    let body = json!({"password": "old", "newPassword": "N3w-secret", "requestId": "mine"});
    let heard = client.world.say("POST", path).header("x-connectfi-token", &client.key).json(&body).send();
    assert_eq!(refusal(&heard, 400), "passwordChange");
    let told = heard.json();
    assert_eq!(told["requestId"], "mine");
    assert!(told["message"].as_str().unwrap().contains("/v1/api_keys"), "{told}");
    assert!(!heard.text().contains("N3w-secret"), "{told}");
    assert_eq!(refusal(&client.world.say("POST", path).json(&body).send(), 401), "unauthorized");
    let wrong = client.world.say("POST", path).header("x-connectfi-token", "plk_wrong").json(&body).send();
    assert_eq!(refusal(&wrong, 401), "unauthorized");
    let merchant = client.world.say("POST", path).header("x-connectfi-jwtoken", &client.jwt).json(&body).send();
    assert_eq!(refusal(&merchant, 401), "unauthorized");
    // the key opens as before
    data(&client.ask("payment/list", &json!({})));
    assert_eq!(refusal(&client.world.say("POST", "/user").send(), 404), "notFound");
}

#[test]
fn a_merchant_is_made_shown_changed_and_listed() {
    let client = client();
    let body = json!({"isArchived": false, "name": "M", "email": "m@example.test", "phone": "5550000000",
        "address": "1 Road", "city": "Town", "stateCode": "NY", "postalCode": "12345",
        "availablePaymentType": ["ach", "card"], "usePlaid": true, "reference": "r1"});
    let made = data(&client.ask("merchant/create", &body));
    for (field, wanted) in body.as_object().unwrap() {
        assert_eq!(made[field], *wanted, "{field}");
    }
    let id = json!({"cFiMerchantId": made["cFiMerchantId"]});
    assert_eq!(data(&client.ask("merchant/details", &id)), made);
    client.world.clock.advance(Duration::from_secs(1));
    let change = json!({"cFiMerchantId": made["cFiMerchantId"], "city": "Village", "usePlaid": false, "address": null,
        "availablePaymentType": ["card"]});
    let changed = data(&client.ask("merchant/update", &change));
    assert_eq!(
        (&changed["city"], &changed["usePlaid"], &changed["address"]),
        (&json!("Village"), &json!(false), &Value::Null)
    );
    assert_eq!((&changed["stateCode"], &changed["availablePaymentType"]), (&json!("NY"), &json!(["card"])));
    assert_ne!(changed["dtsUpdatedAt"], made["dtsUpdatedAt"]);

    let listed = |filter: Value| data(&client.ask("merchant/list", &filter)).as_array().unwrap().len();
    for (filter, wanted) in [
        (json!({}), 2),
        (json!({"reference": "r1"}), 1),
        (json!({"name": "bak"}), 1),
        (json!({"isArchived": true}), 0),
        (json!({"availablePaymentType": ["ach"]}), 1),
        (json!({"cFiMerchantIds": [made["cFiMerchantId"], "mer_x"]}), 1),
        (json!({"numberOfRecords": 1}), 1),
        (json!({"skipRecords": 1}), 1),
        (json!({"skipRecords": 2}), 0),
    ] {
        assert_eq!(listed(filter.clone()), wanted, "{filter}");
    }
    let taken = client.ask("merchant/create", &json!({"name": "N", "reference": "r1"}));
    assert_eq!(refusal(&taken, 400), "referenceExists");
    assert_eq!(taken.json()["context"]["reference"], "r1");
}

#[test]
fn what_a_merchant_keeps_of_its_own_outlives_a_change() {
    let client = client();
    let path = format!("/v1/merchants/{}", client.merchant);
    client.world.admin("PATCH", &path).json(&json!({"metadata": {"till": "4"}})).send().ok(200);
    data(&client.ask("merchant/update", &json!({"cFiMerchantId": client.merchant, "city": "Town"})));
    assert_eq!(client.world.get(&path).ok(200)["metadata"], json!({"till": "4", "city": "Town"}));
}

#[test]
fn an_archived_merchant_makes_no_new_payments() {
    let client = client();
    data(&client.ask("merchant/update", &json!({"cFiMerchantId": client.merchant, "isArchived": true})));
    let heard = client.sell("payment/create", &json!({"amount": 1, "fields": []}));
    assert_eq!(refusal(&heard, 400), "merchantIsArchive");
    assert_eq!(heard.json()["context"]["cFiMerchantId"], client.merchant);
    data(&client.ask("merchant/update", &json!({"cFiMerchantId": client.merchant, "isArchived": false})));
    client.payment();
}

#[test]
fn a_merchant_sees_its_own_profile() {
    let client = client();
    let shown = data(&client.as_merchant("profile/details").send());
    assert_eq!((&shown["cFiMerchantId"], &shown["reference"]), (&json!(client.merchant), &json!("m1")));
}

#[test]
fn a_key_is_traded_for_a_token_of_a_day() {
    let client = client();
    let (id, secret) = client.world.key("admin", None);
    let login = |id: &str, secret: &str| {
        let body = json!({"user": {"login": id, "password": secret}, "requestId": "my-request"});
        client.world.say("POST", "/auth/get-token").json(&body).send()
    };
    let heard = login(&id, &secret);
    assert_eq!(heard.json()["requestId"], "my-request");
    let token = data(&heard)["token"].as_str().unwrap().to_owned();
    let list = || {
        client
            .world
            .say("POST", "/payment-link/merchant/list")
            .header("x-connectfi-token", &token)
            .json(&json!({}))
            .send()
    };
    assert_eq!(data(&list()).as_array().unwrap().len(), 1);
    let (other, _) = client.world.key("admin", None);
    for (id, secret) in [(&*id, "wrong"), (&other, &*secret), ("C1", &*secret)] {
        let heard = login(id, secret);
        assert_eq!(refusal(&heard, 401), "unauthorized");
        assert_eq!(heard.json()["message"], "Authentication error");
    }
    let incomplete = client.world.say("POST", "/auth/get-token").json(&json!({"user": {"login": "a-b"}})).send();
    assert_eq!(refusal(&incomplete, 400), "requestValidateError");
    client.world.clock.advance(Duration::from_secs(86_000));
    data(&list());
    client.world.clock.advance(Duration::from_secs(500));
    assert_eq!(refusal(&list(), 401), "unauthorized");
}

#[test]
fn a_token_ends_with_its_key() {
    let client = client();
    let (id, secret) = client.world.key("admin", None);
    let body = json!({"user": {"login": id, "password": secret}});
    let token =
        data(&client.world.say("POST", "/auth/get-token").json(&body).send())["token"].as_str().unwrap().to_owned();
    client.world.admin("DELETE", &format!("/v1/api_keys/{id}")).send();
    let heard = client
        .world
        .say("POST", "/payment-link/merchant/list")
        .header("x-connectfi-token", &token)
        .json(&json!({}))
        .send();
    assert_eq!(refusal(&heard, 401), "unauthorized");
}

#[test]
fn a_merchants_token_ends_after_an_hour() {
    let client = client();
    client.world.clock.advance(Duration::from_secs(3500));
    client.payment();
    client.world.clock.advance(Duration::from_secs(200));
    assert_eq!(refusal(&client.sell("payment/list", &json!({})), 401), "unauthorized");
}

#[test]
fn nobody_gets_in_with_the_credentials_of_another() {
    let client = client();
    let payment = client.payment();
    let payer = client.payer(&payment);
    let say = |path: &str, header: &str, value: &str| {
        client.world.say("POST", path).header(header, value).json(&json!({})).send()
    };
    for (path, header, value) in [
        ("/payment-link/payment/list", "x-connectfi-token", &*client.jwt),
        ("/payment-link/payment/list", "x-connectfi-token", &*payer),
        ("/payment-link/payment/list", "x-connectfi-jwtoken", &*client.jwt),
        ("/payment-link/payment/list", "authorization", &*format!("Bearer {}", client.key)),
        ("/public/merchant/payment/list", "x-connectfi-jwtoken", &*payer),
        ("/public/merchant/payment/list", "x-connectfi-jwtoken", &*client.key),
        ("/public/merchant/payment/list", "x-connectfi-token", &*client.key),
        ("/public/customer/payment/details", "x-connectfi-jwtoken", &*client.jwt),
        ("/public/customer/payment/details", "x-connectfi-token", &*client.key),
        ("/payment-link/payment/list", "x-connectfi-token", "nonsense"),
    ] {
        assert_eq!(refusal(&say(path, header, value), 401), "unauthorized", "{path} {header}");
    }
    let native = client.world.say("GET", "/v1/payment_links").bearer(&payer).send();
    assert_eq!(native.code(), "unauthenticated", "a payer's token opens nothing else");
}

#[test]
fn a_key_of_one_merchant_and_its_token_see_no_other() {
    let client = client();
    let other = client.world.merchant();
    let foreign = client.world.link_of(&other, json!({}));
    let id = json!({"cFiTransactionId": foreign["id"]});
    for heard in [
        client.sell("payment/details", &id),
        client.sell("payment/cancel", &id),
        client.sell("payment/send", &id),
        client.sell("payment/refund", &id),
        client.sell("reminder/list", &id),
        client.sell("invoice/list", &id),
    ] {
        assert_eq!(refusal(&heard, 400), "paymentNotFound");
        assert_eq!(heard.json()["context"]["cFiTransactionId"], foreign["id"]);
    }
    assert_eq!(data(&client.sell("payment/list", &json!({}))), json!([]));
    assert_eq!(data(&client.ask("payment/list", &json!({}))).as_array().unwrap().len(), 1);
    let (_, bound) = client.world.key("admin", Some(&client.merchant));
    let heard = client.world.say("POST", "/payment-link/merchant/details").header("x-connectfi-token", &bound);
    assert_eq!(refusal(&heard.json(&json!({"cFiMerchantId": other})).send(), 400), "merchantNotFound");
    let (_, reader) = client.world.key("read_only", None);
    let heard = client.world.say("POST", "/payment-link/payment/cancel").header("x-connectfi-token", &reader);
    assert_eq!(refusal(&heard.json(&id).send(), 403), "forbidden");
}
