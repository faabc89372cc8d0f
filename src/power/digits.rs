//! Slips of digits.

use super::Chance;
use super::rules::Change;
use crate::model::span::Span;

/// Numbers written in digits, with their separators and decimals.
fn numbers(text: &str) -> Vec<Span> {
    let mut out: Vec<Span> = Vec::new();
    let bytes = text.as_bytes();
    let digit = |i: usize| bytes.get(i).is_some_and(u8::is_ascii_digit);
    let mut at = 0;
    while at < bytes.len() {
        if !digit(at) {
            at += 1;
            continue;
        }
        let start = at;
        while digit(at) || matches!(bytes.get(at), Some(b',' | b'.')) && digit(at + 1) {
            at += 1;
        }
        out.push(Span::new(start, at));
    }
    out
}

/// The number with thousands separators.
pub(super) fn grouped(digits: &str) -> String {
    let mut out = String::new();
    for (i, c) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(c);
    }
    out
}

/// What a change makes of one number of a figure, and where that stands; `None` where it cannot happen.
pub(super) fn change(figure: &str, ordinal: bool, change: Change, chance: Chance) -> Option<(Span, String)> {
    let numbers: Vec<Span> = numbers(figure)
        .into_iter()
        // The letters of 21st would not fit another digit.
        .filter(|n| !ordinal || !figure.get(n.end..).is_some_and(|r| r.starts_with(|c: char| c.is_ascii_lowercase())))
        .collect();
    let fitting: Vec<(Span, String)> = numbers
        .into_iter()
        .filter_map(|n| {
            let number = n.slice(figure);
            Some((n, slip(number, change, chance)?)).filter(|(_, new)| new != number)
        })
        .collect();
    chance.next().pick(&fitting).cloned()
}

fn slip(number: &str, change: Change, chance: Chance) -> Option<String> {
    let mut chars: Vec<char> = number.chars().collect();
    let places: Vec<usize> = (0..chars.len()).filter(|i| chars.get(*i).is_some_and(char::is_ascii_digit)).collect();
    let value = |i: usize| chars.get(i).and_then(|c| c.to_digit(10)).unwrap_or(0);
    let step = u32::try_from(chance.below(8)).unwrap_or(0);
    match change {
        Change::DigitsFirst => {
            let first = *places.first()?;
            let old = value(first);
            // 1 to 9, another than before.
            let new = if old == 0 { 1 + step } else { (old + step) % 9 + 1 };
            *chars.get_mut(first)? = char::from_digit(new, 10)?;
        }
        Change::DigitsOther => {
            let at = *chance.pick(places.get(1..)?)?;
            let new = (value(at) + 1 + step) % 10;
            *chars.get_mut(at)? = char::from_digit(new, 10)?;
        }
        Change::DigitsSwapped => {
            let pairs: Vec<(usize, usize)> = places
                .windows(2)
                .filter_map(|w| Some((*w.first()?, *w.get(1)?)))
                .filter(|(a, b)| value(*a) != value(*b) && (places.first() != Some(a) || value(*b) != 0))
                .collect();
            let (a, b) = *chance.pick(&pairs)?;
            chars.swap(a, b);
        }
        Change::DigitsLonger | Change::DigitsShorter => {
            let (whole, rest) = number.split_once('.').unwrap_or((number, ""));
            let mut digits: String = whole.chars().filter(char::is_ascii_digit).collect();
            if change == Change::DigitsLonger {
                digits.push('0');
            } else {
                digits = digits.strip_suffix('0').filter(|d| !d.is_empty())?.to_owned();
            }
            if !rest.is_empty() {
                return None;
            }
            return Some(if whole.contains(',') { grouped(&digits) } else { digits });
        }
        Change::DigitsGrouped => {
            let (whole, rest) = number.split_once('.').map_or((number, None), |(w, r)| (w, Some(r)));
            let digits: String = whole.chars().filter(char::is_ascii_digit).collect();
            if digits.len() < 4 {
                return None;
            }
            let new = if whole.contains(',') { digits } else { grouped(&digits) };
            return Some(rest.map_or(new.clone(), |r| format!("{new}.{r}")));
        }
        _ => return None,
    }
    Some(chars.into_iter().collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn changed(figure: &str, what: Change) -> Vec<String> {
        let mut out: Vec<String> = (0..40)
            .filter_map(|n| change(figure, false, what, Chance::of(n, &[figure])))
            .map(|(at, new)| {
                let mut out = figure.to_owned();
                out.replace_range(at.start..at.end, &new);
                out
            })
            .collect();
        out.sort();
        out.dedup();
        out
    }

    #[test]
    fn digits_slip_and_never_stay() {
        assert_eq!(changed("1,250 tons", Change::DigitsLonger), ["12,500 tons"]);
        assert_eq!(changed("1,250 tons", Change::DigitsShorter), ["125 tons"]);
        assert_eq!(changed("16.5 tons", Change::DigitsShorter), Vec::<String>::new());
        assert_eq!(changed("12", Change::DigitsSwapped), ["21"]);
        assert_eq!(changed("10", Change::DigitsSwapped), Vec::<String>::new());
        assert_eq!(changed("1234.5", Change::DigitsGrouped), ["1,234.5"]);
        let first = changed("7,300", Change::DigitsFirst);
        assert!(
            first.len() > 4 && first.iter().all(|f| f.ends_with(",300") && !f.starts_with(['0', '7'])),
            "{first:?}"
        );
        let other = changed("73", Change::DigitsOther);
        assert!(other.len() > 4 && other.iter().all(|f| f.starts_with('7') && f != "73"), "{other:?}");
    }
}
