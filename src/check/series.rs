//! Ordinals of a series: one number for one meeting, later numbers at later dates, and so many events as are listed.

use std::collections::{BTreeMap, BTreeSet};

use super::context::Context;
use super::draft::Draft;
use super::elapsed::{Moment, moment};
use super::party;
use crate::model::document::{Basis, Role as SegmentRole};
use crate::model::finding::Verdict;
use crate::model::span::Span;
use crate::model::value::Value;
use crate::rulebook::Rulebook;

/// How many sentences tell the news itself.
const LEAD: usize = 5;
/// How many sentences on a series may be named without its parties.
const CARRY: usize = 16;

/// One ordinal with its date.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    /// Document of the run.
    pub(super) document: usize,
    /// The ordinal.
    pub(super) mention: usize,
    /// Sentence it stands in.
    pub(super) sentence: usize,
    /// Its number.
    pub(super) number: i64,
    /// The date that belongs to it.
    pub(super) date: Option<(usize, Moment)>,
    /// That date as printed.
    pub(super) told: String,
    /// The date of publication was solved, not printed.
    pub(super) solved: bool,
    /// Printed in a headline or told as the news.
    pub(super) main: bool,
}

/// The first sentence behind the lead; boilerplate does not count.
fn lead_end(context: &Context<'_>) -> usize {
    let told = |i: &usize| {
        let segment = context.doc.sentences.get(*i).and_then(|s| context.doc.segments.get(s.segment));
        segment.is_some_and(|s| s.role != SegmentRole::Boilerplate)
    };
    (0..context.doc.sentences.len()).filter(told).nth(LEAD).unwrap_or(usize::MAX)
}

/// The series of a document, by key.
pub(super) fn entries(context: &Context<'_>, book: &Rulebook) -> BTreeMap<String, Vec<Entry>> {
    let mut out: BTreeMap<String, Vec<Entry>> = BTreeMap::new();
    let mut last: Option<(usize, String)> = None;
    let lead = lead_end(context);
    for claim in context.checkable() {
        let Value::Ordinal { value, of, .. } = &claim.value else { continue };
        let place = book.relations.says("place-or-level", claim.lang, of);
        if place || matches!(of.as_str(), "rank" | "floor" | "class" | "generation" | "place") {
            continue;
        }
        let Some(found) = party::key(context, claim, book) else { continue };
        // A meeting named without its parties belongs to the last series before it.
        let bare = found.ends_with(' ');
        let key = match &last {
            Some((sentence, known)) if bare && claim.sentence.abs_diff(*sentence) <= CARRY => {
                let kind = found.trim_end();
                if known.starts_with(kind) { known.clone() } else { found.clone() }
            }
            _ => found.clone(),
        };
        if !key.ends_with(' ') {
            last = Some((claim.sentence, key.clone()));
        }
        // A date beside another number belongs to that one.
        let numbers: Vec<Span> = context
            .claims_in(claim.sentence)
            .iter()
            .filter(|c| c.mention != claim.mention && matches!(&c.value, Value::Ordinal { value: n, .. } if n != value))
            .map(|c| c.span)
            .collect();
        let date = context
            .claims_in(claim.sentence)
            .iter()
            .filter(|c| matches!(c.value, Value::Date(_)))
            .filter(|c| c.clause.overlaps(claim.span) || c.span.gap(claim.span) <= 40)
            .filter(|c| numbers.iter().all(|n| n.gap(c.span) >= claim.span.gap(c.span)))
            .filter_map(|c| moment(context, c.mention).map(|m| (c.span.gap(claim.span), c.mention, m)))
            .min_by_key(|(gap, _, _)| *gap)
            .map(|(_, mention, m)| (mention, m));
        let main = claim.segment_role == SegmentRole::Headline || claim.sentence < lead;
        out.entry(key).or_default().push(Entry {
            document: context.index,
            mention: claim.mention,
            sentence: claim.sentence,
            number: *value,
            told: date.map_or("", |(mention, _)| context.printed(mention)).to_owned(),
            solved: context.doc.published.basis == Basis::Solved,
            date,
            main,
        });
    }
    out
}

/// Order of ordinals against dates, over everything a series is told about.
pub(super) fn order(key: &str, entries: &[Entry]) -> Vec<Draft> {
    let mut out = Vec::new();
    if key.ends_with(' ') {
        return out;
    }
    let mut told: BTreeSet<(i64, i64)> = BTreeSet::new();
    // What documents print themselves comes before what was solved from them.
    let mut pairs: Vec<(usize, &Entry, &Entry)> = Vec::new();
    for (i, x) in entries.iter().enumerate() {
        pairs.extend(entries.iter().skip(i + 1).map(|y| (usize::from(x.solved) + usize::from(y.solved), x, y)));
    }
    pairs.sort_by_key(|(n, _, _)| *n);
    for (_, x, y) in pairs {
        let (Some((x_date, p)), Some((y_date, q))) = (&x.date, &y.date) else { continue };
        if (x.document, x_date) == (y.document, y_date) {
            continue;
        }
        let (low, high, first, second) = if x.number <= y.number { (x, y, p, q) } else { (y, x, q, p) };
        let month = |m: &Moment| (m.days.0.month(), m.days.1.month());
        if first.assumed || second.assumed {
            // Without its year a date tells only its month, and only of one and the same meeting.
            let together = first.assumed && second.assumed && low.document == high.document;
            if low.number != high.number && !together || low.number == high.number && month(first) == month(second) {
                continue;
            }
        }
        let apart = first.minutes.1 < second.minutes.0 || second.minutes.1 < first.minutes.0;
        let wrong = if low.number == high.number { apart } else { second.minutes.1 < first.minutes.0 };
        if low.number == high.number && !apart && x.document == y.document {
            continue;
        }
        if !told.insert((low.number, high.number)) {
            continue;
        }
        let check = if low.number == high.number { "event-date" } else { "ordinal-order" };
        let verdict = if wrong { Verdict::Conflict } else { Verdict::Identical };
        let sides = vec![
            (low.document, low.mention),
            (low.document, low.date.map_or(low.mention, |d| d.0)),
            (high.document, high.mention),
            (high.document, high.date.map_or(high.mention, |d| d.0)),
        ];
        let mut draft = Draft::new(check, verdict, sides);
        let name = |e: &Entry| format!("no. {}: {}", e.number, e.told);
        draft.derivation.push(format!("{}; {}", name(low), name(high)));
        draft.linked_by.push(format!("series {key}"));
        out.push(draft);
    }
    out
}

/// One document calls its own news by two numbers of one series.
pub(super) fn numbers(entries: &[Entry]) -> Vec<Draft> {
    let mut out = Vec::new();
    // A number with a date of its own tells another meeting than the news.
    let main: Vec<&Entry> = entries.iter().filter(|e| e.main).collect();
    for (i, x) in main.iter().enumerate() {
        for y in main.iter().skip(i + 1) {
            let dated = match (&x.date, &y.date) {
                (Some((a, p)), Some((b, q))) => a != b && (p.minutes.1 < q.minutes.0 || q.minutes.1 < p.minutes.0),
                _ => false,
            };
            let one_dated = x.date.is_some() != y.date.is_some();
            if dated || one_dated || x.document != y.document || x.sentence == y.sentence {
                continue;
            }
            let verdict = if x.number == y.number { Verdict::Identical } else { Verdict::Tension };
            let sides = vec![(x.document, x.mention), (y.document, y.mention)];
            let mut draft = Draft::new("ordinal-order", verdict, sides);
            draft.derivation.push(format!("no. {} and no. {} of one series", x.number, y.number));
            out.push(draft);
        }
    }
    out.sort_by_key(|d| std::cmp::Reverse(d.verdict.is_finding()));
    out.truncate(2);
    out
}
