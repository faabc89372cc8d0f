//! One claim, two values: headline against body, box against body, statement against translation, article against
//! article.

use super::affinity::Pair;
use super::block::Sheet;
use super::context::Context;
use super::draft::{Draft, label};
use super::elapsed::Grain;
use super::feature::{Feature, Quality, role_gap};
use super::hypothesis;
use super::link::{Link, Method, Party, link};
use crate::model::claim::{Role, SlotName};
use crate::model::document::Role as SegmentRole;
use crate::model::finding::Verdict;
use crate::model::value::{RatioForm, Value};
use crate::rulebook::Rulebook;
use crate::rulebook::linking::Number;

/// Which passages are compared: the threshold depends on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Tier {
    /// Headline, box or summary against the body of one document.
    Inner,
    /// A statement and its translation in one document.
    Part,
    /// Two documents that may tell the same, and how many days they were published apart, where known.
    Across(Pair, Option<u64>),
}

impl Tier {
    fn name(self) -> &'static str {
        match self {
            Tier::Inner => "headline-body",
            Tier::Part => "twin-drift",
            Tier::Across(..) => "value-mismatch",
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
        out.extend(compare(context, context, heads, text.clone(), Tier::Inner, book));
    }
    out.extend(scales(context, &text));
    // A summary in the other language.
    let lang = main.first().map(|f| f.claim.lang);
    let (same, other): (Vec<_>, Vec<_>) = main.iter().copied().partition(|f| Some(f.claim.lang) == lang);
    if !same.is_empty() && !other.is_empty() {
        let (few, many) = if other.len() <= same.len() { (other, same) } else { (same, other) };
        out.extend(compare(context, context, few, many, Tier::Part, book));
    }
    for (i, p) in parts.iter().enumerate() {
        for q in parts.iter().skip(i + 1) {
            let of = |n: u32| features.iter().filter(|f| f.claim.part == n).collect::<Vec<_>>();
            let (a, b) = (of(*p), of(*q));
            if !a.is_empty() && !b.is_empty() {
                out.extend(compare(context, context, a, b, Tier::Part, book));
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
pub(super) fn across(a: &Sheet<'_>, b: &Sheet<'_>, pair: Pair, book: &Rulebook) -> Vec<Draft> {
    let apart = days_apart(&a.context, &b.context);
    let topic = if pair.named { Number::TopicNamed } else { Number::Topic };
    if pair.score < book.linking.number(topic) {
        return Vec::new();
    }
    // Reports of one kind (the close of the market, a fire, a poll) share names and words, not figures and days.
    let told = match apart {
        Some(0) => Number::ToldDay,
        Some(d) if d <= book.linking.days(Number::WeekDays) => Number::ToldWeek,
        Some(_) => Number::ToldLater,
        None if same_day(&a.context, &b.context) => Number::ToldDay,
        None => Number::ToldUndated,
    };
    if pair.told < book.linking.number(told) {
        return Vec::new();
    }
    let (left, right) = (a.features.iter().collect(), b.features.iter().collect());
    compare(&a.context, &b.context, left, right, Tier::Across(pair, apart), book)
}

/// Whether both tell of one day, printed or resolved to its year.
fn same_day(a: &Context<'_>, b: &Context<'_>) -> bool {
    let days = |c: &Context<'_>| -> std::collections::BTreeSet<_> {
        let dates = c.checkable().filter_map(|claim| match &claim.value {
            Value::Date(d) => d.edtf.as_ref().and_then(crate::model::date::Edtf::single_day),
            _ => None,
        });
        dates.collect()
    };
    days(a).intersection(&days(b)).next().is_some()
}

/// Days between the publication of two documents: exactly where both days are known, else how many at least; `None`
/// where they may be of one week.
fn days_apart(a: &Context<'_>, b: &Context<'_>) -> Option<u64> {
    let days = |c: &Context<'_>| {
        let (from, to) = c.doc.published.edtf.as_ref()?.days()?;
        Some((super::elapsed::day_number(from), super::elapsed::day_number(to)))
    };
    let ((a, b), (c, d)) = days(a).zip(days(b))?;
    let least = u64::try_from((c - b).max(a - d).max(0)).unwrap_or(0);
    (a == b && c == d || least > 7).then_some(least)
}

fn compare<'a, 'b>(
    a: &'b Context<'a>,
    b: &'b Context<'a>,
    left: Vec<&'b Feature<'a>>,
    right: Vec<&'b Feature<'a>>,
    tier: Tier,
    book: &Rulebook,
) -> Vec<Draft> {
    let linking = &book.linking;
    let (tension, conflict) = match tier {
        Tier::Inner => (Number::HeadlineTension, Number::HeadlineConflict),
        Tier::Part | Tier::Across(..) => (Number::DocumentsTension, Number::DocumentsConflict),
    };
    let (tension, conflict) = (linking.number(tension), linking.number(conflict));
    let method = match tier {
        Tier::Inner => Method::Inner,
        Tier::Part => {
            let same = Pair { a: a.index, b: b.index, score: 6000, told: 6000, named: true };
            Method::Across(same, Some(0))
        }
        Tier::Across(pair, apart) => Method::Across(pair, apart),
    };
    let x = Party { context: a, features: left };
    let y = Party { context: b, features: right };
    let mut out = Vec::new();
    let links = link(&x, &y, method, tension, book);
    for link in &links.differing {
        out.extend(judge(&x, &y, link, tier, conflict, book));
    }
    for link in &links.agreeing {
        let (Some(p), Some(q)) = (x.features.get(link.a), y.features.get(link.b)) else { continue };
        let sides = vec![(a.index, p.claim.mention), (b.index, q.claim.mention)];
        let mut draft = Draft::new(tier.name(), link.fit.verdict(), sides);
        draft.linked_by = link.why.clone();
        draft.derivation.push(format!("{} and {}", label(&p.claim.value), label(&q.claim.value)));
        out.push(draft);
    }
    out
}

fn judge(
    a: &Party<'_, '_>,
    b: &Party<'_, '_>,
    link: &Link,
    tier: Tier,
    conflict: i64,
    book: &Rulebook,
) -> Option<Draft> {
    let (p, q) = (a.features.get(link.a)?, b.features.get(link.b)?);
    let dated = matches!(p.quality, Quality::When(_));
    let linking = &book.linking;
    let slipped = link.alike >= linking.number(Number::FirmAlike);
    let roles = role_gap(p.claim, q.claim, linking) >= linking.number(Number::RoleVeto);
    if p.change != q.change {
        return None;
    }
    let mut verdict = if link.score >= conflict { Verdict::Conflict } else { Verdict::Tension };
    if let (Quality::Number(x), Quality::Number(y)) = (&p.quality, &q.quality) {
        if link.alike == 0 && unit_of(&p.claim.value) != unit_of(&q.claim.value) {
            return None;
        }
        // A bound, such as a forecast's, is contradicted only by its own kind.
        if (x.bounded || y.bounded) && !slipped {
            verdict = Verdict::Tension;
        }
    }
    if dated && (!dates_tell(a.context, b.context, p, q, link) || a.context.index != b.context.index && link.alike == 0)
    {
        return None;
    }
    if let Tier::Across(_, apart) = tier {
        // Zeros alone tell 20 from 200: without a word that joins them they are two figures.
        let round = [p, q].iter().any(|f| matches!(&f.quality, Quality::Number(o) if o.digits < 2));
        if !link.said && (link.alike < linking.number(Number::UnsaidAlike) || round) {
            return None;
        }
        // A day after, a week of protests: the article counts nothing that another article could contradict.
        let article = |side: &Party<'_, '_>, f: &Feature<'_>| {
            matches!(f.claim.value, Value::Duration { .. }) && side.context.printed(f.claim.mention).starts_with("a ")
        };
        if article(a, p) || article(b, q) {
            return None;
        }
        // People grow older.
        let age = matches!(&p.claim.value, Value::Quantity { unit, .. } if unit == "age_year");
        if age && apart.is_none_or(|d| d > linking.days(Number::HalfYearDays)) {
            return None;
        }
        // Bounds, and measures of another time, say nothing against articles of another week.
        let bounded = [p, q].iter().any(|f| matches!(&f.quality, Quality::Number(o) if o.bounded));
        if apart.is_none_or(|d| d > linking.days(Number::WeekDays)) && (roles || bounded && !slipped) {
            return None;
        }
        // What was told long after may be of another year.
        if apart.is_some_and(|d| d > linking.days(Number::SeasonDays)) {
            verdict = Verdict::Tension;
        }
        // The day on which each paper tells it is no event.
        let own = |side: &Party<'_, '_>, f: &Feature<'_>| {
            let day = side.context.doc.published.edtf.as_ref().and_then(|e| e.single_day());
            matches!(&f.claim.value, Value::Date(d) if day.is_some() && d.edtf.as_ref().and_then(|e| e.single_day()) == day)
        };
        if dated && own(a, p) && own(b, q) {
            return None;
        }
        // When a count was taken is no event.
        if dated && [(a, p), (b, q)].iter().any(|(side, f)| as_of(side.context, f, book)) {
            return None;
        }
    }
    // A headline's thousands of pounds and the two counts of the text: `thousands` alone names no unit.
    if tier == Tier::Inner && (vague(a, p) || vague(b, q)) && !slipped {
        return None;
    }
    // A headline's sixth meeting and the body's seventh place.
    if tier == Tier::Inner
        && matches!(p.claim.value, Value::Ordinal { .. })
        && link.alike < linking.number(Number::OrdinalAlike)
    {
        verdict = Verdict::Tension;
    }
    // Ordinals of a statement and its translation are compared as sets.
    if tier == Tier::Part && matches!(p.claim.value, Value::Ordinal { .. }) {
        return None;
    }
    // A date needs more than its neighbours to be the same event's.
    if dated {
        let coarse = matches!(&p.quality, Quality::When(m) if m.grain >= Grain::Month);
        if link.score < conflict + linking.number(if coarse { Number::MonthExtra } else { Number::DateExtra }) {
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
        // A toll grows from day to day, but not by a zero.
        if !slipped {
            return updated(a, b, link, tier);
        }
        verdict = Verdict::Tension;
    }
    let as_of = |f: &Feature<'_>| f.claim.slot(SlotName::AsOf).map(|s| s.value.clone());
    if let (Some(x), Some(y)) = (as_of(p), as_of(q))
        && x != y
        && (growing(p) || growing(q))
    {
        return None;
    }
    // The same measure of another time is a slip only if the times are proven the same.
    if roles {
        verdict = Verdict::Tension;
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
    let check = if dated && matches!(tier, Tier::Across(..)) { "event-date" } else { tier.name() };
    let sides = vec![(a.context.index, p.claim.mention), (b.context.index, q.claim.mention)];
    let mut draft = Draft::new(check, verdict, sides);
    draft.linked_by = link.why.clone();
    draft.derivation.push(format!("{} against {}", label(&p.claim.value), label(&q.claim.value)));
    draft.score = link.score;
    if let (Quality::Number(x), Quality::Number(y)) = (&p.quality, &q.quality) {
        draft.hypotheses = hypothesis::of(a.context, p.claim.mention, x.at, &y.loose, book);
    }
    Some(draft)
}

/// A count that grows, told on another day: the later one is the larger, and nothing is wrong.
fn updated(a: &Party<'_, '_>, b: &Party<'_, '_>, link: &Link, tier: Tier) -> Option<Draft> {
    let (p, q) = (a.features.get(link.a)?, b.features.get(link.b)?);
    let (Quality::Number(x), Quality::Number(y)) = (&p.quality, &q.quality) else { return None };
    let day =
        |c: &Context<'_>| c.doc.published.edtf.as_ref().and_then(|e| e.single_day()).map(super::elapsed::day_number);
    let (on, then) = (day(a.context)?, day(b.context)?);
    let grew = if on < then { x.at < y.at } else { y.at < x.at };
    let same = p.claim.measure().is_some() && p.claim.measure() == q.claim.measure();
    if !grew || !same || x.bounded || y.bounded {
        return None;
    }
    let sides = vec![(a.context.index, p.claim.mention), (b.context.index, q.claim.mention)];
    let mut draft = Draft::new(tier.name(), Verdict::UpdatedLater, sides);
    draft.linked_by = link.why.clone();
    draft.derivation.push(format!("{} and {}", label(&p.claim.value), label(&q.claim.value)));
    Some(draft)
}

/// Whether a figure is a scale word of bare things: dozens, thousands.
fn vague(side: &Party<'_, '_>, f: &Feature<'_>) -> bool {
    matches!(&f.claim.value, Value::Count { figure, unit } if unit == "thing" && figure.hedged && figure.stated.hi.is_some())
        && !side.context.printed(f.claim.mention).contains(|c: char| c.is_ascii_digit())
}

/// Whether a date says how things stood then.
fn as_of(context: &Context<'_>, f: &Feature<'_>, book: &Rulebook) -> bool {
    let (sentence, span) = (f.claim.sentence, f.claim.span);
    book.relations.says("as-of-after", f.claim.lang, context.after(sentence, span.end, 12))
        || book.relations.says("as-of-before", f.claim.lang, context.before(sentence, span.start, 32))
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
