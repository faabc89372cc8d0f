//! Periods that figures are told of: parts that add up must cover the period of their total, and a headline gives a
//! figure to the year that the text gives it to, and tells how long it had been as the text does.

use jiff::civil::Date as Day;

use super::compare::{Fit, Operand, fit};
use super::context::Context;
use super::draft::Draft;
use super::elapsed::day_number;
use crate::model::claim::{Claim, Role};
use crate::model::document::Role as SegmentRole;
use crate::model::finding::Verdict;
use crate::model::value::Value;
use crate::rulebook::Rulebook;

/// How far before a figure its period may stand, in bytes.
const REACH: usize = 72;
/// Digits that two figures must share to be one.
const DIGITS: u32 = 3;
/// Days by which the ends of one period may differ: months are told, not days.
const SLACK: i64 = 16;

/// A stretch of time with the dates that tell it.
struct Period {
    days: (Day, Day),
    told: Vec<usize>,
}

impl Period {
    fn apart(&self, other: &Period) -> bool {
        self.days.1 < other.days.0 || other.days.1 < self.days.0
    }
}

/// Runs both checks; `drafts` holds the sums that the document makes.
pub(super) fn run(context: &Context<'_>, drafts: &[Draft], book: &Rulebook) -> Vec<Draft> {
    let held = drafts.iter().filter(|d| d.check == "sum-mismatch" && d.verdict == Verdict::Identical);
    let mut out: Vec<Draft> = held.filter_map(|d| sum(context, d, book)).collect();
    out.extend(headline(context, book));
    out.extend(lengths(context, book));
    out
}

/// How long it had been, as a headline tells it, against the only such length of the text.
fn lengths(context: &Context<'_>, book: &Rulebook) -> Vec<Draft> {
    let told = |c: &&Claim| match &c.value {
        Value::Duration { .. } => {
            let end = context.after(c.sentence, c.span.end, 8);
            book.relations.says("after-so-long", c.lang, &format!("{}{end}", context.printed(c.mention)))
        }
        _ => false,
    };
    let unit = |c: &Claim| match &c.value {
        Value::Duration { iso8601, .. } => {
            iso8601.chars().filter(|u| !u.is_ascii_digit() && *u != '.').collect::<String>()
        }
        _ => String::new(),
    };
    let (heads, texts): (Vec<&Claim>, Vec<&Claim>) =
        context.checkable().partition(|c| c.segment_role == SegmentRole::Headline);
    let mut out = Vec::new();
    for head in heads.into_iter().filter(|c| told(c)) {
        let all: Vec<&Claim> = texts.iter().copied().filter(|c| unit(c) == unit(head)).collect();
        let same: Vec<&Claim> = all.iter().copied().filter(|c| told(c)).collect();
        let operand = |c: &Claim| Operand::of(&c.value, &book.dimensions);
        let differs = |c: &&Claim| operand(head).zip(operand(c)).is_some_and(|(a, b)| fit(&a, &b) == Fit::Apart);
        // Another length of that unit may be the one that the headline means.
        let ([only], true) = (same.as_slice(), all.iter().all(differs)) else { continue };
        let sides = vec![(context.index, head.mention), (context.index, only.mention)];
        let mut draft = Draft::new("headline-body", Verdict::Tension, sides);
        draft.derivation.push(format!("{} and {}", context.printed(head.mention), context.printed(only.mention)));
        out.push(draft);
    }
    out
}

/// The period told right before a figure: `last year`, `this year … until September`, `from last year to September`.
fn period(context: &Context<'_>, claim: &Claim, book: &Rulebook) -> Option<Period> {
    let before = context.claims_in(claim.sentence).iter().filter(|c| c.span.end <= claim.span.start);
    // A figure of the same kind in between has taken what stands before it.
    let from = before.clone().filter(|c| c.value.kind() == claim.value.kind()).map(|c| c.span.end).max().unwrap_or(0);
    let near = before.filter(|c| c.span.start >= from && claim.span.start - c.span.end <= REACH);
    let mut found: Option<Period> = None;
    for date in near {
        let Value::Date(d) = &date.value else { continue };
        let (first, last) = d.edtf.as_ref().and_then(|e| e.days())?;
        let day = day_number(last) - day_number(first) < 27;
        if day {
            // A day is when it was said.
            continue;
        }
        let until = book.relations.says("until-after", date.lang, context.after(date.sentence, date.span.end, 12))
            || book.relations.says("until-before", date.lang, context.before(date.sentence, date.span.start, 16));
        let open = if until && d.to.is_none() { Day::new(first.year(), 1, 1).ok()? } else { first };
        let inside = found.as_ref().filter(|p| p.days.0 <= first && last <= p.days.1);
        let start = inside.filter(|_| until).map_or(open, |p| p.days.0);
        if found.is_some() && inside.is_none() {
            return None;
        }
        let mut told = found.map(|p| p.told).unwrap_or_default();
        told.push(date.mention);
        found = Some(Period { days: (start, last), told });
    }
    found
}

/// A sum over time that adds up, whose parts cover another time than the total.
fn sum(context: &Context<'_>, draft: &Draft, book: &Rulebook) -> Option<Draft> {
    let mut periods = Vec::new();
    for (_, mention) in &draft.sides {
        periods.push(period(context, context.claim(*mention)?, book)?);
    }
    let (total, parts) = periods.split_first()?;
    let apart = parts.iter().enumerate().all(|(i, p)| parts.iter().skip(i + 1).all(|q| p.apart(q)));
    if parts.len() < 2 || !apart {
        return None;
    }
    let (first, last) = (parts.iter().map(|p| p.days.0).min()?, parts.iter().map(|p| p.days.1).max()?);
    let far = |a: Day, b: Day| (day_number(a) - day_number(b)).abs() > SLACK;
    let differs = far(first, total.days.0) || far(last, total.days.1);
    let verdict = if differs { Verdict::Conflict } else { Verdict::Identical };
    let mut sides: Vec<usize> = total.told.clone();
    sides.extend(parts.iter().flat_map(|p| p.told.iter().copied()));
    let mut out = Draft::new("period-mismatch", verdict, sides.into_iter().map(|m| (context.index, m)).collect());
    let figures: Vec<&str> = draft.sides.iter().map(|(_, m)| context.printed(*m)).collect();
    out.derivation.push(format!("the parts cover {first} to {last}, the total {} to {}", total.days.0, total.days.1));
    out.linked_by.push(format!("they add up: {}", figures.join(", ")));
    Some(out)
}

/// A figure that a headline tells of one year, and every place of the text of others.
fn headline(context: &Context<'_>, book: &Rulebook) -> Vec<Draft> {
    let counted = |c: &&Claim| {
        c.digits >= DIGITS && matches!(c.value.kind(), "money" | "count" | "quantity") && c.role != Role::Comparison
    };
    let mut out = Vec::new();
    let (heads, texts): (Vec<&Claim>, Vec<&Claim>) =
        context.checkable().filter(counted).partition(|c| c.segment_role == SegmentRole::Headline);
    for head in heads {
        let Some(own) = period(context, head, book) else { continue };
        let same: Vec<Period> = texts
            .iter()
            .filter(|c| c.value.figure() == head.value.figure() && c.value.kind() == head.value.kind())
            .filter_map(|c| period(context, c, book))
            .collect();
        let Some(other) = same.first().filter(|_| same.iter().all(|p| p.apart(&own))) else { continue };
        let sides = own.told.iter().chain(&other.told).map(|m| (context.index, *m)).collect();
        let mut draft = Draft::new("period-mismatch", Verdict::Tension, sides);
        draft.derivation.push(format!(
            "{} to {} in the headline, {} to {} in the text",
            own.days.0, own.days.1, other.days.0, other.days.1
        ));
        draft.linked_by.push(format!("the same figure: {}", context.printed(head.mention)));
        out.push(draft);
    }
    out
}
