//! Short texts set beside an article, a box or a notice in another language: the dates they give are those of the text.

use super::context::Context;
use super::draft::Draft;
use super::elapsed::day_number;
use crate::model::claim::Claim;
use crate::model::date::Edtf;
use crate::model::document::Role;
use crate::model::finding::Verdict;
use crate::model::value::Value;
use crate::rulebook::Rulebook;

/// Most sentences of a notice.
const SHORT: usize = 4;
/// Years by which a slip may miss.
const YEARS: i16 = 3;

/// Runs the check.
pub(super) fn run(context: &Context<'_>, book: &Rulebook) -> Vec<Draft> {
    let days: Vec<(&Claim, jiff::civil::Date)> =
        context.checkable().filter_map(|c| written(c).map(|day| (c, day))).collect();
    let body: Vec<&(&Claim, jiff::civil::Date)> =
        days.iter().filter(|(c, _)| c.part == 0 && c.segment_role == Role::Body).collect();
    let mut out = Vec::new();
    for (claim, day) in &days {
        if body.iter().any(|(_, d)| d == day) {
            continue;
        }
        let aside = claim.part == 0 && matches!(claim.segment_role, Role::Box | Role::Headline | Role::Caption);
        let other = if aside {
            other_year(context, claim, *day, &body, book)
        } else if claim.part > 0 && notice(context, claim.part) {
            nearest(context, *day, &body)
        } else {
            None
        };
        let Some(other) = other else { continue };
        let sides = vec![(context.index, claim.mention), (context.index, other)];
        let mut draft = Draft::new("event-date", Verdict::Tension, sides);
        draft.derivation.push(format!("{} and {}", context.printed(claim.mention), context.printed(other)));
        draft.linked_by.push("set beside the text, which has no such day".to_owned());
        out.push(draft);
    }
    out
}

/// The day of a date that prints its day, whatever else it leaves out.
fn written(claim: &Claim) -> Option<jiff::civil::Date> {
    let Value::Date(d) = &claim.value else { return None };
    (d.from.day.is_some() && d.to.is_none()).then_some(())?;
    d.edtf.as_ref().and_then(Edtf::single_day)
}

/// The same day of another year in the text, where no words tell of years between.
fn other_year(
    context: &Context<'_>,
    claim: &Claim,
    day: jiff::civil::Date,
    body: &[&(&Claim, jiff::civil::Date)],
    book: &Rulebook,
) -> Option<usize> {
    let Value::Date(d) = &claim.value else { return None };
    d.from.year?;
    let years = |c: &Claim| book.relations.says("years-between", c.lang, context.sentence_text(c.sentence));
    let same = |(c, d): &&&(&Claim, jiff::civil::Date)| {
        (d.month(), d.day()) == (day.month(), day.day()) && (d.year() - day.year()).abs() <= YEARS && !years(c)
    };
    (!years(claim)).then_some(())?;
    body.iter().find(same).map(|(c, _)| c.mention)
}

/// Whether a part is a short text beside the article.
fn notice(context: &Context<'_>, part: u32) -> bool {
    let segments = context.doc.segments.iter().filter(|s| s.part == part && s.role == Role::Body);
    let spans: Vec<_> = segments.map(|s| s.span).collect();
    let sentences = context.doc.sentences.iter().filter(|s| spans.iter().any(|p| p.contains(s.span))).count();
    (1..=SHORT).contains(&sentences)
}

/// The day of the text that lies nearest, within the same month or so; of two the later one.
fn nearest(context: &Context<'_>, day: jiff::civil::Date, body: &[&(&Claim, jiff::civil::Date)]) -> Option<usize> {
    let published = context.doc.published.edtf.as_ref().and_then(Edtf::single_day);
    if published == Some(day) {
        return None;
    }
    let gap = |d: &jiff::civil::Date| (day_number(*d) - day_number(day)).abs();
    body.iter()
        .filter(|(_, d)| gap(d) <= 31 && published != Some(*d))
        .min_by_key(|(_, d)| (gap(d), std::cmp::Reverse(*d)))
        .map(|(c, _)| c.mention)
}
