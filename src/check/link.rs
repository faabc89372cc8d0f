//! Whether two figures are about the same thing: additive features, each with the words that gave it, and vetoes.
//!
//! Scores are thousandths. What the figures say is judged apart ([`super::compare`]): likeness of two different
//! numbers counts as a sign of a slip, equal numbers are no evidence of a link.

use std::collections::BTreeMap;

use super::compare::{Fit, Operand, fit};
use super::context::Context;
use super::elapsed::Grain;
use super::feature::{Feature, Quality, role_gap};
use super::hypothesis::likeness;
use crate::model::value::Value;
use crate::rulebook::Rulebook;

/// Two figures that are probably about one thing and differ.
#[derive(Debug, Clone)]
pub(super) struct Link {
    /// Index into the first list.
    pub(super) a: usize,
    /// Index into the second list.
    pub(super) b: usize,
    /// How surely, values counted.
    pub(super) score: i64,
    /// Why, feature by feature.
    pub(super) why: Vec<String>,
    /// Whether the values agree.
    pub(super) fit: Fit,
    /// How alike the printed numbers look.
    pub(super) alike: i64,
    /// Whether equal figures stand beside both.
    pub(super) beside: bool,
}

/// One side of a linking: the features of a document or of a part of it.
pub(super) struct Party<'a, 'b> {
    /// The document.
    pub(super) context: &'b Context<'a>,
    /// Its features.
    pub(super) features: Vec<&'b Feature<'a>>,
}

/// How two values stand to each other; `None` where they cannot be compared.
pub(super) fn values(a: &Feature<'_>, b: &Feature<'_>) -> Option<Fit> {
    match (&a.quality, &b.quality) {
        (Quality::Number(x), Quality::Number(y)) => Some(stated(x, y)),
        (Quality::When(x), Quality::When(y)) => {
            let bare = |m: &super::elapsed::Moment| m.days.0.year() == 1970;
            if x.grain == Grain::Minute && y.grain == Grain::Minute && (bare(x) || bare(y)) {
                let apart = (x.minutes.0.rem_euclid(1440) - y.minutes.0.rem_euclid(1440)).abs();
                return Some(match apart {
                    0 => Fit::Same,
                    1..=15 if x.soft || y.soft => Fit::Strained,
                    _ => Fit::Apart,
                });
            }
            if x.assumed || y.assumed {
                let field = |m: &super::elapsed::Moment| (m.days.0.month(), m.days.0.day());
                return Some(if field(x) == field(y) { Fit::Rounding } else { Fit::Apart });
            }
            if x.minutes == y.minutes {
                Some(Fit::Same)
            } else if x.minutes.0 <= y.minutes.1 && y.minutes.0 <= x.minutes.1 {
                Some(Fit::Rounding)
            } else if (x.soft || y.soft) && x.minutes.0.abs_diff(y.minutes.0) <= 15 {
                Some(Fit::Strained)
            } else {
                Some(Fit::Apart)
            }
        }
        _ => None,
    }
}

/// Where one statement is meant, `more than N` goes up to 2N.
fn stated(x: &Operand, y: &Operand) -> Fit {
    let how = fit(x, y);
    if how != Fit::Bound || x.bounded == y.bounded {
        return how;
    }
    let (bound, other) = if x.bounded { (x, y) } else { (y, x) };
    let lower = bound.loose.hi.is_none();
    let twice = bound.at + bound.at;
    if lower && other.at > twice && other.digits >= 2 { Fit::Apart } else { how }
}

/// Every pair of comparable figures that differ and belong together, best first, each figure once.
pub(super) fn differing(a: &Party<'_, '_>, b: &Party<'_, '_>, floor: i64, book: &Rulebook) -> Vec<Link> {
    let near = Neighbours::new(a, b);
    let mut affinity: BTreeMap<(usize, usize), (i64, Vec<String>)> = BTreeMap::new();
    let mut fits: BTreeMap<(usize, usize), Fit> = BTreeMap::new();
    for (i, x) in a.features.iter().enumerate() {
        for (j, y) in b.features.iter().enumerate() {
            if !x.comparable(y) {
                continue;
            }
            let Some(fit) = values(x, y) else { continue };
            fits.insert((i, j), fit);
            affinity.insert((i, j), score(a, b, i, j, &near, book));
        }
    }
    let mut links: Vec<Link> = Vec::new();
    for ((i, j), fit) in &fits {
        if *fit != Fit::Apart {
            continue;
        }
        let (Some(x), Some(y)) = (a.features.get(*i), b.features.get(*j)) else { continue };
        let Some((base, why)) = affinity.get(&(*i, *j)) else { continue };
        if explained(&fits, &affinity, (*i, *j), *base, (x, y)) {
            continue;
        }
        let alike = alike(x, y);
        let score = base + 900 * alike / 1000;
        if score >= floor {
            let mut why = why.clone();
            let beside = why.iter().any(|w| w.starts_with("beside"));
            why.push(format!("printed numbers alike ({alike})"));
            links.push(Link { a: *i, b: *j, score, why, fit: *fit, alike, beside });
        }
    }
    links.sort_by(|p, q| q.score.cmp(&p.score).then((p.a, p.b).cmp(&(q.a, q.b))));
    let (mut used_a, mut used_b) = (Vec::new(), Vec::new());
    links.retain(|l| {
        let free = !used_a.contains(&l.a) && !used_b.contains(&l.b);
        if free {
            used_a.push(l.a);
            used_b.push(l.b);
        }
        free
    });
    links
}

/// Pairs that agree and belong together: what was compared and held.
pub(super) fn agreeing(a: &Party<'_, '_>, b: &Party<'_, '_>, floor: i64, book: &Rulebook) -> Vec<Link> {
    let near = Neighbours::new(a, b);
    let mut out: Vec<Link> = Vec::new();
    for (i, x) in a.features.iter().enumerate() {
        let mut best: Option<Link> = None;
        for (j, y) in b.features.iter().enumerate() {
            if !x.comparable(y) {
                continue;
            }
            let Some(fit) = values(x, y).filter(|f| *f != Fit::Apart) else { continue };
            let (base, why) = score(a, b, i, j, &near, book);
            let exact = if fit == Fit::Same && x.information >= 500 { 600 } else { 0 };
            if base + exact >= floor && best.as_ref().is_none_or(|l| l.score < base + exact) {
                best = Some(Link { a: i, b: j, score: base + exact, why, fit, alike: 0, beside: false });
            }
        }
        out.extend(best);
    }
    out
}

/// A figure with a partner that agrees is explained: always where the two are equal and tell something, else where the
/// partner fits at least as well as the one that differs.
fn explained(
    fits: &BTreeMap<(usize, usize), Fit>,
    affinity: &BTreeMap<(usize, usize), (i64, Vec<String>)>,
    (i, j): (usize, usize),
    base: i64,
    (x, y): (&Feature<'_>, &Feature<'_>),
) -> bool {
    fits.iter().filter(|((p, q), f)| (*p == i) != (*q == j) && **f != Fit::Apart).any(|((p, q), f)| {
        let told = if *p == i { x.information } else { y.information };
        let dated = matches!(x.quality, Quality::When(_));
        let ordinal = matches!(&x.claim.value, Value::Ordinal { .. });
        if *f == Fit::Same && ordinal {
            return true;
        }
        if *f == Fit::Same && told >= 500 && !dated {
            return true;
        }
        affinity.get(&(*p, *q)).is_some_and(|(other, _)| *other >= base)
    })
}

/// How alike two different printed numbers look; dates that differ in one field are alike.
fn alike(x: &Feature<'_>, y: &Feature<'_>) -> i64 {
    match (&x.quality, &y.quality) {
        (Quality::Number(p), Quality::Number(q)) => {
            let same_number = matches!(
                (&x.claim.value, &y.claim.value),
                (Value::Quantity { figure: f, unit: u }, Value::Quantity { figure: g, unit: v })
                    if f.printed == g.printed && u != v && f.significant_digits() >= 2
            );
            let other_unit = if same_number { 1500 } else { 0 };
            likeness(p.at, q.at).max(one_component(&x.claim.value, &y.claim.value)).max(other_unit)
        }
        (Quality::When(p), Quality::When(q)) => {
            if p.grain == Grain::Minute && q.grain == Grain::Minute {
                let clock = |m: &super::elapsed::Moment| m.minutes.0.rem_euclid(1440);
                let (a, b) = (clock(p), clock(q));
                return if a / 60 == b / 60 || a % 60 == b % 60 { 1000 } else { 0 };
            }
            let (a, b) = (p.days.0, q.days.0);
            let same = [a.year() == b.year(), a.month() == b.month(), a.day() == b.day()];
            if same.iter().filter(|s| **s).count() == 2 { 800 } else { 0 }
        }
        _ => 0,
    }
}

/// Two lengths of time of several units that differ in one of them.
fn one_component(a: &Value, b: &Value) -> i64 {
    let (Value::Duration { iso8601: a, .. }, Value::Duration { iso8601: b, .. }) = (a, b) else { return 0 };
    let units = |t: &str| t.chars().filter(char::is_ascii_alphabetic).collect::<String>();
    let numbers = |t: &str| t.split(|c: char| c.is_ascii_alphabetic()).map(str::to_owned).collect::<Vec<_>>();
    let (p, q) = (numbers(a), numbers(b));
    let differing = p.iter().zip(&q).filter(|(x, y)| x != y).count();
    if units(a) == units(b) && units(a).len() > 2 && differing == 1 { 1000 } else { 0 }
}

/// For every claim of one side, which claims of its sentence have an equal on the other side.
struct Neighbours {
    a: BTreeMap<usize, Vec<usize>>,
    b: BTreeMap<usize, Vec<usize>>,
    equal: BTreeMap<(usize, usize), i64>,
}

impl Neighbours {
    fn new(a: &Party<'_, '_>, b: &Party<'_, '_>) -> Self {
        let group = |p: &Party<'_, '_>| {
            let mut out: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
            for (i, f) in p.features.iter().enumerate() {
                out.entry(f.claim.sentence).or_default().push(i);
            }
            out
        };
        let mut equal = BTreeMap::new();
        for (i, x) in a.features.iter().enumerate() {
            for (j, y) in b.features.iter().enumerate() {
                if x.comparable(y)
                    && let Some(how) = values(x, y)
                    && (how == Fit::Same || how == Fit::Rounding && x.information >= 500 && y.information >= 500)
                {
                    equal.insert((i, j), x.information.min(y.information));
                }
            }
        }
        Self { a: group(a), b: group(b), equal }
    }
}

/// What speaks for two figures being about one thing, values aside.
fn score(
    a: &Party<'_, '_>,
    b: &Party<'_, '_>,
    i: usize,
    j: usize,
    near: &Neighbours,
    book: &Rulebook,
) -> (i64, Vec<String>) {
    let (Some(x), Some(y)) = (a.features.get(i), b.features.get(j)) else { return (0, Vec::new()) };
    let mut why = Vec::new();
    let mut score = 0;
    let thin = |c: &str| book.measures.concept(c).is_some_and(|c| c.thin);
    let subject = x.concepts.iter().any(|(c, w)| *w >= 100 && y.concepts.contains_key(c) && !thin(c));
    // `Rose` and `announced` in both say little.
    let cosine = cosine(&x.concepts, &y.concepts) * if subject { 10 } else { 4 } / 10;
    if cosine > 0 {
        score += 1600 * cosine / 1000;
        let shared: Vec<&str> =
            x.concepts.keys().filter(|c| y.concepts.contains_key(*c)).map(|c| &**c).take(4).collect();
        why.push(format!("measure: {} ({cosine})", shared.join(", ")));
    }
    let empty = Vec::new();
    let around_x = near.a.get(&x.claim.sentence).unwrap_or(&empty);
    let around_y = near.b.get(&y.claim.sentence).unwrap_or(&empty);
    let (mut told, mut close) = (0, 0);
    let mut used = Vec::new();
    for p in around_x.iter().filter(|p| **p != i) {
        let best = around_y
            .iter()
            .filter(|q| **q != j && !used.contains(*q))
            .filter_map(|q| near.equal.get(&(*p, *q)).map(|v| (*v, *q)))
            .max();
        let Some((value, q)) = best else { continue };
        used.push(q);
        told += value;
        let (Some(u), Some(v)) = (a.features.get(*p), b.features.get(q)) else { continue };
        if u.claim.span.gap(x.claim.span) <= 60 && v.claim.span.gap(y.claim.span) <= 60 && value >= 300 {
            close += 1;
        }
        why.push(format!("beside {} in both", a.context.printed(u.claim.mention)));
    }
    score += 800 * told.min(1500) / 1000 + 400 * close.min(2);
    let names: Vec<&String> = x.names.intersection(&y.names).collect();
    if !names.is_empty() {
        score += 400 * i64::try_from(names.len()).unwrap_or(0).min(2);
        why.push(format!("named: {}", names.iter().take(3).map(|n| n.as_str()).collect::<Vec<_>>().join(", ")));
    }
    if x.unique
        && y.unique
        && (subject || told > 0 || !names.is_empty() || x.concepts.is_empty() && y.concepts.is_empty())
    {
        score += 1000;
        why.push("the only figure of its unit in both".to_owned());
    }
    if x.claim.lang == y.claim.lang {
        let words: Vec<&String> = x.words.intersection(&y.words).collect();
        if !words.is_empty() {
            score += 450 * i64::try_from(words.len()).unwrap_or(0).min(3);
            why.push(format!("words: {}", words.iter().take(4).map(|n| n.as_str()).collect::<Vec<_>>().join(", ")));
        }
    }
    if head_not_shared(x, y) || head_not_shared(y, x) {
        score -= 600;
    }
    if opposed(x, y, book) || opposed(y, x, book) {
        score -= 3000;
    }
    if disjoint_periods(x, y) {
        score -= 800;
    }
    score -= role_gap(x.claim, y.claim);
    (score, why)
}

/// Cosine of two weighted sets of concepts, in thousandths.
fn cosine(a: &BTreeMap<std::sync::Arc<str>, u32>, b: &BTreeMap<std::sync::Arc<str>, u32>) -> i64 {
    let norm = |m: &BTreeMap<std::sync::Arc<str>, u32>| m.values().map(|v| u64::from(*v) * u64::from(*v)).sum::<u64>();
    let dot: u64 = a.iter().filter_map(|(c, v)| b.get(c).map(|w| u64::from(*v) * u64::from(*w))).sum();
    let (p, q) = (norm(a), norm(b));
    if p == 0 || q == 0 {
        return 0;
    }
    // A weak cue alone must not count as a full match.
    let strength = p.isqrt().min(q.isqrt()).min(400);
    let cosine = dot * 1000 / (p.isqrt() * q.isqrt()).max(1);
    i64::try_from(cosine * strength / 400).unwrap_or(0)
}

fn head_not_shared(x: &Feature<'_>, y: &Feature<'_>) -> bool {
    x.claim.measures.first().is_some_and(|c| c.weight >= 500 && !y.concepts.contains_key(&c.concept))
        && !y.concepts.is_empty()
}

fn opposed(x: &Feature<'_>, y: &Feature<'_>, book: &Rulebook) -> bool {
    x.claim.measures.iter().filter(|c| c.weight >= 350).any(|c| {
        y.concepts.get(&c.concept).is_none_or(|w| *w < 350)
            && book.measures.concept(&c.concept).is_some_and(|concept| {
                concept
                    .opposed
                    .iter()
                    .any(|o| y.concepts.get(o).is_some_and(|w| *w >= 350) && x.concepts.get(o).is_none_or(|w| *w < 350))
            })
    })
}

fn disjoint_periods(x: &Feature<'_>, y: &Feature<'_>) -> bool {
    let all = |f: &Feature<'_>| f.periods.clone();
    let (a, b) = (all(x), all(y));
    !a.is_empty()
        && !b.is_empty()
        && a.iter().all(|p| b.iter().all(|q| p.days.1 < q.days.0 || q.days.1 < p.days.0))
        && a.iter()
            .all(|p| b.iter().all(|q| p.days.0.year() != q.days.0.year() || p.days.0.month() != q.days.0.month()))
}
