//! Passages that repeat each other nearly word for word: one witness, and a place where figures drift.

use std::collections::{BTreeMap, BTreeSet};

use super::compare::{Fit, Operand, fit};
use super::context::Context;
use super::draft::Draft;
use crate::model::document::{Document, Role};
use crate::model::finding::Verdict;
use crate::model::mention::{Mention, Resolved};
use crate::model::span::Span;
use crate::model::value::{EntityClass, Value};
use crate::rulebook::Rulebook;

/// The words before a place, the last first, and the one behind.
type Around<'a> = (Vec<&'a str>, &'a str);

/// How many words before a place make a passage of it.
const AROUND: usize = 6;

/// Words of a sentence without its figures.
fn words(doc: &Document, span: Span, mentions: &[Mention<Resolved>]) -> BTreeSet<String> {
    let mut out = BTreeSet::new();
    let mut at = span.start;
    let first = mentions.partition_point(|m| m.span.end <= span.start);
    let figures = mentions.iter().skip(first).take_while(|m| m.span.start < span.end);
    let mut take = |from: usize, to: usize| {
        let text = Span::new(from, to.max(from)).slice(&doc.text);
        let split = text.split(|c: char| !c.is_alphanumeric()).filter(|w| w.chars().count() > 1);
        out.extend(split.map(str::to_lowercase));
    };
    for m in figures.filter(|m| !matches!(m.value(), Value::Entity { .. } | Value::Identifier { .. })) {
        take(at, m.span.start.max(at));
        at = m.span.end.max(at);
    }
    take(at, span.end.max(at));
    out
}

/// Fewer words are a pattern that two things are told in: `The Reds' payroll is …`, `The Blues' payroll is …`.
const LEAST: usize = 8;

/// For every sentence the first one that it repeats: eight words or more, four in five in common.
pub(super) fn groups(doc: &Document, mentions: &[Mention<Resolved>]) -> Vec<usize> {
    let sets: Vec<BTreeSet<String>> = doc.sentences.iter().map(|s| words(doc, s.span, mentions)).collect();
    let mut index: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    let mut out: Vec<usize> = (0..sets.len()).collect();
    for (i, set) in sets.iter().enumerate() {
        if set.len() < LEAST {
            continue;
        }
        let mut shared: BTreeMap<usize, usize> = BTreeMap::new();
        for word in set {
            for j in index.get(word.as_str()).into_iter().flatten() {
                *shared.entry(*j).or_default() += 1;
            }
        }
        let twin = shared.into_iter().find(|(j, n)| {
            let other = sets.get(*j).map_or(0, BTreeSet::len);
            *n * 10 >= set.len().max(other) * 8
        });
        if let (Some((j, _)), Some(slot)) = (twin, out.get_mut(i)) {
            *slot = j;
        }
        for word in set {
            index.entry(word).or_default().push(i);
        }
    }
    let copy = out.clone();
    for slot in &mut out {
        *slot = copy.get(*slot).copied().unwrap_or(*slot);
    }
    out
}

/// Places that differ between two places in the text where the same words stand around them.
pub(super) fn places(context: &Context<'_>) -> Vec<Draft> {
    let mut met: BTreeMap<Around<'_>, Vec<(usize, &str)>> = BTreeMap::new();
    for (i, mention) in context.mentions.iter().enumerate() {
        let Value::Entity { class: EntityClass::Place, id: Some(id), .. } = mention.value() else { continue };
        let Some(sentence) = context.doc.sentence_at(mention.span.start) else { continue };
        let before = context.before(sentence, mention.span.start, 400);
        let after = context.after(sentence, mention.span.end, 120);
        // Whole words: what stands behind begins with the particle of the place.
        let words: Vec<&str> = before.split_whitespace().rev().take(AROUND).collect();
        let mut behind = after.split_whitespace();
        let Some(next) = behind.next() else { continue };
        if words.len() == AROUND && before.ends_with(char::is_whitespace) {
            met.entry((words, next)).or_default().push((i, id));
        }
    }
    let mut out = Vec::new();
    for list in met.into_values() {
        let Some(((a, first), rest)) = list.split_first() else { continue };
        for (b, id) in rest {
            // A list that is longer the second time drops nothing: the place of one follows in the other.
            if first != id && (follows(context, *a, id) || follows(context, *b, first)) {
                continue;
            }
            let verdict = if first == id { Verdict::Identical } else { Verdict::Tension };
            let mut draft = Draft::new("repeat-drift", verdict, vec![(context.index, *a), (context.index, *b)]);
            draft.derivation.push("the passage is printed twice, nearly word for word".to_owned());
            draft.linked_by.push("repeated passage".to_owned());
            out.push(draft);
        }
    }
    out
}

/// Whether a place stands behind a mention in its sentence too.
fn follows(context: &Context<'_>, mention: usize, place: &str) -> bool {
    let sentence = |m: usize| context.mentions.get(m).and_then(|m| context.doc.sentence_at(m.span.start));
    let own = sentence(mention);
    let named = |m: usize| matches!(context.value(m), Some(Value::Entity { id: Some(id), .. }) if id == place);
    (mention + 1..context.mentions.len()).take_while(|m| sentence(*m) == own).any(named)
}

/// Figures that differ between a passage and its repetition.
pub(super) fn run(context: &Context<'_>, book: &Rulebook) -> Vec<Draft> {
    let mut out = Vec::new();
    for (i, first) in context.copy_of.iter().enumerate().filter(|(i, f)| i != *f) {
        let figures =
            |s: usize| context.claims_in(s).iter().filter(|c| c.segment_role != Role::Boilerplate).collect::<Vec<_>>();
        let (a, b) = (figures(*first), figures(i));
        if a.len() != b.len() {
            continue;
        }
        let pairs: Vec<_> = a.iter().zip(&b).collect();
        if pairs.iter().any(|(x, y)| x.value.kind() != y.value.kind()) {
            continue;
        }
        for (x, y) in pairs {
            let differ = match (&x.value, &y.value) {
                (Value::Date(d), Value::Date(e)) => match (&d.edtf, &e.edtf) {
                    (Some(d), Some(e)) => !d.compatible(e),
                    _ => false,
                },
                (v, w) => match (Operand::of(v, &book.dimensions), Operand::of(w, &book.dimensions)) {
                    (Some(v), Some(w)) => !v.dimension.comparable(&w.dimension) || fit(&v, &w) == Fit::Apart,
                    _ => false,
                },
            };
            let verdict = if differ { Verdict::Conflict } else { Verdict::Identical };
            let sides = vec![(context.index, x.mention), (context.index, y.mention)];
            let mut draft = Draft::new("repeat-drift", verdict, sides);
            draft.derivation.push("the passage is printed twice, nearly word for word".to_owned());
            draft.linked_by.push("repeated passage".to_owned());
            out.push(draft);
        }
    }
    out
}
