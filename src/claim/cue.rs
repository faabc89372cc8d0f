//! How strongly each cue word of a sentence speaks for a figure.

use std::collections::BTreeMap;

use crate::lang::Lang;
use crate::model::claim::Cue;
use crate::model::document::Document;
use crate::model::mention::{Mention, Resolved};
use crate::model::span::Span;
use crate::rulebook::Rulebook;

/// Bytes from a figure to a cue word, beyond which its weight is below what counts.
const FAR: usize = 3000;

/// The weighted concepts of a figure, strongest first.
///
/// A cue weighs 1/(1 + distance/14 characters) in Korean, /30 in English; a third of it outside the clause or where
/// the concept is thin; a quarter more after the figure in Korean, whose predicates follow.
pub(super) fn weigh(
    doc: &Document,
    mention: &Mention<Resolved>,
    all: &[Mention<Resolved>],
    clause: Span,
    lang: Lang,
    cues: &[(Span, &[usize])],
    book: &Rulebook,
) -> Vec<Cue> {
    let kind = mention.value().kind();
    let reach = match lang {
        Lang::Ko => 14,
        _ => 30,
    };
    let mut best: BTreeMap<usize, (u32, Span)> = BTreeMap::new();
    for (span, concepts) in cues {
        let after = span.start >= mention.span.end;
        // What stands farther away weighs nothing.
        if span.gap(mention.span) > FAR {
            continue;
        }
        let between = if after {
            Span::new(mention.span.end, span.start)
        } else {
            Span::new(span.end.min(mention.span.start), mention.span.start)
        };
        let distance = u32::try_from(between.slice(&doc.text).chars().count()).unwrap_or(u32::MAX).min(400);
        let mut weight = 1000 * reach / (reach + distance);
        if !clause.overlaps(*span) {
            weight = weight * 35 / 100;
        }
        if after && lang == Lang::Ko {
            weight = weight * 125 / 100;
        }
        let first = all.partition_point(|m| m.span.start < between.start);
        let inside = all.iter().skip(first).take_while(|m| m.span.start < between.end);
        let rivals = inside.filter(|m| m.value().kind() == kind && between.contains(m.span)).take(3).count();
        for _ in 0..rivals {
            weight = weight * 75 / 100;
        }
        for index in *concepts {
            let Some(concept) = book.measures.concepts.get(*index) else { continue };
            if !concept.kinds.is_empty() && !concept.kinds.iter().any(|k| k == kind) {
                continue;
            }
            let weight = if concept.thin { weight * 35 / 100 } else { weight };
            let entry = best.entry(*index).or_insert((weight, *span));
            if weight > entry.0 {
                *entry = (weight, *span);
            }
        }
    }
    let mut out: Vec<Cue> = best
        .into_iter()
        .filter(|(_, (weight, _))| *weight >= 40)
        .filter_map(|(i, (weight, span))| {
            book.measures.concepts.get(i).map(|c| Cue { concept: c.id.clone(), weight, span })
        })
        .collect();
    out.sort_by(|a, b| b.weight.cmp(&a.weight).then_with(|| a.concept.cmp(&b.concept)));
    out
}
