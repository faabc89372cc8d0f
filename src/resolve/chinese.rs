//! Days of the lunisolar calendars of China and Korea in the civil one, for holidays from 1950 to 2049.

use jiff::civil::Date as Day;

use super::calendar::days;

/// The first year of both tables, and its first day.
const START: (i16, (i16, i8, i8)) = (1950, (1950, 2, 17));
/// A year a number: bit `n` is set where its month `n` + 1 has 30 days, not 29; the leap month follows the month whose
/// number stands from bit 16 on.
#[rustfmt::skip]
const CHINA: &[u32] = &[
    0x00536, 0x00aad, 0x515aa, 0x005b2, 0x00ba5, 0x31d4a, 0x00d4a, 0x80a95, 0x00a97, 0x00556,
    0x60ab5, 0x00ad5, 0x006d2, 0x40ea5, 0x00ea5, 0x0064a, 0x30c97, 0x00a9b, 0x7155a, 0x0056a,
    0x00b69, 0x51752, 0x00b52, 0x00b25, 0x4164b, 0x00a4b, 0x814ab, 0x002ad, 0x005ad, 0x60b69,
    0x00da9, 0x00d92, 0x41d25, 0x00d25, 0xa1a4d, 0x00a56, 0x002b6, 0x605b5, 0x006d5, 0x00ea9,
    0x51e92, 0x00e92, 0x00d26, 0x30a56, 0x00a57, 0x814d6, 0x0035a, 0x006d5, 0x516c9, 0x00749,
    0x00693, 0x4152b, 0x0052b, 0x00a5b, 0x2155a, 0x0056a, 0x71b55, 0x00ba4, 0x00b49, 0x51a93,
    0x00a95, 0x0052d, 0x40aad, 0x00ab5, 0x915aa, 0x005d2, 0x00da5, 0x61d4a, 0x00d4a, 0x00c95,
    0x4152e, 0x00556, 0x00ab5, 0x215b2, 0x006d2, 0x60ea5, 0x00725, 0x0064b, 0x50c97, 0x00cab,
    0x0055a, 0x30ad6, 0x00b69, 0xb1752, 0x00b52, 0x00b25, 0x61a4b, 0x00a4b, 0x004ab, 0x5055b,
    0x005ad, 0x00b6a, 0x21b52, 0x00d92, 0x71d25, 0x00d25, 0x00a55, 0x514ad, 0x004b6, 0x005b5,
];
/// The same as seen from Seoul, where some months begin a day later.
#[rustfmt::skip]
const KOREA: &[u32] = &[
    0x0052d, 0x00aad, 0x5156a, 0x00db2, 0x00da4, 0x31d49, 0x00d4a, 0x81a95, 0x00a96, 0x00556,
    0x60ab5, 0x00ad5, 0x006d2, 0x40ea5, 0x00ea5, 0x00e4a, 0x30c96, 0x00a9b, 0x71556, 0x0056a,
    0x00b59, 0x51752, 0x00752, 0x00725, 0x4164b, 0x00a4b, 0x812ab, 0x002ad, 0x0056b, 0x60b69,
    0x00da9, 0x00d92, 0x41b25, 0x00d25, 0xa1a4d, 0x00a56, 0x002b6, 0x615ad, 0x006d4, 0x00da9,
    0x51d92, 0x00e92, 0x00d26, 0x30a56, 0x00a57, 0x812b6, 0x00b5a, 0x006d4, 0x50ec9, 0x00749,
    0x00693, 0x41527, 0x0052b, 0x00a5b, 0x2155a, 0x0036a, 0x71b55, 0x00ba4, 0x00b49, 0x51a93,
    0x00a95, 0x0052d, 0x30a5d, 0x00aad, 0x915aa, 0x005d2, 0x00da5, 0x51d4a, 0x00d4a, 0x00a95,
    0x4152d, 0x00556, 0x00ab5, 0x215aa, 0x006d2, 0x60ea5, 0x00ea5, 0x00e4a, 0x50c96, 0x00c9b,
    0x0055a, 0x30ad5, 0x00b69, 0xb1752, 0x00752, 0x00b25, 0x6164b, 0x00a4b, 0x004ab, 0x5055b,
    0x0056d, 0x00b69, 0x21b52, 0x00d92, 0x71d25, 0x00d25, 0x00a4d, 0x514ad, 0x002b6, 0x005b5,
];

/// A day of the Chinese calendar that falls in a civil year.
pub(super) fn china(year: i16, month: i64, day: i64) -> Option<Day> {
    day_in(CHINA, year, month, day)
}

/// A day of the Korean calendar that falls in a civil year.
pub(super) fn korea(year: i16, month: i64, day: i64) -> Option<Day> {
    day_in(KOREA, year, month, day)
}

fn day_in(table: &[u32], year: i16, month: i64, day: i64) -> Option<Day> {
    [year, year - 1].into_iter().filter_map(|y| civil(table, y, month, day)).find(|d| d.year() == year)
}

fn civil(table: &[u32], year: i16, month: i64, day: i64) -> Option<Day> {
    let (first, (y, m, d)) = START;
    let at = usize::try_from(year - first).ok()?;
    let this = *table.get(at)?;
    let before: i64 = table.iter().take(at).map(|y| months(*y, length(*y))).sum();
    let leap = i64::from(this >> 16);
    let place = if leap != 0 && month > leap { month } else { month - 1 };
    days(Day::new(y, m, d).ok()?, before + months(this, place) + day - 1)
}

/// Months of a year.
fn length(year: u32) -> i64 {
    if year >> 16 == 0 { 12 } else { 13 }
}

/// Days of its first `n` months.
fn months(year: u32, n: i64) -> i64 {
    (0..n).map(|m| 29 + i64::from(year >> m & 1)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_days() {
        let day = |d: Option<Day>| d.map(|d| d.to_string()).unwrap_or_default();
        assert_eq!(day(china(2024, 1, 1)), "2024-02-10", "spring festival");
        assert_eq!(day(china(2023, 8, 15)), "2023-09-29", "mid-autumn, behind a leap month");
        assert_eq!(day(china(2025, 12, 8)), "2025-01-07", "a month of the year before");
        assert_eq!(day(china(2027, 1, 1)), "2027-02-06");
        assert_eq!(day(korea(2027, 1, 1)), "2027-02-07");
        assert_eq!(day(korea(2025, 4, 8)), "2025-05-05");
        assert_eq!(china(1949, 8, 15), None);
    }
}
