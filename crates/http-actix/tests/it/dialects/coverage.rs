//! The reference page of dialects is what their tables say.

use paylink_http_actix::dialects_page;
use std::{fs, path::PathBuf};

#[test]
fn the_page_of_dialects_names_every_endpoint() {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../docs/reference/dialects.md");
    let page = dialects_page();
    if std::env::var_os("UPDATE_DOCS").is_some() {
        fs::write(&path, &page).unwrap();
    }
    let found = fs::read_to_string(&path).unwrap_or_default();
    assert!(found == page, "dialects.md differs from the code; UPDATE_DOCS=1 rewrites it. The code says:\n{page}");
}
