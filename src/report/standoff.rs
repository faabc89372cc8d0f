//! Mentions for annotation tools: brat stand-off files and doccano rows. Both count in characters.

use std::io::{self, Write};

use serde_json::json;

use super::compact;
use crate::model::document::Document;
use crate::model::mention::{Mention, Resolved};
use crate::model::span::Span;

/// Kinds of mentions, as brat's `annotation.conf` lists them.
const KINDS: [&str; 14] = [
    "money",
    "count",
    "quantity",
    "ratio",
    "ordinal",
    "date",
    "duration",
    "time",
    "org",
    "country",
    "place",
    "person",
    "event",
    "identifier",
];

/// What brat needs to know of a folder of annotations.
pub fn brat_configuration() -> String {
    format!("[entities]\n{}\n\n[relations]\n\n[events]\n\n[attributes]\n", KINDS.join("\n"))
}

/// Writes the `.ann` file that goes with the document's text: an entity for each mention, its value as a note.
///
/// # Errors
/// Whatever `out` meets.
pub fn write_brat(document: &Document, mentions: &[Mention<Resolved>], out: &mut dyn Write) -> io::Result<()> {
    let mut chars = Chars::new(&document.raw);
    for (n, mention) in mentions.iter().enumerate() {
        let at = document.original(mention.span);
        let surface = at.slice(&document.raw);
        // A mention that goes over a line end is given in pieces, as brat wants it.
        let mut pieces = Vec::new();
        let mut start = at.start;
        for line in surface.split_inclusive(['\n', '\r']) {
            let bare = line.trim_end_matches(['\n', '\r']);
            if !bare.is_empty() {
                let (from, to) = chars.range(Span::new(start, start + bare.len()));
                pieces.push((format!("{from} {to}"), bare));
            }
            start += line.len();
        }
        let places: Vec<&str> = pieces.iter().map(|p| p.0.as_str()).collect();
        let words: Vec<&str> = pieces.iter().map(|p| p.1).collect();
        let n = n + 1;
        writeln!(out, "T{n}\t{} {}\t{}", mention.value().kind(), places.join(";"), words.join(" "))?;
        writeln!(out, "#{n}\tAnnotatorNotes T{n}\t{} ({})", compact::value(mention.value()), mention.rule)?;
    }
    Ok(())
}

/// Writes the doccano row of a document: its text with the mentions as labels.
///
/// # Errors
/// Whatever `out` meets.
pub fn write_doccano(document: &Document, mentions: &[Mention<Resolved>], out: &mut dyn Write) -> io::Result<()> {
    let mut chars = Chars::new(&document.raw);
    let labels = mentions.iter().map(|m| {
        let (start, end) = chars.range(document.original(m.span));
        json!([start, end, m.value().kind()])
    });
    let row = json!({
        "text": document.raw,
        "label": labels.collect::<Vec<_>>(),
        "document": document.id,
        "path": document.path,
    });
    serde_json::to_writer(&mut *out, &row)?;
    writeln!(out)
}

/// From bytes to characters, in one pass where the bytes ascend.
struct Chars<'a> {
    text: &'a str,
    byte: usize,
    count: usize,
}

impl<'a> Chars<'a> {
    fn new(text: &'a str) -> Self {
        Self { text, byte: 0, count: 0 }
    }

    fn range(&mut self, span: Span) -> (usize, usize) {
        let start = self.at(span.start);
        (start, start + span.slice(self.text).chars().count())
    }

    fn at(&mut self, byte: usize) -> usize {
        if byte < self.byte {
            (self.byte, self.count) = (0, 0);
        }
        self.count += self.text.get(self.byte..byte).map_or(0, |t| t.chars().count());
        self.byte = byte;
        self.count
    }
}
