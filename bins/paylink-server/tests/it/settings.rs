//! Settings: where they come from, and how a wrong one is refused.

use crate::world::{Home, Shop, text};
use std::{fs, net::TcpListener, process::Output};

/// One line on standard error, exit status 2, nothing on standard output.
#[track_caller]
fn refusal(output: &Output) -> String {
    let line = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(2), "{line}");
    assert_eq!((line.lines().count(), output.stdout.len()), (1, 0), "{line}");
    line
}

const WRONG: [(&str, &str); 38] = [
    ("PAYLINK_BIND", "nonsense"),
    ("PAYLINK_BIND", "127.0.0.1"),
    ("PAYLINK_BIND", "127.0.0.1:99999"),
    ("PAYLINK_PUBLIC_URL", "pay.example.com"),
    ("PAYLINK_PUBLIC_URL", "ftp://pay.example.com"),
    ("PAYLINK_PUBLIC_URL", "https://pay.example.com/?from=mail"),
    ("PAYLINK_DATABASE_URL", "mysql://localhost/paylink"),
    ("PAYLINK_DATABASE_URL", "postgres://paylink:canary-password@localhost:port/paylink"),
    ("PAYLINK_DATABASE_URL", "postgres://paylink:canary-password@localhost/paylink?sslmode=canary-password"),
    ("PAYLINK_DATABASE_URL", "postgres://paylink:canary-password@localhost/paylink?canary-password=on"),
    ("PAYLINK_DATABASE_URL", "postgres:canary-password"),
    ("PAYLINK_POSTGRES_CONNECTIONS", "0"),
    ("PAYLINK_POSTGRES_ALLOW_UNSAFE", "perhaps"),
    ("PAYLINK_DATABASE_URL", "sqlite:"),
    ("PAYLINK_DATA_DIR", "/dev/null/paylink"),
    ("PAYLINK_SECRET", "canary-password"),
    ("PAYLINK_ADMIN_KEY", "canary-password"),
    ("PAYLINK_ADMIN_KEY", "canary-password with spaces"),
    ("PAYLINK_ROLE", "boss"),
    ("PAYLINK_GATEWAY", "stripe"),
    ("PAYLINK_SANDBOX_DATABASE_URL", "mysql://localhost/paylink"),
    ("PAYLINK_SANDBOX_ACH_SECONDS", "soon"),
    ("PAYLINK_SANDBOX_ACH_SECONDS", "-1"),
    ("PAYLINK_ALLOW_PRIVATE_WEBHOOKS", "perhaps"),
    ("PAYLINK_WEBHOOK_CA_FILE", "missing.pem"),
    ("PAYLINK_TRUSTED_PROXIES", "10.0.0.0/99"),
    ("PAYLINK_RATE_LIMITS", "many"),
    ("PAYLINK_DECLINE_LIMITS", "many"),
    ("PAYLINK_PAGE_CACHE", "many"),
    ("PAYLINK_LOG", "[["),
    ("PAYLINK_LOG_FORMAT", "xml"),
    ("PAYLINK_SMTP_URL", "http://user:canary-password@mail.example.com"),
    ("PAYLINK_SMTP_URL", "smtp://canary-password@mail.example.com"),
    ("PAYLINK_SMTP_URL", "smtp://user:canary-password@mail.example.com?tls=canary-password"),
    ("PAYLINK_SMTP_CONNECTIONS", "0"),
    ("PAYLINK_MAIL_FROM", "nobody"),
    ("PAYLINK_SMTP_CONNECTIONS", "many"),
    ("PAYLINK_STRIPE_SECRET_KEY", "canary-password"),
];

#[test]
fn a_wrong_setting_stops_the_start_with_one_line_that_names_it() {
    for (name, value) in WRONG {
        let line = refusal(&Home::new().with(name, value).run(&["serve"]));
        assert!(line.contains(&format!("{name}: ")), "{line}");
        assert!(!line.contains("canary-password"), "a secret is not repeated: {line}");
    }
}

#[test]
fn settings_for_texts_come_together_or_not_at_all() {
    const SID: (&str, &str) = ("PAYLINK_TWILIO_ACCOUNT_SID", "AC0123456789abcdef0123456789abcdef");
    const TOKEN: (&str, &str) = ("PAYLINK_TWILIO_AUTH_TOKEN", "canary-password");
    const FROM: (&str, &str) = ("PAYLINK_SMS_FROM", "+14155550100");
    const URL: (&str, &str) = ("PAYLINK_TWILIO_URL", "https://api.example.com");
    for (given, named) in [
        (vec![TOKEN], SID.0),
        (vec![URL], SID.0),
        (vec![SID, FROM], TOKEN.0),
        (vec![SID, TOKEN, URL], FROM.0),
        (vec![("PAYLINK_TWILIO_ACCOUNT_SID", "canary-password"), TOKEN, FROM], SID.0),
        (vec![SID, ("PAYLINK_TWILIO_AUTH_TOKEN", "canary-password with spaces"), FROM], TOKEN.0),
        (vec![SID, TOKEN, ("PAYLINK_SMS_FROM", "canary-password")], FROM.0),
        (vec![SID, TOKEN, FROM, ("PAYLINK_TWILIO_URL", "api.example.com")], URL.0),
    ] {
        let home = given.iter().fold(Home::new(), |home, (name, value)| home.with(name, value));
        let line = refusal(&home.run(&["serve"]));
        assert!(line.contains(&format!("{named}: ")), "{line}");
        assert!(!line.contains("canary-password"), "a secret is not repeated: {line}");
    }
}

#[test]
fn a_mail_servers_certificates_must_be_there() {
    let home = Home::new().with("PAYLINK_SMTP_URL", "smtps://mail.example.com");
    fs::write(home.path().join("empty.pem"), "").unwrap();
    for file in ["missing.pem", "empty.pem"] {
        let line = refusal(&home.clone().with("PAYLINK_SMTP_CA_FILE", file).run(&["serve"]));
        assert!(line.contains("PAYLINK_SMTP_CA_FILE: "), "{line}");
    }
}

#[test]
fn an_address_that_is_taken_is_a_wrong_setting() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let line = refusal(&Home::new().with("PAYLINK_BIND", &address).run(&["serve"]));
    assert!(line.contains("PAYLINK_BIND: ") && line.contains(&address), "{line}");
}

#[test]
fn a_wrong_configuration_file_is_named() {
    for (text, problem) in
        [("colour = \"red\"", "colour"), ("bind = 1.5", "bind"), ("bind =", ""), ("Bind = \"x\"", "Bind")]
    {
        let home = Home::new();
        fs::write(home.path().join("paylink.toml"), text).unwrap();
        let line = refusal(&home.run(&["serve"]));
        assert!(line.contains("paylink.toml: ") && line.contains(problem), "{line}");
    }
    let line = refusal(&Home::new().run(&["serve", "--config", "elsewhere.toml"]));
    assert!(line.contains("elsewhere.toml: "), "{line}");
}

#[test]
fn a_wrong_flag_is_refused_under_the_settings_name() {
    for (name, flags) in [
        ("PAYLINK_ROLE", ["--role", "boss", "serve"]),
        ("PAYLINK_ROLE", ["serve", "--role", "boss"]),
        ("PAYLINK_BIND", ["serve", "--bind", "nonsense"]),
        ("PAYLINK_DATABASE_URL", ["migrate", "--database-url", "mysql://x"]),
    ] {
        let line = refusal(&Home::new().run(&flags));
        assert!(line.contains(&format!("{name}: ")), "{line}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn flags_win_over_the_environment_that_wins_over_the_file_that_wins_over_defaults() {
    let home = Home::new();
    let server = home.clone().serve().await;
    let shop = Shop::open(&server).await;
    let base = |link: &serde_json::Value| text(link, "url").split("/p/").next().unwrap().to_owned();
    assert_eq!(base(&shop.one_time_link(&server).await), server.url());

    fs::write(home.path().join("paylink.toml"), "public_url = \"https://file.example\"\n").unwrap();
    let server = server.kill().serve().await;
    assert_eq!(base(&shop.one_time_link(&server).await), "https://file.example");

    let home = server.kill().with("PAYLINK_PUBLIC_URL", "https://environment.example/");
    let server = home.serve().await;
    assert_eq!(base(&shop.one_time_link(&server).await), "https://environment.example");

    let flags = ["serve", "--public-url", "https://flag.example/pay"];
    let server = crate::world::Server::start(server.kill(), &flags).await;
    assert_eq!(base(&shop.one_time_link(&server).await), "https://flag.example/pay");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_setting_that_is_empty_counts_as_not_set() {
    let server = Home::new().with("PAYLINK_PUBLIC_URL", "").with("PAYLINK_SMTP_URL", "").serve().await;
    assert_eq!(server.say("GET", "/health/live").send().await.status, 200);
}
