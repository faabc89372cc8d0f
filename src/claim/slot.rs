//! Fills slots by rule: the nearest named thing or date that fits, and the words that tell source and standing.

use crate::lang::Lang;
use crate::model::claim::{Slot, SlotName};
use crate::model::document::Document;
use crate::model::mention::{Mention, Resolved};
use crate::model::span::Span;
use crate::model::value::{EntityClass, Value};
use crate::rulebook::Rulebook;

/// Slots that every figure of a sentence shares: source, standing, as-of words.
pub(super) fn of_sentence(
    doc: &Document,
    sentence: Span,
    lang: Lang,
    mentions: &[Mention<Resolved>],
    book: &Rulebook,
) -> Vec<Slot> {
    let text = sentence.slice(&doc.text);
    let mut out: Vec<Slot> = Vec::new();
    for rule in book.measures.slots.iter().filter(|r| r.lang == lang) {
        let Some(m) = rule.pattern.find(text) else { continue };
        let span = Span::new(sentence.start + m.start(), sentence.start + m.end());
        let value = if rule.value.is_empty() {
            nearest_before(mentions, span.end, rule.slot).unwrap_or_else(|| m.as_str().trim().to_owned())
        } else {
            rule.value.clone()
        };
        if rule.slot == SlotName::AsOf && !mentions.iter().any(|m| matches!(m.value(), Value::Date(_))) {
            continue;
        }
        if !out.iter().any(|s| s.name == rule.slot) {
            out.push(Slot { name: rule.slot, value, span });
        }
    }
    out
}

/// All slots of one figure.
pub(super) fn of_figure(figure: Span, clause: Span, mentions: &[Mention<Resolved>], shared: &[Slot]) -> Vec<Slot> {
    let mut out: Vec<Slot> = shared.to_vec();
    for (name, fits) in [(SlotName::Actor, is_actor as fn(&Value) -> bool), (SlotName::Place, is_place)] {
        let found: Vec<&Mention<Resolved>> =
            mentions.iter().filter(|m| fits(m.value()) && !m.span.overlaps(figure)).collect();
        let near = found
            .iter()
            .filter(|m| clause.overlaps(m.span))
            .min_by_key(|m| m.span.gap(figure))
            .or_else(|| found.iter().min_by_key(|m| m.span.gap(figure)));
        if let Some(m) = near {
            out.push(Slot { name, value: identity(m.value()).unwrap_or_default(), span: m.span });
        }
    }
    let dates: Vec<(&Mention<Resolved>, &str)> = mentions
        .iter()
        .filter(|m| !m.span.overlaps(figure))
        .filter_map(|m| match m.value() {
            Value::Date(d) => d.edtf.as_ref().map(|e| (m, e.0.as_str())),
            _ => None,
        })
        .collect();
    let near = dates
        .iter()
        .filter(|(m, _)| clause.overlaps(m.span))
        .min_by_key(|(m, _)| (m.span.start > figure.start, m.span.gap(figure)));
    if let Some((m, date)) = near {
        out.push(Slot { name: SlotName::Period, value: (*date).to_owned(), span: m.span });
    }
    out.retain(|s| !s.value.is_empty());
    out.sort_by(|a, b| a.name.cmp(&b.name).then(a.span.cmp(&b.span)));
    out
}

/// The id of a named thing, or its name.
fn identity(value: &Value) -> Option<String> {
    match value {
        Value::Entity { id, name_en, name_ko, .. } => {
            id.clone().or_else(|| name_en.clone()).or_else(|| name_ko.clone())
        }
        _ => None,
    }
}

fn is_actor(value: &Value) -> bool {
    matches!(value, Value::Entity { class: EntityClass::Org | EntityClass::Country | EntityClass::Person, .. })
}

fn is_place(value: &Value) -> bool {
    matches!(value, Value::Entity { class: EntityClass::Place, .. })
}

/// For a source: the last organization, person or country before the words; for as-of words: the nearest date.
fn nearest_before(mentions: &[Mention<Resolved>], at: usize, slot: SlotName) -> Option<String> {
    mentions.iter().rev().filter(|m| m.span.start < at).find_map(|m| match (slot, m.value()) {
        (SlotName::AsOf, Value::Date(d)) => d.edtf.as_ref().map(|e| e.0.clone()),
        (SlotName::AsOf, _) => None,
        (_, value) if is_actor(value) => identity(value),
        _ => None,
    })
}
