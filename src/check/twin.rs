//! A statement and its translation: figures that drifted, lists of countries that lost or changed a member.

use std::collections::BTreeSet;

use super::compare::{Dimension, Fit, Operand, fit};
use super::context::Context;
use super::draft::Draft;
use super::enumeration::{Countries, countries};
use crate::model::document::Role;
use crate::model::finding::Verdict;
use crate::model::value::Value;
use crate::rulebook::Rulebook;

/// Figures of a statement and of its translation as sets, kind by kind: what is left over on either side has drifted.
pub(super) fn aligned(context: &Context<'_>, book: &Rulebook) -> Vec<Draft> {
    let mut parts: Vec<u32> = context.checkable().map(|c| c.part).filter(|p| *p > 0).collect();
    parts.sort_unstable();
    parts.dedup();
    let mut out = Vec::new();
    for (i, p) in parts.iter().enumerate() {
        for q in parts.iter().skip(i + 1) {
            for kind in ["money", "count", "ratio", "quantity", "ordinal", "date", "duration", "identifier"] {
                let of = |part: u32| -> Vec<usize> {
                    (0..context.mentions.len())
                        .filter(|m| context.value(*m).is_some_and(|v| v.kind() == kind))
                        .filter(|m| part_of(context, *m) == Some(part))
                        .filter(|m| kind != "identifier" || digits(context, *m).len() >= 3)
                        .collect()
                };
                out.extend(left_over(context, &of(*p), &of(*q), book));
            }
        }
    }
    out
}

fn part_of(context: &Context<'_>, mention: usize) -> Option<u32> {
    let at = context.mentions.get(mention)?.span.start;
    let segment = context.doc.segments.get(context.doc.segment_at(at)?)?;
    (segment.role != Role::Boilerplate).then_some(segment.part)
}

fn digits(context: &Context<'_>, mention: usize) -> String {
    context.printed(mention).chars().filter(char::is_ascii_digit).collect()
}

/// Whether two mentions can say the same.
pub(super) fn agree(context: &Context<'_>, a: usize, b: usize, book: &Rulebook) -> bool {
    let (Some(x), Some(y)) = (context.value(a), context.value(b)) else { return false };
    match (x, y) {
        (Value::Identifier { .. }, Value::Identifier { .. }) => digits(context, a) == digits(context, b),
        (Value::Date(d), Value::Date(e)) => match (&d.edtf, &e.edtf) {
            (Some(d), Some(e)) => d.compatible(e),
            _ => true,
        },
        _ => match (Operand::of(x, &book.dimensions), Operand::of(y, &book.dimensions)) {
            // Counters differ between languages: 4명 for four entities.
            (Some(x), Some(y)) => {
                let counts = matches!((&x.dimension, &y.dimension), (Dimension::Count(_), Dimension::Count(_)));
                (counts || x.dimension.comparable(&y.dimension)) && fit(&x, &y) != Fit::Apart
            }
            _ => false,
        },
    }
}

fn left_over(context: &Context<'_>, a: &[usize], b: &[usize], book: &Rulebook) -> Vec<Draft> {
    let mut out = Vec::new();
    let mut rest_b: Vec<usize> = b.to_vec();
    let mut rest_a: Vec<usize> = Vec::new();
    let draft = |x: usize, y: usize, verdict: Verdict| {
        let mut draft = Draft::new("twin-drift", verdict, vec![(context.index, x), (context.index, y)]);
        draft.linked_by.push("statement and translation, figure by figure".to_owned());
        draft.derivation.push(format!("{} and {}", context.printed(x), context.printed(y)));
        draft
    };
    for x in a {
        match rest_b.iter().position(|y| agree(context, *x, *y, book)) {
            Some(at) => {
                let y = rest_b.remove(at);
                out.push(draft(*x, y, Verdict::Identical));
            }
            None => rest_a.push(*x),
        }
    }
    // Another number of figures is another choice of words; most must match before a difference tells.
    let matched = a.len() - rest_a.len();
    let few =
        rest_a.len() == rest_b.len() && rest_a.len() <= 2 && (matched >= rest_a.len() || a.len() == 1 && b.len() == 1);
    if few {
        out.extend(rest_a.iter().zip(&rest_b).map(|(x, y)| draft(*x, *y, Verdict::Conflict)));
    }
    out
}

/// Lists of three and more countries that two parts of a document, or two passages, print of the same group.
pub(super) fn run(context: &Context<'_>, book: &Rulebook) -> Vec<Draft> {
    let lists: Vec<Countries> =
        countries(context, book).into_iter().filter(|l| l.ids.len() >= 3 && l.mentions.len() >= 3).collect();
    let mut out: Vec<Draft> = Vec::new();
    for (i, a) in lists.iter().enumerate() {
        let mut best: Option<(usize, &Countries)> = None;
        for b in lists.iter().skip(i + 1) {
            if a.part == b.part && context.copy_of.get(a.sentence) != context.copy_of.get(b.sentence) {
                continue;
            }
            let shared = a.ids.intersection(&b.ids).count();
            let most = a.ids.len().max(b.ids.len());
            // Lists of one group: at least two thirds in common, and of like length.
            if shared * 3 >= most * 2 && best.is_none_or(|(s, _)| shared > s) {
                best = Some((shared, b));
            }
        }
        let Some((shared, b)) = best else { continue };
        let same = shared == a.ids.len() && shared == b.ids.len() && !a.doubled && !b.doubled;
        let missing: BTreeSet<&String> = a.ids.symmetric_difference(&b.ids).collect();
        let verdict = if same { Verdict::Identical } else { Verdict::Conflict };
        let sides = a.mentions.iter().chain(&b.mentions).map(|m| (context.index, *m));
        let mut draft = Draft::new("list-drift", verdict, sides.collect());
        draft.derivation.push(format!("{} names and {} names", a.ids.len(), b.ids.len()));
        // A group stands for its members.
        if !a.plain(context) || !b.plain(context) {
            draft.derivation.push(format!("listed first: {}", a.told()));
            draft.derivation.push(format!("listed second: {}", b.told()));
        }
        if !missing.is_empty() {
            let names: Vec<&str> = missing.iter().map(|m| m.as_str()).collect();
            draft.derivation.push(format!("only in one of them: {}", names.join(", ")));
            draft.want = names.join(", ");
        }
        out.push(draft);
    }
    out
}
