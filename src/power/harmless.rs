//! Edits of a whole document that change no figure.

use super::Chance;
use super::edit::Edit;
use super::rules::{Change, Rule};
use crate::lang::{Lang, is_hangul};
use crate::model::date::{Anchor, DateFields};
use crate::model::document::{Role, Segment};
use crate::model::span::Span;
use crate::model::value::Value;
use crate::pipeline::Article;

/// An edit that is ready, and the place it is told by.
#[derive(Debug, Clone)]
pub(super) struct Made {
    pub(super) edit: Edit,
    pub(super) at: Span,
    pub(super) what: String,
}

/// Every edit of a kind that a document offers. `text` is what is edited, `place` leads to it from the document.
pub(super) fn edits(article: &Article, text: &str, place: &dyn Fn(Span) -> Span, rule: &Rule, seed: u64) -> Vec<Made> {
    match rule.change {
        Change::Sentence => sentences(article, text, place, rule, seed),
        Change::Order => swaps(article, text, place),
        Change::Quotes => quotes(text).into_iter().collect(),
        _ => Vec::new(),
    }
}

fn sentences(article: &Article, text: &str, place: &dyn Fn(Span) -> Span, rule: &Rule, seed: u64) -> Vec<Made> {
    let body = article.document.segments.iter().filter(|s| s.role == Role::Body);
    body.filter_map(|segment| {
        let list = rule.lists.iter().find(|l| {
            let hangul = l.iter().any(|w| w.chars().any(is_hangul));
            hangul == (segment.lang == Lang::Ko)
        })?;
        let at = place(segment.span);
        let sentence = Chance::of(seed, &[&rule.id, at.slice(text)]).pick(list)?;
        let end = at.start + at.slice(text).trim_end().len();
        let edit = Edit::replace(text, vec![(Span::new(end, end), format!(" {sentence}"))]);
        Some(Made { edit, at: Span::new(end, end), what: sentence.clone() })
    })
    .collect()
}

/// Neighbouring paragraphs behind the first whose dates lean on nothing before them.
fn swaps(article: &Article, text: &str, place: &dyn Fn(Span) -> Span) -> Vec<Made> {
    let body: Vec<&Segment> = article.document.segments.iter().filter(|s| s.role == Role::Body).collect();
    let couples = body.get(1..).unwrap_or_default().windows(2).filter_map(|w| Some((*w.first()?, *w.get(1)?)));
    couples
        .filter(|(a, b)| {
            a.part == b.part && a.lang == b.lang && stands_alone(article, a.span) && stands_alone(article, b.span)
        })
        .map(|(a, b)| {
            let (a, b) = (place(a.span), place(b.span));
            Made { edit: Edit::swap(text, a, b), at: a, what: String::new() }
        })
        .collect()
}

fn stands_alone(article: &Article, span: Span) -> bool {
    let leans = |f: &DateFields| f.anchor == Anchor::Mentioned || f.year.is_none() && f.offset.is_none();
    let within = article.mentions.iter().filter(|m| span.contains(m.span));
    within.into_iter().all(|m| match m.value() {
        Value::Date(d) => !leans(&d.from) && d.to.as_ref().is_none_or(|t| !leans(t)),
        Value::Time { .. } => false,
        _ => true,
    })
}

fn quotes(text: &str) -> Option<Made> {
    let curly = text.contains(['\u{201C}', '\u{201D}']);
    let mut open = true;
    let mut with = Vec::new();
    for (i, c) in text.char_indices() {
        let new = match c {
            '\u{201C}' | '\u{201D}' => '"',
            '"' if !curly => {
                open = !open;
                if open { '\u{201D}' } else { '\u{201C}' }
            }
            '\n' => {
                open = true;
                continue;
            }
            _ => continue,
        };
        with.push((Span::new(i, i + c.len_utf8()), new.to_string()));
    }
    let at = with.first()?.0;
    Some(Made { edit: Edit::replace(text, with), at, what: String::new() })
}
