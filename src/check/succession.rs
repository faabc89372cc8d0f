//! A meeting told as the news against what its document says of the same series elsewhere: the one it follows, and the
//! day on which the number it bears was held.

use std::collections::BTreeSet;

use super::context::Context;
use super::draft::Draft;
use super::elapsed::moment_of;
use super::series::{self, Entry};
use crate::model::finding::Verdict;
use crate::model::value::Value;
use crate::rulebook::Rulebook;

/// Runs both checks.
pub(super) fn run(context: &Context<'_>, book: &Rulebook) -> Vec<Draft> {
    let mut out = Vec::new();
    for list in series::entries(context, book).values() {
        let main: Vec<&Entry> = list.iter().filter(|e| e.main).collect();
        for e in list {
            out.extend(follows(context, e, list, book));
            out.extend(main.iter().find_map(|m| held_before(context, m, e)));
        }
    }
    out
}

/// `1차 회의에 이어`: the meeting told of is the next one.
fn follows(context: &Context<'_>, e: &Entry, all: &[Entry], book: &Rulebook) -> Option<Draft> {
    let claim = context.claim(e.mention)?;
    let after = context.after(claim.sentence, claim.span.end, 60);
    if !book.relations.says("followed-by", claim.lang, after) {
        return None;
    }
    // A list of meetings names the next one itself.
    let others = context.claims_in(claim.sentence).iter();
    if others.filter(|c| matches!(c.value, Value::Ordinal { .. })).count() > 1 {
        return None;
    }
    let news: BTreeSet<i64> = all.iter().filter(|m| m.mention != e.mention).map(|m| m.number).collect();
    let told = all.iter().find(|m| m.mention != e.mention && m.number > e.number)?;
    let verdict = if news.contains(&(e.number + 1)) { Verdict::Identical } else { Verdict::Tension };
    let mut draft =
        Draft::new("ordinal-order", verdict, vec![(context.index, told.mention), (context.index, e.mention)]);
    draft.derivation.push(format!("no. {} follows no. {} directly", told.number, e.number));
    Some(draft)
}

/// The number of the news, which happened this week, borne by a meeting of another month and year.
fn held_before(context: &Context<'_>, news: &Entry, e: &Entry) -> Option<Draft> {
    if news.number != e.number || news.sentence == e.sentence {
        return None;
    }
    let (date, then) = e.date.as_ref()?;
    let Some(Value::Date(d)) = context.value(*date) else { return None };
    d.from.year.and(d.from.month)?;
    let claim = context.claim(news.mention)?;
    // The day of the news is told by its weekday, or by its number alone.
    let recent = context.claims_in(claim.sentence).iter().filter(|c| c.clause.overlaps(claim.span)).find(|c| {
        matches!(&c.value, Value::Date(d) if d.from.month.is_none() && d.from.year.is_none() && d.from.offset.is_none()
            && (d.from.weekday.is_some() || d.from.day.is_some()))
    })?;
    let published = context.doc.published.edtf.as_ref().and_then(|p| moment_of(&p.0)).filter(|p| !p.assumed);
    let month = |d: jiff::civil::Date| i32::from(d.year()) * 12 + i32::from(d.month());
    if published.is_some_and(|p| (month(p.days.1) - month(then.days.1)).abs() <= 1) {
        return None;
    }
    let sides = [news.mention, recent.mention, e.mention, *date].map(|m| (context.index, m)).to_vec();
    let mut draft = Draft::new("event-date", Verdict::Tension, sides);
    draft.derivation.push(format!(
        "no. {}: {}; no. {}: {}",
        news.number,
        context.printed(recent.mention),
        e.number,
        context.printed(*date)
    ));
    Some(draft)
}
