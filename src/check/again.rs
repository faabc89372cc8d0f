//! The same set of documents again and again, one of them exchanged: what a small edit changes, at the cost of that edit.

use std::collections::BTreeSet;

use rayon::prelude::*;

use super::affinity::{self, Mark, Pair};
use super::block::Sheet;
use super::coverage::{self, Seen};
use super::draft::Draft;
use super::{Checked, Report, Series, along_series, between, series, sorted, within, worded};
use crate::model::finding::Finding;
use crate::rulebook::Rulebook;

/// A set of documents that was checked, with all that is worth keeping of it.
#[derive(Debug)]
pub struct Bench<'a> {
    sheets: Vec<Sheet<'a>>,
    series: Vec<Series>,
    marks: Vec<Vec<Mark>>,
    /// How surely two documents tell the same.
    pairs: BTreeSet<(usize, usize, i64, i64, bool)>,
    book: &'a Rulebook,
    /// What [`super::run`] says of the set as it is.
    pub report: Report,
}

fn scored(p: &Pair) -> (usize, usize, i64, i64, bool) {
    (p.a, p.b, p.score, p.told, p.named)
}

impl<'a> Bench<'a> {
    /// Checks the set.
    pub fn new(corpus: &'a [Checked<'a>], book: &'a Rulebook) -> Self {
        let sheets: Vec<Sheet<'a>> = corpus.par_iter().enumerate().map(|(i, c)| Sheet::new(i, c, book)).collect();
        let series: Vec<Series> = sheets.par_iter().map(|s| series::entries(&s.context, book)).collect();
        let marks: Vec<Vec<Mark>> = sheets.par_iter().map(|s| affinity::marks(&s.context, &s.features)).collect();
        let mut drafts: Vec<Draft> =
            sheets.par_iter().flat_map_iter(|s| within(&s.context, &s.features, book)).collect();
        let near = affinity::pairs(&marks, &ids(&sheets));
        drafts.par_extend(near.pairs.par_iter().flat_map_iter(|p| compared(&|d| sheets.get(d), *p, book)));
        drafts.extend(along_series(&series));
        let mut report = sorted(worded(drafts, |d| sheets.get(d).map(|s| &s.context), book), book);
        let seen: Vec<Seen> = corpus.iter().map(Seen::of).collect();
        report.coverage = coverage::of(&seen, &report);
        (report.coverage.crowded, report.coverage.distant) = (near.crowded, near.distant);
        Self { sheets, series, marks, pairs: near.pairs.iter().map(scored).collect(), book, report }
    }

    /// The findings of the set with document `index` exchanged, as far as the exchange can have touched them: those of
    /// the document, of every couple whose nearness it moves, and of series.
    pub fn exchanged(&self, index: usize, checked: &Checked<'_>) -> Vec<Finding> {
        let book = self.book;
        let own = Sheet::new(index, checked, book);
        let mut drafts = within(&own.context, &own.features, book);
        let mut marks = self.marks.clone();
        if let Some(slot) = marks.get_mut(index) {
            *slot = affinity::marks(&own.context, &own.features);
        }
        let entries = series::entries(&own.context, book);
        let look = |d: usize| if d == index { Some(&own) } else { self.sheets.get(d) };
        for pair in affinity::pairs(&marks, &ids(&self.sheets)).pairs {
            if !self.pairs.contains(&scored(&pair)) || pair.a == index || pair.b == index {
                drafts.extend(compared(&look, pair, book));
            }
        }
        let series = self.series.iter().enumerate().map(|(i, s)| if i == index { &entries } else { s });
        drafts.extend(along_series(series));
        sorted(worded(drafts, |d| look(d).map(|s| &s.context), book), book).findings
    }
}

fn ids<'x>(sheets: &'x [Sheet<'_>]) -> Vec<&'x str> {
    sheets.iter().map(|s| s.context.doc.id.as_str()).collect()
}

fn compared<'x, 'a: 'x>(look: &impl Fn(usize) -> Option<&'x Sheet<'a>>, pair: Pair, book: &Rulebook) -> Vec<Draft> {
    look(pair.a).zip(look(pair.b)).map(|(a, b)| between(a, b, pair, book)).unwrap_or_default()
}
