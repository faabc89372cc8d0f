//! Acts that happen once (a veto, a dissolution) with their actor and date: a document dates one twice.

use std::collections::BTreeMap;

use super::context::Context;
use super::draft::Draft;
use crate::model::date::Edtf;
use crate::model::finding::Verdict;
use crate::model::span::Span;
use crate::model::value::Value;
use crate::rulebook::Rulebook;

/// One act as a sentence tells it.
struct Act {
    date: usize,
    actor: usize,
    days: Edtf,
}

/// Runs the check: acts of one kind and one actor within a document.
pub(super) fn run(context: &Context<'_>, book: &Rulebook) -> Vec<Draft> {
    let mut acts: BTreeMap<(String, String), Vec<Act>> = BTreeMap::new();
    for sentence in &context.doc.sentences {
        let lang = context.doc.lang_at(sentence.span.start);
        let text = sentence.span.slice(&context.doc.text);
        let Some(words) = book.relations.words("one-off", lang) else { continue };
        for found in words.captures_iter(text) {
            let Some(whole) = found.get(0) else { continue };
            let kind = words.capture_names().flatten().find(|n| found.name(n).is_some()).unwrap_or_default();
            let span = Span::new(sentence.span.start + whole.start(), sentence.span.start + whole.end());
            if let Some((key, act)) = act(context, span, sentence.span, book) {
                acts.entry((kind.to_owned(), key)).or_default().push(act);
            }
        }
    }
    let mut out = Vec::new();
    for ((kind, _), list) in &acts {
        for (i, a) in list.iter().enumerate() {
            // The first of the others that differs is told; one finding for one printed date.
            let differs = list.iter().skip(i + 1).find(|b| !a.days.compatible(&b.days));
            let same = list.iter().skip(i + 1).find(|b| a.days.compatible(&b.days));
            let Some((b, verdict)) =
                differs.map(|b| (b, Verdict::Tension)).or_else(|| same.map(|b| (b, Verdict::Identical)))
            else {
                continue;
            };
            let sides = [a.date, b.date].map(|m| (context.index, m)).to_vec();
            let mut draft = Draft::new("event-date", verdict, sides);
            draft.linked_by.push(format!("named: {}, {}", context.printed(a.actor), context.printed(b.actor)));
            draft.linked_by.push(format!("words: {kind}"));
            draft.derivation.push(format!("{} and {}", a.days.0, b.days.0));
            out.push(draft);
        }
    }
    out
}

/// The actor right before an act (Russia's veto, 러시아의 거부권) and the date beside it.
fn act(context: &Context<'_>, span: Span, sentence: Span, book: &Rulebook) -> Option<(String, Act)> {
    let lang = context.doc.lang_at(span.start);
    let inside = || {
        context
            .mentions
            .iter()
            .enumerate()
            .filter(|(_, m)| sentence.start <= m.span.start && m.span.end <= sentence.end)
    };
    let actor = inside().rfind(|(_, m)| m.span.end <= span.start && span.start - m.span.end <= 12)?;
    let Value::Entity { id: Some(id), .. } = actor.1.value() else { return None };
    let dated = |m: usize| match context.value(m) {
        Some(Value::Date(d)) if d.from.year.is_some() || d.from.offset.is_some() => d.edtf.clone(),
        _ => None,
    };
    let beside = |text: &str, list: &str| book.relations.says(list, lang, text);
    let before = inside().rfind(|(_, m)| m.span.end <= actor.1.span.start).and_then(|(i, m)| {
        let gap = Span::new(m.span.end, actor.1.span.start).slice(&context.doc.text);
        beside(gap, "date-before-act").then_some(i)
    });
    let after = inside().find(|(_, m)| m.span.start >= span.end).and_then(|(i, m)| {
        let gap = Span::new(span.end, m.span.start).slice(&context.doc.text);
        beside(gap, "date-after-act").then_some(i)
    });
    let date = before.or(after)?;
    let days = dated(date)?;
    (!days.0.contains('X')).then(|| (id.clone(), Act { date, actor: actor.0, days }))
}
