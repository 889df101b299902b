//! The process dies between the two commits of a payment, at each step there is.
//!
//! The server has no switch for this. A trigger in its database makes one chosen write run for ever instead: it is
//! reached, never committed, and `kill -9` ends the process exactly there.

use crate::world::{Books, CARD, Home, Server, Shop, card_token, eventually, link_of, pay, pay_by_card, text, within};
use futures_util::future::join_all;
use serde_json::Value;
use std::time::Duration;

/// A pit that no statement comes out of.
const PIT: &str = "CREATE VIEW endless AS WITH RECURSIVE counted (n) AS
    (SELECT 1 UNION ALL SELECT n + 1 FROM counted) SELECT n FROM counted;";

/// What `kill -9` finds, and what has to come of it.
struct Point {
    name: &'static str,
    card: &'static str,
    /// The write that is never finished; without one the process dies inside a slow call.
    stuck_at: Option<&'static str>,
    /// Payments, tokens given to the gateway, and charges in its book at that moment.
    left: (i64, i64, i64),
    /// Whether the gateway's truth is a charge in the end.
    charged: bool,
}

const POINTS: [Point; 6] = [
    Point {
        name: "before the first commit",
        card: CARD,
        stuck_at: Some("BEFORE INSERT ON payments"),
        left: (0, 0, 0),
        charged: true,
    },
    Point {
        name: "after the first commit, before the gateway hears of it",
        card: CARD,
        stuck_at: Some("BEFORE UPDATE ON documents WHEN NEW.kind = 'sandbox_token'"),
        left: (1, 0, 0),
        charged: true,
    },
    Point {
        name: "the gateway has heard of it and has not charged",
        card: CARD,
        stuck_at: Some("BEFORE INSERT ON documents WHEN NEW.kind = 'sandbox_charge'"),
        left: (1, 1, 0),
        charged: true,
    },
    Point {
        name: "the gateway has charged, before the second commit",
        card: CARD,
        stuck_at: Some("BEFORE UPDATE ON payments"),
        left: (1, 1, 1),
        charged: true,
    },
    Point {
        name: "inside a call that is charged and never answered",
        card: "4000000000000341",
        stuck_at: None,
        left: (1, 1, 1),
        charged: true,
    },
    Point {
        name: "inside a call that breaks off uncharged",
        card: "4000000000000259",
        stuck_at: None,
        left: (1, 1, 1),
        charged: false,
    },
];

const PAYMENTS: &str = "SELECT count(*) AS number FROM payments";
const OPEN: &str = "SELECT count(*) AS number FROM payments WHERE status = 'processing'";
const TOKENS: &str = "SELECT count(*) AS number FROM documents
    WHERE kind = 'sandbox_token' AND json_extract(text, '$.used_by') IS NOT NULL";

fn stop_at(home: &Home, write: &str) {
    Books::open_to_change(&home.database())
        .run(&format!("{PIT} CREATE TRIGGER stuck {write} BEGIN SELECT count(*) FROM endless; END;"));
}

fn go_on(home: &Home) {
    Books::open_to_change(&home.database()).run("DROP TRIGGER IF EXISTS stuck; DROP VIEW IF EXISTS endless;");
}

/// Pays, and kills the server at `point`.
async fn die(server: Server, link: &Value, token: &str, point: &Point) -> Home {
    let mut books = Books::open_to_change(&server.home.database());
    if let Some(write) = point.stuck_at {
        stop_at(&server.home, write);
    }
    let payment = pay(&server, link, "card", token, "first");
    let payer = tokio::spawn(async move { payment.try_send().await });
    let (payments, tokens, charges) = point.left;
    eventually(point.name, async || {
        let reached = (books.number(PAYMENTS), books.number(TOKENS), books.charges().len());
        let there = reached == (payments, tokens, usize::try_from(charges).unwrap());
        let stopped = point.stuck_at.is_none() || books.writer_is_stuck(200);
        (there && stopped).then_some(())
    })
    .await;
    let home = server.kill();
    payer.await.unwrap().expect_err("the payer got no answer");
    let found = (books.number(PAYMENTS), books.number(TOKENS), i64::try_from(books.charges().len()).unwrap());
    assert_eq!(found, point.left, "{}", point.name);
    drop(books);
    go_on(&home);
    home
}

async fn survives(point: &Point) {
    let name = point.name;
    let server = Server::new().await;
    let shop = Shop::open(&server).await;
    let link = shop.one_time_link(&server).await;
    let token = card_token(&server, point.card).await;
    let server = die(server, &link, &token, point).await.serve().await;

    let first = || pay(&server, &link, "card", &token, "first");
    if point.left.0 > 0 {
        let retry = first().send().await;
        assert_eq!((retry.status, retry.code()), (409, "idempotency_key_in_use".to_owned()), "{name}");
        assert!(retry.header("retry-after").is_some(), "{name}");
        let other = pay_by_card(&server, &link, CARD, "second").await;
        assert_eq!((other.status, other.code()), (409, "payment_in_progress".to_owned()), "{name}");
    }
    let mut books = Books::open(&server.home.database());
    within(Duration::from_secs(120), name, async || (books.number(OPEN) == 0).then_some(())).await;

    let answer = first().send().await;
    let again = first().send().await;
    assert_eq!((answer.status, &answer.body), (again.status, &again.body), "{name}: one answer for ever");
    assert_eq!(again.header("idempotent-replayed"), Some("true"), "{name}");
    if point.charged {
        let payment = answer.ok(201);
        assert_eq!(payment["status"], "succeeded", "{name}");
        let link = link_of(&server, &link).await;
        assert_eq!((&link["status"], &link["payment_status"]), (&"COMPLETED".into(), &"paid".into()), "{name}");
        assert_eq!(books.charged(), [text(&payment, "id")], "{name}");
        let late = pay_by_card(&server, &link, CARD, "third").await;
        assert_eq!(late.code(), "link_completed", "{name}");
    } else {
        assert_eq!((answer.status, answer.code()), (402, "processing_error".to_owned()), "{name}");
        assert_eq!(books.charged(), [""; 0], "{name}");
        let paid = pay_by_card(&server, &link, CARD, "third").await.ok(201);
        assert_eq!(books.charged(), [text(&paid, "id")], "{name}");
    }
    assert_eq!(books.charges().len(), if point.charged { 1 } else { 2 }, "{name}: keys the gateway knows");
    assert!(books.is_sound(), "{name}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_payment_ends_in_the_gateways_truth_wherever_the_process_was_killed() {
    join_all(POINTS.iter().map(survives)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_payment_survives_a_second_kill_while_it_is_being_found_out() {
    let server = Server::new().await;
    let shop = Shop::open(&server).await;
    let link = shop.one_time_link(&server).await;
    let token = card_token(&server, CARD).await;
    let home = die(server, &link, &token, &POINTS[2]).await;

    // the charge is made by the job that finds out, and its outcome is never written down
    stop_at(&home, "BEFORE UPDATE ON payments");
    let server = home.serve().await;
    let mut books = Books::open_to_change(&server.home.database());
    within(Duration::from_secs(120), "the job has charged and is stuck", async || {
        (books.charged().len() == 1 && books.writer_is_stuck(200)).then_some(())
    })
    .await;
    let home = server.kill();
    assert_eq!(books.number(OPEN), 1);
    drop(books);
    go_on(&home);

    let server = home.serve().await;
    eventually("the link is paid", async || (link_of(&server, &link).await["payment_status"] == "paid").then_some(()))
        .await;
    assert_eq!(Books::open(&server.home.database()).charges().len(), 1);
    let payment = pay(&server, &link, "card", &token, "first").send().await.ok(201);
    assert_eq!(payment["status"], "succeeded");
}
