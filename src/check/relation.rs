//! Relations that a sentence states between its figures: growth, shares, multiples, differences, sums, lengths of time.
//!
//! Blame narrowly: only operands that the words of a relation designate. Excuse widely: a failed relation is dropped
//! where other figures of its sentence make it true.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::compare::{Dimension, Fit, Operand, absolute, distance, fit_computed};
use super::context::{Context, Template};
use super::draft::{Draft, number, show};
use super::{elapsed, hypothesis};
use crate::model::figure::Figure;
use crate::model::finding::Verdict;
use crate::model::interval::Interval;
use crate::model::value::Value;
use crate::rulebook::Rulebook;
use crate::rulebook::relation::{Arithmetic, Direction, Relation};

/// Operands by name.
type Operands = BTreeMap<String, Vec<usize>>;

/// How one reading of a relation came out.
struct Outcome {
    fit: Fit,
    /// The figure the words derive from the others.
    head: usize,
    sides: Vec<usize>,
    derivation: String,
    want: Option<Interval>,
    at: Option<Decimal>,
    /// A stronger statement about what is wrong than the relation's own check.
    check: Option<&'static str>,
    verdict: Option<Verdict>,
}

/// Every relation that the document states, held or not.
pub(super) fn run(context: &Context<'_>, book: &Rulebook) -> Vec<Draft> {
    let mut found: Vec<(usize, Draft)> = Vec::new();
    for template in &context.templates {
        if template.mentions.is_empty() {
            continue;
        }
        for relation in book.relations.relations.iter().filter(|r| r.lang == template.lang) {
            for operands in readings(template, relation) {
                let Some(outcome) = evaluate(context, relation, &operands, book) else { continue };
                let mut outcome = outcome;
                if outcome.fit == Fit::Apart && excused(context, relation, &operands, &outcome, book) {
                    continue;
                }
                if outcome.sides.len() < 2 && outcome.check.is_none() && outcome.fit == Fit::Apart {
                    continue;
                }
                outcome.sides.dedup();
                found.push((outcome.head, draft(context, relation, outcome)));
            }
        }
    }
    settle(found)
}

/// Every way the patterns of a relation match a template.
fn readings(template: &Template, relation: &Relation) -> Vec<Operands> {
    let mut out: Vec<Operands> = Vec::new();
    for pattern in &relation.patterns {
        let mut at = 0;
        while let Some(captures) = pattern.captures_at(&template.text, at) {
            let Some(whole) = captures.get(0) else { break };
            let mut operands = Operands::new();
            for name in pattern.capture_names().flatten() {
                if let Some(group) = captures.name(name) {
                    let name = name.trim_end_matches(|c: char| c.is_ascii_digit() || c == '_');
                    operands.entry(name.to_owned()).or_default().extend(template.marks(group.range()));
                }
            }
            if !out.contains(&operands) {
                out.push(operands);
            }
            let first = captures.iter().skip(1).flatten().map(|g| g.start()).min().unwrap_or(whole.start());
            let step = template.text.get(first..).and_then(|t| t.chars().next()).map_or(1, char::len_utf8);
            at = first + step;
            if at >= template.text.len() {
                break;
            }
        }
    }
    out
}

/// Of several readings for one derived figure, a held one settles it; else the best failed one stays.
fn settle(found: Vec<(usize, Draft)>) -> Vec<Draft> {
    let mut by_head: BTreeMap<usize, Vec<Draft>> = BTreeMap::new();
    for (head, draft) in found {
        by_head.entry(head).or_default().push(draft);
    }
    let mut out = Vec::new();
    for drafts in by_head.into_values() {
        let holds = drafts.iter().any(|d| !d.verdict.is_finding());
        let mut failed: Option<Draft> = None;
        for draft in drafts {
            if !draft.verdict.is_finding() {
                out.push(draft);
            } else if !holds && failed.as_ref().is_none_or(|f| (draft.verdict, draft.score) > (f.verdict, f.score)) {
                failed = Some(draft);
            }
        }
        out.extend(failed);
    }
    out
}

fn draft(context: &Context<'_>, relation: &Relation, outcome: Outcome) -> Draft {
    let check = outcome.check.unwrap_or(&relation.check);
    let mut verdict = outcome.verdict.unwrap_or_else(|| outcome.fit.verdict());
    if verdict == Verdict::Conflict && relation.cap == Verdict::Tension {
        verdict = Verdict::Tension;
    }
    let sides: Vec<(usize, usize)> = outcome.sides.iter().map(|m| (context.index, *m)).collect();
    let mut draft = Draft::new(check, verdict, sides);
    draft.derivation.push(outcome.derivation);
    draft.linked_by.push(format!("relation {}", relation.id));
    if let Some(want) = outcome.want {
        draft.want = show(&want);
        if let Some(at) = outcome.at
            && verdict.is_finding()
        {
            draft.hypotheses = hypothesis::slips(at, &want);
        }
    }
    draft.got = outcome.at.map(number).unwrap_or_default();
    draft.score = -i64::try_from(outcome.sides.len()).unwrap_or(0);
    draft
}

fn first(operands: &Operands, name: &str) -> Option<usize> {
    operands.get(name).and_then(|v| v.first()).copied()
}

fn operand(context: &Context<'_>, mention: usize, book: &Rulebook) -> Option<Operand> {
    context.claim(mention)?;
    Operand::of(context.value(mention)?, &book.dimensions)
}

fn evaluate(context: &Context<'_>, relation: &Relation, names: &Operands, book: &Rulebook) -> Option<Outcome> {
    let get = |name: &str| first(names, name).and_then(|m| operand(context, m, book).map(|o| (m, o)));
    match relation.is {
        Arithmetic::Elapsed | Arithmetic::Counted | Arithmetic::Spanned => {
            return time(context, relation, names, book);
        }
        Arithmetic::After => return after(context, names),
        Arithmetic::Sum => return sum(context, names, book),
        _ => {}
    }
    let (a_at, a) = get("a")?;
    if relation.is == Arithmetic::Share && !names.contains_key("t") {
        return open_share(context, (a_at, a), get("p")?, book);
    }
    let two = |x: &Operand, y: &Operand| alike(&x.dimension, &y.dimension);
    match relation.is {
        Arithmetic::Difference | Arithmetic::Rest => {
            let (b_at, b) = get("b")?;
            let (d_at, d) = get("d")?;
            let ratios = a.dimension == Dimension::Ratio && b.dimension == Dimension::Ratio;
            if a_at == b_at || !two(&a, &b) || !(two(&a, &d) || ratios && matches!(d.dimension, Dimension::Point)) {
                return None;
            }
            let tight = distance(&a.tight, &b.tight)?;
            let loose = distance(&a.loose, &b.loose)?;
            let fit = fit_computed((&tight, &loose), &d);
            let derivation =
                format!("|{} − {}| = {}; printed {}", number(a.at), number(b.at), show(&tight), number(d.at));
            if ratios && d.dimension == Dimension::Ratio {
                let growth = growth(&a, &b)?;
                if !growth.1.disjoint(&d.loose) {
                    return Some(outcome(Fit::Rounding, d_at, vec![d_at, a_at, b_at], derivation, growth.0, d.at));
                }
                if fit != Fit::Apart {
                    let mut o = outcome(Fit::Apart, d_at, vec![d_at, a_at, b_at], derivation, growth.0, d.at);
                    o.check = Some("percent-vs-point");
                    o.verdict = Some(Verdict::Tension);
                    return Some(o);
                }
            }
            let mut o = outcome(fit, d_at, vec![d_at, a_at, b_at], derivation, tight, d.at);
            wrong_way(relation, &a, &b, &mut o);
            Some(o)
        }
        Arithmetic::Growth => {
            let (b_at, b) = get("b")?;
            let (p_at, p) = get("p")?;
            if a_at == b_at || !two(&a, &b) {
                return None;
            }
            let (tight, loose) = growth(&a, &b)?;
            let derivation =
                format!("{} / {} − 1 = {}; printed {}", number(a.at), number(b.at), show(&tight), number(p.at));
            let fit = fit_computed((&tight, &loose), &p);
            let mut o = outcome(fit, p_at, vec![p_at, a_at, b_at], derivation, tight, p.at);
            if p.dimension == Dimension::Point {
                if a.dimension == Dimension::Ratio {
                    let tight = distance(&a.tight, &b.tight)?;
                    let loose = distance(&a.loose, &b.loose)?;
                    o.fit = fit_computed((&tight, &loose), &p);
                } else if fit != Fit::Apart {
                    o.fit = Fit::Apart;
                    o.check = Some("percent-vs-point");
                    o.verdict = Some(Verdict::Conflict);
                    return Some(o);
                }
            } else if a.dimension == Dimension::Ratio && fit == Fit::Apart {
                let tight = distance(&a.tight, &b.tight)?;
                let loose = distance(&a.loose, &b.loose)?;
                if fit_computed((&tight, &loose), &p) != Fit::Apart {
                    o.check = Some("percent-vs-point");
                    o.verdict = Some(Verdict::Tension);
                    return Some(o);
                }
            }
            wrong_way(relation, &a, &b, &mut o);
            Some(o)
        }
        Arithmetic::GrowthBy | Arithmetic::GrowthOn | Arithmetic::Share => {
            let (whole_at, whole) = get(if relation.is == Arithmetic::Share { "t" } else { "b" })?;
            let (p_at, p) = match get("p") {
                Some(p) => p,
                None => (a_at, Operand::constant(relation.factor?, Dimension::Ratio)),
            };
            if a_at == whole_at || !two(&a, &whole) || whole.at.is_zero() {
                return None;
            }
            // A part is no whole.
            if relation.is == Arithmetic::Share && p.at < Decimal::ONE && a.at >= whole.at {
                return None;
            }
            let base = |w: Interval, part: Interval| match (relation.is, relation.direction) {
                (Arithmetic::GrowthOn, Some(Direction::Down)) => w.plus(&part),
                (Arithmetic::GrowthOn, _) => w.minus(&part),
                _ => Some(w),
            };
            let tight = a.tight.over(&base(whole.tight, a.tight)?)?;
            let loose = a.loose.over(&base(whole.loose, a.loose)?)?;
            let fit = fit_computed((&tight, &loose), &p);
            let derivation =
                format!("{} / {} = {}; printed {}", number(a.at), number(whole.at), show(&tight), number(p.at));
            Some(outcome(fit, p_at, vec![p_at, a_at, whole_at], derivation, tight, p.at))
        }
        Arithmetic::Multiple => {
            let (b_at, b) = get("b")?;
            if a_at == b_at || !two(&a, &b) || b.at.is_zero() {
                return None;
            }
            let tight = a.tight.over(&b.tight)?;
            let loose = a.loose.over(&b.loose)?;
            let (head, m) = match get("m") {
                Some(m) => m,
                None => {
                    let m = relation.factor?;
                    let mut o = Operand::constant(m, Dimension::Times);
                    o.loose = Interval::closed(m * Decimal::new(82, 2), m * Decimal::new(125, 2));
                    o.tight = o.loose;
                    (a_at, o)
                }
            };
            let m = soften(m);
            let fit = fit_computed((&tight, &loose), &m);
            let derivation =
                format!("{} / {} = {}; printed {}", number(a.at), number(b.at), show(&tight), number(m.at));
            let sides = if head == a_at { vec![a_at, b_at] } else { vec![head, a_at, b_at] };
            let mut o = outcome(fit, head, sides, derivation, tight, m.at);
            if head == a_at {
                o.want = None;
            }
            Some(o)
        }
        Arithmetic::Product => {
            let (n_at, n) = get("n")?;
            let (t_at, t) = get("t")?;
            if a_at == n_at || a_at == t_at || n_at == t_at || !two(&a, &t) {
                return None;
            }
            let tight = a.tight.times(&n.tight)?;
            let loose = a.loose.times(&n.loose)?;
            let fit = fit_computed((&tight, &loose), &t);
            let derivation =
                format!("{} × {} = {}; printed {}", number(a.at), number(n.at), show(&tight), number(t.at));
            Some(outcome(fit, t_at, vec![t_at, a_at, n_at], derivation, tight, t.at))
        }
        Arithmetic::Part => {
            let (t_at, t) = get("t")?;
            let same_unit = a.dimension == t.dimension || matches!(&a.dimension, Dimension::Count(u) if u == "thing");
            let whole = context.claim(t_at)?;
            // The largest figure of its sentence is the whole.
            let largest = context.claims_in(whole.sentence).iter().filter(|c| c.mention != a_at).all(|c| {
                Operand::of(&c.value, &book.dimensions)
                    .is_none_or(|o| !o.dimension.summable(&t.dimension) || o.at <= t.at)
            });
            if a_at == t_at || !same_unit || !a.dimension.summable(&t.dimension) || !largest {
                return None;
            }
            let wrong = a.loose.lo.zip(t.loose.hi).is_some_and(|(lo, hi)| lo.at > hi.at);
            let derivation = format!("{} of {}", number(a.at), number(t.at));
            let mut o = outcome(if wrong { Fit::Apart } else { Fit::Bound }, a_at, vec![a_at, t_at], derivation, t.loose, a.at);
            o.want = None;
            Some(o)
        }
        Arithmetic::Quotient => {
            let (n_at, n) = get("n")?;
            let (t_at, t) = get("t")?;
            if a_at == n_at || a_at == t_at || n_at == t_at || !two(&a, &t) || n.at.is_zero() {
                return None;
            }
            let tight = t.tight.over(&n.tight)?;
            let loose = t.loose.over(&n.loose)?;
            let fit = fit_computed((&tight, &loose), &a);
            let derivation = format!("{} / {} = {}; printed {}", number(t.at), number(n.at), show(&tight), number(a.at));
            Some(outcome(fit, a_at, vec![a_at, t_at, n_at], derivation, tight, a.at))
        }
        Arithmetic::More | Arithmetic::Less => {
            let (b_at, b) = get("b")?;
            if a_at == b_at || !two(&a, &b) {
                return None;
            }
            let up = if relation.is == Arithmetic::More { (&b, &a) } else { (&a, &b) };
            let wrong = up.1.loose.hi.zip(up.0.loose.lo).is_some_and(|(hi, lo)| hi.at < lo.at);
            let sign = if relation.is == Arithmetic::More { '>' } else { '<' };
            let derivation = format!("stated {} {sign} {}", number(a.at), number(b.at));
            let fit = if wrong { Fit::Apart } else { Fit::Bound };
            let mut o = outcome(fit, b_at, vec![a_at, b_at], derivation, b.tight, a.at);
            o.want = None;
            Some(o)
        }
        Arithmetic::Equal => {
            let (b_at, b) = get("b")?;
            if a_at == b_at || !two(&a, &b) {
                return None;
            }
            let fit = super::compare::fit(&a, &b);
            let derivation = format!("{} = {}", number(a.at), number(b.at));
            Some(outcome(fit, b_at, vec![a_at, b_at], derivation, a.tight, b.at))
        }
        _ => None,
    }
}

fn outcome(fit: Fit, head: usize, sides: Vec<usize>, derivation: String, want: Interval, at: Decimal) -> Outcome {
    Outcome { fit, head, sides, derivation, want: Some(want), at: Some(at), check: None, verdict: None }
}

/// Comparable, and places in an order also with bare counts (11계단).
fn alike(a: &Dimension, b: &Dimension) -> bool {
    a.comparable(b)
        || matches!((a, b), (Dimension::Ordinal(_), Dimension::Count(_)) | (Dimension::Count(_), Dimension::Ordinal(_)))
        || matches!((a, b), (Dimension::Count(_), Dimension::Count(_)))
}

/// Growth of a over b, as a distance.
fn growth(a: &Operand, b: &Operand) -> Option<(Interval, Interval)> {
    if b.at <= Decimal::ZERO {
        return None;
    }
    let one = Interval::point(Decimal::ONE);
    let of = |a: Interval, b: Interval| Some(absolute(a.over(&b)?.minus(&one)?));
    Some((of(a.tight, b.tight)?, of(a.loose, b.loose)?))
}

/// A multiple of one digit is spoken loosely: three times may be 2.7 or 3.4.
fn soften(mut m: Operand) -> Operand {
    if m.dimension == Dimension::Times && !m.bounded && m.at.fract().is_zero() && m.at < Decimal::TEN {
        let half = Decimal::new(45, 2);
        m.loose = m.loose.hull(&Interval::closed(m.at - half, m.at + half));
    }
    m
}

/// A change that goes the other way than the words say.
fn wrong_way(relation: &Relation, a: &Operand, b: &Operand, o: &mut Outcome) {
    let wrong = |low: &Operand, high: &Operand| low.loose.hi.zip(high.loose.lo).is_some_and(|(l, h)| l.at < h.at);
    let against = match relation.direction {
        Some(Direction::Up) => wrong(a, b),
        Some(Direction::Down) => wrong(b, a),
        None => false,
    };
    if against && o.fit != Fit::Apart {
        o.fit = Fit::Apart;
        o.check = Some("comparison-mismatch");
        o.want = None;
    }
}

fn sum(context: &Context<'_>, names: &Operands, book: &Rulebook) -> Option<Outcome> {
    let total_at = first(names, "t")?;
    let total = operand(context, total_at, book)?;
    let list: Vec<usize> = names.get("list").or_else(|| names.get("a"))?.clone();
    let list: Vec<usize> = list.into_iter().filter(|m| *m != total_at).collect();
    let parts: Vec<(usize, Operand)> = list
        .iter()
        .filter_map(|m| operand(context, *m, book).map(|o| (*m, o)))
        .filter(|(_, o)| alike(&o.dimension, &total.dimension))
        .collect();
    if parts.len() < 2 {
        return None;
    }
    let (mut tight, mut loose, mut at) =
        (Interval::point(Decimal::ZERO), Interval::point(Decimal::ZERO), Decimal::ZERO);
    for (_, part) in &parts {
        tight = tight.plus(&part.tight)?;
        loose = loose.plus(&part.loose)?;
        at = at.checked_add(part.at)?;
    }
    let fit = if at == total.at { Fit::Same } else { fit_computed((&tight, &loose), &total) };
    let terms: Vec<String> = parts.iter().map(|(_, o)| number(o.at)).collect();
    let derivation = format!("{} = {}; printed {}", terms.join(" + "), number(at), number(total.at));
    let mut sides = vec![total_at];
    sides.extend(parts.iter().map(|(m, _)| *m));
    Some(outcome(fit, total_at, sides, derivation, tight, total.at))
}

/// A share of a whole that the sentence does not print: some figure of the document must be it.
fn open_share(
    context: &Context<'_>,
    (a_at, a): (usize, Operand),
    (p_at, p): (usize, Operand),
    book: &Rulebook,
) -> Option<Outcome> {
    if a.digits < 2 {
        return None;
    }
    let mut wholes: Vec<(usize, Interval)> = Vec::new();
    for claim in context.checkable().filter(|c| c.mention != a_at && c.mention != p_at) {
        let Some(t) = Operand::of(&claim.value, &book.dimensions) else { continue };
        if t.dimension.summable(&a.dimension) && t.at > a.at && t.digits >= 2 {
            wholes.push((claim.mention, a.loose.over(&t.loose)?));
        }
    }
    let (whole_at, share) = wholes
        .iter()
        .find(|(_, share)| !share.disjoint(&p.loose))
        .or_else(|| wholes.iter().max_by_key(|(m, _)| (m.abs_diff(a_at) < 40, Operand::of(context.value(*m).unwrap_or(&Value::Identifier { of: String::new() }), &book.dimensions).map(|o| o.at))))
        .copied()?;
    let fit = if share.disjoint(&p.loose) { Fit::Apart } else { Fit::Rounding };
    let derivation = format!("{} of {} is {}; printed {}", context.printed(a_at), context.printed(whole_at), show(&share), number(p.at));
    Some(outcome(fit, p_at, vec![p_at, a_at, whole_at], derivation, share, p.at))
}

/// Length of time between moments. Where one end is not printed, every date near and the publication date may be it.
fn time(context: &Context<'_>, relation: &Relation, names: &Operands, book: &Rulebook) -> Option<Outcome> {
    let length_at = first(names, "d")?;
    let value = length(context.value(length_at)?, relation.unit)?;
    let value = &value;
    let length = Operand::of(value, &book.dimensions)?;
    let claim = context.claim(length_at)?;
    if let Some(span) = first(names, "span") {
        let Some(Value::Date(d)) = context.value(span) else { return None };
        let (from, to) = d.edtf.as_ref()?.0.split_once('/')?;
        let (from, to) = (elapsed::moment_of(from)?, elapsed::moment_of(to)?);
        let (fit, want) = elapsed::judge(from, to, value, &length, relation.is)?;
        let derivation = format!("{}: {}; printed {}", context.printed(span), show(&want), context.printed(length_at));
        return Some(outcome(fit, length_at, vec![length_at, span], derivation, want, length.at));
    }
    let from_at = first(names, "from")?;
    let from = elapsed::moment(context, from_at)?;
    if let (Value::Date(d), Value::Duration { iso8601, .. }) = (context.value(from_at)?, value) {
        // A bare day or weekday does not start a count of months and years.
        let bare = d.from.month.is_none() && d.from.year.is_none() && d.from.offset.is_none();
        let vague = context.printed(length_at).to_lowercase().starts_with("a ");
        if (bare || vague) && iso8601.ends_with(['M', 'Y']) && !iso8601.contains('T') {
            return None;
        }
    }
    if let Some(to_at) = first(names, "to") {
        let to = elapsed::moment(context, to_at)?;
        let (fit, want) = elapsed::judge(from, to, value, &length, relation.is)
            .or_else(|| elapsed::judge(to, from, value, &length, relation.is))?;
        let derivation = format!(
            "{} to {}: {}; printed {}",
            context.printed(from_at),
            context.printed(to_at),
            show(&want),
            context.printed(length_at)
        );
        return Some(outcome(fit, length_at, vec![length_at, from_at, to_at], derivation, want, length.at));
    }
    // The open end: dates of this sentence and its neighbours, then publication.
    let mut best: Option<Outcome> = None;
    let near = context.claims.iter().filter(|c| {
        c.mention != from_at
            && c.segment_role != crate::model::document::Role::Boilerplate
            && c.part == claim.part
            && matches!(c.value, Value::Date(_) | Value::Time { .. })
    });
    let mut ends: Vec<(Option<usize>, elapsed::Moment)> =
        near.filter_map(|c| elapsed::moment(context, c.mention).map(|m| (Some(c.mention), m))).collect();
    let published = context.doc.published.edtf.as_ref().and_then(|e| elapsed::moment_of(&e.0));
    if let Some(day) = published {
        ends.push((None, day));
    }
    ends.sort_by_key(|e| e.0.map_or(usize::MAX, |m| m.abs_diff(length_at)));
    for (at, to) in ends {
        let far = at.is_some_and(|m| context.claim(m).is_some_and(|c| c.sentence != claim.sentence));
        let by_day = value_unit(value) == Some('D');
        if far && by_day && to.grain > elapsed::Grain::Day || to.minutes.0 < from.minutes.0 {
            continue;
        }
        let Some((fit, want)) = elapsed::judge(from, to, value, &length, relation.is) else { continue };
        let shown = at.map_or_else(|| format!("publication ({})", to.days.1), |m| context.printed(m).to_owned());
        let derivation =
            format!("{} to {shown}: {}; printed {}", context.printed(from_at), show(&want), context.printed(length_at));
        let mut sides = vec![length_at, from_at];
        sides.extend(at);
        let o = outcome(fit, length_at, sides, derivation, want, length.at);
        if fit != Fit::Apart {
            return Some(o);
        }
        let told = published.is_none_or(|p| to.days.0 <= p.days.1);
        if by_day && !told {
            continue;
        }
        if best.is_none() && told && !from.assumed {
            best = Some(o);
        }
    }
    best
}

/// A length of time; a bare count or ordinal takes the relation's unit.
fn length(value: &Value, unit: Option<char>) -> Option<Value> {
    match value {
        Value::Duration { .. } => Some(value.clone()),
        Value::Count { figure, .. } => Some(Value::Duration {
            figure: figure.clone(),
            iso8601: format!("P{}{}", figure.printed.normalize(), unit?),
        }),
        Value::Ordinal { value, .. } => Some(Value::Duration {
            figure: Figure::exact(Decimal::from(*value), Decimal::ONE),
            iso8601: format!("P{value}{}", unit?),
        }),
        _ => None,
    }
}

/// The last unit of a length of time.
fn value_unit(value: &Value) -> Option<char> {
    match value {
        Value::Duration { iso8601, .. } => iso8601.chars().next_back(),
        _ => None,
    }
}

/// b must not come before a.
fn after(context: &Context<'_>, names: &Operands) -> Option<Outcome> {
    let (a_at, b_at) = (first(names, "a")?, first(names, "b")?);
    let (a, b) = (elapsed::moment(context, a_at)?, elapsed::moment(context, b_at)?);
    let fit = if b.minutes.1 < a.minutes.0 { Fit::Apart } else { Fit::Bound };
    let derivation = format!("stated order: {} then {}", context.printed(a_at), context.printed(b_at));
    Some(Outcome {
        fit,
        head: b_at,
        sides: vec![b_at, a_at],
        derivation,
        want: None,
        at: None,
        check: None,
        verdict: None,
    })
}

/// Whether other figures of the sentence make a failed relation true.
fn excused(context: &Context<'_>, relation: &Relation, names: &Operands, outcome: &Outcome, book: &Rulebook) -> bool {
    let Some(head) = context.claim(outcome.head) else { return false };
    let swap: &[&str] = match relation.is {
        Arithmetic::Growth | Arithmetic::Difference | Arithmetic::Multiple => &["a", "b"],
        Arithmetic::Share => &["a", "t"],
        Arithmetic::GrowthBy | Arithmetic::GrowthOn => &["b"],
        Arithmetic::Product => &["a", "n"],
        Arithmetic::Quotient => &["t", "n"],
        Arithmetic::More | Arithmetic::Less => &["a"],
        Arithmetic::Elapsed | Arithmetic::Spanned if names.contains_key("to") => &["from", "to"],
        Arithmetic::Elapsed | Arithmetic::Spanned => &["from"],
        _ => return false,
    };
    let back = match relation.is {
        Arithmetic::Quotient | Arithmetic::Product => 4,
        Arithmetic::Share | Arithmetic::Multiple => 2,
        Arithmetic::Growth | Arithmetic::Difference => 1,
        _ => 0,
    };
    let taken: Vec<usize> = outcome.sides.clone();
    let near: Vec<usize> = context
        .claims
        .iter()
        .filter(|c| c.mention != outcome.head && !taken.contains(&c.mention))
        .filter(|c| c.sentence <= head.sentence && head.sentence - c.sentence <= back)
        .map(|c| c.mention)
        .collect();
    // `750,000 and 100,000, together 7 percent of …`: two figures are one operand.
    if relation.is == Arithmetic::Share
        && let (Some(a), Some(t), Some(p)) = (first(names, "a"), first(names, "t"), first(names, "p"))
        && let (Some(a), Some(t), Some(p)) =
            (operand(context, a, book), operand(context, t, book), operand(context, p, book))
    {
        let fits = near.iter().filter_map(|o| operand(context, *o, book)).any(|o| {
            alike(&o.dimension, &a.dimension)
                && a.loose.plus(&o.loose).and_then(|s| s.over(&t.loose)).is_some_and(|s| !s.disjoint(&p.loose))
        });
        if fits {
            return true;
        }
    }
    for name in swap {
        for other in &near {
            let mut names = names.clone();
            names.insert((*name).to_owned(), vec![*other]);
            if let Some(o) = evaluate(context, relation, &names, book)
                && o.fit <= Fit::Bound
                && o.head == outcome.head
                && o.check.is_none()
            {
                return true;
            }
        }
    }
    false
}
