//! Intervals of exact decimals: what a printed figure can stand for.

use std::fmt;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// One end of an interval.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bound {
    /// Where it lies.
    pub at: Decimal,
    /// Whether the point itself is outside.
    pub open: bool,
}

/// All values between two ends; a missing end is infinity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Interval {
    /// Lower end.
    pub lo: Option<Bound>,
    /// Upper end.
    pub hi: Option<Bound>,
}

impl Interval {
    /// The single value `at`.
    pub fn point(at: Decimal) -> Self {
        Self::closed(at, at)
    }

    /// `[lo, hi]`; the two are put in order.
    pub fn closed(lo: Decimal, hi: Decimal) -> Self {
        let (lo, hi) = if lo <= hi { (lo, hi) } else { (hi, lo) };
        Self { lo: Some(Bound { at: lo, open: false }), hi: Some(Bound { at: hi, open: false }) }
    }

    /// `[lo, hi)`.
    pub fn half_open(lo: Decimal, hi: Decimal) -> Self {
        Self { lo: Some(Bound { at: lo, open: false }), hi: Some(Bound { at: hi, open: true }) }
    }

    /// `[lo, ∞)`, or `(lo, ∞)` where `open`.
    pub fn from(lo: Decimal, open: bool) -> Self {
        Self { lo: Some(Bound { at: lo, open }), hi: None }
    }

    /// `[0, hi]`, or `[0, hi)` where `open`.
    pub fn up_to(hi: Decimal, open: bool) -> Self {
        Self { lo: None, hi: Some(Bound { at: hi, open }) }
    }

    /// Every value.
    pub fn all() -> Self {
        Self { lo: None, hi: None }
    }

    /// Whether no value lies in both.
    pub fn disjoint(&self, other: &Interval) -> bool {
        below(self.hi, other.lo) || below(other.hi, self.lo)
    }

    /// Whether `at` lies inside.
    pub fn holds(&self, at: Decimal) -> bool {
        !self.disjoint(&Interval::point(at))
    }

    /// What lies in both; `None` where nothing does.
    pub fn meet(&self, other: &Interval) -> Option<Interval> {
        if self.disjoint(other) {
            return None;
        }
        let lo = match (self.lo, other.lo) {
            (Some(a), Some(b)) => Some(if a.at > b.at || (a.at == b.at && a.open) { a } else { b }),
            (a, b) => a.or(b),
        };
        let hi = match (self.hi, other.hi) {
            (Some(a), Some(b)) => Some(if a.at < b.at || (a.at == b.at && a.open) { a } else { b }),
            (a, b) => a.or(b),
        };
        Some(Interval { lo, hi })
    }

    /// The smallest interval that holds both.
    pub fn hull(&self, other: &Interval) -> Interval {
        let lo = match (self.lo, other.lo) {
            (Some(a), Some(b)) => Some(if a.at < b.at { a } else { b }),
            _ => None,
        };
        let hi = match (self.hi, other.hi) {
            (Some(a), Some(b)) => Some(if a.at > b.at { a } else { b }),
            _ => None,
        };
        Interval { lo, hi }
    }

    /// Sums of one value of each. `None` past the range of decimals.
    pub fn plus(&self, other: &Interval) -> Option<Interval> {
        Some(Interval {
            lo: ends(self.lo, other.lo, Decimal::checked_add)?,
            hi: ends(self.hi, other.hi, Decimal::checked_add)?,
        })
    }

    /// Differences of one value of each. `None` past the range of decimals.
    pub fn minus(&self, other: &Interval) -> Option<Interval> {
        Some(Interval {
            lo: ends(self.lo, other.hi, Decimal::checked_sub)?,
            hi: ends(self.hi, other.lo, Decimal::checked_sub)?,
        })
    }

    /// Products of one value of each, for intervals without negative values (a missing lower end counts as 0).
    pub fn times(&self, other: &Interval) -> Option<Interval> {
        let zero = Bound { at: Decimal::ZERO, open: false };
        Some(Interval {
            lo: ends(self.lo.or(Some(zero)), other.lo.or(Some(zero)), Decimal::checked_mul)?,
            hi: ends(self.hi, other.hi, Decimal::checked_mul)?,
        })
    }

    /// Quotients of one value of each; open intervals are taken to hold no negative values.
    /// A divisor that reaches 0 leaves the upper end open.
    pub fn over(&self, other: &Interval) -> Option<Interval> {
        if let (Some(a), Some(b), Some(c), Some(d)) = (self.lo, self.hi, other.lo, other.hi)
            && (a.at < Decimal::ZERO || c.at < Decimal::ZERO)
        {
            let apart = c.at > Decimal::ZERO || d.at < Decimal::ZERO;
            let corners = [(a, c), (a, d), (b, c), (b, d)];
            let all: Option<Vec<Decimal>> = corners.iter().map(|(x, y)| x.at.checked_div(y.at)).collect();
            let all = all.filter(|_| apart)?;
            return Some(Interval::closed(*all.iter().min()?, *all.iter().max()?));
        }
        let zero = Bound { at: Decimal::ZERO, open: false };
        let lo = match other.hi {
            None => Some(zero),
            Some(_) => ends(self.lo.or(Some(zero)), other.hi, Decimal::checked_div)?,
        };
        let hi = match other.lo {
            Some(b) if b.at > Decimal::ZERO => ends(self.hi, other.lo, Decimal::checked_div)?,
            _ => None,
        };
        Some(Interval { lo, hi })
    }

    /// Both ends multiplied by a positive factor.
    pub fn scaled(&self, by: Decimal) -> Option<Interval> {
        self.times(&Interval::point(by)).map(|i| if self.lo.is_none() { Interval { lo: None, ..i } } else { i })
    }
}

/// Whether everything up to `hi` lies under everything from `lo` on.
fn below(hi: Option<Bound>, lo: Option<Bound>) -> bool {
    match (hi, lo) {
        (Some(h), Some(l)) => h.at < l.at || (h.at == l.at && (h.open || l.open)),
        _ => false,
    }
}

type Operation = fn(Decimal, Decimal) -> Option<Decimal>;

/// Combines two ends; an infinite one makes the result infinite, an overflow makes it `None`.
#[expect(clippy::option_option, reason = "outer: overflow; inner: infinity")]
fn ends(a: Option<Bound>, b: Option<Bound>, with: Operation) -> Option<Option<Bound>> {
    match (a, b) {
        (Some(a), Some(b)) => Some(Some(Bound { at: with(a.at, b.at)?.normalize(), open: a.open || b.open })),
        _ => Some(None),
    }
}

impl fmt::Display for Interval {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.lo {
            Some(b) => write!(f, "{}{}", if b.open { '(' } else { '[' }, b.at.normalize())?,
            None => write!(f, "(-∞")?,
        }
        write!(f, ", ")?;
        match self.hi {
            Some(b) => write!(f, "{}{}", b.at.normalize(), if b.open { ')' } else { ']' }),
            None => write!(f, "∞)"),
        }
    }
}
