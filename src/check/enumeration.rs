//! A count against the list it counts: `11개국` and eleven names, `eight unions: …` and seven, 한미일 and 3국.

use std::collections::BTreeSet;

use rust_decimal::prelude::ToPrimitive;

use super::context::Context;
use super::draft::Draft;
use crate::model::claim::Claim;
use crate::model::figure::Modifier;
use crate::model::finding::Verdict;
use crate::model::span::Span;
use crate::model::value::{EntityClass, Value};
use crate::rulebook::Rulebook;

/// A run of country names with nothing but list marks between them.
#[derive(Debug, Clone)]
pub(super) struct Countries {
    /// Mentions in order.
    pub(super) mentions: Vec<usize>,
    /// Distinct countries: members of group names, not the groups.
    pub(super) ids: BTreeSet<String>,
    /// Names printed twice in the list.
    pub(super) doubled: bool,
    /// From the first name to the last.
    pub(super) span: Span,
    /// Part of the document.
    pub(super) part: u32,
    /// Sentence it stands in.
    pub(super) sentence: usize,
}

impl Countries {
    /// Whether every name stands for itself: none is that of a group.
    pub(super) fn plain(&self, context: &Context<'_>) -> bool {
        let own = |m: &usize| context.value(*m).is_some_and(|v| self.ids.contains(&super::draft::canonical(v)));
        self.mentions.iter().all(own)
    }

    /// The countries in words of the derivation.
    pub(super) fn told(&self) -> String {
        self.ids.iter().map(String::as_str).collect::<Vec<_>>().join(", ")
    }
}

/// Runs the check.
pub(super) fn run(context: &Context<'_>, book: &Rulebook) -> Vec<Draft> {
    let lists = countries(context, book);
    let (mut out, mut again) = (Vec::new(), Vec::new());
    for claim in context.checkable() {
        let Value::Count { figure, unit } = &claim.value else { continue };
        if figure.modifier != Modifier::Exact || figure.hedged {
            continue;
        }
        let Some(count) = figure.printed.to_usize().filter(|n| (2..=60).contains(n)) else { continue };
        if unit == "country" {
            let beside: Vec<Draft> =
                lists.iter().filter_map(|l| against_list(context, claim, count, l, book)).collect();
            if beside.is_empty() {
                again.extend(lists.iter().filter_map(|l| same_number(context, claim, count, l)));
            }
            out.extend(beside);
        // A lead counts nobody: `beat Okafor and Reyes by five strokes`.
        } else if !unit.ends_with("_lead") {
            out.extend(super::listing::run(context, claim, count, book));
        }
    }
    let mut out = settle(out);
    out.extend(again);
    out
}

/// A group of many countries that is counted in one place and listed in another.
fn same_number(context: &Context<'_>, claim: &Claim, count: usize, list: &Countries) -> Option<Draft> {
    let many = count >= 5 && list.ids.len() == count && !list.doubled;
    many.then(|| {
        let sides = std::iter::once(claim.mention).chain(list.mentions.iter().copied()).map(|m| (context.index, m));
        let mut draft = Draft::new("enumeration-mismatch", Verdict::Identical, sides.collect());
        draft.derivation.push(format!("{count} names listed elsewhere; printed {count}"));
        draft
    })
}

/// A list that fits settles a count, the nearest of those that do; of lists that do not, the nearest one is told.
fn settle(found: Vec<Draft>) -> Vec<Draft> {
    let mut out: Vec<Draft> = Vec::new();
    for draft in found {
        let same = out.iter_mut().find(|d| d.sides.first() == draft.sides.first());
        match same {
            None => out.push(draft),
            Some(known) => {
                let rank = |d: &Draft| (!d.verdict.is_finding(), d.score);
                if rank(&draft) > rank(known) {
                    *known = draft;
                }
            }
        }
    }
    out
}

/// Lists of countries of the whole document, groups taken apart.
pub(super) fn countries(context: &Context<'_>, book: &Rulebook) -> Vec<Countries> {
    let mut out: Vec<Countries> = Vec::new();
    let mut run: Vec<usize> = Vec::new();
    let mut flush = |run: &mut Vec<usize>| {
        if let Some(list) = list_of(context, run) {
            out.push(list);
        }
        run.clear();
    };
    for (i, m) in context.mentions.iter().enumerate() {
        let Value::Entity { class: EntityClass::Country, .. } = m.value() else { continue };
        let inside = context.doc.segment_at(m.span.start).and_then(|s| context.doc.segments.get(s));
        if inside.is_none_or(|s| s.role == crate::model::document::Role::Boilerplate) {
            continue;
        }
        if let Some(last) = run.last() {
            let between = context.between(*last, i);
            let lang = context.doc.lang_at(m.span.start);
            let joined = book.relations.says("list-mark", lang, between)
                && context.doc.sentence_at(m.span.start)
                    == context.mentions.get(*last).and_then(|l| context.doc.sentence_at(l.span.start));
            if !joined {
                flush(&mut run);
            }
        }
        run.push(i);
    }
    flush(&mut run);
    out
}

fn list_of(context: &Context<'_>, run: &[usize]) -> Option<Countries> {
    let (first, last) = (context.mentions.get(*run.first()?)?, context.mentions.get(*run.last()?)?);
    let mut ids = BTreeSet::new();
    let mut doubled = false;
    let mut named = 0;
    for i in run {
        let Some(Value::Entity { id, members, name_en, .. }) = context.value(*i) else { continue };
        named += 1;
        if members.is_empty() {
            let id = id.clone().or_else(|| name_en.clone())?;
            doubled |= !ids.insert(id);
        } else {
            ids.extend(members.iter().cloned());
        }
    }
    if ids.len() < 2 && !doubled || named == 0 {
        return None;
    }
    let sentence = context.doc.sentence_at(first.span.start)?;
    let part = context.doc.segment_at(first.span.start).and_then(|s| context.doc.segments.get(s)).map_or(0, |s| s.part);
    Some(Countries { mentions: run.to_vec(), ids, doubled, span: first.span.join(last.span), part, sentence })
}

fn against_list(
    context: &Context<'_>,
    claim: &Claim,
    count: usize,
    list: &Countries,
    book: &Rulebook,
) -> Option<Draft> {
    let lang = claim.lang;
    let before = list.span.end <= claim.span.start;
    let gap = if before {
        Span::new(list.span.end, claim.span.start)
    } else {
        Span::new(claim.span.end, list.span.start.max(claim.span.end))
    };
    let words = gap.slice(&context.doc.text);
    let adjacent = list.sentence == claim.sentence
        && if before {
            book.relations.says("counted-list", lang, words)
        } else {
            book.relations.says("list-follows", lang, words)
        };
    let open = book.relations.says(if before { "open-list" } else { "open-list-before" }, lang, words);
    let n = list.ids.len();
    // Countries counted anew in the same passage: "our three countries" of a statement by three.
    let same_group = !adjacent
        && list.part == claim.part
        && book.relations.says("own-group", lang, &around(context, claim))
        && list.sentence.abs_diff(claim.sentence) <= 3;
    if !adjacent && !same_group {
        return None;
    }
    let fits = if open { n == count || n < count && !closes(n, count) } else { n == count };
    if fits && n != count {
        return None;
    }
    let verdict = match (fits, list.doubled) {
        (true, _) => Verdict::Identical,
        (false, _) if same_group && list.ids.len() > 8 => return None,
        _ => Verdict::Conflict,
    };
    let sides = std::iter::once(claim.mention).chain(list.mentions.iter().copied()).map(|m| (context.index, m));
    let mut draft = Draft::new("enumeration-mismatch", verdict, sides.collect());
    draft.derivation.push(format!("{n} names listed; printed {count}"));
    // A group stands for its members.
    if !list.plain(context) {
        draft.derivation.push(format!("listed: {}", list.told()));
    }
    draft.got = count.to_string();
    draft.want = n.to_string();
    let apart = i64::try_from(list.sentence.abs_diff(claim.sentence)).unwrap_or(100);
    draft.score = if adjacent { 1000 } else { 100 - apart };
    Some(draft)
}

/// Whether an open list of `n` names nearly exhausts `count`.
fn closes(n: usize, count: usize) -> bool {
    n >= 4 && n + 1 == count
}

fn around(context: &Context<'_>, claim: &Claim) -> String {
    let before = context.before(claim.sentence, claim.span.start, 24);
    let after = context.after(claim.sentence, claim.span.end, 24);
    format!("{before}\u{1}{after}")
}
