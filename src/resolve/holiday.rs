//! Holidays by rule or table.

use jiff::civil::Date as Day;

use super::calendar::{days, nth_weekday};
use super::{chinese, hebrew, hijri};
use crate::model::date::Edtf;

/// The day or days of a holiday in a year.
///
/// A rule begins with a day: `MM-DD`; `easter±N`, `orthodox±N`; `MM#N-W`, the N-th weekday W of a month, -1 the last; a day
/// of another calendar, `hebrew:7-1` (Nisan is 1), `islamic:10-1`, `chinese:8-15`, `korean:1-1`, or a month of it,
/// `islamic:9`; or a table, `table:2024=02-10,2025=01-29`. It goes on with steps: ` + N` days; ` ?W+N`, N days where it
/// falls on weekday W; ` <W` and ` >W`, the weekday W before it, or on or behind it. `~N` at its end makes N days of it.
pub(super) fn holiday(rule: &str, year: i16) -> Option<Edtf> {
    let (rule, length) = match rule.split_once('~') {
        Some((rule, length)) => (rule, length.parse::<i64>().ok()?),
        None => (rule, 1),
    };
    let mut words = rule.split(' ');
    let start = words.next()?;
    if let Some(month) = start.strip_prefix("islamic:").and_then(|m| m.parse().ok()) {
        let (first, last) = hijri::month_in(year, month)?;
        return Some(Edtf::interval(&Edtf::day(first), &Edtf::day(last)));
    }
    let mut day = beginning(start, year)?;
    while let Some(word) = words.next() {
        let weekday = i64::from(day.weekday().to_monday_one_offset());
        let step = if word == "+" {
            words.next()?.parse().ok()?
        } else if let Some(shift) = word.strip_prefix('?') {
            let (on, by) = shift.split_at_checked(1)?;
            if on.parse() == Ok(weekday) { by.parse().ok()? } else { 0 }
        } else if let Some(wanted) = word.strip_prefix('<') {
            (wanted.parse::<i64>().ok()? - weekday).rem_euclid(7) - 7
        } else {
            (word.strip_prefix('>')?.parse::<i64>().ok()? - weekday).rem_euclid(7)
        };
        day = days(day, step)?;
    }
    match length {
        1 => Some(Edtf::day(day)),
        n => Some(Edtf::interval(&Edtf::day(day), &Edtf::day(days(day, n - 1)?))),
    }
}

fn beginning(rule: &str, year: i16) -> Option<Day> {
    if let Some(table) = rule.strip_prefix("table:") {
        let wanted = format!("{year}=");
        let found = table.split(',').find_map(|p| p.strip_prefix(wanted.as_str()))?;
        return month_day(found, year);
    }
    for (name, reckon) in [("easter", easter as fn(i16) -> Option<Day>), ("orthodox", orthodox)] {
        if let Some(offset) = rule.strip_prefix(name) {
            let n: i64 = if offset.is_empty() { 0 } else { offset.parse().ok()? };
            return days(reckon(year)?, n);
        }
    }
    if let Some((calendar, day)) = rule.split_once(':') {
        let reckon = match calendar {
            "hebrew" => hebrew::hebrew,
            "islamic" => hijri::day_in,
            "chinese" => chinese::china,
            "korean" => chinese::korea,
            _ => return None,
        };
        let (month, day) = day.split_once('-')?;
        return reckon(year, month.parse().ok()?, day.parse().ok()?);
    }
    if let Some((month, nth)) = rule.split_once('#') {
        let (n, weekday) = nth.rsplit_once('-')?;
        return nth_weekday(year, month.parse().ok()?, n.parse().ok()?, weekday.parse().ok()?);
    }
    month_day(rule, year)
}

fn month_day(text: &str, year: i16) -> Option<Day> {
    let (month, day) = text.split_once('-')?;
    Day::new(year, month.parse().ok()?, day.parse().ok()?).ok()
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_steps() {
        let day = |rule, year| holiday(rule, year).map(|e| e.0).unwrap_or_default();
        assert_eq!(day("12-25", 2023), "2023-12-25");
        assert_eq!(day("11#4-4 + 1", 2024), "2024-11-29", "the day after the fourth Thursday");
        assert_eq!(day("05-25 <1", 2024), "2024-05-20", "the Monday before");
        assert_eq!(day("05-20 <1", 2024), "2024-05-13", "before, not on");
        assert_eq!(day("11-27 >7", 2024), "2024-12-01", "the Sunday from then on");
        assert_eq!(day("04-27 ?7-1", 2025), "2025-04-26", "a Sunday gives way");
        assert_eq!(day("04-27 ?7-1", 2024), "2024-04-27");
        assert_eq!(day("hebrew:7-1 + -1~3", 2024), "2024-10-02/2024-10-04");
        assert_eq!(day("islamic:9", 2025), "2025-03-01/2025-03-29");
        assert_eq!(day("table:2023=11-12,2024=10-31 + 1", 2024), "2024-11-01");
        assert_eq!(day("easter-46~46", 2024), "2024-02-14/2024-03-30");
        assert_eq!(holiday("02-29", 2023), None);
    }
}
