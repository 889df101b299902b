//! Bank debits: paid only when settled, open again when they come back.

use crate::world::{
    Account, CARD, Home, Server, Shop, account_token, events_of, eventually, link_of, pay, pay_by_card, text,
};
use serde_json::{Value, json};

/// A server whose bank debits settle within a second, and a link to be paid.
async fn ready() -> (Server, Value) {
    let server = Home::new().with("PAYLINK_SANDBOX_ACH_SECONDS", "1").serve().await;
    let link = Shop::open(&server).await.one_time_link(&server).await;
    (server, link)
}

async fn debit(server: &Server, link: &Value, account: Account) -> Value {
    let token = account_token(server, account).await;
    pay(server, link, "ach", &token, "debit").send().await.ok(201)
}

async fn payment_of(server: &Server, payment: &Value) -> Value {
    server.admin("GET", &format!("/v1/payments/{}", text(payment, "id"))).send().await.ok(200)
}

async fn reaches(server: &Server, payment: &Value, status: &str) -> Value {
    eventually(status, async || Some(payment_of(server, payment).await).filter(|payment| payment["status"] == status))
        .await
}

#[track_caller]
fn assert_open(link: &Value) {
    assert_eq!((&link["status"], &link["payment_status"]), (&json!("ACTIVE"), &json!("unpaid")));
    assert_eq!((&link["payable"], &link["amount_paid"]), (&json!(true), &json!("0.00")));
    assert_eq!(link["completed_at"], Value::Null);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_debit_is_paid_only_once_it_has_settled() {
    let (server, link) = ready().await;
    let payment = debit(&server, &link, Account::SETTLES).await;
    assert_eq!(payment["status"], "processing");
    assert_eq!(payment["method"]["last4"], "6789");
    let settled = reaches(&server, &payment, "succeeded").await;
    assert_eq!(settled["failure"], Value::Null);
    let link = link_of(&server, &link).await;
    assert_eq!((&link["status"], &link["payment_status"]), (&json!("COMPLETED"), &json!("paid")));
    assert_eq!(
        events_of(&server, &link).await,
        ["payment_link.created", "payment.processing", "payment.succeeded", "payment_link.completed"]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_else_can_pay_while_a_debit_is_under_way() {
    let server = Server::new().await;
    let link = Shop::open(&server).await.one_time_link(&server).await;
    debit(&server, &link, Account::SETTLES).await;
    let now = link_of(&server, &link).await;
    assert_eq!((&now["status"], &now["payment_status"]), (&json!("ACTIVE"), &json!("unpaid")));
    assert_eq!(now["payable"], false);
    let other = pay_by_card(&server, &link, CARD, "other").await;
    assert_eq!((other.status, other.code()), (409, "payment_in_progress".to_owned()));
    let cancel = server.admin("POST", &format!("/v1/payment_links/{}/cancel", text(&link, "id"))).send().await;
    assert_eq!((cancel.status, cancel.code()), (409, "payment_in_progress".to_owned()));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_debit_that_comes_back_leaves_the_link_to_be_paid_otherwise() {
    let (server, link) = ready().await;
    let payment = debit(&server, &link, Account::RETURNS).await;
    let returned = reaches(&server, &payment, "returned").await;
    assert_eq!(returned["failure"]["code"], "R01");
    assert_open(&link_of(&server, &link).await);
    pay_by_card(&server, &link, CARD, "other").await.ok(201);
    assert_eq!(link_of(&server, &link).await["payment_status"], "paid");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_debit_that_comes_back_after_it_settled_opens_the_link_again() {
    let server = Home::new().with("PAYLINK_SANDBOX_ACH_SECONDS", "2").serve().await;
    let link = Shop::open(&server).await.one_time_link(&server).await;
    let payment = debit(&server, &link, Account::RETURNS_LATE).await;
    reaches(&server, &payment, "succeeded").await;
    reaches(&server, &payment, "returned").await;
    assert_open(&link_of(&server, &link).await);
    assert_eq!(
        events_of(&server, &link).await,
        [
            "payment_link.created",
            "payment.processing",
            "payment.succeeded",
            "payment_link.completed",
            "payment.returned",
            "payment_link.updated",
        ]
    );
    pay_by_card(&server, &link, CARD, "other").await.ok(201);
    let paid = link_of(&server, &link).await;
    assert_eq!(
        (&paid["status"], &paid["amount_paid"], &paid["payments_count"]),
        (&json!("COMPLETED"), &json!("12.50"), &json!(2))
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_debit_from_a_closed_account_is_declined_at_once() {
    let (server, link) = ready().await;
    let token = account_token(&server, Account::IS_CLOSED).await;
    let declined = pay(&server, &link, "ach", &token, "debit").send().await;
    assert_eq!((declined.status, declined.code()), (402, "account_closed".to_owned()));
    assert_open(&link_of(&server, &link).await);
}
