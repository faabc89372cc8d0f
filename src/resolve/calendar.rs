//! Steps over the civil calendar.

use jiff::ToSpan;
use jiff::civil::Date as Day;

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
