//! Two dates that are the ends of one range: from May 2019 to last week, between 2007 and the end of 2008.

use super::timex;
use crate::model::document::Document;
use crate::model::figure::Modifier;
use crate::model::mention::{Mention, Typed};
use crate::model::span::Span;
use crate::model::value::Value;
use crate::rulebook::Rulebook;

/// How far back the words that open a range are looked for, in bytes.
const REACH: usize = 64;
/// Longest gap between the two, in bytes.
const GAP: usize = 14;

/// Joins neighbours whose language says so; `lower` is the text in lower case, mentions are in order.
pub(super) fn ranges(doc: &Document, lower: &str, typed: Vec<Mention<Typed>>, book: &Rulebook) -> Vec<Mention<Typed>> {
    let mut out: Vec<Mention<Typed>> = Vec::with_capacity(typed.len());
    for m in typed {
        let joined = out.last().and_then(|first| joined(doc, lower, first, &m, book));
        match joined {
            Some(whole) => {
                out.pop();
                out.push(whole);
            }
            None => out.push(m),
        }
    }
    out
}

fn joined(
    doc: &Document,
    lower: &str,
    first: &Mention<Typed>,
    second: &Mention<Typed>,
    book: &Rulebook,
) -> Option<Mention<Typed>> {
    let (Value::Date(a), Value::Date(b)) = (first.value(), second.value()) else { return None };
    let single = |d: &crate::model::date::DateValue| d.to.is_none() && d.modifier == Modifier::Exact;
    if !single(a) || !single(b) || second.span.start.checked_sub(first.span.end)? > GAP {
        return None;
    }
    let gap = lower.get(first.span.end..second.span.start)?;
    let mut from = first.span.start.saturating_sub(REACH);
    while !lower.is_char_boundary(from) {
        from += 1;
    }
    let before = lower.get(from..first.span.start)?;
    let language = book.language(doc.lang_at(first.span.start));
    language.joins.iter().find(|j| {
        j.between.is_match(gap)
            && j.before.is_match(before)
            && j.unless.as_ref().is_none_or(|unless| !unless.is_match(before))
    })?;
    let value = Value::Date(timex::range(a.clone(), b.from.clone()));
    let span = Span::new(first.span.start, second.span.end);
    Some(Mention { span, rule: first.rule.clone(), state: Typed(value) })
}
