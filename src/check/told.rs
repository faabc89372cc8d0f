//! Numbers in the words of a reader: shares in per cent, lengths of time in hours and days, large numbers in the scale
//! words of the language.

use rust_decimal::Decimal;

use super::compare::{Dimension, Operand};
use super::draft::{number, show};
use crate::lang::Lang;
use crate::model::interval::{Bound, Interval};
use crate::model::value::{RatioForm, Value};
use crate::rulebook::dimension::Dimensions;

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
pub(super) fn like(i: &Interval, figure: &Value, lang: Lang, dimensions: &Dimensions) -> String {
    let operand = Operand::of(figure, dimensions);
    match (figure, operand.map(|o| o.dimension)) {
        (Value::Ratio { form: RatioForm::Fraction, .. }, _) => percent(&rounded(i), "%"),
        (Value::Ratio { form: RatioForm::Point, .. }, _) if lang == Lang::Ko => percent(&rounded(i), "%포인트"),
        (Value::Ratio { form: RatioForm::Point, .. }, _) => percent(&rounded(i), " percentage points"),
        (Value::Ratio { .. }, _) => percent(&rounded(i), "%"),
        (Value::Duration { .. }, Some(dimension)) => range(i, &dimension),
        (Value::Quantity { unit, .. }, _) => {
            let back = dimensions
                .unit(unit)
                .and_then(|u| i.minus(&Interval::point(u.offset))?.scaled(Decimal::ONE.checked_div(u.factor)?));
            scaled(&back.unwrap_or(*i), lang)
        }
        _ => scaled(i, lang),
    }
}

/// Ends to four digits, as nobody prints more of a share.
fn rounded(i: &Interval) -> Interval {
    let end = |b: Bound| Bound { at: b.at.round_sf(4).unwrap_or(b.at).round_dp(5), open: b.open };
    Interval { lo: i.lo.map(end), hi: i.hi.map(end) }
}

/// An interval with scale words.
fn scaled(i: &Interval, lang: Lang) -> String {
    let word = |n: Decimal| if lang == Lang::Ko { korean(n) } else { english(n) };
    match (i.lo, i.hi) {
        (Some(a), Some(b)) if a.at == b.at => word(a.at),
        // Nobody needs the ends of a range to more than four digits.
        (Some(a), Some(b)) => {
            let short = |n: Decimal| word(n.round_sf(4).unwrap_or(n));
            format!("{}–{}", short(a.at), short(b.at))
        }
        (Some(a), None) if lang == Lang::Ko => format!("{} 이상", word(a.at)),
        (Some(a), None) => format!("{} or more", word(a.at)),
        (None, Some(b)) if lang == Lang::Ko => format!("{} 이하", word(b.at)),
        (None, Some(b)) => format!("at most {}", word(b.at)),
        (None, None) => show(i),
    }
}

/// `1348억100만`: each scale word once, whole numbers alone.
fn korean(n: Decimal) -> String {
    let n = n.round_sf(6).unwrap_or(n).normalize();
    let man = Decimal::from(10_000);
    if !n.fract().is_zero() || n < man {
        return number(n);
    }
    let mut out = String::new();
    let mut rest = n;
    for (scale, word) in [(1_000_000_000_000i64, "조"), (100_000_000, "억"), (10_000, "만")] {
        let scale = Decimal::from(scale);
        let many = (rest / scale).trunc();
        if !many.is_zero() {
            out.push_str(&many.normalize().to_string());
            out.push_str(word);
            rest -= many * scale;
        }
    }
    if !rest.is_zero() {
        out.push_str(&rest.normalize().to_string());
    }
    out
}

/// `134.8 billion`: where it takes no more than six digits.
fn english(n: Decimal) -> String {
    for (scale, word) in [(1_000_000_000_000i64, "trillion"), (1_000_000_000, "billion"), (1_000_000, "million")] {
        let scale = Decimal::from(scale);
        if n.abs() >= scale {
            return format!("{} {word}", number(n / scale));
        }
    }
    number(n)
}

#[cfg(test)]
mod tests {
    use super::*;

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
        assert_eq!(korean(n("134801000000")), "1348억100만");
        assert_eq!(korean(n("12345")), "1만2345");
        assert_eq!(korean(n("9800")), "9,800");
        assert_eq!(english(n("147110")), "147,110");
        assert_eq!(english(n("16470600")), "16.4706 million");
    }
}
