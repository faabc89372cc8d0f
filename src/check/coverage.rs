//! What was seen, compared and left out: every figure is either checked or skipped for one reason.

use std::collections::{BTreeMap, BTreeSet};

use super::{Checked, Report};
use crate::model::claim::Claim;
use crate::model::document::Role;
use crate::model::finding::Coverage;
use crate::model::span::Span;
use crate::model::value::Value;

/// Checks that link a figure with another.
const LINKING: [&str; 4] = ["value-mismatch", "twin-drift", "headline-body", "event-date"];

/// The figures of a document, as far as they are counted.
#[derive(Debug)]
pub(super) struct Seen {
    claims: usize,
    figures: Vec<(Span, Told)>,
}

/// What is known of a figure.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Told {
    /// It became no claim.
    Outside,
    Boilerplate,
    /// Its kind and unit, and whether it has a measure.
    Claim(String, bool),
}

impl Seen {
    pub(super) fn of(checked: &Checked<'_>) -> Self {
        let claims: BTreeMap<usize, &Claim> = checked.claims.iter().map(|c| (c.mention, c)).collect();
        let told = |i: usize| match claims.get(&i) {
            None => Told::Outside,
            Some(c) if c.segment_role == Role::Boilerplate => Told::Boilerplate,
            Some(c) => Told::Claim(sort(&c.value), c.measure().is_some()),
        };
        let figure = |v: &Value| !matches!(v, Value::Entity { .. } | Value::Identifier { .. });
        let figures = checked.mentions.iter().enumerate().filter(|(_, m)| figure(m.value()));
        Self { claims: claims.len(), figures: figures.map(|(i, m)| (m.span, told(i))).collect() }
    }
}

/// Counts the figures of all documents, in their order.
pub(super) fn of(documents: &[Seen], report: &Report) -> Coverage {
    let (mut touched, mut linked) = (BTreeSet::new(), BTreeSet::new());
    for finding in report.findings.iter().chain(&report.passes) {
        let sides = finding.sides.iter().map(|s| (s.document, s.span));
        if LINKING.contains(&finding.check.as_str()) {
            linked.extend(sides.clone());
        }
        touched.extend(sides);
    }
    let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
    for (_, told) in documents.iter().flat_map(|d| &d.figures) {
        if let Told::Claim(sort, _) = told {
            *kinds.entry(sort).or_default() += 1;
        }
    }
    let mut out = Coverage::default();
    for (index, seen) in documents.iter().enumerate() {
        out.claims += seen.claims;
        out.figures += seen.figures.len();
        for (span, told) in &seen.figures {
            let place = (index, *span);
            out.linked += usize::from(linked.contains(&place));
            if touched.contains(&place) {
                out.checked += 1;
                continue;
            }
            let why = match told {
                Told::Outside => "outside sentences",
                Told::Boilerplate => "boilerplate",
                Told::Claim(sort, _) if kinds.get(sort.as_str()).is_none_or(|n| *n < 2) => "alone",
                Told::Claim(_, false) => "without a measure",
                Told::Claim(..) => "not linked",
            };
            *out.skipped.entry(why.to_owned()).or_default() += 1;
        }
    }
    out
}

/// Kind and unit: only figures alike in both can be two values of one thing.
fn sort(value: &Value) -> String {
    let unit = match value {
        Value::Money { currency, .. } => currency.as_str(),
        Value::Count { unit, .. } | Value::Quantity { unit, .. } => unit.as_str(),
        _ => "",
    };
    format!("{} {unit}", value.kind())
}
