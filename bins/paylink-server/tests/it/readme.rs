//! The walk with curl that the README shows, word for word.

use crate::world::{Delivery, Home, Receiver, eventually};
use serde_json::{Value, json};
use std::{
    collections::BTreeSet,
    fs,
    path::Path,
    process::{Command, Stdio},
};

/// Every block of shell between the mark and the next heading.
fn walk(readme: &str) -> String {
    let (_, marked) = readme.split_once("<!-- walk:").expect("the README marks its walk");
    let (section, _) = marked.split_once("\n## ").unwrap();
    let blocks: Vec<&str> =
        section.split("```").skip(1).step_by(2).map(|block| block.strip_prefix("sh\n").unwrap()).collect();
    assert!(blocks.len() >= 3, "{} blocks", blocks.len());
    blocks.concat()
}

/// The key the README tells to export.
fn key(readme: &str) -> &str {
    let (_, rest) = readme.split_once("export PAYLINK_ADMIN_KEY=").unwrap();
    rest.split_whitespace().next().unwrap().trim_end_matches('`')
}

#[tokio::test(flavor = "multi_thread")]
async fn the_walk_in_the_readme_does_what_the_readme_says() {
    let readme = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../README.md")).unwrap();
    let server = Home::new().with("PAYLINK_ADMIN_KEY", key(&readme)).serve().await;
    let receiver = Receiver::new().await;
    let script = walk(&readme);
    for address in ["http://127.0.0.1:8080", "http://127.0.0.1:9099"] {
        assert!(script.contains(address), "{address} is in the walk");
    }
    let script =
        script.replace("http://127.0.0.1:8080", &server.url()).replace("http://127.0.0.1:9099", &receiver.url(""));

    let output = Command::new("bash")
        .args(["-euo", "pipefail", "-c", &script])
        .env("PAYLINK_ADMIN_KEY", key(&readme))
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let printed = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success(), "{printed}\n{}", String::from_utf8_lossy(&output.stderr));

    let mut values = serde_json::Deserializer::from_str(&printed).into_iter::<Value>();
    let mut next = || values.next().unwrap().unwrap();
    let (endpoint, link, payment, paid) = (next(), next(), next(), next());
    assert!(endpoint["secret"].as_str().unwrap().starts_with("whsec_"), "{endpoint}");
    assert_eq!((&link["status"], &link["payment_status"]), (&json!("ACTIVE"), &json!("unpaid")));
    assert_eq!(link["payable"], true);
    assert_eq!((&payment["status"], &payment["amount"]), (&json!("succeeded"), &json!("129.00")));
    assert_eq!(paid, json!({"status": "COMPLETED", "payment_status": "paid", "amount_paid": "129.00"}));
    let (told, given_back) = printed.get(values.byte_offset()..).unwrap().split_once('{').unwrap();
    let told: BTreeSet<&str> = told.split_whitespace().collect();
    let given_back = format!("{{{given_back}");
    let mut given_back = serde_json::Deserializer::from_str(&given_back).into_iter::<Value>();
    let (refund, refunded) = (given_back.next().unwrap().unwrap(), given_back.next().unwrap().unwrap());
    assert_eq!((&refund["status"], &refund["amount"]), (&json!("succeeded"), &json!("29.00")));
    assert_eq!(refunded, json!({"status": "succeeded", "amount": "129.00", "amount_refunded": "29.00"}));

    // in the words of the README
    let promised =
        BTreeSet::from(["payment_link.created", "payment.processing", "payment.succeeded", "payment_link.completed"]);
    assert!(promised.iter().all(|kind| readme.contains(&format!("`{kind}`"))));
    assert_eq!(told, promised);
    eventually("every event has been sent", async || {
        let kinds: Vec<String> = receiver.heard().iter().map(Delivery::kind).collect();
        promised.iter().all(|kind| kinds.iter().any(|found| found == kind)).then_some(())
    })
    .await;
    assert!(receiver.heard().iter().all(|delivery| delivery.path == "/hooks"));
}
