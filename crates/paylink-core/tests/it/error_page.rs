//! The reference page of error codes has a row for each code, with its status and meaning.

use crate::pages::{check, head, row};
use paylink_core::Code;

#[test]
fn the_page_of_error_codes_tells_status_and_meaning_of_each() {
    let rows = Code::ALL
        .iter()
        .map(|code| row([format!("`{}`", code.name()), code.class().status().to_string(), code.meaning().to_owned()]));
    check("errors.md", "codes", &(head(&["code", "HTTP status", "meaning"]) + &rows.collect::<String>()));
}

#[test]
fn no_two_codes_share_a_name() {
    let mut names: Vec<_> = Code::ALL.iter().map(|code| code.name()).collect();
    names.sort_unstable();
    let count = names.len();
    names.dedup();
    assert_eq!(names.len(), count);
}
