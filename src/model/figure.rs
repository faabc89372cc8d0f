//! A printed number with the memory of how it was printed.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::interval::{Bound, Interval};

/// TIMEX3 `mod` words, used for figures too.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Modifier {
    /// As printed.
    #[default]
    Exact,
    /// Hedged: 약, about.
    Approx,
    /// 이상, at least; also `N여`, N and a bit.
    AtLeast,
    /// 초과, more than.
    MoreThan,
    /// 이하, at most.
    AtMost,
    /// 미만, less than, nearly.
    LessThan,
    /// Two numbers with everything between.
    Range,
}

/// A figure: what was printed, and the interval the words state.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Figure {
    /// The number as printed, before modifiers; the first one of a range.
    pub printed: Decimal,
    /// The interval the words state: a point, a range, or open at one end.
    pub stated: Interval,
    /// Place value of the last digit written: 10,000,000 for 16.5억.
    pub step: Decimal,
    /// Bound or hedge.
    pub modifier: Modifier,
    /// Whether a hedge stands with it, whatever the bound.
    pub hedged: bool,
}

impl Figure {
    /// An unmodified number.
    pub fn exact(printed: Decimal, step: Decimal) -> Self {
        Self { printed, stated: Interval::point(printed), step, modifier: Modifier::Exact, hedged: false }
    }

    /// A range of two numbers, as printed (possibly reversed: [`Figure::printed`] keeps the first).
    pub fn range(from: Decimal, to: Decimal, step: Decimal) -> Self {
        Self { printed: from, stated: Interval::closed(from, to), step, modifier: Modifier::Range, hedged: false }
    }

    /// Place value of the last digit that is not zero: 1,000 for 35,000.
    pub fn last_digit(&self) -> Decimal {
        last_digit(self.printed, self.step)
    }

    /// Whether the number states just one value.
    pub fn is_point(&self) -> bool {
        matches!(self.modifier, Modifier::Exact | Modifier::Approx)
    }

    /// How many digits of the number carry information: 2 for 35,000, 3 for 16.5.
    pub fn significant_digits(&self) -> u32 {
        let digit = self.last_digit();
        let mut n = self.printed.abs().checked_div(digit).unwrap_or(Decimal::ONE);
        let mut digits = 1;
        while n >= Decimal::TEN {
            n /= Decimal::TEN;
            digits += 1;
        }
        digits
    }

    /// What the number means when it was printed with care: half a step of the last written digit either way,
    /// and a whole step upward, because desks cut as often as they round. A small whole unhedged number is a point.
    pub fn tight(&self) -> Interval {
        match self.modifier {
            Modifier::Exact | Modifier::Approx => {
                if self.small_whole() {
                    return self.stated;
                }
                let half = self.step / Decimal::TWO;
                Interval::half_open(self.printed - half, self.printed + self.step)
            }
            Modifier::Range => widen(self.stated, self.step / Decimal::TWO, false),
            _ => self.stated,
        }
    }

    /// What the number may mean with hedge and trailing zeros: half of the last non-zero digit either way; a hedged
    /// number of one significant digit 10 %, of more 5 %, where that is more.
    pub fn loose(&self) -> Interval {
        let half_digit = self.last_digit() / Decimal::TWO;
        let share = if self.significant_digits() < 2 { Decimal::new(1, 1) } else { Decimal::new(5, 2) };
        let hedge = if self.hedged { self.printed.abs() * share } else { Decimal::ZERO };
        match self.modifier {
            Modifier::Exact | Modifier::Approx => {
                if self.small_whole() && !self.hedged {
                    return self.stated;
                }
                let by = half_digit.max(hedge).max(self.step);
                // Less than a whole step: 185 was never 184.
                widen(self.stated, by, by == self.step)
            }
            Modifier::Range => widen(self.stated, half_digit.max(hedge).max(self.step / Decimal::TWO), false),
            // Billions, 수십억: a digit nobody counted. From one of the scale up to what the next word would say.
            Modifier::AtLeast if self.is_vague() => {
                Interval::closed(self.printed / Decimal::TWO, self.printed * Decimal::TEN)
            }
            // Desks write "more than 300" for 299.6.
            _ => self.stated,
        }
    }

    /// Whether the words name a scale only (billions, 수십억): the figure runs to several times what it starts with.
    pub fn is_vague(&self) -> bool {
        let top = self.stated.hi.filter(|b| b.open).map(|b| b.at);
        self.hedged && top.is_some_and(|t| t >= self.printed * Decimal::from(4))
    }

    /// A whole number below 100 without a hedge: nobody rounds it.
    fn small_whole(&self) -> bool {
        !self.hedged && self.step == Decimal::ONE && self.printed < Decimal::ONE_HUNDRED
    }
}

/// Place value of the last non-zero digit of `n`, which was written down to `step`.
pub fn last_digit(n: Decimal, step: Decimal) -> Decimal {
    let mut place = if step.is_zero() { Decimal::ONE } else { step };
    if n.is_zero() {
        return place;
    }
    while let Some(next) = place.checked_mul(Decimal::TEN) {
        if !(n % next).is_zero() || next > n.abs() {
            break;
        }
        place = next;
    }
    place
}

fn widen(i: Interval, by: Decimal, open: bool) -> Interval {
    Interval { lo: i.lo.map(|b| Bound { at: b.at - by, open }), hi: i.hi.map(|b| Bound { at: b.at + by, open }) }
}
