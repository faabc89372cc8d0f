//! Publication dates over documents together: ordinals of series, months that follow each other, and what is past.
//!
//! Each year in question gives a window of days: from the latest day told as past to the year's end, cut by what the
//! other documents say of the same series. Where just one year leaves a window, that is the answer, with its proof.

use std::collections::BTreeMap;

use jiff::civil::Date as Day;
use rayon::prelude::*;

use super::Checked;
use super::context::Context;
use super::series::{self, Entry};
use crate::model::date::{Anchor, DateValue, Edtf};
use crate::model::document::{Basis, Published};
use crate::model::value::Value;
use crate::resolve::base_of;
use crate::rulebook::Rulebook;

/// How often what was solved may help to solve more.
const ROUNDS: usize = 3;

/// An event of a series with a known date.
struct Known<'a> {
    number: i64,
    days: (Day, Day),
    words: String,
    document: &'a str,
}

/// A bound on the day of publication with its words.
struct Limit {
    day: Day,
    words: String,
}

/// The documents whose publication year can be solved, with the date and its proof; `checked` gives each by its place.
pub fn solve<'a, T: Sync>(
    documents: &'a [T],
    checked: impl Fn(usize, &'a T) -> Checked<'a> + Sync,
    book: &Rulebook,
) -> Vec<(usize, Published)> {
    // Only a series ties documents together.
    let told: Vec<(usize, Checked<'a>, BTreeMap<String, Vec<Entry>>)> = documents
        .par_iter()
        .enumerate()
        .filter_map(|(i, document)| {
            let checked = checked(i, document);
            let series = series::entries(&Context::new(i, &checked, book), book);
            series.keys().any(|k| !k.ends_with(' ')).then_some((i, checked, series))
        })
        .collect();
    let contexts: Vec<Context<'_>> = told.par_iter().map(|(i, checked, _)| Context::new(*i, checked, book)).collect();
    let mut solved: BTreeMap<usize, Published> = BTreeMap::new();
    for _ in 0..ROUNDS {
        let before = solved.len();
        let known = known(contexts.iter().zip(told.iter().map(|t| &t.2)), &solved);
        for (context, (i, _, own)) in contexts.iter().zip(&told) {
            let open = base_of(&context.doc.published).year.is_none();
            if open && !solved.contains_key(i) {
                solved.extend(year(context, own, &known).map(|p| (*i, p)));
            }
        }
        if solved.len() == before {
            break;
        }
    }
    solved.into_iter().collect()
}

/// Dated events of every series, those of solved documents included.
fn known<'a: 'x, 'x>(
    told: impl Iterator<Item = (&'x Context<'a>, &'x BTreeMap<String, Vec<Entry>>)>,
    solved: &BTreeMap<usize, Published>,
) -> BTreeMap<String, Vec<Known<'a>>> {
    let mut out: BTreeMap<String, Vec<Known<'a>>> = BTreeMap::new();
    for (context, entries) in told {
        for (key, list) in entries.iter().filter(|(k, _)| !k.ends_with(' ')) {
            for e in list {
                // A date whose year is assumed tells no days; that of a solved document follows below.
                let Some((mention, m)) = e.date.as_ref().filter(|(_, m)| !m.assumed) else { continue };
                let days = m.days;
                let words = format!("no. {} `{}`", e.number, context.printed(*mention));
                out.entry(key.clone()).or_default().push(Known {
                    number: e.number,
                    days,
                    words,
                    document: &context.doc.id,
                });
            }
            // The year of a date without one is the year of publication.
            let Some(year) = solved.get(&context.index).and_then(|p| base_of(p).year) else { continue };
            for (number, mention) in undated(context, list) {
                let Some(days) = in_year(context, mention, year) else { continue };
                let words = format!("no. {number} `{}`", context.printed(mention));
                out.entry(key.clone()).or_default().push(Known { number, days, words, document: &context.doc.id });
            }
        }
    }
    out
}

/// Ordinals with the nearest date of their sentence whose year is unknown.
fn undated(context: &Context<'_>, list: &[Entry]) -> Vec<(i64, usize)> {
    let mut out = Vec::new();
    for e in list.iter().filter(|e| e.date.is_none_or(|(_, m)| m.assumed)) {
        let Some(claim) = context.claim(e.mention) else { continue };
        let near = context
            .claims_in(claim.sentence)
            .iter()
            .filter(|c| month_of(&c.value).is_some())
            .min_by_key(|c| c.span.gap(claim.span));
        out.extend(near.map(|c| (e.number, c.mention)));
    }
    out
}

/// Month and day of a date printed or resolved without its year.
fn month_of(value: &Value) -> Option<(i8, Option<i8>)> {
    let Value::Date(DateValue { edtf: Some(e), to: None, .. }) = value else { return None };
    let rest = e.0.strip_prefix("XXXX-")?;
    let mut parts = rest.split('-');
    let month = parts.next()?.parse().ok()?;
    Some((month, parts.next().and_then(|d| d.parse().ok())))
}

fn in_year(context: &Context<'_>, mention: usize, year: i16) -> Option<(Day, Day)> {
    let (month, day) = month_of(context.value(mention)?)?;
    Edtf::ymd(Some(year), Some(month), day).days()
}

/// The one year that leaves a window, where there is one.
fn year(
    context: &Context<'_>,
    own: &BTreeMap<String, Vec<Entry>>,
    known: &BTreeMap<String, Vec<Known<'_>>>,
) -> Option<Published> {
    let mut after: Vec<Limit> = Vec::new();
    let mut before: Vec<Limit> = Vec::new();
    for (key, list) in own.iter().filter(|(k, _)| !k.ends_with(' ')) {
        let others = known.get(key).map(Vec::as_slice).unwrap_or_default();
        for e in list.iter().filter(|e| e.main) {
            for k in others.iter().filter(|k| k.document != context.doc.id) {
                let words = format!("no. {} of {key}, and {} in {}", e.number, k.words, k.document);
                if k.number < e.number {
                    after.push(Limit { day: k.days.0, words });
                } else if k.number > e.number {
                    before.push(Limit { day: k.days.1, words });
                }
            }
        }
        for (number, mention) in undated(context, list) {
            let Some((month, _)) = month_of(context.value(mention)?) else { continue };
            for k in others.iter().filter(|k| k.number == number && k.days.0.month() == month) {
                let words =
                    format!("`{}` is no. {number} of {key}: {} in {}", context.printed(mention), k.words, k.document);
                after.push(Limit { day: k.days.0, words: words.clone() });
                // The nearest such month before publication.
                if let Ok(next) = Day::new(k.days.0.year() + 1, month, 1) {
                    before.push(Limit { day: next, words });
                }
            }
        }
    }
    after.extend(later_month(context));
    if before.is_empty() || after.is_empty() {
        return None;
    }
    let low = after.iter().max_by_key(|l| l.day)?;
    let high = before.iter().min_by_key(|l| l.day)?;
    let windows: Vec<(i16, Day, Day, String)> =
        (low.day.year()..=high.day.year()).filter_map(|y| window(context, y, low, high)).collect();
    let [(year, first, last, past)] = windows.as_slice() else { return None };
    let base = base_of(&context.doc.published);
    let edtf = match (base.month, base.day) {
        (None, None) => Edtf::interval(&Edtf::day(*first), &Edtf::day(*last)),
        (month, day) => Edtf::ymd(Some(*year), month, day),
    };
    let mut proof = context.doc.published.proof.clone();
    proof.push(format!("not before {}: {}", low.day, low.words));
    proof.push(format!("not after {}: {}", high.day, high.words));
    if !past.is_empty() {
        proof.push(past.clone());
    }
    proof.push(format!("only {year} leaves a window: {first} to {last}"));
    Some(Published { edtf: Some(edtf), basis: Basis::Solved, proof })
}

/// The days of a year that fit: after the latest day told as past, between the limits.
fn window(context: &Context<'_>, year: i16, low: &Limit, high: &Limit) -> Option<(i16, Day, Day, String)> {
    let base = base_of(&context.doc.published);
    if let Some(month) = base.month {
        let (a, b) = Edtf::ymd(Some(year), Some(month), base.day).days()?;
        return (a <= high.day && b >= low.day).then(|| (year, a.max(low.day), b.min(high.day), String::new()));
    }
    let past = context
        .checkable()
        .filter_map(|c| {
            let Value::Date(d) = &c.value else { return None };
            let told = d.from.anchor == Anchor::Published && !d.from.next && (d.from.day.is_some() || d.from.last);
            let (month, day) = month_of(&c.value).filter(|_| told)?;
            Some((Day::new(year, month, day.unwrap_or(1)).ok()?, c.mention))
        })
        .max()
        .map(|(day, mention)| (day, format!("`{}` is past", context.printed(mention))));
    let (floor, words) = past.unwrap_or((Day::new(year, 1, 1).ok()?, String::new()));
    let first = floor.max(low.day);
    let last = Day::new(year, 12, 31).ok()?.min(high.day);
    (first <= last && first.year() == year).then_some((year, first, last, words))
}

/// A month without a year behind a full one in one sentence: "opened in May 2021 and last painted in March".
fn later_month(context: &Context<'_>) -> Vec<Limit> {
    let mut out = Vec::new();
    for claim in context.checkable() {
        let (Some((month, None)), Value::Date(d)) = (month_of(&claim.value), &claim.value) else { continue };
        if d.from.offset.is_some() || d.from.next {
            continue;
        }
        let full =
            context.claims_in(claim.sentence).iter().filter(|c| c.span.end <= claim.span.start).filter_map(|c| {
                let Value::Date(x) = &c.value else { return None };
                x.from.year.and(x.from.month)?;
                x.edtf.as_ref()?.days().map(|(a, _)| (a, c.mention))
            });
        if let Some((day, mention)) = full.max() {
            let year = if month > day.month() { day.year() } else { day.year() + 1 };
            if let Ok(at) = Day::new(year, month, 1) {
                let words = format!("`{}` after `{}`", context.printed(claim.mention), context.printed(mention));
                out.push(Limit { day: at, words });
            }
        }
    }
    out
}
