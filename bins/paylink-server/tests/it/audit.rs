//! The audit log of a running server: sealed within seconds, and whatever is done to it behind the server's back is named.

use crate::world::{Books, CARD, Home, Server, Shop, eventually, pay_by_card, text};
use serde_json::json;
use std::process::Output;

pub(crate) fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// What the doctor finds in the audit log.
pub(crate) fn findings(home: &Home) -> Vec<String> {
    let said = said(&home.run(&["doctor"]));
    let of_log = |line: &&str| line.starts_with("FINDING") && line.contains("audit log:");
    let found: Vec<String> = said.lines().filter(of_log).map(str::to_owned).collect();
    assert!(said.contains("audit log:"), "{said}");
    found
}

async fn sealed(home: &Home) {
    eventually("every entry is sealed", async || {
        let waiting = "SELECT count(*) AS number FROM audit_marks WHERE seal IS NULL";
        Some(()).filter(|()| Books::open(&home.database()).number(waiting) == 0)
    })
    .await;
}

/// A server with a payment, and then a second payment under a seal of its own.
async fn two_seals() -> Home {
    let server = Server::new().await;
    let shop = Shop::open(&server).await;
    let link = shop.one_time_link(&server).await;
    pay_by_card(&server, &link, CARD, "pay").await.ok(201);
    sealed(&server.home).await;
    let link = shop.one_time_link(&server).await;
    pay_by_card(&server, &link, CARD, "pay").await.ok(201);
    sealed(&server.home).await;
    server.kill()
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_is_done_to_the_log_behind_the_servers_back_is_named() {
    let home = two_seals().await;
    assert_eq!(findings(&home), Vec::<String>::new(), "{}", said(&home.run(&["doctor"])));
    assert!(said(&home.run(&["doctor"])).contains("seals cover"));
    let pristine = std::fs::read(home.database()).unwrap();
    let one = "(SELECT id FROM audit_log WHERE action = 'payment.succeeded' ORDER BY id LIMIT 1)";
    for (damage, finding) in [
        (
            format!(
                "DROP TRIGGER audit_log_is_not_updated;
                 UPDATE audit_log SET state = replace(state, 'succeeded', 'succeedee') WHERE id = {one}"
            ),
            "was changed after seal",
        ),
        (
            format!("DROP TRIGGER audit_log_is_not_updated; UPDATE audit_log SET actor = 'job' WHERE id = {one}"),
            "was changed after seal",
        ),
        (
            format!("DROP TRIGGER audit_log_is_not_updated; UPDATE audit_log SET actor = 'nobody' WHERE id = {one}"),
            "was changed and cannot be read",
        ),
        (
            format!(
                "DROP TRIGGER audit_log_is_not_updated; UPDATE audit_log SET created_at = created_at + 1 WHERE id = {one}"
            ),
            "was changed after seal",
        ),
        (
            format!("DROP TRIGGER audit_log_is_not_deleted; DELETE FROM audit_log WHERE id = {one}"),
            "was removed after seal",
        ),
        (
            "DROP TRIGGER audit_log_is_marked;
             INSERT INTO audit_log SELECT zeroblob(16), merchant_id, actor, actor_id, action, kind, subject, version,
               state, request_id, created_at FROM audit_log LIMIT 1"
                .to_owned(),
            "no seal covers it",
        ),
        (
            "DROP TRIGGER audit_log_is_marked;
             INSERT INTO audit_log SELECT zeroblob(16), merchant_id, actor, actor_id, action, kind, subject, version,
               state, request_id, created_at FROM audit_log LIMIT 1;
             INSERT INTO audit_marks VALUES (zeroblob(16), 1)"
                .to_owned(),
            "was slipped in under seal 1",
        ),
        (
            "DROP TRIGGER audit_seals_are_not_updated; UPDATE audit_seals SET created_at = 0 WHERE number = 1"
                .to_owned(),
            "seal 1: broken",
        ),
        (
            "DROP TRIGGER audit_seals_are_not_updated;
             UPDATE audit_seals SET mac = (SELECT mac FROM audit_seals WHERE number = 1) WHERE number = 2"
                .to_owned(),
            "seal 2: forged",
        ),
        (
            "DROP TRIGGER audit_seals_are_not_updated; UPDATE audit_seals SET entries = '[]' WHERE number = 2"
                .to_owned(),
            "seal 2: broken",
        ),
        (
            "PRAGMA foreign_keys = 0; DROP TRIGGER audit_seals_are_not_deleted; DELETE FROM audit_seals WHERE number = 1".to_owned(),
            "seal 1: missing",
        ),
    ] {
        for leftover in ["db-wal", "db-shm"] {
            let _ = std::fs::remove_file(home.database().with_extension(leftover));
        }
        std::fs::write(home.database(), &pristine).unwrap();
        Books::open_to_change(&home.database()).run(&damage);
        let found = findings(&home);
        assert!(found.iter().any(|line| line.contains(finding)), "{damage}\n{found:#?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn entries_survive_a_kill_between_their_commit_and_their_seal() {
    // nobody seals here
    let web = Home::new().with("PAYLINK_ROLE", "web").serve().await;
    let shop = Shop::open(&web).await;
    let link = shop.one_time_link(&web).await;
    pay_by_card(&web, &link, CARD, "pay").await.ok(201);
    let home = web.kill();
    let count = |of: &str| Books::open(&home.database()).number(&format!("SELECT count(*) AS number FROM {of}"));
    let written = count("audit_log");
    assert!(written >= 7, "{written}");
    assert_eq!(count("audit_marks WHERE seal IS NULL"), written);
    let server = home.clone().with("PAYLINK_ROLE", "all").serve().await;
    sealed(&server.home).await;
    let home = server.kill();
    assert!(Books::open(&home.database()).number("SELECT count(*) AS number FROM audit_seals") >= 1);
    assert_eq!(findings(&home), Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_log_is_sealed_within_seconds_while_payments_go_on() {
    let server = Server::new().await;
    let shop = Shop::open(&server).await;
    let since = std::time::Instant::now();
    for payer in 0..40 {
        let link = shop.one_time_link(&server).await;
        pay_by_card(&server, &link, CARD, &format!("pay-{payer}")).await.ok(201);
    }
    let numbers = server.say("GET", "/metrics").send().await.text().to_owned();
    let age = numbers.lines().find_map(|line| line.strip_prefix("paylink_audit_unsealed_age_seconds ")).unwrap();
    assert!(age.parse::<u64>().unwrap() <= 5, "{age} s after {:?}", since.elapsed());
    sealed(&server.home).await;
    assert_eq!(findings(&server.home), Vec::<String>::new(), "while it runs");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_command_of_the_operator_is_logged_as_the_operators() {
    let home = Home::new();
    assert!(home.run(&["migrate"]).status.success());
    assert!(home.run(&["key", "create", "--name", "ops"]).status.success());
    let server = home.serve().await;
    let listed = server.admin("GET", "/v1/audit_log?action=api_key.created").send().await.ok(200);
    let entry = &listed["data"][0];
    assert_eq!(entry["actor"], json!({"type": "operator", "id": null}));
    assert_eq!(entry["after"]["name"], "ops");
    let secret = text(&entry["subject"], "id");
    assert!(secret.starts_with("key_"));
}
