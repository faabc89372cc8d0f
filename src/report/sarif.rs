//! SARIF 2.1.0, for editors and code hosts.
//!
//! Conflicts are `fail`, tensions `review`, comparisons that held `pass`. Offsets count code points; a document that is
//! a row, an entry or a record is an artifact nested in its file.

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde_json::{Map, Value, json};

use super::judged::Judged;
use super::passage::{Passage, uri};
use super::statement;
use crate::model::finding::{Finding, Severity, Verdict};
use crate::pipeline::{Article, Outcome};
use crate::rulebook::checks::{Check, Checks};

/// Name of the fingerprint: it survives edits elsewhere and rewording.
const FINGERPRINT: &str = "crosscheckKey/v1";

/// Writes the findings, and the comparisons that held where `passes` is set.
///
/// # Errors
/// Whatever `out` meets.
pub fn write(
    outcome: &Outcome,
    articles: &[Article],
    checks: &Checks,
    judged: &Judged,
    passes: bool,
    out: &mut dyn Write,
) -> io::Result<()> {
    let shown = || outcome.findings.iter().chain(outcome.passes.iter().filter(|_| passes));
    let files = Files::of(articles);
    let places: BTreeMap<&str, usize> = checks.by_id.keys().enumerate().map(|(i, id)| (id.as_str(), i)).collect();
    let results: Vec<Value> = shown().map(|f| result(f, articles, &files, &places, judged)).collect();
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "crosscheck",
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "shortDescription": { "text": env!("CARGO_PKG_DESCRIPTION") },
                "rules": checks.by_id.values().map(rule).collect::<Vec<_>>(),
            } },
            "columnKind": "unicodeCodePoints",
            "artifacts": files.artifacts,
            "results": results,
            "properties": { "coverage": outcome.coverage },
        }],
    });
    serde_json::to_writer_pretty(&mut *out, &log)?;
    writeln!(out)
}

fn rule(check: &Check) -> Value {
    json!({
        "id": check.id,
        "shortDescription": { "text": plain(&check.summary) },
        "help": { "text": plain(&check.remedy) },
        "defaultConfiguration": { "level": level(check.severity), "enabled": check.enabled },
    })
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    }
}

fn result(
    finding: &Finding,
    articles: &[Article],
    files: &Files,
    rules: &BTreeMap<&str, usize>,
    judged: &Judged,
) -> Value {
    let passages: Vec<Passage<'_>> = finding.sides.iter().filter_map(|s| Passage::of(s, articles)).collect();
    // A level goes with `fail` alone.
    let (kind, level) = match finding.verdict {
        Verdict::Conflict => ("fail", level(finding.severity)),
        Verdict::Tension => ("review", "none"),
        _ => ("pass", "none"),
    };
    let mut out = json!({
        "ruleId": finding.check,
        "kind": kind,
        "level": level,
        "message": { "text": plain(&statement::message(finding)) },
        "locations": passages.iter().take(1).map(|p| location(p, files, None)).collect::<Vec<_>>(),
        "partialFingerprints": { FINGERPRINT: finding.key },
        "properties": {
            "verdict": finding.verdict,
            "severity": finding.severity,
            "derivation": finding.derivation,
            "linked_by": finding.linked_by,
            "hypotheses": finding.hypotheses,
            "remedy": statement::remedy(finding),
        },
    });
    let Some(fields) = out.as_object_mut() else { return out };
    let related: Vec<Value> = passages.iter().enumerate().skip(1).map(|(n, p)| location(p, files, Some(n))).collect();
    if !related.is_empty() {
        fields.insert("relatedLocations".to_owned(), related.into());
    }
    if let Some(index) = rules.get(finding.check.as_str()) {
        fields.insert("ruleIndex".to_owned(), json!(index));
    }
    if let Some(known) = &judged.baseline {
        let state = if known.contains(&finding.key) { "unchanged" } else { "new" };
        fields.insert("baselineState".to_owned(), json!(state));
    }
    // With decisions at hand, an empty list says that this one is not suppressed.
    if !judged.decisions.is_empty() {
        let decision = judged.decisions.get(&finding.key).filter(|d| d.judgement.settles());
        let suppressions = decision.map(|d| {
            json!({
                "kind": "external",
                "status": "accepted",
                "justification": d.note,
                "properties": { "verdict": d.judgement.name(), "who": d.who, "when": d.when },
            })
        });
        fields.insert("suppressions".to_owned(), suppressions.into_iter().collect::<Vec<_>>().into());
    }
    out
}

fn location(passage: &Passage<'_>, files: &Files, id: Option<usize>) -> Value {
    let index = files.of.get(passage.index).copied().unwrap_or(0);
    let mut region = json!({
        "startLine": passage.start.0,
        "startColumn": passage.start.1,
        "endLine": passage.end.0,
        "endColumn": passage.end.1,
        "charOffset": passage.chars.0,
        "charLength": passage.chars.1 - passage.chars.0,
        "byteOffset": passage.span.start,
        "byteLength": passage.span.len(),
        "snippet": { "text": passage.surface() },
    });
    if let Some(region) = region.as_object_mut() {
        region.insert("properties".to_owned(), json!({ "claim": passage.side.claim }));
    }
    let mut out = Map::new();
    out.insert(
        "physicalLocation".to_owned(),
        json!({
            "artifactLocation": { "uri": uri(&passage.document.path), "index": index },
            "region": region,
            "contextRegion": {
                "byteOffset": passage.sentence.start,
                "byteLength": passage.sentence.len(),
                "snippet": { "text": passage.quote() },
            },
        }),
    );
    if let Some(id) = id {
        out.insert("id".to_owned(), json!(id));
    }
    if let Some(value) = passage.side.claim.get("value") {
        out.insert("message".to_owned(), json!({ "text": plain(&format!("{}: {value}", passage.surface())) }));
    }
    Value::Object(out)
}

/// Artifacts, and which of them each document is.
struct Files {
    artifacts: Vec<Value>,
    of: Vec<usize>,
}

impl Files {
    fn of(articles: &[Article]) -> Self {
        let mut out = Self { artifacts: Vec::new(), of: Vec::new() };
        let mut parents: BTreeMap<String, usize> = BTreeMap::new();
        for article in articles {
            let document = &article.document;
            let address = uri(&document.path);
            let mut artifact = json!({
                "location": { "uri": address },
                // Offsets count in this form of the text, whatever the file's own encoding.
                "encoding": "UTF-8",
                "properties": { "document": document.id, "provenance": document.provenance },
            });
            if let Some((file, _)) = address.split_once('#') {
                let parent = *parents.entry(file.to_owned()).or_insert_with(|| {
                    out.artifacts.push(json!({ "location": { "uri": file } }));
                    out.artifacts.len() - 1
                });
                if let Some(fields) = artifact.as_object_mut() {
                    fields.insert("parentIndex".to_owned(), json!(parent));
                }
            }
            out.of.push(out.artifacts.len());
            out.artifacts.push(artifact);
        }
        out
    }
}

/// A message without what SARIF reads as a placeholder or a link.
fn plain(text: &str) -> String {
    let text = text.replace('{', "{{").replace('}', "}}").replace("](", "] (");
    if text.trim().is_empty() { "-".to_owned() } else { text }
}
