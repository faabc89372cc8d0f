//! One side: its words in the document as it is now, and its figure read anew.

use rust_decimal::Decimal;

use super::numeral::{self, Number};
use super::value::{Claimed, same};
use super::words::{Mark, Order, Words, longest};
use crate::model::interval::Interval;

/// What came of a step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Judged {
    /// It is so.
    Holds,
    /// It is not so: why.
    Fails(String),
    /// It cannot be said: why.
    Unknown(String),
}

/// A side that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Side {
    /// As printed.
    pub(super) surface: String,
    /// The words of its value.
    pub(super) value: String,
    /// The same, parsed.
    pub(super) claimed: Claimed,
    /// Numbers in its words.
    pub(super) numbers: Vec<Number>,
}

impl Side {
    /// Reads the words again.
    pub(super) fn read(surface: &str, value: &str, words: &Words) -> Self {
        let lower = plain(surface);
        let claimed = if value.is_empty() { Claimed::Name } else { Claimed::parse(value) };
        let mut numbers = numeral::numbers(&lower, words);
        // A last letter is a scale of money and people, a unit of sizes.
        let size = |unit: &str| unit == "m" || unit.starts_with("m/") || matches!(unit, "m2" | "m3");
        if matches!(&claimed, Claimed::Amount { unit, .. } if size(unit)) {
            for n in &mut numbers {
                if let Some((at, step)) = n.bare {
                    (n.at, n.step, n.scale) = (at, step, Decimal::ONE);
                }
            }
        }
        Self { surface: surface.to_owned(), value: value.to_owned(), claimed, numbers }
    }

    /// Whether the words say the claimed value. `published` is the day the document is from, where known.
    pub(super) fn judge(&self, published: Option<&str>, words: &Words) -> Judged {
        let lower = plain(&self.surface);
        match &self.claimed {
            Claimed::Name => Judged::Holds,
            Claimed::Amount { range, .. } => self.amount(range, &self.amounts(&lower, words)),
            Claimed::Share(range) => self.amount(range, &shares(&lower, &self.numbers, words)),
            Claimed::Place(n) => self.amount(&Interval::point(*n), &self.amounts(&lower, words)),
            Claimed::Length(iso) => self.length(iso, &lower, words),
            Claimed::Clock(iso) => self.clock(iso),
            Claimed::Date(edtf) => date(edtf, &lower, &self.numbers, published, words),
        }
    }

    /// Every amount that the words can say: the numbers, and a first number of a range by the scale of the last.
    fn amounts(&self, lower: &str, words: &Words) -> Vec<Decimal> {
        let mut out: Vec<Decimal> = self.numbers.iter().map(|n| n.at).collect();
        for (n, next) in self.numbers.iter().zip(self.numbers.iter().skip(1)) {
            if n.scale == Decimal::ONE && next.scale > Decimal::ONE {
                out.extend(n.at.checked_mul(next.scale));
            }
            // Mixed numbers: three and a half.
            out.extend(n.at.checked_add(next.at));
        }
        if words.cents.iter().any(|w| lower.contains(w.as_str())) {
            let hundredths: Vec<Decimal> = out.iter().filter_map(|n| n.checked_mul(Decimal::new(1, 2))).collect();
            out.extend(hundredths);
        }
        let halves: Vec<Decimal> = fractions(lower, words).collect();
        for half in halves {
            out.extend(self.numbers.iter().filter_map(|n| n.at.checked_add(half.checked_mul(n.scale)?)));
            out.push(half);
        }
        out
    }

    /// Whether one of the read numbers is what is claimed, both ends of a range looked for.
    fn amount(&self, range: &Interval, read: &[Decimal]) -> Judged {
        if read.is_empty() {
            return Judged::Unknown(format!("no number is read in `{}`", self.surface));
        }
        // Fractions are cut to ten digits.
        let cut = |r: Decimal, n: Decimal| r.round_dp(10) == n;
        let has = |n: Decimal| read.iter().any(|r| same(*r, n) || same(-*r, n) || cut(*r, n));
        let close = |n: Decimal, to: Decimal| {
            // `60여` ends before the next ten: nothing past one more of its last digit.
            n >= to && n - to <= crate::model::figure::last_digit(to.abs(), self.step(to))
        };
        let fits = match (range.lo, range.hi) {
            (Some(a), Some(b)) if a.at == b.at => has(a.at),
            (Some(a), Some(b)) => has(a.at) && (has(b.at) || close(b.at, a.at)),
            (Some(a), None) | (None, Some(a)) => has(a.at),
            (None, None) => true,
        };
        // Billions: some of the scale, less than the next word would say.
        let some = |n: &Number| {
            let ends = range.lo.zip(range.hi).map(|(a, b)| (a.at, b.at));
            n.vague && ends.is_some_and(|(a, b)| a >= n.at && b <= n.at * Decimal::TEN)
        };
        if fits || self.numbers.iter().any(some) {
            return Judged::Holds;
        }
        let vague = range.lo.zip(range.hi).is_some_and(|(a, b)| b.at >= a.at * Decimal::from(4));
        let shown: Vec<String> = read.iter().take(3).map(|n| n.normalize().to_string()).collect();
        let why = format!("`{}` reads {}, claimed is {}", self.surface, shown.join(", "), self.value);
        if vague || self.numbers.iter().any(|n| !n.digits) { Judged::Unknown(why) } else { Judged::Fails(why) }
    }

    fn length(&self, iso: &str, lower: &str, words: &Words) -> Judged {
        let mut claimed: Vec<(Decimal, String)> = Vec::new();
        let (mut number, mut clock) = (String::new(), "");
        for c in iso.chars().skip(1) {
            match c {
                'T' => clock = "T",
                '0'..='9' | '.' => number.push(c),
                unit => {
                    let Ok(n) = number.parse() else { return Judged::Unknown(format!("`{iso}` is open")) };
                    claimed.push((n, format!("{clock}{unit}")));
                    number.clear();
                }
            }
        }
        let units: Vec<&str> = lower
            .char_indices()
            .filter(|(i, _)| !lower.get(..*i).is_some_and(|b| b.ends_with(|c: char| c.is_ascii_alphabetic())))
            .filter_map(|(i, _)| longest(&words.times, lower.get(i..)?).map(|(_, unit)| unit.as_str()))
            .collect();
        let mut read = self.amounts(lower, words);
        // `a year` is one.
        if read.is_empty() && !units.is_empty() {
            read.push(Decimal::ONE);
        }
        for (n, unit) in &claimed {
            let tens = |r: &Decimal| same(*r, *n) || same(*r * Decimal::TEN, *n) && unit == "Y";
            // Half an hour, half a year.
            let half = *n == Decimal::from(30) && unit == "TM" || *n == Decimal::from(6) && unit == "M";
            if half && claimed.len() > 1 && fractions(lower, words).any(|f| f == Decimal::new(5, 1)) {
                continue;
            }
            if !read.iter().any(tens) || !units.contains(&unit.as_str()) {
                let why = format!("`{}` is read otherwise than {iso}", self.surface);
                let sure = self.numbers.iter().all(|r| r.digits) && !self.numbers.is_empty() && !units.is_empty();
                let half = fractions(lower, words).next().is_some();
                return if sure && !half && claimed.len() == 1 { Judged::Fails(why) } else { Judged::Unknown(why) };
            }
        }
        Judged::Holds
    }

    fn clock(&self, iso: &str) -> Judged {
        let Some((_, clock)) = iso.split('/').next().and_then(|i| i.split_once('T')) else {
            return Judged::Unknown(format!("`{iso}` is no single time"));
        };
        let mut fields = clock.split(':').filter_map(|f| f.get(..2)?.parse::<u32>().ok());
        let (Some(hour), Some(minute)) = (fields.next(), fields.next()) else {
            return Judged::Unknown(format!("`{iso}` is no clock"));
        };
        let has = |n: u32| self.numbers.iter().any(|r| r.at == Decimal::from(n));
        let hours = has(hour) || has(hour % 12) || hour.is_multiple_of(12) && has(12) || hour == 24;
        // A decimal point parts hours and minutes too: 10.30.
        let dotted = self
            .numbers
            .iter()
            .any(|r| r.at.normalize() == Decimal::new(i64::from((hour % 12) * 100 + minute), 2).normalize());
        if hours && (minute == 0 || has(minute)) || dotted {
            Judged::Holds
        } else {
            Judged::Unknown(format!("`{}` is not read as {clock}", self.surface))
        }
    }

    /// Place value of the last digit that was written of one of its numbers.
    pub(super) fn step(&self, own: Decimal) -> Decimal {
        let hundredth = Decimal::new(1, 2);
        let share = matches!(self.claimed, Claimed::Share(_));
        let found = self.numbers.iter().find_map(|n| {
            if same(n.at, own.abs()) && !share {
                return Some(n.step);
            }
            // Percent, and cents of a dollar.
            let at = n.at.checked_mul(hundredth)?;
            same(at, own.abs()).then(|| n.step * hundredth)
        });
        // The first number of a range has the scale of the last.
        let scaled = || {
            let scale = self.numbers.last()?.scale;
            let first = self.numbers.iter().find(|n| n.at.checked_mul(scale).is_some_and(|s| same(s, own.abs())))?;
            first.step.checked_mul(scale)
        };
        found.or_else(scaled).unwrap_or(if share { hundredth } else { Decimal::ONE })
    }

    /// Interval and factor-free number of the side for arithmetic.
    pub(super) fn range(&self) -> Option<Interval> {
        match &self.claimed {
            Claimed::Amount { range, .. } | Claimed::Share(range) => Some(*range),
            Claimed::Place(n) => Some(Interval::point(*n)),
            Claimed::Length(iso) => {
                let parts = iso.chars().filter(char::is_ascii_alphabetic).filter(|c| !matches!(c, 'P' | 'T')).count();
                if parts > 1 {
                    // A length of several units counts in seconds, days or months.
                    let unit = if iso.contains('T') {
                        1
                    } else if iso.contains('Y') {
                        2_629_800
                    } else {
                        86_400
                    };
                    return Some(Interval::point(super::time::length(iso)?.checked_div(Decimal::from(unit))?));
                }
                let digits: String = iso.chars().filter(|c| c.is_ascii_digit() || *c == '.').collect();
                Some(Interval::point(digits.parse().ok()?))
            }
            _ => None,
        }
    }
}

/// Lower case, plain spaces and digits: what numbers are read from.
fn plain(surface: &str) -> String {
    crate::ingest::normalise_text(surface).0.to_ascii_lowercase()
}

fn fractions<'a>(lower: &'a str, words: &'a Words) -> impl Iterator<Item = Decimal> + 'a {
    words
        .shares
        .iter()
        .filter(|(w, _)| lower.contains(w.as_str()))
        .filter_map(|(_, [n, d])| Decimal::from(*n).checked_div(Decimal::from(*d)))
}

/// Every share that the words can say: percent, fraction, basis points, one out of so many.
fn shares(lower: &str, numbers: &[Number], words: &Words) -> Vec<Decimal> {
    let mut out: Vec<Decimal> = Vec::new();
    for n in numbers {
        out.extend([2, 4].into_iter().filter_map(|d| n.at.checked_mul(Decimal::new(1, d))));
        if !n.digits || n.step < Decimal::ONE {
            out.push(n.at);
        }
    }
    for two in numbers.windows(2) {
        let [a, b] = two else { continue };
        let between = lower.get(a.end..b.start).unwrap_or("");
        let said = words.fraction_marks.iter().find(|(w, _)| between.contains(w.trim_end()));
        let quotient = match said {
            Some((_, Order::WholeFirst)) => b.at.checked_div(a.at),
            Some((_, Order::PartFirst)) => a.at.checked_div(b.at),
            None if between == "/" => a.at.checked_div(b.at),
            // `67명 중 1명`: either way round.
            None => {
                out.extend(b.at.checked_div(a.at));
                a.at.checked_div(b.at)
            }
        };
        out.extend(quotient);
    }
    out.extend(fractions(lower, words));
    out
}

/// Whether the words of a date say the claimed one.
fn date(edtf: &str, lower: &str, numbers: &[Number], published: Option<&str>, words: &Words) -> Judged {
    let ends: Vec<Vec<&str>> =
        edtf.split('/').map(|e| e.trim_end_matches(['~', '?', '%']).split('-').collect()).collect();
    let field = |i: usize, n: i64| {
        ends.iter().any(|e| e.get(i).is_some_and(|f| f.parse::<i64>() == Ok(n) || f.contains('X') && i == 0))
    };
    let mut told = 0usize;
    for (i, n) in numbers.iter().enumerate() {
        let Ok(value) = i64::try_from(n.at.trunc()) else { continue };
        let after = lower.get(n.end..).unwrap_or("").trim_start();
        let before = lower.get(..n.start).unwrap_or("").trim_end_matches([' ', '.', ',']);
        let marked = longest(&words.date_marks, after).map(|(_, m)| *m).filter(|_| n.digits);
        let named = words.months.keys().any(|m| before.ends_with(m.as_str()));
        let year = n.digits && n.end - n.start == 4 && (1800..2200).contains(&value);
        let wrong = |what: &str| Judged::Fails(format!("the {what} {value} of `{lower}` is not in {edtf}"));
        match marked {
            _ if year => {
                if !field(0, value) && !edtf.contains(&format!("{}X", value / 10)) {
                    return wrong("year");
                }
                told += 1;
            }
            Some(Mark::Month) => {
                if !field(1, value) {
                    return wrong("month");
                }
                told += 1;
            }
            Some(Mark::Day) => {
                if !field(2, value) {
                    return if ends.iter().all(|e| e.len() == 3) {
                        wrong("day")
                    } else {
                        Judged::Unknown(leans(lower))
                    };
                }
                told += 1;
            }
            None if named && i < 4 && value < 32 => {
                if !field(2, value) {
                    return wrong("day");
                }
                told += 1;
            }
            _ if n.digits && (0..3).any(|f| field(f, value)) => told += 1,
            _ if n.digits => told += usize::from(decimal_date(n, &field)),
            _ => {}
        }
    }
    for (i, _) in lower.char_indices() {
        if lower.get(..i).is_some_and(|b| b.ends_with(|c: char| c.is_ascii_alphabetic())) {
            continue;
        }
        if let Some((_, month)) = lower.get(i..).and_then(|rest| longest(&words.months, rest)) {
            if !field(1, i64::from(*month)) {
                return Judged::Fails(format!("the month of `{lower}` is not in {edtf}"));
            }
            told += 1;
        }
    }
    let relative = words.relative.iter().filter(|(w, _)| lower.contains(w.as_str())).max_by_key(|(w, _)| w.len());
    if let (Some((_, (unit, steps))), Some(published)) = (relative, published) {
        if *unit == Mark::Day && *steps == 0 && edtf == published {
            told += 1;
        }
        let base: Vec<Option<i16>> = published.split('-').map(|f| f.parse().ok()).collect();
        let day = match base.as_slice() {
            [Some(y), Some(m), Some(d)] => i8::try_from(*m)
                .ok()
                .zip(i8::try_from(*d).ok())
                .and_then(|(m, d)| jiff::civil::Date::new(*y, m, d).ok()),
            _ => None,
        };
        let meant: Option<String> = match (unit, base.first(), day) {
            (Mark::Year, Some(Some(y)), _) => Some(format!("{:04}", y + steps)),
            (Mark::Month, _, Some(day)) => {
                let months = day.year() * 12 + i16::from(day.month()) - 1 + steps;
                Some(format!("{:04}-{:02}", months.div_euclid(12), months.rem_euclid(12) + 1))
            }
            (Mark::Day, _, Some(day)) => {
                let moved = if *steps < 0 {
                    day.yesterday().ok()
                } else if *steps > 0 {
                    day.tomorrow().ok()
                } else {
                    Some(day)
                };
                moved.map(|d| d.to_string())
            }
            _ => None,
        };
        match meant {
            Some(meant) if edtf.starts_with(&meant) => told += 1,
            Some(meant) if told == 0 => {
                return Judged::Unknown(format!("`{lower}` counted from {published} is {meant}, claimed is {edtf}"));
            }
            _ => {}
        }
    }
    if told == 0
        && let (Some(weekday), Some(day)) = (super::time::weekday(lower, words), super::time::days(edtf))
        && day.0 == day.1
    {
        if day.0.weekday().to_monday_one_offset() != weekday {
            return Judged::Fails(format!("{edtf} is a {:?}, not the {lower} that is printed", day.0.weekday()));
        }
        // A bare weekday is one within a fortnight of publication.
        let base = published.and_then(super::time::days);
        told += usize::from(base.is_none_or(|b| (b.0 - day.0).get_days().abs() <= 14));
    }
    if told > 0 { Judged::Holds } else { Judged::Unknown(leans(lower)) }
}

/// `8.27` is read as one number.
fn decimal_date(n: &Number, field: &dyn Fn(usize, i64) -> bool) -> bool {
    let text = n.at.to_string();
    let Some((month, day)) = text.split_once('.') else { return false };
    month.parse().is_ok_and(|m| field(1, m)) && day.parse().is_ok_and(|d| field(2, d))
}

fn leans(lower: &str) -> String {
    format!("`{lower}` says its date by the text around it")
}
