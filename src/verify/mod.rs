//! Replays what `check` printed from the raw documents, by other code than that which found it.
//!
//! Every document is read again; every side's words are looked up at their bytes and its figure is read by the small
//! reader of [`numeral`]; every line of the derivation is parsed, its numbers are looked for among the sides, and it is
//! worked out again. Only the types of numbers, intervals and dates are shared with the checks, and the tables of units
//! and rates. What cannot be replayed is told apart from what is false.

mod arith;
mod input;
mod line;
mod list;
mod numeral;
mod rate;
mod side;
mod time;
mod value;
mod words;

use std::collections::BTreeMap;

pub use input::{InputError, Report};
pub use words::Words;

use input::Entry;
use line::Ground;
use side::{Judged, Side};

use crate::model::document::Document;
use crate::model::span::Span;
use crate::rulebook::Rulebook;

/// How the replay of a finding or pass ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// Everything was replayed and holds.
    Verified,
    /// Something is not so: where and why.
    Contradicted(Vec<String>),
    /// Nothing is false, but something could not be replayed: why.
    NotReplayable(Vec<String>),
}

/// A finding or pass with its outcome.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replay {
    /// Its key.
    pub key: String,
    /// The check.
    pub check: String,
    /// Whether it is a finding (else a pass).
    pub finding: bool,
    /// Where its first side stands: path and bytes.
    pub place: String,
    /// How it ended.
    pub outcome: Outcome,
}

/// Replays every finding and pass. `documents` are those of [`Report::paths`], read anew.
pub fn run(report: &Report, documents: &[Document], words: &Words, book: &Rulebook) -> Vec<Replay> {
    let by_id: BTreeMap<(&str, &str), &Document> =
        documents.iter().map(|d| ((d.path.as_str(), d.id.as_str()), d)).collect();
    let by_path: BTreeMap<&str, &Document> = documents.iter().map(|d| (d.path.as_str(), d)).collect();
    let given: BTreeMap<(&str, &str), &str> = report
        .documents
        .iter()
        .filter_map(|d| Some(((d.path.as_str(), d.id.as_str()), d.published.edtf.as_deref()?)))
        .collect();
    let replay = |entry: &Entry, finding: bool| {
        let (mut wrong, mut unknown) = (Vec::new(), Vec::new());
        let mut note = |judged: Judged| match judged {
            Judged::Holds => {}
            Judged::Fails(why) => wrong.push(why),
            Judged::Unknown(why) => unknown.push(why),
        };
        if entry.verdict.is_finding() != finding {
            note(Judged::Fails(format!("the verdict {} stands in the wrong list", entry.verdict.name())));
        }
        let mut sides = Vec::new();
        let mut texts = Vec::new();
        for side in &entry.sides {
            let name = (side.path.as_str(), side.document.as_str());
            let place = format!("{}:{}–{}", side.path, side.start, side.end);
            let Some(document) = by_id.get(&name).or_else(|| by_path.get(side.path.as_str())) else {
                note(Judged::Unknown(format!("{} is not there", side.path)));
                continue;
            };
            let now = Span::new(side.start, side.end).slice(&document.raw);
            if now != side.surface {
                let changed = if by_id.contains_key(&name) { "" } else { ", in a document that has changed" };
                note(Judged::Fails(format!("{place} is `{now}`, not `{}`{changed}", side.surface)));
                continue;
            }
            let read = Side::read(&side.surface, side.claim.get("value").map_or("", String::as_str), words);
            let published =
                document.published.edtf.as_ref().map(|e| e.0.as_str()).or_else(|| given.get(&name).copied());
            note(read.judge(published, words));
            sides.push(read);
            texts.push(document.raw.as_str());
        }
        if entry.sides.is_empty() {
            note(Judged::Unknown("it has no side".to_owned()));
        }
        if entry.derivation.is_empty() {
            note(Judged::Unknown("it has no derivation".to_owned()));
        }
        // Without all its sides a derivation has no figures.
        if sides.len() == entry.sides.len() {
            let ground = Ground {
                check: &entry.check,
                verdict: entry.verdict,
                sides: &sides,
                lines: &entry.derivation,
                texts: &texts,
                words,
                book,
            };
            entry.derivation.iter().for_each(|line| note(ground.line(line)));
        }
        let outcome = if !wrong.is_empty() {
            Outcome::Contradicted(wrong)
        } else if unknown.is_empty() {
            Outcome::Verified
        } else {
            Outcome::NotReplayable(unknown)
        };
        Replay {
            key: entry.key.clone(),
            check: entry.check.clone(),
            finding,
            place: entry.sides.first().map_or_else(String::new, |s| format!("{}:{}", s.path, s.start)),
            outcome,
        }
    };
    let findings = report.findings.iter().map(|e| replay(e, true));
    findings.chain(report.passes.iter().map(|e| replay(e, false))).collect()
}
