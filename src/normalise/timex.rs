//! Dates, durations and times of day as written.

use std::borrow::Cow;

use rust_decimal::Decimal;

use super::figure;
use super::groups::Groups;
use super::numeral;
use crate::model::date::{Anchor, DateFields, DateValue, Frame, Unit};
use crate::model::figure::{Figure, Modifier};
use crate::model::value::Value;
use crate::rulebook::language::Language;

/// A date as written, field by field; resolution comes later.
pub(super) fn date(g: &Groups<'_>, language: &Language) -> Option<Value> {
    let mut from = fields(g, language, "")?;
    let mut to = None;
    if ["to_year", "to_month", "to_day", "to_weekday", "to_quarter", "to_relative", "to_season", "to_decade"]
        .iter()
        .any(|k| g.text(k).is_some())
    {
        let mut end = fields(g, language, "to_")?;
        year_of_end(&mut from, &end);
        inherit(&from, &mut end);
        to = Some(end);
    }
    if g.literal("anchor") == Some("mentioned") {
        from.anchor = Anchor::Mentioned;
    }
    let modifier = match g.text("bound") {
        Some("since") => Modifier::AtLeast,
        Some("until") => Modifier::AtMost,
        Some("approx") => Modifier::Approx,
        _ if to.is_some() => Modifier::Range,
        _ => Modifier::Exact,
    };
    Some(Value::Date(DateValue { from, to, modifier, edtf: None, anchor: None, impossible: false }))
}

/// The range from one date to another; what the second leaves out is as in the first.
pub(super) fn range(mut first: DateValue, mut end: DateFields) -> DateValue {
    year_of_end(&mut first.from, &end);
    inherit(&first.from, &mut end);
    DateValue { to: Some(end), modifier: Modifier::Range, ..first }
}

/// A year printed only at the end of a range is that of its start too: Dec. 28 to Jan. 3, 2024 begins in 2023.
fn year_of_end(from: &mut DateFields, to: &DateFields) {
    if let (None, None, Some(year), Some(month)) = (from.year, from.offset, to.year, from.month) {
        from.year = Some(if to.month.is_some_and(|m| m < month) { year - 1 } else { year });
    }
}

/// What the second end of a range leaves out is as in the first: 3월 11~13일.
fn inherit(from: &DateFields, to: &mut DateFields) {
    if to.offset.is_some() {
        return;
    }
    let finest_year = to.year.is_none();
    if finest_year {
        to.year = from.year;
        if to.offset.is_none() && from.offset.is_some_and(|(u, _)| u == Unit::Year) {
            to.offset = from.offset;
        }
    }
    if to.month.is_none() && to.quarter.is_none() && to.season.is_none() && to.day.is_some() {
        to.month = from.month;
        if from.offset.is_some_and(|(u, _)| u == Unit::Month) {
            to.offset = from.offset;
        }
    }
    to.anchor = from.anchor;
    to.last = from.last;
    to.next = from.next;
}

fn fields(g: &Groups<'_>, language: &Language, prefix: &str) -> Option<DateFields> {
    let key = |name: &'static str| {
        if prefix.is_empty() { Cow::Borrowed(name) } else { Cow::Owned(format!("{prefix}{name}")) }
    };
    let table = |name: &'static str| -> Option<i8> {
        let word = g.text(&key(name))?;
        language.look_up(name, word).and_then(|v| v.parse().ok()).or_else(|| g.small(&key(name), language))
    };
    let mut f = DateFields {
        month: table("month"),
        day: table("day"),
        weekday: table("weekday"),
        quarter: table("quarter"),
        half: table("half"),
        season: table("season"),
        week: table("week"),
        century: table("century"),
        last: g.flag("last"),
        next: g.flag("next"),
        ..DateFields::default()
    };
    if let Some(y) = year(g, &key("year"), language) {
        let short = g.text(&key("year")).is_some_and(|t| t.trim_start_matches('\'').len() <= 2);
        f.year = Some(if short && y < 100 { if y < 50 { 2000 + y } else { 1900 + y } } else { y });
    }
    let decade = g.text(&key("decade")).and_then(|w| language.look_up("decade", w)).and_then(|d| d.parse().ok());
    if let Some(d) = decade.or_else(|| g.small::<i16>(&key("decade"), language)) {
        f.decade = Some(if d < 30 && d != 0 {
            2000 + d
        } else if d < 100 {
            1900 + d
        } else {
            d
        });
    }
    f.holiday = g.text(&key("holiday")).and_then(|w| language.look_up("holiday", w)).map(str::to_owned);
    f.part = g.text(&key("part")).and_then(|w| language.part(w));
    if let Some(word) = g.text(&key("relative")) {
        let joined: String = word.chars().filter(|c| *c != ' ').collect();
        let r = language.relative.get(word.trim()).or_else(|| language.relative.get(&joined))?;
        f.offset = Some((r.unit, r.offset));
        f.anchor = r.anchor;
    }
    f.exact = prefix.is_empty() && g.flag("exact");
    f.window = prefix.is_empty() && g.flag("window");
    if prefix.is_empty()
        && let Some(word) = g.text("start")
    {
        let joined: String = word.chars().filter(|c| *c != ' ').collect();
        let r = language.relative.get(word.trim()).or_else(|| language.relative.get(&joined))?;
        f.start = Some((r.unit, r.offset));
    }
    if prefix.is_empty()
        && let Some(unit) = g.text("unit").and_then(|u| language.unit(u))
    {
        let count = |key: &str| -> Option<i32> {
            match language.look_up("native_day", g.text(key)?) {
                Some(v) => v.parse().ok(),
                None => g.small(key, language),
            }
        };
        let n: i32 = match g.text("count") {
            Some(_) => count("count")?,
            None => 1,
        };
        let sign = g.sign("sign");
        f.offset = Some((unit, n * sign));
        // 2년 21일 후: the smaller part is counted first.
        if let Some(unit) = g.text("and_unit").and_then(|u| language.unit(u)) {
            f.start = Some((unit, count("and_count")? * sign));
        }
    }
    if prefix.is_empty() {
        steps(&mut f, g, language)?;
    }
    Some(f)
}

/// Steps in several units (two years and three months ago), from the date on (a week after Easter), and frames.
fn steps(f: &mut DateFields, g: &Groups<'_>, language: &Language) -> Option<()> {
    let of = |key: &str| -> Option<i32> {
        match g.text(key) {
            Some(_) => g.small(key, language),
            None => Some(0),
        }
    };
    let months = of("years")?.checked_mul(12)?.checked_add(of("months")?)?;
    let days = of("weeks")?.checked_mul(7)?.checked_add(of("days")?)?;
    let sign = g.sign("sign");
    match (months, days) {
        (0, 0) => {}
        (0, d) => f.offset = Some((Unit::Day, d * sign)),
        (m, d) => {
            f.offset = Some((Unit::Month, m * sign));
            f.start = (d != 0).then_some((Unit::Day, d * sign));
        }
    }
    if let Some(unit) = g.text("then_unit").and_then(|u| language.unit(u)) {
        f.then = Some((unit, g.small::<i32>("then_count", language)? * g.sign("then_sign")));
    }
    // Two Sundays from now, Friday after next.
    if f.month.is_none()
        && let Some(nth) = g.small::<i32>("nth", language)
    {
        f.start = Some((Unit::Week, nth - 1));
        f.next = true;
    }
    f.frame = match g.text("frame").and_then(|w| language.look_up("frame", w).or(Some(w))) {
        Some("week") => Some(Frame::Week),
        Some("rest") => Some(Frame::Rest),
        Some("first") => Some(Frame::First),
        Some("last") => Some(Frame::Last),
        _ => None,
    };
    Some(())
}

/// A year in digits or words; `nineteen eighty-six` is read in two halves.
fn year(g: &Groups<'_>, key: &str, language: &Language) -> Option<i16> {
    let word = g.text(key)?;
    if word.starts_with(|c: char| c.is_ascii_alphabetic())
        && let Some((first, second)) = word.split_once([' ', '-'])
    {
        let half = |w: &str| numeral::read(w, language).ok().and_then(|n| i16::try_from(n.value).ok());
        if let (Some(a @ 10..=29), Some(b @ 1..=99)) = (half(first), half(second)) {
            return Some(a * 100 + b);
        }
    }
    g.small(key, language)
}

/// A span of time from its parts (`years` … `seconds`), or from `magnitude` and `unit`.
pub(super) fn duration(g: &Groups<'_>, language: &Language) -> Option<Value> {
    if let Some(iso) = g.literal("iso") {
        let n: String = iso.chars().filter(char::is_ascii_digit).collect();
        let figure = Figure::exact(n.parse().ok()?, Decimal::ONE);
        return Some(Value::Duration { figure: figure::modified(figure, g, language), iso8601: iso.to_owned() });
    }
    let parts = [
        ("years", 'Y'),
        ("months", 'M'),
        ("weeks", 'W'),
        ("days", 'D'),
        ("hours", 'H'),
        ("minutes", 'M'),
        ("seconds", 'S'),
    ];
    let mut iso = String::from("P");
    let mut clock = false;
    let mut figure: Option<Figure> = None;
    for (key, letter) in parts {
        let Some(mut n) = amount(g, key, language) else { continue };
        if g.text("half").is_some() && figure.is_none() && !parts.iter().any(|(k, _)| *k != key && g.text(k).is_some())
        {
            n.0 += Decimal::new(5, 1);
            n.1 = n.1.min(Decimal::new(1, 1));
        }
        push(&mut iso, &mut clock, n.0, key, letter);
        let mut f = Figure::exact(n.0, n.1);
        if n.2 {
            f = figure::and_more(f);
        }
        figure = Some(f);
    }
    if figure.is_none() {
        let word = g.text("unit")?;
        let unit = language.unit(word)?;
        let (key, letter, by) = match unit {
            Unit::Second => ("seconds", 'S', 1),
            Unit::Minute => ("minutes", 'M', 1),
            Unit::Hour => ("hours", 'H', 1),
            Unit::Day | Unit::Weekend => ("days", 'D', 1),
            Unit::Week => ("weeks", 'W', 1),
            Unit::Month => ("months", 'M', 1),
            Unit::Quarter | Unit::Season => ("months", 'M', 3),
            Unit::Half => ("months", 'M', 6),
            Unit::Year => ("years", 'Y', 1),
            Unit::Decade => ("years", 'Y', 10),
            Unit::Century => ("years", 'Y', 100),
        };
        let mut f = figure::build(g, language, Decimal::from(by))?;
        let mut n = f.printed;
        if g.text("half").is_some() {
            n += Decimal::new(5, 1) * Decimal::from(by);
            f = Figure::exact(n, Decimal::new(1, 1));
            f = figure::modified(f, g, language);
        }
        push(&mut iso, &mut clock, n, key, letter);
        if let (crate::model::figure::Modifier::Range, Some(hi)) = (f.modifier, f.stated.hi) {
            let mut end = String::from("P");
            push(&mut end, &mut false, hi.at, key, letter);
            iso = format!("{iso}/{end}");
        }
        return Some(Value::Duration { figure: f, iso8601: iso });
    }
    Some(Value::Duration { figure: figure::modified(figure?, g, language), iso8601: iso })
}

/// Number, step, and whether 여 stands with it.
fn amount(g: &Groups<'_>, key: &str, language: &Language) -> Option<(Decimal, Decimal, bool)> {
    let word = g.text(key)?;
    if let Some(n) = language.look_up("native_day", word) {
        return Some((n.parse().ok()?, Decimal::ONE, false));
    }
    let n = numeral::read(word, language).ok()?;
    Some((n.value, n.step, n.and_more || n.several))
}

fn push(iso: &mut String, clock: &mut bool, n: Decimal, key: &str, letter: char) {
    let mut n = n.normalize();
    let mut letter = letter;
    // A fraction of a year, a day or an hour is written in the next unit where it is whole.
    let finer = match key {
        "years" if !n.is_integer() => Some((12, 'M')),
        _ => None,
    };
    if let Some((factor, to)) = finer {
        n = (n * Decimal::from(factor)).normalize();
        letter = to;
    }
    if key == "days" && !n.is_integer() {
        let hours = ((n - n.trunc()) * Decimal::from(24)).normalize();
        if !n.trunc().is_zero() {
            iso.push_str(&format!("{}D", n.trunc()));
        }
        *clock = true;
        iso.push_str(&format!("T{hours}H"));
        return;
    }
    if matches!(key, "hours" | "minutes" | "seconds") && !*clock {
        iso.push('T');
        *clock = true;
    }
    if key == "hours" && !n.is_integer() {
        let whole = n.trunc();
        let minutes = ((n - whole) * Decimal::from(60)).normalize();
        if !whole.is_zero() {
            iso.push_str(&format!("{whole}H"));
        }
        iso.push_str(&format!("{minutes}M"));
        return;
    }
    iso.push_str(&format!("{n}{letter}"));
}

/// Minutes as printed, or the quarter of an hour.
fn minutes(g: &Groups<'_>, language: &Language) -> i64 {
    let Some(n) = g.number("minute", language) else { return 0 };
    let n = if n.is_integer() { n } else { n * Decimal::from(60) };
    i64::try_from(n).unwrap_or(0)
}

/// A time of day: `T14:30`.
pub(super) fn time(g: &Groups<'_>, language: &Language) -> Option<Value> {
    if let Some(iso) = g.literal("iso") {
        return Some(Value::Time { iso8601: iso.to_owned(), anchor: None });
    }
    if let Some(word) = g.text("part") {
        let iso8601 = language.look_up("daypart", word)?.to_owned();
        return Some(Value::Time { iso8601, anchor: None });
    }
    let mut hour: i64 = g.small("hour", language)?;
    let mut minute: i64 = if g.text("half").is_some() { 30 } else { minutes(g, language) };
    let second: Option<i64> = g.small("second", language);
    match g.text("meridiem").and_then(|w| language.look_up("meridiem", w)) {
        Some("pm") if hour < 12 => hour += 12,
        Some("am") if hour == 12 => hour = 0,
        Some("noon") if hour < 6 => hour += 12,
        Some("night") => {
            hour = if hour == 12 {
                0
            } else if (5..12).contains(&hour) {
                hour + 12
            } else {
                hour
            }
        }
        _ => {}
    }
    if g.sign("sign") < 0 {
        // A quarter to nine.
        hour = (hour - 1).rem_euclid(24);
        minute = 60 - minute;
    }
    if !(0..=24).contains(&hour) || !(0..60).contains(&minute) {
        return None;
    }
    let mut iso = format!("T{hour:02}:{minute:02}");
    if let Some(s) = second {
        iso.push_str(&format!(":{s:02}"));
    }
    Some(Value::Time { iso8601: iso, anchor: None })
}
