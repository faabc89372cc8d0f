//! The arithmetic of derivations, worked out again from the figures of the sides.

use rust_decimal::Decimal;

use super::side::Side;
use super::value::{Claimed, follows, number, same};
use crate::model::figure::last_digit;
use crate::model::interval::{Bound, Interval};
use crate::rulebook::dimension::Dimensions;

/// A number of a derivation that a side prints, with everything it can stand for.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Operand {
    /// The number.
    pub(super) at: Decimal,
    /// What it can stand for: the number itself, what rounds or is cut to it, what a bound leaves open.
    pub(super) readings: Vec<Interval>,
}

/// Seconds, days and months in the units of lengths of time.
const LENGTHS: [i64; 7] = [60, 3600, 86400, 7, 12, 10, 120];

/// The operand of a number; `None` where no side prints it.
pub(super) fn operand(at: Decimal, sides: &[Side], dimensions: &Dimensions) -> Option<Operand> {
    let mut readings: Vec<Interval> = Vec::new();
    let mut add = |i: Option<Interval>| {
        if let Some(i) = i.filter(|i| !readings.contains(i)) {
            readings.push(i);
        }
    };
    for side in sides {
        let Some(range) = side.range() else { continue };
        for (factor, offset) in factors(side, sides, dimensions) {
            let scaled = |n: Decimal| n.checked_mul(factor)?.checked_add(offset);
            let ends = [range.lo, range.hi].into_iter().flatten().map(|b| b.at);
            let Some(own) = ends.clone().find(|n| scaled(*n).is_some_and(|s| same(s, at) || same(-s, at))) else {
                continue;
            };
            let sign = if scaled(own).is_some_and(|s| same(s, at)) { Decimal::ONE } else { -Decimal::ONE };
            let end = |n: Decimal| scaled(n).map(|s| s * sign);
            let both = |lo: Decimal, hi: Decimal| Some(Interval::closed(end(lo)?, end(hi)?));
            let step = side.step(own);
            let half = step / Decimal::TWO;
            let digit = last_digit(own.abs(), step);
            match (range.lo, range.hi) {
                (Some(a), Some(b)) if a.at == b.at => {
                    add(both(own, own));
                    add(both(own - half, own + step));
                    add(both(own - half, own + half));
                    add(both(own - step, own + step));
                    add(both(own - digit / Decimal::TWO, own + digit / Decimal::TWO));
                    // Spoken loosely: `nearly`, a conversion by the tenth of its last digit.
                    let tenth = step.max(digit / Decimal::TEN) / Decimal::TWO;
                    add(both(own - tenth, own + tenth + tenth));
                    add(both(own * Decimal::new(82, 2), own * Decimal::new(104, 2)));
                }
                (Some(a), Some(b)) => {
                    add(both(a.at, b.at));
                    add(both(a.at - half, b.at + half));
                    add(both(own, own));
                    add(both(own - half, own + half));
                    // The finer of two numbers says how finely both are told.
                    for n in &side.numbers {
                        let half = side
                            .numbers
                            .last()
                            .map_or(n.step, |l| n.step * if n.scale == l.scale { Decimal::ONE } else { l.scale })
                            / Decimal::TWO;
                        add(both(a.at - half, b.at + half));
                        add(both(own - half, own + half));
                    }
                }
                (Some(a), None) => add(end(a.at).map(|lo| Interval::from(lo, false))),
                (None, Some(b)) => {
                    add(end(b.at).map(|hi| Interval::up_to(hi, false)));
                    add(both(b.at * Decimal::new(82, 2), b.at * Decimal::new(104, 2)));
                }
                (None, None) => {}
            }
        }
    }
    (!readings.is_empty()).then_some(Operand { at, readings })
}

/// What the number of a side may be multiplied by, and what is added: its unit's way to the base of its dimension.
fn factors(side: &Side, sides: &[Side], dimensions: &Dimensions) -> Vec<(Decimal, Decimal)> {
    let mut out = vec![(Decimal::ONE, Decimal::ZERO)];
    match &side.claimed {
        // A bare count is in the unit of another side.
        Claimed::Amount { unit, .. } if unit == "thing" => out.extend(sides.iter().filter_map(|s| match &s.claimed {
            Claimed::Amount { unit, .. } => dimensions.unit(unit).map(|u| (u.factor, u.offset)),
            _ => None,
        })),
        Claimed::Amount { unit, .. } => out.extend(dimensions.unit(unit).map(|u| (u.factor, u.offset))),
        Claimed::Length(_) => out.extend(LENGTHS.iter().map(|f| (Decimal::from(*f), Decimal::ZERO))),
        _ => {}
    }
    out
}

/// An expression of operands.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Expression {
    Number(Decimal),
    Sum(Vec<Expression>),
    Difference(Box<Expression>, Box<Expression>),
    Product(Box<Expression>, Box<Expression>),
    Quotient(Box<Expression>, Box<Expression>),
    Absolute(Box<Expression>),
}

impl Expression {
    /// Parses `A + B`, `A − B`, `|A − B|`, `A × B`, `A / B − 1`; left to right, products first.
    pub(super) fn parse(text: &str) -> Option<Expression> {
        let text = text.trim();
        if let Some(inner) = text.strip_prefix('|').and_then(|t| t.strip_suffix('|')) {
            return Some(Expression::Absolute(Box::new(Expression::parse(inner)?)));
        }
        if let Some((left, right)) = text.rsplit_once(" − ") {
            return Some(Expression::Difference(
                Box::new(Expression::parse(left)?),
                Box::new(Expression::parse(right)?),
            ));
        }
        if text.contains(" + ") && !text.starts_with('(') {
            return Some(Expression::Sum(text.split(" + ").map(Expression::parse).collect::<Option<_>>()?));
        }
        for (sign, product) in [(" / ", false), (" × ", true)] {
            if let Some((left, right)) = text.rsplit_once(sign) {
                let (left, right) = (Box::new(Expression::parse(left)?), Box::new(Expression::parse(right)?));
                return Some(if product {
                    Expression::Product(left, right)
                } else {
                    Expression::Quotient(left, right)
                });
            }
        }
        let (n, rest) = number(text)?;
        rest.is_empty().then_some(Expression::Number(n))
    }

    /// Its numbers, in order.
    pub(super) fn numbers(&self) -> Vec<Decimal> {
        match self {
            Expression::Number(n) => vec![*n],
            Expression::Sum(all) => all.iter().flat_map(Expression::numbers).collect(),
            Expression::Difference(a, b) | Expression::Product(a, b) | Expression::Quotient(a, b) => {
                [a.numbers(), b.numbers()].concat()
            }
            Expression::Absolute(a) => a.numbers(),
        }
    }

    /// Its value, where each number in order stands for an interval.
    pub(super) fn value(&self, with: &mut impl Iterator<Item = Interval>) -> Option<Interval> {
        match self {
            Expression::Number(_) => with.next(),
            Expression::Sum(all) => {
                let mut out = Interval::point(Decimal::ZERO);
                for one in all {
                    out = out.plus(&one.value(with)?)?;
                }
                Some(out)
            }
            Expression::Difference(a, b) => a.value(with)?.minus(&b.value(with)?),
            Expression::Product(a, b) => a.value(with)?.times(&b.value(with)?),
            Expression::Quotient(a, b) => a.value(with)?.over(&b.value(with)?),
            Expression::Absolute(a) => Some(absolute(a.value(with)?)),
        }
    }
}

/// |i|.
pub(super) fn absolute(i: Interval) -> Interval {
    let zero = Bound { at: Decimal::ZERO, open: false };
    let minus = |b: Option<Bound>| b.map(|b| Bound { at: -b.at, ..b });
    match (i.lo, i.hi) {
        (Some(lo), _) if lo.at >= Decimal::ZERO => i,
        (_, Some(hi)) if hi.at <= Decimal::ZERO => Interval { lo: minus(i.hi), hi: minus(i.lo) },
        (Some(lo), Some(hi)) => {
            let most = if -lo.at > hi.at { minus(i.lo) } else { i.hi };
            Interval { lo: Some(zero), hi: most }
        }
        _ => Interval { lo: Some(zero), hi: None },
    }
}

/// Whether an interval that was worked out is the one that is printed.
pub(super) fn alike(worked: &Interval, shown: &Interval) -> bool {
    let end = |x: Option<Bound>, y: Option<Bound>| match (x, y) {
        (Some(x), Some(y)) => follows(y.at, x.at),
        (None, None) => true,
        // From nothing up is printed as an upper end alone.
        (Some(x), None) | (None, Some(x)) => x.at.is_zero(),
    };
    end(worked.lo, shown.lo) && end(worked.hi, shown.hi)
}

/// Whether a number lies in an interval that is printed.
pub(super) fn holds(shown: &Interval, at: Decimal) -> bool {
    shown.lo.is_none_or(|b| at >= b.at || follows(b.at, at)) && shown.hi.is_none_or(|b| at <= b.at || follows(b.at, at))
}

/// Every choice of one reading for each operand; a thousand at most.
pub(super) fn choices(operands: &[Operand]) -> Vec<Vec<Interval>> {
    let mut out: Vec<Vec<Interval>> = vec![Vec::new()];
    for operand in operands {
        let room = 1000 / out.len().max(1);
        let readings = operand.readings.iter().take(room.max(1));
        out = readings.flat_map(|r| out.iter().map(move |o| [o.as_slice(), &[*r]].concat())).collect();
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn point(text: &str) -> Option<String> {
        let e = Expression::parse(text)?;
        let mut numbers = e.numbers().into_iter().map(Interval::point);
        e.value(&mut numbers).map(|i| i.to_string())
    }

    #[test]
    fn expressions_are_worked_out() {
        assert_eq!(point("1,190,000,000 + 1,650,000,000"), Some("[2840000000, 2840000000]".to_owned()));
        assert_eq!(point("|3 − 10|"), Some("[7, 7]".to_owned()));
        assert_eq!(point("12 / 10 − 1"), Some("[0.2, 0.2]".to_owned()));
        assert_eq!(point("3 × 4"), Some("[12, 12]".to_owned()));
        assert_eq!(point("3 apples"), None);
    }
}
