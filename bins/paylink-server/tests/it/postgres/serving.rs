//! One server on PostgreSQL does what one on SQLite does.

use super::{Place, on};
use crate::world::{CARD, Home, Receiver, Shop, link_of, pay, pay_by_card, text};
use serde_json::json;
use std::collections::BTreeSet;

#[tokio::test(flavor = "multi_thread")]
async fn a_link_is_made_paid_and_told_and_all_of_it_survives_a_kill() {
    let place = Place::new();
    let server = place.home("all").serve().await;
    let receiver = Receiver::new().await;
    let wanted = json!({"url": receiver.url("/hooks"), "events": ["*"]});
    server.admin("POST", "/v1/webhook_endpoints").json(&wanted).send().await.ok(201);
    let shop = Shop::open(&server).await;
    let link = shop.one_time_link(&server).await;
    let page = server.say("GET", &format!("/p/{}", text(&link, "slug"))).send().await;
    assert!(page.status == 200 && page.text().contains("12.50"), "{}", page.text());
    let paid = pay_by_card(&server, &link, CARD, "mine").await.ok(201);
    assert_eq!(paid["status"], "succeeded");
    receiver.hears("the payment's webhook", |delivery| delivery.kind() == "payment.succeeded").await;
    receiver.hears("the link's webhook", |delivery| delivery.kind() == "payment_link.completed").await;
    let ids: Vec<String> = receiver.heard().iter().map(|delivery| delivery.id()).collect();
    assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len(), "an event came twice without need");

    let server = server.again().await;
    let link = link_of(&server, &link).await;
    assert_eq!((&link["status"], &link["amount_paid"]), (&json!("COMPLETED"), &json!("12.50")));
    assert_eq!(place.count("payments WHERE status = 'succeeded'"), 1);
    let again = pay(&server, &link, "card", "tok_other", "other").send().await;
    assert_eq!((again.status, again.code().as_str()), (409, "link_completed"));
}

#[tokio::test(flavor = "multi_thread")]
async fn keys_and_schema_come_from_the_command_line() {
    let place = Place::new();
    let home = place.home("all");
    let migrated = home.run(&["migrate"]);
    assert!(migrated.status.success(), "{migrated:?}");
    let made = home.run(&["key", "create", "--name", "mine"]);
    assert!(made.status.success(), "{made:?}");
    let key = String::from_utf8(made.stdout).unwrap();
    let server = home.serve().await;
    server.say("GET", "/v1/merchants").bearer(key.trim()).send().await.ok(200);
}

/// One line on standard error that names what is wrong and repeats no password.
fn refusal(home: &Home, status: i32, words: &[&str]) {
    let output = home.run(&["serve"]);
    let line = String::from_utf8(output.stderr).unwrap();
    assert_eq!((output.status.code(), line.lines().count()), (Some(status), 1), "{line}");
    assert!(words.iter().all(|word| line.contains(word)), "{line}");
    assert!(!line.contains("canary"), "{line}");
}

#[test]
fn a_server_that_cannot_use_its_database_says_why_in_one_line() {
    let place = Place::new();
    refusal(&place.home("all").without("PAYLINK_SECRET"), 2, &["PAYLINK_SECRET: "]);
    refusal(
        &place.home("all").without("PAYLINK_POSTGRES_ALLOW_UNSAFE"),
        2,
        &["PAYLINK_DATABASE_URL: ", "fsync", "PAYLINK_POSTGRES_ALLOW_UNSAFE"],
    );
    refusal(&on("postgres://paylink:canary@127.0.0.1:1/shop"), 1, &["PAYLINK_DATABASE_URL: ", "refused"]);
    refusal(
        &on("postgres://paylink:canary@127.0.0.1:1/shop?sslmode=verify-full&sslrootcert=/missing.pem"),
        2,
        &["PAYLINK_DATABASE_URL: ", "/missing.pem"],
    );
}
