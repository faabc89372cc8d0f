//! What a figure does in its sentence, read from the words that touch it.

use crate::lang::Lang;
use crate::model::claim::Role;
use crate::model::document::Document;
use crate::model::span::Span;
use crate::rulebook::Rulebook;

/// How far, in bytes, the words of a role may reach.
const REACH: usize = 90;

/// The role of the figure at `figure`, with the words that gave it.
pub(super) fn of(doc: &Document, sentence: Span, figure: Span, lang: Lang, book: &Rulebook) -> (Role, Option<Span>) {
    let text = &doc.text;
    let mut start = figure.start.saturating_sub(REACH).max(sentence.start);
    while !text.is_char_boundary(start) {
        start += 1;
    }
    let mut end = (figure.end + REACH).min(sentence.end);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let before = Span::new(start, figure.start).slice(text);
    let after = Span::new(figure.end, end).slice(text);
    for rule in book.measures.roles.iter().filter(|r| r.lang == lang) {
        if let Some(m) = rule.before.as_ref().and_then(|r| r.find(before)) {
            return (rule.role, Some(Span::new(start + m.start(), start + m.end())));
        }
        if let Some(m) = rule.after.as_ref().and_then(|r| r.find(after)) {
            return (rule.role, Some(Span::new(figure.end + m.start(), figure.end + m.end())));
        }
    }
    (Role::Main, None)
}
