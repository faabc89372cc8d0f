//! The date a document is published under against what its text says: what lies after that day cannot be told as past,
//! and weekdays that fit another year do not fit this one.
//!
//! A day more is a time zone, and what is older may be printed again: only a text that is younger than its date speaks.

use std::collections::BTreeSet;

use jiff::civil::Date as Day;

use super::context::Context;
use super::draft::Draft;
use super::elapsed::day_number;
use crate::model::claim::Claim;
use crate::model::date::DateValue;
use crate::model::document::{Basis, Role};
use crate::model::finding::Verdict;
use crate::model::value::Value;
use crate::rulebook::Rulebook;

/// So many days later a text may be dated than it is published: time zones, and papers of the next morning.
const SLACK: i64 = 1;
/// A day of the month that lies further ahead than this is one of the month before.
const AHEAD: i64 = 14;
/// How many bytes before and behind a date tell how it is meant.
const BESIDE: usize = 48;
/// How many years to either side are tried for weekdays.
const YEARS: i16 = 12;

/// Runs the check over a document whose day of publication is given or printed.
pub(super) fn run(context: &Context<'_>, book: &Rulebook) -> Vec<Draft> {
    let published = &context.doc.published;
    if !matches!(published.basis, Basis::Metadata | Basis::Dateline) {
        return Vec::new();
    }
    let Some((first, last)) = published.edtf.as_ref().and_then(|e| e.days()) else { return Vec::new() };
    let day = (first, last);
    dateline(context, day, book)
        .or_else(|| weekdays(context, day))
        .or_else(|| past(context, last, book))
        .into_iter()
        .collect()
}

/// How the day of publication is known, for a derivation.
fn told(context: &Context<'_>, day: Day) -> String {
    let basis = if context.doc.published.basis == Basis::Metadata { "given" } else { "dateline" };
    format!("published {day} ({basis})")
}

fn draft(context: &Context<'_>, verdict: Verdict, mentions: Vec<usize>, derivation: Vec<String>) -> Draft {
    let sides = mentions.into_iter().map(|m| (context.index, m)).collect();
    let mut draft = Draft::new("published-date", verdict, sides);
    draft.derivation = derivation;
    draft
}

/// A dateline that is later than the date given, or the same day of another year.
fn dateline(context: &Context<'_>, given: (Day, Day), book: &Rulebook) -> Option<Draft> {
    if context.doc.published.basis != Basis::Metadata {
        return None;
    }
    let lines = context.doc.segments.iter().filter(|s| s.role == Role::Dateline);
    let (day, span) = lines
        .filter_map(|s| {
            let (day, range) = book.segments.date_in(s.span.slice(&context.doc.text))?;
            Some((day, s.span.start + range.start..s.span.start + range.end))
        })
        .min_by_key(|(day, _)| *day)?;
    let later = day_number(day) - day_number(given.1) > SLACK;
    let other_year = day.year() != given.1.year() && (day.month(), day.day()) == (given.1.month(), given.1.day());
    let verdict = match (later, other_year) {
        (true, _) => Verdict::Conflict,
        (_, true) => Verdict::Tension,
        _ => return None,
    };
    let at = context.mentions.iter().position(|m| m.span.start < span.end && m.span.end > span.start)?;
    let order = if later { "after" } else { "the same day of another year than" };
    Some(draft(context, verdict, vec![at], vec![format!("dateline {day} is {order}: {}", told(context, given.1))]))
}

/// Two weekdays and more that fit no date under this year, and all of them one other year.
fn weekdays(context: &Context<'_>, given: (Day, Day)) -> Option<Draft> {
    let mut pairs: BTreeSet<(Day, i8)> = BTreeSet::new();
    let mut mentions = Vec::new();
    for claim in context.checkable() {
        let Value::Date(DateValue { from, to: None, edtf: Some(e), .. }) = &claim.value else { continue };
        let (Some(weekday), Some(day), None) = (from.weekday, e.single_day(), from.year) else { continue };
        // The year must come from publication: the same one, near by.
        let near = day_number(day).abs_diff(day_number(given.1)) <= 180;
        if from.day.is_some() && near && pairs.insert((day, weekday)) {
            mentions.push(claim.mention);
        }
    }
    let fits = |shift: i16| {
        let moved = |day: &Day| Day::new(day.year() + shift, day.month(), day.day()).ok();
        let right = |(day, w): &&(Day, i8)| moved(day).is_some_and(|d| d.weekday().to_monday_one_offset() == *w);
        pairs.iter().filter(right).count()
    };
    if pairs.len() < 2 || fits(0) > 0 {
        return None;
    }
    let years: Vec<i16> = (-YEARS..=YEARS).filter(|s| fits(*s) == pairs.len()).map(|s| given.1.year() + s).collect();
    if years.is_empty() {
        return None;
    }
    let mut derivation: Vec<String> = pairs.iter().map(|(day, _)| format!("{day} is a {:?}", day.weekday())).collect();
    let listed: Vec<String> = years.iter().map(i16::to_string).collect();
    derivation.push(format!("{}; the weekdays fit {}", told(context, given.1), listed.join(", ")));
    Some(draft(context, Verdict::Conflict, mentions, derivation))
}

/// Days after publication that the text tells as past.
fn past(context: &Context<'_>, last: Day, book: &Rulebook) -> Option<Draft> {
    let mut met: BTreeSet<usize> = BTreeSet::new();
    let mut sides = Vec::new();
    let mut derivation = Vec::new();
    for claim in context.checkable().filter(|c| c.segment_role != Role::Dateline) {
        let Some(day) = ahead(claim, last) else { continue };
        if !book_says_past(context, claim, book) {
            continue;
        }
        met.insert(claim.sentence);
        sides.push(claim.mention);
        derivation.push(format!("`{}` is {day}, and told as past", context.printed(claim.mention)));
    }
    if sides.is_empty() {
        return None;
    }
    derivation.push(told(context, last));
    // One slip may be the date of the event; two sentences leave the other.
    let verdict = if met.len() > 1 { Verdict::Conflict } else { Verdict::Tension };
    if let Some(line) = context.checkable().find(|c| {
        c.segment_role == Role::Dateline
            && matches!(&c.value, Value::Date(d) if d.edtf.as_ref().and_then(|e| e.single_day()) == Some(last))
    }) {
        sides.push(line.mention);
    }
    Some(draft(context, verdict, sides, derivation))
}

/// The first day of a date that lies after publication.
fn ahead(claim: &Claim, last: Day) -> Option<Day> {
    let Value::Date(d) = &claim.value else { return None };
    if d.from.next
        || d.from.offset.is_some()
        || d.from.day.is_none() && (d.from.month.is_none() || d.from.year.is_none())
        || d.from.weekday.is_some() && d.from.month.is_none()
    {
        return None;
    }
    let (first, _) = d.edtf.as_ref()?.days()?;
    let days = day_number(first) - day_number(last);
    let written = d.from.year.is_some();
    (days > SLACK && (written || days <= AHEAD)).then_some(first)
}

/// Whether the words beside a date tell it as past, and nothing there looks ahead.
fn book_says_past(context: &Context<'_>, claim: &Claim, book: &Rulebook) -> bool {
    let before = context.before(claim.sentence, claim.span.start, BESIDE);
    let after = context.after(claim.sentence, claim.span.end, 3 * BESIDE);
    let says = |list: &str, text: &str| book.relations.says(list, claim.lang, text);
    (says("past-after", after) || says("past-before", before))
        && !says("ahead-before", before)
        && !says("ahead-after", after)
}
