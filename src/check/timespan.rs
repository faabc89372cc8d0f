//! Lengths of time that a sentence prints beside the dates they lie between.

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use super::arithmetic::{Operands, Outcome, first, outcome};
use super::compare::{Dimension, Fit, Operand};
use super::context::Context;
use super::elapsed;
use super::ends::{self, Known};
use super::told::range;
use crate::model::claim::Claim;
use crate::model::date::Unit;
use crate::model::figure::Figure;
use crate::model::interval::Interval;
use crate::model::value::{EntityClass, Value};
use crate::rulebook::Rulebook;
use crate::rulebook::relation::Relation;

/// Length of time between moments. Where one end is not printed, every date near and the publication date may be it.
pub(super) fn time(context: &Context<'_>, relation: &Relation, names: &Operands, book: &Rulebook) -> Option<Outcome> {
    let length_at = first(names, "d")?;
    let value = length(context.value(length_at)?, relation.unit)?;
    let value = &value;
    let length = Operand::of(value, &book.dimensions)?;
    let claim = context.claim(length_at)?;
    if let Some(span) = first(names, "span") {
        let Some(Value::Date(d)) = context.value(span) else { return None };
        // Two weekdays without a date still span so many days.
        if let (Some(first), Some(last)) = (d.from.weekday, d.to.as_ref().and_then(|t| t.weekday))
            && d.edtf.as_ref().is_none_or(|e| e.0.contains('X'))
            && length.dimension == Dimension::Duration("day")
        {
            let days = Decimal::from(i64::from((last - first).rem_euclid(7)) + 1);
            let want = Interval::point(days);
            // A strike from Friday to Monday lasts three nights or four days.
            let holds = length.loose.holds(days) || length.loose.holds(days - Decimal::ONE);
            let fit = if holds { Fit::Same } else { Fit::Apart };
            let derivation = format!(
                "{}: {}; printed {}",
                context.printed(span),
                range(&want, &length.dimension),
                context.printed(length_at)
            );
            return Some(outcome(fit, length_at, vec![length_at, span], derivation, want, length.at));
        }
        // A weekend may have a bridge day.
        if d.from.offset.is_some_and(|(unit, _)| unit == Unit::Weekend) {
            return None;
        }
        let (from, to) = d.edtf.as_ref()?.0.split_once('/')?;
        let (from, to) = (elapsed::moment_of(from)?, elapsed::moment_of(to)?);
        let (fit, want) = elapsed::judge(from, to, value, &length, relation.is)?;
        let derivation = format!(
            "{}: {}; printed {}",
            context.printed(span),
            range(&want, &length.dimension),
            context.printed(length_at)
        );
        return Some(outcome(fit, length_at, vec![length_at, span], derivation, want, length.at));
    }
    let (from_at, to_at) = (first(names, "from"), first(names, "to"));
    let known_at = from_at.or(to_at)?;
    let known = elapsed::dated(context, known_at)?;
    if let (Value::Date(d), Value::Duration { iso8601, .. }) = (context.value(known_at)?, value) {
        // A bare day or weekday does not start a count of months and years.
        let bare = d.from.month.is_none() && d.from.year.is_none() && d.from.offset.is_none();
        let vague = context.printed(length_at).to_lowercase().starts_with("a ");
        if (bare || vague) && iso8601.ends_with(['M', 'Y']) && !iso8601.contains('T') {
            return None;
        }
    }
    let (Some(from_at), Some(to_at)) = (from_at, to_at) else {
        let known = Known { at: known_at, moment: known, starts: from_at.is_some() };
        return ends::open(context, &known, claim, (value, &length), relation, book);
    };
    let (fit, want) = elapsed::judge_between(context, (from_at, to_at), value, &length, relation.is)?;
    if fit == Fit::Apart && length.dimension == Dimension::Duration("second") && two_countries(context, claim) {
        // Clocks of two places: the hours between them are part of the difference.
        return None;
    }
    let derivation = format!(
        "{} to {}: {}; printed {}",
        context.printed(from_at),
        context.printed(to_at),
        range(&want, &length.dimension),
        context.printed(length_at)
    );
    Some(outcome(fit, length_at, vec![length_at, from_at, to_at], derivation, want, length.at))
}

/// Whether a sentence names places of two countries.
fn two_countries(context: &Context<'_>, claim: &Claim) -> bool {
    let Some(sentence) = context.doc.sentences.get(claim.sentence) else { return false };
    let mut countries: BTreeSet<String> = BTreeSet::new();
    for mention in context.mentions.iter().filter(|m| sentence.span.contains(m.span)) {
        if let Value::Entity { class: EntityClass::Place | EntityClass::Country, id: Some(id), .. } = mention.value() {
            countries.extend(id.split([':', '-']).next().map(str::to_uppercase));
        }
    }
    countries.len() > 1
}

/// A length of time; a bare count or ordinal takes the relation's unit.
fn length(value: &Value, unit: Option<char>) -> Option<Value> {
    match value {
        Value::Duration { .. } => Some(value.clone()),
        Value::Count { figure, .. } | Value::Quantity { figure, .. } => Some(Value::Duration {
            figure: figure.clone(),
            iso8601: format!("P{}{}", figure.printed.normalize(), unit?),
        }),
        Value::Ordinal { value, .. } => Some(Value::Duration {
            figure: Figure::exact(Decimal::from(*value), Decimal::ONE),
            iso8601: format!("P{value}{}", unit?),
        }),
        _ => None,
    }
}

/// What follows a list bears the number behind its last: `after those of 1998 and 2006 the third`.
pub(super) fn next(context: &Context<'_>, names: &Operands, book: &Rulebook) -> Option<Outcome> {
    let (list, head) = (names.get("list")?, first(names, "d")?);
    let claim = context.claim(head)?;
    let plain = |m: &usize| match context.value(*m) {
        Some(Value::Date(d)) => d.to.is_none(),
        Some(Value::Entity { members, .. }) => members.len() < 2,
        _ => false,
    };
    let joined =
        |two: &[usize]| matches!(two, [x, y] if book.relations.says("list-mark", claim.lang, context.between(*x, *y)));
    // The whole list, not its end.
    let longer = list.first().and_then(|m| m.checked_sub(1)).is_some_and(|m| {
        let kind = |m: usize| context.value(m).map(Value::kind);
        kind(m) == list.first().and_then(|f| kind(*f)) && list.first().is_some_and(|f| joined(&[m, *f]))
    });
    if longer || !list.iter().all(plain) || !list.windows(2).all(joined) {
        return None;
    }
    let number = match context.value(head)? {
        Value::Ordinal { value, .. } => Decimal::from(*value),
        _ => return None,
    };
    let want = Decimal::from(list.len()) + Decimal::ONE;
    let fit = if number == want { Fit::Same } else { Fit::Apart };
    let derivation = format!("{} items before it; printed {}", list.len(), context.printed(head));
    let mut sides = vec![head];
    sides.extend(list);
    Some(outcome(fit, head, sides, derivation, Interval::point(want), number))
}

/// b must not come before a.
pub(super) fn after(context: &Context<'_>, names: &Operands) -> Option<Outcome> {
    let (a_at, b_at) = (first(names, "a")?, first(names, "b")?);
    let (a, b) = match (elapsed::dated(context, a_at), elapsed::dated(context, b_at)) {
        (Some(a), Some(b)) => (a, b),
        _ => days_of_one_month(context, a_at, b_at)?,
    };
    // A weekday alone may be that of any week.
    let weekday =
        |m: usize| matches!(context.value(m), Some(Value::Date(d)) if d.from.weekday.is_some() && d.from.day.is_none());
    // So may a month or day behind one with its year: that of the next year.
    let year = |m: usize| matches!(context.value(m), Some(Value::Date(d)) if d.from.year.is_some());
    let bare =
        |m: usize| matches!(context.value(m), Some(Value::Date(d)) if d.from.year.is_none() && d.from.offset.is_none());
    if weekday(a_at) || weekday(b_at) || year(a_at) && bare(b_at) && a_at < b_at {
        return None;
    }
    let fit = if b.minutes.1 < a.minutes.0 { Fit::Apart } else { Fit::Bound };
    let derivation = format!("stated order: {} then {}", context.printed(a_at), context.printed(b_at));
    Some(Outcome {
        fit,
        head: b_at,
        sides: vec![b_at, a_at],
        derivation,
        want: None,
        at: None,
        check: None,
        verdict: None,
    })
}

/// Whether a date can be what words like `four years ago` or `last year` tell from publication.
fn fits_offset(context: &Context<'_>, told: usize, explicit: &elapsed::Moment) -> Option<bool> {
    let Value::Date(d) = context.value(told)? else { return None };
    let (unit, n) = d.from.offset?;
    let here = elapsed::moment_of(&context.doc.published.edtf.as_ref()?.0).filter(|m| !m.assumed)?;
    let month = |day: jiff::civil::Date| i32::from(day.year()) * 12 + i32::from(day.month());
    let year = |day: jiff::civil::Date| i32::from(day.year());
    let years = (year(explicit.days.0) - year(here.days.1), year(explicit.days.1) - year(here.days.0));
    let months = (month(explicit.days.0) - month(here.days.1), month(explicit.days.1) - month(here.days.0));
    let within = |(lo, hi): (i32, i32), at: i32, slack: i32| lo - slack <= at && at <= hi + slack;
    Some(match unit {
        // `Last year` is one year; `four years ago` is so many, give or take some months.
        Unit::Year if n.abs() <= 1 && d.from.exact => within(years, n, 1),
        Unit::Year if n.abs() <= 1 => within(years, n, 0),
        Unit::Year => within(months, 12 * n, 11) || within(years, n, 0),
        Unit::Month => within(months, n, 1),
        _ => return None,
    })
}

/// Two days printed without any month, so near each other that they are of one and the same.
fn days_of_one_month(context: &Context<'_>, a: usize, b: usize) -> Option<(elapsed::Moment, elapsed::Moment)> {
    let of = |m: usize| -> Option<(i64, elapsed::Moment)> {
        let Value::Date(d) = context.value(m)? else { return None };
        let day = d.edtf.as_ref()?.0.strip_prefix("XXXX-XX-")?;
        Some((day.parse().ok()?, elapsed::moment_of(&format!("XXXX-01-{day}"))?))
    };
    let ((x, a), (y, b)) = (of(a)?, of(b)?);
    (x.abs_diff(y) <= 14).then_some((a, b))
}

/// Two dates in apposition (`in 1987, 37 years ago`): one date.
pub(super) fn same(context: &Context<'_>, names: &Operands) -> Option<Outcome> {
    let (a_at, b_at) = (first(names, "a")?, first(names, "b")?);
    let (a, b) = (elapsed::dated(context, a_at)?, elapsed::dated(context, b_at)?);
    let relative = |m: usize| matches!(context.value(m), Some(Value::Date(d)) if d.from.offset.is_some());
    // Two dates of a list are no one date.
    if a.assumed || b.assumed || relative(a_at) == relative(b_at) {
        return None;
    }
    let (explicit, told) = if relative(a_at) { (&b, a_at) } else { (&a, b_at) };
    let fit = if fits_offset(context, told, explicit)? { Fit::Rounding } else { Fit::Apart };
    let derivation = format!("{} and {} as one date", context.printed(a_at), context.printed(b_at));
    Some(Outcome {
        fit,
        head: b_at,
        sides: vec![b_at, a_at],
        derivation,
        want: None,
        at: None,
        check: None,
        verdict: None,
    })
}
