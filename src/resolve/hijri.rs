//! Days of the Islamic calendar in the civil one, for holidays: as published in Mecca, else by reckoning.

use jiff::civil::Date as Day;

use super::calendar::days;

/// The first year of [`MONTHS`], and its first day.
const PUBLISHED: (i64, (i16, i8, i8)) = (1365, (1945, 12, 5));
/// The Umm al-Qura calendar, a year a number: bit `n` is set where month `n` + 1 has 30 days, not 29.
#[rustfmt::skip]
const MONTHS: &[u16] = &[
    0xd55, 0x555, 0x555, 0xd55, 0x6d5, 0x555, 0xea5, 0xd2a, 0xaaa, 0xcd5, 0x655, 0x572, 0xda9, 0x555, 0xaaa, 0x555,
    0x52d, 0xa6d, 0x55a, 0x555, 0x74d, 0xd53, 0xd54, 0x556, 0xd55, 0x2d5, 0xd55, 0xd54, 0xd45, 0x655, 0x52d, 0xa5d,
    0x55a, 0xad5, 0x6aa, 0xd4b, 0x52a, 0xa57, 0x4ae, 0x976, 0x56c, 0xb55, 0xaaa, 0xa55, 0x4ad, 0x95d, 0x2da, 0x5d9,
    0xdb2, 0xba4, 0xb4a, 0xa55, 0x2b5, 0x575, 0xb6a, 0xbd2, 0xbc4, 0xb89, 0xa95, 0x52d, 0x5ad, 0xb6a, 0x6d4, 0xdc9,
    0xd92, 0xaa6, 0x956, 0x2ae, 0x56d, 0x36a, 0xb55, 0xaaa, 0x94d, 0x49d, 0x95d, 0x2ba, 0x5b5, 0x5aa, 0xd55, 0xa9a,
    0x92e, 0x26e, 0x55d, 0xada, 0x6d4, 0x6a5, 0x54b, 0xa97, 0x54e, 0xaae, 0x5ac, 0xba9, 0xd92, 0xb25, 0x64b, 0xcab,
    0x55a, 0xb55, 0x6d2, 0xea5, 0xe4a, 0xa95, 0x52d, 0xaad, 0x36c, 0x759, 0x6d2, 0x695, 0x52d, 0xa5b, 0x4ba, 0x9ba,
    0x3b4, 0xb69, 0xb52, 0xaa6, 0x4b6, 0x96d, 0x2ec, 0x6d9, 0xeb2, 0xd54, 0xd2a, 0xa56, 0x4ae, 0x96d, 0xd6a, 0xb54,
    0xb29, 0xa93, 0x52b, 0xa57, 0x536, 0xab5, 0x6aa, 0xe93,
];
/// First day of the arithmetic calendar, 16 July 622 (Julian), as a civil date.
const EPOCH: (i16, i8, i8) = (622, 7, 19);
/// Years of a cycle of thirty whose last month has 30 days.
const LEAP: [i64; 11] = [2, 5, 7, 10, 13, 16, 18, 21, 24, 26, 29];

/// The first such day that falls in a civil year.
pub(super) fn day_in(year: i16, month: i64, day: i64) -> Option<Day> {
    let around = (i64::from(year) - 622) * 33 / 32;
    (around - 1..=around + 2).filter_map(|h| civil(h, month, day)).find(|d| d.year() == year)
}

/// First and last day of the first such month that begins in a civil year.
pub(super) fn month_in(year: i16, month: i64) -> Option<(Day, Day)> {
    let around = (i64::from(year) - 622) * 33 / 32;
    (around - 1..=around + 2)
        .filter_map(|h| {
            let next = if month == 12 { civil(h + 1, 1, 1)? } else { civil(h, month + 1, 1)? };
            Some((civil(h, month, 1)?, days(next, -1)?))
        })
        .find(|(first, _)| first.year() == year)
}

fn civil(year: i64, month: i64, day: i64) -> Option<Day> {
    if year < 1 || !(1..=12).contains(&month) {
        return None;
    }
    let (first, (y, m, d)) = PUBLISHED;
    let Some(months) = usize::try_from(year - first).ok().filter(|n| *n < MONTHS.len()) else {
        return reckoned(year, month, day);
    };
    let length = |year: &u16, month: i64| 29 + i64::from(year >> month & 1);
    let before: i64 = MONTHS.iter().take(months).map(|y| (0..12).map(|m| length(y, m)).sum::<i64>()).sum();
    let within: i64 = MONTHS.get(months).map(|y| (0..month - 1).map(|m| length(y, m)).sum()).unwrap_or(0);
    days(Day::new(y, m, d).ok()?, before + within + day - 1)
}

fn reckoned(year: i64, month: i64, day: i64) -> Option<Day> {
    let (cycles, rest) = ((year - 1) / 30, (year - 1) % 30);
    let leaps = LEAP.iter().filter(|l| **l <= rest).count();
    let before = cycles * 10_631 + rest * 354 + i64::try_from(leaps).ok()?;
    // Odd months have 30 days, even ones 29.
    let in_year = (month - 1) * 29 + month / 2 + day - 1;
    let (y, m, d) = EPOCH;
    days(Day::new(y, m, d).ok()?, before + in_year)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_days() {
        let day = |y, m, d| day_in(y, m, d).map(|d| d.to_string()).unwrap_or_default();
        assert_eq!(day(2023, 9, 1), "2023-03-23", "Ramadan");
        assert_eq!(day(2021, 12, 10), "2021-07-20", "Eid al-Adha");
        assert_eq!(day(2024, 1, 1), "2024-07-07", "new year");
        assert_eq!(day(1890, 9, 1), "1890-04-21", "before the published calendar");
        let (first, last) = month_in(2024, 9).unwrap();
        assert_eq!((first.to_string().as_str(), last.to_string().as_str()), ("2024-03-11", "2024-04-09"));
    }
}
