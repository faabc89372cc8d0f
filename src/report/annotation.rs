//! W3C Web Annotation (JSON-LD): every finding is an annotation of the passages it compares.

use std::io::{self, Write};

use serde_json::{Value, json};

use super::passage::{Passage, uri, web_address};
use super::statement;
use crate::lang::Lang;
use crate::model::finding::Finding;
use crate::pipeline::{Article, Outcome};

/// Writes the findings, and the comparisons that held where `passes` is set, as one collection.
///
/// # Errors
/// Whatever `out` meets.
pub fn write(outcome: &Outcome, articles: &[Article], passes: bool, out: &mut dyn Write) -> io::Result<()> {
    let shown = outcome.findings.iter().chain(outcome.passes.iter().filter(|_| passes));
    let items: Vec<Value> = shown.map(|f| annotation(f, articles)).collect();
    let collection = json!({
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "id": "urn:crosscheck:findings",
        "type": "AnnotationCollection",
        "label": "crosscheck",
        "total": items.len(),
        "first": { "id": "urn:crosscheck:findings:1", "type": "AnnotationPage", "startIndex": 0, "items": items },
    });
    serde_json::to_writer_pretty(&mut *out, &collection)?;
    writeln!(out)
}

fn annotation(finding: &Finding, articles: &[Article]) -> Value {
    let body = |purpose: &str, text: &str| {
        json!({
            "type": "TextualBody",
            "purpose": purpose,
            "format": "text/plain",
            "language": Lang::of(text).code(),
            "value": text,
        })
    };
    let message = statement::message(finding);
    let words = [&*message].into_iter().chain(finding.derivation.iter().map(String::as_str)).filter(|t| !t.is_empty());
    let tags = [finding.check.as_str(), finding.verdict.name()];
    let bodies = words.map(|t| body("commenting", t)).chain(
        tags.iter().map(|t| json!({ "type": "TextualBody", "purpose": "tagging", "format": "text/plain", "value": t })),
    );
    let targets = finding.sides.iter().filter_map(|s| Passage::of(s, articles)).map(|p| target(&p));
    json!({
        "id": format!("urn:crosscheck:finding:{}", finding.key),
        "type": "Annotation",
        "motivation": "assessing",
        "body": bodies.collect::<Vec<_>>(),
        "target": targets.collect::<Vec<_>>(),
    })
}

/// Quotation and position: the one finds the place again after an edit, the other tells repeats apart.
pub(super) fn target(passage: &Passage<'_>) -> Value {
    let document = passage.document;
    json!({
        "type": "SpecificResource",
        "source": web_address(document).map_or_else(|| uri(&document.path), str::to_owned),
        "selector": [
            {
                "type": "TextQuoteSelector",
                "exact": passage.surface(),
                "prefix": passage.prefix(),
                "suffix": passage.suffix(),
            },
            { "type": "TextPositionSelector", "start": passage.chars.0, "end": passage.chars.1 },
        ],
    })
}
