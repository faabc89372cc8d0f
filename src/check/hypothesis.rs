//! The smallest slips of the pen that would reconcile a figure with what it should be.

use rust_decimal::Decimal;

use super::compare::Dimension;
use super::context::Context;
use super::draft::number;
use crate::lang::Lang;
use crate::model::interval::Interval;
use crate::normalise::numeral::read;
use crate::rulebook::Rulebook;
use crate::rulebook::language::Language;

/// The number in a printed figure: what stands before it, itself, what follows; and its value.
struct Printed<'a> {
    before: &'a str,
    number: &'a str,
    after: &'a str,
    value: Decimal,
}

impl<'a> Printed<'a> {
    /// The longest number from the first digit on; `None` where digits are left over, as in a length of hours and minutes.
    fn of(surface: &'a str, language: &Language) -> Option<Self> {
        let first = surface.find(|c: char| c.is_ascii_digit())?;
        let (before, rest) = surface.split_at_checked(first)?;
        let ends = rest.char_indices().map(|(i, c)| i + c.len_utf8());
        let (at, value) = ends.filter_map(|at| Some((at, worth(rest.get(..at)?, language)?))).next_back()?;
        let (number, after) = rest.split_at_checked(at)?;
        (!after.contains(|c: char| c.is_ascii_digit()) && !value.is_zero()).then_some(Self {
            before,
            number,
            after,
            value,
        })
    }
}

fn worth(number: &str, language: &Language) -> Option<Decimal> {
    read(&number.to_lowercase(), language).ok().map(|n| n.value)
}

/// Ranked slips of the pen in a mention, whose number is `at`, that turn it into something inside `want`; best first, at
/// most three.
pub(super) fn of(context: &Context<'_>, mention: usize, at: Decimal, want: &Interval, book: &Rulebook) -> Vec<String> {
    let lang = context.mentions.get(mention).map_or(Lang::En, |m| context.doc.lang_at(m.span.start));
    slips(context.printed(mention), book.language(lang), at, want)
}

/// Ranked slips that turn the figure `surface`, whose number is `at`, into something inside `want`; best first, at most
/// three.
fn slips(surface: &str, language: &Language, at: Decimal, want: &Interval) -> Vec<String> {
    let mut out: Vec<(u8, String)> = Vec::new();
    let printed = Printed::of(surface, language);
    let shown = printed.as_ref().map_or_else(|| number(at), |p| p.number.trim_end().to_owned());
    let mut power = Decimal::TEN;
    for zeros in 1..=8u32 {
        let names = match zeros {
            3 => "thousand for million, or million for billion",
            4 => "a scale of ten thousand",
            6 => "million for trillion",
            8 => "a scale of a hundred million",
            1 => "a zero more or less, or a moved point",
            _ => "a moved point",
        };
        for (value, way) in [(at.checked_mul(power), "×"), (at.checked_div(power), "÷")] {
            if value.is_some_and(|v| !v.is_zero() && want.holds(v)) {
                let rank = if matches!(zeros, 1 | 3 | 4) { 1 } else { 3 };
                out.push((rank, format!("{shown} {way} {} lies in the range: {names}", number(power))));
            }
        }
        let Some(next) = power.checked_mul(Decimal::TEN) else { break };
        power = next;
    }
    if let Some(printed) = printed {
        digits_changed(&printed, language, at, want, &mut out);
    }
    out.sort();
    out.dedup();
    out.into_iter().map(|o| o.1).take(3).collect()
}

/// Two digits swapped, or one that is another, in the number as it is printed.
fn digits_changed(
    printed: &Printed<'_>,
    language: &Language,
    at: Decimal,
    want: &Interval,
    out: &mut Vec<(u8, String)>,
) {
    let Some(factor) = at.checked_div(printed.value) else { return };
    let text: Vec<char> = printed.number.chars().collect();
    let fits = |other: &[char]| -> Option<String> {
        let number: String = other.iter().collect();
        // No number begins with a zero that another digit follows.
        if number.starts_with('0') && number.chars().nth(1).is_some_and(|c| c.is_ascii_digit()) {
            return None;
        }
        let value = worth(&number, language)?.checked_mul(factor)?;
        want.holds(value).then(|| format!("{}{number}{}", printed.before, printed.after))
    };
    let digits: Vec<usize> = (0..text.len()).filter(|i| text.get(*i).is_some_and(char::is_ascii_digit)).collect();
    for (n, i) in digits.iter().enumerate() {
        if let Some(j) = digits.get(n + 1)
            && text.get(*i) != text.get(*j)
        {
            let mut other = text.clone();
            other.swap(*i, *j);
            out.extend(fits(&other).map(|o| (0, format!("{o} with two digits swapped would fit"))));
        }
        // The digit that changes the number least.
        let old = text.get(*i).and_then(|c| c.to_digit(10)).unwrap_or(0);
        let mut others: Vec<u32> = (0..10).filter(|d| *d != old).collect();
        others.sort_by_key(|d| d.abs_diff(old));
        let found = others.iter().filter_map(|d| char::from_digit(*d, 10)).find_map(|d| {
            let mut other = text.clone();
            *other.get_mut(*i)? = d;
            fits(&other)
        });
        out.extend(found.map(|o| (2, format!("{o} with one other digit would fit"))));
    }
}

/// Whether one slip of the pen in a figure, whose number is `at`, makes it something inside `want`.
pub(super) fn reconciled(at: Decimal, dimension: &Dimension, want: &Interval) -> bool {
    edits(at, dimension).into_iter().any(|e| want.holds(e))
}

/// Every number that one slip of the pen makes of `at`: another digit, two neighbours swapped, a zero more or less, a
/// moved point, a scale word. Shares are printed in hundredths; zeros in front of a number are not printed.
pub(super) fn edits(at: Decimal, dimension: &Dimension) -> Vec<Decimal> {
    let share = matches!(dimension, Dimension::Ratio | Dimension::Point);
    let printed = if share { at.checked_mul(Decimal::ONE_HUNDRED).unwrap_or(at) } else { at }.normalize();
    let mut out: Vec<Decimal> = Vec::new();
    for power in [10i64, 100, 1_000, 10_000, 100_000_000].map(Decimal::from) {
        out.extend([printed.checked_mul(power), printed.checked_div(power)].into_iter().flatten());
    }
    let (mantissa, scale) = (printed.mantissa(), printed.scale());
    let with = |n: i128| Decimal::try_from_i128_with_scale(n, scale).ok();
    // Zeros behind a whole number are seldom digits that somebody counted.
    let mut place: i128 = 1;
    while mantissa != 0 && mantissa % (place * 10) == 0 {
        place *= 10;
    }
    while place <= mantissa.abs() {
        let sign = mantissa.signum();
        let own = mantissa.abs() / place % 10;
        let next = mantissa.abs() / place / 10 % 10;
        out.extend((0..10).filter(|d| *d != own).filter_map(|d| with(mantissa + sign * (d - own) * place)));
        if mantissa.abs() / place >= 10 {
            out.extend(with(mantissa + sign * (own - next) * 9 * place));
        }
        place *= 10;
    }
    out.retain(|n| *n != printed && !n.is_zero());
    if share {
        out.iter_mut().for_each(|n| *n /= Decimal::ONE_HUNDRED);
    }
    out
}

/// How alike two printed numbers look, in thousandths: the same digits at another scale, one other digit, two digits
/// swapped 1000; within a third of each other 550; else 0.
pub(super) fn likeness(a: Decimal, b: Decimal) -> i64 {
    if a.is_zero() || b.is_zero() || a == b {
        return if a == b { 1000 } else { 0 };
    }
    let (x, y) = (digits(a), digits(b));
    let (short_x, short_y) = (trim(&x), trim(&y));
    if short_x == short_y {
        if !slip_of_scale(a, b) {
            return 0;
        }
        return match short_x.len() {
            0 | 1 => 600,
            2 => 1300,
            3 => 1800,
            _ => 2200,
        };
    }
    // The same leading digits at another scale: 1.85 billion for 1.8546 trillion.
    let (few, many) = if short_x.len() <= short_y.len() { (&short_x, &short_y) } else { (&short_y, &short_x) };
    let far = {
        let (low, high) = if a.abs() < b.abs() { (a.abs(), b.abs()) } else { (b.abs(), a.abs()) };
        low * Decimal::from(8) < high
    };
    if far
        && slip_of_scale(a, b)
        && few.len() >= 2
        && many.starts_with(few.get(..few.len() - 1).unwrap_or_default())
        && near_prefix(few, many)
    {
        return if few.len() >= 3 { 1600 } else { 1000 };
    }
    let mut score = 0;
    if x.len() == y.len() && x.len() >= 2 {
        let differing: Vec<usize> = x.iter().zip(&y).enumerate().filter(|(_, (p, q))| p != q).map(|(i, _)| i).collect();
        match differing.as_slice() {
            [_] => score = 1000,
            [i, j] if *j == i + 1 && x.get(*i) == y.get(*j) && x.get(*j) == y.get(*i) => score = 1000,
            _ => {}
        }
    }
    let (low, high) = if a.abs() < b.abs() { (a.abs(), b.abs()) } else { (b.abs(), a.abs()) };
    let near = low.checked_mul(Decimal::new(15, 1)).is_some_and(|l| l >= high);
    if score == 0 && near {
        score = 550;
    }
    let longest = trim(&x).len().max(trim(&y).len());
    match longest {
        0..=1 => score / 2,
        2 => score,
        3 if score == 1000 => 1400,
        _ if score == 1000 => 2000,
        _ => score,
    }
}

/// Whether a scale word or a zero more or less makes the one of the other: ten, a hundred, thousand, 만, million, 억,
/// trillion.
fn slip_of_scale(a: Decimal, b: Decimal) -> bool {
    let (low, high) = if a.abs() < b.abs() { (a.abs(), b.abs()) } else { (b.abs(), a.abs()) };
    let Some(mut factor) = high.checked_div(low) else { return false };
    let mut zeros = 0;
    while factor >= Decimal::TEN {
        factor /= Decimal::TEN;
        zeros += 1;
    }
    matches!(zeros, 1..=4 | 6 | 8 | 12)
}

/// Whether `few` is `many` cut or rounded to fewer digits.
fn near_prefix(few: &[char], many: &[char]) -> bool {
    let value = |d: &[char]| d.iter().collect::<String>().parse::<u64>().unwrap_or(0);
    let cut = value(many.get(..few.len()).unwrap_or_default());
    let own = value(few);
    own == cut || own == cut + 1
}

fn digits(n: Decimal) -> Vec<char> {
    n.abs().normalize().to_string().chars().filter(char::is_ascii_digit).collect()
}

fn trim(digits: &[char]) -> Vec<char> {
    let text: String = digits.iter().collect();
    text.trim_start_matches('0').trim_end_matches('0').chars().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slipped(surface: &str, lang: Lang, at: &str, want: &str) -> Vec<String> {
        let book = Rulebook::built_in().expect("the rules");
        let n = |t: &str| t.parse::<Decimal>().expect("a number");
        slips(surface, book.language(lang), n(at), &Interval::point(n(want)))
    }

    #[test]
    fn edits_are_of_the_digits_that_are_printed() {
        let n = |t: &str| t.parse::<Decimal>().expect("a number");
        let of = |t: &str, d: &Dimension| edits(n(t), d);
        let thing = Dimension::Count("thing".to_owned());
        assert!(of("137", &thing).contains(&n("173")) && of("137", &thing).contains(&n("197")));
        assert!(of("1200", &thing).contains(&n("2100")) && !of("1200", &thing).contains(&n("1205")));
        let share = of("0.048", &Dimension::Ratio);
        assert!(share.contains(&n("0.078")) && share.contains(&n("0.084")) && share.contains(&n("0.48")), "{share:?}");
        assert!(share.iter().all(|e| *e < n("1") || *e >= n("4.8")), "no digit stands before 4.8 %: {share:?}");
        assert!(of("4.25", &thing).contains(&n("2.45")) && of("-3", &thing).contains(&n("-8")));
    }

    #[test]
    fn slips_are_shown_as_the_figure_is_printed() {
        assert_eq!(
            slipped("8억8000만원", Lang::Ko, "880000000", "870000000"),
            ["8억7000만원 with one other digit would fit"]
        );
        assert_eq!(slipped("137 people", Lang::En, "137", "173"), ["173 people with two digits swapped would fit"]);
        assert_eq!(slipped("31.4%", Lang::Ko, "0.314", "0.315"), ["31.5% with one other digit would fit"]);
        assert_eq!(
            slipped("about 595,000 feet", Lang::En, "595000", "59500"),
            ["595,000 ÷ 10 lies in the range: a zero more or less, or a moved point"]
        );
        assert!(slipped("1년 9개월", Lang::Ko, "21", "12").is_empty(), "two numbers are not one");
        assert!(slipped("thirty-four", Lang::En, "34", "43").is_empty(), "words have no digits");
    }
}
