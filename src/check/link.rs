//! Whether two figures are about the same thing: additive features, each with the words that gave it, and vetoes.
//!
//! Scores are thousandths. What the figures say is judged apart ([`super::compare`]): likeness of two different
//! numbers counts as a sign of a slip, equal numbers are no evidence of a link.

use std::collections::BTreeMap;

use super::affinity::Pair;
use super::compare::{Dimension, Fit, Operand, fit};
use super::context::Context;
use super::elapsed::Grain;
use super::feature::{Feature, Quality};
use super::hypothesis::likeness;
use super::lexis::Scale;
use super::neighbour::Neighbours;
use super::signal::{Signals, signals};
use crate::model::claim::{Role, SlotName};
use crate::model::value::Value;
use crate::rulebook::Rulebook;

/// How far above the least score a link must be that repeats another.
const AGAIN: i64 = 1200;

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
    /// Whether words or neighbours say so, and not the rest of the documents alone.
    pub(super) said: bool,
}

/// One side of a linking: the features of a document or of a part of it.
pub(super) struct Party<'a, 'b> {
    /// The document.
    pub(super) context: &'b Context<'a>,
    /// Its features.
    pub(super) features: Vec<&'b Feature<'a>>,
}

/// How the signs are added up.
#[derive(Debug, Clone, Copy)]
pub(super) enum Method {
    /// Two passages of one document.
    Inner,
    /// Two documents, and how many days they were published apart, where known.
    Across(Pair, Option<u64>),
}

impl Method {
    /// How surely two figures are about one thing, values aside.
    fn base(self, signs: &Signals) -> i64 {
        match self {
            Method::Inner => signs.inner(),
            Method::Across(pair, apart) => signs.across(pair, apart.unwrap_or(0)),
        }
    }

    /// How much an agreeing partner explains beyond its signs.
    fn bonus(fit: Fit, told: i64, dated: bool) -> i64 {
        match fit {
            Fit::Same if told >= 500 && !dated => 3000,
            Fit::Same => 1500,
            _ => 500,
        }
    }

    /// How surely two figures that differ are one and slipped.
    fn slip(self, odds: Odds) -> i64 {
        let Odds { base, rival, mate, alike, small, revised, bounded } = odds;
        let apart = match self {
            Method::Inner => Some(0),
            Method::Across(_, apart) => apart,
        };
        // Figures near each other are revised from one day to another, forecasts from results.
        let later = revised || apart.is_some_and(|d| d > 1);
        let next = later || apart.is_some_and(|d| d > 0);
        let alike = match alike {
            ..275 if small && !next => -1500,
            ..275 => -3000,
            275..500 if next => -2000,
            275..500 => -700,
            500..600 if later => -1500,
            500..600 if next || matches!(self, Method::Inner) => 0,
            500..600 => 800,
            600..800 => 1500,
            800..1000 => 500,
            1000..1300 => 2000,
            1300..1600 => 4000,
            _ => 5000,
        };
        // Sources set their bounds where they like.
        let alike = if bounded && alike <= 2000 { alike - 1500 } else { alike };
        let (rival, mate) = (rival.max(-4000), mate.max(-4000));
        (127 * base - 38 * rival - 22 * mate - 26 * (mate - base).max(-2000)) / 100 - 530 + alike
    }
}

/// What the odds of a slip are made of.
struct Odds {
    /// The signs of the pair.
    base: i64,
    /// The best signs either figure has with another.
    rival: i64,
    /// The best signs either has with one that agrees, and what that explains.
    mate: i64,
    /// How alike the two are printed.
    alike: i64,
    /// Both are small counts.
    small: bool,
    /// One is a bound.
    bounded: bool,
    /// One is a plan, a forecast or an estimate and the other is not.
    revised: bool,
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
                    n if (x.soft || y.soft) && n <= slack(x, y) => Fit::Strained,
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
            } else if (x.soft || y.soft) && (x.minutes.0 - y.minutes.0).abs() <= slack(x, y) {
                Some(Fit::Strained)
            } else {
                Some(Fit::Apart)
            }
        }
        _ => None,
    }
}

/// Minutes by which two hedged times may differ: as many as the coarser of them leaves open.
fn slack(x: &super::elapsed::Moment, y: &super::elapsed::Moment) -> i64 {
    let coarse = |m: &super::elapsed::Moment| match m.minutes.0.rem_euclid(60) {
        0 | 30 => 15,
        n if n % 10 == 0 => 10,
        n if n % 5 == 0 => 5,
        _ => 2,
    };
    coarse(x).max(coarse(y))
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
pub(super) fn differing(
    a: &Party<'_, '_>,
    b: &Party<'_, '_>,
    method: Method,
    floor: i64,
    book: &Rulebook,
) -> Vec<Link> {
    let near = Neighbours::new(a, b);
    let scale = Scale::new(&a.context.lexis, &b.context.lexis);
    let mut pairs: BTreeMap<(usize, usize), Paired> = BTreeMap::new();
    for (i, x) in a.features.iter().enumerate() {
        for (j, y) in b.features.iter().enumerate() {
            if !x.comparable(y) {
                continue;
            }
            // A loss is told of another thing or time than a gain.
            if let (Quality::Number(p), Quality::Number(q)) = (&x.quality, &y.quality)
                && p.at.is_sign_negative() != q.at.is_sign_negative()
            {
                continue;
            }
            let Some(fit) = values(x, y) else { continue };
            let signs = signals(a, b, (i, j), &near, &scale, book);
            let said = signs.subject || signs.near > 0 || signs.told > 0 || signs.row > 0;
            pairs.insert((i, j), Paired { fit, base: method.base(&signs), said, why: signs.why });
        }
    }
    let mut links: Vec<Link> = Vec::new();
    for ((i, j), pair) in pairs.iter().filter(|p| p.1.fit == Fit::Apart) {
        let (Some(x), Some(y)) = (a.features.get(*i), b.features.get(*j)) else { continue };
        let mate = match mate(&pairs, (*i, *j), (x, y), method) {
            Mate::Explains => continue,
            Mate::Odds(odds) if odds >= pair.base => continue,
            Mate::Odds(odds) => odds,
        };
        let alike = alike(x, y);
        let rivals = pairs.iter().filter(|((p, q), _)| (*p == *i) != (*q == *j));
        let rival = rivals.map(|(_, r)| r.base).max().unwrap_or(i64::MIN);
        let (small, revised) = (small(x) && small(y), standing(x) != standing(y));
        let bounded = [x, y].iter().any(|f| matches!(&f.quality, Quality::Number(o) if o.bounded));
        let score = method.slip(Odds { base: pair.base, rival, mate, alike, small, revised, bounded });
        if score >= floor {
            let mut why = pair.why.clone();
            let beside = why.iter().any(|w| w.starts_with("beside"));
            why.push(format!("printed numbers alike ({alike})"));
            links.push(Link { a: *i, b: *j, score, why, fit: pair.fit, alike, beside, said: pair.said });
        }
    }
    links.sort_by(|p, q| q.score.cmp(&p.score).then((p.a, p.b).cmp(&(q.a, q.b))));
    let mut used: Vec<(usize, usize)> = Vec::new();
    links.retain(|l| {
        // A figure printed twice contradicts twice, where both times are as clear.
        let again = |side: &Party<'_, '_>, one: usize, other: usize| {
            l.score >= floor + AGAIN
                && side
                    .features
                    .get(one)
                    .zip(side.features.get(other))
                    .is_some_and(|(x, y)| x.comparable(y) && values(x, y) == Some(Fit::Same))
        };
        let free = used.iter().all(|(p, q)| match (*p == l.a, *q == l.b) {
            (true, true) => false,
            (true, false) => again(b, *q, l.b),
            (false, true) => again(a, *p, l.a),
            (false, false) => true,
        });
        if free {
            used.push((l.a, l.b));
        }
        free
    });
    links
}

/// Two comparable figures.
struct Paired {
    fit: Fit,
    base: i64,
    said: bool,
    why: Vec<String>,
}

/// Whether a figure is meant to come true rather than told as true.
fn standing(x: &Feature<'_>) -> bool {
    matches!(x.claim.role, Role::Forecast | Role::Plan)
        || x.claim.slot(SlotName::Standing).is_some_and(|s| s.value == "planned")
        || x.concepts.get("econ.forecast").is_some_and(|w| *w >= 150)
}

/// Whether a value is a count, an ordinal or a length of time below twenty.
fn small(x: &Feature<'_>) -> bool {
    let Quality::Number(o) = &x.quality else { return false };
    matches!(o.dimension, Dimension::Count(_) | Dimension::Ordinal(_) | Dimension::Duration(_))
        && o.at < rust_decimal::Decimal::from(20)
}

/// Pairs that agree and belong together: what was compared and held.
pub(super) fn agreeing(a: &Party<'_, '_>, b: &Party<'_, '_>, method: Method, floor: i64, book: &Rulebook) -> Vec<Link> {
    let near = Neighbours::new(a, b);
    let scale = Scale::new(&a.context.lexis, &b.context.lexis);
    let mut out: Vec<Link> = Vec::new();
    for (i, x) in a.features.iter().enumerate() {
        let mut best: Option<Link> = None;
        for (j, y) in b.features.iter().enumerate() {
            if !x.comparable(y) {
                continue;
            }
            let Some(fit) = values(x, y).filter(|f| *f != Fit::Apart) else { continue };
            let signs = signals(a, b, (i, j), &near, &scale, book);
            let (base, why) = (method.base(&signs), signs.why);
            let exact = Method::bonus(fit, x.information, false);
            if base + exact >= floor && best.as_ref().is_none_or(|l| l.score < base + exact) {
                best = Some(Link { a: i, b: j, score: base + exact, why, fit, alike: 0, beside: false, said: true });
            }
        }
        out.extend(best);
    }
    out
}

/// How well a partner that agrees explains a figure.
enum Mate {
    /// Whatever else speaks for the pair.
    Explains,
    /// Where the partner fits at least as well as the one that differs.
    Odds(i64),
}

/// The best partner that agrees with either figure.
fn mate(
    pairs: &BTreeMap<(usize, usize), Paired>,
    (i, j): (usize, usize),
    (x, y): (&Feature<'_>, &Feature<'_>),
    method: Method,
) -> Mate {
    let mut best = i64::MIN;
    for ((p, _), m) in pairs.iter().filter(|((p, q), m)| (*p == i) != (*q == j) && m.fit != Fit::Apart) {
        let told = if *p == i { x.information } else { y.information };
        let dated = matches!(x.quality, Quality::When(_));
        let ordinal = matches!(&x.claim.value, Value::Ordinal { .. });
        let firm = m.fit == Fit::Same && (ordinal || told >= 500 && !dated);
        if firm && matches!(method, Method::Inner) {
            return Mate::Explains;
        }
        best = best.max(m.base + Method::bonus(m.fit, told, dated));
    }
    Mate::Odds(best)
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
                let minutes = a % 60 == b % 60 && (a % 60 != 0 || (a - b).abs() == 720);
                return if a / 60 == b / 60 || minutes { 1000 } else { 0 };
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
    // The letters that open a length and its time of day are no units.
    let several = units(a).trim_start_matches('P').replace('T', "").len() > 1;
    if units(a) == units(b) && several && differing == 1 { 1000 } else { 0 }
}
