//! Tags: what is accepted, what is kept, and that links are found by them.

use crate::shop::{PLATFORM, Shop, one_time};
use paylink_core::{
    Code, Error,
    forms::{LinkForm, LinkQuery, Patch},
};

fn tagged(tags: &[&str]) -> LinkForm {
    LinkForm { tags: Patch::Set(tags.iter().map(|tag| (*tag).to_owned()).collect()), ..one_time() }
}

fn fields(error: &Error) -> Vec<(&str, Code)> {
    error.fields.iter().map(|field| (field.field.as_str(), field.code)).collect()
}

async fn found(shop: &Shop, tag: &str) -> usize {
    let query = LinkQuery { tag: Some(tag.to_owned()), ..LinkQuery::default() };
    shop.paylink.links(&PLATFORM, &query).await.expect("a list").rows.len()
}

#[tokio::test]
async fn tags_are_trimmed_and_kept_once_in_the_order_and_case_given() {
    let shop = Shop::open().await;
    let link = shop.link(&tagged(&["  VIP ", "Spring", "vip", "SPRING", "café", "cafe\u{301}"])).await;
    assert_eq!(link.link.details.tags, ["VIP", "Spring", "café"]);
    for tag in ["vip", "VIP", " Vip ", "CAFÉ", "cafe\u{301}"] {
        assert_eq!(found(&shop, tag).await, 1, "{tag}");
    }
    assert_eq!(found(&shop, "cafe").await, 0, "an accent is part of a tag");
    assert_eq!(found(&shop, "vi").await, 0, "a tag is found whole");
}

#[tokio::test]
async fn tags_that_break_a_rule_are_refused_each_by_its_place() {
    let shop = Shop::open().await;
    let long = "a".repeat(41);
    let error = shop.try_link(&tagged(&["ok", "", &long, "a\u{0}b", "4242424242424242", "\u{202e}x"])).await;
    assert_eq!(
        fields(&error.expect_err("wrong tags")),
        [
            ("tags.1", Code::InvalidText),
            ("tags.2", Code::TooLong),
            ("tags.3", Code::InvalidText),
            ("tags.4", Code::CardDataNotAllowed),
            ("tags.5", Code::InvalidText),
        ]
    );
    let many: Vec<String> = (0..21).map(|number| format!("t{number}")).collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    assert_eq!(fields(&shop.try_link(&tagged(&many)).await.expect_err("21 tags")), [("tags", Code::TooMany)]);
    assert_eq!(shop.link(&tagged(&many[..20])).await.link.details.tags.len(), 20);
}

#[tokio::test]
async fn a_patch_replaces_tags_and_null_clears_them() {
    let shop = Shop::open().await;
    let link = shop.link(&tagged(&["spring"])).await;
    let id = link.link.id.to_string();
    let change = async |tags| {
        let form = LinkForm { tags, ..LinkForm::default() };
        shop.paylink.update_link(&PLATFORM, &id, &form).await.expect("a change").link.details.tags
    };
    assert_eq!(change(Patch::Keep).await, ["spring"]);
    assert_eq!(change(Patch::Set(vec!["autumn".to_owned()])).await, ["autumn"]);
    assert_eq!((found(&shop, "spring").await, found(&shop, "autumn").await), (0, 1));
    assert_eq!(change(Patch::Clear).await, [""; 0]);
    assert_eq!(found(&shop, "autumn").await, 0);
}
