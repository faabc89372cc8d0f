//! Lengths of time that a sentence prints beside the dates they lie between.

use rust_decimal::Decimal;

use super::arithmetic::{Operands, Outcome, first, outcome};
use super::compare::{Dimension, Fit, Operand};
use super::context::Context;
use super::elapsed;
use super::told::range;
use crate::model::document::Role;
use crate::model::figure::Figure;
use crate::model::interval::Interval;
use crate::model::value::Value;
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
            let fit = if length.loose.holds(days) { Fit::Same } else { Fit::Apart };
            let derivation = format!(
                "{}: {}; printed {}",
                context.printed(span),
                range(&want, &length.dimension),
                context.printed(length_at)
            );
            return Some(outcome(fit, length_at, vec![length_at, span], derivation, want, length.at));
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
    let from_at = first(names, "from")?;
    let from = elapsed::moment(context, from_at)?;
    if let (Value::Date(d), Value::Duration { iso8601, .. }) = (context.value(from_at)?, value) {
        // A bare day or weekday does not start a count of months and years.
        let bare = d.from.month.is_none() && d.from.year.is_none() && d.from.offset.is_none();
        let vague = context.printed(length_at).to_lowercase().starts_with("a ");
        if (bare || vague) && iso8601.ends_with(['M', 'Y']) && !iso8601.contains('T') {
            return None;
        }
    }
    if let Some(to_at) = first(names, "to") {
        let to = elapsed::moment(context, to_at)?;
        let (fit, want) = elapsed::judge(from, to, value, &length, relation.is)
            .or_else(|| elapsed::judge(to, from, value, &length, relation.is))?;
        let derivation = format!(
            "{} to {}: {}; printed {}",
            context.printed(from_at),
            context.printed(to_at),
            range(&want, &length.dimension),
            context.printed(length_at)
        );
        return Some(outcome(fit, length_at, vec![length_at, from_at, to_at], derivation, want, length.at));
    }
    // The open end: dates of this sentence and its neighbours, of the lead, then publication.
    let mut best: Option<Outcome> = None;
    let lead = context.claims.iter().find(|c| c.part == claim.part && c.segment_role == Role::Body);
    let lead = lead.map_or(0, |c| c.sentence);
    let near = context.claims.iter().filter(|c| {
        c.mention != from_at
            && c.segment_role != Role::Boilerplate
            && c.part == claim.part
            && !book.relations.says("since-mark", c.lang, context.after(c.sentence, c.span.end, 12))
            && (c.sentence.abs_diff(claim.sentence) <= 1 || c.sentence <= lead + 1)
            && matches!(c.value, Value::Date(_) | Value::Time { .. })
    });
    let mut ends: Vec<(Option<usize>, elapsed::Moment)> =
        near.filter_map(|c| elapsed::moment(context, c.mention).map(|m| (Some(c.mention), m))).collect();
    let published = context.doc.published.edtf.as_ref().and_then(|e| elapsed::moment_of(&e.0));
    if let Some(day) = published {
        ends.push((None, day));
    }
    ends.sort_by_key(|e| e.0.map_or(usize::MAX, |m| m.abs_diff(length_at)));
    for (at, to) in ends {
        let far = at.is_some_and(|m| context.claim(m).is_some_and(|c| c.sentence != claim.sentence));
        let by_day = value_unit(value) == Some('D');
        if far && by_day && to.grain > elapsed::Grain::Day || to.minutes.0 < from.minutes.0 {
            continue;
        }
        let Some((mut fit, want)) = elapsed::judge(from, to, value, &length, relation.is) else { continue };
        // What is told on one day may have happened some days before.
        if fit == Fit::Apart && at.is_none() && by_day {
            let early = want.lo.zip(want.hi).map(|(l, h)| Interval::closed(l.at - Decimal::from(3), h.at));
            if early.is_some_and(|e| !e.disjoint(&length.loose)) {
                fit = Fit::Rounding;
            }
        }
        let shown = at.map_or_else(|| format!("publication ({})", to.days.1), |m| context.printed(m).to_owned());
        let derivation = format!(
            "{} to {shown}: {}; printed {}",
            context.printed(from_at),
            range(&want, &length.dimension),
            context.printed(length_at)
        );
        let mut sides = vec![length_at, from_at];
        sides.extend(at);
        let o = outcome(fit, length_at, sides, derivation, want, length.at);
        if fit != Fit::Apart {
            return Some(o);
        }
        let told = published.is_none_or(|p| to.days.0 <= p.days.1);
        if by_day && !told {
            continue;
        }
        if best.is_none() && told && !from.assumed {
            best = Some(o);
        }
    }
    best
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

/// The last unit of a length of time.
fn value_unit(value: &Value) -> Option<char> {
    match value {
        Value::Duration { iso8601, .. } => iso8601.chars().next_back(),
        _ => None,
    }
}

/// b must not come before a.
pub(super) fn after(context: &Context<'_>, names: &Operands) -> Option<Outcome> {
    let (a_at, b_at) = (first(names, "a")?, first(names, "b")?);
    let (a, b) = (elapsed::moment(context, a_at)?, elapsed::moment(context, b_at)?);
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

/// Two dates in apposition (`in 1987, 37 years ago`): within a year of each other.
pub(super) fn same(context: &Context<'_>, names: &Operands) -> Option<Outcome> {
    let (a_at, b_at) = (first(names, "a")?, first(names, "b")?);
    let (a, b) = (elapsed::moment(context, a_at)?, elapsed::moment(context, b_at)?);
    let relative = |m: usize| matches!(context.value(m), Some(Value::Date(d)) if d.from.offset.is_some());
    // Two dates of a list are no one date.
    if a.assumed || b.assumed || relative(a_at) == relative(b_at) {
        return None;
    }
    let years = |m: &elapsed::Moment| (i32::from(m.days.0.year()), i32::from(m.days.1.year()));
    let (x, y) = (years(&a), years(&b));
    let apart = (x.0 - y.1).max(y.0 - x.1);
    let fit = if apart > 1 { Fit::Apart } else { Fit::Rounding };
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
