//! Figures printed twice in other units: a bracket converts the figure before it.
//!
//! Sizes convert by constants. Currencies convert by the rate that all pairs of the document admit together; a lone
//! pair must stay near what the currency cost about the day of publication ([`super::reference`]), and within what it
//! has cost in the last decades.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::compare::{Dimension, Fit, Operand, fit};
use super::context::Context;
use super::draft::{Draft, number, show};
use super::hypothesis;
use super::reference::Reference;
use crate::model::claim::Claim;
use crate::model::figure::Modifier;
use crate::model::finding::Verdict;
use crate::model::interval::Interval;
use crate::model::value::Value;
use crate::rulebook::Rulebook;

/// One printed pair.
struct Pair {
    a: usize,
    b: usize,
    /// Units of the second currency for one of the first.
    rate: Interval,
    at: Decimal,
}

/// Runs the check.
pub(super) fn run(context: &Context<'_>, book: &Rulebook) -> Vec<Draft> {
    let mut out = Vec::new();
    let mut by_currencies: BTreeMap<(String, String), Vec<Pair>> = BTreeMap::new();
    let claims: Vec<_> = context.checkable().collect();
    for two in claims.windows(2) {
        let [x, y] = two else { continue };
        if x.sentence != y.sentence {
            continue;
        }
        let between = context.between(x.mention, y.mention);
        if !book.relations.says("conversion", x.lang, between) {
            continue;
        }
        let operands = (Operand::of(&x.value, &book.dimensions), Operand::of(&y.value, &book.dimensions));
        let (Some(a), Some(b)) = operands else { continue };
        match (&a.dimension, &b.dimension) {
            (Dimension::Money(p), Dimension::Money(q)) if p != q => {
                let swap = p > q;
                let ((a_at, a), (b_at, b)) =
                    if swap { ((y.mention, &b), (x.mention, &a)) } else { ((x.mention, &a), (y.mention, &b)) };
                let key = if swap { (q.clone(), p.clone()) } else { (p.clone(), q.clone()) };
                for (from, to) in ends(a, context.value(a_at)).into_iter().zip(ends(b, context.value(b_at))) {
                    let Some(rate) = to.over(&from) else { continue };
                    let middle = |i: &Interval| i.lo.zip(i.hi).map(|(l, h)| (l.at + h.at) / Decimal::TWO);
                    let at = middle(&to).zip(middle(&from)).and_then(|(t, f)| t.checked_div(f));
                    let Some(at) = at else { continue };
                    by_currencies.entry(key.clone()).or_default().push(Pair { a: a_at, b: b_at, rate, at });
                }
            }
            (Dimension::Money(p), Dimension::Money(q))
                if p == q && b.soft && !b.bounded && fit(&a, &b) == Fit::Apart && !near(a.at, b.at, Decimal::TWO) =>
            {
                let sides = vec![(context.index, y.mention), (context.index, x.mention)];
                let mut draft = Draft::new("conversion-mismatch", Verdict::Conflict, sides);
                draft.derivation.push(format!("{} and {} in one currency ({p})", number(a.at), number(b.at)));
                draft.hypotheses.push("another currency may be meant in one of the two".to_owned());
                draft.want = number(a.at);
                out.push(draft);
            }
            (Dimension::Quantity(p), Dimension::Quantity(q)) if p == q && unit(&x.value) != unit(&y.value) => {
                out.push(sizes(context, (x.mention, &a), (y.mention, &b), (&x.value, &y.value), book));
            }
            (Dimension::Duration(p), Dimension::Duration(q)) => out.extend(lengths(context, (x, &a, p), (y, &b, q))),
            _ => {}
        }
    }
    for ((first, second), pairs) in by_currencies {
        out.extend(currencies(context, &first, &second, &pairs, book));
    }
    out
}

/// A length of time and the same in brackets, in another unit: 15 min 40 s (940 seconds).
fn lengths(context: &Context<'_>, x: (&Claim, &Operand, &str), y: (&Claim, &Operand, &str)) -> Option<Draft> {
    let closed = context.after(y.0.sentence, y.0.span.end, 1) == ")";
    let units = |c: &Claim| match &c.value {
        Value::Duration { iso8601, .. } => iso8601.chars().filter(char::is_ascii_alphabetic).collect::<String>(),
        _ => String::new(),
    };
    if x.2 != y.2 || !closed || x.1.soft || y.1.soft || units(x.0) == units(y.0) {
        return None;
    }
    // The finer of the two is rounded by the coarser, as a year is by its months.
    let fits = fit(x.1, y.1) != Fit::Apart || near(x.1.at, y.1.at, Decimal::new(105, 2));
    let verdict = if fits { Verdict::CompatibleByRounding } else { Verdict::Conflict };
    let mut draft =
        Draft::new("conversion-mismatch", verdict, vec![(context.index, y.0.mention), (context.index, x.0.mention)]);
    draft.derivation.push(format!(
        "{} and {} as one length",
        context.printed(x.0.mention),
        context.printed(y.0.mention)
    ));
    draft.want = number(x.1.at);
    Some(draft)
}

/// What a figure of a conversion stands for: as printed, without the hedge that every conversion carries; both ends of
/// a range apart.
fn ends(o: &Operand, value: Option<&Value>) -> Vec<Interval> {
    let figure = value.and_then(Value::figure);
    if let (Some(f), Some((lo, hi))) = (figure, o.tight.lo.zip(o.tight.hi))
        && f.modifier == Modifier::Range
        && let Some((a, b)) = f.stated.lo.zip(f.stated.hi)
    {
        let slack = (a.at - lo.at).abs();
        let around = |n: Decimal| Interval::closed(n - slack, n + slack);
        let _ = hi;
        return vec![around(a.at), around(b.at)];
    }
    let half = figure.map_or(Decimal::ZERO, |f| f.step.max(f.last_digit() / Decimal::TEN) / Decimal::TWO);
    vec![Interval::closed(o.at - half, o.at + half + half)]
}

fn unit(value: &Value) -> &str {
    match value {
        Value::Quantity { unit, .. } => unit,
        _ => "",
    }
}

fn sizes(
    context: &Context<'_>,
    a: (usize, &Operand),
    b: (usize, &Operand),
    values: (&Value, &Value),
    book: &Rulebook,
) -> Draft {
    let mut how = fit(a.1, b.1);
    // A difference of temperatures converts without the offset.
    if how == Fit::Apart
        && let (Some(u), Some(v)) = (book.dimensions.unit(unit(values.0)), book.dimensions.unit(unit(values.1)))
        && (!u.offset.is_zero() || !v.offset.is_zero())
        && let (Some(f), Some(g)) = (values.0.figure(), values.1.figure())
        && let (Some(x), Some(y)) = (f.loose().scaled(u.factor), g.loose().scaled(v.factor))
        && !x.disjoint(&y)
    {
        how = Fit::Rounding;
    }
    // Rounded conversions of rounded figures: one part in thirty is no slip.
    if how == Fit::Apart && near(a.1.at, b.1.at, Decimal::new(103, 2)) {
        how = Fit::Strained;
    }
    let mut draft = Draft::new("conversion-mismatch", how.verdict(), vec![(context.index, b.0), (context.index, a.0)]);
    let shown = book.dimensions.unit(unit(values.1)).map_or(a.1.at, |v| (a.1.at - v.offset) / v.factor);
    draft.derivation.push(format!("{} is {} in the other unit", context.printed(a.0), number(shown)));
    draft.fits(&Interval::point(a.1.at));
    draft.linked_by.push("the bracket converts the figure before it".to_owned());
    if how == Fit::Apart
        && let Some(figure) = values.1.figure()
    {
        let by = shown.abs() * Decimal::new(2, 2);
        draft.hypotheses =
            hypothesis::of(context, b.0, figure.printed, &Interval::closed(shown - by, shown + by), book);
    }
    draft
}

fn near(a: Decimal, b: Decimal, factor: Decimal) -> bool {
    let (low, high) = if a.abs() < b.abs() { (a.abs(), b.abs()) } else { (b.abs(), a.abs()) };
    low * factor >= high
}

/// How far, as a factor, two intervals of rates lie apart; 1 where they meet.
pub(super) fn apart(a: &Interval, b: &Interval) -> Decimal {
    let gap = |hi: Option<crate::model::interval::Bound>, lo: Option<crate::model::interval::Bound>| match (hi, lo) {
        (Some(h), Some(l)) if h.at < l.at && h.at > Decimal::ZERO => l.at.checked_div(h.at),
        _ => None,
    };
    gap(a.hi, b.lo).or_else(|| gap(b.hi, a.lo)).unwrap_or(Decimal::ONE)
}

fn currencies(context: &Context<'_>, first: &str, second: &str, pairs: &[Pair], book: &Rulebook) -> Vec<Draft> {
    let plausible = plausible(first, second, book);
    let mut out = Vec::new();
    for (i, pair) in pairs.iter().enumerate() {
        if Reference::older(context, &[pair.a, pair.b]) {
            continue;
        }
        let sides = vec![(context.index, pair.b), (context.index, pair.a)];
        let mut draft = Draft::new("conversion-mismatch", Verdict::CompatibleByRounding, sides);
        draft.linked_by.push("the bracket converts the figure before it".to_owned());
        draft.derivation.push(format!("{} {second} for one {first} ({})", number(pair.at), show(&pair.rate)));
        let mut verdict = Verdict::CompatibleByRounding;
        let mut want = None;
        if let Some(range) = &plausible {
            let off = apart(&pair.rate, range);
            draft.derivation.push(format!("one {first} has cost {} {second}", show(range)));
            if off > Decimal::new(12, 1) {
                verdict = Verdict::Conflict;
                want = Some(*range);
            }
        }
        // The other pairs of the document: the odd one is the one that most others contradict.
        let likely = |p: &Pair| plausible.is_none_or(|range| apart(&p.rate, &range) <= Decimal::new(12, 1));
        let others: Vec<&Pair> =
            pairs.iter().enumerate().filter(|(j, p)| *j != i && likely(p)).map(|(_, p)| p).collect();
        let limit = Decimal::new(106, 2);
        let against: Vec<&&Pair> = others.iter().filter(|o| apart(&pair.rate, &o.rate) > limit).collect();
        if verdict != Verdict::Conflict && !others.is_empty() && against.len() * 2 > others.len() {
            let odd = others.len() > 1 || plausible.is_none();
            let support = others.iter().filter(|o| others.iter().all(|p| apart(&o.rate, &p.rate) <= limit));
            if odd && (others.len() == 1 || support.count() > 0) || others.len() == 1 {
                let far = against.iter().map(|o| apart(&pair.rate, &o.rate)).max().unwrap_or(Decimal::ONE);
                verdict =
                    if far > Decimal::new(13, 1) || others.len() > 1 { Verdict::Conflict } else { Verdict::Tension };
                want = others.first().map(|o| o.rate);
                for o in &others {
                    draft.derivation.push(format!(
                        "{} / {} gives {}",
                        context.printed(o.b),
                        context.printed(o.a),
                        number(o.at)
                    ));
                }
            }
        }
        if verdict == Verdict::CompatibleByRounding
            && let Some(together) = joint(&others)
        {
            let off = apart(&pair.rate, &together);
            if off > Decimal::new(108, 2) {
                verdict = if off > Decimal::new(115, 2) { Verdict::Conflict } else { Verdict::Tension };
                draft.derivation.push(format!("the other {} admit {} together", others.len(), show(&together)));
                want = Some(together);
            }
        }
        // The rate of the day, where no other pair of the document speaks for the printed one.
        if !verdict.is_finding()
            && others.iter().all(|o| apart(&pair.rate, &o.rate) > limit)
            && let Some(reference) = Reference::of(context, (first, second), &[pair.a, pair.b], book)
        {
            draft.derivation.push(reference.told());
            if reference.contradicts(&pair.rate) {
                verdict = Verdict::Tension;
                want = Some(reference.rate);
            }
        }
        draft.verdict = verdict;
        if let (Some(want), Some(value)) = (want, context.value(pair.b).and_then(Value::figure)) {
            let base = context.value(pair.a).and_then(Value::figure).map(|f| f.printed).unwrap_or_default();
            if let Some(range) = want.scaled(base) {
                draft.fits(&range);
                draft.hypotheses = hypothesis::of(context, pair.b, value.printed, &range, book);
            }
        }
        out.push(draft);
    }
    // All pairs of three and more admit one rate.
    let all: Vec<&Pair> = pairs.iter().collect();
    if out.iter().all(|d| !d.verdict.is_finding())
        && let Some(rate) = joint(&all)
    {
        let mut sides: Vec<(usize, usize)> =
            pairs.iter().flat_map(|p| [(context.index, p.a), (context.index, p.b)]).collect();
        sides.sort_unstable();
        sides.dedup();
        let mut draft = Draft::new("conversion-mismatch", Verdict::CompatibleByRounding, sides);
        draft.derivation.push(format!("one rate fits all {}: {}", pairs.len(), show(&rate)));
        out.push(draft);
    }
    // Two pairs that contradict each other are one finding.
    let both = pairs.len() == 2 && out.iter().all(|d| d.verdict.is_finding());
    if both && plausible.is_none_or(|r| pairs.iter().all(|p| apart(&p.rate, &r) <= Decimal::new(12, 1))) {
        out.truncate(1);
    }
    out
}

/// The rate that three and more pairs admit together.
fn joint(pairs: &[&Pair]) -> Option<Interval> {
    let lo = pairs.iter().filter_map(|p| p.rate.lo).max_by_key(|b| b.at)?;
    let hi = pairs.iter().filter_map(|p| p.rate.hi).min_by_key(|b| b.at)?;
    (pairs.len() >= 3 && lo.at <= hi.at).then(|| Interval::closed(lo.at, hi.at))
}

/// What one unit of the first currency may cost in the second.
fn plausible(first: &str, second: &str, book: &Rulebook) -> Option<Interval> {
    let (a_low, a_high) = book.dimensions.per_dollar(first)?;
    let (b_low, b_high) = book.dimensions.per_dollar(second)?;
    Some(Interval::closed(b_low.checked_div(a_high)?, b_high.checked_div(a_low)?))
}
