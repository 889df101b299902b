//! Documents of adapters: written on condition, given back byte for byte.

use super::{
    Fixture,
    check::{During, Kept, holds, same, stale},
    ground::Ground,
};
use crate::{Stored, Version};

pub(super) async fn a_document_is_written_on_condition(fixture: &dyn Fixture) -> Kept {
    let ground = Ground::new(fixture).await;
    let put = |expected, text: &'static str| ground.store.put_document("charge", "ch_1", expected, text);
    let is = |text: &str, version| Some(Stored { value: text.to_owned(), version: Version(version) });
    stale(put(Some(Version::FIRST), "{}").await, "document").during("a document that does not exist")?;
    stale(put(Some(Version(0)), "{}").await, "document").during("version 0")?;
    same("the first version", &put(None, "[1]").await?, &Version::FIRST)?;
    stale(put(None, "[2]").await, "document").during("a document that exists already")?;
    stale(put(Some(Version(2)), "[2]").await, "document").during("a version to come")?;
    same("still the first", &ground.store.document("charge", "ch_1").await?, &is("[1]", 1))?;
    same("the second version", &put(Some(Version::FIRST), "[2]").await?, &Version(2))?;
    stale(put(Some(Version::FIRST), "[3]").await, "document").during("a version that is gone")?;
    same("the third version", &put(Some(Version(2)), "[3]").await?, &Version(3))?;
    same("the document", &ground.store.document("charge", "ch_1").await?, &is("[3]", 3))
}

pub(super) async fn documents_differ_by_kind_and_key(fixture: &dyn Fixture) -> Kept {
    let ground = Ground::new(fixture).await;
    let places = [("a", "b"), ("a", "B"), ("A", "b"), ("ab", ""), ("", "ab"), ("a", "b "), ("a", "%"), ("a", "💳")];
    for (number, (kind, key)) in places.iter().enumerate() {
        let text = number.to_string();
        let version = ground.store.put_document(kind, key, None, &text).await.during(format!("{kind:?} {key:?}"))?;
        same("the version of a new document", &version, &Version::FIRST)?;
    }
    for (number, (kind, key)) in places.iter().enumerate() {
        let text = ground.store.document(kind, key).await?.map(|row| row.value);
        same(format!("{kind:?} {key:?}"), &text, &Some(number.to_string()))?;
    }
    holds(ground.store.document("b", "a").await?.is_none(), "kind and key are not mixed up")
}

pub(super) async fn a_document_comes_back_byte_for_byte(fixture: &dyn Fixture) -> Kept {
    let ground = Ground::new(fixture).await;
    let long = format!("\"{}\"", super::samples::long(100_000));
    let texts = [
        r#"{"b":1,"a":2,"a":3}"#,
        "{ \"spaced\" :\t[ 1.0 , 1e2, 10000000000000000000000000001 ] }\n",
        "null",
        r#""\u0041\ud83d\udcb3 💳 e\u0301""#,
        long.as_str(),
    ];
    for (key, text) in texts.iter().enumerate() {
        ground.store.put_document("exact", &key.to_string(), None, text).await?;
        let found = ground.store.document("exact", &key.to_string()).await?.map(|row| row.value);
        same("a document", &found.as_deref(), &Some(*text))?;
    }
    Ok(())
}
