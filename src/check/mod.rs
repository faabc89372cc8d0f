//! Compares claims: within each document, across documents that tell the same news, and along series.
//!
//! Documents are a map, block keys a group-by: [`run`] gives the same findings in the same order with any number of
//! threads. [`compare`] alone knows tolerance.

mod affinity;
pub mod again;
pub mod archive;
mod arithmetic;
mod block;
mod boxed;
mod calendar;
mod closure;
mod compare;
mod context;
mod conversion;
mod coverage;
mod declared;
pub(crate) mod draft;
mod elapsed;
mod ends;
mod enumeration;
mod feature;
mod hypothesis;
mod lexis;
mod link;
mod listing;
mod mismatch;
mod neighbour;
mod nth;
mod occasion;
mod parallel;
mod party;
mod period;
pub mod publication;
mod reference;
mod relation;
mod repeat;
mod search;
mod series;
mod shares;
mod signal;
mod succession;
mod sum;
mod supplied;
mod timespan;
mod told;
mod total;
mod twin;

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use crate::model::claim::Claim;
use crate::model::document::Document;
use crate::model::finding::{Coverage, Finding};
use crate::model::mention::{Mention, Resolved};
use crate::model::span::Span;
use crate::rulebook::Rulebook;
use affinity::Pair;
use block::Sheet;
use context::Context;
use draft::Draft;
use feature::Feature;

/// A document with everything the earlier stages found in it.
#[derive(Debug, Clone)]
pub struct Checked<'a> {
    /// The document.
    pub doc: &'a Document,
    /// Its mentions, sorted by place.
    pub mentions: &'a [Mention<Resolved>],
    /// Its claims.
    pub claims: Vec<Claim>,
}

/// What the checks found.
#[derive(Debug, Clone, Default)]
pub struct Report {
    /// Conflicts and tensions, by document, place and check.
    pub findings: Vec<Finding>,
    /// Comparisons that held, in the same order.
    pub passes: Vec<Finding>,
    /// What was seen, compared and left out.
    pub coverage: Coverage,
}

/// Runs every declared check over documents; `checked` gives each of them, by its place in the run, with its claims, as
/// often as they are needed.
///
/// Cost: linear in the documents, each compared with a fixed number of others at most; what is read out of them is kept
/// for a block of documents at a time.
pub fn run<'a, T: Sync>(
    documents: &'a [T],
    checked: impl Fn(usize, &'a T) -> Checked<'a> + Sync,
    book: &Rulebook,
) -> Report {
    block::run(documents, &checked, block::SIZE, book)
}

/// The checks that need one document.
fn within(context: &Context<'_>, features: &[Feature<'_>], book: &Rulebook) -> Vec<Draft> {
    let supplied = supplied::run(context, book);
    // Weekdays that the date of publication spoils are told once.
    let spoilt: BTreeSet<(usize, usize)> = supplied.iter().flat_map(|d| d.sides.iter().copied()).collect();
    let mut out = calendar::run(context, book);
    out.retain(|d| d.check != "weekday-mismatch" || !d.sides.iter().any(|s| spoilt.contains(s)));
    out.extend(supplied);
    out.extend(conversion::run(context, book));
    out.extend(shares::bracketed(context, book));
    out.extend(shares::closed(context, book));
    out.extend(relation::run(context, book));
    out.extend(sum::run(context, book));
    out.extend(enumeration::run(context, book));
    out.extend(nth::run(context, book));
    out.extend(repeat::run(context, book));
    out.extend(repeat::places(context));
    out.extend(twin::run(context, book));
    out.extend(occasion::run(context, book));
    out.extend(boxed::run(context, book));
    out.extend(succession::run(context, book));
    out.extend(twin::aligned(context, book));
    out.extend(parallel::run(context, book));
    let periods = period::run(context, &out, book);
    out.extend(periods);
    out.extend(declared::within(context, book));
    out.extend(mismatch::within(context, features, book));
    out
}

/// The checks that need two documents which tell the same news.
fn between(a: &Sheet<'_>, b: &Sheet<'_>, pair: Pair, book: &Rulebook) -> Vec<Draft> {
    let mut out = mismatch::across(a, b, pair, book);
    out.extend(declared::across(&a.context, &b.context, book));
    out
}

/// Ordinals of one document by the key of their series.
type Series = BTreeMap<String, Vec<series::Entry>>;

/// Series of meetings, reports and the like over all documents.
fn along_series<'s>(per_document: impl IntoIterator<Item = &'s Series>) -> Vec<Draft> {
    let mut by_key: BTreeMap<String, Vec<series::Entry>> = BTreeMap::new();
    let mut out = Vec::new();
    for entries in per_document {
        for (key, list) in entries {
            out.extend(series::numbers(list));
            by_key.entry(key.clone()).or_default().extend(list.iter().cloned());
        }
    }
    for (key, list) in &by_key {
        out.extend(series::order(key, list.get(..list.len().min(64)).unwrap_or_default()));
    }
    out
}

/// Words the drafts.
fn worded<'x, 'a: 'x>(
    drafts: Vec<Draft>,
    look: impl Fn(usize) -> Option<&'x Context<'a>> + Sync,
    book: &Rulebook,
) -> Vec<Finding> {
    drafts.into_par_iter().filter_map(|d| d.finish(&look, book)).collect()
}

/// Drops doubles, and puts the rest in the order of documents and places.
fn sorted(mut findings: Vec<Finding>, book: &Rulebook) -> Report {
    findings.sort_by(|a, b| {
        let place = |f: &Finding| f.sides.first().map(|s| (s.document, s.span));
        place(a)
            .cmp(&place(b))
            .then_with(|| a.check.cmp(&b.check))
            .then_with(|| b.verdict.cmp(&a.verdict))
            .then_with(|| a.sides.len().cmp(&b.sides.len()))
            .then_with(|| a.key.cmp(&b.key))
    });
    let sides = |f: &Finding| {
        let mut sides: Vec<(usize, usize)> = f.sides.iter().map(|s| (s.document, s.span.start)).collect();
        sides.sort_unstable();
        sides
    };
    let declared = |f: &Finding| book.checks.active(&f.check).is_some_and(|c| c.assertion.is_some());
    let told: BTreeSet<Vec<(usize, usize)>> =
        findings.iter().filter(|f| f.verdict.is_finding() && declared(f)).map(sides).collect();
    let mut report = Report::default();
    let mut seen: BTreeSet<Vec<(usize, usize)>> = BTreeSet::new();
    for finding in findings {
        let is_finding = finding.verdict.is_finding();
        if is_finding {
            // One finding for one pair of figures: what a rule file demands of them says more than that they differ,
            // else whichever check came first in the order of checks.
            let pair = sides(&finding);
            if told.contains(&pair) && !declared(&finding) || !seen.insert(pair) {
                continue;
            }
            report.findings.push(finding);
        } else if report.passes.last() != Some(&finding) {
            report.passes.push(finding);
        }
    }
    number(&mut report.findings);
    number(&mut report.passes);
    report
}

/// Gives those that share a key keys of their own, by the order of their places; the same sides keep the same key.
fn number(findings: &mut [Finding]) {
    let mut met: BTreeMap<String, Vec<Vec<(usize, Span)>>> = BTreeMap::new();
    for finding in findings {
        let sides: Vec<(usize, Span)> = finding.sides.iter().map(|s| (s.document, s.span)).collect();
        let known = met.entry(finding.key.clone()).or_default();
        let at = known.iter().position(|k| *k == sides).unwrap_or_else(|| {
            known.push(sides);
            known.len() - 1
        });
        finding.key = draft::nth(&finding.key, at + 1);
    }
}
