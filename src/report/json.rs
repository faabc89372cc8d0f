//! Results for programs: keys sorted, numbers exact, one line per document or one object per run.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::Serialize;
use serde_json::json;

use super::claims::Stated;
use super::statement;
use super::value::Wire;
use crate::model::claim::Claim;
use crate::model::document::{Basis, Document, Role};
use crate::model::finding::{Coverage, Finding, Severity, Verdict};
use crate::model::mention::{Mention, Raw};
use crate::model::span::Span;
use crate::model::value::Value;
use crate::pipeline::{Article, Outcome};

/// Version of the meaning of the output.
pub const SCHEMA: u32 = 1;

/// One line of `extract`: a document and what was found in it.
#[derive(Debug, Serialize)]
pub struct Line<'a, T> {
    #[serde(skip_serializing_if = "Option::is_none")]
    claims: Option<Vec<T>>,
    document: About<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    mentions: Option<Vec<T>>,
    schema: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    segments: Option<Vec<T>>,
}

#[derive(Debug, Serialize)]
struct About<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    encoding: Option<&'a str>,
    id: &'a str,
    path: &'a str,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    provenance: BTreeMap<&'a str, &'a serde_json::Value>,
    published: Published<'a>,
    title: Option<&'a str>,
}

#[derive(Debug, Serialize)]
struct Published<'a> {
    basis: Basis,
    edtf: Option<&'a str>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    proof: &'a [String],
}

/// A mention in JSON.
#[derive(Debug, Serialize)]
pub struct Spot<'a> {
    end: usize,
    kind: &'static str,
    rule: &'a str,
    start: usize,
    surface: &'a str,
    value: Wire<'a>,
}

/// A raw mention in JSON.
#[derive(Debug, Serialize)]
pub struct RawSpot<'a> {
    end: usize,
    groups: BTreeMap<&'a str, &'a str>,
    modifiers: Vec<&'a str>,
    rule: &'a str,
    start: usize,
    surface: &'a str,
}

/// A segment in JSON.
#[derive(Debug, Serialize)]
pub struct Stretch<'a> {
    end: usize,
    lang: &'static str,
    part: u32,
    role: Role,
    sentences: Vec<[usize; 2]>,
    start: usize,
    surface: &'a str,
}

impl<'a> About<'a> {
    fn of(document: &'a Document) -> Self {
        let published = Published {
            basis: document.published.basis,
            edtf: document.published.edtf.as_ref().map(|e| e.0.as_str()),
            proof: &document.published.proof,
        };
        Self {
            encoding: document.provenance.get("encoding").and_then(serde_json::Value::as_str),
            id: &document.id,
            path: &document.path,
            provenance: document
                .provenance
                .iter()
                .filter(|(k, _)| *k != "encoding")
                .map(|(k, v)| (k.as_str(), v))
                .collect(),
            published,
            title: document.title.as_deref(),
        }
    }
}

impl<'a, T> Line<'a, T> {
    fn new(document: &'a Document) -> Self {
        Self { claims: None, document: About::of(document), mentions: None, schema: SCHEMA, segments: None }
    }
}

impl<'a> Line<'a, Spot<'a>> {
    /// Typed or resolved mentions; `written` adds the fields of dates as they were read.
    pub fn mentions<S>(
        document: &'a Document,
        mentions: &'a [Mention<S>],
        value: impl Fn(&'a Mention<S>) -> &'a Value,
        written: bool,
    ) -> Self {
        let spots = mentions.iter().map(|m| {
            let (value, at) = (value(m), document.original(m.span));
            Spot {
                end: at.end,
                kind: value.kind(),
                rule: &m.rule,
                start: at.start,
                surface: at.slice(&document.raw),
                value: Wire::of(value, written),
            }
        });
        Self { mentions: Some(spots.collect()), ..Self::new(document) }
    }
}

impl<'a> Line<'a, RawSpot<'a>> {
    /// Raw mentions with their captures.
    pub fn raw(document: &'a Document, mentions: &'a [Mention<Raw>]) -> Self {
        let spots = mentions.iter().map(|m| {
            let at = document.original(m.span);
            RawSpot {
                end: at.end,
                groups: m.state.groups.iter().map(|(name, span)| (name.as_ref(), span.slice(&document.text))).collect(),
                modifiers: m.state.modifiers.iter().map(AsRef::as_ref).collect(),
                rule: &m.rule,
                start: at.start,
                surface: at.slice(&document.raw),
            }
        });
        Self { mentions: Some(spots.collect()), ..Self::new(document) }
    }
}

impl<'a> Line<'a, Stated<'a>> {
    /// Claims with their slots.
    pub fn claims(document: &'a Document, claims: &'a [Claim]) -> Self {
        let stated = claims.iter().map(|c| Stated::of(c, document));
        Self { claims: Some(stated.collect()), ..Self::new(document) }
    }
}

impl<'a> Line<'a, Stretch<'a>> {
    /// Segments with their sentences.
    pub fn segments(document: &'a Document) -> Self {
        let bytes = |span: Span| {
            let at = document.original(span);
            [at.start, at.end]
        };
        let stretches = document.segments.iter().enumerate().map(|(i, s)| {
            let [start, end] = bytes(s.span);
            Stretch {
                end,
                lang: s.lang.code(),
                part: s.part,
                role: s.role,
                sentences: document.sentences.iter().filter(|t| t.segment == i).map(|t| bytes(t.span)).collect(),
                start,
                surface: document.printed(s.span),
            }
        });
        Self { segments: Some(stretches.collect()), ..Self::new(document) }
    }
}

/// The whole of `check`.
#[derive(Debug, Serialize)]
struct Report<'a> {
    coverage: Counts<'a>,
    documents: Vec<About<'a>>,
    findings: Vec<Entry<'a>>,
    passes: Vec<Entry<'a>>,
    schema: u32,
}

#[derive(Debug, Serialize)]
struct Counts<'a> {
    checked: usize,
    claims: usize,
    crowded: usize,
    #[serde(skip_serializing_if = "none")]
    distant: usize,
    figures: usize,
    linked: usize,
    skipped: &'a BTreeMap<String, usize>,
}

/// For serde, which hands over a reference.
fn none(n: &usize) -> bool {
    *n == 0
}

impl<'a> From<&'a Coverage> for Counts<'a> {
    fn from(c: &'a Coverage) -> Self {
        Self {
            checked: c.checked,
            claims: c.claims,
            crowded: c.crowded,
            distant: c.distant,
            figures: c.figures,
            linked: c.linked,
            skipped: &c.skipped,
        }
    }
}

#[derive(Debug, Serialize)]
struct Entry<'a> {
    check: &'a str,
    derivation: &'a [String],
    hypotheses: &'a [String],
    key: &'a str,
    linked_by: &'a [String],
    message: Cow<'a, str>,
    remedy: &'a str,
    severity: Severity,
    sides: Vec<SideOut<'a>>,
    verdict: Verdict,
}

#[derive(Debug, Serialize)]
struct SideOut<'a> {
    claim: &'a BTreeMap<String, String>,
    document: &'a str,
    end: usize,
    path: &'a str,
    start: usize,
    surface: &'a str,
}

impl<'a> Entry<'a> {
    fn of(finding: &'a Finding, articles: &'a [Article]) -> Self {
        let sides = finding.sides.iter().filter_map(|side| {
            let document = &articles.get(side.document)?.document;
            let at = document.original(side.span);
            Some(SideOut {
                claim: &side.claim,
                document: &document.id,
                end: at.end,
                path: &document.path,
                start: at.start,
                surface: at.slice(&document.raw),
            })
        });
        Self {
            check: &finding.check,
            derivation: &finding.derivation,
            hypotheses: &finding.hypotheses,
            key: &finding.key,
            linked_by: &finding.linked_by,
            message: statement::message(finding),
            remedy: statement::remedy(finding),
            severity: finding.severity,
            sides: sides.collect(),
            verdict: finding.verdict,
        }
    }
}

/// Writes the outcome of `check` as one indented object.
///
/// # Errors
/// Whatever `out` meets.
pub fn write(outcome: &Outcome, articles: &[Article], out: &mut dyn Write) -> io::Result<()> {
    let report = Report {
        coverage: Counts::from(&outcome.coverage),
        documents: articles.iter().map(|a| About::of(&a.document)).collect(),
        findings: outcome.findings.iter().map(|f| Entry::of(f, articles)).collect(),
        passes: outcome.passes.iter().map(|f| Entry::of(f, articles)).collect(),
        schema: SCHEMA,
    };
    serde_json::to_writer_pretty(&mut *out, &report)?;
    writeln!(out)
}

/// Writes the outcome of `check` as lines: every finding, every pass, then the coverage.
///
/// # Errors
/// Whatever `out` meets.
pub fn write_lines(outcome: &Outcome, articles: &[Article], out: &mut dyn Write) -> io::Result<()> {
    for finding in outcome.findings.iter().chain(&outcome.passes) {
        let kind = if finding.verdict.is_finding() { "finding" } else { "pass" };
        let line = json!({ "schema": SCHEMA, kind: Entry::of(finding, articles) });
        serde_json::to_writer(&mut *out, &line)?;
        writeln!(out)?;
    }
    serde_json::to_writer(&mut *out, &json!({ "schema": SCHEMA, "coverage": Counts::from(&outcome.coverage) }))?;
    writeln!(out)
}

/// Writes one line of `extract`.
///
/// # Errors
/// Whatever `out` meets.
pub fn write_line<T: Serialize>(line: &Line<'_, T>, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer(&mut *out, line)?;
    writeln!(out)
}
