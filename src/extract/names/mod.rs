//! Names of organizations, countries and other things: gazetteers, structure, and what the document itself says.
//!
//! 1. [`scan`] collects every name of the gazetteers that starts and ends where a name can.
//! 2. [`korean`] and [`english`] add what only its build shows to be an organization (수원지법, Tokyo District Court).
//! 3. [`introduce`] adds short names the document gives (다국적제재모니터링팀(MSMT)), wherever they stand.
//! 4. [`judge`] hears the document about ambiguous ones, lets the longest win, and names the entity.

mod candidate;
mod edge;
mod evidence;
mod judge;
mod reading;
mod scan;

use crate::model::document::Document;
use crate::model::mention::{Mention, Raw};
use crate::rulebook::Rulebook;

/// All names of a document, in order, without overlap. Cost linear in the text.
pub fn find(doc: &Document, book: &Rulebook) -> Vec<Mention<Raw>> {
    let names = &book.names;
    let candidates = scan::listed(&doc.text, names);
    judge::decide(doc, names, &candidates)
}
