//! So many units right before or behind a day: the last two months, the next three weeks.

use jiff::civil::Date as Day;

use super::calendar::{days, monday, month_step, months};
use crate::model::date::{Edtf, Unit};

/// Calendar units: the next two months of any day in January are February and March. Negative `n` looks back.
pub(super) fn whole(day: Day, unit: Unit, n: i32) -> Option<Edtf> {
    let (first, last) = if n < 0 { (n, -1) } else { (1, n) };
    match unit {
        Unit::Day => between(days(day, i64::from(first))?, days(day, i64::from(last))?),
        Unit::Week => {
            let start = monday(day)?;
            between(days(start, i64::from(first) * 7)?, days(start, i64::from(last) * 7 + 6)?)
        }
        Unit::Month => {
            let month = |n: i32| month_step(day.year(), day.month(), n).map(|(y, m)| Edtf::ymd(Some(y), Some(m), None));
            Some(Edtf::interval(&month(first)?, &month(last)?))
        }
        Unit::Year => {
            let year = |n: i32| Some(Edtf::ymd(Some(day.year().checked_add(i16::try_from(n).ok()?)?), None, None));
            Some(Edtf::interval(&year(first)?, &year(last)?))
        }
        _ => None,
    }
}

/// Counted from the day: the next two weeks begin tomorrow, the last two ended yesterday.
pub(super) fn rolling(day: Day, unit: Unit, n: i32) -> Option<Edtf> {
    let far = step(day, unit, n)?;
    if n < 0 { between(far, days(day, -1)?) } else { between(days(day, 1)?, far) }
}

/// From the day on: within two weeks.
pub(super) fn within(day: Day, unit: Unit, n: i32) -> Option<Edtf> {
    between(day, step(day, unit, n)?)
}

/// So many units from the first day of a period on.
pub(super) fn first(day: Day, unit: Unit, n: i32) -> Option<Edtf> {
    by_grain(day, days(step(day, unit, n)?, -1)?, unit)
}

/// So many units up to the last day of a period.
pub(super) fn last(day: Day, unit: Unit, n: i32) -> Option<Edtf> {
    by_grain(step(days(day, 1)?, unit, -n)?, day, unit)
}

/// Two days as an interval of months where the unit is one.
fn by_grain(first: Day, last: Day, unit: Unit) -> Option<Edtf> {
    let month = |d: Day| Edtf::ymd(Some(d.year()), Some(d.month()), None);
    if matches!(unit, Unit::Month | Unit::Quarter) && first.day() == 1 {
        return Some(Edtf::interval(&month(first), &month(last)));
    }
    between(first, last)
}

/// So many units from a day.
pub(super) fn step(day: Day, unit: Unit, n: i32) -> Option<Day> {
    match unit {
        Unit::Day => days(day, i64::from(n)),
        Unit::Week => days(day, i64::from(n) * 7),
        Unit::Month => months(day, n),
        Unit::Quarter => months(day, n * 3),
        Unit::Year => months(day, n * 12),
        _ => None,
    }
}

fn between(first: Day, last: Day) -> Option<Edtf> {
    Some(Edtf::interval(&Edtf::day(first), &Edtf::day(last)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_beside_a_day() {
        let day = Day::new(2024, 9, 6).unwrap();
        let whole = |unit, n| super::whole(day, unit, n).unwrap().0;
        let rolling = |unit, n| super::rolling(day, unit, n).unwrap().0;
        assert_eq!(whole(Unit::Week, 2), "2024-09-09/2024-09-22");
        assert_eq!(whole(Unit::Month, -2), "2024-07/2024-08");
        assert_eq!(whole(Unit::Year, 3), "2025/2027");
        assert_eq!(rolling(Unit::Day, 2), "2024-09-07/2024-09-08");
        assert_eq!(rolling(Unit::Month, -1), "2024-08-06/2024-09-05");
        assert_eq!(within(day, Unit::Week, 2).unwrap().0, "2024-09-06/2024-09-20");
    }
}
