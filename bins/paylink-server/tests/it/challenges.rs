//! A payment that the payer has to confirm with the bank first.

use crate::world::{CARD, Heard, Server, Shop, link_of, pay_by_card, text};
use serde_json::{Value, json};

const CHALLENGED: &str = "4000002500003155";

struct Challenged {
    server: Server,
    link: Value,
    payment: Value,
    /// The bank's page, on this server.
    page: String,
}

async fn challenged() -> Challenged {
    let server = Server::new().await;
    let link = Shop::open(&server).await.one_time_link(&server).await;
    let payment = pay_by_card(&server, &link, CHALLENGED, "first").await.ok(201);
    assert_eq!(payment["status"], "requires_action");
    assert_eq!(payment["next_action"]["type"], "redirect");
    let url = text(&payment["next_action"], "url");
    let page = url.strip_prefix(&server.url()).unwrap().to_owned();
    Challenged { server, link, payment, page }
}

impl Challenged {
    async fn answer(&self, answer: &str) -> Heard {
        let form = format!("answer={answer}");
        self.server.say("POST", &self.page).raw("application/x-www-form-urlencoded", form.as_bytes()).send().await
    }

    async fn payment(&self) -> Value {
        let path = format!("/v1/checkout/{}/payments/{}", text(&self.link, "slug"), text(&self.payment, "id"));
        self.server.say("GET", &path).send().await.ok(200)
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_approved_challenge_pays_the_link() {
    let bank = challenged().await;
    let page = bank.server.say("GET", &bank.page).send().await;
    assert_eq!(page.status, 200);
    assert!(page.text().contains("Approve") && page.text().contains("3155"));
    let other = pay_by_card(&bank.server, &bank.link, CARD, "second").await;
    assert_eq!(other.code(), "payment_in_progress");

    let back = bank.answer("approve").await;
    assert_eq!(back.status, 303);
    let receipt = format!("/p/{}/payments/{}", text(&bank.link, "slug"), text(&bank.payment, "id"));
    assert_eq!(back.header("location"), Some(format!("{}{receipt}", bank.server.url()).as_str()));
    let receipt = bank.server.say("GET", &receipt).send().await;
    assert_eq!((receipt.status, receipt.header("content-type")), (200, Some("text/html; charset=utf-8")));

    assert_eq!(bank.payment().await["status"], "succeeded");
    assert_eq!(link_of(&bank.server, &bank.link).await["payment_status"], "paid");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_declined_challenge_fails_the_payment_and_leaves_the_link_open() {
    let bank = challenged().await;
    assert_eq!(bank.answer("decline").await.status, 303);
    let payment = bank.payment().await;
    assert_eq!((&payment["status"], &payment["failure"]["code"]), (&json!("failed"), &json!("authentication_failed")));
    assert_eq!(bank.answer("approve").await.status, 303, "the first answer counts");
    assert_eq!(bank.payment().await["status"], "failed");
    let paid = pay_by_card(&bank.server, &bank.link, CARD, "second").await;
    assert_eq!(paid.status, 201);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_open_challenge_survives_a_crash() {
    let Challenged { server, link, payment, page } = challenged().await;
    let home = server.kill();
    let bank = Challenged { server: home.serve().await, link, payment, page };
    assert_eq!(bank.payment().await["status"], "requires_action");
    assert_eq!(bank.answer("approve").await.status, 303);
    assert_eq!(bank.payment().await["status"], "succeeded");
}
