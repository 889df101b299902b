//! The API description tells the truth about what is mounted.

use crate::world::world;
use serde_json::Value;
use std::collections::BTreeSet;

fn document() -> Value {
    serde_json::from_str(&paylink_http_actix::openapi()).unwrap()
}

/// Every operation: path, method, description.
fn operations(document: &Value) -> Vec<(String, String, Value)> {
    let paths = document["paths"].as_object().unwrap();
    paths
        .iter()
        .flat_map(|(path, item)| {
            item.as_object()
                .unwrap()
                .iter()
                .map(move |(method, operation)| (path.clone(), method.clone(), operation.clone()))
        })
        .collect()
}

#[test]
fn every_described_operation_is_mounted_and_every_mounted_method_described() {
    let world = world();
    let document = document();
    assert_eq!(document["openapi"], "3.1.0");
    for (path, item) in document["paths"].as_object().unwrap() {
        let concrete: Vec<&str> = path.split('/').map(|part| if part.starts_with('{') { "x" } else { part }).collect();
        let answer = world.admin("BREW", &concrete.join("/")).send();
        assert_eq!(answer.status, 405, "{path}");
        let allowed: BTreeSet<String> = answer.header("allow").unwrap().split(", ").map(str::to_lowercase).collect();
        let mut described: BTreeSet<String> = item.as_object().unwrap().keys().cloned().collect();
        if described.contains("get") {
            described.insert("head".to_owned());
        }
        assert_eq!(allowed, described, "{path}");
    }
}

#[test]
fn the_contracts_resources_are_all_there() {
    let document = document();
    for path in [
        "/v1/merchants",
        "/v1/merchants/{merchant_id}",
        "/v1/merchants/{merchant_id}/token",
        "/v1/customers",
        "/v1/customers/{customer_id}",
        "/v1/customers/{customer_id}/merge",
        "/v1/customers/{customer_id}/erase",
        "/v1/customers/{customer_id}/payment_links",
        "/v1/customers/{customer_id}/payments",
        "/v1/payment_links",
        "/v1/payment_links/{payment_link_id}",
        "/v1/payment_links/{payment_link_id}/cancel",
        "/v1/payment_links/{payment_link_id}/payments",
        "/v1/payments",
        "/v1/payments/{payment_id}",
        "/v1/webhook_endpoints",
        "/v1/webhook_endpoints/{webhook_endpoint_id}",
        "/v1/webhook_endpoints/{webhook_endpoint_id}/rotate_secret",
        "/v1/webhook_endpoints/{webhook_endpoint_id}/test",
        "/v1/payments/{payment_id}/refunds",
        "/v1/refunds",
        "/v1/refunds/{refund_id}",
        "/v1/events",
        "/v1/events/{event_id}",
        "/v1/events/{event_id}/redeliver",
        "/v1/webhook_deliveries",
        "/v1/api_keys",
        "/v1/api_keys/{api_key_id}",
        "/v1/checkout/{slug}",
        "/v1/checkout/{slug}/payments",
        "/v1/checkout/{slug}/payments/{payment_id}",
        "/v1/checkout/{slug}/views",
        "/v1/reports/summary",
        "/v1/reports/payouts-preview",
        "/v1/suppressions",
        "/v1/suppressions/{suppression_id}",
        "/v1/inbound/bounces",
        "/v1/inbound/twilio",
        "/unsubscribe/{token}",
        "/v1/payment_methods",
        "/v1/customers/{customer_id}/payment_methods",
        "/v1/payment_methods/{payment_method_id}",
        "/payment-methods/{method_token}",
        "/p/{slug}",
        "/p/{slug}/payments/{payment_id}",
        "/p/{slug}/qr.svg",
        "/p/{slug}/qr.png",
        "/p/{slug}/files/{file_id}",
        "/logos/{logo}",
        "/v1/merchants/{merchant_id}/logo",
        "/v1/payment_links/{payment_link_id}/attachments",
        "/v1/payment_links/{payment_link_id}/attachments/{file_id}",
        "/paylink",
        "/paylink-button.js",
        "/health/live",
        "/health/ready",
        "/metrics",
    ] {
        assert!(document["paths"].get(path).is_some(), "{path}");
    }
    assert!(!document["paths"].as_object().unwrap().keys().any(|path| path.contains("dashboard")));
}

#[test]
fn every_operation_is_described_completely() {
    let document = document();
    let mut ids = BTreeSet::new();
    for (path, method, operation) in operations(&document) {
        let place = format!("{method} {path}");
        assert!(ids.insert(operation["operationId"].as_str().unwrap().to_owned()), "{place}: operation id twice");
        assert!(operation["summary"].is_string() && operation["tags"].is_array(), "{place}");
        let answers = operation["responses"].as_object().unwrap();
        let has = |status: &str| assert!(answers.contains_key(status), "{place}: {status}");
        ["429", "503", "414", "431"].into_iter().for_each(has);
        assert!(answers.keys().any(|status| status.starts_with('2') || status.starts_with('3')), "{place}");
        let secured = !operation["security"].as_array().unwrap().is_empty();
        let signed = path == "/v1/inbound/twilio";
        assert_eq!(secured, path.starts_with("/v1/") && !path.starts_with("/v1/checkout") && !signed, "{place}");
        if secured {
            ["401", "403", "422"].into_iter().for_each(has);
        }
        let names = operation["parameters"].as_array().cloned().unwrap_or_default();
        let named = |name: &str| names.iter().find(|parameter| parameter["name"] == name);
        for part in path.split('/').filter(|part| part.starts_with('{')) {
            has("404");
            assert!(named(part.trim_matches(['{', '}'])).is_some(), "{place}: {part}");
        }
        if method == "post" && path.starts_with("/v1/") {
            ["400", "409", "413", "415", "422"].into_iter().for_each(has);
            if signed || path.ends_with("/views") {
                assert!(named("Idempotency-Key").is_none(), "{place}");
            } else {
                let required = &named("Idempotency-Key").unwrap()["required"];
                assert_eq!(*required, path.starts_with("/v1/checkout"), "{place}");
            }
        }
        for (status, answer) in answers {
            let answer = match answer.get("$ref").and_then(Value::as_str) {
                Some(reference) => {
                    document.pointer(reference.strip_prefix('#').unwrap()).expect("a response that exists")
                }
                None => answer,
            };
            assert!(answer["headers"].get("x-request-id").is_some(), "{place}: {status}");
        }
    }
}

#[test]
fn every_reference_leads_somewhere() {
    let text = paylink_http_actix::openapi();
    let document = document();
    for part in text.split("\"$ref\":\"#").skip(1) {
        let (pointer, _) = part.split_once('"').unwrap();
        assert!(document.pointer(pointer).is_some(), "{pointer}");
    }
}

#[test]
fn every_variable_part_of_a_path_has_a_meaning_and_an_example() {
    let document = document();
    for (path, method, operation) in operations(&document) {
        for parameter in operation["parameters"].as_array().into_iter().flatten().filter(|one| one["in"] == "path") {
            assert_ne!(parameter["example"], "", "{method} {path}: {}", parameter["name"]);
            assert_ne!(parameter["description"], "An id.", "{method} {path}: {}", parameter["name"]);
        }
    }
}
