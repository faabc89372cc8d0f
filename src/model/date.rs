//! Dates without a clock: what was written, and the days it can mean.

use std::fmt;

use jiff::civil::Date as Day;
use serde::{Deserialize, Serialize};

/// A date in EDTF, the Extended Date/Time Format of ISO 8601-2: possibly partial (`XXXX-11-17`), a season or quarter
/// (`2024-33`), or an interval (`2024-09-05/2024-09-06`).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Edtf(pub String);

impl Edtf {
    /// A day, month or year; an unknown part is written with `X`.
    pub fn ymd(year: Option<i16>, month: Option<i8>, day: Option<i8>) -> Self {
        let y = year.map_or_else(|| "XXXX".to_owned(), |y| format!("{y:04}"));
        let text = match (month, day) {
            (Some(m), Some(d)) => format!("{y}-{m:02}-{d:02}"),
            (Some(m), None) => format!("{y}-{m:02}"),
            (None, Some(d)) => format!("{y}-XX-{d:02}"),
            (None, None) => y,
        };
        Self(text)
    }

    /// One day.
    pub fn day(day: Day) -> Self {
        Self::ymd(Some(day.year()), Some(day.month()), Some(day.day()))
    }

    /// From one date to another; equal ends make a single date.
    pub fn interval(from: &Edtf, to: &Edtf) -> Self {
        // Two unknown days are not the same day.
        if from == to && !from.is_partial() { from.clone() } else { Self(format!("{}/{}", from.0, to.0)) }
    }

    /// A quarter, half or season as its first month, or its last: the ends of intervals are plain dates.
    #[must_use]
    pub fn in_months(self, last: bool) -> Self {
        let coded = self.0.get(5..).is_some_and(|m| m.len() == 2 && m.parse::<i8>().is_ok_and(|m| m > 12));
        match single(&self.0).filter(|_| coded) {
            Some((from, to)) => {
                let day = if last { to } else { from };
                Self::ymd(Some(day.year()), Some(day.month()), None)
            }
            None => self,
        }
    }

    /// Whether any part is unknown.
    pub fn is_partial(&self) -> bool {
        self.0.contains('X')
    }

    /// First and last day meant. `None` where the year or month is unknown, or the text is no date.
    pub fn days(&self) -> Option<(Day, Day)> {
        let (from, to) = self.0.split_once('/').unwrap_or((&self.0, &self.0));
        let first = if from == ".." || from.is_empty() { Day::MIN } else { single(from)?.0 };
        let last = if to == ".." || to.is_empty() { Day::MAX } else { single(to)?.1 };
        Some((first, last))
    }

    /// The single day meant, where it is one.
    pub fn single_day(&self) -> Option<Day> {
        self.days().and_then(|(a, b)| (a == b).then_some(a))
    }

    /// Whether some reading of both falls on a common day: unknown digits match anything.
    /// Dates of different grain are compatible where one holds the other.
    pub fn compatible(&self, other: &Edtf) -> bool {
        if let (Some(a), Some(b)) = (self.days(), other.days()) {
            return a.0 <= b.1 && b.0 <= a.1;
        }
        let parts = |e: &Edtf| -> Vec<String> { e.0.split('/').map(str::to_owned).collect() };
        let (a, b) = (parts(self), parts(other));
        a.iter().any(|x| b.iter().any(|y| masks_meet(x, y))) || a.len() > 1 || b.len() > 1
    }
}

impl fmt::Display for Edtf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Whether two dates with unknown digits can be the same as far as both are written.
fn masks_meet(a: &str, b: &str) -> bool {
    a.bytes().zip(b.bytes()).all(|(x, y)| x == b'X' || y == b'X' || x == y)
}

/// First and last day of one EDTF date without an interval.
fn single(text: &str) -> Option<(Day, Day)> {
    let text = text.trim_end_matches(['?', '~', '%']);
    let mut parts = text.split('-');
    let year = parts.next()?;
    if let Some(decade) = year.strip_suffix('X') {
        if let Some(century) = decade.strip_suffix('X') {
            let c: i16 = century.parse().ok()?;
            return Some((Day::new(c * 100, 1, 1).ok()?, Day::new(c * 100 + 99, 12, 31).ok()?));
        }
        let d: i16 = decade.parse().ok()?;
        return Some((Day::new(d * 10, 1, 1).ok()?, Day::new(d * 10 + 9, 12, 31).ok()?));
    }
    let year: i16 = year.parse().ok()?;
    let Some(month) = parts.next() else {
        return Some((Day::new(year, 1, 1).ok()?, Day::new(year, 12, 31).ok()?));
    };
    let month: i8 = month.parse().ok()?;
    let span = |from: i8, months: i8| -> Option<(Day, Day)> {
        let first = Day::new(year, from, 1).ok()?;
        let end = from + months - 1;
        let last = if end > 12 { Day::new(year + 1, end - 12, 1).ok()? } else { Day::new(year, end, 1).ok()? };
        Some((first, last.last_of_month()))
    };
    match month {
        1..=12 => match parts.next() {
            None => span(month, 1),
            Some(day) => {
                let day = Day::new(year, month, day.parse().ok()?).ok()?;
                Some((day, day))
            }
        },
        21 => span(3, 3),
        22 => span(6, 3),
        23 => span(9, 3),
        24 => span(12, 3),
        33..=36 => span((month - 33) * 3 + 1, 3),
        40 | 41 => span((month - 40) * 6 + 1, 6),
        _ => None,
    }
}

/// Which part of a month, year or decade is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// 초, early, beginning of.
    Early,
    /// 중순: from the 11th to the 20th.
    Mid,
    /// mid-June: the month, as fine as anyone means it.
    Middle,
    /// 말, late, end of.
    Late,
    /// 상순: the first ten days.
    FirstTen,
    /// 하순: from the 21st on.
    LastTen,
    /// early 2024: nobody says how early; a month is the month itself.
    EarlyPart,
    /// late 2024, in the same way.
    LatePart,
}

/// Calendar units.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// A second.
    Second,
    /// A minute.
    Minute,
    /// An hour.
    Hour,
    /// A day.
    Day,
    /// A weekend.
    Weekend,
    /// A week from Monday.
    Week,
    /// A month.
    Month,
    /// A quarter.
    Quarter,
    /// A half year.
    Half,
    /// A season.
    Season,
    /// A year.
    Year,
    /// Ten years.
    Decade,
    /// A hundred years.
    Century,
}

/// What a relative expression counts from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Anchor {
    /// Publication.
    #[default]
    Published,
    /// The last date mentioned before (이튿날, 같은 해, the following week).
    Mentioned,
}

/// What a date stands for besides itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Frame {
    /// The week that holds it: the week of Oct. 7.
    Week,
    /// What is left of it: the rest of the year.
    Rest,
    /// So many units of it, [`DateFields::then`], from its start: the first nine months of 2024.
    First,
    /// The same up to its end.
    Last,
}

/// One end of a date expression as written, field by field.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub struct DateFields {
    /// Calendar year, four digits.
    pub year: Option<i16>,
    /// Month 1-12 as written (13 is kept, to be reported).
    pub month: Option<i8>,
    /// Day of month as written (32 is kept, to be reported).
    pub day: Option<i8>,
    /// Monday is 1.
    pub weekday: Option<i8>,
    /// Quarter 1-4.
    pub quarter: Option<i8>,
    /// Half 1-2.
    pub half: Option<i8>,
    /// EDTF season 21-24.
    pub season: Option<i8>,
    /// Week of the month, or of the year where no month is given; -1 is the last, -2 the one before.
    /// With a weekday the nth such day, with [`Self::day`] -1 the last day.
    pub week: Option<i8>,
    /// First year of a decade.
    pub decade: Option<i16>,
    /// Century, as counted (20 for the 1900s).
    pub century: Option<i8>,
    /// Name of a holiday, an id of the holiday table.
    pub holiday: Option<String>,
    /// Part of the unit.
    pub part: Option<Part>,
    /// Steps of a unit from the anchor: (Year, -1) for 지난해.
    pub offset: Option<(Unit, i32)>,
    /// Steps taken from the anchor before `offset` counts: two weeks from tomorrow.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start: Option<(Unit, i32)>,
    /// `offset` leads to a day, not to the week or month that holds it: two weeks ago.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub exact: bool,
    /// All units up to `offset` are meant: the next two weeks. With `exact` from the anchor on: within two weeks.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub window: bool,
    /// Steps on from the day that all else leads to: three days after Easter.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub then: Option<(Unit, i32)>,
    /// What is meant is found around the date.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub frame: Option<Frame>,
    /// What `offset`, and whatever is missing, counts from.
    pub anchor: Anchor,
    /// The nearest past instance is meant (지난 8월, last Monday).
    pub last: bool,
    /// The nearest future instance is meant (오는 8월, next Monday).
    pub next: bool,
}

/// A date as written and as resolved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DateValue {
    /// As written; the first end of a range.
    pub from: DateFields,
    /// The second end of a range.
    pub to: Option<DateFields>,
    /// Bound (`since`, 이후: [`crate::model::figure::Modifier::AtLeast`]; `until`, 까지: at most) or hedge.
    pub modifier: super::figure::Modifier,
    /// Resolved date; `None` where nothing can be said, or where no such day exists.
    pub edtf: Option<Edtf>,
    /// What a relative expression was resolved against.
    pub anchor: Option<String>,
    /// The words name a day that no calendar has (13월, 32일, Feb. 30).
    pub impossible: bool,
}
