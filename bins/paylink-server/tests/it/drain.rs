//! A queue of mails drains while the worker is killed: none is lost, and a repeated one is the same mail.

use crate::world::{Books, Home, Mailbox, Server, Shop, text, within};
use futures_util::future::join_all;
use serde_json::{Value, json};
use std::{
    collections::{BTreeMap, BTreeSet},
    time::Duration,
};

/// Mails and kills of the short proof; `PAYLINK_TEST_MAILS` asks for more mails, and then 20 kills.
const MAILS: usize = 200;
const KILLS: usize = 5;
/// Mails under way at the same time.
const AT_ONCE: usize = 4;
const LIMIT: Duration = Duration::from_secs(600);

/// What the process holds in memory, in KiB.
fn resident(server: &Server) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{}/status", server.pid())).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
    line.trim().trim_end_matches(" kB").trim().parse().unwrap()
}

async fn order(server: &Server, shop: &Shop, count: usize) {
    for first in (0..count).step_by(32) {
        let links = (first..count.min(first + 32)).map(|number| async move {
            let customer = json!({"email": format!("p{number}@payer.example")});
            shop.asks_for_link(server, &json!({"customer": customer, "delivery": "email"})).send().await.ok(201)
        });
        join_all(links).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_queue_of_mails_drains_through_kills_without_a_loss_or_a_second_message() {
    let asked = std::env::var("PAYLINK_TEST_MAILS").ok().map(|count| count.parse::<usize>().unwrap());
    let (count, kills) = asked.map_or((MAILS, KILLS), |count| (count, 20));
    let mailbox = Mailbox::open();
    let home = Home::new().with("PAYLINK_SMTP_URL", &mailbox.url()).with("PAYLINK_RATE_LIMITS", "false");
    let web = home.clone().with("PAYLINK_ROLE", "web").serve().await;
    let shop = Shop::open(&web).await;
    order(&web, &shop, count).await;
    web.kill();
    assert!(mailbox.mails().is_empty(), "a web server sends nothing");

    let mut server = home.serve().await;
    let before = resident(&server);
    for kill in 1..=kills {
        let enough = count * kill / (kills + 1);
        within(LIMIT, "the queue drains", async || (mailbox.mails().len() >= enough).then_some(())).await;
        server = server.again().await;
    }
    let database = server.home.database();
    let waiting = "SELECT count(*) AS number FROM messages WHERE status <> 'sent'";
    within(LIMIT, "every mail is sent", async || (Books::open(&database).number(waiting) == 0).then_some(())).await;
    let after = resident(&server);
    // what the mail server has taken is told in lines, and the last of them may still be on their way
    let reached = || mailbox.mails().iter().map(|mail| mail["to"].to_string()).collect::<BTreeSet<_>>().len();
    within(LIMIT, "nobody is forgotten", async || (reached() == count).then_some(())).await;

    let mails = mailbox.mails();
    let mut ids: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for mail in &mails {
        let [Value::String(to)] = &mail["to"].as_array().unwrap()[..] else { panic!("one recipient: {mail}") };
        ids.entry(to.clone()).or_default().insert(text(&mail["headers"], "Message-ID"));
    }
    assert_eq!(ids.len(), count, "nobody is forgotten");
    assert!(ids.values().all(|ids| ids.len() == 1), "nobody gets a second message: {ids:?}");
    let repeated = mails.len() - count;
    assert!(repeated <= kills * AT_ONCE, "{repeated} repeated after {kills} kills");
    assert!(after < before + 64 * 1024, "from {before} to {after} KiB");
    println!("{count} mails, {kills} kills, {repeated} repeated under their own id, {before} to {after} KiB");
}
