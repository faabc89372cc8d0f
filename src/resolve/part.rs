//! Parts of a period as spans of days: a text that is nothing but a date means them to the day.

use jiff::civil::Date as Day;

use super::calendar::days;
use crate::model::date::{Edtf, Part};

/// Beginning, middle or end of a month, in thirds.
pub(super) fn of_month(year: i16, month: i8, part: Part) -> Option<Edtf> {
    let last = Day::new(year, month, 1).ok()?.days_in_month();
    let (a, b) = match part {
        Part::Early | Part::FirstTen | Part::EarlyPart => (1, 10),
        Part::Mid | Part::Middle => (11, 20),
        Part::Late | Part::LastTen | Part::LatePart => (21, last),
    };
    Some(Edtf::interval(&Edtf::ymd(Some(year), Some(month), Some(a)), &Edtf::ymd(Some(year), Some(month), Some(b))))
}

/// Beginning or end of a year: its first quarter, its last four months; early or late in it: a half.
pub(super) fn of_year(year: i16, part: Part) -> Option<Edtf> {
    let (a, b) = match part {
        Part::EarlyPart => (1, 6),
        Part::LatePart => (7, 12),
        Part::Early | Part::FirstTen => (1, 3),
        Part::Mid | Part::Middle => (5, 8),
        Part::Late | Part::LastTen => (9, 12),
    };
    Some(Edtf::interval(&Edtf::ymd(Some(year), Some(a), None), &Edtf::ymd(Some(year), Some(b), None)))
}

/// Beginning or end of the week that begins on `monday`: three days.
pub(super) fn of_week(monday: Day, part: Part) -> Option<Edtf> {
    let (a, b) = match part {
        Part::Early | Part::FirstTen | Part::EarlyPart => (0, 2),
        Part::Mid | Part::Middle => (2, 3),
        Part::Late | Part::LastTen | Part::LatePart => (4, 6),
    };
    Some(Edtf::interval(&Edtf::day(days(monday, a)?), &Edtf::day(days(monday, b)?)))
}
