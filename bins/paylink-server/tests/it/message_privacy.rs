//! Whom messages go to stays between the database and the carriers: no log line, error answer or metric names anybody.

use crate::{
    reminders::{day_has_come, daytime},
    world::{
        Account, Books, Home, Mailbox, Report, Server, Shop, Twilio, account_token, card_token, eventually, pay, text,
    },
};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// Everything private begins with this, but numbers.
const CANARY: &str = "canary";
/// Without their `+`, which is written in many ways.
const NUMBERS: [&str; 3] = ["14155557203", "14155557204", "15005550004"];
const OWNER: &str = "canary-owner@bakery.example";
const PAYER: &str = "canary-payer@payer.example";
const AT_HOME: &str = "canary-home@payer.example";

/// What went through a server, and where it is now.
struct Traffic {
    server: Server,
    mailbox: Mailbox,
    twilio: Twilio,
    shop: Shop,
    /// What else must not be seen: keys that are in addresses people get.
    private: Vec<String>,
}

#[track_caller]
fn assert_clean(what: &str, said: &str, private: &[String]) {
    let known = private.iter().map(String::as_str).chain(NUMBERS).chain([CANARY]);
    for canary in known {
        let line = said.lines().find(|line| line.to_lowercase().contains(&canary.to_lowercase()));
        assert_eq!(line, None, "{canary} is in {what}");
    }
}

impl Traffic {
    async fn begin(level: &str) -> Self {
        let (mailbox, twilio) = (Mailbox::open(), Twilio::open().await);
        let home = twilio.known_to(Home::new()).with("PAYLINK_SMTP_URL", &mailbox.url()).with("PAYLINK_LOG", level);
        let server = home.with("PAYLINK_SANDBOX_ACH_SECONDS", "1").serve().await;
        let shop = Shop::open(&server).await;
        let zone = daytime(&mut Books::open(&server.home.database()));
        let owner = json!({"email": OWNER, "timezone": zone.name});
        server.admin("PATCH", &format!("/v1/merchants/{}", shop.merchant)).json(&owner).send().await.ok(200);
        Self { server, mailbox, twilio, shop, private: Vec::new() }
    }

    /// A link that is delivered by `delivery` to this customer.
    async fn delivered(&self, customer: Value, delivery: &str) -> Value {
        self.shop.link(&self.server, json!({"customer": customer, "delivery": delivery})).await
    }

    /// A request that is refused with this status, in words that name nobody.
    async fn refuses(&self, status: u16, method: &'static str, path: &str, body: &Value) {
        let request = self.server.admin(method, path);
        let request = if method == "GET" { request } else { request.json(body) };
        let answer = request.send().await;
        assert_eq!(answer.status, status, "{path}: {}", answer.text());
        assert_clean("an error answer", answer.text(), &self.private);
    }

    /// The first message of a link that has been tried, or was not to be.
    async fn tried(&self, link: &Value, kind: &str) -> Value {
        let path = format!("/v1/messages?payment_link_id={}&limit=100", text(link, "id"));
        eventually(&format!("a {kind} has been tried"), async || {
            let listed = self.server.admin("GET", &path).send().await.ok(200);
            let all = listed["data"].as_array().unwrap().clone();
            all.into_iter().find(|one| one["kind"] == kind && (one["attempts"] != 0 || one["status"] == "suppressed"))
        })
        .await
    }

    /// Creation, `send`, again, and once too often.
    async fn requests(&mut self) -> Value {
        let link = self.delivered(json!({"email": PAYER, "phone": "+14155557203"}), "both").await;
        let mail = self.mailbox.mail_to(PAYER).await;
        let path = format!("/v1/payment_links/{}/send", text(&link, "id"));
        for delivery in ["both", "email"] {
            self.server.admin("POST", &path).json(&json!({"delivery": delivery})).send().await.ok(200);
        }
        self.refuses(429, "POST", &path, &json!({})).await;
        let header = text(&mail["headers"], "List-Unsubscribe");
        let address = header.trim_start_matches('<').trim_end_matches('>');
        let token = address.rsplit('/').next().unwrap().to_owned();
        self.private.push(token.clone());
        let page = format!("/unsubscribe/{token}");
        for method in ["GET", "POST"] {
            let answer = self.server.say(method, &page).send().await;
            assert_eq!(answer.status, 200);
            assert_clean("the page", &answer.text().replace(&token, ""), &[]);
        }
        assert_eq!(self.server.say("GET", "/unsubscribe/canary-token").send().await.status, 404);
        link
    }

    /// Receipt, notice, refund, and a bank debit that comes back.
    async fn payments(&self) {
        let link = self.shop.one_time_link(&self.server).await;
        let token = card_token(&self.server, crate::world::CARD).await;
        let wish = json!({"method": "card", "token": token, "payer": {"name": "Ada", "email": AT_HOME}});
        let path = format!("/v1/checkout/{}/payments", text(&link, "slug"));
        let payment = self.server.say("POST", &path).key("pay").json(&wish).send().await.ok(201);
        let path = format!("/v1/payments/{}/refunds", text(&payment, "id"));
        self.server.admin("POST", &path).json(&json!({})).send().await.ok(201);
        for kind in ["receipt", "payment_notice", "refund_notice"] {
            self.tried(&link, kind).await;
        }
        let customer = json!({"customer": {"email": AT_HOME}});
        let link = self.shop.link(&self.server, customer).await;
        let token = account_token(&self.server, Account::RETURNS).await;
        pay(&self.server, &link, "ach", &token, "debit").send().await.ok(201);
        for kind in ["failed_notice", "return_notice"] {
            self.tried(&link, kind).await;
        }
    }

    /// Mail servers that refuse, put off and break off, quoting addresses; reports of what came back.
    async fn refusals(&self) {
        for name in ["550-5.1.1-canary", "451-4.3.0-canary", "drop-canary"] {
            let link = self.delivered(json!({"email": format!("{name}@payer.example")}), "email").await;
            let tried = self.tried(&link, "payment_request").await;
            assert_ne!(tried["status"], "sent", "{tried}");
            assert_clean("an error of a message", &text(&tried, "last_error"), &self.private);
        }
        let link = self.delivered(json!({"email": AT_HOME}), "email").await;
        let sent = self.tried(&link, "payment_request").await;
        let reason = format!("550 5.1.1 <{AT_HOME}>: user canary@payer.example unknown");
        let bounce = json!({"message_id": text(&sent, "id"), "type": "soft_bounce", "reason": reason});
        self.server.admin("POST", "/v1/inbound/bounces").json(&bounce).send().await.ok(200);
        let bounce = json!({"address": "canary-gone@payer.example", "type": "hard_bounce"});
        self.server.admin("POST", "/v1/inbound/bounces").json(&bounce).send().await.ok(200);
        let unknown = json!({"message_id": "<canary@payer.example>", "type": "hard_bounce"});
        self.refuses(422, "POST", "/v1/inbound/bounces", &unknown).await;
        self.refuses(422, "POST", "/v1/inbound/bounces", &json!({"address": "canary @x", "type": "canary"})).await;
    }

    /// Texts that arrive, do not arrive, and are refused at once; reports true and false.
    async fn texts(&self, link: &Value) {
        let sms = self.twilio.text_to("+14155557203").await;
        self.tried(link, "payment_request").await;
        let report = Report::about(&sms, "undelivered", Some("30005"));
        let refused = report.tampered("ErrorCode", "canary").post(self.server.address).await;
        assert_eq!(refused.status, 403);
        assert_clean("an error answer", refused.text(), &self.private);
        report.post(self.server.address).await.ok(204);
        let link = self.delivered(json!({"phone": "+15005550004"}), "sms").await;
        let refused = self.tried(&link, "payment_request").await;
        assert_eq!(refused["status"], "failed", "{refused}");
        let path = format!("/v1/messages/{}/retry", text(&refused, "id"));
        self.server.admin("POST", &path).json(&json!({})).send().await.ok(200);
        let path = format!("/v1/messages/{}/preview", text(&refused, "id"));
        self.server.admin("GET", &path).send().await.ok(200);
    }

    /// A reminder by both ways, after a restart.
    async fn reminder(mut self) -> Self {
        let customer = json!({"email": "canary-due@payer.example", "phone": "+14155557204"});
        let days = json!([{"remind_on": "2099-06-01", "channels": ["email", "sms"]}]);
        let link = self.shop.link(&self.server, json!({"customer": customer, "reminders": days})).await;
        let home = self.server.kill();
        let mut books = Books::open_to_change(&home.database());
        let zone = daytime(&mut books);
        day_has_come(&mut books, &link, &zone, 0);
        drop(books);
        self.server = home.serve().await;
        self.mailbox.mail_to("canary-due@payer.example").await;
        self.twilio.text_to("+14155557204").await;
        self.tried(&link, "reminder").await;
        self
    }

    /// Lists and forms that hold addresses, right and wrong.
    async fn forms(&self) {
        let server = &self.server;
        let entry = json!({"channel": "email", "address": "canary-list@payer.example"});
        let made = server.admin("POST", "/v1/suppressions").json(&entry).send().await.ok(201);
        let found = "/v1/suppressions?address=canary-list%40payer.example";
        assert_eq!(server.admin("GET", found).send().await.ok(200)["data"][0]["id"], made["id"]);
        server.admin("DELETE", &format!("/v1/suppressions/{}", text(&made, "id"))).send().await.ok(204);
        server.admin("GET", &format!("/v1/payment_links?customer_email={PAYER}")).send().await.ok(200);
        self.refuses(422, "GET", "/v1/messages?status=canary", &Value::Null).await;
        self.refuses(422, "POST", "/v1/suppressions", &json!({"channel": "sms", "address": "canary"})).await;
        self.refuses(404, "GET", "/v1/messages/canary@payer.example/preview", &Value::Null).await;
        for customer in [
            json!({"email": "canary@payer.example\r\nBcc: canary@x.example"}),
            json!({"email": "canary@payer.example, canary@x.example"}),
            json!({"email": PAYER, "phone": "+1 415 canary"}),
        ] {
            let wish = json!({"merchant_id": self.shop.merchant, "amount": "1.00", "customer": customer});
            self.refuses(422, "POST", "/v1/payment_links", &wish).await;
        }
    }

    /// Every message there is.
    async fn messages(&self) -> Vec<Value> {
        let listed = self.server.admin("GET", "/v1/messages?limit=100").send().await.ok(200);
        assert_eq!(listed["has_more"], false);
        listed["data"].as_array().unwrap().clone()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_log_line_error_answer_or_metric_names_whom_messages_go_to() {
    for level in ["debug", "trace"] {
        let mut traffic = Traffic::begin(level).await;
        let link = traffic.requests().await;
        traffic.texts(&link).await;
        traffic.payments().await;
        traffic.refusals().await;
        traffic.forms().await;
        // a restart counts anew
        let metrics = traffic.server.say("GET", "/metrics").send().await;
        assert!(metrics.text().contains("/v1/inbound/twilio"), "there is something to read");
        assert_clean("the metrics", metrics.text(), &traffic.private);
        let traffic = traffic.reminder().await;

        let messages = traffic.messages().await;
        let all = |name: &str| messages.iter().map(|one| text(one, name)).collect::<BTreeSet<_>>();
        let kinds = [
            "failed_notice",
            "payment_notice",
            "payment_request",
            "receipt",
            "refund_notice",
            "reminder",
            "return_notice",
        ];
        assert_eq!(all("kind"), kinds.map(str::to_owned).into(), "every kind has gone through");
        assert_eq!(all("channel").len(), 2);
        assert!(all("status").is_superset(&["sent", "failed", "queued"].map(str::to_owned).into()));
        for error in messages.iter().filter_map(|one| one["last_error"].as_str()) {
            assert_clean("an error of a message", error, &traffic.private);
        }
        let log = traffic.server.kill().log();
        for route in ["/v1/inbound/twilio\" status=403", "/v1/inbound/bounces\" status=422", "/unsubscribe/{token}"] {
            assert!(log.contains(route), "{level}: there is something to read: {route}");
        }
        assert_clean("the log", &log, &traffic.private);
    }
}
