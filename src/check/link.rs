//! Whether two figures are about the same thing: additive features, each with the words that gave it, and vetoes.
//!
//! Scores are thousandths. What the figures say is judged apart ([`super::compare`]): likeness of two different
//! numbers counts as a sign of a slip, equal numbers are no evidence of a link.

use super::affinity::Pair;
use super::compare::{Dimension, Fit, Operand, fit};
use super::context::Context;
use super::elapsed::Grain;
use super::feature::{Feature, Quality};
use super::hypothesis::likeness;
use super::lexis::Scale;
use super::neighbour::Neighbours;
use super::signal::{Signals, reasons, signals};
use crate::model::claim::{Role, SlotName};
use crate::model::value::Value;
use crate::rulebook::Rulebook;
use crate::rulebook::linking::{Between, Company, Linking, Number, Slip};

/// The odds of a partner where there is none: below every floor.
const NOBODY: i64 = -1_000_000;

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
    fn base(self, signs: &Signals, linking: &Linking) -> i64 {
        let (between, documents) = match self {
            Method::Inner => (Between::Headline, (0, 0)),
            Method::Across(pair, apart) => (Between::Documents, (pair.score, apart.unwrap_or(0))),
        };
        linking.odds(between, &signs.named(documents, linking))
    }

    /// How much an agreeing partner explains beyond its signs.
    fn bonus(fit: Fit, told: i64, dated: bool, linking: &Linking) -> i64 {
        linking.number(match fit {
            Fit::Same if told >= 500 && !dated => Number::MateTelling,
            Fit::Same => Number::MateSame,
            _ => Number::MateNear,
        })
    }

    /// How surely two figures that differ are one and slipped.
    fn slip(self, odds: Odds, linking: &Linking) -> i64 {
        let Odds { base, rival, mate, alike, small, revised, bounded } = odds;
        let apart = match self {
            Method::Inner => Some(0),
            Method::Across(_, apart) => apart,
        };
        // Figures near each other are revised from one day to another, forecasts from results.
        let later = revised || apart.is_some_and(|d| d > 1);
        let next = later || apart.is_some_and(|d| d > 0);
        let headline = matches!(self, Method::Inner);
        let alike = linking.alike(alike, Company { small, headline, next, later });
        // Sources set their bounds where they like.
        let alike = if bounded && alike <= linking.number(Number::BoundedAlike) {
            alike + linking.number(Number::Bounded)
        } else {
            alike
        };
        let lead = linking.floored(Slip::Mate, mate) - base;
        let parts =
            [(Slip::Prior, 1000), (Slip::Base, base), (Slip::Rival, rival), (Slip::Mate, mate), (Slip::Lead, lead)];
        linking.slip(&parts) + alike
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

/// The figures of two sides that belong together.
#[derive(Debug, Default)]
pub(super) struct Links {
    /// Those that differ, best first, each figure once.
    pub(super) differing: Vec<Link>,
    /// Those that agree, for each figure of the first side the best: what was compared and held.
    pub(super) agreeing: Vec<Link>,
}

/// Links the figures of two sides; those that differ from `floor` on.
pub(super) fn link(a: &Party<'_, '_>, b: &Party<'_, '_>, method: Method, floor: i64, book: &Rulebook) -> Links {
    let near = Neighbours::new(a, b);
    let scale = Scale::new(&a.context.lexis, &b.context.lexis);
    let mut grid = Grid { width: b.features.len(), cells: Vec::new() };
    for (i, x) in a.features.iter().enumerate() {
        for (j, y) in b.features.iter().enumerate() {
            let paired = near.fit(i, j).filter(|_| !other_sign(x, y)).map(|fit| {
                let signs = signals(a, b, (i, j), &near, &scale, book);
                let said = signs.subject || signs.near > 0 || signs.told > 0 || signs.row > 0;
                Paired { fit, base: method.base(&signs, &book.linking), said }
            });
            grid.cells.push(paired);
        }
    }
    let why = |i: usize, j: usize| reasons(a, b, (i, j), &near, &scale);
    let differing = differing((a, b), &grid, method, floor, &book.linking, why);
    Links { differing, agreeing: agreeing(a, &grid, &book.linking, why) }
}

fn differing(
    (a, b): (&Party<'_, '_>, &Party<'_, '_>),
    grid: &Grid,
    method: Method,
    floor: i64,
    linking: &Linking,
    why: impl Fn(usize, usize) -> Vec<String>,
) -> Vec<Link> {
    let mut links: Vec<Link> = Vec::new();
    for (i, j, pair) in grid.all().filter(|p| p.2.fit == Fit::Apart) {
        let (Some(x), Some(y)) = (a.features.get(i), b.features.get(j)) else { continue };
        let mate = match mate((a, b), grid, (i, j), method, linking) {
            Mate::Explains => continue,
            Mate::Odds(odds) if odds >= pair.base => continue,
            Mate::Odds(odds) => odds,
        };
        let alike = alike(x, y);
        let rival = grid.beside(i, j).map(|(.., r)| r.base).max().unwrap_or(NOBODY);
        let (small, revised) = (small(x) && small(y), standing(x) != standing(y));
        let bounded = [x, y].iter().any(|f| matches!(&f.quality, Quality::Number(o) if o.bounded));
        let score = method.slip(Odds { base: pair.base, rival, mate, alike, small, revised, bounded }, linking);
        if score >= floor {
            let mut why = why(i, j);
            let beside = why.iter().any(|w| w.starts_with("beside"));
            why.push(format!("printed numbers alike ({alike})"));
            links.push(Link { a: i, b: j, score, why, fit: pair.fit, alike, beside, said: pair.said });
        }
    }
    links.sort_by(|p, q| q.score.cmp(&p.score).then((p.a, p.b).cmp(&(q.a, q.b))));
    let mut used: Vec<(usize, usize)> = Vec::new();
    links.retain(|l| {
        // A figure printed twice contradicts twice, where both times are as clear.
        let again = |side: &Party<'_, '_>, one: usize, other: usize| {
            l.score >= floor + linking.number(Number::Again)
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

/// A loss is told of another thing or time than a gain.
fn other_sign(x: &Feature<'_>, y: &Feature<'_>) -> bool {
    match (&x.quality, &y.quality) {
        (Quality::Number(p), Quality::Number(q)) => p.at.is_sign_negative() != q.at.is_sign_negative(),
        _ => false,
    }
}

/// Two comparable figures.
struct Paired {
    fit: Fit,
    base: i64,
    said: bool,
}

/// Every figure of one side with every one of the other, row by row; `None` where they cannot be compared.
struct Grid {
    width: usize,
    cells: Vec<Option<Paired>>,
}

impl Grid {
    fn all(&self) -> impl Iterator<Item = (usize, usize, &Paired)> {
        let place = |at: usize| (at / self.width.max(1), at % self.width.max(1));
        self.cells.iter().enumerate().filter_map(move |(at, p)| p.as_ref().map(|p| (place(at).0, place(at).1, p)))
    }

    fn row(&self, i: usize) -> impl Iterator<Item = (usize, &Paired)> {
        let row = self.cells.get(i * self.width..(i + 1) * self.width).unwrap_or_default();
        row.iter().enumerate().filter_map(|(j, p)| p.as_ref().map(|p| (j, p)))
    }

    /// The other pairs of either figure, each with whether it is one of the first, and its other figure.
    fn beside(&self, i: usize, j: usize) -> impl Iterator<Item = (bool, usize, &Paired)> {
        let row = self.row(i).filter(move |(q, _)| *q != j).map(|(q, p)| (true, q, p));
        let column = self.cells.iter().skip(j).step_by(self.width.max(1)).enumerate();
        row.chain(column.filter(move |(p, _)| *p != i).filter_map(|(at, p)| p.as_ref().map(|p| (false, at, p))))
    }
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

fn agreeing(a: &Party<'_, '_>, grid: &Grid, linking: &Linking, why: impl Fn(usize, usize) -> Vec<String>) -> Vec<Link> {
    let mut out: Vec<Link> = Vec::new();
    for (i, x) in a.features.iter().enumerate() {
        let mut best: Option<(i64, usize, Fit)> = None;
        for (j, pair) in grid.row(i).filter(|(_, p)| p.fit != Fit::Apart) {
            let score = pair.base + Method::bonus(pair.fit, x.information, false, linking);
            if score >= 0 && best.is_none_or(|(known, ..)| known < score) {
                best = Some((score, j, pair.fit));
            }
        }
        out.extend(best.map(|(score, j, fit)| Link {
            a: i,
            b: j,
            score,
            why: why(i, j),
            fit,
            alike: 0,
            beside: false,
            said: true,
        }));
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

/// The best partner that agrees with either figure and not with both.
fn mate(
    (a, b): (&Party<'_, '_>, &Party<'_, '_>),
    grid: &Grid,
    (i, j): (usize, usize),
    method: Method,
    linking: &Linking,
) -> Mate {
    let mut best = NOBODY;
    let (Some(x), Some(y)) = (a.features.get(i), b.features.get(j)) else { return Mate::Odds(best) };
    let plain = alike(x, y) >= linking.number(Number::UnsaidAlike);
    for (first, at, m) in grid.beside(i, j).filter(|(.., m)| m.fit != Fit::Apart) {
        let (own, other, partner) = if first { (x, y, b.features.get(at)) } else { (y, x, a.features.get(at)) };
        let told = own.information;
        let dated = matches!(x.quality, Quality::When(_));
        let ordinal = matches!(&x.claim.value, Value::Ordinal { .. });
        // Ten million stands for 10,000,642 as well as for 10,001,642: it explains neither.
        if plain && m.fit != Fit::Same && partner.is_some_and(|p| values(p, other).is_some_and(|f| f != Fit::Apart)) {
            continue;
        }
        // A headline that agrees with the text says nothing of the box below it.
        let elsewhere = !first && partner.is_some_and(|p| p.claim.segment != x.claim.segment);
        if plain && matches!(method, Method::Inner) && elsewhere {
            continue;
        }
        let firm = m.fit == Fit::Same && (ordinal || told >= 500 && !dated);
        if firm && matches!(method, Method::Inner) {
            return Mate::Explains;
        }
        best = best.max(m.base + Method::bonus(m.fit, told, dated, linking));
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
