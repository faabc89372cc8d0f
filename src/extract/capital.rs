//! What capitals around a figure tell: the number of a name (the yacht Merrow 2), and nouns that belong to a name
//! (two United States jets).

use crate::lang::Lang;
use crate::model::document::{Document, Role};
use crate::rulebook::Rulebook;

/// Most words of a name before its number.
const LONGEST: usize = 4;

/// Whether the word before `at` is a name that a word in lower case stands before: in headlines capitals say nothing.
pub(super) fn names(doc: &Document, at: usize, book: &Rulebook) -> bool {
    if headline(doc, at) {
        return false;
    }
    let from = doc.sentence_at(at).and_then(|i| doc.sentences.get(i)).map_or(0, |s| s.span.start);
    let Some(head) = doc.text.get(from..at).and_then(|h| h.strip_suffix([' ', '-'])) else { return false };
    let mut words = head.rsplit(' ');
    let Some(name) = words.next().filter(|w| is_name(w)) else { return false };
    let language = book.language(Lang::En);
    let lower = name.to_ascii_lowercase();
    if ["month", "weekday", "common_word"].iter().any(|table| language.look_up(table, &lower).is_some()) {
        return false;
    }
    let before = words.take(LONGEST).find(|w| !is_name(w));
    before.is_some_and(|w| w.starts_with(|c: char| c.is_ascii_lowercase()))
}

/// Whether the name and number at `at` stand inside another sentence too, where their capital tells.
pub(super) fn told(doc: &Document, at: usize, end: usize, book: &Rulebook) -> bool {
    if names(doc, at, book) {
        return true;
    }
    let Some(head) = doc.text.get(..at) else { return false };
    let from = head.trim_end().rfind([' ', '\n']).map_or(0, |i| i + 1);
    let Some(whole) = doc.text.get(from..end).filter(|w| is_name(w.split(' ').next().unwrap_or(""))) else {
        return false;
    };
    let ends = |e: usize| doc.text.get(e..).and_then(|t| t.chars().next()).is_none_or(|c| !c.is_ascii_alphanumeric());
    let begins = at - from;
    doc.text.match_indices(whole).any(|(i, _)| i != from && ends(i + whole.len()) && names(doc, i + begins, book))
}

/// Whether a noun behind a figure is none of its own: a word between them ends its phrase, or both are a name.
pub(super) fn astray(doc: &Document, gap: &str, unit: &str, at: usize, book: &Rulebook) -> bool {
    let language = book.language(Lang::En);
    let apart = |w: &str| language.look_up("apart", &w.to_ascii_lowercase()).is_some();
    let upper = |w: &str| w.starts_with(|c: char| c.is_ascii_uppercase());
    gap.split(' ').any(apart)
        || upper(unit) && gap.trim_end().rsplit(' ').next().is_some_and(upper) && !headline(doc, at)
}

/// Whether a headline stands there; one without an article may be a sentence of any kind.
fn headline(doc: &Document, at: usize) -> bool {
    doc.segments.len() > 1
        && doc.segment_at(at).and_then(|i| doc.segments.get(i)).is_some_and(|s| s.role == Role::Headline)
}

/// A word with a capital and a small letter, and no punctuation behind it.
fn is_name(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_uppercase()) && word.ends_with(|c: char| c.is_ascii_alphabetic())
}
