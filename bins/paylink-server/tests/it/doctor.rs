//! `paylink-server doctor` on a sound server and on damaged ones.

use crate::world::{Books, CARD, Home, Server, Shop, pay_by_card};
use std::process::Output;

async fn server_with_a_payment() -> Server {
    let server = Server::new().await;
    let shop = Shop::open(&server).await;
    let link = shop.one_time_link(&server).await;
    pay_by_card(&server, &link, CARD, "pay").await.ok(201);
    server
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sound_server_has_no_findings_while_it_runs_and_after() {
    let server = server_with_a_payment().await;
    let output = server.home.run(&["doctor"]);
    assert!(output.status.success(), "{}", said(&output));
    assert!(said(&output).contains("1 payments and 1 entries add up"), "{}", said(&output));
    let home = server.kill();
    assert!(home.run(&["doctor"]).status.success());
}

#[tokio::test(flavor = "multi_thread")]
async fn every_damage_is_named_and_ends_with_status_one() {
    for (damage, finding) in [
        ("UPDATE payments SET refund_reserved_minor = 5", "what it says is reserved"),
        ("DROP TRIGGER ledger_is_not_deleted; DELETE FROM ledger", "its ledger has 0 entries"),
        ("DROP TRIGGER ledger_is_not_updated; UPDATE ledger SET amount_minor = 1", "its ledger"),
        ("UPDATE links SET paid_minor = 1", "stand as succeeded"),
        ("DROP INDEX payments_live", "lost index payments_live"),
        // whether its facts have been folded by then or not
        ("DELETE FROM report_facts; DELETE FROM report_counts", "payments_succeeded counts 0 over 0"),
        (
            "INSERT INTO report_facts SELECT randomblob(16), id, 0, 'payments_succeeded', 'USD', 'card', '', 1, 5, 0 FROM merchants",
            "payments_succeeded counts 2",
        ),
        (
            "INSERT INTO report_counts SELECT id, 4, 0, 'links_sent', '', '', '', 1, 0, 0 FROM merchants",
            "links_sent is counted otherwise by the hour",
        ),
        ("UPDATE events SET created_at = created_at + 3600000000", "in the future"),
    ] {
        let server = server_with_a_payment().await;
        let home = server.kill();
        Books::open_to_change(&home.database()).run(damage);
        let output = home.run(&["doctor"]);
        assert_eq!(output.status.code(), Some(1), "{damage}: {}", said(&output));
        let named = said(&output).lines().any(|line| line.starts_with("FINDING") && line.contains(finding));
        assert!(named, "{damage}: {}", said(&output));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_schema_of_another_version_is_named_and_left_as_it_is() {
    let home = server_with_a_payment().await.kill();
    let last = "SELECT max(version) FROM __diesel_schema_migrations";
    let older = &format!("DELETE FROM __diesel_schema_migrations WHERE version = ({last})");
    Books::open_to_change(&home.database()).run(older);
    let known = "SELECT count(*) AS number FROM __diesel_schema_migrations";
    let before = Books::open(&home.database()).number(known);
    let output = home.run(&["doctor"]);
    assert_eq!(output.status.code(), Some(1), "{}", said(&output));
    assert!(said(&output).contains("run `migrate` first"), "{}", said(&output));
    assert_eq!(Books::open(&home.database()).number(known), before, "a doctor changes nothing");
}

#[test]
fn surroundings_that_put_payments_at_risk_are_named() {
    // nobody listens on port 1
    let home = Home::new()
        .with("PAYLINK_PUBLIC_URL", "http://pay.paylink.invalid")
        .with("PAYLINK_SMTP_URL", "smtp://user:canary-password@127.0.0.1:1");
    let output = home.run(&["doctor"]);
    assert_eq!(output.status.code(), Some(2), "there is no database yet");
    assert!(!home.database().exists(), "and a doctor makes none");
    assert!(home.run(&["migrate"]).status.success());
    let output = home.run(&["doctor"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(!said(&output).contains("canary-password"));
    for finding in ["is not https", "has no address", "secret", "no connection to the mail server"] {
        assert!(said(&output).lines().any(|line| line.starts_with("FINDING") && line.contains(finding)), "{finding}");
    }
}
