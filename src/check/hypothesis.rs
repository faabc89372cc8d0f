//! The smallest slips of the pen that would reconcile a figure with what it should be.

use rust_decimal::Decimal;

use super::draft::number;
use crate::model::interval::Interval;

/// Ranked slips that turn the printed `at` into something inside `want`; best first, at most three.
pub(super) fn slips(at: Decimal, want: &Interval) -> Vec<String> {
    let mut out: Vec<(u8, String)> = Vec::new();
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
                out.push((rank, format!("{} {way} {} lies in the range: {names}", number(at), number(power))));
            }
        }
        let Some(next) = power.checked_mul(Decimal::TEN) else { break };
        power = next;
    }
    let plain = at.normalize();
    let text: Vec<char> = plain.to_string().chars().collect();
    for i in 0..text.len() {
        for j in i + 1..text.len() {
            let mut other = text.clone();
            other.swap(i, j);
            if j == i + 1 && other != text && holds(&other, want) {
                out.push((0, format!("{} with two digits swapped would fit", spell(&other))));
            }
        }
        if text.get(i).is_some_and(char::is_ascii_digit) {
            for digit in '0'..='9' {
                let mut other = text.clone();
                if let Some(c) = other.get_mut(i) {
                    *c = digit;
                }
                if other != text && holds(&other, want) {
                    out.push((2, format!("{} with one other digit would fit", spell(&other))));
                    break;
                }
            }
        }
    }
    out.sort();
    out.dedup();
    out.into_iter().map(|o| o.1).take(3).collect()
}

fn spell(text: &[char]) -> String {
    text.iter().collect()
}

fn holds(text: &[char], want: &Interval) -> bool {
    spell(text).parse::<Decimal>().is_ok_and(|n| want.holds(n))
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
