//! As much of JSON Schema as the API description uses, to hold answers against it.

use serde_json::Value;

/// What in `value` does not fit `schema`, as paths; references lead into `components`.
pub(crate) fn misfits(components: &Value, schema: &Value, value: &Value) -> Vec<String> {
    let mut found = Vec::new();
    collect(components, schema, value, "$", &mut found);
    found
}

fn collect(components: &Value, schema: &Value, value: &Value, path: &str, found: &mut Vec<String>) {
    if let Some(reference) = schema["$ref"].as_str() {
        let name = reference.rsplit('/').next().unwrap();
        return collect(components, &components[name], value, path, found);
    }
    if let Some(choices) = schema["oneOf"].as_array() {
        let fitting = choices.iter().filter(|choice| misfits(components, choice, value).is_empty()).count();
        if fitting != 1 {
            found.push(format!("{path}: fits {fitting} of the choices"));
        }
    }
    for part in schema["allOf"].as_array().into_iter().flatten() {
        collect(components, part, value, path, found);
    }
    if !has_type(&schema["type"], value) {
        found.push(format!("{path}: is not {}", schema["type"]));
    }
    if schema["enum"].as_array().is_some_and(|values| !values.contains(value)) {
        found.push(format!("{path}: is not listed"));
    }
    for (name, inner) in value.as_object().into_iter().flatten() {
        let described = schema["properties"].get(name).or_else(|| schema.get("additionalProperties"));
        if let Some(described) = described.filter(|described| described.is_object()) {
            collect(components, described, inner, &format!("{path}.{name}"), found);
        }
    }
    for (place, inner) in value.as_array().into_iter().flatten().enumerate() {
        collect(components, &schema["items"], inner, &format!("{path}[{place}]"), found);
    }
    for name in schema["required"].as_array().into_iter().flatten() {
        if value.get(name.as_str().unwrap()).is_none() {
            found.push(format!("{path}: lacks {name}"));
        }
    }
}

fn has_type(types: &Value, value: &Value) -> bool {
    let is = |name: &Value| match name.as_str().unwrap() {
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "string" => value.is_string(),
        "integer" => value.is_i64(),
        "number" => value.is_number(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        other => panic!("unknown type {other}"),
    };
    match types {
        Value::Null => true,
        Value::Array(names) => names.iter().any(is),
        Value::String(_) => is(types),
        Value::Bool(_) | Value::Number(_) | Value::Object(_) => panic!("not a type"),
    }
}
