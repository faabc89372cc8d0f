//! Shares that belong to one whole: they close to a hundred per cent, and their brackets imply the same total.

use rust_decimal::Decimal;

use super::compare::{Dimension, Fit, Operand};
use super::context::Context;
use super::conversion::apart;
use super::draft::{Draft, number, show};
use super::hypothesis::likeness;
use super::told::told;
use crate::model::claim::{Claim, Role};
use crate::model::finding::Verdict;
use crate::model::interval::Interval;
use crate::model::value::{RatioForm, Value};
use crate::rulebook::Rulebook;

/// Shares of one whole in a sentence, the last of them the rest: they make up a hundred per cent.
pub(super) fn closed(context: &Context<'_>, book: &Rulebook) -> Vec<Draft> {
    let mut out = Vec::new();
    for sentence in 0..context.doc.sentences.len() {
        let row: Vec<(&Claim, Operand)> = context
            .claims_in(sentence)
            .iter()
            .filter(|c| c.segment_role != crate::model::document::Role::Boilerplate)
            .filter(|c| matches!(c.value, Value::Ratio { form: RatioForm::Percent, .. }))
            .filter_map(|claim| Operand::of(&claim.value, &book.dimensions).map(|operand| (claim, operand)))
            .collect();
        let Some(last) = row.last().filter(|_| (2..=9).contains(&row.len())) else { continue };
        let before = context.before(sentence, last.0.span.start, 36);
        let clear = row.iter().all(|i| !i.1.soft && matches!(i.0.role, Role::Main | Role::Part));
        if !clear || !book.relations.says("the-rest", last.0.lang, before) {
            continue;
        }
        let at: Decimal = row.iter().map(|i| i.1.at).sum();
        let step = row.iter().map(|i| i.1.last_digit).max().unwrap_or_default();
        let slack = step * Decimal::from(row.len());
        let off = (at - Decimal::ONE).abs();
        // Far from the whole they are shares of different things.
        if off > Decimal::new(3, 1) {
            continue;
        }
        let verdict = if off <= slack { Fit::Rounding.verdict() } else { Verdict::Conflict };
        let sides = row.iter().rev().map(|i| (context.index, i.0.mention)).collect();
        let mut draft = Draft::new("sum-mismatch", verdict, sides);
        let terms: Vec<String> = row.iter().map(|i| told(i.1.at, &Dimension::Ratio)).collect();
        draft.derivation.push(format!("{} = {}; a whole is 100 %", terms.join(" + "), told(at, &Dimension::Ratio)));
        draft.fits(&Interval::point(at));
        draft.score = 100;
        out.push(draft);
    }
    out
}

/// Shares in brackets imply one whole: `2908명(78.5%)`, `796명(21.5%)`. The odd one is told.
pub(super) fn bracketed(context: &Context<'_>, book: &Rulebook) -> Vec<Draft> {
    let claims: Vec<_> = context.checkable().collect();
    let mut pairs: Vec<(usize, usize, Interval, Dimension, usize)> = Vec::new();
    for two in claims.windows(2) {
        let [x, y] = two else { continue };
        let between = context.between(x.mention, y.mention);
        let bracket = matches!(between.trim(), "(" | "·") && x.sentence == y.sentence;
        let percent = |c: &Claim| matches!(c.value, Value::Ratio { form: RatioForm::Percent, .. });
        let (x, y) = if percent(x) { (y, x) } else { (x, y) };
        if !bracket || !percent(y) {
            continue;
        }
        // By how much something moved is no share of it.
        let tail = context.after(x.sentence, x.span.end.max(y.span.end), 16);
        if book.relations.says("change-follows", x.lang, tail) {
            continue;
        }
        let (Some(a), Some(p)) = (Operand::of(&x.value, &book.dimensions), Operand::of(&y.value, &book.dimensions))
        else {
            continue;
        };
        if a.digits < 2 || p.digits < 2 || a.soft || matches!(x.value, Value::Ratio { .. }) {
            continue;
        }
        if let Some(whole) = a.tight.over(&p.tight) {
            pairs.push((x.mention, y.mention, whole, a.dimension, x.sentence));
        }
    }
    let mut out = Vec::new();
    for (i, (a, p, whole, dimension, sentence)) in pairs.iter().enumerate() {
        let others: Vec<&Interval> = pairs
            .iter()
            .enumerate()
            .filter(|(j, o)| *j != i && o.3.summable(dimension) && o.4.abs_diff(*sentence) <= 3)
            .map(|(_, o)| &o.2)
            .collect();
        let agree = others.iter().filter(|o| others.iter().filter(|q| !o.disjoint(q)).count() >= 2).count();
        let fits = others.iter().filter(|o| !whole.disjoint(o)).count();
        let verdict = if fits >= 1 {
            Verdict::CompatibleByRounding
        } else if agree >= 2 && others.iter().all(|o| apart(whole, o) > Decimal::new(102, 2)) {
            Verdict::Conflict
        } else {
            out.extend(by_slip(context, (*a, *p, whole), dimension, *sentence, book));
            continue;
        };
        let sides = vec![(context.index, *p), (context.index, *a)];
        let mut draft = Draft::new("derived-mismatch", verdict, sides);
        draft.derivation.push(format!(
            "{} as {} implies a whole of {}",
            context.printed(*a),
            context.printed(*p),
            show(whole)
        ));
        let other =
            pairs.iter().enumerate().find(|(j, o)| *j != i && o.3.summable(dimension) && o.4.abs_diff(*sentence) <= 3);
        if let Some((_, (b, q, o, ..))) = other {
            draft.derivation.push(format!(
                "beside it, {} as {} implies a whole of {}",
                context.printed(*b),
                context.printed(*q),
                show(o)
            ));
            draft.want = show(o);
        }
        out.push(draft);
    }
    out
}

/// A lone bracket against the wholes that stand near: it fits one of them, or would but for one slip of the pen.
fn by_slip(
    context: &Context<'_>,
    (a_at, p_at, implied): (usize, usize, &Interval),
    dimension: &Dimension,
    sentence: usize,
    book: &Rulebook,
) -> Option<Draft> {
    let a = Operand::of(context.value(a_at)?, &book.dimensions)?;
    let p = Operand::of(context.value(p_at)?, &book.dimensions)?;
    let wholes: Vec<(usize, Operand)> = context
        .checkable()
        .filter(|c| c.mention != a_at && c.sentence.abs_diff(sentence) <= 4)
        .filter_map(|c| Operand::of(&c.value, &book.dimensions).map(|o| (c.mention, o)))
        .filter(|(_, o)| o.dimension.summable(dimension) && o.digits >= 2 && !o.soft && o.at != a.at)
        .collect();
    let draft = |whole: usize, verdict: Verdict, derivation: String| {
        let sides = vec![(context.index, p_at), (context.index, a_at), (context.index, whole)];
        let mut draft = Draft::new("derived-mismatch", verdict, sides);
        draft.derivation.push(derivation);
        draft
    };
    if let Some((whole, o)) = wholes.iter().find(|(_, o)| !implied.disjoint(&o.tight)) {
        let derivation = format!(
            "{} / {}; printed {}",
            told(a.at, &a.dimension),
            told(o.at, &o.dimension),
            told(p.at, &p.dimension)
        );
        return Some(draft(*whole, Verdict::CompatibleByRounding, derivation));
    }
    let (whole, share) = wholes.iter().find_map(|(whole, o)| {
        let share = a.at.checked_div(o.at)?.round_dp(p.at.scale());
        let slip = p.digits >= 3 && share < Decimal::ONE && share > Decimal::ZERO && likeness(p.at, share) >= 1000;
        slip.then_some((*whole, share))
    })?;
    let derivation =
        format!("{} of {} is {}", context.printed(a_at), context.printed(whole), told(share, &p.dimension));
    let mut found = draft(whole, Verdict::Tension, derivation);
    found.fits(&Interval::point(share));
    found.got = number(p.at);
    Some(found)
}
