//! Which documents tell the same news: shared exact figures, days and names, the rarer the more.
//!
//! An inverted index keeps this close to linear: a mark that very many documents carry pairs nobody, and a document is
//! compared with its nearest alone.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::context::Context;
use super::feature::{Feature, Quality};
use crate::model::value::{EntityClass, Value};

/// A mark shared by more documents than this pairs nobody.
const CROWD: usize = 48;
/// So many documents are imagined around a small run, so that a rare mark is rare there too.
const BACKGROUND: u64 = 40;
/// A document is compared with so many others at most, the nearest first.
const NEAREST: usize = 40;
/// What the most telling mark tells by itself, in thousandths.
const MOST_TELLING: i64 = 1200;
/// A pair must reach this score, in thousandths, to be looked at.
const LEAST: i64 = 1400;

/// Two documents, with how surely they tell the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Pair {
    /// Index of the first document.
    pub(super) a: usize,
    /// Index of the second document.
    pub(super) b: usize,
    /// In thousandths.
    pub(super) score: i64,
    /// What of it comes from figures and days rather than names.
    pub(super) told: i64,
    /// Whether they share a name that is no country.
    pub(super) named: bool,
}

/// Something by which two documents find each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Mark {
    /// Hash of the figure, day or name.
    key: u64,
    /// What it tells by itself.
    information: i64,
    /// A figure or a day rather than a name.
    figure: bool,
    /// A name that is no country.
    name: bool,
}

/// The pairs to be compared, and what was left out.
#[derive(Debug, Default)]
pub(super) struct Affinity {
    /// In order.
    pub(super) pairs: Vec<Pair>,
    /// Marks too common to use.
    pub(super) crowded: usize,
    /// Pairs that are not among the nearest of either document.
    pub(super) distant: usize,
}

/// The marks of a document, each once.
pub(super) fn marks(context: &Context<'_>, features: &[Feature<'_>]) -> Vec<Mark> {
    let mut marks: BTreeMap<String, (i64, bool)> = BTreeMap::new();
    for f in features {
        match &f.quality {
            Quality::Number(o) if o.digits >= 2 && !o.bounded => {
                let unit = match &o.dimension {
                    super::compare::Dimension::Count(_) => "count".to_owned(),
                    d => d.class().to_owned(),
                };
                marks.insert(format!("{unit} {}", o.at.normalize()), (f.information, false));
            }
            Quality::When(m) if m.days.0 == m.days.1 => {
                marks.insert(format!("day {}", m.days.0), (500, false));
            }
            _ => {}
        }
    }
    for m in context.mentions {
        if let Value::Entity { id: Some(id), members, class, .. } = m.value()
            && members.is_empty()
        {
            let (information, telling) = match class {
                EntityClass::Country => (150, false),
                EntityClass::Place => (400, false),
                _ => (700, true),
            };
            marks.entry(format!("name {id}")).or_insert((information, telling));
        }
    }
    if let Some(day) = context.doc.published.edtf.as_ref().and_then(|e| e.single_day()) {
        marks.entry(format!("day {day}")).or_insert((500, false));
    }
    let mark = |(word, (information, name)): (String, (i64, bool))| Mark {
        key: super::lexis::hash(&word),
        information,
        figure: !word.starts_with("name "),
        name,
    };
    marks.into_iter().map(mark).collect()
}

/// Pairs of documents that may tell the same news; `ids` settle which of two equally near documents comes first.
///
/// Cost: linear in the documents. A mark leads to [`CROWD`] documents at most, a document to [`NEAREST`].
pub(super) fn pairs(marks: &[Vec<Mark>], ids: &[&str]) -> Affinity {
    let mut carried: Vec<(u64, u32)> = Vec::new();
    for (d, list) in marks.iter().enumerate() {
        carried.extend(list.iter().map(|m| (m.key, u32::try_from(d).unwrap_or(u32::MAX))));
    }
    carried.par_sort_unstable();
    let mut index: Vec<(u64, std::ops::Range<usize>)> = Vec::new();
    for (i, (key, _)) in carried.iter().enumerate() {
        match index.last_mut() {
            Some((last, range)) if last == key => range.end = i + 1,
            _ => index.push((*key, i..i + 1)),
        }
    }
    let crowded = index.iter().filter(|(_, r)| r.len() > CROWD).count();
    let told: Vec<Told<'_>> = index
        .into_par_iter()
        .filter(|(_, r)| r.len() > 1 && r.len() <= CROWD)
        .filter_map(|(key, range)| Told::new(key, carried.get(range)?, marks))
        .collect();
    let near: Vec<(usize, Vec<Pair>)> =
        (0..marks.len()).into_par_iter().map(|d| nearest(d, marks, &told, ids)).collect();
    let all = near.iter().map(|(n, _)| n).sum::<usize>() / 2;
    let pairs: BTreeMap<(usize, usize), Pair> =
        near.into_iter().flat_map(|(_, pairs)| pairs).map(|p| ((p.a, p.b), p)).collect();
    Affinity { distant: all - pairs.len(), pairs: pairs.into_values().collect(), crowded }
}

/// A mark with those who carry it.
struct Told<'a> {
    key: u64,
    weight: i64,
    mark: Mark,
    documents: &'a [(u64, u32)],
}

impl<'a> Told<'a> {
    fn new(key: u64, documents: &'a [(u64, u32)], marks: &[Vec<Mark>]) -> Option<Self> {
        let of = |d: u32| {
            let list = marks.get(usize::try_from(d).ok()?)?;
            list.iter().find(|m| m.key == key)
        };
        let mark = *of(documents.first()?.1)?;
        let information = documents.iter().filter_map(|(_, d)| of(*d)).map(|m| m.information).max()?;
        let total = u64::try_from(marks.len()).unwrap_or(u64::MAX).max(BACKGROUND);
        let share = total / u64::try_from(documents.len()).unwrap_or(1).max(1);
        Some(Self { key, weight: information * logarithm(1 + share) / 1000, mark, documents })
    }
}

/// How many documents may tell the same as document `d`, and the pairs it makes with the nearest of them.
fn nearest(d: usize, marks: &[Vec<Mark>], told: &[Told<'_>], ids: &[&str]) -> (usize, Vec<Pair>) {
    let mut scores: BTreeMap<usize, (i64, i64, bool)> = BTreeMap::new();
    for mark in marks.get(d).into_iter().flatten() {
        let Some(told) = told.binary_search_by_key(&mark.key, |t| t.key).ok().and_then(|at| told.get(at)) else {
            continue;
        };
        for other in told.documents.iter().filter_map(|(_, other)| usize::try_from(*other).ok()).filter(|o| *o != d) {
            let entry = scores.entry(other).or_insert((0, 0, false));
            entry.0 += told.weight;
            entry.1 += if told.mark.figure { told.weight } else { 0 };
            entry.2 |= told.mark.name;
        }
    }
    // The more documents there are, the more pairs share even the most telling mark by chance.
    let total = u64::try_from(marks.len()).unwrap_or(u64::MAX).max(BACKGROUND);
    let chance = MOST_TELLING * (logarithm(total) - logarithm(BACKGROUND)) / 1000;
    let mut out: Vec<(usize, Pair)> = scores
        .into_iter()
        .map(|(o, (score, told, named))| {
            (o, Pair { a: d.min(o), b: d.max(o), score: score - chance, told: told - chance, named })
        })
        .filter(|(_, p)| p.score >= LEAST)
        .collect();
    let all = out.len();
    if all > NEAREST {
        let id = |d: usize| ids.get(d).copied().unwrap_or_default();
        out.sort_by(|(o, p), (r, q)| q.score.cmp(&p.score).then_with(|| id(*o).cmp(id(*r))).then(o.cmp(r)));
        out.truncate(NEAREST);
    }
    (all, out.into_iter().map(|(_, pair)| pair).collect())
}

/// What a mark adds to the score of two documents where `carriers` of the [`BACKGROUND`] carry it.
pub(super) fn weigh(information: i64, carriers: u64) -> i64 {
    information * logarithm(1 + BACKGROUND / carriers.max(1)) / 1000
}

/// Natural logarithm in thousandths, near enough.
pub(super) fn logarithm(n: u64) -> i64 {
    let whole = n.max(1).ilog2();
    let power = 1u64 << whole.min(62);
    let rest = (n.max(1) - power) * 1000 / power;
    let binary = i64::from(whole) * 1000 + i64::try_from(rest).unwrap_or(0);
    binary * 693 / 1000
}
