//! Types and prose in the shapes a generated document has.

use super::{
    prose::{Span, paragraphs},
    schema::{fields, kind, slug},
};
use crate::language::Languages;
use serde_json::{Value, json};

fn shown(schema: &Value) -> String {
    let languages = Languages::built_in().unwrap();
    kind(schema, &languages.choose("").messages).into_iter().map(|word| word.text).collect()
}

#[test]
fn types_are_named_for_people() {
    let check = |schema: Value, expected: &str| assert_eq!(shown(&schema), expected, "{schema}");
    check(json!({"type": "string"}), "string");
    check(json!({"type": "string", "format": "date-time"}), "string (date-time)");
    check(json!({"type": ["integer", "null"], "format": "int64"}), "integer (int64) | null");
    check(json!({"type": "array", "items": {"$ref": "#/components/schemas/Link"}}), "list of Link");
    check(json!({"oneOf": [{"type": "null"}, {"$ref": "#/components/schemas/Link"}]}), "null | Link");
    check(json!({"type": "object", "additionalProperties": {"type": "string"}}), "object of string");
    check(json!({"properties": {}}), "object");
    check(json!({}), "any value");
    check(json!(true), "any value");
    check(
        json!({"type": "array", "items": {"type": "array", "items": {"type": "array", "items": {}}}}),
        "list of list of list of any value",
    );
}

#[test]
fn objects_inside_objects_are_unfolded_and_circles_end() {
    let root =
        json!({"components": {"schemas": {"Loop": {"properties": {"again": {"$ref": "#/components/schemas/Loop"}}}}}});
    let schema = json!({
        "required": ["outer"],
        "properties": {"outer": {"type": "object", "properties": {"inner": {"type": "string"}}}},
        "allOf": [{"$ref": "#/components/schemas/Loop"}, {"$ref": "#/nowhere"}],
    });
    let languages = Languages::built_in().unwrap();
    let found = fields(&root, &schema, &languages.choose("").messages);
    let names: Vec<(&str, bool)> = found.iter().map(|field| (field.name.as_str(), field.required)).collect();
    assert_eq!(names, [("again", false), ("outer", true), ("outer.inner", false)]);
}

#[test]
fn a_reference_to_itself_ends() {
    let root = json!({"components": {"schemas": {"Self": {"$ref": "#/components/schemas/Self"}}}});
    let languages = Languages::built_in().unwrap();
    assert!(fields(&root, &json!({"$ref": "#/components/schemas/Self"}), &languages.choose("").messages).is_empty());
}

#[test]
fn backticks_make_code_and_empty_lines_make_paragraphs() {
    let plain = |text: &str| Span { code: false, text: text.to_owned() };
    let code = |text: &str| Span { code: true, text: text.to_owned() };
    let expected =
        vec![vec![plain("Use "), code("a"), plain(" or\nb.")], vec![code("c")], vec![plain("odd "), plain("one")]];
    assert_eq!(paragraphs("Use `a` or\nb.\n\n`c`\r\n\r\nodd `one"), expected);
    assert!(paragraphs(" \n\n ").is_empty());
}

#[test]
fn anchors_are_plain() {
    assert_eq!(slug("/v1/checkout/{slug}/payments"), "v1-checkout-slug-payments");
    assert_eq!(slug("<script>"), "script");
}
