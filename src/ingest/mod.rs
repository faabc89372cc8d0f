//! Reads documents: bytes → [`Document`].
//!
//! [`sources`] finds the files, [`documents`] streams what is in them, [`document_from_text`] serves a text in memory.

mod charset;
mod decode;
mod error;
mod feed;
mod guard;
mod item;
mod markdown;
mod packed;
mod page;
mod paragraph;
mod part;
mod pdf;
mod published;
mod read;
mod row;
mod segment;
mod sentence;
mod shape;
mod source;
mod text;
mod warc;

pub use decode::{DecodeError, EncodingNote, decode};
pub use error::IngestError;
pub use page::PageError;
pub use pdf::PdfError;
pub use read::{Documents, Outcome, documents, read_source};
pub use source::{Format, Source, sort_by_path, sources};
pub use text::normalise_text;

use std::collections::BTreeMap;

use crate::model::document::{Basis, Document, OffsetMap, Role, Segment};
use crate::rulebook::Rulebook;

/// Makes a document of a text that is already in memory: normalises, cuts segments and sentences.
///
/// `published` is a date of any common form; one that cannot be read counts as not given.
pub fn document_from_text(text: &str, id: &str, published: Option<&str>, book: &Rulebook) -> Document {
    let parts =
        Parts { id: id.to_owned(), path: id.to_owned(), published: published.map(str::to_owned), ..Parts::default() };
    parts.build(text.to_owned(), book).0
}

/// The same document with another text: names, provenance and a publication date that was given stay, the rest is read
/// from the text anew.
pub fn with_text(document: &Document, text: &str, book: &Rulebook) -> Document {
    let headline = |d: &Document| {
        let found = d.segments.iter().find(|s| s.role == Role::Headline && s.part == 0);
        found.map(|s| d.printed(s.span).to_owned())
    };
    let given = document.title.clone().filter(|t| Some(t) != headline(document).as_ref());
    let parts = Parts {
        id: document.id.clone(),
        path: document.path.clone(),
        title: given,
        published: None,
        provenance: document.provenance.clone(),
    };
    let mut out = parts.build(text.to_owned(), book).0;
    if document.published.basis == Basis::Metadata {
        out.published = document.published.clone();
    }
    out
}

/// The name of bytes: 16 hexadecimal digits of their BLAKE3 hash.
fn content_id(bytes: &[u8]) -> String {
    let hash = blake3::hash(bytes).to_hex();
    hash.chars().take(16).collect()
}

/// What comes with a text.
#[derive(Default)]
struct Parts {
    id: String,
    path: String,
    title: Option<String>,
    published: Option<String>,
    provenance: BTreeMap<String, serde_json::Value>,
}

impl Parts {
    /// The document, and the given publication date where it cannot be read.
    fn build(self, raw: String, book: &Rulebook) -> (Document, Option<String>) {
        let (text, offsets) = normalise_text(&raw);
        self.assemble(raw, text, offsets, book)
    }

    /// The same, of a text that is normalised already and its places in `raw`.
    fn assemble(self, raw: String, text: String, offsets: OffsetMap, book: &Rulebook) -> (Document, Option<String>) {
        let rules = &book.segments;
        let segments = segment::segments(&text, book);
        let text = unwrapped(text, &segments);
        let sentences = sentence::sentences(&text, &segments, rules);
        let given = self.published.as_deref().and_then(|p| published::from_metadata(p, rules));
        let bad_date = if given.is_none() { self.published } else { None };
        let published = given.unwrap_or_else(|| published::from_datelines(&text, &segments, rules));
        let headline = segments.iter().find(|s| s.role == Role::Headline && s.part == 0);
        let title = self.title.or_else(|| headline.map(|s| offsets.original(s.span).slice(&raw).to_owned()));
        let document = Document {
            id: self.id,
            path: self.path,
            title,
            published,
            provenance: self.provenance,
            raw,
            text,
            offsets,
            segments,
            sentences,
        };
        (document, bad_date)
    }
}

/// What the tests of this stage run on: its own rules alone, so that no other file can break them.
/// The text with the line breaks inside its paragraphs as blanks: a figure may be wrapped. No place moves.
fn unwrapped(text: String, segments: &[Segment]) -> String {
    let broken = |s: &Segment| s.span.slice(&text).contains('\n');
    if !segments.iter().any(broken) {
        return text;
    }
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for s in segments.iter().filter(|s| broken(s)) {
        out.push_str(text.get(at..s.span.start).unwrap_or(""));
        out.extend(s.span.slice(&text).chars().map(|c| if c == '\n' { ' ' } else { c }));
        at = s.span.end;
    }
    out.push_str(text.get(at..).unwrap_or(""));
    out
}

#[cfg(test)]
fn test_book() -> &'static Rulebook {
    static BOOK: std::sync::LazyLock<Rulebook> = std::sync::LazyLock::new(|| {
        let mut files = crate::rulebook::source::Files::built_in();
        files.files.retain(|f| f.name.ends_with("/segments.toml"));
        Rulebook::from_files(&files).unwrap()
    });
    &BOOK
}
