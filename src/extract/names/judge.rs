//! Hears the document about ambiguous names, lets the longest win, and names the entity.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::candidate::{Candidate, Origin};
use super::evidence::Evidence;
use super::reading::{Need, Reading, readings};
use crate::lang::{Lang, is_hangul};
use crate::model::document::Document;
use crate::model::mention::{Mention, Raw};
use crate::model::span::Span;
use crate::model::value::{EntityClass, Value};
use crate::rulebook::names::Names;

/// The names among the candidates, in order, without overlap.
pub(super) fn decide(doc: &Document, names: &Names, candidates: &[Candidate]) -> Vec<Mention<Raw>> {
    let mut candidates = candidates.to_vec();
    let mut all: Vec<Vec<Reading<'_>>> = candidates.iter().map(|c| all_readings(c, names)).collect();
    let sure = longest(candidates.iter().zip(&all).enumerate().filter_map(|(i, (c, readings))| {
        let first = readings.first()?;
        (first.need == Need::Nothing && !first.generic).then_some((i, c.span))
    }));
    let sure: BTreeSet<usize> = sure.into_iter().collect();
    let evidence = Evidence::new(doc, names, &candidates, &all, &sure);
    let rows = evidence.letter_rows();
    all.resize(all.len() + rows.len(), Vec::new());
    candidates.extend(rows);
    let meant: Vec<Option<Reading<'_>>> =
        candidates.iter().zip(&all).map(|(c, readings)| evidence.meant(c, readings).copied()).collect();
    let holds = |i: usize, c: &Candidate| c.is_built() || meant.get(i).is_some_and(Option::is_some);
    let chosen = longest(candidates.iter().enumerate().filter_map(|(i, c)| holds(i, c).then_some((i, c.span))));
    let mut out = Vec::new();
    let mut short = Vec::new();
    for i in chosen {
        match (candidates.get(i), meant.get(i)) {
            (Some(c), Some(Some(reading))) => out.extend(mention(names, c, reading)),
            (Some(c), _) => {
                short.extend(c.of.map(|full| (out.len(), full)));
                out.extend(built(doc, c));
            }
            _ => {}
        }
    }
    // A short name is the body that the document gives it to.
    for (at, full) in short {
        let known = out.iter().find(|m| m.span.start < full.end && full.start < m.span.end);
        let value = known.filter(|m| m.span.end >= full.end).and_then(|m| m.state.known.clone());
        if let (Some(value), Some(m)) = (value, out.get_mut(at)) {
            m.state.known = Some(value);
        }
    }
    out
}

fn all_readings<'a>(candidate: &Candidate, names: &'a Names) -> Vec<Reading<'a>> {
    match &candidate.origin {
        Origin::Listed(found) => readings(*found, names).into_iter().filter(kept).collect(),
        Origin::Rule(..) | Origin::States(..) => Vec::new(),
    }
}

/// Common nouns for bodies come out in Korean, where they act (see [`Evidence::acts`]): news there names the police and
/// the prosecution by them; annotators of Korean news count them, those of English news do not.
fn kept(reading: &Reading<'_>) -> bool {
    !reading.generic || reading.row.lang == Lang::Ko
}

/// Of overlapping spans the longest, then the first: indices in the order of the text.
fn longest(spans: impl Iterator<Item = (usize, Span)>) -> Vec<usize> {
    let mut all: Vec<(usize, Span)> = spans.collect();
    all.sort_by_key(|(i, s)| (std::cmp::Reverse(s.len()), s.start, *i));
    let mut taken: std::collections::BTreeMap<usize, (usize, usize)> = std::collections::BTreeMap::new();
    for (i, span) in all {
        let before = taken.range(..span.end).next_back();
        if before.is_none_or(|(_, (end, _))| *end <= span.start) {
            taken.insert(span.start, (span.end, i));
        }
    }
    taken.into_values().map(|(_, i)| i).collect()
}

/// A mention by rule. Its id is its own name, so that the same name is the same body.
fn built(doc: &Document, c: &Candidate) -> Option<Mention<Raw>> {
    let (rule, members) = match &c.origin {
        Origin::Rule(rule) => (rule, Vec::new()),
        Origin::States(rule, members) => (rule, members.clone()),
        Origin::Listed(_) => return None,
    };
    let name = c.span.slice(&doc.text);
    let korean = name.chars().any(is_hangul);
    let value = Value::Entity {
        class: if members.is_empty() { EntityClass::Org } else { EntityClass::Country },
        id: None,
        members,
        name_en: (!korean).then(|| name.to_owned()),
        name_ko: korean.then(|| name.to_owned()),
    };
    let state = Raw { core: Some(c.span), known: Some(value), ..Raw::default() };
    Some(Mention { span: c.span, rule: Arc::clone(rule), state })
}

fn mention(names: &Names, c: &Candidate, reading: &Reading<'_>) -> Option<Mention<Raw>> {
    let class = reading.class?;
    let (id, members) = if reading.group {
        (None, reading.row.id.split('+').map(str::to_owned).collect())
    } else {
        (Some(reading.row.id.to_owned()), Vec::new())
    };
    let name = |lang| names.table.preferred(reading.row.id, lang).map(str::to_owned);
    let value = Value::Entity { class, name_en: name(Lang::En), name_ko: name(Lang::Ko), id, members };
    let rule = names.table.rule(reading.number)?.clone();
    Some(Mention { span: c.span, rule, state: Raw { core: Some(c.span), known: Some(value), ..Raw::default() } })
}
