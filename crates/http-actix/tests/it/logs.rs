//! What the log says of a request, and what it never says.

use crate::world::{ADMIN, world};
use serde_json::{Value, json};
use std::{
    io,
    sync::{Arc, Mutex},
};

/// Keeps what is logged.
#[derive(Clone, Default)]
struct Kept(Arc<Mutex<Vec<u8>>>);

impl io::Write for Kept {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Kept {
    /// The lines of one request.
    fn of(&self, id: &str) -> Vec<Value> {
        let text = String::from_utf8(self.0.lock().unwrap().clone()).unwrap();
        let lines = text.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
        lines.map(|line| line["fields"].clone()).filter(|fields| fields["request_id"] == id).collect()
    }
}

#[test]
fn a_request_is_one_line_without_anything_private() {
    let kept = Kept::default();
    let writer = kept.clone();
    // The server runs on threads of its own, so the subscriber has to be everyone's.
    tracing_subscriber::fmt().json().with_writer(move || writer.clone()).init();
    let world = world();
    let link = world.link();
    let slug = link["slug"].as_str().unwrap();
    world
        .say("POST", &format!("/v1/checkout/{slug}/payments?utm=secret-query"))
        .bearer("secret-bearer")
        .header("x-request-id", "logged-1")
        .header("user-agent", "secret-agent")
        .key("secret-key")
        .json(&json!({"method": "card", "token": "tok_ok", "payer": {"name": "secret-name", "email": "secret@mail.example"}}))
        .send();
    let query = "developer-id=secret-developer&user-id=secret-user&user-api-key=secret-key&access-token=secret-token";
    world.say("GET", &format!("/v2/paylinks?{query}")).header("x-request-id", "logged-4").send();
    world.admin("GET", "/nowhere/secret-path").header("x-request-id", "logged-2").send();
    world.store.set_down(true);
    world.admin("GET", "/v1/merchants").header("x-request-id", "logged-3").send();

    let line = kept.of("logged-1").into_iter().next().unwrap();
    assert_eq!(
        (&line["method"], &line["route"], &line["status"]),
        (&json!("POST"), &json!("/v1/checkout/{slug}/payments"), &json!(422))
    );
    assert!(line["duration_ms"].is_u64(), "{line}");
    assert_eq!(kept.of("logged-1").len(), 1);
    assert_eq!(kept.of("logged-2")[0]["route"], "unmatched");
    assert_eq!(
        (&kept.of("logged-4")[0]["route"], &kept.of("logged-4")[0]["status"]),
        (&json!("/v2/paylinks"), &json!(401))
    );
    let failed = kept.of("logged-3");
    assert_eq!((&failed[0]["code"], failed.len()), (&json!("storage_unavailable"), 2));
    assert!(failed[0]["causes"].as_str().unwrap().contains("the test switched the store off"), "{}", failed[0]);
    // The web server's own start says on which address it listens.
    let all = String::from_utf8(kept.0.lock().unwrap().clone()).unwrap();
    let all: String = all.lines().filter(|line| !line.contains("actix_server")).collect();
    for private in ["secret", ADMIN, slug, link["id"].as_str().unwrap(), "127.0.0.1"] {
        assert!(!all.contains(private), "{private}: {all}");
    }
}
