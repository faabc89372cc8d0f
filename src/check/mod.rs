//! Compares claims: within each document, across documents that tell the same news, and along series.
//!
//! Documents are a map, block keys a group-by: [`run`] gives the same findings in the same order with any number of
//! threads. [`compare`] alone knows tolerance.

mod affinity;
pub mod again;
pub mod archive;
mod arithmetic;
mod calendar;
mod closure;
mod compare;
mod context;
mod conversion;
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
mod occasion;
mod parallel;
mod party;
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
use crate::model::document::{Document, Role};
use crate::model::finding::{Coverage, Finding};
use crate::model::mention::{Mention, Resolved};
use crate::model::span::Span;
use crate::model::value::Value;
use crate::rulebook::Rulebook;
use affinity::Pair;
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

/// Runs every declared check over a set of documents.
///
/// Cost: linear in the documents for the checks within them; across them, linear in the pairs that share a rare mark.
pub fn run(corpus: &[Checked<'_>], book: &Rulebook) -> Report {
    again::Bench::new(corpus, book).report
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
    out.extend(repeat::run(context, book));
    out.extend(twin::run(context, book));
    out.extend(occasion::run(context, book));
    out.extend(succession::run(context, book));
    out.extend(twin::aligned(context, book));
    out.extend(parallel::run(context, book));
    out.extend(declared::within(context, book));
    out.extend(mismatch::within(context, features, book));
    out
}

/// The checks that need two documents which tell the same news.
fn between(contexts: &[Context<'_>], features: &[Vec<Feature<'_>>], pair: Pair, book: &Rulebook) -> Vec<Draft> {
    let mut out = mismatch::across(contexts, features, pair, book);
    if let (Some(a), Some(b)) = (contexts.get(pair.a), contexts.get(pair.b)) {
        out.extend(declared::across(a, b, book));
    }
    out
}

/// Ordinals of one document by the key of their series.
type Series = BTreeMap<String, Vec<series::Entry>>;

/// Series of meetings, reports and the like over all documents.
fn along_series(per_document: &[Series], contexts: &[Context<'_>]) -> Vec<Draft> {
    let mut by_key: BTreeMap<String, Vec<series::Entry>> = BTreeMap::new();
    let mut out = Vec::new();
    for entries in per_document {
        for (key, list) in entries {
            out.extend(series::numbers(list));
            by_key.entry(key.clone()).or_default().extend(list.iter().cloned());
        }
    }
    for (key, list) in &by_key {
        out.extend(series::order(key, list.get(..list.len().min(64)).unwrap_or_default(), contexts));
    }
    out
}

/// Words the drafts, drops doubles, and puts them in the order of documents and places.
fn sorted(drafts: Vec<Draft>, contexts: &[Context<'_>], book: &Rulebook) -> Report {
    let mut findings: Vec<Finding> = drafts.into_par_iter().filter_map(|d| d.finish(contexts, book)).collect();
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

/// Every figure is either checked or skipped for one reason.
fn coverage(corpus: &[Checked<'_>], report: &Report, crowded: usize) -> Coverage {
    let linking = ["value-mismatch", "twin-drift", "headline-body", "event-date"];
    let (mut touched, mut linked) = (BTreeSet::new(), BTreeSet::new());
    for finding in report.findings.iter().chain(&report.passes) {
        let sides = finding.sides.iter().map(|s| (s.document, s.span));
        if linking.contains(&finding.check.as_str()) {
            linked.extend(sides.clone());
        }
        touched.extend(sides);
    }
    let mut kinds: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for claim in corpus.iter().flat_map(|c| &c.claims).filter(|c| c.segment_role != Role::Boilerplate) {
        *kinds.entry(sort(&claim.value)).or_default() += 1;
    }
    let mut out = Coverage { crowded, ..Coverage::default() };
    for (index, checked) in corpus.iter().enumerate() {
        let claims: BTreeMap<usize, &Claim> = checked.claims.iter().map(|c| (c.mention, c)).collect();
        out.claims += claims.len();
        for (i, mention) in checked.mentions.iter().enumerate() {
            if matches!(mention.value(), Value::Entity { .. } | Value::Identifier { .. }) {
                continue;
            }
            out.figures += 1;
            let place = (index, mention.span);
            out.linked += usize::from(linked.contains(&place));
            if touched.contains(&place) {
                out.checked += 1;
                continue;
            }
            let why = match claims.get(&i) {
                None => "outside sentences",
                Some(c) if c.segment_role == Role::Boilerplate => "boilerplate",
                Some(c) if kinds.get(&sort(&c.value)).is_none_or(|n| *n < 2) => "alone",
                Some(c) if c.measure().is_none() => "without a measure",
                Some(_) => "not linked",
            };
            *out.skipped.entry(why.to_owned()).or_default() += 1;
        }
    }
    out
}

/// Kind and unit: only figures alike in both can be two values of one thing.
fn sort(value: &Value) -> (&str, &str) {
    let unit = match value {
        Value::Money { currency, .. } => currency.as_str(),
        Value::Count { unit, .. } | Value::Quantity { unit, .. } => unit.as_str(),
        _ => "",
    };
    (value.kind(), unit)
}
