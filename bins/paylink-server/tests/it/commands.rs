//! What can be typed: `openapi`, `messages gallery`, `key create`, `migrate`, `demo`.

use crate::world::{Home, Server, pay_by_card, text};
use serde_json::{Value, json};
use std::{
    fs,
    process::{Command, Output},
};

fn stdout(output: &Output) -> &str {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    std::str::from_utf8(&output.stdout).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn openapi_prints_the_document_that_the_server_serves() {
    let server = Server::new().await;
    let output = Home::new().run(&["openapi"]);
    let printed: Value = serde_json::from_str(stdout(&output)).unwrap();
    assert_eq!(printed["openapi"], "3.1.0");
    assert_eq!(server.say("GET", "/openapi.json").send().await.ok(200), printed);
    let page = server.say("GET", "/docs").send().await;
    assert_eq!((page.status, page.header("content-type")), (200, Some("text/html; charset=utf-8")));
}

#[test]
fn the_gallery_holds_every_kind_of_message_in_every_form() {
    let home = Home::new();
    let folder = home.path().join("new").join("gallery");
    for _ in 0..2 {
        stdout(&home.run(&["messages", "gallery", folder.to_str().unwrap()]));
    }
    let index = fs::read_to_string(folder.join("index.html")).unwrap();
    for kind in paylink_core::records::MessageKind::ALL {
        let name = format!("{}-usual", kind.name().replace('_', "-"));
        for form in ["html", "txt", "sms.txt"] {
            let file = format!("{name}.{form}");
            assert!(fs::read_to_string(folder.join(&file)).unwrap().contains("Northlight Studio"), "{file}");
            assert!(index.contains(&format!("href=\"{file}\"")), "{file}");
        }
    }
    let request = fs::read_to_string(folder.join("payment-request-usual.html")).unwrap();
    let code = "payment-request-usual.payment-qr.png";
    assert!(request.contains(&format!("src=\"{code}\"")) && !request.contains("cid:"));
    assert!(fs::read(folder.join(code)).unwrap().starts_with(b"\x89PNG"));

    let taken = home.run(&["messages", "gallery", folder.join("index.html").to_str().unwrap()]);
    assert_eq!((taken.status.code(), taken.stdout.len()), (Some(2), 0));
    assert_eq!(String::from_utf8_lossy(&taken.stderr).lines().count(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_made_on_the_command_line_works_on_a_server_that_runs_already() {
    let server = Server::new().await;
    for (role, may_write) in [("admin", 201), ("read_only", 403)] {
        let output = server.home.run(&["key", "create", "--name", "ci", "--role", role]);
        let key = stdout(&output).strip_suffix('\n').unwrap();
        assert!(!key.contains(char::is_whitespace), "one line with the key and nothing else");
        let read = server.say("GET", "/v1/merchants").bearer(key).send().await;
        assert_eq!(read.status, 200, "{role}");
        let write = server.say("POST", "/v1/merchants").bearer(key).json(&json!({"name": role})).send().await;
        assert_eq!(write.status, may_write, "{role}");
    }
    let keys = server.admin("GET", "/v1/api_keys").send().await.ok(200);
    let roles: Vec<_> = keys["data"].as_array().unwrap().iter().map(|key| &key["role"]).collect();
    assert_eq!(roles, ["read_only", "admin"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_can_be_made_before_the_first_start() {
    let home = Home::new().without("PAYLINK_ADMIN_KEY");
    let key = stdout(&home.run(&["key", "create", "--name", "first"])).trim_end().to_owned();
    let server = home.serve().await;
    assert_eq!(server.say("GET", "/v1/merchants").bearer(&key).send().await.status, 200);
}

#[test]
fn a_key_with_an_unknown_role_is_refused() {
    let output = Home::new().run(&["key", "create", "--name", "x", "--role", "owner"]);
    assert_eq!((output.status.code(), output.stdout.len()), (Some(2), 0));
    assert_eq!(String::from_utf8_lossy(&output.stderr).lines().count(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn migrate_makes_the_database_and_may_be_run_again() {
    let home = Home::new();
    for _ in 0..2 {
        stdout(&home.run(&["migrate"]));
        assert!(home.database().exists());
    }
    home.serve().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn demo_prints_link_qr_code_and_key_and_the_link_can_be_paid() {
    let home = Home::new().without("PAYLINK_ADMIN_KEY");
    let place = home.path().join("tmp");
    fs::create_dir(&place).unwrap();
    let mut server = Server::start(home.with("TMPDIR", place.to_str().unwrap()), &["demo"]).await;
    let printed = server.home.printed();
    let after = |label: &str| {
        let line = printed
            .lines()
            .find_map(|line| line.strip_prefix(label))
            .unwrap_or_else(|| panic!("no {label}:\n{printed}"));
        line.trim().to_owned()
    };
    let (url, key) = (after("Payment link"), after("API key"));
    assert_eq!(qr_code(&server.home, &printed), url);
    assert!(after("Test card").starts_with("4242 4242 4242 4242"));

    let page = server.say("GET", url.strip_prefix(&server.url()).unwrap()).send().await;
    assert_eq!(page.status, 200);
    assert!(page.text().contains("129.00"));
    let links = server.say("GET", "/v1/payment_links").bearer(&key).send().await.ok(200);
    let link = &links["data"][0];
    assert_eq!(text(link, "url"), url);
    pay_by_card(&server, link, "4242424242424242", "demo").await.ok(201);

    assert_eq!(fs::read_dir(&place).unwrap().count(), 1);
    server.signal("INT");
    assert_eq!(server.ended().await.code(), Some(0));
    assert_eq!(fs::read_dir(&place).unwrap().count(), 0, "the demo forgets everything");
}

/// What a scanner reads from the code drawn in half blocks.
fn qr_code(home: &Home, printed: &str) -> String {
    const SCALE: usize = 6;
    let drawn =
        printed.lines().filter_map(|line| line.strip_prefix("\u{1b}[38;5;16;48;5;231m")?.strip_suffix("\u{1b}[0m"));
    let mut rows: Vec<Vec<bool>> = Vec::new();
    for line in drawn {
        rows.push(line.chars().map(|c| matches!(c, '█' | '▀')).collect());
        rows.push(line.chars().map(|c| matches!(c, '█' | '▄')).collect());
    }
    let width = rows[0].len();
    let mut image = format!("P5 {} {} 255\n", width * SCALE, rows.len() * SCALE).into_bytes();
    for row in &rows {
        let line: Vec<u8> = row.iter().flat_map(|dark| [if *dark { 0 } else { 255 }; SCALE]).collect();
        image.extend(line.repeat(SCALE));
    }
    let path = home.path().join("qr.pgm");
    fs::write(&path, image).unwrap();
    let output = Command::new("zbarimg").args(["--nodbus", "-q", "--raw"]).arg(&path).output().unwrap();
    stdout(&output).trim_end().to_owned()
}
