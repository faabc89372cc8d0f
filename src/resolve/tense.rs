//! Which way a date without a year looks: news looks back, unless its own words look ahead.

use crate::model::document::Document;
use crate::model::mention::{Mention, Typed};
use crate::model::span::Span;
use crate::model::value::Value;
use crate::rulebook::Rulebook;
use crate::rulebook::language::Tense;

/// Words this short beside a date (on, in, the) do not make it a sentence.
const SHORT: usize = 3;

/// Which instance of a date is meant where several fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Reading {
    /// The nearest one, rather the past one: news.
    #[default]
    Back,
    /// The next one: the sentence speaks of what is to come.
    Ahead,
    /// The next one after today: the text is nothing but a date, as one asks a calendar.
    Calendar,
}

/// Whether the whole text is a date expression and no more.
pub fn is_calendar(doc: &Document, typed: &[Mention<Typed>], book: &Rulebook) -> bool {
    if typed.is_empty() || typed.len() > 2 || !typed.iter().all(|m| matches!(m.value(), Value::Date(_))) {
        return false;
    }
    let tense = book.language(doc.lang_at(0)).tense.as_ref();
    let words = |from: usize, to: usize| words(doc, from, to, tense);
    let mut at = 0;
    let mut loose = 0;
    for m in typed {
        // A particle leaves the date in a sentence.
        loose += words(at, m.span.start);
        at = m.span.end;
    }
    loose + words(at, doc.text.len()) == 0
}

fn words(doc: &Document, from: usize, to: usize, tense: Option<&Tense>) -> usize {
    let text = doc.text.get(from..to).unwrap_or("");
    let loose = |w: &str| tense.and_then(|t| t.loose.as_ref()).is_some_and(|l| l.is_match(&w.to_ascii_lowercase()));
    let counts = |w: &&str| w.len() > SHORT && !loose(w) || w.bytes().any(|b| !b.is_ascii());
    text.split_whitespace().filter(counts).count()
}

/// Which way the sentence of a mention looks at it: the nearest tense word before it decides, else the first behind;
/// in a language whose verbs stand last, the first behind.
pub fn reading(doc: &Document, at: Span, book: &Rulebook) -> Reading {
    let Some(sentence) = doc.sentence_at(at.start).and_then(|i| doc.sentences.get(i)) else { return Reading::Back };
    let Some(tense) = &book.language(doc.lang_at(at.start)).tense else { return Reading::Back };
    let before = doc.text.get(sentence.span.start..at.start).unwrap_or("").to_ascii_lowercase();
    let behind = doc.text.get(at.end..sentence.span.end).unwrap_or("").to_ascii_lowercase();
    let ahead =
        if tense.verb_last { first(tense, &behind) } else { last(tense, &before).or_else(|| first(tense, &behind)) };
    if ahead == Some(true) { Reading::Ahead } else { Reading::Back }
}

/// Whether something is counted from the date: what it dates is not what the text goes on about.
pub fn is_start(doc: &Document, at: Span, book: &Rulebook) -> bool {
    let since = book.language(doc.lang_at(at.start)).tense.as_ref().and_then(|t| t.since.as_ref());
    since.is_some_and(|s| doc.text.get(at.end..).is_some_and(|rest| s.is_match(rest)))
}

/// Whether the first tense word of a text looks ahead.
fn first(tense: &Tense, text: &str) -> Option<bool> {
    match (tense.future.find(text), tense.past.find(text)) {
        (Some(f), Some(p)) => Some(f.start() <= p.start()),
        (Some(_), None) => Some(true),
        (None, Some(_)) => Some(false),
        (None, None) => None,
    }
}

/// Whether the last tense word of a text looks ahead.
fn last(tense: &Tense, text: &str) -> Option<bool> {
    match (tense.future.find_iter(text).last(), tense.past.find_iter(text).last()) {
        (Some(f), Some(p)) => Some(f.end() >= p.end()),
        (Some(_), None) => Some(true),
        (None, Some(_)) => Some(false),
        (None, None) => None,
    }
}
