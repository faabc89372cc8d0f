//! Lengths of time of which the sentence prints one end: the other is a date near by, or the day of publication.
//!
//! Blame narrowly: the ends that a reader would take. Excuse widely: any date of the document that fits.

use rust_decimal::Decimal;

use super::arithmetic::{Outcome, outcome};
use super::compare::{Fit, Operand};
use super::context::Context;
use super::elapsed::{self, Grain, Moment};
use super::told::range;
use crate::model::claim::Claim;
use crate::model::date::{Anchor, Unit};
use crate::model::document::Role;
use crate::model::finding::Verdict;
use crate::model::interval::Interval;
use crate::model::value::Value;
use crate::rulebook::Rulebook;
use crate::rulebook::relation::{Arithmetic, Relation};

/// How many sentences back the first end of a length may stand.
const BACK: usize = 4;

/// The printed end.
pub(super) struct Known {
    /// Its mention.
    pub(super) at: usize,
    /// When it is.
    pub(super) moment: Moment,
    /// The length begins with it; else it ends with it.
    pub(super) starts: bool,
}

/// Judges a length against the end that is printed and each that may be the other.
pub(super) fn open(
    context: &Context<'_>,
    known: &Known,
    claim: &Claim,
    length: (&Value, &Operand),
    relation: &Relation,
    book: &Rulebook,
) -> Option<Outcome> {
    let way = relation.is;
    let mut best: Option<Outcome> = None;
    let mut longest: Option<(Interval, Outcome)> = None;
    let published = context.doc.published.edtf.as_ref().and_then(|e| elapsed::moment_of(&e.0));
    let by_day = unit(length.0) == Some('D');
    for (at, other) in candidates(context, known, claim, book) {
        let far = at.is_some_and(|m| context.claim(m).is_some_and(|c| c.sentence != claim.sentence));
        if far && by_day && other.grain > Grain::Day {
            continue;
        }
        let (from, to) = if known.starts { (known.moment, other) } else { (other, known.moment) };
        if to.minutes.0 < from.minutes.0 {
            continue;
        }
        let judged = match at {
            Some(m) if known.starts => elapsed::judge_between(context, (known.at, m), length.0, length.1, way),
            Some(m) => elapsed::judge_between(context, (m, known.at), length.0, length.1, way),
            None => elapsed::judge(from, to, length.0, length.1, way),
        };
        let Some((mut fit, want)) = judged else { continue };
        // What is told on one day may have happened some days before.
        if fit == Fit::Apart && at.is_none() && by_day {
            let early = want.lo.zip(want.hi).map(|(l, h)| Interval::closed(l.at - Decimal::from(3), h.at));
            if early.is_some_and(|e| !e.disjoint(&length.1.loose)) {
                fit = Fit::Rounding;
            }
        }
        let shown = at.map_or_else(|| format!("publication ({})", other.days.1), |m| context.printed(m).to_owned());
        let (a, b) = if known.starts {
            (context.printed(known.at).to_owned(), shown)
        } else {
            (shown, context.printed(known.at).to_owned())
        };
        let derivation =
            format!("{a} to {b}: {}; printed {}", range(&want, &length.1.dimension), context.printed(claim.mention));
        let mut sides = vec![claim.mention, known.at];
        sides.extend(at);
        if !known.starts && sides.len() == 3 {
            sides.swap(1, 2);
        }
        let mut o = outcome(fit, claim.mention, sides, derivation, want, length.1.at);
        if fit != Fit::Apart {
            return Some(o);
        }
        let told = published.is_none_or(|p| other.days.0 <= p.days.1) || !known.starts;
        if by_day && !told {
            continue;
        }
        // Without their years two dates of one sentence still lie so far apart.
        let sure = !known.moment.assumed || other.assumed && !far;
        if relation.open && known.starts {
            let later = longest.as_ref().is_none_or(|(w, _)| w.hi.map(|b| b.at) < want.hi.map(|b| b.at));
            if told && sure && later {
                longest = Some((want, o));
            }
        } else if best.is_none() && told && sure {
            let back = at.and_then(|m| context.claim(m)).map_or(0, |c| c.sentence.abs_diff(claim.sentence));
            if back > 1 && !known.starts {
                o.verdict = Some(Verdict::Tension);
            }
            best = Some(o);
        }
    }
    best.or_else(|| longest.filter(|(want, _)| unprinted(want, length.1)).map(|(_, o)| o))
        .filter(|_| !elsewhere(context, known, claim, length, way))
}

/// A length whose end may be a day that nobody printed: only one that is too long is surely wrong.
fn unprinted(want: &Interval, length: &Operand) -> bool {
    length.loose.lo.zip(want.hi).is_some_and(|(printed, high)| printed.at > high.at)
}

/// What may be the other end, the likeliest first.
fn candidates(context: &Context<'_>, known: &Known, claim: &Claim, book: &Rulebook) -> Vec<(Option<usize>, Moment)> {
    let lead = context.claims.iter().find(|c| c.part == claim.part && c.segment_role == Role::Body);
    let lead = lead.map_or(0, |c| c.sentence);
    let clock = matches!(context.value(known.at), Some(Value::Time { .. }));
    let near = |c: &&Claim| {
        if known.starts {
            c.sentence.abs_diff(claim.sentence) <= 1 || c.sentence <= lead + 1
        } else {
            c.mention < claim.mention && claim.sentence - c.sentence <= if clock { BACK } else { 2 }
        }
    };
    let mut ends: Vec<(Option<usize>, Moment)> = context
        .checkable()
        .filter(|c| c.mention != known.at && c.part == claim.part && moves(&c.value))
        .filter(near)
        .filter(|c| !compared(&c.value))
        .filter(|c| !book.relations.says("since-mark", c.lang, context.after(c.sentence, c.span.end, 12)))
        .filter_map(|c| elapsed::dated(context, c.mention).map(|m| (Some(c.mention), m)))
        .collect();
    let published = context.doc.published.edtf.as_ref().and_then(|e| elapsed::moment_of(&e.0));
    if let Some(day) = published {
        ends.push((None, day));
    }
    ends.sort_by_key(|e| e.0.map_or(usize::MAX, |m| m.abs_diff(claim.mention)));
    ends
}

/// Whether any other date or time of the document makes the length true.
fn elsewhere(context: &Context<'_>, known: &Known, claim: &Claim, length: (&Value, &Operand), way: Arithmetic) -> bool {
    context
        .checkable()
        .filter(|c| c.mention != known.at && c.mention != claim.mention && moves(&c.value))
        .filter_map(|c| elapsed::dated(context, c.mention))
        .any(|other| {
            let (from, to) = if known.starts { (known.moment, other) } else { (other, known.moment) };
            elapsed::judge(from, to, length.0, length.1, way).is_some_and(|(fit, _)| fit != Fit::Apart)
        })
}

/// The year or month that a figure is compared with (전년, the month before) is when nothing happened.
fn compared(value: &Value) -> bool {
    let Value::Date(d) = value else { return false };
    d.from.anchor == Anchor::Mentioned && d.from.offset.is_some_and(|(unit, n)| unit >= Unit::Month && n < 0)
}

fn moves(value: &Value) -> bool {
    matches!(value, Value::Date(_) | Value::Time { .. })
}

/// The last unit of a length of time.
fn unit(value: &Value) -> Option<char> {
    match value {
        Value::Duration { iso8601, .. } => iso8601.chars().next_back(),
        _ => None,
    }
}
