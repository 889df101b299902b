//! The pay button's script: for pages of any origin, kept by browsers, and asked for again in vain while it is the same.

use crate::world::world;

const PATH: &str = "/paylink-button.js";

#[test]
fn any_page_may_load_the_script_and_keep_it() {
    let world = world();
    let answer = world.say("GET", PATH).header("origin", "https://shop.example").send();
    assert_eq!(answer.status, 200);
    assert!(answer.text().contains("paylink-button"), "{}", answer.text());
    for (name, value) in [
        ("content-type", "text/javascript; charset=utf-8"),
        ("access-control-allow-origin", "*"),
        ("cross-origin-resource-policy", "cross-origin"),
        ("x-content-type-options", "nosniff"),
    ] {
        assert_eq!(answer.header(name), Some(value), "{name}");
    }
    assert!(answer.header("cache-control").unwrap().starts_with("public, max-age="));
    assert_eq!(answer.header("access-control-allow-credentials"), None);
    let head = world.say("HEAD", PATH).send();
    assert_eq!((head.status, head.text(), head.header("etag")), (200, "", answer.header("etag")));
    assert_eq!(world.say("POST", PATH).send().code(), "method_not_allowed");
}

#[test]
fn a_browser_that_has_the_script_gets_no_body() {
    let world = world();
    let tag = world.say("GET", PATH).send().header("etag").unwrap().to_owned();
    assert!(tag.starts_with('"') && tag.ends_with('"') && tag.len() > 40, "{tag}");
    for known in [tag.clone(), format!("W/{tag}"), format!("\"other\", {tag}"), "*".to_owned()] {
        let answer = world.say("GET", PATH).header("if-none-match", &known).send();
        assert_eq!((answer.status, answer.text()), (304, ""), "{known}");
        assert_eq!(answer.header("etag"), Some(tag.as_str()));
        assert!(answer.header("cache-control").unwrap().starts_with("public"));
    }
    for other in ["\"other\"", tag.trim_matches('"'), ""] {
        assert_eq!(world.say("GET", PATH).header("if-none-match", other).send().status, 200, "{other}");
    }
}
