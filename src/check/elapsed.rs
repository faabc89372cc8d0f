//! Time between two printed moments against the length that is printed with them.

use jiff::civil::Date as Day;
use rust_decimal::Decimal;

use super::compare::{Fit, Operand, smallest_unit};
use super::context::Context;
use crate::model::claim::Claim;
use crate::model::date::{DateValue, Edtf};
use crate::model::interval::Interval;
use crate::model::value::Value;
use crate::resolve::calendar::month_step;
use crate::rulebook::relation::Arithmetic;

/// How finely a moment is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Grain {
    /// To the minute.
    Minute,
    /// To the day.
    Day,
    /// To the month or so.
    Month,
    /// To the year or worse.
    Year,
}

/// A printed date or time as a stretch of days and minutes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Moment {
    /// First and last day.
    pub(super) days: (Day, Day),
    /// First and last minute, counted from 1970.
    pub(super) minutes: (i64, i64),
    /// How finely.
    pub(super) grain: Grain,
    /// Hedged (around 4 p.m.).
    pub(super) soft: bool,
    /// The year is not known: good for comparing with dates of the same kind.
    pub(super) assumed: bool,
}

/// A common year that stands for an unknown one.
const SOME_YEAR: &str = "1999";

/// Days since 1 January 1970.
pub(super) fn day_number(day: Day) -> i64 {
    let (y, m, d) = (i64::from(day.year()), i64::from(day.month()), i64::from(day.day()));
    let y = if m <= 2 { y - 1 } else { y };
    let era = y.div_euclid(400);
    let of_era = y - era * 400;
    let of_year = (153 * (if m > 2 { m - 3 } else { m + 9 }) + 2) / 5 + d - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

/// The moment of an EDTF date, or of a date with a time (`2024-06-24T10:31`).
pub(super) fn moment_of(edtf: &str) -> Option<Moment> {
    if let Some((date, time)) = edtf.split_once('T') {
        let day = if date.is_empty() { None } else { Edtf(date.to_owned()).single_day() };
        let day = match day {
            Some(day) => day,
            None if date.is_empty() => Day::new(1970, 1, 1).ok()?,
            None => return None,
        };
        let mut parts = time.split(':');
        let hour: i64 = parts.next()?.trim_end_matches('Z').parse().ok()?;
        let minute: Option<i64> = parts.next().and_then(|m| m.get(..2)).and_then(|m| m.parse().ok());
        let start = day_number(day) * 1440 + hour * 60 + minute.unwrap_or(0);
        return Some(Moment {
            days: (day, day),
            minutes: (start, start),
            grain: Grain::Minute,
            soft: false,
            assumed: false,
        });
    }
    let assumed = edtf.contains("XXXX");
    let days = Edtf(edtf.replace("XXXX", SOME_YEAR)).days()?;
    if days.0 == Day::MIN || days.1 == Day::MAX {
        return None;
    }
    let length = day_number(days.1) - day_number(days.0);
    let grain = match length {
        0 => Grain::Day,
        1..=31 => Grain::Month,
        _ => Grain::Year,
    };
    let minutes = (day_number(days.0) * 1440, day_number(days.1) * 1440 + 1439);
    Some(Moment { days, minutes, grain, soft: false, assumed })
}

/// The moment of a mention; a bare time of day takes the last day named before it in its segment.
pub(super) fn moment(context: &Context<'_>, mention: usize) -> Option<Moment> {
    at_day(context, mention, None)
}

/// The same for lengths of time: a day that stands right behind a time (`10:31 a.m. on Monday`) is its day.
pub(super) fn dated(context: &Context<'_>, mention: usize) -> Option<Moment> {
    let at = context.claim(mention)?;
    let behind = context.claim(mention + 1).filter(|n| n.sentence == at.sentence).and_then(|n| match &n.value {
        Value::Date(d) if matches!(context.between(mention, n.mention), " on " | ", " | " ") => {
            d.edtf.as_ref().and_then(Edtf::single_day)
        }
        _ => None,
    });
    at_day(context, mention, behind)
}

/// The moment of a mention, and those it may be as well: a day without its month may lie in the months beside.
pub(super) fn readings(context: &Context<'_>, mention: usize) -> Vec<Moment> {
    let Some(first) = dated(context, mention) else { return Vec::new() };
    let mut out = vec![first];
    let published = context.doc.published.edtf.as_ref().and_then(Edtf::single_day);
    let bare = |d: &DateValue| d.from.month.is_none() && d.from.year.is_none() && d.from.offset.is_none();
    if let Some(Value::Date(d)) = context.value(mention)
        && first.grain == Grain::Day
        && d.from.day.is_some()
        && d.to.is_none()
        && bare(d)
    {
        for step in [-1, 1] {
            let Some((year, month)) = month_step(first.days.0.year(), first.days.0.month(), step) else { continue };
            let Ok(day) = Day::new(year, month, first.days.0.day()) else { continue };
            // A month that has not come yet would be named.
            if published.is_some_and(|p| day > p) {
                continue;
            }
            let minutes = (day_number(day) * 1440, day_number(day) * 1440 + 1439);
            out.push(Moment { days: (day, day), minutes, ..first });
        }
    }
    out
}

/// Judges a length between two mentions, whatever their months and order; the plain reading where none fits.
pub(super) fn judge_between(
    context: &Context<'_>,
    ends: (usize, usize),
    printed: &Value,
    operand: &Operand,
    way: Arithmetic,
) -> Option<(Fit, Interval)> {
    let mut plain = None;
    for from in readings(context, ends.0) {
        for to in readings(context, ends.1) {
            let judged = judge(from, to, printed, operand, way).or_else(|| judge(to, from, printed, operand, way));
            if judged.as_ref().is_some_and(|(fit, _)| *fit != Fit::Apart) {
                return judged;
            }
            plain = plain.or(judged);
        }
    }
    plain
}

fn at_day(context: &Context<'_>, mention: usize, day: Option<Day>) -> Option<Moment> {
    // A time told to the minute is meant so; one by the half hour seldom is.
    let soft = |m: Moment| {
        let text = context.printed(mention);
        let plain = text.chars().all(|c| c.is_ascii_digit() || !c.is_alphabetic());
        Moment { soft: !plain && m.grain == Grain::Minute && m.minutes.0 % 10 == 0, ..m }
    };
    match context.value(mention)? {
        Value::Date(d) => moment_of(&d.edtf.as_ref()?.0),
        Value::Time { iso8601, .. } if iso8601.starts_with('T') => {
            let at = context.claim(mention)?;
            let named = |c: &Claim| match &c.value {
                Value::Date(d) => d.edtf.as_ref().and_then(Edtf::single_day),
                Value::Time { iso8601, .. } => {
                    iso8601.split_once('T').and_then(|(d, _)| Edtf(d.to_owned()).single_day())
                }
                _ => None,
            };
            let before = || {
                let before = context.claims.iter().filter(|c| c.segment == at.segment && c.mention < mention);
                before.rev().find_map(named)
            };
            let day = day.or_else(before).map(|d| Edtf::day(d).0).unwrap_or_default();
            moment_of(&format!("{day}{iso8601}")).map(soft)
        }
        Value::Time { iso8601, .. } => moment_of(iso8601).map(soft),
        _ => None,
    }
}

/// The lengths that fit between two moments, in the base unit of the printed length.
pub(super) fn fitting(from: Moment, to: Moment, iso8601: &str, way: Arithmetic) -> Option<Interval> {
    let (unit, factor) = smallest_unit(iso8601)?;
    let of = |a: i64, b: i64| Interval::closed(Decimal::from(a), Decimal::from(b));
    if from.assumed != to.assumed {
        return None;
    }
    let first = day_number(to.days.0) - day_number(from.days.1);
    let last = day_number(to.days.1) - day_number(from.days.0);
    match unit {
        "second" => {
            if from.grain != Grain::Minute || to.grain != Grain::Minute {
                return None;
            }
            let minutes = to.minutes.0 - from.minutes.0;
            let both_bare = from.days.0.year() == 1970 && to.days.0.year() == 1970;
            let minutes = if both_bare && minutes < 0 { minutes + 1440 } else { minutes };
            if minutes < 0 || (from.days.0.year() == 1970) != (to.days.0.year() == 1970) {
                return None;
            }
            let hedge = if from.soft || to.soft { 10 } else { 0 };
            let slack = if factor == 3600 { 31 + hedge } else { (minutes / 50).max(2) + hedge };
            Some(of((minutes - slack) * 60, (minutes + slack) * 60))
        }
        "day" => {
            if from.grain > Grain::Day || to.grain > Grain::Day || last < 0 {
                return None;
            }
            if factor == 7 {
                return Some(of(first - 3, last + 4));
            }
            Some(match way {
                Arithmetic::Counted => of(first + 1, last + 1),
                Arithmetic::Elapsed => of(first, last),
                _ => of(first, last + 1),
            })
        }
        _ => {
            if last < 0 {
                return None;
            }
            let by_year = factor == 12;
            if !by_year && (from.grain > Grain::Month || to.grain > Grain::Month) {
                return None;
            }
            let low = whole_months(from.days.1, to.days.0).max(0);
            let high = whole_months(from.days.0, to.days.1) + 1;
            let calendar = |a: Day, b: Day| {
                (i64::from(b.year()) - i64::from(a.year())) * 12 + i64::from(b.month()) - i64::from(a.month())
            };
            if by_year {
                let years = i64::from(to.days.1.year()) - i64::from(from.days.0.year());
                let floor = low / 12;
                let round_up = if low % 12 >= 6 { floor + 1 } else { floor };
                let ends = [floor, round_up, years, i64::from(to.days.0.year()) - i64::from(from.days.1.year())];
                let counted = i64::from(way == Arithmetic::Counted);
                return Some(of(12 * ends.iter().min()?.max(&0), 12 * (ends.iter().max()? + counted)));
            }
            let rest = day_number(to.days.0) - day_number(from.days.0);
            let rest = rest - low * 30;
            let top = if from.grain == Grain::Day && to.grain == Grain::Day {
                if rest >= 12 { low + 1 } else { low }
            } else {
                low.max(calendar(from.days.0, to.days.1)).min(high)
            };
            let months = calendar(from.days.0, to.days.0);
            let counted = i64::from(way == Arithmetic::Counted);
            Some(of(low.min(months), (top.max(months)) + counted))
        }
    }
}

/// Complete months from one day to another.
fn whole_months(a: Day, b: Day) -> i64 {
    let months = (i64::from(b.year()) - i64::from(a.year())) * 12 + i64::from(b.month()) - i64::from(a.month());
    if b.day() < a.day() { months - 1 } else { months }
}

/// Whether a printed length fits between two moments; with the interval that would.
pub(super) fn judge(
    from: Moment,
    to: Moment,
    printed: &Value,
    operand: &Operand,
    way: Arithmetic,
) -> Option<(Fit, Interval)> {
    let Value::Duration { iso8601, .. } = printed else { return None };
    let allowed = fitting(from, to, iso8601, way)?;
    let fit = if !allowed.disjoint(&operand.tight) || allowed.holds(operand.at) {
        Fit::Rounding
    } else if !allowed.disjoint(&operand.loose) && operand.soft {
        Fit::Strained
    } else {
        Fit::Apart
    };
    Some((fit, allowed))
}
