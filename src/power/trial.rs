//! Runs the trials: the copy is read, checked in its set, and what is new is told apart.

use rayon::prelude::*;

use super::Options;
use super::plan::{self, Base, Trial};
use super::rules::Slips;
use super::tally::{Alarm, Attempt, Tally};
use crate::check::again::Bench;
use crate::check::{Checked, publication};
use crate::ingest;
use crate::model::finding::Finding;
use crate::model::span::Span;
use crate::pipeline::{self, Article};
use crate::resolve::base_of;
use crate::rulebook::Rulebook;

/// A finding by its check and the places of its figures, in the texts as they were before the edit.
type Place = (usize, Span);

struct Hall<'a> {
    articles: &'a [Article],
    bases: &'a [Base<'a>],
    checked: &'a [Checked<'a>],
    bench: Bench<'a>,
    known: Vec<(String, Vec<Place>)>,
    book: &'a Rulebook,
}

/// Plants slips and harmless edits in copies of the documents, one at a time, and tells what came of each.
///
/// `articles` have their dates solved ([`pipeline::date_together`]). The same documents, rules and options give the
/// same tally. Cost: one document's extraction and the checks that touch it for each trial, all threads at work.
pub fn run(articles: &[Article], slips: &Slips, options: Options, book: &Rulebook) -> Tally {
    let bases: Vec<Base<'_>> = articles.iter().map(Base::of).collect();
    let checked: Vec<Checked<'_>> =
        articles.par_iter().enumerate().map(|(i, a)| pipeline::checked(a, i, book)).collect();
    let bench = Bench::new(&checked, book);
    let plan = plan::plan(articles, &bases, &bench.report.findings, &bench.report.passes, slips, options);
    let known = bench.report.findings.iter().map(|f| (f.check.clone(), places(f, &bases))).collect();
    let hall = Hall { articles, bases: &bases, checked: &checked, bench, known, book };
    let all = |trials: &[Trial]| trials.par_iter().map(|t| hall.attempt(t)).collect();
    Tally {
        seed: options.seed,
        documents: articles.len(),
        figures: plan.figures,
        guarded: plan.guarded.clone(),
        slips: all(&plan.slips),
        edits: all(&plan.edits),
    }
}

fn places(finding: &Finding, bases: &[Base<'_>]) -> Vec<Place> {
    let mut out: Vec<Place> =
        finding.sides.iter().filter_map(|s| Some((s.document, bases.get(s.document)?.place(s.span)))).collect();
    out.sort_unstable();
    out
}

impl Hall<'_> {
    fn attempt(&self, trial: &Trial) -> Attempt {
        let mut out = Attempt {
            document: trial.document,
            kind: trial.kind.clone(),
            checks: trial.checks.clone(),
            at: trial.at,
            place: self.place(trial),
            from: trial.words.0.clone(),
            to: trial.words.1.clone(),
            caught_by: Vec::new(),
            alarms: Vec::new(),
        };
        let Some(article) = self.copy(trial) else { return out };
        let copy = Base::of(&article);
        let checked = pipeline::checked(&article, trial.document, self.book);
        for finding in self.bench.exchanged(trial.document, &checked) {
            let mut sides: Vec<Place> = finding
                .sides
                .iter()
                .filter_map(|s| {
                    let stood = if s.document == trial.document {
                        trial.edit.before(copy.place(s.span))
                    } else {
                        self.bases.get(s.document)?.place(s.span)
                    };
                    Some((s.document, stood))
                })
                .collect();
            sides.sort_unstable();
            if self.known.iter().any(|(check, known)| *check == finding.check && alike(known, &sides)) {
                continue;
            }
            let named =
                sides.iter().any(|(d, span)| *d == trial.document && trial.watched.iter().any(|w| meets(*w, *span)));
            if named {
                out.caught_by.push(finding.check.clone());
            } else {
                out.alarms.push(Alarm { check: finding.check.clone(), message: finding.message.clone() });
            }
        }
        out.caught_by.sort();
        out.caught_by.dedup();
        out
    }

    /// The document with the slip, read anew; its publication date is solved in the company of the others.
    fn copy(&self, trial: &Trial) -> Option<Article> {
        let before = self.articles.get(trial.document)?;
        let document = ingest::with_text(&before.document, &trial.edit.text, self.book);
        let mut article = pipeline::article(document, self.book);
        let open = base_of(&article.document.published).year.is_none();
        if open && base_of(&before.document.published).year.is_some() {
            let mut corpus = self.checked.to_vec();
            if let Some(slot) = corpus.get_mut(trial.document) {
                *slot = pipeline::checked(&article, trial.document, self.book);
            }
            let solved = publication::solve(&corpus, |_, c| c.clone(), self.book)
                .into_iter()
                .find(|(i, _)| *i == trial.document);
            drop(corpus);
            if let Some((_, published)) = solved {
                let mut document = article.document.clone();
                document.published = published;
                article = pipeline::article(document, self.book);
            }
        }
        Some(article)
    }

    fn place(&self, trial: &Trial) -> String {
        let Some((base, article)) = self.bases.get(trial.document).zip(self.articles.get(trial.document)) else {
            return String::new();
        };
        let (line, column) = crate::report::place::Lines::new(base.text).place(trial.at.start);
        let document = &article.document;
        format!("{}:{line}:{column}", document.path)
    }
}

/// Whether two spans share a byte, or an empty one touches the other.
fn meets(a: Span, b: Span) -> bool {
    a.overlaps(b) || (a.is_empty() || b.is_empty()) && a.start <= b.end && b.start <= a.end
}

fn alike(a: &[Place], b: &[Place]) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|(x, y)| x.0 == y.0 && meets(x.1, y.1))
}
