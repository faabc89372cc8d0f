//! What people and earlier runs said of findings, as far as exports need it.

use std::collections::{BTreeMap, BTreeSet};

/// Verdicts of people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Judgement {
    /// The figures do not agree.
    Confirmed,
    /// They differ for a reason: another period, a revision, …
    Explained(String),
    /// They are not about the same thing.
    FalseLink,
    /// A figure was read wrongly.
    ExtractionBug,
    /// Nobody can tell.
    Unsure,
}

impl Judgement {
    /// The name in outputs.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Confirmed => "confirmed",
            Self::Explained(_) => "explained",
            Self::FalseLink => "false-link",
            Self::ExtractionBug => "extraction-bug",
            Self::Unsure => "unsure",
        }
    }

    /// Whether the finding need not be shown again.
    pub fn settles(&self) -> bool {
        matches!(self, Self::Explained(_) | Self::FalseLink | Self::ExtractionBug)
    }
}

/// A verdict with its reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// What was decided.
    pub judgement: Judgement,
    /// Why.
    pub note: String,
    /// By whom.
    pub who: String,
    /// When, as an ISO 8601 date or date-time.
    pub when: String,
}

/// Everything said before, by the keys of findings. Empty where nothing is known.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Judged {
    /// Keys of the findings of an earlier run.
    pub baseline: Option<BTreeSet<String>>,
    /// The last decision on each finding.
    pub decisions: BTreeMap<String, Decision>,
}
