//! The database stops hard under load and is started again: 503 meanwhile, and then everything goes on by itself.

use super::on;
use crate::world::{CARD, Server, Shop, eventually, pay_by_card, text};
use paylink_pg_cluster::{Cluster, Options};
use serde_json::json;
use std::sync::{
    Arc,
    atomic::{AtomicBool, AtomicUsize, Ordering},
};

/// Answers so far, by what they were.
#[derive(Default)]
struct Told {
    made: AtomicUsize,
    away: AtomicUsize,
    over: AtomicBool,
}

/// Makes links until told to stop; gives the ids of those that were acknowledged.
async fn make_links(server: Arc<Server>, shop: Shop, told: Arc<Told>, name: usize) -> Vec<String> {
    let mut ids = Vec::new();
    for number in 0.. {
        if told.over.load(Ordering::SeqCst) {
            break;
        }
        let request = shop.asks_for_link(&server, &json!({})).key(&format!("{name}-{number}"));
        let answer = request.send().await;
        match answer.status {
            201 => {
                told.made.fetch_add(1, Ordering::SeqCst);
                ids.push(text(&answer.json(), "id"));
            }
            503 => {
                assert_eq!(answer.code(), "storage_unavailable");
                assert!(answer.header("retry-after").is_some_and(|seconds| seconds.parse::<u32>().is_ok()));
                told.away.fetch_add(1, Ordering::SeqCst);
            }
            other => panic!("{other} {}", answer.text()),
        }
    }
    ids
}

async fn more_than(count: &AtomicUsize, more: usize) {
    let before = count.load(Ordering::SeqCst);
    eventually("answers come", async || (count.load(Ordering::SeqCst) >= before + more).then_some(())).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_that_stops_hard_costs_503_and_nothing_that_was_acknowledged() {
    let mut cluster = Cluster::start(Options::durable()).unwrap();
    let url = cluster.create_database("shop").unwrap();
    let server = Arc::new(on(&url).serve().await);
    let shop = Shop::open(&server).await;
    let told = Arc::new(Told::default());
    let tasks: Vec<_> =
        (0..4).map(|name| tokio::spawn(make_links(server.clone(), shop.clone(), told.clone(), name))).collect();
    for _ in 0..2 {
        more_than(&told.made, 30).await;
        cluster.stop_hard().unwrap();
        more_than(&told.away, 10).await;
        assert_eq!(server.say("GET", "/health/ready").send().await.status, 503);
        assert_eq!(server.say("GET", "/health/live").send().await.status, 200);
        cluster.start_again().unwrap();
    }
    more_than(&told.made, 30).await;
    told.over.store(true, Ordering::SeqCst);
    assert_eq!(server.say("GET", "/health/ready").send().await.status, 200);
    for task in tasks {
        for id in task.await.unwrap() {
            server.admin("GET", &format!("/v1/payment_links/{id}")).send().await.ok(200);
        }
    }
    let link = shop.one_time_link(&server).await;
    pay_by_card(&server, &link, CARD, "mine").await.ok(201);
    assert!(!server.home.log().contains("panicked"), "{}", server.home.log());
}
