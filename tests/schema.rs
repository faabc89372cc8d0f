//! The JSON Schema describes what is printed.

use serde_json::Value;

use crate::program::at_root;

#[test]
fn every_output_of_the_seeds_fits_the_schema() {
    let schema: Value = serde_json::from_str(&at_root(&["schema"]).out).expect("the schema is JSON");
    let lines = at_root(&["extract", "seeds"]).out;
    assert!(lines.lines().count() > 0);
    for line in lines.lines() {
        assert_fits(line, "#/$defs/extract", &schema);
    }
    assert_fits(&at_root(&["check", "seeds", "--format", "json"]).out, "#/$defs/check", &schema);
}

#[test]
fn keys_are_sorted() {
    for text in at_root(&["extract", "seeds"]).out.lines() {
        assert_eq!(text, serde_json::from_str::<Value>(text).expect("JSON").to_string());
    }
    let text = at_root(&["check", "seeds", "--format", "json"]).out;
    let sorted = serde_json::to_string_pretty(&serde_json::from_str::<Value>(&text).expect("JSON")).expect("JSON");
    assert_eq!(text.trim_end(), sorted);
}

fn assert_fits(text: &str, definition: &str, schema: &Value) {
    let value: Value = serde_json::from_str(text).expect("JSON");
    let by = schema.pointer(definition.trim_start_matches('#')).expect("a definition");
    if let Err(e) = fits(&value, by, schema, "") {
        panic!("{e}");
    }
}

/// The part of JSON Schema that the schema uses.
fn fits(value: &Value, by: &Value, schema: &Value, at: &str) -> Result<(), String> {
    let wrong = |what: &str| Err(format!("{at}: {what}: {value}"));
    if let Some(name) = by["$ref"].as_str() {
        let target = schema.pointer(name.trim_start_matches('#')).ok_or(format!("no {name}"))?;
        return fits(value, target, schema, at);
    }
    if by.get("const").is_some_and(|c| c != value) {
        return wrong("not the constant");
    }
    if by["enum"].as_array().is_some_and(|list| !list.contains(value)) {
        return wrong("not in the list");
    }
    let types: Vec<&str> = match &by["type"] {
        Value::String(s) => vec![s],
        Value::Array(a) => a.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    };
    let is = |t: &&str| match *t {
        "null" => value.is_null(),
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "number" => value.is_number(),
        "integer" => value.is_i64() || value.is_u64(),
        "array" => value.is_array(),
        _ => value.is_object(),
    };
    if !types.is_empty() && !types.iter().any(is) {
        return wrong("of another type");
    }
    for name in by["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
        if value.is_object() && value.get(name).is_none() {
            return wrong(&format!("{name} is missing"));
        }
    }
    for (name, inner) in value.as_object().into_iter().flatten() {
        let inside = by["properties"].get(name).or(by.get("additionalProperties")).unwrap_or(&Value::Null);
        // Later versions may add fields; this one documents all it prints.
        let documented = !inside.is_null() || by["properties"].is_null() || by["oneOf"].is_array();
        if !documented {
            return wrong(&format!("{name} is not documented"));
        }
        fits(inner, inside, schema, &format!("{at}/{name}"))?;
    }
    for (i, inner) in value.as_array().into_iter().flatten().enumerate() {
        fits(inner, &by["items"], schema, &format!("{at}/{i}"))?;
    }
    if let Some(options) = by["oneOf"].as_array() {
        let results: Vec<_> = options.iter().map(|o| fits(value, &with_all(o), schema, at)).collect();
        match results.iter().filter(|r| r.is_ok()).count() {
            1 => {}
            0 => {
                let reasons: Vec<String> = results.into_iter().filter_map(Result::err).collect();
                return wrong(&format!("fits no option: {}", reasons.join("; ")));
            }
            n => return wrong(&format!("fits {n} options")),
        }
    }
    Ok(())
}

/// An option constrains some fields and leaves the others alone.
fn with_all(option: &Value) -> Value {
    let mut option = option.clone();
    let constrains = option["properties"].is_object();
    if let Some(map) = option.as_object_mut().filter(|_| constrains) {
        map.insert("additionalProperties".to_owned(), serde_json::json!({}));
    }
    option
}
