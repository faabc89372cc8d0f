//! Numbers in the words of a reader: shares in per cent, lengths of time in hours and days, large numbers in the scale
//! words of the language.

use rust_decimal::Decimal;

use super::compare::{Dimension, Operand};
use super::draft::{number, show};
use crate::model::interval::{Bound, Interval};
use crate::model::value::{RatioForm, Value};
use crate::rulebook::dimension::Dimensions;
use crate::rulebook::language::Language;

/// What a derivation calls parts of a hundred.
const PER_CENT: &str = " %";

/// A number of a dimension, for derivations: exact to six digits, in the base unit.
pub(super) fn told(n: Decimal, dimension: &Dimension) -> String {
    range(&Interval::point(n), dimension)
}

/// An interval of a dimension, for derivations.
pub(super) fn range(i: &Interval, dimension: &Dimension) -> String {
    match dimension {
        Dimension::Ratio | Dimension::Point => percent(i, PER_CENT),
        Dimension::Duration("second") => match (i.lo, i.hi) {
            (Some(a), Some(b)) if a.at == b.at => clock(a.at),
            (Some(a), Some(b)) => format!("{}–{}", clock(a.at), clock(b.at)),
            _ => format!("{} s", show(i)),
        },
        Dimension::Duration(unit) => {
            let one = i.lo.map(|b| b.at) == i.hi.map(|b| b.at) && i.lo.is_some_and(|b| b.at == Decimal::ONE);
            format!("{} {unit}{}", show(i), if one { "" } else { "s" })
        }
        _ => show(i),
    }
}

/// `2 h 5 min`.
fn clock(seconds: Decimal) -> String {
    let (hour, minute) = (Decimal::from(3600), Decimal::from(60));
    let parts = [
        ((seconds / hour).trunc(), "h"),
        ((seconds % hour / minute).trunc(), "min"),
        ((seconds % minute).round_dp(3), "s"),
    ];
    let told: Vec<String> =
        parts.iter().filter(|p| !p.0.is_zero()).map(|(n, unit)| format!("{} {unit}", number(*n))).collect();
    if told.is_empty() { "0 s".to_owned() } else { told.join(" ") }
}

fn percent(i: &Interval, sign: &str) -> String {
    let Some(hundredfold) = i.scaled(Decimal::ONE_HUNDRED) else { return show(i) };
    match (hundredfold.lo, hundredfold.hi) {
        (Some(a), None) => format!("{}{sign} or more", number(a.at)),
        (None, None) => show(i),
        _ => format!("{}{sign}", show(&hundredfold)),
    }
}

/// What would fit in place of a figure, printed as that figure is: per cent for per cent, 억 and 만 in Korean, millions
/// and billions in English. `i` is in the base unit of the figure's dimension.
pub(super) fn like(i: &Interval, figure: &Value, language: &Language, dimensions: &Dimensions) -> String {
    let dimension = Operand::of(figure, dimensions).map(|o| o.dimension);
    match (figure, dimension) {
        (Value::Ratio { form: RatioForm::Point, .. }, _) => {
            language.printed.point.replace("{}", &percent(&rounded(i), ""))
        }
        (Value::Ratio { .. }, _) => percent(&rounded(i), "%"),
        (Value::Duration { .. }, Some(dimension)) => range(i, &dimension),
        (Value::Quantity { unit, .. }, _) => {
            let back = dimensions
                .unit(unit)
                .and_then(|u| i.minus(&Interval::point(u.offset))?.scaled(Decimal::ONE.checked_div(u.factor)?));
            scaled(&back.unwrap_or(*i), language)
        }
        _ => scaled(i, language),
    }
}

/// Ends to four digits, as nobody prints more of a share.
fn rounded(i: &Interval) -> Interval {
    let end = |b: Bound| Bound { at: b.at.round_sf(4).unwrap_or(b.at).round_dp(5), open: b.open };
    Interval { lo: i.lo.map(end), hi: i.hi.map(end) }
}

/// An interval with scale words.
fn scaled(i: &Interval, language: &Language) -> String {
    let word = |n: Decimal| worded(n, language);
    match (i.lo, i.hi) {
        (Some(a), Some(b)) if a.at == b.at => word(a.at),
        // Nobody needs the ends of a range to more than four digits.
        (Some(a), Some(b)) => {
            let short = |n: Decimal| word(n.round_sf(4).unwrap_or(n));
            format!("{}–{}", short(a.at), short(b.at))
        }
        (Some(a), None) => language.printed.or_more.replace("{}", &word(a.at)),
        (None, Some(b)) => language.printed.at_most.replace("{}", &word(b.at)),
        (None, None) => show(i),
    }
}

/// `1348억100만`, each scale word once, whole numbers alone; `134.8 billion`, one with a fraction.
fn worded(n: Decimal, language: &Language) -> String {
    let n = n.round_sf(6).unwrap_or(n).normalize();
    let scales = language.printed.scales.iter().map(|s| (Decimal::from(s.by), s.word.as_str()));
    if !language.printed.each {
        let found = scales.into_iter().find(|(by, _)| n.abs() >= *by && !by.is_zero());
        return found.map_or_else(|| number(n), |(by, word)| format!("{}{word}", number(n / by)));
    }
    let least = scales.clone().map(|s| s.0).min().unwrap_or(Decimal::ONE);
    if !n.fract().is_zero() || n < least {
        return number(n);
    }
    let mut out = String::new();
    let mut rest = n;
    for (by, word) in scales.filter(|(by, _)| !by.is_zero()) {
        let many = (rest / by).trunc();
        if !many.is_zero() {
            out.push_str(&many.normalize().to_string());
            out.push_str(word);
            rest -= many * by;
        }
    }
    if !rest.is_zero() {
        out.push_str(&rest.normalize().to_string());
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lang::Lang;

    fn n(text: &str) -> Decimal {
        text.parse().expect("a number")
    }

    #[test]
    fn numbers_are_told_as_readers_know_them() {
        assert_eq!(told(n("15840"), &Dimension::Duration("second")), "4 h 24 min");
        assert_eq!(told(n("59"), &Dimension::Duration("second")), "59 s");
        assert_eq!(told(n("1"), &Dimension::Duration("day")), "1 day");
        assert_eq!(range(&Interval::closed(n("12"), n("13")), &Dimension::Duration("month")), "12–13 months");
        assert_eq!(told(n("0.314"), &Dimension::Ratio), "31.4 %");
        assert_eq!(range(&Interval::from(n("0.5"), false), &Dimension::Ratio), "50 % or more");
        assert_eq!(range(&Interval::up_to(n("0.5"), true), &Dimension::Point), "at most 50 %");
        let book = crate::rulebook::Rulebook::built_in().expect("the rules");
        let korean = |n| worded(n, book.language(Lang::Ko));
        let english = |n| worded(n, book.language(Lang::En));
        assert_eq!(korean(n("134801000000")), "1348억100만");
        assert_eq!(korean(n("12345")), "1만2345");
        assert_eq!(korean(n("9800")), "9,800");
        assert_eq!(english(n("147110")), "147,110");
        assert_eq!(english(n("16470600")), "16.4706 million");
    }
}
