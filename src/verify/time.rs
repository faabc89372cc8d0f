//! Dates, times and lengths of time, worked out again.

use jiff::civil::Date;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::line::Ground;
use super::side::{Judged, Side};
use super::value::{Claimed, lengths};
use super::words::{Words, longest};
use crate::model::date::Edtf;
use crate::model::interval::Interval;

/// First and last day of a value that is a date with a year.
pub(super) fn days(value: &str) -> Option<(Date, Date)> {
    let day = value.split_once('T').map_or(value, |(d, _)| d);
    let known =
        |d: &str| d.get(..4).is_some_and(|y| y.bytes().all(|b| b.is_ascii_digit() || b == b'X')) || d.starts_with("..");
    let single = |d: &str| d.get(..4).is_some_and(|y| y.bytes().take(2).all(|b| b.is_ascii_digit()));
    (known(day) && single(day)).then_some(())?;
    Edtf(if value.contains('/') && !value.contains('T') { value.to_owned() } else { day.to_owned() }).days()
}

/// Whether two dates with unknown digits can be one.
pub(super) fn masked(a: &str, b: &str) -> bool {
    let date = |t: &str| matches!(Claimed::parse(t), Claimed::Date(_));
    date(a) && date(b) && Edtf(a.to_owned()).compatible(&Edtf(b.to_owned()))
}

/// A length of time in seconds; years and months by their mean.
pub(super) fn length(iso: &str) -> Option<Decimal> {
    let (mut total, mut number, mut clock) = (Decimal::ZERO, String::new(), false);
    for c in iso.strip_prefix('P')?.chars() {
        match c {
            'T' => clock = true,
            '0'..='9' | '.' => number.push(c),
            unit => {
                let seconds = match (unit, clock) {
                    ('Y', _) => 31_557_600,
                    ('M', false) => 2_629_800,
                    ('W', _) => 604_800,
                    ('D', _) => 86_400,
                    ('H', _) => 3600,
                    ('M', true) => 60,
                    ('S', _) => 1,
                    _ => return None,
                };
                let n: Decimal = number.parse().ok()?;
                number.clear();
                total = total.checked_add(n.checked_mul(Decimal::from(seconds))?)?;
            }
        }
    }
    Some(total)
}

/// The weekday that words name, Monday 1.
pub(super) fn weekday(surface: &str, words: &Words) -> Option<i8> {
    let lower = surface.to_lowercase();
    let named = lower.char_indices().find_map(|(i, _)| longest(&words.weekdays, lower.get(i..)?)).map(|(_, n)| *n);
    // In brackets the first syllable alone stands for it.
    named.or_else(|| {
        let inner = lower.split_once('(')?.1.split_once(')')?.0;
        words.weekdays.iter().find(|(w, _)| !inner.is_empty() && w.starts_with(inner)).map(|(_, n)| *n)
    })
}

/// The first and the last minute that a date or time can be.
type Minutes = (i64, i64);

/// A date or time as minutes from the year 1 on: the earliest and the latest it can be; and whether it is a clock alone.
fn moments(value: &str, year: i16) -> Option<(i64, i64, bool)> {
    let minutes = |clock: &str| -> Option<i64> {
        let hour: i64 = clock.get(..2)?.parse().ok()?;
        let minute: i64 = clock.get(3..5).and_then(|m| m.parse().ok()).unwrap_or(0);
        Some(hour * 60 + minute)
    };
    let day_start = |d: Date| i64::from((d - Date::constant(1, 1, 1)).get_days()) * 1440;
    if let Some(clock) = value.strip_prefix('T') {
        let at = minutes(clock.split('/').next()?)?;
        return Some((at, at, true));
    }
    if let Some((day, clock)) = value.split_once('T') {
        let day = day.replace("XXXX", &format!("{year:04}"));
        let at = day_start(days(&day)?.0) + minutes(clock)?;
        return Some((at, at, false));
    }
    let (from, to) = days(&value.replace("XXXX", &format!("{year:04}")))?;
    Some((day_start(from), day_start(to) + 1439, false))
}

impl Ground<'_> {
    /// `the parts cover 2024-01-01 to 2025-08-31, the total 2024-01-01 to 2025-10-31`: days that the sides name.
    pub(super) fn periods(&self, line: &str) -> Option<Judged> {
        let (parts, total) = line.strip_prefix("the parts cover ")?.split_once(", the total ")?;
        let ends = |text: &str| -> Option<(Date, Date)> {
            let (from, to) = text.split_once(" to ")?;
            Some((from.parse().ok()?, to.parse().ok()?))
        };
        let ((first, last), (from, to)) = (ends(parts)?, ends(total)?);
        let named: Vec<Date> = self.sides.iter().filter_map(|s| days(&s.value)).flat_map(|(a, b)| [a, b]).collect();
        if let Some(day) = [first, last, from, to].iter().find(|d| !named.contains(d)) {
            return Some(Judged::Unknown(format!("{day} of `{line}` is the day of no side")));
        }
        let apart = |a: Date, b: Date| (a - b).get_days().abs() > 16;
        Some(self.so(!apart(first, from) && !apart(last, to), line))
    }

    /// `from to until: 3–4; printed three days`, `5,6일: 2; printed 이틀간`, `stated order: A then B`.
    pub(super) fn length(&self, line: &str) -> Option<Judged> {
        if let Some(rest) = line.strip_prefix("stated order: ") {
            let (a, b) = (self.sides.get(1)?, self.sides.first()?);
            if rest != format!("{} then {}", a.surface, b.surface) {
                return None;
            }
            return Some(match moments(&a.value, 2001).zip(moments(&b.value, 2001)) {
                Some((x, y)) if x.2 == y.2 => {
                    let is = y.1 >= x.0;
                    if is == self.verdict.is_finding() {
                        Judged::Fails(format!("`{line}`: the dates say the opposite"))
                    } else {
                        Judged::Holds
                    }
                }
                _ => Judged::Unknown(format!("`{line}`: a time without a day")),
            });
        }
        let printed = self.sides.first()?;
        let head = line.strip_suffix(&format!("; printed {}", printed.surface))?;
        let clocks = self.sides.iter().skip(1).filter(|s| s.value.starts_with('T')).count();
        if clocks != 0 && clocks != self.sides.len() - 1 {
            return Some(Judged::Unknown(format!("`{line}`: a time without a day")));
        }
        let (from, until, told) = self.ends(head)?;
        let told = lengths(told.trim())?;
        let unit = match &printed.claimed {
            Claimed::Length(iso) => iso.chars().next_back()?,
            // A bare number takes the unit of the relation, which its size must tell.
            _ => '?',
        };
        let clock = matches!(&printed.claimed, Claimed::Length(iso) if iso.contains('T'));
        let minutes = (until.1 - from.0, until.0 - from.1);
        Some(match self.bracket(unit, clock, minutes) {
            None => Judged::Unknown(format!("`{line}`: the unit is not told")),
            Some(outer) if !within(&told, &outer) => Judged::Fails(format!(
                "`{line}`: from the one to the other it is {} to {}",
                show(outer.lo),
                show(outer.hi)
            )),
            Some(_) => self.fits(printed, &told, line),
        })
    }

    /// The two ends of a span of time, and what is told of it.
    fn ends<'t>(&self, head: &'t str) -> Option<(Minutes, Minutes, &'t str)> {
        let year = self.sides.iter().filter_map(|s| days(&s.value)).map(|d| d.0.year()).next().unwrap_or(2001);
        let moment = |value: &str| moments(value, year).map(|(a, b, _)| (a, b));
        let second = self.sides.get(1)?;
        if let Some(told) = head.strip_prefix(&second.surface).and_then(|r| r.strip_prefix(": ")) {
            if let Some((from, to)) = second.value.split_once('/') {
                return Some((moment(from)?, later(moment(from)?, moment(to)?), told));
            }
            return None;
        }
        let rest = head.strip_prefix(&second.surface)?.strip_prefix(" to ")?;
        let from = moment(&second.value)?;
        if let Some(rest) = rest.strip_prefix("publication (") {
            let (day, told) = rest.split_once("): ")?;
            return Some((from, moment(day)?, told));
        }
        let third = self.sides.get(2)?;
        let told = rest.strip_prefix(&third.surface)?.strip_prefix(": ")?;
        let to = moment(&third.value)?;
        // Two clocks, or two days without a year: the second may be past the turn.
        let (from, to) = if to.1 < from.0 && second.value.len() < 10 { (from, later(from, to)) } else { (from, to) };
        Some(if to.1 < from.0 { (to, from, told) } else { (from, to, told) })
    }

    /// Between what a length may be counted: in seconds, days or months, as its unit asks.
    fn bracket(&self, unit: char, clock: bool, minutes: (i64, i64)) -> Option<Interval> {
        let of = |lo: i64, hi: i64| Interval::closed(Decimal::from(lo), Decimal::from(hi));
        let (most, least) = minutes;
        let by = |n: i64| (least.div_euclid(n), most.div_euclid(n) + 1);
        Some(match (unit, clock) {
            (_, true) => of((least - 60) * 60, (most + 60) * 60),
            ('D', _) => of(by(1440).0 - 1, by(1440).1 + 1),
            ('W', _) => of(by(1440).0 - 4, by(1440).1 + 5),
            ('M', _) => of(least.div_euclid(1440 * 31) - 1, most.div_euclid(1440 * 28) + 1),
            ('Y', _) => of((least.div_euclid(1440 * 366) - 1) * 12, (most.div_euclid(1440 * 365) + 2) * 12),
            // Days, months or years: the ordinal and count of a day, month or year.
            _ => of(least.div_euclid(1440 * 366) - 1, most.div_euclid(1440) + 2),
        })
    }

    /// Whether the printed length goes with the verdict.
    fn fits(&self, printed: &Side, told: &Interval, line: &str) -> Judged {
        let own = match &printed.claimed {
            Claimed::Length(iso) => {
                let months = iso.ends_with(['Y', 'M']) && !iso.contains('T');
                let unit = if months {
                    2_629_800
                } else if iso.contains('T') {
                    1
                } else {
                    86_400
                };
                length(iso).and_then(|s| s.checked_div(Decimal::from(unit)))
            }
            _ => printed.range().and_then(|r| r.lo).map(|b| b.at),
        };
        let Some(own) = own else { return Judged::Unknown(format!("`{line}`: an open length")) };
        let inside = |slack: Decimal| {
            let (lo, hi) = (told.lo.map(|b| b.at).unwrap_or(own), told.hi.map(|b| b.at).unwrap_or(own));
            own >= lo - slack && own <= hi + slack
        };
        if self.verdict.is_finding() {
            let same = inside(Decimal::ZERO) && matches!(printed.claimed, Claimed::Length(_));
            return if same {
                Judged::Fails(format!("`{line}`: it fits, and is reported as a finding"))
            } else {
                Judged::Holds
            };
        }
        // Weeks are counted by threes, hedged lengths by a tenth; a bare number counts years.
        let slack = (own / Decimal::TEN).max(Decimal::ONE);
        let year = own
            .checked_mul(Decimal::from(12))
            .is_some_and(|y| told.lo.is_some_and(|l| y >= l.at) && told.hi.is_some_and(|h| y <= h.at));
        if inside(slack) || year && !matches!(printed.claimed, Claimed::Length(_)) || printed.value.contains('X') {
            Judged::Holds
        } else if own.to_i64().is_some() && !self.open(printed) {
            Judged::Fails(format!("`{line}`: it does not fit, and is reported as held"))
        } else {
            Judged::Holds
        }
    }

    /// Whether a length is a bound: `more than three months` fits any longer time.
    fn open(&self, printed: &Side) -> bool {
        printed.surface.split_whitespace().count() > 2
    }
}

/// The second moment, a day or a year later where it comes before the first.
fn later(from: (i64, i64), to: (i64, i64)) -> (i64, i64) {
    if to.1 >= from.0 {
        return to;
    }
    let turn = if from.0 < 1440 * 2 { 1440 } else { 1440 * 365 };
    (to.0 + turn, to.1 + turn)
}

fn within(inner: &Interval, outer: &Interval) -> bool {
    let (Some(a), Some(b), Some(x), Some(y)) = (inner.lo, inner.hi, outer.lo, outer.hi) else { return true };
    a.at >= x.at && b.at <= y.at
}

fn show(bound: Option<crate::model::interval::Bound>) -> String {
    bound.map_or_else(|| "∞".to_owned(), |b| b.at.normalize().to_string())
}
