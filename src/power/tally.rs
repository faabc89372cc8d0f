//! What came of the trials, counted.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::span::Span;

/// A new finding that does not name what was changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alarm {
    /// The check that raised it.
    pub check: String,
    /// What it says.
    pub message: String,
}

/// One slip or edit, and what came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attempt {
    /// Document of the run.
    pub document: usize,
    /// Kind of slip or edit.
    pub kind: String,
    /// Checks that guard the figure and that the slip was planted for.
    pub checks: Vec<String>,
    /// The figure in the document's text.
    pub at: Span,
    /// The same for people: path, line, column.
    pub place: String,
    /// What was printed.
    pub from: String,
    /// What the copy says.
    pub to: String,
    /// Checks whose new findings name the figure.
    pub caught_by: Vec<String>,
    /// New findings that do not.
    pub alarms: Vec<Alarm>,
}

/// A run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tally {
    /// Its seed.
    pub seed: u64,
    /// How many documents were read.
    pub documents: usize,
    /// Figures: all, guarded, in a finding already and in no other comparison, in no comparison at all.
    pub figures: [usize; 4],
    /// How many figures and names each check guards.
    pub guarded: BTreeMap<String, usize>,
    /// Slips.
    pub slips: Vec<Attempt>,
    /// Edits that change no figure.
    pub edits: Vec<Attempt>,
}

/// One line of a table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Row {
    /// Check or kind; empty for figures that no check guards.
    pub name: String,
    /// Figures that the check guards.
    pub guarded: usize,
    /// Slips planted, or edits made.
    pub planted: usize,
    /// Slips that some finding names.
    pub caught: usize,
    /// Of them by the check itself.
    pub own: usize,
    /// False alarms: by the check, or after slips and edits of the kind.
    pub alarms: usize,
}

impl Row {
    fn add(&mut self, attempt: &Attempt) {
        self.planted += 1;
        self.caught += usize::from(!attempt.caught_by.is_empty());
    }

    /// The share of slips that were caught, in thousandths.
    pub fn recall(&self) -> Option<usize> {
        (self.caught * 1000 + self.planted / 2).checked_div(self.planted)
    }
}

impl Tally {
    /// A row for each check that guards a figure or raised a false alarm, then one without a name for figures that no
    /// check guards.
    pub fn by_check(&self) -> Vec<Row> {
        let alarms = || self.slips.iter().chain(&self.edits).flat_map(|a| &a.alarms);
        let checks: BTreeSet<&str> =
            self.guarded.keys().map(String::as_str).chain(alarms().map(|a| a.check.as_str())).collect();
        let mut out = Vec::new();
        for check in checks {
            let mut row = Row {
                name: check.to_owned(),
                guarded: self.guarded.get(check).copied().unwrap_or(0),
                alarms: alarms().filter(|a| a.check == check).count(),
                ..Row::default()
            };
            for attempt in self.slips.iter().filter(|a| a.checks.iter().any(|c| c == check)) {
                row.add(attempt);
                row.own += usize::from(attempt.caught_by.iter().any(|c| c == check));
            }
            out.push(row);
        }
        let mut none = Row { guarded: self.figures[3], ..Row::default() };
        self.slips.iter().filter(|a| a.checks.is_empty()).for_each(|a| none.add(a));
        out.push(none);
        out
    }

    /// A row for each kind of slip, of guarded figures alone.
    pub fn by_slip(&self) -> Vec<Row> {
        by_kind(self.slips.iter().filter(|a| !a.checks.is_empty()))
    }

    /// A row for each kind of harmless edit.
    pub fn by_edit(&self) -> Vec<Row> {
        by_kind(self.edits.iter())
    }

    /// All slips in guarded figures: planted, caught, false alarms.
    pub fn total(&self) -> Row {
        let mut row = Row { guarded: self.figures[1], ..Row::default() };
        for attempt in self.slips.iter().filter(|a| !a.checks.is_empty()) {
            row.add(attempt);
            row.alarms += attempt.alarms.len();
        }
        row
    }

    /// Slips in guarded figures that no finding names.
    pub fn missed(&self) -> impl Iterator<Item = &Attempt> {
        self.slips.iter().filter(|a| !a.checks.is_empty() && a.caught_by.is_empty())
    }
}

fn by_kind<'a>(attempts: impl Iterator<Item = &'a Attempt>) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    for attempt in attempts {
        let at = rows.iter().position(|r| r.name == attempt.kind).unwrap_or_else(|| {
            rows.push(Row { name: attempt.kind.clone(), ..Row::default() });
            rows.len() - 1
        });
        if let Some(row) = rows.get_mut(at) {
            row.add(attempt);
            row.alarms += attempt.alarms.len();
        }
    }
    rows.sort_by(|a, b| a.name.cmp(&b.name));
    rows
}
