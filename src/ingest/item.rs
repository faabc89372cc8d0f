//! One document on its way: its bytes as they were found, and what becomes of them.

use std::collections::BTreeMap;

use serde_json::Value;

use super::charset::{charset, decode_page};
use super::decode::{EncodingNote, decode};
use super::error::IngestError;
use super::feed::Entry;
use super::page::Page;
use super::warc::Record;
use super::{Parts, content_id, markdown, normalise_text, page, pdf, row};
use crate::model::document::Document;
use crate::rulebook::Rulebook;

/// Something to be parsed; `place` is the name it has in every output.
pub(super) enum Item {
    Text { place: String, bytes: Vec<u8> },
    Markdown { place: String, bytes: Vec<u8> },
    Html { place: String, bytes: Vec<u8> },
    Pdf { place: String, bytes: Vec<u8> },
    Row { path: String, line: usize, bytes: Vec<u8> },
    Entry { place: String, entry: Entry },
    Record { place: String, record: Record },
    Failed(IngestError),
}

/// What came of one item.
#[derive(Default)]
pub(super) struct Parsed {
    /// Nothing where the errors are fatal.
    pub(super) document: Option<Document>,
    /// The id was given, not computed.
    pub(super) named: bool,
    /// What is wrong.
    pub(super) errors: Vec<IngestError>,
}

impl From<IngestError> for Parsed {
    fn from(error: IngestError) -> Self {
        Self { errors: vec![error], ..Self::default() }
    }
}

impl Item {
    /// Bytes it holds.
    pub(super) fn size(&self) -> usize {
        match self {
            Item::Text { bytes, .. }
            | Item::Markdown { bytes, .. }
            | Item::Html { bytes, .. }
            | Item::Pdf { bytes, .. }
            | Item::Row { bytes, .. } => bytes.len(),
            Item::Entry { entry, .. } => entry.title.len() + entry.body.len(),
            Item::Record { record, .. } => record.body.len(),
            Item::Failed(_) => 0,
        }
    }

    /// Makes a document of it.
    pub(super) fn parse(self, book: &Rulebook) -> Parsed {
        let made = match self {
            Item::Failed(e) => Err(e),
            Item::Row { path, line, bytes } => return row::parse(&path, line, &bytes, book),
            Item::Text { place, bytes } => decode(&bytes)
                .map_err(|cause| IngestError::Decode { path: place.clone(), cause })
                .map(|(text, note)| {
                    let provenance = encoding_of(note).into_iter().collect();
                    let parts = Parts { id: content_id(&bytes), path: place, provenance, ..Parts::default() };
                    parts.build(text, book).0.into()
                }),
            Item::Markdown { place, bytes } => from_markdown(place, &bytes, book),
            Item::Html { place, bytes } => from_page(place, &bytes, None, BTreeMap::new(), book),
            Item::Pdf { place, bytes } => from_pdf(place, &bytes, book),
            Item::Entry { place, entry } => from_entry(place, &entry, book),
            Item::Record { place, record } => from_record(place, &record, book),
        };
        made.unwrap_or_else(Parsed::from)
    }
}

impl From<Document> for Parsed {
    fn from(document: Document) -> Self {
        Self { document: Some(document), ..Self::default() }
    }
}

type Made = Result<Parsed, IngestError>;

fn from_markdown(place: String, bytes: &[u8], book: &Rulebook) -> Made {
    let (raw, note) = decode(bytes).map_err(|cause| IngestError::Decode { path: place.clone(), cause })?;
    let mut read = markdown::read(&raw);
    let mut first =
        |keys: &[&str]| keys.iter().find_map(|k| read.front.remove(*k)).and_then(|v| v.as_str().map(str::to_owned));
    let parts = Parts {
        id: content_id(bytes),
        path: place,
        title: first(&["title", "headline"]),
        published: first(&["published", "date", "pubdate", "publishdate"]),
        provenance: BTreeMap::new(),
    };
    let (text, over) = normalise_text(&read.text);
    let offsets = over.through(&read.offsets);
    read.front.extend(encoding_of(note));
    Ok(finish(Parts { provenance: read.front, ..parts }, |parts| parts.assemble(raw, text, offsets, book)))
}

/// A page: offsets count in the text taken from it; the hash of its bytes says which page that was.
fn from_page(
    place: String,
    bytes: &[u8],
    declared: Option<&str>,
    mut about: BTreeMap<String, Value>,
    book: &Rulebook,
) -> Made {
    let html = decode_page(bytes, declared).map_err(|cause| IngestError::Decode { path: place.clone(), cause })?;
    let page = page::read(&html).map_err(|cause| IngestError::Page { place: place.clone(), cause })?;
    let Page { text, title, published, about: said } = page;
    for (key, value) in said.into_iter().chain(page_of(bytes)) {
        about.entry(key).or_insert(value);
    }
    let parts = Parts { id: content_id(bytes), path: place, title, published, provenance: about };
    Ok(finish(parts, |parts| parts.build(text, book)))
}

/// A PDF file: offsets count in the text taken from it; the hash of its bytes says which file that was.
fn from_pdf(place: String, bytes: &[u8], book: &Rulebook) -> Made {
    let text = pdf::read(bytes).map_err(|cause| IngestError::Pdf { place: place.clone(), cause })?;
    let hash = Value::String(blake3::hash(bytes).to_hex().to_string());
    let provenance = BTreeMap::from([("pdf_blake3".to_owned(), hash)]);
    Ok(Parts { id: content_id(bytes), path: place, provenance, ..Parts::default() }.build(text, book).0.into())
}

/// In which encoding a file stood that was not UTF-8: offsets count in its UTF-8 form.
fn encoding_of(note: EncodingNote) -> Option<(String, Value)> {
    (note != EncodingNote::Utf8).then(|| ("encoding".to_owned(), Value::String(note.to_string())))
}

/// Which page a text was taken from.
pub(super) fn page_of(bytes: &[u8]) -> [(String, Value); 1] {
    [("page_blake3".to_owned(), Value::String(blake3::hash(bytes).to_hex().to_string()))]
}

fn from_entry(place: String, entry: &Entry, book: &Rulebook) -> Made {
    let (title, body) = (page::words(&entry.title).replace("\n\n", " "), page::words(&entry.body));
    if title.is_empty() && body.is_empty() {
        return Err(IngestError::Page { place, cause: page::PageError::NoText });
    }
    let text = [title.as_str(), body.as_str()].into_iter().filter(|t| !t.is_empty()).collect::<Vec<_>>().join("\n\n");
    let bytes = [entry.title.as_bytes(), b"\n", entry.body.as_bytes()].concat();
    let parts = Parts {
        id: content_id(&bytes),
        path: place,
        title: Some(title).filter(|t| !t.is_empty()),
        published: entry.published.clone(),
        provenance: entry.about.clone().into_iter().chain(page_of(&bytes)).collect(),
    };
    Ok(finish(parts, |parts| parts.build(text, book)))
}

fn from_record(place: String, record: &Record, book: &Rulebook) -> Made {
    let page = record.page().map_err(|message| match message {
        Some(message) => {
            let path = place.rsplit_once('#').map_or(place.as_str(), |(path, _)| path).to_owned();
            IngestError::Warc { path, record: record.number, message }
        }
        None => IngestError::TooLarge { place: place.clone() },
    })?;
    let fields = [("url", &record.url), ("fetched", &record.fetched)];
    let about = fields.into_iter().filter_map(|(k, v)| Some((k.to_owned(), Value::String(v.clone()?)))).collect();
    from_page(place, &page, charset(&record.kind), about, book)
}

fn finish(parts: Parts, build: impl FnOnce(Parts) -> (Document, Option<String>)) -> Parsed {
    let place = parts.path.clone();
    let (document, bad_date) = build(parts);
    let errors = bad_date.map(|given| IngestError::Published { place, given }).into_iter().collect();
    Parsed { document: Some(document), named: false, errors }
}
