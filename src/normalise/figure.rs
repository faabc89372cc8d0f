//! Captured numerals and modifiers as [`Figure`]s.

use rust_decimal::Decimal;

use super::groups::Groups;
use super::numeral::{self, Numeral};
use crate::model::figure::{Figure, Modifier, last_digit};
use crate::model::interval::{Bound, Interval};
use crate::rulebook::language::Language;

/// How much larger than the second number's coefficient the first one may be and still share its scale word:
/// `3.5~8억` shares 억, `1000~1만` does not.
const SHARED_SCALE: u32 = 100;

/// The figure of the `magnitude` and `to` keys, with modifiers, in units of `by`.
pub(super) fn build(g: &Groups<'_>, language: &Language, by: Decimal) -> Option<Figure> {
    let figure = match (read(g, "magnitude", language), read(g, "to", language)) {
        (Some(from), Some(to)) => span(&from, &to, by)?,
        (Some(one), None) => match (g.number("num", language), g.number("den", language)) {
            (Some(num), Some(den)) => mixed(&one, num, den, by)?,
            _ => single(&one, by)?,
        },
        _ => return None,
    };
    Some(modified(if g.flag("class") { class(figure) } else { figure }, g, language))
}

/// `20대`, `2조 원대`: everything that begins so, one unit of the last place.
fn class(mut figure: Figure) -> Figure {
    // 150엔대 is 150 and a fraction, 20대 the whole decade: three digits name their own last place.
    let three = figure.printed >= figure.step * Decimal::ONE_HUNDRED;
    let digit = if three { figure.step } else { last_digit(figure.printed, figure.step) };
    let unit = if digit > Decimal::ONE { Decimal::ONE } else { digit / Decimal::ONE_HUNDRED };
    figure.stated = Interval::closed(figure.printed, figure.printed + digit - unit);
    figure.modifier = Modifier::Range;
    figure.hedged = true;
    figure
}

fn read(g: &Groups<'_>, key: &str, language: &Language) -> Option<Numeral> {
    let text = g.text(key)?;
    if let Ok(n) = numeral::read(text, language) {
        return Some(n);
    }
    // twice, triple: a number in a word that is no numeral.
    let n = g.number(key, language)?;
    Some(Numeral { value: n, step: Decimal::ONE, scale: Decimal::ONE, coefficient: n, and_more: false, several: false })
}

/// A figure of one numeral.
pub(super) fn single(n: &Numeral, by: Decimal) -> Option<Figure> {
    let value = n.value.checked_mul(by)?.normalize();
    let step = n.step.checked_mul(by)?.normalize();
    let mut figure = Figure::exact(value, step);
    if n.several {
        // 수십, dozens: from twice the scale up to ten times.
        figure.stated = Interval::half_open(value, value.checked_mul(Decimal::from(5))?);
        figure.modifier = Modifier::AtLeast;
        figure.hedged = true;
    } else if n.and_more {
        figure = and_more(figure);
    }
    Some(figure)
}

/// A whole number and a fraction: `2와 3분의 1`. As sharp as its denominator. Behind a scale word the fraction is one of the
/// scale: three million and a quarter.
fn mixed(whole: &Numeral, num: Decimal, den: Decimal, by: Decimal) -> Option<Figure> {
    let scale = if whole.scale >= Decimal::ONE_THOUSAND { whole.scale } else { Decimal::ONE };
    let part = num.checked_div(den)?.checked_mul(scale)?.round_dp(9);
    let value = if whole.value.is_sign_negative() { whole.value - part } else { whole.value + part };
    let step = (scale.checked_div(den)? / Decimal::TEN).round_dp(6);
    Some(Figure::exact(value.checked_mul(by)?.normalize(), step.checked_mul(by)?.normalize()))
}

/// `N여`: from N up to the next value of its last digit.
pub(super) fn and_more(mut figure: Figure) -> Figure {
    let digit = last_digit(figure.printed, figure.step);
    let whole = figure.printed.is_integer() && digit > Decimal::ONE;
    figure.stated = if whole {
        Interval::closed(figure.printed, figure.printed + digit - Decimal::ONE)
    } else {
        Interval::half_open(figure.printed, figure.printed + digit)
    };
    figure.modifier = Modifier::AtLeast;
    figure.hedged = true;
    figure
}

/// A range; a scale word at its end serves both numbers.
fn span(from: &Numeral, to: &Numeral, by: Decimal) -> Option<Figure> {
    let shares = from.scale == Decimal::ONE
        && to.scale > Decimal::ONE
        && from.value < to.coefficient.checked_mul(Decimal::from(SHARED_SCALE))?;
    let factor = if shares { to.scale } else { Decimal::ONE };
    let a = from.value.checked_mul(factor)?.checked_mul(by)?.normalize();
    let b = to.value.checked_mul(by)?.normalize();
    let step = from.step.checked_mul(factor)?.min(to.step).checked_mul(by)?.normalize();
    Some(Figure::range(a, b, step))
}

/// Applies the modifiers that stand around the figure, and the one its rule declares.
pub(super) fn modified(mut figure: Figure, g: &Groups<'_>, language: &Language) -> Figure {
    if let Some(word) = g.literal("modifier")
        && let Some(m) = parse_modifier(word)
    {
        figure = bounded(figure, m);
    }
    for owner in g.modifiers() {
        let Some(rule) = language.modifiers.get(owner) else { continue };
        figure.hedged |= rule.hedge;
        if let Some(m) = rule.modifier {
            figure = bounded(figure, m);
        }
    }
    if figure.hedged && figure.modifier == Modifier::Exact {
        figure.modifier = Modifier::Approx;
    }
    figure
}

fn parse_modifier(word: &str) -> Option<Modifier> {
    Some(match word {
        "approx" => Modifier::Approx,
        "at_least" => Modifier::AtLeast,
        "more_than" => Modifier::MoreThan,
        "at_most" => Modifier::AtMost,
        "less_than" => Modifier::LessThan,
        _ => return None,
    })
}

/// A figure with a bound. A range keeps its ends where the bound is a hedge only.
fn bounded(mut figure: Figure, modifier: Modifier) -> Figure {
    let at = |b: Option<Bound>, otherwise: Decimal| b.map_or(otherwise, |b| b.at);
    match modifier {
        Modifier::AtLeast | Modifier::MoreThan => {
            let low = at(figure.stated.lo, figure.printed);
            if figure.modifier == Modifier::Range {
                return figure;
            }
            figure.stated = Interval::from(low, modifier == Modifier::MoreThan);
        }
        Modifier::AtMost | Modifier::LessThan => {
            let high =
                if figure.modifier == Modifier::Range { at(figure.stated.hi, figure.printed) } else { figure.printed };
            if figure.modifier == Modifier::Range {
                return figure;
            }
            figure.stated = Interval::up_to(high, modifier == Modifier::LessThan);
        }
        Modifier::Approx => figure.hedged = true,
        Modifier::Exact | Modifier::Range => return figure,
    }
    if modifier != Modifier::Approx || figure.modifier == Modifier::Exact {
        figure.modifier = modifier;
    }
    figure
}
