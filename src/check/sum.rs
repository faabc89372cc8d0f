//! Parts and their total: figures of one unit in a row against a figure of that unit near by.
//!
//! A total is believed where words say so, where the list is closed, or where the sum nearly fits; it is never blamed
//! where some other reading of the same figures fits.

use rust_decimal::Decimal;

use super::compare::{Fit, Operand, fit_computed};
use super::context::Context;
use super::draft::{Draft, number, show};
use super::hypothesis::{self, likeness};
use crate::model::claim::{Claim, Role};
use crate::model::finding::Verdict;
use crate::model::interval::Interval;
use crate::rulebook::Rulebook;

/// A figure with its operand.
struct Item<'a> {
    claim: &'a Claim,
    operand: Operand,
}

/// Runs the check: rows of parts within two sentences of a candidate total.
pub(super) fn run(context: &Context<'_>, book: &Rulebook) -> Vec<Draft> {
    let items: Vec<Item<'_>> = context
        .checkable()
        .filter(|c| !matches!(c.role, Role::Denial | Role::Correction))
        .filter_map(|claim| {
            let operand = Operand::of(&claim.value, &book.dimensions)?;
            let summable = matches!(claim.value.kind(), "money" | "count" | "quantity" | "ratio");
            summable.then_some(Item { claim, operand })
        })
        .collect();
    let mut out: Vec<Draft> = Vec::new();
    for (t, total) in items.iter().enumerate() {
        if total.operand.bounded && total.operand.loose.hi.is_none() {
            continue;
        }
        let mut best: Option<Draft> = None;
        for parts in rows(context, &items, t, book) {
            let Some(draft) = judge(context, total, &parts, &items, book) else { continue };
            let better = match &best {
                None => true,
                Some(b) => {
                    let held = |d: &Draft| !d.verdict.is_finding();
                    (held(&draft), draft.verdict == Verdict::Conflict, draft.score)
                        > (held(b), b.verdict == Verdict::Conflict, b.score)
                }
            };
            if better {
                best = Some(draft);
            }
        }
        out.extend(best);
    }
    // A figure that is a part in a sum that holds is no total gone wrong beside it.
    let held: Vec<Vec<(usize, usize)>> =
        out.iter().filter(|d| !d.verdict.is_finding()).map(|d| d.sides.clone()).collect();
    out.retain(|d| {
        !d.verdict.is_finding()
            || !held.iter().any(|h| d.sides.iter().all(|s| h.contains(s)))
                && !held
                    .iter()
                    .any(|h| h.iter().skip(1).filter(|s| d.sides.iter().skip(1).any(|x| x == *s)).count() >= 2)
    });
    out
}

/// Rows of like figures that may be the parts of `items[t]`: before it, or after it.
fn rows<'i, 'a>(context: &Context<'_>, items: &'i [Item<'a>], t: usize, book: &Rulebook) -> Vec<Vec<&'i Item<'a>>> {
    let Some(total) = items.get(t) else { return Vec::new() };
    let like = |i: &&Item<'_>| {
        i.operand.dimension.comparable(&total.operand.dimension)
            && i.claim.part == total.claim.part
            && i.claim.mention != total.claim.mention
    };
    let mut out: Vec<Vec<&Item<'_>>> = Vec::new();
    let near = |s: usize| s.abs_diff(total.claim.sentence) <= 2;
    let after: Vec<&Item<'_>> =
        items.iter().skip(t + 1).filter(like).take_while(|i| near(i.claim.sentence)).take(14).collect();
    let before: Vec<&Item<'_>> = {
        let mut b: Vec<&Item<'_>> =
            items.iter().take(t).rev().filter(like).take_while(|i| near(i.claim.sentence)).take(14).collect();
        b.reverse();
        b
    };
    for list in [&after, &before] {
        for from in 0..list.len() {
            for to in from + 2..=list.len() {
                let row: Vec<&Item<'_>> = list.get(from..to).unwrap_or_default().to_vec();
                if joined(context, &row, book) {
                    out.push(row);
                }
            }
        }
    }
    out
}

/// Whether figures stand in a row: short words between them, in one sentence or in neighbouring ones.
fn joined(context: &Context<'_>, row: &[&Item<'_>], _book: &Rulebook) -> bool {
    row.windows(2).all(|w| {
        let [a, b] = w else { return true };
        let between = context.between(a.claim.mention, b.claim.mention);
        between.chars().count() <= 60 && b.claim.sentence - a.claim.sentence.min(b.claim.sentence) <= 1
    })
}

fn judge(
    context: &Context<'_>,
    total: &Item<'_>,
    parts: &[&Item<'_>],
    items: &[Item<'_>],
    book: &Rulebook,
) -> Option<Draft> {
    let smaller = parts.iter().all(|p| p.operand.at < total.operand.at);
    if !smaller || parts.iter().any(|p| p.operand.bounded && p.operand.loose.hi.is_none()) {
        return None;
    }
    let (mut tight, mut loose, mut at) =
        (Interval::point(Decimal::ZERO), Interval::point(Decimal::ZERO), Decimal::ZERO);
    for p in parts {
        let times = Decimal::from(each(context, p.claim, parts, book));
        tight = tight.plus(&p.operand.tight.scaled(times)?)?;
        // A part printed coarser than its total is meant exactly.
        let part = if p.operand.soft { p.operand.loose } else { p.operand.tight };
        loose = loose.plus(&part.scaled(times)?)?;
        at = at.checked_add(p.operand.at.checked_mul(times)?)?;
    }
    let exact = at == total.operand.at;
    let how = if exact { Fit::Same } else { fit_computed((&tight, &loose), &total.operand) };
    let cue = cues(context, total, parts, book);
    let ratio = total.operand.dimension == super::compare::Dimension::Ratio;
    let sides: Vec<(usize, usize)> = std::iter::once(total.claim.mention)
        .chain(parts.iter().map(|p| p.claim.mention))
        .map(|m| (context.index, m))
        .collect();
    let terms: Vec<String> = parts.iter().map(|p| number(p.operand.at)).collect();
    let derivation = format!("{} = {}; printed {}", terms.join(" + "), number(at), number(total.operand.at));
    if how != Fit::Apart {
        // Small numbers add up by chance: a pass needs a word or some digits.
        if cue < 2 && (total.operand.digits < 2 || how != Fit::Same) {
            return None;
        }
        let mut draft = Draft::new("sum-mismatch", how.verdict(), sides);
        draft.derivation.push(derivation);
        draft.score = cue + 10;
        return Some(draft);
    }
    if ratio && cue < 4 {
        return None;
    }
    let off = (at - total.operand.at).abs().checked_div(total.operand.at)?;
    let alike = likeness(at, total.operand.at);
    let near = if off <= Decimal::new(2, 2) || alike >= 1000 {
        2
    } else if off <= Decimal::new(12, 2) {
        1
    } else {
        0
    };
    let evidence = cue + near + i64::from(parts.len() >= 3 && near > 0);
    if evidence < 4 || cue < 2 {
        return None;
    }
    // Another row that fits excuses this one.
    if excused(total, parts, items) {
        return None;
    }
    let verdict = if evidence >= 5 || cue >= 3 && near > 0 { Verdict::Conflict } else { Verdict::Tension };
    let mut draft = Draft::new("sum-mismatch", verdict, sides);
    draft.derivation.push(derivation);
    draft.got = number(total.operand.at);
    draft.want = show(&Interval::point(at));
    draft.hypotheses = hypothesis::slips(total.operand.at, &tight);
    draft.score = evidence * 10 - i64::try_from(parts.len()).unwrap_or(0);
    Some(draft)
}

/// How many the word `each` multiplies a part by: the names in the list before it, at least 1.
fn each(context: &Context<'_>, claim: &Claim, _parts: &[&Item<'_>], book: &Rulebook) -> i64 {
    let before = context.before(claim.sentence, claim.span.start, 60);
    let Some(found) = book.relations.words("each", claim.lang).and_then(|r| r.find(before)) else { return 1 };
    let Some(names) = book.relations.words("listed-names", claim.lang) else { return 1 };
    let head = before.get(..found.start()).unwrap_or("");
    let tail = head.rsplit([',', '.', '\u{1}']).next().unwrap_or(head);
    let n = names.find_iter(tail).count();
    i64::try_from(n).unwrap_or(0) + 1
}

/// Words that say that a figure is the total of others.
fn cues(context: &Context<'_>, total: &Item<'_>, parts: &[&Item<'_>], book: &Rulebook) -> i64 {
    let claim = total.claim;
    let (Some(first), Some(last)) = (parts.first(), parts.last()) else { return 0 };
    let says = |list: &str, text: &str| book.relations.says(list, claim.lang, text);
    let before = context.before(claim.sentence, claim.span.start, 40);
    let after = context.after(claim.sentence, claim.span.end, 40);
    let mut cue = 0;
    if says("superlative", context.sentence_text(claim.sentence)) && first.claim.sentence == claim.sentence {
        return 0;
    }
    if claim.role == Role::Whole || says("total-before", before) || says("total-after", after) {
        cue += 3;
    }
    let ahead = first.claim.span.start > claim.span.end;
    if ahead {
        let gap = context.between(claim.mention, first.claim.mention);
        if says("list-opens", gap) {
            cue += 2;
        }
        if says("part", gap) {
            cue += 2;
        }
        let adjacent = gap.chars().count() <= 30 && claim.sentence == first.claim.sentence;
        let next = first.claim.sentence == claim.sentence + 1 && first.claim.clause.start <= first.claim.span.start;
        if adjacent || next && gap.chars().count() <= 60 {
            cue += 1;
        }
    } else {
        let gap = context.between(last.claim.mention, claim.mention);
        if says("sums-up", gap) {
            cue += 3;
        }
        if gap.chars().count() <= 24 && claim.sentence == last.claim.sentence {
            cue += 1;
        }
    }
    // An open list promises no sum.
    let tail = context.after(last.claim.sentence, last.claim.span.end, 24);
    if says("open-list", tail)
        || says("open-list-before", context.before(first.claim.sentence, first.claim.span.start, 40))
    {
        cue -= 3;
    }
    cue
}

/// Whether some other run of figures near the total adds up to it.
fn excused(total: &Item<'_>, parts: &[&Item<'_>], items: &[Item<'_>]) -> bool {
    let near: Vec<&Item<'_>> = items
        .iter()
        .filter(|i| {
            i.claim.mention != total.claim.mention
                && i.claim.sentence.abs_diff(total.claim.sentence) <= 2
                && i.operand.dimension.comparable(&total.operand.dimension)
        })
        .collect();
    let _ = parts;
    (0..near.len()).any(|from| {
        let mut at = Decimal::ZERO;
        near.iter().skip(from).take(8).enumerate().any(|(n, i)| {
            at = at.checked_add(i.operand.at).unwrap_or(at);
            n > 0 && at == total.operand.at
        })
    })
}
