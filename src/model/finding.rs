//! What the checks say.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::span::Span;

/// The verdict ladder.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// The same value.
    Identical,
    /// The same after rounding or cutting.
    CompatibleByRounding,
    /// A bound that the other value keeps.
    CompatibleByBound,
    /// A part not larger than its whole.
    PartOfWhole,
    /// A later as-of date.
    UpdatedLater,
    /// Another source's estimate.
    OtherSource,
    /// Another scope.
    OtherScope,
    /// Tight intervals disjoint, loose ones overlap; or scope not proven.
    Tension,
    /// Loose intervals disjoint, scope proven equal.
    Conflict,
    /// Not about the same thing.
    NotComparable,
}

impl Verdict {
    /// Whether it belongs among the findings (else among the passes).
    pub fn is_finding(self) -> bool {
        matches!(self, Verdict::Tension | Verdict::Conflict)
    }

    /// The name in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Verdict::Identical => "identical",
            Verdict::CompatibleByRounding => "compatible_by_rounding",
            Verdict::CompatibleByBound => "compatible_by_bound",
            Verdict::PartOfWhole => "part_of_whole",
            Verdict::UpdatedLater => "updated_later",
            Verdict::OtherSource => "other_source",
            Verdict::OtherScope => "other_scope",
            Verdict::Tension => "tension",
            Verdict::Conflict => "conflict",
            Verdict::NotComparable => "not_comparable",
        }
    }
}

/// How loudly a finding is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// For completeness.
    Info,
    /// Worth a look.
    Warning,
    /// Open the primary document.
    Error,
}

/// One of the passages that were compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Side {
    /// Index of the document in the run.
    pub document: usize,
    /// The figure itself, in the normalised text.
    pub span: Span,
    /// Measure and slots, as far as known: `measure`, `period`, `actor`, `value`, …; the findings of a figure share them.
    pub claim: Arc<BTreeMap<String, String>>,
}

/// A discrepancy, or a comparison that held.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Survives edits elsewhere in the text and rewording: made of the check, documents, measure, slots and values.
    pub key: String,
    /// Id of the check.
    pub check: String,
    /// How it came out.
    pub verdict: Verdict,
    /// How loud.
    pub severity: Severity,
    /// Every passage, in the order the message speaks of them.
    pub sides: Vec<Side>,
    /// The arithmetic, step by step.
    pub derivation: Vec<String>,
    /// Why the sides are about the same thing, slot by slot.
    pub linked_by: Vec<String>,
    /// Smallest slips that would reconcile the sides, best first.
    pub hypotheses: Vec<String>,
    /// What differs, in one sentence.
    pub message: String,
    /// What to do.
    pub remedy: String,
}

/// What was seen, compared, and left out with the reason.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Coverage {
    /// Mentions that are figures or dates.
    pub figures: usize,
    /// Figures that became claims.
    pub claims: usize,
    /// Figures that were linked with another.
    pub linked: usize,
    /// Figures that took part in a comparison.
    pub checked: usize,
    /// Figures that took part in none, by reason; with `checked` they make up `figures`.
    pub skipped: BTreeMap<String, usize>,
    /// Marks that too many documents share to link by them.
    #[serde(default)]
    pub crowded: usize,
    /// Pairs of documents that were not compared because others are nearer to both.
    #[serde(default)]
    pub distant: usize,
}
