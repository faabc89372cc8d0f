//! The one place that knows tolerance: what a printed figure can stand for, and whether two can be the same.

use rust_decimal::Decimal;

use crate::model::figure::{Figure, Modifier};
use crate::model::finding::Verdict;
use crate::model::interval::{Bound, Interval};
use crate::model::value::{RatioForm, Value};
use crate::rulebook::dimension::Dimensions;

/// What two figures must share to be comparable.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Dimension {
    /// A currency.
    Money(String),
    /// A unit of counting.
    Count(String),
    /// A physical dimension, or a unit that converts to none.
    Quantity(String),
    /// Parts of one.
    Ratio,
    /// A difference of parts of one.
    Point,
    /// Places in an order.
    Ordinal(String),
    /// Time, in seconds, days or months.
    Duration(&'static str),
    /// Multiples.
    Times,
}

impl Dimension {
    /// Whether figures of the two can be about one thing. A bare count fits every unit but persons fit no things.
    pub(super) fn comparable(&self, other: &Dimension) -> bool {
        match (self, other) {
            (Dimension::Count(a), Dimension::Count(b)) => {
                a == b || any_thing(a) || any_thing(b) || person(a) == person(b)
            }
            (Dimension::Ordinal(_), Dimension::Ordinal(_)) => true,
            (a, b) => a == b,
        }
    }

    /// Whether figures of the two can be parts of one sum: printed in one unit, or one of them without any.
    pub(super) fn summable(&self, other: &Dimension) -> bool {
        match (self, other) {
            (Dimension::Count(a), Dimension::Count(b)) => {
                a == b
                    || a == "thing"
                    || b == "thing"
                    || (person(a) && person(b))
                    || (a == "vote" || b == "vote") && (person(a) || person(b))
            }
            (a, b) => a == b,
        }
    }

    /// The class that makes a block key: figures of different classes never meet.
    pub(super) fn class(&self) -> &str {
        match self {
            Dimension::Money(currency) => currency,
            Dimension::Count(_) => "count",
            Dimension::Quantity(q) => q,
            Dimension::Ratio => "ratio",
            Dimension::Point => "point",
            Dimension::Ordinal(_) => "ordinal",
            Dimension::Duration(unit) => unit,
            Dimension::Times => "times",
        }
    }
}

/// Units that say nothing about what is counted.
fn any_thing(unit: &str) -> bool {
    matches!(unit, "thing" | "vote" | "case")
}

/// Whether a unit counts people.
fn person(unit: &str) -> bool {
    matches!(unit, "person" | "people" | "man" | "woman" | "child" | "family" | "household" | "job")
}

/// A figure ready for arithmetic, in the base unit of its dimension.
#[derive(Debug, Clone)]
pub(super) struct Operand {
    /// What it measures.
    pub(super) dimension: Dimension,
    /// What was printed with care.
    pub(super) tight: Interval,
    /// With hedge and trailing zeros.
    pub(super) loose: Interval,
    /// The printed number.
    pub(super) at: Decimal,
    /// Digits that carry information.
    pub(super) digits: u32,
    /// Hedged or bounded.
    pub(super) soft: bool,
    /// Open at one end.
    pub(super) bounded: bool,
    /// Place value of the last digit that is not zero.
    pub(super) last_digit: Decimal,
}

impl Operand {
    /// The operand of a value; `None` for dates, names and what converts to no number.
    pub(super) fn of(value: &Value, dimensions: &Dimensions) -> Option<Operand> {
        let (figure, dimension) = match value {
            // Tokens are counted, not exchanged: 7,200 bitcoins.
            Value::Money { figure, currency } if dimensions.per_dollar(currency).is_none() => {
                (figure.clone(), Dimension::Count("thing".to_owned()))
            }
            Value::Money { figure, currency } => (figure.clone(), Dimension::Money(currency.clone())),
            Value::Count { figure, unit } => (figure.clone(), Dimension::Count(unit.clone())),
            Value::Quantity { figure, unit } if unit == "times" => {
                // Nearly triple is near three, not anything below it.
                let mut figure = figure.clone();
                figure.hedged |= matches!(figure.modifier, Modifier::AtMost | Modifier::LessThan);
                (figure, Dimension::Times)
            }
            Value::Quantity { figure, unit } => {
                let Some(u) = dimensions.unit(unit) else {
                    return Some(Self::new(figure, Dimension::Quantity(unit.clone())));
                };
                let mut base = Self::new(figure, Dimension::Quantity(u.dimension.clone()));
                if figure.modifier == Modifier::Exact && !figure.hedged {
                    // A size is measured: whole numbers are rounded too.
                    let half = (figure.last_digit() / Decimal::TWO).max(figure.step / Decimal::TWO);
                    base.loose = base.loose.hull(&Interval::closed(figure.printed - half, figure.printed + half));
                }
                return base.converted(u.factor, u.offset);
            }
            Value::Ratio { figure, form } => {
                // `-10 %` and `a drop of 10 percent` are the same change.
                let mut figure = figure.clone();
                if figure.printed < Decimal::ZERO && figure.modifier == Modifier::Exact {
                    figure.printed = -figure.printed;
                    figure.stated = Interval::point(figure.printed);
                }
                let dimension = if *form == RatioForm::Point { Dimension::Point } else { Dimension::Ratio };
                (figure, dimension)
            }
            Value::Ordinal { value, of, .. } => {
                (Figure::exact(Decimal::from(*value), Decimal::ONE), Dimension::Ordinal(of.clone()))
            }
            Value::Duration { figure, iso8601 } => {
                let (unit, factor) = smallest_unit(iso8601)?;
                let mut whole = length(figure, iso8601, factor);
                if factor == 3600 && whole.printed <= Decimal::from(3) && !whole.hedged && whole.is_point() {
                    // An hour is seldom told to the minute.
                    whole.hedged = true;
                    whole.modifier = Modifier::Approx;
                }
                return Self::new(&whole, Dimension::Duration(unit)).converted(Decimal::from(factor), Decimal::ZERO);
            }
            _ => return None,
        };
        Some(Self::new(&figure, dimension))
    }

    fn new(figure: &Figure, dimension: Dimension) -> Operand {
        let bounded = figure.stated.lo.is_none() || figure.stated.hi.is_none();
        Operand {
            dimension,
            tight: if nearly(figure) { loose(figure) } else { figure.tight() },
            loose: loose(figure),
            at: figure.printed,
            digits: figure.significant_digits(),
            soft: figure.hedged || bounded,
            bounded,
            last_digit: figure.last_digit(),
        }
    }

    fn converted(mut self, factor: Decimal, offset: Decimal) -> Option<Operand> {
        let shift = |i: Interval| -> Option<Interval> {
            let end = |b: Option<Bound>| -> Option<Option<Bound>> {
                match b {
                    None => Some(None),
                    Some(b) => {
                        let at = b.at.checked_mul(factor)?.checked_add(offset)?;
                        Some(Some(Bound { at, open: b.open }))
                    }
                }
            };
            Some(Interval { lo: end(i.lo)?, hi: end(i.hi)? })
        };
        self.tight = shift(self.tight)?;
        self.loose = shift(self.loose)?;
        self.at = self.at.checked_mul(factor)?.checked_add(offset)?;
        self.last_digit = self.last_digit.checked_mul(factor)?;
        Some(self)
    }

    /// Points that are counted (a lead of seven points) as a difference of shares.
    pub(super) fn into_points(self) -> Operand {
        match &self.dimension {
            Dimension::Count(unit) if unit == "point" => {
                let hundredth = Decimal::new(1, 2);
                let base = self.clone();
                let points = Operand { dimension: Dimension::Point, ..self };
                points.converted(hundredth, Decimal::ZERO).unwrap_or(base)
            }
            _ => self,
        }
    }

    /// A number that the words name without a figure (half, doubled).
    pub(super) fn constant(at: Decimal, dimension: Dimension) -> Operand {
        Self::new(&Figure::exact(at, Decimal::ONE), dimension)
    }
}

/// Near a number and below it.
fn nearly(figure: &Figure) -> bool {
    figure.hedged && matches!(figure.modifier, Modifier::LessThan | Modifier::AtMost)
}

/// Loose interval; a bound keeps 2 % below its limit, since desks write "more than 300" for 299.6.
fn loose(figure: &Figure) -> Interval {
    let i = figure.loose();
    // `nearly N` is near N, not anything below it.
    if nearly(figure) {
        let n = figure.printed.abs();
        return Interval::closed(n * Decimal::new(82, 2), n * Decimal::new(104, 2));
    }
    let slack = figure.printed.abs() * Decimal::new(2, 2);
    match (i.lo, i.hi) {
        (Some(lo), None) => Interval { lo: Some(Bound { at: lo.at - slack, open: false }), hi: None },
        (None, Some(hi)) => Interval { lo: None, hi: Some(Bound { at: hi.at + slack, open: false }) },
        _ => i,
    }
}

/// A length in its smallest unit, whatever unit the figure was kept in: 2 h 20 min is 140.
fn length(figure: &Figure, iso8601: &str, factor: i64) -> Figure {
    let (mut total, mut number, mut time) = (Decimal::ZERO, String::new(), false);
    // Days beside hours count in seconds.
    let day = if iso8601.contains('T') { 86_400 } else { 1 };
    for c in iso8601.chars() {
        match c {
            'P' => {}
            'T' => time = true,
            '0'..='9' | '.' => number.push(c),
            unit => {
                let n: Decimal = number.parse().unwrap_or_default();
                number.clear();
                let seconds = match (unit, time) {
                    ('Y', _) => 12,
                    ('M', false) => 1,
                    ('W', _) => 7 * day,
                    ('D', _) => day,
                    ('H', _) => 3600,
                    ('M', true) => 60,
                    _ => 1,
                };
                total += n * Decimal::from(seconds);
            }
        }
    }
    let total = total / Decimal::from(factor.max(1));
    if total == figure.printed || figure.modifier == Modifier::Range || total.is_zero() {
        return figure.clone();
    }
    let mut whole = Figure::exact(total, Decimal::ONE);
    whole.hedged = figure.hedged;
    whole.modifier = figure.modifier;
    whole.stated = match figure.modifier {
        Modifier::AtLeast if figure.hedged => Interval::half_open(total, total + whole.last_digit()),
        Modifier::AtLeast => Interval::from(total, false),
        Modifier::MoreThan => Interval::from(total, true),
        Modifier::AtMost => Interval::up_to(total, false),
        Modifier::LessThan => Interval::up_to(total, true),
        _ => Interval::point(total),
    };
    whole
}

/// Base unit and factor of the smallest unit of an ISO 8601 duration.
pub(super) fn smallest_unit(iso8601: &str) -> Option<(&'static str, i64)> {
    let time = iso8601.contains('T');
    match (iso8601.chars().next_back()?, time) {
        ('S', _) => Some(("second", 1)),
        ('M', true) => Some(("second", 60)),
        ('H', _) => Some(("second", 3600)),
        ('D', _) => Some(("day", 1)),
        ('W', _) => Some(("day", 7)),
        ('M', false) => Some(("month", 1)),
        ('Y', _) => Some(("month", 12)),
        _ => None,
    }
}

/// How two figures stand to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fit {
    /// The same number.
    Same,
    /// The same after rounding.
    Rounding,
    /// One keeps the other's bound.
    Bound,
    /// Only with hedges and trailing zeros.
    Strained,
    /// In no reading.
    Apart,
}

impl Fit {
    /// The verdict on two claims about the same thing.
    pub(super) fn verdict(self) -> Verdict {
        match self {
            Fit::Same => Verdict::Identical,
            Fit::Rounding | Fit::Strained => Verdict::CompatibleByRounding,
            Fit::Bound => Verdict::CompatibleByBound,
            Fit::Apart => Verdict::Conflict,
        }
    }
}

/// Compares two figures of one dimension.
pub(super) fn fit(a: &Operand, b: &Operand) -> Fit {
    if a.at == b.at && a.bounded == b.bounded {
        return Fit::Same;
    }
    fit_intervals((&a.tight, &a.loose), (&b.tight, &b.loose), a.bounded || b.bounded)
}

/// Compares what was computed with what was printed.
pub(super) fn fit_computed(computed: (&Interval, &Interval), printed: &Operand) -> Fit {
    fit_intervals(computed, (&printed.tight, &printed.loose), printed.bounded)
}

/// Compares two figures by what was printed with care and by what that may stand for.
pub(super) fn fit_intervals(a: (&Interval, &Interval), b: (&Interval, &Interval), bounded: bool) -> Fit {
    if !a.0.disjoint(b.0) {
        if bounded { Fit::Bound } else { Fit::Rounding }
    } else if !a.1.disjoint(b.1) {
        Fit::Strained
    } else {
        Fit::Apart
    }
}

/// |a − b| for intervals.
pub(super) fn distance(a: &Interval, b: &Interval) -> Option<Interval> {
    let d = a.minus(b)?;
    Some(absolute(d))
}

/// |i|.
pub(super) fn absolute(i: Interval) -> Interval {
    match (i.lo, i.hi) {
        (Some(lo), _) if lo.at >= Decimal::ZERO => i,
        (lo, Some(hi)) if hi.at <= Decimal::ZERO => Interval {
            lo: Some(Bound { at: -hi.at, open: hi.open }),
            hi: lo.map(|b| Bound { at: -b.at, open: b.open }),
        },
        (lo, hi) => {
            let zero = Bound { at: Decimal::ZERO, open: false };
            let top = match (lo, hi) {
                (Some(l), Some(h)) => Some(if -l.at > h.at { Bound { at: -l.at, open: l.open } } else { h }),
                _ => None,
            };
            Interval { lo: Some(zero), hi: top }
        }
    }
}
