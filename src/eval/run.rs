//! What was extracted: by this program now, or as `extract --format jsonl` printed it another time.

use std::collections::BTreeMap;
use std::io;

use serde_json::{Map, Value};

use super::base;
use crate::model::mention::{Mention, Resolved};
use crate::model::span::Span;
use crate::pipeline::Article;
use crate::report::json::{Line, write_line};
use crate::report::value::Wire;

/// A mention that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Read {
    /// Bytes of the original text.
    pub span: Span,
    /// The printed words.
    pub surface: String,
    /// Its kind.
    pub kind: String,
    /// Its value, as `extract` prints it.
    pub value: Map<String, Value>,
    /// The rule that found it.
    pub rule: String,
}

/// Mentions by document, under its id and under the name of its file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Run(BTreeMap<String, Vec<Read>>);

impl Run {
    /// What this program reads.
    pub fn of(articles: &[Article]) -> Self {
        let mut run = Self::default();
        for article in articles {
            let document = &article.document;
            let read = |m: &Mention<Resolved>| {
                let span = document.original(m.span);
                let value = match serde_json::to_value(Wire::of(m.value(), false)) {
                    Ok(Value::Object(fields)) => fields,
                    _ => Map::new(),
                };
                let (surface, kind) = (span.slice(&document.raw).to_owned(), m.value().kind().to_owned());
                Read { span, surface, kind, value, rule: m.rule.to_string() }
            };
            run.add(&document.id, &document.path, article.mentions.iter().map(read).collect());
        }
        run
    }

    /// A run that was kept: lines of `extract --format jsonl`.
    ///
    /// # Errors
    /// The line, from 1, and what is wrong with it.
    pub fn parse(text: &str) -> Result<Self, (usize, String)> {
        let mut run = Self::default();
        for (n, line) in text.lines().enumerate().filter(|(_, l)| !l.trim().is_empty()) {
            let wrong = |what: String| (n + 1, what);
            let fields: Map<String, Value> = serde_json::from_str(line).map_err(|e| wrong(e.to_string()))?;
            let about = |key: &str| fields.get("document").and_then(|d| d.get(key)).and_then(Value::as_str);
            let (Some(id), Some(list)) = (about("id"), fields.get("mentions").and_then(Value::as_array)) else {
                return Err(wrong("no document with its mentions".to_owned()));
            };
            let mentions: Option<Vec<Read>> = list.iter().map(mention).collect();
            let mentions = mentions.ok_or_else(|| wrong("a mention without start, end or kind".to_owned()))?;
            run.add(id, about("path").unwrap_or(id), mentions);
        }
        Ok(run)
    }

    /// Writes what can be read again: the lines of `extract --format jsonl`.
    ///
    /// # Errors
    /// Whatever `out` meets.
    pub fn write(articles: &[Article], out: &mut dyn io::Write) -> io::Result<()> {
        for article in articles {
            let line = Line::mentions(&article.document, &article.mentions, Mention::<Resolved>::value, false);
            write_line(&line, out)?;
        }
        Ok(())
    }

    fn add(&mut self, id: &str, path: &str, mentions: Vec<Read>) {
        if base(path) != id {
            self.0.entry(base(path).to_owned()).or_insert_with(|| mentions.clone());
        }
        self.0.entry(id.to_owned()).or_insert(mentions);
    }

    /// The mentions of a document; `None` where the run did not see it.
    pub fn get(&self, name: &str) -> Option<&[Read]> {
        self.0.get(name).map(Vec::as_slice)
    }
}

fn mention(value: &Value) -> Option<Read> {
    let words = |key: &str| value.get(key).and_then(Value::as_str).map(str::to_owned);
    let byte = |key: &str| value.get(key)?.as_u64().and_then(|n| usize::try_from(n).ok());
    Some(Read {
        span: Span::new(byte("start")?, byte("end")?),
        surface: words("surface").unwrap_or_default(),
        kind: words("kind")?,
        value: value.get("value").and_then(Value::as_object).cloned().unwrap_or_default(),
        rule: words("rule").unwrap_or_default(),
    })
}
