//! Attachments over HTTP: uploaded, shown, downloaded, taken away.

mod forms;
mod logos;

use crate::{
    client::{Heard, Say},
    world::{PUBLIC_URL, World, world},
};
use futures_util::FutureExt as _;
use serde_json::{Value, json};
use std::time::Duration;

const PDF: &[u8] = b"%PDF-1.7 test %%EOF";
pub(crate) const PNG: &[u8] = b"\x89PNG test";

/// A form with these parts: the head of each, and its bytes.
fn form(boundary: &str, parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut body = Vec::new();
    for (head, content) in parts {
        body.extend(format!("--{boundary}\r\nContent-Disposition: form-data; {head}\r\n\r\n").bytes());
        body.extend(*content);
        body.extend(b"\r\n");
    }
    body.extend(format!("--{boundary}--\r\n").bytes());
    body
}

pub(crate) fn with_form(say: Say, parts: &[(&str, &[u8])]) -> Say {
    say.raw("multipart/form-data; boundary=b0", &form("b0", parts))
}

fn attachments(link: &Value) -> String {
    format!("/v1/payment_links/{}/attachments", link["id"].as_str().unwrap())
}

impl World {
    pub(crate) fn attach(&self, link: &Value, name: &str, content: &[u8]) -> Heard {
        let head = format!("name=\"file\"; filename=\"{name}\"");
        with_form(self.admin("POST", &attachments(link)), &[(&head, content)]).send()
    }

    /// The payer's address of a file, on this server.
    fn download(&self, url: &Value) -> Heard {
        self.say("GET", url.as_str().unwrap().strip_prefix(PUBLIC_URL).unwrap()).send()
    }

    /// Removes from the file store what has been let go.
    fn sweep(&self) {
        while self.paylink.file_tick().now_or_never().unwrap().unwrap() > 0 {}
    }
}

#[test]
fn an_attachment_is_listed_shown_and_downloaded_until_it_is_taken_off() {
    let world = world();
    let link = world.link();
    let made = world.attach(&link, "Invoice 7.pdf", PDF).ok(201);
    assert_eq!((&made["object"], &made["name"]), (&json!("file"), &json!("Invoice 7.pdf")));
    assert_eq!((&made["size"], &made["content_type"]), (&json!(PDF.len()), &json!("application/pdf")));
    let listed = world.get(&attachments(&link)).ok(200);
    assert_eq!((&listed["data"], &listed["has_more"]), (&json!([made]), &json!(false)));
    let path = format!("/v1/payment_links/{}", link["id"].as_str().unwrap());
    assert_eq!(world.get(&path).ok(200)["attachments"], json!([made]));
    let checkout = world.say("GET", &format!("/v1/checkout/{}", link["slug"].as_str().unwrap())).send().ok(200);
    assert_eq!(checkout["attachments"][0]["url"], made["url"]);

    let file = world.download(&made["url"]);
    assert_eq!((file.status, &*file.body), (200, PDF));
    for (name, value) in [
        ("content-type", "application/pdf"),
        ("content-disposition", "attachment; filename=\"Invoice 7.pdf\"; filename*=UTF-8''Invoice%207.pdf"),
        ("content-security-policy", "sandbox; default-src 'none'"),
        ("cache-control", "private, no-store"),
        ("x-content-type-options", "nosniff"),
        ("content-length", &PDF.len().to_string()),
    ] {
        assert_eq!(file.header(name), Some(value), "{name}");
    }

    let one = format!("{}/{}", attachments(&link), made["id"].as_str().unwrap());
    assert_eq!(world.admin("DELETE", &one).send().status, 204);
    assert_eq!(world.admin("DELETE", &one).send().code(), "not_found");
    assert_eq!(world.download(&made["url"]).status, 404);
    assert_eq!(world.get(&attachments(&link)).ok(200)["data"], json!([]));
    world.sweep();
    assert_eq!(world.files.ids(), [], "nothing is left of it");
}

#[test]
fn every_change_of_attachments_is_told_as_a_change_of_the_link() {
    let world = world();
    let link = world.link();
    world.clock.advance(Duration::from_secs(1));
    let made = world.attach(&link, "a.pdf", PDF).ok(201);
    world.clock.advance(Duration::from_secs(1));
    let one = format!("{}/{}", attachments(&link), made["id"].as_str().unwrap());
    assert_eq!(world.admin("DELETE", &one).send().status, 204);
    let path = format!("/v1/events?payment_link_id={}", link["id"].as_str().unwrap());
    let events = world.get(&path).ok(200);
    let told: Vec<_> = events["data"].as_array().unwrap().iter().map(|event| event["type"].as_str().unwrap()).collect();
    assert_eq!(told, ["payment_link.updated", "payment_link.updated", "payment_link.created"]);
    assert_eq!(events["data"][1]["data"]["attachments"], json!([made]));
}

#[test]
fn names_are_cleaned_and_never_a_reason_to_refuse() {
    let world = world();
    let merchant = world.merchant();
    let long = format!("{}.pdf", "n".repeat(300));
    for (given, shown) in [
        ("../../etc/passwd", "passwd.pdf"),
        (r"C:\\fakepath\\invoice.PDF", "invoice.pdf"),
        ("a%0D%0ASet-Cookie: x.pdf", "aSet-Cookie_ x.pdf"),
        ("invoice\u{202e}fdp.exe", "invoicefdp.exe.pdf"),
        ("Rechnung für Zoë 🎁.pdf", "Rechnung für Zoë 🎁.pdf"),
        ("..", "file.pdf"),
        ("", "file.pdf"),
        ("<script>.pdf", "_script_.pdf"),
        (&long, &format!("{}.pdf", "n".repeat(251))),
    ] {
        let link = world.link_of(&merchant, json!({}));
        let made = world.attach(&link, given, PDF).ok(201);
        assert_eq!(made["name"], *shown, "{given}");
        let file = world.download(&made["url"]);
        let disposition = file.header("content-disposition").unwrap();
        assert!(disposition.is_ascii() && disposition.starts_with("attachment; filename=\""), "{disposition}");
    }
    let link = world.link_of(&merchant, json!({}));
    let extended = "name=\"file\"; filename=\"x.pdf\"; filename*=UTF-8''%e2%82%ac%0d%0a%00rates.pdf";
    let made = with_form(world.admin("POST", &attachments(&link)), &[(extended, PDF)]).send().ok(201);
    assert_eq!(made["name"], "€rates.pdf");
    assert_eq!(world.attach(&link, "4242 4242 4242 4242.pdf", PDF).code(), "card_data_not_allowed");
}

#[test]
fn sizes_are_limited_to_the_byte_and_the_answer_is_heard() {
    let world = world();
    let link = world.link();
    let of = |size: usize| {
        let mut content = PDF.to_vec();
        content.resize(size, b' ');
        content
    };
    assert_eq!(world.attach(&link, "a.pdf", &of(10 << 20)).status, 201);
    for over in [1, 100_000, 3 << 20] {
        let heard = world.attach(&link, "a.pdf", &of((10 << 20) + over));
        assert_eq!((heard.status, heard.code()), (413, "payload_too_large".to_owned()), "{over} bytes over");
    }
    let merchant = world.merchant();
    let logo = |size: usize| {
        let mut content = PNG.to_vec();
        content.resize(size, b' ');
        let path = format!("/v1/merchants/{merchant}/logo");
        world.admin("PUT", &path).raw("image/png", &content).send().status
    };
    assert_eq!((logo(1 << 20), logo((1 << 20) + 1)), (200, 413));
}

#[test]
fn the_same_file_with_the_same_key_is_attached_once_whatever_its_form_looks_like() {
    let world = world();
    let link = world.link();
    let send = |boundary: &str, name: &str, content: &[u8]| {
        let head = format!("name=\"file\"; filename=\"{name}\"");
        let body = form(boundary, &[(&head, content)]);
        let kind = format!("multipart/form-data; boundary={boundary}");
        world.admin("POST", &attachments(&link)).key("once").raw(&kind, &body).send()
    };
    let first = send("b0", "a.pdf", PDF);
    let again = send("b1", "a.pdf", PDF);
    assert_eq!((first.status, again.status, &first.body), (201, 201, &again.body));
    assert_eq!(again.header("idempotent-replayed"), Some("true"));
    for other in [send("b0", "b.pdf", PDF), send("b0", "a.pdf", b"%PDF-1.4 other %%EOF")] {
        assert_eq!(other.code(), "idempotency_key_reused");
    }
    world.sweep();
    assert_eq!(world.files.ids().len(), 1, "what was not attached does not stay");
}

#[test]
fn a_link_takes_ten_files_while_it_is_open() {
    let world = world();
    let link = world.link();
    for number in 0..10 {
        world.attach(&link, &format!("{number}.pdf"), PDF).ok(201);
    }
    let heard = world.attach(&link, "11.pdf", PDF);
    assert_eq!((heard.status, heard.code()), (409, "too_many_files".to_owned()));
    let listed = world.get(&format!("{}?limit=4", attachments(&link))).ok(200);
    assert_eq!((listed["data"].as_array().unwrap().len(), &listed["has_more"]), (4, &json!(true)));

    let cancelled = world.link();
    let made = world.attach(&cancelled, "a.pdf", PDF).ok(201);
    let path = format!("/v1/payment_links/{}/cancel", cancelled["id"].as_str().unwrap());
    world.admin("POST", &path).send().ok(200);
    assert_eq!(world.attach(&cancelled, "a.pdf", PDF).code(), "link_closed");
    assert_eq!(world.download(&made["url"]).status, 404, "a cancelled link shows nothing");
    let one = format!("{}/{}", attachments(&cancelled), made["id"].as_str().unwrap());
    assert_eq!(world.admin("DELETE", &one).send().status, 204, "but what was attached can be taken off");
}

#[test]
fn attachments_are_guarded_like_their_link() {
    let world = world();
    let (link, other) = (world.link(), world.link());
    let made = world.attach(&link, "a.pdf", PDF).ok(201);
    let id = made["id"].as_str().unwrap();
    let elsewhere = format!("/p/{}/files/{id}", other["slug"].as_str().unwrap());
    let unknown = format!("/p/{}/files/file_00000000000000000000000000", link["slug"].as_str().unwrap());
    for path in [&elsewhere, &unknown, "/p/nobody/files/x", &format!("/logos/{id}.png")] {
        assert_eq!(world.say("GET", path).send().code(), "not_found", "{path}");
    }
    let later = world.link_of(&world.merchant(), json!({"starts_at": "2099-01-01T00:00:00Z"}));
    let early = world.attach(&later, "a.pdf", PDF).ok(201);
    assert_eq!(world.download(&early["url"]).status, 404, "not before the link opens");
    let path = format!("/v1/payment_links/{}", link["id"].as_str().unwrap());
    assert_eq!(world.admin("DELETE", &path).send().status, 204);
    assert_eq!(world.download(&made["url"]).status, 404);
    world.sweep();
    assert_eq!(world.files.ids().len(), 1, "the files of a deleted link go with it");
}

#[test]
fn nobody_gets_at_the_files_of_others() {
    let world = world();
    let (mine, theirs) = (world.merchant(), world.merchant());
    let link = world.link_of(&theirs, json!({}));
    let made = world.attach(&link, "a.pdf", PDF).ok(201);
    let one = format!("{}/{}", attachments(&link), made["id"].as_str().unwrap());
    let logo = format!("/v1/merchants/{theirs}/logo");
    world.admin("PUT", &logo).raw("image/png", PNG).send().ok(200);
    let (_, foreign) = world.key("admin", Some(&mine));
    let (_, reader) = world.key("read_only", Some(&theirs));
    let tries = |key: &str| {
        let say = |method: &str, path: &str| world.say(method, path).bearer(key);
        let upload = |method: &str, path: &str| with_form(say(method, path), &[("name=\"file\"", PDF)]);
        [
            upload("POST", &attachments(&link)).send(),
            say("DELETE", &one).send(),
            upload("PUT", &logo).send(),
            say("DELETE", &logo).send(),
        ]
        .map(|heard| heard.code())
    };
    assert_eq!(tries(&foreign), ["not_found"; 4]);
    assert_eq!(tries(&reader), ["forbidden"; 4]);
    assert_eq!(tries("nonsense"), ["unauthenticated"; 4]);
    let read = |key: &str, path: &str| world.say("GET", path).bearer(key).send().status;
    assert_eq!((read(&foreign, &attachments(&link)), read(&foreign, &logo)), (404, 404));
    assert_eq!((read(&reader, &attachments(&link)), read(&reader, &logo)), (200, 200));
}

#[test]
fn what_cannot_be_kept_now_is_said_so_and_leaves_nothing() {
    let world = world();
    let link = world.link();
    world.files.set_down(true);
    let heard = world.attach(&link, "a.pdf", PDF);
    assert_eq!((heard.status, heard.code()), (503, "storage_unavailable".to_owned()));
    assert!(heard.header("retry-after").is_some());
    world.files.set_down(false);
    world.sweep();
    world.attach(&link, "a.pdf", PDF).ok(201);
    assert_eq!(world.files.ids().len(), 1);
}

#[test]
fn a_quota_ends_what_a_merchant_may_keep_and_deleting_makes_room() {
    let world = world();
    let merchant = world.merchant();
    let large = |fill: u8| {
        let mut content = PDF.to_vec();
        content.resize(6 << 20, fill);
        content
    };
    let links: Vec<Value> = (0..4).map(|_| world.link_of(&merchant, json!({}))).collect();
    for link in &links[..3] {
        world.attach(link, "a.pdf", &large(b' ')).ok(201);
    }
    let heard = world.attach(&links[3], "a.pdf", &large(b' '));
    assert_eq!((heard.status, heard.code()), (409, "file_quota_exceeded".to_owned()));
    world.attach(&world.link(), "a.pdf", &large(b' ')).ok(201);
    let path = format!("/v1/payment_links/{}", links[0]["id"].as_str().unwrap());
    assert_eq!(world.admin("DELETE", &path).send().status, 204);
    world.attach(&links[3], "a.pdf", &large(b' ')).ok(201);
}
