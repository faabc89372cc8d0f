//! Names of organizations, countries and other things: gazetteers, structure, and what the document itself says.
//!
//! 1. [`scan`] collects every name of the gazetteers that starts and ends where a name can.
//! 2. [`korean`] and [`english`] add what only its build shows to be an organization (수원지법, Tokyo District Court).
//! 3. [`introduce`] adds short names the document gives (다국적제재모니터링팀(MSMT)), wherever they stand.
//! 4. [`judge`] hears the document about ambiguous ones, lets the longest win, and names the entity.

mod candidate;
mod edge;
mod english;
mod evidence;
mod introduce;
mod judge;
mod korean;
mod letters;
mod reading;
mod scan;

use crate::model::document::Document;
use crate::model::mention::{Mention, Raw};
use crate::model::span::Span;
use crate::model::value::{EntityClass, Value};
use crate::rulebook::Rulebook;

/// All names of a document, in order, without overlap. Cost linear in the text.
pub fn find(doc: &Document, book: &Rulebook) -> Vec<Mention<Raw>> {
    let names = &book.names;
    let mut candidates = scan::listed(&doc.text, names);
    korean::built(&doc.text, names, &mut candidates);
    english::built(&doc.text, names, &mut candidates);
    let found = judge::decide(doc, names, &candidates);
    let before = candidates.len();
    introduce::carried(&doc.text, names, &bodies(&found), &mut candidates);
    if candidates.len() == before { found } else { judge::decide(doc, names, &candidates) }
}

fn bodies(found: &[Mention<Raw>]) -> Vec<Span> {
    let is_body = |m: &&Mention<Raw>| matches!(m.state.known, Some(Value::Entity { class: EntityClass::Org, .. }));
    found.iter().filter(is_body).map(|m| m.span).collect()
}
