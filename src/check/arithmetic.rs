//! The arithmetic of relations: what must hold between operands, worked out with intervals.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::compare::{Dimension, Fit, Operand, absolute, distance, fit_computed};
use super::context::Context;
use super::told::{range, told};
use crate::model::figure::{Figure, Modifier};
use crate::model::finding::Verdict;
use crate::model::interval::Interval;
use crate::model::value::Value;
use crate::rulebook::Rulebook;
use crate::rulebook::relation::{Arithmetic, Direction, Relation};

/// Operands by name.
pub(super) type Operands = BTreeMap<String, Vec<usize>>;

/// How one reading of a relation came out.
pub(super) struct Outcome {
    /// How it came out.
    pub(super) fit: Fit,
    /// The figure the words derive from the others.
    pub(super) head: usize,
    /// Mentions, the derived one first.
    pub(super) sides: Vec<usize>,
    /// The arithmetic.
    pub(super) derivation: String,
    /// What would fit.
    pub(super) want: Option<Interval>,
    /// What is printed.
    pub(super) at: Option<Decimal>,
    /// A stronger statement about what is wrong than the relation's own check.
    pub(super) check: Option<&'static str>,
    /// The verdict, where the fit does not give it.
    pub(super) verdict: Option<Verdict>,
}

/// The first mention of an operand.
pub(super) fn first(operands: &Operands, name: &str) -> Option<usize> {
    operands.get(name).and_then(|v| v.first()).copied()
}

/// A mention ready for arithmetic; `None` in boilerplate.
pub(super) fn operand(context: &Context<'_>, mention: usize, book: &Rulebook) -> Option<Operand> {
    context.claim(mention)?;
    Some(counted(Operand::of(context.value(mention)?, &book.dimensions)?))
}

/// What a figure may stand for beside others that it is worked out with: people and things that were counted to the
/// last one are just so many (nobody rounds to 179), and no plain round number is a tenth off (100 million is no 140).
fn counted(mut o: Operand) -> Operand {
    if o.soft || o.bounded {
        return o;
    }
    let span = o.tight.lo.zip(o.tight.hi).map_or(Decimal::ZERO, |(l, h)| h.at - l.at);
    if matches!(o.dimension, Dimension::Count(_)) && o.last_digit == Decimal::ONE && span < Decimal::TWO {
        o.tight = Interval::point(o.at);
        o.loose = o.tight;
    }
    let tenth = o.at.abs() / Decimal::TEN;
    if let Some(near) = o.loose.meet(&Interval::closed(o.at - tenth, o.at + tenth)).filter(|_| !o.at.is_zero()) {
        o.loose = near.hull(&o.tight);
    }
    o
}

/// An operand by name. Of `pair`, one mention with two numbers, the first is b and the second a; a number without a
/// unit takes that of the figure it is compared with.
fn read(context: &Context<'_>, names: &Operands, name: &str, book: &Rulebook) -> Option<(usize, Operand)> {
    if let ("a" | "b", Some(pair)) = (name, first(names, "pair")) {
        context.claim(pair)?;
        let (first, second) = ends(context.value(pair)?)?;
        return Some((pair, Operand::of(if name == "b" { &first } else { &second }, &book.dimensions)?));
    }
    let at = first(names, name)?;
    let own = operand(context, at, book)?;
    let fellow = match name {
        "a" => first(names, "b").or_else(|| first(names, "t")),
        "b" | "t" | "d" => first(names, "a"),
        _ => None,
    };
    let lent = fellow.and_then(|f| with_unit_of(context.value(at)?, context.value(f)?));
    let lent = lent.and_then(|v| Operand::of(&v, &book.dimensions));
    Some((at, lent.unwrap_or(own)))
}

/// The two numbers of a range in the order in which they are printed.
fn ends(value: &Value) -> Option<(Value, Value)> {
    let figure = value.figure().filter(|f| f.modifier == Modifier::Range)?;
    let (low, high) = (figure.stated.lo?.at, figure.stated.hi?.at);
    let of = |at: Decimal| {
        let exact = Figure::exact(at, figure.step);
        match value {
            Value::Money { currency, .. } => Some(Value::Money { figure: exact, currency: currency.clone() }),
            Value::Count { unit, .. } => Some(Value::Count { figure: exact, unit: unit.clone() }),
            Value::Quantity { unit, .. } => Some(Value::Quantity { figure: exact, unit: unit.clone() }),
            Value::Ratio { form, .. } => Some(Value::Ratio { figure: exact, form: *form }),
            _ => None,
        }
    };
    let falling = figure.printed >= high;
    let (first, second) = if falling { (high, low) } else { (low, high) };
    Some((of(first)?, of(second)?))
}

/// A bare number read in the unit of its fellow.
fn with_unit_of(value: &Value, fellow: &Value) -> Option<Value> {
    let Value::Count { figure, unit } = value else { return None };
    if unit != "thing" {
        return None;
    }
    match fellow {
        Value::Money { currency, .. } => Some(Value::Money { figure: figure.clone(), currency: currency.clone() }),
        Value::Quantity { unit, .. } if unit != "times" => {
            Some(Value::Quantity { figure: figure.clone(), unit: unit.clone() })
        }
        _ => None,
    }
}

/// Whether the first operand is a date.
fn is_date(context: &Context<'_>, names: &Operands) -> bool {
    first(names, "a").is_some_and(|m| matches!(context.value(m), Some(Value::Date(_))))
}

/// Whether two operands are one figure by mistake.
fn same_mention(names: &Operands, a: usize, b: usize) -> bool {
    a == b && !names.contains_key("pair")
}

/// Works a relation out; `None` where its operands cannot be compared.
pub(super) fn evaluate(
    context: &Context<'_>,
    relation: &Relation,
    names: &Operands,
    book: &Rulebook,
) -> Option<Outcome> {
    let get = |name: &str| read(context, names, name, book);
    match relation.is {
        Arithmetic::Elapsed | Arithmetic::Counted | Arithmetic::Spanned => {
            return super::timespan::time(context, relation, names, book);
        }
        Arithmetic::Next => return super::timespan::next(context, names, book),
        Arithmetic::After => return super::timespan::after(context, names),
        Arithmetic::Equal if is_date(context, names) => return super::timespan::same(context, names),
        Arithmetic::Sum => return sum(context, names, book),
        _ => {}
    }
    let (a_at, a) = get("a")?;
    if relation.is == Arithmetic::Share && !names.contains_key("t") {
        return open_share(context, (a_at, a), get("p")?, book);
    }
    let two = |x: &Operand, y: &Operand| alike(&x.dimension, &y.dimension);
    // A loss, or a rate below zero, is no base of growth, and no level that words of more and less go by.
    let sunk = |name: &str| {
        first(names, name).and_then(|m| context.value(m)?.figure()).is_some_and(|f| f.printed < Decimal::ZERO)
    };
    if ["a", "b", "t"].iter().any(|name| sunk(name)) {
        return None;
    }
    match relation.is {
        Arithmetic::Difference | Arithmetic::Rest => {
            let (b_at, b) = get("b")?;
            let (d_at, d) = get("d")?;
            let ratios = a.dimension == Dimension::Ratio && b.dimension == Dimension::Ratio;
            let d = if ratios { d.into_points() } else { d };
            if same_mention(names, a_at, b_at)
                || !two(&a, &b)
                || !(two(&a, &d) || ratios && matches!(d.dimension, Dimension::Point))
            {
                return None;
            }
            let tight = distance(&a.tight, &b.tight)?;
            let loose = distance(&a.loose, &b.loose)?;
            let fit = fit_computed((&tight, &loose), &d);
            let derivation = format!(
                "|{} − {}| = {}; printed {}",
                told(a.at, &a.dimension),
                told(b.at, &b.dimension),
                range(&tight, &d.dimension),
                told(d.at, &d.dimension)
            );
            if ratios && d.dimension == Dimension::Ratio {
                let growth = growth(&a, &b)?;
                if !growth.1.disjoint(&d.loose) {
                    return Some(outcome(Fit::Rounding, d_at, vec![d_at, a_at, b_at], derivation, growth.0, d.at));
                }
                if fit != Fit::Apart {
                    let mut o = outcome(Fit::Apart, d_at, vec![d_at, a_at, b_at], derivation, growth.0, d.at);
                    o.check = Some("percent-vs-point");
                    o.verdict = Some(Verdict::Tension);
                    return Some(o);
                }
            }
            let mut o = outcome(fit, d_at, vec![d_at, a_at, b_at], derivation, tight, d.at);
            wrong_way(relation, &a, &b, &mut o);
            Some(o)
        }
        Arithmetic::Growth => {
            let (b_at, b) = get("b")?;
            let (p_at, p) = get("p")?;
            if same_mention(names, a_at, b_at) || !two(&a, &b) {
                return None;
            }
            let (tight, loose) = growth(&a, &b)?;
            let derivation = format!(
                "{} / {} − 1 = {}; printed {}",
                told(a.at, &a.dimension),
                told(b.at, &b.dimension),
                range(&tight, &p.dimension),
                told(p.at, &p.dimension)
            );
            let fit = fit_computed((&tight, &loose), &p);
            let mut o = outcome(fit, p_at, vec![p_at, a_at, b_at], derivation, tight, p.at);
            if p.dimension == Dimension::Point {
                if a.dimension == Dimension::Ratio {
                    let tight = distance(&a.tight, &b.tight)?;
                    let loose = distance(&a.loose, &b.loose)?;
                    o.fit = fit_computed((&tight, &loose), &p);
                } else if fit != Fit::Apart {
                    o.fit = Fit::Apart;
                    o.check = Some("percent-vs-point");
                    o.verdict = Some(Verdict::Conflict);
                    return Some(o);
                }
            } else if a.dimension == Dimension::Ratio && fit == Fit::Apart {
                let tight = distance(&a.tight, &b.tight)?;
                let loose = distance(&a.loose, &b.loose)?;
                if fit_computed((&tight, &loose), &p) != Fit::Apart {
                    o.check = Some("percent-vs-point");
                    o.verdict = Some(Verdict::Tension);
                    return Some(o);
                }
            }
            wrong_way(relation, &a, &b, &mut o);
            Some(o)
        }
        Arithmetic::GrowthBy | Arithmetic::GrowthOn | Arithmetic::Share => {
            let (whole_at, whole) = get(if relation.is == Arithmetic::Share { "t" } else { "b" })?;
            let (p_at, p) = match get("p") {
                Some(p) => p,
                None => (a_at, Operand::constant(relation.factor?, Dimension::Ratio)),
            };
            if a_at == whole_at || !two(&a, &whole) || whole.at.is_zero() {
                return None;
            }
            // A part is no whole.
            if relation.is == Arithmetic::Share && p.at < Decimal::ONE && a.at >= whole.at {
                let turned = whole.loose.over(&a.loose)?;
                if a.at == whole.at || !turned.disjoint(&p.loose) {
                    return None;
                }
            }
            let base = |w: Interval, part: Interval| match (relation.is, relation.direction) {
                (Arithmetic::GrowthOn, Some(Direction::Down)) => w.plus(&part),
                (Arithmetic::GrowthOn, _) => w.minus(&part),
                _ => Some(w),
            };
            let tight = a.tight.over(&base(whole.tight, a.tight)?)?;
            let loose = a.loose.over(&base(whole.loose, a.loose)?)?;
            let fit = fit_computed((&tight, &loose), &p);
            let derivation = format!(
                "{} / {} = {}; printed {}",
                told(a.at, &a.dimension),
                told(whole.at, &whole.dimension),
                range(&tight, &p.dimension),
                told(p.at, &p.dimension)
            );
            Some(outcome(fit, p_at, vec![p_at, a_at, whole_at], derivation, tight, p.at))
        }
        Arithmetic::Multiple => {
            let (b_at, b) = get("b")?;
            if same_mention(names, a_at, b_at) || !two(&a, &b) || b.at.is_zero() {
                return None;
            }
            let tight = a.tight.over(&b.tight)?;
            let loose = a.loose.over(&b.loose)?;
            let (head, m) = match get("m") {
                Some(m) => m,
                None => {
                    let m = relation.factor?;
                    let mut o = Operand::constant(m, Dimension::Times);
                    o.loose = Interval::closed(m * Decimal::new(82, 2), m * Decimal::new(125, 2));
                    o.tight = o.loose;
                    (a_at, o)
                }
            };
            let m = soften(m);
            let fit = fit_computed((&tight, &loose), &m);
            let derivation = format!(
                "{} / {} = {}; printed {}",
                told(a.at, &a.dimension),
                told(b.at, &b.dimension),
                range(&tight, &m.dimension),
                told(m.at, &m.dimension)
            );
            let sides = if head == a_at { vec![a_at, b_at] } else { vec![head, a_at, b_at] };
            let mut o = outcome(fit, head, sides, derivation, tight, m.at);
            if head == a_at {
                o.want = None;
            }
            Some(o)
        }
        Arithmetic::Product => {
            let (n_at, n) = get("n")?;
            let (t_at, t) = get("t")?;
            // Of one, the product is what one costs.
            let one = n.at == Decimal::ONE;
            if a_at == n_at || a_at == t_at || n_at == t_at || one || !two(&a, &t) {
                return None;
            }
            let tight = a.tight.times(&n.tight)?;
            let loose = a.loose.times(&n.loose)?;
            let fit = fit_computed((&tight, &loose), &t);
            let derivation = format!(
                "{} × {} = {}; printed {}",
                told(a.at, &a.dimension),
                told(n.at, &n.dimension),
                range(&tight, &t.dimension),
                told(t.at, &t.dimension)
            );
            Some(outcome(fit, t_at, vec![t_at, a_at, n_at], derivation, tight, t.at))
        }
        Arithmetic::Part => {
            let (t_at, t) = get("t")?;
            let same_unit = a.dimension == t.dimension || matches!(&a.dimension, Dimension::Count(u) if u == "thing");
            let whole = context.claim(t_at)?;
            // The largest figure of its sentence is the whole.
            let largest = context.claims_in(whole.sentence).iter().filter(|c| c.mention != a_at).all(|c| {
                Operand::of(&c.value, &book.dimensions)
                    .is_none_or(|o| !o.dimension.summable(&t.dimension) || o.at <= t.at)
            });
            if a_at == t_at || !same_unit || !a.dimension.summable(&t.dimension) || !largest {
                return None;
            }
            let wrong = a.loose.lo.zip(t.loose.hi).is_some_and(|(lo, hi)| lo.at > hi.at);
            let derivation = format!("{} of {}", told(a.at, &a.dimension), told(t.at, &t.dimension));
            let mut o =
                outcome(if wrong { Fit::Apart } else { Fit::Bound }, a_at, vec![a_at, t_at], derivation, t.loose, a.at);
            o.want = None;
            Some(o)
        }
        Arithmetic::Quotient => {
            let (n_at, n) = get("n")?;
            let (t_at, t) = get("t")?;
            if a_at == n_at || a_at == t_at || n_at == t_at || !two(&a, &t) || n.at <= Decimal::ONE {
                return None;
            }
            let tight = t.tight.over(&n.tight)?;
            let loose = t.loose.over(&n.loose)?;
            let fit = fit_computed((&tight, &loose), &a);
            let derivation = format!(
                "{} / {} = {}; printed {}",
                told(t.at, &t.dimension),
                told(n.at, &n.dimension),
                range(&tight, &a.dimension),
                told(a.at, &a.dimension)
            );
            Some(outcome(fit, a_at, vec![a_at, t_at, n_at], derivation, tight, a.at))
        }
        Arithmetic::More | Arithmetic::Less => {
            let (b_at, b) = get("b")?;
            if same_mention(names, a_at, b_at) || !two(&a, &b) {
                return None;
            }
            let up = if relation.is == Arithmetic::More { (&b, &a) } else { (&a, &b) };
            let wrong = up.1.loose.hi.zip(up.0.loose.lo).is_some_and(|(hi, lo)| hi.at < lo.at);
            let sign = if relation.is == Arithmetic::More { '>' } else { '<' };
            let derivation = format!("stated {} {sign} {}", told(a.at, &a.dimension), told(b.at, &b.dimension));
            let fit = if wrong { Fit::Apart } else { Fit::Bound };
            let mut o = outcome(fit, b_at, vec![a_at, b_at], derivation, b.tight, a.at);
            o.want = None;
            Some(o)
        }
        Arithmetic::Equal => {
            let (b_at, b) = get("b")?;
            if a_at == b_at || !two(&a, &b) {
                return None;
            }
            let fit = super::compare::fit(&a, &b);
            let derivation = format!("{} = {}", told(a.at, &a.dimension), told(b.at, &b.dimension));
            Some(outcome(fit, b_at, vec![a_at, b_at], derivation, a.tight, b.at))
        }
        _ => None,
    }
}

pub(super) fn outcome(
    fit: Fit,
    head: usize,
    sides: Vec<usize>,
    derivation: String,
    want: Interval,
    at: Decimal,
) -> Outcome {
    Outcome { fit, head, sides, derivation, want: Some(want), at: Some(at), check: None, verdict: None }
}

/// Comparable, and places in an order also with bare counts (11계단).
pub(super) fn alike(a: &Dimension, b: &Dimension) -> bool {
    a.comparable(b)
        || matches!((a, b), (Dimension::Ordinal(_), Dimension::Count(_)) | (Dimension::Count(_), Dimension::Ordinal(_)))
        || matches!((a, b), (Dimension::Count(_), Dimension::Count(_)))
}

/// Growth of a over b, as a distance.
fn growth(a: &Operand, b: &Operand) -> Option<(Interval, Interval)> {
    if b.at <= Decimal::ZERO {
        return None;
    }
    let one = Interval::point(Decimal::ONE);
    let of = |a: Interval, b: Interval| Some(absolute(a.over(&b)?.minus(&one)?));
    Some((of(a.tight, b.tight)?, of(a.loose, b.loose)?))
}

/// A multiple of one digit is spoken loosely: three times may be 2.7 or 3.4.
fn soften(mut m: Operand) -> Operand {
    if m.dimension == Dimension::Times && !m.bounded && m.at.fract().is_zero() && m.at < Decimal::TEN {
        let half = Decimal::new(45, 2);
        m.loose = m.loose.hull(&Interval::closed(m.at - half, m.at + half));
    }
    m
}

/// A change that goes the other way than the words say.
fn wrong_way(relation: &Relation, a: &Operand, b: &Operand, o: &mut Outcome) {
    let wrong = |low: &Operand, high: &Operand| low.loose.hi.zip(high.loose.lo).is_some_and(|(l, h)| l.at < h.at);
    let against = match relation.direction {
        Some(Direction::Up) => wrong(a, b),
        Some(Direction::Down) => wrong(b, a),
        None => false,
    };
    if against && o.fit != Fit::Apart {
        o.fit = Fit::Apart;
        o.check = Some("comparison-mismatch");
        o.want = None;
    }
}

fn sum(context: &Context<'_>, names: &Operands, book: &Rulebook) -> Option<Outcome> {
    let total_at = first(names, "t")?;
    let total = operand(context, total_at, book)?;
    let list: Vec<usize> = names.get("list").or_else(|| names.get("a"))?.clone();
    let list: Vec<usize> = list.into_iter().filter(|m| *m != total_at).collect();
    let parts: Vec<(usize, Operand)> = list
        .iter()
        .filter_map(|m| operand(context, *m, book).map(|o| (*m, o)))
        .filter(|(_, o)| alike(&o.dimension, &total.dimension))
        .collect();
    if parts.len() < 2 {
        return None;
    }
    let (mut tight, mut loose, mut at) =
        (Interval::point(Decimal::ZERO), Interval::point(Decimal::ZERO), Decimal::ZERO);
    for (_, part) in &parts {
        tight = tight.plus(&part.tight)?;
        loose = loose.plus(&part.loose)?;
        at = at.checked_add(part.at)?;
    }
    let fit = if at == total.at { Fit::Same } else { fit_computed((&tight, &loose), &total) };
    let terms: Vec<String> = parts.iter().map(|(_, o)| told(o.at, &o.dimension)).collect();
    let derivation =
        format!("{} = {}; printed {}", terms.join(" + "), told(at, &total.dimension), told(total.at, &total.dimension));
    let mut sides = vec![total_at];
    sides.extend(parts.iter().map(|(m, _)| *m));
    Some(outcome(fit, total_at, sides, derivation, tight, total.at))
}

/// A share of a whole that the sentence does not print: some figure of the document must be it.
fn open_share(
    context: &Context<'_>,
    (a_at, a): (usize, Operand),
    (p_at, p): (usize, Operand),
    book: &Rulebook,
) -> Option<Outcome> {
    if a.digits < 2 {
        return None;
    }
    let mut wholes: Vec<(usize, Interval)> = Vec::new();
    for claim in context.checkable().filter(|c| c.mention != a_at && c.mention != p_at) {
        let Some(t) = Operand::of(&claim.value, &book.dimensions) else { continue };
        if t.dimension.summable(&a.dimension) && t.at > a.at && t.digits >= 2 {
            wholes.push((claim.mention, a.loose.over(&t.loose)?));
        }
    }
    let (whole_at, share) = wholes
        .iter()
        .find(|(_, share)| !share.disjoint(&p.loose))
        .or_else(|| {
            wholes.iter().max_by_key(|(m, _)| {
                (
                    m.abs_diff(a_at) < 40,
                    Operand::of(
                        context.value(*m).unwrap_or(&Value::Identifier { of: String::new() }),
                        &book.dimensions,
                    )
                    .map(|o| o.at),
                )
            })
        })
        .copied()?;
    let fit = if share.disjoint(&p.loose) { Fit::Apart } else { Fit::Rounding };
    let derivation = format!(
        "{} of {} is {}; printed {}",
        context.printed(a_at),
        context.printed(whole_at),
        range(&share, &p.dimension),
        told(p.at, &p.dimension)
    );
    Some(outcome(fit, p_at, vec![p_at, a_at, whole_at], derivation, share, p.at))
}
