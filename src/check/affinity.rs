//! Which documents tell the same news: shared exact figures, days and names, the rarer the more.
//!
//! An inverted index keeps this close to linear: a mark that very many documents carry pairs nobody.

use std::collections::BTreeMap;

use super::context::Context;
use super::feature::{Feature, Quality};
use crate::model::value::{EntityClass, Value};

/// A mark shared by more documents than this pairs nobody.
const CROWD: usize = 48;
/// So many documents are imagined around a small run, so that a rare mark is rare there too.
const BACKGROUND: u64 = 40;

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

/// Pairs of documents that may tell the same news, in order; and how many marks were too common to use.
pub(super) fn pairs(contexts: &[Context<'_>], features: &[Vec<Feature<'_>>]) -> (Vec<Pair>, usize) {
    let mut index: BTreeMap<String, (i64, bool, Vec<usize>)> = BTreeMap::new();
    for (d, (context, list)) in contexts.iter().zip(features).enumerate() {
        let mut marks: BTreeMap<String, (i64, bool)> = BTreeMap::new();
        for f in list {
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
        for (mark, (information, name)) in marks {
            let entry = index.entry(mark).or_insert((0, name, Vec::new()));
            entry.0 = entry.0.max(information);
            entry.2.push(d);
        }
    }
    let total = u64::try_from(contexts.len()).unwrap_or(u64::MAX).max(BACKGROUND);
    let mut scores: BTreeMap<(usize, usize), (i64, i64, bool)> = BTreeMap::new();
    let mut crowded = 0;
    for (mark, (information, name, documents)) in &index {
        let figure = !mark.starts_with("name ");
        if documents.len() > CROWD {
            crowded += 1;
            continue;
        }
        let share = total / u64::try_from(documents.len()).unwrap_or(1).max(1);
        let weight = information * logarithm(1 + share) / 1000;
        for (i, a) in documents.iter().enumerate() {
            for b in documents.iter().skip(i + 1) {
                let entry = scores.entry((*a, *b)).or_insert((0, 0, false));
                entry.0 += weight;
                entry.1 += if figure { weight } else { 0 };
                entry.2 |= name;
            }
        }
    }
    let out = scores
        .into_iter()
        .filter(|(_, (score, ..))| *score >= 1400)
        .map(|((a, b), (score, told, named))| Pair { a, b, score, told, named })
        .collect();
    (out, crowded)
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
