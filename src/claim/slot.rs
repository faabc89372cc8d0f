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
        let value = match rule.slot {
            _ if !rule.value.is_empty() => rule.value.clone(),
            SlotName::Source => {
                let Some(who) = source(doc, sentence, span, lang, mentions) else { continue };
                who
            }
            _ => nearest_before(mentions, span.end, rule.slot).unwrap_or_else(|| m.as_str().trim().to_owned()),
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

/// Who says it: the named one that stands before the words (behind `according to`), else the common noun there.
/// A pronoun names nobody.
fn source(doc: &Document, sentence: Span, words: Span, lang: Lang, mentions: &[Mention<Resolved>]) -> Option<String> {
    let behind = words.slice(&doc.text).to_lowercase().ends_with(" to");
    let near = |m: &&Mention<Resolved>| m.span.start >= words.end && m.span.start - words.end <= REACH;
    let named = if behind {
        mentions.iter().filter(near).find(|m| is_actor(m.value())).and_then(|m| identity(m.value()))
    } else {
        nearest_before(mentions, words.end, SlotName::Source)
    };
    if named.is_some() {
        return named;
    }
    let side = if behind { Span::new(words.end, sentence.end) } else { Span::new(sentence.start, words.start) };
    let text = side.slice(&doc.text);
    // The end of a figure is no noun: `$3 million, said`.
    let last = Span::new(words.start.saturating_sub(2), words.start);
    if !behind && mentions.iter().any(|m| m.span.overlaps(last)) {
        return None;
    }
    let plain = |w: &&str| !w.is_empty() && w.chars().all(|c| c.is_alphabetic() || matches!(c, '\'' | '’' | '-'));
    let found = match lang {
        Lang::Ko => text.rsplit(|c: char| c.is_whitespace() || c == ',').find(|w| !w.is_empty()).filter(plain)?,
        _ if behind => text.split([',', '.', ';']).next()?.trim(),
        _ => text.rsplit(|c: char| !(c.is_alphabetic() || matches!(c, ' ' | '\'' | '’' | '-'))).next()?.trim(),
    };
    let words: Vec<&str> = found.split_whitespace().collect();
    let few = if behind { words.get(..words.len().min(4)) } else { words.get(words.len().saturating_sub(3)..) }?;
    let few: Vec<&str> = few.iter().copied().skip_while(|w| ARTICLES.contains(&w.to_lowercase().as_str())).collect();
    let nobody = few.last().is_none_or(|w| PRONOUNS.contains(&w.to_lowercase().as_str()));
    (!nobody).then(|| few.join(" ").to_lowercase())
}

/// Bytes behind `according to` in which the named source stands.
const REACH: usize = 60;

/// Words before a noun that say nothing of it.
const ARTICLES: [&str; 5] = ["the", "a", "an", "its", "their"];

/// What stands for somebody named elsewhere.
const PRONOUNS: [&str; 12] = ["he", "she", "it", "they", "who", "which", "that", "and", "i", "we", "also", "as"];

/// For a source: the last organization, person or country before the words; for as-of words: the nearest date.
fn nearest_before(mentions: &[Mention<Resolved>], at: usize, slot: SlotName) -> Option<String> {
    mentions.iter().rev().filter(|m| m.span.start < at).find_map(|m| match (slot, m.value()) {
        (SlotName::AsOf, Value::Date(d)) => d.edtf.as_ref().map(|e| e.0.clone()),
        (SlotName::AsOf, _) => None,
        (_, value) if is_actor(value) => identity(value),
        _ => None,
    })
}
