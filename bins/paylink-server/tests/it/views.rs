//! Many people see a page for the first time at the same moment.

use crate::{
    postgres::Place,
    world::{Home, Server, Shop, events_of, link_of, text},
};
use futures_util::future::join_all;
use serde_json::{Value, json};

const LINKS: usize = 5;
const VIEWERS: usize = 60;

/// Lets all of them report their view of `link` at once, at these servers in turn.
async fn rush(servers: &[Server], link: &Value) {
    let path = format!("/v1/checkout/{}/views", text(link, "slug"));
    let views: Vec<_> = servers.iter().cycle().take(VIEWERS).map(|server| server.say("POST", &path)).collect();
    for answer in join_all(views.iter().map(|view| view.send())).await {
        answer.ok(204);
    }
}

async fn check(servers: &[Server]) {
    let shop = Shop::open(&servers[0]).await;
    for _ in 0..LINKS {
        let link = shop.one_time_link(&servers[0]).await;
        rush(servers, &link).await;
        let shown = link_of(&servers[0], &link).await;
        assert_eq!(shown["views_count"], json!(VIEWERS));
        assert!(shown["viewed_at"].is_string(), "{shown}");
        assert_eq!(events_of(&servers[0], &link).await, ["payment_link.created", "payment_link.viewed"]);
        rush(servers, &link).await;
        let again = link_of(&servers[0], &link).await;
        assert_eq!((&again["views_count"], &again["viewed_at"]), (&json!(2 * VIEWERS), &shown["viewed_at"]));
        assert_eq!(events_of(&servers[0], &link).await.len(), 2, "told once a day");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn of_many_first_views_at_once_one_is_told_and_all_are_counted() {
    check(&[Home::new().with("PAYLINK_RATE_LIMITS", "false").serve().await]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_many_first_views_at_two_servers_on_postgresql_one_is_told_and_all_are_counted() {
    let place = Place::new();
    check(&[place.home("all").serve().await, place.home("all").serve().await]).await;
}
