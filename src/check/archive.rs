//! The same checks over an archive that grows: what two articles say together depends on those two alone.
//!
//! [`super::run`] weighs marks by how many documents of the run carry them, so every new document moves every score.
//! An archive must not: a judged finding would come and go with what else was read. Here a mark has one weight, that of
//! a mark two articles of a small run share, and a pair is the same pair in any archive and any order of reading.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::affinity::Pair;
use super::block::Sheet;
use super::context::Context;
use super::draft::Draft;
use super::feature::{self, Feature, Quality};
use super::{Checked, Report, Series, affinity, compare, series, sorted, within, worded};
use crate::model::value::{EntityClass, Value};
use crate::rulebook::Rulebook;

/// A pair must reach this score, in thousandths, to be looked at.
pub const LEAST: i64 = 1400;

/// What a mark is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// An exact figure.
    Figure,
    /// A day that is named, or that of publication.
    Day,
    /// A country.
    Country,
    /// Any other named thing.
    Name,
    /// A series of meetings, reports and the like: its ordinals are compared, it makes no news the same.
    Series,
}

impl Kind {
    /// Whether documents are looked up by it; the others only add to a score.
    pub fn leads(self) -> bool {
        matches!(self, Kind::Figure | Kind::Name | Kind::Series)
    }
}

/// Something by which two documents find each other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// `money 1650000000`, `day 2024-07-14`, `name gov-kr:korea-coast-guard`, `series meeting jp+kr+us`.
    pub name: String,
    /// What it is.
    pub kind: Kind,
    /// What sharing it adds to the score, in thousandths.
    pub weight: i64,
}

/// Two documents of a corpus that are to be compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Couple {
    /// Index of the one.
    pub a: usize,
    /// Index of the other, larger.
    pub b: usize,
    /// Sum of the weights they share, in thousandths.
    pub score: i64,
    /// What of it comes from figures and days rather than names.
    pub told: i64,
    /// Whether they share a name that is no country.
    pub named: bool,
}

/// The weight from which on a figure leads anywhere by itself: that of three digits.
pub fn telling() -> i64 {
    affinity::weigh(900, 2)
}

/// The marks of every document, each list sorted by name, every name once.
pub fn marks(corpus: &[Checked<'_>], book: &Rulebook) -> Vec<Vec<Mark>> {
    corpus
        .par_iter()
        .enumerate()
        .map(|(i, checked)| {
            let context = Context::new(i, checked, book);
            let features = feature::all(&context, book);
            let mut out = of(&context, &features);
            let series = series::entries(&context, book).into_keys().filter(|k| !k.ends_with(' '));
            out.extend(series.map(|k| Mark { name: format!("series {k}"), kind: Kind::Series, weight: 0 }));
            out
        })
        .collect()
}

fn of(context: &Context<'_>, features: &[Feature<'_>]) -> Vec<Mark> {
    let mut out: BTreeMap<String, (Kind, i64)> = BTreeMap::new();
    for f in features {
        match &f.quality {
            Quality::Number(o) if o.digits >= 2 && !o.bounded => {
                let unit = match &o.dimension {
                    compare::Dimension::Count(_) => "count".to_owned(),
                    d => d.class().to_owned(),
                };
                let weight = affinity::weigh(f.information, 2);
                let entry = out.entry(format!("{unit} {}", o.at.normalize())).or_insert((Kind::Figure, weight));
                entry.1 = entry.1.max(weight);
            }
            Quality::When(m) if m.days.0 == m.days.1 => {
                out.insert(format!("day {}", m.days.0), (Kind::Day, affinity::weigh(500, 8)));
            }
            _ => {}
        }
    }
    for m in context.mentions {
        if let Value::Entity { id: Some(id), members, class, .. } = m.value()
            && members.is_empty()
        {
            let (kind, weight) = match class {
                EntityClass::Country => (Kind::Country, affinity::weigh(150, 16)),
                _ => (Kind::Name, affinity::weigh(700, 2)),
            };
            out.entry(format!("name {id}")).or_insert((kind, weight));
        }
    }
    if let Some(day) = context.doc.published.edtf.as_ref().and_then(|e| e.single_day()) {
        out.entry(format!("day {day}")).or_insert((Kind::Day, affinity::weigh(500, 8)));
    }
    out.into_iter().map(|(name, (kind, weight))| Mark { name, kind, weight }).collect()
}

/// Runs the checks within the documents `fresh` and between the given couples.
///
/// The findings of a document or a couple are the same whatever else is in the corpus. Coverage is left empty.
pub fn run(corpus: &[Checked<'_>], fresh: &[usize], couples: &[Couple], book: &Rulebook) -> Report {
    let sheets: Vec<Sheet<'_>> = corpus.par_iter().enumerate().map(|(i, c)| Sheet::new(i, c, book)).collect();
    let series: Vec<Series> = sheets.par_iter().map(|s| series::entries(&s.context, book)).collect();
    let mut drafts: Vec<Draft> = fresh
        .par_iter()
        .filter_map(|i| Some((sheets.get(*i)?, series.get(*i)?)))
        .flat_map_iter(|(sheet, series)| {
            let mut out = within(&sheet.context, &sheet.features, book);
            for (key, list) in series {
                out.extend(series::numbers(list));
                out.extend(series::order(key, list.get(..list.len().min(64)).unwrap_or_default()));
            }
            out
        })
        .collect();
    drafts.par_extend(couples.par_iter().flat_map_iter(|c| {
        let mut out = Vec::new();
        if c.score >= LEAST
            && let (Some(a), Some(b)) = (sheets.get(c.a), sheets.get(c.b))
        {
            let pair = Pair { a: c.a, b: c.b, score: c.score, told: c.told, named: c.named };
            out.extend(super::between(a, b, pair, book));
        }
        if let (Some(x), Some(y)) = (series.get(c.a), series.get(c.b)) {
            for (key, list) in x {
                let Some(other) = y.get(key) else { continue };
                let both: Vec<series::Entry> = list.iter().take(32).chain(other.iter().take(32)).cloned().collect();
                let told = series::order(key, &both);
                out.extend(told.into_iter().filter(|d| {
                    let mut documents = d.sides.iter().map(|s| s.0);
                    let first = documents.next();
                    documents.any(|d| Some(d) != first)
                }));
            }
        }
        out
    }));
    sorted(worded(drafts, |d| sheets.get(d).map(|s| &s.context), book), book)
}
