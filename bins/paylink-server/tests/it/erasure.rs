//! A person who is erased is in no table, file, log or backup made afterwards, and the books still balance.
//!
//! Tables and files are found, not listed: one that is added later is looked through as well.

use crate::{
    postgres::Place,
    world::{ADMIN, Answer, CARD, Home, Mailbox, Receiver, Server, Shop, card_token, eventually, text},
};
use diesel::{Connection as _, QueryableByName, RunQueryDsl as _, SqliteConnection, sql_query, sql_types::Text};
use paylink_pg_cluster::program;
use serde_json::{Value, json};
use std::{fs, path::Path, process::Command};

const NAME: &str = "Xanthippe Quillfeather";
const EMAIL: &str = "Xanthippe.Quill@Canary-Post.example";
/// Under which she also pays.
const OTHER: &str = "xq-other@canary-home.example";
const PHONE: &str = "+14155550177";
const STREET: &str = "Canaryfeather Lane 12";
/// Every piece of her, in lower case.
const CANARIES: [&str; 8] =
    ["xanthippe", "quillfeather", "canary-post", "xq-other", "canary-home", "4155550177", "canaryfeather", "quill@"];

/// What of her is in these bytes.
fn found_in(bytes: &[u8]) -> Vec<&'static str> {
    let lower = bytes.to_ascii_lowercase();
    CANARIES.into_iter().filter(|canary| lower.windows(canary.len()).any(|part| part == canary.as_bytes())).collect()
}

fn files(folder: &Path, all: &mut Vec<std::path::PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { files(&path, all) } else { all.push(path) }
    }
}

/// Every file under the home that still holds something of her.
fn files_with_her(home: &Home) -> Vec<String> {
    let mut all = Vec::new();
    files(home.path(), &mut all);
    let found = all.into_iter().map(|path| (found_in(&fs::read(&path).unwrap()), path));
    found.filter(|(found, _)| !found.is_empty()).map(|(found, path)| format!("{}: {found:?}", path.display())).collect()
}

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = Text)]
    line: String,
}

fn lines(conn: &mut SqliteConnection, sql: &str) -> Vec<String> {
    let rows: Vec<Line> = sql_query(sql).load(conn).unwrap();
    rows.into_iter().map(|row| row.line).collect()
}

/// Every row of every table.
fn rows_of_sqlite(database: &Path) -> Vec<(String, String)> {
    let mut conn = SqliteConnection::establish(database.to_str().unwrap()).unwrap();
    let tables = lines(&mut conn, "SELECT name AS line FROM sqlite_master WHERE type = 'table'");
    assert!(tables.len() > 12, "{tables:?}");
    let mut rows = Vec::new();
    for table in tables {
        let columns = lines(&mut conn, &format!("SELECT name AS line FROM pragma_table_info('{table}')"));
        let quoted: Vec<String> = columns.iter().map(|name| format!("quote(\"{name}\")")).collect();
        let all = format!("SELECT {} AS line FROM \"{table}\"", quoted.join(" || ' ' || "));
        rows.extend(lines(&mut conn, &all).into_iter().map(|row| (table.clone(), row)));
    }
    rows
}

/// Every row of every table, as a backup holds them.
fn dump_of(url: &str) -> Vec<(String, String)> {
    let output = Command::new(program("pg_dump").unwrap()).args(["--inserts", "--dbname", url]).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).unwrap();
    text.lines().map(|line| (line.split('(').next().unwrap_or_default().to_owned(), line.to_owned())).collect()
}

fn rows_with_her(rows: &[(String, String)]) -> Vec<String> {
    let found = rows.iter().map(|(table, row)| (table, found_in(row.as_bytes())));
    found.filter(|(_, found)| !found.is_empty()).map(|(table, found)| format!("{table}: {found:?}")).collect()
}

/// Everything that can happen to a person here.
async fn life(server: &Server, mailbox: &Mailbox, receiver: &Receiver) -> (String, Value) {
    let shop = Shop::open(server).await;
    let owner = json!({"email": "owner@bakery.example"});
    server.admin("PATCH", &format!("/v1/merchants/{}", shop.merchant)).json(&owner).send().await.ok(200);
    for (path, events) in [("/up", json!(["*"])), ("/down", json!(["*"]))] {
        let wanted = json!({"url": receiver.url(path), "events": events});
        server.admin("POST", "/v1/webhook_endpoints").json(&wanted).send().await.ok(201);
    }
    let person =
        json!({"merchant_id": shop.merchant, "name": NAME, "email": EMAIL, "phone": PHONE, "external_id": "c-1"});
    let customer = server.admin("POST", "/v1/customers").key("made").json(&person).send().await.ok(201);
    let id = text(&customer, "id");
    let fields = json!({
        "customer": {"id": id}, "delivery": "email", "due_date": "2100-01-05", "reminders": [{"offset_days": -3}],
        "description": format!("Violin lessons for {NAME}"), "metadata": {"note": format!("write to {EMAIL}")},
    });
    let ask = shop.asks_for_link(server, &fields).key("link");
    let link = ask.send().await.ok(201);
    mailbox.mail_to(EMAIL).await;
    // paid under another address, and refunded with her name
    let token = card_token(server, CARD).await;
    let wish = json!({"method": "card", "token": token, "payer": {"name": NAME, "email": OTHER},
        "billing": {"line1": STREET, "city": "Canaryfeather"}});
    let path = format!("/v1/checkout/{}/payments", text(&link, "slug"));
    let payment = server.say("POST", &path).key("pay").json(&wish).send().await.ok(201);
    mailbox.mail_to(OTHER).await;
    let back = json!({"amount": "2.50", "reason": format!("{NAME} was ill"),
        "metadata": {"asked_by": EMAIL}});
    let refunds = format!("/v1/payments/{}/refunds", text(&payment, "id"));
    server.admin("POST", &refunds).key("back").json(&back).send().await.ok(201);
    // a link that only knows her address, paid by nobody, deleted
    let loose = shop
        .link(server, json!({"customer": {"name": NAME, "email": EMAIL.to_uppercase()}, "delivery": "email"}))
        .await;
    server.admin("DELETE", &format!("/v1/payment_links/{}", text(&loose, "id"))).send().await.ok(204);
    // one in a dialect that tells where she lives
    let lives = json!({"street": STREET, "city": "Canaryfeather"});
    let session = json!({"merchant_id": shop.merchant, "data": {"type": "payment_session", "amount": "1",
        "customer": {"first_name": NAME, "email": EMAIL, "address": lives}}});
    let ask = server.say("POST", "/api/payment-link").header("authorization", &format!("Basic {ADMIN}"));
    ask.key("session").json(&session).send().await.ok(200);
    // a duplicate that was merged, another customer with her number
    let twin = json!({"merchant_id": shop.merchant, "name": "X. Quillfeather", "email": OTHER});
    let twin = server.admin("POST", "/v1/customers").json(&twin).send().await.ok(201);
    let merge = json!({"from": twin["id"]});
    server.admin("POST", &format!("/v1/customers/{id}/merge")).key("merge").json(&merge).send().await.ok(200);
    let other = json!({"merchant_id": shop.merchant, "external_id": "c-2", "phone": PHONE});
    server.admin("POST", "/v1/customers").json(&other).send().await.ok(201);
    // she gets nothing any more, by two ways
    let stop = json!({"channel": "email", "address": EMAIL, "merchant_id": shop.merchant});
    server.admin("POST", "/v1/suppressions").key("stop").json(&stop).send().await.ok(201);
    let bounce = json!({"address": OTHER, "type": "hard_bounce", "reason": format!("550 {OTHER} unknown")});
    server.admin("POST", "/v1/inbound/bounces").key("bounce").json(&bounce).send().await.ok(200);
    // a message that is given up, and sent again under a key
    server.admin("PATCH", &format!("/v1/customers/{id}")).json(&json!({"locale": "de-AT"})).send().await.ok(200);
    receiver.hears("the refund", |delivery| delivery.body.contains("refund.succeeded")).await;
    (id, payment)
}

async fn erased(server: &Server, id: &str) -> Value {
    let path = format!("/v1/customers/{id}");
    let erase = format!("{path}/erase");
    assert_eq!(server.admin("POST", &erase).json(&json!({"confirm": "yes"})).send().await.code(), "invalid_value");
    let asked = server.admin("POST", &erase).key("erase").json(&json!({"confirm": id})).send().await.ok(202);
    assert_eq!((&asked["erasure"], &asked["name"], &asked["email"]), (&json!("running"), &Value::Null, &Value::Null));
    eventually("the person is gone", async || {
        let now = server.admin("GET", &path).send().await.ok(200);
        (now["erasure"] == "done").then_some(now)
    })
    .await
}

/// What has to be the same before and after: money.
async fn money(server: &Server, payment: &Value) -> Value {
    let mut shown = server.admin("GET", &format!("/v1/payments/{}", text(payment, "id"))).send().await.ok(200);
    shown.as_object_mut().unwrap().remove("payer");
    shown
}

#[tokio::test(flavor = "multi_thread")]
async fn an_erased_person_is_nowhere_on_the_embedded_database() {
    let mailbox = Mailbox::open();
    let receiver = Receiver::that(|delivery, _| Answer::Status(if delivery.path == "/down" { 500 } else { 200 })).await;
    let server = Home::new().with("PAYLINK_SMTP_URL", &mailbox.url()).serve().await;
    let (id, payment) = life(&server, &mailbox, &receiver).await;
    let before = money(&server, &payment).await;
    assert!(rows_with_her(&rows_of_sqlite(&server.home.database())).len() > 20, "she was everywhere");
    let done = erased(&server, &id).await;
    assert_eq!((&done["external_id"], &done["phone"]), (&Value::Null, &Value::Null));
    let backup = eventually("old copies are gone", async || {
        let left = rows_with_her(&rows_of_sqlite(&server.home.database()));
        assert_eq!(left, Vec::<String>::new());
        files_with_her(&server.home).is_empty().then_some(())
    });
    backup.await;
    assert!(server.home.run(&["backup", "copy.db"]).status.success());
    assert_eq!(files_with_her(&server.home), Vec::<String>::new(), "with the backup and the log");
    assert_eq!(money(&server, &payment).await, before);
    assert!(server.home.run(&["doctor"]).status.success(), "the books balance");
    // who was erased still gets nothing
    let list = server.admin("GET", "/v1/suppressions").send().await.ok(200);
    let known: Vec<&Value> = list["data"].as_array().unwrap().iter().map(|row| &row["address"]).collect();
    assert_eq!(known, [&json!("[erased]"), &json!("[erased]")]);
    let mails = mailbox.mails().len();
    let again =
        json!({"merchant_id": before["merchant_id"], "amount": "1", "customer": {"email": EMAIL}, "delivery": "email"});
    let link = server.admin("POST", "/v1/payment_links").json(&again).send().await.ok(201);
    let path = format!("/v1/messages?payment_link_id={}", text(&link, "id"));
    let held = server.admin("GET", &path).send().await.ok(200);
    assert_eq!((&held["data"][0]["status"], mailbox.mails().len()), (&json!("suppressed"), mails));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_erased_person_is_nowhere_on_postgresql() {
    let mailbox = Mailbox::open();
    let receiver = Receiver::that(|delivery, _| Answer::Status(if delivery.path == "/down" { 500 } else { 200 })).await;
    let place = Place::new();
    let server = place.home("all").with("PAYLINK_SMTP_URL", &mailbox.url()).serve().await;
    let (id, payment) = life(&server, &mailbox, &receiver).await;
    let before = money(&server, &payment).await;
    assert!(rows_with_her(&dump_of(place.url())).len() > 20, "she was everywhere");
    erased(&server, &id).await;
    assert_eq!(rows_with_her(&dump_of(place.url())), Vec::<String>::new());
    assert_eq!(files_with_her(&server.home), Vec::<String>::new(), "files and log");
    assert_eq!(money(&server, &payment).await, before);
    assert!(server.home.run(&["doctor"]).status.success(), "the books balance");
}
