//! The same set of documents again and again, one of them exchanged: what a small edit changes, at the cost of that edit.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::affinity::{self, Pair};
use super::context::Context;
use super::draft::Draft;
use super::feature::{self, Feature};
use super::{Checked, Report, Series, along_series, between, coverage, series, sorted, within};
use crate::model::finding::Finding;
use crate::rulebook::Rulebook;

/// A set of documents that was checked, with all that is worth keeping of it.
#[derive(Debug)]
pub struct Bench<'a> {
    contexts: Vec<Context<'a>>,
    features: Vec<Vec<Feature<'a>>>,
    series: Vec<Series>,
    /// How surely two documents tell the same.
    pairs: BTreeMap<(usize, usize), (i64, i64, bool)>,
    book: &'a Rulebook,
    /// What [`super::run`] says of the set as it is.
    pub report: Report,
}

fn scored(pairs: &[Pair]) -> BTreeMap<(usize, usize), (i64, i64, bool)> {
    pairs.iter().map(|p| ((p.a, p.b), (p.score, p.told, p.named))).collect()
}

impl<'a> Bench<'a> {
    /// Checks the set.
    pub fn new(corpus: &'a [Checked<'a>], book: &'a Rulebook) -> Self {
        let contexts: Vec<Context<'a>> = corpus.par_iter().enumerate().map(|(i, c)| Context::new(i, c, book)).collect();
        let features: Vec<Vec<Feature<'a>>> = contexts.par_iter().map(|c| feature::all(c, book)).collect();
        let series: Vec<Series> = contexts.par_iter().map(|c| series::entries(c, book)).collect();
        let mut drafts: Vec<Draft> =
            contexts.par_iter().zip(&features).flat_map_iter(|(c, f)| within(c, f, book)).collect();
        let (pairs, crowded) = affinity::pairs(&contexts, &features);
        drafts.par_extend(pairs.par_iter().flat_map_iter(|p| between(&contexts, &features, *p, book)));
        drafts.extend(along_series(&series, &contexts));
        let mut report = sorted(drafts, &contexts, book);
        report.coverage = coverage(corpus, &report, crowded);
        Self { contexts, features, series, pairs: scored(&pairs), book, report }
    }

    /// The findings of the set with document `index` exchanged, as far as the exchange can have touched them: those of
    /// the document, of every couple whose nearness it moves, and of series.
    pub fn exchanged(&self, index: usize, checked: &Checked<'_>) -> Vec<Finding> {
        let book = self.book;
        let mut contexts: Vec<Context<'_>> = self.contexts.clone();
        let mut features: Vec<Vec<Feature<'_>>> = self.features.clone();
        let mut series = self.series.clone();
        let context = Context::new(index, checked, book);
        let own = feature::all(&context, book);
        let mut drafts = within(&context, &own, book);
        let entries = series::entries(&context, book);
        if let (Some(c), Some(f), Some(s)) = (contexts.get_mut(index), features.get_mut(index), series.get_mut(index)) {
            (*c, *f, *s) = (context, own, entries);
        }
        for pair in affinity::pairs(&contexts, &features).0 {
            let moved = self.pairs.get(&(pair.a, pair.b)) != Some(&(pair.score, pair.told, pair.named));
            if moved || pair.a == index || pair.b == index {
                drafts.extend(between(&contexts, &features, pair, book));
            }
        }
        drafts.extend(along_series(&series, &contexts));
        sorted(drafts, &contexts, book).findings
    }
}
