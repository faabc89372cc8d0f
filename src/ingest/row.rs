//! One row of a JSON Lines file.

use serde_json::{Map, Value};

use super::error::IngestError;
use super::read::Parsed;
use super::{Parts, content_id};
use crate::rulebook::Rulebook;

/// Parses a row: `{"id"?, "text", "title"?, "published"?, …}`; every other key is kept as provenance.
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
    let mut fields: Map<String, Value> =
        serde_json::from_slice(bytes).map_err(|e| wrong(e.column().max(1), bare_message(&e)))?;
    let text = match fields.remove("text") {
        Some(Value::String(text)) => text,
        None | Some(Value::Null) => {
            let html = fields.contains_key("html");
            return Err(IngestError::NoText { path: path.to_owned(), line, html });
        }
        Some(_) => return Err(wrong(1, "`text` is no string".to_owned())),
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
    let (title, published) = (words("title"), words("published"));
    let named = id.is_some();
    let parts = Parts {
        id: id.unwrap_or_else(|| content_id(bytes.trim_ascii())),
        path: format!("{path}#{line}"),
        title,
        published,
        provenance: fields.into_iter().collect(),
    };
    Ok(Row { text, named, parts })
}

/// What serde says, without its own count of lines.
fn bare_message(e: &serde_json::Error) -> String {
    let message = e.to_string();
    match message.rfind(" at line ") {
        Some(at) => message.get(..at).unwrap_or(&message).to_owned(),
        None => message,
    }
}
