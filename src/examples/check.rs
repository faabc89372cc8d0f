//! Runs the examples of checks: short documents with what the check says about them.

use std::fmt::Write as _;

use super::Fault;
use crate::ingest;
use crate::model::finding::Finding;
use crate::pipeline::{self, Article};
use crate::report::excerpt::clean;
use crate::rulebook::checks::{Check, Example};
use crate::rulebook::{Rulebook, scaffold};

/// An example that did not end as it must.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// How.
    pub fault: Fault,
    /// The documents.
    pub docs: Vec<String>,
    /// What is wrong, in a few words.
    pub note: String,
}

impl Failure {
    /// The failure with its documents, as terminals show it.
    pub fn draw(&self, id: &str) -> String {
        let mut out = format!("{} {id}\n", self.fault.name());
        for doc in &self.docs {
            for line in doc.lines() {
                let _ = writeln!(out, "  | {}", clean(line));
            }
        }
        let _ = writeln!(out, "  = {}", self.note);
        out
    }
}

/// The failures of a check's examples; empty where all end well.
pub fn run(check: &Check, book: &Rulebook) -> Vec<Failure> {
    let must = check.must.iter().filter_map(|e| must(check, e, book).err());
    let must_not = check.must_not.iter().filter_map(|e| must_not(check, e, book).err());
    must.chain(must_not).collect()
}

/// The check must find something, with the verdict and the sides given.
///
/// # Errors
/// How it did not.
pub fn must(check: &Check, example: &Example, book: &Rulebook) -> Result<(), Failure> {
    unfilled(example, "write texts of your own that break it, with the figures that must be among the sides")?;
    let (articles, findings) = compare(example, book);
    let fail = |fault, note| Err(Failure { fault, docs: example.docs.clone(), note });
    let own: Vec<&Finding> = findings.iter().filter(|f| f.check == check.id).collect();
    if own.is_empty() {
        let others: Vec<&str> = findings.iter().map(|f| f.check.as_str()).collect();
        let note =
            if others.is_empty() { "nothing is found".to_owned() } else { format!("found {}", others.join(", ")) };
        return fail(Fault::Missed, note);
    }
    let lacks = |f: &Finding| -> Vec<&str> {
        let printed: Vec<&str> =
            f.sides.iter().filter_map(|s| Some(articles.get(s.document)?.document.printed(s.span))).collect();
        example
            .sides
            .iter()
            .map(String::as_str)
            .filter(|s| !printed.iter().any(|p| p.contains(s) || s.contains(p)))
            .collect()
    };
    let Some(found) = own.iter().find(|f| lacks(f).is_empty()) else {
        let lacking = own.first().map(|f| lacks(f).join("`, `")).unwrap_or_default();
        return fail(Fault::WrongSpan, format!("`{lacking}` is not among the sides"));
    };
    match example.verdict {
        Some(verdict) if found.verdict != verdict => {
            fail(Fault::WrongValue, format!("gives {}, must be {}", found.verdict.name(), verdict.name()))
        }
        _ => Ok(()),
    }
}

/// The check must find nothing.
///
/// # Errors
/// What it found.
pub fn must_not(check: &Check, example: &Example, book: &Rulebook) -> Result<(), Failure> {
    unfilled(example, "write texts like it that are right, and why")?;
    let (_, findings) = compare(example, book);
    match findings.iter().find(|f| f.check == check.id) {
        None => Ok(()),
        Some(f) => Err(Failure {
            fault: Fault::Noisy,
            docs: example.docs.clone(),
            note: format!("says: {}, but: {}", f.message, example.why),
        }),
    }
}

fn unfilled(example: &Example, note: &str) -> Result<(), Failure> {
    let texts = example.docs.iter().chain(&example.sides).chain(std::iter::once(&example.why));
    if !scaffold::unfilled(&texts.map(String::as_str).collect::<Vec<_>>()) {
        return Ok(());
    }
    Err(Failure { fault: Fault::Unfilled, docs: example.docs.clone(), note: note.to_owned() })
}

fn compare(example: &Example, book: &Rulebook) -> (Vec<Article>, Vec<Finding>) {
    let read = |(i, text): (usize, &String)| {
        let published = example.published.get(i).map(String::as_str).filter(|p| !p.is_empty());
        pipeline::article(ingest::document_from_text(text, &format!("example-{i}"), published, book), book)
    };
    let articles: Vec<Article> = example.docs.iter().enumerate().map(read).collect();
    let outcome = pipeline::check(&articles, book);
    (articles, outcome.findings)
}
