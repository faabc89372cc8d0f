//! Steps over the civil calendar, with holidays by rule or table.

use jiff::ToSpan;
use jiff::civil::Date as Day;

use super::lunar;
use crate::model::date::Edtf;

/// `day` plus `n` days; `None` past the calendar's ends.
pub fn days(day: Day, n: i64) -> Option<Day> {
    day.checked_add(n.days()).ok()
}

/// Days from `a` to `b`.
pub fn between(a: Day, b: Day) -> i64 {
    a.until(b).map_or(0, |s| i64::from(s.get_days()))
}

/// Monday of the week of `day`.
pub fn monday(day: Day) -> Option<Day> {
    days(day, -i64::from(day.weekday().to_monday_zero_offset()))
}

/// Year and month after `n` months.
pub fn month_step(year: i16, month: i8, n: i32) -> Option<(i16, i8)> {
    let at = i32::from(year) * 12 + i32::from(month) - 1 + n;
    Some((i16::try_from(at.div_euclid(12)).ok()?, i8::try_from(at.rem_euclid(12) + 1).ok()?))
}

/// `day` plus `n` months; the day of month is cut to the month's last.
pub fn months(day: Day, n: i32) -> Option<Day> {
    let (y, m) = month_step(day.year(), day.month(), n)?;
    let first = Day::new(y, m, 1).ok()?;
    Day::new(y, m, day.day().min(first.days_in_month())).ok()
}

/// The day or days of a holiday in a year: `MM-DD`; `easter±N`, `orthodox±N`; `MM#N-W` (N-th weekday W of month, -1 the
/// last); a day of another calendar, `hebrew:7-1` (Nisan is 1) or `islamic:9-1`; or a table such as
/// `lunar:2024=02-10,2025=01-29`. ` + N` goes on by days, `~N` makes N days of it.
pub fn holiday(rule: &str, year: i16) -> Option<Edtf> {
    if let Some((from, length)) = rule.split_once('~') {
        let first = holiday(from, year)?.single_day()?;
        return Some(Edtf::interval(&Edtf::day(first), &Edtf::day(days(first, length.parse::<i64>().ok()? - 1)?)));
    }
    if let Some((from, offset)) = rule.split_once(" + ") {
        return Some(Edtf::day(days(holiday(from, year)?.single_day()?, offset.parse().ok()?)?));
    }
    if let Some(table) = rule.strip_prefix("lunar:") {
        let wanted = format!("{year}=");
        let md = table.split(',').find_map(|p| p.trim().strip_prefix(wanted.as_str()))?;
        return Some(Edtf(format!("{year:04}-{md}")));
    }
    for (name, reckon) in [("easter", easter as fn(i16) -> Option<Day>), ("orthodox", orthodox)] {
        if let Some(offset) = rule.strip_prefix(name) {
            let n: i64 = if offset.is_empty() { 0 } else { offset.parse().ok()? };
            return Some(Edtf::day(days(reckon(year)?, n)?));
        }
    }
    for (name, reckon) in [("hebrew:", lunar::hebrew as fn(i16, i64, i64) -> Option<Day>), ("islamic:", lunar::islamic)]
    {
        if let Some((month, day)) = rule.strip_prefix(name).and_then(|r| r.split_once('-')) {
            return Some(Edtf::day(reckon(year, month.parse().ok()?, day.parse().ok()?)?));
        }
    }
    if let Some((month, nth)) = rule.split_once('#') {
        let (n, weekday) = nth.rsplit_once('-')?;
        let (month, n, weekday): (i8, i8, i8) = (month.parse().ok()?, n.parse().ok()?, weekday.parse().ok()?);
        return Some(Edtf::day(nth_weekday(year, month, n, weekday)?));
    }
    let (m, d) = rule.split_once('-')?;
    Some(Edtf::ymd(Some(year), Some(m.parse().ok()?), Some(d.parse().ok()?)))
}

/// The `n`-th weekday of a month; -1 is the last. Monday is 1.
pub fn nth_weekday(year: i16, month: i8, n: i8, weekday: i8) -> Option<Day> {
    let first = Day::new(year, month, 1).ok()?;
    if n > 0 {
        let ahead = (i64::from(weekday) - i64::from(first.weekday().to_monday_one_offset())).rem_euclid(7);
        return days(first, ahead + i64::from(n - 1) * 7);
    }
    let last = first.last_of_month();
    let back = (i64::from(last.weekday().to_monday_one_offset()) - i64::from(weekday)).rem_euclid(7);
    days(last, -back)
}

/// Easter Sunday (Gregorian computus, Anonymous/Meeus).
fn easter(year: i16) -> Option<Day> {
    let y = i32::from(year);
    let (a, b, c) = (y % 19, y / 100, y % 100);
    let (d, e) = (b / 4, b % 4);
    let f = (b + 8) / 25;
    let g = (b - f + 1) / 3;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let month = (h + l - 7 * m + 114) / 31;
    let day = (h + l - 7 * m + 114) % 31 + 1;
    Day::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// Orthodox Easter: the Julian computus, in the civil calendar of 1900 to 2099.
fn orthodox(year: i16) -> Option<Day> {
    let y = i32::from(year);
    let d = (19 * (y % 19) + 15) % 30;
    let e = (2 * (y % 4) + 4 * (y % 7) - d + 34).rem_euclid(7);
    let month = (d + e + 114) / 31;
    let day = (d + e + 114) % 31 + 1;
    days(Day::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?, 13)
}
