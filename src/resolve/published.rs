//! The publication date from the text's own evidence.

use std::collections::BTreeMap;

use crate::model::date::{Anchor, DateValue, Edtf, Unit};
use crate::model::document::{Basis, Document, Published};
use crate::model::mention::{Mention, Typed};
use crate::model::value::Value;

/// How many of the first segments count as the lead.
const LEAD: usize = 6;

/// Solves year, month and day, each from its own evidence; what has none stays unknown.
///
/// - year: a month of a relative year (지난해 10월) that the same document also names absolutely (October 2024);
/// - day: the latest day printed without a month in the lead;
/// - month: a full date whose day is that day (`8.27.` beside 27일), or the last such month plus the months since
///   (지난 8월 … 세 달 만에).
pub fn solve(doc: &Document, typed: &[Mention<Typed>]) -> Published {
    let dates: Vec<(&Mention<Typed>, &DateValue)> = typed
        .iter()
        .filter_map(|m| match m.value() {
            Value::Date(d) => Some((m, d)),
            _ => None,
        })
        .collect();
    let mut proof = Vec::new();
    let year = year(doc, &dates, &mut proof);
    let day = day(doc, &dates, &mut proof);
    let month = day.and_then(|d| month(doc, &dates, d, &mut proof)).or_else(|| month_since(doc, typed, &mut proof));
    if year.is_none() && month.is_none() && day.is_none() {
        return Published::unknown();
    }
    Published { edtf: Some(Edtf::ymd(year, month, day)), basis: Basis::Solved, proof }
}

fn year(doc: &Document, dates: &[(&Mention<Typed>, &DateValue)], proof: &mut Vec<String>) -> Option<i16> {
    let mut votes: BTreeMap<i16, Vec<String>> = BTreeMap::new();
    for (m, relative) in dates {
        let (Some((Unit::Year, offset)), Some(month), Anchor::Published) =
            (relative.from.offset, relative.from.month, relative.from.anchor)
        else {
            continue;
        };
        for (n, absolute) in dates {
            let (Some(y), Some(other)) = (absolute.from.year, absolute.from.month) else { continue };
            if other == month {
                let published = y - i16::try_from(offset).unwrap_or(0);
                votes.entry(published).or_default().push(format!(
                    "`{}` beside `{}`: published in {published}",
                    doc.printed(m.span),
                    doc.printed(n.span)
                ));
            }
        }
    }
    let all: usize = votes.values().map(Vec::len).sum();
    let (year, words) = votes.into_iter().max_by_key(|(y, w)| (w.len(), *y))?;
    if words.len() * 3 < all * 2 {
        return None;
    }
    proof.extend(words);
    Some(year)
}

fn day(doc: &Document, dates: &[(&Mention<Typed>, &DateValue)], proof: &mut Vec<String>) -> Option<i8> {
    let lead_end = doc.segments.get(LEAD.min(doc.segments.len().saturating_sub(1)))?.span.end;
    let (m, day) = dates
        .iter()
        .filter(|(m, d)| {
            m.span.start < lead_end
                && d.to.is_none()
                && d.from.month.is_none()
                && d.from.year.is_none()
                && d.from.offset.is_none()
                && !d.from.next
        })
        .filter_map(|(m, d)| Some((*m, d.from.day?)))
        .filter(|(_, d)| (1..=31).contains(d))
        .max_by_key(|(_, d)| *d)?;
    proof.push(format!("`{}` in the lead: published on day {day}", doc.printed(m.span)));
    Some(day)
}

fn month(doc: &Document, dates: &[(&Mention<Typed>, &DateValue)], day: i8, proof: &mut Vec<String>) -> Option<i8> {
    let (m, month) = dates
        .iter()
        .filter(|(_, d)| d.to.is_none() && d.from.day == Some(day))
        .find_map(|(m, d)| Some((*m, d.from.month?)))?;
    proof.push(format!("`{}` names the month of day {day}", doc.printed(m.span)));
    Some(month)
}

/// The month some whole months after the last such month, both in one sentence.
fn month_since(doc: &Document, typed: &[Mention<Typed>], proof: &mut Vec<String>) -> Option<i8> {
    let sentence = |m: &Mention<Typed>| doc.sentence_at(m.span.start);
    for since in typed {
        let Value::Duration { figure, iso8601 } = since.value() else { continue };
        let months = iso8601.strip_prefix('P').and_then(|p| p.strip_suffix('M')).and_then(|n| n.parse::<i32>().ok());
        let (Some(months), true) = (months, figure.is_point() && !figure.hedged) else { continue };
        let from = typed.iter().find_map(|m| match m.value() {
            Value::Date(d) if d.from.last && d.from.day.is_none() && sentence(m) == sentence(since) => {
                d.from.month.map(|month| (m, month))
            }
            _ => None,
        });
        if let Some((m, month)) = from {
            let (_, then) = super::calendar::month_step(2000, month, months)?;
            proof.push(format!(
                "`{}` and `{}`: published in month {then}",
                doc.printed(m.span),
                doc.printed(since.span)
            ));
            return Some(then);
        }
    }
    None
}
