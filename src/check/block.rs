//! A run over any number of documents: what is read out of them is held for a block of them at a time.
//!
//! First every document by itself: its marks, its series, and what the checks within it say. Then the pairs that may
//! tell the same news, in an order that keeps those of one story together, each block with the documents it needs.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap};

use rayon::prelude::*;

use super::affinity::{self, Affinity, Mark, Pair};
use super::context::Context;
use super::coverage::{self, Seen};
use super::feature::{self, Feature};
use super::{Checked, Report, Series, along_series, between, series, sorted, within, worded};
use crate::model::finding::Finding;
use crate::rulebook::Rulebook;

/// Documents of a block.
pub(super) const SIZE: usize = 1024;

/// One document as it is compared with others.
#[derive(Debug, Clone)]
pub(super) struct Sheet<'a> {
    /// The document as the checks read it.
    pub(super) context: Context<'a>,
    /// Its figures, ready to be linked.
    pub(super) features: Vec<Feature<'a>>,
}

impl<'a> Sheet<'a> {
    /// Reads document `index` of the run.
    pub(super) fn new(index: usize, checked: &'a Checked<'_>, book: &Rulebook) -> Self {
        let context = Context::new(index, checked, book);
        let features = feature::all(&context, book);
        Self { context, features }
    }
}

/// What is kept of a document.
struct Kept {
    marks: Vec<Mark>,
    series: Series,
    seen: Seen,
    findings: Vec<Finding>,
    id: String,
}

impl Kept {
    fn new(index: usize, checked: &Checked<'_>, book: &Rulebook) -> Self {
        let sheet = Sheet::new(index, checked, book);
        let drafts = within(&sheet.context, &sheet.features, book);
        let look = |d: usize| (d == index).then_some(&sheet.context);
        Self {
            marks: affinity::marks(&sheet.context, &sheet.features),
            series: series::entries(&sheet.context, book),
            seen: Seen::of(checked),
            findings: drafts.into_iter().filter_map(|d| d.finish(look, book)).collect(),
            id: checked.doc.id.clone(),
        }
    }
}

/// Runs every declared check with the documents of `size` at a time.
pub(super) fn run<'a, T: Sync>(
    documents: &'a [T],
    checked: &(impl Fn(usize, &'a T) -> Checked<'a> + Sync),
    size: usize,
    book: &Rulebook,
) -> Report {
    let first = documents.par_iter().enumerate().map(|(i, d)| Kept::new(i, &checked(i, d), book));
    let mut kept: Vec<Kept> = first.collect();
    let mut findings: Vec<Finding> = kept.iter_mut().flat_map(|k| std::mem::take(&mut k.findings)).collect();
    let marks: Vec<Vec<Mark>> = kept.iter_mut().map(|k| std::mem::take(&mut k.marks)).collect();
    let ids: Vec<&str> = kept.iter().map(|k| k.id.as_str()).collect();
    let Affinity { pairs, crowded, distant } = affinity::pairs(&marks, &ids);
    drop(marks);
    let held = |needed: BTreeSet<usize>| -> Vec<(usize, Checked<'a>)> {
        needed.into_par_iter().filter_map(|n| Some((n, checked(n, documents.get(n)?)))).collect()
    };
    for block in blocks(pairs, documents.len(), size) {
        let held = held(block.iter().flat_map(|p| [p.a, p.b]).collect());
        let sheets: BTreeMap<usize, Sheet<'_>> =
            held.par_iter().map(|(n, checked)| (*n, Sheet::new(*n, checked, book))).collect();
        findings.par_extend(block.par_iter().flat_map_iter(|pair| {
            let drafts = match (sheets.get(&pair.a), sheets.get(&pair.b)) {
                (Some(a), Some(b)) => between(a, b, *pair, book),
                _ => Vec::new(),
            };
            drafts.into_iter().filter_map(|d| d.finish(|n| sheets.get(&n).map(|s| &s.context), book))
        }));
    }
    for drafts in along_series(kept.iter().map(|k| &k.series)).chunks(size) {
        let held = held(drafts.iter().flat_map(|d| &d.sides).map(|s| s.0).collect());
        let contexts: BTreeMap<usize, Context<'_>> =
            held.par_iter().map(|(n, checked)| (*n, Context::new(*n, checked, book))).collect();
        findings.extend(worded(drafts.to_vec(), |n| contexts.get(&n), book));
    }
    let mut report = sorted(findings, book);
    let seen: Vec<Seen> = kept.into_iter().map(|k| k.seen).collect();
    report.coverage = coverage::of(&seen, &report);
    (report.coverage.crowded, report.coverage.distant) = (crowded, distant);
    report
}

/// Cuts the pairs into blocks that need `size` documents each, about; those of one story come one after another.
fn blocks(pairs: Vec<Pair>, all: usize, size: usize) -> Vec<Vec<Pair>> {
    let place = places(&pairs, all);
    let at = |d: usize| place.get(d).copied().unwrap_or(d);
    let mut pairs = pairs;
    pairs.par_sort_by_key(|p| (at(p.a).min(at(p.b)), at(p.a).max(at(p.b))));
    let mut out: Vec<Vec<Pair>> = Vec::new();
    let mut needed: BTreeSet<usize> = BTreeSet::new();
    for pair in pairs {
        if out.is_empty() || needed.len() >= size {
            needed.clear();
            out.push(Vec::new());
        }
        needed.extend([pair.a, pair.b]);
        if let Some(block) = out.last_mut() {
            block.push(pair);
        }
    }
    out
}

/// The place of every document in a walk that goes on to whatever is nearest to one that it has met.
fn places(pairs: &[Pair], all: usize) -> Vec<usize> {
    let mut others: Vec<Vec<(i64, usize)>> = vec![Vec::new(); all];
    for pair in pairs {
        for (one, other) in [(pair.a, pair.b), (pair.b, pair.a)] {
            if let Some(list) = others.get_mut(one) {
                list.push((pair.score, other));
            }
        }
    }
    let mut place: Vec<Option<usize>> = vec![None; all];
    let mut next = 0;
    let mut near: BinaryHeap<(i64, Reverse<usize>)> = BinaryHeap::new();
    for start in 0..all {
        near.push((0, Reverse(start)));
        while let Some((_, Reverse(d))) = near.pop() {
            let Some(slot) = place.get_mut(d).filter(|p| p.is_none()) else { continue };
            *slot = Some(next);
            next += 1;
            let met = others.get(d).into_iter().flatten().filter(|o| place.get(o.1).is_some_and(Option::is_none));
            near.extend(met.map(|(score, other)| (*score, Reverse(*other))));
        }
    }
    place.into_iter().map(Option::unwrap_or_default).collect()
}

#[cfg(test)]
mod tests {
    use super::run;
    use crate::ingest::document_from_text;
    use crate::pipeline::{self, Article};
    use crate::rulebook::Rulebook;

    fn articles(texts: impl Iterator<Item = String>, book: &Rulebook) -> Vec<Article> {
        let documents = texts.enumerate().map(|(i, t)| document_from_text(&t, &format!("d{i:02}"), None, book));
        pipeline::articles(documents.collect(), book)
    }

    #[test]
    fn the_size_of_a_block_changes_nothing() {
        let book = Rulebook::built_in().unwrap_or_else(|e| panic!("{e}"));
        let text = |story: usize, crew: usize| {
            let (tons, day) = (4210 + 17 * story, 1 + story);
            format!(
                "The freighter Aster {story} sank off Busan on March {day}, 2021 with {tons} tons of ore.\n\nThe Coast \
                 Guard saved {crew} sailors from the freighter."
            )
        };
        let told = (0..12).map(|i| text(i / 3, if i == 4 { 36 } else { 63 }));
        let articles = articles(told, book);
        let reports = [2, 5, 1000].map(|n| run(&articles, &|i, a| pipeline::checked(a, i, book), n, book));
        let [small, middle, whole] = &reports;
        assert!(whole.findings.iter().any(|f| f.check == "value-mismatch"), "36 against 63 sailors");
        for other in [small, middle] {
            assert_eq!(other.findings, whole.findings);
            assert_eq!(other.passes, whole.passes);
            assert_eq!(other.coverage, whole.coverage);
        }
    }

    #[test]
    fn a_document_is_compared_with_its_nearest_and_the_rest_is_counted() {
        let book = Rulebook::built_in().unwrap_or_else(|e| panic!("{e}"));
        let told = |i: usize| {
            format!("Report {i}: a fire in Daegu on March 3, 2021 burned 4,218 hectares and cost 61.7 million dollars.")
        };
        let few = articles((0..20).map(told), book);
        let many = articles((0..46).map(told), book);
        let [few, many] = [few, many].map(|a| run(&a, &|i, a| pipeline::checked(a, i, book), 1000, book).coverage);
        assert_eq!(few.distant, 0);
        // Each keeps forty of forty-five: what neither of two keeps is left out.
        assert!((1..=46 * 5 / 2).contains(&many.distant), "{}", many.distant);
    }
}
