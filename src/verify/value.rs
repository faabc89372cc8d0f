//! What a side claims its figure to be, parsed from the words of the output.

use rust_decimal::Decimal;

use crate::model::interval::{Bound, Interval};

/// A claimed value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Claimed {
    /// A number, or what lies between two; with its unit.
    Amount { range: Interval, unit: String },
    /// Parts of one.
    Share(Interval),
    /// A place in an order.
    Place(Decimal),
    /// A date in EDTF, or an interval of two.
    Date(String),
    /// A length of time, ISO 8601.
    Length(String),
    /// A time of day, ISO 8601.
    Clock(String),
    /// A name or number that stands for something.
    Name,
}

/// A number as outputs print it, at the start of a text; with what follows.
pub(super) fn number(text: &str) -> Option<(Decimal, &str)> {
    let signed = text.strip_prefix('-').unwrap_or(text);
    let len = signed.bytes().take_while(|b| b.is_ascii_digit() || matches!(b, b',' | b'.')).count();
    let digits = signed.get(..len)?.trim_end_matches([',', '.']);
    let plain: String = digits.chars().filter(|c| *c != ',').collect();
    let n: Decimal = plain.parse().ok()?;
    let n = if signed.len() < text.len() { -n } else { n };
    let rest = signed.get(digits.len()..)?;
    Some(match rest.strip_prefix(PER_CENT) {
        Some(rest) => (n / Decimal::ONE_HUNDRED, rest),
        None => (n, rest),
    })
}

/// Behind parts of a hundred.
const PER_CENT: &str = " %";

/// A length of time as derivations tell it, at the start of a text: `4 h 24 min`, `12 days`; in seconds, days or months.
fn length(text: &str) -> Option<(Decimal, &str)> {
    let (mut total, mut rest, mut told) = (Decimal::ZERO, text, false);
    while let Some((n, after)) = number(rest) {
        let units = [(" h", 3600), (" min", 60), (" s", 1), (" days", 1), (" day", 1), (" months", 1), (" month", 1)];
        let Some((factor, after)) = units.iter().find_map(|(u, f)| Some((*f, after.strip_prefix(u)?))) else { break };
        total = total.checked_add(n.checked_mul(Decimal::from(factor))?)?;
        told = true;
        rest = after;
        match rest.strip_prefix(' ') {
            Some(more) => rest = more,
            None => break,
        }
    }
    told.then_some((total, rest))
}

/// An interval of lengths of time: `4 h 24 min–5 h`, `12–13 months`, `at most 3 days`.
pub(super) fn lengths(text: &str) -> Option<Interval> {
    if let Some((lo, rest)) = length(text) {
        let Some(second) = rest.strip_prefix('–') else { return rest.is_empty().then_some(Interval::point(lo)) };
        let (hi, rest) = length(second)?;
        return rest.is_empty().then_some(Interval::closed(lo, hi));
    }
    let (range, rest) = range(text)?;
    [" s", " day", " days", " month", " months", ""].contains(&rest).then_some(range)
}

/// A number or an interval in words: `5`, `5–7`, `5 or more`, `at most 7`; with what follows.
pub(super) fn range(text: &str) -> Option<(Interval, &str)> {
    if let Some(rest) = text.strip_prefix("at most ") {
        let (n, rest) = number(rest)?;
        return Some((Interval::up_to(n, false), rest));
    }
    if let Some(rest) = text.strip_prefix("anything") {
        return Some((Interval::all(), rest));
    }
    let (lo, rest) = number(text)?;
    if let Some(second) = rest.strip_prefix('–')
        && let Some((hi, end)) = number(second)
    {
        // The sign behind the second is that of both.
        let both = second.strip_suffix(end).is_some_and(|s| s.ends_with(PER_CENT));
        let lo = if both { lo / Decimal::ONE_HUNDRED } else { lo };
        return Some((Interval::closed(lo, hi), end));
    }
    if let Some(rest) = rest.strip_prefix(" or more") {
        return Some((Interval::from(lo, false), rest));
    }
    Some((Interval::point(lo), rest))
}

/// `[0.1, 0.2)`, with open and infinite ends.
fn brackets(text: &str) -> Option<Interval> {
    let inner = text.strip_prefix(['[', '('])?.strip_suffix([']', ')'])?;
    let (lo, hi) = inner.split_once(", ")?;
    let end = |word: &str, open: bool| -> Option<Option<Bound>> {
        if word.ends_with('∞') { Some(None) } else { Some(Some(Bound { at: word.parse().ok()?, open })) }
    };
    Some(Interval { lo: end(lo, text.starts_with('('))?, hi: end(hi, text.ends_with(')'))? })
}

impl Claimed {
    /// Of the words of an output.
    pub(super) fn parse(text: &str) -> Claimed {
        let dated = |t: &str| {
            let year: Vec<char> = t.chars().take(4).collect();
            year.len() == 4 && year.iter().all(|c| c.is_ascii_digit() || *c == 'X') && !t.contains([' ', ','])
        };
        if let Some(n) = text.strip_prefix("no. ").and_then(|n| n.parse().ok()) {
            return Claimed::Place(n);
        }
        if let Some(share) = brackets(text) {
            return Claimed::Share(share);
        }
        if text.starts_with('P') && text.chars().nth(1).is_some_and(|c| c.is_ascii_digit() || matches!(c, 'T' | 'X')) {
            return Claimed::Length(text.to_owned());
        }
        if text.contains('T') && text.contains(':') {
            return Claimed::Clock(text.to_owned());
        }
        if text.starts_with("../") || dated(text) {
            return Claimed::Date(text.to_owned());
        }
        match range(text) {
            Some((range, "")) if text.contains(PER_CENT) => Claimed::Share(range),
            Some((range, rest)) if rest.starts_with(' ') => Claimed::Amount { range, unit: rest.trim().to_owned() },
            _ => Claimed::Name,
        }
    }
}

/// A number as outputs print it: six significant digits.
fn printed(n: Decimal) -> Decimal {
    n.round_sf(6).unwrap_or(n).normalize()
}

/// Whether a number is the one that is shown: just so, or cut to six significant digits.
pub(super) fn same(exact: Decimal, shown: Decimal) -> bool {
    exact == shown || printed(exact) == shown.normalize()
}

/// Whether a printed number is one that was worked out: its operands were cut to six digits, and so was it.
pub(super) fn follows(shown: Decimal, worked: Decimal) -> bool {
    let off = (shown - worked).abs();
    let cut = printed(shown) == shown.normalize();
    same(worked, shown)
        || cut && off.checked_mul(Decimal::from(200_000)).is_some_and(|o| o <= shown.abs().max(worked.abs()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_of_outputs() {
        let amount = |t: &str| match Claimed::parse(t) {
            Claimed::Amount { range, unit } => format!("{range} {unit}"),
            other => format!("{other:?}"),
        };
        assert_eq!(amount("1,650,000,000 USD"), "[1650000000, 1650000000] USD");
        assert_eq!(amount("60–69 person"), "[60, 69] person");
        assert_eq!(amount("10 or more country"), "[10, ∞) country");
        assert_eq!(amount("at most 5 km"), "(-∞, 5] km");
        assert_eq!(Claimed::parse("[0.12, 0.12]"), Claimed::Share(Interval::point("0.12".parse().expect("a number"))));
        assert_eq!(
            Claimed::parse("12–13 %"),
            Claimed::Share(Interval::closed(Decimal::new(12, 2), Decimal::new(13, 2)))
        );
        assert_eq!(Claimed::parse("at most 5 %"), Claimed::Share(Interval::up_to(Decimal::new(5, 2), false)));
        assert_eq!(Claimed::parse("no. 7"), Claimed::Place(Decimal::from(7)));
        assert_eq!(Claimed::parse("XXXX-08-27"), Claimed::Date("XXXX-08-27".to_owned()));
        assert_eq!(Claimed::parse("P2D"), Claimed::Length("P2D".to_owned()));
        assert_eq!(Claimed::parse("2024-07-14T05:00"), Claimed::Clock("2024-07-14T05:00".to_owned()));
        assert_eq!(Claimed::parse("country:kr"), Claimed::Name);
    }

    #[test]
    fn six_digits_are_enough() {
        let n = |t: &str| t.parse::<Decimal>().expect("a number");
        assert!(same(n("1234567"), n("1234570")));
        assert!(!same(n("1234570"), n("1234567")));
        assert!(!same(n("123456"), n("123457")));
        assert!(follows(n("0.666667"), n("0.666666")));
        assert!(!follows(n("1234567"), n("1234566")));
        assert!(!same(n("2.84"), n("2.85")));
    }
}
