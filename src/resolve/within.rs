//! Months, weeks and days inside a year.

use jiff::civil::Date as Day;

use super::calendar::{days, nth_weekday};
use super::date::LAST;
use crate::model::date::{DateFields, Edtf, Part};

/// Month, day, week and part inside a year that may be unknown.
pub(super) fn in_year(f: &DateFields, year: Option<i16>) -> Edtf {
    if let (Some(year), None, Some(week)) = (year, f.month, f.week) {
        return week_of_year(year, week).unwrap_or_else(|| Edtf::ymd(Some(year), None, None));
    }
    if let (Some(year), Some(month), Some(LAST)) = (year, f.month, f.day) {
        let last = Day::new(year, month, 1).map(|d| d.days_in_month()).ok();
        return Edtf::ymd(Some(year), Some(month), last);
    }
    if let (Some(year), Some(month)) = (year, f.month)
        && let Some(week) = f.week
    {
        if let Some(w) = f.weekday
            && let Some(day) = nth_weekday(year, month, week, w)
        {
            return Edtf::day(day);
        }
        return week_of_month(year, month, week).unwrap_or_else(|| Edtf::ymd(Some(year), Some(month), None));
    }
    match (f.part, f.month, f.day) {
        (Some(part), Some(m), None) => {
            let (a, b) = match part {
                Part::Early | Part::FirstTen | Part::EarlyPart => (1, 10),
                Part::Mid | Part::Middle => (11, 20),
                Part::Late | Part::LastTen | Part::LatePart => (21, 0),
            };
            match (part, year) {
                // 말 and "end of June" are the month itself, as fine as anyone means it.
                (Part::Early | Part::Middle | Part::Late | Part::EarlyPart | Part::LatePart, _) | (_, None) => {
                    Edtf::ymd(year, Some(m), None)
                }
                (_, Some(y)) => {
                    let last = if b == 0 { Day::new(y, m, 1).map_or(28, |d| d.days_in_month()) } else { b };
                    Edtf::interval(&Edtf::ymd(year, Some(m), Some(a)), &Edtf::ymd(year, Some(m), Some(last)))
                }
            }
        }
        (Some(Part::Late), None, None) => Edtf::ymd(year, Some(12), None),
        (Some(Part::Early), None, None) => Edtf::ymd(year, Some(1), None),
        _ => Edtf::ymd(year, f.month, f.day),
    }
}

/// Week 1 is the one that holds the month's first Thursday (ISO 8601 weeks).
fn week_of_month(year: i16, month: i8, week: i8) -> Option<Edtf> {
    seven_days(days(nth_weekday(year, month, week.max(LAST), 4)?, i64::from((week + 1).min(0)) * 7 - 3)?)
}

/// A week of ISO 8601 by its number; -1 is the year's last.
fn week_of_year(year: i16, week: i8) -> Option<Edtf> {
    let thursday = if week > 0 {
        days(nth_weekday(year, 1, 1, 4)?, i64::from(week - 1) * 7)?
    } else {
        nth_weekday(year, 12, LAST, 4)?
    };
    seven_days(days(thursday, -3)?)
}

/// The week that begins on a day.
pub(super) fn seven_days(start: Day) -> Option<Edtf> {
    Some(Edtf::interval(&Edtf::day(start), &Edtf::day(days(start, 6)?)))
}
