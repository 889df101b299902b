//! Reminders through a server that was down when their days came: through a real mail server, each once.

use crate::world::{Books, CARD, Home, Mailbox, Server, Shop, content, events_of, eventually, pay_by_card, text};
use serde_json::{Value, json};

/// A zone in which it is daytime now: long past nine in the morning of no other day.
pub(crate) struct Daytime {
    pub(crate) name: &'static str,
    /// From UTC, as SQLite writes it.
    offset: &'static str,
}

/// In the zone that is picked it is between 9:00 and 19:00.
pub(crate) fn daytime(books: &mut Books) -> Daytime {
    match books.number("SELECT CAST(strftime('%H', 'now') AS INTEGER) AS number") {
        0..9 => Daytime { name: "Asia/Tokyo", offset: "+9 hours" },
        9..19 => Daytime { name: "UTC", offset: "+0 hours" },
        _ => Daytime { name: "Pacific/Honolulu", offset: "-10 hours" },
    }
}

async fn link_with_a_day(server: &Server, shop: &Shop, email: &str) -> Value {
    let customer = json!({"name": "Ada Payer", "email": email});
    let days = json!([{"remind_on": "2099-06-01", "channels": ["email"]}]);
    shop.link(server, json!({"customer": customer, "reminders": days})).await
}

async fn reminder_of(server: &Server, link: &Value) -> Value {
    let path = format!("/v1/payment_links/{}/reminders", text(link, "id"));
    server.admin("GET", &path).send().await.ok(200)["data"][0].clone()
}

/// The reminder, once it has this status.
async fn reaches(server: &Server, link: &Value, status: &str) -> Value {
    eventually(status, async || Some(reminder_of(server, link).await).filter(|one| one["status"] == status)).await
}

/// As if the link had been made days ago, and the server been down since: its day is the one `days` ago.
pub(crate) fn day_has_come(books: &mut Books, link: &Value, zone: &Daytime, days: u8) {
    let slug = text(link, "slug");
    let link = format!("SELECT id FROM links WHERE slug = '{slug}'");
    let day = format!("date('now', '{}', '-{days} days')", zone.offset);
    books.run(&format!("UPDATE reminders SET remind_on = {day} WHERE link_id = ({link})"));
    let reminder = format!("SELECT id FROM reminders WHERE link_id = ({link})");
    books.run(&format!("UPDATE work SET run_at = 0 WHERE queue = 'remind' AND subject = ({reminder})"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_days_of_a_server_that_was_down_are_mailed_once_skipped_or_cancelled() {
    let mailbox = Mailbox::open();
    let server = Home::new().with("PAYLINK_SMTP_URL", &mailbox.url()).serve().await;
    let shop = Shop::open(&server).await;
    let zone = daytime(&mut Books::open(&server.home.database()));
    let where_it_is = json!({"timezone": zone.name});
    server.admin("PATCH", &format!("/v1/merchants/{}", shop.merchant)).json(&where_it_is).send().await.ok(200);
    let due = link_with_a_day(&server, &shop, "due@payer.example").await;
    let late = link_with_a_day(&server, &shop, "late@payer.example").await;
    let paid = link_with_a_day(&server, &shop, "paid@payer.example").await;
    let held = link_with_a_day(&server, &shop, "held@payer.example").await;
    let later = link_with_a_day(&server, &shop, "later@payer.example").await;
    for link in [&due, &late, &paid, &held, &later] {
        let planned = reminder_of(&server, link).await;
        assert_eq!((&planned["status"], &planned["remind_on"]), (&json!("scheduled"), &json!("2099-06-01")));
    }
    let pause = json!({"reminders_paused": true});
    server.admin("PATCH", &format!("/v1/payment_links/{}", text(&held, "id"))).json(&pause).send().await.ok(200);
    pay_by_card(&server, &paid, CARD, "pay").await.ok(201);

    let home = server.kill();
    let mut books = Books::open_to_change(&home.database());
    for (link, days) in [(&due, 0), (&late, 2), (&paid, 0), (&held, 0)] {
        day_has_come(&mut books, link, &zone, days);
    }
    drop(books);
    let mut server = home.serve().await;

    let mail = mailbox.mail_to("due@payer.example").await;
    let sent = reaches(&server, &due, "sent").await;
    assert!(content(&mail, "text/plain").contains(&text(&due, "slug")), "{}", content(&mail, "text/plain"));
    assert!(mail["headers"]["List-Unsubscribe"].is_string(), "{}", mail["headers"]);
    let path = format!("/v1/messages?payment_link_id={}", text(&due, "id"));
    let message = eventually("the message is settled", async || {
        let listed = server.admin("GET", &path).send().await.ok(200)["data"].clone();
        listed.as_array().filter(|all| all.len() == 1 && all[0]["status"] == "sent").map(|all| all[0].clone())
    })
    .await;
    assert_eq!((&message["kind"], &message["reminder_id"]), (&json!("reminder"), &sent["id"]));
    let header = text(&mail["headers"], "Message-ID");
    assert!(header.starts_with(&format!("<{}@", text(&message, "id"))), "{header}");
    assert_eq!(events_of(&server, &due).await, ["payment_link.created", "reminder.sent"]);
    assert_eq!(reaches(&server, &late, "skipped").await["reason"], "late");
    assert_eq!(reaches(&server, &paid, "cancelled").await["reason"], "paid");
    assert_eq!(reaches(&server, &held, "skipped").await["reason"], "paused");
    assert_eq!(reminder_of(&server, &later).await["status"], "scheduled");

    // a day that was sent is not sent by the next process, not even when its work comes up once more
    for _ in 0..3 {
        let home = server.kill();
        let again =
            "INSERT INTO work SELECT 'remind', id, zeroblob(16), 0, 0, 0, 1 FROM reminders WHERE status = 'sent'";
        Books::open_to_change(&home.database()).run(again);
        server = home.serve().await;
        let waits = "SELECT count(*) AS number FROM work WHERE queue IN ('remind', 'message')";
        let database = server.home.database();
        eventually("only the day to come waits", async || (Books::open(&database).number(waits) == 1).then_some(()))
            .await;
    }
    let reminders = |to: &str| mailbox.mails().iter().filter(|mail| mail["to"] == json!([to])).count();
    assert_eq!(reminders("due@payer.example"), 1);
    for nobody in ["late@payer.example", "held@payer.example", "later@payer.example"] {
        assert_eq!(reminders(nobody), 0, "{nobody}");
    }
}
