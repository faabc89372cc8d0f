//! English bodies that the words beside them show: the battery maker Halvorn; Halvorn, a maker of batteries.

use std::sync::Arc;

use super::candidate::{Candidate, Origin};
use super::english::{Word, Words};
use crate::model::span::Span;
use crate::rulebook::names::{Grammar, Names};

/// The rule.
pub(super) const RULE: &str = "en-org-beside";
/// Most words of a name.
const LONGEST: usize = 4;
/// Most words between an article and the word for a body.
const REACH: usize = 6;

/// Adds the names that stand before or behind a word for what they are.
pub(super) fn named(text: &str, names: &Names, out: &mut Vec<Candidate>) {
    let words: Vec<Word<'_>> = Words::new(text).collect();
    for at in 0..words.len() {
        let span = before(&words, at, names, text).or_else(|| behind(&words, at, names, text));
        out.extend(span.map(candidate));
    }
}

fn candidate(span: Span) -> Candidate {
    let origin = Origin::Rule(Arc::from(RULE));
    Candidate { span, name_end: span.end, origin, body: true, noun: false, of: None }
}

/// `the battery maker Halvorn said`: the word at `at` says what follows it.
fn before(words: &[Word<'_>], at: usize, names: &Names, text: &str) -> Option<Span> {
    let g = &names.en;
    let noun = words.get(at).filter(|w| g.makers.has(w.text) && w.stop.is_none() && !w.possessive)?;
    let run = run(words, at + 1, g)?;
    // A giant may be a person, a retailer is none.
    let span = (run.len() == 1 || g.firms.has(noun.text)).then(|| span(words, &run)).flatten()?;
    unknown(span, names, text).then_some(span)
}

/// `Halvorn, a maker of batteries, said`: the run of capitals at `at` is told what it is.
fn behind(words: &[Word<'_>], at: usize, names: &Names, text: &str) -> Option<Span> {
    let g = &names.en;
    if at.checked_sub(1).and_then(|i| words.get(i)).is_some_and(|w| w.upper() && w.stop.is_none()) {
        return None;
    }
    let run = run(words, at, g)?;
    let last = words.get(run.end.checked_sub(1)?).filter(|w| w.stop == Some(',') && !w.possessive)?;
    let opens = words.get(run.end)?;
    // The comma and a blank, nothing else.
    let apposed = opens.span.start == last.span.end + 2
        && (matches!(opens.text, "a" | "an" | "the") || opens.upper() && opens.possessive);
    if !apposed || opens.stop.is_some() {
        return None;
    }
    for k in run.end + 1..run.end + REACH {
        let word = words.get(k)?;
        if g.makers.has(word.text) {
            let next = words.get(k + 1).map_or("", |w| w.text);
            let ends = word.stop.is_some_and(|c| matches!(c, ',' | '.' | ';' | ')'))
                || word.stop.is_none() && g.telling.has(next) && !word.possessive;
            let span = ends.then(|| span(words, &run)).flatten()?;
            return unknown(span, names, text).then_some(span);
        }
        if word.stop.is_some() || g.telling.has(word.text) || matches!(word.text, "for" | "at" | "who" | "to" | "on") {
            return None;
        }
    }
    None
}

/// The run of capitals that begins at `from`, as indices.
fn run(words: &[Word<'_>], from: usize, g: &Grammar) -> Option<std::ops::Range<usize>> {
    let mut to = from;
    let joins = |w: &Word<'_>, at: usize| w.text == "&" && at > from && w.stop.is_none();
    while let Some(word) = words.get(to).filter(|w| w.upper() && !g.not_first.has(w.text) || joins(w, to)) {
        to += 1;
        if word.stop.is_some() || word.possessive {
            break;
        }
    }
    let goes_on = words.get(to).is_some_and(|w| w.upper())
        && to.checked_sub(1).and_then(|i| words.get(i)).is_some_and(|w| w.stop.is_none() && !w.possessive);
    (to > from && to - from <= LONGEST && !goes_on).then_some(from..to)
}

fn span(words: &[Word<'_>], run: &std::ops::Range<usize>) -> Option<Span> {
    let (first, last) = (words.get(run.start)?, words.get(run.end.checked_sub(1)?)?);
    Some(first.span.join(last.span))
}

/// A name of two letters and more that no list has, on one line.
fn unknown(span: Span, names: &Names, text: &str) -> bool {
    let name = span.slice(text);
    name.len() >= 3
        && !name.contains('\n')
        && name.contains(|c: char| c.is_ascii_lowercase() || c == '-' || c.is_ascii_uppercase())
        && names.table.get(name).is_none()
        && !name.split(' ').any(|w| names.en.generic_stems.has(w))
}
