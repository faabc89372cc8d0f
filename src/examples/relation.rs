//! Runs the examples of relations: texts in which a relation must find something, and texts where nothing is wrong.

use super::Fault;
use super::check::Failure;
use crate::ingest;
use crate::model::finding::Finding;
use crate::pipeline;
use crate::rulebook::Rulebook;
use crate::rulebook::relation::{Relation, Sample};

/// The failures of a relation's examples; empty where all end well.
pub fn run(relation: &Relation, book: &Rulebook) -> Vec<Failure> {
    let own = format!("relation {}", relation.id);
    let fail = |fault, sample: &Sample, note| Failure { fault, docs: vec![sample.text().to_owned()], note };
    let must = relation.must.iter().filter_map(|sample| {
        let found = findings(sample, book);
        let told = found.iter().any(|f| f.linked_by.contains(&own));
        let others: Vec<&str> = found.iter().map(|f| f.check.as_str()).collect();
        (!told).then(|| fail(Fault::Missed, sample, format!("not found by {}; found: {}", own, others.join(", "))))
    });
    let must_not = relation.must_not.iter().filter_map(|sample| {
        let found = findings(sample, book);
        found.first().map(|f| fail(Fault::Noisy, sample, format!("says: {}", f.message)))
    });
    must.chain(must_not).collect()
}

fn findings(sample: &Sample, book: &Rulebook) -> Vec<Finding> {
    let document = ingest::document_from_text(sample.text(), "example", sample.published(), book);
    pipeline::check(&[pipeline::article(document, book)], book).findings
}
