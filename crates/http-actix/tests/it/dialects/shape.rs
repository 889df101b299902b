//! Checks that an answer has every documented field with its documented type.
//!
//! A table is a list of lines `name type`. A type is `text`, `number`, `whole`, `bool`, `bit` (0 or 1), `list` or `object`;
//! `null` may stand beside it after a bar. A `?` after the name: the field may be missing.

use serde_json::Value;

/// The value has every field of the table that is always there, and none of another type.
pub(super) fn fits(what: &str, value: &Value, table: &str) {
    let members = value.as_object().unwrap_or_else(|| panic!("{what} is no object: {value}"));
    let lines: Vec<&str> = table.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    assert!(!lines.is_empty(), "{what}");
    for line in lines {
        let (name, types) = line.split_once(' ').unwrap_or_else(|| panic!("{what}: {line}"));
        let (name, may_miss) = name.strip_suffix('?').map_or((name, false), |name| (name, true));
        match members.get(name) {
            None => assert!(may_miss, "{what} has no {name}: {value}"),
            Some(found) => {
                let right = types.trim().split('|').any(|kind| is(found, kind));
                assert!(right, "{what}: {name} should be {types} and is {found}");
            }
        }
    }
}

/// Every row of a list that has some.
pub(super) fn all_fit(what: &str, rows: &Value, table: &str) {
    let rows = rows.as_array().unwrap_or_else(|| panic!("{what} is no list: {rows}"));
    assert!(!rows.is_empty(), "{what} is empty");
    for row in rows {
        fits(what, row, table);
    }
}

fn is(value: &Value, kind: &str) -> bool {
    match kind {
        "text" => value.is_string(),
        "number" => value.is_number(),
        "whole" => value.is_u64(),
        "bool" => value.is_boolean(),
        "bit" => value.as_u64().is_some_and(|bit| bit <= 1),
        "list" => value.is_array(),
        "object" => value.is_object(),
        "null" => value.is_null(),
        other => panic!("no such type: {other}"),
    }
}
