//! The findings of `check --format json`, read back.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::model::finding::Verdict;

/// Why a file of findings cannot be verified.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}:{line}:{column}: {message}")]
pub struct InputError {
    /// The file.
    pub file: String,
    /// From 1.
    pub line: usize,
    /// From 1.
    pub column: usize,
    /// What is wrong.
    pub message: String,
}

impl InputError {
    /// What to do.
    pub fn help(&self) -> &'static str {
        "write it with `crosscheck check PATH... --format json`, and run verify in the folder that was run in"
    }
}

/// What `check` printed.
#[derive(Debug, Clone, Deserialize)]
pub struct Report {
    /// Version of the meaning.
    pub(super) schema: u32,
    #[serde(default)]
    pub(super) documents: Vec<About>,
    pub(super) findings: Vec<Entry>,
    pub(super) passes: Vec<Entry>,
}

/// A document of the run.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct About {
    pub(super) id: String,
    pub(super) path: String,
    #[serde(default)]
    pub(super) published: Published,
}

#[derive(Debug, Clone, Default, Deserialize)]
pub(super) struct Published {
    #[serde(default)]
    pub(super) edtf: Option<String>,
}

/// A finding or a pass.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Entry {
    pub(super) key: String,
    pub(super) check: String,
    pub(super) verdict: Verdict,
    pub(super) sides: Vec<SideIn>,
    pub(super) derivation: Vec<String>,
}

/// One side.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct SideIn {
    pub(super) document: String,
    pub(super) path: String,
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) surface: String,
    #[serde(default)]
    pub(super) claim: BTreeMap<String, String>,
}

impl Report {
    /// Parses the text of `file`.
    ///
    /// # Errors
    /// What is no such report, at its place.
    pub fn parse(text: &str, file: &str) -> Result<Self, InputError> {
        let report: Report = serde_json::from_str(text).map_err(|e| InputError {
            file: file.to_owned(),
            line: e.line().max(1),
            column: e.column().max(1),
            message: format!("this is no report of check: {e}"),
        })?;
        if report.schema != crate::report::json::SCHEMA {
            return Err(InputError {
                file: file.to_owned(),
                line: 1,
                column: 1,
                message: format!(
                    "schema {} is not the one that is read, {}",
                    report.schema,
                    crate::report::json::SCHEMA
                ),
            });
        }
        Ok(report)
    }

    /// How much there is to verify.
    pub fn len(&self) -> usize {
        self.findings.len() + self.passes.len()
    }

    /// Whether there is nothing.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Paths of the documents that sides stand in, without the number of their row; each once.
    pub fn paths(&self) -> Vec<String> {
        let all = self.findings.iter().chain(&self.passes).flat_map(|e| &e.sides).map(|s| file_of(&s.path).to_owned());
        let mut out: Vec<String> = all.collect();
        out.sort();
        out.dedup();
        out
    }
}

/// The file of a document's path: what stands before the number of its row.
fn file_of(path: &str) -> &str {
    match path.rsplit_once('#') {
        Some((file, row)) if !row.is_empty() && row.bytes().all(|b| b.is_ascii_digit()) => file,
        _ => path,
    }
}
