//! What a single figure says wrongly by itself: days that do not exist, weekdays that do not fit, reversed ranges,
//! shares of more than the whole.

use rust_decimal::Decimal;

use super::compare::Dimension;
use super::context::Context;
use super::draft::Draft;
use super::told::told;
use crate::model::claim::Claim;
use crate::model::figure::Modifier;
use crate::model::finding::Verdict;
use crate::model::value::{RatioForm, Value};
use crate::rulebook::Rulebook;

/// Runs the checks of single figures.
pub(super) fn run(context: &Context<'_>, book: &Rulebook) -> Vec<Draft> {
    let mut out: Vec<Draft> = Vec::new();
    let mut ranges: Option<(usize, usize)> = None;
    for claim in context.checkable() {
        match &claim.value {
            Value::Date(d) if d.impossible => {
                // A bare number of days is a length of time as often as a day.
                let bare = d.from.month.is_none() && d.from.offset.is_none() && d.to.is_none();
                let after = context.after(claim.sentence, claim.span.end, 24);
                let before = context.before(claim.sentence, claim.span.start, 4);
                let day = d.from.day.is_some_and(|d| d <= 39);
                if bare && (!day || before.ends_with('(') || !book.relations.says("day-follows", claim.lang, after)) {
                    continue;
                }
                let mut draft = single(context, claim, "impossible-date", Verdict::Conflict);
                draft.derivation.push(format!("{}: no calendar has this day", context.printed(claim.mention)));
                out.push(draft);
            }
            Value::Date(d) => {
                let next = context.claim(claim.mention + 1).filter(|n| {
                    n.sentence == claim.sentence && context.between(claim.mention, n.mention).trim().is_empty()
                });
                let beside = next.and_then(|n| match &n.value {
                    Value::Date(w) if w.from.day.is_none() => w.from.weekday,
                    _ => None,
                });
                let Some(weekday) = d.from.weekday.or(beside) else { continue };
                let Some(day) = d.edtf.as_ref().and_then(|e| e.single_day()) else { continue };
                if d.from.day.is_none() {
                    continue;
                }
                let actual = day.weekday().to_monday_one_offset();
                let elsewhen = other_year(context, d.from.year.is_some(), day, weekday).filter(|_| actual != weekday);
                let fits = actual == weekday || elsewhen.is_some();
                let verdict = if fits { Verdict::Identical } else { Verdict::Conflict };
                let mut draft = single(context, claim, "weekday-mismatch", verdict);
                if let (None, Some(n)) = (d.from.weekday, next) {
                    draft.sides.push((context.index, n.mention));
                }
                draft.derivation.push(format!("{day} is a {:?}", day.weekday()));
                if !fits && let Some(other) = same_day(context, claim, day) {
                    draft.sides.push((context.index, other));
                    draft.linked_by.push(format!("`{}` is that day as well", context.printed(other)));
                }
                draft.derivation.extend(elsewhen.map(|day| format!("{day} is a {:?}", day.weekday())));
                draft.want = format!("{:?}", day.weekday());
                out.push(draft);
            }
            _ => {}
        }
        if let Some(draft) = range(context, claim, book) {
            let holds = !draft.verdict.is_finding();
            // Ranges of one sentence that run upward are told together.
            let fellow = ranges.filter(|(sentence, _)| holds && *sentence == claim.sentence);
            match fellow.and_then(|(_, at)| out.get_mut(at)) {
                Some(known) => {
                    known.sides.extend(draft.sides);
                    known.derivation.extend(draft.derivation);
                }
                None => {
                    ranges = holds.then_some((claim.sentence, out.len()));
                    out.push(draft);
                }
            }
        }
        out.extend(share(context, claim, book));
    }
    out
}

/// A weekday printed alone elsewhere that means the day of a date: it tells which of the two is wrong.
fn same_day(context: &Context<'_>, claim: &Claim, day: jiff::civil::Date) -> Option<usize> {
    let alone = |c: &&Claim| {
        matches!(&c.value, Value::Date(d) if d.from.weekday.is_some() && d.from.day.is_none() && d.to.is_none()
            && d.edtf.as_ref().and_then(|e| e.single_day()) == Some(day))
    };
    context.checkable().filter(|c| c.mention.abs_diff(claim.mention) > 1).find(alone).map(|c| c.mention)
}

/// The day in the year before or after that fits the weekday, where the year is not printed and the day is far off.
fn other_year(context: &Context<'_>, printed: bool, day: jiff::civil::Date, weekday: i8) -> Option<jiff::civil::Date> {
    let published = context.doc.published.edtf.as_ref().and_then(|e| e.single_day());
    let near = published.is_some_and(|p| super::elapsed::day_number(p).abs_diff(super::elapsed::day_number(day)) <= 45);
    if printed || near {
        return None;
    }
    [-1i16, 1]
        .iter()
        .filter_map(|step| jiff::civil::Date::new(day.year() + step, day.month(), day.day()).ok())
        .find(|d| d.weekday().to_monday_one_offset() == weekday)
}

fn single(context: &Context<'_>, claim: &Claim, check: &str, verdict: Verdict) -> Draft {
    Draft::new(check, verdict, vec![(context.index, claim.mention)])
}

/// A range whose first number is the larger one.
fn range(context: &Context<'_>, claim: &Claim, book: &Rulebook) -> Option<Draft> {
    let figure = claim.value.figure().filter(|f| f.modifier == Modifier::Range)?;
    let (lo, hi) = (figure.stated.lo?, figure.stated.hi?);
    // A score or a change is no range: `1-0`, `from 179 to 174`.
    let bare = matches!(&claim.value, Value::Count { unit, .. } if unit == "thing");
    if bare || !book.relations.says("range-mark", claim.lang, context.printed(claim.mention)) {
        return None;
    }
    let reversed = lo.at < hi.at && figure.printed >= hi.at;
    let verdict = if reversed { Verdict::Conflict } else { Verdict::Identical };
    let mut draft = single(context, claim, "range-reversed", verdict);
    draft.derivation.push(format!(
        "{} {} {}",
        lo.at.normalize(),
        if reversed { "printed after" } else { "≤" },
        hi.at.normalize()
    ));
    Some(draft)
}

/// More than the whole, where the words name a share of something.
fn share(context: &Context<'_>, claim: &Claim, book: &Rulebook) -> Option<Draft> {
    let Value::Ratio { figure, form } = &claim.value else { return None };
    let over = figure.stated.lo.is_some_and(|b| b.at > Decimal::ONE)
        || (figure.stated.lo.is_none() && figure.printed > Decimal::ONE);
    if !over || *form == RatioForm::Point {
        return None;
    }
    let before = context.before(claim.sentence, claim.span.start, 40);
    let after = context.after(claim.sentence, claim.span.end, 40);
    let grows = book.relations.says("change", claim.lang, after) || book.relations.says("change", claim.lang, before);
    let of_whole = book.relations.says("of-whole-before", claim.lang, before)
        && book.relations.says("of-whole-after", claim.lang, after);
    let small = figure.printed <= Decimal::TEN;
    let fraction = *form == RatioForm::Fraction
        && book.relations.says("fraction-mark", claim.lang, context.printed(claim.mention));
    let is_share = small && (fraction || of_whole && !grows);
    let mut draft =
        single(context, claim, "share-out-of-range", if is_share { Verdict::Conflict } else { return None });
    draft.derivation.push(format!("{} of a whole is more than the whole", told(figure.printed, &Dimension::Ratio)));
    Some(draft)
}
