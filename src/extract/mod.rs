//! Finds mentions: rule patterns and gazetteer names, under one overlap policy.

mod capital;
pub mod modifier;
pub mod names;
pub mod overlap;
pub mod pattern;

use crate::model::document::Document;
use crate::model::mention::{Mention, Raw};
use crate::rulebook::Rulebook;

/// All mentions of a document, in order, without overlap.
///
/// One pass over the text; cost grows with its length and with the number of candidates.
pub fn mentions(doc: &Document, book: &Rulebook) -> Vec<Mention<Raw>> {
    overlap::merge(pattern::find(doc, book), names::find(doc, book), &book.rules)
}
