//! One claim, two values: headline against body, box against body, statement against translation, article against
//! article.

use super::affinity::Pair;
use super::compare::{Dimension, Fit};
use super::context::Context;
use super::draft::{Draft, canonical};
use super::elapsed::Grain;
use super::feature::{Feature, Quality};
use super::hypothesis;
use super::link::{Link, Party, agreeing, differing};
use crate::model::claim::{Role, SlotName};
use crate::model::document::Role as SegmentRole;
use crate::model::finding::Verdict;
use crate::model::value::{RatioForm, Value};
use crate::rulebook::Rulebook;

/// Which passages are compared: the threshold depends on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Tier {
    /// Headline, box or summary against the body of one document.
    Inner,
    /// A statement and its translation in one document.
    Part,
    /// Two documents with the same news.
    Twin,
    /// Two documents on one topic, or twins days apart.
    Topic,
}

impl Tier {
    fn name(self) -> &'static str {
        match self {
            Tier::Inner => "headline-body",
            Tier::Part => "twin-drift",
            Tier::Twin | Tier::Topic => "value-mismatch",
        }
    }
}

/// Headline, boxes and summaries against the body, and the parts of a bilingual document against each other.
pub(super) fn within(context: &Context<'_>, features: &[Feature<'_>], book: &Rulebook) -> Vec<Draft> {
    let mut out = Vec::new();
    let parts: Vec<u32> = {
        let mut p: Vec<u32> = features.iter().map(|f| f.claim.part).collect();
        p.sort_unstable();
        p.dedup();
        p
    };
    let short = |f: &&Feature<'_>| matches!(f.claim.segment_role, SegmentRole::Headline | SegmentRole::Box);
    let body = |f: &&Feature<'_>| {
        matches!(
            f.claim.segment_role,
            SegmentRole::Body | SegmentRole::Quotation | SegmentRole::Caption | SegmentRole::Dateline
        )
    };
    let main: Vec<&Feature<'_>> = features.iter().filter(|f| f.claim.part == 0).collect();
    let text: Vec<&Feature<'_>> = main.iter().copied().filter(body).collect();
    let heads: Vec<&Feature<'_>> = main.iter().copied().filter(short).collect();
    if !heads.is_empty() && !text.is_empty() {
        out.extend(compare(context, context, heads, text.clone(), Tier::Inner, 0, book));
    }
    out.extend(scales(context, &text));
    // A summary in the other language.
    let lang = main.first().map(|f| f.claim.lang);
    let (same, other): (Vec<_>, Vec<_>) = main.iter().copied().partition(|f| Some(f.claim.lang) == lang);
    if !same.is_empty() && !other.is_empty() {
        let (few, many) = if other.len() <= same.len() { (other, same) } else { (same, other) };
        out.extend(compare(context, context, few, many, Tier::Inner, 0, book));
    }
    for (i, p) in parts.iter().enumerate() {
        for q in parts.iter().skip(i + 1) {
            let of = |n: u32| features.iter().filter(|f| f.claim.part == n).collect::<Vec<_>>();
            let (a, b) = (of(*p), of(*q));
            if !a.is_empty() && !b.is_empty() {
                out.extend(compare(context, context, a, b, Tier::Part, 0, book));
            }
        }
    }
    out
}

/// One amount printed twice in the body, at two scales: the same three digits and the same measure.
fn scales(context: &Context<'_>, body: &[&Feature<'_>]) -> Vec<Draft> {
    let mut out = Vec::new();
    for (i, x) in body.iter().enumerate() {
        for y in body.iter().skip(i + 1) {
            let (Quality::Number(a), Quality::Number(b)) = (&x.quality, &y.quality) else { continue };
            let shared = x.concepts.iter().any(|(c, w)| *w >= 250 && y.concepts.get(c).is_some_and(|v| *v >= 250));
            let rate = |f: &Feature<'_>| matches!(f.claim.role, Role::Rate | Role::Comparison);
            if a.digits < 3
                || a.digits != b.digits
                || a.dimension != b.dimension
                || !shared
                || rate(x)
                || rate(y)
                || a.at == b.at
            {
                continue;
            }
            let (low, high) = if a.at < b.at { (a.at, b.at) } else { (b.at, a.at) };
            let Some(factor) = high.checked_div(low) else { continue };
            let ten = rust_decimal::Decimal::TEN;
            if factor == ten || factor == ten * ten || factor == ten * ten * ten {
                let sides = vec![(context.index, x.claim.mention), (context.index, y.claim.mention)];
                let mut draft = Draft::new("value-mismatch", Verdict::Tension, sides);
                draft.derivation.push("the same digits at two scales".to_owned());
                out.push(draft);
            }
        }
    }
    out
}

/// Two documents that may tell the same.
pub(super) fn across(
    contexts: &[Context<'_>],
    features: &[Vec<Feature<'_>>],
    pair: Pair,
    book: &Rulebook,
) -> Vec<Draft> {
    let (Some(a), Some(b)) = (contexts.get(pair.a), contexts.get(pair.b)) else { return Vec::new() };
    let days = |c: &Context<'_>| {
        let day = c.doc.published.edtf.as_ref().and_then(|e| e.single_day());
        day.map(super::elapsed::day_number)
    };
    let apart = days(a).zip(days(b)).map(|(x, y)| x.abs_diff(y));
    let twin = pair.score >= book.checks.tuned("twin-score", 4500) && pair.told >= book.checks.tuned("twin-told", 1800);
    let tier = if twin && apart.is_none_or(|d| d <= 3) {
        Tier::Twin
    } else if pair.named || pair.score >= book.checks.tuned("topic-score", 2600) {
        Tier::Topic
    } else {
        return Vec::new();
    };
    let of = |d: usize| features.get(d).map(|f| f.iter().collect::<Vec<_>>()).unwrap_or_default();
    compare(a, b, of(pair.a), of(pair.b), tier, pair.score, book)
}

fn compare<'a, 'b>(
    a: &'b Context<'a>,
    b: &'b Context<'a>,
    left: Vec<&'b Feature<'a>>,
    right: Vec<&'b Feature<'a>>,
    tier: Tier,
    affinity: i64,
    book: &Rulebook,
) -> Vec<Draft> {
    let tuned = |name: &str, default: i64| book.checks.tuned(name, default);
    let later = match tier {
        Tier::Topic => tuned("topic-extra", 600),
        _ => 0,
    };
    // The more two documents share, the likelier their figures are about the same.
    let closer = ((affinity - 4500) / 8).clamp(0, 400);
    let (tension, conflict) = match tier {
        Tier::Inner => (tuned("inner-tension", 1900), tuned("inner-conflict", 2200)),
        Tier::Part => (tuned("part-tension", 1900), tuned("part-conflict", 2200)),
        _ => (tuned("twin-tension", 2050) + later - closer, tuned("twin-conflict", 2400) + later - closer),
    };
    let x = Party { context: a, features: left };
    let y = Party { context: b, features: right };
    let mut out = Vec::new();
    // A headline or box that looks like a slip of the body needs less.
    // So do the same digits at another scale in two tellings of one story.
    let slack = match tier {
        Tier::Inner => tuned("inner-slip", 300),
        Tier::Twin => tuned("twin-slip", 550),
        _ => 0,
    };
    for link in differing(&x, &y, tension - slack, book) {
        let placed = link.beside || link.why.iter().any(|w| w.starts_with("measure"));
        let slip = if tier == Tier::Twin { link.alike >= 1300 && placed } else { link.alike >= 1000 };
        let slack = if slip { slack } else { 0 };
        out.extend(judge(&x, &y, &link, tier, tension - slack, conflict - slack, book));
    }
    for link in agreeing(&x, &y, tension - 300, book) {
        let (Some(p), Some(q)) = (x.features.get(link.a), y.features.get(link.b)) else { continue };
        let sides = vec![(a.index, p.claim.mention), (b.index, q.claim.mention)];
        let mut draft = Draft::new(tier.name(), link.fit.verdict(), sides);
        draft.linked_by = link.why.clone();
        draft.derivation.push(format!("{} and {}", canonical(&p.claim.value), canonical(&q.claim.value)));
        out.push(draft);
    }
    out
}

fn judge(
    a: &Party<'_, '_>,
    b: &Party<'_, '_>,
    link: &Link,
    tier: Tier,
    tension: i64,
    conflict: i64,
    book: &Rulebook,
) -> Option<Draft> {
    let (p, q) = (a.features.get(link.a)?, b.features.get(link.b)?);
    let dated = matches!(p.quality, Quality::When(_));
    let small = match (&p.quality, &q.quality) {
        (Quality::Number(x), Quality::Number(y)) => {
            let countable = matches!(x.dimension, Dimension::Count(_) | Dimension::Ordinal(_) | Dimension::Duration(_));
            let twenty = rust_decimal::Decimal::from(20);
            if countable && x.at < twenty && y.at < twenty { 500 } else { 0 }
        }
        (Quality::When(x), _) if x.grain == Grain::Minute => 100,
        _ => 300,
    };
    if link.score < tension + small {
        return None;
    }
    if p.change != q.change {
        return None;
    }
    let mut verdict = if link.score >= conflict + small { Verdict::Conflict } else { Verdict::Tension };
    if let (Quality::Number(x), Quality::Number(y)) = (&p.quality, &q.quality) {
        let telling = x.digits >= 2 && y.digits >= 2;
        // Numbers that look nothing alike are other facts more often than slips.
        if link.alike == 0 && (telling || tier == Tier::Inner) && link.score < conflict + 500 {
            return None;
        }
        if link.alike == 0 && unit_of(&p.claim.value) != unit_of(&q.claim.value) {
            return None;
        }
        // A bound, such as a forecast's, is contradicted only by its own kind.
        if (x.bounded || y.bounded) && link.alike < 1000 {
            verdict = Verdict::Tension;
        }
        if tier == Tier::Topic && (link.alike < 1000 || !link.beside && !close_in_time(a.context, b.context)) {
            return None;
        }
    }
    if dated && (!dates_tell(a.context, b.context, p, q, link) || a.context.index != b.context.index && link.alike == 0)
    {
        return None;
    }
    if dated && tier == Tier::Topic && !link.beside {
        return None;
    }
    // Ordinals of a statement and its translation are compared as sets.
    if tier == Tier::Part && matches!(p.claim.value, Value::Ordinal { .. }) {
        return None;
    }
    // A date needs more than its neighbours to be the same event's.
    if dated {
        let coarse = matches!(&p.quality, Quality::When(m) if m.grain >= Grain::Month);
        if coarse || link.score < conflict + 900 {
            verdict = Verdict::Tension;
        }
    }
    let other_day = {
        let day = |c: &Context<'_>| c.doc.published.edtf.as_ref().and_then(|e| e.single_day());
        a.context.index != b.context.index && day(a.context).zip(day(b.context)).is_some_and(|(x, y)| x != y)
    };
    let growing = |f: &Feature<'_>| {
        f.claim
            .measures
            .iter()
            .filter(|c| c.weight >= 200)
            .any(|c| book.measures.concept(&c.concept).is_some_and(|concept| concept.growing))
    };
    if other_day && (growing(p) || growing(q)) {
        return None;
    }
    let as_of = |f: &Feature<'_>| f.claim.slot(SlotName::AsOf).map(|s| s.value.clone());
    if let (Some(x), Some(y)) = (as_of(p), as_of(q))
        && x != y
        && (growing(p) || growing(q))
    {
        return None;
    }
    if matches!(p.claim.role, Role::Forecast | Role::Plan) || matches!(q.claim.role, Role::Forecast | Role::Plan) {
        verdict = Verdict::Tension;
    }
    // Sources that are named and differ give a spread, not a conflict.
    if let (Some(x), Some(y)) = (p.source, q.source)
        && x.contains(':')
        && y.contains(':')
        && x != y
    {
        verdict = Verdict::Tension;
    }
    let check = if dated && matches!(tier, Tier::Twin | Tier::Topic) { "event-date" } else { tier.name() };
    let sides = vec![(a.context.index, p.claim.mention), (b.context.index, q.claim.mention)];
    let mut draft = Draft::new(check, verdict, sides);
    draft.linked_by = link.why.clone();
    draft.derivation.push(format!("{} against {}", canonical(&p.claim.value), canonical(&q.claim.value)));
    draft.score = link.score;
    if let (Quality::Number(x), Quality::Number(y)) = (&p.quality, &q.quality) {
        draft.hypotheses = hypothesis::slips(x.at, &y.loose);
    }
    let _ = Fit::Apart;
    Some(draft)
}

/// Whether two documents are known to have been published within a week of each other.
fn close_in_time(a: &Context<'_>, b: &Context<'_>) -> bool {
    let day = |c: &Context<'_>| {
        let day = c.doc.published.edtf.as_ref().and_then(|e| e.single_day());
        day.map(super::elapsed::day_number)
    };
    day(a).zip(day(b)).is_some_and(|(x, y)| x.abs_diff(y) <= 7)
}

/// Whether two dates are printed fully enough to contradict each other, and stand for one event.
fn dates_tell(a: &Context<'_>, b: &Context<'_>, p: &Feature<'_>, q: &Feature<'_>, link: &Link) -> bool {
    let (Value::Date(d), Value::Date(e)) = (&p.claim.value, &q.claim.value) else { return true };
    let coarse = matches!(&p.quality, Quality::When(m) if m.grain >= Grain::Year);
    if coarse {
        let year = |c: &Context<'_>, f: &Feature<'_>| {
            c.printed(f.claim.mention).chars().filter(char::is_ascii_digit).count() >= 4
        };
        return year(a, p) && year(b, q) && link.beside && link.alike > 0;
    }
    // A bare day of the month agrees with the same day of any month, a bare weekday with any such weekday.
    let bare = |f: &crate::model::date::DateFields| f.month.is_none() && f.offset.is_none();
    let (Quality::When(x), Quality::When(y)) = (&p.quality, &q.quality) else { return true };
    if (bare(&d.from) || bare(&e.from)) && x.grain == Grain::Day && y.grain == Grain::Day {
        let day = x.days.0.day() == y.days.0.day();
        let weekday =
            d.from.weekday.is_some() && d.from.day.is_none() || e.from.weekday.is_some() && e.from.day.is_none();
        if day || weekday && x.days.0.weekday() == y.days.0.weekday() {
            return false;
        }
    }
    link.beside || link.why.iter().any(|w| w.starts_with("measure"))
}

/// The unit as printed, for lengths of time and ratios.
fn unit_of(value: &Value) -> Option<char> {
    match value {
        Value::Duration { iso8601, .. } => iso8601.chars().next_back(),
        Value::Ratio { form, .. } => match form {
            RatioForm::Percent => Some('%'),
            RatioForm::Point => Some('p'),
            RatioForm::Fraction => Some('/'),
        },
        _ => None,
    }
}
