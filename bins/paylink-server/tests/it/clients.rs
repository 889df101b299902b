//! Other people's tools read the API's description: one writes a client from it, one looks for broken promises.

use crate::world::{
    ADMIN, Account, Home, Mailbox, Server, Shop, account_token, card_token, eventually, pay, peers, python_with, text,
};
use serde_json::{Value, json};
use std::{fs, process::Command};

/// A program of the Python environment, with the environment's other programs in reach.
fn tool(name: &str) -> Command {
    let programs = peers().join("venv/bin");
    let path = std::env::var_os("PATH").unwrap_or_default();
    let path = std::env::join_paths(std::iter::once(programs.clone()).chain(std::env::split_paths(&path))).unwrap();
    let mut command = Command::new(programs.join(name));
    command.env("PATH", path).env("NO_COLOR", "1").env("COLUMNS", "200");
    command
}

/// Runs to the end; the status has to be good. What was printed comes back.
fn finish(command: &mut Command) -> String {
    let output = command.output().unwrap();
    let printed = String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned();
    assert!(output.status.success(), "{command:?}:\n{printed}");
    printed
}

#[tokio::test(flavor = "multi_thread")]
async fn the_client_generated_from_the_live_description_makes_reads_and_pays_a_link() {
    let server = Server::new().await;
    let folder = server.home.path().join("generated");
    fs::create_dir(&folder).unwrap();
    let url = format!("{}/openapi.json", server.url());
    let mut generate = tool("openapi-python-client");
    generate.args(["generate", "--meta", "none", "--url", &url, "--output-path"]).arg(folder.join("paylink_client"));
    let printed = finish(&mut generate);
    // pictures and numbers for Prometheus have no model; everything else must have one
    let without_model = printed.lines().filter(|line| line.starts_with("WARNING"));
    let unexpected: Vec<&str> = without_model
        .filter(|line| !["/metrics", "/qr.png", "/qr.svg", "/logo", "/files/"].iter().any(|known| line.contains(known)))
        .collect();
    assert_eq!(unexpected, [""; 0], "{printed}");

    let understood =
        python_with("use_client.py", &[folder.to_str().unwrap()], &json!({"url": server.url(), "key": ADMIN}));
    let link = &understood["link"];
    assert_eq!(
        (&link["amount"], &link["status"], &link["order_number"]),
        (&json!("12.50"), &json!("ACTIVE"), &json!("PY1"))
    );
    assert_eq!(understood["checkout_amount"], "12.50");
    assert_eq!(understood["payment"]["status"], "succeeded");
    assert_eq!(understood["problem"]["errors"][0]["code"], "too_many_decimals");
    let live = server.admin("GET", &format!("/v1/payment_links/{}", text(link, "id"))).send().await.ok(200);
    for (field, value) in live.as_object().unwrap() {
        let kept = &understood["paid_link"][field];
        match (value.as_str(), kept.as_str()) {
            // the same instant, to the second: Python writes the rest in another way
            (Some(at), Some(python)) if field.ends_with("_at") => assert_eq!(at.get(..19), python.get(..19), "{field}"),
            _ => assert_eq!(value, kept, "{field}"),
        }
    }
}

/// What Schemathesis sends: nothing is known to it in the first run, real objects in the second.
struct Hunt {
    phases: &'static str,
    cases_each: &'static str,
    configuration: String,
}

/// Runs Schemathesis; how many cases it tried, all of them without a finding.
fn hunt(server: &Server, hunt: &Hunt) -> u32 {
    let configuration = server.home.path().join(format!("{}.toml", hunt.phases));
    fs::write(&configuration, &hunt.configuration).unwrap();
    let mut run = tool("schemathesis");
    run.current_dir(server.home.path()).arg("--config-file").arg(&configuration);
    run.args(["run", &format!("{}/openapi.json", server.url()), "--continue-on-failure", "--mode", "all"]);
    run.args(["--phases", hunt.phases, "--max-examples", hunt.cases_each]);
    run.args(["--header", &format!("Authorization: Bearer {ADMIN}"), "--seed", "1", "--generation-database", "none"]);
    // what is valid by its form may still be wrong: a cursor of another list, two prices at once
    // an id that is not there is taken for one of what was made last, wherever the id comes from
    run.args(["--checks", "all", "--exclude-checks", "positive_data_acceptance,ensure_resource_availability"]);
    let printed = finish(&mut run);
    let line = printed.lines().find(|line| line.contains(" generated, ")).unwrap_or_else(|| panic!("{printed}"));
    let (generated, rest) = line.trim().split_once(" generated, ").unwrap();
    let passed = rest.split(' ').next().unwrap();
    assert_eq!(generated, passed, "{printed}");
    generated.parse().unwrap()
}

/// The ids of living objects, so that generated requests get past 404.
async fn living(server: &Server, mailbox: &Mailbox) -> String {
    let shop = Shop::open(server).await;
    let many = json!({"usage": "multi_use"});
    let sent = json!({
        "usage": "multi_use", "customer": {"email": "ada@payer.example"}, "delivery": "email",
        "due_date": "2099-01-31", "reminders": [{"offset_days": -3}],
    });
    let link = shop.link(server, sent).await;
    let refused = json!({"customer": {"email": "550-5.1.1-x@payer.example"}, "delivery": "email"});
    let failed = failed_message(server, &shop.link(server, refused).await).await;
    let reminders = format!("/v1/payment_links/{}/reminders", text(&link, "id"));
    let reminders = server.admin("GET", &reminders).send().await.ok(200);
    let mail = mailbox.mail_to("ada@payer.example").await;
    let unsubscribe = text(&mail["headers"], "List-Unsubscribe");
    let proof = unsubscribe.trim_matches(['<', '>']).rsplit('/').next().unwrap().to_owned();
    let token = card_token(server, "4242424242424242").await;
    let payment = pay(server, &link, "card", &token, "hunt").send().await.ok(201);
    let make = async |path: &str, body: Value| text(&server.admin("POST", path).json(&body).send().await.ok(201), "id");
    let endpoint = json!({"url": "http://127.0.0.1:9/hooks", "disabled": true});
    let (endpoint, doomed) =
        (make("/v1/webhook_endpoints", endpoint.clone()).await, make("/v1/webhook_endpoints", endpoint).await);
    let key = make("/v1/api_keys", json!({"name": "k", "role": "read_only"})).await;
    let stopped = |address: &str| json!({"channel": "email", "address": address});
    let suppression = make("/v1/suppressions", stopped("a@payer.example")).await;
    let let_go = make("/v1/suppressions", stopped("b@payer.example")).await;
    let events = server.admin("GET", "/v1/events").send().await.ok(200);
    let (deleted, cancelled) = (shop.link(server, many.clone()).await, shop.link(server, many).await);
    let bill = |number: &str| json!({"merchant_id": shop.merchant, "number": number, "amount": "12.50"});
    let (invoice, order) = (make("/v1/invoices", bill("1")).await, make("/v1/orders", bill("1")).await);
    let (gone_invoice, gone_order) = (make("/v1/invoices", bill("2")).await, make("/v1/orders", bill("2")).await);
    let (void, taken_back) = (make("/v1/invoices", bill("3")).await, make("/v1/orders", bill("3")).await);
    let (method, proof_of_method) = saved_method(server, &shop).await;
    let held = held_debit(server, &shop).await;
    let empty = make("/v1/merchants", json!({"name": "A merchant of nothing"})).await;
    let parameters = [
        ("invoice_id", invoice),
        ("order_id", order),
        ("payment_method_id", method),
        ("method_token", proof_of_method),
        ("merchant_id", shop.merchant),
        ("payment_link_id", text(&link, "id")),
        ("slug", text(&link, "slug")),
        ("payment_id", text(&payment, "id")),
        ("webhook_endpoint_id", endpoint),
        ("event_id", text(&events["data"][0], "id")),
        ("api_key_id", key),
        ("message_id", failed),
        ("suppression_id", suppression),
        ("reminder_id", text(&reminders["data"][0], "id")),
        ("token", proof),
    ];
    let mut text_of = format!("[parameters]\n\"query.id\" = \"{}\"\n", text(&link, "id"));
    for (name, value) in parameters {
        text_of.push_str(&format!("\"path.{name}\" = \"{value}\"\n"));
    }
    for (operation, name, value) in [
        ("DELETE /v1/payment_links/{payment_link_id}", "payment_link_id", text(&deleted, "id")),
        ("POST /v1/payment_links/{payment_link_id}/cancel", "payment_link_id", text(&cancelled, "id")),
        ("DELETE /v1/webhook_endpoints/{webhook_endpoint_id}", "webhook_endpoint_id", doomed),
        ("DELETE /v1/suppressions/{suppression_id}", "suppression_id", let_go),
        ("DELETE /v1/invoices/{invoice_id}", "invoice_id", gone_invoice),
        ("DELETE /v1/orders/{order_id}", "order_id", gone_order),
        ("POST /v1/invoices/{invoice_id}/void", "invoice_id", void),
        ("POST /v1/orders/{order_id}/cancel", "order_id", taken_back),
        ("POST /v1/payments/{payment_id}/cancel", "payment_id", held),
        ("DELETE /v1/merchants/{merchant_id}", "merchant_id", empty),
    ] {
        text_of.push_str(&format!(
            "[[operations]]\ninclude-name = \"{operation}\"\nparameters = {{ \"path.{name}\" = \"{value}\" }}\n"
        ));
    }
    text_of
}

/// A card that its payer has let be kept: its id, and the proof in the receipt that lets the payer remove it.
async fn saved_method(server: &Server, shop: &Shop) -> (String, String) {
    let link = shop.link(server, json!({"save_payment_method": true})).await;
    let checkout = server.say("GET", &format!("/v1/checkout/{}", text(&link, "slug"))).send().await.ok(200);
    let body = json!({
        "method": "card", "token": card_token(server, "4242424242424242").await,
        "payer": {"name": "Ada Example", "email": "ada@payer.example"},
        "save_payment_method": true, "consent_version": checkout["save_payment_method"]["version"],
    });
    let path = format!("/v1/checkout/{}/payments", text(&link, "slug"));
    let paid = server.say("POST", &path).key("saving").json(&body).send().await.ok(201);
    let receipt = format!("/p/{}/payments/{}", text(&link, "slug"), text(&paid, "id"));
    let page = server.say("GET", &receipt).send().await.text().to_owned();
    let proof = page.split("/payment-methods/").nth(1).and_then(|rest| rest.split('"').next()).unwrap().to_owned();
    let methods = server.admin("GET", "/v1/payment_methods").send().await.ok(200);
    (text(&methods["data"][0], "id"), proof)
}

/// A bank debit that waits for its hold to end: its id.
async fn held_debit(server: &Server, shop: &Shop) -> String {
    let hold = async |minutes: u32| {
        let merchant = format!("/v1/merchants/{}", shop.merchant);
        server.admin("PATCH", &merchant).json(&json!({"ach_hold_minutes": minutes})).send().await.ok(200);
    };
    hold(60).await;
    let link = shop.link(server, json!({})).await;
    let token = account_token(server, Account::SETTLES).await;
    let paid = pay(server, &link, "ach", &token, "held").send().await.ok(201);
    hold(0).await;
    text(&paid, "id")
}

/// The message of a link whose recipient the mail server refuses.
async fn failed_message(server: &Server, link: &Value) -> String {
    let path = format!("/v1/messages?status=failed&payment_link_id={}", text(link, "id"));
    let find = async || server.admin("GET", &path).send().await.ok(200)["data"].get(0).map(|found| text(found, "id"));
    eventually("a message has failed", find).await
}

/// Described operations that no request has got a success from, by the server's own count.
async fn never_succeeded(server: &Server) -> Vec<String> {
    let described = server.say("GET", "/openapi.json").send().await.ok(200);
    let metrics = server.say("GET", "/metrics").send().await;
    let succeeded = |method: &str, route: &str| {
        let counted = format!("paylink_http_requests_total{{method=\"{method}\",route=\"{route}\",status=\"");
        let mut statuses = metrics.text().lines().filter_map(|line| line.strip_prefix(&counted));
        statuses.any(|status| status.starts_with(['2', '3']))
    };
    let paths = described["paths"].as_object().unwrap().iter();
    let operations = paths.flat_map(|(path, item)| {
        item.as_object().unwrap().keys().map(|method| (method.to_uppercase(), path.clone())).collect::<Vec<_>>()
    });
    operations
        .filter(|(method, path)| !succeeded(method, path))
        .map(|(method, path)| format!("{method} {path}"))
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn schemathesis_finds_no_server_error_no_undocumented_answer_and_no_way_around_the_rules() {
    let mailbox = Mailbox::open();
    let server = Home::new().with("PAYLINK_SMTP_URL", &mailbox.url()).serve().await;
    let strangers = Hunt { phases: "coverage", cases_each: "1", configuration: String::new() };
    let friends =
        Hunt { phases: "examples,fuzzing,stateful", cases_each: "8", configuration: living(&server, &mailbox).await };
    let cases = hunt(&server, &strangers) + hunt(&server, &friends);
    assert!(cases >= 2000, "{cases} cases");
    // which cases are drawn depends on what the server answered before
    let mut unreached = never_succeeded(&server).await;
    // need the provider's signature, a message or address in free text, or an uploaded file
    let elsewhere = ["POST /v1/inbound/", "GET /logos/", "GET /p/{slug}/files/"];
    unreached.retain(|operation| !elsewhere.iter().any(|known| operation.starts_with(known)));
    assert!(unreached.len() <= 3, "only refusals were seen of {unreached:?}");
}
