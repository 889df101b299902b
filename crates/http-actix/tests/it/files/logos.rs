//! Logos over HTTP.

use super::{PDF, PNG, form};
use crate::world::{PUBLIC_URL, world};
use serde_json::{Value, json};

#[test]
fn a_logo_is_shown_to_everybody_under_an_address_of_its_own() {
    let world = world();
    let merchant = world.merchant();
    let path = format!("/v1/merchants/{merchant}/logo");
    assert_eq!(world.get(&path).code(), "not_found");
    assert_eq!(world.admin("DELETE", &path).send().code(), "not_found");
    let put = |query: &str, content: &[u8]| {
        let say = world.admin("PUT", &format!("{path}{query}"));
        say.raw("image/png", content).send()
    };
    let first = put("", PNG).ok(200);
    assert_eq!(first["logo_dark_url"], Value::Null);
    let shown = world.download(&first["logo_url"]);
    assert_eq!((shown.status, &*shown.body), (200, PNG));
    assert_eq!(shown.header("content-type"), Some("image/png"));
    assert_eq!(shown.header("cache-control"), Some("public, max-age=31536000, immutable"));
    assert_eq!(shown.header("content-disposition"), None);
    let tag = shown.header("etag").unwrap();
    let known = first["logo_url"].as_str().unwrap().strip_prefix(PUBLIC_URL).unwrap();
    for tags in [tag.to_owned(), format!("\"x\", W/{tag}")] {
        let again = world.say("GET", known).header("if-none-match", &tags).send();
        assert_eq!((again.status, again.body.len()), (304, 0));
    }
    assert_eq!((world.get(&path).status, &*world.get(&path).body), (200, PNG));

    let both = put("?scheme=dark", b"\x89PNG dark").ok(200);
    assert_eq!(both["logo_url"], first["logo_url"]);
    assert_eq!(&*world.download(&both["logo_dark_url"]).body, b"\x89PNG dark");
    let second = put("", b"\x89PNG second").ok(200);
    assert_ne!(second["logo_url"], first["logo_url"]);
    assert_eq!(world.get(&format!("/v1/merchants/{merchant}")).ok(200)["logo_url"], second["logo_url"]);
    assert_eq!(world.download(&first["logo_url"]).status, 404, "the old one is gone");
    let link = world.link_of(&merchant, json!({}));
    let checkout = world.say("GET", &format!("/v1/checkout/{}", link["slug"].as_str().unwrap())).send().ok(200);
    assert_eq!(checkout["merchant"]["logo_url"], second["logo_url"]);
    assert_eq!(checkout["merchant"]["logo_dark_url"], second["logo_dark_url"]);

    assert_eq!(put("?scheme=pink", PNG).code(), "invalid_parameter");
    assert_eq!(put("?x=1", PNG).code(), "invalid_parameter");
    assert_eq!(put("", PDF).code(), "file_type_not_allowed");
    assert_eq!(world.admin("DELETE", &format!("{path}?scheme=dark")).send().status, 204);
    assert_eq!(world.admin("DELETE", &path).send().status, 204);
    world.sweep();
    assert_eq!(world.files.ids(), []);
    let form = form("b0", &[("name=\"file\"; filename=\"logo.png\"", PNG)]);
    let say = world.admin("PUT", &path);
    say.raw("multipart/form-data; boundary=b0", &form).send().ok(200);
}
