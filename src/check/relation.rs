//! Relations that a sentence states between its figures: growth, shares, multiples, differences, sums, lengths of time.
//!
//! Blame narrowly: only operands that the words of a relation designate. Excuse widely: a failed relation is dropped
//! where other figures of its sentence make it true.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use super::arithmetic::{Operands, Outcome, alike, evaluate, first, operand};
use super::compare::Fit;
use super::context::{Context, Template};
use super::draft::{Draft, number};
use super::hypothesis;
use super::search;
use crate::lang::Lang;
use crate::model::figure::{Figure, Modifier};
use crate::model::finding::Verdict;
use crate::model::value::Value;
use crate::rulebook::Rulebook;
use crate::rulebook::language::NumberWord;
use crate::rulebook::relation::{Arithmetic, Relation, STOP};

/// Every relation that the document states, held or not.
pub(super) fn run(context: &Context<'_>, book: &Rulebook) -> Vec<Draft> {
    let mut found: Vec<(usize, Draft)> = Vec::new();
    for template in &context.templates {
        if template.mentions.is_empty() {
            continue;
        }
        for relation in book.relations.relations.iter().filter(|r| r.lang == template.lang && r.reach.is_none()) {
            for operands in readings(template, relation) {
                let Some(outcome) = evaluate(context, relation, &operands, book) else { continue };
                let mut outcome = outcome;
                if outcome.fit == Fit::Apart && excused(context, relation, &operands, &outcome, book) {
                    continue;
                }
                if outcome.sides.len() < 2 && outcome.check.is_none() && outcome.fit == Fit::Apart {
                    continue;
                }
                outcome.sides.dedup();
                found.push((outcome.head, draft(context, relation, outcome, book)));
            }
        }
    }
    // What the words relate to named figures is not looked for anywhere else.
    let told: BTreeSet<usize> = found.iter().flat_map(|(_, d)| d.sides.iter().map(|s| s.1)).collect();
    for template in context.templates.iter().filter(|t| !t.mentions.is_empty()) {
        for relation in book.relations.relations.iter().filter(|r| r.lang == template.lang) {
            let Some(reach) = relation.reach else { continue };
            for operands in readings(template, relation) {
                let Some(outcome) = search::best(context, relation, &operands, reach, book) else { continue };
                if !told.contains(&outcome.head) {
                    found.push((outcome.head, draft(context, relation, outcome, book)));
                }
            }
        }
    }
    settle(found)
}

/// Every way the patterns of a relation match a template.
fn readings(template: &Template, relation: &Relation) -> Vec<Operands> {
    let mut out: Vec<Operands> = Vec::new();
    for pattern in &relation.patterns {
        let mut at = 0;
        while let Some(captures) = pattern.captures_at(&template.text, at) {
            let Some(whole) = captures.get(0) else { break };
            let said = sentences(&template.text, whole.range());
            let apt = relation.cue.as_ref().is_none_or(|c| c.is_match(said))
                && !relation.unless.as_ref().is_some_and(|c| c.is_match(whole.as_str()))
                && !relation.unless_before.as_ref().is_some_and(|c| c.is_match(before(&template.text, whole.start())));
            let mut operands = Operands::new();
            for name in pattern.capture_names().flatten() {
                if let Some(group) = captures.name(name) {
                    let name = name.trim_end_matches(|c: char| c.is_ascii_digit() || c == '_');
                    operands.entry(name.to_owned()).or_default().extend(template.marks(group.range()));
                }
            }
            if apt && !out.contains(&operands) {
                out.push(operands);
            }
            let first = captures.iter().skip(1).flatten().map(|g| g.start()).min().unwrap_or(whole.start());
            let step = template.text.get(first..).and_then(|t| t.chars().next()).map_or(1, char::len_utf8);
            at = first + step;
            if at >= template.text.len() {
                break;
            }
        }
    }
    out
}

/// The words of a sentence before a match.
fn before(text: &str, at: usize) -> &str {
    let head = text.get(..at).unwrap_or("");
    head.rfind(STOP).map_or(head, |i| head.get(i + STOP.len_utf8()..).unwrap_or(""))
}

/// The sentences of a template that a match touches.
fn sentences(text: &str, range: std::ops::Range<usize>) -> &str {
    let head = text.get(..range.start).unwrap_or("");
    let from = head.rfind(STOP).map_or(0, |i| i + STOP.len_utf8());
    let tail = text.get(range.end..).unwrap_or("");
    let to = range.end + tail.find(STOP).unwrap_or(tail.len());
    text.get(from..to).unwrap_or("")
}

/// Of several readings for one derived figure, a held one settles it; else the best failed one stays.
fn settle(found: Vec<(usize, Draft)>) -> Vec<Draft> {
    let mut by_head: BTreeMap<usize, Vec<Draft>> = BTreeMap::new();
    for (head, draft) in found {
        by_head.entry(head).or_default().push(draft);
    }
    let mut out = Vec::new();
    for drafts in by_head.into_values() {
        let holds = drafts.iter().any(|d| !d.verdict.is_finding());
        let mut failed: Option<Draft> = None;
        for draft in drafts {
            if !draft.verdict.is_finding() {
                out.push(draft);
            } else if !holds && failed.as_ref().is_none_or(|f| (draft.verdict, draft.score) > (f.verdict, f.score)) {
                failed = Some(draft);
            }
        }
        out.extend(failed);
    }
    out
}

/// Whether a figure stands without hedge and bound.
fn printed_plainly(context: &Context<'_>, mention: usize) -> bool {
    // `From 40 to 50` is two plain figures in one mention.
    let two = || !context.printed(mention).contains(['~', '∼', '〜', '–', '—', '−', '－', '-']);
    let plain = |f: &Figure| f.is_point() || f.modifier == Modifier::Range && two();
    context.value(mention).and_then(|v| v.figure()).is_none_or(|f| !f.hedged && plain(f))
}

/// Whether zeros stand before the last scale word, as in 22억 8000만: nobody prints 22.8억 there, so they are no digits
/// that somebody counted.
fn rounded_in_words(context: &Context<'_>, mention: usize, book: &Rulebook) -> bool {
    let printed = context.printed(mention);
    let lang = context.mentions.get(mention).map_or(Lang::En, |m| context.doc.lang_at(m.span.start));
    let scales = book.language(lang).numerals.iter().filter(|(_, w)| matches!(w, NumberWord::Big(_)));
    let last = scales.filter_map(|(word, _)| printed.rfind(word.as_str())).max();
    last.and_then(|at| printed.get(..at)).is_some_and(|head| head.trim_end().ends_with('0'))
}

fn draft(context: &Context<'_>, relation: &Relation, outcome: Outcome, book: &Rulebook) -> Draft {
    let check = outcome.check.unwrap_or(&relation.check);
    let timed = matches!(relation.is, Arithmetic::Elapsed | Arithmetic::Spanned);
    let strained = outcome.fit == Fit::Strained
        && !timed
        && outcome.sides.iter().all(|m| printed_plainly(context, *m) && !rounded_in_words(context, *m, book));
    // Numbers that round well may hide anything: what fits only by their trailing zeros is no proof that it fits.
    let by_fit = if strained { Verdict::Tension } else { outcome.fit.verdict() };
    let mut verdict = outcome.verdict.unwrap_or(by_fit);
    if verdict == Verdict::Conflict && relation.cap == Verdict::Tension {
        verdict = Verdict::Tension;
    }
    let sides: Vec<(usize, usize)> = outcome.sides.iter().map(|m| (context.index, *m)).collect();
    let mut draft = Draft::new(check, verdict, sides);
    draft.derivation.push(outcome.derivation);
    draft.linked_by.push(format!("relation {}", relation.id));
    if let Some(want) = outcome.want {
        draft.fits(&want);
        if let Some(at) = outcome.at
            && verdict.is_finding()
        {
            draft.hypotheses = hypothesis::of(context, outcome.head, at, &want, book);
        }
    }
    draft.got = outcome.at.map(number).unwrap_or_default();
    draft.score = -i64::try_from(outcome.sides.len()).unwrap_or(0);
    draft
}

/// Whether a relation with an open bound holds closely: `more than half` excuses no nine tenths.
fn close(outcome: &Outcome) -> bool {
    let (Some(at), Some(want)) = (outcome.at, outcome.want) else { return true };
    let (Some(lo), Some(hi)) = (want.lo, want.hi) else { return true };
    let far = Decimal::new(16, 1);
    outcome.fit < Fit::Bound || lo.at <= at * far && hi.at * far >= at
}

/// Whether other figures of the sentence make a failed relation true.
fn excused(context: &Context<'_>, relation: &Relation, names: &Operands, outcome: &Outcome, book: &Rulebook) -> bool {
    let Some(head) = context.claim(outcome.head) else { return false };
    // `down from 140 mph (225 kph)`: a bracket in another unit is the same size again, no difference.
    if relation.is == Arithmetic::Difference
        && let (Some(d), Some(b)) = (first(names, "d"), first(names, "b"))
        && let (Some(Value::Quantity { unit: x, .. }), Some(Value::Quantity { unit: y, .. })) =
            (context.value(d), context.value(b))
        && x != y
        && context.between(b, d).trim_start() == "("
    {
        return true;
    }
    let swap: &[&str] = match relation.is {
        Arithmetic::Growth | Arithmetic::Difference | Arithmetic::Multiple => &["a", "b"],
        Arithmetic::Share => &["a", "t"],
        Arithmetic::GrowthBy | Arithmetic::GrowthOn => &["b"],
        Arithmetic::Product => &["a", "n"],
        Arithmetic::Quotient => &["t", "n"],
        Arithmetic::More | Arithmetic::Less => &["a"],
        Arithmetic::Elapsed | Arithmetic::Spanned if names.contains_key("to") => &["from", "to"],
        Arithmetic::Elapsed | Arithmetic::Spanned => &["from"],
        _ => return false,
    };
    let back = match relation.is {
        Arithmetic::Quotient | Arithmetic::Product => 4,
        Arithmetic::Share | Arithmetic::Multiple => 2,
        Arithmetic::Growth | Arithmetic::Difference => 1,
        _ => 0,
    };
    let taken: Vec<usize> = outcome.sides.clone();
    let near: Vec<usize> = context
        .claims
        .iter()
        .filter(|c| c.mention != outcome.head && !taken.contains(&c.mention))
        .filter(|c| c.sentence <= head.sentence && head.sentence - c.sentence <= back)
        .map(|c| c.mention)
        .collect();
    // `750,000 and 100,000, together 7 percent of …`: two figures are one operand.
    if relation.is == Arithmetic::Share
        && let (Some(a), Some(t), Some(p)) = (first(names, "a"), first(names, "t"), first(names, "p"))
        && let (Some(a), Some(t), Some(p)) =
            (operand(context, a, book), operand(context, t, book), operand(context, p, book))
    {
        let fits = near.iter().filter_map(|o| operand(context, *o, book)).any(|o| {
            alike(&o.dimension, &a.dimension)
                && a.loose.plus(&o.loose).and_then(|s| s.over(&t.loose)).is_some_and(|s| !s.disjoint(&p.loose))
        });
        if fits {
            return true;
        }
    }
    for name in swap {
        for other in &near {
            let mut names = names.clone();
            names.insert((*name).to_owned(), vec![*other]);
            if let Some(o) = evaluate(context, relation, &names, book)
                && o.head == outcome.head
                && (o.fit <= Fit::Bound && o.check.is_none() && close(&o) || o.check == Some("comparison-mismatch"))
            {
                return true;
            }
        }
    }
    false
}
