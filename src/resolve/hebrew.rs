//! Days of the Hebrew calendar in the civil one, for holidays.

use jiff::civil::Date as Day;

use super::calendar::{between, days};

/// Parts of an hour in which the Hebrew calendar reckons, per day.
const PARTS: i64 = 25_920;
/// 1 Tishri of the year 5779, counted on from.
const HEBREW_KNOWN: (i64, (i16, i8, i8)) = (5779, (2018, 9, 10));

/// A day of the Hebrew calendar that falls in a civil year; months count from Nisan, as the Bible does, Tishri is 7.
pub(super) fn hebrew(year: i16, month: i64, day: i64) -> Option<Day> {
    let h = i64::from(year) + 3760;
    [h, h + 1].into_iter().filter_map(|h| hebrew_day(h, month, day)).find(|d| d.year() == year)
}

fn hebrew_day(year: i64, month: i64, day: i64) -> Option<Day> {
    let start = new_year(year)?;
    let length = between(start, new_year(year + 1)?);
    let leap = (7 * year + 1) % 19 < 7;
    // Heshvan and Kislev give way; a leap year has two Adars, of which the feasts keep the second.
    let heshvan = if length % 10 == 5 { 30 } else { 29 };
    let kislev = if length % 10 == 3 { 29 } else { 30 };
    let adar_one = if leap { 30 } else { 0 };
    let from_tishri = [30, heshvan, kislev, 29, 30, 29 + adar_one, 30, 29, 30, 29, 30, 29];
    let place = usize::try_from((month + 5) % 12).ok()?;
    let before: i64 = from_tishri.iter().take(place).sum();
    let adar = if place == 5 { adar_one } else { 0 };
    days(start, before + adar + day - 1)
}

/// 1 Tishri.
fn new_year(year: i64) -> Option<Day> {
    let (known, (y, m, d)) = HEBREW_KNOWN;
    days(Day::new(y, m, d).ok()?, elapsed(year) - elapsed(known))
}

/// Days from the calendar's start to the new year, by the mean new moon and the four postponements.
fn elapsed(year: i64) -> i64 {
    let months = (235 * year - 234).div_euclid(19);
    let parts = 12_084 + 13_753 * months;
    let day = 29 * months + parts.div_euclid(PARTS);
    let day = if (3 * (day + 1)) % 7 < 3 { day + 1 } else { day };
    let (last, next) = (plain(year - 1), plain(year + 1));
    let this = plain(year);
    if next - this == 356 {
        day + 2
    } else if this - last == 382 {
        day + 1
    } else {
        day
    }
}

/// The same without the postponements that look at the neighbouring years.
fn plain(year: i64) -> i64 {
    let months = (235 * year - 234).div_euclid(19);
    let parts = 12_084 + 13_753 * months;
    let day = 29 * months + parts.div_euclid(PARTS);
    if (3 * (day + 1)) % 7 < 3 { day + 1 } else { day }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_days() {
        let day = |d: Option<Day>| d.map(|d| d.to_string()).unwrap_or_default();
        assert_eq!(day(hebrew(2023, 7, 10)), "2023-09-25", "Yom Kippur");
        assert_eq!(day(hebrew(2024, 1, 15)), "2024-04-23", "Passover");
        assert_eq!(day(hebrew(2024, 12, 14)), "2024-03-24", "Purim in a leap year");
        assert_eq!(day(hebrew(2022, 9, 25)), "2022-12-19", "Hanukkah");
    }
}
