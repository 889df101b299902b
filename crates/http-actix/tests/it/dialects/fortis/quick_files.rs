//! Files of quick invoices.

use super::{errors, id, quick::place, shop, wrong};
use crate::{
    client::{Heard, Say},
    files::with_form,
};
use serde_json::{Value, json};

const PDF: &[u8] = b"%PDF-1.7 test %%EOF";

fn file(say: Say, name: &str, content: &[u8]) -> Heard {
    with_form(say, &[(name, content)]).send()
}

#[test]
fn a_file_is_attached_shown_with_the_expand_and_taken_off() {
    let shop = shop();
    let made = shop.quick(json!({}));
    let path = format!("{}/files", place(&made));
    let heard = file(shop.say("POST", &path), "name=\"file[file]\"; filename=\"Terms.pdf\"", PDF);
    let attached = heard.ok(201)["file"].clone();
    for (name, value) in [
        ("file_name", json!("Terms.pdf")),
        ("content_type", json!("application/pdf")),
        ("file_size", json!(PDF.len())),
        ("resource", json!("quickinvoice")),
        ("resource_id", made["id"].clone()),
    ] {
        assert_eq!(attached[name], value, "{name}");
    }
    let shown = || shop.get(&format!("{}?expand=files", place(&made))).ok(200)["quickinvoice"]["files"].clone();
    assert_eq!(shown(), json!([attached]));
    assert_eq!(shop.get("/v2/quickinvoices?expand=files").ok(200)["quickinvoices"][0]["files"], json!([attached]));
    let payer = attached["url"].as_str().unwrap().strip_prefix("https://pay.test").unwrap();
    assert_eq!(&*shop.world.say("GET", payer).send().body, PDF);
    let own = format!("{path}/{}", id(&attached));
    let elsewhere = format!("{}/files/{}", place(&shop.quick(json!({}))), id(&attached));
    assert_eq!(shop.delete(&elsewhere).status, 404);
    assert_eq!(shop.delete(&own).ok(204), Value::Null);
    let again = shop.delete(&own);
    assert_eq!((again.status, again.body.len()), (404, 0));
    assert_eq!(shown(), json!([]));
}

#[test]
fn what_is_no_file_is_refused_in_the_dialects_shape() {
    let shop = shop();
    let made = shop.quick(json!({}));
    let path = format!("{}/files", place(&made));
    let good = "name=\"file[file]\"; filename=\"a.pdf\"";
    errors(&file(shop.say("POST", &path), good, b"MZ"), 415);
    assert_eq!(wrong(&file(shop.say("POST", &path), "name=\"other\"", b"x")), ["file", "other"]);
    errors(&file(shop.say("POST", &path), good, &vec![b' '; 11 << 20]), 413);
    errors(&shop.post(&path, &json!({})), 415);
    errors(&file(shop.say("POST", "/v2/quickinvoices/plink_nobody/files"), good, PDF), 404);
    let (user, secret) = shop.world.key("read_only", Some(&shop.merchant));
    let reader = shop.world.say("POST", &path).header("developer-id", "d").header("user-id", &user);
    errors(&file(reader.header("user-api-key", &secret), good, PDF), 403);
}

/// The documented form, for this server's location, with these files.
fn form(say: Say, location: &str, more: &[(&str, &[u8])]) -> Heard {
    let location = location.as_bytes();
    let mut parts: Vec<(&str, &[u8])> = vec![
        ("name=\"quickinvoice[title]\"", b" A test title"),
        ("name=\"quickinvoice[due_date]\"", b"2030-01-31"),
        ("name=\"quickinvoice[location_id]\"", location),
        ("name=\"quickinvoice[attach_files_to_email]\"", b"1"),
        ("name=\"quickinvoice[item_list][item2]\"", b"1"),
        ("name=\"quickinvoice[item_list][item1]\"", b"1.50"),
        ("name=\"quickinvoice[send_email]\"", b"1"),
        ("name=\"quickinvoice[email]\"", b"test@email.com"),
        ("name=\"quickinvoice[tags][0]\"", b"Test tag1"),
        ("name=\"quickinvoice[tags][1]\"", b"Test tag2"),
    ];
    parts.extend(more);
    with_form(say, &parts).send()
}

#[test]
fn a_quick_invoice_is_made_with_its_files_in_one_request() {
    let shop = shop();
    let files: &[(&str, &[u8])] = &[
        ("name=\"quickinvoice[files][0]\"; filename=\"a.pdf\"", PDF),
        ("name=\"quickinvoice[files][1]\"; filename=\"b.pdf\"", PDF),
    ];
    let heard = form(shop.say("POST", "/v2/quickinvoices?expand=files,tags"), &shop.merchant, files);
    let made = heard.ok(201)["quickinvoice"].clone();
    assert!(heard.text().contains(r#""item_list":{"item2":1,"item1":1.5}"#), "{}", heard.text());
    assert_eq!((&made["email"], &made["attach_files_to_email"]), (&json!("test@email.com"), &json!(1)));
    assert_eq!(made["title"].as_str().unwrap().trim(), "A test title");
    let names = |list: &Value, name: &str| -> Vec<Value> {
        list.as_array().unwrap().iter().map(|one| one[name].clone()).collect()
    };
    let mut given = names(&made["files"], "file_name");
    given.sort_by_key(ToString::to_string);
    assert_eq!(given, ["a.pdf", "b.pdf"]);
    assert_eq!(names(&made["tags"], "title"), ["Test tag1", "Test tag2"]);
    let sent = shop.world.get(&format!("/v1/messages?payment_link_id={}", id(&made))).ok(200);
    assert_eq!(sent["data"].as_array().unwrap().len(), 1);
    let without = form(shop.say("POST", "/v2/quickinvoices"), &shop.merchant, &[]).ok(201);
    assert_eq!(without["quickinvoice"]["amount_due"], "2.50");
}

#[test]
fn a_form_that_is_refused_makes_nothing() {
    let shop = shop();
    let post = || shop.say("POST", "/v2/quickinvoices");
    let named = |at: usize| format!("name=\"quickinvoice[files][{at}]\"; filename=\"a.pdf\"");
    let names: Vec<String> = (0..5).map(named).collect();
    let many: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), PDF)).collect();
    assert_eq!(wrong(&form(post(), &shop.merchant, &many)), ["files"]);
    let bad = form(post(), &shop.merchant, &[many[0], (&names[1], b"MZ")]);
    assert_eq!(errors(&bad, 415).as_object().unwrap().keys().collect::<Vec<_>>(), ["files"]);
    errors(&form(post(), &shop.merchant, &[(&names[0], &vec![b' '; 6 << 20])]), 413);
    errors(&form(post(), &shop.merchant, &[("name=\"quickinvoice[title]\"", b"twice")]), 400);
    errors(&form(post(), &shop.merchant, &[("name=\"quickinvoice[note]\"", &[b'n'; 70_000])]), 413);
    let wrong_fields = form(post(), "short", &[("name=\"quickinvoice[status]\"", b"x"), many[0]]);
    assert_eq!(wrong(&wrong_fields), ["location_id"]);
    errors(&post().raw("multipart/form-data", b"--b0--").send(), 400);
    let (user, secret) = shop.world.key("read_only", Some(&shop.merchant));
    let reader = shop.world.say("POST", "/v2/quickinvoices").header("developer-id", "d").header("user-id", &user);
    errors(&form(reader.header("user-api-key", &secret), &shop.merchant, &many[..1]), 403);
    assert_eq!(shop.get("/v2/quickinvoices").ok(200)["quickinvoices"], json!([]));
    assert_eq!(shop.world.get(&format!("/v1/messages?merchant_id={}", shop.merchant)).ok(200)["data"], json!([]));
}
