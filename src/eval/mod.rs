//! Scores what the program reads against gold: mentions that people marked, with their values.
//!
//! [`gold`] reads and verifies the gold file, [`run`] holds what was extracted (now, or by another version of the rules),
//! [`value`] says when a value is right, [`score`] pairs the two, [`change`] compares two scores.

pub mod change;
pub mod gold;
pub mod gold_error;
pub mod run;
pub mod schema;
pub mod score;
pub mod value;

use std::collections::BTreeMap;

use crate::model::document::Document;

/// The file name at the end of a path.
fn base(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}

/// Documents by the names a gold file may give them: their id, and the name of their file.
#[derive(Debug)]
pub struct Library<'a>(BTreeMap<&'a str, &'a Document>);

impl<'a> Library<'a> {
    /// The names of some documents; of two of one name the first counts.
    pub fn new(documents: impl IntoIterator<Item = &'a Document>) -> Self {
        let mut names = BTreeMap::new();
        for document in documents {
            names.entry(document.id.as_str()).or_insert(document);
            names.entry(base(&document.path)).or_insert(document);
        }
        Self(names)
    }

    /// The document of a name.
    pub fn get(&self, name: &str) -> Option<&'a Document> {
        self.0.get(name).copied()
    }

    /// All names.
    pub fn names(&self) -> impl Iterator<Item = &'a str> {
        self.0.keys().copied()
    }
}

/// The language of a passage of the original text: `ko` or `en`.
fn lang_at(document: &Document, at: usize) -> &'static str {
    let segment = document.segments.iter().find(|s| document.original(s.span).holds(at));
    segment.map_or_else(|| document.lang_at(0), |s| s.lang).code()
}
