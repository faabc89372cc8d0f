//! Gold: JSON Lines, one document a line, in the shape that `extract` prints.

use serde_json::{Map, Value};

use super::gold_error::{GoldError, GoldErrors};
use super::{Library, base, schema};
use crate::model::span::Span;
use crate::rulebook::fragment::distance;

/// What people marked in one document.
#[derive(Debug, Clone)]
pub struct GoldDocument {
    /// Line of the gold file, from 1.
    pub line: usize,
    /// The document: its id, or the name of its file.
    pub name: String,
    /// Its language, where the line gives one.
    pub lang: Option<String>,
    /// The mentions, in their order.
    pub mentions: Vec<GoldMention>,
}

/// One mention that must be found, or may be.
#[derive(Debug, Clone)]
pub struct GoldMention {
    /// Bytes of the original text.
    pub span: Span,
    /// Other spans that are as good.
    pub others: Vec<Span>,
    /// The printed words.
    pub surface: String,
    /// The kind, as the program names it.
    pub kind: &'static str,
    /// Shares printed in per cent: `min` and `max` are hundredths.
    pub hundredths: bool,
    /// What it means.
    pub value: Map<String, Value>,
    /// Neither finding nor missing it counts.
    pub optional: bool,
}

/// Where a fault is told.
struct Place<'a> {
    shown: &'a str,
    line: usize,
    errors: &'a mut Vec<GoldError>,
}

impl Place<'_> {
    fn wrong(&mut self, mention: Option<String>, message: impl Into<String>, help: impl Into<String>) {
        let (shown, line) = (self.shown.to_owned(), self.line);
        self.errors.push(GoldError { shown, line, place: mention, message: message.into(), help: help.into() });
    }
}

/// Reads a gold file; `shown` is its name in errors. Whether spans fit the texts is for [`verify`].
///
/// # Errors
/// Everything that is wrong with it.
pub fn read(text: &str, shown: &str) -> Result<Vec<GoldDocument>, GoldErrors> {
    let mut errors = Vec::new();
    let mut out: Vec<GoldDocument> = Vec::new();
    for (n, line) in text.lines().enumerate().filter(|(_, l)| !l.trim().is_empty()) {
        let mut place = Place { shown, line: n + 1, errors: &mut errors };
        let Some(document) = row(line, &mut place) else { continue };
        if let Some(before) = out.iter().find(|d| d.name == document.name) {
            let message = format!("`{}` stands on line {} already", document.name, before.line);
            place.wrong(None, message, "put all mentions of a document on one line");
            continue;
        }
        out.push(document);
    }
    if errors.is_empty() && out.is_empty() {
        let help = "write a line for each document: {\"id\": …, \"mentions\": […]}";
        Place { shown, line: 1, errors: &mut errors }.wrong(None, "no gold is here", help);
    }
    if errors.is_empty() { Ok(out) } else { Err(GoldErrors(errors)) }
}

fn row(line: &str, place: &mut Place<'_>) -> Option<GoldDocument> {
    let fields: Map<String, Value> = match serde_json::from_str(line) {
        Ok(fields) => fields,
        Err(e) => {
            place.wrong(None, format!("no JSON object: {e}"), "write one object a line, as `crosscheck extract` does");
            return None;
        }
    };
    known(&fields, schema::ROW, None, "a line", place);
    let words = |value: Option<&Value>| value.and_then(Value::as_str).map(str::to_owned);
    let printed = fields.get("document").and_then(Value::as_object);
    let file = printed.and_then(|d| words(d.get("path"))).map(|p| base(&p).to_owned());
    // The id of a file without one of its own is a hash of its bytes: its name lasts longer.
    let name = words(fields.get("id"))
        .or_else(|| words(fields.get("file")))
        .or_else(|| file.filter(|f| !f.contains('#')))
        .or_else(|| printed.and_then(|d| words(d.get("id"))));
    let Some(name) = name else {
        place.wrong(None, "the line names no document", "add \"id\" or \"file\"");
        return None;
    };
    let Some(list) = fields.get("mentions").and_then(Value::as_array) else {
        place.wrong(None, format!("`{name}` has no list of mentions"), "add \"mentions\": [], where there are none");
        return None;
    };
    let mentions: Vec<Option<GoldMention>> = list.iter().enumerate().map(|(i, m)| mention(i, m, place)).collect();
    let mentions = mentions.into_iter().flatten().collect();
    Some(GoldDocument { line: place.line, name, lang: words(fields.get("lang")), mentions })
}

fn mention(index: usize, value: &Value, place: &mut Place<'_>) -> Option<GoldMention> {
    let Some(fields) = value.as_object() else {
        place.wrong(
            Some(format!(", mention {index}")),
            "a mention is no object",
            "write {\"start\": …, \"end\": …, …}",
        );
        return None;
    };
    let surface = fields.get("surface").and_then(Value::as_str).unwrap_or("");
    let at = Some(format!(", mention {index} (`{surface}`)"));
    known(fields, schema::MENTION, at.as_deref(), "a mention", place);
    let number = |key: &str| fields.get(key).and_then(Value::as_u64).and_then(|n| usize::try_from(n).ok());
    let (Some(start), Some(end)) = (number("start"), number("end")) else {
        place.wrong(at, "`start` or `end` is missing", "give the bytes of the UTF-8 text, half-open");
        return None;
    };
    if start >= end {
        place.wrong(at, format!("the span {start}..{end} holds nothing"), "`end` is one past the last byte");
        return None;
    }
    let written = fields.get("kind").and_then(Value::as_str).unwrap_or("");
    let Some(kind) = schema::kind(written) else {
        let kinds: Vec<&str> = schema::KINDS.iter().map(|(k, _)| *k).collect();
        place.wrong(at, format!("no kind is called `{written}`"), format!("kinds: {}", kinds.join(", ")));
        return None;
    };
    let value = fields.get("value").and_then(Value::as_object).cloned().unwrap_or_default();
    let of = format!("the value of kind {kind}");
    let keys: Vec<&str> = schema::value(kind).iter().copied().chain(["note"]).collect();
    known(&value, &keys, at.as_deref(), &of, place);
    let compared = schema::compared(kind);
    let says = compared.is_empty() || compared.iter().any(|k| value.get(*k).is_some_and(|v| !v.is_null()));
    let optional = fields.get("optional").and_then(Value::as_bool).unwrap_or(false);
    if !says && !optional {
        let help = format!("give it one of {}, or make the mention \"optional\": true", compared.join(", "));
        place.wrong(at, format!("{of} says nothing that can be compared"), help);
        return None;
    }
    let spans = fields.get("alt_spans").and_then(Value::as_array).into_iter().flatten();
    let byte = |v: &Value, key: &str| v.get(key).and_then(Value::as_u64).and_then(|n| usize::try_from(n).ok());
    let others = spans.filter_map(|s| Some(Span::new(byte(s, "start")?, byte(s, "end")?))).collect();
    let hundredths = written == "percent";
    Some(GoldMention {
        span: Span::new(start, end),
        others,
        surface: surface.to_owned(),
        kind,
        hundredths,
        value,
        optional,
    })
}

/// Tells fields that nothing reads: a slip of the pen would else go unseen.
fn known(fields: &Map<String, Value>, keys: &[&str], at: Option<&str>, what: &str, place: &mut Place<'_>) {
    for field in fields.keys().filter(|f| !keys.contains(&f.as_str())) {
        let near = keys.iter().map(|k| (distance(k, field), *k)).min().filter(|(d, _)| *d <= 2);
        let help = match near {
            Some((_, key)) => format!("did you mean `{key}`?"),
            None => format!("fields: {}", keys.join(", ")),
        };
        place.wrong(at.map(str::to_owned), format!("{what} has no field `{field}`"), help);
    }
}

/// Compares every span with the text it is said to stand in.
///
/// # Errors
/// Documents that are not there, and spans that are out of the text or hold other words than they say.
pub fn verify(gold: &[GoldDocument], library: &Library<'_>, shown: &str) -> Result<(), GoldErrors> {
    let mut errors = Vec::new();
    for row in gold {
        let mut place = Place { shown, line: row.line, errors: &mut errors };
        let Some(document) = library.get(&row.name) else {
            let near = library.names().map(|n| (distance(n, &row.name), n)).min().filter(|(d, _)| *d <= 3);
            let help = near.map_or_else(
                || {
                    "name the texts with --docs DIR or --articles FILE; a line's \"id\" or \"file\" is theirs"
                        .to_owned()
                },
                |(_, n)| format!("did you mean `{n}`?"),
            );
            place.wrong(None, format!("the text of `{}` is not there", row.name), help);
            continue;
        };
        let text = document.raw.as_str();
        for (i, mention) in row.mentions.iter().enumerate() {
            let at = Some(format!(", mention {i} (`{}`)", mention.surface));
            let Span { start, end } = mention.span;
            let Some(found) = text.get(start..end) else {
                let message = if end > text.len() {
                    format!("bytes {start}..{end} are out of the text, which has {}", text.len())
                } else {
                    format!("bytes {start}..{end} cut a character")
                };
                place.wrong(at, message, near(text, mention));
                continue;
            };
            if found != mention.surface {
                place.wrong(
                    at.clone(),
                    format!("bytes {start}..{end} of `{}` hold `{found}`", row.name),
                    near(text, mention),
                );
            }
            for other in mention.others.iter().filter(|o| text.get(o.start..o.end).is_none()) {
                let message = format!("the other span {}..{} is not in the text", other.start, other.end);
                place.wrong(at.clone(), message, "count bytes of the UTF-8 text, not characters");
            }
        }
    }
    if errors.is_empty() { Ok(()) } else { Err(GoldErrors(errors)) }
}

/// Where the words of a mention do stand, as a remedy.
fn near(text: &str, mention: &GoldMention) -> String {
    let surface = mention.surface.as_str();
    let places = text.match_indices(surface).filter(|_| !surface.is_empty());
    match places.map(|(i, _)| (i.abs_diff(mention.span.start), i)).min() {
        Some((_, i)) => format!("`{surface}` stands at bytes {i}..{}", i + surface.len()),
        None => format!("`{surface}` is nowhere in the text: offsets count bytes of the UTF-8 text, not characters"),
    }
}
