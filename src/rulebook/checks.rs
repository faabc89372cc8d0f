//! Which checks run, at which severity and tolerance, and what they say.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

use super::assertion::{Assertion, AssertionRow, Scope, SelectorRow};
use super::error::LoadError;
use super::measure::{Measures, parse};
use super::source::{Files, SourceFile};
use crate::model::claim::SlotName;
use crate::model::finding::{Severity, Verdict};

/// One declared check.
#[derive(Debug, Clone)]
pub struct Check {
    /// Its id in every output.
    pub id: String,
    /// How loudly its conflicts are told.
    pub severity: Severity,
    /// The strongest verdict it may give.
    pub cap: Verdict,
    /// Whether it runs.
    pub enabled: bool,
    /// What it looks for, in one sentence.
    pub summary: String,
    /// What differs: `{0}`, `{1}` are the sides as printed, `{got}` and `{want}` the two values.
    pub message: String,
    /// The same in Korean.
    pub message_ko: String,
    /// What to do.
    pub remedy: String,
    /// The same in Korean.
    pub remedy_ko: String,
    /// Texts where it must fire.
    pub must: Vec<Example>,
    /// Texts where it must not.
    pub must_not: Vec<Example>,
    /// What must hold between which figures, for a check that is declared whole; the others are built in.
    pub assertion: Option<Assertion>,
}

/// Short documents with what the check says about them.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Example {
    /// The texts; the first line is the headline where a second follows.
    pub docs: Vec<String>,
    /// Publication dates, one for each text; missing ones are unknown.
    #[serde(default)]
    pub published: Vec<String>,
    /// The verdict that must be given.
    pub verdict: Option<Verdict>,
    /// The figures that must be among the sides.
    #[serde(default)]
    pub sides: Vec<String>,
    /// Why not, for what must not fire.
    #[serde(default)]
    pub why: String,
}

/// The declared checks.
#[derive(Debug, Default)]
pub struct Checks {
    /// By id.
    pub by_id: BTreeMap<String, Check>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CheckFile {
    #[serde(default)]
    check: Vec<CheckRow>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CheckRow {
    id: Spanned<String>,
    severity: Severity,
    #[serde(default = "conflict")]
    cap: Verdict,
    #[serde(default = "yes")]
    enabled: bool,
    summary: String,
    message: String,
    #[serde(default)]
    message_ko: String,
    remedy: String,
    #[serde(default)]
    remedy_ko: String,
    #[serde(default)]
    must: Vec<Example>,
    #[serde(default)]
    must_not: Vec<Example>,
    #[serde(default)]
    figures: BTreeMap<String, SelectorRow>,
    holds: Option<Spanned<String>>,
    #[serde(default)]
    scope: Scope,
    #[serde(default)]
    same: Vec<SlotName>,
    tolerance: Option<Spanned<String>>,
}

fn yes() -> bool {
    true
}

fn conflict() -> Verdict {
    Verdict::Conflict
}

impl Checks {
    /// Reads `rules/checks.toml` and the files of `rules/checks/`; what is wrong goes to `errors`.
    pub fn load(files: &Files, measures: &Measures, errors: &mut Vec<LoadError>) -> Self {
        let mut out = Self::default();
        for file in files.get("rules/checks.toml").into_iter().chain(files.below("rules/checks/", ".toml")) {
            let Some(rows) = parse::<CheckFile>(file, errors) else { continue };
            for row in rows.check {
                out.add(row, file, measures, errors);
            }
        }
        out
    }

    fn add(&mut self, row: CheckRow, file: &SourceFile, measures: &Measures, errors: &mut Vec<LoadError>) {
        let place = row.id.span();
        let id = row.id.into_inner();
        let mut wrong = |message: String, help: &str| {
            errors.push(LoadError::at(file, place.start, place.len(), message, help));
        };
        if self.by_id.contains_key(&id) {
            return wrong(format!("the check `{id}` is declared twice"), "give every check its own id");
        }
        if row.holds.is_none() && !row.figures.is_empty() {
            return wrong(
                format!("the check `{id}` takes figures, but says nothing of them"),
                "add holds = \"a <= b\"",
            );
        }
        if row.holds.is_none() && file.name != "rules/checks.toml" {
            let help =
                "add holds = \"a <= b\" and the figures it speaks of; what is built in is set in rules/checks.toml";
            return wrong(format!("the check `{id}` demands nothing"), help);
        }
        let declared = AssertionRow {
            figures: row.figures,
            holds: row.holds,
            scope: row.scope,
            same: row.same,
            tolerance: row.tolerance,
        };
        let assertion = declared.compile((file, place.start), measures, errors);
        let word = |text: String| assertion.as_ref().map_or_else(|| text.clone(), |a| a.numbered(&text));
        let check = Check {
            id: id.clone(),
            severity: row.severity,
            cap: row.cap,
            enabled: row.enabled,
            summary: row.summary,
            message: word(row.message),
            message_ko: word(row.message_ko),
            remedy: word(row.remedy),
            remedy_ko: word(row.remedy_ko),
            must: row.must,
            must_not: row.must_not,
            assertion,
        };
        self.by_id.insert(id, check);
    }

    /// The declared check of this id, where it runs.
    pub fn active(&self, id: &str) -> Option<&Check> {
        self.by_id.get(id).filter(|c| c.enabled)
    }
}
