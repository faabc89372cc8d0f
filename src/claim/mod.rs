//! Binds figures to what they are about: measures, role, slots.
//!
//! Attach first, link later: a figure belongs to its clause before its sentence. Nothing here looks at other figures'
//! values, so that equal numbers are never evidence.

mod cue;
mod role;
mod slot;

use crate::model::claim::Claim;
use crate::model::document::{Document, Sentence};
use crate::model::figure::Figure;
use crate::model::mention::{Mention, Resolved};
use crate::model::span::Span;
use crate::model::value::Value;
use crate::rulebook::Rulebook;

/// Makes a claim of every figure, date, duration, time and ordinal that stands in a sentence, in text order.
///
/// `mentions` must be sorted by place. Named things and identifiers become slots of others, never claims.
/// [`Claim::document`] is left at 0 for the caller to set. Cost: one pass for cues, and per sentence the product of
/// its cues and figures.
pub fn bind(doc: &Document, mentions: &[Mention<Resolved>], book: &Rulebook) -> Vec<Claim> {
    let mut out = Vec::new();
    let mut at = 0;
    for (index, sentence) in doc.sentences.iter().enumerate() {
        while mentions.get(at).is_some_and(|m| m.span.end <= sentence.span.start) {
            at += 1;
        }
        let len =
            mentions.get(at..).unwrap_or_default().iter().take_while(|m| m.span.start < sentence.span.end).count();
        let inside = mentions.get(at..at + len).unwrap_or_default();
        if inside.iter().any(|m| is_claimable(m.value())) {
            out.extend(bind_sentence(doc, index, sentence, inside, at, book));
        }
        at += len;
    }
    out
}

/// Whether a value can be compared with others.
fn is_claimable(value: &Value) -> bool {
    !matches!(value, Value::Entity { .. } | Value::Identifier { .. })
}

fn bind_sentence(
    doc: &Document,
    index: usize,
    sentence: &Sentence,
    mentions: &[Mention<Resolved>],
    first: usize,
    book: &Rulebook,
) -> Vec<Claim> {
    let Some(segment) = doc.segments.get(sentence.segment) else { return Vec::new() };
    let lang = segment.lang;
    let text = sentence.span.slice(&doc.text);
    let base = sentence.span.start;
    let clauses: Vec<Span> = book
        .measures
        .clauses(lang, text)
        .into_iter()
        .filter(|c| {
            // A clause mark inside a mention (1,500) is none.
            let end = c.end + base;
            end == sentence.span.end || !mentions.iter().any(|m| m.span.start < end && end < m.span.end)
        })
        .map(|c| Span::new(c.start + base, c.end + base))
        .collect();
    let cues = book.measures.cues(lang, text);
    let cues: Vec<(Span, &[usize])> =
        cues.into_iter().map(|(s, c)| (Span::new(s.start + base, s.end + base), c)).collect();
    let sentence_slots = slot::of_sentence(doc, sentence.span, lang, mentions, book);
    let mut out = Vec::new();
    for (i, mention) in mentions.iter().enumerate().filter(|(_, m)| is_claimable(m.value())) {
        let clause = clauses
            .iter()
            .rev()
            .find(|c| c.start <= mention.span.start)
            .map_or(sentence.span, |c| Span::new(c.start, c.end.max(mention.span.end)));
        let (role, role_words) = role::of(doc, sentence.span, mention.span, lang, book);
        let value = mention.value().clone();
        out.push(Claim {
            document: 0,
            mention: first + i,
            span: mention.span,
            digits: digits(&value),
            measures: cue::weigh(doc, mention, mentions, clause, lang, &cues, book),
            role,
            role_words,
            slots: slot::of_figure(mention.span, clause, mentions, &sentence_slots),
            sentence: index,
            clause,
            segment: sentence.segment,
            segment_role: segment.role,
            part: segment.part,
            lang,
            value,
        });
    }
    out
}

/// Digits that carry information.
fn digits(value: &Value) -> u32 {
    match value {
        Value::Ordinal { .. } => 1,
        other => other.figure().map_or(0, Figure::significant_digits),
    }
}
