//! Paragraphs of a statement beside those of its translation: figures of one paragraph that the other prints otherwise.

use super::context::Context;
use super::draft::Draft;
use super::elapsed::day_number;
use super::twin;
use crate::model::claim::Claim;
use crate::model::date::{DateValue, Unit};
use crate::model::document::{Role, Segment};
use crate::model::finding::Verdict;
use crate::model::value::Value;
use crate::rulebook::Rulebook;

/// Kinds that a translation carries over word for word; counts and ordinals are put in other words too often.
const KINDS: [&str; 4] = ["date", "money", "ratio", "quantity"];

/// Figures that are alone on either side of two paragraphs which stand for each other.
pub(super) fn run(context: &Context<'_>, book: &Rulebook) -> Vec<Draft> {
    let mut parts: Vec<u32> = context.doc.segments.iter().map(|s| s.part).filter(|p| *p > 0).collect();
    parts.sort_unstable();
    parts.dedup();
    let mut out: Vec<Draft> = heading(context, book).into_iter().collect();
    for (i, p) in parts.iter().enumerate() {
        for q in parts.iter().skip(i + 1) {
            for (a, b) in paired(context, *p, *q) {
                for kind in KINDS {
                    out.extend(alone(context, (a, b), kind, book));
                }
            }
        }
    }
    out
}

/// The date in the heading of a statement against the days on which the article lets it be issued.
fn heading(context: &Context<'_>, book: &Rulebook) -> Option<Draft> {
    let dated = |c: &&Claim| matches!(&c.value, Value::Date(d) if d.from.day.is_some() && d.to.is_none());
    let day = |c: &Claim| match &c.value {
        Value::Date(d) => d.from.day.map(|day| (d.from.month, day)),
        _ => None,
    };
    let title = context.checkable().filter(|c| c.part > 0 && c.segment_role == Role::Headline).find(dated)?;
    let title_day = day(title).filter(|(month, _)| month.is_some())?;
    let told: Vec<&Claim> = context
        .checkable()
        .filter(|c| c.part == 0 && c.segment_role == Role::Body)
        .filter(dated)
        .filter(|c| book.relations.says("issued", c.lang, context.sentence_text(c.sentence)))
        .collect();
    let meets =
        |c: &&Claim| day(c).is_some_and(|(month, d)| d == title_day.1 && (month.is_none() || month == title_day.0));
    let first = told.first()?;
    if told.iter().any(meets) {
        return None;
    }
    let sides = vec![(context.index, title.mention), (context.index, first.mention)];
    let mut draft = Draft::new("event-date", Verdict::Tension, sides);
    draft.derivation.push(format!("{} and {}", context.printed(title.mention), context.printed(first.mention)));
    draft.linked_by.push("heading of the statement, and the text that tells of it".to_owned());
    Some(draft)
}

/// Paragraphs of two parts that stand for each other: as many sentences each, counted from the end or the beginning.
fn paired<'a>(context: &Context<'a>, p: u32, q: u32) -> Vec<(&'a Segment, &'a Segment)> {
    let bodies = |part: u32| -> Vec<&'a Segment> {
        context.doc.segments.iter().filter(|s| s.part == part && s.role == Role::Body).collect()
    };
    let (a, b) = (bodies(p), bodies(q));
    let same_language = a.first().map(|s| s.lang) == b.first().map(|s| s.lang);
    let k = a.len().min(b.len());
    if k < 2 || same_language || a.len().abs_diff(b.len()) > 2 {
        return Vec::new();
    }
    let sentences = |s: &Segment| context.doc.sentences.iter().filter(|x| s.span.contains(x.span)).count();
    let zip = |x: usize, y: usize| -> Vec<(&'a Segment, &'a Segment)> {
        a.iter().skip(x).copied().zip(b.iter().skip(y).copied()).collect()
    };
    let alike = |pairs: &[(&Segment, &Segment)]| pairs.iter().filter(|(x, y)| sentences(x) == sentences(y)).count();
    let (head, tail) = (zip(0, 0), zip(a.len() - k, b.len() - k));
    let best = if alike(&head) > alike(&tail) { head } else { tail };
    if alike(&best) * 3 >= k * 2 { best } else { Vec::new() }
}

/// The one figure of a kind that either paragraph has beyond those that agree.
fn alone(context: &Context<'_>, pair: (&Segment, &Segment), kind: &str, book: &Rulebook) -> Option<Draft> {
    let of = |segment: &Segment| -> Vec<usize> {
        (0..context.mentions.len())
            .filter(|m| context.mentions.get(*m).is_some_and(|x| segment.span.contains(x.span)))
            .filter(|m| context.value(*m).is_some_and(|v| v.kind() == kind))
            .collect()
    };
    let (a, mut b) = (of(pair.0), of(pair.1));
    if a.len() != b.len() {
        return None;
    }
    let mut left = Vec::new();
    for x in a {
        match b.iter().position(|y| same(context, x, *y, book)) {
            Some(at) => {
                b.remove(at);
            }
            None => left.push(x),
        }
    }
    let ([x], [y]) = (left.as_slice(), b.as_slice()) else { return None };
    let mut draft = Draft::new("twin-drift", Verdict::Conflict, vec![(context.index, *x), (context.index, *y)]);
    draft.linked_by.push("statement and translation, paragraph by paragraph".to_owned());
    draft.derivation.push(format!("{} and {}", context.printed(*x), context.printed(*y)));
    Some(draft)
}

fn same(context: &Context<'_>, a: usize, b: usize, book: &Rulebook) -> bool {
    match (context.value(a), context.value(b)) {
        (Some(Value::Date(d)), Some(Value::Date(e))) => {
            week(context, d, e).or_else(|| week(context, e, d)).unwrap_or_else(|| twin::agree(context, a, b, book))
        }
        _ => twin::agree(context, a, b, book),
    }
}

/// Whether a day can lie in a week told from publication (`this week`), where the year of both is unknown: six days to
/// either side, weeks beginning where they may.
fn week(context: &Context<'_>, week: &DateValue, day: &DateValue) -> Option<bool> {
    let Some((Unit::Week, n)) = week.from.offset else { return None };
    let some_year = |e: &str| crate::model::date::Edtf(e.replace("XXXX", "2001")).single_day();
    let here = some_year(&context.doc.published.edtf.as_ref()?.0)?;
    let there = some_year(&day.edtf.as_ref()?.0)?;
    let days = day_number(there) - day_number(here) - 7 * i64::from(n);
    Some(days.abs() <= 6)
}
