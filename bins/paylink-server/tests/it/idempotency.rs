//! Same key, same request: the first answer again, byte for byte, whoever asks and whenever.

use crate::world::{Books, CARD, Heard, Server, Shop, card_token, pay, text};
use futures_util::future::join_all;
use serde_json::{Value, json};

#[track_caller]
fn assert_replays(first: &Heard, again: &Heard) {
    assert_eq!((first.status, first.text()), (again.status, again.text()));
    assert_eq!(first.header("content-type"), again.header("content-type"));
    assert_eq!(first.header("idempotent-replayed"), None);
    assert_eq!(again.header("idempotent-replayed"), Some("true"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_repeated_request_gets_the_first_answer_byte_for_byte_also_after_a_crash() {
    let server = Server::new().await;
    let shop = Shop::open(&server).await;
    let link = shop.one_time_link(&server).await;
    let slug = text(&link, "slug");
    let token = card_token(&server, CARD).await;
    let declined = shop.one_time_link(&server).await;
    let bad = card_token(&server, "4000000000009995").await;
    let requests = |server: &Server| {
        [
            server.admin("POST", "/v1/merchants").key("m").json(&json!({"name": "Twice"})),
            shop.asks_for_link(server, &json!({"description": "Once"})).key("l"),
            shop.asks_for_link(server, &json!({"slug": slug})).key("taken"),
            pay(server, &link, "card", &token, "p"),
            pay(server, &declined, "card", &bad, "d"),
            server.admin("POST", "/v1/api_keys").key("k").json(&json!({"name": "K", "role": "read_only"})),
        ]
    };
    let mut first = Vec::new();
    for (request, status) in requests(&server).iter().zip([201, 201, 409, 201, 402, 201]) {
        let heard = request.send().await;
        assert_eq!(heard.status, status, "{}", heard.text());
        assert_replays(&heard, &request.send().await);
        first.push(heard);
    }
    let server = server.again().await;
    for (request, first) in requests(&server).iter().zip(&first) {
        assert_replays(first, &request.send().await);
    }
    let mut books = Books::open(&server.home.database());
    assert_eq!(books.number("SELECT count(*) AS number FROM merchants"), 2);
    assert_eq!(books.number("SELECT count(*) AS number FROM links"), 3);
    assert_eq!(books.charges().len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_key_at_the_same_moment_makes_one_payment() {
    let server = Server::new().await;
    let shop = Shop::open(&server).await;
    let link = shop.link(&server, json!({"usage": "multi_use"})).await;
    let token = card_token(&server, CARD).await;
    let request = pay(&server, &link, "card", &token, "impatient");
    let answers = join_all((0..50).map(|_| request.send())).await;

    let paid: Vec<&Heard> = answers.iter().filter(|answer| answer.status == 201).collect();
    let first = paid.iter().find(|answer| answer.header("idempotent-replayed").is_none()).expect("one was first");
    assert!(paid.iter().all(|answer| answer.body == first.body));
    for answer in answers.iter().filter(|answer| answer.status != 201) {
        assert_eq!((answer.status, answer.code()), (409, "idempotency_key_in_use".to_owned()));
        assert_eq!(answer.header("retry-after"), Some("1"));
    }
    assert_eq!(Books::open(&server.home.database()).charged(), [text(&first.json(), "id")]);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_key_at_the_same_moment_makes_one_link() {
    let server = Server::new().await;
    let shop = Shop::open(&server).await;
    let request = shop.asks_for_link(&server, &json!({})).key("impatient");
    let answers = join_all((0..50).map(|_| request.send())).await;
    let bodies: Vec<Value> = answers.iter().map(|answer| answer.ok(201)).collect();
    assert!(bodies.iter().all(|body| *body == bodies[0]));
    assert_eq!(answers.iter().filter(|answer| answer.header("idempotent-replayed").is_none()).count(), 1);
    assert_eq!(Books::open(&server.home.database()).number("SELECT count(*) AS number FROM links"), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_reused_for_another_request_is_refused() {
    let server = Server::new().await;
    let shop = Shop::open(&server).await;
    let (one, other) = (shop.one_time_link(&server).await, shop.one_time_link(&server).await);
    let token = card_token(&server, CARD).await;
    shop.asks_for_link(&server, &json!({})).key("k").send().await.ok(201);
    pay(&server, &one, "card", &token, "k").send().await.ok(201);

    let changed = [
        shop.asks_for_link(&server, &json!({"description": "another"})).key("k"),
        server.admin("POST", "/v1/merchants").key("k").json(&json!({"name": "another"})),
        pay(&server, &one, "card", "tok_another", "k"),
    ];
    for request in changed {
        let refused = request.send().await;
        assert_eq!((refused.status, refused.code()), (422, "idempotency_key_reused".to_owned()));
    }
    let token = card_token(&server, CARD).await;
    pay(&server, &other, "card", &token, "k").send().await.ok(201);
    assert_eq!(Books::open(&server.home.database()).charged().len(), 2, "each link has its own keys");
}

#[tokio::test(flavor = "multi_thread")]
async fn another_merchants_same_key_is_its_own_request() {
    let server = Server::new().await;
    let mut links = Vec::new();
    for _ in 0..2 {
        let shop = Shop::open(&server).await;
        let wanted = json!({"name": "shop", "role": "admin", "merchant_id": shop.merchant});
        let key = server.admin("POST", "/v1/api_keys").json(&wanted).send().await.ok(201);
        let request = server.say("POST", "/v1/payment_links").bearer(&text(&key, "secret"));
        let heard = request.key("same").json(&json!({"amount": "5.00"})).send().await;
        assert_eq!(heard.header("idempotent-replayed"), None);
        let link = heard.ok(201);
        assert_eq!(link["merchant_id"], shop.merchant.as_str());
        links.push(text(&link, "id"));
    }
    assert_ne!(links[0], links[1]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_payment_without_a_key_is_refused() {
    let server = Server::new().await;
    let link = Shop::open(&server).await.one_time_link(&server).await;
    let path = format!("/v1/checkout/{}/payments", text(&link, "slug"));
    let refused = server.say("POST", &path).json(&json!({"method": "card", "token": "tok_x"})).send().await;
    assert_eq!((refused.status, refused.code()), (400, "idempotency_key_required".to_owned()));
}
