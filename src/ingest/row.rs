//! One row of a JSON Lines file.

use serde_json::{Map, Value};

use super::error::IngestError;
use super::item::{Parsed, page_of};
use super::{Parts, content_id, page};
use crate::rulebook::Rulebook;

/// Parses a row: `{"id"?, "text" or "html", "title"?, "published"?, …}`; every other key is kept as provenance.
/// Of a row with both, `text` is read.
pub(super) fn parse(path: &str, line: usize, bytes: &[u8], book: &Rulebook) -> Parsed {
    match read(path, line, bytes) {
        Ok(row) => {
            let place = row.parts.path.clone();
            let (document, bad_date) = row.parts.build(row.text, book);
            let errors = bad_date.map(|given| IngestError::Published { place, given }).into_iter().collect();
            Parsed { document: Some(document), named: row.named, errors }
        }
        Err(e) => Parsed { errors: vec![e], ..Parsed::default() },
    }
}

struct Row {
    text: String,
    named: bool,
    parts: Parts,
}

fn read(path: &str, line: usize, bytes: &[u8]) -> Result<Row, IngestError> {
    let wrong = |column: usize, message: String| IngestError::Row { path: path.to_owned(), line, column, message };
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let bytes = bytes.trim_ascii_end();
    let mut fields: Map<String, Value> = match serde_json::from_slice(bytes) {
        Ok(Value::Object(fields)) => fields,
        Ok(_) => return Err(wrong(1, "the row is no JSON object".to_owned())),
        Err(e) => return Err(wrong(e.column().max(1), told(&e))),
    };
    let mut page = page::Page::default();
    let text = match (fields.remove("text"), fields.get("html")) {
        (Some(Value::String(text)), _) => text,
        (None | Some(Value::Null), Some(Value::String(html))) => {
            let place = format!("{path}#{line}");
            page = page::read(html).map_err(|cause| IngestError::Page { place, cause })?;
            page.about.extend(page_of(html.as_bytes()));
            fields.remove("html");
            std::mem::take(&mut page.text)
        }
        (None | Some(Value::Null), None | Some(Value::Null)) => {
            return Err(IngestError::NoText { path: path.to_owned(), line });
        }
        (None | Some(Value::Null), Some(_)) => return Err(wrong(1, "`html` is no string".to_owned())),
        (Some(_), _) => return Err(wrong(1, "`text` is no string".to_owned())),
    };
    let id = match fields.remove("id") {
        None | Some(Value::Null) => None,
        Some(Value::String(id)) => Some(id),
        Some(Value::Number(id)) => Some(id.to_string()),
        Some(_) => return Err(wrong(1, "`id` is neither a string nor a number".to_owned())),
    };
    let mut words = |key: &str| match fields.remove(key) {
        Some(Value::String(s)) if !s.trim().is_empty() => Some(s),
        None | Some(Value::Null | Value::String(_)) => None,
        Some(other) => Some(other.to_string()),
    };
    let (title, published) = (words("title").or(page.title), words("published").or(page.published));
    let named = id.is_some();
    let parts = Parts {
        id: id.unwrap_or_else(|| content_id(bytes.trim_ascii())),
        path: format!("{path}#{line}"),
        title,
        published,
        // What the row says comes before what its page says.
        provenance: page.about.into_iter().chain(fields).collect(),
    };
    Ok(Row { text, named, parts })
}

/// What is wrong with the JSON, for people who did not write a parser.
fn told(e: &serde_json::Error) -> String {
    let message = e.to_string();
    let bare = message.rfind(" at line ").and_then(|at| message.get(..at)).unwrap_or(&message);
    let known = [
        ("EOF", "the line ends inside the object: a quote or a brace is missing"),
        ("trailing comma", "a comma before the closing brace or bracket"),
        ("key must be a string", "a key does not stand in double quotes"),
        ("trailing characters", "something stands behind the object"),
        ("expected value", "this is no JSON: text stands in double quotes"),
        ("expected ident", "this is no JSON: text stands in double quotes"),
        ("invalid escape", "a backslash that begins no escape; a backslash itself is written twice"),
        ("control character", "a line break or control character inside a text; a line break is written \\n"),
        ("expected `,`", "a comma, or what closes the object or list, is missing"),
        ("expected `:`", "a colon is missing behind a key"),
        ("lone leading surrogate", "half of a \\u pair"),
        ("recursion limit", "lists or objects inside each other more than a hundred times"),
    ];
    known.into_iter().find(|(start, _)| bare.starts_with(start)).map_or_else(|| bare.to_owned(), |k| k.1.to_owned())
}
